"""What a student is told in another system: plain lines, or HTML with everything of theirs escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from grader.export.records import Record
from grader.model import HOLDS
from grader.words import call, clean, cut, points, value

MOST = 600
"""Characters of one explanation: file columns and web pages are read at a glance."""
_STYLE = (
    "body{font-family:sans-serif;max-width:50em;margin:2em auto}td,th{text-align:left;padding:.3em;vertical-align:top}"
)
STATUS = {
    "passed": "All laws hold.",
    "not_started": "The file is as it came: every function still waits to be written.",
    "absent": "Nothing was handed in.",
    "unreadable": "There was no code to run.",
    "set_aside": "The kit could not grade this file, and a person will look at it.",
}


def heading(record: Record) -> str:
    """The verdict in a line."""
    held = sum(check["outcome"] in HOLDS for check in record["checks"])
    says = STATUS.get(record["status"], f"{held} of {len(record['checks'])} laws hold.")
    earned = f"{points(record['score'])} of {points(record['max_score'])} points. " if record["max_score"] else ""
    return f"{record['exercise']}: {earned}{says}"


def explanation(check: Mapping[str, Any]) -> list[str]:
    """Why a law did not hold: its meaning, the call, the numbers; nothing where it held."""
    if check["outcome"] in HOLDS:
        return []
    lines = [cut(clean(check["message"], lines=True), MOST)] if check["message"] else []
    if check["given"]:
        lines.append(clean(call(check["function"], check["given"])))
    if check["expected"] is not None or check["actual"] is not None:
        lines.append(f"expected {value(check['expected'])}, got {value(check['actual'])}")
    return [line for whole in lines for line in whole.split("\n")]


def thoughts(record: Record) -> list[str]:
    """What the numbers show, what happened around them, and advice: one text each."""
    named = [" ".join(part for part in (found["says"], found["hint"]) if part) for found in record["diagnoses"]]
    around = [advice["says"] for advice in (*record["findings"], *record["notes"])]
    return [cut(clean(text), MOST) for text in (*named, *around) if text]


def misconceptions(record: Record) -> list[str]:
    """The ids of every idea that was recognized."""
    return sorted({name for diagnosis in record["diagnoses"] for name in diagnosis["misconceptions"]})


def as_html(records: Sequence[Record]) -> str:
    """All of a student's reports as HTML on one line, for a comment or a page."""
    return "".join(_part(record) for record in records)


def page(record: Record) -> bytes:
    """One report as a page that stands alone, with every law."""
    title = html.escape(record["exercise"])
    rows = "".join(_row(check) for check in record["checks"])
    table = f"<table><tr><th>Law</th><th>Points</th></tr>{rows}</table>" if rows else ""
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{title}</title>\n<style>{_STYLE}</style>\n'
        f"{_part(record)}\n{table}\n</html>\n"
    ).encode("utf-8", "backslashreplace")


def _part(record: Record) -> str:
    broken = [check["says"] for check in record["checks"] if check["outcome"] not in HOLDS]
    lost = f"Not yet: {broken[0]}" if broken and record["status"] == "failed" else ""
    rest = "".join(f"<li>{_text(thought)}</li>" for thought in dict.fromkeys([lost, *thoughts(record)]) if thought)
    return f"<p>{_text(heading(record))}</p>" + (f"<ul>{rest}</ul>" if rest else "")


def _row(check: Mapping[str, Any]) -> str:
    why = "".join(f"<br>{_text(line)}" for line in explanation(check))
    earned = f"{points(check['points'])} of {points(check['max_points'])}"
    return f"<tr><td>{_text(check['says'])}{why}</td><td>{earned}</td></tr>\n"


def _text(words: str) -> str:
    """Foreign text made inert: no control characters, no markup, one line."""
    return html.escape(re.sub(r"\s+", " ", clean(words)))
