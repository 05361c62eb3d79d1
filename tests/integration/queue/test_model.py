"""The scripts against a small model of what they promise: random moves, crashes, damage and wipes, in any order.

`HYPOTHESIS_PROFILE=thorough` looks much longer, from another start each time.
"""

from __future__ import annotations

import os
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shared import lifecycle
from shared.connections import redis_for_commands
from shared.job import Job
from shared.lifecycle import Failure
from shared.queue import Crashed, Failed, Queue
from shared.states import FINAL, State
from tests.integration.queue import turned_clock
from tests.integration.queue.engine import TYPE, Engine

PROFILES = {
    "default": settings(max_examples=200, stateful_step_count=40, derandomize=True),
    "thorough": settings(max_examples=1_000, stateful_step_count=80),
}
PROFILE = settings(
    PROFILES[os.environ.get("HYPOTHESIS_PROFILE", "default")],
    database=None,
    suppress_health_check=list(HealthCheck),
)

RUNNERS = ("runner-1", "runner-2")
TENANTS = ("default", "acme")
MAX_ATTEMPTS = 2
LEASE_MS = 10_000
TIMEOUT_MS = 30_000
GRACE_MS = 1_000
FIXED = random.Random(0)


@dataclass
class Known:
    """What the model knows of a job."""

    id: str
    tenant: str
    priority: int
    state: State
    version: int = 1
    attempt: int = 0
    crash_count: int = 0
    fence: str | None = None
    runner: str | None = None
    queued_at: int = 0
    run_at: int = 0
    lease: int = 0
    deadline: int = 0
    cancel: bool = False
    present: bool = True
    """False: ended before a wipe, so that Redis knows nothing of it."""

    @property
    def suspect(self) -> bool:
        return self.crash_count >= lifecycle.SOLO_AFTER

    def record(self) -> Job:
        """As a reconciler restores it: what ran runs again, its interrupted attempt uncounted."""
        running = self.state is State.RUNNING
        return Job(
            id=self.id,
            type=TYPE,
            tenant=self.tenant,
            priority=self.priority,
            state=State.PENDING if running else self.state,
            version=self.version + 1,
            attempt=self.attempt - running,
            max_attempts=MAX_ATTEMPTS,
            crash_count=self.crash_count,
            run_at=self.run_at or None,
            error="buried" if self.state is State.DEAD else None,
        )


