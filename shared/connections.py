"""How we reach Redis and Postgres: two Redis profiles, and a bounded Postgres pool that checks what it hands out.

redis-py's defaults repeat lost commands silently, which doubles what is not idempotent; here nothing is repeated but by
`shared.queue`, which knows that its moves may be.
"""

from __future__ import annotations

import copy
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self, TypeVar

import hiredis
import psycopg2
import psycopg2.errors
import redis
from psycopg2 import extensions
from redis.backoff import NoBackoff
from redis.connection import HiredisRespSerializer
from redis.retry import Retry

from shared.errors import DatabaseUnavailable, QueueUnavailable, RedisFull, UsageExceeded

T = TypeVar("T")

BLOCKING_MARGIN = 5.0
"""Seconds by which a blocking connection's read time-out exceeds the longest block, so that a slow answer is no error."""


def redis_for_commands(url: str, timeout: float, connections: int) -> redis.Redis:
    """A client for commands that answer at once.

    Args:
        url: `redis://`, `rediss://` or `unix://`.
        timeout: seconds to connect, and to wait for an answer.
        connections: at most this many at a time.
    """
    return _client(url, read_timeout=timeout, connect_timeout=timeout, connections=connections)


def redis_for_blocking(url: str, timeout: float, longest_block: float, connections: int = 4) -> redis.Redis:
    """A client for BRPOP and XREAD that block up to `longest_block` seconds."""
    return _client(
        url, read_timeout=longest_block + BLOCKING_MARGIN, connect_timeout=timeout, connections=connections
    )


def _client(url: str, read_timeout: float, connect_timeout: float, connections: int) -> redis.Redis:
    pool = Connections.from_url(
        url,
        socket_timeout=read_timeout,
        socket_connect_timeout=connect_timeout,
        socket_keepalive=True,
        health_check_interval=30,
        retry=Retry(NoBackoff(), 0),
        protocol=2,
        max_connections=connections,
        command_packer=_Packer(),
    )
    return redis.Redis.from_pool(pool)


class _Packer(HiredisRespSerializer):
    """As redis-py's, but for runs of scripts: their words, thousands in a batch, are looked at by hiredis alone."""

    def pack(self, *words: Any) -> list[bytes]:
        """The command as it goes over the wire."""
        return [hiredis.pack_command(words)] if words[0] == "EVALSHA" else super().pack(*words)


class Connections(redis.ConnectionPool):
    """A pool that keeps no accounts of connections which are given back whole and soon taken again.

    redis-py counts each way in and out, under labels that it makes anew and for whoever might listen: as much work as
    the command itself. To it these connections stay in use, so that it closes them with all others.
    """

    def __init__(self, **settings: Any) -> None:
        """Nothing is opened yet; takes what redis-py's pool does."""
        super().__init__(**settings)
        self._resting: list[Any] = []

    def get_connection(self, *words: Any, **options: Any) -> Any:
        """One to which nobody writes and from which nothing is left to read; raises what redis-py's pool does."""
        while True:
            try:
                connection = self._resting.pop()
            except IndexError:
                return super().get_connection(*words, **options)
            if _is_sound(connection):
                return connection
            super().release(connection)

    def release(self, connection: Any) -> None:
        """Take one back."""
        if connection.is_connected and not connection.should_reconnect() and connection.pid == os.getpid():
            self._resting.append(connection)
        else:
            super().release(connection)


def _is_sound(connection: Any) -> bool:
    """Whether a connection is this process's, open, and silent; one that is not is closed where it is ours."""
    if connection.pid != os.getpid() or not connection.is_connected:
        return False
    try:
        silent = not connection.can_read()
    except (redis.RedisError, OSError):
        silent = False
    if not silent:
        connection.disconnect()
    return silent


_AWAY = [
    "MISCONF",
    "READONLY",
    "NOREPLICAS",
    "LOADING",
    "BUSY",
    "CLUSTERDOWN",
    "UNBLOCKED",
    "MASTERDOWN",
    "TRYAGAIN",
    "NOMASTERLINK",
]


