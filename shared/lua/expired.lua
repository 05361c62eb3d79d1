#!lua flags=allow-oom
-- expired: which leases have run out. Entries of jobs that no longer run are dropped on the way.
-- KEYS 1: the namespace. ARGV 1: at most how many to look at (200 at most).
-- Answer: { ms until the next lease ends (-1: nothing is leased; 0: there may be more) }, then the ids of the jobs.
local now, most = now_ms(), math.min(200, tonumber(ARGV[1]))
local ended = redis.call('ZRANGEBYSCORE', LEASES, '-inf', now, 'LIMIT', 0, most)
local answers = { -1 }
for _, id in ipairs(ended) do
  local job = load(id)
  if job and job.state == 'running' then answers[#answers + 1] = id else redis.call('ZREM', LEASES, id) end
end
if #ended == most then
  answers[1] = 0
else
  local first = redis.call('ZRANGEBYSCORE', LEASES, '(' .. text(now), '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
  if first[2] then answers[1] = math.floor(tonumber(first[2]) - now) end
end
return answers
