#!lua flags=allow-oom
-- withdraw: let a claim take nothing if it has not yet; a repeat of it, however late, finds that it was withdrawn.
-- KEYS 1: the namespace. ARGV 1: claim id; 2: ms for which that is remembered. Answer: 1, or 0 when it has taken jobs.
local taken = redis.call('GET', claim_key(ARGV[1]))
if not taken then redis.call('SET', claim_key(ARGV[1]), '', 'PX', ARGV[2]) end
return (taken or '') == '' and 1 or 0
