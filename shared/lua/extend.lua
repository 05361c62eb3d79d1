#!lua flags=allow-oom
-- extend: lengthen every lease that a runner holds, in one call.
-- KEYS 1: the namespace. ARGV 1: runner; 2: lease in ms; 3: ms past its deadline after which a job is extended no more.
-- Answer: a flat list id, word, for those that need attention: 'cancel' (a person asked it to stop; extended),
--   'overdue' (not extended: its time is up), 'lost' (it is another's, or over).
return extended(ARGV[1], redis.call('HGETALL', held_key(ARGV[1])), now_ms(), tonumber(ARGV[2]), tonumber(ARGV[3]))
