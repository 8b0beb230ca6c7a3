"""What can happen while somebody watches; threads put it into one queue, and one loop takes it out."""

from __future__ import annotations

from msgspec import Struct

from grader.errors import KitError
from grader.model import Report


class Saved(Struct, frozen=True):
    """Something in the folder may have changed."""


class Graded(Struct, frozen=True):
    """A report is ready."""

    report: Report


class Faulted(Struct, frozen=True):
    """The kit, not the learner's code, is in trouble."""

    error: KitError


class Pressed(Struct, frozen=True):
    """A key or, in plain mode, a line: its first letter in lower case; the empty text is Enter alone."""

    key: str


class Message(Struct, frozen=True):
    """A sentence about the watching itself."""

    words: str


class Ended(Struct, frozen=True):
    """Nobody can press a key any more: the input is at its end."""

    interrupted: bool = False
    """By Ctrl-C, where the system hands that over as a key."""


Event = Saved | Graded | Faulted | Pressed | Message | Ended
