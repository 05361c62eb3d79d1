#!lua flags=allow-oom
-- pause: stop or resume handing out the jobs of a tenant's queue.
-- KEYS 1: the namespace. ARGV 1: queue; 2: tenant; 3: '1' pauses, '0' resumes.
-- Answer: 1 when that changed something.
local queue, tenant = ARGV[1], ARGV[2]
if ARGV[3] == '1' then
  local changed = redis.call('SADD', PAUSED, queue .. ':' .. tenant)
  for priority = 1, 10 do redis.call('ZREM', ready_key(queue), pending_key(queue, priority, tenant)) end
  return changed
end
local changed = redis.call('SREM', PAUSED, queue .. ':' .. tenant)
local function bring_back(index, list, priority)
  if redis.call('EXISTS', list) == 1 then enter(index, list, priority) end
end

local kinds = redis.call('SMEMBERS', parked_types_key(queue))
for priority = 1, 10 do
  bring_back(ready_key(queue), pending_key(queue, priority, tenant), priority)
  for _, kind in ipairs(kinds) do
    bring_back(ready_parked_key(queue, kind), parked_key(queue, kind, priority, tenant), priority)
  end
end
ring(queue)
return changed
