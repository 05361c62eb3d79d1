"""What was known of a key a moment ago: for how long it is believed, with Postgres there and away."""

from __future__ import annotations

import threading

import pytest

from producer import known
from producer.known import Known
from shared.errors import DatabaseUnavailable


class Table:
    """Rows that may be out of reach, and how often they were asked for."""

    def __init__(self) -> None:
        self.rows: dict[str, str] = {"a": "first"}
        self.away = False
        self.asked = 0
        self.now = 1000.0

    def look_up(self, name: str) -> str | None:
        self.asked += 1
        if self.away:
            raise DatabaseUnavailable("away")
        return self.rows.get(name)


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture
def found(table: Table) -> Known[str]:
    return Known(table.look_up, clock=lambda: table.now)


def test_within_a_second_it_is_asked_once(table: Table, found: Known[str]) -> None:
    assert [found.get("a") for _ in range(5)] == ["first"] * 5
    assert table.asked == 1


def test_a_change_is_seen_within_a_second(table: Table, found: Known[str]) -> None:
    assert found.get("a") == "first"
    del table.rows["a"]
    table.now += 1.0
    assert found.get("a") is None


def test_what_is_not_there_is_not_remembered(table: Table, found: Known[str]) -> None:
    assert found.get("b") is None
    table.rows["b"] = "second"
    assert found.get("b") == "second"


def test_while_postgres_is_away_the_last_word_stands_for_a_minute(table: Table, found: Known[str]) -> None:
    assert found.get("a") == "first"
    table.away = True
    table.now += known.GRACE - 1
    assert found.get("a") == "first"
    table.now += 1
    with pytest.raises(DatabaseUnavailable):
        found.get("a")


def test_while_postgres_is_away_nothing_is_said_of_what_is_not_known(table: Table, found: Known[str]) -> None:
    table.away = True
    with pytest.raises(DatabaseUnavailable):
        found.get("a")


def test_an_outage_is_asked_about_twice_a_second_at_the_most(table: Table, found: Known[str]) -> None:
    table.away = True
    for _ in range(5):
        with pytest.raises(DatabaseUnavailable):
            found.get("a")
    assert table.asked == 1
    table.now += known.RETRY
    table.away = False
    assert found.get("a") == "first"


def test_it_forgets_the_oldest_when_it_is_full(
    table: Table, found: Known[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "MOST", 2)
    table.rows = {name: name for name in "abc"}
    for name in "abc":
        found.get(name)
    table.asked = 0
    assert [found.get(name) for name in "bca"] == ["b", "c", "a"]
    assert table.asked == 1


def test_threads_may_ask_at_once(found: Known[str]) -> None:
    answers: list[str | None] = []
    threads = [threading.Thread(target=lambda: answers.append(found.get("a"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["first"] * 8
