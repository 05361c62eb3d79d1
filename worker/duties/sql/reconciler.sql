-- What the reconciler compares with Redis.

-- name: open_jobs
-- A page of jobs that the queue still owes an end, in the order of their acceptance.
SELECT seq, id, status, version FROM jobs
WHERE seq > %(after)s AND status IN ('scheduled', 'pending', 'running', 'failed')
  AND created_at < clock_timestamp() - %(grace)s * interval '1 second'
ORDER BY seq LIMIT %(limit)s

-- name: dead_jobs
SELECT seq, id, status, version FROM jobs
WHERE seq > %(after)s AND status = 'dead' AND requeued_as IS NULL
ORDER BY seq LIMIT %(limit)s

-- name: newest_seq
SELECT coalesce(max(seq), 0) FROM jobs WHERE created_at < clock_timestamp() - %(grace)s * interval '1 second'

-- name: states_of
SELECT id, status, version, requeued_as FROM jobs WHERE id = ANY(%(ids)s::uuid[])

-- name: paused
SELECT queue, tenant FROM paused_queues
