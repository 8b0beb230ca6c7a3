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

MOST_ITEMS = 24
"""Entries of one list that a report shows; of a list inside it a half, and so on down to two."""
MOST_DEPTH = 6
MOST_TEXT = 400
MOST_NAME = 80
MOST_WEIGHT = 4096
"""Letters of JSON, about, that one item takes; of whatever is larger the beginning is kept."""
CUT = "…"


def plain(value: object) -> Plain:
    """Data that any reader can take: lists are cut, functions become their words, no letter steers a terminal."""
    return _Keeper().keep(value, 0)


class _Keeper:
    """Keeps what there is room for."""

    def __init__(self) -> None:
        self.left = MOST_WEIGHT

    def keep(self, value: object, depth: int) -> Plain:
        """One value, and what it holds."""
        if isinstance(value, np.ndarray | np.generic) and not value.ndim:
            return self.keep(value.item(), depth) if value.dtype.kind in "biufU" else self._text(str(value))
        if isinstance(value, list | tuple | np.ndarray):
            return CUT if depth > MOST_DEPTH else self._listed(value, depth)
        if isinstance(value, dict):
            return CUT if depth > MOST_DEPTH else self._named(value, depth)
        if value is None or isinstance(value, bool | int | float):
            found = _near(value) if isinstance(value, int) else value
            self.left -= estimate_json_chars(found)
            return found
        if isinstance(value, str):
            return self._text(value)
        if is_generator(value):
            return self._text(write_generator(value))
        return self._text(
            str(
                getattr(value, "code", None)
                or getattr(value, "says", None)
                or getattr(value, "__name__", type(value).__name__)
            )
        )

    def _text(self, value: str, most: int = MOST_TEXT) -> str:
        shown = cut(clean(value[: most + 1]), most)
        self.left -= estimate_json_chars(shown)
        return shown

    def _listed(self, value: Sequence[object] | NDArray[Any], depth: int) -> Plain:
        shown: list[Plain] = []
        for item in value[: _most(depth)]:
            if self.left <= 0:
                break
            shown.append(self.keep(item, depth + 1))
        self.left -= 2
        return [*shown, CUT] if len(value) > len(shown) else shown

    def _named(self, value: dict[object, object], depth: int) -> Plain:
        shown: dict[str, Plain] = {}
        for key, item in itertools.islice(value.items(), _most(depth)):
            if self.left <= 0:
                break
            name = self._text(str(_near(key) if isinstance(key, int) else key), MOST_NAME)
            shown[name] = self.keep(item, depth + 1)
        self.left -= 2
        return shown


def _near(value: int) -> float | int:
    """A whole number; one that no reader of JSON has room for as near as a float comes."""
    if abs(value) < 2**63:
        return value
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _most(depth: int) -> int:
    """What a student returned may branch at every level: the whole must stay small, not only one list."""
    return int(max(2, MOST_ITEMS >> depth))
