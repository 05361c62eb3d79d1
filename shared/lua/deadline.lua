#!lua flags=allow-oom
-- deadline: a running handler asks for more time.
-- KEYS 1: the namespace. ARGV 1: id; 2: fence; 3: ms from now. Answer: 'ok', or 'repeated', 'lost', 'missing' as for ack.
local word = refused(load(ARGV[1]), ARGV[2])
if word then return word end
redis.call('HSET', job_key(ARGV[1]), 'deadline', now_ms() + tonumber(ARGV[3]))
return 'ok'
