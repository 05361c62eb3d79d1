#!lua flags=allow-oom
-- ack: the attempt succeeded.
-- KEYS 1: the namespace. ARGV 1: ms that finished records stay (0: until the mirror has them); then per job: id, fence,
--   result (JSON), data for the event (JSON).
-- Answer: per job 'done', 'repeated' (this very attempt has ended before), 'lost' (the fence is not the newest) or
--   'missing' (no record).
local ttl_ms = tonumber(ARGV[1])
local now = now_ms()
local answers, ended, held = {}, {}, {}
for i = 2, #ARGV, 4 do
  local id, fence = ARGV[i], ARGV[i + 1]
  local job = load(id)
  local word = refused(job, fence)
  if not word then
    word = 'done'
    local version = job.version + 1
    redis.call('HSET', job_key(id), 'state', 'completed', 'version', version, 'finished_at', now, 'result', ARGV[i + 2])
    redis.call('HDEL', job_key(id), 'deadline', 'cancel', 'progress', 'error')
    emit(id, job, 'completed', 'completed', version, job.attempt, fence, ARGV[i + 3])
    expire(id, job, ttl_ms)
    ended[#ended + 1] = id
    local mine = held[job.worker] or {}
    mine[#mine + 1] = id
    held[job.worker] = mine
  end
  answers[#answers + 1] = word
end
if #ended > 0 then redis.call('ZREM', LEASES, unpack(ended)) end
for worker, ids in pairs(held) do redis.call('HDEL', held_key(worker), unpack(ids)) end
return answers
