"""Numbers as reports carry them: small, plain, and never an array."""

from __future__ import annotations

import numpy as np

from grader.model import Plain

MOST_ITEMS = 24
"""Entries of one list that a report shows."""
MOST_TEXT = 400


def plain(value: object, depth: int = 0) -> Plain:
    """Data that any reader can take; long lists are cut, functions become their words."""
    if value is None or isinstance(value, bool | int | float):
        return value if not isinstance(value, int) or abs(value) < 2**63 else float(np.inf)
    if isinstance(value, str):
        return value[:MOST_TEXT]
    if isinstance(value, np.generic):
        return plain(value.item(), depth) if value.dtype.kind in "biufU" else str(value)[:MOST_TEXT]
    if isinstance(value, np.ndarray):
        return plain(value[: MOST_ITEMS + 1].tolist() if value.ndim else value.item(), depth)
    if isinstance(value, list | tuple):
        return _listed(value, depth)
    if isinstance(value, dict):
        return {str(key)[:80]: plain(item, depth + 1) for key, item in list(value.items())[:MOST_ITEMS]}
    return str(getattr(value, "says", None) or getattr(value, "__name__", type(value).__name__))[:MOST_TEXT]


def _listed(value: list[object] | tuple[object, ...], depth: int) -> Plain:
    if depth > 6:
        return "…"
    shown = [plain(item, depth + 1) for item in value[:MOST_ITEMS]]
    return [*shown, "…"] if len(value) > MOST_ITEMS else shown
