#!lua flags=allow-oom
-- settle: Postgres holds these final states; Redis adopts them and may forget the jobs. Dead letters stay.
-- KEYS 1: the namespace. ARGV 1: ms that the tombstones stay; then per job: id, final state, version in Postgres.
-- Answer: how many records said something else.
local ttl_ms = tonumber(ARGV[1])
local corrected = 0

-- The record as it is once it says what Postgres says.
local function adopt(id, record, final, version)
  local job = job_of(record)
  corrected = corrected + 1
  let_go(id, job)
  redis.call('ZREM', SCHEDULED, id)
  if job.state == 'pending' then unpark(id, job) end
  if final == 'dead' then redis.call('LPUSH', DEAD, id) elseif job.state == 'dead' then redis.call('LREM', DEAD, 1, id) end
  job.state, job.version = final, math.max(job.version, version) + 1
  return save(id, job)
end

local ids = {}
for i = 2, #ARGV, 3 do ids[#ids + 1] = ARGV[i] end
local records = records_of(ids)
for i = 2, #ARGV, 3 do
  local id, final, version = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2])
  local record = records[id]
  if record then
    if string.match(record, '^%S+') ~= final then record = adopt(id, record, final, version) end
    if final ~= 'dead' then entomb(id, record, ttl_ms) end
    records[id] = nil
  end
end
return corrected
