"""Words that all pages use. Nothing is shown by colour alone: every state has a sign and a word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Record = Mapping[str, Any]
"""A report as JSON, which `view/report.schema.json` describes."""

STATUSES = {
    "passed": ("✓", "passed"),
    "failed": ("✗", "not all laws hold"),
    "not_started": ("○", "not started"),
    "unreadable": ("?", "no code to run"),
    "absent": ("–", "not handed in"),
    "set_aside": ("!", "set aside"),
}
"""Status → (sign, words), in the order of the class's page."""
LATE = "handed in late"


def read_student(record: Record) -> tuple[str, str]:
    """Return (id, name) of the student; where there is none, the file's path and name stand in."""
    student = record["student"] or {}
    path = str(record["submission"]["path"] or "")
    id = str(student.get("id") or student.get("name") or path)
    name = student.get("name") or student.get("id") or re.split(r"[/\\]", path)[-1]
    return id, str(name or "somebody without a name")


def make_exercise_title(stem: str, titles: Mapping[str, str]) -> str:
    """Return an exercise's title, such as `Exercise 3 · Bias correction`."""
    match = re.fullmatch(r"exercise0*(\d+)_(.+)", stem)
    if match is None:
        return titles.get(stem, stem)
    words = match[2].replace("_", " ")
    return f"Exercise {match[1]} · {titles.get(stem, words[:1].upper() + words[1:])}"


def split_idea(says: str, idea_count: int) -> tuple[str, str]:
    """Split a diagnosis's words into (name, rest): the name of a single idea stands before the first colon."""
    name, colon, rest = says.partition(": ")
    return (name, rest) if idea_count == 1 and colon and len(name) < 60 else ("", says)
