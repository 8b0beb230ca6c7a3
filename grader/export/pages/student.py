"""One student's page: every exercise with its laws, its diagnoses, its findings and its notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import dedent
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from grader.export.digest import is_in_story, join_story_text, make_record_brief
from grader.export.marks import MARKS, choose_mark, explain_carried
from grader.export.pages import numbers
from grader.export.pages.evidence import Evidence, describe_alternatives, make_evidence
from grader.export.pages.rendering import render
from grader.export.pages.svg import Line, Pictures
from grader.export.pages.wording import LATE, STATUSES, Record, make_exercise_title, read_student, split_idea
from grader.model import HOLDS
from grader.text import cut, format_count, format_points
from grader.view import Brief
from grader.view.probes import list_facts
from grader.view.titles import FINDING_TITLES, capitalize_name

MAX_OPEN = 2
"""Laws of a function whose numbers are shown before a click; only one where there is a diagnosis."""
MAX_LINES, MAX_PRINTED = 60, 6000
"""Lines and characters that are shown of what the code printed."""
SHOWN_BY_NUMBERS = frozenset({"X-SHAPE", "X-NONFINITE"})
"""Ids of findings that the numbers of a law show already."""


class Law(Struct, frozen=True):
    """One check with its numbers."""

    sign: str
    outcome: str
    word: str
    says: str
    note: str
    """The reason why it is neither right nor wrong, or right although a helper is wrong."""
    earned: str
    message: str
    rows: Mapping[str, str]
    """`given`, `predicted` and `yours` → text."""
    where: str
    picture: Markup | None
    open: bool


class Idea(Struct, frozen=True):
    """One diagnosis."""

    name: str
    says: str
    evidence: Evidence
    shows: Sequence[str]
    alternatives: str
    hint: str


class FindingText(Struct, frozen=True):
    """A finding: its title, its words, and lines of code that belong to it."""

    title: str
    says: str
    code: str


class Function(Struct, frozen=True):
    """The results of one function."""

    name: str
    earned: str
    laws: Sequence[Law]
    ideas: Sequence[Idea]
    findings: Sequence[FindingText]
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
    """The first thing to mend, which stands at the top."""
    functions: Sequence[Function]
    findings: Sequence[FindingText]
    notes: Sequence[str]
    printed: str
    more_printed: str


def render_page(records: Sequence[Record], names: Mapping[str, str], titles: Mapping[str, str]) -> str:
    """Return the page of one student; `records` are theirs, `names` those of misconceptions by their ids."""
    pictures = Pictures()
    records = sorted(records, key=lambda record: str(record["exercise"]))
    parts = [make_part(number, record, names, titles, pictures) for number, record in enumerate(records, 1)]
    score = sum(record["score"] for record in records)
    max_score = sum(record["max_score"] for record in records)
    return render(
        "student.html",
        title=f"Feedback for {read_student(records[0])[1]}",
        name=read_student(records[0])[1],
        parts=parts,
        total=f"{format_points(score)} of {format_points(max_score)} points" if max_score else "",
        share=score / max_score if max_score else 0.0,
    )


def make_part(
    number: int, record: Record, names: Mapping[str, str], titles: Mapping[str, str], pictures: Pictures
) -> Part:
    """Return one exercise of a page; `number` distinguishes its anchor from the others'."""
    status = record["status"]
    sign, verdict = STATUSES.get(status, ("?", status))
    checks, max_score = record["checks"], record["max_score"]
    ran = status in ("passed", "failed") and checks
    if ran:
        held_count = sum(check["outcome"] in HOLDS for check in checks)
        verdict = (
            f"{held_count} of {len(checks)} laws hold" if held_count < len(checks) else f"all {held_count} laws hold"
        )
        waiting = sum(check["outcome"] == "waiting" for check in checks)
        verdict += f", {waiting} {MARKS['waiting'][1]}" if waiting else ""
    functions = list(dict.fromkeys(check["function"] for check in checks))
    printed_lines = record["output"].strip("\n").split("\n")
    brief = make_record_brief(record)
    story_text = join_story_text(brief)
    printed = cut("\n".join(printed_lines[:MAX_LINES]), MAX_PRINTED)
    return Part(
        anchor=f"part-{number}",
        title=make_exercise_title(record["exercise"], titles),
        status=status,
        sign=sign,
        verdict=verdict,
        earned=f"{format_points(record['score'])} of {format_points(max_score)} points" if ran else "",
        share=record["score"] / max_score if ran and max_score else 0.0,
        path=record["submission"]["path"],
        late=LATE if record["submission"].get("late") else "",
        brief=brief,
        functions=[_make_function(record, name, names, pictures, brief) for name in functions] if ran else [],
        findings=[
            _split_finding(finding)
            for finding in record["findings"]
            if (finding["function"] not in functions or not ran)
            and not is_in_story(finding["says"].partition("\n")[0], story_text)
        ],
        notes=[note["says"] for note in record["notes"] if note["function"] not in functions],
        printed=printed if record["output"].strip() else "",
        more_printed=f"… and {format_count(len(printed_lines) - MAX_LINES, 'more line')}"
        if len(printed_lines) > MAX_LINES
        else "",
    )


