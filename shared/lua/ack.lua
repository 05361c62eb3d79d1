#!lua flags=allow-oom
-- ack: the attempt succeeded.
-- KEYS 1: the namespace. ARGV 1: ms that finished records stay (0: until the mirror has them); then per job: id, fence,
--   result (JSON), data for the event (JSON; '': as `events.of_end` has it where there is only a result).
-- Answer: per job 'done', 'repeated' (this very attempt has ended before), 'lost' (the fence is not the newest) or
--   'missing' (no record).
local ttl_ms = tonumber(ARGV[1])
local now = text(now_ms())
local answers, ended, held = {}, {}, {}

-- What becomes of a running job, as far as its state says. This runs once for every job there is, so it takes a state
-- apart no further than it must (version, what stands behind the time of the end, and of that attempt, fence, worker and
-- times), and reads it once for all the jobs that one claim has left in the same.
local RUNNING = '^running (%S+) %S+ %S+ ((%S+) (%S+) (%S+) (%S+) %S+ %S+ (%S+) .*)$'
local known = {}
local function completion(state)
  local found = known[state]
  if not found then
    local version, rest, attempt, fence, worker, started_at, queued_at = string.match(state, RUNNING)
    if not version then return nil end
    local next_version = following[version]
    found = { state = 'running', fence = fence, worker = worker, line = 'completed ' .. next_version .. ' 0 ' .. now .. ' ' .. rest,
      told = ' completed completed ' .. next_version .. ' ' .. attempt .. ' ' .. fence .. ' ',
      data = string.format([[{"worker":"%s","started_at":%s,"ready_at":%s,"result":]], worker, started_at,
        queued_at == '-' and 'null' or queued_at),
      -- What has only been created and claimed has neither failed before nor told how far it is.
      is_first = version == '2' }
    known[state] = found
  end
  return found
end

local function complete(id, spec, as, result, data)
  redis.call('HSET', job_key(id), 'state', as.line, 'result', result)
  if not as.is_first then redis.call('HDEL', job_key(id), 'progress', 'error') end
  if data == '' then data = as.data .. result .. '}' end
  say(id .. ' ' .. spec.who .. as.told .. on_one_line(data))
  expire(id, spec, ttl_ms)
  ended[#ended + 1] = id
  local mine = held[as.worker] or {}
  mine[#mine + 1] = id
  held[as.worker] = mine
  return 'done'
end

local function ack(id, fence, result, data)
  local f = redis.call('HMGET', job_key(id), 'state', 'spec')
  local job = f[1] and (completion(f[1]) or stands(f[1], f[2]))
  return refused(job, fence) or complete(id, understood(f[2]), job, result, data)
end

for i = 2, #ARGV, 4 do answers[#answers + 1] = ack(ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]) end
if #ended > 0 then redis.call('ZREM', LEASES, unpack(ended)) end
for worker, ids in pairs(held) do redis.call('HDEL', held_key(worker), unpack(ids)) end
return answers
