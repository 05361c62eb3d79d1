-- Queues that a person stopped: kept here too, so that a wiped Redis does not start them again.

-- name: pause_queue
INSERT INTO paused_queues (tenant, queue) VALUES (%(tenant)s, %(queue)s) ON CONFLICT DO NOTHING

-- name: resume_queue
DELETE FROM paused_queues WHERE tenant = %(tenant)s AND queue = %(queue)s

-- name: paused_by_tenant
SELECT queue FROM paused_queues WHERE tenant = %(tenant)s ORDER BY queue LIMIT %(limit)s

-- name: open_by_queue
-- What is open: of one tenant or of all (null), of all queues (null) or of these.
SELECT queue, count(*) FILTER (WHERE status = 'pending'),
       coalesce(round(extract(epoch FROM clock_timestamp() - min(greatest(created_at, scheduled_at))
                                                   FILTER (WHERE status = 'pending')), 1), 0)::float8,
       count(*) FILTER (WHERE status = 'scheduled'), count(*) FILTER (WHERE status = 'failed'),
       count(*) FILTER (WHERE status = 'running')
FROM jobs
WHERE status IN ('scheduled', 'pending', 'running', 'failed') AND (%(tenant)s IS NULL OR tenant = %(tenant)s)
  AND (%(names)s::text[] IS NULL OR queue = ANY(%(names)s::text[]))
GROUP BY queue ORDER BY queue LIMIT %(limit)s
