"""Two hundred readers over two processes, set up as the guide says: each hears of every end of its tenant's jobs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field

import pytest

from local.servers import RedisServer
from shared.queue import Queue
from tests.integration.live import conftest as live
from tests.integration.live.conftest import FINAL, Reader, Service, Tenant, claim, complete, put
from tests.integration.producer.test_process import PATIENCE, ask, gunicorn

READERS = 100
"""Of each of two tenants."""
JOBS = 25
"""Of each."""
GUIDE = {"WEB_CONCURRENCY": "2", "WEB_THREADS": "256", "MAX_STREAMS": "128", "MAX_STREAMS_PER_TENANT": "128"}
"""As docs/howto/live-events.md says for two hundred readers."""


@dataclass
class Ear:
    """One reader, and what it heard."""

    tenant: Tenant
    reader: Reader
    ends: list[str] = field(default_factory=list)
    gaps: int = 0

    def listen(self) -> None:
        with closing(self.reader.connection), closing(self.reader.answer):
            while len(self.ends) < JOBS:
                told = self.reader.event()
                self.gaps += told["type"] == "gap"
                if told["type"] in FINAL:
                    self.ends.append(told["job_id"])


def open_ear(port: int, tenant: Tenant) -> Ear:
    """A stream that has begun; a process that has as many as it may says so, and the next try meets the other."""
    give_up_at = time.monotonic() + PATIENCE
    while True:
        reader = Reader(port, **{"X-API-Key": tenant.key})
        if reader.answer.status == 200:
            reader.block()
            return Ear(tenant, reader)
        assert (reader.answer.status, time.monotonic() < give_up_at) == (503, True)
        reader.answer.close()
        reader.connection.close()


@pytest.fixture(scope="module")
def service(redis_server: RedisServer, corner: Queue, database_url: str) -> Iterator[Service]:
    environment = {
        "REDIS_URL": redis_server.url,
        "QUEUE_NAME": corner.namespace,
        "DATABASE_URL": database_url,
        "AUTH_MODE": "keys",
        "JWT_SECRET": "9f2c51d07ab8e3466b1d0c7f85a2e94d",
        "AUTH_RATE_LIMIT_RPS": "0",
        **GUIDE,
    }
    with gunicorn(**environment) as port:
        yield Service(port, corner, live._register(port, "ada"), live._register(port, "bob"))


def test_each_of_two_hundred_hears_of_every_end_of_its_tenant_and_of_no_other(service: Service) -> None:
    tenants = (service.ada, service.bob)
    ears = [open_ear(service.port, tenant) for _ in range(READERS) for tenant in tenants]
    with ThreadPoolExecutor(len(ears)) as threads:
        listening = [threads.submit(ear.listen) for ear in ears]
        mine: dict[Tenant, list[str]] = {tenant: [] for tenant in tenants}
        for _ in range(JOBS):
            for tenant in tenants:
                mine[tenant] += put(service.queue, tenant.name)
            complete(service.queue, claim(service.queue, 2))
        assert ask(service.port, "GET", "/health")[0] == 200
        for done in listening:
            done.result(2 * PATIENCE)
    assert [sorted(ear.ends) for ear in ears] == [sorted(mine[ear.tenant]) for ear in ears]
    assert sum(ear.gaps for ear in ears) == 0
