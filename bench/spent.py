"""Processor time and memory of processes and of Redis, as Linux and Redis count them."""

from __future__ import annotations

import os
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
    """Megabytes that a process and those under it hold, each page that they share counted once."""
    return (_proportional(pid) + sum(memory_of_tree(child) * 1e6 for child in _children(pid))) / 1e6


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


def _proportional(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
