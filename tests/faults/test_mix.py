"""Every kind of fault in a short mix, under load; `make faults` runs longer ones."""

from __future__ import annotations

import pytest

from tests.faults import report, trial


@pytest.mark.feature(43, "A harness that kills, and counts what was lost")
def test_every_promise_is_kept_through_a_mix_of_faults() -> None:
    verdict = trial.run(trial.Settings(seconds=20, seed=7, least=4))

    assert not verdict.violations, "\n".join(report.lines(verdict))
    assert len(verdict.injected) >= 4
    assert len(verdict.evidence.promises) > 200
