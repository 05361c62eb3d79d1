-- Deliveries: taken, sent, and what came of it.

-- name: due_deliveries
-- Those of webhooks and tenants that have as many under way as they may are passed over.
SELECT delivery.id, delivery.webhook_id, delivery.tenant
FROM webhook_deliveries AS delivery
JOIN webhooks ON webhooks.id = delivery.webhook_id AND webhooks.enabled
WHERE delivery.status = 'pending' AND delivery.next_attempt_at <= clock_timestamp()
  AND delivery.webhook_id <> ALL(%(full_webhooks)s::uuid[]) AND delivery.tenant <> ALL(%(full_tenants)s::text[])
ORDER BY delivery.next_attempt_at
LIMIT %(limit)s
FOR UPDATE OF delivery SKIP LOCKED

-- name: take_deliveries
-- Counted and moved ahead before they are sent: whoever dies over one leaves it due again after `lease` seconds.
UPDATE webhook_deliveries AS delivery SET
    attempts = attempts + 1,
    attempts_left = greatest(0, attempts_left - 1),
    next_attempt_at = clock_timestamp() + %(lease)s * interval '1 second'
FROM webhooks
WHERE delivery.id = ANY(%(ids)s::uuid[]) AND webhooks.id = delivery.webhook_id
RETURNING delivery.id, delivery.webhook_id, delivery.tenant, delivery.attempts, delivery.attempts_left, delivery.body,
          webhooks.url, webhooks.secret,
          CASE WHEN webhooks.previous_secret_until > clock_timestamp() THEN webhooks.previous_secret END

-- name: delivered
-- The number of the attempt shows that nobody has taken it again meanwhile. It arrived, whoever disabled the webhook.
UPDATE webhook_deliveries SET
    status = 'delivered', response_status = %(status)s, response_body = %(body)s, latency_ms = %(latency_ms)s,
    error = NULL, ended_at = clock_timestamp()
WHERE id = %(id)s AND attempts = %(attempt)s AND status IN ('pending', 'skipped')

-- name: row_of_failures_ended
UPDATE webhooks SET exhausted = 0 WHERE id = %(webhook_id)s AND exhausted > 0

-- name: not_delivered
-- Answers whether it was the last attempt of what counts against the webhook: a test does not.
UPDATE webhook_deliveries SET
    status = CASE WHEN %(last)s THEN 'failed' ELSE 'pending' END,
    response_status = %(status)s, response_body = %(body)s, latency_ms = %(latency_ms)s, error = %(error)s,
    next_attempt_at = clock_timestamp() + %(delay)s * interval '1 second',
    ended_at = CASE WHEN %(last)s THEN clock_timestamp() END
WHERE id = %(id)s AND attempts = %(attempt)s AND status = 'pending'
RETURNING %(last)s AND job_id IS NOT NULL

-- name: count_exhausted
UPDATE webhooks SET exhausted = exhausted + 1 WHERE id = %(webhook_id)s RETURNING exhausted

-- name: disable_webhook
UPDATE webhooks SET enabled = false, disabled_reason = %(reason)s, updated_at = clock_timestamp()
WHERE id = %(webhook_id)s AND enabled

-- name: overrun_webhooks
SELECT webhook_id FROM webhook_deliveries WHERE status = 'pending' GROUP BY webhook_id HAVING count(*) > %(most)s
