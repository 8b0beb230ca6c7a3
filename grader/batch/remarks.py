"""What a person should know of a class, as few lines: one a student and kind of remark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from grader.batch.nouns import Skipped
from grader.text import format_count

MAX_LISTED = 3
"""Remarks and paths of one kind that are written out."""
CLASS = "(class)"
"""Stands where other lines have a student."""
_KIND_WORDS = 2
"""Words by which two remarks are told to be of one kind: `Taken of`, `Handed in`."""

Line = tuple[str, str]
"""Who, and what."""


def format_who(who: str) -> str:
    """Return a student's id or a path as it stands in a line: never as the word that stands for the class."""
    return f'"{who}"' if who.strip().casefold() == CLASS else who


def iterate_student_lines(remarks: Iterable[Line]) -> Iterator[Line]:
    """Yield a line for each student and kind of remark."""
    kinds: dict[tuple[str, str], dict[str, None]] = {}
    for who, remark in remarks:
        kind = " ".join(remark.split()[:_KIND_WORDS])
        kinds.setdefault((who, kind), {})[remark] = None
    for (who, _), said in kinds.items():
        yield format_who(who), " ".join(_shorten(list(said)))


def iterate_skipped_lines(skipped: Iterable[Skipped]) -> Iterator[Line]:
    """Yield a line for each reason why files are nobody's work, and each student where that is known."""
    kinds: dict[tuple[str, str], dict[str, None]] = {}
    for one in skipped:
        kinds.setdefault((one.who, one.why), {})[one.path] = None
    for (who, why), paths in kinds.items():
        first, *more = paths
        if not more:
            yield format_who(first), why
        else:
            yield (
                format_who(who) if who else CLASS,
                f"{format_count(len(paths), 'file or folder', 'files and folders')}: {why} ({_format_paths(paths)})",
            )


def _shorten(said: list[str]) -> list[str]:
    return [*said[:MAX_LISTED], *([f"And {len(said) - MAX_LISTED} more of this kind."] if said[MAX_LISTED:] else [])]


def _format_paths(paths: Iterable[str]) -> str:
    named = list(paths)
    return ", ".join(named[:MAX_LISTED]) + (f", and {len(named) - MAX_LISTED} more" if named[MAX_LISTED:] else "")
