#!lua flags=allow-oom
-- extend: lengthen every lease that a runner holds, in one call.
-- KEYS 1: the namespace. ARGV 1: runner; 2: lease in ms; 3: ms past its deadline after which a job is extended no more.
-- Answer: a flat list id, word, for those that need attention: 'cancel' (a person asked it to stop; extended),
--   'overdue' (not extended: its time is up), 'lost' (it is another's, or over).
local runner, lease_ms, grace_ms = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local now = now_ms()
local answers, expiries = {}, {}

-- Lua hands a call a few thousand values at most.
local function lengthen()
  if #expiries > 0 then redis.call('ZADD', LEASES, unpack(expiries)) end
  expiries = {}
end

local held = redis.call('HGETALL', held_key(runner))
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
