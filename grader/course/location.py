"""Which course: the one that the command line, the environment or a pyproject.toml names; else the kit's own.

A course is a folder with up to five shelves. The kit's own stand where the kit does: in an installed package
inside it, so that a learner's edits never touch what the kit reads, and in a checkout at its top level. A
course of one's own is any folder with the shelves side by side:

    [tool.fallline]
    course = "."             # where the shelves are, as seen from this file
    title = "Numerics"       # optional

Its suites and families are code that the kit runs outside of all walls: name a course as you would run a
program. A table that merely lies in the folder where `grade` is called, or above it, is believed only where the
user has trusted it (`grade start` and `grade new` do so for what they write, `grade trust` for the rest), and
never for a class: such a file may have come with a submission.
"""

from __future__ import annotations

import functools
import os
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import Struct

from grader.course import edition
from grader.course.config import read_table, read_title
from grader.errors import BrokenCourse
from grader.storage import trust

PACKAGE = Path(__file__).parents[1]
VARIABLE = "FALLLINE_COURSE"
"""The environment variable that names a course."""
SHELVES = ("exercises", "solutions", "suites", "misconceptions", "quizzes")
NEEDED_SHELVES = ("exercises", "suites")
"""Shelves without which nothing can be graded; the others may come later."""

_named: list[Path] = []
"""The folder that `use_course` was called with last, if any."""
_for_a_class: list[bool] = [False]
"""Whether no table is believed, trusted or not."""
_passed_over: dict[str, None] = {}
"""One line for each table that names a course and is not believed."""


@dataclass(frozen=True, slots=True)
class Course:
    """The shelves of one course."""

    folder: str = ""
    """Where they stand; empty for the kit's own. A text, since it travels to processes on other machines."""
    title: str = field(default_factory=lambda: edition.read_kit_course().title, compare=False)

    @property
    def is_kits_own(self) -> bool:
        """Whether it is the kit's own."""
        return not self.folder

    def locate_shelf(self, name: str) -> Path:
        """Return the folder of the shelf of that name: one of SHELVES, or `pictures`, which few exercises have."""
        if self.folder:
            return Path(self.folder, name)
        if name.partition("/")[0] in ("suites", "misconceptions", "pictures"):
            return PACKAGE / name
        packed = PACKAGE / "shelves" / name
        return packed if packed.is_dir() else PACKAGE.parent / name

    def format_path(self, path: Path) -> str:
        """Format a path on the shelves as an author would write it: `suites/exercise01_bisection.py`."""
        root = Path(self.folder or PACKAGE.parent)
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name

    @property
    def folder_name(self) -> str:
        """A name for a folder of things that belong to this course alone."""
        import hashlib

        words = re.sub(r"\W+", "-", Path(self.folder).name).strip("-") or "course"
        return f"{words}-{hashlib.sha256(self.folder.encode()).hexdigest()[:10]}"


class NamedCourse(Struct, frozen=True):
    """A course that somebody named; nobody has looked yet whether it is there."""

    folder: Path
    by: str
    """Who named it: `--course`, `FALLLINE_COURSE`, or the path of a pyproject.toml."""
    title: str = ""

    @property
    def by_table(self) -> bool:
        """Whether a pyproject.toml leads there already."""
        return self.by.endswith(".toml")


def use_course(folder: Path | None) -> None:
    """Let `current` be the course in that folder from now on; with None, look for it again."""
    _named[:] = [] if folder is None else [folder]


def ignore_tables() -> None:
    """Let no pyproject.toml name the course: for a class it is `--course`, the variable, or the kit's own."""
    _for_a_class[:] = [True]


def find_current_course() -> Course:
    """Find the course of this command. Raises BrokenCourse where the one that is named cannot be used."""
    return _choose_course(
        _named[0] if _named else None, os.environ.get(VARIABLE, ""), _find_working_folder(), _for_a_class[0]
    )


def find_named_course() -> NamedCourse | None:
    """Find the course that is named, there or not; None for the kit's own."""
    return _find_named_course(
        _named[0] if _named else None, os.environ.get(VARIABLE, ""), _find_working_folder(), _for_a_class[0]
    )


def list_ignored_tables() -> tuple[str, ...]:
    """List a line for each table that names a course and is not believed, with how to mend it."""
    find_named_course()
    return tuple(_passed_over)


def trust_own_table(folder: Path) -> None:
    """Trust the table of a folder that this user has just written. Raises KitError where that cannot be kept."""
    named = _read_named_course(folder.resolve())
    if named is not None:
        trust.trust(Path(named.by), named.folder, named.title)
        _choose_course.cache_clear()


def find_nearest_table(folder: Path) -> NamedCourse | None:
    """Find the course that the table there or nearest above names, trusted or not. Raises BrokenCourse."""
    here = folder.resolve()
    return next((named for parent in (here, *here.parents) if (named := _read_named_course(parent)) is not None), None)


