-- Who made a job, and when each of its runs became ready: what a person asks who looks at one job.

-- In words for people, as they were then: a key renamed or a person gone changes nothing of it. NULL: nobody was named
-- (open mode), or the row was restored from Redis, whose records do not keep it.
ALTER TABLE jobs ADD COLUMN enqueued_by text;
-- When the run's job last became pending before it was claimed; what lies before that was backing off.
ALTER TABLE job_attempts ADD COLUMN ready_at timestamptz;
