"""What of a file could be called as an answer: its functions and lambdas, each as a statement of its own."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct


class Candidate(Struct, frozen=True):
    """One function or lambda."""

    name: str
    line: int
    parameters: tuple[str, ...]
    least: int
    """Of its parameters, those without a default."""
    source: str
    """A statement that binds it to `_candidate`."""

    def takes(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        return self.least <= count <= len(self.parameters)


def candidates(source: str) -> Iterator[Candidate]:
    """Every function and lambda of a file; a stub's own, which only raise, are none."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    plain = set(_plain(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            if not isinstance(node.body[-1], ast.Raise):
                yield _candidate(node, node.name, f"_candidate = {node.name}" if node in plain else _bound(node))
        elif isinstance(node, ast.Lambda):
            yield _candidate(node, "a lambda", f"_candidate = {ast.unparse(node)}")


def _plain(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The functions that stand in the file as they were written: by their name they need not be written again."""
    bound = Counter(name for node in ast.walk(tree) for name in _names(node))
    late = any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and bound[node.name] == 1 and not node.decorator_list:
            told = [node.returns, *(one.annotation for one in ast.walk(node.args) if isinstance(one, ast.arg))]
            # An annotation that cannot be worked out would take the function with it.
            if late or not any(told):
                yield node


def _names(node: ast.AST) -> Iterator[str]:
    """The names that a node may bind."""
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (one.asname or one.name for one in node.names)


def _candidate(node: ast.FunctionDef | ast.Lambda, name: str, source: str) -> Candidate:
    names = tuple(one.arg for one in (*node.args.posonlyargs, *node.args.args) if one.arg not in ("self", "cls"))
    return Candidate(name, node.lineno, names, len(names) - len(node.args.defaults), source)


def _bound(node: ast.FunctionDef) -> str:
    """The function by itself, without decorators; a method is asked without its object."""
    bare = ast.parse(ast.unparse(node)).body[0]
    assert isinstance(bare, ast.FunctionDef)
    bare.name, bare.decorator_list, bare.returns = "_candidate", [], None
    for one in ast.walk(bare.args):
        if isinstance(one, ast.arg):
            one.annotation = None
    bare.args.posonlyargs = [one for one in bare.args.posonlyargs if one.arg not in ("self", "cls")]
    bare.args.args = [one for one in bare.args.args if one.arg not in ("self", "cls")]
    return ast.unparse(bare)


def silent(source: str) -> str:
    """The file without what runs only when it is called as a program."""
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if not (isinstance(node, ast.If) and "__name__" in ast.unparse(node.test))]
    return ast.unparse(tree)
