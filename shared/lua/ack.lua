#!lua flags=allow-oom
-- ack: the attempt succeeded.
-- KEYS 1: the namespace. ARGV 1: ms that finished records stay (0: until the mirror has them); then groups of jobs that
--   one claim took: fence, how many, and of each its id with the result (JSON) behind it. A group of 0 is one job more
--   whose event says something of its own: its id and result, and data for the event (JSON; in the others it is as
--   `events.of_end` has it where there is only a result).
-- Answer: a word per job, with blanks between: 'done', 'repeated' (this very attempt has ended before), 'lost' (the
--   fence is not the newest) or 'missing' (no record).
local ttl_ms = tonumber(ARGV[1])
local now = text(now_ms())
local answers, ended, held, expiring = {}, {}, {}, {}

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
      told = {}, ended = ' completed completed ' .. next_version .. ' ' .. attempt .. ' ' .. fence .. ' ',
      data = string.format([[{"worker":"%s","started_at":%s,"ready_at":%s,"result":]], worker, started_at,
        queued_at == '-' and 'null' or queued_at),
      -- What has only been created and claimed has neither failed before nor told how far it is.
      is_first = version == '2' }
    known[state] = found
  end
  return found
end

-- Of what a job is, only what its end needs, and once for jobs alike.
local of_specs = {}
local function spec_of(line)
  local spec = of_specs[line]
  if not spec then
    local who, ttl_seconds = string.match(line, '^(%S+ %S+ %S+) %S+ %S+ %S+ (%S+)$')
    spec = { who = who, ttl_seconds = tonumber(ttl_seconds) }
    of_specs[line] = spec
  end
  return spec
end

-- Most handlers have the same to say, which is nothing.
local function told_of(as, result)
  as.told[result] = as.ended .. on_one_line(as.data .. result .. '}')
  return as.told[result]
end

local function complete(id, spec, as, result, data)
  redis.call('HSET', job_key(id), 'state', as.line, 'result', result)
  if not as.is_first then redis.call('HDEL', job_key(id), 'progress', 'error') end
  if data then
    say(id, spec.who, as.ended .. on_one_line(data))
  else
    say(id, spec.who, as.told[result] or told_of(as, result))
  end
  if spec.ttl_seconds then expire(id, spec, ttl_ms) else expiring[#expiring + 1] = id end
  ended[#ended + 1] = id
  local mine = held[as.worker] or {}
  mine[#mine + 1] = id
  held[as.worker] = mine
  return 'done'
end

local function ack(entry, fence, data)
  local id, result = string.sub(entry, 1, ID_LENGTH), string.sub(entry, ID_LENGTH + 1)
  local f = redis.call('HMGET', job_key(id), 'state', 'spec')
  local job = f[1] and (completion(f[1]) or stands(f[1], f[2]))
  answers[#answers + 1] = refused(job, fence) or complete(id, spec_of(f[2]), job, result, data)
end

local at = 2
while ARGV[at] do
  local fence, count = ARGV[at], tonumber(ARGV[at + 1])
  if count == 0 then
    ack(ARGV[at + 2], fence, ARGV[at + 3])
    at = at + 4
  else
    for i = at + 2, at + 1 + count do ack(ARGV[i], fence, nil) end
    at = at + 2 + count
  end
end
if #ended > 0 then redis.call('ZREM', LEASES, unpack(ended)) end
for worker, ids in pairs(held) do redis.call('HDEL', held_key(worker), unpack(ids)) end
if ttl_ms > 0 then
  expire_together(expiring, now, ttl_ms)
  drop_expired(1)
end
return table.concat(answers, ' ')
