"""What goes to Postgres as the text of an array comes out of it value by value."""

from __future__ import annotations

import psycopg2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared import arrays

TEXTS = st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
WHOLE = st.lists(st.none() | st.integers(-(2**63), 2**63 - 1))
ONE_CONNECTION = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@ONE_CONNECTION
@given(texts=TEXTS, numbers=WHOLE)
def test_values_come_back_as_they_were(
    database: psycopg2.extensions.connection, texts: list[str | None], numbers: list[int | None]
) -> None:
    with database.cursor() as cursor:
        cursor.execute(
            "SELECT %(texts)s::text[], %(numbers)s::bigint[]",
            arrays.literals({"texts": texts, "numbers": numbers}),
        )
        assert cursor.fetchone() == (texts, numbers)


def test_what_looks_like_syntax_is_text(database: psycopg2.extensions.connection) -> None:
    odd = ["NULL", "", "{}", "a,b", 'say "x"', "back\\slash", " blanks ", "{1,2}", "%s"]
    with database.cursor() as cursor:
        cursor.execute("SELECT unnest(%(odd)s::text[])", arrays.literals({"odd": odd}))
        assert [value for (value,) in cursor.fetchall()] == odd
