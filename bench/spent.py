"""Processor time and memory of processes and of Redis, as Linux and Redis count them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import redis

TICKS = os.sysconf("SC_CLK_TCK")


def by_tree(pid: int) -> float:
    """Seconds of processor time so far of a process, of those under it, and of those of them that have ended."""
    return _of(pid) + sum(by_tree(child) for child in _children(pid))


def by_redis(client: redis.Redis) -> float:
    """Seconds of processor time so far of a Redis."""
    cpu = client.info("cpu")
    return float(cpu["used_cpu_user"]) + float(cpu["used_cpu_sys"])


def memory_of_tree(pid: int) -> float:
    """Megabytes that a process and those under it hold: each page that they share counted once, whoever else has it too."""
    processes = list(_tree(pid))
    files: dict[str, int] = {}
    for one in processes:
        for name, kilobytes in _of_files(one).items():
            files[name] = max(files.get(name, 0), kilobytes)
    return (sum(map(_anonymous, processes)) + sum(files.values())) * 1024 / 1e6


def memory_of_redis(client: redis.Redis) -> int:
    """Bytes of the data in a Redis."""
    return int(client.info("memory")["used_memory_dataset"])


def _of(pid: int) -> float:
    try:
        numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0  # it has ended, and its parent counts for it
    return sum(int(one) for one in numbers[11:15]) / TICKS


def _children(pid: int) -> list[int]:
    found = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in file.read_text().split()]
        except (FileNotFoundError, ProcessLookupError):
            continue  # a thread that has ended
    return found


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for child in _children(pid):
        yield from _tree(child)


def _anonymous(pid: int) -> int:
    """Kilobytes of no file; of those that forks share, the share of this one."""
    found = (line.split() for line in _told(pid, "smaps_rollup"))
    return sum(int(words[1]) for words in found if words[0] == "Pss_Anon:")


def _of_files(pid: int) -> dict[str, int]:
    """Kilobytes that are mapped from each file and unchanged since."""
    found: dict[str, int] = {}
    name = ""
    for line in _told(pid, "smaps"):
        words = line.split()
        if not words[0].endswith(":"):  # the first line of a mapping: its addresses, and at its end the file
            name = words[5] if len(words) > 5 else ""
        elif name and words[0] in {"Rss:", "Anonymous:"}:
            found[name] = found.get(name, 0) + int(words[1]) * (1 if words[0] == "Rss:" else -1)
    return found


def _told(pid: int, file: str) -> list[str]:
    try:
        return Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return []
