"""The grades of a batch as one table: a row for each student and exercise, safe in any spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from grader.export.records import is_ungraded
from grader.text import clean

HEAD = (
    "student",
    "name",
    "exercise",
    "score",
    "max_score",
    "status",
    "misconceptions",
    "sandbox",
    "sha256",
    "file",
    "late",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""A cell that begins with one of these is taken for a formula."""
_STEERING = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Characters that command a terminal or turn the reading direction; without joiners, which many names need."""


def make_row(record: Mapping[str, Any]) -> list[str]:
    """Return one report (`fallline/report/v1`) as a row under HEAD."""
    student = record["student"] or {"id": "", "name": None}
    ungraded = is_ungraded(record)
    misconceptions = sorted({name for diagnosis in record["diagnoses"] for name in diagnosis["misconceptions"]})
    return [
        escape_cell(student["id"]),
        escape_cell(student["name"] or ""),
        record["exercise"],
        *(["", ""] if ungraded else [f"{record['score']:.2f}", f"{record['max_score']:.2f}"]),
        "set_aside" if ungraded else record["status"],
        " ".join(misconceptions),
        record["sandbox"] or "",
        record["submission"]["sha256"],
        escape_cell(record["submission"]["path"]),
        "yes" if record["submission"].get("late") else "",
    ]


def escape_cell(text: str) -> str:
    """Return a text on one line that no spreadsheet takes for a formula and no terminal for a command."""
    flat = join_lines(str(text))
    return f"'{flat}" if flat.lstrip().startswith(FORMULA) else flat


def join_lines(text: str) -> str:
    """Return a text on one line, with whatever steers a terminal spelled out."""
    flat = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
    return _STEERING.sub(lambda match: clean(match[0]), flat)
