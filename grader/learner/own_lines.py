"""The learner's own lines behind an answer: what returns it, and the assignments that it is made of.

The code is parsed and never run.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from grader.execution.source_code import Function, SourceCode, list_parameters, read_source
from grader.model import Submission
from grader.text import cut

MAX_LINES = 7
MAX_CODE_CHARS = 110
WRAPS = frozenset({"array", "asarray", "float", "float64", "atleast_1d"})
"""Calls that leave a number what it is."""
COMPUTES = frozenset({"sqrt", "square", "power", "abs", "pow"})
"""Calls that read as arithmetic."""


class OwnLine(Struct, frozen=True):
    """One statement of the learner."""

    place: str
    """`line 12`, or `cell 3, line 2` of a notebook."""
    code: str
    with_numbers: str = ""
    """What it computes, with the numbers of a call in place of the names; empty where that would say little."""


class OwnLines(Struct, frozen=True):
    """The lines of a function that make an answer."""

    lines: tuple[OwnLine, ...]
    unused: tuple[str, ...]
    """Parameters that the function never reads."""


def find_own_lines(
    submission: Submission,
    function: str,
    *,
    outputs: int = 1,
    off: Collection[int] = (),
    call: str = "",
    answer: str | None = None,
) -> OwnLines | None:
    """Find the lines that make the outputs with the indices `off`, all outputs where that is empty; None without any.

    `call` is the call whose numbers are put into them, and `answer` what it gave, where that is a word.
    """
    source = read_source(submission)
    found = source.find_function(function)
    if found is None:
        return None
    node, cell = found
    statements = _collect_statements(node, outputs, off, answer)[:MAX_LINES]
    numbers = _find_numbers(node, call)
    lines = tuple(
        _make_line(source, statement, cell, numbers)
        for statement in sorted(statements, key=lambda statement: statement.lineno)
    )
    return OwnLines(lines, _list_unused(node)) if lines else None


def _collect_statements(node: Function, outputs: int, off: Collection[int], answer: str | None) -> list[ast.stmt]:
    """Collect the statements behind an answer, the nearest first."""
    statements = list(_iterate_statements(node))
    returns = [each for each in statements if isinstance(each, ast.Return) and each.value is not None]
    picked: list[ast.stmt] = []
    names: set[str] = set()
    for each in _select_returns(returns, answer):
        conditions = _list_conditions(statements, each)
        picked += [each, *conditions]
        names |= {name for part in _list_parts(each, outputs, off) for name in _list_read_names(part)}
        names |= {name for condition in conditions for name in _list_read_names(condition.test)}
    while more := [each for each in statements if each not in picked and _list_written_names(each) & names]:
        picked += more
        names |= {name for each in more for name in _list_read_names(each)}
    return picked


def _iterate_statements(node: ast.AST) -> Iterator[ast.stmt]:
    """Yield every statement of a function in the order of the text, without those of functions inside it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
        if not isinstance(child, Function | ast.ClassDef | ast.Lambda):
            yield from _iterate_statements(child)


def _list_conditions(statements: list[ast.stmt], inner: ast.stmt) -> list[ast.If]:
    """Return the `if` right above a statement."""
    return [each for each in statements if isinstance(each, ast.If) and inner in (*each.body, *each.orelse)]


def _list_parts(statement: ast.Return, outputs: int, off: Collection[int]) -> list[ast.expr]:
    """Return the parts of a `return` that make the outputs which are off."""
    value = statement.value
    assert value is not None
    if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == outputs and off:
        return [value.elts[index] for index in off]
    return [value]


def _select_returns(returns: list[ast.Return], answer: str | None) -> list[ast.Return]:
    """Select the `return`s that may have given an answer: one that returns a constant gives no other value."""
    equal = [each for each in returns if answer is not None and _read_constant(each.value) == answer]
    computing = [each for each in returns if _read_constant(each.value) is None]
    return equal if equal and not computing else computing + equal or returns


def _read_constant(value: ast.expr | None) -> str | None:
    """Return the word or number that an expression is; None where it computes one."""
    try:
        constant = ast.literal_eval(value) if value is not None else None
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None
    return str(constant) if isinstance(constant, str | int | float) else None


