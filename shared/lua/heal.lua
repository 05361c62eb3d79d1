#!lua flags=allow-oom
-- heal: look at records, and add the lease, schedule or list entry that one lacks. Never creates a record.
-- KEYS 1: the namespace. ARGV 1: lease in ms given to a running job that has none; then ids, the oldest first.
-- Answer: per job { state or 'missing', version, '1' when something was added, '1' when the record will expire }.
local lease_ms = tonumber(ARGV[1])
local now = now_ms()
local answers, rung, behind = {}, {}, {}

-- The pending_since of the head of a list, stale heads dropped; nil when the list is empty.
local function head_time(list)
  for _ = 1, 50 do
    local id = redis.call('LINDEX', list, 0)
    if not id then return nil end
    if not is_id(id) then return 0 end
    local f = read(id, 'state', 'queued_at')
    if f[1] == 'pending' then return tonumber(f[2]) or 0 end
    redis.call('LPOP', list)
  end
  return 0
end

-- A list is in order of `queued_at`: a pending job older than its list's head has lost its entry.
local function has_entry(id, job)
  if redis.call('ZSCORE', solo_key(job.queue), id) then return true end
  local list = pending_key(job.queue, job.priority, job.tenant)
  local parked = parked_key(job.queue, job.type, job.priority, job.tenant)
  local head = head_time(list)
  if head and not redis.call('ZSCORE', ready_key(job.queue), list) and not is_paused(job.queue, job.tenant) then
    enter(ready_key(job.queue), list, job.priority)
    rung[job.queue] = true
  end
  local queued_at = job.queued_at or 0
  if head and head <= queued_at then return true end
  local parked_head = head_time(parked)
  if parked_head and not redis.call('ZSCORE', ready_parked_key(job.queue, job.type), parked) then
    enter(ready_parked_key(job.queue, job.type), parked, job.priority)
    redis.call('SADD', parked_types_key(job.queue), job.type)
  end
  return parked_head and parked_head <= queued_at
end

local function mended(id, job)
  if job.state == 'running' then
    return redis.call('ZADD', LEASES, 'NX', now + lease_ms, id) == 1
  elseif job.state == 'scheduled' or job.state == 'failed' then
    return redis.call('ZADD', SCHEDULED, 'NX', job.run_at or now, id) == 1
  elseif job.state == 'pending' and not has_entry(id, job) then
    behind[#behind + 1] = { id, job }
    return true
  end
  return false
end

for i = 2, #ARGV do
  local id = ARGV[i]
  local job = load(id)
  if not job then
    answers[#answers + 1] = { 'missing', 0, '0', '0' }
  else
    local expires = redis.call('PTTL', job_key(id)) >= 0
    answers[#answers + 1] = { job.state, job.version, mended(id, job) and '1' or '0', expires and '1' or '0' }
  end
end
for i = #behind, 1, -1 do
  push(behind[i][1], behind[i][2], true)
  rung[behind[i][2].queue] = true
end
for queue in pairs(rung) do ring(queue) end
return answers
