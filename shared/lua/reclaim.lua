#!lua flags=allow-oom
-- reclaim: take a job back from a runner that died under it. The attempt is given back, the crash is counted.
-- KEYS 1: the namespace. ARGV 1: '1' when the runner is known to be dead (its parent saw it), '0' when only leases that
--   have run out may be taken; 2: ms that finished records stay (0: until the mirror has them); then per job: id, fence of the dead claim, what follows ('head': the oldest again;
--   'solo': alone in an idle process; 'bury': a dead letter), error, data for the event (JSON).
-- Answer: per job its state, 'alive' (the lease was extended meanwhile), or 'repeated', 'lost', 'missing' as for ack.
local known_dead, ttl_ms = ARGV[1] == '1', tonumber(ARGV[2])
local now = now_ms()
local answers, rung = {}, {}

local function take_back(id, job, follows, error, data)
  job.attempt, job.crash_count = job.attempt - 1, job.crash_count + 1
  if job.cancel then return end_cancelled(id, job, error, data, ttl_ms) end
  if follows == 'bury' then return bury(id, job, error, data, ttl_ms) end
  local fence = job.fence
  unclaim(id, job, error)
  if follows == 'solo' then suspect(id, job) else push(id, job, true) end
  rung[job.queue] = true
  emit(id, job, 'crashed', fence, data)
  return 'pending'
end

-- From the last to the first: callers name the oldest first, and each then finds its place at the head at once.
for i = #ARGV - 4, 3, -5 do
  local id, fence, follows, error, data = unpack(ARGV, i, i + 4)
  local job = load(id)
  local word = refused(job, fence)
  if not word and not known_dead and (tonumber(redis.call('ZSCORE', LEASES, id)) or 0) > now then word = 'alive' end
  if not word then
    let_go(id, job)
    word = take_back(id, job, follows, error, data)
  end
  answers[(i + 2) / 5] = word
end
for queue in pairs(rung) do ring(queue) end
return answers
