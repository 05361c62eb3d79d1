-- Who pays: the Stripe customer of each tenant and what it subscribes to, as Stripe last told us when we asked.

CREATE TABLE billing (
    tenant               text NOT NULL REFERENCES tenants (id),
    -- Stripe keeps what is tried apart from what is paid: a customer of the one is none of the other.
    livemode             boolean NOT NULL,
    -- The Idempotency-Key under which the customer is made, so that a repeat makes no second one.
    nonce                uuid NOT NULL DEFAULT gen_random_uuid(),
    customer             text UNIQUE,
    -- The best of its subscriptions.
    subscription         text,
    status               text,
    plan                 text REFERENCES tiers (name),
    period_start         timestamptz,
    period_end           timestamptz,
    cancel_at_period_end boolean NOT NULL DEFAULT false,
    -- The tier that it gives; tenants.tier follows when this changes, so that a tier set by hand stays until then.
    grants               text NOT NULL DEFAULT 'free' REFERENCES tiers (name),
    -- Looks at Stripe: how many began, and the newest that was written down. An older one that comes late changes nothing.
    looks                bigint NOT NULL DEFAULT 0,
    seen                 bigint NOT NULL DEFAULT 0,
    -- Which request opens a checkout, and until when it may: one at a time.
    checkout             uuid,
    checkout_until       timestamptz,
    PRIMARY KEY (tenant, livemode)
);

-- What Stripe told and was acted on. It repeats what it told for three days, and a person may for thirty.
CREATE TABLE stripe_events (
    id          text PRIMARY KEY,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX stripe_events_oldest ON stripe_events (received_at);
