"""What a student reads of a report in a few lines: the first thing to mend, every law, then what else there is."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from grader.errors import KitError
from grader.export.marks import MARKS, choose_mark
from grader.export.records import Record
from grader.model import HOLDS
from grader.text import clean, cut, points
from grader.view import Brief, Evidence, Story, make_brief
from grader.view.document import report_of

MOST = 600
"""Characters of one explanation: file columns and web pages are read at a glance."""
Kind = Literal["headline", "says", "code", "call", "answer", "question", "carried", "note"]
STATUS = {
    "passed": "All laws hold.",
    "not_started": "The file is as it came: every function still waits to be written.",
    "absent": "Nothing was handed in.",
    "unreadable": "There was no code to run.",
    "set_aside": "The kit could not grade this file, and a person will look at it.",
}


class Line(Struct, frozen=True):
    """One line, and what it is."""

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
    """Other ideas, findings and notes."""


def digest(record: Record) -> Digest:
    """Say a report in lines; the ids of ideas are left to instructors."""
    brief = brief_of(record)
    return Digest(heading(record), tuple(_story(brief)), laws(record), _rest(record, brief))


def brief_of(record: Record) -> Brief:
    """The brief view of a record; only what ran or could not be read has a story. Raises KitError."""
    try:
        brief = make_brief(report_of(record))
    except ValueError as error:
        raise KitError(f"A report of {record['exercise']} is damaged.", "Run `grade batch … --fresh` again.") from error
    return brief if record["status"] in ("failed", "unreadable") else replace(brief, story=None, carried=())


def heading(record: Record) -> str:
    """The verdict in a line."""
    outcomes = [check["outcome"] for check in record["checks"]]
    held, waiting = sum(one in HOLDS for one in outcomes), outcomes.count("waiting")
    later = f", {waiting} {MARKS['waiting'][1]}" if waiting else ""
    says = STATUS.get(record["status"], f"{held} of {len(outcomes)} laws hold{later}.")
    earned = f"{points(record['score'])} of {points(record['max_score'])} points. " if record["max_score"] else ""
    return f"{record['exercise']}: {earned}{says}"


def laws(record: Record) -> tuple[str, ...]:
    """Every law behind its sign; what is neither right nor wrong says so."""
    if record["status"] not in ("passed", "failed"):
        return ()
    told = []
    for check in record["checks"]:
        sign, words = choose_mark(check)
        told.append(f"{sign} {clean(check['says'])}" + (f" ({words})" if sign not in "✓✗" else ""))
    return tuple(told)


def _story(brief: Brief) -> list[Line]:
    lines = _of_story(brief.story) if brief.story is not None else []
    lines += [Line("says", clean(brief.learnt))] if brief.learnt else []
    lines += [Line("carried", clean(one)) for one in brief.carried]
    return [*lines, Line("note", cut(brief.note, MOST))] if brief.note else lines


def _of_story(story: Story) -> list[Line]:
    where = f" ({story.where})" if story.where else ""
    lines = [Line("headline", cut(clean(story.headline), MOST) + where)]
    says = story.says if story.apart else (" ".join(story.says),)
    lines += [Line("says", cut(clean(one), MOST)) for one in says if one]
    lines += [Line("code", cut(clean(one), MOST)) for one in story.code]
    if story.evidence is not None:
        lines += _of_evidence(story.evidence)
    return [*lines, Line("question", cut(clean(story.question), MOST))] if story.question else lines


def _of_evidence(shown: Evidence) -> list[Line]:
    """The call, and under it both answers, output by output."""
    lines = [Line("call", f">>> {clean(shown.call)}" if shown.pastes else clean(shown.call))]
    for row in shown.rows:
        named = f"{clean(row.name)}: " if row.name else ""
        both = row.yours == row.right
        lines.append(Line("answer", f"{named}both {row.right}" if both else f"{named}yours {row.yours}"))
        lines += [] if both else [Line("answer", f"{named}right {row.right}")]
    return lines


def _rest(record: Record, brief: Brief) -> tuple[str, ...]:
    """What the story does not tell already."""
    told = told_by(brief)
    ideas = [
        " ".join(part for part in (found["says"], found["hint"]) if part and not is_told(part, told))
        for found in record["diagnoses"]
    ]
    around = [
        found["says"]
        for found in (*record["findings"], *record["notes"])
        if not is_told(found["says"].partition("\n")[0], told)
    ]
    return tuple(dict.fromkeys(cut(clean(text), MOST) for text in (*ideas, *around) if text))


def told_by(brief: Brief) -> str:
    """Everything that the story and the note say, on one line."""
    story = brief.story
    parts = [story.headline, *story.says, *story.code, story.question] if story is not None else []
    return _plain(" ".join([*parts, brief.note]))


def is_told(text: str, told: str) -> bool:
    """Whether that says it already, also where the name of an idea stands before it."""
    name, colon, rest = text.partition(": ")
    return _plain(text) in told or bool(colon and rest and len(name) < 60 and _plain(rest) in told)


def _plain(text: str) -> str:
    return " ".join(clean(text).split())
