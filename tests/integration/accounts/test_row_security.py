# ruff: noqa: S608 - the names of tables come from the list below
"""The second net: a statement that forgets whose rows it means still finds its own tenant's alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import psycopg2.errors
import pytest
from flask import Flask
from psycopg2 import extensions

from local.servers import PostgresServer
from producer import startup, statements
from shared import migrate, mirror
from shared.connections import TENANT_ROLE, OfTenant, Postgres
from shared.job import Job, new_id
from shared.mirror import Row
from tests.integration.accounts import test_isolation as isolation
from tests.integration.conftest import Start, run, stores_of

A, B = "ta", "tb"
MINE = {A: "11111111-1111-4111-8111-111111111111", B: "22222222-2222-4222-8222-222222222222"}
"""The id of whatever is a tenant's."""

further_settings = isolation.further_settings
houses = isolation.houses

ROWS = {
    "tenants": "INSERT INTO tenants (id) VALUES (%(tenant)s)",
    "users": "INSERT INTO users (id, tenant, email, password_hash) VALUES (%(id)s, %(tenant)s, %(tenant)s, 'x')",
    "jobs": "INSERT INTO jobs (id, tenant, type, queue, priority, status, payload)"
    " VALUES (%(id)s, %(tenant)s, 'a', 'q', 5, 'pending', '{}')",
    "usage": "INSERT INTO usage (tenant, month, used) VALUES (%(tenant)s, '2001-01-01', 1)",
    "job_attempts": "INSERT INTO job_attempts (job_id, fence, number, tenant) VALUES (%(id)s, 'f', 1, %(tenant)s)",
    "job_minutes": "INSERT INTO job_minutes (tenant, minute, queue) VALUES (%(tenant)s, '2001-01-01', 'q')",
    "paused_queues": "INSERT INTO paused_queues (tenant, queue) VALUES (%(tenant)s, 'q')",
    "schedules": "INSERT INTO schedules (id, tenant, name, job_type, payload, queue, priority, cron_expression, time_zone,"
    " enabled, missed_policy, max_missed_runs, overlap_policy)"
    " VALUES (%(id)s, %(tenant)s, 'n', 'a', '{}', 'q', 5, '@daily', 'UTC', true, 'skip', 1, 'allow')",
    "schedule_runs": "INSERT INTO schedule_runs (schedule_id, slot, outcome) VALUES (%(id)s, '2001-01-01', 'missed')",
    "webhooks": "INSERT INTO webhooks (id, tenant, url, events, secret)"
    " VALUES (%(id)s, %(tenant)s, 'http://x', '{}', 's')",
    "webhook_deliveries": "INSERT INTO webhook_deliveries (webhook_id, tenant, event, occurrence, body, attempts_left)"
    " VALUES (%(id)s, %(tenant)s, 'e', 'o', 'b', 1)",
    "api_keys": "INSERT INTO api_keys (id, tenant, name, kind, scopes, secret_hash)"
    " VALUES (%(tenant)s, %(tenant)s, 'n', 'client', '{}', 'x')",
    "billing": "INSERT INTO billing (tenant, livemode) VALUES (%(tenant)s, false)",
}
"""For each table that holds something of tenants: how one gets a row, in the order in which they can be made."""

WHOSE = {"tenants": "id", "schedule_runs": "schedule_id::text"}
"""The column that says whose a row is, where it is not `tenant`."""


def whose(table: str, tenant: str) -> tuple[str, str]:
    """The column, and what stands in it."""
    return WHOSE.get(table, "tenant"), MINE[tenant] if table == "schedule_runs" else tenant


@pytest.fixture
def furnished(database_url: str) -> str:
    """A database in which two tenants have a row in every table."""
    every = ", ".join(ROWS)
    run(database_url, f"TRUNCATE {every} CASCADE")
    for tenant in (A, B):
        for statement in ROWS.values():
            insert(database_url, statement, tenant)
    return database_url


@pytest.fixture
def tables(furnished: str) -> Iterator[Postgres]:
    postgres = Postgres(furnished)
    yield postgres
    postgres.close()


def insert(url: str, statement: str, tenant: str) -> None:
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute(statement, {"tenant": tenant, "id": MINE[tenant]})
    connection.close()


def asked(postgres: Postgres, statement: str, values: Any = None) -> list[tuple[Any, ...]]:
    """What a statement answers, by the producer's own way."""

    def work(cursor: extensions.cursor) -> list[tuple[Any, ...]]:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else [(cursor.rowcount,)]

    return postgres.run(work)


# -- tables ----------------------------------------------------------------------------------------------


