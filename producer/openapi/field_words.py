"""What a class says of its fields, in the strings below them.

pydantic's own `use_attribute_docstrings` reads it while the class is made: a third of the time in which the producer
started. Only the document needs it.
"""

from __future__ import annotations

import ast
import inspect
import sys
from functools import cache
from itertools import pairwise

from pydantic import BaseModel

Words = dict[str, str]
"""By the name of the field."""


def said_of_fields(model: type[BaseModel]) -> Words:
    """Also of those that it inherits; a subclass's words win."""
    said: Words = {}
    for base in reversed(model.__mro__):
        if issubclass(base, BaseModel) and base is not BaseModel:
            said |= _said_in_module(base.__module__).get(base.__name__, {})
    return said


@cache
def _said_in_module(name: str) -> dict[str, Words]:
    """By the names of its classes: each file is read once, not once for every class in it."""
    try:
        source = inspect.getsource(sys.modules[name])
    except (OSError, KeyError):  # there is none, as of what a prompt made
        return {}
    return {
        made.name: _said_in(made) for made in ast.walk(ast.parse(source)) if isinstance(made, ast.ClassDef)
    }


def _said_in(made: ast.ClassDef) -> Words:
    return {
        field.target.id: inspect.cleandoc(words.value.value)
        for field, words in pairwise(made.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(words, ast.Expr)
        and isinstance(words.value, ast.Constant)
        and isinstance(words.value.value, str)
    }
