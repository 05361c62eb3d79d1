-- Webhooks, and what is to be told to them: an outbox, written in the transaction that writes the jobs' own rows.

CREATE TABLE webhooks (
    id                    uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant                text NOT NULL,
    url                   text NOT NULL,
    description           text NOT NULL DEFAULT '',
    events                text[] NOT NULL,
    enabled               boolean NOT NULL DEFAULT true,
    -- Why it was disabled, when no person did it.
    disabled_reason       text,
    -- Deliveries in a row that were given up; any success ends the row.
    exhausted             integer NOT NULL DEFAULT 0,
    -- Sealed with WEBHOOK_SECRET_KEY where that is set (shared/vault.py): signing needs the secret itself, not a hash.
    secret                text NOT NULL,
    previous_secret       text,
    previous_secret_until timestamptz,
    created_at            timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at            timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX webhooks_newest ON webhooks (tenant, created_at DESC, id DESC);

CREATE TABLE webhook_deliveries (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    webhook_id      uuid NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    tenant          text NOT NULL,
    event           text NOT NULL,
    -- No reference: a delivery outlives a purged job. NULL in a test.
    job_id          uuid,
    -- Which of the job's events: with hook and job it makes a telling unique, however often the stream is read.
    occurrence      text NOT NULL,
    -- text, not json: the bytes that are signed are these, at every attempt.
    body            text NOT NULL,
    status          text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed', 'skipped')),
    attempts        integer NOT NULL DEFAULT 0,
    attempts_left   integer NOT NULL,
    -- When it is due. Moved ahead before it is sent, so that what a dying process was sending is sent again.
    next_attempt_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    response_status integer,
    response_body   text,
    latency_ms      integer,
    error           text,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at        timestamptz,
    UNIQUE (webhook_id, job_id, occurrence)
);

CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_attempt_at) WHERE status = 'pending';
CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (webhook_id) WHERE status = 'pending';
CREATE INDEX webhook_deliveries_newest ON webhook_deliveries (webhook_id, created_at DESC, id DESC);
CREATE INDEX webhook_deliveries_ended ON webhook_deliveries (ended_at) WHERE status <> 'pending';
