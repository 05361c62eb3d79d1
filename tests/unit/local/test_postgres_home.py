"""Who may reach what, and which Postgres fits which data."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from local import binaries, postgres_home
from local.binaries import NoServerFoundError
from local.processes import User

STRANGER = User(uid=os.getuid() + 4242, gid=os.getgid() + 4242)
MYSELF = User(uid=os.getuid(), gid=os.getgid())


@pytest.mark.parametrize(
    ("mode", "who", "reaches"),
    [
        (0o755, STRANGER, True),
        (0o711, STRANGER, True),
        (0o750, STRANGER, False),
        (0o700, STRANGER, False),
        (0o700, MYSELF, True),
        (0o071, MYSELF, False),  # the owner's own bits decide, as the kernel has it
    ],
)
def test_one_closed_folder_above_is_enough(servers_folder: Path, mode: int, who: User, reaches: bool) -> None:
    above = servers_folder / f"mode-{mode:o}-{who.uid}"
    inside = above / "inside"
    inside.mkdir(parents=True, mode=0o755)
    above.chmod(mode)
    try:
        assert postgres_home.can_reach(who, inside if os.geteuid() == 0 else above) == reaches
    finally:
        above.chmod(0o755)


def test_data_of_a_version_that_is_not_here_are_refused_with_advice(servers_folder: Path) -> None:
    folder = servers_folder / "ancient"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "PG_VERSION").write_text("8\n")
    with pytest.raises(NoServerFoundError, match="made by Postgres 8, .*: install Postgres 8, or delete"):
        postgres_home.settle(folder)


def test_the_oldest_installed_version_is_chosen_for_its_own_data(servers_folder: Path) -> None:
    oldest = min(binaries.postgres_servers(), key=lambda program: program.version)
    folder = servers_folder / "old-data"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "PG_VERSION").write_text(f"{oldest.version[0]}\n")
    assert postgres_home.settle(folder).program.version[0] == oldest.version[0]


@pytest.mark.parametrize(
    ("choice", "find"),
    [
        (binaries.REDIS_CHOICE, binaries.redis_servers),
        (binaries.POSTGRES_CHOICE, binaries.postgres_servers),
    ],
)
def test_a_chosen_program_that_is_none_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, choice: str, find: object
) -> None:
    monkeypatch.setenv(choice, str(tmp_path))
    assert callable(find)
    with pytest.raises(NoServerFoundError, match=f"{choice}={tmp_path} is no"):
        find()
