"""Each operation by itself: its examples, and the edges of each rule; the same requests in every run."""

from __future__ import annotations

import json

from tests.fuzz import campaign
from tests.fuzz.service import Service

METHODS = ("get", "post", "patch", "delete")


def test_every_operation_keeps_to_the_document_whatever_is_sent(service: Service) -> None:
    report = campaign.reported(service, "--phases", "examples,coverage", "--seed", "1")
    assert report.exit_code == 0, report.text
    assert report.number("Tested") == number_of_operations(service), report.text


def number_of_operations(service: Service) -> int:
    paths = json.loads(service.document.read_bytes())["paths"]
    return sum(method in path for path in paths.values() for method in METHODS)
