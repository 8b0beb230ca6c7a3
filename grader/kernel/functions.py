"""The source of functions where there is no history of cells: they, and all that they use of their notebook."""

from __future__ import annotations

import ast
import builtins
import inspect
import sys
import textwrap
import types
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from grader.errors import KitError

MAX_VALUE_CHARS = 100_000
"""Characters of a value that is written out."""
_PLAIN = (bool, int, float, complex, str, bytes, type(None))


def collect_source(functions: Iterable[Callable[..., Any]]) -> bytes:
    """Return a program that defines these functions as they are now. Raises KitError where one has no source."""
    pieces: dict[str, str] = {}
    for function in functions:
        if not _gather(function.__name__, function, getattr(function, "__globals__", {}), pieces):
            raise KitError(
                f"The source of {function.__name__} cannot be found.",
                "Write it in a cell of this notebook, with `def`, and run the cell.",
            )
    return "\n\n".join(piece for piece in pieces.values() if piece).encode("utf-8", "backslashreplace")


def _gather(name: str, value: Any, names: Mapping[str, Any], pieces: dict[str, str]) -> bool:
    """Add the code that defines a name, and before it what that uses; tell whether there is such code."""
    if name in pieces:
        return True
    # Whoever uses itself, or is used by what it uses, is on its way already.
    pieces[name] = ""
    piece = _format_definition(name, value, names)
    if isinstance(value, types.FunctionType | type) and not piece.startswith(("from ", "import ")):
        for used in _list_names(piece):
            if used in names and not hasattr(builtins, used):
                _gather(used, names[used], names, pieces)
    # Written again at the end: a dictionary keeps the order in which names were put in.
    del pieces[name]
    if piece:
        pieces[name] = piece
    return bool(piece)


def _format_definition(name: str, value: Any, names: Mapping[str, Any]) -> str:
    """Return the lines that define a name; empty where nothing is known that does."""
    if isinstance(value, types.ModuleType):
        return f"import {value.__name__} as {name}"
    if isinstance(value, np.ndarray) and value.dtype.kind in "biufc":
        text = f"{name} = __import__('numpy').array({value.tolist()!r}, dtype={value.dtype.str!r})"
        return text if len(text) <= MAX_VALUE_CHARS else ""
    if callable(value):
        return _format_callable(name, value, names)
    text = f"{name} = {value!r}" if _is_plain(value) else ""
    return text if len(text) <= MAX_VALUE_CHARS else ""


def _format_callable(name: str, value: Any, names: Mapping[str, Any]) -> str:
    """Return the source of a function or class of this notebook, else its import; empty where there is neither."""
    module = sys.modules.get(getattr(value, "__module__", None) or "")
    known = str(getattr(value, "__name__", ""))
    if module is not None and vars(module) is not names and known and getattr(module, known, None) is value:
        return f"from {module.__name__} import {known} as {name}"
    try:
        text = textwrap.dedent(inspect.getsource(value))
        tree = ast.parse(text)
    except (OSError, TypeError, SyntaxError):
        return ""
    statement = tree.body[0]
    named = isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    own = str(getattr(statement, "name", name)) if named else name
    return text if own == name else f"{text}\n{name} = {own}"


def _list_names(text: str) -> list[str]:
    return list(dict.fromkeys(node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)))


def _is_plain(value: Any) -> bool:
    """Tell whether what Python prints of a value makes it again."""
    if type(value) in (list, tuple, set, frozenset):
        return all(map(_is_plain, value))
    if type(value) is dict:
        return all(map(_is_plain, value)) and all(map(_is_plain, value.values()))
    return type(value) in _PLAIN and repr(value) not in ("nan", "inf", "-inf")
