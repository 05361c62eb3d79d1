-- What every script starts with, after the spelling of the keys (shared/keys.py).
-- Times are milliseconds by the clock of Redis; payloads, results and data are bytes that no script decodes.

local DEFAULT_QUEUE, DEFAULT_PRIORITY, DEFAULT_TENANT = 'default', 5, 'default'

-- A ready index orders its lists by priority band, then by virtual time (start-time fair queueing, Goyal et al. 1996):
-- each claimed job moves its tenant's list on by UNIT / weight. Below 2^53 doubles are exact.
local BAND, UNIT = 2 ^ 49, 60

local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function text(value)
  if value == nil then return '-' end
  return type(value) == 'number' and string.format('%.0f', value) or value
end

-- What `make` makes of each key, made when it is first asked for: most jobs of a batch have the same to read.
local function once_for_each(make)
  return setmetatable({}, { __index = function(made, key)
    made[key] = make(key)
    return rawget(made, key)
  end })
end

-- A number as text, raised by one.
local following = once_for_each(function(number) return text(number + 1) end)

-- A record is one string, as a call costs more than some bytes do. Its lines say how the job stands, what it is, and since
-- when, in words in the order of shared/job.py with '-' where there is nothing to say: the first two lines are the same for
-- many jobs, the third is not. Then comes its body: a line with the name and length of each of its values and behind that
-- these values. What follows the last of them is its result. A long value is not written again by each move: it lies apart,
-- and has `APART` for a length.
local SPEC = '^((%S+) (%S+) (%S+)) (%S+) %S+ (%S+) (%S+)$'
local STATE = '^' .. string.rep('(%S+) ', 9) .. '(%S+)$'
local VALUES = { 'payload', 'backoff', 'tags', 'progress', 'error', 'digest', 'requeued_from', 'requeued_as', 'result' }
local APART = '@'

-- What a job is.
local understood = once_for_each(function(line)
  local who, tenant, kind, queue, priority, timeout_ms, ttl_seconds = string.match(line, SPEC)
  local spec = { who = who, tenant = tenant, type = kind, queue = queue, priority = tonumber(priority),
    timeout_ms = tonumber(timeout_ms), ttl_seconds = tonumber(ttl_seconds) }
  spec.__index = spec
  return spec
end)

-- The job behind these lines: what moves may change stands in it, what it is behind it.
local function stands(state_line, spec_line, times)
  local state, version, cancel, finished_at, attempt, fence, worker, started_at, deadline, crash_count =
    string.match(state_line, STATE)
  local queued_at, run_at, created_at = string.match(times, '^(%S+) (%S+) (%S+)$')
  return setmetatable({
    state = state, version = tonumber(version), cancel = cancel == '1', finished_at = tonumber(finished_at),
    attempt = tonumber(attempt), fence = fence ~= '-' and fence or nil, worker = worker ~= '-' and worker or nil,
    started_at = tonumber(started_at), deadline = tonumber(deadline), crash_count = tonumber(crash_count),
    queued_at = tonumber(queued_at), run_at = tonumber(run_at), created_at = tonumber(created_at),
  }, understood[spec_line])
end

local function state_line(job)
  return table.concat({ job.state, text(job.version), job.cancel and '1' or '0', text(job.finished_at),
    text(job.attempt), text(job.fence), text(job.worker), text(job.started_at), text(job.deadline),
    text(job.crash_count) }, ' ')
end

