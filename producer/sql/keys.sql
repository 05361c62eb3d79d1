-- API keys. What is read by `key_by_id` is only what a caller is judged by.

-- name: lock_keys
-- Held until the transaction ends, so that two who make keys at once count one another's.
SELECT pg_advisory_xact_lock(hashtextextended('api_keys:' || %(tenant)s, 0))

-- name: count_keys
SELECT count(*) FROM api_keys
WHERE tenant = %(tenant)s AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())

-- name: insert_key
-- A row that is there already is this one, committed before its answer was lost.
INSERT INTO api_keys (id, tenant, name, kind, scopes, secret_hash, rotated_from, expires_at)
VALUES (%(id)s, %(tenant)s, %(name)s, %(kind)s, %(scopes)s, %(secret_hash)s, %(rotated_from)s,
        to_timestamp(%(expires_at)s / 1000.0))
ON CONFLICT DO NOTHING

-- name: key_by_id
SELECT tenant, scopes, secret_hash, revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp()),
       last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute', name
FROM api_keys WHERE id = %(id)s

-- name: key_was_used
UPDATE api_keys SET last_used_at = clock_timestamp()
WHERE id = %(id)s AND (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute')

-- name: list_keys
SELECT id, name, kind, scopes, rotated_from, (extract(epoch FROM created_at) * 1000)::bigint,
       (extract(epoch FROM expires_at) * 1000)::bigint, (extract(epoch FROM last_used_at) * 1000)::bigint,
       (extract(epoch FROM revoked_at) * 1000)::bigint
FROM api_keys WHERE tenant = %(tenant)s AND (%(id)s IS NULL OR id = %(id)s)
ORDER BY created_at DESC, id DESC LIMIT %(limit)s OFFSET %(offset)s

-- name: count_all_keys
SELECT count(*) FROM api_keys WHERE tenant = %(tenant)s

-- name: revoke_key
-- Again is no harm: the first time stays.
UPDATE api_keys SET revoked_at = coalesce(revoked_at, clock_timestamp()) WHERE tenant = %(tenant)s AND id = %(id)s

-- name: end_key
-- The old key of a rotation works until its overlap ends, never longer than it would have.
UPDATE api_keys
SET expires_at = least(expires_at, clock_timestamp() + %(seconds)s * interval '1 second')
WHERE tenant = %(tenant)s AND id = %(id)s AND revoked_at IS NULL
  AND (expires_at IS NULL OR expires_at > clock_timestamp())

-- name: key_lifetime
-- When a key was to end, in ms, by what it was made with. A rotation brings its end forward, so whatever took its place
-- last says so: it was made to last as long.
WITH RECURSIVE places (id, expires_at, turn) AS (
    SELECT id, expires_at, 0 FROM api_keys WHERE tenant = %(tenant)s AND id = %(id)s
    UNION ALL
    SELECT following.id, following.expires_at, turn + 1
    FROM places JOIN api_keys AS following ON following.tenant = %(tenant)s AND following.rotated_from = places.id)
SELECT (extract(epoch FROM expires_at) * 1000)::bigint FROM places ORDER BY turn DESC LIMIT 1
