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
from grader.course.config import table_of, title_of
from grader.errors import BrokenCourse
from grader.storage import trust

PACKAGE = Path(__file__).parents[1]
VARIABLE = "FALLLINE_COURSE"
"""The environment variable that names a course."""
SHELVES = ("exercises", "solutions", "suites", "misconceptions", "quizzes")
NEEDED = ("exercises", "suites")
"""Shelves without which nothing can be graded; the others may come later."""

_named: list[Path] = []
"""What `use` was told last, if anything."""
_for_a_class: list[bool] = [False]
"""Whether no table is believed, trusted or not."""
_passed_over: dict[str, None] = {}
"""One line for each table that was found and not believed."""


@dataclass(frozen=True, slots=True)
class Course:
    """The shelves of one course."""

    folder: str = ""
    """Where they stand; empty for the kit's own. A text, since it travels to processes on other machines."""
    title: str = field(default_factory=lambda: edition.course_of().title, compare=False)

    @property
    def own(self) -> bool:
        """Whether it is the kit's own."""
        return not self.folder

    def shelf(self, name: str) -> Path:
        """The folder of the shelf of that name: one of SHELVES, or `pictures`, which few exercises have."""
        if self.folder:
            return Path(self.folder, name)
        if name in ("suites", "misconceptions", "pictures"):
            return PACKAGE / name
        packed = PACKAGE / "shelves" / name
        return packed if packed.is_dir() else PACKAGE.parent / name

    def told(self, path: Path) -> str:
        """A path on the shelves as an author would write it: `suites/exercise01_bisection.py`."""
        root = Path(self.folder or PACKAGE.parent)
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name

    @property
    def mark(self) -> str:
        """A name for a folder of things that belong to this course alone."""
        import hashlib

        words = re.sub(r"\W+", "-", Path(self.folder).name).strip("-") or "course"
        return f"{words}-{hashlib.sha256(self.folder.encode()).hexdigest()[:10]}"


class Wish(Struct, frozen=True):
    """A course that somebody named; nobody has looked yet whether it is there."""

    folder: Path
    by: str
    """Who named it: `--course`, `FALLLINE_COURSE`, or the path of a pyproject.toml."""
    title: str = ""

    @property
    def by_table(self) -> bool:
        """Whether a pyproject.toml leads there already."""
        return self.by.endswith(".toml")


def use(folder: Path | None) -> None:
    """Let `current` be the course in that folder from now on; with None, look for it again."""
    _named[:] = [] if folder is None else [folder]


def believe_no_table() -> None:
    """Let no pyproject.toml name the course: for a class it is `--course`, the variable, or the kit's own."""
    _for_a_class[:] = [True]


def current() -> Course:
    """The course of this command. Raises BrokenCourse where the one that is named cannot be used."""
    return _current(_named[0] if _named else None, os.environ.get(VARIABLE, ""), _here(), _for_a_class[0])


def wish() -> Wish | None:
    """The course that is named, there or not; None for the kit's own."""
    return _wish(_named[0] if _named else None, os.environ.get(VARIABLE, ""), _here(), _for_a_class[0])


def passed_over() -> tuple[str, ...]:
    """A line for each table that was found on the way to the course and not believed, and how to mend it."""
    wish()
    return tuple(_passed_over)


def trust_own(folder: Path) -> None:
    """Trust the table of a folder that this user has just written. Raises KitError where that cannot be kept."""
    found = _by_table(folder.resolve())
    if found is not None:
        trust.trust(Path(found.by), found.folder, found.title)
        _current.cache_clear()


def nearest_table(folder: Path) -> Wish | None:
    """What the table in that folder or nearest above it names, trusted or not. Raises BrokenCourse for a wrong one."""
    here = folder.resolve()
    return next((found for place in (here, *here.parents) if (found := _by_table(place)) is not None), None)


def refuse_beside(submission: Path) -> None:
    """Raise BrokenCourse where a table chose the course, and the named file and the course lie in its folder.

    What came with a file may not judge it, even where somebody trusted the folder before.
    """
    wished = wish()
    if wished is None or not wished.by_table:
        return
    folder = Path(wished.by).parent.resolve()
    if wished.folder.is_relative_to(folder) and submission.resolve().is_relative_to(folder):
        raise BrokenCourse(
            f"{_told(wished.by)} names a course that lies in one folder with the file to be graded.",
            f"If the course is yours, name it: grade --course {_quoted(wished.folder)} …",
        )


