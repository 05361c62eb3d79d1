"""A scheduler in a process of its own: each line on its input is a time (ms) at which it looks once."""

from __future__ import annotations

import sys

from tests.integration.cron.conftest import Clockwork


def main() -> None:
    clockwork = Clockwork(*sys.argv[1:])
    for line in sys.stdin:
        clockwork.tick(int(line))
        print(line.strip(), flush=True)
    clockwork.close()


if __name__ == "__main__":
    main()
