"""What can happen while somebody watches; threads put it into one queue, and one loop takes it out."""

from __future__ import annotations

from dataclasses import dataclass

from grader.errors import KitError
from grader.model import Report


@dataclass(frozen=True, slots=True)
class Saved:
    """Something in the folder may have changed."""


@dataclass(frozen=True, slots=True)
class Graded:
    """A report is ready."""

    report: Report


@dataclass(frozen=True, slots=True)
class Faulted:
    """The kit, not the learner's code, is in trouble."""

    error: KitError


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key, or a line in plain mode: its first letter, small; the empty text is Enter alone."""

    key: str


@dataclass(frozen=True, slots=True)
class Told:
    """A word about the watching itself."""

    words: str


@dataclass(frozen=True, slots=True)
class Ended:
    """Nobody can press a key any more: the input is at its end."""

    interrupted: bool = False
    """By Ctrl-C, where the system hands that over as a key."""


Event = Saved | Graded | Faulted | Pressed | Told | Ended
