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
from grader.release.known import ReleaseCache

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
"""Package parts: what serves instructors and authors alone, what would run an answer, and what is written anew."""
BY_EXERCISE = ("suites", "misconceptions", "pictures")
"""Folders of the package that hold a file an exercise."""
TOOLKIT = '''"""What a family of misconceptions is made of; in a student kit families are tables of numbers."""

from grader.misconceptions.toolkit.family import AnyBut, Family, Idea, Probe, families, family
from grader.misconceptions.toolkit.turn import Turn

__all__ = ["AnyBut", "Family", "Idea", "Probe", "Turn", "families", "family"]
'''


class KitContents(Struct, frozen=True):
    """A student kit before it is written."""

    files: dict[str, bytes]
    """By their place in the kit, with slashes."""
    kept: dict[str, HeldBack]
    """What stays with the instructor, by stem."""

    def measure_parts(self) -> dict[str, tuple[int, int]]:
        """Return how many files and how many bytes each part of the kit has."""
        parts: dict[str, tuple[int, int]] = {}
        for name, data in self.files.items():
            count, size = parts.get(_name_part(name), (0, 0))
            parts[_name_part(name)] = (count + 1, size + len(data))
        return parts


Progress = Callable[[Sequence[Any], str], Iterable[Any]]
"""Goes through things, and may tell somebody how far that is, under a heading."""


def ignore_progress(things: Sequence[Any], _what: str) -> Iterable[Any]:
    """Return the things as they are; nobody is shown how far the work is."""
    return things


def make_student_kit(exercises: Sequence[Exercise], progress: Progress = ignore_progress) -> KitContents:
    """Make the kit with everything that a learner of these exercises needs. Raises KitError."""
    held_back = {exercise: suites.list_held_back_checks(exercise) for exercise in exercises}
    kept = {
        exercise.stem: HeldBack(len(checks), round(sum(check.max_points for check in checks), 6))
        for exercise, checks in held_back.items()
    }
    kit_course = name_kit_course()
    files = dict(_iterate_package_files()) | pages.make_pages(exercises, kept, kit_course)
    files["grader/misconceptions/toolkit/__init__.py"] = TOOLKIT.encode()
    files["grader/__init__.py"] = files["grader/__init__.py"].replace(
        __version__.encode(), pages.format_version().encode()
    )
    cache = ReleaseCache()
    for exercise, checks in progress([*held_back.items()], "Families become tables"):
        stem, stub = exercise.stem, stubs.read_untouched_stub(exercise)
        files[f"exercises/{stem}.py"] = files[f"grader/shelves/exercises/{stem}.py"] = stub
        suite = suites.strip_checks(
            course.locate_suite(exercise).read_text("utf-8"), frozenset(map(suites.name_check_function, checks))
        )
        files[f"grader/suites/{stem}.py"] = suite.encode()
        numbers = f"grader/misconceptions/{stem}"
        files[f"{numbers}.json"], files[f"{numbers}.npz"] = tables.provide(exercise, cache)
        picture = course.locate_file(exercise, "pictures")
        files |= {f"grader/pictures/{stem}.py": picture.read_bytes()} if picture.is_file() else {}
    for path in sorted(course.locate_shelf("quizzes").glob("*.toml")):
        files[f"grader/shelves/quizzes/{path.name}"] = path.read_bytes()
    back = {stem: {"checks": check.checks, "points": check.points} for stem, check in kept.items()}
    about = {"version": pages.format_version(), "course": asdict(kit_course), "held_back": back}
    files[writing.KIT_JSON] = writing.make_kit_json(about, files)
    return KitContents(dict(sorted(files.items())), kept)


def add_answers_to_readme(kit: KitContents, exercises: Sequence[Exercise], answers: Sequence[str]) -> KitContents:
    """Return the same kit, with a README that names the functions which would do for an answer."""
    files = kit.files | {"README.md": pages.make_readme(exercises, kit.kept, name_kit_course(), answers).encode()}
    about = json.loads(files.pop(writing.KIT_JSON))
    files[writing.KIT_JSON] = writing.make_kit_json(
        {name: about[name] for name in ("version", "course", "held_back")}, files
    )
    return KitContents(dict(sorted(files.items())), kit.kept)


def name_kit_course() -> KitCourse:
    """Return what the kit is called: after the course that it is made of."""
    current = location.find_current_course()
    if current.is_kits_own:
        return read_kit_course()
    return KitCourse(
        re.sub(r"[^a-z0-9]+", "-", Path(current.folder).name.lower()).strip("-") or "course", current.title
    )


def _iterate_package_files() -> Iterator[tuple[str, bytes]]:
    """Yield the package's files, without those that a student kit leaves out or has in another form."""
    for path in sorted(course.PACKAGE.rglob("*")):
        inside = PurePosixPath(path.relative_to(course.PACKAGE).as_posix())
        if not path.is_file() or "__pycache__" in inside.parts or path.suffix in (".pyc", ".part"):
            continue
        if any(inside.is_relative_to(part) for part in LEFT_OUT) or belongs_to_exercise(inside):
            continue
        yield f"grader/{inside}", path.read_bytes()


def belongs_to_exercise(inside: PurePosixPath) -> bool:
    """Tell whether a file of the package belongs to one exercise."""
    return len(inside.parts) == 2 and inside.parts[0] in BY_EXERCISE and course.STEM.fullmatch(inside.stem) is not None


def _name_part(name: str) -> str:
    """Name the part of a kit that a file belongs to, for the reader of a summary."""
    path = PurePosixPath(name)
    if path.suffix in (".json", ".npz") and path.parent.name == "misconceptions":
        return "tables of misconceptions"
    if name.startswith("grader/shelves/quizzes"):
        return "questions"
    if name.startswith("grader/suites/exercise"):
        return "suites"
    return {"exercises": "exercises", "grader": "the grader"}.get(path.parts[0], "pages and set-up")
