"""What the producer and the worker agree on: the job record, its moves in Redis, its rows in Postgres, the settings."""