def at(folder: Path) -> Course:
    """The course in that folder, whoever named it. Raises BrokenCourse."""
    return _checked(Wish(folder.resolve(), "you"))


def of_suite(suite: Path) -> Course:
    """The course on whose shelf a suite's file stands. Raises BrokenCourse."""
    shelf = suite.resolve().parent
    return Course() if shelf == PACKAGE / "suites" else at(shelf.parent)


def _here() -> Path | None:
    try:
        return Path.cwd()
    except FileNotFoundError:  # somebody removed the folder that we stand in
        return None


@functools.cache
def _current(named: Path | None, variable: str, here: Path | None, for_a_class: bool) -> Course:
    wished = _wish(named, variable, here, for_a_class)
    return Course() if wished is None else _checked(wished)


def _wish(named: Path | None, variable: str, here: Path | None, for_a_class: bool) -> Wish | None:
    if named is not None:
        return Wish(named.expanduser().resolve(), "--course")
    if variable:
        return Wish(Path(variable).expanduser().resolve(), VARIABLE)
    for folder in (here, *here.parents) if here else ():
        found = _believed(folder, for_a_class)
        if found is not None:
            return found
    return None


def _believed(folder: Path, for_a_class: bool) -> Wish | None:
    """What the table in that folder names, where the user trusts it; else None, and a line that says why."""
    path = folder / "pyproject.toml"
    try:
        found = _by_table(folder)
    except BrokenCourse as error:
        _passed_over[f"{_told(error.what)} The table is passed over. {_told(error.mend)}"] = None
        return None
    if found is None:
        return None
    if for_a_class:
        mend = "A class is graded with the course that you name (grade --course DIR batch …), else with the kit's own."
        _passed_over[f"{_told(path)} names a course and is passed over. {mend}"] = None
        return None
    trusted = trust.look_up(path, found.folder, found.title)
    if trusted == "trusted":
        return found
    why = "has been changed since you trusted it" if trusted == "changed" else "is not one that you trusted"
    mend = f"If it is yours: grade trust {_quoted(folder)}"
    _passed_over[f"{_told(path)} names a course, {why}, and is passed over. {mend}"] = None
    return None


def _told(words: object) -> str:
    """Words with a stranger's names in them, on one line and without anything that steers a terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in str(words))


def _quoted(folder: Path) -> str:
    return shlex.quote(_told(folder))


def _by_table(folder: Path) -> Wish | None:
    path = folder / "pyproject.toml"
    table = table_of(path)
    if table is None:
        return None
    place = (folder / Path(table["course"]).expanduser()).resolve()
    return Wish(place, str(path), table.get("title", ""))


def _checked(wished: Wish) -> Course:
    folder = wished.folder
    if folder == PACKAGE.parent and (folder / "exercises").is_dir():
        return Course()  # the kit's own checkout
    if not folder.is_dir():
        raise BrokenCourse(f"There is no folder {folder} ({wished.by} names it as the course).", _begin(folder))
    missing = [name for name in NEEDED if not (folder / name).is_dir()]
    if missing and not wished.by_table and (led := _by_table(folder)) is not None:
        return _checked(led)
    if missing:
        shelves = " and ".join(f"{name}/" for name in missing)
        raise BrokenCourse(f"{folder} is no course: it has no {shelves} ({wished.by} names it).", _begin(folder))
    title = wished.title or title_of(folder / "pyproject.toml") or folder.name
    return Course(str(folder), title)


def is_free(folder: Path) -> bool:
    """Whether a course may begin in that folder: it is not there, or holds nothing of weight."""
    if not folder.exists():
        return True
    return folder.is_dir() and all(path.name.startswith((".", "README", "LICENSE")) for path in folder.iterdir())


def _begin(folder: Path) -> str:
    if is_free(folder):
        return f"Name another folder, or begin a course there: grade new NAME --course {folder}"
    return f"A course has {' and '.join(f'{name}/' for name in NEEDED)} side by side in its folder."
