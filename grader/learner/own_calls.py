"""Calls that a learner has not worked out yet: those of the stub with other numbers, and with one argument changed."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from typing import Any

import numpy as np
from msgspec import Struct

from grader import course
from grader.diagnosis.by_hand import evaluate, read_examples
from grader.model import Exercise

FACTORS = (3.0, 2.0, 1.5, 0.5)
"""By how much the numbers of a stub's example are changed."""
SHARE, GUARD = 0.5, 1e-4
"""Numbers from the one to 1 are shares of something, and those below the other guard a division."""
MAX_CALL_CHARS = 90
"""Of a call that is asked about."""


class OwnCall(Struct, frozen=True):
    """One call as it can be pasted, and its arguments in the function's order."""

    text: str
    arguments: tuple[Any, ...]


def iterate_calls(exercise: Exercise, function: str, draw: random.Random) -> Iterator[OwnCall]:
    """Give the stub's calls of a function with other numbers, in a drawn order."""
    factors = list(FACTORS)
    draw.shuffle(factors)
    names = course.read_parameters(exercise)[function]
    for factor in factors:
        for example in read_examples(exercise):
            if example.function != function:
                continue
            tree = _parse_call(example.pasted)
            changed = ast.Call(
                tree.func,
                [_change_numbers(one, factor) for one in tree.args],
                [ast.keyword(one.arg, _change_numbers(one.value, factor)) for one in tree.keywords],
            )
            text = ast.unparse(changed)
            if len(text) > MAX_CALL_CHARS:
                continue
            written = _parse_call(text)
            given = dict(zip(names, map(evaluate, written.args), strict=False))
            given |= {str(one.arg): evaluate(one.value) for one in written.keywords}
            usual = dict(zip(names, example.arguments, strict=True))
            yield OwnCall(text, tuple(given.get(name, usual[name]) for name in names))


def replace_argument(text: str, place: int, name: str) -> ast.expr:
    """Return a call as it is written, with a name in the place of one of its arguments."""
    tree = _parse_call(text)
    arguments = [ast.Name(name) if at == place else one for at, one in enumerate(tree.args)]
    keywords = [ast.keyword(one.arg, ast.Name(name) if one.arg == name else one.value) for one in tree.keywords]
    return ast.Call(tree.func, arguments, keywords)


def can_double(one: Any) -> bool:
    """Tell whether an argument may be twice as large: no count, no share such as beta, no guard such as eps."""
    if isinstance(one, bool | int) or callable(one) or one is None:
        return False
    held = np.asarray(convert_list(one), dtype=float)
    return bool(np.any(held)) and not (held.ndim == 0 and (SHARE <= held < 1 or abs(held) < GUARD))


def double_argument(arguments: tuple[Any, ...], place: int) -> tuple[Any, ...]:
    """Return arguments with twice as much in one place."""
    return (*arguments[:place], 2 * np.asarray(arguments[place], dtype=float), *arguments[place + 1 :])


def convert_list(one: Any) -> Any:
    """Return a list or tuple as an array, anything else as it is."""
    return np.asarray(one, dtype=float) if isinstance(one, list | tuple) else one


def _change_numbers(node: ast.expr, factor: float, *, inside: bool = False) -> ast.expr:
    """Return an argument of a call with other numbers: shares (0.5 to 1), counts and functions stay as they are."""
    match node:
        case ast.List(elts=entries) | ast.Tuple(elts=entries):
            return type(node)([_change_numbers(one, factor, inside=True) for one in entries], ast.Load())
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return ast.UnaryOp(ast.USub(), _change_numbers(operand, factor, inside=True))
        case ast.Constant(value=float(number)) if not SHARE <= number < 1:
            return ast.Constant(_round_number(number * factor))
        case ast.Constant(value=int(number)) if inside and not isinstance(node.value, bool):
            return ast.Constant(_round_number(number * factor))
    return node


def _round_number(number: float) -> float | int:
    rounded = float(f"{number:.4g}")
    return int(rounded) if rounded.is_integer() else rounded


def _parse_call(text: str) -> ast.Call:
    tree = ast.parse(text, mode="eval").body
    assert isinstance(tree, ast.Call)
    return tree
