"""The kill matrix as a page of Markdown: plain text, for the documentation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from grader.authoring.matrix import MatrixRow
from grader.model import Exercise

HEAD = """# The kill matrix

Which check catches which misconception. Every wrong turn of every family is handed in as if a student had
written it, and every check judges it; ● marks the checks that it breaks. A row without ● would be a wrong
program that passes, and a breach of the bank law (`grade check`). `EM-SUM(2)` is the second form of an idea
that people write in several ways. Checks that are held back stay with the instructor when a student kit is
released; the others alone catch every row.

This page is generated: `grade check --markdown` prints it.
"""


def make_page(matrices: Iterable[tuple[Exercise, Sequence[MatrixRow]]]) -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *(make_section(exercise, rows) for exercise, rows in matrices)])


def make_section(exercise: Exercise, rows: Sequence[MatrixRow]) -> str:
    """Return the section of one exercise: a table a function, a column a check."""
    lines = [f"## {exercise.number}. {exercise.title}", ""]
    for function in exercise.functions:
        lines += _make_table(function, [row for row in rows if row.function == function])
    return "\n".join(lines)


def _make_table(function: str, rows: Sequence[MatrixRow]) -> list[str]:
    """Return the lines of one function's table."""
    if not rows:
        return [f"### `{function}`", "", "No family yet.", ""]
    checks = [result for result in rows[0].results if result.function == function]
    lines = [f"### `{function}`", ""]
    lines += [
        f"{number}. {check.says}{' *(held back)*' if check.held_back else ''}" for number, check in enumerate(checks, 1)
    ]
    lines += ["", "| idea | " + " | ".join(str(number) for number in range(1, len(checks) + 1)) + " |"]
    lines += ["| --- |" + " :-: |" * len(checks)]
    for row in rows:
        broken = set(row.killed_by)
        marks = " | ".join("●" if check.id in broken else "" for check in checks)
        lines.append(f"| {row.name}{' (advisory)' if row.kind == 'advisory' else ''} | {marks} |")
    return [*lines, ""]
