"""Looks at Redis and Postgres from outside, at one instant each, and says what does not fit together.

Every move is one script, so at every instant each open record has the entry by which it will be found. Only a
fault that damages the data itself may change that, and the reconciler then has to mend it.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import psycopg2
import redis
from psycopg2 import extensions

from shared.errors import QueueUnavailable
from shared.queue import Queue
from shared.states import FINAL
from tests.faults.disturbances import Disturbances
from tests.faults.system import System

TRIGGER = """
CREATE TABLE fault_endings (
    job_id uuid NOT NULL,
    before text NOT NULL,
    after text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE FUNCTION note_ending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status <> OLD.status
       AND ARRAY[NEW.status, OLD.status] && ARRAY['completed', 'dead', 'cancelled'] THEN
        INSERT INTO fault_endings (job_id, before, after) VALUES (NEW.id, OLD.status, NEW.status);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER note_endings AFTER UPDATE OF status ON jobs FOR EACH ROW EXECUTE FUNCTION note_ending();
"""
"""Writes down every change of `jobs.status` into or out of a final state."""

UNREACHABLE = """
local tag = '{' .. KEYS[1] .. '}:'
local known = {}
local function add(key)
  for _, id in ipairs(redis.call('LRANGE', key, 0, -1)) do known[id] = true end
end
local function members(key)
  for _, id in ipairs(redis.call('ZRANGE', key, 0, -1)) do known[id] = true end
end
add(KEYS[1])
for _, key in ipairs(redis.call('KEYS', tag .. 'pending:*')) do add(key) end
for _, key in ipairs(redis.call('KEYS', tag .. 'parked:*')) do
  if redis.call('TYPE', key).ok == 'zset' then members(key) end
end
for _, key in ipairs(redis.call('KEYS', tag .. 'solo:*')) do members(key) end
local waiting = known
known = {}
members(tag .. 'leases')
local leased = known
known = {}
members(tag .. 'scheduled')
local scheduled = known
local prefix = tag .. 'job:'
local found = {}
for _, key in ipairs(redis.call('KEYS', prefix .. '*')) do
  local id, line = string.sub(key, #prefix + 1), redis.call('GET', key) or ''
  local state = string.match(line, '^%S+')
  local where = ({ pending = waiting, running = leased, scheduled = scheduled, failed = scheduled })[state]
  if where and not where[id] then found[#found + 1] = id .. ' ' .. state end
end
return found
"""
"""Open records that stand in no list, lease or schedule, as of one instant; a test may use KEYS."""

LOOK_EVERY = 0.1
"""Seconds between two looks for them."""
STILL = 20.0
"""Seconds without any change after which nothing more is expected to happen."""


def install(system: System) -> None:
    """Have Postgres write down every ending."""
    connection = system.database()
    with connection.cursor() as cursor:
        cursor.execute(TRIGGER)
    connection.close()


def unreachable(client: redis.Redis, namespace: str) -> list[str]:
    """Open jobs that no worker would ever find, as `id state`."""
    found = client.eval(UNREACHABLE, 1, namespace)
    return [text.decode() for text in found]


@dataclass
class Watch:
    """Looks for unreachable jobs all the time; any that it finds while the data are whole breaks a promise."""

    system: System
    found: dict[str, str] = field(default_factory=dict)
    """Unreachable jobs, with the state in which they were."""
    looks: int = 0
    _stopping: threading.Event = field(default_factory=threading.Event)
    _blind: redis.RedisError | None = None

    def __post_init__(self) -> None:
        """Not looking yet."""
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._client = self.system.redis_client()

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more.

        Raises:
            RuntimeError: it could not look.
        """
        self._stopping.set()
        self._thread.join(30)
        if self._blind is not None or not self.looks:
            raise RuntimeError("nobody has looked for unreachable jobs") from self._blind

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_EVERY):
            try:
                seen = unreachable(self._client, "workqueue:jobs")
            except (redis.ConnectionError, redis.TimeoutError):
                continue  # a fault has taken Redis away; the next look may succeed
            except redis.RedisError as error:  # it would see nothing, and find nothing wrong
                self._blind = error
                return
            self.looks += 1
            if not _damaged(self.system.disturbances):
                self.found.update(_pair(text) for text in seen)


def _pair(text: str) -> tuple[str, str]:
    job_id, _, state = text.partition(" ")
    return job_id, state


def _damaged(disturbances: Disturbances) -> bool:
    """Whether a fault has damaged what Redis holds; from then on the reconciler mends, in its own time."""
    return bool(disturbances.of("data", "hints"))


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far both stores agree, and what is left to do."""

    open: frozenset[tuple[str, str, int]]
    """(id, status, version) of the rows that are not final."""
    differing: frozenset[tuple[str, str, str]]
    """(id, row's state, record's state) that differ; no record differs from open rows only."""


def compare(cursor: extensions.cursor, queue: Queue) -> Agreement:
    """Hold all open rows, and all records, against one another."""
    cursor.execute("SELECT id, status, version FROM jobs")
    found = cursor.fetchall()
    rows = {job_id: status for job_id, status, _ in found}
    ids = list(rows)
    records = dict(zip(ids, queue.get_many(ids), strict=True))
    differing = set()
    for job_id, status in rows.items():
        record = records[job_id]
        if record is None and status not in FINAL:
            differing.add((job_id, status, "missing"))
        elif record is not None and record.state != status:
            differing.add((job_id, status, str(record.state)))
    still_open = frozenset(row for row in found if row[1] not in FINAL)
    return Agreement(still_open, frozenset(differing))


LAG = 2.0
"""Seconds by which a row may trail its record."""


def quiesce(system: System, seconds: float) -> tuple[float | None, float | None]:
    """Wait until both stores agree and every job has ended, or nothing moves any more.

    A look is not one instant, and while jobs run their rows trail them a little: a job counts when it differs in the
    same way for longer than `LAG`.

    Returns:
        Seconds until they agreed, and until every job had ended; None for what did not come about.
    """
    queue, pause = system.queue(), threading.Event()
    began = moved = time.monotonic()
    agreed: float | None = None
    before: Agreement | None = None
    since: dict[tuple[str, str, str], float] = {}
    while (now := time.monotonic()) < began + seconds and now < moved + STILL:
        try:
            look = _look(system, queue)
        except (psycopg2.OperationalError, QueueUnavailable):
            pause.wait(0.2)
            continue
        since = {difference: since.get(difference, now) for difference in look.differing}
        if any(now - first > LAG for first in since.values()):
            agreed = None
        elif agreed is None:
            agreed = now - began
        if not look.open and not look.differing:
            return agreed, now - began
        if look != before:
            moved = now
        before = look
        pause.wait(0.3)
    return agreed, None


def _look(system: System, queue: Queue) -> Agreement:
    connection = system.database()
    try:
        with connection.cursor() as cursor:
            return compare(cursor, queue)
    finally:
        connection.close()
