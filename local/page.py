"""Build the web page when its sources changed, if there are a page and a Node to build it."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from local.console import Console
from local.program import Program

_NOT_SOURCE = {"node_modules", "dist", ".vite"}
_STAMP = ".built-from"


def build(web: Path, console: Console, env: Mapping[str, str]) -> None:
    """Bring `web/dist` up to date. Without Node, or when it fails, say so: the API works without a page."""
    if not (web / "package.json").exists():
        return
    npm = shutil.which("npm")
    if npm is None:
        console.line("page", "not built, as there is no npm here: install Node 20 or newer to see the page")
        return
    sources = _digest(web)
    stamp = web / "dist" / _STAMP
    if stamp.exists() and stamp.read_text() == sources:
        return
    console.line("page", "building (the first time takes a minute)")
    if _npm_steps(Path(npm), web, console, env):
        stamp.write_text(sources)
    else:
        console.line("page", "not built, see above; the API works without it")


def _npm_steps(npm: Path, web: Path, console: Console, env: Mapping[str, str]) -> bool:
    steps = [["ci", "--no-audit", "--no-fund"], ["run", "build"]]
    return all(Program("page", [npm, *step], console=console, cwd=web, env=env).run() == 0 for step in steps)


def _digest(web: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(_sources(web)):
        digest.update(os.fsencode(path.relative_to(web)) + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _sources(web: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(web):
        names[:] = [name for name in names if name not in _NOT_SOURCE]
        yield from (Path(folder) / file for file in files)
