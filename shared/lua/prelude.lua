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

-- Fields of a record, with the defaults that records leave out. Names come as in shared/job.py.
local function read(id, ...)
  return redis.call('HMGET', job_key(id), ...)
end

-- What happened, a line each: words, then the data (shared/events.py reads them). One entry of the stream takes the
-- lines of a whole run, as an XADD for each would cost more than the move itself; it is cut where it grows large.
local LINES_AT_MOST = 65536
local told, told_length = {}, 0

local function tell()
  if #told == 0 then return end
  redis.call('XADD', EVENTS, '*', 'events', table.concat(told, '\n'))
  told, told_length = {}, 0
end

local function emit(id, job, kind, state, version, attempt, fence, data)
  -- A line break in JSON is but a space, and one here would make two events of one, which nobody could read.
  local line = table.concat({ id, job.tenant, job.type, job.queue, kind, state, version, attempt,
    fence or '', (string.gsub(data or '', '\n', ' ')) }, ' ')
  told[#told + 1] = line
  told_length = told_length + #line
  if told_length > LINES_AT_MOST then tell() end
end

-- One call per record serves every move: what it needs to judge, to queue and to tell.
local function load(id)
  local f = read(id, 'state', 'type', 'tenant', 'queue', 'priority', 'version', 'attempt', 'fence', 'worker',
    'cancel', 'crash_count', 'run_at', 'queued_at', 'ttl_seconds')
  if not f[1] then return nil end
  return {
    state = f[1], type = f[2] or '', tenant = f[3] or DEFAULT_TENANT, queue = f[4] or DEFAULT_QUEUE,
    priority = tonumber(f[5]) or DEFAULT_PRIORITY, version = tonumber(f[6]) or 1, attempt = tonumber(f[7]) or 0,
    fence = f[8], worker = f[9], cancel = f[10] == '1', crash_count = tonumber(f[11]) or 0,
    run_at = tonumber(f[12]), queued_at = tonumber(f[13]), ttl_seconds = tonumber(f[14]),
  }
end

-- Is a list entry a job's id? Anything else was pushed by a client itself, and 36 bytes of JSON are easily written.
local function is_id(entry)
  return #entry == 36 and string.find(entry, '^%x+%-%x+%-%x+%-%x+%-%x+$') ~= nil
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

local function ring(queue)
  if redis.call('LLEN', bell_key(queue)) == 0 then redis.call('RPUSH', bell_key(queue), '1') end
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
    local since = other and is_id(other) and tonumber(read(other, 'queued_at')[1])
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

-- May this caller, showing this fence, end the attempt? Nil when it may; else the word that says why not.
local function refused(job, fence)
  if not job then return 'missing' end
  if job.fence ~= fence then return 'lost' end
  if job.state ~= 'running' then return 'repeated' end
  return nil
end

-- Finished records stay for `ttl_ms`, or for their own time, as tombstones (a late repeat must find them); they are
-- never deleted. 0: until the mirror has them (settle).
local function expire(id, job, ttl_ms)
  if ttl_ms > 0 then redis.call('PEXPIRE', job_key(id), job.ttl_seconds and job.ttl_seconds * 1000 or ttl_ms) end
end

local function finish(id, job, state, error, data)
  local version = job.version + 1
  redis.call('HSET', job_key(id), 'state', state, 'version', version, 'finished_at', now_ms(), 'error', error)
  redis.call('HDEL', job_key(id), 'deadline', 'cancel', 'progress')
  emit(id, job, state, state, version, job.attempt, job.fence, data)
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
