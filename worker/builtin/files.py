"""The one folder in which handlers read and write files: each tenant has a part of it, and no path leads out.

A path is walked one name at a time without following links, so that no link, planted before or in between,
takes a job to a file that is not its tenant's.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from workqueue import Job

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


class PathError(ValueError):
    """The path leads out of the tenant's folder, or through a link."""


def name_for(job: Job, suffix: str) -> str:
    """The file name of what a job makes: the same in every attempt, so that a repeat replaces it."""
    return plain_name(job.id) + suffix


def plain_name(text: str) -> str:
    """The text itself where it can be a file name, else a digest of it."""
    return text if _PLAIN.fullmatch(text) else hashlib.sha256(text.encode()).hexdigest()


def read(root: Path, tenant: str, path: str, limit: int) -> bytes:
    """Read a tenant's file.

    Args:
        root: the folder of all tenants.
        tenant: whose file it is.
        path: where it lies in the tenant's folder, with `/` between names.
        limit: bytes it may have.

    Raises:
        PathError: the path is absolute, contains `..`, leads through a link, or to something that is no file.
        FileNotFoundError: there is no such file.
        ValueError: the file is larger than the limit.
    """
    names = _names_in(path)
    with _tenant_folder(root, tenant) as folder, _descend(folder, names[:-1], path) as parent:
        return _read_file(parent, names[-1], path, limit)


def write(root: Path, tenant: str, name: str, content: bytes) -> str:
    """Write a tenant's file whole or not at all, in place of an older one of this name.

    Args:
        root: the folder of all tenants; made when missing.
        tenant: whose file it is.
        name: a plain file name.
        content: what to write.

    Returns:
        Where it lies in the tenant's folder, as `read` takes it.

    Raises:
        PathError: the name is no plain file name.
    """
    if not _PLAIN.fullmatch(name):
        raise PathError(f"{name!r} is no plain file name")
    with _tenant_folder(root, tenant) as folder:
        _replace(folder, name, content)
    return name


def write_whole(path: Path, content: bytes) -> None:
    """Write a file of the operator's whole or not at all; its folder is made when missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _replace(folder, path.name, content)
    finally:
        os.close(folder)


def _names_in(path: str) -> tuple[str, ...]:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\0" in path or not pure.parts:
        raise PathError(
            f"{path!r} leads out of the files folder: give a path below it, such as pictures/cat.jpg"
        )
    return pure.parts


@contextlib.contextmanager
def _tenant_folder(root: Path, tenant: str) -> Iterator[int]:
    """Open the tenant's folder, making it when missing; the operator may have made the root itself a link."""
    name = plain_name(tenant)
    (root / name).mkdir(parents=True, exist_ok=True)
    root_folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with _descend(root_folder, (name,), name) as folder:
            yield folder
    finally:
        os.close(root_folder)


@contextlib.contextmanager
def _descend(folder: int, names: tuple[str, ...], path: str) -> Iterator[int]:
    current = os.dup(folder)
    try:
        for name in names:
            below = _open(name, _FOLDER, current, path)
            os.close(current)
            current = below
        yield current
    finally:
        os.close(current)


def _read_file(folder: int, name: str, path: str, limit: int) -> bytes:
    # Without O_NONBLOCK, opening a named pipe would wait for a writer that never comes.
    descriptor = _open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, folder, path)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise PathError(f"{path!r} is not a file")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            content = file.read(limit + 1)
    finally:
        os.close(descriptor)
    if len(content) > limit:
        raise ValueError(f"{path!r} is larger than {limit} bytes")
    return content


def _open(name: str, flags: int, folder: int, path: str) -> int:
    try:
        return os.open(name, flags, dir_fd=folder)
    except FileNotFoundError:
        raise FileNotFoundError(errno.ENOENT, "there is no such file in the files folder", path) from None
    except OSError as error:
        if error.errno in (errno.ELOOP, errno.ENOTDIR):
            raise PathError(f"{path!r} leads through a link or a file: links are not followed") from None
        raise


def _replace(folder: int, name: str, content: bytes) -> None:
    draft = f".{name}.{os.urandom(6).hex()}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    try:
        with os.fdopen(os.open(draft, flags, 0o640, dir_fd=folder), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(draft, dir_fd=folder)
        raise
