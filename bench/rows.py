"""Shows that the lists of jobs stay fast with a million rows: fills a Postgres, asks each list, prints plans and times."""

from __future__ import annotations

import argparse
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

import psycopg2
from flask import Flask
from psycopg2 import extensions

from local.servers import PostgresServer
from producer import create_app, settings
from shared.connections import TENANT_ROLE, Postgres
from shared.migrate import migrate

T = TypeVar("T")

TARGET_MS = 300
TIMES = 5
"""Each list is asked this often; the first answer, with what is cold in it, the median and the worst are shown."""
NEEDLE = "needle-in-the-oldest-row"
NOTHING = "stands-in-no-row"

FILL = """
SELECT setseed(0.4711);
SELECT set_config('workqueue.restores', 'on', true);
INSERT INTO jobs (id, tenant, type, queue, priority, status, payload, result, error, tags, attempt, max_attempts, version,
                  worker, enqueued_by, created_at, scheduled_at, started_at, finished_at)
SELECT (lpad(to_hex((extract(epoch FROM born) * 1000)::bigint), 12, '0') || '7' || substr(noise, 1, 3) || '8'
        || substr(noise, 4, 15))::uuid,
       tenant, type, CASE WHEN dice < 0.9 THEN home ELSE 'default' END, 1 + (n %% 10)::int, status,
       json_build_object('to', 'user' || n %% 50000 || '@example.com', 'order', n, 'trace', md5(n::text),
                         'note', CASE n WHEN 1 THEN %(needle)s ELSE repeat('all is well ', (dice * 30)::int) END),
       CASE WHEN status = 'completed' THEN json_build_object('ms', n %% 900) END,
       CASE WHEN status IN ('dead', 'failed') THEN (ARRAY['TimeoutError: no answer from smtp.example.com in 30 s',
           'ValueError: no such customer ' || n, 'ConnectionRefusedError: [Errno 111]'])[1 + n %% 3] END,
       CASE WHEN n = 1 THEN jsonb_build_object('run', 'needle')
            WHEN dice < 0.4 THEN jsonb_build_object('region', (ARRAY['eu', 'us', 'ap'])[1 + n %% 3],
                                                    'customer', 'c' || n %% 5000)
            ELSE '{}' END,
       1, 5, 4, CASE WHEN status NOT IN ('pending', 'scheduled') THEN 'w' || n %% 8 || '.1' END,
       'key mailer (wq_client_ab12cd34)',
       born, CASE WHEN status IN ('scheduled', 'failed') THEN born + interval '1 day' END,
       CASE WHEN status NOT IN ('pending', 'scheduled') THEN born + interval '2 seconds' END,
       CASE WHEN status IN ('completed', 'dead', 'cancelled') THEN born + interval '3 seconds' * (1 + n %% 40) END
FROM (SELECT n, random() AS dice, md5(n || 'noise') AS noise,
             now() - interval '30 days' * (%(rows)s - n + 1) / %(rows)s AS born,
             CASE WHEN n = 1 OR n %% 10 < 7 THEN 'default' WHEN n %% 10 < 9 THEN 'acme' ELSE 'tiny' || n %% 12 END AS tenant,
             CASE WHEN n > %(rows)s - 200 THEN 'running' WHEN n > %(rows)s - 5000 THEN 'pending'
                  WHEN n %% 997 = 0 AND n > %(rows)s * 0.9 THEN 'failed'
                  WHEN n %% 499 = 0 AND n > %(rows)s * 0.8 THEN 'scheduled'
                  WHEN n %% 53 = 0 THEN 'dead' WHEN n %% 101 = 0 THEN 'cancelled' ELSE 'completed' END AS status,
             (ARRAY['send_email', 'send_email', 'send_email', 'resize_image', 'resize_image', 'generate_pdf',
                    'http_request'])[1 + n * 7919 %% 7] AS usual,
             n * 7919 %% 7 AS kind
      FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n) AS made,
     LATERAL (SELECT CASE WHEN n %% 50021 = 0 THEN 'monthly_report' ELSE usual END AS type,
                     (ARRAY['mail', 'mail', 'mail', 'media', 'media', 'reports', 'default'])[1 + kind] AS home) AS placed
ORDER BY n
"""
"""30 days of a busy service and some small tenants: mostly done, a few dead, the open ones new; rows of about 300 bytes."""
SLICE = 100_000

ENTRY = re.compile(r"^SELECT set_config\('role'.*?\);")
"""What goes before each statement of a tenant."""
AS_TENANT = "SELECT set_config('role', %s, true), set_config('workqueue.tenant', 'default', true) WHERE tenants_are_bound()"


@dataclass(frozen=True)
class Look:
    """One list, as the page would ask for it."""

    name: str
    query: dict[str, str]
    path: str = "/api/v1/jobs/cursor"


