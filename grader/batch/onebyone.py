"""Students named one by one on the command line, as a shell spells `sub/*` out: files, folders and zips, mixed.

What is no class of its own is laid side by side, as if it stood in one folder; then any layout may read that.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from grader.batch.layouts import flat, load_layouts
from grader.batch.listing import Listing, TooManyOpenFiles, make_readable, may_be_work
from grader.batch.mark import RESULT_FILES, remove_results
from grader.batch.nouns import Entry
from grader.batch.reading import AuthorFile, Export
from grader.batch.tree import open_file, open_tree
from grader.errors import KitError
from grader.handin.junk_files import explain_junk
from grader.handin.naming import find_by_number, find_meaning, is_code, is_packed
from grader.handin.rule import inspect_file
from grader.model import Author, Exercise

CLASS = "class"
_MIN_FIT = 0.1
"""The fit from which an export is of a layout other than flat."""


class SideBySide:
    """Students given one by one, in one listing."""

    def __init__(self) -> None:
        self.listing = Listing(CLASS)
        self.paths: dict[str, str] = {}
        """The path as given, by the path in the listing."""
        self.unopened: dict[str, str] = {}
        """Why a file could not be opened, by its student."""

    def add(self, path: Path, inside: Listing | None) -> None:
        """Lay a folder, a zip or a file beside the others."""
        if inside is None:
            self._add(open_file(path), make_readable(path.name), path.as_posix())
            return
        base = make_readable(path.resolve().name if path.is_dir() else path.stem)
        self.listing.folders.add(base)
        # A zip often holds a folder of its own name around everything.
        around = f"{base}/" if all(entry.path.startswith(f"{base}/") for entry in inside.entries) else ""
        self.listing.folders |= {f"{base}/{folder.removeprefix(around)}" for folder in inside.folders if folder != base}
        for entry in inside.entries:
            self._add(entry, f"{base}/{entry.path.removeprefix(around)}", f"{path.as_posix()}/{entry.path}")
        for skipped in inside.skipped.values():
            inner = f"{base}/{skipped.path.removeprefix(around)}"
            self.paths[inner] = f"{path.as_posix()}/{skipped.path}"
            self.listing.add_skipped(replace(skipped, path=inner))

    def sort(self) -> Listing:
        """Sort the listing and return it, with names that are there twice noted."""
        self.listing.note_twins()
        self.listing.entries.sort(key=lambda entry: entry.path)
        return self.listing

    def _add(self, entry: Entry, path: str, given: str) -> None:
        self.listing.add(Entry(path, entry.size, entry.modified, entry.read))
        self.paths[self.listing.entries[-1].path] = given


def sort_paths(paths: Sequence[Path], exercises: tuple[Exercise, ...]) -> tuple[list[tuple[Path, Listing]], SideBySide]:
    """Sort out the folders and zips that are classes of their own, and lay all others side by side.

    Raises KitError where a folder, or the only zip, cannot be opened, and where this process can open no more files.
    """
    classes: list[tuple[Path, Listing]] = []
    doubtful: list[tuple[Path, Listing]] = []
    beside = SideBySide()
    for path in paths:
        if path.is_file() and not (is_packed(path.name) or zipfile.is_zipfile(path)):
            if not explain_junk(path.name, is_file=True) and path.name not in RESULT_FILES:
                beside.add(path, None)
            continue
        try:
            listing = remove_results(open_tree(path))
        except TooManyOpenFiles:
            raise
        except KitError as error:
            if path.is_dir() or len(paths) == 1:
                raise
            beside.unopened[make_readable(path.stem)] = f"{path.as_posix()}: {error.what}"
            continue
        skipped = listing.skipped.values()
        if _is_named_file(listing, exercises):
            doubtful.append((path, listing))
        elif is_class(listing, exercises):
            (classes if _holds_several(listing, exercises) else doubtful).append((path, listing))
        elif path.is_dir() and not (listing.entries or listing.folders or any(map(may_be_work, skipped))) and skipped:
            beside.listing.skip(path.as_posix(), next(iter(listing.skipped.values())).why)
        else:
            beside.add(path, listing)
    if classes or len(paths) == 1:
        classes += doubtful
    else:
        # Beside no class, one folder in each is what its student has put around the files.
        for path, listing in doubtful:
            beside.add(path, listing)
    tops = [{entry.path.partition("/")[0] for entry in listing.entries} for _path, listing in classes]
    if len(tops) > 1 and len(tops[0]) == 1 and all(names == tops[0] for names in tops):
        # The same one folder in each is the assignment's, as nbgrader's is: these are students.
        for path, listing in classes:
            beside.add(path, listing)
        classes = []
    return classes, beside


def is_class(listing: Listing, exercises: tuple[Exercise, ...]) -> bool:
    """Tell whether a folder or zip holds several people's work, or a system's export, rather than one person's."""
    if _fits_system(listing, exercises):
        return True
    code = [entry for entry in listing.entries if is_code(entry.path.rpartition("/")[2])]
    at_top = [entry for entry in code if "/" not in entry.path]
    if at_top:
        people = [entry for entry in at_top if flat.names_somebody(entry.path, exercises)]
        return len(people) == len(at_top) > 1 and all(_is_an_answer(entry, exercises) for entry in at_top)
    tops = {entry.path.partition("/")[0] for entry in code}
    return any(not _is_part_of_one(top, listing.name, exercises) for top in tops) and flat.SHELF not in tops


