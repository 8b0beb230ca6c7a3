"""The work of a class as it is gathered, and the progress of a batch."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from grader.model import Author, Exercise


class Entry(Struct, frozen=True):
    """One file of what the LMS gave."""

    path: str
    """Inside the folder or zip, with forward slashes."""
    size: int
    """Its size in bytes."""
    modified: float
    """Seconds since the epoch; 0 where nothing tells."""
    read: Callable[[], bytes]
    """Reads its bytes, when its turn has come; raises OSError."""


class Handed(Struct, frozen=True):
    """What one author handed in for one exercise."""

    exercise: Exercise
    author: Author
    entry: Entry | None
    """The file that counts; None where there is none."""
    late: bool = False
    """Whether the course system marked it so."""
    remarks: tuple[str, ...] = ()
    """Which of several files was taken and why, and whatever else a person should know."""
    stamp: float = 0
    """The course system's own order, the largest is the newest; 0 where it has none."""
    clock: str = ""
    """What the stamp counts; only stamps that count the same can be compared."""
    other_work: str = ""
    """What was handed in instead, where no file counts: a PDF, an archive, online text, another exercise."""

    @property
    def all_remarks(self) -> tuple[str, ...]:
        """The remarks, with one that it came late where it did."""
        late = (f"Handed in late: {self.entry.path}.",) if self.late and self.entry else ()
        return (*self.remarks, *late)


class Skipped(Struct, frozen=True):
    """Something that is nobody's submission, and why."""

    path: str
    why: str
    rubbish: bool = False
    """Whether a machine left it there, so that nobody need look."""
    who: str = ""
    """The id of the student it came from, where that is known."""


class Gathered(Struct, frozen=True):
    """Everything that was gathered of one class."""

    layout: str
    handed: tuple[Handed, ...]
    skipped: tuple[Skipped, ...]


class Progress(Struct, frozen=True):
    """How far a batch has come."""

    done: int
    total: int
    known: int
    """Of those done, how many stood in the journal already."""
    not_passed: int
