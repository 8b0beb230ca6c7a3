"""Coincidences that an author accepts, written into the family file: `grade check --write`."""

from __future__ import annotations

import ast
from pathlib import Path

from grader import course
from grader.authoring.families import undeclared, written
from grader.diagnosis import family_of
from grader.errors import KitError
from grader.model import Exercise


def accept(exercise: Exercise) -> list[str]:
    """Declare every coincidence of the exercise's families that is not declared yet, and list what was written."""
    path = course.file_of(exercise, "misconceptions")
    told = []
    # From below, so that the lines above stay where they are.
    found = sorted(family_of(exercise).values(), key=lambda one: -_decorator(path, one.function).lineno)
    for family in found:
        groups = undeclared(family)
        if groups:
            path.write_text(_declared(path, family.function, written(groups)), "utf-8", newline="\n")
            told += [f"{path.name}: {family.function} accepts {written([group])}" for group in groups]
    return told


def _decorator(path: Path, function: str) -> ast.Call:
    """Find the `@family(…)` of a function. Raises KitError."""
    for node in ast.parse(path.read_bytes()).body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            for one in node.decorator_list:
                if isinstance(one, ast.Call):
                    return one
    raise KitError(f"{path.name} has no @family(…) above {function}.", "Write the coincidences there by hand.")


def _declared(path: Path, function: str, groups: str) -> str:
    """Return the file's text with these groups in `same` of that function."""
    call, text = _decorator(path, function), path.read_bytes()
    lines = text.splitlines(keepends=True)
    same = next((word.value for word in call.keywords if word.arg == "same"), None)
    if same is None:
        end = _place(lines, call.end_lineno, call.end_col_offset) - 1
        comma = "" if text[:end].rstrip().endswith((b",", b"(")) else ", "
        return _put(text, end, end, f"{comma}same=[{groups}]")
    start = _place(lines, same.lineno, same.col_offset)
    end = _place(lines, same.end_lineno, same.end_col_offset)
    if isinstance(same, ast.List | ast.Tuple):
        comma = "" if text[: end - 1].rstrip().endswith((b",", b"[", b"(")) else ", "
        return _put(text, end - 1, end - 1, f"{comma}{groups},")
    return _put(text, start, end, f"(*{text[start:end].decode()}, {groups})")


def _place(lines: list[bytes], line: int | None, column: int | None) -> int:
    return sum(map(len, lines[: (line or 1) - 1])) + (column or 0)


def _put(text: bytes, start: int, end: int, words: str) -> str:
    return (text[:start] + words.encode() + text[end:]).decode()
