"""Build the web page when its sources changed, if there are a page and a Node to build it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from local.console import Console
from local.program import Program

OLDEST_NODE = (20, 19)
BAKED_IN = ("VITE_API_URL", "VITE_WORKER_URL")
"""Settings that become part of the built page."""

_NOT_SOURCE = {"node_modules", "dist", ".vite", "README.md"}
_TESTS = (".test.ts", ".test.tsx")
_BUILT = ".built-from"
_INSTALLED = ".installed-from"


def build(web: Path, console: Console, env: Mapping[str, str]) -> bool:
    """Bring `web/dist` up to date; whether it is. What stands in the way is said: the API works without a page."""
    if not (web / "package.json").exists():
        return False
    missing = _missing(env)
    if missing:
        console.line("page", f"not built: {missing}; the API works without it")
        return False
    with _alone(web):
        return _is_built(web, env) or _build(web, console, env)


def _missing(env: Mapping[str, str]) -> str | None:
    """What the machine lacks to build it, and what to do; None: nothing."""
    wanted = f"install Node {OLDEST_NODE[0]} or newer to see the page"
    node, npm = (shutil.which(name, path=env.get("PATH")) for name in ("node", "npm"))
    if node is None or npm is None:
        return f"there is no {'node' if node is None else 'npm'} on PATH: {wanted}"
    said = subprocess.run([node, "--version"], capture_output=True, text=True, env=dict(env)).stdout.strip()
    found = re.match(r"v(\d+)\.(\d+)", said)
    if found is None or (int(found[1]), int(found[2])) < OLDEST_NODE:
        return (
            f"{node} is {said or 'broken'}, which is older than {'.'.join(map(str, OLDEST_NODE))}: {wanted}"
        )
    return None


def _is_built(web: Path, env: Mapping[str, str]) -> bool:
    return _says(web / "dist" / _BUILT, _of_sources(web, env))


def _build(web: Path, console: Console, env: Mapping[str, str]) -> bool:
    console.line("page", "building (the first time takes a minute)")
    sources = _of_sources(web, env)
    if _install(web, console, env) and _npm(web, console, env, "run", "--silent", "build"):
        (web / "dist" / _BUILT).write_text(sources)
        console.line("page", "built")
        return True
    console.line("page", "not built, see above; the API works without it")
    return False


def _install(web: Path, console: Console, env: Mapping[str, str]) -> bool:
    """Only when the packages changed: it takes most of the time."""
    stamp, wanted = web / "node_modules" / _INSTALLED, _of_packages(web)
    if _says(stamp, wanted):
        return True
    if not _npm(web, console, env, "ci", "--no-audit", "--no-fund"):
        return False
    stamp.write_text(wanted)
    return True


def _npm(web: Path, console: Console, env: Mapping[str, str], *arguments: str) -> bool:
    npm = Path(shutil.which("npm", path=env.get("PATH")) or "npm")
    return Program("page", [npm, *arguments], console=console, cwd=web, env=env).run() == 0


@contextmanager
def _alone(web: Path) -> Iterator[None]:
    """Two that build at once must not install into each other; the kernel ends it however we end."""
    with (web / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _says(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def _of_packages(web: Path) -> str:
    return _digest(web, [web / "package.json", web / "package-lock.json"])


def _of_sources(web: Path, env: Mapping[str, str]) -> str:
    baked = "".join(f"{name}={env.get(name, '')}\n" for name in BAKED_IN)
    return _digest(web, _sources(web)) + hashlib.sha256(baked.encode()).hexdigest()[:16]


def _digest(web: Path, paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(os.fsencode(path.relative_to(web)) + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _sources(web: Path) -> list[Path]:
    """All that the build reads: neither what it makes nor the page's own tests."""
    found = []
    for folder, names, files in os.walk(web):
        names[:] = [name for name in names if name not in _NOT_SOURCE]
        found += [
            Path(folder) / file for file in files if file not in _NOT_SOURCE and not file.endswith(_TESTS)
        ]
    return found
