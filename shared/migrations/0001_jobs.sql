-- Jobs as people see them, their attempts, and how far the mirror has read.

CREATE TABLE jobs (
    id              uuid PRIMARY KEY,
    seq             bigint GENERATED ALWAYS AS IDENTITY,
    tenant          text NOT NULL,
    type            text NOT NULL,
    queue           text NOT NULL,
    priority        smallint NOT NULL CHECK (priority BETWEEN 1 AND 10),
    status          text NOT NULL
        CHECK (status IN ('scheduled', 'pending', 'running', 'failed', 'completed', 'dead', 'cancelled')),
    -- json, not jsonb: a payload comes out exactly as it went in.
    payload         json NOT NULL,
    result          json,
    error           text,
    progress        json,
    tags            jsonb NOT NULL DEFAULT '{}',
    attempt         integer NOT NULL DEFAULT 0,
    max_attempts    integer,
    crash_count     integer NOT NULL DEFAULT 0,
    version         bigint NOT NULL DEFAULT 1,
    worker          text,
    timeout_ms      bigint,
    backoff         json,
    ttl_seconds     integer,
    idempotency_key text,
    digest          text,
    requeued_from   uuid,
    requeued_as     uuid,
    requeued_at     timestamptz,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    scheduled_at    timestamptz,
    started_at      timestamptz,
    finished_at     timestamptz
);

CREATE UNIQUE INDEX jobs_idempotency ON jobs (tenant, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX jobs_newest ON jobs (tenant, created_at DESC, id DESC);
CREATE INDEX jobs_by_status ON jobs (tenant, status, created_at DESC, id DESC);
CREATE INDEX jobs_by_type ON jobs (tenant, type, created_at DESC, id DESC);
CREATE INDEX jobs_by_queue ON jobs (tenant, queue, created_at DESC, id DESC);
CREATE INDEX jobs_by_tags ON jobs USING gin (tags jsonb_path_ops) WHERE tags <> '{}';
-- The reconciler walks what the queue still owes an end, oldest first.
CREATE INDEX jobs_open ON jobs (seq) WHERE status IN ('scheduled', 'pending', 'running', 'failed');
CREATE INDEX jobs_dead ON jobs (tenant, finished_at DESC, id DESC) WHERE status = 'dead' AND requeued_as IS NULL;
-- The janitor finds what has outlived its time.
CREATE INDEX jobs_finished ON jobs (finished_at) WHERE status IN ('completed', 'dead', 'cancelled');

CREATE TABLE job_attempts (
    job_id     uuid NOT NULL,
    -- The claim's fence: one run, also where two runs carry the same number because the first did not count.
    fence      text NOT NULL,
    number     integer NOT NULL,
    worker     text,
    started_at timestamptz,
    ended_at   timestamptz,
    outcome    text CHECK (outcome IN ('completed', 'failed', 'dead', 'cancelled', 'released', 'crashed')),
    error      text,
    traceback  text,
    logs       json,
    PRIMARY KEY (job_id, fence)
);

CREATE TABLE mirror_position (
    namespace text PRIMARY KEY,
    position  text NOT NULL,
    moved_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Pauses live here too, so that a wiped Redis does not resume a queue that a person stopped.
CREATE TABLE paused_queues (
    tenant    text NOT NULL,
    queue     text NOT NULL,
    paused_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant, queue)
);
