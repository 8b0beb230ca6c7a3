"""Slips of writing: brackets, `^`, `//`, rounding, `np.empty`. Each is tried: the student's code runs without it."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from grader.diagnosis.answers import read_answers
from grader.diagnosis.slips.slip import Slip
from grader.diagnosis.trial import Trial, are_right
from grader.execution.session import SubmissionSession
from grader.execution.source_code import read_source
from grader.misconceptions.toolkit import Family
from grader.sandbox import Limits
from grader.sandbox.outcomes import Returned

MAX_TRIED = 8
"""Rewritten programs that are run for one function."""
BRIEFLY = Limits(seconds=1.0, load_seconds=2.0, total_seconds=3.0)
MAX_LETTERS = 60
"""Letters of an expression that is quoted."""
ROUNDERS = frozenset({"round", "around", "rint", "floor", "trunc", "fix", "int", "int32", "int64"})


class Rewrite(Struct, frozen=True):
    """One slip, and the change of an expression that takes it away; None from `change` leaves the expression."""

    id: str
    headline: str
    says: Callable[[ast.expr], str]
    change: Callable[[ast.expr], ast.expr | None]
    everywhere: bool = True
    """Whether all such expressions are changed at once."""


def find_writing_slip(session: SubmissionSession, family: Family, trial: Trial) -> Slip | None:
    """Find the slip without which every answer is right; None where there is none, or where none is off with it."""
    written = read_source(session.submission)
    if trial.all_right or written.find_function(family.function) is None:
        return None
    for node, slip, program in _iterate_rewritten(written.join_parts(), family.function):
        if _is_right(session.open_rewritten(program, BRIEFLY), family, trial):
            return replace(slip, cell=written.find_cell(node))
    return None


def _iterate_rewritten(tree: ast.Module, function: str) -> Iterator[tuple[ast.expr, Slip, bytes]]:
    """Yield the program without one slip at a time: the expression, the slip, the source."""
    expressions = _list_expressions(tree, function)
    spots = [(rewrite, node) for rewrite in REWRITES for node in expressions if rewrite.change(node) is not None]
    tried: set[str] = set()
    count = 0
    for rewrite, node in spots:
        if rewrite.everywhere and rewrite.id in tried:
            continue
        if count >= MAX_TRIED:
            return
        chosen = [node]
        if rewrite.everywhere:
            tried.add(rewrite.id)
            chosen = [spot for other, spot in spots if other is rewrite]
        count += 1
        program = _rewrite_program(tree, rewrite, chosen)
        if program:
            slip = Slip(rewrite.id, rewrite.headline, rewrite.says(node), node.lineno, of_signature=False)
            yield node, slip, program


def _list_expressions(tree: ast.Module, function: str) -> list[ast.expr]:
    """List the expressions of a function, and of those of the file that it calls."""
    bodies = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    reached, waiting = set(), [function]
    while waiting:
        name = waiting.pop()
        if name in bodies and name not in reached:
            reached.add(name)
            waiting += [node.id for node in ast.walk(bodies[name]) if isinstance(node, ast.Name)]
    return [node for name in bodies if name in reached for node in ast.walk(bodies[name]) if isinstance(node, ast.expr)]


def _rewrite_program(tree: ast.Module, rewrite: Rewrite, chosen: list[ast.expr]) -> bytes:
    """Return the source of the program with these expressions changed; empty where it cannot be written."""
    try:
        return ast.unparse(_change_inside(tree, rewrite, set(chosen), {node.lineno for node in chosen})).encode()
    except (RecursionError, ValueError):
        return b""


def _change_inside(node: ast.AST, rewrite: Rewrite, chosen: set[ast.expr], lines: set[int]) -> ast.AST:
    """Return a copy of a node with the chosen expressions changed, the innermost first; the rest is not copied."""
    if isinstance(node, ast.stmt | ast.expr):
        first, last = node.lineno, node.end_lineno or node.lineno
        if not any(first <= line <= last for line in lines):
            return node
    changed = copy.copy(node)
    for name, value in ast.iter_fields(node):
        if isinstance(value, list):
            parts = [_change_inside(p, rewrite, chosen, lines) if isinstance(p, ast.AST) else p for p in value]
            setattr(changed, name, parts)
        elif isinstance(value, ast.stmt | ast.expr | ast.arguments | ast.keyword):
            setattr(changed, name, _change_inside(value, rewrite, chosen, lines))
    if node in chosen:
        assert isinstance(changed, ast.expr)
        return rewrite.change(changed) or changed
    return changed


def _is_right(session: SubmissionSession, family: Family, trial: Trial) -> bool:
    """Tell whether the rewritten program answers every probe rightly."""
    try:
        for probe, right in zip(family.probes, trial.right, strict=True):
            outcome = session.ask(family.function, *probe)
            if not isinstance(outcome, Returned):
                return False
            if not are_right(read_answers(family, outcome.value), right):
                return False
        return True
    finally:
        session.give_back()


def _quote(node: ast.AST) -> str:
    return _shorten(_write(node))


def _write(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split()).replace(" ** ", "**")


def _shorten(text: str) -> str:
    return text if len(text) <= MAX_LETTERS else text[: MAX_LETTERS - 1] + "…"


def _write_as_read(node: ast.BinOp, *, right: bool = False) -> str:
    """Write an expression with brackets around its left part, or its right one: around what Python computes first."""
    part = node.right if right else node.left
    name = "_"
    while name in _write(node):
        name += "_"
    hidden = ast.Name(name)
    left_out = ast.BinOp(node.left, node.op, hidden) if right else ast.BinOp(hidden, node.op, node.right)
    return _write(left_out).replace(name, f"({_write(part)})")


def _divide_last(node: ast.expr) -> ast.expr | None:
    """Change `a / b - c` into `a / (b - c)`, and `a / b * c` into `a / (b * c)`; None for any other expression."""
    if (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Add | ast.Sub | ast.Mult)
        and isinstance(node.left, ast.BinOp)
        and isinstance(node.left.op, ast.Div)
    ):
        return ast.BinOp(node.left.left, ast.Div(), ast.BinOp(node.left.right, node.op, node.right))
    return None


def _explain_denominator(node: ast.expr) -> str:
    assert isinstance(node, ast.BinOp)
    assert isinstance(node.left, ast.BinOp)
    under = ast.BinOp(node.left.right, node.op, node.right)
    return (
        f"Python divides first: it reads `{_quote(node)}` as `{_shorten(_write_as_read(node))}`. "
        f"Put brackets around all that you divide by: `({_quote(under)})`."
    )


def _divide_sum(node: ast.expr) -> ast.expr | None:
    """Change `a - b / c` into `(a - b) / c`; None for any other expression."""
    if (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Add | ast.Sub)
        and isinstance(node.right, ast.BinOp)
        and isinstance(node.right.op, ast.Div)
    ):
        return ast.BinOp(ast.BinOp(node.left, node.op, node.right.left), ast.Div(), node.right.right)
    return None


def _explain_numerator(node: ast.expr) -> str:
    assert isinstance(node, ast.BinOp)
    assert isinstance(node.right, ast.BinOp)
    above = ast.BinOp(node.left, node.op, node.right.left)
    return (
        f"Python divides first: it reads `{_quote(node)}` as `{_shorten(_write_as_read(node, right=True))}`. "
        f"Put brackets around all that is divided: `({_quote(above)})`."
    )


def _raise_to_fraction(node: ast.expr) -> ast.expr | None:
    """Change `a ** 1 / 2` into `a ** (1 / 2)`, where the exponent is a plain number; None for any other expression."""
    if (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Div)
        and isinstance(node.left, ast.BinOp)
        and isinstance(node.left.op, ast.Pow)
        and isinstance(node.left.right, ast.Constant | ast.UnaryOp)
    ):
        return ast.BinOp(node.left.left, ast.Pow(), ast.BinOp(node.left.right, ast.Div(), node.right))
    return None


def _explain_fraction(node: ast.expr) -> str:
    assert isinstance(node, ast.BinOp)
    power = _raise_to_fraction(node)
    assert power is not None
    return (
        f"Python takes the power first: it reads `{_quote(node)}` as `{_shorten(_write_as_read(node))}`. "
        f"Put brackets around the whole exponent: `{_quote(power)}`."
    )


def _change_xor(node: ast.expr) -> ast.expr | None:
    """Change `a ^ b` into `a ** b`; None for any other expression."""
    power = isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor)
    return ast.BinOp(node.left, ast.Pow(), node.right) if power else None  # type: ignore[attr-defined]


def _change_floor(node: ast.expr) -> ast.expr | None:
    """Change `a // b` into `a / b`; None for any other expression."""
    floor = isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv)
    return ast.BinOp(node.left, ast.Div(), node.right) if floor else None  # type: ignore[attr-defined]


def _drop_rounding(node: ast.expr) -> ast.expr | None:
    """Return the number that an expression rounds; None where it rounds nothing."""
    if not isinstance(node, ast.Call):
        return None
    called = node.func
    if isinstance(called, ast.Name) and called.id in ROUNDERS and node.args:
        return node.args[0]
    if isinstance(called, ast.Attribute):
        from_numpy = isinstance(called.value, ast.Name) and called.value.id in {"np", "numpy", "math"}
        if from_numpy and called.attr in ROUNDERS and node.args:
            return node.args[0]
        if called.attr == "round" and not from_numpy:
            return called.value
        if called.attr == "astype" and node.args and "int" in ast.unparse(node.args[0]):
            return called.value
    return None


EMPTY = {"empty": "zeros", "empty_like": "zeros_like"}
"""What makes an array that nobody has filled, and what makes one of zeros."""
UNFILLED = "an array is read before it is filled"


def _fill_with_zeros(node: ast.expr) -> ast.expr | None:
    """Change `np.empty(n)` into `np.zeros(n)`, and `np.empty_like(x)` likewise; None for any other expression."""
    match node:
        case ast.Call(ast.Attribute(module, name), given, named) if name in EMPTY:
            return ast.Call(ast.Attribute(module, EMPTY[name], ast.Load()), given, named)
    return None


def _explain_empty(node: ast.expr) -> str:
    zeros = _fill_with_zeros(node)
    assert zeros is not None
    return (
        f"`{_quote(node)}` takes memory as it is: anything may stand there, here nan or a huge number. "
        f"Where you add to it, begin with zeros: `{_quote(zeros)}`."
    )


REWRITES = (
    Rewrite(
        "power_sign",
        "`^` is no power",
        lambda node: f"In Python `^` compares bits. A power is written `**`. Your line has `{_quote(node)}`.",
        _change_xor,
    ),
    Rewrite(
        "whole_division",
        "`//` drops the fraction",
        lambda node: f"`//` rounds down to a whole number. `/` keeps the fraction. Your line has `{_quote(node)}`.",
        _change_floor,
    ),
    Rewrite(
        "rounding",
        "a number is rounded on the way",
        lambda node: f"`{_quote(node)}` throws digits away. Everything else is right. Return the number as it is.",
        _drop_rounding,
    ),
    Rewrite("unfilled", UNFILLED, _explain_empty, _fill_with_zeros, everywhere=False),
    Rewrite("unfilled", UNFILLED, _explain_empty, _fill_with_zeros),
    Rewrite("precedence", "brackets are missing", _explain_fraction, _raise_to_fraction, everywhere=False),
    Rewrite("precedence", "brackets are missing", _explain_denominator, _divide_last, everywhere=False),
    Rewrite("precedence", "brackets are missing", _explain_numerator, _divide_sum, everywhere=False),
)
"""Most certain first."""
