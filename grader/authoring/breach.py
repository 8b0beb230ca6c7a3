"""What `grade check` finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Breach:
    """One demand of the bank law that an exercise does not meet."""

    exercise: str
    what: str
    mend: str
