#!lua flags=allow-oom
-- convert: give jobs whose records are hashes, as before form 3 (shared/redis_check.py), records of today.
-- KEYS 1: the namespace. ARGV: ids. Answer: how many were converted.
local count = 0
for _, id in ipairs(ARGV) do
  if redis.call('TYPE', job_key(id)).ok == 'hash' then
    local fields, of_job = redis.call('HGETALL', job_key(id)), {}
    for i = 1, #fields, 2 do of_job[fields[i]] = fields[i + 1] end
    local ttl_ms = redis.call('PTTL', job_key(id))
    local job = { body = '\n' }
    enter_values(id, job, of_job)
    local state, times = string.match(of_job.state, '^(.*) (%S+ %S+ %S+)$')
    redis.call('SET', job_key(id), table.concat({ state, of_job.spec, times, job.body }, '\n'))
    if ttl_ms >= 0 then expire_record(id, job.body, ttl_ms) end
    count = count + 1
  end
end
return count
