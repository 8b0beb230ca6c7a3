"""Numbers as reports carry them: small, plain, and never an array."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.model import Plain
from grader.suites.toolkit.generators import is_generator, write_generator
from grader.text import clean, cut, estimate_json_chars

MAX_ITEMS = 24
"""Entries of one list that a report shows; of a list inside it a half, and so on down to two."""
MAX_DEPTH = 6
MAX_TEXT_CHARS = 400
MAX_NAME_CHARS = 80
MAX_JSON_CHARS = 4096
"""Letters of JSON, about, that one item takes; of whatever is larger the beginning is kept."""
COMPLEX_DIGITS = 5
"""Significant digits of a complex number, which JSON holds as a text."""
CUT = "…"


def plain(value: object) -> Plain:
    """Return plain data for any reader: lists are cut, functions become words, no letter steers a terminal."""
    return _Keeper().keep(value, 0)


class _Keeper:
    """Makes plain data of one item, as far as there is room for it."""

    def __init__(self) -> None:
        self.left = MAX_JSON_CHARS

    def keep(self, value: object, depth: int) -> Plain:
        """Return a value, and what it holds, as plain data."""
        if isinstance(value, np.ndarray | np.generic) and not value.ndim:
            return self.keep(value.item(), depth) if value.dtype.kind in "biufcU" else self._keep_text(str(value))
        if isinstance(value, list | tuple | np.ndarray):
            return CUT if depth > MAX_DEPTH else self._keep_list(value, depth)
        if isinstance(value, dict):
            return CUT if depth > MAX_DEPTH else self._keep_dict(value, depth)
        if value is None or isinstance(value, bool | int | float):
            number = _limit_whole_number(value) if isinstance(value, int) else value
            self.left -= estimate_json_chars(number)
            return number
        if isinstance(value, str):
            return self._keep_text(value)
        if isinstance(value, complex):
            return self._keep_text(f"{value:.{COMPLEX_DIGITS}g}")
        if is_generator(value):
            return self._keep_text(write_generator(value))
        return self._keep_text(
            str(
                getattr(value, "code", None)
                or getattr(value, "says", None)
                or getattr(value, "__name__", type(value).__name__)
            )
        )

    def _keep_text(self, value: str, most: int = MAX_TEXT_CHARS) -> str:
        shown = cut(clean(value[: most + 1]), most)
        self.left -= estimate_json_chars(shown)
        return shown

    def _keep_list(self, value: Sequence[object] | NDArray[Any], depth: int) -> Plain:
        shown: list[Plain] = []
        for item in value[: _count_allowed_items(depth)]:
            if self.left <= 0:
                break
            shown.append(self.keep(item, depth + 1))
        self.left -= 2
        return [*shown, CUT] if len(value) > len(shown) else shown

    def _keep_dict(self, value: dict[object, object], depth: int) -> Plain:
        shown: dict[str, Plain] = {}
        for key, item in itertools.islice(value.items(), _count_allowed_items(depth)):
            if self.left <= 0:
                break
            name = self._keep_text(str(_limit_whole_number(key) if isinstance(key, int) else key), MAX_NAME_CHARS)
            shown[name] = self.keep(item, depth + 1)
        self.left -= 2
        return shown


def _limit_whole_number(value: int) -> float | int:
    """Return a whole number; one of more than 64 bits, which JSON has no room for, as the nearest float."""
    if abs(value) < 2**63:
        return value
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _count_allowed_items(depth: int) -> int:
    """Return how many items of a list are kept at this depth.

    What a student returned may branch at every level: the whole must stay small, not only one list.
    """
    return int(max(2, MAX_ITEMS >> depth))
