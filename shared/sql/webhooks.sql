-- The outbox of the webhooks: what is to be told, written by whoever writes the job's row.

-- name: listened_to
-- Which events of these tenants anybody hears: mostly none, and then nothing more is done.
SELECT DISTINCT tenant, event FROM webhooks CROSS JOIN unnest(events) AS event
WHERE enabled AND tenant = ANY(%(tenants)s)

-- name: tell
-- The lock keeps a webhook from being deleted between this look and the check of the reference.
INSERT INTO webhook_deliveries (webhook_id, tenant, event, job_id, occurrence, body, attempts_left)
SELECT webhooks.id, webhooks.tenant, told.event, told.job_id, told.occurrence, told.body, %(attempts)s
FROM unnest(%(tenant)s::text[], %(event)s::text[], %(job_id)s::uuid[], %(occurrence)s::text[], %(body)s::text[])
     AS told (tenant, event, job_id, occurrence, body)
JOIN webhooks ON webhooks.tenant = told.tenant AND webhooks.enabled AND told.event = ANY(webhooks.events)
FOR KEY SHARE OF webhooks
ON CONFLICT DO NOTHING

-- name: skip_pending
-- Who disables a webhook does not want a flood of old news on the day it is enabled again.
UPDATE webhook_deliveries SET status = 'skipped', error = 'the webhook was disabled', ended_at = clock_timestamp()
WHERE webhook_id = %(id)s AND status = 'pending'
