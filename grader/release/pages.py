"""What a student kit says of itself: its README and its pyproject.toml."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from importlib import metadata
from typing import Any

from grader import __version__, course
from grader.course.edition import HeldBack, KitCourse
from grader.errors import KitError
from grader.model import Exercise

README = """\
# {title}

Exercises that tell you what your numbers mean. You fill in a few functions; every law that does not hold shows its
numbers, and where they fit a known idea you hear which one it is and what it does to a run.

## Start

In this folder, with Python 3.11 or newer:

    python -m venv .venv
    source .venv/bin/activate      on Windows: .venv\\Scripts\\activate
    python -m pip install .
    grade {number}

The environment `.venv` is this kit's own, so kits of other weeks and other courses stay as they are: each answers in
its own folder, once its environment is activated there. Your progress is kept by course, not by kit.

Then open `{first}`, write, and say `grade {number}` again. Your files stay in `exercises/`; the kit
reads its own copies, so nothing you write can break it.

| command | exercise | functions |
| --- | --- | --- |
{table}

    grade               where you are and what to do next
    grade hint {number}        one thought for the next step
    grade quiz          questions that come back when you are about to forget
    grade reset {number}       the file as it came; what you wrote is kept beside it
    grade notebook {number}    the exercise as a Jupyter notebook, graded like the file
    grade doctor        what stands between your code and your files on this machine

## What this kit is

A student kit, version {version}. It holds no solutions, and the ideas it knows are tables of numbers: what each
wrong turn answers to a few inputs.

It holds formulas all the same. The laws in `grader/suites/` compare your numbers with closed forms, and the quiz
simulates small runs (`grader/quiz/simulation.py`) to draw its pictures and compute its answers. Whoever reads them can
work a formula out of them, as out of any textbook.

{found}
{kept}"""
NONE = "Every function of this kit was tried as an answer to every exercise, and none passes."
FOUND = """\
Every function of this kit was tried as an answer to every exercise. These earn half of a function's points or more:

{lines}
"""
KEPT = """
Some checks stay with your instructor. They ask the same functions for other consequences of the same formulas, and
the score here is out of what the checks in this kit are worth:

{lines}
"""
PROJECT = """\
[build-system]
requires = ["hatchling>=1.25"]
build-backend = "hatchling.build"

[project]
name = {name}
version = {version}
description = {description}
readme = "README.md"
requires-python = {python}
license = "MIT"
license-files = ["LICENSE"]
dependencies = [
{dependencies}
]

[project.scripts]
grade = "grader.__main__:main"

[tool.hatch.build.targets.wheel]
only-include = ["grader"]

[tool.hatch.build.targets.sdist]
only-include = ["exercises", "grader"]
"""


def format_version() -> str:
    """Return the kit's own version: this one's, marked as a student kit in the way that installers know (PEP 440)."""
    return f"{__version__}+student"


def make_pages(exercises: Sequence[Exercise], kept: Mapping[str, HeldBack], kit_course: KitCourse) -> dict[str, bytes]:
    """Make README.md, pyproject.toml and LICENSE. Raises KitError where there is no kit to copy the last two from."""
    project, permission = _read_project()
    return {
        "README.md": make_readme(exercises, kept, kit_course).encode(),
        "pyproject.toml": _format_project(project, kit_course).encode(),
        "LICENSE": permission,
    }


def _read_project() -> tuple[Mapping[str, Any], bytes]:
    """Read the whole kit's project table and its license: from the checkout, else from the installed kit.

    Raises KitError where neither is there.
    """
    root = course.PACKAGE.parent
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
        if project.get("project", {}).get("name") == "fallline":
            return project["project"], (root / "LICENSE").read_bytes()
    except (OSError, ValueError):
        pass
    try:
        installed = metadata.distribution("fallline")
    except metadata.PackageNotFoundError:
        installed = None
    license_file = next((part for part in (installed.files or [] if installed else []) if part.name == "LICENSE"), None)
    if installed is None or license_file is None:
        raise KitError("This kit is neither a checkout nor installed.", "Install it: python -m pip install .")
    needs = [part for part in installed.requires or [] if "extra ==" not in part]
    settings = {"dependencies": needs, "requires-python": installed.metadata["Requires-Python"]}
    return settings | {"description": installed.metadata["Summary"]}, license_file.read_binary()


def make_readme(
    exercises: Sequence[Exercise], kept: Mapping[str, HeldBack], kit_course: KitCourse, answers: Sequence[str] = ()
) -> str:
    """Make the kit's README; `answers` are the functions of the kit that would do for an answer."""
    rows = [
        f"| `grade {exercise.number}` | {exercise.title} | `{'`, `'.join(exercise.functions)}` |"
        for exercise in exercises
    ]
    lines = [
        f"- exercise {exercise.number}: {held_back.checks} checks, worth {held_back.points:g} of its points"
        for exercise in exercises
        if (held_back := kept[exercise.stem]).checks
    ]
    return README.format(
        title=kit_course.title,
        number=exercises[0].number,
        first=f"exercises/{exercises[0].stem}.py",
        table="\n".join(rows),
        version=format_version(),
        found=FOUND.format(lines="\n".join(f"- {answer}" for answer in answers)) if answers else NONE,
        kept=KEPT.format(lines="\n".join(lines)) if lines else "",
    )


def _format_project(settings: Mapping[str, Any], kit_course: KitCourse) -> str:
    """Format the kit's pyproject.toml."""
    about = kit_course.title if kit_course.name else settings["description"]
    return PROJECT.format(
        name=json.dumps(kit_course.distribution),
        version=json.dumps(format_version()),
        description=json.dumps(f"{about} (student kit)", ensure_ascii=False),
        python=json.dumps(settings["requires-python"]),
        dependencies="\n".join(f"    {json.dumps(dependency)}," for dependency in settings["dependencies"]),
    )
