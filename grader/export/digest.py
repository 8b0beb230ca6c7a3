"""A report in a few lines for students: the first thing to mend, every law, then everything else."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from grader.errors import KitError
from grader.export.marks import MARKS, choose_mark
from grader.export.records import Record, has_other_work
from grader.model import HOLDS
from grader.text import clean, cut, format_points
from grader.view import Brief, Evidence, Story, make_brief
from grader.view.document import build_report

MAX_EXPLANATION_CHARS = 600
"""The longest explanation in a digest, which is read at a glance in a column or on a web page."""
Kind = Literal["headline", "says", "code", "call", "answer", "question", "carried", "note"]
STATUS_SENTENCES = {
    "passed": "All laws hold.",
    "not_started": "The file is as it came: every function still waits to be written.",
    "absent": "Nothing was handed in.",
    "unreadable": "There was no code to run.",
    "set_aside": "The kit could not grade this file, and a person will look at it.",
}


class Line(Struct, frozen=True):
    """One line and its kind."""

    kind: Kind
    text: str


class Digest(Struct, frozen=True):
    """A report in lines."""

    heading: str
    """Exercise, points and status."""
    story: tuple[Line, ...]
    """The first thing to mend, what is only carried forward, and a note."""
    laws: tuple[str, ...]
    """Every law behind its sign."""
    rest: tuple[str, ...]
    """The other ideas, findings and notes."""


def make_digest(record: Record) -> Digest:
    """Summarize a report in lines; the ids of ideas are left out, for they are for instructors."""
    brief = make_record_brief(record)
    return Digest(format_heading(record), tuple(_list_story_lines(brief)), list_laws(record), _list_rest(record, brief))


def make_record_brief(record: Record) -> Brief:
    """Return the brief view of a record; only failed or unreadable work has a story. Raises KitError."""
    try:
        brief = make_brief(build_report(record))
    except ValueError as error:
        raise KitError(f"A report of {record['exercise']} is damaged.", "Run `grade batch … --fresh` again.") from error
    return brief if record["status"] in ("failed", "unreadable") else replace(brief, story=None, carried=())


def format_heading(record: Record) -> str:
    """Return exercise, points and verdict in one line."""
    outcomes = [check["outcome"] for check in record["checks"]]
    held, waiting = sum(outcome in HOLDS for outcome in outcomes), outcomes.count("waiting")
    waiting_text = f", {waiting} {MARKS['waiting'][1]}" if waiting else ""
    verdict = "Nothing that can be graded was handed in." if has_other_work(record) else ""
    verdict = verdict or STATUS_SENTENCES.get(record["status"], f"{held} of {len(outcomes)} laws hold{waiting_text}.")
    points_text = (
        f"{format_points(record['score'])} of {format_points(record['max_score'])} points. "
        if record["max_score"]
        else ""
    )
    return f"{record['exercise']}: {points_text}{verdict}"


def list_laws(record: Record) -> tuple[str, ...]:
    """Return every law behind its sign; what is neither right nor wrong says so."""
    if record["status"] not in ("passed", "failed"):
        return ()
    lines = []
    for check in record["checks"]:
        sign, words = choose_mark(check)
        lines.append(f"{sign} {clean(check['says'])}" + (f" ({words})" if sign not in "✓✗" else ""))
    return tuple(lines)


def _list_story_lines(brief: Brief) -> list[Line]:
    """Return the lines of a brief view: the story, what was learnt, what is carried forward, the note."""
    lines = _describe_story(brief.story) if brief.story is not None else []
    lines += [Line("says", clean(brief.learnt))] if brief.learnt else []
    lines += [Line("carried", clean(text)) for text in brief.carried]
    return [*lines, Line("note", cut(brief.note, MAX_EXPLANATION_CHARS))] if brief.note else lines


def _describe_story(story: Story) -> list[Line]:
    """Return the lines of one story: headline, explanation, code, evidence, question."""
    where = f" ({story.where})" if story.where else ""
    lines = [Line("headline", cut(clean(story.headline), MAX_EXPLANATION_CHARS) + where)]
    paragraphs = story.says if story.apart else (" ".join(story.says),)
    lines += [Line("says", cut(clean(text), MAX_EXPLANATION_CHARS)) for text in paragraphs if text]
    lines += [Line("code", cut(clean(text), MAX_EXPLANATION_CHARS)) for text in story.code]
    if story.evidence is not None:
        lines += _describe_evidence(story.evidence)
    return [*lines, Line("question", cut(clean(story.question), MAX_EXPLANATION_CHARS))] if story.question else lines


def _describe_evidence(evidence: Evidence) -> list[Line]:
    """Return the call as a line, and under it both answers, output by output."""
    lines = [Line("call", f">>> {clean(evidence.call)}" if evidence.pastes else clean(evidence.call))]
    for row in evidence.rows:
        label = f"{clean(row.name)}: " if row.name else ""
        same = row.yours == row.right
        lines.append(Line("answer", f"{label}both {row.right}" if same else f"{label}yours {row.yours}"))
        lines += [] if same else [Line("answer", f"{label}right {row.right}")]
    return lines


def _list_rest(record: Record, brief: Brief) -> tuple[str, ...]:
    """Return the ideas, findings and notes that the story does not contain already."""
    story_text = join_story_text(brief)
    ideas = [
        " ".join(part for part in (entry["says"], entry["hint"]) if part and not is_in_story(part, story_text))
        for entry in record["diagnoses"]
    ]
    remarks = [
        entry["says"]
        for entry in (*record["findings"], *record["notes"])
        if not is_in_story(entry["says"].partition("\n")[0], story_text)
    ]
    return tuple(dict.fromkeys(cut(clean(text), MAX_EXPLANATION_CHARS) for text in (*ideas, *remarks) if text))


def join_story_text(brief: Brief) -> str:
    """Return everything that the story and the note say, on one line."""
    story = brief.story
    parts = [story.headline, *story.says, *story.code, story.question] if story is not None else []
    return _flatten(" ".join([*parts, brief.note]))


def is_in_story(text: str, story_text: str) -> bool:
    """Tell whether a story says that text already, also where the name of an idea stands before it."""
    name, colon, rest = text.partition(": ")
    return _flatten(text) in story_text or bool(colon and rest and len(name) < 60 and _flatten(rest) in story_text)


def _flatten(text: str) -> str:
    """Return a text on one line, without control characters."""
    return " ".join(clean(text).split())
