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
grade = "grader.cli:main"

[tool.hatch.build.targets.wheel]
only-include = ["grader"]

[tool.hatch.build.targets.sdist]
only-include = ["exercises", "grader"]
"""


def version() -> str:
    """The kit's own version: this one's, marked as a student kit in the way that installers know (PEP 440)."""
    return f"{__version__}+student"


def of(exercises: Sequence[Exercise], kept: Mapping[str, HeldBack], its: KitCourse) -> dict[str, bytes]:
    """README.md, pyproject.toml and LICENSE. Raises KitError where there is no kit to copy the last two from."""
    project, permission = _whole()
    return {
        "README.md": readme(exercises, kept, its).encode(),
        "pyproject.toml": _project(project, its).encode(),
        "LICENSE": permission,
    }


def _whole() -> tuple[Mapping[str, Any], bytes]:
    """What the whole kit's project says of itself, and its license: from the checkout, else from the installed kit.

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
        held = metadata.distribution("fallline")
    except metadata.PackageNotFoundError:
        held = None
    license_file = next((one for one in (held.files or [] if held else []) if one.name == "LICENSE"), None)
    if held is None or license_file is None:
        raise KitError("This kit is neither a checkout nor installed.", "Install it: python -m pip install .")
    needs = [one for one in held.requires or [] if "extra ==" not in one]
    told = {"dependencies": needs, "requires-python": held.metadata["Requires-Python"]}
    return told | {"description": held.metadata["Summary"]}, license_file.read_binary()


def readme(
    exercises: Sequence[Exercise], kept: Mapping[str, HeldBack], its: KitCourse, found: Sequence[str] = ()
) -> str:
    """The kit's README; `found` are the functions of the kit that would do for an answer."""
    rows = [f"| `grade {one.number}` | {one.title} | `{'`, `'.join(one.functions)}` |" for one in exercises]
    lines = [
        f"- exercise {one.number}: {kept[one.stem].checks} checks, worth {kept[one.stem].points:g} of its points"
        for one in exercises
        if kept[one.stem].checks
    ]
    return README.format(
        title=its.title,
        number=exercises[0].number,
        first=f"exercises/{exercises[0].stem}.py",
        table="\n".join(rows),
        version=version(),
        found=FOUND.format(lines="\n".join(f"- {one}" for one in found)) if found else NONE,
        kept=KEPT.format(lines="\n".join(lines)) if lines else "",
    )


def _project(ours: Mapping[str, Any], its: KitCourse) -> str:
    about = its.title if its.name else ours["description"]
    return PROJECT.format(
        name=json.dumps(its.distribution),
        version=json.dumps(version()),
        description=json.dumps(f"{about} (student kit)", ensure_ascii=False),
        python=json.dumps(ours["requires-python"]),
        dependencies="\n".join(f"    {json.dumps(one)}," for one in ours["dependencies"]),
    )
