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
local answers, rung = {}, {}

local function created(id, delay, first, count)
  local record = { job_key(id) }
  for i = first, first + count - 1 do record[#record + 1] = ARGV[i] end
  redis.call('HSET', unpack(record))
  local f = read(id, 'state', 'type', 'tenant', 'queue', 'priority', 'version', 'attempt', 'run_at', 'created_at', 'error',
    'crash_count')
  local job = { type = f[2], tenant = f[3] or DEFAULT_TENANT, queue = f[4] or DEFAULT_QUEUE,
    priority = tonumber(f[5]) or DEFAULT_PRIORITY, crash_count = tonumber(f[11]) or 0 }
  local state, run_at = f[1], tonumber(f[8])
  if delay > 0 then run_at = now + delay end
  local more = {}
  if not f[9] then more[1] = 'created_at'; more[2] = now end
  if state == 'pending' then
    more[#more + 1] = 'queued_at'; more[#more + 1] = now
    push(id, job, false)
    rung[job.queue] = true
  elseif state == 'scheduled' or state == 'failed' then
    run_at = run_at or now
    more[#more + 1] = 'run_at'; more[#more + 1] = run_at
    redis.call('ZADD', SCHEDULED, run_at, id)
  elseif state == 'dead' then
    redis.call('LPUSH', DEAD, id)
  end
  if #more > 0 then redis.call('HSET', job_key(id), unpack(more)) end
  if redis.call('SADD', QUEUES, job.queue) == 1 then rung[DEFAULT_QUEUE] = true end
  emit(id, job, 'enqueued', state, f[6] or 1, f[7] or 0, '', state == 'dead' and f[10] or '')
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
for queue in pairs(rung) do ring(queue) end
return answers
