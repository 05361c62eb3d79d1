"""Servers for one measurement: fresh, on free ports, gone afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from redis import Redis

from local.servers import PostgresServer, RedisServer

ROOT = Path(__file__).resolve().parent.parent
NAMESPACE = "bench:jobs"
"""Of our jobs."""


@dataclass(frozen=True)
class Place:
    """Where one measurement happens."""

    folder: Path
    redis: RedisServer | None
    postgres: PostgresServer | None

    @property
    def environment(self) -> dict[str, str]:
        """The variables that point a program at this place."""
        tally = self.folder / "tally"
        tally.mkdir(exist_ok=True)
        return {
            **os.environ,
            "PYTHONPATH": f"{ROOT}:{ROOT / 'sdk/python/src'}",
            "BENCH_TALLY": str(tally),
            "REDIS_URL": self.redis.url if self.redis else "",
            "QUEUE_NAME": NAMESPACE,
            "DATABASE_URL": self.postgres.url if self.postgres else "none",
        }

    def client(self) -> Redis:
        """A connection to this place's Redis."""
        assert self.redis
        return Redis(port=self.redis.port, protocol=2)

    def migrate(self) -> None:
        """Make our tables."""
        subprocess.run([sys.executable, "-m", "shared.migrate"], cwd=ROOT, env=self.environment, check=True)


@contextmanager
def place(stores: Sequence[str]) -> Iterator[Place]:
    """Fresh servers, as they are in service: Redis with its append-only file, Postgres with all its promises."""
    with tempfile.TemporaryDirectory(prefix="workqueue-bench-") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o711)  # the user of Postgres passes through it
        in_redis = stack.enter_context(RedisServer(folder / "redis")) if "redis" in stores else None
        rows = stack.enter_context(PostgresServer(folder / "postgres")) if "postgres" in stores else None
        yield Place(folder, in_redis, rows)