def _holds_several(listing: Listing, exercises: tuple[Exercise, ...]) -> bool:
    """Tell whether a class has several people's answers in it, rather than one folder that one person may have made."""
    if _fits_system(listing, exercises):
        return True
    code = [entry for entry in listing.entries if is_code(entry.path.rpartition("/")[2])]
    while len({entry.path.partition("/")[0] for entry in code}) == 1 and all("/" in entry.path for entry in code):
        code = [replace(entry, path=entry.path.partition("/")[2]) for entry in code]
    tops: dict[str, list[Entry]] = {}
    for entry in code:
        tops.setdefault(entry.path.partition("/")[0], []).append(entry)
    answers = 0
    for entries in tops.values():
        answers += any(_is_an_answer(entry, exercises) for entry in entries)
        if answers > 1:
            return True
    return answers == 0 and len(tops) > 1


def _is_named_file(listing: Listing, exercises: tuple[Exercise, ...]) -> bool:
    """Tell whether all code is one file at the top that says whose it is beside the exercise: a class of one."""
    code = [entry.path for entry in listing.entries if is_code(entry.path.rpartition("/")[2])]
    if len(code) != 1 or "/" in code[0] or _fits_system(listing, exercises):
        return False
    return find_meaning(code[0], exercises) is not None and flat.names_somebody(code[0], exercises)


def _fits_system(listing: Listing, exercises: tuple[Exercise, ...]) -> bool:
    """Tell whether a folder or zip is laid out as a course system's export is."""
    export = Export(listing, exercises)
    return any(layout.rate_fit(export) > _MIN_FIT for name, layout in load_layouts().items() if name != flat.NAME)


def is_somebody(listing: Listing, exercises: tuple[Exercise, ...]) -> bool:
    """Tell whether a folder or zip given alone is one person's: its files are called after exercises and nobody."""
    code = [entry.path for entry in listing.entries if "/" not in entry.path and is_code(entry.path)]
    mine = [name for name in code if find_meaning(name, exercises) and not flat.names_somebody(name, exercises)]
    return bool(mine) and not flat.read(Export(listing, exercises)).files and not is_class(listing, exercises)


def _is_part_of_one(folder: str, name: str, exercises: Sequence[Exercise]) -> bool:
    """Tell whether a folder is called as the student's folder around it is, or after an exercise."""
    return folder.casefold() == name.casefold() or bool(
        find_meaning(folder, exercises) or find_by_number(folder, exercises)
    )


def _is_an_answer(entry: Entry, exercises: Sequence[Exercise]) -> bool:
    file = AuthorFile(Author(""), entry, (entry.path,))
    return any(inspect_file(file, exercise).defined & set(exercise.functions) for exercise in exercises)
