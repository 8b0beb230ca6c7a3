"""Flat: `<student>.py`, or a folder a student with the files inside.

A folder around everything is looked through. A student's file at the top may name the exercise too
(`ada_exercise03.py`); what stands before it, or else after it, is the student's name.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.batch.naming import copies, is_code, meaning, no_code, numbered, unbracketed
from grader.batch.nouns import Skipped
from grader.batch.reading import Export, Found, Known, Reading
from grader.model import Author, Exercise

NAME = "flat"
_AT_MOST = 0.1
"""Anything is flat when nothing else fits."""
_EDGES = " _-.,"


def fits(export: Export) -> float:
    """The share of code files that lie no deeper than a student's folder."""
    around = _around(export)
    code = _code(export)
    return _AT_MOST * sum(_own(parts[around:], export.exercises) for parts in code) / max(len(code), 1)


def read(export: Export) -> Reading:
    """Whose each file is; the file's own date says which is newer."""
    around = _around(export)
    stems = {unbracketed(parts[-1]) for parts in _code(export)}
    found: list[Found] = []
    skipped: list[Skipped] = []
    for entry in export.entries:
        parts = entry.path.split("/")[around:]
        if not parts:
            skipped.append(Skipped(entry.path, "it lies beside the students' folders"))
        elif not _own(parts, export.exercises):
            skipped.append(Skipped(entry.path, "it lies deeper than a student's own folder"))
        elif len(parts) > 1:
            found.append(Found(Author(parts[0]), entry, tuple(parts[1:])))
        elif why := no_code(parts[0]):
            skipped.append(Skipped(entry.path, why))
        elif student := _student(parts[0], export.exercises, stems):
            within = parts if meaning(parts[0], export.exercises) else ()
            found.append(Found(Author(student), entry, tuple(within)))
        else:
            skipped.append(Skipped(entry.path, "its name says which exercise it is, not whose"))
    students = {folder.split("/")[around] for folder in export.listing.folders if folder.count("/") >= around}
    return Reading(tuple(found), tuple(Known(Author(student)) for student in sorted(students)), tuple(skipped))


def _code(export: Export) -> list[list[str]]:
    paths = [entry.path.split("/") for entry in export.entries]
    return [parts for parts in paths if is_code(parts[-1])]


def _around(export: Export) -> int:
    """How many folders stand around all students."""
    code = _code(export)
    folders = [folder.split("/") for folder in export.listing.folders]
    depth = 0
    while True:
        tops = {parts[depth] for parts in folders if len(parts) > depth}
        inside = [parts[depth + 1 :] for parts in code]
        if len(tops) != 1 or not all(inside) or not inside or _of_one_student(inside, export.exercises):
            return depth
        depth += 1


def _of_one_student(inside: Sequence[Sequence[str]], exercises: Sequence[Exercise]) -> bool:
    """Whether the code in one folder can be one student's, rather than a whole class's."""
    if not all(_own(["", *parts], exercises) for parts in inside):
        return False
    names = [meaning(parts[-1], exercises) for parts in inside if len(parts) == 1]
    alone = len(inside) == 1
    return alone or all(name and not (name.before + name.after).strip(_EDGES) for name in names)


def _own(parts: Sequence[str], exercises: Sequence[Exercise]) -> bool:
    """Whether a path is `<student>`, `<student>/<file>` or has only exercises' folders between."""
    return all(meaning(part, exercises) or numbered(part, exercises) for part in parts[1:-1])


def _student(name: str, exercises: Sequence[Exercise], stems: set[str]) -> str:
    """Whose a file at the top is, by its name; empty where it does not say."""
    spelled = meaning(name, exercises)
    if spelled:
        return spelled.before.strip(_EDGES) or copies(spelled.after)[0].strip(_EDGES)
    base, _ = copies(name)
    # `ada-1` is a second file of `ada` where there is one, else a name like any other.
    return base if base in stems else unbracketed(name)
