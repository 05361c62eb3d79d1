#!lua flags=allow-oom
-- beat: a worker says that it lives. One call lengthens the leases of its runners, keeps its record and its hold on the
--   duties, and rings where work lies of which nobody was told: a client pushed it itself, or who heard of it died. It is
--   the one net under all bells and wakes, so it must come every two seconds, and whoever waits at one may wait long.
-- KEYS 1: the namespace.
-- ARGV 1: worker; 2: its record; 3: ms until that is gone; 4: ms after which its id is off the list at the latest; 5: ms
--   for which the duties are held; 6: lease in ms; 7: ms past its deadline after which a job is extended no more;
--   8: number of queues that it serves (-1: all); the queues; then its runners.
-- Answer: { '1' when the duties are this worker's, then per runner as `extend` answers }. Of runners that hold much not
--   all are answered; the others are to be extended by themselves.
local worker, kept_ms = ARGV[1], tonumber(ARGV[4])
local now, lease_ms, grace_ms = now_ms(), tonumber(ARGV[6]), tonumber(ARGV[7])
local budget = 200 -- jobs looked at

local function overdue(set)
  local first = redis.call('ZRANGE', set, 0, 0, 'WITHSCORES')[2]
  return first ~= nil and tonumber(first) < now
end

-- The list that clients may push to is looked at itself, as it is in no index then. Answers whether anything waits there.
local function ring_for_the_unheard(queue)
  local list = pending_key(queue, DEFAULT_PRIORITY, DEFAULT_TENANT)
  local waits = redis.call('EXISTS', list, ready_key(queue), solo_key(queue), parked_types_key(queue)) > 0
  if waits then ring(queue) end
  return waits
end

-- Anybody may name any number of queues. Of so many each beat looks at others, and drops the names of those that stand
-- empty: a job brings its queue's name back.
local MANY = 200
local function ring_everywhere()
  ring_for_the_unheard(DEFAULT_QUEUE)
  local names = redis.call('SRANDMEMBER', QUEUES, MANY)
  for _, queue in ipairs(names) do
    if not ring_for_the_unheard(queue) and #names == MANY then redis.call('SREM', QUEUES, queue) end
  end
end

local count = tonumber(ARGV[8])
if count < 0 then ring_everywhere() end
for i = 9, 8 + count do ring_for_the_unheard(ARGV[i]) end

if redis.call('EXISTS', INTAKE) == 1 then ring_at(wake_key('adopter')) end
if overdue(SCHEDULED) then ring_at(wake_key('promoter')) end
if overdue(LEASES) then ring_at(wake_key('reclaimer')) end

keep_worker(worker, ARGV[2], tonumber(ARGV[3]), now, kept_ms)
local answers = { take_hold('duties', worker, tonumber(ARGV[5])) == worker and '1' or '0' }
for i = 9 + math.max(count, 0), #ARGV do
  local held = redis.call('HGETALL', held_key(ARGV[i]))
  budget = budget - #held / 2
  if budget < 0 and #answers > 1 then break end
  answers[#answers + 1] = extended(ARGV[i], held, now, lease_ms, grace_ms)
end
return answers
