"""Which files a student kit is made of."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from grader import __version__, course
from grader.course import location, stubs
from grader.course.edition import INSTRUCTOR_COMMANDS, HeldBack, KitCourse, read_kit_course
from grader.model import Exercise
from grader.release import pages, suites, tables, writing
from grader.release.known import Known

LEFT_OUT = (
    "shelves",
    "analysis",
    "batch",
    "release",
    "authoring",
    "export/analysed.py",
    "export/pages/course_page.py",
    "export/pages/templates/course.html",
    "misconceptions/accepted",
    "misconceptions/toolkit/__init__.py",
    "misconceptions/toolkit/common.py",
    "misconceptions/toolkit/walks.py",
    "misconceptions/toolkit/words.py",
    "screen/analysis.py",
    "screen/batch.py",
    "screen/check.py",
    "screen/similar.py",
    *(f"cli/{name}.py" for name in sorted(INSTRUCTOR_COMMANDS)),
)
"""Of the package: what serves instructors and authors alone, what would run an answer, and what is written anew."""
BY_EXERCISE = ("suites", "misconceptions", "pictures")
"""Folders of the package that hold a file an exercise."""
TOOLKIT = '''"""What a family of misconceptions is made of; in a student kit families are tables of numbers."""

from grader.misconceptions.toolkit.family import AnyBut, Family, Idea, Probe, families, family
from grader.misconceptions.toolkit.turn import Turn

__all__ = ["AnyBut", "Family", "Idea", "Probe", "Turn", "families", "family"]
'''


class Contents(Struct, frozen=True):
    """A student kit before it is written."""

    files: dict[str, bytes]
    """By their place in the kit, with slashes."""
    kept: dict[str, HeldBack]
    """What stays with the instructor, by stem."""

    def sizes(self) -> dict[str, tuple[int, int]]:
        """How many files and bytes each part has."""
        parts: dict[str, tuple[int, int]] = {}
        for name, held in self.files.items():
            count, size = parts.get(_part(name), (0, 0))
            parts[_part(name)] = (count + 1, size + len(held))
        return parts


Watch = Callable[[Sequence[Any], str], Iterable[Any]]
"""Goes through things, and may tell somebody how far that is, under a heading."""


def unwatched(things: Sequence[Any], _what: str) -> Iterable[Any]:
    """Go through things and tell nobody."""
    return things


def student_kit(exercises: Sequence[Exercise], watch: Watch = unwatched) -> Contents:
    """Everything that a learner of these exercises needs. Raises KitError."""
    held = {exercise: suites.held_back(exercise) for exercise in exercises}
    kept = {
        exercise.stem: HeldBack(len(mine), round(sum(one.max_points for one in mine), 6))
        for exercise, mine in held.items()
    }
    its = of_course()
    files = dict(_package()) | pages.of(exercises, kept, its)
    files["grader/misconceptions/toolkit/__init__.py"] = TOOLKIT.encode()
    files["grader/__init__.py"] = files["grader/__init__.py"].replace(__version__.encode(), pages.version().encode())
    known = Known()
    for exercise, mine in watch([*held.items()], "Families become tables"):
        stem, stub = exercise.stem, stubs.read_untouched_stub(exercise)
        files[f"exercises/{stem}.py"] = files[f"grader/shelves/exercises/{stem}.py"] = stub
        left = suites.without(
            course.locate_suite(exercise).read_text("utf-8"), frozenset(map(suites.function_of, mine))
        )
        files[f"grader/suites/{stem}.py"] = left.encode()
        numbers = f"grader/misconceptions/{stem}"
        files[f"{numbers}.json"], files[f"{numbers}.npz"] = tables.provide(exercise, known)
        picture = course.locate_file(exercise, "pictures")
        files |= {f"grader/pictures/{stem}.py": picture.read_bytes()} if picture.is_file() else {}
    for path in sorted(course.locate_shelf("quizzes").glob("*.toml")):
        files[f"grader/shelves/quizzes/{path.name}"] = path.read_bytes()
    back = {stem: {"checks": one.checks, "points": one.points} for stem, one in kept.items()}
    about = {"version": pages.version(), "course": asdict(its), "held_back": back}
    files[writing.SLIP] = writing.slip(about, files)
    return Contents(dict(sorted(files.items())), kept)


def told(made: Contents, exercises: Sequence[Exercise], found: Sequence[str]) -> Contents:
    """The same kit, with a README that names the functions which would do for an answer."""
    files = made.files | {"README.md": pages.readme(exercises, made.kept, of_course(), found).encode()}
    about = json.loads(files.pop(writing.SLIP))
    files[writing.SLIP] = writing.slip({name: about[name] for name in ("version", "course", "held_back")}, files)
    return Contents(dict(sorted(files.items())), made.kept)


def of_course() -> KitCourse:
    """What the kit is called: after the course that it is made of."""
    its = location.find_current_course()
    if its.is_kits_own:
        return read_kit_course()
    return KitCourse(re.sub(r"[^a-z0-9]+", "-", Path(its.folder).name.lower()).strip("-") or "course", its.title)


def _package() -> Iterator[tuple[str, bytes]]:
    """The package as it is, without what a student kit leaves out or has in another form."""
    for path in sorted(course.PACKAGE.rglob("*")):
        inside = PurePosixPath(path.relative_to(course.PACKAGE).as_posix())
        if not path.is_file() or "__pycache__" in inside.parts or path.suffix in (".pyc", ".part"):
            continue
        if any(inside.is_relative_to(one) for one in LEFT_OUT) or is_an_exercises(inside):
            continue
        yield f"grader/{inside}", path.read_bytes()


def is_an_exercises(inside: PurePosixPath) -> bool:
    """Whether a file of the package belongs to one exercise."""
    return len(inside.parts) == 2 and inside.parts[0] in BY_EXERCISE and course.STEM.fullmatch(inside.stem) is not None


def _part(name: str) -> str:
    """The part of a kit that a file belongs to, as one would tell it."""
    path = PurePosixPath(name)
    if path.suffix in (".json", ".npz") and path.parent.name == "misconceptions":
        return "tables of misconceptions"
    if name.startswith("grader/shelves/quizzes"):
        return "questions"
    if name.startswith("grader/suites/exercise"):
        return "suites"
    return {"exercises": "exercises", "grader": "the grader"}.get(path.parts[0], "pages and set-up")
