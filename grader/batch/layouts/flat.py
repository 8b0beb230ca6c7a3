"""Flat: `<student>.py`, a folder a student with the files inside, or a cloned repository a student.

A folder around everything is looked through. A student's file at the top may name the exercise too
(`ada_exercise03.py`); what stands before it, or else after it, is the student's name. Of a repository what lies
in its folder `exercises` counts, wherever that lies; tests, tools and other code in it are nobody's hand-in.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.batch.nouns import Skipped
from grader.batch.reading import AuthorFile, Export, KnownAuthor, Reading
from grader.handin.naming import (
    explain_no_code,
    find_by_number,
    find_meaning,
    is_code,
    is_test,
    split_copy_number,
    strip_copy_words,
)
from grader.model import Author, Exercise

NAME = "flat"
SHELF = "exercises"
"""The folder of a repository that learners work in."""
_MAX_FIT = 0.1
"""The best fit: anything is flat when no other layout fits."""
_EDGES = " _-.,"

Parts = list[str]
"""A path's names, the folder or zip itself first."""


def rate_fit(export: Export) -> float:
    """Return the share of code files that a student may have handed in, at most _MAX_FIT.

    Other code in a repository does not count against it.
    """
    around = count_folders_around(export)
    code = _list_code(export)
    cloned = _find_cloned(code, around)
    fitting: set[str] = set()
    others: list[str] = []
    own = 0
    for parts in (whole[around:] for whole in code):
        if _is_own(parts, export.exercises) or (parts[0] not in cloned and _says_exercise(parts, export.exercises)):
            own += 1
            fitting.add(parts[0])
        elif parts[0] not in cloned:
            others.append(parts[0])
    # What lies deeper counts against the layout only beside something that fits better.
    beside = sum(student in fitting for student in others)
    return _MAX_FIT * (own + len(others) - beside) / max(own + len(others), 1)


def read(export: Export) -> Reading:
    """Read each file's author from its folder or its name.

    What lies in `exercises` goes before all else; then the newer date goes first.
    """
    around = count_folders_around(export)
    code = _list_code(export)
    stems = {strip_copy_words(parts[-1]) for parts in code}
    cloned = _find_cloned(code, around)
    files: list[AuthorFile] = []
    skipped: dict[str, str] = {}
    stray: list[tuple[Parts, int]] = []
    for entry in export.entries:
        whole = _split_path(export, entry.path)
        parts = whole[around:]
        if not parts:
            skipped[entry.path] = "it lies beside the students' folders"
        elif (depth := _find_stray_depth(parts, export.exercises)) and (
            parts[0] in cloned or not _says_exercise(parts, export.exercises)
        ):
            if parts[0] in cloned or not is_code(parts[-1]):
                stray.append((whole[1:], around + depth))
            else:
                rank, why = _rank(parts, depth)
                files.append(AuthorFile(Author(parts[0]), entry, tuple(parts[1:]), rank, why, stray=True))
        elif len(parts) > 1:
            rank, why = _rank(parts, depth)
            files.append(AuthorFile(Author(parts[0]), entry, tuple(parts[1:]), rank, why))
        elif refusal := explain_no_code(parts[0]):
            skipped[entry.path] = refusal
        elif student := find_student(parts[0], export.exercises, stems):
            within = parts if find_meaning(parts[0], export.exercises) else ()
            files.append(AuthorFile(Author(student), entry, tuple(within)))
        else:
            skipped[entry.path] = "its name says which exercise it is, not whose"
    reasons = _explain_stray(stray, files)
    skipped |= reasons
    owners = {path: _split_path(export, path)[around] for path in reasons}
    folders = (_split_path(export, folder) for folder in export.listing.folders)
    students = sorted({parts[around] for parts in folders if len(parts) > around})
    return Reading(
        tuple(files),
        tuple(KnownAuthor(Author(student)) for student in students),
        tuple(Skipped(path, why, who=owners.get(path, "")) for path, why in skipped.items()),
    )


def _explain_stray(stray: Sequence[tuple[Parts, int]], files: Sequence[AuthorFile]) -> dict[str, str]:
    """Explain, by path, why code is nobody's hand-in; a folder with nothing else in it is named as a whole."""
    taken = {folder for file in files for folder in _list_folders_above(file.entry.path.split("/"))}
    reasons = {}
    for parts, depth in stray:
        folders = (
            folder for folder in _list_folders_above(parts) if folder.count("/") >= depth - 1 and folder not in taken
        )
        reasons[next(folders, "/".join(parts))] = f"it is no part of a hand-in; of a repository `{SHELF}` alone is"
    return reasons


