-- How many jobs a tenant made this month (UTC); migration 0002 counts them.

-- name: usage_this_month
SELECT tenants.tier, coalesce(usage.used, 0), tiers.jobs_limit,
       (extract(epoch FROM (date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC') + interval '1 month')
                           AT TIME ZONE 'UTC') * 1000)::bigint
FROM tenants
JOIN tiers ON tiers.name = tenants.tier
LEFT JOIN usage ON usage.tenant = tenants.id
     AND usage.month = date_trunc('month', clock_timestamp() AT TIME ZONE 'UTC')::date
WHERE tenants.id = %(tenant)s
