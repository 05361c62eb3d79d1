"""The worker: a parent that beats and tends, and runners that run handlers."""