def _list_folders_above(parts: Parts) -> list[str]:
    """List the folders on the way to a file, the topmost first."""
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def _split_path(export: Export, path: str) -> Parts:
    return [export.listing.name, *path.split("/")]


def _list_code(export: Export) -> list[Parts]:
    paths = [_split_path(export, entry.path) for entry in export.entries]
    return [parts for parts in paths if is_code(parts[-1])]


def count_folders_around(export: Export) -> int:
    """Count the folders that stand around all students: at least the one that was named, unless it is a repository."""
    code = _list_code(export)
    folders = [_split_path(export, folder) for folder in export.listing.folders]
    if _is_repository([parts[1:] for parts in code], export.exercises):
        return 0
    depth = 1
    while True:
        tops = {parts[depth] for parts in folders if len(parts) > depth}
        inside = [parts[depth + 1 :] for parts in code]
        if len(tops) != 1 or not all(inside) or not inside or _is_of_one_student(inside, export.exercises):
            return depth
        depth += 1


def _is_of_one_student(inside: Sequence[Parts], exercises: Sequence[Exercise]) -> bool:
    """Tell whether the code in one folder can be one student's, rather than a whole class's."""
    if _is_repository(inside, exercises):
        return True
    if not all(_is_own(["", *parts], exercises) for parts in inside):
        return False
    names = [find_meaning(parts[-1], exercises) for parts in inside if len(parts) == 1]
    alone = len(inside) == 1
    return alone or all(name and not (name.before + name.after).strip(_EDGES) for name in names)


def _is_repository(inside: Sequence[Parts], exercises: Sequence[Exercise]) -> bool:
    """Tell whether a folder's own `exercises` holds files that are called after exercises and nobody."""
    shelf = [find_meaning(parts[1], exercises) for parts in inside if len(parts) == 2 and parts[0].lower() == SHELF]
    return any(name and not (name.before + name.after).strip(_EDGES) for name in shelf)


def _is_own(parts: Parts, exercises: Sequence[Exercise]) -> bool:
    return _find_stray_depth(parts, exercises) == 0


def _find_stray_depth(parts: Parts, exercises: Sequence[Exercise]) -> int:
    """Find how deep below the student the first folder lies that is neither an exercise's nor in `exercises`.

    0 where there is none.
    """
    shelf = _find_shelf_depth(parts)
    for depth, part in enumerate(parts[1:-1], start=1):
        if depth > shelf and not (find_meaning(part, exercises) or find_by_number(part, exercises)):
            return depth
    return 0


def _find_shelf_depth(parts: Parts) -> int:
    """Find how deep the topmost `exercises` lies below the student; 0 where there is none."""
    return next((depth for depth, part in enumerate(parts[:-1]) if depth and part.lower() == SHELF), 0)


def _find_cloned(code: Sequence[Parts], around: int) -> set[str]:
    """Find the students whose folder has an `exercises` with code in it."""
    return {parts[around] for parts in code if _find_shelf_depth(parts[around:])}


def _says_exercise(parts: Parts, exercises: Sequence[Exercise]) -> bool:
    """Tell whether a file's own name says that it is an exercise, and not the test of one."""
    name = parts[-1]
    return is_code(name) and find_meaning(name, exercises) is not None and not is_test(name)


def _rank(parts: Parts, stray: int) -> tuple[float, str]:
    """Rank a file of a student's, whatever its date, and say why; the largest goes before the others."""
    if shelf := _find_shelf_depth(parts):
        return 1 / shelf, f"it lies in {SHELF}/"
    return (-len(parts), "it lies nearest to the top") if stray else (0, "it lies at the top")


def names_somebody(name: str, exercises: Sequence[Exercise]) -> bool:
    """Tell whether a file's name says whose it is."""
    return bool(find_student(name, exercises, set()))


def find_student(name: str, exercises: Sequence[Exercise], stems: set[str]) -> str:
    """Find the student in the name of a file at the top; empty where it names none."""
    spelled = find_meaning(name, exercises)
    if spelled:
        return spelled.before.strip(_EDGES) or split_copy_number(spelled.after)[0].strip(_EDGES)
    base, _ = split_copy_number(strip_copy_words(name))
    # `ada-1` is a second file of `ada` where there is one, else a name like any other.
    return base if base in stems else strip_copy_words(name)
