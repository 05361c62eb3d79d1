-- What the reconciler compares with Redis.

-- name: open_jobs
-- A page of jobs that the queue still owes an end, the newest first.
SELECT seq, id, status, version FROM jobs
WHERE seq > %(after)s AND seq < %(before)s AND status IN ('scheduled', 'pending', 'running', 'failed')
  AND created_at < clock_timestamp() - %(grace)s * interval '1 second'
ORDER BY seq DESC LIMIT %(limit)s

-- name: dead_jobs
SELECT seq, id, status, version FROM jobs
WHERE seq > %(after)s AND status = 'dead' AND requeued_as IS NULL
ORDER BY seq LIMIT %(limit)s

-- name: newest_seq
-- By the index of open jobs; 0 when there is none.
SELECT coalesce((
    SELECT seq FROM jobs
    WHERE status IN ('scheduled', 'pending', 'running', 'failed')
      AND created_at < clock_timestamp() - %(grace)s * interval '1 second'
    ORDER BY seq DESC LIMIT 1), 0)

-- name: states_of
SELECT id, status, version, requeued_as, (extract(epoch FROM created_at) * 1000)::bigint FROM jobs
WHERE id = ANY(%(ids)s::uuid[])

-- name: paused
SELECT queue, tenant FROM paused_queues
