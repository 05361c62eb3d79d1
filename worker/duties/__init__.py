"""What a worker's parent tends beside its runners, one module a duty."""
