"""The client against a server that answers from a script: retries, keys, errors."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from workqueue import errors
from workqueue.client import FIRST_DELAY, Client
from workqueue.errors import ApiError, Unavailable

JOB = {"id": "j1", "type": "mail", "status": "pending", "payload": {}, "attempts": 0}
Answer = tuple[int, dict[str, str], Any]
OK: Answer = (200, {}, {"data": JOB, "error": None, "meta": {}})


def refused(status: int, code: str = "some_code", **headers: str) -> Answer:
    meta = {"request_id": "r-1", "code": code, "field": "type"}
    return status, headers, {"data": None, "error": "it does not go", "meta": meta}


@dataclass
class Script:
    """The answers still to give, and what was asked."""

    answers: list[Answer] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def client(script: Script) -> Iterator[Client]:
    class Answering(BaseHTTPRequestHandler):
        def answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            script.asked.append((self.command, self.path, dict(self.headers), json.loads(raw or b"null")))
            status, headers, body = script.answers.pop(0)
            if status == 0:
                return  # the connection ends without an answer
            said = body.encode() if isinstance(body, str) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(said))}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST = do_DELETE = answer  # noqa: N815 - the server looks for these names

        def log_message(self, *_words: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    with Client(
        f"http://127.0.0.1:{server.server_port}/", "k", timeout=5, pause=script.pauses.append
    ) as made:
        yield made
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_job_is_made_with_what_was_asked_for(client: Client, script: Script) -> None:
    script.answers = [OK]

    job = client.enqueue("mail", {"to": "a@b.c"}, queue="mail", delay=1.5, tags={"team": "blue"}, wait=2.5)

    method, path, headers, body = script.asked[0]
    assert (method, path, headers["Authorization"], headers["Prefer"]) == (
        "POST",
        "/api/v1/jobs",
        "Bearer k",
        "wait=3",
    )
    assert body == {
        "type": "mail",
        "payload": {"to": "a@b.c"},
        "queue_name": "mail",
        "delay_ms": 1500,
        "tags": {"team": "blue"},
    }
    assert (job.id, job.status, job.ended) == ("j1", "pending", False)


@pytest.mark.parametrize(
    "passing", [refused(503), refused(429), refused(502), (0, {}, None), (504, {}, "<html>")]
)
def test_what_passes_is_tried_again_under_the_same_key(
    client: Client, script: Script, passing: Answer
) -> None:
    script.answers = [passing, passing, OK]

    client.enqueue("mail")

    keys = {headers["Idempotency-Key"] for _, _, headers, _ in script.asked}
    ids = {headers["X-Request-Id"] for _, _, headers, _ in script.asked}
    assert (len(script.asked), len(keys), len(ids)) == (3, 1, 1)
    assert all(0 <= pause <= FIRST_DELAY * 2**n for n, pause in enumerate(script.pauses))


def test_two_calls_have_two_keys_unless_the_caller_gives_one(client: Client, script: Script) -> None:
    script.answers = [OK, OK, OK]
    client.enqueue("mail")
    client.enqueue("mail")
    client.enqueue("mail", idempotency_key="mine")

    keys = [headers["Idempotency-Key"] for _, _, headers, _ in script.asked]

    assert len(set(keys)) == 3
    assert keys[2] == "mine"


def test_retry_after_is_waited_for_but_not_for_ever(client: Client, script: Script) -> None:
    script.answers = [refused(503, Retry_After="7"), OK]
    client.get("j1")
    assert 7 <= script.pauses[0] <= 7 + FIRST_DELAY

    script.answers = [refused(429, Retry_After="3600")]
    with pytest.raises(errors.Limited) as caught:
        client.get("j1")
    assert caught.value.retry_after == 3600


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refused(401), errors.NotAllowed),
        (refused(403), errors.NotAllowed),
        (refused(404), errors.NotFound),
        (refused(409), errors.Conflict),
        (refused(409, "lease_lost"), errors.LeaseLost),
        (refused(409, "overdue"), errors.OutOfTime),
        (refused(413), errors.Invalid),
        (refused(422), errors.Invalid),
        (refused(500), errors.Unavailable),
    ],
)
def test_each_refusal_has_its_kind_and_is_not_repeated(
    client: Client, script: Script, answer: Answer, kind: type[ApiError]
) -> None:
    script.answers = [answer]

    with pytest.raises(kind) as caught:
        client.enqueue("mail")

    error = caught.value
    assert (type(error), error.status, error.request_id, error.field) == (kind, answer[0], "r-1", "type")
    assert "it does not go" in str(error)
    assert "r-1" in str(error)


def test_after_the_second_retry_the_last_error_is_told_with_the_request(
    client: Client, script: Script
) -> None:
    script.answers = [(0, {}, None)] * 3

    with pytest.raises(Unavailable) as caught:
        client.get("j1")

    assert caught.value.request_id == script.asked[0][2]["X-Request-Id"]


def test_an_answer_that_is_not_the_service_s_is_an_error(client: Client, script: Script) -> None:
    script.answers = [(200, {}, "<html>a proxy's page</html>")]

    with pytest.raises(ApiError, match="no JSON of the service"):
        client.get("j1")


def test_waiting_asks_again_until_the_job_has_ended(client: Client, script: Script) -> None:
    ended = {"data": {**JOB, "status": "completed", "result": 3}, "error": None, "meta": {}}
    script.answers = [(202, {}, OK[2]), (200, {}, ended)]

    job = client.wait("j1", 60)

    assert (job.ended, job.result) == (True, 3)
    assert [path for _, path, _, _ in script.asked][0] == "/api/v1/jobs/j1/wait?seconds=30.000"


def test_without_httpx_it_says_what_to_install() -> None:
    without = "import sys; sys.modules['httpx'] = None; import workqueue.client"
    ours = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    outcome = subprocess.run([sys.executable, "-c", without], env=ours, capture_output=True, text=True)
    assert outcome.stderr.splitlines()[-1] == "ModuleNotFoundError: this needs httpx: pip install httpx"
