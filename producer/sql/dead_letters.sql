-- Dead letters: seen, taken out as fresh jobs, dropped.

-- name: list_dead
SELECT id, type, payload::text, tenant, queue, priority, status, version, attempt, max_attempts, crash_count,
       (extract(epoch FROM created_at) * 1000)::bigint, (extract(epoch FROM scheduled_at) * 1000)::bigint,
       (extract(epoch FROM started_at) * 1000)::bigint, (extract(epoch FROM finished_at) * 1000)::bigint,
       timeout_ms, backoff::text, ttl_seconds, tags::text, worker, progress::text, error, result::text, digest,
       requeued_from, requeued_as, enqueued_by
FROM jobs
WHERE tenant = %(tenant)s AND status = 'dead' AND (%(include_requeued)s OR requeued_as IS NULL)
  AND (%(type)s IS NULL OR type = %(type)s)
  AND (%(queue)s IS NULL OR queue = %(queue)s)
  AND (%(failure)s IS NULL OR failure = %(failure)s)
  AND (%(error_contains)s IS NULL OR position(%(error_contains)s IN error) > 0)
  AND (%(before)s IS NULL OR finished_at < to_timestamp(%(before)s / 1000.0))
ORDER BY finished_at DESC, id DESC
LIMIT %(limit)s OFFSET %(offset)s

-- name: count_dead
SELECT count(*) FROM jobs
WHERE tenant = %(tenant)s AND status = 'dead' AND (%(include_requeued)s OR requeued_as IS NULL)
  AND (%(type)s IS NULL OR type = %(type)s)
  AND (%(queue)s IS NULL OR queue = %(queue)s)
  AND (%(failure)s IS NULL OR failure = %(failure)s)
  AND (%(error_contains)s IS NULL OR position(%(error_contains)s IN error) > 0)
  AND (%(before)s IS NULL OR finished_at < to_timestamp(%(before)s / 1000.0))

-- name: this_moment
-- By the clock that dates new jobs.
SELECT clock_timestamp()

-- name: matching_dead
-- The oldest deaths first: they have waited longest.
SELECT id FROM jobs
WHERE tenant = %(tenant)s AND status = 'dead' AND requeued_as IS NULL
  AND (%(type)s IS NULL OR type = %(type)s)
  AND (%(queue)s IS NULL OR queue = %(queue)s)
  AND (%(failure)s IS NULL OR failure = %(failure)s)
  AND (%(error_contains)s IS NULL OR position(%(error_contains)s IN error) > 0)
  AND (%(before)s IS NULL OR finished_at < to_timestamp(%(before)s / 1000.0))
  AND (%(ids)s::uuid[] IS NULL OR id = ANY(%(ids)s::uuid[]))
  AND created_at <= %(made_until)s
ORDER BY finished_at, id
LIMIT %(limit)s

-- name: count_matching_dead
SELECT count(*) FROM jobs
WHERE tenant = %(tenant)s AND status = 'dead' AND requeued_as IS NULL
  AND (%(type)s IS NULL OR type = %(type)s)
  AND (%(queue)s IS NULL OR queue = %(queue)s)
  AND (%(failure)s IS NULL OR failure = %(failure)s)
  AND (%(error_contains)s IS NULL OR position(%(error_contains)s IN error) > 0)
  AND (%(before)s IS NULL OR finished_at < to_timestamp(%(before)s / 1000.0))
  AND (%(ids)s::uuid[] IS NULL OR id = ANY(%(ids)s::uuid[]))
  AND created_at <= %(made_until)s

-- name: requeue
-- Marks and fresh rows in one statement: of two callers the second finds the mark and makes nothing.
WITH won AS (
    UPDATE jobs SET requeued_as = pair.fresh_id, requeued_at = clock_timestamp()
    FROM unnest(%(ids)s::uuid[], %(fresh_ids)s::uuid[]) AS pair (old_id, fresh_id)
    WHERE jobs.id = pair.old_id AND jobs.tenant = %(tenant)s AND jobs.requeued_as IS NULL
    RETURNING jobs.*)
INSERT INTO jobs (id, tenant, type, queue, priority, status, payload, tags, attempt, max_attempts, crash_count, version,
                  timeout_ms, backoff, ttl_seconds, requeued_from, enqueued_by)
