"""Finds what stands on the shelves: a name in any of its forms becomes an Exercise, a folder becomes a workspace.

Names are looked for in the course of this command (`location.find_current_course`). An exercise knows its own course,
so whoever holds one, in whatever process, finds the files that belong to it.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import re
from pathlib import Path

from grader.course import location
from grader.course.front_matter import FrontMatter, read_front_matter, read_order
from grader.course.location import PACKAGE, Course
from grader.course.modules import format_error_location
from grader.errors import BrokenShelf, NoWorkspace, UnknownExercise
from grader.model import Exercise

STEM = re.compile(r"exercise(\d+)_(\w+)")
NUMBER_IN_NAME = re.compile(r"(?:exercise|ex)?[ _-]?0*(\d+)", re.IGNORECASE)


def locate_shelf(name: str) -> Path:
    """Return the folder of a shelf of this command's course, such as `exercises` or `quizzes`."""
    return location.find_current_course().locate_shelf(name)


def locate_file(exercise: Exercise, name: str) -> Path:
    """Return the path of an exercise's file on a shelf of its own course, there or not."""
    suffix = ".toml" if name in ("quizzes", "misconceptions/accepted") else ".py"
    return Course(exercise.course).locate_shelf(name) / f"{exercise.stem}{suffix}"


def locate_stub(exercise: Exercise) -> Path:
    """Return the path of the stub that the kit reads."""
    return locate_file(exercise, "exercises")


def load_front_matter(exercise: Exercise) -> FrontMatter:
    """Read from its question file what an exercise teaches, needs and leads to, and its place in the course."""
    return read_front_matter(locate_file(exercise, "quizzes"))


def locate_suite(exercise: Exercise) -> Path:
    """Return the path of the hidden suite."""
    return locate_file(exercise, "suites")


def list_exercises() -> tuple[Exercise, ...]:
    """Return every exercise whose stub and suite stand on their shelves, in the order of the course.

    An exercise that cannot be read is left out; `list_broken_exercises` tells why.
    """
    its = location.find_current_course()
    broken = list_broken_exercises()
    return tuple(_read_exercise(its, stem) for stem in _list_ordered_stems(its) if stem not in broken)


def list_broken_exercises() -> dict[str, BrokenShelf]:
    """Return what keeps an exercise of this command's course from being read, by stem, in the order of the course."""
    its = location.find_current_course()
    errors = {}
    for stem in _list_ordered_stems(its):
        try:
            _read_exercise(its, stem)
        except BrokenShelf as error:
            errors[stem] = error
    return errors


def find_next_exercise(exercise: Exercise) -> Exercise | None:
    """Return the next exercise of the course that can be read; None after the last."""
    its = Course(exercise.course)
    stems = _list_ordered_stems(its)
    for stem in stems[stems.index(exercise.stem) + 1 :] if exercise.stem in stems else ():
        with contextlib.suppress(BrokenShelf):
            return _read_exercise(its, stem)
    return None


def _list_ordered_stems(its: Course) -> list[str]:
    """List the stems that stand on both needed shelves by their place in the course; equal places by number."""
    questions = its.locate_shelf("quizzes")
    return sorted(_list_stems(its), key=lambda stem: (read_order(questions / f"{stem}.toml"), _parse_number(stem)))


def find_exercise(name: str, within: Course | None = None) -> Exercise:
    """Return the exercise called `3`, `03`, `ex3`, `exercise03`, `bias_correction` or by its whole stem.

    Raises:
        UnknownExercise: no exercise has that name.
        BrokenShelf: one has, and its stub or suite is not there or cannot be read.

    """
    its = within or location.find_current_course()
    stems = _list_stems(its)
    for stem in stems:
        if is_called(stem, name):
            return _read_exercise(its, stem)
    _refuse_half_exercise(its, name)
    import difflib

    spoken = _strip_suffix(name)
    if (exercise := _find_function(its, spoken)) is not None:
        raise UnknownExercise(
            f"There is no exercise called {name!r}.",
            f"{spoken} is a function of exercise {exercise.number}: grade {exercise.number}",
        )
    names = [word for stem in stems for word in (_parse_name(stem), stem)]
    near = difflib.get_close_matches(spoken.lower(), names, n=1)
    mend = f"Did you mean {near[0]}?" if near else "`grade list` shows them all."
    raise UnknownExercise(f"There is no exercise called {name!r}.", mend)


def _refuse_half_exercise(its: Course, name: str) -> None:
    """Raise BrokenShelf where an exercise of that name has files, and its stub or its suite is missing."""
    shelves = ("exercises", "suites", "solutions", "misconceptions")
    stems = {path.stem for shelf in shelves for path in its.locate_shelf(shelf).glob("exercise*.py")}
    for stem in sorted(stem for stem in stems if STEM.fullmatch(stem) and is_called(stem, name)):
        paths = [its.locate_shelf(shelf) / f"{stem}.py" for shelf in location.NEEDED_SHELVES]
        missing = [path for path in paths if not path.is_file()]
        needed = "stub" if missing[0].parent.name == "exercises" else "suite"
        raise BrokenShelf(
            f"{stem} has no {needed}: there is no {' and no '.join(map(its.format_path, missing))}.",
            "Write it, or take the exercise's other files away.",
        )


def _find_function(its: Course, name: str) -> Exercise | None:
    for stem in _list_ordered_stems(its):
        with contextlib.suppress(BrokenShelf):
            if name in (exercise := _read_exercise(its, stem)).functions:
                return exercise
    return None


