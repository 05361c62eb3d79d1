"""The producer, which counts as long as it takes: a slow machine would give up, and pages say `50+` for what is 60."""

from __future__ import annotations

from producer import job_search
from producer.wsgi import app

job_search.PATIENCE = 10.0

__all__ = ["app"]
