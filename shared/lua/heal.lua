#!lua flags=allow-oom
-- heal: look at records, and add the lease, schedule or list entry that one lacks. Never creates a record.
-- KEYS 1: the namespace. ARGV 1: lease in ms given to a running job that has none; 2: '1' to give every pending job an
--   entry at the head again (a hole in the middle of a list cannot be seen; what is entered twice is dropped when it is
--   met the second time); then ids in any order.
-- Answer: per job { state or 'missing', version, '1' when something was added, '1' when the record will expire }.
local lease_ms, again = tonumber(ARGV[1]), ARGV[2] == '1'
local now = now_ms()
local answers, rung, lines = {}, {}, {}
local before, after = {}, {}

-- How many entries of one millisecond are searched; beyond, a job counts as lost, and a second entry does no harm.
local TIES = 1000

-- The `queued_at` of the entry at one end of a list, stale entries there dropped; nil when the list is empty. What a
-- client pushed itself has no time, and `unknown` stands for it.
local function end_time(list, place, pop, unknown)
  for _ = 1, 50 do
    local id = redis.call('LINDEX', list, place)
    if not id then return nil end
    if not is_id(id) then return unknown end
    local job = load(id)
    if job and job.state == 'pending' then return job.queued_at or 0 end
    redis.call(pop, list)
  end
  return unknown
end

-- A list as it stands at the start, and its entry in the index, which is added when it lacks.
local function line(list, index, job)
  if lines[list] then return lines[list] end
  local head = end_time(list, 0, 'LPOP', 0)
  lines[list] = { head = head, tail = head and end_time(list, -1, 'RPOP', math.huge) }
  if head and not redis.call('ZSCORE', index, list) and not is_paused(job.queue, job.tenant) then
    enter(index, list, job.priority)
    rung[job.queue] = true
  end
  return lines[list]
end

-- Lists are in the order of `queued_at`: what is older than the head or newer than the tail has lost its entry, and so
-- has what is as old as one of them and is not found there. Answers 'before', 'after' or, when nothing is lost, nil. After
-- a clock went back lists are not in order until it has caught up, and nothing is known of them.
local function missing_from(list, index, id, job)
  local ends = line(list, index, job)
  if ends.head and (job.queued_at > now or ends.head > now or ends.tail > now and ends.tail < math.huge) then return nil end
  if not ends.head or job.queued_at > ends.tail then return 'after' end
  if job.queued_at < ends.head then return 'before' end
  if job.queued_at == ends.tail then
    return not redis.call('LPOS', list, id, 'RANK', -1, 'MAXLEN', TIES) and 'after' or nil
  end
  return job.queued_at == ends.head and not redis.call('LPOS', list, id, 'MAXLEN', TIES) and 'before' or nil
end

-- Does it wait aside, as of a type that a runner did not know? Then the way to its line is mended, too.
local function is_parked(id, job)
  local line, index = parked_key(job.queue, job.type, job.priority, job.tenant), ready_parked_key(job.queue, job.type)
  if not redis.call('ZSCORE', line, id) then return false end
  if not redis.call('ZSCORE', index, line) and not is_paused(job.queue, job.tenant) then
    enter(index, line, job.priority)
    rung[job.queue] = true
  end
  redis.call('SADD', parked_types_key(job.queue), job.type)
  return true
end

local function mend_pending(id, job)
  job.id, job.queued_at = id, job.queued_at or 0
  local where = 'after'
  if job.crash_count >= SOLO_AFTER then
    if redis.call('ZSCORE', solo_key(job.queue), id) then return false end
  else
    where = missing_from(pending_key(job.queue, job.priority, job.tenant), ready_key(job.queue), id, job)
    local lost = where ~= nil and not is_parked(id, job)
    if again then
      before[#before + 1] = job
      return lost
    end
    if not lost then return false end
  end
  local lost = where == 'before' and before or after
  lost[#lost + 1] = job
  return true
end

local function mended(id, job)
  if job.state == 'running' then
    return redis.call('ZADD', LEASES, 'NX', now + lease_ms, id) == 1
  elseif job.state == 'scheduled' or job.state == 'failed' then
    local added = redis.call('ZADD', SCHEDULED, 'NX', job.run_at or now, id) == 1
    if added then wake_for(id) end
    return added
  end
  return job.state == 'pending' and mend_pending(id, job)
end

local function look(id)
  local job = load(id)
  if not job then return { 'missing', 0, '0', '0' } end
  local expires = redis.call('PTTL', job_key(id)) >= 0
  return { job.state, job.version, mended(id, job) and '1' or '0', expires and '1' or '0' }
end

local function oldest_first(one, other)
  if one.queued_at ~= other.queued_at then return one.queued_at < other.queued_at end
  return one.id < other.id
end

for i = 3, #ARGV do answers[#answers + 1] = look(ARGV[i]) end
table.sort(before, oldest_first)
table.sort(after, oldest_first)
for i = #before, 1, -1 do
  push(before[i].id, before[i], true)
  rung[before[i].queue] = true
end
for _, job in ipairs(after) do
  push(job.id, job, false)
  rung[job.queue] = true
end
for queue in pairs(rung) do ring(queue) end
return answers
