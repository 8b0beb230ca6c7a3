"""What `grade check` finds."""

from __future__ import annotations

from msgspec import Struct


class Breach(Struct, frozen=True):
    """One demand of the bank law that an exercise does not meet."""

    exercise: str
    what: str
    mend: str
