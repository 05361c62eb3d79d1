"""The one-command stack: real servers, the producer and the workers on one machine, without containers."""
