#!lua flags=allow-oom
-- cancel: a waiting job ends here; a running one is asked to stop. Its entry in a list is left, and dropped when met.
-- KEYS 1: the namespace. ARGV 1: id; 2: ms that finished records stay (0: until the mirror has them).
-- Answer: { 'cancelled' | 'requested' | the final state it was in | 'missing', version }.
local id, ttl_ms = ARGV[1], tonumber(ARGV[2])
local job = load(id)
if not job then return { 'missing', 0 } end
if job.state == 'running' then
  if not job.cancel then
    job.cancel = true
    save(id, job)
    redis.call('RPUSH', control_key(job.worker), id)
    redis.call('PEXPIRE', control_key(job.worker), 60000)
  end
  return { 'requested', job.version }
end
if has_ended(job.state) then return { job.state, job.version } end
redis.call('ZREM', SCHEDULED, id)
if job.state == 'pending' then unpark(id, job) end
return { end_cancelled(id, job, 'cancelled before it ran', '', ttl_ms), job.version }
