"""Whether a Redis keeps what it is given, and whether we can read what it holds: asked at start.

How it keeps its data is also said in `/health` and when a job is accepted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import redis

from shared import logs
from shared.connections import unavailable
from shared.errors import ConfigurationError, QueueUnavailable
from shared.keys import Keys
from shared.queue import Queue
from shared.settings import Settings

FORM = b"3"
"""Of keys, records and events. Raise it with a change that an earlier release would misread, and say here what becomes of
data of no number, or a smaller one: the events of form 1 (a line told of one job) are read as they are, and the records of
forms 1 and 2 (hashes) are converted by whoever starts first. Processes of the release before must have ended by then."""
READABLE = frozenset({b"", b"1", b"2", FORM})
_log = logs.get("redis")


@dataclass(frozen=True, slots=True)
class Keeping:
    """How a Redis treats its data."""

    append_only: bool
    """Writes go to an append-only file, so that a restart keeps them."""
    policy: str
    """What happens at `maxmemory`; anything but `noeviction` may drop jobs."""

    @property
    def lasts(self) -> bool:
        """A restart, or memory running out, loses no job."""
        return self.append_only and self.policy == "noeviction"


def look(client: redis.Redis) -> Keeping:
    """Ask the server; INFO answers also where CONFIG is forbidden.

    Raises:
        QueueUnavailable: it does not answer.
    """
    try:
        info: Any = client.info("persistence")
        memory: Any = client.info("memory")
    except redis.RedisError as error:
        raise unavailable(error) or error from error
    return Keeping(info.get("aof_enabled") == 1, str(memory.get("maxmemory_policy", "noeviction")))


def check(client: redis.Redis, settings: Settings) -> Keeping | None:
    """Refuse data of a form that we do not know, and in production a Redis that may lose jobs.

    Answers None when it is away, which refuses nothing.

    Raises:
        ConfigurationError: what is wrong with the server and how to mend it.
    """
    try:
        found = look(client)
        form = _form(client, settings.queue_name)
    except QueueUnavailable:
        return None
    if form not in READABLE:
        raise ConfigurationError(
            f"the data of QUEUE_NAME={settings.queue_name} in Redis are of form {form.decode(errors='replace')}, and this"
            f" release knows form {FORM.decode()}: run the release that wrote them, or a newer one, or name another queue"
        )
    if settings.app_env == "production" and not settings.allow_volatile_redis and not found.lasts:
        raise ConfigurationError(_sentence(found))
    return found


def _form(client: redis.Redis, namespace: str) -> bytes:
    """The form of the data, which are of ours from now on where we can read them; b"": there are none, or very old ones."""
    key = Keys(namespace).form
    try:
        known: Any = client.get(key) or b""
        if known in READABLE and known != FORM:
            _convert(Queue(client, namespace))
            client.set(key, FORM)
    except redis.RedisError as error:
        raise unavailable(error) or error from error
    return bytes(known)


def _convert(queue: Queue) -> None:
    converted, cursor, more = 0, 0, True
    while more:
        cursor, ids = queue.scan(cursor)
        found, more = queue.convert(ids), cursor > 0
        if found and not converted:
            _log.info("converting the jobs in Redis to the form of this release", queue=queue.namespace)
        converted += found
    if converted:
        _log.info(
            "converted the jobs in Redis to the form of this release", queue=queue.namespace, jobs=converted
        )


def _sentence(found: Keeping) -> str:
    problems = []
    if not found.append_only:
        problems.append("it has no append-only file (set `appendonly yes`)")
    if found.policy != "noeviction":
        problems.append(
            f"it evicts keys when memory runs out (set `maxmemory-policy noeviction`, not {found.policy})"
        )
    return (
        f"the Redis of REDIS_URL may lose jobs: {' and '.join(problems)};"
        " or set ALLOW_VOLATILE_REDIS=true when that is acceptable"
    )