def is_called(stem: str, name: str) -> bool:
    """Tell whether a person may mean this stem by a name: `3`, `03`, `ex3`, `bias-correction`, a file's name."""
    spoken, parts = _strip_suffix(name), STEM.fullmatch(stem)
    number = NUMBER_IN_NAME.fullmatch(spoken)
    if parts is None or number is None:
        return spoken.lower().replace("-", "_") in (stem, parts[2] if parts else stem)
    return int(number[1]) == int(parts[1])


def _strip_suffix(name: str) -> str:
    """Return a name that a person gave without blanks around it and without a file's suffix."""
    return name.strip().removesuffix(".py").removesuffix(".ipynb")


def read_parameters(exercise: Exercise) -> dict[str, tuple[str, ...]]:
    """Read the parameter names of each function from the stub."""
    return {
        node.name: tuple(argument.arg for argument in node.args.args)
        for node in _parse_stub(locate_stub(exercise)).body
        if isinstance(node, ast.FunctionDef)
    }


def read_defaults(exercise: Exercise) -> dict[str, tuple[object, ...]]:
    """Read the default values of each function's last parameters from the stub."""
    return {
        node.name: tuple(ast.literal_eval(default) for default in node.args.defaults)
        for node in _parse_stub(locate_stub(exercise)).body
        if isinstance(node, ast.FunctionDef)
    }


def find_workspace(start: Path | None = None) -> Path:
    """Find the folder of the learner's files: `exercises/` here, this folder itself, or `exercises/` further up.

    A file of an exercise in a folder above makes no workspace of that folder. Raises NoWorkspace.
    """
    here = (start or Path.cwd()).resolve()
    stems = _list_stems(location.find_current_course())
    for folder in (here / "exercises", here, *(parent / "exercises" for parent in here.parents)):
        if any((folder / f"{stem}{suffix}").is_file() for stem in stems for suffix in (".py", ".ipynb")):
            return folder
    raise NoWorkspace(f"There are no exercises in {here} or above it.", "`grade start DIR` lays out a fresh workspace.")


def _list_stems(its: Course) -> list[str]:
    """List the stems that stand on both needed shelves, by number; no file is opened for it."""
    stems = {path.stem for path in its.locate_shelf("exercises").glob("exercise*.py")}
    stems &= {path.stem for path in its.locate_shelf("suites").glob("exercise*.py")}
    return sorted((stem for stem in stems if STEM.fullmatch(stem)), key=lambda stem: (_parse_number(stem), stem))


def _parse_number(stem: str) -> int:
    return int(STEM.fullmatch(stem)[1])  # type: ignore[index]


def _parse_name(stem: str) -> str:
    return STEM.fullmatch(stem)[2]  # type: ignore[index]


@functools.cache
def _read_exercise(its: Course, stem: str) -> Exercise:
    """Read an exercise from its stub and suite; raise BrokenShelf where they say too little."""
    path, suite = its.locate_shelf("exercises") / f"{stem}.py", its.locate_shelf("suites") / f"{stem}.py"
    tree = _parse_stub(path)
    docstring = ast.get_docstring(tree)
    if not docstring:
        raise BrokenShelf(f"{path.name} has no docstring.", "Its first line is the exercise's title.")
    examined = _find_examined_functions(suite)
    defined = tuple(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
    functions = tuple(name for name in defined if name in examined)
    if not functions:
        raise BrokenShelf(
            f"No check of {its.format_path(suite)} examines a function of {its.format_path(path)}.",
            'Name one in a contract, Contract("…"), or in a mark, @pytest.mark.check(function="…").',
        )
    return Exercise(
        stem, _parse_number(stem), _parse_name(stem), docstring.splitlines()[0].rstrip("."), functions, its.folder
    )


def _find_examined_functions(path: Path) -> set[str]:
    """Find the functions that a suite names in its contracts and marks, without importing it."""
    text = path.read_text("utf-8", "replace")
    # Patterns that begin with plain letters match many times as fast; what stands before is looked at afterwards.
    marks = re.finditer(r"""function\s*=\s*["'](\w+)["']""", text)
    contracts = re.finditer(r"""ontract\(\s*["'](\w+)["']""", text)
    marked = {match[1] for match in marks if not re.match(r"\w", text[max(0, match.start() - 1)])}
    return marked | {match[1] for match in contracts if text[: match.start()].endswith(("C", "c"))}


@functools.cache
def _parse_stub(path: Path) -> ast.Module:
    """Parse a stub; raise BrokenShelf, with the line and with what Python says, where it is no Python."""
    try:
        return ast.parse(path.read_bytes(), str(path))
    except (SyntaxError, ValueError) as error:
        says = error.msg if isinstance(error, SyntaxError) else str(error)
        mend = "Mend it there."
        if path.parent == Course().locate_shelf("exercises"):
            mend += " Who only learns here: `pip install .` gives the kit stubs of its own, which no edit disturbs."
        raise BrokenShelf(f"{format_error_location(error, path)}: {says}.", mend) from None


__all__ = [
    "PACKAGE", "find_exercise", "find_next_exercise", "find_workspace", "is_called", "list_broken_exercises",
    "list_exercises", "load_front_matter", "locate_file", "locate_shelf", "locate_stub", "locate_suite",
    "read_defaults", "read_parameters",
]  # fmt: skip
