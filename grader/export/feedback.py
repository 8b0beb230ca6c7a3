"""What a student is told in another system: plain lines, or HTML with everything of theirs escaped."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any

from grader.export.digest import MOST, Digest, Kind, digest
from grader.export.marks import choose_mark, explain_carried
from grader.export.records import Record
from grader.model import HOLDS
from grader.text import call, clean, cut, points, value

_STYLE = (
    "body{font-family:sans-serif;max-width:50em;margin:2em auto}td,th{text-align:left;padding:.3em;vertical-align:top}"
)
_SHAPES: dict[Kind, str] = {
    "headline": "<p><strong>{}</strong></p>",
    "code": "<p><code>{}</code></p>",
    "call": "<p><code>{}</code></p>",
    "answer": "<p><code>{}</code></p>",
    "question": "<p><em>{}</em></p>",
}
"""How a line of a story looks; any other is a paragraph."""


def explanation(check: Mapping[str, Any]) -> list[str]:
    """Why a law did not hold: its meaning, the call, the numbers; nothing where it held without more."""
    if check["outcome"] == "waiting":
        return [choose_mark(check)[1]]
    if check["outcome"] in HOLDS:
        return [clean(explain_carried(check))] if explain_carried(check) else []
    lines = [cut(clean(check["message"], lines=True), MOST)] if check["message"] else []
    if check["given"]:
        lines.append(clean(call(check["function"], check["given"])))
    if check["expected"] is not None or check["actual"] is not None:
        lines.append(f"expected {value(check['expected'])}, got {value(check['actual'])}")
    return [line for whole in lines for line in whole.split("\n")]


def lines(record: Record) -> list[str]:
    """The story of a report and what else there is, a line each."""
    told = digest(record)
    return [line.text for line in told.story] + list(told.rest)


def names_of(checks: Sequence[Mapping[str, Any]]) -> list[str]:
    """What each law is called: its words, and where several have the same, its function and then a number too."""
    names = [clean(check["says"]) for check in checks]
    told = [
        f"{clean(check['function'])}: {name}" if names.count(name) > 1 else name
        for check, name in zip(checks, names, strict=True)
    ]
    taken: set[str] = set()
    for place, name in enumerate(told):
        tries = (name if number == 1 else f"{name} ({number})" for number in itertools.count(1))
        told[place] = next(one for one in tries if one not in taken)
        taken.add(told[place])
    return told


def plain(record: Record) -> bytes:
    """One report as text, which reads well under any file's name."""
    told = digest(record)
    parts = (told.heading, *(line.text for line in told.story)), told.laws, told.rest
    return ("\n\n".join("\n".join(part) for part in parts if part) + "\n").encode("utf-8", "backslashreplace")


def misconceptions(record: Record) -> list[str]:
    """The ids of every idea that was recognized."""
    return sorted({name for diagnosis in record["diagnoses"] for name in diagnosis["misconceptions"]})


def as_html(records: Sequence[Record]) -> str:
    """All of a student's reports as HTML on one line, for a comment or a page."""
    parts = (record.get("digest") or digest(record) for record in records)
    return "".join(_part(told) + _listed(told.laws) + _listed(told.rest) for told in parts)


def page(record: Record) -> bytes:
    """One report as a page that stands alone, with every law."""
    title = html.escape(record["exercise"])
    told = digest(record)
    rows = "".join(_row(check) for check in record["checks"])
    table = f"<table><tr><th></th><th>Law</th><th>Points</th></tr>{rows}</table>" if rows else ""
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{title}</title>\n<style>{_STYLE}</style>\n'
        f"{_part(told)}\n{table}\n{_listed(told.rest)}\n</html>\n"
    ).encode("utf-8", "backslashreplace")


def _part(told: Digest) -> str:
    story = "".join(_SHAPES.get(line.kind, "<p>{}</p>").replace("{}", _text(line.text)) for line in told.story)
    return f"<p>{_text(told.heading)}</p>{story}"


def _listed(texts: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{_text(text)}</li>' for text in texts)}</ul>" if texts else ""


def _row(check: Mapping[str, Any]) -> str:
    why = "".join(f"<br>{_text(line)}" for line in explanation(check))
    earned = f"{points(check['points'])} of {points(check['max_points'])}"
    sign, words = choose_mark(check)
    return (
        f'<tr><td><span title="{words}">{sign}</span></td><td>{_text(check["says"])}{why}</td><td>{earned}</td></tr>\n'
    )


def _text(words: str) -> str:
    """Foreign text made inert: no control characters, no markup, one line."""
    return html.escape(re.sub(r"\s+", " ", clean(words)))
