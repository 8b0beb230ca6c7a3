"""One student's page: every exercise with its laws, what the numbers say, and what happened around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import dedent
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from grader.export.digest import is_in_story, join_story_text, make_record_brief
from grader.export.marks import MARKS, choose_mark, explain_carried
from grader.export.pages import numbers
from grader.export.pages.evidence import Evidence, beside, evidence, shows
from grader.export.pages.rendering import render
from grader.export.pages.svg import Line, Pictures
from grader.export.pages.wording import LATE, STATUSES, Record, exercise_title, identity, split_idea
from grader.model import HOLDS
from grader.text import count, cut, points
from grader.view import Brief
from grader.view.titles import TITLES

OPEN = 2
"""Laws whose numbers lie open at once; with a diagnosis beside them one is enough."""
MOST_LINES, MOST_PRINTED = 60, 6000
"""Lines and letters of what the code printed."""
TOLD_ELSEWHERE = frozenset({"X-SHAPE", "X-NONFINITE"})
"""Findings that the numbers of a law tell already."""


class Law(Struct, frozen=True):
    """One check."""

    sign: str
    outcome: str
    word: str
    says: str
    note: str
    """Why it is neither right nor wrong, or right all the same."""
    earned: str
    message: str
    rows: Mapping[str, str]
    """Given, predicted, yours."""
    where: str
    picture: Markup | None
    open: bool


class Idea(Struct, frozen=True):
    """One diagnosis."""

    name: str
    says: str
    evidence: Evidence
    shows: Sequence[str]
    beside: str
    hint: str


class Told(Struct, frozen=True):
    """A finding: what it is called, its words, and lines of code that belong to it."""

    title: str
    says: str
    code: str


class Function(Struct, frozen=True):
    """What became of one function."""

    name: str
    earned: str
    laws: Sequence[Law]
    ideas: Sequence[Idea]
    findings: Sequence[Told]
    notes: Sequence[str]


class Part(Struct, frozen=True):
    """One exercise."""

    anchor: str
    title: str
    status: str
    sign: str
    verdict: str
    earned: str
    share: float
    path: str
    late: str
    brief: Brief
    """What stands first: the thing to mend."""
    functions: Sequence[Function]
    findings: Sequence[Told]
    notes: Sequence[str]
    printed: str
    more_printed: str


def page(records: Sequence[Record], names: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """The page of one student, whose records these are; `names` are those of misconceptions by their ids."""
    pictures = Pictures()
    records = sorted(records, key=lambda record: str(record["exercise"]))
    parts = [part_of(place, record, names, titles, pictures) for place, record in enumerate(records, 1)]
    score = sum(record["score"] for record in records)
    most = sum(record["max_score"] for record in records)
    return render(
        "student.html",
        title=f"Feedback for {identity(records[0])[1]}",
        name=identity(records[0])[1],
        parts=parts,
        total=f"{points(score)} of {points(most)} points" if most else "",
        share=score / most if most else 0.0,
    )


def part_of(
    place: int, record: Record, names: Mapping[str, str], titles: Mapping[str, str], pictures: Pictures
) -> Part:
    """One exercise of a page; `place` tells it from the page's others."""
    status = record["status"]
    sign, verdict = STATUSES.get(status, ("?", status))
    checks, most = record["checks"], record["max_score"]
    ran = status in ("passed", "failed") and checks
    if ran:
        held = sum(check["outcome"] in HOLDS for check in checks)
        verdict = f"{held} of {len(checks)} laws hold" if held < len(checks) else f"all {held} laws hold"
        waiting = sum(check["outcome"] == "waiting" for check in checks)
        verdict += f", {waiting} {MARKS['waiting'][1]}" if waiting else ""
    functions = list(dict.fromkeys(check["function"] for check in checks))
    lines = record["output"].strip("\n").split("\n")
    brief = make_record_brief(record)
    told = join_story_text(brief)
    printed = cut("\n".join(lines[:MOST_LINES]), MOST_PRINTED)
    return Part(
        anchor=f"part-{place}",
        title=exercise_title(record["exercise"], titles),
        status=status,
        sign=sign,
        verdict=verdict,
        earned=f"{points(record['score'])} of {points(most)} points" if ran else "",
        share=record["score"] / most if ran and most else 0.0,
        path=record["submission"]["path"],
        late=LATE if record["submission"].get("late") else "",
        brief=brief,
        functions=[_function(record, name, names, pictures, brief) for name in functions] if ran else [],
        findings=[
            _told(found)
            for found in record["findings"]
            if (found["function"] not in functions or not ran)
            and not is_in_story(found["says"].partition("\n")[0], told)
        ],
        notes=[note["says"] for note in record["notes"] if note["function"] not in functions],
        printed=printed if record["output"].strip() else "",
        more_printed=f"… and {count(len(lines) - MOST_LINES, 'more line')}" if len(lines) > MOST_LINES else "",
    )


