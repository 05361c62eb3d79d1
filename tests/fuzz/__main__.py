"""`python -m tests.fuzz --seconds N --seed S`: fuzz a service of its own until the time is over."""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
from pathlib import Path

from local.servers import PostgresServer, RedisServer
from tests.conftest import migrate
from tests.fuzz import campaign, service


def main() -> int:
    """0 when nothing was found, else 1."""
    arguments = _parser().parse_args()
    seed = secrets.randbelow(2**31) if arguments.seed is None else arguments.seed
    print(f"seed {seed}, {arguments.seconds} s", flush=True)
    with tempfile.TemporaryDirectory(prefix="workqueue-fuzz-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # the user of Postgres passes through
        return _fuzz(folder, arguments.seconds, seed)


def _fuzz(folder: Path, seconds: int, seed: int) -> int:
    with (
        RedisServer(folder / "redis") as redis,
        PostgresServer(folder / "postgres", options={"fsync": "off"}) as postgres,
    ):
        database_url = postgres.create_database("fuzz")
        migrate(database_url)
        with service.running(redis.url, database_url, folder) as where:
            return campaign.run(where, "--max-time", str(seconds), "--seed", str(seed))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="for how long requests are sent")
    parser.add_argument(
        "--seed", type=int, help="of what is made by chance; without it another one each time"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
