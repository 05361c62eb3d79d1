-- What the overview shows: minute by minute, and what failed lately.

-- name: minutes_by_bucket
-- Sums by `step` seconds; `from` is a moment in seconds.
SELECT (floor(extract(epoch FROM minute) / %(step)s) * %(step)s)::bigint AS bucket,
       sum(enqueued), sum(completed), sum(failed), sum(dead)
FROM job_minutes
WHERE tenant = %(tenant)s AND minute >= to_timestamp(%(from)s) AND (%(queue)s IS NULL OR queue = %(queue)s)
GROUP BY bucket

-- name: latencies_by_bucket
SELECT (floor(extract(epoch FROM minute) / %(step)s) * %(step)s)::bigint AS bucket, place - 1, sum(waited), sum(ran)
FROM job_minutes, unnest(waits, runs) WITH ORDINALITY AS counts (waited, ran, place)
WHERE tenant = %(tenant)s AND minute >= to_timestamp(%(from)s) AND (%(queue)s IS NULL OR queue = %(queue)s)
GROUP BY bucket, place

-- name: now_s
SELECT extract(epoch FROM clock_timestamp())::bigint

-- name: recent_failures
-- Of the newest `most` failed attempts, by type and by the error's shape; `looked_at` says how many there were.
WITH newest AS (
    SELECT job_id, ended_at, outcome, error FROM job_attempts
    WHERE tenant = %(tenant)s AND outcome IN ('failed', 'dead', 'crashed')
      AND ended_at > clock_timestamp() - %(minutes)s * interval '1 minute'
    ORDER BY ended_at DESC LIMIT %(most)s
), grouped AS (
    SELECT jobs.type, failure_group(jobs.type, newest.error) AS failure, count(*) AS failures,
           count(*) FILTER (WHERE newest.outcome = 'dead') AS dead, min(ended_at) AS first_at, max(ended_at) AS last_at,
           (array_agg(newest.job_id ORDER BY ended_at DESC, job_id DESC))[1] AS sample,
           (array_agg(newest.error ORDER BY ended_at DESC, job_id DESC))[1] AS error
    FROM newest JOIN jobs ON jobs.id = newest.job_id AND jobs.tenant = %(tenant)s
    GROUP BY 1, 2
)
SELECT failure, type, error_shape(error), error, failures, dead, (extract(epoch FROM first_at) * 1000)::bigint,
       (extract(epoch FROM last_at) * 1000)::bigint, sample, (SELECT count(*) FROM newest),
       (SELECT count(*) FROM grouped)
FROM grouped ORDER BY failures DESC, last_at DESC, failure LIMIT %(limit)s

-- name: waiting_by_type
-- Of the jobs that wait the oldest `most`, by the index of tenant and status.
SELECT type, count(*), round(extract(epoch FROM clock_timestamp() - min(since)), 1)::float8
FROM (SELECT type, greatest(created_at, scheduled_at) AS since FROM jobs
      WHERE tenant = %(tenant)s AND status = 'pending' ORDER BY created_at, id LIMIT %(most)s) AS waiting
GROUP BY type
