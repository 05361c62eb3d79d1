#!lua flags=allow-oom
-- ack: the attempt succeeded.
-- KEYS 1: the namespace. ARGV 1: ms that finished records stay (0: until the mirror has them); then per job: id, fence,
--   result (JSON), data for the event (JSON).
-- Answer: per job 'done', 'repeated' (this very attempt has ended before), 'lost' (the fence is not the newest) or
--   'missing' (no record).
local ttl_ms = tonumber(ARGV[1])
local now = now_ms()
local answers, ended, held = {}, {}, {}

-- Only what an end needs: this runs once for every job there is.
local function load_running(id)
  local f = read(id, 'state', 'fence', 'version', 'attempt', 'worker', 'type', 'tenant', 'queue', 'ttl_seconds', 'cancel',
    'progress', 'error')
  if not f[1] then return nil end
  return {
    state = f[1], fence = f[2], version = tonumber(f[3]) or 1, attempt = f[4] or 0, worker = f[5], type = f[6] or '',
    tenant = f[7] or DEFAULT_TENANT, queue = f[8] or DEFAULT_QUEUE, ttl_seconds = tonumber(f[9]),
    leftovers = f[10] or f[11] or f[12],
  }
end

for i = 2, #ARGV, 4 do
  local id, fence = ARGV[i], ARGV[i + 1]
  local job = load_running(id)
  local word = refused(job, fence)
  if not word then
    word = 'done'
    local version = job.version + 1
    redis.call('HSET', job_key(id), 'state', 'completed', 'version', version, 'finished_at', now, 'result', ARGV[i + 2])
    if job.leftovers then redis.call('HDEL', job_key(id), 'cancel', 'progress', 'error') end
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
