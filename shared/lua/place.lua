#!lua flags=allow-oom
-- place: where a job stands.
-- KEYS 1: the namespace. ARGV 1: id; 2: how many entries of its line to look at.
-- Answer: nothing when there is no record; else { jobs before it in its line (-1: not among those looked at), length of
--   the line, 1 when that is the line of a type that a runner met without knowing it, jobs of its tenant and queue in
--   lines of higher priority, 1 when the next turn is another line's, 1 when it waits to run alone, ms at which the
--   lease on it ends (0: none) }.
local id, look_at = ARGV[1], ARGV[2]
local job = load(id)
if not job then return {} end

local function lines_of(priority)
  return pending_key(job.queue, priority, job.tenant), parked_key(job.queue, job.type, priority, job.tenant)
end

local line, parked = lines_of(job.priority)
local ahead, index = redis.call('ZRANK', parked, id), ready_parked_key(job.queue, job.type)
local is_parked = ahead and true or false
local length = redis.call('ZCARD', parked)
if is_parked then
  line = parked
else
  ahead, index = redis.call('LPOS', line, id, 'MAXLEN', look_at), ready_key(job.queue)
  length = redis.call('LLEN', line)
end

local urgent = 0
for priority = job.priority + 1, 10 do
  local pending, kept = lines_of(priority)
  urgent = urgent + redis.call('LLEN', pending) + (is_parked and redis.call('ZCARD', kept) or 0)
end

local turn = redis.call('ZRANK', index, line)
local lease = redis.call('ZSCORE', LEASES, id)
return { ahead or -1, length, is_parked and 1 or 0, urgent, turn and turn > 0 and 1 or 0,
  redis.call('ZSCORE', solo_key(job.queue), id) and 1 or 0, tonumber(lease or 0) }
