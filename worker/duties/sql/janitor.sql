-- What has outlived its time.

-- name: delete_expired
-- Completed and cancelled jobs after `retention` seconds, any finished job after its own time; dead letters else stay.
WITH old AS (
    SELECT id FROM jobs
    WHERE status IN ('completed', 'dead', 'cancelled')
      AND (finished_at < clock_timestamp() - ttl_seconds * interval '1 second'
           OR (ttl_seconds IS NULL AND status <> 'dead'
               AND finished_at < clock_timestamp() - %(retention)s * interval '1 second')
           OR (ttl_seconds IS NULL AND status = 'dead' AND requeued_as IS NOT NULL
               AND finished_at < clock_timestamp() - %(retention)s * interval '1 second'))
    ORDER BY finished_at LIMIT 1000
), attempts AS (
    DELETE FROM job_attempts USING old WHERE job_attempts.job_id = old.id
)
DELETE FROM jobs USING old WHERE jobs.id = old.id
RETURNING jobs.id

-- name: delete_deliveries
-- What was told, given up or skipped.
DELETE FROM webhook_deliveries WHERE id IN (
    SELECT id FROM webhook_deliveries
    WHERE status <> 'pending' AND ended_at < clock_timestamp() - %(retention)s * interval '1 second'
    ORDER BY ended_at LIMIT 1000)
