"""Make `.venv` hold what the requirements name; it runs before anything is installed, so stdlib alone."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
from importlib import util
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = "requirements-dev.txt"  # includes all the others

STAMP = VENV / ".installed-from"  # the digest of what was last installed
UNFINISHED = VENV / ".unfinished"  # there while something is being installed


def main() -> int:
    """Do nothing when all is as it should be; returns the exit code."""
    complaint = _complaint()
    if complaint:
        print(complaint, file=sys.stderr)
        return 1
    with (ROOT / REQUIREMENTS).open() as lock:  # two `make` at once must not install into each other
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = _digest()
        return 0 if _up_to_date(wanted) else _install(wanted)


def _complaint() -> str | None:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < (3, 11):  # noqa: UP036 - saying so is what this line is for
        return f"Python 3.11 or newer is needed, {sys.executable} is {version}: use make PYTHON=/another"
    if not util.find_spec("venv") or not util.find_spec("ensurepip"):
        return (
            f"{sys.executable} cannot make virtual environments: install its venv module (Debian and Ubuntu: "
            f"apt install python3.{sys.version_info[1]}-venv) and run make again"
        )
    return None


def _up_to_date(wanted: str) -> bool:
    return not UNFINISHED.exists() and STAMP.exists() and STAMP.read_text() == wanted and _works()


def _install(wanted: str) -> int:
    if UNFINISHED.exists() or not _works():
        _make_anew()
    UNFINISHED.touch()
    print(f"installing {REQUIREMENTS} into .venv (a minute or two the first time)", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", REQUIREMENTS]
    if subprocess.run(pip, cwd=ROOT).returncode != 0:
        print("pip failed, its lines above say why: mend that and run make again", file=sys.stderr)
        return 1
    STAMP.write_text(wanted)
    UNFINISHED.unlink()
    return 0


def _works() -> bool:
    """Whether the environment's Python runs: not after its base was upgraded or the folder moved."""
    try:
        return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0
    except OSError:
        return False


def _make_anew() -> None:
    reason = "the one there is broken or half made" if VENV.exists() else "there is none yet"
    print(f"making .venv with {sys.executable} ({reason})", flush=True)
    if VENV.exists():
        shutil.rmtree(VENV)
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)


def _digest() -> str:
    """Over the requirements, and over the one package that is installed from this tree."""
    digest = hashlib.sha256(str(VENV).encode())
    sources = [*ROOT.glob("requirements*.txt"), ROOT / "sdk/python/pyproject.toml", *_sdk_sources()]
    for path in sorted(sources):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _sdk_sources() -> list[Path]:
    return [path for path in ROOT.glob("sdk/python/src/**/*") if path.suffix in {".py", ".typed"}]


if __name__ == "__main__":
    raise SystemExit(main())
