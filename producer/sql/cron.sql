-- Schedules as people make, see and change them. Columns come in the order of shared/schedules.py, `from_row`; what
-- follows them is how the last job stands.

-- name: clock_ms
SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint

-- name: one_maker_of_schedules
-- Until the transaction ends no other request counts, or adds to, this tenant's schedules.
SELECT pg_advisory_xact_lock(hashtextextended('schedules of ' || %(tenant)s, 0))

-- name: count_schedules
SELECT count(*) FROM schedules WHERE tenant = %(tenant)s

-- name: insert_schedule
-- A row that is there already is this one, committed before its answer was lost.
INSERT INTO schedules (id, tenant, name, job_type, payload, queue, priority, max_attempts, timeout_ms, tags,
                       cron_expression, time_zone, enabled, missed_policy, max_missed_runs, max_lateness_seconds,
                       overlap_policy, next_run_at)
VALUES (%(id)s, %(tenant)s, %(name)s, %(job_type)s, %(payload)s, %(queue)s, %(priority)s, %(max_attempts)s, %(timeout_ms)s,
        %(tags)s, %(cron_expression)s, %(time_zone)s, %(enabled)s, %(missed_policy)s, %(max_missed_runs)s,
        %(max_lateness_seconds)s, %(overlap_policy)s, to_timestamp(%(next_run_at)s / 1000.0))
ON CONFLICT (id) DO NOTHING

-- name: schedules_of
SELECT id, tenant, name, job_type, payload::text, queue, priority, max_attempts, timeout_ms, tags::text, cron_expression,
       time_zone, enabled, missed_policy, max_missed_runs, max_lateness_seconds, overlap_policy, version,
       (extract(epoch FROM next_run_at) * 1000)::bigint, (extract(epoch FROM last_run_at) * 1000)::bigint, last_job_id,
       (extract(epoch FROM created_at) * 1000)::bigint,
       (SELECT status FROM jobs WHERE jobs.id = last_job_id AND jobs.tenant = schedules.tenant)
FROM schedules
WHERE tenant = %(tenant)s AND (%(id)s IS NULL OR id = %(id)s)
ORDER BY name, id
LIMIT %(limit)s OFFSET %(offset)s

-- name: change_schedule
-- Of two who edit the same text the second begins again from the first one's; a slot that was decided meanwhile does
-- not count as an edit, so what this one keeps of it is the table's.
UPDATE schedules SET
    name = %(name)s, job_type = %(job_type)s, payload = %(payload)s, queue = %(queue)s, priority = %(priority)s,
    max_attempts = %(max_attempts)s, timeout_ms = %(timeout_ms)s, tags = %(tags)s, cron_expression = %(cron_expression)s,
    time_zone = %(time_zone)s, enabled = %(enabled)s, missed_policy = %(missed_policy)s,
    max_missed_runs = %(max_missed_runs)s, max_lateness_seconds = %(max_lateness_seconds)s,
    overlap_policy = %(overlap_policy)s, version = version + 1,
    next_run_at = CASE WHEN %(retimed)s THEN to_timestamp(%(next_run_at)s / 1000.0) ELSE next_run_at END
WHERE id = %(id)s AND tenant = %(tenant)s AND version = %(version)s

-- name: delete_schedule
DELETE FROM schedules WHERE id = %(id)s AND tenant = %(tenant)s

-- name: note_trigger
WITH triggered AS (
    UPDATE schedules SET last_run_at = to_timestamp(%(at)s / 1000.0), last_job_id = %(job_id)s
    WHERE id = %(id)s AND tenant = %(tenant)s
    RETURNING id)
INSERT INTO schedule_runs (schedule_id, slot, outcome, job_id)
SELECT id, to_timestamp(%(at)s / 1000.0), 'triggered', %(job_id)s FROM triggered
ON CONFLICT (job_id) DO NOTHING

-- name: runs_of
SELECT (extract(epoch FROM slot) * 1000)::bigint, outcome, job_id, reason, jobs.status
FROM schedule_runs LEFT JOIN jobs ON jobs.id = job_id AND jobs.tenant = %(tenant)s
WHERE schedule_id = %(id)s
ORDER BY schedule_runs.id DESC
LIMIT 100
