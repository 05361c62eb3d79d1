#!lua flags=allow-oom
-- progress: what a running handler says of itself.
-- KEYS 1: the namespace. ARGV: per report: id, fence, progress (JSON).
-- Answer: per report 'ok', or 'repeated', 'lost', 'missing' as for ack.
local answers = {}
for i = 1, #ARGV, 3 do
  local id, fence = ARGV[i], ARGV[i + 1]
  local job = load(id)
  local word = refused(job, fence)
  if not word then
    word = 'ok'
    job.version = job.version + 1
    save(id, job, { progress = ARGV[i + 2] })
    emit(id, job, 'progress', fence, ARGV[i + 2])
  end
  answers[#answers + 1] = word
end
return answers
