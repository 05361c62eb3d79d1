-- What the overview shows: figures minute by minute, and which failures are alike.

-- Written by the mirror in the transaction that writes the rows, so they are as exact as those.
CREATE TABLE job_minutes (
    tenant    text NOT NULL,
    minute    timestamptz NOT NULL,
    queue     text NOT NULL,
    enqueued  integer NOT NULL DEFAULT 0,
    completed integer NOT NULL DEFAULT 0,
    -- Attempts, not jobs; those whose process died are among them.
    failed    integer NOT NULL DEFAULT 0,
    dead      integer NOT NULL DEFAULT 0,
    -- Attempts that ended in this minute by how long they waited and ran: place n counts those of at most
    -- 2^((n-1)/2) ms that fit in no place before it. Empty places at the end are left out.
    waits     integer[] NOT NULL DEFAULT '{}',
    runs      integer[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (tenant, minute, queue)
) WITH (fillfactor = 70);
CREATE INDEX job_minutes_age ON job_minutes (minute);

-- The first line of an error without what differs from one failure to the next: ids, hexadecimal words, numbers.
CREATE FUNCTION error_shape(error text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(left(split_part(coalesce(error, ''), E'\n', 1), 300),
        '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|0[xX][0-9a-fA-F]+'
        || '|\m(?=[a-fA-F]*[0-9])[0-9a-fA-F]{8,}\M|[0-9]+([.,:][0-9]+)*', '#', 'g')
$$;

-- One word for all failures of a type that read alike.
CREATE FUNCTION failure_group(type text, error text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT encode(substr(sha256(convert_to(type || ' ' || error_shape(error), 'UTF8')), 1, 8), 'hex')
$$;

-- The group of a dead letter, written when it dies, whoever writes that.
ALTER TABLE jobs ADD COLUMN failure text;

CREATE FUNCTION note_failure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.failure := failure_group(NEW.type, NEW.error);
    RETURN NEW;
END
$$;
CREATE TRIGGER jobs_note_failure BEFORE INSERT OR UPDATE OF status ON jobs
    FOR EACH ROW WHEN (NEW.status = 'dead' AND NEW.failure IS NULL) EXECUTE FUNCTION note_failure();

UPDATE jobs SET failure = failure_group(type, error) WHERE status = 'dead';
CREATE INDEX jobs_dead_by_failure ON jobs (tenant, failure, finished_at, id)
    WHERE status = 'dead' AND requeued_as IS NULL;

-- Whose run it was, so that a tenant's failures are found without a walk over everybody's. NULL: it began before this.
ALTER TABLE job_attempts ADD COLUMN tenant text;
CREATE INDEX job_attempts_failed ON job_attempts (tenant, ended_at DESC)
    WHERE outcome IN ('failed', 'dead', 'crashed');
