"""The queue's moves: one method per Lua script, each atomic, each safe to repeat.

A lost reply is answered by running the script again (see the header of each in `lua/`), so a method either returns what
happened or raises `QueueUnavailable`; it never leaves a caller unsure of more than whether the move happened.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, NamedTuple, TypeVar

import redis

from shared import events, job, keys
from shared.connections import unavailable
from shared.errors import QueueFull, QueueUnavailable
from shared.events import Event
from shared.job import Job
from shared.keys import Keys
from shared.lifecycle import Follows, Next
from shared.script import Script
from shared.states import State

T = TypeVar("T")

PAGE = 200
"""The most ids that one run of a script may touch."""
SILENT_MS = 7_200_000
"""How long after its last heartbeat a worker's id is kept at most: no lease, and so no record, lasts longer."""
WITHDRAWN_MS = 3_600_000
"""How long it is known that a claim was withdrawn: Redis may run one that waits for as long as it takes the connection of
a caller that is gone for alive, but a bell is waited for some seconds only."""
TOMBSTONE_MS = 600_000
"""How long a job that Postgres holds final stays in Redis, for late repeats to meet."""
LOOKED_AT = 1000
"""Entries of a line among which a job is looked for to say how many are before it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one claim brought."""

    jobs: list[Job]
    raw_entries: int
    """Entries that a client pushed itself and that wait for a record (`intake`)."""
    fall_idle: bool
    """A suspect waits: finish what runs, then claim with `idle`."""
    heard: bool = False
    """A bell rang before it (`Listening`)."""


class Listening(NamedTuple):
    """How a claim waits for work."""

    client: redis.Redis
    """For commands that block."""
    seconds: float
    """After which it looks although no bell has rung."""


class Ended(NamedTuple):
    """An attempt's successful end, as `ack` reports it; in the order in which the script takes it."""

    job_id: str
    fence: str
    result: bytes
    """JSON."""
    data: bytes = b""
    """JSON for the event (`events.of_end`); empty: what that says where there is only a result."""


@dataclass(frozen=True, slots=True)
class Failed:
    """An attempt's failed end, as `nack` reports it."""

    job_id: str
    fence: str
    next: Next
    data: bytes


@dataclass(frozen=True, slots=True)
class Crashed:
    """A job to take back from a runner that died."""

    job_id: str
    fence: str
    follows: Follows
    error: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Health:
    """What `heal` saw of one record."""

    state: str
    """A state, or `missing`."""
    version: int
    mended: bool
    expires: bool


@dataclass(frozen=True, slots=True)
class Worker:
    """What a worker says of itself with each beat."""

    id: str
    record: bytes
    """JSON, for people."""
    ttl_ms: int
    """For which it is taken to live."""
    queues: Sequence[str] | None
    """Those that it serves; None: all."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one job stands in Redis."""

    ahead: int | None
    """Jobs before it in its own line (queue, priority, tenant); None: not among the first thousand there."""
    parked: bool
    """Its line is the one of a type that a worker met without knowing it."""
    length: int
    """Of its line."""
    urgent: int
    """Jobs of the same tenant and queue in lines of higher priority."""
    others_first: bool
    """The queue's next turn is not its line's."""
    suspect: bool
    """It waits to run alone in an idle process."""
    lease_until: int | None
    """When the lease on it ends (ms)."""


@dataclass(frozen=True, slots=True)
class Depth:
    """How much waits in one queue."""

    jobs: int
    oldest: int
    """`queued_at` (ms) of the oldest; 0 when nothing waits."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What token buckets answered; the numbers are of the first of them."""

    taken: int
    """1, or 0 when one of them had too few."""
    left: int
    again_ms: int
    """How long until as many may be taken again."""
    full_ms: int
    """How long until it is full."""


