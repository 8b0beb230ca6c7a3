"""The parameters of a function as plain data: how it can be called.

Runs in the worker beside the student's code: standard library only.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable
from typing import Any


def read_parameters(value: Callable[..., Any]) -> list[Any] | None:
    """Return a function's parameters as plain data, or None where nothing tells them.

    In order: the names of the positional ones, the fewest arguments, the most positional ones (-1: any number), and
    the names behind a `*`.
    """
    if type(value) is types.FunctionType and not value.__dict__:
        return _read_from_code(value)
    try:
        parameters = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):
        return None
    positional = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    fewest = sum(p.default is p.empty for p in positional)
    largest = -1 if any(p.kind is p.VAR_POSITIONAL for p in parameters) else len(positional)
    keyword_only = {p.name: p.default is p.empty for p in parameters if p.kind is p.KEYWORD_ONLY}
    return _build_description([p.name for p in positional], fewest, largest, keyword_only)


def _read_from_code(function: types.FunctionType) -> list[Any]:
    """Return the same for a plain function, read from its code: `inspect` is slow in a young process."""
    code = function.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    fewest = code.co_argcount - len(function.__defaults__ or ())
    largest = -1 if code.co_flags & inspect.CO_VARARGS else code.co_argcount
    keyword_only = {name: name not in (function.__kwdefaults__ or ()) for name in names[code.co_argcount :]}
    return _build_description(list(names[: code.co_argcount]), fewest, largest, keyword_only)


def _build_description(names: list[str], fewest: int, largest: int, keyword_only: dict[str, bool]) -> list[Any]:
    """Return the parameters as plain data; `keyword_only` tells of each name whether it has to be given."""
    if largest >= 0:
        fewest = max([fewest, *(largest + count for count, name in enumerate(keyword_only, 1) if keyword_only[name])])
    return [[name[:80] for name in names[:30]], fewest, largest, [name[:80] for name in keyword_only][:30]]
