"""The faults: what each does to a running system, until all is put back."""

from __future__ import annotations

import random
import signal
import threading
from collections.abc import Callable
from typing import Any

import redis

from local import processes
from tests.faults.system import LEASE, Daemon, System

STOPPED = LEASE * 2.2
"""Seconds for which a worker is stopped, so that its leases end and others take its jobs."""

Inject = Callable[[System, random.Random], None]


def _for(seconds: float) -> None:
    """The length of a fault is part of it; this is no waiting for something to happen."""
    threading.Event().wait(seconds)


# -- workers -------------------------------------------------------------------------------------------------


def kill_runner(system: System, chance: random.Random) -> None:
    """SIGKILL a process in which handlers run; its parent sees it."""
    runners = system.runners(chance.choice(system.workers))
    with system.disturbances.during("kill-runner", "process", frozenset(runners)):
        for pid in runners:
            processes.send(pid, signal.SIGKILL)
    _for(chance.uniform(0.2, 1.0))


def kill_parent(system: System, chance: random.Random) -> None:
    """SIGKILL a worker's parent; its runner finds itself alone, ends what it holds and goes."""
    worker = chance.choice(system.workers)
    with system.disturbances.during("kill-parent", "process", frozenset(system.runners(worker))):
        _kill(worker)
    _for(chance.uniform(0.2, 1.0))
    system.restart(worker)


def kill_worker(system: System, chance: random.Random) -> None:
    """SIGKILL a worker's parent and its runners together: only the lease time decides then."""
    worker = chance.choice(system.workers)
    worker.expected_to_end = True
    with system.disturbances.during("kill-worker", "process", frozenset(system.runners(worker))):
        worker.signal_all(signal.SIGSTOP)
        worker.signal_all(signal.SIGKILL)
    _for(chance.uniform(0.2, 1.0))
    system.restart(worker)


def stop_worker(system: System, chance: random.Random) -> None:
    """SIGSTOP a worker until its leases are others', then let it go on and report."""
    worker = chance.choice(system.workers)
    with system.disturbances.during("stop-worker", "process", frozenset(system.runners(worker))):
        worker.signal_all(signal.SIGSTOP)
        _for(STOPPED)
        worker.signal_all(signal.SIGCONT)
    _for(0.5)


def stall_worker(system: System, chance: random.Random) -> None:
    """Hold back what a worker and Redis say to each other until its leases are over, then deliver it."""
    number = chance.randrange(len(system.workers))
    pids = frozenset(system.runners(system.workers[number]))
    with system.disturbances.during("stall-worker", "process", pids):
        system.worker_links[number].stall()
        _for(STOPPED)
        system.worker_links[number].flow()
    _for(0.5)


def kill_runner_before_ack(system: System, chance: random.Random) -> None:
    """SIGKILL a runner whose reports are under way: what it did is done, and nobody has heard of it."""
    number = chance.randrange(len(system.workers))
    link, runners = system.worker_links[number], system.runners(system.workers[number])
    with system.disturbances.during("kill-runner-before-ack", "process", frozenset(runners)):
        link.stall()
        link.wait_until_holding(1.0)
        for pid in runners:
            processes.send(pid, signal.SIGKILL)
        link.flow()
    _for(0.5)


def rollout(system: System, _chance: random.Random) -> None:
    """SIGTERM the workers one after the other, each replaced when it has gone, as a deployment does."""
    for worker in system.workers:
        with system.disturbances.during("rollout", "process", frozenset(system.runners(worker))):
            worker.expected_to_end = True
            worker.signal(signal.SIGTERM)
            code = worker.wait(30)
            if code not in {
                0,
                -signal.SIGTERM,
            }:  # the latter where it was so fresh that it could not hear it yet
                system.unexpected.append(f"{worker.name} ended with {code} on SIGTERM instead of 0")
            system.restart(worker)


# -- the producer --------------------------------------------------------------------------------------------


def kill_producer(system: System, chance: random.Random) -> None:
    """SIGKILL gunicorn's worker; its master starts another."""
    with system.disturbances.during("kill-producer", "producer"):
        for pid in system.producer.children:
            processes.send(pid, signal.SIGKILL)
    _for(chance.uniform(0.2, 0.8))


def kill_producer_master(system: System, _chance: random.Random) -> None:
    """SIGKILL gunicorn's master; its worker answers a little longer, then all is started anew."""
    with system.disturbances.during("kill-producer-master", "producer"):
        _kill(system.producer)
        _for(0.3)
        system.producer.sweep()
        system.restart(system.producer)


def kill_producer_before_push(system: System, _chance: random.Random) -> None:
    """SIGKILL the producer where a row is committed and the job not yet in line; the push itself is lost."""
    link = system.producer_link
    with system.disturbances.during("kill-producer-before-push", "producer"):
        system.producer.expected_to_end = True
        link.stall()
        link.wait_until_holding(2.0)
        link.cut()
        system.producer.signal_all(signal.SIGKILL)
        link.flow()
        system.restart(system.producer)


def late_push(system: System, _chance: random.Random) -> None:
    """Hold a push back until the reconciler has put the job in line, and it has run and been forgotten."""
    with system.disturbances.during("late-push", "producer"):
        system.producer_link.stall()
        _for(5.0)
        system.producer_link.flow()


# -- Redis ---------------------------------------------------------------------------------------------------


