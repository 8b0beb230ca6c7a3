"""Which kit this is: the whole one, or a student kit that `grade release` wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec import Struct

from grader.model import Exercise

KIT_FILE = Path(__file__).parents[1] / "kit.json"
"""A file of student kits alone, which says what the instructor keeps."""
KIT_SCHEMA = "fallline/kit/v1"
INSTRUCTOR_COMMANDS = frozenset({"analyse", "batch", "check", "export", "new", "release"})
"""Commands of the whole kit alone: they serve whoever writes exercises or grades a class."""


class HeldBack(Struct, frozen=True):
    """The checks of one exercise that stay with the instructor."""

    checks: int
    points: float


class KitCourse(Struct, frozen=True):
    """The course that a student kit is of."""

    name: str = ""
    """In the names of distributions and folders; empty for the kit's own course."""
    title: str = "Fallline: why training works, and why it breaks"

    @property
    def distribution(self) -> str:
        """What the kit is called where it is installed."""
        return f"fallline-{self.name}" if self.name else "fallline"


@cache
def read_kit_course() -> KitCourse:
    """Read which course this kit's own shelves hold: a student kit may be of another course than Fallline's."""
    fields = json.loads(KIT_FILE.read_text("utf-8")).get("course", {}) if KIT_FILE.is_file() else {}
    return KitCourse(**fields)


@cache
def read_held_back() -> Mapping[str, HeldBack] | None:
    """Read what the instructor keeps, by an exercise's stem; None in the whole kit."""
    if not KIT_FILE.is_file():
        return None
    entries = json.loads(KIT_FILE.read_text("utf-8"))["held_back"]
    return {stem: HeldBack(entry["checks"], entry["points"]) for stem, entry in entries.items()}


def is_student_kit() -> bool:
    """Tell whether this is a student kit."""
    return read_held_back() is not None


def format_version(line: str) -> str:
    """Format the line of `grade --version`; a student kit says that it is one."""
    return f"{line} (student kit)" if is_student_kit() else line


def describe_kit() -> str:
    """Describe a student kit in one line; empty in the whole kit, which needs none."""
    if not is_student_kit():
        return ""
    checks = sum(held_back.checks for held_back in (read_held_back() or {}).values())
    return (
        f"This is a student kit: no solutions, ideas as tables of numbers, {checks} checks stay with your instructor."
    )


def describe_held_back(exercise: Exercise) -> str:
    """Describe in one line the checks that this kit does not have; empty where it has them all."""
    held_back = (read_held_back() or {}).get(exercise.stem)
    if held_back is None or not held_back.checks:
        return ""
    checks = "1 more check" if held_back.checks == 1 else f"{held_back.checks} more checks"
    points = f"{held_back.points:g} point{'' if held_back.points == 1 else 's'}"
    return f"Your instructor's kit holds {checks} of the same functions, worth {points}."