class Machine(RuleBasedStateMachine):
    """Drives one namespace and its model side by side."""

    client: Any

    def __init__(self) -> None:
        super().__init__()
        self.engine = Engine(Queue(self.client, f"model-{uuid.uuid4().hex[:12]}:jobs"))
        self.queue = self.engine.queue
        self.now = 1_700_000_000_000
        self.jobs: dict[str, Known] = {}
        self.handed_out: list[tuple[str, str]] = []
        """Every (job, fence) that a claim ever brought."""
        self.paused: set[str] = set()
        self.turn: str | None = None
        self.seen: dict[str, State] = {}
        turned_clock.turn(self.queue, self.now)

    def teardown(self) -> None:
        """Whatever happened: all that is open ends, each job once."""
        try:
            self._end_all()
        finally:
            self.engine.wipe()

    # -- looks at the model --------------------------------------------------------------------------------------

    def those(self, *states: State) -> list[Known]:
        return [job for job in self.jobs.values() if job.state in states and job.present]

    def claimable(self) -> list[Known]:
        return [job for job in self.those(State.PENDING) if job.tenant not in self.paused]

    def pick(self, index: int) -> Known:
        return list(self.jobs.values())[index % len(self.jobs)]

    # -- rules ---------------------------------------------------------------------------------------------------

    @initialize(count=st.integers(1, 4))
    def begin(self, count: int) -> None:
        for _ in range(count):
            self.enqueue(0, "default", 5)

    @rule(
        delay=st.sampled_from([0, 0, 0, 7_000]),
        tenant=st.sampled_from(TENANTS),
        priority=st.sampled_from([5, 9]),
    )
    def enqueue(self, delay: int, tenant: str, priority: int) -> None:
        number = len(self.jobs) + 1
        known = Known(
            id=f"00000000-0000-7000-8000-{number:012d}",
            tenant=tenant,
            priority=priority,
            state=State.SCHEDULED if delay else State.PENDING,
            queued_at=self.now,
            run_at=self.now + delay if delay else 0,
        )
        new = Job(
            id=known.id,
            type=TYPE,
            tenant=tenant,
            priority=priority,
            state=known.state,
            max_attempts=MAX_ATTEMPTS,
        )
        assert self.queue.enqueue([new], [delay]) == ["created"]
        self.jobs[known.id] = known

    def enqueue_again(self, known: Known) -> None:
        if known.present:
            assert self.queue.enqueue([Job(id=known.id, type="other")]) == [known.state]

    @rule(runner=st.sampled_from(RUNNERS), want=st.integers(1, 4), again=st.booleans())
    def claim(self, runner: str, want: int, again: bool) -> None:
        idle = not any(job.runner == runner for job in self.those(State.RUNNING))
        fence = f"{runner}-{len(self.handed_out)}-{uuid.UUID(int=FIXED.getrandbits(128)).hex[:6]}"
        claim = self._claim(fence, runner, want, idle)
        suspects = [job for job in self.claimable() if job.suspect]
        if suspects and (idle or self.turn in (None, runner)):
            self.turn = None if idle else runner
            assert claim.fall_idle == (not idle)
            assert len(claim.jobs) == int(idle)
        else:
            assert not claim.fall_idle
            others = [job for job in self.claimable() if not job.suspect]
            assert len(claim.jobs) == min(want, len(others))
        for got in claim.jobs:
            self._started(got, runner, fence)
        if again and claim.jobs:
            assert self._claim(fence, runner, want, idle).jobs == claim.jobs

    def _claim(self, fence: str, runner: str, want: int, idle: bool) -> Any:
        return self.queue.claim(
            fence,
            runner,
            ["default"],
            {TYPE: TIMEOUT_MS},
            want=want,
            lease_ms=LEASE_MS,
            timeout_ms=TIMEOUT_MS,
            idle=idle,
        )

    def _started(self, got: Job, runner: str, fence: str) -> None:
        known = self.jobs[got.id]
        assert known in self.claimable()
        rivals = [job for job in self.claimable() if job.suspect == known.suspect]
        if not known.suspect:
            assert known.priority == max(job.priority for job in rivals)
            line = [job for job in rivals if (job.priority, job.tenant) == (known.priority, known.tenant)]
            assert known.queued_at == min(job.queued_at for job in line)
        known.state, known.fence, known.runner = State.RUNNING, fence, runner
        known.attempt += 1
        known.version += 1
        known.lease, known.deadline = self.now + LEASE_MS, self.now + TIMEOUT_MS
        self.handed_out.append((got.id, fence))

    @precondition(lambda self: self.those(State.RUNNING))
    @rule(index=st.integers(0, 99), how=st.sampled_from(["ack", "retry", "later", "dead"]))
    def report(self, index: int, how: str) -> None:
        self._end_running(index, how)

    @precondition(lambda self: self.those(State.RUNNING))
    @rule(index=st.integers(0, 99), how=st.sampled_from(["release", "crash", "crash"]))
    def take_back(self, index: int, how: str) -> None:
        self._end_running(index, how)

    def _end_running(self, index: int, how: str) -> None:
        running = self.those(State.RUNNING)
        known = running[index % len(running)]
        self._end(known, known.fence or "", how)

    @precondition(lambda self: self.handed_out)
    @rule(index=st.integers(0, 99), how=st.sampled_from(["ack", "retry", "dead", "release", "crash"]))
    def repeat_or_come_late(self, index: int, how: str) -> None:
        """Show any fence that was ever handed out: mostly one that no longer counts."""
        job_id, fence = self.handed_out[index % len(self.handed_out)]
        self._end(self.jobs[job_id], fence, how)

    def _end(self, known: Known, fence: str, how: str) -> None:
        refusal = self._refusal(known, fence)
        answer = ENDINGS[how](self, known, fence)
        if refusal:
            assert answer == refusal

    def _refusal(self, known: Known, fence: str) -> str | None:
        if not known.present:
            return "missing"
        if known.fence != fence:
            return "lost"
        return None if known.state is State.RUNNING else "repeated"

    def _ack(self, known: Known, fence: str) -> str:
        may = self._refusal(known, fence) is None
        answer = self.engine.ack(known.id, fence)
        if may:
            assert answer == "done"
            self._finished(known, State.COMPLETED)
        return answer

    def _nack(self, known: Known, fence: str, failure: Failure) -> str:
        may = self._refusal(known, fence) is None
        following = lifecycle.after_failure(
            Job(id=known.id, type=TYPE, attempt=known.attempt, max_attempts=MAX_ATTEMPTS), failure
        )
        answer = self.queue.nack([Failed(known.id, fence, following, b"")])[0]
        if may and (known.cancel or following.decision != "retry"):
            expected = State.CANCELLED if known.cancel else State.DEAD
            assert answer == expected
            self._finished(known, expected)
        elif may:
            assert answer == "failed"
            known.version += 1
            known.state, known.run_at, known.runner = State.FAILED, self.now + following.delay_ms, None
        return answer

    def _release(self, known: Known, fence: str) -> str:
        may = self._refusal(known, fence) is None
        answer = self.engine.release(known.id, fence)
        if may:
            known.attempt -= 1
            self._back(known, answer)
        return answer

    def _crash(self, known: Known, fence: str, known_dead: bool = True) -> str:
        may = self._refusal(known, fence) is None
        job = Job(id=known.id, type=TYPE, crash_count=known.crash_count)
        follows, error = lifecycle.after_crash(job)
        answer = self.queue.reclaim([Crashed(known.id, fence, follows, error, b"")], known_dead)[0]
        if may:
            known.attempt -= 1
            known.crash_count += 1
            if follows == "bury" and not known.cancel:
                assert answer == "dead"
                self._finished(known, State.DEAD)
            else:
                self._back(known, answer)
        return answer

    def _back(self, known: Known, answer: str) -> None:
        if known.cancel:
            assert answer == "cancelled"
            self._finished(known, State.CANCELLED)
            return
        assert answer == "pending"
        known.version += 1
        known.state, known.fence, known.runner = State.PENDING, None, None

    def _finished(self, known: Known, state: State) -> None:
        known.version += 1
        known.state, known.runner, known.cancel = state, None, False

    @rule(
        milliseconds=st.sampled_from([0, 1, 3_000, 8_000, 12_000, 31_500]),
        duty=st.sampled_from(["extend", "reclaim_expired", "promote"]),
        runner=st.sampled_from(RUNNERS),
    )
    def pass_time(self, milliseconds: int, duty: str, runner: str) -> None:
        """The clock goes on, and one of those who watch it looks."""
        self.advance(milliseconds)
        if duty == "extend":
            self.extend(runner)
        elif duty == "promote":
            self.promote()
        else:
            self.reclaim_expired()

    def advance(self, milliseconds: int) -> None:
        self.now += milliseconds
        turned_clock.turn(self.queue, self.now)

    def extend(self, runner: str) -> None:
        mine = [job for job in self.those(State.RUNNING) if job.runner == runner]
        overdue = {job.id for job in mine if self.now > job.deadline + GRACE_MS}
        words = {job.id: "cancel" for job in mine if job.cancel} | dict.fromkeys(overdue, "overdue")
        assert self.queue.extend(runner, LEASE_MS, GRACE_MS) == words
        for job in mine:
            if job.id not in overdue:
                job.lease = self.now + LEASE_MS

    def reclaim_expired(self) -> None:
        expired = self.queue.expired()[0]
        late = [job for job in self.those(State.RUNNING) if job.lease <= self.now]
        assert {job.id for job in expired} == {job.id for job in late}
        for known in late:
            assert self._crash(known, known.fence or "", known_dead=False) != "alive"

    def promote(self) -> None:
        due = [job for job in self.those(State.SCHEDULED, State.FAILED) if job.run_at <= self.now]
        promoted, next_due = self.queue.promote()
        assert promoted == len(due)
        for known in due:
            self._pending(known)
        waiting = [job.run_at - self.now for job in self.those(State.SCHEDULED, State.FAILED)]
        assert next_due == (min(waiting) if waiting else None)

    @rule(
        act=st.sampled_from(["stop", "cancel", "expedite", "pause_or_resume", "enqueue_again"]),
        index=st.integers(0, 99),
    )
    def person(self, act: str, index: int) -> None:
        """Somebody does something to a job, or to a tenant's queue."""
        running = self.those(State.RUNNING)
        if act == "stop" and running:
            self.cancel(running[index % len(running)])
        elif act in {"stop", "cancel"}:
            self.cancel(self.pick(index))
        elif act == "expedite":
            self.expedite(self.pick(index))
        elif act == "enqueue_again":
            self.enqueue_again(self.pick(index))
        else:
            self.pause_or_resume(TENANTS[index % 2])

    def expedite(self, known: Known) -> None:
        waits = known.present and known.state in (State.SCHEDULED, State.FAILED)
        answer = self.queue.expedite(known.id)
        assert answer == ("pending" if waits else known.state if known.present else "missing")
        if waits:
            self._pending(known)

    def _pending(self, known: Known) -> None:
        known.version += 1
        known.state, known.queued_at = State.PENDING, self.now

    def cancel(self, known: Known) -> None:
        answer, version = self.queue.cancel(known.id)
        if not known.present:
            assert answer == "missing"
        elif known.state is State.RUNNING:
            assert answer == "requested"
            known.cancel = True
        elif known.state in FINAL:
            assert answer == known.state
        else:
            assert answer == "cancelled"
            self._finished(known, State.CANCELLED)
            assert version == known.version

    def pause_or_resume(self, tenant: str) -> None:
        if tenant in self.paused:
            assert self.queue.resume("default", tenant)
        else:
            assert self.queue.pause("default", tenant)
        self.paused ^= {tenant}

    @rule(
        what=st.sampled_from(["settle", "pending", "ready", "leases", "scheduled", "solo", "everything"]),
        index=st.integers(0, 99),
        final=st.sampled_from(sorted(FINAL)),
    )
    def trouble(self, what: str, index: int, final: State) -> None:
        """Postgres knows better, an index is gone, or all of Redis is."""
        if what == "settle":
            self.settle(self.pick(index), final)
        elif what == "everything":
            self.wipe_and_reconcile()
        else:
            self.damage_and_heal(what, more=index % 2 == 0)

    def settle(self, known: Known, final: State) -> None:
        """Postgres holds a final state; if the job has none here, or the same, that is what holds."""
        if known.state in FINAL and known.state != final:
            return
        corrected = self.queue.settle([(known.id, final, 1)])
        assert corrected == (known.present and known.state != final)
        if corrected:
            self._finished(known, final)

    def damage_and_heal(self, what: str, more: bool) -> None:
        """An index is lost; with `more`, a job is enqueued before anybody notices."""
        keys = self.engine.tagged_keys(f"{what}*")
        if what == "pending":
            keys.append(self.queue.namespace)
        if keys:
            self.client.delete(*keys)
        if more:
            self.advance(1)
            self.enqueue(0, "default", 5)
        open_ids = [job.id for job in self.jobs.values() if job.present and job.state not in FINAL]
        self.queue.heal(open_ids, LEASE_MS)
        if what == "leases":
            for job in self.those(State.RUNNING):
                job.lease = self.now + LEASE_MS
        assert not any(health.mended for health in self.queue.heal(open_ids, LEASE_MS))

    def wipe_and_reconcile(self) -> None:
        self.engine.wipe()
        turned_clock.turn(self.queue, self.now)
        self.turn = None
        lost = [job for job in self.jobs.values() if job.present and job.state not in FINAL - {State.DEAD}]
        for known in self.jobs.values():
            known.present = known in lost
        assert set(self.queue.enqueue([known.record() for known in lost])) <= {"created"}
        for tenant in self.paused:
            self.queue.pause("default", tenant)
        for known in lost:
            self._restored(known)

    def _restored(self, known: Known) -> None:
        known.version += 1
        known.fence, known.runner, known.cancel = None, None, False
        if known.state is State.RUNNING:
            known.state = State.PENDING
            known.attempt -= 1
        if known.state is State.PENDING:
            known.queued_at = self.now

    # -- what always holds ---------------------------------------------------------------------------------------

    @invariant()
    def records_are_what_the_model_says(self) -> None:
        present = [job for job in self.jobs.values() if job.present]
        for known, job in zip(present, self.queue.get_many([job.id for job in present]), strict=True):
            assert job is not None
            assert (job.state, job.version, job.attempt, job.crash_count) == (
                known.state,
                known.version,
                known.attempt,
                known.crash_count,
            )
            assert job.attempt <= MAX_ATTEMPTS
            assert job.crash_count <= lifecycle.CRASH_LIMIT

    @invariant()
    def a_running_job_has_one_lease_and_one_holder(self) -> None:
        keys, running = self.queue.keys, self.those(State.RUNNING)
        leases = dict(self.client.zrange(keys.leases, 0, -1, withscores=True))
        assert leases == {job.id.encode(): job.lease for job in running}
        for runner in RUNNERS:
            mine = {job.id: job.fence for job in running if job.runner == runner}
            held = {k.decode(): v.decode() for k, v in self.client.hgetall(keys.held(runner)).items()}
            assert held == mine

    @invariant()
    def what_waits_for_its_time_is_scheduled(self) -> None:
        found = dict(self.client.zrange(self.queue.keys.scheduled, 0, -1, withscores=True))
        waiting = self.those(State.SCHEDULED, State.FAILED)
        assert found == {job.id.encode(): job.run_at for job in waiting}

    @invariant()
    def dead_letters_are_listed_once(self) -> None:
        listed = sorted(entry.decode() for entry in self.client.lrange(self.queue.keys.dead, 0, -1))
        assert listed == sorted(job.id for job in self.those(State.DEAD))

    @invariant()
    def a_final_state_never_changes(self) -> None:
        for job in self.jobs.values():
            before = self.seen.get(job.id)
            assert before not in FINAL or before is job.state
            self.seen[job.id] = job.state

    # -- the end -------------------------------------------------------------------------------------------------

    def _end_all(self) -> None:
        for known in self.those(State.RUNNING):
            self._ack(known, known.fence or "")
        for tenant in list(self.paused):
            self.pause_or_resume(tenant)
        self.advance(100_000_000)
        self.promote()
        for _ in range(len(self.jobs)):
            self.claim("runner-1", 4, again=False)
            for known in self.those(State.RUNNING):
                self._ack(known, known.fence or "")
        assert [job for job in self.jobs.values() if job.present and job.state not in FINAL] == []
        self.records_are_what_the_model_says()
        assert self._claim("last", "runner-1", 4, idle=True).jobs == []


ENDINGS: dict[str, Callable[[Machine, Known, str], str]] = {
    "ack": Machine._ack,
    "retry": lambda machine, known, fence: machine._nack(known, fence, Failure("x", retry_after=0.0)),
    "later": lambda machine, known, fence: machine._nack(known, fence, Failure("x", retry_after=5.0)),
    "dead": lambda machine, known, fence: machine._nack(known, fence, Failure("x", "dead")),
    "release": Machine._release,
    "crash": Machine._crash,
}


def test_the_scripts_do_what_the_model_does(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    turned_clock.install(monkeypatch)
    client = redis_for_commands(redis_url, timeout=5, connections=4)
    machine = type("MachineOnRedis", (Machine,), {"client": client})

    run_state_machine_as_test(machine, settings=PROFILE)

    client.close()
