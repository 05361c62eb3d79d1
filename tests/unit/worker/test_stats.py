"""What runners count adds up in their parent, however often they report."""

from __future__ import annotations

from collections import Counter

import orjson
from hypothesis import given
from hypothesis import strategies as st

from worker.stats import BUCKETS, RAN_TO_AN_END, Tally

COUNTED = st.tuples(
    st.sampled_from(["a", "b"]),
    st.sampled_from(["completed", "failed", "dead", "cancelled", "released", "lost"]),
    st.floats(0, 4000),
    st.floats(0, 4000),
    st.booleans(),
)


@given(st.lists(COUNTED))
def test_nothing_is_lost_or_counted_twice_on_the_way_to_the_parent(
    counted: list[tuple[str, str, float, float, bool]],
) -> None:
    runner, parent = Tally(), Tally()
    for job_type, outcome, seconds, waited, reports in counted:
        runner.count([(job_type, outcome, seconds, waited)])
        if reports:
            parent.add(orjson.loads(orjson.dumps(runner.take())))
    parent.add(orjson.loads(orjson.dumps(runner.take())))
    assert parent.outcomes == Counter((job_type, outcome) for job_type, outcome, *_ in counted)
    assert parent.total("failed", "dead") == sum(entry[1] in {"failed", "dead"} for entry in counted)
    for job_type in ("a", "b"):
        ran = [entry for entry in counted if entry[0] == job_type and entry[1] in RAN_TO_AN_END]
        *buckets, total = parent.durations.get(job_type, [0.0, 0.0])
        assert sum(buckets) == len(ran)
        assert abs(total - sum(entry[2] for entry in ran)) < 1e-6


def test_a_bound_belongs_to_its_own_bucket() -> None:
    tally = Tally()
    tally.count(("a", "completed", bound, 0.0) for bound in (*BUCKETS, BUCKETS[-1] + 1))
    assert tally.durations["a"][:-1] == [1.0] * (len(BUCKETS) + 1)
    assert tally.waits["a"] == [float(len(BUCKETS) + 1)] + [0.0] * (len(BUCKETS) + 1)


def test_what_is_looked_at_is_a_copy() -> None:
    tally = Tally()
    tally.count([("a", "completed", 1.0, 1.0)])
    tally.durations["a"].clear()
    tally.outcomes.clear()
    assert tally.total("completed") == 1
    assert sum(tally.durations["a"][:-1]) == 1
