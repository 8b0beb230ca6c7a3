"""The outcome of a law as a sign and in words, so that nothing is shown by colour alone. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MARKS = {
    "passed": ("✓", "holds"),
    "carried": ("✓", "holds with the right helper"),
    "failed": ("✗", "does not hold"),
    "waiting": ("·", "can be told once the numbers are right"),
    "unknown": ("?", "could not be told"),
}
"""Outcome of a law → (sign, words)."""


def choose_mark(check: Mapping[str, Any]) -> tuple[str, str]:
    """Return the sign and the words for the outcome of a law in a record."""
    return MARKS.get(check["outcome"], MARKS["unknown"])


def explain_carried(check: Mapping[str, Any]) -> str:
    """Explain why a law has its points although a helper is wrong; empty for any other law."""
    if check["outcome"] != "carried":
        return ""
    return f"{check['function']} is right; it uses your {check.get('carried_from') or 'other function'}."
