-- Rows of new jobs.

-- name: insert_job
-- `delay` (ms) counts from now by the clock of Postgres; a row that is there already (the same id, or the same
-- idempotency key) is left as it is.
INSERT INTO jobs (id, tenant, type, queue, priority, status, payload, tags, attempt, max_attempts, crash_count, version,
                  timeout_ms, backoff, ttl_seconds, idempotency_key, digest, requeued_from, enqueued_by, error,
                  finished_at, scheduled_at)
VALUES (%(id)s, %(tenant)s, %(type)s, %(queue)s, %(priority)s, %(status)s, %(payload)s, %(tags)s, 0, %(max_attempts)s, 0, 1,
        %(timeout_ms)s, %(backoff)s, %(ttl_seconds)s, %(idempotency_key)s, %(digest)s, %(requeued_from)s,
        %(enqueued_by)s, %(error)s,
        CASE WHEN %(status)s = 'dead' THEN clock_timestamp() END,
        CASE WHEN %(delay_ms)s > 0 THEN clock_timestamp() + %(delay_ms)s * interval '1 millisecond'
             ELSE to_timestamp(%(run_at)s / 1000.0) END)
ON CONFLICT DO NOTHING
RETURNING (extract(epoch FROM created_at) * 1000)::bigint, (extract(epoch FROM scheduled_at) * 1000)::bigint

-- name: insert_jobs
-- The same for several (migration 0010), of which those that are new are answered.
SELECT new_id, created, due
FROM add_jobs(%(id)s, %(tenant)s, %(type)s, %(queue)s, %(priority)s, %(status)s, %(payload)s, %(tags)s, %(max_attempts)s,
              %(timeout_ms)s, %(backoff)s, %(ttl_seconds)s, %(idempotency_key)s, %(digest)s, %(requeued_from)s,
              %(enqueued_by)s, %(error)s, %(delay_ms)s, %(run_at)s)

-- name: jobs_by_ids
SELECT id, type, payload::text, tenant, queue, priority, status, version, attempt, max_attempts, crash_count,
       (extract(epoch FROM created_at) * 1000)::bigint, (extract(epoch FROM scheduled_at) * 1000)::bigint,
       (extract(epoch FROM started_at) * 1000)::bigint, (extract(epoch FROM finished_at) * 1000)::bigint,
       timeout_ms, backoff::text, ttl_seconds, tags::text, worker, progress::text, error, result::text, digest,
       requeued_from, requeued_as, enqueued_by
FROM jobs WHERE id = ANY(%(ids)s::uuid[])

-- name: finish_waiting
-- A cancel that Redis has granted (or cannot remember), made final before it is answered.
UPDATE jobs SET status = 'cancelled', finished_at = clock_timestamp(), version = greatest(version, %(version)s)
WHERE id = %(id)s AND tenant = %(tenant)s AND status IN ('scheduled', 'pending', 'failed', 'running')
RETURNING type, queue, attempt, (extract(epoch FROM finished_at) * 1000)::bigint
