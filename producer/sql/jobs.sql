-- What the producer reads of jobs and their attempts. Columns come in the order of shared/sql/jobs.sql, `jobs_by_ids`,
-- so that one function reads all of them; the last one is the exact moment for cursors.

-- name: list_jobs
SELECT id, type, payload::text, tenant, queue, priority, status, version, attempt, max_attempts, crash_count,
       (extract(epoch FROM created_at) * 1000)::bigint, (extract(epoch FROM scheduled_at) * 1000)::bigint,
       (extract(epoch FROM started_at) * 1000)::bigint, (extract(epoch FROM finished_at) * 1000)::bigint,
       timeout_ms, backoff::text, ttl_seconds, tags::text, worker, progress::text, error, result::text, digest,
       requeued_from, requeued_as, enqueued_by, (extract(epoch FROM created_at) * 1000000)::bigint
FROM jobs
WHERE tenant = %(tenant)s
  AND (%(status)s IS NULL OR status = %(status)s)
  AND (%(type)s IS NULL OR type = %(type)s)
  AND (%(queue)s IS NULL OR queue = %(queue)s)
  AND (%(tags)s IS NULL OR (tags <> '{}' AND tags @> %(tags)s::jsonb))
  AND (%(created_after)s IS NULL OR created_at >= to_timestamp(%(created_after)s / 1000.0))
  AND (%(created_before)s IS NULL OR created_at < to_timestamp(%(created_before)s / 1000.0))
  AND (%(cursor_us)s IS NULL OR (created_at, id) < (timestamptz 'epoch' + %(cursor_us)s * interval '1 microsecond',
                                                  %(cursor_id)s::uuid))
ORDER BY created_at DESC, id DESC
LIMIT %(limit)s OFFSET %(offset)s

-- name: count_jobs
-- Counting stops at `most`, so that a page of a huge table costs no walk over all of it.
SELECT count(*) FROM (
    SELECT 1 FROM jobs
    WHERE tenant = %(tenant)s
      AND (%(status)s IS NULL OR status = %(status)s)
      AND (%(type)s IS NULL OR type = %(type)s)
      AND (%(queue)s IS NULL OR queue = %(queue)s)
      AND (%(tags)s IS NULL OR (tags <> '{}' AND tags @> %(tags)s::jsonb))
      AND (%(created_after)s IS NULL OR created_at >= to_timestamp(%(created_after)s / 1000.0))
      AND (%(created_before)s IS NULL OR created_at < to_timestamp(%(created_before)s / 1000.0))
    LIMIT %(most)s) AS found

-- name: attempts
SELECT number, worker, (extract(epoch FROM ready_at) * 1000)::bigint, (extract(epoch FROM started_at) * 1000)::bigint,
       (extract(epoch FROM ended_at) * 1000)::bigint, outcome, error, traceback, logs::text
FROM job_attempts WHERE job_id = %(id)s
ORDER BY started_at NULLS LAST, number, ended_at

-- name: final_ids_before
SELECT id FROM jobs
WHERE tenant = %(tenant)s AND status IN ('completed', 'dead', 'cancelled')
  AND created_at < to_timestamp(%(before)s / 1000.0)
ORDER BY created_at, id
LIMIT %(limit)s

-- name: delete_final
WITH gone AS (
    DELETE FROM jobs WHERE id = ANY(%(ids)s::uuid[]) AND tenant = %(tenant)s
        AND status IN ('completed', 'dead', 'cancelled')
    RETURNING id),
runs AS (DELETE FROM job_attempts WHERE job_id IN (SELECT id FROM gone))
SELECT count(*) FROM gone

-- name: counts_by_status
SELECT status, count(*) FROM jobs WHERE tenant = %(tenant)s GROUP BY status

-- name: finished_last_minute
SELECT queue, count(*) FROM jobs
WHERE tenant = %(tenant)s AND finished_at > now() - interval '1 minute'
  AND status IN ('completed', 'dead', 'cancelled')
GROUP BY queue
