"""What a layout looks at, and what it reads there: the author of each file, not yet which of them counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct

from grader.batch.listing import Listing
from grader.batch.nouns import Entry, Skipped
from grader.model import Author, Exercise


class Export(Struct, frozen=True):
    """What a course system gave, and what it is looked through for."""

    listing: Listing
    exercises: tuple[Exercise, ...]

    @property
    def entries(self) -> list[Entry]:
        """Its files, without rubbish."""
        return self.listing.entries

    def list_levels(self) -> list[set[str]]:
        """List the names at the top; where one folder stands around everything, those inside it next, and so on.

        Students choose what lies inside their own folders; only the levels above are the system's words.
        """
        paths = [path.split("/") for path in (*self.listing.folders, *(entry.path for entry in self.entries))]
        levels: list[set[str]] = []
        while paths:
            levels.append({parts[0] for parts in paths})
            paths = [parts[1:] for parts in paths if parts[1:]] if len(levels[-1]) == 1 else []
        return levels


def compute_best_share(levels: Iterable[set[str]], fits: Callable[[str], object]) -> float:
    """Return the largest share of fitting names on any level, 0 to 1."""
    return max((sum(bool(fits(name)) for name in level) / len(level) for level in levels), default=0.0)


class AuthorFile(Struct, frozen=True):
    """One file of one author."""

    author: Author
    entry: Entry
    within: tuple[str, ...]
    """The path as the author made it, without the system's folders and prefixes; the file's name comes last.

    Empty where the file's name says who it is and nothing else."""
    stamp: float = 0
    """The system's own order: the largest counts; 0 where it has none."""
    told: str = ""
    """Why the largest counts: `attachment 567890 is the newest`."""
    late: bool = False
    remarks: tuple[str, ...] = ()
    stray: bool = False
    """Whether it lies where no hand-in is looked for; it counts where the student has no other for an exercise."""
    clock: str = ""
    """What the stamp counts, where it tells one download from a later one: `attachment`, `version` or `time`."""

    @property
    def name(self) -> str:
        """The file's name, as its author knows it."""
        return (self.within or self.entry.path.split("/"))[-1]

    @property
    def path(self) -> str:
        """Its path in the folder or zip."""
        return self.entry.path

    @property
    def modified(self) -> float:
        """Its date, in seconds."""
        return self.entry.modified

    def read(self) -> bytes:
        """Read its bytes; raises OSError."""
        return self.entry.read()


class KnownAuthor(Struct, frozen=True):
    """An author whom the export names, with or without a file."""

    author: Author
    remark: str = ""


class Reading(Struct, frozen=True):
    """An export as one layout reads it."""

    files: tuple[AuthorFile, ...] = ()
    authors: tuple[KnownAuthor, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    def __add__(self, other: Reading) -> Reading:
        return Reading(self.files + other.files, self.authors + other.authors, self.skipped + other.skipped)
