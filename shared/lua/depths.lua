#!lua flags=allow-oom
-- depths: how many jobs wait in a queue, a page of lists at a time.
-- KEYS 1: the namespace. ARGV 1: queue; 2: first list of the page (200 lists a page).
-- Answer: { jobs, `queued_at` of the oldest head (0: none), first list of the next page (-1: that was all) }.
local queue, first = ARGV[1], tonumber(ARGV[2])
local jobs, oldest = 0, 0

local function note(since)
  if since > 0 and (oldest == 0 or since < oldest) then oldest = since end
end

local function count(list)
  jobs = jobs + redis.call('LLEN', list)
  local head = redis.call('LINDEX', list, 0)
  note(head and is_id(head) and queued_at(head) or 0)
end

local function count_parked(line)
  jobs = jobs + redis.call('ZCARD', line)
  note(math.floor(tonumber(redis.call('ZRANGE', line, 0, 0, 'WITHSCORES')[2] or 0)))
end

-- What waits outside the index: suspects, types that no runner knew, and what is paused.
local function count_the_rest()
  jobs = jobs + redis.call('ZCARD', solo_key(queue))
  for _, kind in ipairs(redis.call('SMEMBERS', parked_types_key(queue))) do
    for _, list in ipairs(redis.call('ZRANGE', ready_parked_key(queue, kind), 0, 199)) do count_parked(list) end
  end
  for _, pair in ipairs(redis.call('SMEMBERS', PAUSED)) do
    local paused, tenant = string.match(pair, '^(.*):(.*)$')
    if paused == queue then
      for priority = 1, 10 do count(pending_key(queue, priority, tenant)) end
    end
  end
end

local lists = redis.call('ZRANGE', ready_key(queue), first, first + 199)
for _, list in ipairs(lists) do count(list) end
if first == 0 then count_the_rest() end
return { jobs, oldest, #lists == 200 and first + 200 or -1 }
