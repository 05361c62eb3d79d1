#!lua flags=allow-oom
-- nack: the attempt failed; shared/lifecycle.py has decided what follows.
-- KEYS 1: the namespace. ARGV 1: ms that finished records stay (0: until the mirror has them); then per job: id, fence,
--   decision ('retry', 'dead' or 'cancelled'), delay in ms before the next attempt, error, data for the event (JSON).
-- Answer: per job the state it is in now, or 'repeated', 'lost' or 'missing' as for ack. A job that a person asked to
--   cancel is cancelled, whatever was decided.
local ttl_ms = tonumber(ARGV[1])
local now = now_ms()
local answers = {}

local function retry(id, job, delay_ms, error, data)
  job.state, job.version, job.run_at, job.deadline = 'failed', job.version + 1, now + delay_ms, nil
  save(id, job, { error = error, progress = false })
  schedule(id, job.run_at)
  emit(id, job, 'failed', job.fence, data)
  return 'failed'
end

for i = 2, #ARGV, 6 do
  local id, fence, decision, delay_ms, error, data = unpack(ARGV, i, i + 5)
  local job = load(id)
  local word = refused(job, fence)
  if not word then
    let_go(id, job)
    if job.cancel or decision == 'cancelled' then
      word = end_cancelled(id, job, error, data, ttl_ms)
    elseif decision == 'retry' then
      word = retry(id, job, tonumber(delay_ms), error, data)
    else
      word = bury(id, job, error, data, ttl_ms)
    end
  end
  answers[#answers + 1] = word
end
return answers
