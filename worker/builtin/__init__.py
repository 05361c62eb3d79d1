"""The handlers that ship with the worker, in one table."""

from __future__ import annotations

from worker.builtin import demo, generate_pdf, http_request, resize_image, send_email
from workqueue import Handlers

__all__ = ["handlers"]

handlers = Handlers()
for _module in (demo, generate_pdf, http_request, resize_image, send_email):
    handlers.include(_module.handlers)