def _list_read_names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}


def _list_written_names(statement: ast.stmt) -> set[str]:
    """Return the names that a statement gives a value or adds to."""
    match statement:
        case ast.Assign(targets=targets):
            return {name for target in targets for name in _list_bases(target)}
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            return _list_bases(target)
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append" | "extend"))):
            return {name}
    return set()


def _list_bases(target: ast.expr) -> set[str]:
    """Return the names that an assignment to a target changes."""
    match target:
        case ast.Name(id=name):
            return {name}
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return {name for part in parts for name in _list_bases(part)}
        case ast.Subscript(value=inner) | ast.Starred(value=inner):
            return _list_bases(inner)
    return set()


def _list_unused(node: Function) -> tuple[str, ...]:
    used = {name for statement in node.body for name in _list_read_names(statement)}
    if used & {"locals", "vars", "eval", "exec"}:
        return ()
    return tuple(name for name in list_parameters(node) if name not in used)


def _find_numbers(node: Function, call: str) -> dict[str, ast.expr]:
    """Return the value of each parameter in a call, where it is one number and the function never changes it."""
    try:
        asked = ast.parse(call, mode="eval").body
    except (SyntaxError, ValueError):
        return {}
    if not isinstance(asked, ast.Call):
        return {}
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    values = dict(zip(reversed(names), reversed(node.args.defaults), strict=False))
    values |= dict(zip(names, asked.args, strict=False))
    values |= {keyword.arg: keyword.value for keyword in asked.keywords if keyword.arg}
    changed = {name for statement in _iterate_statements(node) for name in _list_written_names(statement)}
    return {name: value for name, value in values.items() if name not in changed and _is_number(value)}


def _is_number(node: ast.expr) -> bool:
    bare = node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else node
    return isinstance(bare, ast.Constant) and isinstance(bare.value, int | float) and not isinstance(bare.value, bool)


def _make_line(source: SourceCode, statement: ast.stmt, cell: int, numbers: Mapping[str, ast.expr]) -> OwnLine:
    line = statement.lineno
    end = statement.test.end_lineno if isinstance(statement, ast.If) else statement.end_lineno
    more = " …" if end is not None and end > line else ""
    code = cut(source.read_line(line, cell), MAX_CODE_CHARS) + more
    return OwnLine(f"cell {cell}, line {line}" if cell else f"line {line}", code, _insert_numbers(statement, numbers))


def _insert_numbers(statement: ast.stmt, numbers: Mapping[str, ast.expr]) -> str:
    """Return the value of an assignment or `return` with numbers for all its names; empty where a name is left."""
    value = getattr(statement, "value", None) if isinstance(statement, ast.Return | ast.Assign) else None
    if not isinstance(value, ast.expr) or not _list_read_names(value) & numbers.keys():
        return ""
    filled = _NumberInserter(numbers).visit(copy.deepcopy(value))
    calls = [node.func for node in ast.walk(filled) if isinstance(node, ast.Call)]
    if (
        _is_number(filled)
        or any(_find_last_name(function) not in COMPUTES for function in calls)
        or _list_read_names(filled) - {"np", "math", "numpy", *COMPUTES}
    ):
        return ""
    text = ast.unparse(ast.fix_missing_locations(filled))
    return text if len(text) <= MAX_CODE_CHARS else ""


class _NumberInserter(ast.NodeTransformer):
    """Puts numbers in place of names."""

    def __init__(self, numbers: Mapping[str, ast.expr]) -> None:
        self._numbers = numbers

    def visit_Name(self, node: ast.Name) -> ast.AST:  # ast's own spelling
        """Return the number of a name; the name itself where it has none."""
        return self._numbers.get(node.id, node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Take a number out of a call that leaves it what it is, such as `np.asarray`."""
        self.generic_visit(node)
        is_wrapped = _find_last_name(node.func) in WRAPS and node.args and _is_number(node.args[0])
        return node.args[0] if is_wrapped else node


def _find_last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


__all__ = ["OwnLine", "OwnLines", "find_own_lines"]
