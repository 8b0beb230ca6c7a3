"""Numbers as reports carry them: small, plain, and never an array."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.model import Plain

MOST_ITEMS = 24
"""Entries of one list that a report shows; of a list inside it a half, and so on down to two."""
MOST_DEPTH = 6
MOST_TEXT = 400


def plain(value: object, depth: int = 0) -> Plain:
    """Data that any reader can take; long lists are cut, functions become their words."""
    if isinstance(value, np.generic):
        return plain(value.item(), depth) if value.dtype.kind in "biufU" else str(value)[:MOST_TEXT]
    if value is None or isinstance(value, bool | int | float):
        return value if not isinstance(value, int) or abs(value) < 2**63 else _huge(value)
    if isinstance(value, str):
        return value[:MOST_TEXT]
    if isinstance(value, np.ndarray):
        return _listed(value, depth) if value.ndim else plain(value.item(), depth)
    if isinstance(value, list | tuple):
        return _listed(value, depth)
    if isinstance(value, dict):
        if depth > MOST_DEPTH:
            return "…"
        kept = itertools.islice(value.items(), _most(depth))
        return {str(key)[:80]: plain(item, depth + 1) for key, item in kept}
    return str(getattr(value, "says", None) or getattr(value, "__name__", type(value).__name__))[:MOST_TEXT]


def _huge(value: int) -> float:
    """A whole number that no reader of JSON has room for, as near as a float comes."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _listed(value: Sequence[object] | NDArray[Any], depth: int) -> Plain:
    if depth > MOST_DEPTH:
        return "…"
    most = _most(depth)
    shown = [plain(item, depth + 1) for item in value[:most]]
    return [*shown, "…"] if len(value) > most else shown


def _most(depth: int) -> int:
    """What a student returned may branch at every level: the whole must stay small, not only one list."""
    return int(max(2, MOST_ITEMS >> depth))
