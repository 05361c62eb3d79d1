-- Schedules: what makes a job again and again, and what became of each of their times.

CREATE TABLE schedules (
    id                   uuid PRIMARY KEY,
    tenant               text NOT NULL,
    name                 text NOT NULL,
    job_type             text NOT NULL,
    -- json, not jsonb: a payload comes out exactly as it went in.
    payload              json NOT NULL,
    queue                text NOT NULL,
    priority             smallint NOT NULL CHECK (priority BETWEEN 1 AND 10),
    max_attempts         integer,
    timeout_ms           bigint,
    tags                 json,
    cron_expression      text NOT NULL,
    time_zone            text NOT NULL,
    enabled              boolean NOT NULL,
    missed_policy        text NOT NULL CHECK (missed_policy IN ('skip', 'run_once', 'run_all')),
    max_missed_runs      integer NOT NULL CHECK (max_missed_runs BETWEEN 1 AND 100),
    max_lateness_seconds integer,
    overlap_policy       text NOT NULL CHECK (overlap_policy IN ('allow', 'skip')),
    -- Raised by every edit: who decided by an older text of the schedule moves nothing.
    version              bigint NOT NULL DEFAULT 1,
    -- The next slot; none while it is paused.
    next_run_at          timestamptz,
    last_run_at          timestamptz,
    last_job_id          uuid,
    created_at           timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (tenant, name)
);

CREATE INDEX schedules_due ON schedules (next_run_at) WHERE next_run_at IS NOT NULL;

CREATE TABLE schedule_runs (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    schedule_id uuid NOT NULL REFERENCES schedules ON DELETE CASCADE,
    slot        timestamptz NOT NULL,
    -- decided: its job is about to be accepted; queued and triggered: it was.
    outcome     text NOT NULL
        CHECK (outcome IN ('decided', 'queued', 'triggered', 'overlapped', 'missed', 'refused')),
    job_id      uuid UNIQUE,
    reason      text
);

CREATE INDEX schedule_runs_newest ON schedule_runs (schedule_id, id DESC);
CREATE INDEX schedule_runs_decided ON schedule_runs (id) WHERE outcome = 'decided';
