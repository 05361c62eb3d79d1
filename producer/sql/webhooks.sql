-- Webhooks and their deliveries, always of one tenant.

-- name: lock_webhooks
-- One at a time counts and adds, or two at the limit would both find room.
SELECT pg_advisory_xact_lock(hashtextextended('webhooks:' || %(tenant)s, 0))

-- name: add_webhook
-- A row that is there already is this one, committed before its answer was lost.
INSERT INTO webhooks (id, tenant, url, description, events, enabled, secret)
SELECT %(id)s::uuid, %(tenant)s, %(url)s, %(description)s, %(events)s, %(enabled)s, %(secret)s
WHERE (SELECT count(*) FROM webhooks WHERE tenant = %(tenant)s) < %(most)s
ON CONFLICT (id) DO NOTHING

-- name: list_webhooks
SELECT webhooks.id, url, description, events, enabled, disabled_reason,
       (extract(epoch FROM webhooks.created_at) * 1000)::bigint, (extract(epoch FROM updated_at) * 1000)::bigint,
       CASE WHEN previous_secret_until > clock_timestamp()
            THEN (extract(epoch FROM previous_secret_until) * 1000)::bigint END,
       last.id, last.event, last.status, last.response_status, (extract(epoch FROM last.created_at) * 1000)::bigint
FROM webhooks LEFT JOIN LATERAL (
    SELECT id, event, status, response_status, created_at FROM webhook_deliveries
    WHERE webhook_id = webhooks.id
    ORDER BY created_at DESC, id DESC
    LIMIT 1) AS last ON true
WHERE webhooks.tenant = %(tenant)s AND (%(id)s IS NULL OR webhooks.id = %(id)s)
ORDER BY webhooks.created_at DESC, webhooks.id DESC
LIMIT %(limit)s OFFSET %(offset)s

-- name: count_webhooks
SELECT count(*) FROM webhooks WHERE tenant = %(tenant)s

-- name: change_webhook
-- Enabling begins a new row of failures. A disabled webhook keeps its reason until then.
UPDATE webhooks SET
    url = coalesce(%(url)s, url),
    description = coalesce(%(description)s, description),
    events = coalesce(%(events)s, events),
    enabled = coalesce(%(enabled)s, enabled),
    disabled_reason = CASE WHEN %(enabled)s THEN NULL ELSE disabled_reason END,
    exhausted = CASE WHEN %(enabled)s THEN 0 ELSE exhausted END,
    updated_at = clock_timestamp()
WHERE tenant = %(tenant)s AND id = %(id)s

-- name: rotate_secret
-- Again is no harm: a secret that is the current one already must not push the older one out.
UPDATE webhooks SET
    previous_secret = secret,
    previous_secret_until = clock_timestamp() + %(overlap)s * interval '1 second',
    secret = %(secret)s,
    updated_at = clock_timestamp()
WHERE tenant = %(tenant)s AND id = %(id)s AND secret <> %(secret)s

-- name: delete_webhook
DELETE FROM webhooks WHERE tenant = %(tenant)s AND id = %(id)s

-- name: add_test_delivery
INSERT INTO webhook_deliveries (webhook_id, tenant, event, occurrence, body, attempts_left)
SELECT id, tenant, %(event)s, %(event)s, %(body)s, 1
FROM webhooks WHERE tenant = %(tenant)s AND id = %(id)s AND enabled
FOR KEY SHARE
RETURNING id

-- name: list_deliveries
SELECT id, webhook_id, event, job_id, status, attempts, attempts_left, body,
       CASE WHEN status = 'pending' THEN (extract(epoch FROM next_attempt_at) * 1000)::bigint END,
       response_status, response_body, latency_ms, error,
       (extract(epoch FROM created_at) * 1000)::bigint, (extract(epoch FROM ended_at) * 1000)::bigint
FROM webhook_deliveries
WHERE tenant = %(tenant)s AND webhook_id = %(webhook_id)s
  AND (%(id)s IS NULL OR id = %(id)s)
  AND (%(status)s IS NULL OR status = %(status)s)
ORDER BY created_at DESC, id DESC
LIMIT %(limit)s OFFSET %(offset)s

-- name: count_deliveries
-- Counting stops at `most`, as for jobs.
SELECT count(*) FROM (
    SELECT 1 FROM webhook_deliveries
    WHERE tenant = %(tenant)s AND webhook_id = %(webhook_id)s AND (%(status)s IS NULL OR status = %(status)s)
    LIMIT %(most)s) AS found

-- name: redeliver
-- The same message under the same id, with as many attempts as a fresh one.
UPDATE webhook_deliveries AS delivery SET
    status = 'pending', attempts_left = %(attempts)s, next_attempt_at = clock_timestamp(), ended_at = NULL, error = NULL
FROM webhooks
WHERE delivery.tenant = %(tenant)s AND delivery.webhook_id = %(webhook_id)s AND delivery.id = %(id)s
  AND webhooks.id = delivery.webhook_id AND webhooks.enabled
