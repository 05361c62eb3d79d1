"""`Prefer: wait=N` (RFC 7240): answer a new job when it has ended, if it ends in time."""

from __future__ import annotations

import re
from functools import partial

from flask import Response, request

from producer import lookup
from producer.acceptance import Admission
from producer.envelope import Problem
from producer.stores import Stores
from producer.waiting import LONGEST, Waiting
from shared import states
from shared.errors import DatabaseUnavailable, QueueUnavailable
from shared.job import Job

_WAIT = re.compile(r"(?:^|[,;])\s*wait\s*=\s*(\d{1,9})\s*(?=$|[,;])", re.IGNORECASE)


def wait() -> int | None:
    """Seconds that the caller would wait, 30 at most; None where they do not say it, or not so that it can be read."""
    found = _WAIT.search(request.headers.get("Prefer", ""))
    return min(LONGEST, int(found[1])) if found else None


def ended(stores: Stores, waiting: Waiting, admission: Admission, seconds: int) -> Job | None:
    """The one job of an admission when it has ended in time; None otherwise, also when nobody can tell.

    The job is accepted, so whatever is away meanwhile, or however many wait already, is no reason to answer an error.
    """
    job = admission.accepted[0].job
    if admission.deferred:
        return None
    try:
        found = waiting.for_end(partial(lookup.job, stores, job.id, job.tenant), job.tenant, job.id, seconds)
    except QueueUnavailable as error:
        stores.redis_outage.began(error)
        return None
    except DatabaseUnavailable as error:
        stores.postgres_outage.began(error)
        return None
    except Problem:
        return None
    return found if found.state in states.FINAL else None


def located(answer: Response, job_id: str) -> Response:
    """The answer with the place where its job is found."""
    answer.headers["Location"] = f"/api/v1/jobs/{job_id}"
    return answer
