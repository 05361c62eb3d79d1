"""A queue under test: short words for its moves, and looks behind them at what Redis really holds."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from shared import job as jobs
from shared.events import Event
from shared.job import Job
from shared.lifecycle import Decision, Follows, Next
from shared.queue import Claim, Crashed, Ended, Failed, Listening, Queue
from shared.states import State

LEASE_MS = 60_000
TIMEOUT_MS = 30_000
RUNNER = "runner-1"
TYPE = "work"


@dataclass
class Engine:
    """One namespace of a real Redis."""

    queue: Queue
    ids: list[str] = field(default_factory=list)
    """Every job that was put, in order."""
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    """Of the claims; safe to draw from several threads."""

    # -- moves ----------------------------------------------------------------------------------------

    def put(self, delay_ms: int = 0, **fields: Any) -> str:
        """Enqueue one job; its id."""
        if delay_ms:
            fields.setdefault("state", State.SCHEDULED)
        new = Job(**{"id": jobs.new_id(), "type": TYPE, **fields})
        assert self.queue.enqueue([new], [delay_ms]) == ["created"]
        self.ids.append(new.id)
        return new.id

    def put_many(self, count: int, **fields: Any) -> list[str]:
        """Enqueue jobs alike in one call; their ids in order."""
        new = [Job(**{"id": jobs.new_id(), "type": TYPE, **fields}) for _ in range(count)]
        assert set(self.queue.enqueue(new)) == {"created"}
        self.ids += [one.id for one in new]
        return [one.id for one in new]

    def claim(self, want: int = 1, runner: str = RUNNER, **options: Any) -> Claim:
        """A claim under a fresh id."""
        return self.claim_as(f"claim-{next(self.numbers)}", want, runner, **options)

    def claim_as(self, claim_id: str, want: int = 1, runner: str = RUNNER, **options: Any) -> Claim:
        """A claim under the id given."""
        types: Sequence[str] | None = options.pop("types", None)
        return self.queue.claim(
            claim_id,
            runner,
            options.pop("queues", ["default"]),
            None if types is None else dict.fromkeys(types, TIMEOUT_MS),
            want=want,
            lease_ms=options.pop("lease_ms", LEASE_MS),
            timeout_ms=TIMEOUT_MS,
            **options,
        )

    def ask(self, claim_id: str, want: int = 1, lease_ms: int = LEASE_MS) -> Callable[[], Claim]:
        """A claim that is only sent."""
        return self.queue.ask_to_claim(
            claim_id, RUNNER, ["default"], None, want=want, lease_ms=lease_ms, timeout_ms=TIMEOUT_MS
        )

    def at_the_bell(self, want: int = 1, seconds: float = 5.0, **options: Any) -> Claim:
        """A claim that waits for a bell."""
        return self.claim(want, listening=Listening(self.queue.client, seconds), **options)

    def take(self, want: int = 1, runner: str = RUNNER, **options: Any) -> list[Job]:
        """The jobs of a fresh claim."""
        return self.claim(want, runner, **options).jobs

    def take_one(self, **options: Any) -> Job:
        """The one job that a claim must bring."""
        (job,) = self.take(1, **options)
        return job

    def drain(self, want: int = 200, **options: Any) -> list[str]:
        """Claim until nothing comes; the ids in order."""
        found: list[str] = []
        while claimed := self.take(want, **options):
            found += [job.id for job in claimed]
        return found

    def ack(self, job_id: str, fence: str, result: bytes = b'"ok"') -> str:
        return self.queue.ack([Ended(job_id, fence, result, b'{"n":1}')])[0]

    def nack(self, job_id: str, fence: str, decision: Decision = "retry", delay_ms: int = 0) -> str:
        following = Next(decision, delay_ms, "Boom: it broke")
        return self.queue.nack([Failed(job_id, fence, following, b'{"n":2}')])[0]

    def release(self, job_id: str, fence: str) -> str:
        return self.queue.release([(job_id, fence, b'{"n":3}')])[0]

    def reclaim(self, job_id: str, fence: str, follows: Follows = "head", known_dead: bool = True) -> str:
        crashed = Crashed(job_id, fence, follows, "its process died", b'{"n":4}')
        return self.queue.reclaim([crashed], known_dead=known_dead)[0]

    def crash(self, job: Job) -> None:
        """The runner under a claimed job died for the first or second time."""
        follows: Follows = "solo" if job.crash_count >= 1 else "head"
        assert self.reclaim(job.id, job.fence or "", follows) == "pending"

    def suspect(self, **fields: Any) -> str:
        """A job whose worker died twice."""
        job_id = self.put(**fields)
        for _ in range(2):
            (job,) = [
                one for one in self.take(200, "doomed", queues=["default", "other"]) if one.id == job_id
            ]
            self.crash(job)
        return job_id

    def wipe(self) -> None:
        """Delete every key of the namespace, as FLUSHALL on a server of its own would."""
        self.queue.client.delete(self.queue.namespace, *self.tagged_keys())

    # -- looks ----------------------------------------------------------------------------------------

    def job(self, job_id: str) -> Job:
        found = self.queue.get(job_id)
        assert found is not None, f"no record of {job_id}"
        return found

    def raw(self, job_id: str) -> dict[str, Any]:
        """The record as Redis holds it: each word and each value, by name; empty when there is none."""
        found: Any = self.queue.client.get(self.queue.keys.job(job_id))
        if found is None:
            return {}
        state, spec, times, shape, values = found.split(b"\n", 4)
        told: dict[str, Any] = dict(zip(jobs.STATE, state.decode().split(" "), strict=True))
        told |= zip(jobs.SPEC, spec.decode().split(" "), strict=True)
        told |= zip(jobs.TIMES, times.decode().split(" "), strict=True)
        words = iter(shape.decode().split())
        for name, length in zip(words, words, strict=True):
            if length == "@":
                told[name] = self.queue.client.hget(self.queue.keys.apart(job_id), name)
            else:
                told[name], values = values[: int(length)], values[int(length) :]
        return told | ({"result": values} if values else {})

    def say(self, job_id: str, **fields: Any) -> None:
        """Overwrite fields of a record behind the queue's back."""
        state, spec, times, body, apart = jobs.to_record(replace(self.job(job_id), **fields))
        assert not apart, "too long to be said behind the queue's back"
        record = f"{state}\n{spec}\n{times}\n".encode() + body
        self.queue.client.set(self.queue.keys.job(job_id), record, keepttl=True)

    def tagged_keys(self, pattern: str = "*") -> list[str]:
        """The tagged keys of the namespace whose name matches."""
        found: Any = self.queue.client.scan_iter(f"{{{self.queue.namespace}}}:{pattern}", count=10_000)
        return sorted({key.decode() for key in found})

    def places(self, job_id: str) -> list[str]:
        """Every list, index and hash with an entry of the job, once per entry."""
        client, keys = self.queue.client, self.queue.keys
        found: list[str] = []
        for key in [keys.namespace, *self.tagged_keys()]:
            name = key.removeprefix(f"{{{keys.namespace}}}:").partition(":")[0]
            if name not in {"job", "events", "claim", "control"}:
                short = "pending" if key == keys.namespace else name
                found += [short] * self._entries(key, client.type(key), job_id)
        return sorted(found)

    def _entries(self, key: str, kind: bytes, job_id: str) -> int:
        client: Any = self.queue.client
        if kind == b"list":
            return list(client.lrange(key, 0, -1)).count(job_id.encode())
        if kind == b"zset":
            return int(client.zscore(key, job_id) is not None)
        if kind == b"hash":
            return int(client.hexists(key, job_id))
        return 0

    def events(self, job_id: str | None = None) -> list[Event]:
        """All events, or those of one job."""
        found = self.queue.events_after("0-0", 100_000)
        return [event for event in found if job_id in (None, event.job_id)]

    def listed(self, queue: str = "default", priority: int = 5, tenant: str = "default") -> list[str]:
        """The ids in one pending list, head first."""
        found: Any = self.queue.client.lrange(self.queue.keys.pending(queue, priority, tenant), 0, -1)
        return [entry.decode() for entry in found]

    def wait_past(self, milliseconds: int) -> None:
        """Return when the clock of Redis has passed a time that is about to come."""
        for _ in range(100_000):
            if self.queue.now_ms() > milliseconds:
                return
        raise AssertionError(f"the clock of Redis never passed {milliseconds}")

    def bell_rings(self, queue: str = "default") -> bool:
        return bool(self.queue.client.llen(self.queue.keys.bell(queue)))
