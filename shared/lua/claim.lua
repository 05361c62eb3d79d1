#!lua flags=allow-oom
-- claim: hand the oldest of the most urgent jobs to a runner, each under a lease and this claim's fence.
-- KEYS 1: the namespace.
-- ARGV 1: claim id, which is the fence; 2: runner; 3: how many; 4: lease in ms; 5: time-out in ms of types that name
--   none; 6: '1' when the runner runs nothing (it may then take a suspect, alone); 7: number of queues (200 at most); the queues;
--   then the number of known types (-1: any), and per type its name and time-out in ms; then the one tenant whose jobs
--   may be handed out ('' or absent: any). A tenant's own workers use up none of its turns among the others.
-- Answer: { raw entries waiting to be given a record, '1' when the runner should fall idle to take a suspect,
--   then the jobs in order: each its id with the rest of its record behind it, and before those that are alike the first
--   two lines of their records }. A repeat of a claim id answers the same jobs, and a claim that was withdrawn none.
local claim, runner, want, lease_ms = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local default_timeout, idle = tonumber(ARGV[5]), ARGV[6] == '1'
local now = now_ms()
local lease_until = text(now + lease_ms)

local queues, types = {}, nil
local at = 8
for _ = 1, tonumber(ARGV[7]) do queues[#queues + 1] = ARGV[at]; at = at + 1 end
local count = tonumber(ARGV[at]); at = at + 1
if count >= 0 then
  types = {}
  for _ = 1, count do types[ARGV[at]] = tonumber(ARGV[at + 1]); at = at + 2 end
end
local only = ARGV[at] ~= '' and ARGV[at] or nil

local claimed, ids, expiries, held, written = {}, {}, {}, {}, {}
local budget = 200 -- entries looked at in all, so that a run of dropped hints cannot hold Redis up

-- What mostly is not there; one call says so of all of it.
local rare = { WEIGHTS, PAUSED, INTAKE }
for _, queue in ipairs(queues) do
  rare[#rare + 1] = solo_key(queue); rare[#rare + 1] = parked_types_key(queue)
end
local some_rare = redis.call('EXISTS', unpack(rare)) > 0
local function is_there(key) return some_rare and redis.call('EXISTS', key) == 1 end
local weighted, pauses = is_there(WEIGHTS), is_there(PAUSED)

local has_intake = is_there(INTAKE)
local function answer(wait_for_idle)
  return { has_intake and redis.call('HLEN', INTAKE) or 0, wait_for_idle and '1' or '0', unpack(claimed) }
end

-- What a record says to a runner when values of it lie apart: those that it needs.
local function fetched(id, rest)
  local times, body = cut(rest)
  local names, shape, values = { 'payload', 'backoff', 'tags' }, {}, {}
  for i, entry in ipairs(redis.call('HMGET', apart_key(id), unpack(names))) do
    entry = entry or value_of(body, names[i])
    if entry then
      shape[#shape + 1] = names[i] .. ' ' .. #entry
      values[#values + 1] = entry
    end
  end
  return times .. '\n' .. table.concat(shape, ' ') .. '\n' .. table.concat(values)
end

-- What a runner is told of a job. Every value of an answer costs both sides something, and most jobs are alike.
local said
local function hand_out(id, lines, rest)
  if said ~= lines then
    said = lines
    claimed[#claimed + 1] = lines
  end
  claimed[#claimed + 1] = id .. (lies_apart(rest) and fetched(id, rest) or rest)
end

local before = redis.call('GET', claim_key(claim))
-- Withdrawn: the bell that it may have heard is for another to hear.
if before == '' then
  for _, queue in ipairs(queues) do ring(queue) end
end
if before then
  for id in string.gmatch(before, '[^ ]+') do
    local record = redis.call('GET', job_key(id))
    if record and not refused(job_of(record), claim) then hand_out(id, split(record)) end
  end
  return answer(false)
end

-- What a claim makes of a pending job, as far as its state says: version, attempt and crash count, which are the same for
-- all jobs that have never run.
local PENDING = '^pending (%S+) %S+ %S+ (%S+) %S+ %S+ %S+ %S+ (%S+)$'
local begun = once_for_each(function(state)
  local version, attempt, crash_count = string.match(state, PENDING)
  if not version then return nil end
  version, attempt = following[version], following[attempt]
  return { head = 'running ' .. version .. ' 0 - ' .. attempt .. ' ' .. claim .. ' ' .. runner .. ' ' .. text(now) .. ' ',
    tail = ' ' .. crash_count, told = ' started running ' .. version .. ' ' .. attempt .. ' ' .. claim .. ' ' .. runner,
    is_suspect = tonumber(crash_count) >= SOLO_AFTER }
end)

-- Of what a job is, only what its start needs.
local deadlines = once_for_each(function(timeout_ms) return text(now + timeout_ms) end)
local needed = once_for_each(function(line)
  local who, kind, timeout_ms = string.match(line, '^(%S+ (%S+) %S+) %S+ %S+ (%S+)')
  return { who = who, is_unknown = types and not types[kind],
    deadline = deadlines[tonumber(timeout_ms) or (types and types[kind]) or default_timeout] }
end)

-- Both together, once for jobs alike that follow one another: most are claimed with others that are.
local met, as, spec, lines_then
local function is_pending(lines)
  if lines ~= met then
    local state, spec_line = both(lines)
    met, as, spec = lines, begun[state], needed[spec_line]
    lines_then = as and as.head .. spec.deadline .. as.tail .. '\n' .. spec_line .. '\n'
  end
  return as ~= nil
end

-- Records are read and written together, so an entry that comes twice is known by what was started here.
local started = {}
local function start(id, rest)
  started[id] = true
  written[#written + 1] = job_key(id); written[#written + 1] = lines_then .. rest
  say(id, spec.who, as.told)
  hand_out(id, lines_then, rest)
  expiries[#expiries + 1] = lease_until; expiries[#expiries + 1] = id
  held[#held + 1] = id; held[#held + 1] = claim
  ids[#ids + 1] = id
  want = want - 1
end

-- Where in its millisecond a job is parked: behind those that came before it. Below 2^53 / PARTS the sum is exact.
local PARTS = 1024
local newest = {}
local function place_in(line, queued_at)
  local last = newest[line] or tonumber(redis.call('ZRANGE', line, -1, -1, 'WITHSCORES')[2] or 0)
  local place = math.floor(last) == queued_at and math.min(last + 1 / PARTS, queued_at + 1 - 1 / PARTS) or queued_at
  newest[line] = math.max(last, place)
  return string.format('%.17g', place)
end

-- A type that this runner does not know goes to a line of its own, where a runner that knows it finds it first. What
-- was taken back, or parked before, may come late: so this line is kept in order, and holds a job once.
local function park(id, job)
  local line = parked_key(job.queue, job.type, job.priority, job.tenant)
  local is_new = redis.call('EXISTS', line) == 0
  redis.call('ZADD', line, place_in(line, job.queued_at or 0), id)
  if is_new then enter(ready_parked_key(job.queue, job.type), line, job.priority) end
  redis.call('SADD', parked_types_key(job.queue), job.type)
end

-- One popped entry: a hint to a pending job is claimed (or parked), a stale hint is dropped, anything else is a raw
-- entry that a client pushed itself and is kept whole until it has a record.
local function consider(entry, record)
  if not record then
    if not is_id(entry) then
      has_intake = true
      redis.call('HSET', INTAKE, now .. '-' .. redis.call('INCR', INTAKE_COUNT), entry)
      ring_at(wake_key('adopter'))
    end
    return
  end
  local lines, rest = split(record)
  if not is_pending(lines) then return end
  if as.is_suspect then
    suspect(entry, job_of(record)) -- a stale hint, from before it was one
  elseif spec.is_unknown then
    park(entry, job_of(record))
  else
    start(entry, rest)
  end
end

local function consider_all(entries)
  local records = records_of(entries)
  for _, entry in ipairs(entries) do
    if not started[entry] then consider(entry, records[entry]) end
  end
end

local function tenant_of(list)
  if list == NS then return DEFAULT_TENANT end
  return string.match(list, ':([^:]+)$')
end

local function step(list)
  if not weighted then return UNIT end
  local weight = tonumber(redis.call('HGET', WEIGHTS, tenant_of(list))) or 1
  return math.max(1, math.floor(UNIT / weight))
end

-- A large claim takes several jobs from each list that it serves, as each costs a pop and a move in the index (deficit
-- round robin, Shreedhar and Varghese 1995). It still serves 32 lists, and shares stay what they are: times move on by as much.
local quantum = math.max(1, math.floor(want / 32))

-- How many jobs a list may give before the next list of its band has its turn.
local function turn(score, following, unit, most)
  if not following then return most end
  local fair = math.floor((following - score) / unit) + 1
  return fair > 0 and math.min(most, math.max(quantum, fair)) or 0
end

-- The tenant's most urgent list in an index, with its score; `kind`: of the parked type that the index is for.
local function own_list(index, queue, kind)
  for priority = 10, 1, -1 do
    local list = kind and parked_key(queue, kind, priority, only) or pending_key(queue, priority, only)
    local score = redis.call('ZSCORE', index, list)
    if score then return { list, score } end
  end
  return {}
end

-- Takes the oldest entries out of a line; those of parked types lie in order by score.
local function take(line, kind, most)
  if not kind then
    -- An answer of one value costs less than a list of one, and with many tenants each gives one at a time.
    if most == 1 then return { redis.call('LPOP', line) or nil } end
    return redis.call('LPOP', line, most) or {}
  end
  local entries, found = {}, redis.call('ZPOPMIN', line, most)
  for i = 1, #found, 2 do entries[#entries + 1] = found[i] end
  return entries
end

-- Of scores and lists those whose list has entries left; the others join `emptied`. Mostly all have or none has, and one
-- call says so.
local function not_emptied(scored, emptied)
  local lists = {}
  for i = 2, #scored, 2 do lists[#lists + 1] = scored[i] end
  local left = #lists == 0 and 0 or redis.call('EXISTS', unpack(lists))
  if left == #lists then return scored end
  local kept = {}
  for i, list in ipairs(lists) do
    if left > 0 and redis.call('EXISTS', list) == 1 then
      kept[#kept + 1] = scored[2 * i - 1]; kept[#kept + 1] = list
    else
      emptied[#emptied + 1] = list
    end
  end
  return kept
end

-- One pass over the lists of the first band. Answers whether the index may hold more.
local function serve_band(index, queue, kind)
  local last = math.ceil(want / quantum)
  local members = only and own_list(index, queue, kind) or redis.call('ZRANGE', index, 0, last, 'WITHSCORES')
  if #members == 0 then
    if not only then redis.call('DEL', clock_key(index)) end
    return false
  end
  local band = math.floor(tonumber(members[2]) / BAND)
  local moved, emptied, clock, soonest = {}, {}, nil, nil
  local taken, left = {}, want
  for i = 1, #members, 2 do
    local list, score = members[i], tonumber(members[i + 1])
    if math.floor(score / BAND) ~= band or left <= 0 or budget <= 0 then break end
    if pauses and is_paused(queue, tenant_of(list)) then
      emptied[#emptied + 1] = list
    else
      local unit = step(list)
      local following = tonumber(members[i + 3])
      if following and math.floor(following / BAND) ~= band then following = nil end
      if soonest and (not following or soonest < following) then following = soonest end
      local allowed = math.min(turn(score, following, unit, left), budget)
      if allowed <= 0 then break end -- those served have their next turn before this one, and before all behind it
      local entries = take(list, kind, allowed)
      for _, entry in ipairs(entries) do taken[#taken + 1] = entry end
      left, budget = left - #entries, budget - math.max(1, #entries)
      -- The virtual time is where the last job served began its turn, or a newcomer would be let in ahead of all that
      -- a lone tenant was given meanwhile.
      clock = math.max(clock or 0, score - band * BAND + unit * math.max(0, #entries - 1))
      if #entries < allowed then
        emptied[#emptied + 1] = list
      else
        local next_turn = score + unit * #entries
        moved[#moved + 1] = next_turn; moved[#moved + 1] = list
        if not soonest or next_turn < soonest then soonest = next_turn end
      end
    end
  end
  consider_all(taken)
  moved = not_emptied(moved, emptied)
  -- Nothing is left of an index that was seen to its end, and its time begins anew.
  if not only and #members <= 2 * last and 2 * #emptied == #members then
    redis.call('DEL', index, clock_key(index))
    return false
  end
  if #emptied > 0 then redis.call('ZREM', index, unpack(emptied)) end
  if only then return true end
  if #moved > 0 then redis.call('ZADD', index, unpack(moved)) end
  if clock then redis.call('HSET', clock_key(index), 10 - band, clock) end
  return true
end

-- Answers whether the index may hold more.
local function serve(index, queue, kind)
  while want > 0 and budget > 0 do
    if not serve_band(index, queue, kind) then return only ~= nil end
  end
  return true
end

-- The parked types that this runner knows; anybody may enqueue any number that nobody does.
local function parked_kinds(known)
  if not types then return redis.call('SRANDMEMBER', known, 200) end
  local kinds = {}
  for kind in pairs(types) do
    if redis.call('SISMEMBER', known, kind) == 1 then kinds[#kinds + 1] = kind end
  end
  return kinds
end

-- Lines of parked types that this runner knows come first: they are the older ones.
local function serve_parked(queue)
  local known = parked_types_key(queue)
  if not is_there(known) then return end
  for _, kind in ipairs(parked_kinds(known)) do
    local index = ready_parked_key(queue, kind)
    serve(index, queue, kind)
    -- A paused line leaves the index and comes back by its type when it is resumed.
    if not pauses and redis.call('ZCARD', index) == 0 then redis.call('SREM', known, kind) end
  end
end

-- A suspect (its worker died twice) runs alone in an idle process: true when this claim is settled by one.
local function serve_suspect(queue)
  for _, id in ipairs(redis.call('ZRANGE', solo_key(queue), 0, 49)) do
    local job = load(id)
    if not job or job.state ~= 'pending' then
      redis.call('ZREM', solo_key(queue), id)
    elseif (not only or job.tenant == only) and (not types or types[job.type]) and not (pauses and is_paused(queue, job.tenant)) then
      if idle then
        redis.call('ZREM', solo_key(queue), id)
        redis.call('DEL', solo_turn_key(queue))
        local lines, rest = split(redis.call('GET', job_key(id)))
        if is_pending(lines) then start(id, rest) end
        return true, false
      end
      local mine = redis.call('SET', solo_turn_key(queue), runner, 'NX', 'PX', 60000)
        or redis.call('GET', solo_turn_key(queue)) == runner
      return mine, mine
    end
  end
  return false, false
end

local function keep_claims()
  if #claimed == 0 then return end
  redis.call('MSET', unpack(written))
  redis.call('ZADD', LEASES, unpack(expiries))
  redis.call('HSET', held_key(runner), unpack(held))
  redis.call('SET', claim_key(claim), table.concat(ids, ' '), 'PX', math.max(60000, lease_ms))
end

-- A list that another client pushed to directly is in no index yet.
if redis.call('EXISTS', NS) == 1 and not (pauses and is_paused(DEFAULT_QUEUE, DEFAULT_TENANT)) then
  if not redis.call('ZSCORE', ready_key(DEFAULT_QUEUE), NS) then
    enter(ready_key(DEFAULT_QUEUE), NS, DEFAULT_PRIORITY)
  end
end

for _, queue in ipairs(queues) do
  if is_there(solo_key(queue)) then
    local settled, wait_for_idle = serve_suspect(queue)
    if settled then
      keep_claims()
      return answer(wait_for_idle)
    end
  end
end
for _, queue in ipairs(queues) do
  serve_parked(queue)
  local index = ready_key(queue)
  -- Waiters wake in a chain: who leaves work behind rings for the next.
  if serve(index, queue, nil) and redis.call('ZCARD', index) > 0 then ring(queue) end
end
keep_claims()
return answer(false)
