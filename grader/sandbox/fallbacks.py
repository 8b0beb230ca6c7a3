"""Whether code has a way to go on without a package, by the `try` that its import stands in.

Runs in the worker beside the student's code: standard library only.
"""

from __future__ import annotations

import ast
import linecache
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING or not __name__.startswith("_worker_"):
    from grader.sandbox import magics
else:
    magics = sys.modules["_worker_magics"]

CATCH = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
EXITS = frozenset({"exit", "quit", "_exit", "leave"})
SAYS = frozenset({"print", "warn", "warning", "info", "error", "write"})
BINDS = (
    ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign,
    ast.AugAssign, ast.Return, ast.With, ast.For, ast.NamedExpr,
)  # fmt: skip
"""Statements by which a handler goes on in another way."""


def has_fallback(filename: str, line: int) -> bool:
    """Tell whether a line of the code may fail to import: the code then goes on as it would at home."""
    if _is_at_the_margin(filename, line):
        return False
    return any(_goes_on(tried, after) for tried, after in _iterate_guards(filename, line))


def _is_at_the_margin(filename: str, line: int) -> bool:
    """Tell whether an import stands at the margin, as most do: that is seen without reading the whole file."""
    before = linecache.getline(filename, line - 1).rstrip()
    return linecache.getline(filename, line).startswith(("import ", "from ")) and not before.endswith("\\")


def _iterate_guards(filename: str, line: int) -> Iterator[tuple[list[ast.stmt], list[ast.stmt]]]:
    """Yield what guards a line of a file: what else is tried, and what happens where that is not there."""
    tree = _parse("".join(linecache.getlines(filename)))
    for node in ast.walk(tree) if tree is not None else ():
        if not isinstance(node, ast.Try | ast.With) or not _holds(node.body, line):
            continue
        if isinstance(node, ast.With):
            if any(_suppresses(item.context_expr) for item in node.items):
                yield node.body, []
            continue
        handler = next((candidate for candidate in node.handlers if _catches(candidate.type)), None)
        if handler is not None:
            yield [*node.body, *node.orelse], handler.body


def _parse(text: str) -> ast.Module | None:
    """Return the tree of a file or of a notebook's cell; None where it is no Python."""
    for read in (str, magics.convert_file, magics.convert_cell):
        try:
            return ast.parse(read(text))
        except (SyntaxError, ValueError, RecursionError, MemoryError, magics.OtherLanguage):
            continue
    return None


def _holds(body: list[ast.stmt], line: int) -> bool:
    """Tell whether a line lies in some statements."""
    return body[0].lineno <= line <= (body[-1].end_lineno or line)


def _catches(kind: ast.expr | None) -> bool:
    """Tell whether an `except` of this type catches a failed import."""
    if isinstance(kind, ast.Tuple):
        return any(map(_catches, kind.elts))
    return kind is None or _read_last_name(kind) in CATCH


def _suppresses(call: ast.expr) -> bool:
    """Tell whether a call is a `suppress` of failed imports."""
    return isinstance(call, ast.Call) and _read_last_name(call.func) == "suppress" and any(map(_catches, call.args))


def _read_last_name(node: ast.expr) -> str:
    """Return the last name of `a.b.c`; empty for any other expression."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _goes_on(tried: list[ast.stmt], after: list[ast.stmt]) -> bool:
    """Tell whether what follows a failed import is a way to go on, not an end or a call for the package."""
    nodes = [node for statement in after for node in ast.walk(statement)]
    if any(isinstance(node, ast.Raise) for node in nodes) or any(_ends(node) or _installs(node) for node in nodes):
        return False
    if any(isinstance(node, BINDS) for node in nodes):
        return True
    # `HAS_TORCH = True` behind the import: without the package it stays what it was.
    return any(isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) for node in tried)


def _ends(node: ast.AST) -> bool:
    """Tell whether a node ends the program."""
    return isinstance(node, ast.Call) and _read_last_name(node.func) in EXITS


def _installs(node: ast.AST) -> bool:
    """Tell whether a node runs pip, which no walls let it do."""
    if not isinstance(node, ast.Call) or _read_last_name(node.func) in SAYS:
        return False
    return any(isinstance(part, ast.Constant) and "pip" in str(part.value) for part in ast.walk(node))
