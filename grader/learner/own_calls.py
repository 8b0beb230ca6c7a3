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
MIN_SHARE = 0.5
"""Numbers from here to 1 are shares of something, such as beta."""
MAX_GUARD = 1e-4
"""Numbers below this guard a division, such as eps."""
MAX_CALL_CHARS = 90
"""Characters of a call that is asked about."""


class OwnCall(Struct, frozen=True):
    """One call as it can be pasted, and its arguments in the function's order."""

    text: str
    arguments: tuple[Any, ...]


def iterate_calls(exercise: Exercise, function: str, draw: random.Random) -> Iterator[OwnCall]:
    """Yield the stub's calls of a function with other numbers, in a drawn order."""
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
                [_change_numbers(argument, factor) for argument in tree.args],
                [ast.keyword(word.arg, _change_numbers(word.value, factor)) for word in tree.keywords],
            )
            text = ast.unparse(changed)
            if len(text) > MAX_CALL_CHARS:
                continue
            written = _parse_call(text)
            given = dict(zip(names, map(evaluate, written.args), strict=False))
            given |= {str(word.arg): evaluate(word.value) for word in written.keywords}
            usual = dict(zip(names, example.arguments, strict=True))
            yield OwnCall(text, tuple(given.get(name, usual[name]) for name in names))


def replace_argument(text: str, index: int, name: str) -> ast.expr:
    """Return a call with a name instead of the argument with this index or this name."""
    tree = _parse_call(text)
    arguments = [ast.Name(name) if number == index else argument for number, argument in enumerate(tree.args)]
    keywords = [ast.keyword(word.arg, ast.Name(name) if word.arg == name else word.value) for word in tree.keywords]
    return ast.Call(tree.func, arguments, keywords)


def can_double(argument: Any) -> bool:
    """Tell whether an argument may be twice as large: no count, no share such as beta, no guard such as eps."""
    if isinstance(argument, bool | int) or callable(argument) or argument is None:
        return False
    number = np.asarray(convert_list(argument), dtype=float)
    return bool(np.any(number)) and not (number.ndim == 0 and (MIN_SHARE <= number < 1 or abs(number) < MAX_GUARD))


def double_argument(arguments: tuple[Any, ...], index: int) -> tuple[Any, ...]:
    """Return the arguments, the one with this index twice as large."""
    return (*arguments[:index], 2 * np.asarray(arguments[index], dtype=float), *arguments[index + 1 :])


def convert_list(argument: Any) -> Any:
    """Return a list or tuple as an array, anything else as it is."""
    return np.asarray(argument, dtype=float) if isinstance(argument, list | tuple) else argument


def _change_numbers(node: ast.expr, factor: float, *, inside: bool = False) -> ast.expr:
    """Return an argument of a call with other numbers: shares (0.5 to 1), counts and functions stay as they are."""
    match node:
        case ast.List(elts=entries) | ast.Tuple(elts=entries):
            return type(node)([_change_numbers(entry, factor, inside=True) for entry in entries], ast.Load())
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return ast.UnaryOp(ast.USub(), _change_numbers(operand, factor, inside=True))
        case ast.Constant(value=float(number)) if not MIN_SHARE <= number < 1:
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
