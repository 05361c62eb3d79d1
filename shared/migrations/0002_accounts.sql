-- Who calls: tenants, their people, keys and sessions, and how many jobs each tenant made this month.

CREATE TABLE tiers (
    name       text PRIMARY KEY,
    -- Jobs in a calendar month (UTC); NULL: as many as they like.
    jobs_limit bigint CHECK (jobs_limit > 0)
);
INSERT INTO tiers (name, jobs_limit) VALUES ('free', 1000), ('pro', 100000), ('business', NULL);

-- Whoever registered. The operator's own tenant, `default`, is none of these: nothing of its is counted.
CREATE TABLE tenants (
    id         text PRIMARY KEY CHECK (id <> 'default'),
    tier       text NOT NULL DEFAULT 'free' REFERENCES tiers (name),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE users (
    id            uuid PRIMARY KEY,
    tenant        text NOT NULL REFERENCES tenants (id),
    -- In lower case.
    email         text NOT NULL UNIQUE,
    password_hash text NOT NULL,
    verified_at   timestamptz,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- A login, and every refresh token that descends from it; to revoke it is to revoke them all.
CREATE TABLE sessions (
    id         uuid PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX sessions_by_user ON sessions (user_id);

-- Used ones stay until their session goes, so that a stolen one gives itself away.
CREATE TABLE refresh_tokens (
    hash       bytea PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    used_at    timestamptz
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);

-- What a link in a mail carries.
CREATE TABLE mail_tokens (
    hash       bytea PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    purpose    text NOT NULL CHECK (purpose IN ('reset', 'verify')),
    expires_at timestamptz NOT NULL
);
CREATE INDEX mail_tokens_by_user ON mail_tokens (user_id);

CREATE TABLE api_keys (
    -- Stands in the key itself.
    id           text PRIMARY KEY,
    tenant       text NOT NULL,
    name         text NOT NULL,
    kind         text NOT NULL CHECK (kind IN ('client', 'worker', 'admin')),
    scopes       text[] NOT NULL,
    -- SHA-256: 256 random bits need no slow hash.
    secret_hash  bytea NOT NULL,
    rotated_from text,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz
);
CREATE INDEX api_keys_by_tenant ON api_keys (tenant, created_at DESC, id DESC);

CREATE TABLE usage (
    tenant  text NOT NULL REFERENCES tenants (id),
    month   date NOT NULL,
    used    bigint NOT NULL,
    allowed bigint,
    PRIMARY KEY (tenant, month),
    CONSTRAINT usage_within_limit CHECK (used <= allowed)
);

-- Every new row of a registered tenant is counted by the statement that inserts it, whatever made it (a call, a batch,
-- a requeue, a schedule), and all of that statement's rows are refused where they would pass the limit. The count and
-- the limit are compared under the lock of the month's row, so that no number of callers together passes it.
-- A transaction that restores rows of jobs which were accepted before says so in `workqueue.restores`.
CREATE FUNCTION count_usage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('workqueue.restores', true) = 'on' THEN
        RETURN NULL;
    END IF;
    INSERT INTO usage AS counted (tenant, month, used, allowed)
    SELECT tenants.id, date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC')::date, made.jobs, tiers.jobs_limit
    FROM (SELECT tenant, count(*) AS jobs FROM fresh WHERE tenant <> 'default' GROUP BY tenant) AS made
    JOIN tenants ON tenants.id = made.tenant
    JOIN tiers ON tiers.name = tenants.tier
    ORDER BY tenants.id
    ON CONFLICT (tenant, month) DO UPDATE SET used = counted.used + excluded.used, allowed = excluded.allowed;
    RETURN NULL;
END $$;
CREATE TRIGGER jobs_count_usage AFTER INSERT ON jobs
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION count_usage();
