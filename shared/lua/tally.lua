#!lua flags=allow-oom
-- tally: a tenant's own worker has ended an attempt.
-- KEYS 1: the namespace. ARGV 1: worker; 2: 'done' or 'failed'; 3: ms for which a new tally is kept. Answer: nothing.
redis.call('HINCRBY', tally_key(ARGV[1]), ARGV[2], 1)
redis.call('PEXPIRE', tally_key(ARGV[1]), ARGV[3], 'NX')
