#!lua flags=allow-oom
-- retell: say again where a job stands, above every version that the mirror has seen; the mirror then reads the record.
-- KEYS 1: the namespace. ARGV: per job: id, version that the mirror has.
-- Answer: per job the new version, or 0 when there is no record.
local answers = {}
for i = 1, #ARGV, 2 do
  local job = load(ARGV[i])
  local version = 0
  if job then
    version = math.max(job.version, tonumber(ARGV[i + 1])) + 1
    job.version = version
    save(ARGV[i], job)
    emit(ARGV[i], job, 'snapshot', job.fence, '')
  end
  answers[#answers + 1] = version
end
return answers
