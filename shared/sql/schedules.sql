-- Schedules as the producer and the scheduler both write them.

-- name: forget_runs
-- All but the hundred newest.
DELETE FROM schedule_runs
WHERE schedule_id = %(schedule_id)s AND outcome <> 'decided'
  AND id < (SELECT id FROM schedule_runs WHERE schedule_id = %(schedule_id)s ORDER BY id DESC OFFSET 99 LIMIT 1)
