"""The grades of a batch as one table: a row a student and exercise, safe in any spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

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
"""What makes a spreadsheet take a text for a formula when a cell begins with it."""
_STEERING = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Terminal commands and turns of the reading direction; joiners, which many names need, are none."""


def row_of(record: Mapping[str, Any]) -> list[str]:
    """One report (`fallline/report/v1`) as a row under HEAD."""
    student = record["student"] or {"id": "", "name": None}
    named = sorted({name for diagnosis in record["diagnoses"] for name in diagnosis["misconceptions"]})
    return [
        safe(student["id"]),
        safe(student["name"] or ""),
        record["exercise"],
        *(["", ""] if record["status"] == "set_aside" else [f"{record['score']:.2f}", f"{record['max_score']:.2f}"]),
        record["status"],
        " ".join(named),
        record["sandbox"] or "",
        record["submission"]["sha256"],
        safe(record["submission"]["path"]),
        "yes" if record["submission"].get("late") else "",
    ]


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula and no terminal for a command, on one line."""
    flat = one_line(str(text))
    return f"'{flat}" if flat.lstrip().startswith(FORMULA) else flat


def one_line(text: str) -> str:
    """A text on one line, with whatever steers a terminal spelled out."""
    flat = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
    return _STEERING.sub(lambda found: clean(found[0]), flat)
