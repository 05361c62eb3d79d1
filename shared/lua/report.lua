#!lua flags=allow-oom
-- report: keep what a worker says of itself until it falls silent; a tenant has only so many workers of its own.
-- KEYS 1: the namespace. ARGV 1: the worker's id; 2: its record; 3: ms until that is gone; 4: ms after which the id is
-- off the list at the latest; 5: the tenant whose own it is ('' for one that serves all); 6: the most a tenant may have.
-- Answer: 1, or 0 when the tenant has as many others: then nothing is kept.
local worker, ttl, kept, tenant = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
local now = now_ms()

local function has_room(own)
  local ends = redis.call('ZSCORE', own, worker)
  return ends and tonumber(ends) > now or redis.call('ZCOUNT', own, '(' .. now, '+inf') < tonumber(ARGV[6])
end

-- Its names that fell silent go first: whoever chooses a fresh one each time leaves no more than these behind.
local function drop_silent(own)
  for _, silent in ipairs(redis.call('ZRANGE', own, '-inf', now, 'BYSCORE', 'LIMIT', 0, 200)) do
    if redis.call('EXISTS', worker_key(silent)) == 0 then
      redis.call('ZREM', own, silent)
      redis.call('ZREM', WORKERS, silent)
    end
  end
end

if tenant ~= '' then
  local own = own_workers_key(tenant)
  drop_silent(own)
  if not has_room(own) then return 0 end
  redis.call('ZADD', own, now + ttl, worker)
  redis.call('PEXPIRE', own, kept)
  redis.call('HSETNX', tally_key(worker), 'since', now)
  redis.call('PEXPIRE', tally_key(worker), ttl)
end
keep_worker(worker, ARGV[2], ttl, now, kept)
return 1
