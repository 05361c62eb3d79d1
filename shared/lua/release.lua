#!lua flags=allow-oom
-- release: given back unharmed; the attempt does not count and the job is the oldest of its line again.
-- KEYS 1: the namespace. ARGV 1: ms that finished records stay (0: until the mirror has them); then per job: id, fence,
--   data for the event (JSON).
-- Answer: per job 'pending' (or 'cancelled', when that was asked for), or 'repeated', 'lost', 'missing' as for ack.
local ttl_ms = tonumber(ARGV[1])
local answers, rung = {}, {}

local function give_back(id, job, data)
  let_go(id, job)
  job.attempt = job.attempt - 1
  if job.cancel then return end_cancelled(id, job, 'cancelled', data, ttl_ms) end
  local fence = job.fence
  unclaim(id, job)
  push(id, job, true)
  rung[job.queue] = true
  emit(id, job, 'released', fence, data)
  return 'pending'
end

-- From the last to the first: callers name the oldest first, and each then finds its place at the head at once.
for i = #ARGV - 2, 2, -3 do
  local id, fence, data = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local job = load(id)
  local word = refused(job, fence)
  if not word then word = give_back(id, job, data) end
  answers[(i + 1) / 3] = word
end
for queue in pairs(rung) do ring(queue) end
return answers