-- The first two lines of a record, and the rest. Jobs that are moved together mostly have the same lines.
local lines_before
local function split(record)
  if not lines_before or string.sub(record, 1, #lines_before) ~= lines_before then
    local first = string.find(record, '\n', 1, true)
    lines_before = string.sub(record, 1, string.find(record, '\n', first + 1, true))
  end
  return lines_before, string.sub(record, #lines_before + 1)
end

-- The first line, and what is behind it.
local function cut(lines)
  local first = string.find(lines, '\n', 1, true)
  return string.sub(lines, 1, first - 1), string.sub(lines, first + 1)
end

-- How a job stands and what it is, one by one.
local function both(lines)
  local state, spec = cut(lines)
  return state, string.sub(spec, 1, -2)
end

-- Where each value of a body begins and ends, behind its line, or APART; and where the result begins.
local layout = once_for_each(function(shape)
  local places, at = {}, 1
  for name, length in string.gmatch(shape, '(%S+) (%S+)') do
    places[name] = length == APART and APART or { at, at + length - 1 }
    at = at + (tonumber(length) or 0)
  end
  places.result = places.result or { at, -1 }
  return places
end)

-- One value; nil where there is none, or it lies apart.
local function value_of(body, name)
  local shape, values = cut(body)
  local place = layout[shape][name]
  local value = place and place ~= APART and string.sub(values, place[1], place[2])
  return value and value ~= '' and value or nil
end

local function has_apart(body)
  return string.find(body, '^[^\n]*' .. APART) ~= nil
end

-- The same of what stands behind the first two lines; mostly one look says that there is nothing.
local function lies_apart(rest)
  return string.find(rest, APART, 1, true) ~= nil and has_apart(select(2, cut(rest)))
end

local function job_of(record)
  local lines, rest = split(record)
  local state, spec = both(lines)
  local times, body = cut(rest)
  local job = stands(state, spec, times)
  job.spec_line, job.body = spec, body
  return job
end

local function load(id)
  local record = redis.call('GET', job_key(id))
  return record and job_of(record) or nil
end

-- The records of many at once, by id; `false` where there is none.
local function records_of(ids)
  local keys, records = {}, {}
  for i, id in ipairs(ids) do keys[i] = job_key(id) end
  for i, record in ipairs(#ids > 0 and redis.call('MGET', unpack(keys)) or {}) do records[ids[i]] = record end
  return records
end

-- Enters values in the body of a job; `false` takes one out.
local function enter_values(id, job, entered)
  local shape, values, moved, gone = {}, {}, {}, {}
  local places = layout[(cut(job.body))]
  for _, name in ipairs(VALUES) do
    local place, entry = places[name], entered[name]
    if entry == nil and place == APART then
      shape[#shape + 1] = name .. ' ' .. APART
    else
      if place == APART then gone[#gone + 1] = name end
      if entry == nil and place then entry = value_of(job.body, name) end
      if entry and #entry > LONGEST_VALUE then
        shape[#shape + 1] = name .. ' ' .. APART
        moved[#moved + 1] = name; moved[#moved + 1] = entry
      elseif entry then
        if name ~= 'result' then shape[#shape + 1] = name .. ' ' .. #entry end
        values[#values + 1] = entry
      end
    end
  end
  if #gone > 0 then redis.call('HDEL', apart_key(id), unpack(gone)) end
  if #moved > 0 then redis.call('HSET', apart_key(id), unpack(moved)) end
  job.body = table.concat(shape, ' ') .. '\n' .. table.concat(values)
end

-- Writes how a job stands now, and with it the values that are named, if any; answers its record.
local function save(id, job, entered)
  if entered then enter_values(id, job, entered) end
  local times = text(job.queued_at) .. ' ' .. text(job.run_at) .. ' ' .. text(job.created_at)
  local record = table.concat({ state_line(job), job.spec_line, times, job.body }, '\n')
  redis.call('SET', job_key(id), record, 'KEEPTTL')
  return record
end

-- What happened, a line for the jobs to which the same did one after the other: their ids with commas between, words,
-- then the data (shared/events.py reads them). One entry of the stream takes the lines of a whole run, as an XADD for each
-- would cost more than the move itself; it is cut where it grows large.
local LINES_AT_MOST = 65536
local told, told_length = {}, 0
local alike, alike_count, alike_who, alike_tail = {}, 0, nil, nil

local function end_line()
  if alike_count == 0 then return end
  local line = table.concat(alike, ',', 1, alike_count) .. ' ' .. alike_who .. alike_tail
  told[#told + 1] = line
  told_length = told_length + #line
  alike_count = 0
end

local function tell()
  end_line()
  if #told == 0 then return end
  redis.call('XADD', EVENTS, '*', 'events', table.concat(told, '\n'))
  told, told_length = {}, 0
end

-- `who`: tenant, type and queue; `tail`: all that stands behind them in the line, the blank before it included.
local function say(id, who, tail)
  if tail ~= alike_tail or who ~= alike_who then
    end_line()
    alike_who, alike_tail = who, tail
    if told_length > LINES_AT_MOST then tell() end
  end
  alike_count = alike_count + 1
  alike[alike_count] = id
end

-- A line break in JSON is but a space, and one here would make two events of one, which nobody could read.
local function on_one_line(data)
  return string.find(data, '\n', 1, true) and string.gsub(data, '\n', ' ') or data
end

-- What has become of a job, as it stands when this is called.
local function emit(id, job, kind, fence, data)
  say(id, job.who, ' ' .. kind .. ' ' .. job.state .. ' ' .. text(job.version) .. ' ' .. text(job.attempt)
    .. ' ' .. (fence or '') .. ' ' .. on_one_line(data))
end

-- When a job that waits in a list became pending; nil where there is no record.
local function queued_at(id)
  local job = load(id)
  return job and job.queued_at
end

local ID_LENGTH = 36

-- Is a list entry a job's id? Anything else was pushed by a client itself, and 36 bytes of JSON are easily written.
local function is_id(entry)
  return #entry == ID_LENGTH and string.find(entry, '^%x+%-%x+%-%x+%-%x+%-%x+$') ~= nil
end

local function is_paused(queue, tenant)
  return redis.call('SISMEMBER', PAUSED, queue .. ':' .. tenant) == 1
end

-- Puts a non-empty list into an index: at the end of the round that is being served, so that a tenant that comes and
-- goes gets its share and no more.
local function enter(index, list, priority)
  local clock = tonumber(redis.call('HGET', clock_key(index), priority)) or 0
  redis.call('ZADD', index, 'NX', (10 - priority) * BAND + clock + UNIT, list)
end

local function ring_at(bell)
  if redis.call('LLEN', bell) == 0 then redis.call('RPUSH', bell, '1') end
end

local function ring(queue) ring_at(bell_key(queue)) end

-- Wakes the promoter when what was just entered falls due first of all: it sleeps until the time that it saw last.
local function wake_for(id)
  if redis.call('ZRANGE', SCHEDULED, 0, 0)[1] == id then ring_at(wake_key('promoter')) end
end

local function schedule(id, run_at)
  redis.call('ZADD', SCHEDULED, run_at, id)
  wake_for(id)
end

-- A suspect (its worker died twice) waits apart from the lists, however often and by whatever way it becomes pending.
local function suspect(id, job)
  redis.call('ZADD', solo_key(job.queue), 'NX', job.queued_at or now_ms(), id)
end

-- Lists are in the order of `queued_at`. What was taken before goes to the head, behind those taken back before it that
-- are older; looked for among the first 50, for each look is a call.
local function put_back(id, job, list)
  local older = nil
  for place = 0, 49 do
    local other = redis.call('LINDEX', list, place)
    local since = other and is_id(other) and queued_at(other)
    if not since or since > job.queued_at or (since == job.queued_at and other > id) then break end
    older = other
  end
  if older then return redis.call('LINSERT', list, 'AFTER', older, id) end
  return redis.call('LPUSH', list, id)
end

-- A pending job's hint; `at_head` for work that was taken before and keeps its older time.
local function push(id, job, at_head)
  if job.crash_count >= SOLO_AFTER then return suspect(id, job) end
  local list = pending_key(job.queue, job.priority, job.tenant)
  local length = at_head and job.queued_at and put_back(id, job, list) or redis.call('RPUSH', list, id)
  if length == 1 and not is_paused(job.queue, job.tenant) then
    enter(ready_key(job.queue), list, job.priority)
  end
end

-- The end of a claim: whoever held the job holds it no more.
local function let_go(id, job)
  redis.call('ZREM', LEASES, id)
  if job.worker then redis.call('HDEL', held_key(job.worker), id) end
end

-- A pending job ends without having been met: where it waits aside nobody may ever come by, as long as its type is unknown.
local function unpark(id, job)
  local line, index = parked_key(job.queue, job.type, job.priority, job.tenant), ready_parked_key(job.queue, job.type)
  if redis.call('ZREM', line, id) == 0 or redis.call('EXISTS', line) == 1 then return end
  redis.call('ZREM', index, line)
  -- A paused line is in no index, and comes back by its type.
  if redis.call('EXISTS', index, PAUSED) == 0 then redis.call('SREM', parked_types_key(job.queue), job.type) end
end

-- May this caller, showing this fence, end the attempt? Nil when it may; else the word that says why not.
local function refused(job, fence)
  if not job then return 'missing' end
  if job.fence ~= fence then return 'lost' end
  if job.state ~= 'running' then return 'repeated' end
  return nil
end

local function expire_record(id, body, ms)
  redis.call('PEXPIRE', job_key(id), ms)
  if has_apart(body) then redis.call('PEXPIRE', apart_key(id), ms) end
end

-- Finished records stay for `ttl_ms`, or for their own time, as tombstones (a late repeat must find them); they are not
-- deleted before. 0: until the mirror has them (settle).
local function expire(id, job, ttl_ms)
  if ttl_ms > 0 then expire_record(id, job.body, job.ttl_seconds and job.ttl_seconds * 1000 or ttl_ms) end
end

-- What is left of a body of this shape; nil where values of it lie apart.
local GONE = { payload = true, tags = true, result = true }
local remains = once_for_each(function(shape)
  local left, places = {}, {}
  for name, length in string.gmatch(shape, '(%S+) (%S+)') do
    if length == APART then return nil end
    if not GONE[name] then
      left[#left + 1] = name .. ' ' .. length
      places[#places + 1] = layout[shape][name]
    end
  end
  return { shape = table.concat(left, ' ') .. '\n', places = places }
end)

local function without_work(id, body)
  local shape, values = cut(body)
  local left = remains[shape]
  if not left then
    local job = { body = body }
    enter_values(id, job, { payload = false, result = false, tags = false })
    return job.body
  end
  local kept = {}
  for i, place in ipairs(left.places) do kept[i] = string.sub(values, place[1], place[2]) end
  return left.shape .. table.concat(kept)
end

-- What stays of a finished job for late repeats to meet, for `ms`.
local function entomb(id, record, ms)
  local lines, rest = split(record)
  local times, body = cut(rest)
  body = without_work(id, body)
  redis.call('SET', job_key(id), lines .. times .. '\n' .. body, 'PX', ms)
  if has_apart(body) then redis.call('PEXPIRE', apart_key(id), ms) end
end

-- As `expire` for what ended at once: an entry for them all costs a tenth of a time to live on each record. It names the
-- time of their end, and whoever drops them looks whether a record is still of that end: an id may have been used again.
local function expire_together(ids, ended_at, ttl_ms)
  if #ids > 0 then redis.call('ZADD', ENDED, ended_at + ttl_ms, ended_at .. ' ' .. table.concat(ids, ' ')) end
end

-- Drops what ended together, at most `most` times, once its time is over; answers how many times it did.
local function drop_expired(most)
  local entries = redis.call('ZRANGEBYSCORE', ENDED, '-inf', now_ms(), 'LIMIT', 0, most)
  for _, entry in ipairs(entries) do
    local ended_at, ids = string.match(entry, '^(%S+) (.*)$')
    local page, keys, over = {}, {}, {}
    for id in string.gmatch(ids, '%S+') do
      page[#page + 1] = id
      keys[#keys + 1] = job_key(id)
    end
    for i, record in ipairs(redis.call('MGET', unpack(keys))) do
      if record and string.match(record, '^completed %S+ %S+ (%S+)') == ended_at then
        over[#over + 1] = keys[i]
        if lies_apart(select(2, split(record))) then over[#over + 1] = apart_key(page[i]) end
      end
    end
    if #over > 0 then redis.call('UNLINK', unpack(over)) end
    redis.call('ZREM', ENDED, entry)
  end
  return #entries
end

local function has_ended(state) return state == 'completed' or state == 'dead' or state == 'cancelled' end

local function finish(id, job, state, error, data)
  job.state, job.version, job.finished_at, job.deadline, job.cancel = state, job.version + 1, now_ms(), nil, false
  save(id, job, { error = error, progress = false })
  emit(id, job, state, job.fence, data)
end

local function end_cancelled(id, job, error, data, ttl_ms)
  finish(id, job, 'cancelled', error, data)
  expire(id, job, ttl_ms)
  return 'cancelled'
end

-- Into the dead-letter queue, which nothing leaves but by a person's act or the job's own time to live.
local function bury(id, job, error, data, ttl_ms)
  finish(id, job, 'dead', error, data)
  redis.call('LPUSH', DEAD, id)
  if job.ttl_seconds then expire(id, job, ttl_ms) end
  return 'dead'
end

-- Pending again, as if it had not been claimed; `error`: why, where there is something to say.
local function unclaim(id, job, error)
  job.state, job.version = 'pending', job.version + 1
  job.fence, job.worker, job.deadline = nil, nil, nil
  save(id, job, { error = error, progress = false })
end

-- Lengthens the leases of what a runner holds (`held`: ids and fences); answers id, word for what needs attention.
local function extended(runner, held, now, lease_ms, grace_ms)
  local answers, expiries = {}, {}
  -- Lua hands a call a few thousand values at most.
  local function lengthen()
    if #expiries > 0 then redis.call('ZADD', LEASES, unpack(expiries)) end
    expiries = {}
  end
  for i = 1, #held, 2 do
    local id, fence = held[i], held[i + 1]
    local job, word = load(id), nil
    if refused(job, fence) then
      word = 'lost'
      redis.call('HDEL', held_key(runner), id)
    elseif job.deadline and now > job.deadline + grace_ms then
      word = 'overdue'
    else
      expiries[#expiries + 1] = now + lease_ms; expiries[#expiries + 1] = id
      if #expiries >= 400 then lengthen() end
      if job.cancel then word = 'cancel' end
    end
    if word then answers[#answers + 1] = id; answers[#answers + 1] = word end
  end
  lengthen()
  return answers
end

-- What a worker says of itself stays for `ttl_ms`, and its id on the list for `kept_ms` at most.
local function keep_worker(worker, record, ttl_ms, now, kept_ms)
  redis.call('SET', worker_key(worker), record, 'PX', ttl_ms)
  redis.call('ZADD', WORKERS, now, worker)
  redis.call('ZREMRANGEBYSCORE', WORKERS, '-inf', now - kept_ms)
end

-- Takes or keeps a lock for `ms` (0: for ever); answers who holds it now.
local function take_hold(name, owner, ms)
  local lock = lock_key(name)
  local holder = redis.call('GET', lock)
  if not holder then
    redis.call('SET', lock, owner)
    holder = owner
  end
  if holder == owner and ms > 0 then redis.call('PEXPIRE', lock, ms) end
  return holder
end
