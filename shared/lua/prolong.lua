#!lua flags=allow-oom
-- prolong: lengthen the leases of single jobs, for whoever shows their fences.
-- KEYS 1: the namespace. ARGV 1: ms past its deadline after which a job is extended no more; then per job: id, fence,
--   lease in ms from now.
-- Answer: per job the word 'ok', 'cancel' (a person asked it to stop; extended), 'overdue' (not extended: its time is
--   up), or 'repeated', 'lost', 'missing' as for ack; and the ms at which its lease ends, 0 where it was not extended.
local grace_ms, now = tonumber(ARGV[1]), now_ms()
local answers = {}
for i = 2, #ARGV, 3 do
  local id = ARGV[i]
  local job = load(id)
  local word, ends = refused(job, ARGV[i + 1]), 0
  if not word then
    if job.deadline and now > job.deadline + grace_ms then
      word = 'overdue'
    else
      word = job.cancel and 'cancel' or 'ok'
      ends = now + tonumber(ARGV[i + 2])
      redis.call('ZADD', LEASES, ends, id)
    end
  end
  answers[#answers + 1] = { word, ends }
end
return answers
