-- What the producer reads of one job's attempts and of how many jobs there are, and what it removes.

-- name: attempts
SELECT number, worker, (extract(epoch FROM ready_at) * 1000)::bigint, (extract(epoch FROM started_at) * 1000)::bigint,
       (extract(epoch FROM ended_at) * 1000)::bigint, outcome, error, traceback, logs::text
FROM job_attempts WHERE job_id = %(id)s
ORDER BY started_at NULLS LAST, number, ended_at

-- name: delete_final
WITH gone AS (
    DELETE FROM jobs WHERE id = ANY(%(ids)s::uuid[]) AND tenant = %(tenant)s
        AND status IN ('completed', 'dead', 'cancelled')
    RETURNING id),
runs AS (DELETE FROM job_attempts WHERE job_id IN (SELECT id FROM gone))
SELECT id FROM gone

-- name: counts_by_status
SELECT status, count(*) FROM jobs WHERE tenant = %(tenant)s GROUP BY status

-- name: finished_last_minute
SELECT queue, count(*) FROM jobs
WHERE tenant = %(tenant)s AND finished_at > now() - interval '1 minute'
  AND status IN ('completed', 'dead', 'cancelled')
GROUP BY queue
