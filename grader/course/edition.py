"""Which kit this is: the whole one, or a student kit that `grade release` wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from grader.model import Exercise

SLIP = Path(__file__).parents[1] / "kit.json"
"""Stands in a student kit alone, and says what its instructor keeps."""
SCHEMA = "fallline/kit/v1"
KEPT_COMMANDS = frozenset({"analyse", "batch", "check", "export", "new", "release"})
"""Commands of the whole kit alone: they serve whoever writes exercises or grades a class."""


class Kept(Struct, frozen=True):
    """The checks of one exercise that stay with the instructor."""

    checks: int
    points: float


class Of(Struct, frozen=True):
    """The course that a student kit is of."""

    name: str = ""
    """In the names of distributions and folders; empty for the kit's own course."""
    title: str = "Fallline: why training works, and why it breaks"

    @property
    def distribution(self) -> str:
        """What the kit is called where it is installed."""
        return f"fallline-{self.name}" if self.name else "fallline"


@cache
def course_of() -> Of:
    """The course that this kit's own shelves hold: a student kit may be of another course than Fallline's."""
    told = json.loads(SLIP.read_text("utf-8")).get("course", {}) if SLIP.is_file() else {}
    return Of(**told)


@cache
def kept() -> Mapping[str, Kept] | None:
    """What the instructor keeps, by an exercise's stem; None in the whole kit."""
    if not SLIP.is_file():
        return None
    told = json.loads(SLIP.read_text("utf-8"))["held_back"]
    return {stem: Kept(one["checks"], one["points"]) for stem, one in told.items()}


def is_students() -> bool:
    """Whether this is a student kit."""
    return kept() is not None


def version_line(line: str) -> str:
    """What `grade --version` says; a student kit says that it is one."""
    return f"{line} (student kit)" if is_students() else line


def about() -> str:
    """One line on a student kit; empty in the whole kit, which needs none."""
    if not is_students():
        return ""
    checks = sum(one.checks for one in (kept() or {}).values())
    return (
        f"This is a student kit: no solutions, ideas as tables of numbers, {checks} checks stay with your instructor."
    )


def still_to_come(exercise: Exercise) -> str:
    """One line on the checks that this kit does not have; empty where it has them all."""
    ours = (kept() or {}).get(exercise.stem)
    if ours is None or not ours.checks:
        return ""
    many = "1 more check" if ours.checks == 1 else f"{ours.checks} more checks"
    points = f"{ours.points:g} point{'' if ours.points == 1 else 's'}"
    return f"Your instructor's kit holds {many} of the same functions, worth {points}."
