"""What a class says of its fields, in the strings below them.

pydantic's own `use_attribute_docstrings` reads it while the class is made: a third of the time in which the producer
started. Only the document needs it.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from itertools import pairwise


def said_of_fields(model: type) -> dict[str, str]:
    """By the name of the field, also of those that it inherits; a subclass's words win."""
    said: dict[str, str] = {}
    for base in reversed(model.__mro__):
        if "__annotations__" in vars(base):
            said |= _said_in(base)
    return said


def _said_in(made: type) -> dict[str, str]:
    """Nothing where there is no source, as of classes that a function made."""
    try:
        source = inspect.getsource(made)
    except (OSError, TypeError):
        return {}
    (body,) = ast.parse(textwrap.dedent(source)).body
    assert isinstance(body, ast.ClassDef)  # noqa: S101 - for mypy: the source of a class
    return {
        field.target.id: inspect.cleandoc(words.value.value)
        for field, words in pairwise(body.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(words, ast.Expr)
        and isinstance(words.value, ast.Constant)
        and isinstance(words.value.value, str)
    }
