"""What a call offers the worker to ask: how often it may, and what is answered."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.sandbox import wire
from grader.sandbox.grounds import HEIGHT, count_numbers

MAX_GRADIENTS = 50_000
"""How often one call may ask callables at all; those that the worker answers, about so often."""
SLOPES_PER_STEP = 50
"""Slopes that one step of a run may ask for."""
HEIGHTS_PER_COORDINATE = 8
"""Heights of a loss that one coordinate may ask for."""
MAX_CALLBACK = 2**20
"""Bytes of one callback's arguments: a place to ask the gradient at."""


def limit_callbacks(functions: Sequence[Callable[..., Any]], arguments: Sequence[object]) -> int:
    """Return how often one call may ask what it was offered: a loss by coordinates, anything else by steps.

    There are no more steps than the largest number among the arguments, or the longest list.
    """
    if not functions:
        return MAX_GRADIENTS
    steps = max([1, *filter(math.isfinite, map(_count_steps, arguments))])
    entries = max(map(count_numbers, arguments), default=1)
    a_slope, a_loss = SLOPES_PER_STEP * (steps + 1), HEIGHTS_PER_COORDINATE * entries + SLOPES_PER_STEP
    most = sum(a_loss if is_loss(function) else a_slope for function in functions)
    return int(min(MAX_GRADIENTS, most or MAX_GRADIENTS))


def _count_steps(argument: object) -> float:
    """Return how many steps an argument may stand for."""
    if isinstance(argument, list | tuple) or (isinstance(argument, np.ndarray) and argument.ndim):
        return len(argument)
    if isinstance(argument, int):
        # It may be too large for a float, and is many steps all the same.
        return min(argument, MAX_GRADIENTS)
    return float(argument) if isinstance(argument, np.floating | np.integer | float) else 1


def is_loss(function: object) -> bool:
    """Tell whether a callable among the arguments answers with the height of a landscape."""
    return tuple(getattr(function, "made_by", ()))[:1] == (HEIGHT,)


def weigh(functions: Sequence[Callable[..., Any]], asked: Any) -> int:
    """Return how many gradients a callback stands for: a slope that is data is asked of this side once in a while."""
    number = asked[0] if isinstance(asked, list) and asked else None
    if type(number) is not int or not 0 <= number < len(functions):
        return 1
    return wire.ASK_EVERY if getattr(functions[number], "made_by", ()) else 1


def reply(functions: Sequence[Callable[..., Any]], asked: Any) -> bytes:
    """Answer a callback; what the student passed may be anything, and a bad fit is told, not raised here."""
    if not (isinstance(asked, list) and len(asked) == 2 and isinstance(asked[1], list)):
        raise wire.WireError("a callback of the wrong form")
    number, arguments = asked
    if type(number) is not int or not 0 <= number < len(functions):
        raise wire.WireError("a callback that nobody offered")
    try:
        return wire.encode([True, functions[number](*arguments)])
    except Exception as error:
        # Whatever arithmetic on a stranger's values raises belongs to the stranger.
        return wire.encode([False, str(error)[:300]])
