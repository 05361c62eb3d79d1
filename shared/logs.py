"""Log lines: structlog to stderr, JSON in production and readable on a terminal; one place that formats them."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from typing import Any, TextIO, cast

import structlog


def configure(level: str, style: str, **bound: str) -> None:
    """Set the process's logging up.

    Args:
        level: `debug`, `info`, `warning` or `error`.
        style: `json` or `console`.
        bound: words that every line of this process carries (`process="worker"`).
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _carrying(bound),
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _renderer(style),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        # One write to a line, so that the lines of several processes on one pipe stay whole.
        logger_factory=structlog.WriteLoggerFactory(cast(TextIO, _Stderr())),
        cache_logger_on_first_use=True,
    )


class _Stderr:
    """Standard error, to which a line is written or not: work goes on when nobody reads the log any more."""

    def write(self, text: str) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.flush()


def _carrying(bound: dict[str, str]) -> structlog.typing.Processor:
    """On every thread, which context variables would not be."""

    def add(_logger: Any, _method: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
        return {**bound, **line}

    return add


def _renderer(style: str) -> structlog.typing.Processor:
    if style == "json":
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0)


def get(name: str) -> structlog.typing.FilteringBoundLogger:
    """A logger whose lines carry `part=name`."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger(part=name)
    return logger
