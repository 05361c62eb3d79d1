#!lua flags=allow-oom
-- ring: pass a bell on that was heard by one who claims nothing any more.
-- KEYS 1: the namespace. ARGV: queues. Answer: how many.
for _, queue in ipairs(ARGV) do ring(queue) end
return #ARGV
