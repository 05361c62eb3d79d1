"""What the producer and the worker agree on: the job record, its Redis moves, its Postgres rows, and the settings of both."""
