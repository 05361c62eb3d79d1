#!lua flags=allow-oom
-- claim_id: the id of the claim that was first asked for under a lock's name.
-- KEYS 1: the namespace. ARGV 1: the name; 2: a fresh id; 3: ms for which it is remembered.
-- Answer: the fresh id when nothing was asked for under it lately, else the one of then.
local lock = lock_key(ARGV[1])
local known = redis.call('GET', lock)
if not known then redis.call('SET', lock, ARGV[2], 'PX', ARGV[3]) end
return known or ARGV[2]
