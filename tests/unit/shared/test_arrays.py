"""Columns as Postgres reads them: the quick ways write what the slow one does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared import arrays

texts = st.text() | st.sampled_from(["", "NULL", '"', "\\", 'a"b', "a,b", "{}", "x"])
numbers = st.integers() | st.booleans()
columns = st.lists(texts) | st.lists(numbers) | st.lists(texts | numbers | st.none())


@given(columns)
def test_every_column_is_written_value_by_value_alike(column: list[object]) -> None:
    assert arrays.literal(column) == "{" + ",".join(map(arrays._element, column)) + "}"


@given(texts | numbers | st.none(), st.integers(0, 5))
def test_one_value_many_times_is_too(value: object, times: int) -> None:
    assert arrays.literal([value] * times) == "{" + ",".join([arrays._element(value)] * times) + "}"


def test_what_would_end_a_text_is_escaped() -> None:
    assert arrays.literal(['a"b\\c', None, 7, "NULL"]) == '{"a\\"b\\\\c",NULL,7,"NULL"}'