def _function(record: Record, name: str, names: Mapping[str, str], pictures: Pictures, brief: Brief) -> Function:
    checks = [check for check in record["checks"] if check["function"] == name]
    elsewhere = TOLD_ELSEWHERE.union(*(one["misconceptions"] for one in record["diagnoses"] if one["function"] == name))
    found = [found for found in record["findings"] if found["function"] == name and found["id"] not in elsewhere]
    ideas = [
        _idea(one, names, pictures, join_story_text(brief)) for one in record["diagnoses"] if one["function"] == name
    ]
    said = {one["says"] for one in found}
    earned, most = sum(check["points"] for check in checks), sum(check["max_points"] for check in checks)
    room = 1 if ideas else OPEN
    laws = []
    for check in checks:
        # Why there is no answer at all stands above the laws once, not under each of them.
        told = check["outcome"] not in (*HOLDS, "waiting") and not (
            check["message"] in said and check["expected"] is None
        )
        laws.append(_law(check, told=told, open=told and room > 0, pictures=pictures))
        room -= told
    return Function(
        name=name,
        earned=f"{points(earned)} of {points(most)}",
        laws=laws,
        ideas=ideas,
        findings=[
            _told(one) for one in found if not is_in_story(one["says"].partition("\n")[0], join_story_text(brief))
        ],
        notes=[note["says"] for note in record["notes"] if note["function"] == name],
    )


def _law(check: Mapping[str, Any], *, told: bool, open: bool, pictures: Pictures) -> Law:
    sign, word = choose_mark(check)
    held = check["outcome"] in HOLDS
    rows: dict[str, str] = {}
    where, picture = "", None
    if told and check["given"]:
        rows["given"] = numbers.given_lines(check["given"])
    if told and check["expected"] is not None:
        expected, actual, where = numbers.window(check["expected"], check["actual"])
        rows |= numbers.answers({"predicted": expected, "yours": actual})
    if told:
        picture = _drawn(check, pictures)
    return Law(
        sign=sign,
        outcome=check["outcome"],
        word=word,
        says=check["says"],
        note=word if check["outcome"] == "waiting" else explain_carried(check),
        earned=points(check["points"]) if held else f"{points(check['points'])} of {points(check['max_points'])}",
        message=check["message"] if told else "",
        rows=rows,
        where=where,
        picture=picture,
        open=open,
    )


def _drawn(check: Mapping[str, Any], pictures: Pictures) -> Markup | None:
    """A picture of long lists: of both answers where they are paths, else of the curves that went in."""
    answers = {"predicted": check["expected"], "yours": check["actual"]}
    if all(numbers.is_curve(thing) for thing in answers.values()):
        return pictures.curves(check["says"], [Line(name, held) for name, held in answers.items()], up="answer")
    given = {name: held for name, held in check["given"].items() if numbers.is_curve(held)}
    return pictures.curves(check["says"], [Line(*one) for one in given.items()]) if given else None


def _idea(found: Mapping[str, Any], names: Mapping[str, str], pictures: Pictures, told: str) -> Idea:
    """A diagnosis; of what stands at the top of the page (`told`) only the numbers behind it."""
    ids = found["misconceptions"]
    name, says = split_idea(found["says"], 0 if set(ids) & TITLES.keys() else len(ids))
    known = [names.get(id) or TITLES.get(id, "") for id in ids]
    name = name or " + ".join(known if all(known) else [])
    return Idea(
        name="The numbers behind it"
        if is_in_story(found["says"], told)
        else name[:1].upper() + name[1:]
        if ids
        else "",
        says="" if is_in_story(found["says"], told) else says,
        evidence=evidence(found["evidence"], pictures),
        shows=shows(found["evidence"], found["says"]),
        beside=beside(found, names),
        hint="" if is_in_story(found["hint"], told) else found["hint"],
    )


def _told(found: Mapping[str, Any]) -> Told:
    says, _, code = found["says"].partition("\n")
    return Told(TITLES.get(found["id"], found["id"]), says, dedent(code))
