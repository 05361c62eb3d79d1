"""What a user's handlers import: the table of handlers, the job, and the exceptions that steer it."""

from __future__ import annotations

from workqueue.handlers import Handler, Handlers
from workqueue.job import Job, JobControls
from workqueue.steering import Cancelled, Dead, Retry, Steer

__version__ = "0.1.0"
"""Workers over HTTP say it of themselves."""

__all__ = ["Cancelled", "Dead", "Handler", "Handlers", "Job", "JobControls", "Retry", "Steer"]
