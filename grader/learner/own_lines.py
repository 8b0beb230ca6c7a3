"""The learner's own lines behind an answer: what returns it, and the assignments that it is made of.

The code is parsed and never run.
"""

from __future__ import annotations

import ast
import copy
import warnings
from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct

from grader.model import Submission
from grader.text import cut

MOST_BYTES = 200_000
"""A file larger than this is not looked into."""
MOST_LINES = 7
MOST_LETTERS = 110
WRAPS = frozenset({"array", "asarray", "float", "float64", "atleast_1d"})
"""Calls that leave a number what it is."""
COMPUTES = frozenset({"sqrt", "square", "power", "abs", "pow"})
"""Calls that read as arithmetic."""

Function = ast.FunctionDef | ast.AsyncFunctionDef
Places = Collection[int]


class OwnLine(Struct, frozen=True):
    """One statement of the learner."""

    place: str
    """`line 12`, or `cell 3, line 2` of a notebook."""
    code: str
    with_numbers: str = ""
    """What it computes, with the numbers of a call in place of the names; empty where that would say little."""


class OwnLines(Struct, frozen=True):
    """What of a function makes an answer."""

    lines: tuple[OwnLine, ...]
    unused: tuple[str, ...]
    """Parameters that the function never reads."""


def find_own_lines(
    submission: Submission,
    function: str,
    *,
    outputs: int = 1,
    off: Places = (),
    call: str = "",
    answer: str | None = None,
) -> OwnLines | None:
    """Return the lines that make the outputs `off` (all outputs where none is named); None where there are none.

    `call` is the call whose numbers are put into them, and `answer` what it gave, where that is a word.
    """
    found = _find_function(submission, function)
    if found is None:
        return None
    node, text, prefix = found
    picked = _pick(node, outputs, off, answer)[:MOST_LINES]
    numbers = _numbers_of(node, call)
    lines = text.splitlines()
    told = tuple(_tell(one, lines, prefix, numbers) for one in sorted(picked, key=lambda one: one.lineno))
    return OwnLines(told, _unused(node)) if told else None


def _find_function(submission: Submission, function: str) -> tuple[Function, str, str] | None:
    """The last definition of that name, the text it stands in, and what comes before a line's number."""
    last = None
    for text, prefix in _pieces(submission):
        for node in _parse(text):
            if isinstance(node, Function) and node.name == function:
                last = node, text, prefix
    return last


def _pieces(submission: Submission) -> Iterator[tuple[str, str]]:
    if len(submission.source) > MOST_BYTES:
        return
    if submission.kind == "py":
        yield submission.source.decode("utf-8-sig", "replace"), ""
        return
    from grader.sandbox.cells import BrokenNotebook, read

    try:
        cells = read(submission.source)
    except (BrokenNotebook, SyntaxError):
        return
    for cell in cells:
        # A line for Jupyter alone is no Python; the others keep their numbers.
        kept = ["" if line.lstrip().startswith(("%", "!")) else line for line in cell.text.splitlines()]
        yield "\n".join(kept), f"cell {cell.number}, "


