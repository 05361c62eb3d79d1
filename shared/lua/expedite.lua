#!lua
-- expedite: a job that waits for its time (scheduled, or for its next attempt) becomes pending now, as if this were its time.
-- KEYS 1: the namespace. ARGV 1: id. Answer: 'pending', or the state that did not allow it, or 'missing'.
local id = ARGV[1]
local job = load(id)
if not job then return 'missing' end
if job.state ~= 'scheduled' and job.state ~= 'failed' then return job.state end
redis.call('ZREM', SCHEDULED, id)
local now = now_ms()
job.state, job.version, job.queued_at, job.run_at = 'pending', job.version + 1, now, now
save(id, job)
push(id, job, false)
ring(job.queue)
emit(id, job, 'promoted', '', 'now')
return 'pending'