@dataclass(frozen=True)
class Queue:
    """One namespace of queues in Redis."""

    client: redis.Redis
    namespace: str
    result_ttl_ms: int = 86_400_000
    """How long finished jobs stay when `mirrored` is false."""
    mirrored: bool = True
    """A mirror keeps finished jobs: they stay in Redis until it says that it has them."""
    max_events: int = 0
    """Length of the events stream at which enqueue refuses; 0: never."""
    pause_after_failure: float = 0.0
    """Seconds for which, after Redis was away, calls fail at once instead of each waiting for its time-out."""
    keys: Keys = field(init=False)
    _scripts: dict[str, Script] = field(init=False, default_factory=dict)
    _away: list[float] = field(init=False, default_factory=lambda: [0.0])

    def __post_init__(self) -> None:
        """Spell the keys of the namespace."""
        object.__setattr__(self, "keys", Keys(self.namespace))

    # -- moves, in the order of a job's life ------------------------------------------------------------------------

    def enqueue(
        self, jobs: Sequence[Job], delays_ms: Sequence[int] = (), entries: Sequence[str] = ()
    ) -> list[str]:
        """Give jobs their records and put them in line.

        Args:
            jobs: as they should stand; `state` is `pending`, `scheduled` (with `run_at` or a delay), or what a repair
                restores.
            delays_ms: per job how long from now it falls due; missing: none.
            entries: per job the intake entry that it comes from; missing: none.

        Returns:
            Per job `created`, or the state of the job that was there before.

        Raises:
            QueueFull: the events stream is as long as `max_events`.
            QueueUnavailable: Redis is away, or out of memory.
        """
        answers: list[str] = []
        for start in range(0, len(jobs), PAGE):
            arguments: list[Any] = [self.max_events, int(self.mirrored)]
            for index in range(start, min(start + PAGE, len(jobs))):
                delay = delays_ms[index] if delays_ms else 0
                arguments += _enqueued(jobs[index], delay, entries[index] if entries else "")
            answers += _words(self._run("enqueue", *arguments))
        return answers

    def claim(
        self,
        claim_id: str,
        runner: str,
        queues: Sequence[str],
        types_ms: Mapping[str, int] | None,
        *,
        want: int,
        lease_ms: int,
        timeout_ms: int,
        idle: bool = False,
        tenant: str = "",
        listening: Listening | None = None,
    ) -> Claim:
        """Take up to `want` jobs, each leased for `lease_ms` under the fence `claim_id`.

        One that waits at the bells may come to pass long after its caller lost the connection to it: who sees it fail
        must `withdraw` it.

        Args:
            claim_id: fresh and random; the same one again answers the same jobs.
            runner: who will run them.
            queues: looked at in this order.
            types_ms: the types that the runner knows and the time-out (ms) of each; None: any type.
            want: at most this many, 200 at most.
            lease_ms: how long the right to them lasts unless extended.
            timeout_ms: for types that name no time-out.
            idle: the runner runs nothing, so it may take a suspect, alone.
            tenant: the only one whose jobs may come; empty: any.
            listening: wait in BRPOP until a bell of one of the queues rings, then claim; None: claim at once.
        """
        words = _to_claim(claim_id, runner, queues, types_ms, want, lease_ms, timeout_ms, idle, tenant)
        if listening is None:
            return _claimed(self._run("claim", *words))
        rung, reply = self._when_it_rings(queues, listening, words)
        return replace(_claimed(reply), heard=rung is not None)

    def ask_to_claim(
        self,
        claim_id: str,
        runner: str,
        queues: Sequence[str],
        types_ms: Mapping[str, int] | None,
        **how: Any,
    ) -> Callable[[], Claim]:
        """As `claim`, but only sent: what comes back waits for the answer. Whoever sees it fail may `claim` by the same id.

        Its connection is taken until then, so it has to be called, once. `how`: as `claim` takes it, without `listening`.
        """
        words = _to_claim(claim_id, runner, queues, types_ms, **how)
        script = self._script("claim")
        reply = self._call(lambda: script.ask(self.client, self.namespace, words))
        return lambda: _claimed(self._told(reply))

    def _when_it_rings(
        self, queues: Sequence[str], listening: Listening, words: Sequence[Any]
    ) -> tuple[Any, Any]:
        wait = ["BRPOP", *map(self.keys.bell, queues), listening.seconds]
        claim = self._script("claim")
        run = partial(claim.run_behind, wait, listening.client, self.namespace, words)
        answers: tuple[Any, Any] = self._call(run, again=False)
        return answers

    def withdraw(self, claim_id: str) -> bool:
        """Let a claim take nothing if it has not yet; False when it has taken jobs."""
        return bool(self._run("withdraw", claim_id, WITHDRAWN_MS))

    def extend(self, runner: str, lease_ms: int, grace_ms: int = 1000) -> dict[str, str]:
        """Lengthen every lease of `runner`; answers `cancel`, `overdue` or `lost` for the jobs that need attention."""
        return _by_job(self._run("extend", runner, lease_ms, grace_ms))

    def beat(
        self, worker: Worker, runners: Sequence[str], lease_ms: int, grace_ms: int, duties_ms: int
    ) -> tuple[bool, list[dict[str, str]]]:
        """Say that a worker lives, and ring where work lies of which nobody was told; once in two seconds.

        Args:
            worker: who says it.
            runners: whose leases are lengthened, as `extend` does for one.
            lease_ms: how long they last from now on.
            grace_ms: how far past its deadline a job is still extended.
            duties_ms: how long the duties stay this worker's once it has them.

        Returns:
            Whether the duties are this worker's; and for each runner what `extend` answers.
        """
        queues = [-1] if worker.queues is None else [len(worker.queues), *worker.queues]
        is_chief, *told = self._run(
            "beat",
            *(worker.id, worker.record, worker.ttl_ms, SILENT_MS, duties_ms, lease_ms, grace_ms),
            *queues,
            *runners,
        )
        others = runners[len(told) :]
        words = [*map(_by_job, told), *(self.extend(name, lease_ms, grace_ms) for name in others)]
        return is_chief == b"1", words

    def prolong(self, job_id: str, fence: str, lease_ms: int, grace_ms: int = 1000) -> tuple[str, int]:
        """Lengthen the lease of one job; what became of it, and when the lease ends (ms; 0: it was not lengthened).

        The words are `ok`, `cancel` (lengthened, but it was asked to stop), `overdue`, `repeated`, `lost`, `missing`.
        """
        ((word, ends),) = self._run("prolong", grace_ms, job_id, fence, lease_ms)
        return word.decode(), int(ends)

    def ack(self, ended: Sequence[Ended]) -> list[str]:
        """Complete jobs: `done`, `repeated`, `lost` or `missing` each."""
        answers: list[str] = []
        for page in _pages(ended):
            answers += self._run("ack", self._ttl, *_by_claim(page)).decode().split(" ")
        return answers

    def sweep_ended(self) -> None:
        """Drop finished records whose time is over; each ack drops some, too."""
        while self._run("sweep"):
            pass

    def nack(self, failed: Sequence[Failed]) -> list[str]:
        """End failed attempts as decided: the state that each job is in now, or `repeated`, `lost`, `missing`."""
        rows = [(f.job_id, f.fence, f.next.decision, f.next.delay_ms, f.next.error, f.data) for f in failed]
        return self._paged("nack", [self._ttl], rows)

    def release(self, held: Sequence[tuple[str, str, bytes]]) -> list[str]:
        """Give jobs (id, fence, data for the event) back unharmed, the oldest first; the attempt does not count."""
        return self._taken_back("release", [self._ttl], held)

    def expired(self) -> tuple[list[Job], int | None]:
        """Running jobs whose lease has run out, at most 200, and ms until the next lease ends.

        None: nothing is leased; 0: there may be more that has run out.
        """
        next_end, *ids = self._run("expired", PAGE)
        jobs = [one for one in self.get_many(_words(ids)) if one is not None and one.state is State.RUNNING]
        return jobs, None if int(next_end) < 0 else int(next_end)

    def reclaim(self, crashed: Sequence[Crashed], known_dead: bool = False) -> list[str]:
        """Take jobs back from dead runners; `alive` for those whose lease was extended meanwhile.

        Args:
            crashed: what to take back, and what follows for each.
            known_dead: the caller saw the runner end, so the lease need not have run out.
        """
        rows = [(c.job_id, c.fence, c.follows, c.error, c.data) for c in crashed]
        return self._taken_back("reclaim", [int(known_dead), self._ttl], rows)

    def held(self, runner: str) -> list[Job]:
        """The jobs that `runner` holds, the oldest first."""
        found: Any = self._call(lambda: self.client.hkeys(self.keys.held(runner)))
        jobs = self.get_many([job_id.decode() for job_id in found])
        held = [one for one in jobs if one is not None and one.worker == runner and one.fence]
        return sorted(held, key=lambda one: (one.queued_at or 0, one.id))

    def burden(self, runner: str, most: int) -> list[int]:
        """The crash counts of the jobs that `runner` holds, of `most` of them at the most."""
        found: Any = self._call(lambda: self.client.hkeys(self.keys.held(runner)))
        jobs = self.get_many([job_id.decode() for job_id in found[:most]])
        return [one.crash_count for one in jobs if one is not None]

    def promote(self) -> tuple[int, int | None]:
        """Make due jobs pending, at most 200; answers how many, and ms until the next is due (None: none waits)."""
        promoted, next_due = self._run("promote", PAGE)
        return int(promoted), None if int(next_due) < 0 else int(next_due)

    def cancel(self, job_id: str) -> tuple[str, int]:
        """`cancelled`, `requested` (it runs and is asked to stop), its final state, or `missing`; and its version."""
        word, version = self._run("cancel", job_id, self._ttl)
        return word.decode(), int(version)

    def expedite(self, job_id: str) -> str:
        """Make a job that waits for its time pending now: `pending`, the state that forbids it, or `missing`."""
        return str(self._run("expedite", job_id).decode())

    def mark_requeued(self, pairs: Sequence[tuple[str, str]]) -> list[str]:
        """Mark dead letters (old id, fresh id) as taken out: `marked`, `requeued` before, another state, `missing`."""
        return self._paged("requeue", [TOMBSTONE_MS if self.mirrored else self.result_ttl_ms], pairs)

    def progress(self, reports: Sequence[tuple[str, str, bytes]]) -> list[str]:
        """Keep what running handlers (id, fence, JSON) say of themselves."""
        return self._paged("progress", [], reports)

    def move_deadline(self, job_id: str, fence: str, milliseconds: int) -> str:
        """Let a running attempt go on until `milliseconds` from now."""
        return str(self._run("deadline", job_id, fence, milliseconds).decode())

    def pause(self, queue: str, tenant: str) -> bool:
        """Hand out none of the tenant's jobs in this queue; True when it was not paused before."""
        return bool(self._run("pause", queue, tenant, 1))

    def resume(self, queue: str, tenant: str) -> bool:
        """Hand them out again; True when it was paused."""
        return bool(self._run("pause", queue, tenant, 0))

    # -- repairs ----------------------------------------------------------------------------------------------------

    def heal(self, job_ids: Sequence[str], lease_ms: int, again: bool = False) -> list[Health]:
        """Look at records and add the lease, schedule or list entry that one lacks.

        Args:
            job_ids: best all that are open, the oldest first: pages are healed from the last to the first, so that each
                is older than the head of its list and seen to be missing there.
            lease_ms: given to a running job that has no lease.
            again: give every pending job an entry at the head of its list, whether it seems to have one or not.
        """
        found: list[Health] = []
        for page in reversed(list(_pages(job_ids))):
            answers = self._run("heal", lease_ms, int(again), *page)
            found[:0] = [Health(s.decode(), int(v), mended == b"1", e == b"1") for s, v, mended, e in answers]
        return found

    def retell(self, pairs: Sequence[tuple[str, int]]) -> list[int]:
        """Say again where jobs stand, above the version that the mirror has; answers the new versions, 0: no record."""
        return [int(version) for version in self._paged_raw("retell", [], pairs)]

    def settle(self, finals: Sequence[tuple[str, str, int]]) -> int:
        """Adopt final states (id, state, version) from Postgres and let Redis forget the jobs; answers corrections."""
        return sum(int(self._run("settle", TOMBSTONE_MS, *_flat(page))) for page in _pages(finals))

    def convert(self, job_ids: Sequence[str]) -> int:
        """Give records of the form before those of this one (`shared/redis_check.py`); answers how many had the old."""
        return sum(int(self._run("convert", *page)) for page in _pages(job_ids))

    def forget(self, job_ids: Sequence[str]) -> list[str]:
        """Drop finished jobs; their records stay for a while as tombstones."""
        return self._paged("forget", [TOMBSTONE_MS], [(job_id,) for job_id in job_ids])

    # -- looks --------------------------------------------------------------------------------------------------------

    def get(self, job_id: str) -> Job | None:
        """The record, or None."""
        return self.get_many([job_id])[0]

    def get_many(self, job_ids: Sequence[str]) -> list[Job | None]:
        """The records in the order asked; None where there is none."""
        if not job_ids:
            return []
        found: list[Job | None] = []
        for page in _pages(job_ids):
            records: Any = self._call(partial(self.client.mget, list(map(self.keys.job, page))))
            apart = self._apart(page, records)
            found += [
                None if record is None else job.from_record(job_id, record, apart.get(job_id))
                for job_id, record in zip(page, records, strict=True)
            ]
        return found

    def _apart(self, page: Sequence[str], records: Sequence[bytes | None]) -> dict[str, dict[bytes, bytes]]:
        """What lies apart, by job; read after the record that says so, it may be newer, as the record of a next look."""
        long = [
            job_id
            for job_id, record in zip(page, records, strict=True)
            if record is not None and job.has_apart(record)
        ]

        def hashes(pipe: Any) -> None:
            for job_id in long:
                pipe.hgetall(self.keys.apart(job_id))

        return dict(zip(long, self._pipelined(hashes), strict=True)) if long else {}

    def place(self, job_id: str) -> Place | None:
        """Where a job stands; looks at the first thousand entries of its line at the most. None: there is no record."""
        found = self._run("place", job_id, LOOKED_AT)
        if not found:
            return None
        ahead, length, parked, urgent, others_first, suspect, lease_until = (int(number) for number in found)
        return Place(
            ahead=None if ahead < 0 else ahead,
            length=length,
            parked=bool(parked),
            urgent=urgent,
            others_first=bool(others_first),
            suspect=bool(suspect),
            lease_until=lease_until or None,
        )

    def depth(self, queue: str) -> Depth:
        """How many jobs wait in a queue, over all tenants and priorities, and since when the oldest does."""
        jobs, oldest, first = 0, 0, 0
        while first >= 0:
            more, head, first = (int(number) for number in self._run("depths", queue, first))
            jobs += more
            oldest = min(oldest, head) if oldest and head else oldest or head
        return Depth(jobs, oldest)

    def queue_names(self) -> list[str]:
        """Every queue that had a job (of very many not all that stand empty), and the default one."""
        found: Any = self._call(lambda: self.client.smembers(self.keys.queues))
        return sorted({keys.DEFAULT_QUEUE, *(name.decode() for name in found)})

    def paused(self) -> set[tuple[str, str]]:
        """The paused (queue, tenant) pairs."""
        found: Any = self._call(lambda: self.client.smembers(self.keys.paused))
        pairs = (entry.decode().partition(":") for entry in found)
        return {(queue, tenant) for queue, _, tenant in pairs}

    def dead_letters(self, offset: int, limit: int) -> tuple[list[Job], int]:
        """A page of dead letters, newest first, and how many there are."""

        def page(pipe: Any) -> None:
            pipe.lrange(self.keys.dead, offset, offset + limit - 1)
            pipe.llen(self.keys.dead)

        ids, total = self._pipelined(page)
        jobs = self.get_many([job_id.decode() for job_id in ids])
        return [letter for letter in jobs if letter is not None], int(total)

    def sweep_dead_letters(self, passed: int = 0) -> int:
        """Drop, of one page of dead letters, those whose records have expired by their own time to live.

        Args:
            passed: how many of the oldest were looked at before.

        Returns:
            What to pass the next time; 0 when the newest was among these.
        """
        page: Any = self._call(lambda: self.client.lrange(self.keys.dead, -passed - PAGE, -passed - 1))
        ids = [job_id.decode() for job_id in page]
        gone = [job_id for job_id, letter in zip(ids, self.get_many(ids), strict=True) if letter is None]
        for job_id in gone:
            self._call(partial(self.client.lrem, self.keys.dead, -1, job_id))
        return passed + PAGE - len(gone) if len(page) == PAGE else 0

    def drop_entries(self, numbers: Sequence[str]) -> None:
        """Take raw entries out of the intake whose jobs have gone on meanwhile."""
        if numbers:
            self._call(lambda: self.client.hdel(self.keys.intake, *numbers))

    def intake_numbers(self) -> list[str]:
        """The numbers of the raw entries that wait for a record, in order."""
        known: Any = self._call(lambda: self.client.hkeys(self.keys.intake))
        return sorted((number.decode() for number in known), key=events.order)

    def intake(self, numbers: Sequence[str] | None = None) -> dict[str, bytes]:
        """Those of these raw entries that still wait, by their number; None: of the 200 oldest."""
        numbers = self.intake_numbers()[:PAGE] if numbers is None else numbers
        if not numbers:
            return {}
        found: Any = self._call(lambda: self.client.hmget(self.keys.intake, numbers))
        return {number: raw for number, raw in zip(numbers, found, strict=True) if raw is not None}

    def counts(self) -> dict[str, int]:
        """How many jobs are leased, scheduled (retries among them), dead; events in the stream."""

        def lengths(pipe: Any) -> None:
            pipe.zcard(self.keys.leases)
            pipe.zcard(self.keys.scheduled)
            pipe.llen(self.keys.dead)
            pipe.xlen(self.keys.events)

        names = ("leased", "scheduled", "dead", "events")
        return dict(zip(names, map(int, self._pipelined(lengths)), strict=True))

    def scan(self, cursor: int) -> tuple[int, list[str]]:
        """Some ids that have a record, and the cursor for more (0: that was all)."""
        prefix = self.keys.job("")
        cursor, found = self._call(lambda: self.client.scan(cursor, match=_escaped(prefix) + "*", count=1000))
        return int(cursor), [key.decode()[len(prefix) :] for key in found]

    def now_ms(self) -> int:
        """The clock that all times of the queue go by."""
        seconds, microseconds = self._call(self.client.time)
        return int(seconds) * 1000 + int(microseconds) // 1000

    def identity(self, fresh_mark: str) -> tuple[str, str]:
        """Which run of the server this is, and the mark of its data: a wiped server takes `fresh_mark`."""
        run_id, mark = self._run("identity", fresh_mark)
        return run_id.decode(), mark.decode()

    # -- events -------------------------------------------------------------------------------------------------------

    def last_event(self) -> str:
        """The position of the newest event ever appended, `0-0` when there is none."""
        try:
            info: Any = self._call(lambda: self.client.xinfo_stream(self.keys.events))
        except redis.ResponseError:
            return "0-0"
        return str(info["last-generated-id"].decode())

    def events_after(self, position: str, count: int) -> list[Event]:
        """Up to `count` events after `position`, the oldest first."""
        entries: Any = self._call(
            lambda: self.client.xrange(self.keys.events, f"({position}", "+", count=count)
        )
        return events.parse(entries)

    def events_from(self, position: str, count: int) -> list[Event]:
        """The events of the entry at `position` and of those after it, `count` entries at the most, the oldest first."""
        entries: Any = self._call(lambda: self.client.xrange(self.keys.events, position, "+", count=count))
        return events.parse(entries)

    def has_dropped_events(self) -> bool:
        """Whether the stream once held more than it does now."""
        try:
            info: Any = self._call(lambda: self.client.xinfo_stream(self.keys.events))
        except redis.ResponseError:
            return False
        return int(info["entries-added"]) > int(info["length"])

    def wait_for_events(self, position: str, seconds: float, client: redis.Redis) -> None:
        """Return when an event after `position` is there, or after `seconds`."""
        block = max(1, round(seconds * 1000))  # 0 would be without end
        self._call(lambda: client.xread({self.keys.events: position}, count=1, block=block))

    def trim_events(self, position: str) -> None:
        """Drop events up to `position`; whoever calls it holds them elsewhere."""
        self._call(lambda: self.client.xtrim(self.keys.events, minid=position, approximate=True))

    def trim_events_to_length(self, length: int) -> None:
        """Drop the oldest events beyond `length`, where nobody mirrors them."""
        self._call(lambda: self.client.xtrim(self.keys.events, maxlen=length, approximate=True))

    # -- waiting, workers, locks ----------------------------------------------------------------------------------------

    def wait_for_control(self, runners: Sequence[str], seconds: float, client: redis.Redis) -> bool:
        """Wait until a job of one of the runners is cancelled (True), or for `seconds`."""
        controls = [self.keys.control(runner) for runner in runners]
        return self._call(lambda: client.brpop(controls, timeout=seconds)) is not None

    def wait_to_be_woken(self, duty: str, seconds: float, client: redis.Redis) -> None:
        """Wait until there is something for a duty (`promoter`, `adopter`, `reclaimer`), or for `seconds`."""
        self._call(lambda: client.brpop([self.keys.wake(duty)], timeout=seconds))

    def report_worker(self, worker: str, record: bytes, ttl_ms: int, tenant: str = "", most: int = 0) -> bool:
        """Keep a worker's record (JSON) until it has been silent for `ttl_ms`.

        Args:
            worker: its id.
            record: what it says of itself.
            ttl_ms: for which it is taken to live.
            tenant: whose own worker it is; empty: it serves all.
            most: own workers that the tenant may have at a time.

        Returns:
            False when the tenant has as many others; then it is not listed.
        """
        return bool(self._run("report", worker, record, ttl_ms, SILENT_MS, tenant, most))

    def refresh_worker(self, worker: str, ttl_ms: int, tenant: str) -> None:
        """Keep the record of a tenant's own worker that was heard of, as it last described itself."""
        self._run("refresh", worker, tenant, ttl_ms, SILENT_MS)

    def tally_worker(self, worker: str, outcome: str) -> None:
        """Count an attempt that a tenant's own worker has ended, as `done` or `failed`."""
        self._run("tally", worker, outcome, SILENT_MS)

    def loads(self, workers: Sequence[str]) -> list[tuple[list[str], dict[str, int]]]:
        """Per own worker of a tenant the ids of what it holds, and its tally: `since` (ms), `done`, `failed`."""

        def look(pipe: Any) -> None:
            for worker in workers:
                pipe.hkeys(self.keys.held(worker))
                pipe.hgetall(self.keys.tally(worker))

        found = self._pipelined(look) if workers else []
        return [
            (
                [job_id.decode() for job_id in held],
                {name.decode(): int(count) for name, count in tally.items()},
            )
            for held, tally in zip(found[::2], found[1::2], strict=True)
        ]

    def remove_worker(self, worker: str) -> None:
        """Take a worker that stopped in order off the list."""

        def remove(pipe: Any) -> None:
            pipe.delete(self.keys.worker(worker))
            pipe.zrem(self.keys.workers, worker)

        self._pipelined(remove)

    def workers(self) -> list[tuple[str, int, bytes]]:
        """Live workers: id, last heartbeat (ms), record (JSON). Those that have no record any more are unlisted."""
        found: Any = self._call(lambda: self.client.zrange(self.keys.workers, 0, -1, withscores=True))
        live: list[tuple[str, int, bytes]] = []
        for page in _pages([(name.decode(), int(seen)) for name, seen in found]):
            reported = [self.keys.worker(name) for name, _ in page]
            records: Any = self._call(partial(self.client.mget, reported))
            live += [(name, seen, raw) for (name, seen), raw in zip(page, records, strict=True) if raw]
            silent = [name for (name, _), raw in zip(page, records, strict=True) if raw is None]
            if silent:
                self._run("unlist", *silent)
        return live

    def take_tokens(self, cost: int, buckets: Sequence[tuple[str, float, float]]) -> Tokens:
        """Take `cost` from each bucket (name, tokens a second, most it holds), or from none of them."""
        return Tokens(*self._run("limit", cost, *_flat(buckets)))

    def claim_id(self, asked_as: str, fresh: str, ttl_ms: int) -> str:
        """The id of the claim that was first asked for under the word `asked_as`: `fresh` when there was none lately."""
        return str(self._run("claim_id", f"claim:{asked_as}", fresh, ttl_ms).decode())

    def let_go(self, lock: str, owner: str) -> None:
        """Give a lock up, when `owner` still holds it."""
        key = self.keys.lock(lock)
        holder: Any = self._call(lambda: self.client.get(key))
        if holder is not None and holder.decode() == owner:
            self._call(lambda: self.client.delete(key))

    def keep_ticket(self, digest: str, sealed: bytes, ttl_ms: int) -> None:
        """Keep what a ticket stands for, under a digest of it, for `ttl_ms` at the most."""
        self._call(lambda: self.client.set(self.keys.ticket(digest), sealed, px=ttl_ms))

    def take_ticket(self, digest: str) -> bytes | None:
        """What a ticket stands for, once; None when it was used, has expired or never was."""
        found: Any = self._call(lambda: self.client.getdel(self.keys.ticket(digest)))
        return None if found is None else bytes(found)

    # -- how a script runs ----------------------------------------------------------------------------------------------

    @property
    def _ttl(self) -> int:
        return 0 if self.mirrored else self.result_ttl_ms

    def _pipelined(self, fill: Callable[[Any], None]) -> list[Any]:
        def run() -> Any:
            pipe = self.client.pipeline(transaction=False)
            fill(pipe)
            return pipe.execute()

        return list(self._call(run))

    def _paged(self, name: str, first: Sequence[Any], rows: Sequence[Sequence[Any]]) -> list[str]:
        return _words(self._paged_raw(name, first, rows))

    def _taken_back(self, name: str, first: Sequence[Any], rows: Sequence[Sequence[Any]]) -> list[str]:
        """As `_paged`, from the last page to the first: each row goes to the head of its list, the oldest last of all."""
        answers: list[str] = []
        for page in reversed(list(_pages(rows))):
            answers[:0] = _words(self._run(name, *first, *_flat(page)))
        return answers

    def _paged_raw(self, name: str, first: Sequence[Any], rows: Sequence[Sequence[Any]]) -> list[Any]:
        answers: list[Any] = []
        for page in _pages(rows):
            answers += self._run(name, *first, *_flat(page))
        return answers

    def _run(self, name: str, *arguments: Any) -> Any:
        script = self._script(name)
        try:
            return self._call(lambda: script.run(self.client, self.namespace, arguments))
        except redis.ResponseError as error:
            if str(error).startswith("FULL"):
                raise QueueFull(str(error).removeprefix("FULL ")) from error
            raise

    def _script(self, name: str) -> Script:
        return self._scripts.get(name) or self._scripts.setdefault(name, Script.read(name))

    def _call(self, command: Callable[[], Any], *, again: bool = True) -> Any:
        """Run a command; once more when its connection broke (every move is safe to repeat), unless not `again`."""
        if time.monotonic() < self._away[0]:
            raise QueueUnavailable("Redis did not answer a moment ago")
        return self._told(partial(_again, command) if again else command)

    def _told(self, command: Callable[[], Any]) -> Any:
        """What a command answers; its failure as those who call know it, and keeping others from asking for a moment."""
        try:
            return command()
        except redis.RedisError as error:
            away = unavailable(error)
            if away is None:
                raise
            self._away[0] = time.monotonic() + self.pause_after_failure
            raise away from error


