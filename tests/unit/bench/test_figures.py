"""What the bench makes of numbers: middles, spreads, tables, and when an answer of a server is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import environments, figures, load, report, targets
from bench.rounds import Case, Contender, Outcome, Row, take
from bench.targets import Target, standings


@pytest.mark.parametrize(
    ("values", "share", "answer"),
    [
        ([3.0], 0.99, 3.0),
        ([1.0, 2.0, 3.0, 4.0], 0.5, 2.0),
        ([4.0, 1.0, 3.0, 2.0], 0.75, 3.0),
        (list(map(float, range(1, 101))), 0.99, 99.0),
        (list(map(float, range(1, 101))), 1.0, 100.0),
    ],
)
def test_a_percentile_is_a_value_that_was_seen(values: list[float], share: float, answer: float) -> None:
    assert figures.percentile(values, share) == answer


def test_a_spread_has_the_middle_and_both_ends() -> None:
    assert figures.spread([5.0, 1.0, 2.0]) == figures.Spread(median=2.0, lowest=1.0, highest=5.0)


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (0.01234, "0.0123"), (1.5, "1.50"), (12.345, "12.3"), (999.9, "1,000"), (48_123.4, "48,123")],
)
def test_three_digits_are_enough(value: float, written: str) -> None:
    assert figures.text(value) == written


def test_rates_are_listed_downwards_and_times_upwards() -> None:
    rates = [Row("slow", "", [{"jobs/s": 1.0}]), Row("fast", "", [{"jobs/s": 9.0}])]
    times = [Row("slow", "", [{"p50 ms": 9.0}]), Row("fast", "", [{"p50 ms": 1.0}])]
    assert [row.name for row in report.in_order(rates)] == ["fast", "slow"]
    assert [row.name for row in report.in_order(times)] == ["fast", "slow"]


def test_a_table_shows_the_spread_and_leaves_a_missing_figure_empty() -> None:
    rows = [
        Row("ours", "as it comes", [{"jobs/s": 10.0, "lag s": 1.0}, {"jobs/s": 30.0, "lag s": 3.0}]),
        Row("theirs", "tuned", [{"jobs/s": 5.0}]),
        Row("broken", "", [], "it fell over"),
    ]
    assert report.table(rows).splitlines() == [
        "|  | jobs/s | lag s | settings |",
        "| --- | ---: | ---: | --- |",
        "| ours | 20.0 (10.0 - 30.0) | 2.00 (1.00 - 3.00) | as it comes |",
        "| theirs | 5.00 |  | tuned |",
    ]


def test_contenders_take_turns_and_one_that_fails_is_left_out() -> None:
    order: list[str] = []

    def falls_over() -> dict[str, float]:
        order.append("b")
        raise RuntimeError("no such server")

    def runs() -> dict[str, float]:
        order.append("a")
        return {"jobs/s": float(len(order))}

    outcome = take(
        Case("n", "t", "told", [Contender("a", "", runs), Contender("b", "", falls_over)]), 2, True
    )
    good, bad = outcome.rows
    assert order == ["a", "b", "a", "a"]
    assert (len(good.rounds), good.failure) == (2, None)
    assert (bad.rounds, bad.failure) == ([], "RuntimeError: no such server")


@pytest.mark.parametrize(
    ("received", "whole"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Le", False),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nab", False),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc", True),
        (b"HTTP/1.1 204 No\r\nContent-Length: 0\r\n\r\n", True),
    ],
)
def test_an_answer_is_whole_when_its_body_is_there(received: bytes, whole: bool) -> None:
    assert load.is_whole(received) is whole


@pytest.mark.parametrize("received", [b"", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"])
def test_an_answer_that_cannot_be_measured_is_an_error(received: bytes) -> None:
    with pytest.raises(RuntimeError):
        load.is_whole(received)


def test_a_script_says_what_it_needs() -> None:
    source = '"""Doc."""\n\n# /// script\n# dependencies = ["a==1", "b[c]==2"]\n# ///\nimport a\n'
    assert environments.dependencies(source) == ["a==1", "b[c]==2"]
    assert environments.dependencies('"""None."""\n') == []


def outcome(name: str, **rows: dict[str, float]) -> Outcome:
    return Outcome(name, name, "", [Row(who.replace("_", " "), "", [found]) for who, found in rows.items()])


def test_a_target_stands_beside_the_best_of_its_peers(monkeypatch: pytest.MonkeyPatch) -> None:
    rates = outcome("drain", ours={"jobs/s": 30.0}, peer_a={"jobs/s": 10.0}, peer_b={"jobs/s": 20.0})
    waits = outcome("wait", ours={"ms": 4.0}, peer_a={"ms": 2.0}, peer_b={"ms": 8.0})
    monkeypatch.setattr(
        targets,
        "TARGETS",
        [
            Target("rate", "drain", "jobs/s", "ours", ("peer",), "at least", 1.5),
            Target("rate, more", "drain", "jobs/s", "ours", ("peer",), "at least", 1.6),
            Target("wait", "wait", "ms", "ours", ("peer",), "at most", 1.5),
            Target("wait, in itself", "wait", "ms", "ours", 1, "at most", 4),
            Target("of no case", "none", "ms", "ours", 1, "at most", 4),
            Target("of no peer", "wait", "ms", "ours", ("nobody",), "at most", 4),
        ],
    )
    found = standings([rates, waits])
    assert [one.ratio for one in found] == [1.5, 1.5, 2.0, 4.0, None, None]
    words = ["reached", "missed", "missed", "reached", "not measured", "not measured"]
    assert [one.word for one in found] == words
    assert report.headlines(found).splitlines()[4] == "| rate | 30.0 | 20.0 | 1.50 | at least 1.5 | reached |"


def test_each_target_speaks_of_figures_that_its_case_has() -> None:
    """A case, a contender or a figure that was renamed would silently be `not measured`."""
    from bench.cases import drain, growth, http, idle, latency, lists, mirror

    names = {name for module in (drain, growth, http, idle, latency, lists, mirror) for name in module.NAMES}
    assert {target.case for target in targets.TARGETS} <= names


def test_the_page_holds_a_run_between_its_marks_and_nothing_else_of_it_changes() -> None:
    page = f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n"
    run = report.Run({"date": "today"}, "full", [outcome("drain-1", ours={"jobs/s": 30.0})])
    renewed = report.with_figures(page, run)
    assert renewed.startswith(f"before\n{report.BEGIN}\n\ndate: today.")
    assert renewed.endswith(f"![drain-1](speed/drain-1.svg)\n\n{report.END}\nafter\n")
    assert "| ours | 30.0 |  |" in renewed
    assert "old" not in renewed
    assert report.with_figures(renewed, run) == renewed


def test_a_page_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks its marks"):
        report.with_figures("nothing", report.Run({}, "full", []))


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    run = report.Run({"date": "today"}, "short", [outcome("drain-1", ours={"jobs/s": 30.0})])
    report.write(run, tmp_path)
    assert report.read(tmp_path) == run


def test_a_case_that_is_measured_again_takes_its_old_place() -> None:
    run = report.Run({}, "full", [outcome("a", ours={"ms": 1.0}), outcome("b", ours={"ms": 2.0})])
    for name in ("a", "c"):
        run.put(outcome(name, ours={"ms": 3.0}))
    assert [(one.name, one.rows[0].rounds[0]["ms"]) for one in run.outcomes] == [
        ("a", 3.0),
        ("b", 2.0),
        ("c", 3.0),
    ]
