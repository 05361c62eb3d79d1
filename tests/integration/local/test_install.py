"""`.venv` is made once, made anew when it is broken, and filled again when the requirements change."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from local import install

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what installing needs, with requirements that need no download."""
    for name in ("local/install.py", "sdk/python/pyproject.toml"):
        (tmp_path / name).parent.mkdir(parents=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "requirements-dev.txt").write_text("# nothing\n")
    return tmp_path


def run_install(project: Path) -> subprocess.CompletedProcess[str]:
    script = [sys.executable, "-I", str(project / "local/install.py")]
    return subprocess.run(script, capture_output=True, text=True, timeout=300)


def test_made_once_filled_when_needed_and_begun_again_after_a_failure(project: Path) -> None:
    requirements = project / "requirements-dev.txt"
    assert "there is none yet" in run_install(project).stdout
    assert run_install(project).stdout == ""

    requirements.write_text("./missing-package\n")
    failed = run_install(project)
    assert failed.returncode == 1
    assert failed.stdout.startswith("installing requirements-dev.txt into .venv")
    assert "pip failed, its lines above say why" in failed.stderr

    requirements.write_text("# nothing\n")
    assert "broken or half made" in run_install(project).stdout
    assert run_install(project).stdout == ""


def test_an_environment_whose_python_is_gone_does_not_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "python"
    gone.symlink_to(tmp_path / "upgraded-away")
    monkeypatch.setattr(install, "PYTHON", gone)
    assert not install._works()
    monkeypatch.setattr(install, "PYTHON", Path(sys.executable))
    assert install._works()
