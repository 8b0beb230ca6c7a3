"""What a mistyped word was probably meant to be."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

CLOSE = 0.7
"""How alike two words must be; below that a guess is more often wrong than right."""
LEAST = 3
"""Letters from which a beginning is taken for the whole word."""


def find_closest(word: str, known: Iterable[str]) -> str:
    """Return the known word that this one probably stands for; nothing where none is near enough."""
    spoken, names = word.strip().lower().replace("-", "_"), sorted(set(known))
    # Two letters exchanged are one slip of the pen, and the surest to tell.
    if exchanged := [name for name in names if sorted(name) == sorted(spoken)]:
        return exchanged[0]
    if near := difflib.get_close_matches(spoken, names, n=1, cutoff=CLOSE):
        return near[0]
    begun = [name for name in names if len(spoken) >= LEAST and name.startswith(spoken)]
    return begun[0] if len(begun) == 1 else ""
