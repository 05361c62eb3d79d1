"""Finds the table of handlers that `HANDLERS` names."""

from __future__ import annotations

import importlib
import sys
import traceback
from pathlib import Path
from types import ModuleType

from shared.errors import ConfigurationError
from workqueue import Handlers

OURS = frozenset({"producer", "shared", "local", "worker"})
"""Top-level packages of ours that would hide a user's package of the same name."""
SHIPPED = "worker.builtin"
"""Where the handlers that come with us are."""


def load(spec: str, path: str) -> Handlers:
    """The table `module:variable`, imported from `path` (appended to the import path).

    Raises:
        ConfigurationError: says what could not be imported, and why.
    """
    module_name, _, variable = spec.partition(":")
    top = module_name.partition(".")[0]
    if top in OURS and not _is_in(module_name, SHIPPED):
        raise ConfigurationError(
            f"HANDLERS={spec}: a package called {top!r} is one of Workqueue's own; call yours something else"
        )
    folder = str(Path(path).resolve())
    if folder not in sys.path:
        sys.path.append(folder)
    module = _module(spec, module_name, folder)
    if not hasattr(module, variable):
        raise ConfigurationError(
            f"HANDLERS={spec}: {module_name} ({module.__file__}) has no {variable!r}; {_tables(module)}"
        )
    table = getattr(module, variable)
    if not isinstance(table, Handlers):
        raise ConfigurationError(
            f"HANDLERS={spec}: {variable!r} in {module_name} is of type {type(table).__name__},"
            f" not a workqueue.Handlers table; {_tables(module)}"
        )
    return table


def max_attempts(handlers: Handlers, job_type: str) -> int | None:
    """The runs that a type's handler allows; None when it leaves that to the queue, or there is no such handler."""
    handler = handlers.get(job_type)
    return handler.max_attempts if handler else None


def _module(spec: str, name: str, folder: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if not (error.name and _is_in(name, error.name)):
            raise _broken(spec, name, error) from error
        raise ConfigurationError(
            f"HANDLERS={spec}: there is no module {error.name!r} in {folder} nor among the installed packages;"
            " set HANDLERS_PATH to the folder that holds it"
        ) from error
    except (Exception, SystemExit) as error:
        raise _broken(spec, name, error) from error


def _is_in(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def _broken(spec: str, name: str, error: BaseException) -> ConfigurationError:
    """What the user's module raised, from its own first line on."""
    frames = error.__traceback__
    while frames is not None and _is_machinery(frames.tb_frame.f_code.co_filename):
        frames = frames.tb_next
    told = "".join(traceback.format_exception(error.with_traceback(frames), chain=False))
    return ConfigurationError(
        f"HANDLERS={spec}: importing {name} failed; mend this and start again:\n{told.rstrip()}"
    )


def _is_machinery(file: str) -> bool:
    return file == __file__ or "importlib" in file


def _tables(module: ModuleType) -> str:
    found = [name for name, value in vars(module).items() if isinstance(value, Handlers)]
    return f"tables there: {', '.join(found)}" if found else "there is no table in it"
