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
local answers, ended, held, expiring, own_time = {}, {}, {}, {}, {}
local records, written = {}, {}

-- What becomes of a running job, as far as its state says. This runs once for every job there is, so it takes a state
-- apart no further than it must (version, what stands behind the time of the end, and of that attempt, fence, worker and
-- time), and reads it once for all the jobs that one claim has left in the same.
local RUNNING = '^running (%S+) %S+ %S+ ((%S+) (%S+) (%S+) (%S+) .*)$'
local completion = once_for_each(function(state)
  local version, rest, attempt, fence, worker, started_at = string.match(state, RUNNING)
  if not version then return nil end
  return { fence = fence, worker = worker, line = 'completed ' .. following[version] .. ' 0 ' .. now .. ' ' .. rest,
    ended = ' completed completed ' .. following[version] .. ' ' .. attempt .. ' ' .. fence .. ' ',
    data = string.format([[{"worker":"%s","started_at":%s,"ready_at":]], worker, started_at),
    -- What has only been created and claimed has neither failed before nor told how far it is.
    is_first = version == '2' }
end)

-- Of what a job is, only what its end needs.
local needed = once_for_each(function(line)
  local who, ttl_seconds = string.match(line, '^(%S+ %S+ %S+) %S+ %S+ %S+ (%S+)$')
  return { who = who, has_own_time = ttl_seconds ~= '-' }
end)

-- Both together, once for jobs alike that follow one another: most were claimed with others that are.
local met, as, spec, lines_then
local function is_running(lines)
  if lines ~= met then
    local state, spec_line = both(lines)
    met, as, spec = lines, completion[state], needed[spec_line]
    lines_then = as and as.line .. '\n' .. spec_line .. '\n'
  end
  return as ~= nil
end

-- Most handlers have the same to say, which is nothing, of jobs that became pending together.
local told, told_as, told_since, told_result
local function tells(since, result)
  if told_as ~= as or told_since ~= since or told_result ~= result then
    told_as, told_since, told_result = as, since, result
    told = as.ended .. on_one_line(as.data .. (since == '-' and 'null' or since) .. [[,"result":]] .. result .. '}')
  end
  return told
end

-- The rest of the record once there is a result, and no word of progress or failure any more.
local function with_result(id, rest, result)
  if as.is_first and #result <= LONGEST_VALUE then return rest .. result end
  local times, body = cut(rest)
  local job = { body = body }
  enter_values(id, job, { result = result, progress = false, error = false })
  return times .. '\n' .. job.body
end

local function complete(id, rest, result, data)
  records[id] = lines_then .. with_result(id, rest, result)
  written[#written + 1] = job_key(id); written[#written + 1] = records[id]
  if data then
    say(id, spec.who, as.ended .. on_one_line(data))
  else
    say(id, spec.who, tells(string.match(rest, '^%S+'), result))
  end
  local passing = spec.has_own_time and own_time or expiring
  passing[#passing + 1] = id
  ended[#ended + 1] = id
  local mine = held[as.worker] or {}
  mine[#mine + 1] = id
  held[as.worker] = mine
  return 'done'
end

local function ack(entry, fence, data)
  local id, result = string.sub(entry, 1, ID_LENGTH), string.sub(entry, ID_LENGTH + 1)
  if not records[id] then return 'missing' end
  local lines, rest = split(records[id])
  if is_running(lines) and as.fence == fence then return complete(id, rest, result, data) end
  return refused(job_of(records[id]), fence)
end

-- Passes each report on: id and result, fence, and data for the event where it brings its own.
local function each(report)
  local at = 2
  while ARGV[at] do
    local fence, count = ARGV[at], tonumber(ARGV[at + 1])
    if count == 0 then
      report(ARGV[at + 2], fence, ARGV[at + 3])
      at = at + 4
    else
      for i = at + 2, at + 1 + count do report(ARGV[i], fence, nil) end
      at = at + 2 + count
    end
  end
end

local ids = {}
each(function(entry) ids[#ids + 1] = string.sub(entry, 1, ID_LENGTH) end)
records = records_of(ids)
each(function(entry, fence, data) answers[#answers + 1] = ack(entry, fence, data) end)
if #ended > 0 then
  redis.call('MSET', unpack(written))
  redis.call('ZREM', LEASES, unpack(ended))
end
for _, id in ipairs(own_time) do expire(id, job_of(records[id]), ttl_ms) end
for worker, jobs in pairs(held) do redis.call('HDEL', held_key(worker), unpack(jobs)) end
if ttl_ms > 0 then
  expire_together(expiring, now, ttl_ms)
  drop_expired(1)
end
return table.concat(answers, ' ')
