"""What a worker is set to is checked when it starts, and each refusal says what to write instead."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from shared import settings
from shared.errors import ConfigurationError
from worker.settings import WorkerSettings

POSTGRES = "postgresql://localhost/jobs"
BAD: list[tuple[Mapping[str, str], str]] = [
    ({"QUEUES": ","}, "with commas between, or \\* alone"),
    ({"QUEUES": "*,mail"}, "with commas between, or \\* alone"),
    ({"QUEUES": "Mail"}, "a-z 0-9"),
    ({"ALLOWED_ORIGINS": "nonsense"}, "scheme://host"),
    ({"DATABASE_URL": POSTGRES, "MAX_EVENTS": "5000"}, "EVENTS_KEPT=10000 .*set it to 40000 or more"),
]
GOOD: list[Mapping[str, str]] = [
    {"QUEUES": "mail, reports.daily"},
    {"QUEUES": "*"},
    {"ALLOWED_ORIGINS": "https://a.example/"},
    {"MAX_EVENTS": "5000"},
    {"DATABASE_URL": POSTGRES, "MAX_EVENTS": "5000", "EVENTS_KEPT": "1000"},
]


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in WorkerSettings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setattr(settings, "load_dotenv", lambda: False)


@pytest.mark.parametrize(("given", "says"), BAD)
def test_what_cannot_work_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, given: Mapping[str, str], says: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(ConfigurationError, match=says) as caught:
        settings.load(WorkerSettings)

    assert "postgresql" not in str(caught.value)


@pytest.mark.parametrize("given", GOOD)
def test_what_can_work_is_taken(monkeypatch: pytest.MonkeyPatch, given: Mapping[str, str]) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    assert settings.load(WorkerSettings)