def _again(command: Callable[[], Any]) -> Any:
    try:
        return command()
    except redis.ConnectionError:
        return command()


def _enqueued(new: Job, delay_ms: int, entry: str) -> list[Any]:
    state, spec, times, body, apart = job.to_record(new)
    return [new.id, delay_ms, entry, state, spec, times, body, 2 * len(apart), *_flat(list(apart.items()))]


def _to_claim(
    claim_id: str,
    runner: str,
    queues: Sequence[str],
    types_ms: Mapping[str, int] | None,
    want: int,
    lease_ms: int,
    timeout_ms: int,
    idle: bool = False,
    tenant: str = "",
) -> list[Any]:
    """What `claim.lua` takes."""
    known: list[Any] = [-1] if types_ms is None else [len(types_ms)]
    for name, milliseconds in (types_ms or {}).items():
        known += [name, milliseconds]
    first = [claim_id, runner, min(want, PAGE), lease_ms, timeout_ms, int(idle)]
    return [*first, len(queues), *queues, *known, tenant]


def _claimed(reply: Sequence[bytes]) -> Claim:
    return Claim(job.from_claim(reply[2:]), int(reply[0]), reply[1] == b"1")


def _by_claim(ended: Sequence[Ended]) -> Iterator[Any]:
    """What `ack` takes: those of one claim that follow one another together, each that says more by itself."""
    for (fence, says_more), group in itertools.groupby(ended, lambda one: (one.fence, bool(one.data))):
        if says_more:
            for one in group:
                yield from (fence, 0, one.job_id.encode() + one.result, one.data)
        else:
            entries = [one.job_id.encode() + one.result for one in group]
            yield from (fence, len(entries), *entries)


def _words(raw: Iterable[bytes]) -> list[str]:
    return list(map(bytes.decode, raw))


def _by_job(reply: Sequence[bytes]) -> dict[str, str]:
    words = _words(reply)
    return dict(zip(words[::2], words[1::2], strict=True))


def _flat(rows: Sequence[Sequence[Any]]) -> list[Any]:
    return list(itertools.chain.from_iterable(rows))


def _pages(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), PAGE):
        yield rows[start : start + PAGE]


def _escaped(pattern: str) -> str:
    return "".join(f"\\{character}" if character in "*?[]\\" else character for character in pattern)
