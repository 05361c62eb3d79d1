"""How long the page waits for its lists, in a table of very many rows; `python -m bench.rows` shows the plans behind."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from flask.testing import FlaskClient

from bench import rows
from bench.rounds import Case, Contender, Figures
from bench.scale import Scale
from bench.system import Way
from shared.migrate import migrate

NAMES = ("lists",)


def cases(scale: Scale, ways: Sequence[Way]) -> Iterator[Case]:
    """All of this module; the table is filled once for all rounds."""
    if not any(way.system == "ours" for way in ways):
        return
    with rows.database(None) as url:
        migrate(url)
        rows.fill(url, scale.rows)
        app, _ = rows.producer(url)
        client = app.test_client()
        yield Case(
            "lists",
            f"Lists of {scale.rows:,} jobs",
            f"From the request to the answer, within the producer's process; {rows.TARGET_MS} ms is what we ask of each.",
            [_contender(client, look) for look in rows.looks(url)],
        )


def _contender(client: FlaskClient, look: rows.Look) -> Contender:
    def measure() -> Figures:
        begun = time.perf_counter()
        answer = client.get(f"{look.path}?{urlencode(look.query)}")
        took = time.perf_counter() - begun
        if answer.status_code != 200:
            raise RuntimeError(f"{look.path} answered {answer.status_code}: {answer.text[:200]}")
        return {"ms": took * 1000}

    return Contender(look.name, f"`{look.path}?{urlencode(look.query)}`", measure)
