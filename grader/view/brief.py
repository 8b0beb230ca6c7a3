"""A report on one screen: the first thing to mend, the call that shows it, and one next step."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from grader import course
from grader.course.front_matter import Elsewhere, FrontMatter
from grader.errors import KitError
from grader.model import CheckResult, Diagnosis, Finding, Plain, Printed, Report
from grader.text import clean, cut, format_points
from grader.view.call import Evidence, find_evidence
from grader.view.next_problem import find_next_function, find_next_problem
from grader.view.titles import FINDING_TITLES, capitalize_name, find_fact_title, lower_name

State = Literal["passed", "failed", "waiting", "unwritten", "carried"]

MAX_PRINTED_LINES = 4
"""Printed lines that a brief report shows; of more, their number is told."""
MAX_PRINTED_CHARS = 76
MAX_PRINTED_CALL_CHARS = 66
MAX_HAND_CALL_CHARS = 120
"""Characters of a call whose numbers can be followed on paper."""
MAX_CODE_LINES = 3
"""How many of the learner's own lines stand under an exception."""
MAX_NAME_CHARS = 60
"""Characters of an idea's name that may stand as a headline."""
_WHERE = re.compile(r"^(?:line (\d+)|cell (\d+), line (\d+))")
_LINE = re.compile(r"^line \d+(?:, in [\w<>]+)?: ")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9`−\-(\[])")


class FunctionRow(Struct, frozen=True):
    """The state and the points of one function."""

    function: str
    state: State
    earned: str
    max_points: str


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
    rows: tuple[FunctionRow, ...] = ()
    story: Story | None = None
    carried: tuple[str, ...] = ()
    """One sentence for each function that is right and only uses a wrong one."""
    learnt: str = ""
    """Of a file that passes, and what it leads to."""
    elsewhere: tuple[Elsewhere, ...] = ()
    """How the field writes what has passed."""
    parting_question: str = ""
    """A question to leave with."""
    note: str = ""
    printed: tuple[str, ...] = ()
    """Which call printed, the first printed lines and, where there are more, how many."""
    more_printed: int = 0
    """How many printed lines are left out."""
    steps: tuple[Step, ...] = field(default=())

    def shorten_printed(self, count: int) -> Brief:
        """Return this brief with at most `count` printed lines, and the number of those left out."""
        shown = self.printed[1 : len(self.printed) - (self.more_printed > 0)]
        lines = shown[:count]
        more = self.more_printed + len(shown) - len(lines)
        counter = (f"… and {more} more line{'' if more == 1 else 's'}",) if more else ()
        return replace(self, printed=(*self.printed[:1], *lines, *counter), more_printed=more)


VERDICTS = {
    "not_started": "not started",
    "unreadable": "nothing to run",
    "absent": "nothing handed in",
    "set_aside": "set aside",
}


def make_brief(report: Report, steps: Sequence[Step] = ()) -> Brief:
    """Return what one screen says of a report: the first problem, and the steps to go on with."""
    exercise = report.submission.exercise
    points_of_all = f"{format_points(report.score)} of {format_points(report.max_score)}"
    about = course.load_front_matter(exercise) if report.status == "passed" else FrontMatter(0.0)
    brief = Brief(
        title=f"Exercise {exercise.number} · {exercise.title}",
        verdict=VERDICTS.get(report.status, points_of_all),
        status=report.status,
        file=clean(report.submission.origin),
        rows=_list_rows(report) if report.status in ("passed", "failed") else (),
        story=_add_link(report, _make_story(report)) if report.status not in ("passed", "not_started") else None,
        carried=_list_carried(report),
        learnt=f"{about.learnt} {about.leads_to}".strip(),
        elsewhere=about.elsewhere,
        parting_question=about.asks,
        note=_choose_note(report),
        steps=tuple(steps),
    )
    return _add_printed(report, brief)


def _list_rows(report: Report) -> tuple[FunctionRow, ...]:
    functions = dict.fromkeys([*report.submission.exercise.functions, *(check.function for check in report.checks)])
    return tuple(
        _make_row(report, name) for name in functions if any(check.function == name for check in report.checks)
    )


def _make_row(report: Report, name: str) -> FunctionRow:
    checks = [check for check in report.checks if check.function == name]
    unwritten = any(finding.id == "unwritten" and finding.function == name for finding in report.findings)
    outcomes = {check.outcome for check in checks}
    state: State = (
        "unwritten"
        if unwritten
        else "passed"
        if outcomes == {"passed"}
        else "carried"
        if outcomes <= {"passed", "carried"}
        else "failed"
    )
    earned, max_points = sum(check.points for check in checks), sum(check.max_points for check in checks)
    return FunctionRow(name, state, format_points(earned), format_points(max_points))


def _make_story(report: Report) -> Story | None:
    problem = find_next_problem(report)
    match problem:
        case Finding():
            return _make_finding_story(report, problem)
        case Diagnosis():
            return _make_diagnosis_story(report, problem)
        case CheckResult():
            return _make_check_story(problem)
    return None


def _add_link(report: Report, story: Story | None) -> Story | None:
    """Return the story with the address of its file, where it names a line and the file is on this machine."""
    path = Path(report.submission.origin)
    if story is None or not story.where or not path.is_file():
        return story
    return replace(story, link=path.resolve().as_uri())


def _make_finding_story(report: Report, finding: Finding) -> Story:
    says, _, rest = finding.says.partition("\n")
    code = tuple(line.strip() for line in rest.split("\n") if line.strip())[-MAX_CODE_LINES:]
    title = FINDING_TITLES.get(finding.id, finding.id)
    headline = f"{finding.function}: {title}" if finding.function else capitalize_name(title)
    where = next((_read_location(report, line) for line in reversed(code) if _WHERE.match(line)), "")
    code = tuple(_LINE.sub("", line) if where and len(code) == 1 else line for line in code)
    shown = tuple(rest.split("\n")) if finding.id == "syntax" else code
    return Story("finding", finding.function or "", headline, _split_sentences(says), shown, where)


def _make_diagnosis_story(report: Report, diagnosis: Diagnosis) -> Story:
    function = diagnosis.function
    failed = _list_failed_checks(report, function)
    evidence = find_evidence(diagnosis) or next(filter(None, map(find_evidence, failed)), None)
    slip = diagnosis.evidence.get("slip")
    if isinstance(slip, Mapping):
        return _make_slip_story(report, diagnosis, slip, evidence)
    ideas = _list_ideas(diagnosis)
    law = next((check for check in failed if check.expected is not None), None)
    has_symptoms = bool(diagnosis.evidence.get("symptoms"))
    if not diagnosis.misconceptions and not has_symptoms and law and _has_only_right_outputs(diagnosis):
        # What no input of the diagnosis shows is told best by the law that saw it.
        return _make_check_story(law)
    if len(ideas) > 1:
        return _make_combined_story(report, diagnosis, ideas, evidence)
    name, colon, rest = diagnosis.says.partition(": ")
    if diagnosis.misconceptions and colon and len(name) < MAX_NAME_CHARS:
        headline = f"{function}: {lower_name(name)}"
        return Story("idea", function, headline, _split_sentences(rest), evidence=evidence, question=diagnosis.hint)
    return Story(
        "fact",
        function,
        f"{function}: {find_fact_title(diagnosis.evidence)}",
        _split_sentences(diagnosis.says),
        evidence=evidence,
        question=_suggest_hand_calculation(evidence),
    )


def _has_only_right_outputs(diagnosis: Diagnosis) -> bool:
    """Tell whether all outputs were right wherever the diagnosis asked."""
    outputs = diagnosis.evidence.get("outputs")
    return isinstance(outputs, Mapping) and all(state == "right" for state in outputs.values())


def _make_slip_story(
    report: Report, diagnosis: Diagnosis, slip: Mapping[str, Plain], evidence: Evidence | None
) -> Story:
    """Return the story of a slip: its name, and the line where it stands."""
    function, line, cell = diagnosis.function, slip.get("line"), slip.get("cell")
    where = _format_location(report, str(line), str(cell) if cell else "") if line else ""
    name = str(slip.get("headline", ""))
    headline = f"{function} {name[3:]}" if name.startswith("it ") else f"{function}: {name}"
    says = _split_sentences(str(slip.get("says", "")))
    return Story("fact", function, headline, says, where=where, evidence=evidence)


def _suggest_hand_calculation(evidence: Evidence | None) -> str:
    """Return what to do with the numbers of a call; nothing where they are too many to follow on paper."""
    if evidence is None or not evidence.pastes or len(evidence.call) > MAX_HAND_CALL_CHARS:
        return ""
    return "Do this call by hand, and print the result of each line beside it."


def _make_combined_story(
    report: Report, diagnosis: Diagnosis, ideas: Sequence[Mapping[str, Plain]], evidence: Evidence | None
) -> Story:
    """Return the story of two or three ideas at once: the first sentence of each, and the question of the first."""
    count = ("two", "three")[min(len(ideas), 3) - 2]
    parameters = _list_parameters(report, diagnosis.function)
    says = tuple(
        f"{number}. {capitalize_name(str(idea['name']), parameters)}. {_find_first_sentence(idea)}"
        for number, idea in enumerate(ideas, 1)
    )
    return Story(
        "idea",
        diagnosis.function,
        f"{diagnosis.function}: {count} mistakes at once",
        says,
        evidence=evidence,
        question=str(ideas[0].get("hint", "")),
        apart=True,
    )


def _list_parameters(report: Report, function: str) -> tuple[str, ...]:
    """List the parameters of a function as its stub writes them; none where the exercise is no longer there."""
    try:
        return course.read_parameters(report.submission.exercise).get(function, ())
    except (OSError, KitError):
        return ()


def _list_ideas(diagnosis: Diagnosis) -> list[Mapping[str, Plain]]:
    ideas = diagnosis.evidence.get("ideas")
    return [idea for idea in ideas if isinstance(idea, Mapping)] if isinstance(ideas, Sequence) else []


def _find_first_sentence(idea: Mapping[str, Plain]) -> str:
    return (_split_sentences(str(idea.get("says", ""))) or ("",))[0]


def _make_check_story(check: CheckResult) -> Story:
    says = _split_sentences(check.message)
    return Story("law", check.function, f"{check.function}: {check.says}", says, evidence=find_evidence(check))


def _list_failed_checks(report: Report, function: str) -> list[CheckResult]:
    return [check for check in report.checks if check.function == function and check.outcome == "failed"]


def _split_sentences(text: str) -> tuple[str, ...]:
    return tuple(sentence for sentence in SENTENCE_END.split(clean(text)) if sentence)


def _read_location(report: Report, line: str) -> str:
    """Return `exercise03.py:12` for a line of the learner's own code that begins with `line 12`."""
    match = _WHERE.match(line)
    assert match
    return _format_location(report, match[1] or match[3], match[2] or "")


def _format_location(report: Report, line: str, cell: str) -> str:
    name = clean(report.submission.origin.replace("\\", "/").rpartition("/")[2])
    return f"{name}, cell {cell}, line {line}" if cell else f"{name}:{line}"


def _list_carried(report: Report) -> tuple[str, ...]:
    blamed: dict[str, str] = {}
    for check in report.checks:
        if check.outcome == "carried":
            blamed.setdefault(check.function, check.carried_from)
    return tuple(f"{function} is right; it uses your {helper}." for function, helper in blamed.items())


def _choose_note(report: Report) -> str:
    """Choose the one note that a learner can act on now; empty where there is none."""
    function = find_next_function(report)
    notes = [note for note in report.notes if note.function in (None, function)] if function else list(report.notes)
    if function:
        # What costs nothing can wait until something else is mended.
        findings = [finding for finding in report.findings if finding.function == function]
        notes = [note for note in notes if note.id != "input_kind" and not (note.id == "missing_package" and findings)]
        if any(" would come from " in finding.says for finding in findings):
            notes = [note for note in notes if note.id != "failed_cell"]
    if not notes:
        return ""
    note = notes[0]
    subject = f"{note.function}: " if note.function and note.function not in note.says else ""
    return clean(f"{subject}{note.says}")


def _add_printed(report: Report, brief: Brief) -> Brief:
    """Add the first lines that the function of the story printed, else those that loading the file printed."""
    function = find_next_function(report)
    near = [
        printed for printed in report.printed if printed.function == function or not function or not printed.function
    ]
    chosen = next((printed for printed in near if printed.function == function), near[0] if near else None)
    if chosen is None:
        return brief
    lines = [cut(line, MAX_PRINTED_CHARS) for line in clean(chosen.text, lines=True).strip("\n").split("\n")]
    whole = replace(brief, printed=(_describe_printer(chosen), *lines))
    return whole.shorten_printed(MAX_PRINTED_LINES)


def _describe_printer(printed: Printed) -> str:
    """Say which call printed, as a heading."""
    if not printed.function:
        return "Printed while the file was loaded"
    return f"Printed by {cut(printed.call, MAX_PRINTED_CALL_CHARS)}"


__all__ = ["Brief", "FunctionRow", "Step", "Story", "make_brief"]