def test_every_table_of_tenants_is_bound(people_database: str) -> None:
    named = run(
        people_database,
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'tenant'",
    )
    bound = {name for (name,) in run(people_database, "SELECT name FROM tenant_tables()")}
    assert {name for (name,) in named} <= bound
    assert bound == ROWS.keys()
    assert run(people_database, "SELECT tenants_are_bound()") == [(True,)]


def test_the_role_reaches_no_other_table(people_database: str) -> None:
    reached = run(
        people_database,
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        " AND has_any_column_privilege(%s, oid, 'SELECT, INSERT, UPDATE, REFERENCES')",
        TENANT_ROLE,
    )
    assert {name for (name,) in reached} == ROWS.keys() | {"tiers"}


@pytest.mark.parametrize("table", ROWS)
def test_rows_of_another_are_not_seen_changed_deleted_or_made(
    tables: Postgres, furnished: str, table: str
) -> None:
    (column, mine), (_, theirs) = whose(table, A), whose(table, B)
    before = run(furnished, f"SELECT t::text FROM {table} AS t WHERE {column} = %s", theirs)
    assert before

    assert asked(tables.of(A), f"SELECT DISTINCT {column} FROM {table}") == [(mine,)]
    assert (
        len(asked(tables, f"SELECT DISTINCT {column} FROM {table}")) == 2
    )  # whoever is of no tenant sees all
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        asked(tables.of(A), ROWS[table], {"tenant": B, "id": MINE[B]})
    changed = column.removesuffix("::text")
    for statement in (f"UPDATE {table} SET {changed} = {changed}", f"DELETE FROM {table}"):
        try:
            assert asked(tables.of(A), f"{statement} WHERE {column} = %s", [theirs]) == [(0,)]
            asked(tables.of(A), statement)
        except (psycopg2.errors.InsufficientPrivilege, psycopg2.errors.ForeignKeyViolation):
            continue  # it may do that to no row at all, or not to its own

    assert before == run(furnished, f"SELECT t::text FROM {table} AS t WHERE {column} = %s", theirs)


def test_no_row_is_given_to_another(tables: Postgres) -> None:
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        asked(tables.of(A), "UPDATE jobs SET tenant = %s", [B])


# -- the way of a statement ------------------------------------------------------------------------------


def test_the_role_ends_with_the_statement_also_when_it_fails(furnished: str) -> None:
    postgres = Postgres(furnished, size=1)
    who = "SELECT current_user, coalesce(current_setting('workqueue.tenant', true), '')"
    plain = asked(postgres, who)
    assert asked(postgres.of(A), who) == [(TENANT_ROLE, A)]
    assert asked(postgres, who) == plain
    for wrong, error in (
        ("SELECT 1 / 0", psycopg2.errors.DivisionByZero),
        ("SELECT no_such_thing", psycopg2.errors.UndefinedColumn),
    ):
        with pytest.raises(error):
            asked(postgres.of(A), wrong)
        assert asked(postgres, who) == plain
    assert postgres.of(B).transaction(
        lambda cursor: [asked_again(cursor, who), asked_again(cursor, who)]
    ) == [
        (TENANT_ROLE, B),
        (TENANT_ROLE, B),
    ]
    assert asked(postgres, who) == plain
    postgres.close()


def asked_again(cursor: extensions.cursor, statement: str) -> tuple[Any, ...] | None:
    cursor.execute(statement)
    return cursor.fetchone()


def test_rows_counts_and_percent_signs_are_those_of_the_statement(tables: Postgres) -> None:
    assert asked(tables.of(A), "UPDATE jobs SET attempt = 7 RETURNING id") == [(MINE[A],)]
    assert asked(tables.of(A), "UPDATE jobs SET attempt = 8") == [(1,)]
    assert asked(tables.of(A), "SELECT '%s', 7 % 4") == [("%s", 3)]
    assert asked(tables.of(A), "SELECT %(x)s, '%%'", {"x": "it's %s"}) == [("it's %s", "%")]


def test_a_tenant_cannot_be_written_so_that_it_says_more(tables: Postgres) -> None:
    for name in ("x'); RESET ROLE; --", "%s", "\\'; RESET ROLE; --"):
        assert asked(tables.of(name), "SELECT count(*) FROM jobs") == [(0,)]


@pytest.mark.parametrize(
    "entry", ["SET LOCAL ROLE workqueue_tenant", "SELECT set_config('role', 'workqueue_tenant', true)"]
)
def test_the_role_without_a_tenant_finds_nothing(furnished: str, tables: Postgres, entry: str) -> None:
    with pytest.raises(psycopg2.errors.UndefinedObject):
        run(furnished, f"{entry}; SELECT * FROM jobs")
    asked(tables.of(A), "SELECT 1")
    assert asked(tables, f"{entry}; SELECT * FROM jobs") == []  # in a session that has had one