def kill_redis(system: System, chance: random.Random) -> None:
    """SIGKILL Redis and start it again on its append-only file."""
    with system.disturbances.during("kill-redis", "redis"):
        system.redis.kill()
        _for(chance.uniform(0.1, 1.5))
        system.redis.start()
        _for(1.0)


def stop_redis(system: System, _chance: random.Random) -> None:
    """SIGSTOP Redis: connections stay open and nothing answers."""
    with system.disturbances.during("stop-redis", "redis"):
        system.redis.pause()
        _for(3.0)
        system.redis.resume()
        _for(1.0)


def flushall(system: System, chance: random.Random) -> None:
    """FLUSHALL, three times in a row."""
    for _ in range(3):
        with system.disturbances.during("flushall", "data"):
            _admin(system, lambda client: client.flushall())
        _for(chance.uniform(0.1, 0.7))


def flushall_while_workers_stand(system: System, _chance: random.Random) -> None:
    """FLUSHALL while no worker moves: what was accepted meanwhile stands in no copy that a worker makes."""
    pids = frozenset(pid for worker in system.workers for pid in system.runners(worker))
    with system.disturbances.during("flushall-while-workers-stand", "process", pids):
        for worker in system.workers:
            worker.signal_all(signal.SIGSTOP)
        _for(1.0)
        with system.disturbances.during("flushall-while-workers-stand", "data"):
            _admin(system, lambda client: client.flushall())
        for worker in system.workers:
            worker.signal_all(signal.SIGCONT)
    _for(0.5)


def cut_aof(system: System, chance: random.Random) -> None:
    """Lose the newest second or so of the append-only file, down to half a command, as after a power cut."""
    files = sorted(system.redis.append_only_folder.glob("*.incr.aof"))
    kept = files[-1].stat().st_size
    _for(chance.uniform(0.3, 1.5))
    with system.disturbances.during("cut-aof", "data"), system.disturbances.during("cut-aof", "redis"):
        system.redis.kill()
        size = files[-1].stat().st_size
        with files[-1].open("r+b") as file:
            file.truncate(min(size, max(0, kept + chance.randint(0, 100))))
        system.redis.start()
        _for(1.0)


def flush_scripts(system: System, _chance: random.Random) -> None:
    """SCRIPT FLUSH: Redis forgets every script."""
    with system.disturbances.during("flush-scripts", "redis"):
        _admin(system, lambda client: client.script_flush())


def delete_lists(system: System, _chance: random.Random) -> None:
    """Delete all pending lists."""
    _delete(system, "delete-lists", "workqueue:jobs", "{workqueue:jobs}:pending:*")


def delete_leases(system: System, _chance: random.Random) -> None:
    """Delete the set of leases."""
    _delete(system, "delete-leases", "{workqueue:jobs}:leases")


def delete_index(system: System, _chance: random.Random) -> None:
    """Delete the indexes that say which lists hold work."""
    _delete(system, "delete-index", "{workqueue:jobs}:ready:*")


def fill_redis(system: System, _chance: random.Random) -> None:
    """Let Redis be full for a while: it takes nothing new, and what runs must go on."""
    with system.disturbances.during("fill-redis", "redis"):
        _admin(system, lambda client: client.config_set("maxmemory", "1mb"))
        _for(3.0)
        _admin(system, lambda client: client.config_set("maxmemory", "0"))


# -- Postgres ------------------------------------------------------------------------------------------------


def stop_postgres(system: System, _chance: random.Random) -> None:
    """End Postgres at once, without a checkpoint, and start it again after two seconds."""
    with system.disturbances.during("stop-postgres", "postgres"):
        system.postgres.stop_at_once()
        _for(2.0)
        system.postgres.start()


def flushall_without_postgres(system: System, chance: random.Random) -> None:
    """FLUSHALL while Postgres is away: nothing that was accepted may stand in Redis alone."""
    with system.disturbances.during("flushall-without-postgres", "postgres"):
        system.postgres.stop_at_once()
        _for(1.0)
        flushall(system, chance)
        system.postgres.start()


FAULTS: dict[str, Inject] = {
    fault.__name__.replace("_", "-"): fault
    for fault in (
        kill_runner,
        kill_parent,
        kill_worker,
        stop_worker,
        stall_worker,
        kill_runner_before_ack,
        rollout,
        kill_producer,
        kill_producer_master,
        kill_producer_before_push,
        late_push,
        kill_redis,
        stop_redis,
        flushall,
        flushall_while_workers_stand,
        cut_aof,
        flush_scripts,
        delete_lists,
        delete_leases,
        delete_index,
        fill_redis,
        stop_postgres,
        flushall_without_postgres,
    )
}
"""Every fault of the mix by its name."""


def _kill(daemon: Daemon) -> None:
    daemon.expected_to_end = True
    daemon.signal(signal.SIGKILL)


def _delete(system: System, fault: str, *patterns: str) -> None:
    def delete(client: redis.Redis) -> None:
        found: list[Any] = [key for pattern in patterns for key in client.keys(pattern)]
        if found:
            client.delete(*found)

    with system.disturbances.during(fault, "hints"):
        _admin(system, delete)
    _for(0.5)


def _admin(system: System, act: Callable[[redis.Redis], Any]) -> None:
    client = system.redis_client()
    try:
        act(client)
    finally:
        client.close()
