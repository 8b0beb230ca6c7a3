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
"""Words at the beginning that remarks of one kind have in common: `Taken of`, `Handed in`."""

Line = tuple[str, str]
"""A student, path or CLASS, and what is remarked of it."""


def format_who(who: str) -> str:
    """Format a student's id or a path for a line; in quotes where it is the word that stands for the class."""
    return f'"{who}"' if who.strip().casefold() == CLASS else who


def iterate_student_lines(remarks: Iterable[Line]) -> Iterator[Line]:
    """Yield a line for each student and kind of remark."""
    kinds: dict[tuple[str, str], dict[str, None]] = {}
    for who, remark in remarks:
        kind = " ".join(remark.split()[:_KIND_WORDS])
        kinds.setdefault((who, kind), {})[remark] = None
    for (who, _), sentences in kinds.items():
        yield format_who(who), " ".join(_shorten(list(sentences)))


def iterate_skipped_lines(skipped: Iterable[Skipped]) -> Iterator[Line]:
    """Yield a line for each reason why files are nobody's work, and each student where that is known."""
    kinds: dict[tuple[str, str], dict[str, None]] = {}
    for entry in skipped:
        kinds.setdefault((entry.who, entry.why), {})[entry.path] = None
    for (who, why), paths in kinds.items():
        first, *more = paths
        if not more:
            yield format_who(first), why
        else:
            yield (
                format_who(who) if who else CLASS,
                f"{format_count(len(paths), 'file or folder', 'files and folders')}: {why} ({_format_paths(paths)})",
            )


def _shorten(sentences: list[str]) -> list[str]:
    """Return the first sentences, and one that counts the others."""
    return [
        *sentences[:MAX_LISTED],
        *([f"And {len(sentences) - MAX_LISTED} more of this kind."] if sentences[MAX_LISTED:] else []),
    ]


def _format_paths(paths: Iterable[str]) -> str:
    named = list(paths)
    return ", ".join(named[:MAX_LISTED]) + (f", and {len(named) - MAX_LISTED} more" if named[MAX_LISTED:] else "")
