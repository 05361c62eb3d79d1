#!lua flags=allow-oom
-- sweep: drop a page of finished records whose time is over, where acks are too few to do it.
-- KEYS 1: the namespace. Answer: 0 when there was none.
return drop_expired(1)
