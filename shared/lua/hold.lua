#!lua flags=allow-oom
-- hold: take or keep a lock whose loss costs no more than a repeated duty. Also where Redis is full: among the duties
-- is the mirror, which alone makes room again.
-- KEYS 1: the namespace. ARGV 1: the lock's name; 2: who asks; 3: ms for which it is held (0: for ever).
-- Answer: who holds it now.
local lock, ms = lock_key(ARGV[1]), tonumber(ARGV[3])
local holder = redis.call('GET', lock)
if not holder then
  redis.call('SET', lock, ARGV[2])
  holder = ARGV[2]
end
if holder == ARGV[2] and ms > 0 then redis.call('PEXPIRE', lock, ms) end
return holder
