"""Requests of every kind that the OpenAPI document allows or forbids, sent to the running service: `make fuzz`."""
