"""What a person should know of a class, as few lines: one a student and kind of remark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from grader.batch.nouns import Skipped
from grader.text import format_count

MOST = 3
"""Remarks and paths of one kind that are written out."""
CLASS = "(class)"
"""Stands where other lines have a student."""
_SAME_START = 2
"""Words by which two remarks are told to be of one kind: `Taken of`, `Handed in`."""

Line = tuple[str, str]
"""Who, and what."""


def told(who: str) -> str:
    """Return a student's id or a path as it stands in a line: never as the word that stands for the class."""
    return f'"{who}"' if who.strip().casefold() == CLASS else who


def of_students(remarks: Iterable[Line]) -> Iterator[Line]:
    """Yield a line for each student and kind of remark."""
    kinds: dict[tuple[str, str], dict[str, None]] = {}
    for who, remark in remarks:
        kind = " ".join(remark.split()[:_SAME_START])
        kinds.setdefault((who, kind), {})[remark] = None
    for (who, _), said in kinds.items():
        yield told(who), " ".join(_few(list(said)))


def of_skipped(skipped: Iterable[Skipped]) -> Iterator[Line]:
    """Yield a line for each reason why files are nobody's work, and each student where that is known."""
    kinds: dict[tuple[str, str], dict[str, None]] = {}
    for one in skipped:
        kinds.setdefault((one.who, one.why), {})[one.path] = None
    for (who, why), paths in kinds.items():
        first, *more = paths
        if not more:
            yield told(first), why
        else:
            yield (
                told(who) if who else CLASS,
                f"{format_count(len(paths), 'file or folder', 'files and folders')}: {why} ({_listed(paths)})",
            )


def _few(said: list[str]) -> list[str]:
    return [*said[:MOST], *([f"And {len(said) - MOST} more of this kind."] if said[MOST:] else [])]


def _listed(paths: Iterable[str]) -> str:
    named = list(paths)
    return ", ".join(named[:MOST]) + (f", and {len(named) - MOST} more" if named[MOST:] else "")
