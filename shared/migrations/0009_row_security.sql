-- Row-level security, as a second net under the conditions that every statement on behalf of a tenant carries itself.
--
-- The producer runs such a statement as the role `workqueue_tenant`, with the tenant in `workqueue.tenant`, and then sees
-- and changes that tenant's rows alone, whatever the statement asks for. Nobody else is bound: not the duties of the
-- workers, not logins, not whoever looks into the database.

-- The runs of before migration 0006, which did not say whose they were.
UPDATE job_attempts SET tenant = jobs.tenant FROM jobs WHERE jobs.id = job_attempts.job_id AND job_attempts.tenant IS NULL;

-- Every table with rows of tenants, what a tenant's statements may do with it, and which of its rows are the tenant's. A
-- migration that adds such a table replaces this function and calls bind_tenants() once more.
CREATE FUNCTION tenant_tables() RETURNS TABLE (name text, rights text, condition text) LANGUAGE sql STABLE AS $$
    SELECT name, rights, coalesce(condition, $c$tenant = current_setting('workqueue.tenant')$c$)
    FROM (VALUES
        ('jobs', 'SELECT, INSERT, UPDATE, DELETE', NULL),
        ('job_attempts', 'SELECT, DELETE', NULL),
        ('job_minutes', 'SELECT', NULL),
        ('paused_queues', 'SELECT, INSERT, DELETE', NULL),
        ('schedules', 'SELECT, INSERT, UPDATE, DELETE', NULL),
        -- Under the policy of the schedules.
        ('schedule_runs', 'SELECT, INSERT, DELETE',
         'EXISTS (SELECT FROM schedules WHERE schedules.id = schedule_runs.schedule_id)'),
        ('webhooks', 'SELECT, INSERT, UPDATE, DELETE', NULL),
        ('webhook_deliveries', 'SELECT, INSERT, UPDATE', NULL),
        ('api_keys', 'SELECT, INSERT, UPDATE', NULL),
        ('tenants', 'SELECT', $c$id = current_setting('workqueue.tenant')$c$),
        ('usage', 'SELECT, INSERT, UPDATE', NULL),
        ('users', 'SELECT (id, tenant, email, verified_at, created_at)', NULL),
        ('billing', 'SELECT, INSERT, UPDATE', NULL)
    ) AS tables (name, rights, condition)
$$;

-- Whether whoever asks may become the role. Before version 16 every member might.
CREATE FUNCTION tenants_may_be_entered() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(bool_or(pg_has_role(current_user, oid,
        CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)), false)
    FROM pg_roles WHERE rolname = 'workqueue_tenant'
$$;

-- Whether statements of tenants can be, and are, held to their rows.
CREATE FUNCTION tenants_are_bound() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT tenants_may_be_entered() AND NOT EXISTS (
        SELECT FROM tenant_tables() AS bound
        WHERE NOT EXISTS (
            SELECT FROM pg_policies JOIN pg_class ON pg_class.oid = format('%I.%I', schemaname, tablename)::regclass
            WHERE schemaname = current_schema() AND tablename = bound.name AND policyname = 'one_tenant'
              AND pg_class.relrowsecurity))
$$;

-- Brings it into force; again is no harm. Answers NULL, or what keeps it from that.
CREATE FUNCTION bind_tenants() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    bound record;
BEGIN
    IF tenants_are_bound() THEN
        RETURN NULL;
    END IF;
    -- A role is of the whole cluster: another database of it may have made it, or be making it at this moment.
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'workqueue_tenant') THEN
        BEGIN
            CREATE ROLE workqueue_tenant NOLOGIN NOINHERIT;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN NULL;
            WHEN insufficient_privilege THEN
                RETURN format('the user %I may not create the role workqueue_tenant', current_user);
        END;
    END IF;
    IF NOT tenants_may_be_entered() THEN
        BEGIN
            -- Not to inherit from it is not to be bound by it.
            EXECUTE format('GRANT workqueue_tenant TO %I', current_user) || CASE
                WHEN current_setting('server_version_num')::int >= 160000 THEN ' WITH INHERIT FALSE, SET TRUE' ELSE '' END;
        EXCEPTION WHEN insufficient_privilege THEN
            RETURN format('the user %I may not become the role workqueue_tenant', current_user);
        END;
    END IF;
    IF NOT has_schema_privilege('workqueue_tenant', current_schema(), 'USAGE') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO workqueue_tenant', current_schema());
    END IF;
    GRANT SELECT ON tiers TO workqueue_tenant;
    FOR bound IN SELECT * FROM tenant_tables() LOOP
        EXECUTE format('GRANT %s ON %I TO workqueue_tenant', bound.rights, bound.name);
        EXECUTE format('DROP POLICY IF EXISTS everybody ON %I', bound.name);
        EXECUTE format('DROP POLICY IF EXISTS one_tenant ON %I', bound.name);
        EXECUTE format('CREATE POLICY everybody ON %I USING (true)', bound.name);
        EXECUTE format('CREATE POLICY one_tenant ON %I AS RESTRICTIVE TO workqueue_tenant USING (%s)',
            bound.name, bound.condition);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', bound.name);
    END LOOP;
    RETURN NULL;
END
$$;

SELECT bind_tenants();
