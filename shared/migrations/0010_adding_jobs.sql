-- The statement that writes the rows of several jobs, kept as a function: Postgres plans a function's statement once for each
-- connection, and to plan one with this many columns took longer than to write the few rows that requests bring together.
--
-- A column holds the values of one field, row after row. `delay_ms` counts from now by the clock of Postgres. A row that is
-- there already (the same id, or the same idempotency key) is left as it is and not answered.
CREATE FUNCTION add_jobs(
    ids uuid[], tenants text[], types text[], queues text[], priorities smallint[], statuses text[], payloads text[],
    tagged text[], allowed integer[], timeouts_ms bigint[], backoffs text[], ttls integer[], keys text[], digests text[],
    requeued uuid[], people text[], errors text[], delays_ms bigint[], due_ms bigint[]
) RETURNS TABLE (new_id uuid, created bigint, due bigint) LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
    INSERT INTO jobs AS made (id, tenant, type, queue, priority, status, payload, tags, attempt, max_attempts, crash_count,
                              version, timeout_ms, backoff, ttl_seconds, idempotency_key, digest, requeued_from,
                              enqueued_by, error, finished_at, scheduled_at)
    SELECT new.id, new.tenant, new.type, new.queue, new.priority, new.status, new.payload::json, new.tags::jsonb, 0,
           new.max_attempts, 0, 1, new.timeout_ms, new.backoff::json, new.ttl_seconds, new.idempotency_key, new.digest,
           new.requeued_from, new.enqueued_by, new.error,
           CASE WHEN new.status = 'dead' THEN clock_timestamp() END,
           CASE WHEN new.delay_ms > 0 THEN clock_timestamp() + new.delay_ms * interval '1 millisecond'
                ELSE to_timestamp(new.run_at / 1000.0) END
    FROM unnest(ids, tenants, types, queues, priorities, statuses, payloads, tagged, allowed, timeouts_ms, backoffs, ttls,
                keys, digests, requeued, people, errors, delays_ms, due_ms)
         WITH ORDINALITY
         AS new (id, tenant, type, queue, priority, status, payload, tags, max_attempts, timeout_ms, backoff, ttl_seconds,
                 idempotency_key, digest, requeued_from, enqueued_by, error, delay_ms, run_at, place)
    ORDER BY new.place
    ON CONFLICT DO NOTHING
    RETURNING made.id, (extract(epoch FROM made.created_at) * 1000)::bigint,
              (extract(epoch FROM made.scheduled_at) * 1000)::bigint;
END
$$;
