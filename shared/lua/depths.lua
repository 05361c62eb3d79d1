#!lua flags=allow-oom
-- depths: how many jobs wait in a queue's lists, a page of lists at a time.
-- KEYS 1: the namespace. ARGV 1: queue; 2: first list of the page (200 lists a page).
-- Answer: { jobs, `queued_at` of the oldest head (0: none), first list of the next page (-1: that was all) }.
local queue, first = ARGV[1], tonumber(ARGV[2])
local jobs, oldest = 0, 0
local lists = redis.call('ZRANGE', ready_key(queue), first, first + 199)
for _, list in ipairs(lists) do
  jobs = jobs + redis.call('LLEN', list)
  local head = redis.call('LINDEX', list, 0)
  local since = head and is_id(head) and tonumber(read(head, 'queued_at')[1]) or 0
  if since > 0 and (oldest == 0 or since < oldest) then oldest = since end
end
return { jobs, oldest, #lists == 200 and first + 200 or -1 }
