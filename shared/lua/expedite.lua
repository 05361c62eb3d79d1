#!lua
-- expedite: a job that waits for its time (scheduled, or for its next attempt) becomes pending now.
-- KEYS 1: the namespace. ARGV 1: id. Answer: 'pending', or the state that did not allow it, or 'missing'.
local id = ARGV[1]
local job = load(id)
if not job then return 'missing' end
if job.state ~= 'scheduled' and job.state ~= 'failed' then return job.state end
redis.call('ZREM', SCHEDULED, id)
job.state, job.version, job.queued_at = 'pending', job.version + 1, now_ms()
save(id, job)
push(id, job, false)
ring(job.queue)
emit(id, job, 'promoted', '', '')
return 'pending'
