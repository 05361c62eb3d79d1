"""The producer with ten seconds to count and to look up instead of 0.06: on a slow machine pages would say `2+` for 60."""

from __future__ import annotations

from producer import job_search
from producer.wsgi import app

job_search.PATIENCE = 10.0

__all__ = ["app"]
