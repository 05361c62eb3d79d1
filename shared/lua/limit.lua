#!lua flags=allow-oom
-- limit: take from token buckets, from all of them or from none.
-- KEYS 1: the namespace. ARGV 1: how many to take; then per bucket its name, its rate (tokens a second) and its burst
-- (the most it holds). A full bucket gives any number, and what it gives beyond its burst it makes up for later.
-- Answer: { 1 taken or 0 refused, whole tokens left in the first bucket, ms until as many may be taken again,
-- ms until the first bucket is full }.
local cost, now = tonumber(ARGV[1]), now_ms()

local function filled(name, rate, burst)
  local kept = redis.call('HMGET', limit_key(name), 'tokens', 'at')
  local tokens, at = tonumber(kept[1]) or burst, tonumber(kept[2]) or now
  return math.min(burst, tokens + math.max(0, now - at) * rate / 1000)
end

local buckets, wait = {}, 0
for place = 2, #ARGV, 3 do
  local name, rate, burst = ARGV[place], tonumber(ARGV[place + 1]), tonumber(ARGV[place + 2])
  local tokens = filled(name, rate, burst)
  wait = math.max(wait, (math.min(cost, burst) - tokens) * 1000 / rate)
  buckets[#buckets + 1] = { name = name, rate = rate, burst = burst, tokens = tokens }
end

local taken = wait <= 0
for _, bucket in ipairs(buckets) do
  if taken then
    bucket.tokens = bucket.tokens - cost
    local key = limit_key(bucket.name)
    redis.call('HSET', key, 'tokens', string.format('%.17g', bucket.tokens), 'at', now)
    redis.call('PEXPIRE', key, math.ceil((bucket.burst - bucket.tokens) * 1000 / bucket.rate) + 1000)
  end
end

local first = buckets[1]
local again = (math.min(cost, first.burst) - first.tokens) * 1000 / first.rate
return {
  taken and 1 or 0,
  math.max(0, math.floor(first.tokens)),
  math.ceil(math.max(0, taken and again or wait)),
  math.ceil((first.burst - first.tokens) * 1000 / first.rate),
}
