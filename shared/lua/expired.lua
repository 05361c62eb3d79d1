#!lua flags=allow-oom
-- expired: which leases have run out. Entries of jobs that no longer run are dropped on the way.
-- KEYS 1: the namespace. ARGV 1: at most how many (200 at most).
-- Answer: { ms until the next lease ends (-1: nothing is leased) }, then per job { id, its record as a flat list }.
local now = now_ms()
local answers = { -1 }
for _, id in ipairs(redis.call('ZRANGEBYSCORE', LEASES, '-inf', now, 'LIMIT', 0, math.min(200, tonumber(ARGV[1])))) do
  local job = load(id)
  if job and job.state == 'running' then
    answers[#answers + 1] = { id, redis.call('HGETALL', job_key(id)) }
  else
    redis.call('ZREM', LEASES, id)
  end
end
local first = redis.call('ZRANGEBYSCORE', LEASES, '(' .. text(now), '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
if first[2] then answers[1] = math.floor(tonumber(first[2]) - now) end
return answers