SELECT requeued_as, tenant, type, queue, priority, 'pending', coalesce(%(payload)s::json, payload), tags, 0,
       coalesce(%(max_attempts)s, max_attempts), 0, 1, timeout_ms, backoff, ttl_seconds, id,
       'requeue of ' || id || coalesce(' by ' || %(by)s, '')
FROM won ORDER BY finished_at, id
ON CONFLICT DO NOTHING
RETURNING id, type, payload::text, tenant, queue, priority, status, version, attempt, max_attempts, crash_count,
          (extract(epoch FROM created_at) * 1000)::bigint, (extract(epoch FROM scheduled_at) * 1000)::bigint,
          (extract(epoch FROM started_at) * 1000)::bigint, (extract(epoch FROM finished_at) * 1000)::bigint,
          timeout_ms, backoff::text, ttl_seconds, tags::text, worker, progress::text, error, result::text, digest,
          requeued_from, requeued_as, enqueued_by

-- name: drop_dead
-- Redis has said that it is dead, also where the row does not know it yet.
WITH gone AS (DELETE FROM jobs WHERE id = %(id)s AND tenant = %(tenant)s RETURNING id)
DELETE FROM job_attempts WHERE job_id IN (SELECT id FROM gone)

-- name: drop_dead_matching
-- One that was requeued meanwhile stays.
WITH gone AS (
    DELETE FROM jobs WHERE id = ANY(%(ids)s::uuid[]) AND tenant = %(tenant)s
        AND status = 'dead' AND requeued_as IS NULL
    RETURNING id),
runs AS (DELETE FROM job_attempts WHERE job_id IN (SELECT id FROM gone))
SELECT count(*) FROM gone

-- name: dead_groups
-- The groups with most letters first, each with its newest one.
SELECT alike.failure, sample.type, error_shape(sample.error), sample.error, alike.letters,
       (extract(epoch FROM alike.first_at) * 1000)::bigint, (extract(epoch FROM alike.last_at) * 1000)::bigint, sample.id
FROM (SELECT failure, count(*) AS letters, min(finished_at) AS first_at, max(finished_at) AS last_at FROM jobs
      WHERE tenant = %(tenant)s AND status = 'dead' AND requeued_as IS NULL AND failure IS NOT NULL
        AND (%(type)s IS NULL OR type = %(type)s)
        AND (%(queue)s IS NULL OR queue = %(queue)s)
        AND (%(failure)s IS NULL OR failure = %(failure)s)
        AND (%(error_contains)s IS NULL OR position(%(error_contains)s IN error) > 0)
        AND (%(before)s IS NULL OR finished_at < to_timestamp(%(before)s / 1000.0))
      GROUP BY failure ORDER BY letters DESC, failure LIMIT %(limit)s OFFSET %(offset)s) AS alike
CROSS JOIN LATERAL (
    SELECT id, type, error FROM jobs
    WHERE tenant = %(tenant)s AND status = 'dead' AND requeued_as IS NULL AND failure = alike.failure
      AND (%(type)s IS NULL OR type = %(type)s)
      AND (%(queue)s IS NULL OR queue = %(queue)s)
      AND (%(error_contains)s IS NULL OR position(%(error_contains)s IN error) > 0)
      AND (%(before)s IS NULL OR finished_at < to_timestamp(%(before)s / 1000.0))
    ORDER BY finished_at DESC, id DESC LIMIT 1) AS sample
ORDER BY alike.letters DESC, alike.failure

-- name: count_dead_groups
SELECT count(DISTINCT failure) FROM jobs
WHERE tenant = %(tenant)s AND status = 'dead' AND requeued_as IS NULL
  AND (%(type)s IS NULL OR type = %(type)s)
  AND (%(queue)s IS NULL OR queue = %(queue)s)
  AND (%(failure)s IS NULL OR failure = %(failure)s)
  AND (%(error_contains)s IS NULL OR position(%(error_contains)s IN error) > 0)
  AND (%(before)s IS NULL OR finished_at < to_timestamp(%(before)s / 1000.0))

-- name: count_all_dead
SELECT count(*) FROM jobs WHERE tenant = %(tenant)s AND status = 'dead' AND requeued_as IS NULL
