#!lua flags=allow-oom
-- forget: a person dropped these finished jobs. Their records stay for a while as tombstones.
-- KEYS 1: the namespace. ARGV 1: ms that the tombstones stay; then ids.
-- Answer: per job 'forgotten', the open state that did not allow it, or 'missing'.
local ttl_ms = tonumber(ARGV[1])
local answers = {}
for i = 2, #ARGV do
  local id = ARGV[i]
  local record = redis.call('GET', job_key(id))
  local word = record and string.match(record, '^%S+') or 'missing'
  if has_ended(word) then
    if word == 'dead' then redis.call('LREM', DEAD, 1, id) end
    entomb(id, record, ttl_ms)
    word = 'forgotten'
  end
  answers[#answers + 1] = word
end
return answers
