-- What falls due, and who decided on it.

-- name: schedules_soon
-- Due by the clock of Postgres (or `now`, ms) or within `ahead` ms. Columns come in the order of shared/schedules.py,
-- `from_row`; the last one is the clock.
WITH clock AS (SELECT coalesce(to_timestamp(%(now)s / 1000.0), clock_timestamp()) AS now)
SELECT id, tenant, name, job_type, payload::text, queue, priority, max_attempts, timeout_ms, tags::text, cron_expression,
       time_zone, enabled, missed_policy, max_missed_runs, max_lateness_seconds, overlap_policy, version,
       (extract(epoch FROM next_run_at) * 1000)::bigint, (extract(epoch FROM last_run_at) * 1000)::bigint, last_job_id,
       (extract(epoch FROM created_at) * 1000)::bigint, (extract(epoch FROM clock.now) * 1000)::bigint
FROM schedules, clock
WHERE next_run_at <= clock.now + %(ahead)s * interval '1 millisecond'
ORDER BY next_run_at, id
LIMIT %(limit)s

-- name: decide
-- Compare and set: of all who saw this slot due, under this text of the schedule, one decides. It is one statement, so
-- that no process can be stopped in the middle of it and keep the others waiting for its lock.
WITH moved AS (
    UPDATE schedules SET
        next_run_at = to_timestamp(%(next)s / 1000.0),
        last_run_at = coalesce(to_timestamp(%(last_slot)s / 1000.0), last_run_at),
        last_job_id = coalesce(%(last_job)s::uuid, last_job_id)
    WHERE id = %(id)s AND version = %(version)s AND next_run_at = to_timestamp(%(due)s / 1000.0)
    RETURNING id)
INSERT INTO schedule_runs (schedule_id, slot, outcome, job_id, reason)
SELECT moved.id, to_timestamp(slot / 1000.0), outcome, job_id, reason
FROM moved, unnest(%(slot)s::bigint[], %(outcome)s::text[], %(job_id)s::uuid[], %(reason)s::text[]) WITH ORDINALITY
     AS run (slot, outcome, job_id, reason, place)
ORDER BY place
ON CONFLICT (job_id) DO NOTHING

-- name: decided_runs
SELECT schedules.id, tenant, name, job_type, payload::text, queue, priority, max_attempts, timeout_ms, tags::text,
       cron_expression, time_zone, enabled, missed_policy, max_missed_runs, max_lateness_seconds, overlap_policy, version,
       (extract(epoch FROM next_run_at) * 1000)::bigint, (extract(epoch FROM last_run_at) * 1000)::bigint, last_job_id,
       (extract(epoch FROM created_at) * 1000)::bigint, job_id
FROM schedule_runs JOIN schedules ON schedules.id = schedule_id
WHERE outcome = 'decided'
ORDER BY schedule_runs.id
LIMIT %(limit)s

-- name: settle_run
UPDATE schedule_runs SET outcome = %(outcome)s, reason = %(reason)s WHERE job_id = %(job_id)s AND outcome = 'decided'

-- name: waits_for_acceptance
SELECT EXISTS (SELECT 1 FROM schedule_runs WHERE job_id = %(job_id)s AND outcome = 'decided')
