#!lua flags=allow-oom
-- identity: which run of the server this is, and the mark of its data, which a wiped server has lost.
-- KEYS 1: the namespace. ARGV 1: the mark that data without one gets. Answer: { run id of the server, mark }.
local run_id = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
return { run_id, take_hold('mark', ARGV[1], 0) }
