"""The fuzzed service over the run's stores, one for each test module: modules run beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from local.servers import RedisServer
from tests.fuzz import service as fuzzed
from tests.fuzz.service import Service


@pytest.fixture(scope="module")
def service(
    redis_server: RedisServer, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    folder: Path = tmp_path_factory.mktemp("fuzzed")
    with fuzzed.running(redis_server.url, database_url, folder) as running:
        yield running
