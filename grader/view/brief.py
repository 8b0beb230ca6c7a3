"""A report on one screen: the first thing to mend, the call that shows it, and one next step."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from grader import course
from grader.course.front_matter import About, Elsewhere
from grader.model import CheckResult, Diagnosis, Finding, Plain, Printed, Report
from grader.text import clean, cut, points
from grader.view import facts
from grader.view.call import Evidence, evidence_of
from grader.view.next_problem import function_of, next_thing
from grader.view.titles import TITLES

State = Literal["passed", "failed", "waiting", "unwritten", "carried"]

PRINTED = 4
"""Lines of what the code printed that a brief report shows."""
SHORT_CALL = 120
"""Letters of a call whose numbers one can follow on paper."""
LINES_OF_CODE = 3
"""Of the learner's own lines under an exception."""
_WHERE = re.compile(r"^(?:line (\d+)|cell (\d+), line (\d+))")
_LINE = re.compile(r"^line \d+(?:, in [\w<>]+)?: ")
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9`−\-(\[])")


class Row(Struct, frozen=True):
    """One function in a few signs."""

    function: str
    state: State
    earned: str
    there: str


class Story(Struct, frozen=True):
    """The first thing to mend."""

    kind: Literal["idea", "fact", "law", "finding"]
    function: str
    """Empty where it is the whole file."""
    headline: str
    says: tuple[str, ...]
    """A few sentences."""
    code: tuple[str, ...] = ()
    """The learner's own lines, where the fault has a place."""
    where: str = ""
    """`file:line` of the learner's own code, where it is known."""
    link: str = ""
    """The file as an address, where there is one on this machine."""
    evidence: Evidence | None = None
    question: str = ""
    apart: bool = False
    """Whether what it says is a list of points and no running text."""


class Step(Struct, frozen=True):
    """A command, and what it is for."""

    says: str
    command: str = ""


class Brief(Struct, frozen=True):
    """What one screen says of a report, from top to bottom."""

    title: str
    verdict: str
    """Points, or the status in words."""
    status: str
    file: str
    rows: tuple[Row, ...] = ()
    story: Story | None = None
    carried: tuple[str, ...] = ()
    """One sentence for each function that is right and only uses a wrong one."""
    learnt: str = ""
    """Of a file that passes, and what it leads to."""
    elsewhere: tuple[Elsewhere, ...] = ()
    """How the field writes what has passed."""
    asks: str = ""
    """A question to leave with."""
    note: str = ""
    printed: tuple[str, ...] = ()
    """Who printed, and the first lines of it."""
    steps: tuple[Step, ...] = field(default=())


VERDICTS = {
    "not_started": "not started",
    "unreadable": "nothing to run",
    "absent": "nothing handed in",
    "set_aside": "set aside",
}


def make_brief(report: Report, steps: Sequence[Step] = ()) -> Brief:
    """Say the first thing to mend in a report, and the steps to go on with."""
    exercise = report.submission.exercise
    earned = f"{points(report.score)} of {points(report.max_score)}"
    about = course.about(exercise) if report.status == "passed" else About(0.0)
    return Brief(
        title=f"Exercise {exercise.number} · {exercise.title}",
        verdict=VERDICTS.get(report.status, earned),
        status=report.status,
        file=clean(report.submission.origin),
        rows=_rows(report) if report.status in ("passed", "failed") else (),
        story=_linked(report, _story(report)) if report.status not in ("passed", "not_started") else None,
        carried=_carried(report),
        learnt=f"{about.learnt} {about.leads_to}".strip(),
        elsewhere=about.elsewhere,
        asks=about.asks,
        note=_note(report),
        printed=_printed(report),
        steps=tuple(steps),
    )


def _rows(report: Report) -> tuple[Row, ...]:
    functions = dict.fromkeys([*report.submission.exercise.functions, *(check.function for check in report.checks)])
    return tuple(_row(report, name) for name in functions if any(check.function == name for check in report.checks))


def _row(report: Report, name: str) -> Row:
    mine = [check for check in report.checks if check.function == name]
    unwritten = any(found.id == "unwritten" and found.function == name for found in report.findings)
    outcomes = {check.outcome for check in mine}
    state: State = (
        "unwritten"
        if unwritten
        else "passed"
        if outcomes == {"passed"}
        else "carried"
        if outcomes <= {"passed", "carried"}
        else "failed"
    )
    earned, there = sum(check.points for check in mine), sum(check.max_points for check in mine)
    return Row(name, state, points(earned), points(there))


def _story(report: Report) -> Story | None:
    thing = next_thing(report)
    match thing:
        case Finding():
            return _of_finding(report, thing)
        case Diagnosis():
            return _of_diagnosis(report, thing)
        case CheckResult():
            return _of_check(thing)
    return None


def _linked(report: Report, story: Story | None) -> Story | None:
    """A story that knows the address of the file it speaks of."""
    place = Path(report.submission.origin)
    if story is None or not story.where or not place.is_file():
        return story
    return replace(story, link=place.resolve().as_uri())


def _of_finding(report: Report, found: Finding) -> Story:
    says, _, rest = found.says.partition("\n")
    code = tuple(line.strip() for line in rest.split("\n") if line.strip())[-LINES_OF_CODE:]
    title = TITLES.get(found.id, found.id)
    headline = f"{found.function}: {title}" if found.function else _capital(title)
    where = next((_place(report, line) for line in reversed(code) if _WHERE.match(line)), "")
    code = tuple(_LINE.sub("", line) if where and len(code) == 1 else line for line in code)
    keep = tuple(rest.split("\n")) if found.id == "syntax" else code
    return Story("finding", found.function or "", headline, _sentences(says), keep, where)


def _of_diagnosis(report: Report, found: Diagnosis) -> Story:
    evidence = evidence_of(found) or next(
        (one for one in (evidence_of(check) for check in _broken(report, found.function)) if one), None
    )
    slip = found.evidence.get("slip")
    if isinstance(slip, Mapping):
        return _of_slip(report, found, slip, evidence)
    ideas = _ideas(found)
    law = next((one for one in _broken(report, found.function) if one.expected is not None), None)
    if not found.misconceptions and not found.evidence.get("symptoms") and law and _is_right(found):
        # What no input of the diagnosis shows is told best by the law that saw it.
        return _of_check(law)
    if len(ideas) > 1:
        return _of_several(found, ideas, evidence)
    name, colon, rest = found.says.partition(": ")
    if found.misconceptions and colon and len(name) < 60:
        headline = f"{found.function}: {name[0].lower() + name[1:]}"
        return Story("idea", found.function, headline, _sentences(rest), evidence=evidence, question=found.hint)
    headline = f"{found.function}: {facts.headline(found.evidence)}"
    return Story(
        "fact", found.function, headline, _sentences(found.says), evidence=evidence, question=_by_hand(evidence)
    )


def _is_right(found: Diagnosis) -> bool:
    """Whether all outputs were right wherever the diagnosis asked."""
    outputs = found.evidence.get("outputs")
    return isinstance(outputs, Mapping) and all(one == "right" for one in outputs.values())


def _of_slip(report: Report, found: Diagnosis, slip: Mapping[str, Plain], evidence: Evidence | None) -> Story:
    """A slip by its name, with the line where it stands."""
    line, cell = slip.get("line"), slip.get("cell")
    where = _placed(report, str(line), str(cell) if cell else "") if line else ""
    name = str(slip.get("headline", ""))
    headline = f"{found.function} {name[3:]}" if name.startswith("it ") else f"{found.function}: {name}"
    return Story(
        "fact", found.function, headline, _sentences(str(slip.get("says", ""))), where=where, evidence=evidence
    )


def _by_hand(evidence: Evidence | None) -> str:
    """What to do with the numbers of a call; nothing where they are too many to follow on paper."""
    if evidence is None or not evidence.pastes or len(evidence.call) > SHORT_CALL:
        return ""
    return "Do this call by hand, and print the result of each line beside it."


def _of_several(found: Diagnosis, ideas: Sequence[Mapping[str, Plain]], evidence: Evidence | None) -> Story:
    """Two or three ideas at once: each with its first sentence, and the question of the first."""
    count = ("two", "three")[min(len(ideas), 3) - 2]
    told = tuple(f"{place}. {_capital(str(idea['name']))}. {_first(idea)}" for place, idea in enumerate(ideas, 1))
    return Story(
        "idea",
        found.function,
        f"{found.function}: {count} mistakes at once",
        told,
        evidence=evidence,
        question=str(ideas[0].get("hint", "")),
        apart=True,
    )


def _ideas(found: Diagnosis) -> list[Mapping[str, Plain]]:
    held = found.evidence.get("ideas")
    return [one for one in held if isinstance(one, Mapping)] if isinstance(held, Sequence) else []


def _first(idea: Mapping[str, Plain]) -> str:
    return (_sentences(str(idea.get("says", ""))) or ("",))[0]


def _of_check(check: CheckResult) -> Story:
    says = _sentences(check.message)
    return Story("law", check.function, f"{check.function}: {check.says}", says, evidence=evidence_of(check))


def _broken(report: Report, function: str) -> list[CheckResult]:
    return [check for check in report.checks if check.function == function and check.outcome == "failed"]


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(one for one in SENTENCE.split(clean(text)) if one)


def _place(report: Report, line: str) -> str:
    """`exercise03.py:12` of a line of the learner's own code."""
    found = _WHERE.match(line)
    assert found
    return _placed(report, found[1] or found[3], found[2] or "")


def _placed(report: Report, line: str, cell: str) -> str:
    name = clean(report.submission.origin.replace("\\", "/").rpartition("/")[2])
    return f"{name}, cell {cell}, line {line}" if cell else f"{name}:{line}"


def _carried(report: Report) -> tuple[str, ...]:
    told: dict[str, str] = {}
    for check in report.checks:
        if check.outcome == "carried":
            told.setdefault(check.function, check.carried_from)
    return tuple(f"{name} is right; it uses your {blamed}." for name, blamed in told.items())


def _note(report: Report) -> str:
    """The one note that a learner can act on now."""
    mine = function_of(report)
    notes = [note for note in report.notes if note.function in (None, mine)] if mine else list(report.notes)
    if mine:
        # What costs nothing can wait until something else is mended.
        told = {found.id for found in report.findings if found.function == mine}
        notes = [note for note in notes if note.id != "input_kind" and not (note.id == "missing_package" and told)]
        if any(" would come from " in found.says for found in report.findings if found.function == mine):
            notes = [note for note in notes if note.id != "failed_cell"]
    if not notes:
        return ""
    note = notes[0]
    named = f"{note.function}: " if note.function and note.function not in note.says else ""
    return clean(f"{named}{note.says}")


def _printed(report: Report) -> tuple[str, ...]:
    """A few lines of what the function printed that the story is about, else of what loading the file did."""
    mine = function_of(report)
    near = [one for one in report.printed if one.function == mine or not mine or not one.function]
    told = next((one for one in near if one.function == mine), near[0] if near else None)
    if told is None:
        return ()
    lines = [cut(line, 76) for line in clean(told.text, lines=True).strip("\n").split("\n")]
    rest = len(lines) - PRINTED
    more = [f"… and {rest} more line{'' if rest == 1 else 's'}"] if rest > 0 else []
    return (_printer(told), *lines[:PRINTED], *more)


def _printer(told: Printed) -> str:
    """Which call printed, as a heading."""
    return f"Printed by {cut(told.call, 66)}" if told.function else "Printed while the file was loaded"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


__all__ = ["Brief", "Row", "Step", "Story", "function_of", "make_brief"]
