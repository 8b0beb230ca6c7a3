"""What `grade check` finds, and where on the shelves it stands: the file, and the line."""

from __future__ import annotations

import ast

from msgspec import Struct

from grader import course
from grader.course.location import Course
from grader.model import Exercise


class Breach(Struct, frozen=True):
    """One demand of the bank law that an exercise does not meet."""

    exercise: str
    what: str
    mend: str


def find_line(exercise: Exercise, shelf: str, words: str) -> str:
    """Return the file of that shelf and the first line of it that holds these words, as `file, line 3`."""
    path = course.locate_file(exercise, shelf)
    name = Course(exercise.course).format_path(path)
    lines = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
    line_number = next((number for number, line in enumerate(lines, 1) if words in line), None)
    return f"{name}, line {line_number}" if line_number else name


def parse_functions(exercise: Exercise, shelf: str) -> dict[str, ast.FunctionDef]:
    """Parse a file of the shelves into its functions, by name; empty where there is no such file."""
    path = course.locate_file(exercise, shelf)
    body = ast.parse(path.read_bytes(), str(path)).body if path.is_file() else []
    return {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
