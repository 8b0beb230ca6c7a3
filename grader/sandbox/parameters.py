"""How a function wants to be called: its parameters as plain data.

Runs in the worker beside the student's code: standard library only.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable
from typing import Any


def parameters_of(value: Callable[..., Any]) -> list[Any] | None:
    """Names, fewest arguments, most by place (-1: any number), names behind a `*`; None where nothing tells."""
    if type(value) is types.FunctionType and not value.__dict__:
        return _written_parameters(value)
    try:
        parameters = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):
        return None
    positional = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    fewest = sum(p.default is p.empty for p in positional)
    most = -1 if any(p.kind is p.VAR_POSITIONAL for p in parameters) else len(positional)
    behind = {p.name: p.default is p.empty for p in parameters if p.kind is p.KEYWORD_ONLY}
    return _wants([p.name for p in positional], fewest, most, behind)


def _written_parameters(function: types.FunctionType) -> list[Any]:
    """The same of a plain function, read off its code: `inspect` takes long where a process is young."""
    code = function.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    fewest = code.co_argcount - len(function.__defaults__ or ())
    most = -1 if code.co_flags & inspect.CO_VARARGS else code.co_argcount
    behind = {name: name not in (function.__kwdefaults__ or ()) for name in names[code.co_argcount :]}
    return _wants(list(names[: code.co_argcount]), fewest, most, behind)


def _wants(names: list[str], fewest: int, most: int, behind: dict[str, bool]) -> list[Any]:
    """Parameters as they are told; `behind` says of each name behind a `*` whether it has to be given."""
    if most >= 0:
        fewest = max([fewest, *(most + place for place, name in enumerate(behind, 1) if behind[name])])
    return [[name[:80] for name in names[:30]], fewest, most, [name[:80] for name in behind][:30]]
