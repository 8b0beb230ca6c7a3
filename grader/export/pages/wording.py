"""Words that both kinds of page use. Nothing is told by colour alone: every state has its sign and its word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Record = Mapping[str, Any]
"""A report as DESIGN's JSON (`fallline/report/v1`)."""

STATUSES = {
    "passed": ("✓", "passed"),
    "failed": ("✗", "not all laws hold"),
    "not_started": ("○", "not started"),
    "unreadable": ("?", "no code to run"),
    "absent": ("–", "not handed in"),
    "set_aside": ("!", "set aside"),
}
"""In the order in which a class is told of."""
LATE = "handed in late"


def identity(record: Record) -> tuple[str, str]:
    """(id, name) of the student; where there is none, the file speaks for them."""
    student = record["student"] or {}
    path = str(record["submission"]["path"] or "")
    id = str(student.get("id") or student.get("name") or path)
    name = student.get("name") or student.get("id") or re.split(r"[/\\]", path)[-1]
    return id, str(name or "somebody without a name")


def exercise_title(stem: str, titles: Mapping[str, str]) -> str:
    """`Exercise 3 · Bias correction`."""
    found = re.fullmatch(r"exercise0*(\d+)_(.+)", stem)
    if found is None:
        return titles.get(stem, stem)
    spoken = found[2].replace("_", " ")
    return f"Exercise {found[1]} · {titles.get(stem, spoken[:1].upper() + spoken[1:])}"


def split_idea(says: str, ideas: int) -> tuple[str, str]:
    """A diagnosis's words as (name, rest): the name of a single idea stands before the first colon."""
    name, colon, rest = says.partition(": ")
    return (name, rest) if ideas == 1 and colon and len(name) < 60 else ("", says)
