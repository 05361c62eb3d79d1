-- Queues that a person stopped: kept here too, so that a wiped Redis does not start them again.

-- name: pause_queue
INSERT INTO paused_queues (tenant, queue) VALUES (%(tenant)s, %(queue)s) ON CONFLICT DO NOTHING

-- name: resume_queue
DELETE FROM paused_queues WHERE tenant = %(tenant)s AND queue = %(queue)s

-- name: queues_of_tenant
SELECT queue, coalesce(waiting, 0), coalesce(oldest, 0)::float8, paused_queues.queue IS NOT NULL
FROM (SELECT queue, count(*) FILTER (WHERE status = 'pending') AS waiting,
             round(extract(epoch FROM clock_timestamp() - min(greatest(created_at, scheduled_at))
                                                         FILTER (WHERE status = 'pending')), 1) AS oldest
      FROM jobs WHERE tenant = %(tenant)s AND status IN ('scheduled', 'pending', 'running', 'failed')
      GROUP BY queue) AS open
FULL JOIN (SELECT queue FROM paused_queues WHERE tenant = %(tenant)s) AS paused_queues USING (queue)
ORDER BY queue LIMIT %(limit)s
