"""The grades of a batch as one table: a row a student and exercise, safe in any spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet take a text for a formula when a cell begins with it."""


def row_of(record: Mapping[str, Any]) -> list[str]:
    """One report (`fallline/report/v1`) as a row under HEAD."""
    student = record["student"] or {"id": "", "name": None}
    named = sorted({name for diagnosis in record["diagnoses"] for name in diagnosis["misconceptions"]})
    return [
        safe(student["id"]),
        safe(student["name"] or ""),
        record["exercise"],
        f"{record['score']:.2f}",
        f"{record['max_score']:.2f}",
        record["status"],
        " ".join(named),
        record["sandbox"],
        record["submission"]["sha256"],
        safe(record["submission"]["path"]),
    ]


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula, on one line."""
    flat = " ".join(str(text).split("\n")).replace("\r", " ")
    return f"'{flat}" if flat.startswith(FORMULA) else flat
