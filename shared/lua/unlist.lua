#!lua flags=allow-oom
-- unlist: take workers that have no record off the list. Nothing but another report brings a record back, and that
-- lists its worker again; so whoever saw that there is none need not fear for one that reports meanwhile.
-- KEYS 1: the namespace. ARGV: ids of workers.
-- Answer: how many were taken off.
local count = 0
for _, worker in ipairs(ARGV) do
  if redis.call('EXISTS', worker_key(worker)) == 0 then count = count + redis.call('ZREM', WORKERS, worker) end
end
return count
