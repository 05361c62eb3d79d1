"""Finds a Chromium for the browser tests, and installs one where it can: `python -m tests.e2e.chromium`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The shell first: it is Chromium without windows, and takes a third less of the processor."""
PACKAGES = ("chromium-headless-shell", "chromium")
"""Of Debian; Ubuntu has only the second."""
SENTENCE = (
    "the browser tests need Chromium and there is none: install it (Debian and Ubuntu: apt-get install chromium), or say"
    " where it is by CHROMIUM=/path/to/chromium"
)


def find() -> str | None:
    """Where it is: what CHROMIUM says, the machine's own, or one that playwright downloaded; None where there is none."""
    told = os.environ.get("CHROMIUM")
    if told:
        return told if Path(told).is_file() else None
    on_path = next((path for name in NAMES if (path := shutil.which(name))), None)
    return on_path or _downloaded()


def _downloaded() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def _install() -> None:
    """As the system does it where we may, else by playwright into the user's cache; what went wrong is seen."""
    print("installing Chromium for the browser tests (a minute, once)", flush=True)
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet)
        for package in PACKAGES:
            command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
            if subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL).returncode == 0:
                break
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])


def main() -> int:
    """Have one; returns the exit code."""
    if find() is None and "CHROMIUM" not in os.environ:
        _install()
    if find() is None:
        print(SENTENCE, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
