"""Flat: `<student>.py`, a folder a student with the files inside, or a cloned repository a student.

A folder around everything is looked through. A student's file at the top may name the exercise too
(`ada_exercise03.py`); what stands before it, or else after it, is the student's name. Of a repository what lies
in its folder `exercises` counts, wherever that lies; tests, tools and other code in it are nobody's hand-in.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.batch.nouns import Skipped
from grader.batch.reading import AuthorFile, Export, KnownAuthor, Reading
from grader.handin.naming import copies, is_code, is_test, meaning, no_code, numbered, original
from grader.model import Author, Exercise

NAME = "flat"
SHELF = "exercises"
"""The folder of a repository that learners work in."""
_AT_MOST = 0.1
"""Anything is flat when nothing else fits."""
_EDGES = " _-.,"

Parts = list[str]
"""A path's names, the folder or zip itself first."""


def fits(export: Export) -> float:
    """The share of code files that a student may have handed in; a repository holds others beside them."""
    around = _around(export)
    code = _code(export)
    cloned = _cloned(code, around)
    fitting = others = 0
    for parts in (whole[around:] for whole in code):
        if _own(parts, export.exercises) or (parts[0] not in cloned and _named(parts, export.exercises)):
            fitting += 1
        elif parts[0] not in cloned:
            others += 1
    return _AT_MOST * fitting / max(fitting + others, 1)


def read(export: Export) -> Reading:
    """Whose each file is; what lies in `exercises` goes before all else, then the file's own date tells."""
    around = _around(export)
    code = _code(export)
    stems = {original(parts[-1]) for parts in code}
    cloned = _cloned(code, around)
    found: list[AuthorFile] = []
    skipped: dict[str, str] = {}
    stray: list[tuple[Parts, int]] = []
    for entry in export.entries:
        whole = _parts(export, entry.path)
        parts = whole[around:]
        if not parts:
            skipped[entry.path] = "it lies beside the students' folders"
        elif (depth := _stray(parts, export.exercises)) and (parts[0] in cloned or not _named(parts, export.exercises)):
            stray.append((whole[1:], around + depth))
        elif len(parts) > 1:
            stamp, told = _rank(parts, depth)
            found.append(AuthorFile(Author(parts[0]), entry, tuple(parts[1:]), stamp, told))
        elif why := no_code(parts[0]):
            skipped[entry.path] = why
        elif student := _student(parts[0], export.exercises, stems):
            within = parts if meaning(parts[0], export.exercises) else ()
            found.append(AuthorFile(Author(student), entry, tuple(within)))
        else:
            skipped[entry.path] = "its name says which exercise it is, not whose"
    skipped |= _told(stray, found)
    folders = (_parts(export, folder) for folder in export.listing.folders)
    known = sorted({parts[around] for parts in folders if len(parts) > around})
    return Reading(
        tuple(found), tuple(KnownAuthor(Author(one)) for one in known), tuple(Skipped(*one) for one in skipped.items())
    )


def _told(stray: Sequence[tuple[Parts, int]], found: Sequence[AuthorFile]) -> dict[str, str]:
    """What lies in folders that are nobody's hand-in; a folder without anything found in it is told as one."""
    taken = {folder for file in found for folder in _above(file.entry.path.split("/"))}
    told = {}
    for parts, depth in stray:
        folders = (folder for folder in _above(parts) if folder.count("/") >= depth - 1 and folder not in taken)
        told[next(folders, "/".join(parts))] = f"it is no part of a hand-in; of a repository `{SHELF}` alone is"
    return told


def _above(parts: Parts) -> list[str]:
    """The folders on the way to a file, the topmost first."""
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def _parts(export: Export, path: str) -> Parts:
    return [export.listing.name, *path.split("/")]


def _code(export: Export) -> list[Parts]:
    paths = [_parts(export, entry.path) for entry in export.entries]
    return [parts for parts in paths if is_code(parts[-1])]


def _around(export: Export) -> int:
    """How many folders stand around all students; at least the one that was named, if that is no repository."""
    code = _code(export)
    folders = [_parts(export, folder) for folder in export.listing.folders]
    if _repository([parts[1:] for parts in code], export.exercises):
        return 0
    depth = 1
    while True:
        tops = {parts[depth] for parts in folders if len(parts) > depth}
        inside = [parts[depth + 1 :] for parts in code]
        if len(tops) != 1 or not all(inside) or not inside or _of_one_student(inside, export.exercises):
            return depth
        depth += 1


def _of_one_student(inside: Sequence[Parts], exercises: Sequence[Exercise]) -> bool:
    """Whether the code in one folder can be one student's, rather than a whole class's."""
    if _repository(inside, exercises):
        return True
    if not all(_own(["", *parts], exercises) for parts in inside):
        return False
    names = [meaning(parts[-1], exercises) for parts in inside if len(parts) == 1]
    alone = len(inside) == 1
    return alone or all(name and not (name.before + name.after).strip(_EDGES) for name in names)


def _repository(inside: Sequence[Parts], exercises: Sequence[Exercise]) -> bool:
    """Whether a folder's own `exercises` holds files that are called after exercises and nobody."""
    shelf = [meaning(parts[1], exercises) for parts in inside if len(parts) == 2 and parts[0].lower() == SHELF]
    return any(name and not (name.before + name.after).strip(_EDGES) for name in shelf)


def _own(parts: Parts, exercises: Sequence[Exercise]) -> bool:
    return _stray(parts, exercises) == 0


def _stray(parts: Parts, exercises: Sequence[Exercise]) -> int:
    """How deep, counted from the student, the first folder lies that is neither an exercise's nor in `exercises`.

    0 where there is none.
    """
    shelf = _shelf(parts)
    for depth, part in enumerate(parts[1:-1], start=1):
        if depth > shelf and not (meaning(part, exercises) or numbered(part, exercises)):
            return depth
    return 0


def _shelf(parts: Parts) -> int:
    """How deep the topmost `exercises` lies below the student; 0 where there is none."""
    return next((depth for depth, part in enumerate(parts[:-1]) if depth and part.lower() == SHELF), 0)


def _cloned(code: Sequence[Parts], around: int) -> set[str]:
    """Students whose folder has `exercises` with code in it."""
    return {parts[around] for parts in code if _shelf(parts[around:])}


def _named(parts: Parts, exercises: Sequence[Exercise]) -> bool:
    """Whether a file in some folder of a student's says itself that it is an exercise, and not its test."""
    name = parts[-1]
    return is_code(name) and meaning(name, exercises) is not None and not is_test(name)


def _rank(parts: Parts, stray: int) -> tuple[float, str]:
    """Which of a student's files goes before the others, whatever their dates, and why."""
    if shelf := _shelf(parts):
        return 1 / shelf, f"it lies in {SHELF}/"
    return (-len(parts), "it lies nearest to the top") if stray else (0, "it lies at the top")


def names_somebody(name: str, exercises: Sequence[Exercise]) -> bool:
    """Whether a file's name says whose it is."""
    return bool(_student(name, exercises, set()))


def _student(name: str, exercises: Sequence[Exercise], stems: set[str]) -> str:
    """Whose a file at the top is, by its name; empty where it does not say."""
    spelled = meaning(name, exercises)
    if spelled:
        return spelled.before.strip(_EDGES) or copies(spelled.after)[0].strip(_EDGES)
    base, _ = copies(original(name))
    # `ada-1` is a second file of `ada` where there is one, else a name like any other.
    return base if base in stems else original(name)
