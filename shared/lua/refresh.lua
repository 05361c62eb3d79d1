#!lua flags=allow-oom
-- refresh: a tenant's own worker was heard of; its record stays as it last described itself.
-- KEYS 1: the namespace. ARGV 1: worker; 2: tenant; 3: ms for which its record is kept; 4: ms for which the tenant's list is.
-- Answer: nothing.
local worker, own = ARGV[1], own_workers_key(ARGV[2])
local now, ttl_ms = now_ms(), tonumber(ARGV[3])
redis.call('PEXPIRE', worker_key(worker), ttl_ms, 'GT')
redis.call('PEXPIRE', tally_key(worker), ttl_ms, 'GT')
redis.call('ZADD', WORKERS, 'XX', now, worker)
redis.call('ZADD', own, 'XX', 'GT', now + ttl_ms, worker)
redis.call('PEXPIRE', own, ARGV[4])
