"""The OpenAPI document of the API: made from the views, from the models that check requests, and from those of answers.

A view is described by `@described(...)` under its route (`operation.py`); its answers are models in `answers/`;
`document.build(app)` puts all of it together, and `python -m producer.openapi` prints it.
"""

from __future__ import annotations

from producer.openapi.operation import Answer, accepted, bare, deferred, described, nothing, page_of

__all__ = ["Answer", "accepted", "bare", "deferred", "described", "nothing", "page_of"]