def _make_function(record: Record, name: str, names: Mapping[str, str], pictures: Pictures, brief: Brief) -> Function:
    """Return the results of one function."""
    checks = [check for check in record["checks"] if check["function"] == name]
    redundant = SHOWN_BY_NUMBERS.union(
        *(entry["misconceptions"] for entry in record["diagnoses"] if entry["function"] == name)
    )
    findings = [
        finding for finding in record["findings"] if finding["function"] == name and finding["id"] not in redundant
    ]
    ideas = [
        _make_idea(entry, names, pictures, join_story_text(brief))
        for entry in record["diagnoses"]
        if entry["function"] == name
    ]
    messages = {entry["says"] for entry in findings}
    earned, max_score = sum(check["points"] for check in checks), sum(check["max_points"] for check in checks)
    open_count = 1 if ideas else MAX_OPEN
    laws = []
    for check in checks:
        # A finding that explains why there is no answer stands above the laws, and is not repeated under each of them.
        shows_numbers = check["outcome"] not in (*HOLDS, "waiting") and not (
            check["message"] in messages and check["expected"] is None
        )
        laws.append(
            _make_law(check, shows_numbers=shows_numbers, open=shows_numbers and open_count > 0, pictures=pictures)
        )
        open_count -= shows_numbers
    return Function(
        name=name,
        earned=f"{format_points(earned)} of {format_points(max_score)}",
        laws=laws,
        ideas=ideas,
        findings=[
            _split_finding(entry)
            for entry in findings
            if not is_in_story(entry["says"].partition("\n")[0], join_story_text(brief))
        ],
        notes=[note["says"] for note in record["notes"] if note["function"] == name],
    )


def _make_law(check: Mapping[str, Any], *, shows_numbers: bool, open: bool, pictures: Pictures) -> Law:
    """Return one check; its numbers only with `shows_numbers`."""
    sign, word = choose_mark(check)
    holds = check["outcome"] in HOLDS
    rows: dict[str, str] = {}
    where, picture = "", None
    if shows_numbers and check["given"]:
        rows["given"] = numbers.format_inputs(check["given"])
    if shows_numbers and check["expected"] is not None:
        expected, actual, where = numbers.cut_window(check["expected"], check["actual"])
        rows |= numbers.format_answers({"predicted": expected, "yours": actual})
    if shows_numbers:
        picture = _draw(check, pictures)
    return Law(
        sign=sign,
        outcome=check["outcome"],
        word=word,
        says=check["says"],
        note=word if check["outcome"] == "waiting" else explain_carried(check),
        earned=format_points(check["points"])
        if holds
        else f"{format_points(check['points'])} of {format_points(check['max_points'])}",
        message=check["message"] if shows_numbers else "",
        rows=rows,
        where=where,
        picture=picture,
        open=open,
    )


def _draw(check: Mapping[str, Any], pictures: Pictures) -> Markup | None:
    """Draw long lists: both answers where they are paths, else the curves that went in; None where there are none."""
    answers = {"predicted": check["expected"], "yours": check["actual"]}
    if all(numbers.is_curve(answer) for answer in answers.values()):
        return pictures.draw_curves(
            check["says"], [Line(name, values) for name, values in answers.items()], vertical_title="answer"
        )
    given = {name: values for name, values in check["given"].items() if numbers.is_curve(values)}
    return pictures.draw_curves(check["says"], [Line(*curve) for curve in given.items()]) if given else None


def _make_idea(diagnosis: Mapping[str, Any], names: Mapping[str, str], pictures: Pictures, story_text: str) -> Idea:
    """Return a diagnosis; what `story_text`, at the top of the page, says already is left out."""
    ids = diagnosis["misconceptions"]
    name, says = split_idea(diagnosis["says"], 0 if set(ids) & FINDING_TITLES.keys() else len(ids))
    known_names = [names.get(id) or FINDING_TITLES.get(id, "") for id in ids]
    name = name or " + ".join(known_names if all(known_names) else [])
    return Idea(
        name="The numbers behind it"
        if is_in_story(diagnosis["says"], story_text)
        else capitalize_name(name)
        if ids
        else "",
        says="" if is_in_story(diagnosis["says"], story_text) else says,
        evidence=make_evidence(diagnosis["evidence"], pictures),
        shows=list_facts(diagnosis["evidence"], diagnosis["says"]),
        alternatives=describe_alternatives(diagnosis, names),
        hint="" if is_in_story(diagnosis["hint"], story_text) else diagnosis["hint"],
    )


def _split_finding(finding: Mapping[str, Any]) -> FindingText:
    """Return a finding with its lines of code apart from its words."""
    says, _, code = finding["says"].partition("\n")
    return FindingText(FINDING_TITLES.get(finding["id"], finding["id"]), says, dedent(code))
