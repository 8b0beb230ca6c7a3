"""The plan of a function: what it does, in a few steps of plain words, as the exercise's question file holds it."""

from __future__ import annotations

import tomllib

from grader import course
from grader.model import Exercise


def read_plan(exercise: Exercise, function: str) -> tuple[str, ...]:
    """Return the steps of a function's plan; empty where its exercise has none that can be read."""
    try:
        raw = tomllib.loads(course.locate_file(exercise, "quizzes").read_text("utf-8-sig"))
        steps = raw["functions"][function]["plan"]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(step for step in steps if isinstance(step, str)) if isinstance(steps, list) else ()
