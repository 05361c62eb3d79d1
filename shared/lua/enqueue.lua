#!lua
-- enqueue: give jobs their records and put them in line. Repeatable: a job that has a record keeps it.
-- KEYS 1: the namespace.
-- ARGV 1: longest events stream allowed (0: any). Then per job: id, delay in ms (0: none), the intake entry it comes
--   from ('' when none), the number of its fields, and that many fields and values of its record.
-- Answer: per job the word 'created', or the state of the job that was there; or the error 'FULL ...'.
local limit = tonumber(ARGV[1])
if limit > 0 and redis.call('XLEN', EVENTS) >= limit then
  return redis.error_reply('FULL the events stream holds ' .. limit .. ' entries that the mirror has not read')
end

local now = now_ms()
local answers, rung, queues = {}, {}, {}

-- The record as it came, with the times that only this clock may give.
local function created(id, delay, first, count)
  local record, f = { job_key(id) }, {}
  for i = first, first + count - 1, 2 do
    record[#record + 1] = ARGV[i]; record[#record + 1] = ARGV[i + 1]
    f[ARGV[i]] = ARGV[i + 1]
  end
  local job = { type = f.type, tenant = f.tenant or DEFAULT_TENANT, queue = f.queue or DEFAULT_QUEUE,
    priority = tonumber(f.priority) or DEFAULT_PRIORITY, crash_count = tonumber(f.crash_count) or 0 }
  if not f.created_at then record[#record + 1] = 'created_at'; record[#record + 1] = now end
  if f.state == 'pending' then
    record[#record + 1] = 'queued_at'; record[#record + 1] = now
    push(id, job, false)
    rung[job.queue] = true
  elseif f.state == 'scheduled' or f.state == 'failed' then
    local run_at = delay > 0 and now + delay or f.run_at or now
    record[#record + 1] = 'run_at'; record[#record + 1] = run_at
    redis.call('ZADD', SCHEDULED, run_at, id)
  elseif f.state == 'dead' then
    redis.call('LPUSH', DEAD, id)
  end
  redis.call('HSET', unpack(record))
  queues[job.queue] = true
  emit(id, job, 'enqueued', f.state, f.version or 1, f.attempt or 0, '', f.state == 'dead' and f.error or '')
end

local at = 2
while ARGV[at] do
  local id, delay, entry, count = ARGV[at], tonumber(ARGV[at + 1]), ARGV[at + 2], tonumber(ARGV[at + 3])
  local state = redis.call('HGET', job_key(id), 'state')
  if entry ~= '' then redis.call('HDEL', INTAKE, entry) end
  if state then
    answers[#answers + 1] = state
  else
    created(id, delay, at + 4, 2 * count)
    answers[#answers + 1] = 'created'
  end
  at = at + 4 + 2 * count
end
for queue in pairs(queues) do
  -- A queue's first job: who serves every queue listens to the default one, and then asks for the names.
  if redis.call('SADD', QUEUES, queue) == 1 then rung[DEFAULT_QUEUE] = true end
end
for queue in pairs(rung) do ring(queue) end
return answers
