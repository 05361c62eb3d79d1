"""Operations after each other, along the links of the document; the same requests in every run."""

from __future__ import annotations

from tests.fuzz import campaign
from tests.fuzz.service import Service


def test_what_one_answer_leads_to_keeps_to_the_document(service: Service) -> None:
    report = campaign.reported(service, "--phases", "fuzzing,stateful", "--seed", "1")
    assert report.exit_code == 0, report.text
    assert report.number("API Links") >= 5, report.text
