"""A student's own lines as a tree: which function stands where, and what it is made of. Nothing here runs them.

Only small files are looked at, and what cannot be parsed is left alone: a line that is not found is not told.
"""

from __future__ import annotations

import ast
import functools
import importlib.util
import warnings
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TypeGuard

from msgspec import Struct

from grader.model import Submission
from grader.sandbox import cells, magics

MAX_BYTES = 64 * 1024
"""Of code that is parsed in this process."""
MAX_LINE = 2000
"""Letters of one line."""
Function = ast.FunctionDef | ast.AsyncFunctionDef
BLOCKS = (ast.If, ast.Try, ast.TryStar, ast.ExceptHandler, ast.With, ast.For, ast.While, ast.Match, ast.match_case)
"""What holds statements that run in the place of the file's own."""


class Place(Struct, frozen=True):
    """A line of the student's own."""

    line: int
    cell: int = 0
    """Of a notebook; 0 in a file."""


class SourceCode(Struct, frozen=True):
    """The code of one submission, part by part: a file is one part, each cell of a notebook another."""

    parts: tuple[tuple[int, ast.Module], ...]
    """Number of the cell (0: a file), and its tree."""
    texts: Mapping[int, str] = MappingProxyType({})
    """The text of each part by the number of its cell, its lines ending as Python reads them."""

    def read_line(self, line: int, cell: int = 0) -> str:
        """Return a line as its author wrote it, without its indent; empty where there is none."""
        lines = self.texts.get(cell, "").split("\n")
        return lines[line - 1].strip() if 0 < line <= len(lines) else ""

    def find_function(self, name: str) -> tuple[Function, int] | None:
        """Return the function that a name stands for at the end, and its cell; None where there is none."""
        functions = [
            (node, cell)
            for cell, tree in self.parts
            for node in _iterate_statements(tree)
            if _is_function(node) and node.name == name
        ]
        return functions[-1] if functions else None

    def find_method(self, name: str) -> tuple[str, Place] | None:
        """Return the class or function inside which a function of that name stands, and where; None without one."""
        for cell, tree in self.parts:
            for outer in ast.walk(tree):
                if isinstance(outer, ast.ClassDef) or _is_function(outer):
                    for node in outer.body:
                        if _is_function(node) and node.name == name:
                            kind = "class" if isinstance(outer, ast.ClassDef) else "function"
                            return f"{kind} {outer.name}", Place(node.lineno, cell)
        return None

    def find_cell(self, node: ast.AST) -> int:
        """Return the number of the cell in which a node stands; 0 in a file."""
        return next((cell for cell, tree in self.parts if any(other is node for other in ast.walk(tree))), 0)

    def join_parts(self) -> ast.Module:
        """Return all parts as one program."""
        return ast.Module([node for _, tree in self.parts for node in tree.body], [])


@functools.lru_cache(maxsize=8)
def read_source(submission: Submission) -> SourceCode:
    """Parse a submission, as far as it is small and can be parsed."""
    if submission.problem is not None or len(submission.source) > MAX_BYTES:
        return SourceCode(())
    if submission.kind == "py":
        tree = _parse(submission.source)
        return SourceCode(((0, tree),), {0: _decode(submission.source)}) if tree is not None else SourceCode(())
    try:
        held = cells.read(submission.source)
    except (cells.BrokenNotebook, SyntaxError):
        return SourceCode(())
    trees = [(cell.number, tree) for cell in held if (tree := _parse_cell(cell.text)) is not None]
    return SourceCode(tuple(trees), {cell.number: cell.text for cell in held})


def iterate_own_nodes(function: Function) -> Iterator[ast.AST]:
    """Yield every node of a function, but for those in functions inside it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop(0)
        yield node
        if not (_is_function(node) or isinstance(node, ast.Lambda | ast.ClassDef)):
            waiting += ast.iter_child_nodes(node)


def list_parameters(function: Function) -> tuple[str, ...]:
    """Return the names of a function's parameters, in their order."""
    arguments = function.args
    return tuple(each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs))


def list_names(function: Function) -> list[str]:
    """Return the parameters of a function, then the names that it gives a value."""
    names = [node for node in iterate_own_nodes(function) if isinstance(node, ast.Name)]
    assigned = [name.id for name in names if isinstance(name.ctx, ast.Store)]
    return list(dict.fromkeys([*list_parameters(function), *assigned]))


def list_returns(function: Function) -> list[ast.Return]:
    """Return the `return` statements with a value, from the top."""
    returns = [node for node in iterate_own_nodes(function) if isinstance(node, ast.Return)]
    return sorted((node for node in returns if not _is_none(node.value)), key=lambda node: node.lineno)


def find_change_in_place(function: Function, names: tuple[str, ...]) -> tuple[str, str, int] | None:
    """Find the first line that changes an argument; return the argument, what is written there, and the line."""
    same = {name: name for name in names}
    statements = [node for node in iterate_own_nodes(function) if isinstance(node, ast.stmt | ast.Call)]
    for node in sorted(statements, key=lambda node: (node.lineno, node.col_offset)):
        for name, sign in _iterate_changes(node):
            if name in same:
                return same[name], sign, node.lineno
        if isinstance(node, ast.Assign):
            _rename(node, same)
    return None


def _rename(node: ast.Assign, same: dict[str, str]) -> None:
    """Follow which names stand for an argument's own memory after an assignment."""
    shared = same.get(_find_shared_name(node.value))
    for target in node.targets:
        if isinstance(target, ast.Name):
            same.pop(target.id, None)
            if shared is not None:
                same[target.id] = shared


VIEWS = frozenset(
    {"asarray", "asanyarray", "ravel", "reshape", "view", "squeeze", "atleast_1d", "atleast_2d", "transpose"}
)
"""What gives the same memory under another name."""


def _find_shared_name(node: ast.expr) -> str:
    """Return the name whose memory an expression shares; empty where it makes its own."""
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


def _iterate_changes(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield the names whose value a statement changes, each with how that is written."""
    if isinstance(node, ast.AugAssign):
        sign = SIGNS.get(type(node.op), "an update in place")
        if name := _find_base(node.target):
            yield name, f"`{sign}`"
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Subscript) and (name := _find_base(target)):
                yield name, f"`{name}[…] =`"
    elif isinstance(node, ast.Call):
        if (
            isinstance(node.func, ast.Attribute)
            and node.func.attr in CHANGERS
            and isinstance(node.func.value, ast.Name)
        ):
            yield node.func.value.id, f"`.{node.func.attr}`"
        for word in node.keywords:
            if word.arg == "out" and (name := _find_base(word.value)):
                yield name, "`out=`"


def _find_base(node: ast.AST) -> str:
    while isinstance(node, ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _iterate_statements(tree: ast.Module) -> Iterator[ast.stmt]:
    """Yield the statements that may run when the file does, also those inside `if`, `try`, `for` and the like."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.stmt):
            yield node
        if isinstance(node, BLOCKS):
            waiting = [*ast.iter_child_nodes(node), *waiting]


def _is_function(node: ast.AST) -> TypeGuard[Function]:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def _is_none(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)


def _decode(source: bytes) -> str:
    try:
        return importlib.util.decode_source(source)
    except (SyntaxError, ValueError):
        return ""


def _parse_cell(text: str) -> ast.Module | None:
    """Parse a cell without its magics, which keeps the numbers of its lines."""
    try:
        return _parse(magics.convert_cell(text).encode("utf-8", "surrogatepass"))
    except magics.OtherLanguage:
        return None


def _parse(text: bytes) -> ast.Module | None:
    if max(map(len, text.split(b"\n")), default=0) > MAX_LINE:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
