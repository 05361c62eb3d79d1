#!lua flags=allow-oom
-- promote: scheduled jobs and retries that are due become pending, in the order in which they fell due.
-- KEYS 1: the namespace. ARGV 1: at most how many (200 at most).
-- Answer: { how many became pending, ms until the next one is due (-1: none waits) }.
local now = now_ms()
local promoted, rung = 0, {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', SCHEDULED, '-inf', now, 'LIMIT', 0, math.min(200, tonumber(ARGV[1])))) do
  redis.call('ZREM', SCHEDULED, id)
  local job = load(id)
  if job and (job.state == 'scheduled' or job.state == 'failed') then
    job.state, job.version, job.queued_at = 'pending', job.version + 1, now
    save(id, job)
    push(id, job, false)
    emit(id, job, 'promoted', '', '')
    promoted = promoted + 1
    rung[job.queue] = true
  end
end
for queue in pairs(rung) do ring(queue) end
local first = redis.call('ZRANGE', SCHEDULED, 0, 0, 'WITHSCORES')
return { promoted, first[2] and math.max(0, math.floor(tonumber(first[2]) - now)) or -1 }
