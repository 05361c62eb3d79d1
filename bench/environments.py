"""What each program of the bench needs: an environment of its own, made once, kept in a folder that git does not see."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE / ".peers"
SYSTEMS = HERE / "systems"
INLINE = re.compile(r"^# /// script\n(?P<lines>(?:#.*\n)*?)# ///$", re.MULTILINE)
"""The block in which a script names its dependencies, as PEP 723 has it."""


class Unavailable(RuntimeError):
    """A program cannot be set up here; the message says which and why."""


def command(program: Path) -> list[str]:
    """What starts a program of the bench, its environment being ready.

    Raises:
        Unavailable: the registry, or the language, is not to be had.
    """
    if program.suffix == ".mjs":
        return [_node(), str(program)]
    needed = dependencies(program.read_text())
    return [str(_python(program.stem, needed) if needed else sys.executable), str(program)]


def dependencies(source: str) -> list[str]:
    """What a script's inline block names; empty without one."""
    found = INLINE.search(source)
    if found is None:
        return []
    lines = [line.removeprefix("#").removeprefix(" ") for line in found["lines"].splitlines()]
    return [str(one) for one in tomllib.loads("\n".join(lines))["dependencies"]]


def _python(name: str, needed: list[str]) -> Path:
    folder = FOLDER / name
    stamp = folder / "installed"
    wanted = "\n".join([sys.version, *needed])
    if not (stamp.exists() and stamp.read_text() == wanted):
        shutil.rmtree(folder, ignore_errors=True)
        print(f"  installing {', '.join(needed)}", file=sys.stderr, flush=True)
        venv.create(folder, symlinks=True)
        pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin/python"), "install"]
        _install([*pip, "--quiet", "--disable-pip-version-check", "--no-compile", "--retries", "1", *needed])
        stamp.write_text(wanted)
    return folder / "bin/python"


def _node() -> str:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise Unavailable("there is no Node with npm on PATH")
    stamp = SYSTEMS / "node_modules/.installed"
    wanted = (SYSTEMS / "package.json").read_text()
    if not (stamp.exists() and stamp.read_text() == wanted):
        print("  installing what systems/package.json names", file=sys.stderr, flush=True)
        quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--loglevel=error"]
        _install([npm, "install", "--prefix", str(SYSTEMS), *quiet])
        stamp.write_text(wanted)
    return node


def _install(words: list[str]) -> None:
    ended = subprocess.run(words, capture_output=True, text=True)
    if ended.returncode != 0:
        complaints = [line for line in ended.stderr.splitlines() if "error" in line.lower()]
        raise Unavailable(f"it could not be installed: {' '.join(complaints[:2]) or 'nothing says why'}")
