"""A course of one's own with something changed in it, and what `grade check` says of its first exercise."""

from __future__ import annotations

from pathlib import Path

from grader import authoring, course
from grader.course import location
from grader.sandbox import Sandbox


def find_breaches(mine: Path, stem: str, sandbox: Sandbox, *changes: tuple[str, str, str]) -> list[str]:
    """Replace a text on a shelf for each change (shelf, old, new), and return what is told then."""
    for shelf, old, new in changes:
        (path,) = (mine / shelf).glob(f"{stem}.*")
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
    course._parse_stub.cache_clear()
    exercise = course.find_exercise("1", location.load_course(mine))
    return [breach.what for breach in authoring.examine(exercise, sandbox, others=[exercise]).breaches]