def unavailable(error: redis.RedisError) -> QueueUnavailable | None:
    """The error as "Redis is away", when that is what it means; None when it is a mistake of ours."""
    if isinstance(error, redis.ConnectionError | redis.TimeoutError | redis.exceptions.ReadOnlyError):
        return QueueUnavailable(f"Redis cannot be reached: {error}")
    text = str(error)
    if isinstance(error, redis.exceptions.OutOfMemoryError) or "OOM" in text[:80]:
        return RedisFull(f"Redis refuses for now: {text}")
    if any(word in text[:80] for word in _AWAY):
        return QueueUnavailable(f"Redis refuses for now: {text}")
    return None


USAGE_LIMIT = "usage_within_limit"
"""The constraint that new jobs beyond a tenant's monthly number break (migration 0002)."""

_BROKEN = (psycopg2.OperationalError, psycopg2.InterfaceError, psycopg2.errors.ReadOnlySqlTransaction)
"""What a lost connection, a restart or a failover to a replica raises."""


_NOT_FOR_LONG = b"SET LOCAL idle_in_transaction_session_timeout = '5s'"
"""A process that is stopped in the middle of a transaction keeps its locks: Postgres ends it, so that others go on."""


TENANT_ROLE = "workqueue_tenant"
"""The role as which statements of tenants run (migration 0009)."""

_ENTER = "SELECT set_config('role', %s, true), set_config('workqueue.tenant', %s, true);"
"""Holds until the transaction ends. Sent in one string with the statement it is the same round trip and, in autocommit,
the same transaction: that is what Postgres makes of several statements in one simple query."""


class OfTenant(extensions.cursor):
    """A cursor whose statements see and change the rows of one tenant alone, whatever they ask for."""

    entry = b""
    """What goes before each statement; in a transaction that has begun so, nothing."""

    def execute(self, query: str | bytes, vars: Any = None) -> None:  # type: ignore[override]  # noqa: A002
        """As every cursor; `rowcount` and rows are those of the statement."""
        super().execute(self.entry + self.mogrify(query, vars))


@dataclass
class _Net:
    """Whether the database has row-level security in force, as it said when it was last asked."""

    RECHECK = 30.0
    """Seconds after which a database that had not is asked again: an administrator may have made the role."""

    holds: bool = False
    asked_at: float = float("-inf")

    def look(self, connection: extensions.connection) -> bool:
        """Asked once where it is in force."""
        if not self.holds and time.monotonic() - self.asked_at >= self.RECHECK:
            self.holds = _are_bound(connection)
            self.asked_at = time.monotonic()
        return self.holds


