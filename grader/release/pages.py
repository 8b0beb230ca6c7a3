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
hold shows its numbers, and where the numbers fit a known idea you hear which one it is and what it does to a
training run.

## Start

Two commands, in this folder, with Python 3.11 or newer:

    python -m pip install .
    grade 1

Then open `{first}`, write, and say `grade 1` again. (Without installing anything,
`python -m grader 1` does the same, as long as the packages of `pyproject.toml` are there.)

| exercise | what it asks for |
| --- | --- |
{table}

    grade               where you are and what to do next
    grade list          the exercises
    grade 1             grade exercise 1
    grade hint 1        one thought for the next step
    grade quiz          questions, brought back when you are about to forget
    grade reset 1       the file as it came; what you wrote is kept beside it
    grade notebook 1    the exercise as a Jupyter notebook, graded like the file
    grade doctor        what stands between your code and your files on this machine

## What this kit is

A student kit, {version}. It has no solutions. {kept}The ideas it knows are tables of numbers: what each wrong turn
answers to a few inputs. That is all a diagnosis needs, and it is no program that could be handed in.
"""
KEPT = """Some checks stay with your instructor, so a score here is out of what
the checks in this kit are worth: {lines}.
The laws are the same for all of them, only the inputs are others; a program that is right here is right there.
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
    rows = [f"| `grade {one.number}` | {one.title}: `{'`, `'.join(one.functions)}` |" for one in exercises]
    held = [one for one in exercises if kept[one.stem].checks]
    lines = ", ".join(
        f"exercise {one.number} keeps {kept[one.stem].checks} worth {kept[one.stem].points:g}" for one in held
    )
    text = README.format(
        first=f"exercises/{exercises[0].stem}.py",
        table="\n".join(rows),
        version=version(),
        kept=KEPT.format(lines=lines) if held else "",
    )
    return text.replace("grade 1", f"grade {exercises[0].number}").replace("grader 1", f"grader {exercises[0].number}")


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
