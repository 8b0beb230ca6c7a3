"""A student's own lines as a tree: which function stands where, and what it is made of. Nothing here runs them.

Only small files are looked at, and what cannot be parsed is left alone: a line that is not found is not told.
"""

from __future__ import annotations

import ast
import functools
import warnings
from collections.abc import Iterator
from typing import TypeGuard

from msgspec import Struct

from grader.model import Submission
from grader.sandbox import cells

MOST_BYTES = 64 * 1024
"""Of code that is parsed in this process."""
MOST_LINE = 2000
"""Letters of one line."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Place(Struct, frozen=True):
    """A line of the student's own."""

    line: int
    cell: int = 0
    """Of a notebook; 0 in a file."""


class Handwriting(Struct, frozen=True):
    """The code of one submission, part by part: a file is one part, each cell of a notebook another."""

    parts: tuple[tuple[int, ast.Module], ...]
    """Number of the cell (0: a file), and its tree."""

    def function(self, name: str) -> tuple[Function, int] | None:
        """The function that a name stands for at the end, and its cell."""
        found = [
            (node, cell)
            for cell, tree in self.parts
            for node in _outside(tree)
            if _is_function(node) and node.name == name
        ]
        return found[-1] if found else None

    def method(self, name: str) -> tuple[str, Place] | None:
        """The class or function inside which a function of that name stands."""
        for cell, tree in self.parts:
            for outer in ast.walk(tree):
                if isinstance(outer, ast.ClassDef) or _is_function(outer):
                    for node in outer.body:
                        if _is_function(node) and node.name == name:
                            kind = "class" if isinstance(outer, ast.ClassDef) else "function"
                            return f"{kind} {outer.name}", Place(node.lineno, cell)
        return None

    def cell_of(self, node: ast.AST) -> int:
        """The cell in which a node stands; 0 in a file."""
        return next((cell for cell, tree in self.parts if any(one is node for one in ast.walk(tree))), 0)

    def whole(self) -> ast.Module:
        """All parts as one program."""
        return ast.Module([node for _, tree in self.parts for node in tree.body], [])


@functools.lru_cache(maxsize=8)
def read_handwriting(submission: Submission) -> Handwriting:
    """Parse a submission, as far as it is small and can be parsed."""
    if submission.problem is not None or len(submission.source) > MOST_BYTES:
        return Handwriting(())
    if submission.kind == "py":
        tree = _parsed(submission.source)
        return Handwriting(((0, tree),) if tree is not None else ())
    try:
        held = cells.read(submission.source)
    except (cells.BrokenNotebook, SyntaxError):
        return Handwriting(())
    trees = [(cell.number, tree) for cell in held if (tree := _parsed(cell.text.encode())) is not None]
    return Handwriting(tuple(trees))


def own_nodes(function: Function) -> Iterator[ast.AST]:
    """Everything in a function but what stands in functions inside it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop(0)
        yield node
        if not (_is_function(node) or isinstance(node, ast.Lambda | ast.ClassDef)):
            waiting += ast.iter_child_nodes(node)


def parameters_of(function: Function) -> tuple[str, ...]:
    """The names of a function's parameters, in their order."""
    given = function.args
    return tuple(one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs))


def names_in(function: Function) -> list[str]:
    """The parameters of a function, and the names that it gives a value."""
    made = [one.id for one in own_nodes(function) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)]
    return list(dict.fromkeys([*parameters_of(function), *made]))


def returns(function: Function) -> list[ast.Return]:
    """The `return`s with a value, from the top."""
    found = [one for one in own_nodes(function) if isinstance(one, ast.Return) and not _is_none(one.value)]
    return sorted(found, key=lambda one: one.lineno)


def in_place(function: Function, names: tuple[str, ...]) -> tuple[str, str, int] | None:
    """The first line that changes one of its arguments: the argument, what is written there, and the line."""
    same = {name: name for name in names}
    statements = [one for one in own_nodes(function) if isinstance(one, ast.stmt | ast.Call)]
    for node in sorted(statements, key=lambda one: (one.lineno, one.col_offset)):
        for name, sign in _changes(node):
            if name in same:
                return same[name], sign, node.lineno
        if isinstance(node, ast.Assign):
            _rename(node, same)
    return None


def _rename(node: ast.Assign, same: dict[str, str]) -> None:
    """Follow which names stand for an argument's own memory after an assignment."""
    shared = same.get(_seen_through(node.value))
    for target in node.targets:
        if isinstance(target, ast.Name):
            same.pop(target.id, None)
            if shared is not None:
                same[target.id] = shared


VIEWS = frozenset(
    {"asarray", "asanyarray", "ravel", "reshape", "view", "squeeze", "atleast_1d", "atleast_2d", "transpose"}
)
"""What gives the same memory under another name."""


def _seen_through(node: ast.expr) -> str:
    """The name whose memory an expression shares; empty where it makes its own."""
    while True:
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
            node = node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in VIEWS:
            of_numpy = isinstance(node.func.value, ast.Name) and node.func.value.id in {"np", "numpy"}
            if of_numpy and not node.args:
                return ""
            node = node.args[0] if of_numpy else node.func.value
        else:
            return node.id if isinstance(node, ast.Name) else ""


SIGNS = {ast.Add: "+=", ast.Sub: "-=", ast.Mult: "*=", ast.Div: "/=", ast.Pow: "**="}
CHANGERS = frozenset(
    {"append", "extend", "insert", "pop", "remove", "clear", "sort", "reverse", "fill", "resize", "put"}
)


def _changes(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Names whose value a statement changes, and how it is written."""
    if isinstance(node, ast.AugAssign):
        sign = SIGNS.get(type(node.op), "an update in place")
        if name := _base(node.target):
            yield name, f"`{sign}`"
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Subscript) and (name := _base(target)):
                yield name, f"`{name}[…] =`"
    elif isinstance(node, ast.Call):
        if (
            isinstance(node.func, ast.Attribute)
            and node.func.attr in CHANGERS
            and isinstance(node.func.value, ast.Name)
        ):
            yield node.func.value.id, f"`.{node.func.attr}`"
        for word in node.keywords:
            if word.arg == "out" and (name := _base(word.value)):
                yield name, "`out=`"


def _base(node: ast.AST) -> str:
    while isinstance(node, ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _outside(tree: ast.Module) -> Iterator[ast.stmt]:
    """Statements that run when the file does: those under an `if` or a `try` as well."""
    waiting = list(tree.body)
    while waiting:
        node = waiting.pop(0)
        yield node
        if isinstance(node, ast.If | ast.Try | ast.With):
            waiting = [*(one for one in ast.iter_child_nodes(node) if isinstance(one, ast.stmt)), *waiting]


def _is_function(node: ast.AST) -> TypeGuard[Function]:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def _is_none(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _parsed(text: bytes) -> ast.Module | None:
    if max(map(len, text.split(b"\n")), default=0) > MOST_LINE:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
