-- The indexes of the lists grow at their ends. A list is read newest first, and an index is read from either end alike; but
-- where each new entry went before all that were there, pages were split in halves that nothing filled any more. Entry
-- behind entry they stay full: a fifth less to keep, and to write for each new row.
DROP INDEX jobs_by_status, jobs_by_type, jobs_by_queue, jobs_ended;
CREATE INDEX jobs_by_status ON jobs (tenant, status, created_at, id);
CREATE INDEX jobs_by_type ON jobs (tenant, type, status, created_at, id);
CREATE INDEX jobs_by_queue ON jobs (tenant, queue, status, created_at, id);
CREATE INDEX jobs_ended ON jobs (tenant, status, finished_at, id) WHERE status IN ('completed', 'dead', 'cancelled');