def test_a_job_is_inserted_and_read_again_under_it(tables: Postgres) -> None:
    rows = [Row(Job(id=new_id(), type="a", payload=b"{}", tenant=A)) for _ in range(3)]
    assert [created for _, created in mirror.insert(tables.of(A), rows[:1])] == [True]
    assert [created for _, created in mirror.insert(tables.of(A), rows)] == [False, True, True]
    used = "SELECT used FROM usage WHERE tenant = 'ta' AND month > '2001-01-01'"
    assert asked(tables, used) == [(4,)]  # with the job that the tenant was furnished with
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        mirror.insert(tables.of(B), [Row(Job(id=new_id(), type="a", payload=b"{}", tenant=A))])


# -- the producer ----------------------------------------------------------------------------------------


def test_a_statement_of_a_tenant_is_refused_outside_of_it(tables: Postgres) -> None:
    with pytest.raises(RuntimeError, match="count_all_keys ran outside of row-level security"):
        tables.run(lambda cursor: statements.number(cursor, "count_all_keys", {"tenant": A}))
    assert tables.of(A).run(lambda cursor: statements.number(cursor, "count_all_keys", {"tenant": A})) == 1


def test_what_runs_for_no_tenant_exists_and_has_a_reason() -> None:
    assert statements.OF_NO_TENANT.keys() <= statements.STATEMENTS.keys()
    assert all(len(reason) > 20 for reason in statements.OF_NO_TENANT.values())


class Noting(extensions.cursor):
    """Of no tenant; says what it was asked."""

    seen: list[str]

    def execute(self, query: Any, vars: Any = None) -> None:
        self.seen.append(query.decode() if isinstance(query, bytes) else query)
        super().execute(query, vars)