class Postgres:
    """A bounded pool of autocommit connections.

    A caller waits for a free one; a connection that has rested is tried before it is handed out, and a broken one is
    replaced. No session state is kept, so a pooler in transaction mode may stand in between.
    """

    RESTED = 5.0
    """Seconds of rest after which a connection is tried before use."""
    MOST_BOUND = 1000
    """Tenants whose handles are kept, as one is asked for with every request."""

    def __init__(self, url: str, size: int = 10, wait: float = 5.0, connect_timeout: float = 3.0) -> None:
        """Nothing is opened yet.

        Args:
            url: `postgresql://...`, as libpq takes it.
            size: at most this many connections.
            wait: seconds to wait for a free one before `DatabaseUnavailable`.
            connect_timeout: seconds to connect.
        """
        self._url = url
        self._wait = wait
        self._connect_timeout = max(1, round(connect_timeout))
        self._size = size
        self._free = threading.BoundedSemaphore(size)
        self._rested: list[tuple[float, extensions.connection]] = []
        self._lock = threading.Lock()
        self._net = _Net()
        self._tenant: str | None = None
        self._entering: bytes | None = None
        self._bound: dict[str, Self] = {}

    def of(self, tenant: str) -> Self:
        """The same pool for statements on behalf of one tenant, whose rows are all that these see and change.

        Where the database has no row-level security (`shared.migrate.bind_tenants` says why), they run as all others do.
        """
        bound = self._bound.get(tenant)
        if bound is None:
            bound = copy.copy(self)
            bound._tenant, bound._entering = tenant, None
            if len(self._bound) >= self.MOST_BOUND:
                self._bound.clear()
            self._bound[tenant] = bound
        return bound

    def run(self, work: Callable[[extensions.cursor], T]) -> T:
        """Run `work` with a cursor in autocommit; repeated once on a fresh connection when the old one was broken.

        Raises:
            DatabaseUnavailable: Postgres cannot be reached, or every connection is busy.
            UsageExceeded: it inserts more jobs than a tenant may still make this month; none of them stays.
        """
        return self._attempt(work, transaction=False)

    def transaction(self, work: Callable[[extensions.cursor], T]) -> T:
        """Run `work` in one transaction, as `run` does otherwise; it must be safe to repeat."""
        return self._attempt(work, transaction=True)

    def close(self) -> None:
        """Close what rests; connections in use close when they are given back."""
        with self._lock:
            rested = self._rested.copy()
            self._rested.clear()
        for _, connection in rested:
            connection.close()

    def _attempt(self, work: Callable[[extensions.cursor], T], transaction: bool) -> T:
        try:
            return self._in_our_words(work, transaction)
        except _BROKEN:
            self.close()
        try:
            return self._in_our_words(work, transaction)
        except _BROKEN as error:
            raise DatabaseUnavailable(f"Postgres cannot be reached: {str(error).strip()}") from error

    def _in_our_words(self, work: Callable[[extensions.cursor], T], transaction: bool) -> T:
        try:
            return self._once(work, transaction)
        except psycopg2.errors.CheckViolation as error:
            if error.diag.constraint_name == USAGE_LIMIT:
                raise UsageExceeded(UsageExceeded.__doc__) from error
            raise

    def _once(self, work: Callable[[extensions.cursor], T], transaction: bool) -> T:
        with self._connection() as connection:
            entry = self._entry(connection)
            if not transaction:
                with self._cursor(connection) as cursor:
                    if isinstance(cursor, OfTenant):
                        cursor.entry = entry
                    return work(cursor)
            connection.autocommit = False
            try:
                with connection, self._cursor(connection) as cursor:
                    cursor.execute(entry + _NOT_FOR_LONG)
                    return work(cursor)
            finally:
                if not connection.closed:
                    connection.autocommit = True

    def _entry(self, connection: extensions.connection) -> bytes:
        if self._tenant is None or not self._net.look(connection):
            return b""
        if self._entering is None:
            with connection.cursor() as cursor:
                self._entering = cursor.mogrify(_ENTER, (TENANT_ROLE, self._tenant))
        return self._entering

    def _cursor(self, connection: extensions.connection) -> extensions.cursor:
        return connection.cursor(cursor_factory=extensions.cursor if self._tenant is None else OfTenant)

    @contextmanager
    def _connection(self) -> Iterator[extensions.connection]:
        if not self._free.acquire(timeout=self._wait):
            raise DatabaseUnavailable(
                f"all {self._size} connections to Postgres have been busy for {self._wait:g} s"
            )
        try:
            connection = self._take()
            try:
                yield connection
            finally:
                self._give_back(connection)
        finally:
            self._free.release()

    def _take(self) -> extensions.connection:
        while True:
            with self._lock:
                if not self._rested:
                    break
                since, connection = self._rested.pop()
            if not connection.closed and (time.monotonic() - since < self.RESTED or _answers(connection)):
                return connection
            connection.close()
        connection = psycopg2.connect(
            self._url,
            connect_timeout=self._connect_timeout,
            application_name="workqueue",
            # A server that vanished without a word is given up within half a minute.
            keepalives_idle=10,
            keepalives_interval=5,
            keepalives_count=3,
            tcp_user_timeout=20_000,
        )
        connection.autocommit = True
        return connection

    def _give_back(self, connection: extensions.connection) -> None:
        idle = extensions.TRANSACTION_STATUS_IDLE
        if connection.closed or connection.info.transaction_status != idle:
            connection.close()
            return
        with self._lock:
            self._rested.append((time.monotonic(), connection))


def _answers(connection: extensions.connection) -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except psycopg2.Error:
        return False
    return True


def _are_bound(connection: extensions.connection) -> bool:
    with connection.cursor() as cursor:
        try:
            cursor.execute("SELECT tenants_are_bound()")
        except psycopg2.errors.UndefinedFunction:  # the tables wait for their migration
            return False
        return bool(scalar(cursor))


def scalar(cursor: extensions.cursor) -> Any:
    """The first column of the next row; None when there is no row."""
    row = cursor.fetchone()
    return row[0] if row else None
