"""Feedback for students in other systems: plain lines, or HTML in which everything of theirs is escaped."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any

from grader.export.digest import MAX_EXPLANATION_CHARS, Digest, Kind, make_digest
from grader.export.marks import choose_mark, explain_carried
from grader.export.records import Record
from grader.model import HOLDS
from grader.text import clean, cut, format_call, format_points, format_value

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
"""Kind of a line → its HTML; any other kind is a paragraph."""


def explain_outcome(check: Mapping[str, Any]) -> list[str]:
    """Explain in lines why a law did not hold: its meaning, the call, the numbers; empty where it simply held."""
    if check["outcome"] == "waiting":
        return [choose_mark(check)[1]]
    if check["outcome"] in HOLDS:
        return [clean(explain_carried(check))] if explain_carried(check) else []
    lines = [cut(clean(check["message"], lines=True), MAX_EXPLANATION_CHARS)] if check["message"] else []
    if check["given"]:
        lines.append(clean(format_call(check["function"], check["given"])))
    if check["expected"] is not None or check["actual"] is not None:
        lines.append(f"expected {format_value(check['expected'])}, got {format_value(check['actual'])}")
    return [line for paragraph in lines for line in paragraph.split("\n")]


def list_lines(record: Record) -> list[str]:
    """Return the story of a report and whatever else there is, one text a line."""
    digest = make_digest(record)
    return [line.text for line in digest.story] + list(digest.rest)


def make_law_names(checks: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a different name for each law: its words; where these are the same, also the function, then a number."""
    names = [clean(check["says"]) for check in checks]
    labels = [
        f"{clean(check['function'])}: {name}" if names.count(name) > 1 else name
        for check, name in zip(checks, names, strict=True)
    ]
    taken: set[str] = set()
    for index, name in enumerate(labels):
        candidates = (name if number == 1 else f"{name} ({number})" for number in itertools.count(1))
        labels[index] = next(candidate for candidate in candidates if candidate not in taken)
        taken.add(labels[index])
    return labels


def encode_text(record: Record) -> bytes:
    """Return one report as plain text, which reads well under any file's name."""
    digest = make_digest(record)
    parts = (digest.heading, *(line.text for line in digest.story)), digest.laws, digest.rest
    return ("\n\n".join("\n".join(part) for part in parts if part) + "\n").encode("utf-8", "backslashreplace")


def list_misconceptions(record: Record) -> list[str]:
    """Return the ids of all recognized ideas, sorted."""
    return sorted({id for diagnosis in record["diagnoses"] for id in diagnosis["misconceptions"]})


def make_comment(records: Sequence[Record]) -> str:
    """Return all of a student's reports as HTML on one line, for a comment or a page."""
    digests = (record.get("digest") or make_digest(record) for record in records)
    return "".join(_format_story(digest) + _format_list(digest.laws) + _format_list(digest.rest) for digest in digests)


def make_page(record: Record) -> bytes:
    """Return one report as an HTML page that stands alone, with every law."""
    title = html.escape(record["exercise"])
    digest = make_digest(record)
    rows = "".join(_format_row(check) for check in record["checks"])
    table = f"<table><tr><th></th><th>Law</th><th>Points</th></tr>{rows}</table>" if rows else ""
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{title}</title>\n<style>{_STYLE}</style>\n'
        f"{_format_story(digest)}\n{table}\n{_format_list(digest.rest)}\n</html>\n"
    ).encode("utf-8", "backslashreplace")


def _format_story(digest: Digest) -> str:
    """Return heading and story as HTML."""
    story = "".join(_SHAPES.get(line.kind, "<p>{}</p>").replace("{}", _escape(line.text)) for line in digest.story)
    return f"<p>{_escape(digest.heading)}</p>{story}"


def _format_list(texts: Sequence[str]) -> str:
    """Return texts as an HTML list; empty where there are none."""
    return f"<ul>{''.join(f'<li>{_escape(text)}</li>' for text in texts)}</ul>" if texts else ""


def _format_row(check: Mapping[str, Any]) -> str:
    """Return a law as a row of an HTML table."""
    reasons = "".join(f"<br>{_escape(line)}" for line in explain_outcome(check))
    points_text = f"{format_points(check['points'])} of {format_points(check['max_points'])}"
    sign, words = choose_mark(check)
    law = f"{_escape(check['says'])}{reasons}"
    return f'<tr><td><span title="{words}">{sign}</span></td><td>{law}</td><td>{points_text}</td></tr>\n'


def _escape(text: str) -> str:
    """Return a foreign text as HTML on one line, without control characters and without markup."""
    return html.escape(re.sub(r"\s+", " ", clean(text)))
