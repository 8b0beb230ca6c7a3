"""Finds what stands on the shelves: a name in any of its forms becomes an Exercise, a place becomes a workspace.

Names are looked for in the course of this command (`courses.current`). An exercise knows its own course, so
whoever holds one, in whatever process, finds the files that belong to it.
"""

from __future__ import annotations

import ast
import functools
import itertools
import re
from pathlib import Path

from grader.course import location
from grader.course.front_matter import About, read_front_matter, read_order
from grader.course.location import PACKAGE, Course
from grader.errors import BrokenShelf, NoWorkspace, UnknownExercise
from grader.model import Exercise

STEM = re.compile(r"exercise(\d+)_(\w+)")
SPOKEN = re.compile(r"(?:exercise|ex)?[ _-]?0*(\d+)", re.IGNORECASE)


def shelf(name: str) -> Path:
    """The folder of a shelf of this command's course, such as `exercises` or `quizzes`."""
    return location.current().shelf(name)


def file_of(exercise: Exercise, name: str) -> Path:
    """The file of an exercise on a shelf of its own course, there or not."""
    suffix = ".toml" if name == "quizzes" else ".py"
    return Course(exercise.course).shelf(name) / f"{exercise.stem}{suffix}"


def stub(exercise: Exercise) -> Path:
    """The stub as the kit ships it."""
    return file_of(exercise, "exercises")


def about(exercise: Exercise) -> About:
    """What its question file says of an exercise: its place, what it teaches, needs and leads to."""
    return read_front_matter(file_of(exercise, "quizzes"))


def suite(exercise: Exercise) -> Path:
    """The hidden suite."""
    return file_of(exercise, "suites")


def exercises() -> tuple[Exercise, ...]:
    """Every exercise whose stub and suite stand on their shelves, in the order in which one meets them."""
    found = location.current()
    return tuple(_read(found, stem) for stem in _ordered(found))


def after(exercise: Exercise) -> Exercise | None:
    """The next exercise of the course."""
    its = Course(exercise.course)
    following = itertools.pairwise(_ordered(its))
    return next((_read(its, later) for stem, later in following if stem == exercise.stem), None)


def _ordered(its: Course) -> list[str]:
    """What stands on both shelves, by its place in the course; equal places by number."""
    questions = its.shelf("quizzes")
    return sorted(_stems(its), key=lambda stem: (read_order(questions / f"{stem}.toml"), _number(stem)))


def find(name: str, within: Course | None = None) -> Exercise:
    """The exercise called `3`, `03`, `ex3`, `exercise03`, `bias_correction` or by its whole stem."""
    its = within or location.current()
    stems = _stems(its)
    for stem in stems:
        if is_called(stem, name):
            return _read(its, stem)
    import difflib

    spoken = _bare(name)
    names = [word for stem in stems for word in (_name(stem), stem)]
    near = difflib.get_close_matches(spoken.lower(), names, n=1)
    mend = f"Did you mean {near[0]}?" if near else "`grade list` shows them all."
    raise UnknownExercise(f"There is no exercise called {name!r}.", mend)


def is_called(stem: str, name: str) -> bool:
    """Tell whether a person may mean this stem by a name: `3`, `03`, `ex3`, `bias-correction`, a file's name."""
    spoken, parts = _bare(name), STEM.fullmatch(stem)
    number = SPOKEN.fullmatch(spoken)
    if parts is None or number is None:
        return spoken.lower().replace("-", "_") in (stem, parts[2] if parts else stem)
    return int(number[1]) == int(parts[1])


def _bare(name: str) -> str:
    return name.strip().removesuffix(".py").removesuffix(".ipynb")


def parameters(exercise: Exercise) -> dict[str, tuple[str, ...]]:
    """The parameter names of each function, as the stub writes them."""
    return {
        node.name: tuple(argument.arg for argument in node.args.args)
        for node in _tree(stub(exercise)).body
        if isinstance(node, ast.FunctionDef)
    }


def defaults(exercise: Exercise) -> dict[str, tuple[object, ...]]:
    """The default values of each function's last parameters, as the stub writes them."""
    return {
        node.name: tuple(ast.literal_eval(default) for default in node.args.defaults)
        for node in _tree(stub(exercise)).body
        if isinstance(node, ast.FunctionDef)
    }


def workspace(start: Path | None = None) -> Path:
    """The folder of the learner's files: `exercises/` here, this folder itself, or `exercises/` further up.

    A file that lies about in a folder above makes no workspace of it.
    """
    here = (start or Path.cwd()).resolve()
    stems = _stems(location.current())
    for place in (here / "exercises", here, *(folder / "exercises" for folder in here.parents)):
        if any((place / f"{stem}{kind}").is_file() for stem in stems for kind in (".py", ".ipynb")):
            return place
    raise NoWorkspace(f"There are no exercises in {here} or above it.", "`grade start DIR` lays out a fresh workspace.")


def _stems(its: Course) -> list[str]:
    """What stands on both shelves, by number; no file is opened for it."""
    found = {path.stem for path in its.shelf("exercises").glob("exercise*.py")}
    found &= {path.stem for path in its.shelf("suites").glob("exercise*.py")}
    return sorted((stem for stem in found if STEM.fullmatch(stem)), key=lambda stem: (_number(stem), stem))


def _number(stem: str) -> int:
    return int(STEM.fullmatch(stem)[1])  # type: ignore[index]


def _name(stem: str) -> str:
    return STEM.fullmatch(stem)[2]  # type: ignore[index]


@functools.cache
def _read(its: Course, stem: str) -> Exercise:
    path, judge = its.shelf("exercises") / f"{stem}.py", its.shelf("suites") / f"{stem}.py"
    tree = _tree(path)
    words = ast.get_docstring(tree)
    if not words:
        raise BrokenShelf(f"{path.name} has no docstring.", "Its first line is the exercise's title.")
    wanted = _examined(judge)
    defined = tuple(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
    functions = tuple(name for name in defined if name in wanted)
    if not functions:
        raise BrokenShelf(
            f"No check of {its.told(judge)} examines a function of {its.told(path)}.",
            'Name one in a contract, Contract("…"), or in a mark, @pytest.mark.check(function="…").',
        )
    return Exercise(stem, _number(stem), _name(stem), words.splitlines()[0].rstrip("."), functions, its.folder)


def _examined(path: Path) -> set[str]:
    """The functions that a suite names, read off its contracts and marks without importing it."""
    text = path.read_text("utf-8", "replace")
    # Patterns that begin with plain letters are found many times as fast; what stands before is looked at afterwards.
    marks = re.finditer(r"""function\s*=\s*["'](\w+)["']""", text)
    contracts = re.finditer(r"""ontract\(\s*["'](\w+)["']""", text)
    marked = {one[1] for one in marks if not re.match(r"\w", text[max(0, one.start() - 1)])}
    return marked | {one[1] for one in contracts if text[: one.start()].endswith(("C", "c"))}


@functools.cache
def _tree(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_bytes())
    except (SyntaxError, ValueError) as error:
        if path.parent != Course().shelf("exercises"):
            raise BrokenShelf(f"{path} is no Python ({error}).", "Mend the stub there.") from None
        raise BrokenShelf(
            f"The kit reads its exercises from this checkout, and {path.name} is no Python ({error}).",
            "`pip install .` gives the kit its own copy; then your edits cannot disturb it.",
        ) from None


__all__ = [
    "PACKAGE", "after", "defaults", "exercises", "file_of", "find", "is_called", "parameters", "shelf", "stub", "suite",
    "workspace",
]  # fmt: skip