class Watched(Postgres):
    """Notes the statements that pass through it, as they reach Postgres."""

    def __init__(self, url: str) -> None:
        """Nothing is noted yet."""
        super().__init__(url)
        self.seen: list[str] = []

    def run(self, work: Callable[[extensions.cursor], T]) -> T:
        """As in `Postgres`."""
        return super().run(self._noting(work))

    def transaction(self, work: Callable[[extensions.cursor], T]) -> T:
        """As in `Postgres`."""
        return super().transaction(self._noting(work))

    def _noting(self, work: Callable[[extensions.cursor], T]) -> Callable[[extensions.cursor], T]:
        def noted(cursor: extensions.cursor) -> T:
            try:
                return work(cursor)
            finally:
                if cursor.query is not None:
                    self.seen.append(ENTRY.sub("", cursor.query.decode()))

        return noted


def main() -> int:
    """The exit code: 1 when a list took longer than `TARGET_MS`."""
    asked = _arguments()
    with database(asked.database_url) as url:
        migrate(url)
        if not asked.measure_only:
            fill(url, asked.rows)
        return _measure(url, asked.plans)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.rows", description=__doc__)
    parser.add_argument(
        "--rows", type=int, default=1_000_000, help="how many rows to make (default: %(default)s)"
    )
    parser.add_argument(
        "--database-url",
        help="an empty database to fill and to leave filled; without it a Postgres is started for this alone, and removed",
    )
    parser.add_argument(
        "--measure-only", action="store_true", help="the database is filled already: only ask and print"
    )
    parser.add_argument(
        "--plans",
        type=Path,
        help="a file for the plan of each statement; without it plans go to the terminal",
    )
    return parser.parse_args()


@contextmanager
def database(url: str | None) -> Iterator[str]:
    """The one named, or one of our own for the length of a `with` block; its address."""
    if url is not None:
        yield url
        return
    with tempfile.TemporaryDirectory(prefix="workqueue-rows-") as folder:
        Path(folder).chmod(0o711)  # the user of Postgres passes through
        with PostgresServer(Path(folder) / "postgres", options={"fsync": "off"}) as server:
            yield server.url


def fill(url: str, rows: int) -> None:
    """Make the rows, by the hundred thousand; how far it is goes to the terminal."""
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM jobs)")
            if cursor.fetchone() != (False,):
                sys.exit("the database has jobs already: name an empty one, or say --measure-only")
            begun = time.monotonic()
            for first in range(1, rows + 1, SLICE):
                last = min(first + SLICE - 1, rows)
                cursor.execute(FILL, {"first": first, "last": last, "rows": rows, "needle": NEEDLE})
                connection.commit()
                print(f"  {last:>9,} rows in {time.monotonic() - begun:.0f} s", flush=True)
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE jobs")
    finally:
        connection.close()


