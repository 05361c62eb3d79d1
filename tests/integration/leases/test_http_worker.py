"""Workers that speak nothing but HTTP, as processes of their own, against a producer under gunicorn."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from local import processes
from shared.connections import redis_for_commands
from shared.queue import Queue
from tests.integration.producer.test_process import gunicorn
from tests.integration.worker.deployment import until
from worker.duties import reclaimer
from workqueue import __version__
from workqueue.client import Client
from workqueue.errors import LeaseLost
from workqueue.leased import MOST_RESULT_TEXT

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60.0
MIB = 1024 * 1024
KEY = "a-key-that-nobody-guesses"


@pytest.fixture(scope="module")
def service(redis_server: object) -> Iterator[tuple[str, Queue]]:
    """A producer on Redis alone, with a key; its address and its queue."""
    url = redis_server.url  # type: ignore[attr-defined]
    namespace = f"http-workers-{os.getpid()}:jobs"
    with gunicorn(REDIS_URL=url, QUEUE_NAME=namespace, API_KEY=KEY) as port:
        client = redis_for_commands(url, timeout=5, connections=4)
        yield f"http://127.0.0.1:{port}", Queue(client, namespace, mirrored=False)
        client.close()


@pytest.fixture
def queue(service: tuple[str, Queue]) -> Queue:
    return service[1]


@pytest.fixture
def client(service: tuple[str, Queue]) -> Iterator[Client]:
    with Client(service[0], KEY) as made:
        yield made


Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def worker(service: tuple[str, Queue]) -> Iterator[Start]:
    """Start workers that lease the jobs of one queue; those that still run are killed after the test."""
    with ExitStack() as stack:
        yield lambda name, *more: stack.enter_context(started(service[0], name, *more))


@contextmanager
def started(url: str, queue: str, *more: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "workqueue.worker", "tests.integration.leases.http_handlers:handlers"]
    plain = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    paths = {"PYTHONPATH": f"{ROOT / 'sdk/python/src'}:{ROOT}"}
    process = processes.start(
        [*command, "--url", url, "--queues", queue, "--lease-seconds", "5", *more],
        output=2,
        cwd=ROOT,
        env={**plain, **paths, "WORKQUEUE_KEY": KEY},
    )
    try:
        yield process
    finally:
        processes.kill_tree(process)


def test_jobs_run_and_end_as_their_handlers_say(client: Client, worker: Start) -> None:
    worker("many")
    asked = [("add", {"numbers": [1, 2]}), *(("steer", {"how": how}) for how in STEERED)]
    jobs = [client.enqueue(kind, payload, queue="many") for kind, payload in asked]

    ended = [client.wait(job.id, PATIENCE) for job in jobs]

    assert (ended[0].status, ended[0].result) == ("completed", {"sum": 3})
    assert [(job.status, job.error or job.result) for job in ended[1:]] == list(STEERED.values())


STEERED = {
    "dead": ("dead", "no use"),
    "retry": ("dead", "not yet"),
    "exit": ("dead", "SystemExit: 3"),
    "object": ("completed", "{1, 2}"),
    "large": ("completed", str(2**70)),
}
"""How a job that may run once ends."""


@pytest.mark.parametrize(
    ("payload", "kept"),
    [
        ({"line": 1, "result": 2 * MIB}, {"dropped": "result too large", "bytes": 2 * MIB + 2}),
        ({"line": 1, "result": 17 * MIB}, "y" * MOST_RESULT_TEXT),
        ({"line": 17 * MIB, "result": 1}, "y"),
    ],
    ids=[
        "a result that the service cuts",
        "one that it does not even read",
        "a line that it does not even read",
    ],
)
def test_a_job_that_says_too_much_ends_at_its_first_attempt(
    client: Client, worker: Start, payload: dict[str, int], kept: object
) -> None:
    worker("wordy")

    ended = client.wait(client.enqueue("write", payload, queue="wordy").id, PATIENCE)

    assert (ended.status, ended.result, ended.attempts) == ("completed", kept, 1)


@pytest.mark.feature(33, "Leases that run out, and jobs that are taken back")
def test_a_worker_killed_in_mid_lease_loses_its_job_to_another(
    client: Client, queue: Queue, worker: Start, tmp_path: Path
) -> None:
    job_id = client.enqueue("hold", {"folder": str(tmp_path)}, queue="killed").id
    first = worker("killed")
    until((tmp_path / "started-1").exists, "it has begun")
    held = queue.get(job_id)
    assert held is not None
    first.send_signal(signal.SIGKILL)
    first.wait()
    (tmp_path / "started-1").unlink()

    queue.client.zadd(queue.keys.leases, {job_id: 1})  # its lease runs out
    reclaimer.look(queue, lambda _type: None)
    worker("killed")
    until((tmp_path / "started-1").exists, "it has begun")

    with pytest.raises(LeaseLost):
        client.post(f"/api/v1/jobs/{job_id}/ack", {"fence": held.fence, "result": "too late"})
    (tmp_path / "go").touch()
    ended = client.wait(job_id, PATIENCE)
    assert (ended.status, ended.result, ended.raw["crash_count"]) == ("completed", "attempt 1", 1)


def test_a_handler_hears_that_its_job_was_cancelled(client: Client, worker: Start, tmp_path: Path) -> None:
    job_id = client.enqueue("hold", {"folder": str(tmp_path)}, queue="cancelled").id
    worker("cancelled")
    until((tmp_path / "started-1").exists, "it has begun")

    assert client.cancel(job_id) == "cancelling"

    assert client.wait(job_id, PATIENCE).status == "cancelled"
    assert (tmp_path / "stopped").exists()


def test_a_worker_told_to_stop_finishes_what_runs(client: Client, worker: Start, tmp_path: Path) -> None:
    job_id = client.enqueue("hold", {"folder": str(tmp_path)}, queue="drained").id
    process = worker("drained", "--concurrency", "1")
    until((tmp_path / "started-1").exists, "it has begun")

    process.send_signal(signal.SIGTERM)
    (tmp_path / "go").touch()

    assert process.wait(PATIENCE) == 0
    assert client.get(job_id).status == "completed"


def test_a_worker_out_of_time_to_stop_gives_back_what_runs(
    client: Client, worker: Start, tmp_path: Path
) -> None:
    job_id = client.enqueue("hold", {"folder": str(tmp_path)}, queue="released").id
    process = worker("released", "--concurrency", "1", "--shutdown-seconds", "0")
    until((tmp_path / "started-1").exists, "it has begun")

    process.send_signal(signal.SIGTERM)

    assert process.wait(PATIENCE) == 0
    assert (tmp_path / "stopped").exists()
    job = client.get(job_id)
    assert (job.status, job.attempts) == ("pending", 0)


def test_a_worker_says_of_which_version_it_is(client: Client, worker: Start) -> None:
    job = client.enqueue("add", {"numbers": [1]}, queue="versions")
    worker("versions")

    name = client.wait(job.id, PATIENCE).raw["worker_id"]

    shown = {one["id"]: one for one in client.call("GET", "/api/v1/workers")}
    assert shown[name]["version"] == __version__


def test_a_worker_that_is_refused_says_so_and_ends(worker: Start) -> None:
    assert worker("any", "--key", "wrong").wait(PATIENCE) == 2