def refuse_course_beside(submission: Path) -> None:
    """Raise BrokenCourse where a table chose the course, and the named file and the course lie in its folder.

    What came with a file may not judge it, even where somebody trusted the folder before.
    """
    named = find_named_course()
    if named is None or not named.by_table:
        return
    folder = Path(named.by).parent.resolve()
    if named.folder.is_relative_to(folder) and submission.resolve().is_relative_to(folder):
        raise BrokenCourse(
            f"{_make_printable(named.by)} names a course that lies in one folder with the file to be graded.",
            f"If the course is yours, name it: grade --course {_quote(named.folder)} …",
        )


def load_course(folder: Path) -> Course:
    """Return the course in that folder, trusted or not. Raises BrokenCourse."""
    return _validate_course(NamedCourse(folder.resolve(), "you"))


def load_course_of_suite(suite: Path) -> Course:
    """Return the course on whose shelf a suite's file stands. Raises BrokenCourse."""
    shelf = suite.resolve().parent
    return Course() if shelf == PACKAGE / "suites" else load_course(shelf.parent)


def _find_working_folder() -> Path | None:
    try:
        return Path.cwd()
    except FileNotFoundError:  # somebody removed the folder that we stand in
        return None


@functools.cache
def _choose_course(named: Path | None, variable: str, here: Path | None, for_a_class: bool) -> Course:
    named_course = _find_named_course(named, variable, here, for_a_class)
    return Course() if named_course is None else _validate_course(named_course)


def _find_named_course(named: Path | None, variable: str, here: Path | None, for_a_class: bool) -> NamedCourse | None:
    if named is not None:
        return NamedCourse(named.expanduser().resolve(), "--course")
    if variable:
        return NamedCourse(Path(variable).expanduser().resolve(), VARIABLE)
    for folder in (here, *here.parents) if here else ():
        named_course = _find_trusted_table(folder, for_a_class)
        if named_course is not None:
            return named_course
    return None


def _find_trusted_table(folder: Path, for_a_class: bool) -> NamedCourse | None:
    """Find the course that the table in that folder names; where the user does not trust it, None, and note a line."""
    path = folder / "pyproject.toml"
    try:
        named = _read_named_course(folder)
    except BrokenCourse as error:
        _passed_over[f"{_make_printable(error.what)} The table is passed over. {_make_printable(error.mend)}"] = None
        return None
    if named is None:
        return None
    if for_a_class:
        mend = "A class is graded with the course that you name (grade --course DIR batch …), else with the kit's own."
        _passed_over[f"{_make_printable(path)} names a course and is passed over. {mend}"] = None
        return None
    trusted = trust.look_up(path, named.folder, named.title)
    if trusted == "trusted":
        return named
    why = "has been changed since you trusted it" if trusted == "changed" else "is not one that you trusted"
    mend = f"If it is yours: grade trust {_quote(folder)}"
    _passed_over[f"{_make_printable(path)} names a course, {why}, and is passed over. {mend}"] = None
    return None


def _make_printable(words: object) -> str:
    """Return words with a stranger's names in them on one line, without anything that steers a terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in str(words))


def _quote(folder: Path) -> str:
    return shlex.quote(_make_printable(folder))


def _read_named_course(folder: Path) -> NamedCourse | None:
    path = folder / "pyproject.toml"
    table = read_table(path)
    if table is None:
        return None
    course_folder = (folder / Path(table["course"]).expanduser()).resolve()
    return NamedCourse(course_folder, str(path), table.get("title", ""))


def _validate_course(named: NamedCourse) -> Course:
    folder = named.folder
    if folder == PACKAGE.parent and (folder / "exercises").is_dir():
        return Course()  # the kit's own checkout
    if not folder.is_dir():
        raise BrokenCourse(
            f"There is no folder {folder} ({named.by} names it as the course).", _explain_missing_course(folder)
        )
    missing = [name for name in NEEDED_SHELVES if not (folder / name).is_dir()]
    if missing and not named.by_table and (table_course := _read_named_course(folder)) is not None:
        return _validate_course(table_course)
    if missing:
        shelves = " and ".join(f"{name}/" for name in missing)
        raise BrokenCourse(
            f"{folder} is no course: it has no {shelves} ({named.by} names it).", _explain_missing_course(folder)
        )
    title = named.title or read_title(folder / "pyproject.toml") or folder.name
    return Course(str(folder), title)


def is_free_folder(folder: Path) -> bool:
    """Tell whether a course may begin in that folder: it is not there, or holds at most hidden files and a README."""
    if not folder.exists():
        return True
    return folder.is_dir() and all(path.name.startswith((".", "README", "LICENSE")) for path in folder.iterdir())


def _explain_missing_course(folder: Path) -> str:
    if is_free_folder(folder):
        return f"Name another folder, or begin a course there: grade new NAME --course {folder}"
    return f"A course has {' and '.join(f'{name}/' for name in NEEDED_SHELVES)} side by side in its folder."
