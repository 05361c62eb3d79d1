#!lua
-- requeue: mark dead letters as taken out by a person; the fresh jobs go through enqueue under ids that follow from the
-- old ones, so that whoever repeats this makes no second job.
-- KEYS 1: the namespace. ARGV 1: ms that the old records stay; then per dead letter: id, id of the fresh job.
-- Answer: per letter 'marked', 'requeued' (it was before), the state that is not dead, or 'missing'.
local answers = {}
for i = 2, #ARGV, 2 do
  local id = ARGV[i]
  local job = load(id)
  local word = job and job.state or 'missing'
  if word == 'dead' then
    if value_of(job.body, 'requeued_as') then
      word = 'requeued'
    else
      save(id, job, { requeued_as = ARGV[i + 1] })
      redis.call('LREM', DEAD, 1, id)
      expire_record(id, job.body, ARGV[1])
      word = 'marked'
    end
  end
  answers[#answers + 1] = word
end
return answers
