"""Print the OpenAPI document: `python -m producer.openapi > docs/reference/openapi.json`."""

from __future__ import annotations

import sys

from flask import Flask

from producer import create_app
from producer.openapi import document
from producer.settings import Settings


def application() -> Flask:
    """An application that serves nobody: its routes are complete whatever is set, and it connects to nothing."""
    return create_app(Settings.model_construct(app_env="development"))


if __name__ == "__main__":
    sys.stdout.write(document.text(application()))
