#!lua
-- enqueue: give jobs their records and put them in line. Repeatable: a job that has a record keeps it, unless that is what
--   is left of one that was deleted: ids follow from keys, so another may come under its id.
-- KEYS 1: the namespace.
-- ARGV 1: longest events stream allowed (0: any); 2: 1 when jobs have rows. Then per job: id, delay in ms (0: none), the
--   intake entry it comes from ('' when none), the three lines of its record and its body, the number of further words, and
--   these: names of values that lie apart, and values.
-- Answer: per job the word 'created', or the state of the job that was there; or the error 'FULL ...'.
local limit, have_rows = tonumber(ARGV[1]), ARGV[2] == '1'
if limit > 0 and redis.call('XLEN', EVENTS) >= limit then
  return redis.error_reply('FULL the events stream holds ' .. limit .. ' entries that the mirror has not read')
end

local now = now_ms()
local answers, rung, queues = {}, {}, {}
local lines, ids_of = {}, {} -- pending lists in the order in which they are met here, and what goes to the tail of each

local function stand_in_line(id, spec)
  local list = pending_key(spec.queue, spec.priority, spec.tenant)
  if not ids_of[list] then
    ids_of[list] = {}
    lines[#lines + 1] = { list = list, spec = spec }
  end
  local ids = ids_of[list]
  ids[#ids + 1] = id
end

-- As `push` does for one: a list that was empty enters the index.
local function push_all()
  for _, line in ipairs(lines) do
    local ids, spec = ids_of[line.list], line.spec
    if redis.call('RPUSH', line.list, unpack(ids)) == #ids and not is_paused(spec.queue, spec.tenant) then
      enter(ready_key(spec.queue), line.list, spec.priority)
    end
  end
end

local PENDING = '^pending (%S+) %S+ %S+ (%S+) %S+ %S+ %S+ %S+ (%S+)$'

-- What there is to say of a pending state.
local pending = once_for_each(function(state)
  local version, attempt, crash_count = string.match(state, PENDING)
  return { told = ' enqueued pending ' .. version .. ' ' .. attempt .. '  ', is_suspect = tonumber(crash_count) >= SOLO_AFTER }
end)

-- The times of a pending job, with those that only this clock may give.
local times_now = once_for_each(function(times)
  local run_at, created_at = string.match(times, '^%S+ (%S+) (%S+)$')
  return text(now) .. ' ' .. run_at .. ' ' .. (created_at == '-' and text(now) or created_at)
end)

local written = {}
local function enqueue_pending(id, state, spec_line, times, body)
  local known, spec = pending[state], understood[spec_line]
  local record = state .. '\n' .. spec_line .. '\n' .. times_now[times] .. '\n' .. body
  written[#written + 1] = job_key(id); written[#written + 1] = record
  if known.is_suspect then suspect(id, spec) else stand_in_line(id, spec) end
  rung[spec.queue], queues[spec.queue] = true, true
  say(id, spec.who, known.told)
  return record
end

-- What waits for its time, and what a repair restores.
local function enqueue_other(id, state, spec_line, times, body, delay)
  local job, said = stands(state, spec_line, times), ''
  job.spec_line, job.body = spec_line, body
  job.created_at = job.created_at or now
  if job.state == 'scheduled' or job.state == 'failed' then
    job.run_at = delay > 0 and now + delay or job.run_at or now
    schedule(id, job.run_at)
  elseif job.state == 'dead' then
    redis.call('LPUSH', DEAD, id)
    said = value_of(body, 'error') or redis.call('HGET', apart_key(id), 'error') or ''
  end
  queues[job.queue] = true
  emit(id, job, 'enqueued', '', said)
  return save(id, job)
end

-- Is this what was left of a job that is gone from the tables, and not of this one? The time in the row tells them apart.
local function is_left_over(record, times)
  if not have_rows then return false end
  local created_at = string.match(times, '(%S+)$')
  local job = job_of(record)
  return has_ended(job.state) and created_at ~= '-' and created_at ~= text(job.created_at)
end

local function clear(id, record)
  if string.match(record, '^dead ') then redis.call('LREM', DEAD, 0, id) end
  redis.call('DEL', job_key(id), apart_key(id))
end

local ids, keys, at = {}, {}, 3
while ARGV[at] do
  ids[#ids + 1], keys[#keys + 1] = ARGV[at], job_key(ARGV[at])
  at = at + 8 + tonumber(ARGV[at + 7])
end
-- Mostly none has a record, and one call says so.
local records = redis.call('EXISTS', unpack(keys)) > 0 and records_of(ids) or {}

at = 3
for _, id in ipairs(ids) do
  local delay, entry, state, spec_line, times, body, count = unpack(ARGV, at + 1, at + 7)
  local first, last = at + 8, at + 7 + count
  if entry ~= '' then redis.call('HDEL', INTAKE, entry) end
  if records[id] and is_left_over(records[id], times) then
    clear(id, records[id])
    records[id] = nil
  end
  if records[id] then
    answers[#answers + 1] = string.match(records[id], '^%S+')
  else
    if last > first then redis.call('HSET', apart_key(id), unpack(ARGV, first, last)) end
    if string.sub(state, 1, 8) == 'pending ' then
      records[id] = enqueue_pending(id, state, spec_line, times, body)
    else
      records[id] = enqueue_other(id, state, spec_line, times, body, tonumber(delay))
    end
    answers[#answers + 1] = 'created'
  end
  at = last + 1
end
if #written > 0 then redis.call('MSET', unpack(written)) end
push_all()
for queue in pairs(queues) do
  -- A queue's first job: who serves every queue listens to the default one, and then asks for the names.
  if redis.call('SADD', QUEUES, queue) == 1 then rung[DEFAULT_QUEUE] = true end
end
for queue in pairs(rung) do ring(queue) end
return answers
