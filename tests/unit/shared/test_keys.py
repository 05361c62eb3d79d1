"""Python and the scripts spell every key alike, each under the one hash tag, and no two alike."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import pytest
import redis

from shared import keys
from shared.keys import Keys

PAGE = Path(__file__).resolve().parents[3] / "docs/reference/redis-keys.md"

ALIKE: list[tuple[str, tuple[Any, ...], str]] = [
    ("pending", ("default", 5, "default"), "pending_key('default', 5, 'default')"),
    ("pending", ("default", 5, "default"), "pending_key('default', '5', 'default')"),
    ("pending", ("default", 6, "default"), "pending_key('default', 6, 'default')"),
    ("pending", ("mail", 5, "default"), "pending_key('mail', 5, 'default')"),
    ("pending", ("mail", 10, "acme"), "pending_key('mail', 10, 'acme')"),
    ("ready", ("mail",), "ready_key('mail')"),
    ("bell", ("mail",), "bell_key('mail')"),
    ("claim", ("a-claim",), "claim_key('a-claim')"),
    ("job", ("an-id",), "job_key('an-id')"),
    ("apart", ("an-id",), "apart_key('an-id')"),
    ("held", ("runner-1",), "held_key('runner-1')"),
    ("control", ("runner-1",), "control_key('runner-1')"),
    ("solo", ("mail",), "solo_key('mail')"),
    ("worker", ("box-1",), "worker_key('box-1')"),
    ("own_workers", ("acme",), "own_workers_key('acme')"),
    ("tally", ("http:acme:box-1",), "tally_key('http:acme:box-1')"),
    ("workers", (), "WORKERS"),
    ("lock", ("duty",), "lock_key('duty')"),
    ("wake", ("duty",), "wake_key('duty')"),
    ("limit", ("tenant:acme",), "limit_key('tenant:acme')"),
    ("leases", (), "LEASES"),
    ("scheduled", (), "SCHEDULED"),
    ("dead", (), "DEAD"),
    ("events", (), "EVENTS"),
    ("ended", (), "ENDED"),
    ("intake", (), "INTAKE"),
    ("paused", (), "PAUSED"),
    ("queues", (), "QUEUES"),
    ("weights", (), "WEIGHTS"),
]
PYTHON_ONLY = {"ticket", "form"}
"""Keys that no script touches."""
OF_SCRIPTS = [
    "parked_key('mail', 'clock', 5, 'acme')",
    "parked_types_key('mail')",
    "ready_parked_key('mail', 'clock')",
    "clock_key(ready_key('mail'))",
    "clock_key(ready_parked_key('mail', 'clock'))",
    "solo_turn_key('mail')",
    "INTAKE_COUNT",
]
"""Keys that only scripts touch."""


def key_methods() -> set[str]:
    members = inspect.getmembers_static(Keys)
    return {
        name
        for name, member in members
        if not name.startswith("_") and (callable(member) or isinstance(member, property))
    }


def in_python(namespace: str, name: str, arguments: tuple[Any, ...]) -> str:
    found = getattr(Keys(namespace), name)
    return str(found(*arguments) if callable(found) else found)


def in_lua(redis_url: str, namespace: str, expressions: list[str]) -> list[str]:
    with redis.Redis.from_url(redis_url) as client:
        answer: Any = client.eval(f"{keys.LUA}\nreturn {{ {', '.join(expressions)} }}", 1, namespace)
    return [key.decode() for key in answer]


@pytest.mark.parametrize("namespace", ["workqueue:jobs", "jobs", "a.b-c_d:e"])
def test_python_and_lua_agree(redis_url: str, namespace: str) -> None:
    python = [in_python(namespace, name, arguments) for name, arguments, _ in ALIKE]

    assert in_lua(redis_url, namespace, [expression for _, _, expression in ALIKE]) == python


def test_every_key_is_compared() -> None:
    assert key_methods() - PYTHON_ONLY == {name for name, _, _ in ALIKE}


def test_every_key_of_the_scripts_is_known_here() -> None:
    spelled = set(re.findall(r"local function (\w+)\(", keys.LUA))
    spelled |= {name for line in re.findall(r"local ([A-Z_, ]+) =", keys.LUA) for name in line.split(", ")}
    compared = {re.match(r"\w+", text)[0] for text in [*OF_SCRIPTS, *(e for _, _, e in ALIKE)]}  # type: ignore[index]
    assert spelled - {"NS", "TAG"} == compared


def test_the_default_list_is_the_namespace_itself() -> None:
    assert Keys("workqueue:jobs").pending("default", 5, "default") == "workqueue:jobs"


def test_all_keys_share_one_slot_and_none_is_another(redis_url: str) -> None:
    namespace = "workqueue:jobs"
    found = [in_python(namespace, name, arguments) for name, arguments, _ in ALIKE]
    found += [in_python(namespace, name, ("x",)) for name in PYTHON_ONLY]
    found += in_lua(redis_url, namespace, OF_SCRIPTS)

    assert {key_slot(key) for key in found} == {key_slot(namespace)}
    assert len(set(found)) == len(found) - 1, "one pair above is the default list, asked for twice"


def key_slot(key: str) -> int:
    return redis.crc.key_slot(key.encode())


def test_the_page_names_every_key() -> None:
    page = PAGE.read_text(encoding="utf-8")
    plain = {"queue": "<queue>", "priority": "<priority>", "tenant": "<tenant>", "job_id": "<id>"}
    for name in key_methods():
        member = getattr(Keys, name)
        words = [] if isinstance(member, property) else list(inspect.signature(member).parameters)[1:]
        slots = [plain.get(word, "<name>" if name == "lock" else f"<{word}>") for word in words]
        assert f"`{in_python('N', name, tuple(slots)).replace('{N}:', '')}`" in page, name


def test_the_page_names_every_key_of_the_scripts(redis_url: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    words = {"'mail'": "'<queue>'", "'clock'": "'<type>'", " 5": " '<priority>'", "'acme'": "'<tenant>'"}
    for expression in OF_SCRIPTS:
        spelled = expression
        for word, slot in words.items():
            spelled = spelled.replace(word, slot)
        (key,) = in_lua(redis_url, "N", [spelled])
        assert f"`{key.replace('{N}:', '')}`" in page, expression
