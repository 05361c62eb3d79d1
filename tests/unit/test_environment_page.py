"""The settings that the code reads, the page that lists them and the example file name the same variables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from producer.settings import Settings as ProducerSettings
from worker.builtin.settings import Settings as HandlerSettings
from worker.settings import WorkerSettings

ROOT = Path(__file__).resolve().parents[2]
READ = {
    name.upper()
    for settings in (ProducerSettings, WorkerSettings, HandlerSettings)
    for name in settings.model_fields
}
STACK = {"WORKERS", "LOCAL_DIR"}


@pytest.mark.feature(98, "Settings by the environment")
def test_the_page_lists_every_setting_and_no_other() -> None:
    page = (ROOT / "docs/reference/environment.md").read_text(encoding="utf-8")
    rows = (line.split("|")[1] for line in page.splitlines() if line.startswith("| `"))
    listed = {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
    assert listed == READ | STACK


def test_the_example_file_names_no_unknown_setting() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^#?([A-Z_]+)=", example, flags=re.MULTILINE))
    assert named - READ - STACK == set()
    assert READ - named == set()