def _measure(url: str, plans: Path | None) -> int:
    app, postgres = producer(url)
    client = app.test_client()
    lines, explained, slow = [], [], 0
    for look in looks(url):
        postgres.seen.clear()
        took = []
        for _ in range(TIMES):
            begun = time.perf_counter()
            answer = client.get(f"{look.path}?{urlencode(look.query)}")
            took.append((time.perf_counter() - begun) * 1000)
            assert answer.status_code == 200, answer.text
        slow += max(took) > TARGET_MS
        lines.append(_line(look, took, answer.json or {}))
        explained.append((look, postgres.seen[: len(postgres.seen) // TIMES]))
    text = "\n\n".join(_plans(url, look, statements) for look, statements in explained)
    if plans is None:
        print(text)
    else:
        plans.write_text(text + "\n")
    print(_size(url))
    print(f"{'list':58} {'first ms':>8} {'median':>7} {'worst':>7} {'found':>6}  more  searched until")
    print("\n".join(lines))
    print(f"{slow} of {len(lines)} took longer than {TARGET_MS} ms, at a load of {os.getloadavg()[0]:.1f}")
    return 1 if slow else 0


def producer(url: str) -> tuple[Flask, Watched]:
    """A producer without Redis, which lists do not ask, over a Postgres that is watched."""
    given = settings.read(
        app_env="development", redis_url="redis://127.0.0.1:9", database_url=url, log_format="console"
    )
    app = create_app(given)
    postgres = Watched(url)
    app.extensions["workqueue"] = replace(app.extensions["workqueue"], postgres=postgres)
    return app, postgres


def looks(url: str) -> list[Look]:
    """What the page would ask: each filter, the combinations that are likely, and the ones that find little or nothing."""
    old, middle, new = _moments(url)
    job_id = _row(url, "SELECT id::text FROM jobs WHERE tenant = 'default' ORDER BY seq LIMIT 1")[0]
    offset = "/api/v1/jobs"
    return [
        Look("newest", {}),
        Look("newest, counted", {}, offset),
        Look("offset 10,000, counted", {"offset": "10000"}, offset),
        *[Look(f"status {one}", {"status": one}) for one in ("completed", "dead", "running", "scheduled")],
        Look("three states", {"status": "failed,dead,cancelled"}),
        Look("three states, counted", {"status": "failed,dead,cancelled"}, offset),
        Look("type", {"type": "send_email"}),
        Look("type, counted", {"type": "send_email"}, offset),
        Look("rare type", {"type": "monthly_report"}),
        Look("no such type", {"type": NOTHING}),
        Look("queue", {"queue": "media"}),
        Look("type and state", {"type": "generate_pdf", "status": "dead"}),
        Look("queue and state", {"queue": "mail", "status": "failed,dead"}),
        Look("rare type and rare state", {"type": "monthly_report", "status": "cancelled"}),
        Look("type and queue", {"type": "resize_image", "queue": "default"}),
        Look(
            "type and a queue it is never in, counted", {"type": "resize_image", "queue": "reports"}, offset
        ),
        Look("common tag", {"tags": "region:eu"}),
        Look("common tag, counted", {"tags": "region:eu"}, offset),
        Look("tag of 80 jobs", {"tags": "customer:c42"}),
        Look("two tags", {"tags": "region:eu,customer:c42"}),
        Look("tag of the oldest job alone", {"tags": "run:needle"}),
        Look("no such tag, counted", {"tags": f"run:{NOTHING}"}, offset),
        Look("common tag, state and type", {"tags": "region:us", "status": "dead", "type": "generate_pdf"}),
        Look("created after", {"created_after": middle}),
        Look("created in the last day", {"created_after": new}),
        Look("created in the last day, counted", {"created_after": new}, offset),
        Look("created before", {"created_before": middle}),
        Look(
            "created in an hour long ago, counted", {"created_after": old, "created_before": middle}, offset
        ),
        Look("finished after", {"finished_after": new}),
        Look("finished before", {"finished_before": middle}),
        Look(
            "finished before, of a type that is dead",
            {"finished_before": middle, "type": "generate_pdf", "status": "dead"},
        ),
        Look("oldest first", {"sort": "created_at"}),
        Look("oldest first, counted", {"sort": "created_at"}, offset),
        Look("oldest dead first", {"sort": "created_at", "status": "dead"}),
        Look("last finished first", {"sort": "-finished_at"}),
        Look("first finished first, of a rare type", {"sort": "finished_at", "type": "monthly_report"}),
        Look("id", {"q": job_id}),
        Look("beginning of an id", {"q": job_id[:13]}),
        Look("end of an id", {"q": job_id[-12:]}),
        Look("beginning of no id", {"q": "ffffffff"}),
        Look("text that is everywhere", {"q": "example.com"}),
        Look("text of an error", {"q": "smtp.example", "status": "dead"}),
        Look("text of an error, in every state", {"q": "ConnectionRefused"}),
        Look("text in the oldest row alone", {"q": NEEDLE}),
        Look("text in no row, counted", {"q": NOTHING}, offset),
        Look("text in no dead row", {"q": NOTHING, "status": "dead"}),
        Look("text and tag", {"q": "user42@", "tags": "region:eu"}),
    ]


def _moments(url: str) -> tuple[str, ...]:
    found = _row(
        url,
        "SELECT to_char(now() AT TIME ZONE 'UTC' - interval '15 days 1 hour', f),"
        " to_char(now() AT TIME ZONE 'UTC' - interval '15 days', f),"
        " to_char(now() AT TIME ZONE 'UTC' - interval '1 day', f)"
        ' FROM (VALUES (\'YYYY-MM-DD"T"HH24:MI:SS"Z"\')) AS as_rfc3339 (f)',
    )
    return tuple(str(one) for one in found)


def _line(look: Look, took: list[float], answer: dict[str, Any]) -> str:
    data = answer["data"]
    page = data if isinstance(data, dict) else {"items": data, **answer["meta"]}
    until = answer["meta"].get("searched_until") or ""
    count = answer["meta"].get("total_count")
    name = look.name + (
        f" ({'' if answer['meta']['total_is_exact'] else '>='}{count:,})" if count is not None else ""
    )
    more = "yes" if page["has_more"] else "no"
    return (
        f"{name:58} {took[0]:8.0f} {statistics.median(took):7.0f} {max(took):7.0f} {len(page['items']):6}  {more:4}"
        f"  {until}"
    )


def _plans(url: str, look: Look, statements: list[str]) -> str:
    told = [f"== {look.name}: {look.path}?{urlencode(look.query)}"]
    for statement in statements:
        told += [re.sub(r"\s+", " ", statement)[:400], _explained(url, statement)]
    return "\n".join(told)


def _explained(url: str, statement: str) -> str:
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(AS_TENANT, (TENANT_ROLE,))
            cursor.execute("EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) " + statement)
            return "\n".join(f"    {line}" for (line,) in cursor.fetchall())
    except psycopg2.Error as error:
        return f"    (not explained: {error})"
    finally:
        connection.close()


def _size(url: str) -> str:
    rows, table, indexes = _row(
        url,
        "SELECT count(*), pg_size_pretty(pg_table_size('jobs')), pg_size_pretty(pg_indexes_size('jobs')) FROM jobs",
    )
    return f"{rows:,} rows: {table} of table, {indexes} of indexes"


def _row(url: str, statement: str) -> tuple[Any, ...]:
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            found = cursor.fetchone()
            assert found is not None
            return found
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
