-- Queues that a person stopped: kept here too, so that a wiped Redis does not start them again.

-- name: pause_queue
INSERT INTO paused_queues (tenant, queue) VALUES (%(tenant)s, %(queue)s) ON CONFLICT DO NOTHING

-- name: resume_queue
DELETE FROM paused_queues WHERE tenant = %(tenant)s AND queue = %(queue)s
