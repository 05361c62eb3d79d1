"""Where a Postgres lives and who runs it: it refuses root, and another user must reach its files."""

from __future__ import annotations

import hashlib
import logging
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from local import binaries
from local.binaries import NoServerFoundError, Program
from local.processes import User

log = logging.getLogger("local.servers")

_ASIDE = Path("/var/lib/workqueue")  # only root writes there, so a predictable name in it is safe


@dataclass(frozen=True)
class Home:
    """How to run one Postgres: the program, the folder of its data, and the user when it is not ourselves."""

    program: Program
    folder: Path
    user: User | None


def settle(folder: Path) -> Home:
    """Choose program, place and user for the Postgres of this folder; the folder is given to that user.

    For an ordinary user this is the folder itself and the preferred program of the version that the data were
    made by. For root the user is `nobody`; what `nobody` cannot reach (a checkout under a 0700 home) is put
    under /var/lib/workqueue, and a line in the log says so. Raises NoServerFoundError when no program fits
    the data.
    """
    user = _nobody() if os.geteuid() == 0 else None
    home = folder if user is None or can_reach(user, folder.parent) else _data_aside(folder)
    home.mkdir(parents=True, exist_ok=True)
    program = _fitting(home)
    if user is None:
        home.chmod(0o700)
        return Home(program, home, user)
    _give(home, user)
    return Home(_runnable_by(user, program), home, user)


def can_reach(user: User, path: Path) -> bool:
    """Whether the user may enter the folder, or run the file, and pass through every folder above it."""
    return all(_may_enter(user, place) for place in (path, *path.parents))


def _nobody() -> User:
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:  # an image without a user list: the number Linux gives to nobody
        return User(65534, 65534)
    return User(entry.pw_uid, entry.pw_gid)


def _may_enter(user: User, path: Path) -> bool:
    status = path.stat()
    if status.st_uid == user.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == user.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def _fitting(home: Path) -> Program:
    """The preferred program, or the one of the data's major version: Postgres reads no other's files."""
    programs = binaries.postgres_servers()
    version_file = home / "data" / "PG_VERSION"
    if not version_file.exists():
        return _preferred(programs)
    major = version_file.read_text().strip()
    for program in programs:
        if str(program.version[0]) == major:
            return program
    raise NoServerFoundError(
        f"the data in {home} were made by Postgres {major}, and here is {', '.join(map(str, programs))}: "
        f"install Postgres {major}, or delete {home} if nothing in it is needed"
    )


def _preferred(programs: list[Program]) -> Program:
    """The first; for root the first that nobody can run as it lies, since that spares a copy."""
    if os.geteuid() != 0:
        return programs[0]
    return next((each for each in programs if can_reach(_nobody(), each.path)), programs[0])


def _give(home: Path, user: User) -> None:
    """Make the user the owner; whatever an earlier start left in the folder already belongs to it."""
    os.chown(home, user.uid, user.gid)
    home.chmod(0o700)


def _data_aside(folder: Path) -> Path:
    place = _ASIDE / f"data-{_digest(folder)}"
    log.warning("Postgres cannot run as root, and nobody cannot reach %s: its data are in %s", folder, place)
    return place


def _runnable_by(user: User, program: Program) -> Program:
    """The program itself, or a copy of its tree that the user can reach."""
    if can_reach(user, program.path):
        return program
    tree = program.path.parent.parent
    version = ".".join(map(str, program.version))
    copy = _ASIDE / f"postgres-{version}-{_digest(tree)}"
    log.warning("Postgres cannot run as root, and nobody cannot reach %s: running the copy in %s", tree, copy)
    if not copy.exists():
        _copy_whole(tree, copy)
    return Program(copy / tree.parent.name / tree.name / "bin" / "postgres", program.version)


def _copy_whole(tree: Path, copy: Path) -> None:
    """Copy under another name first, so that a copy cut short is never taken for a whole one.

    Programs from a wheel look for their libraries in `<package>.libs` beside the package, so both keep their
    places.
    """
    package = tree.parent
    libraries = package.with_name(f"{package.name}.libs")
    unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
    shutil.copytree(tree, unfinished / package.name / tree.name, symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, unfinished / libraries.name)
    unfinished.rename(copy)


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
