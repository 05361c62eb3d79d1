#!lua flags=allow-oom
-- deadline: a running handler asks for more time.
-- KEYS 1: the namespace. ARGV 1: id; 2: fence; 3: ms from now. Answer: 'ok', or 'repeated', 'lost', 'missing' as for ack.
local job = load(ARGV[1])
local word = refused(job, ARGV[2])
if word then return word end
job.deadline = now_ms() + tonumber(ARGV[3])
save(ARGV[1], job)
return 'ok'
