-- Who pays, and what for (migration 0007). Every statement names the tenant, but those that follow what Stripe tells.

-- name: billing_of
SELECT customer, plan, status, (extract(epoch FROM period_start) * 1000)::bigint,
       (extract(epoch FROM period_end) * 1000)::bigint, cancel_at_period_end
FROM billing WHERE tenant = %(tenant)s AND livemode = %(livemode)s

-- name: plans
SELECT name, jobs_limit FROM tiers ORDER BY jobs_limit NULLS LAST

-- name: newest_working_key
SELECT id FROM api_keys
WHERE tenant = %(tenant)s AND kind = 'client' AND revoked_at IS NULL
  AND (expires_at IS NULL OR expires_at > clock_timestamp())
ORDER BY created_at DESC, id DESC LIMIT 1

-- name: add_billing
-- Nothing for the operator's own tenant, which is in no plan.
INSERT INTO billing (tenant, livemode) SELECT id, %(livemode)s FROM tenants WHERE id = %(tenant)s
ON CONFLICT DO NOTHING

-- name: billing_is_there
SELECT 1 FROM billing WHERE tenant = %(tenant)s AND livemode = %(livemode)s

-- name: begin_checkout
-- Whoever holds it already is the same request, whose answer was lost; one that died gives way after two minutes.
UPDATE billing SET checkout = %(checkout)s, checkout_until = clock_timestamp() + interval '2 minutes'
WHERE tenant = %(tenant)s AND livemode = %(livemode)s
  AND (checkout IS NULL OR checkout = %(checkout)s OR checkout_until < clock_timestamp())
RETURNING nonce::text, customer,
          (SELECT email FROM users WHERE users.tenant = billing.tenant ORDER BY created_at, id LIMIT 1)

-- name: end_checkout
UPDATE billing SET checkout = NULL, checkout_until = NULL
WHERE tenant = %(tenant)s AND livemode = %(livemode)s AND checkout = %(checkout)s

-- name: set_customer
UPDATE billing SET customer = %(customer)s WHERE tenant = %(tenant)s AND livemode = %(livemode)s

-- name: begin_look
UPDATE billing SET looks = looks + 1 WHERE tenant = %(tenant)s AND livemode = %(livemode)s RETURNING looks

-- name: write_look
-- Answers what it granted before; nothing when a later look was written down already.
UPDATE billing
SET subscription = %(subscription)s, status = %(status)s, plan = %(plan)s,
    period_start = to_timestamp(%(period_start)s), period_end = to_timestamp(%(period_end)s),
    cancel_at_period_end = %(cancel_at_period_end)s, grants = %(grants)s, seen = %(look)s
FROM (SELECT grants AS granted FROM billing
      WHERE tenant = %(tenant)s AND livemode = %(livemode)s FOR UPDATE) AS before
WHERE tenant = %(tenant)s AND livemode = %(livemode)s AND seen < %(look)s
RETURNING before.granted

-- name: forget_customer
-- A fresh nonce: under the old one Stripe would answer with the customer that is gone.
UPDATE billing SET customer = NULL, nonce = gen_random_uuid()
WHERE tenant = %(tenant)s AND livemode = %(livemode)s AND customer = %(customer)s

-- name: set_tier
UPDATE tenants SET tier = %(grants)s WHERE id = %(tenant)s

-- name: tenant_of_customer
SELECT tenant FROM billing WHERE customer = %(customer)s AND livemode = %(livemode)s

-- name: stripe_event_is_known
SELECT 1 FROM stripe_events WHERE id = %(event)s

-- name: keep_stripe_event
INSERT INTO stripe_events (id) VALUES (%(event)s) ON CONFLICT DO NOTHING

-- name: drop_old_stripe_events
DELETE FROM stripe_events WHERE received_at < clock_timestamp() - interval '30 days'