def test_every_route_keeps_to_that_list(
    app: Flask, houses: tuple[isolation.House, isolation.House], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what it runs of `shared`'s own statements."""
    noted: list[str] = []
    of_all = Postgres._cursor

    def cursor(postgres: Postgres, connection: extensions.connection) -> extensions.cursor:
        if postgres._tenant is not None:
            bound = of_all(postgres, connection)
            assert isinstance(bound, OfTenant)
            return bound
        made = connection.cursor(cursor_factory=Noting)
        made.seen = noted
        return made

    monkeypatch.setattr(Postgres, "_cursor", cursor)
    isolation.test_the_owner_reaches_all_of_it(app, houses)

    known = {statements.STATEMENTS[name] for name in statements.OF_NO_TENANT}
    known |= {"SET LOCAL idle_in_transaction_session_timeout = '5s'"}
    assert noted
    assert set(noted) - known == set()


FORGETS = {
    "tenant = %(tenant)s": "true",
    "tenants.id = %(tenant)s": "true",
    "jobs.tenant = %(tenant)s": "true",
}


def test_statements_that_forget_the_tenant_show_nothing_of_another(
    app: Flask, houses: tuple[isolation.House, isolation.House], monkeypatch: pytest.MonkeyPatch
) -> None:
    me, other = houses
    changed = 0
    for name, text in statements.STATEMENTS.items():
        if name not in statements.OF_NO_TENANT and "tenant = %(tenant)s" in text:
            monkeypatch.setitem(statements.STATEMENTS, name, forgetful(text))
            changed += 1
    assert changed > 30
    client, walked = app.test_client(), 0
    for rule, method in isolation.routes(app):
        if method != "GET":
            continue
        wanted = isolation.paths(rule, [me, other]) if rule.arguments else [(rule.rule, {me.mark})]
        for path, owners in wanted:
            answer = client.get(path, headers=me.headers)
            assert answer.status_code < 300 or answer.status_code == 404, (path, answer.text)
            if owners == {me.mark}:
                assert not [one for one in other.all_ids if one in answer.text], path
            else:
                assert answer.status_code == 404 or rule.endpoint.startswith("queues."), path
            walked += 1
    assert walked > 30
    answer = client.delete(f"/api/v1/webhooks/{other.ids['webhooks'][0]}", headers=me.headers)
    assert answer.status_code == 404
    shown = client.get(f"/api/v1/webhooks/{other.ids['webhooks'][0]}", headers=other.headers)
    assert shown.status_code == 200


def forgetful(text: str) -> str:
    for column in ("webhooks.tenant", "delivery.tenant", "jobs.tenant", "tenants.id", "tenant"):
        text = text.replace(f"{column} = %(tenant)s", "true")
    return text


# -- databases of others ---------------------------------------------------------------------------------


@pytest.fixture
def cluster(tmp_path_factory: pytest.TempPathFactory, servers_folder: Path) -> Iterator[PostgresServer]:
    """A Postgres in which nobody has made the role yet."""
    with PostgresServer(
        servers_folder / tmp_path_factory.mktemp("cluster").name, options={"fsync": "off"}
    ) as server:
        yield server


def owned(server: PostgresServer, name: str, rights: str = "") -> str:
    """A database of a user of the same name, who is no superuser; its address."""
    run(server.url, f"CREATE ROLE {name} LOGIN PASSWORD 'owner' NOSUPERUSER {rights}")
    server.create_database(name)
    run(server.url, f"ALTER DATABASE {name} OWNER TO {name}")
    run(server.url_of(name), f"GRANT ALL ON SCHEMA public TO {name}")
    return f"postgresql://{name}:owner@127.0.0.1:{urlsplit(server.url).port}/{name}"


def is_bound(url: str) -> bool:
    """Whether a row of another is out of reach, for the producer's own way."""
    for tenant in (A, B):
        insert(url, ROWS["paused_queues"].replace("'q'", f"'{new_id()}'"), tenant)
    postgres = Postgres(url)
    found = asked(postgres.of(A), "SELECT DISTINCT tenant FROM paused_queues ORDER BY 1")
    assert len(asked(postgres, "SELECT DISTINCT tenant FROM paused_queues")) == 2
    postgres.close()
    return found == [(A,)]


def test_databases_of_others(
    cluster: PostgresServer, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    """Told as one story, as a role is of the whole cluster."""
    plain = owned(cluster, "plain")
    migrate.migrate(plain)
    assert not is_bound(plain)
    app = start(database_url=plain)
    startup.migrated(stores_of(app).settings)
    assert "row-level security is off" in capsys.readouterr().err
    assert app.test_client().post("/enqueue", json={"type": "a"}).status_code == 200

    creator = owned(cluster, "creator", "CREATEROLE")
    migrate.migrate(creator)
    assert is_bound(creator)
    assert migrate.bind_tenants(creator) is None

    assert "may not become the role" in (migrate.bind_tenants(plain) or "")
    run(cluster.url, f"GRANT {TENANT_ROLE} TO plain")
    assert migrate.bind_tenants(plain) is None
    assert is_bound(plain)

    prepared = owned(cluster, "prepared")
    run(cluster.url, f"GRANT {TENANT_ROLE} TO prepared")
    migrate.migrate(prepared)
    assert is_bound(prepared)


def test_a_plan_that_a_connection_keeps_binds_each_tenant_to_its_own(furnished: str) -> None:
    sole = Postgres(furnished, size=1)

    def two_of(tenant: str) -> list[Row]:
        return [Row(Job(id=job_id, type="a", tenant=tenant)) for job_id in (new_id(), new_id())]

    for _ in range(10):  # after five times Postgres keeps a plan for all values
        for tenant in (A, B):
            assert all(made for _, made in mirror.insert_each(sole.of(tenant), two_of(tenant)))
    for mine, others in ((A, B), (B, A)):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            mirror.insert_each(sole.of(mine), two_of(others))
    sole.close()
    assert run(furnished, "SELECT tenant, count(*) FROM jobs GROUP BY tenant ORDER BY tenant") == [
        (A, 21),
        (B, 21),
    ]


def test_many_databases_are_migrated_at_once(cluster: PostgresServer) -> None:
    urls = [cluster.create_database(f"one_of_{number}") for number in range(4)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(migrate.migrate, urls * 2))
    assert [migrate.bind_tenants(url) for url in urls] == [None] * 4
    assert all(is_bound(url) for url in urls)


def test_a_database_with_jobs_is_brought_under_it(
    postgres_server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres_server.create_database(f"before_{new_id().replace('-', '')}")
    older = [file for file in migrate.FOLDER.glob("*.sql") if file.name < "0009"]
    for file in older:
        shutil.copy(file, tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "FOLDER", tmp_path)
        migrate.migrate(url)
    for tenant in (A, B):
        for name in ("tenants", "jobs"):
            insert(url, ROWS[name], tenant)
        insert(url, ROWS["job_attempts"].replace(", %(tenant)s)", ", NULL)"), tenant)

    before = Postgres(url)
    assert (
        len(asked(before.of(A), "SELECT * FROM jobs")) == 2
    )  # a producer that is newer than its tables goes on
    migrate.migrate(url)

    after = Postgres(url)
    for table in ("jobs", "job_attempts"):
        assert asked(after.of(A), f"SELECT tenant FROM {table}") == [(A,)]
    before.close()
    after.close()
