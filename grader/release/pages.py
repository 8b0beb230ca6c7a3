"""What a student kit says of itself: its README and its pyproject.toml."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from grader import __version__, course
from grader.errors import KitError
from grader.kit import Kept
from grader.model import Exercise

README = """\
# Fallline: why training works, and why it breaks

Exercises on optimization that tell you what your numbers mean. You fill in a few functions; every law that does not
hold shows its numbers, and where they fit a known idea you hear which one it is and what it does to a training run.

## Start

Two commands, in this folder, with Python 3.11 or newer:

    python -m pip install .
    grade {number}

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

A student kit, version {version}. There are no solutions in it. The ideas it knows are tables of numbers, what each
wrong turn answers to a few inputs: all that a diagnosis needs, and no program that could be handed in.
{kept}"""
KEPT = """
Some checks stay with your instructor. They ask the same functions for other consequences of the same formulas, and
the score here is out of what the checks in this kit are worth:

{lines}
"""
PROJECT = """\
[build-system]
requires = {requires}
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


def of(exercises: Sequence[Exercise], kept: Mapping[str, Kept]) -> dict[str, bytes]:
    """README.md, pyproject.toml and LICENSE.

    Raises KitError where the kit does not run from a checkout, which alone has the last two.
    """
    root = course.PACKAGE.parent
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
        permission = (root / "LICENSE").read_bytes()
    except OSError:
        raise KitError(
            "A student kit is made in a checkout: an installed kit has no pyproject.toml and no LICENSE to hand on.",
            "Clone the repository and run `python -m grader release DIR` there.",
        ) from None
    return {
        "README.md": _readme(exercises, kept).encode(),
        "pyproject.toml": _project(project).encode(),
        "LICENSE": permission,
    }


def _readme(exercises: Sequence[Exercise], kept: Mapping[str, Kept]) -> str:
    rows = [f"| `grade {one.number}` | {one.title} | `{'`, `'.join(one.functions)}` |" for one in exercises]
    lines = [
        f"- exercise {one.number}: {kept[one.stem].checks} checks, worth {kept[one.stem].points:g} of its points"
        for one in exercises
        if kept[one.stem].checks
    ]
    return README.format(
        number=exercises[0].number,
        first=f"exercises/{exercises[0].stem}.py",
        table="\n".join(rows),
        version=version(),
        kept=KEPT.format(lines="\n".join(lines)) if lines else "",
    )


def _project(whole: Mapping[str, Any]) -> str:
    ours = whole["project"]
    return PROJECT.format(
        requires=json.dumps(whole["build-system"]["requires"]),
        name=json.dumps(ours["name"]),
        version=json.dumps(version()),
        description=json.dumps(f"{ours['description']} (student kit)"),
        python=json.dumps(ours["requires-python"]),
        dependencies="\n".join(f"    {json.dumps(one)}," for one in ours["dependencies"]),
    )
