-- How events become rows.

-- name: lock_position
SELECT position FROM mirror_position WHERE namespace = %(namespace)s FOR UPDATE

-- name: create_position
INSERT INTO mirror_position (namespace, position) VALUES (%(namespace)s, '0-0') ON CONFLICT DO NOTHING

-- name: move_position
UPDATE mirror_position SET position = %(position)s, moved_at = clock_timestamp() WHERE namespace = %(namespace)s

-- name: apply_changes
-- The newer version wins and a final state stays. Answers what it has changed, as it stands then.
UPDATE jobs SET
    status = new.status,
    version = new.version,
    attempt = new.attempt,
    worker = coalesce(new.worker, jobs.worker),
    started_at = coalesce(to_timestamp(new.started_at / 1000.0), jobs.started_at),
    finished_at = to_timestamp(new.finished_at / 1000.0),
    scheduled_at = coalesce(to_timestamp(new.scheduled_at / 1000.0), jobs.scheduled_at),
    error = CASE WHEN new.status = 'completed' THEN NULL ELSE coalesce(new.error, jobs.error) END,
    result = coalesce(new.result::json, jobs.result),
    progress = coalesce(new.progress::json, jobs.progress),
    crash_count = greatest(new.crash_count, jobs.crash_count),
    max_attempts = coalesce(new.max_attempts, jobs.max_attempts)
FROM unnest(%(id)s::uuid[], %(status)s::text[], %(version)s::bigint[], %(attempt)s::integer[], %(worker)s::text[],
            %(started_at)s::bigint[], %(finished_at)s::bigint[], %(scheduled_at)s::bigint[], %(error)s::text[],
            %(result)s::text[], %(progress)s::text[], %(crash_count)s::integer[], %(max_attempts)s::integer[])
     AS new (id, status, version, attempt, worker, started_at, finished_at, scheduled_at, error, result, progress,
             crash_count, max_attempts)
WHERE jobs.id = new.id AND jobs.version < new.version
  AND jobs.status IN ('scheduled', 'pending', 'running', 'failed')
RETURNING jobs.id, jobs.status, jobs.version

-- name: rows_there
SELECT id, status, version FROM jobs WHERE id = ANY(%(ids)s::uuid[])

-- name: restore_jobs
-- Rows of jobs that only Redis knew: raw entries, and what an older backup of this database has lost. They were
-- accepted before, so no tenant's monthly number counts them again, nor refuses them (migration 0002).
SELECT set_config('workqueue.restores', 'on', true);
INSERT INTO jobs (id, tenant, type, queue, priority, status, payload, tags, attempt, max_attempts, crash_count, version,
                  timeout_ms, backoff, ttl_seconds, digest, requeued_from, error, worker, result, created_at, scheduled_at,
                  started_at, finished_at)
SELECT id, tenant, type, queue, priority, status, payload::json, tags::jsonb, attempt, max_attempts, crash_count, version,
       timeout_ms, backoff::json, ttl_seconds, digest, requeued_from, error, worker, result::json,
       to_timestamp(created_at / 1000.0), to_timestamp(scheduled_at / 1000.0), to_timestamp(started_at / 1000.0),
       to_timestamp(finished_at / 1000.0)
FROM unnest(%(id)s::uuid[], %(tenant)s::text[], %(type)s::text[], %(queue)s::text[], %(priority)s::smallint[],
            %(status)s::text[], %(payload)s::text[], %(tags)s::text[], %(attempt)s::integer[], %(max_attempts)s::integer[],
            %(crash_count)s::integer[], %(version)s::bigint[], %(timeout_ms)s::bigint[], %(backoff)s::text[],
            %(ttl_seconds)s::integer[], %(digest)s::text[], %(requeued_from)s::uuid[], %(error)s::text[],
            %(worker)s::text[], %(result)s::text[], %(created_at)s::bigint[], %(scheduled_at)s::bigint[],
            %(started_at)s::bigint[], %(finished_at)s::bigint[])
     AS new (id, tenant, type, queue, priority, status, payload, tags, attempt, max_attempts, crash_count, version,
             timeout_ms, backoff, ttl_seconds, digest, requeued_from, error, worker, result, created_at, scheduled_at,
             started_at, finished_at)
ON CONFLICT DO NOTHING
RETURNING id

-- name: apply_attempts
INSERT INTO job_attempts (job_id, fence, number, tenant, worker, ready_at, started_at, ended_at, outcome, error, traceback, logs)
SELECT new.job_id, new.fence, new.number, new.tenant, new.worker, to_timestamp(new.ready_at / 1000.0),
       to_timestamp(new.started_at / 1000.0), to_timestamp(new.ended_at / 1000.0), new.outcome, new.error, new.traceback,
       new.logs::json
FROM unnest(%(job_id)s::uuid[], %(fence)s::text[], %(number)s::integer[], %(tenant)s::text[], %(worker)s::text[],
            %(ready_at)s::bigint[], %(started_at)s::bigint[], %(ended_at)s::bigint[], %(outcome)s::text[], %(error)s::text[],
            %(traceback)s::text[], %(logs)s::text[])
     AS new (job_id, fence, number, tenant, worker, ready_at, started_at, ended_at, outcome, error, traceback, logs)
ON CONFLICT (job_id, fence) DO UPDATE SET
    ready_at = coalesce(job_attempts.ready_at, excluded.ready_at),
    ended_at = coalesce(job_attempts.ended_at, excluded.ended_at),
    outcome = coalesce(job_attempts.outcome, excluded.outcome),
    error = coalesce(job_attempts.error, excluded.error),
    traceback = coalesce(job_attempts.traceback, excluded.traceback),
    logs = coalesce(job_attempts.logs, excluded.logs)
