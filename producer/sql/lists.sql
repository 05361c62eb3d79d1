-- Which jobs match, in the order of an index. `producer/job_search.py` puts these texts together: where it says :fits,
-- :branches, :moment, :way or :beyond it writes another of them, a column, or a word of SQL; callers' values never.

-- name: fits
-- Everything that a filter says. Where an index has seen to a part of it already, that part costs next to nothing. Text
-- is compared under "C": half the price of a language's own rules, at which only the letters A to Z have two cases.
(%(type)s IS NULL OR type = %(type)s)
AND (%(queue)s IS NULL OR queue = %(queue)s)
AND (%(tags)s IS NULL OR (tags <> '{}' AND tags @> %(tags)s::jsonb))
AND (%(created_after)s IS NULL OR created_at >= to_timestamp(%(created_after)s / 1000.0))
AND (%(created_before)s IS NULL OR created_at < to_timestamp(%(created_before)s / 1000.0))
AND (%(finished_after)s IS NULL OR finished_at >= to_timestamp(%(finished_after)s / 1000.0))
AND (%(finished_before)s IS NULL OR finished_at < to_timestamp(%(finished_before)s / 1000.0))
AND (%(first_id)s IS NULL OR id BETWEEN %(first_id)s::uuid AND %(last_id)s::uuid)
AND (%(text)s IS NULL OR error COLLATE "C" ILIKE %(text)s OR payload::text COLLATE "C" ILIKE %(text)s
     OR (%(text_in_json)s IS NOT NULL AND payload::text COLLATE "C" ILIKE %(text_in_json)s)
     OR (%(digits)s IS NOT NULL AND id::text LIKE %(digits)s))

-- name: branch
-- The jobs of one state, as its index has them. One state to a branch, so that each is walked in order; their own limits
-- and orders make Postgres merge them as they are read, and none is read further than that.
(SELECT id, type, queue, tags, payload, error, created_at, finished_at FROM jobs
WHERE tenant = %(tenant)s AND status = %(status)s
  AND (%(served_type)s IS NULL OR type = %(served_type)s)
  AND (%(served_queue)s IS NULL OR queue = %(served_queue)s)
  AND (NOT %(ended)s OR (status IN ('completed', 'dead', 'cancelled') AND finished_at IS NOT NULL))
  AND (%(after)s IS NULL OR :moment >= to_timestamp(%(after)s / 1000.0))
  AND (%(before)s IS NULL OR :moment < to_timestamp(%(before)s / 1000.0))
  AND (%(cursor_us)s IS NULL OR (:moment, id) :beyond (timestamptz 'epoch' + %(cursor_us)s * interval '1 microsecond',
                                                      %(cursor_id)s::uuid))
ORDER BY :moment :way, id :way LIMIT %(slice)s)

-- name: walk
-- The next `slice` jobs of the walk: those that fit, and the last one in any case, from where the walk goes on.
SELECT id, (extract(epoch FROM :moment) * 1000000)::bigint, fits, place
FROM (SELECT id, :moment, place, (:fits) AS fits
      FROM (SELECT slice.*, row_number() OVER (ORDER BY :moment :way, id :way) AS place
            FROM (SELECT * FROM (:branches) AS every ORDER BY :moment :way, id :way LIMIT %(slice)s) AS slice) AS placed
     ) AS judged
WHERE fits OR place = %(slice)s
ORDER BY place

-- name: look_up
-- The same without a walk: by whatever index Postgres thinks finds few (of tags, of ids), sorted afterwards.
SELECT id, (extract(epoch FROM :moment) * 1000000)::bigint
FROM (SELECT id, :moment FROM jobs
      WHERE tenant = %(tenant)s AND status = ANY(%(statuses)s) AND (NOT %(ended)s OR finished_at IS NOT NULL)
        AND :fits
        AND (%(cursor_us)s IS NULL OR (:moment, id) :beyond (timestamptz 'epoch' + %(cursor_us)s * interval '1 microsecond',
                                                            %(cursor_id)s::uuid))
      OFFSET 0) AS found
ORDER BY :moment :way, id :way
LIMIT %(want)s

-- name: count_walked
-- As many as `slice`; all that is asked for stands in the index.
SELECT count(*) FROM (SELECT 1 FROM (:branches) AS every LIMIT %(slice)s) AS found

-- name: count_judged
-- As many as `slice`, by whatever index Postgres thinks finds few.
SELECT count(*) FROM (
    SELECT 1 FROM jobs
    WHERE tenant = %(tenant)s AND status = ANY(%(statuses)s) AND (NOT %(ended)s OR finished_at IS NOT NULL) AND :fits
      AND (%(cursor_us)s IS NULL OR (:moment, id) :beyond (timestamptz 'epoch' + %(cursor_us)s * interval '1 microsecond',
                                                          %(cursor_id)s::uuid))
    LIMIT %(slice)s) AS found

-- name: now_us
-- The clock that dates new jobs, rounded up.
SELECT (ceil(extract(epoch FROM clock_timestamp()) * 1000) * 1000)::bigint

-- name: give_up_after
-- In one process: whoever gives up waits for helpers to stop, on a busy machine for several times as long as was allowed.
SELECT set_config('statement_timeout', %(ms)s::text, true), set_config('max_parallel_workers_per_gather', '0', true)
