"""Finds the table of handlers that `HANDLERS` names."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from workqueue import Handlers

from shared.errors import ConfigurationError

OURS = frozenset({"producer", "shared", "local"})
"""Top-level packages of ours that would hide a user's package of the same name."""


def load(spec: str, path: str) -> Handlers:
    """The table `module:variable`, imported from `path` (appended to the import path).

    Raises:
        ConfigurationError: says what could not be imported, and why.
    """
    module_name, _, variable = spec.partition(":")
    if module_name.split(".")[0] in OURS or module_name in {"worker", "worker.handlers"}:
        raise ConfigurationError(
            f"HANDLERS={spec}: a package called {module_name.split('.')[0]!r} is one of Workqueue's own;"
            " call yours something else"
        )
    folder = str(Path(path).resolve())
    if folder not in sys.path:
        sys.path.append(folder)
    table = getattr(_module(spec, module_name, folder), variable, None)
    if not isinstance(table, Handlers):
        raise ConfigurationError(
            f"HANDLERS={spec}: {variable!r} in {module_name} is {type(table).__name__},"
            " not a workqueue.Handlers table"
        )
    return table


def _module(spec: str, name: str, folder: str) -> object:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and name.startswith(error.name):
            raise ConfigurationError(
                f"HANDLERS={spec}: there is no module {error.name!r} in {folder} nor among the installed packages;"
                " set HANDLERS_PATH to the folder that holds it"
            ) from error
        raise
