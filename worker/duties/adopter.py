"""Gives a record to the raw entries that clients RPUSHed themselves; what cannot be read becomes a dead letter."""

from __future__ import annotations

import orjson
import redis

from shared import logs, requests
from shared.enqueue import Door
from shared.job import Job, id_for
from shared.keys import DEFAULT_TENANT
from shared.mirror import Row
from shared.queue import PAGE
from shared.states import State
from worker.duty import WOKEN_WAIT, Duty, woken

TRY_AGAIN = 1.0
"""Seconds until the next look after one at entries that could not be adopted."""

_log = logs.get("adopter")


def duty(door: Door, waiting: redis.Redis) -> Duty:
    """The duty on one namespace; `waiting`: a client that may block for `WOKEN_WAIT` seconds."""
    known: list[str] = []

    def turn() -> float:
        if not known:
            known[:] = door.queue.intake_numbers()
        if not known:
            return WOKEN_WAIT
        page, known[:] = known[:PAGE], known[PAGE:]
        adopted = False
        for number, raw in door.queue.intake(page).items():
            (accepted,) = door.accept([_row(door.queue.namespace, number, raw)], [number])
            adopted = adopted or (accepted.created and not accepted.deferred)
        if adopted:
            return 0.0
        known.clear()  # nothing can be taken in now: begin with the oldest again
        return TRY_AGAIN

    return Duty("adopter", turn, listen=woken(door.queue, "adopter", waiting))


def _row(namespace: str, number: str, raw: bytes) -> Row:
    """The id follows from the entry's number, so that two who adopt it at once make one job."""
    job_id = id_for("intake", namespace, number)
    try:
        return requests.parse_raw(raw, DEFAULT_TENANT, job_id)
    except requests.Refused as refused:
        _log.error("raw entry cannot be read: kept as a dead letter", job=job_id, because=str(refused))
        text = raw.decode("utf-8", "replace").replace("\0", "\ufffd")
        unreadable = Job(
            id=job_id,
            type="unreadable",
            payload=orjson.dumps(text),
            state=State.DEAD,
            error=f"a raw entry that is no job: {refused}",
            enqueued_by=requests.RAW,
        )
        return Row(unreadable)
