-- Figures by the minute.

-- name: add_minutes
-- Rows come in the order of their key. An array each is passed as text: unnest would flatten arrays of arrays.
INSERT INTO job_minutes AS kept (tenant, minute, queue, enqueued, completed, failed, dead, waits, runs)
SELECT tenant, to_timestamp(minute * 60), queue, enqueued, completed, failed, dead, waits::integer[], runs::integer[]
FROM unnest(%(tenant)s::text[], %(minute)s::bigint[], %(queue)s::text[], %(enqueued)s::integer[],
            %(completed)s::integer[], %(failed)s::integer[], %(dead)s::integer[], %(waits)s::text[], %(runs)s::text[])
     AS new (tenant, minute, queue, enqueued, completed, failed, dead, waits, runs)
ON CONFLICT (tenant, minute, queue) DO UPDATE SET
    enqueued = kept.enqueued + excluded.enqueued,
    completed = kept.completed + excluded.completed,
    failed = kept.failed + excluded.failed,
    dead = kept.dead + excluded.dead,
    waits = ARRAY(SELECT coalesce(was, 0) + coalesce(more, 0)
                  FROM unnest(kept.waits, excluded.waits) WITH ORDINALITY AS both_of (was, more, place) ORDER BY place),
    runs = ARRAY(SELECT coalesce(was, 0) + coalesce(more, 0)
                 FROM unnest(kept.runs, excluded.runs) WITH ORDINALITY AS both_of (was, more, place) ORDER BY place)

-- name: delete_old_minutes
DELETE FROM job_minutes WHERE (tenant, minute, queue) IN (
    SELECT tenant, minute, queue FROM job_minutes
    WHERE minute < clock_timestamp() - %(retention)s * interval '1 second'
    ORDER BY minute LIMIT 1000)