def _parse(text: str) -> list[ast.stmt]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _pick(node: Function, outputs: int, off: Places, answer: str | None) -> list[ast.stmt]:
    """The statements behind an answer, the nearest first."""
    statements = list(_statements(node))
    returns = [one for one in statements if isinstance(one, ast.Return) and one.value is not None]
    picked: list[ast.stmt] = []
    names: set[str] = set()
    for one in _that_can_say(returns, answer):
        picked += [one, *_conditions(statements, one)]
        names |= {name for part in _parts(one, outputs, off) for name in _read(part)}
        names |= {name for each in _conditions(statements, one) for name in _read(each.test)}
    while more := [one for one in statements if one not in picked and _written(one) & names]:
        picked += more
        names |= {name for one in more for name in _read(one)}
    return picked


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    """Every statement of a function, without those of functions inside it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
        if not isinstance(child, Function | ast.ClassDef | ast.Lambda):
            yield from _statements(child)


def _conditions(statements: list[ast.stmt], inner: ast.stmt) -> list[ast.If]:
    """The `if` right above a statement."""
    return [one for one in statements if isinstance(one, ast.If) and inner in (*one.body, *one.orelse)]


def _parts(one: ast.Return, outputs: int, off: Places) -> list[ast.expr]:
    """What of a `return` makes the outputs that are off."""
    value = one.value
    assert value is not None
    if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == outputs and off:
        return [value.elts[place] for place in off]
    return [value]


def _that_can_say(returns: list[ast.Return], answer: str | None) -> list[ast.Return]:
    """The `return`s that may have given an answer: one with a word or number of its own gives no other."""
    said = [one for one in returns if answer is not None and _constant(one.value) == answer]
    may = [one for one in returns if _constant(one.value) is None]
    return said if said and not may else may + said or returns


def _constant(value: ast.expr | None) -> str | None:
    """The word or number that an expression is; None where it computes one."""
    try:
        held = ast.literal_eval(value) if value is not None else None
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return None
    return str(held) if isinstance(held, str | int | float) else None


def _read(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}


def _written(one: ast.stmt) -> set[str]:
    """Names that a statement gives a value or adds to."""
    match one:
        case ast.Assign(targets=targets):
            return {name for target in targets for name in _bases(target)}
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            return _bases(target)
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append" | "extend"))):
            return {name}
    return set()


def _bases(target: ast.expr) -> set[str]:
    match target:
        case ast.Name(id=name):
            return {name}
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return {name for part in parts for name in _bases(part)}
        case ast.Subscript(value=inner) | ast.Starred(value=inner):
            return _bases(inner)
    return set()


def _unused(node: Function) -> tuple[str, ...]:
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    used = {name for one in node.body for name in _read(one)}
    return () if used & {"locals", "vars", "eval", "exec"} else tuple(name for name in names if name not in used)


def _numbers_of(node: Function, call: str) -> dict[str, ast.expr]:
    """What each parameter is in a call, where it is one number and keeps it."""
    try:
        asked = ast.parse(call, mode="eval").body
    except (SyntaxError, ValueError):
        return {}
    if not isinstance(asked, ast.Call):
        return {}
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    held = dict(zip(reversed(names), reversed(node.args.defaults), strict=False))
    held |= dict(zip(names, asked.args, strict=False))
    held |= {word.arg: word.value for word in asked.keywords if word.arg}
    changed = {name for one in _statements(node) for name in _written(one)}
    return {name: value for name, value in held.items() if name not in changed and _is_number(value)}


def _is_number(node: ast.expr) -> bool:
    bare = node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else node
    return isinstance(bare, ast.Constant) and isinstance(bare.value, int | float) and not isinstance(bare.value, bool)


def _tell(one: ast.stmt, lines: list[str], prefix: str, numbers: Mapping[str, ast.expr]) -> OwnLine:
    code = lines[one.lineno - 1].strip() if one.lineno <= len(lines) else ""
    ends = one.test.end_lineno if isinstance(one, ast.If) else one.end_lineno
    more = " …" if ends is not None and ends > one.lineno else ""
    return OwnLine(f"{prefix}line {one.lineno}", cut(code, MOST_LETTERS) + more, _put_in(one, numbers))


def _put_in(one: ast.stmt, numbers: Mapping[str, ast.expr]) -> str:
    """The value of an assignment or `return` with numbers for all its names; empty where a name is left."""
    value = getattr(one, "value", None) if isinstance(one, ast.Return | ast.Assign) else None
    if not isinstance(value, ast.expr) or not _read(value) & numbers.keys():
        return ""
    filled = _Numbers(numbers).visit(copy.deepcopy(value))
    calls = [one.func for one in ast.walk(filled) if isinstance(one, ast.Call)]
    if (
        _is_number(filled)
        or any(_last_name(one) not in COMPUTES for one in calls)
        or _read(filled) - {"np", "math", "numpy", *COMPUTES}
    ):
        return ""
    text = ast.unparse(ast.fix_missing_locations(filled))
    return text if len(text) <= MOST_LETTERS else ""


class _Numbers(ast.NodeTransformer):
    """Puts numbers in place of names."""

    def __init__(self, numbers: Mapping[str, ast.expr]) -> None:
        self._numbers = numbers

    def visit_Name(self, node: ast.Name) -> ast.AST:  # ast's own spelling
        """The number of a name."""
        return self._numbers.get(node.id, node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """A number out of what wraps it, such as `np.asarray`."""
        self.generic_visit(node)
        wraps = _last_name(node.func) in WRAPS and node.args and _is_number(node.args[0])
        return node.args[0] if wraps else node


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


__all__ = ["OwnLine", "OwnLines", "find_own_lines"]
