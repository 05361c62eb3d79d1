"""Print the OpenAPI document, or renew it where it is committed: `python -m producer.openapi [docs/reference]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from flask import Flask

from producer import create_app
from producer.openapi import document, reference
from producer.settings import Settings


def application() -> Flask:
    """An application that serves nobody: its routes are complete whatever is set, and it connects to nothing."""
    return create_app(Settings.model_construct(app_env="development"))


def renew(folder: Path) -> None:
    """Write `openapi.json`, and the paths of `http.md`; nothing is written when one of them cannot be made."""
    app, page = application(), folder / "http.md"
    told = reference.renewed(page.read_text(encoding="utf-8"), document.build(app))
    (folder / "openapi.json").write_text(document.text(app), encoding="utf-8")
    page.write_text(told, encoding="utf-8")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m producer.openapi", description="Print the OpenAPI document."
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, help="where openapi.json and http.md are, to be renewed"
    )
    folder = parser.parse_args().folder
    if folder is None:
        sys.stdout.write(document.text(application()))
    else:
        renew(folder)


if __name__ == "__main__":
    main()
