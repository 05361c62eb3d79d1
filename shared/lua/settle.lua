#!lua flags=allow-oom
-- settle: Postgres holds these final states; Redis adopts them and may forget the jobs. Dead letters stay.
-- KEYS 1: the namespace. ARGV 1: ms that the tombstones stay; then per job: id, final state, version in Postgres.
-- Answer: how many records said something else.
local ttl_ms = tonumber(ARGV[1])
local corrected = 0
for i = 2, #ARGV, 3 do
  local id, final, version = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2])
  local job = load(id)
  if job then
    if job.state ~= final then
      corrected = corrected + 1
      let_go(id, job)
      redis.call('ZREM', SCHEDULED, id)
      if final == 'dead' then redis.call('LPUSH', DEAD, id) elseif job.state == 'dead' then redis.call('LREM', DEAD, 1, id) end
      job.state, job.version = final, math.max(job.version, version) + 1
      save(id, job)
    end
    if final ~= 'dead' then
      redis.call('HDEL', job_key(id), 'payload', 'result', 'tags')
      redis.call('PEXPIRE', job_key(id), ttl_ms)
    end
  end
end
return corrected
