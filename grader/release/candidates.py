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
    required: int
    """Of its parameters, those without a default."""
    source: str
    """A statement that binds it to `_candidate`."""

    def can_take(self, count: int) -> bool:
        """Tell whether it can be called with so many arguments."""
        return self.required <= count <= len(self.parameters)


def iterate_candidates(source: str) -> Iterator[Candidate]:
    """Yield every function and lambda of a file; a stub's own, which only raise, are left out."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    plain = set(_iterate_plain_functions(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            if not isinstance(node.body[-1], ast.Raise):
                yield _make_candidate(
                    node, node.name, f"_candidate = {node.name}" if node in plain else _rewrite_alone(node)
                )
        elif isinstance(node, ast.Lambda):
            yield _make_candidate(node, "a lambda", f"_candidate = {ast.unparse(node)}")


def _iterate_plain_functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Yield the functions that are still in the file as written: they can be called by name, and need no copy."""
    bound = Counter(name for node in ast.walk(tree) for name in _iterate_bound_names(node))
    lazy = any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and bound[node.name] == 1 and not node.decorator_list:
            annotations = [
                node.returns,
                *(argument.annotation for argument in ast.walk(node.args) if isinstance(argument, ast.arg)),
            ]
            # An annotation that cannot be worked out would take the function with it.
            if lazy or not any(annotations):
                yield node


def _iterate_bound_names(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node may bind."""
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name for alias in node.names)


def _make_candidate(node: ast.FunctionDef | ast.Lambda, name: str, source: str) -> Candidate:
    """Make a candidate of a function; `source` is the statement that binds it."""
    names = tuple(
        argument.arg for argument in (*node.args.posonlyargs, *node.args.args) if argument.arg not in ("self", "cls")
    )
    return Candidate(name, node.lineno, names, len(names) - len(node.args.defaults), source)


def _rewrite_alone(node: ast.FunctionDef) -> str:
    """Write a function by itself, without decorators and annotations; a method without its object."""
    bare = ast.parse(ast.unparse(node)).body[0]
    assert isinstance(bare, ast.FunctionDef)
    bare.name, bare.decorator_list, bare.returns = "_candidate", [], None
    for argument in ast.walk(bare.args):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    bare.args.posonlyargs = [argument for argument in bare.args.posonlyargs if argument.arg not in ("self", "cls")]
    bare.args.args = [argument for argument in bare.args.args if argument.arg not in ("self", "cls")]
    return ast.unparse(bare)


def strip_main_block(source: str) -> str:
    """Return the file's text without what runs only when it is called as a program."""
    tree = ast.parse(source)
    tree.body = [node for node in tree.body if not (isinstance(node, ast.If) and "__name__" in ast.unparse(node.test))]
    return ast.unparse(tree)
