"""Where on the shelves a fault stands: the file, and the line."""

from __future__ import annotations

import ast

from grader import course
from grader.course.location import Course
from grader.model import Exercise


def line_with(exercise: Exercise, shelf: str, words: str) -> str:
    """Return the file of that shelf and the first line of it that holds these words, as `file, line 3`."""
    path = course.locate_file(exercise, shelf)
    name = Course(exercise.course).format_path(path)
    lines = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
    found = next((number for number, line in enumerate(lines, 1) if words in line), None)
    return f"{name}, line {found}" if found else name


def definitions(exercise: Exercise, shelf: str) -> dict[str, ast.FunctionDef]:
    """Parse a file of the shelves into its functions, by name; empty where there is no such file."""
    path = course.locate_file(exercise, shelf)
    body = ast.parse(path.read_bytes(), str(path)).body if path.is_file() else []
    return {node.name: node for node in body if isinstance(node, ast.FunctionDef)}
