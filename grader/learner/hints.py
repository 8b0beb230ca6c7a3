"""Hints over one report, each a step nearer to the learner's own line, never the code.

Their order follows the evidence that a right number beside one's own, and a question before the answer, teach more
than a verdict: one call by hand, a question, the idea, what one's own lines do there, the plan in words. A function
that is not begun gets the first half of its plan, a step at a time.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from grader import course
from grader.execution.source_code import read_source
from grader.learner.own_lines import OwnLines, find_own_lines
from grader.learner.plans import read_plan
from grader.model import Finding, Report, Submission
from grader.text import clean
from grader.view import Evidence, Story, make_brief
from grader.view.next_problem import find_next_function

MAX_HINT_WORDS = 80
"""Words of one hint, the learner's code and numbers not counted."""
PLAN_HEADING = "Set your lines beside this plan, step by step:"


class Hint(Struct, frozen=True):
    """One thought for the next step."""

    level: int
    """From 0: how many hints came before it."""
    title: str
    text: str
    last: bool = False
    """Whether no hint comes after it."""


Draft = tuple[str, str]
"""The title and the text of a hint."""


def make_hint(report: Report, level: int) -> Hint | None:
    """Return the hint of a level for what is in the way, the last one beyond that; None where nothing is in the way."""
    drafts = [] if report.status == "passed" else list(_iterate_drafts(report))
    if not drafts:
        return None
    index = max(0, min(level, len(drafts) - 1))
    title, text = drafts[index]
    return Hint(index, clean(title), clean(text, lines=True), last=index == len(drafts) - 1)


def make_unrun_report(submission: Submission) -> Report:
    """Return the report of a file that cannot be run here: which functions wait to be written, else all of them."""
    source, functions = read_source(submission), submission.exercise.functions
    waiting = [
        name
        for name in functions
        if (found := source.find_function(name)) and "raise NotImplementedError" in ast.unparse(found[0])
    ]
    names = waiting or functions
    return Report(submission, findings=tuple(Finding("unwritten", "It could not be run here.", name) for name in names))


def _iterate_drafts(report: Report) -> Iterator[Draft]:
    function = find_next_function(report)
    if function and any(finding.id == "unwritten" and finding.function == function for finding in report.findings):
        yield from _iterate_first_steps(report, function)
        return
    story = make_brief(report).story
    if story is None:
        return
    yield _make_first_draft(story)
    if story.function:
        yield from _iterate_question(story)
        yield from _iterate_idea(story)
        yield from _iterate_own_lines(report, story)
        yield from _iterate_plan(report, story.function)


def _iterate_first_steps(report: Report, function: str) -> Iterator[Draft]:
    """Yield the first half of the plan, a step a hint; without a plan the numbers by hand."""
    exercise = report.submission.exercise
    steps = read_plan(exercise, function)
    half = steps[: (len(steps) + 1) // 2]
    goal = _describe_goal(report, function)
    if not half:
        yield f"{function}: where to begin", goal or f"The docstring of {function} says what it should return."
    for number, step in enumerate(half, 1):
        parts = [step]
        if number == 1 and goal:
            parts.append(goal)
        if number == len(half):
            parts.append(
                f"Write down what you have so far, then `grade {exercise.number}`. The next hints use your numbers."
            )
        yield f"{function}: step {number} of {len(steps)}", "\n".join(parts)


def _describe_goal(report: Report, function: str) -> str:
    from grader.diagnosis.by_hand import read_examples

    examples = read_examples(report.submission.exercise)
    example = next((example for example in examples if example.function == function), None)
    return f"Where it leads, by hand:\n  {example.pasted}\n  gives {example.answer}" if example else ""


def _make_first_draft(story: Story) -> Draft:
    """Return one call by hand, with the learner's numbers beside the right ones; else what happened."""
    if story.evidence is None:
        return story.headline, "\n".join([_fit_sentences(story.says), *(f"  {line}" for line in story.code)])
    law = f"{story.headline}\n" if story.kind == "law" else ""
    return "One call by hand", f"{law}Work this call out on paper:\n{_format_evidence(story.evidence)}"


def _format_evidence(evidence: Evidence) -> str:
    width = max((len(row.name) for row in evidence.rows), default=0)
    rows = [
        f"  {row.name:{width}}  yours {row.yours}, right {row.right}".replace("    ", "  ", not width)
        for row in evidence.rows
    ]
    return "\n".join([f"  >>> {evidence.call}" if evidence.pastes else f"  {evidence.call}", *rows])


def _iterate_question(story: Story) -> Iterator[Draft]:
    if story.question.endswith("?"):
        yield "A question first", f"{story.question}\nWrite your answer down before you take the next hint."


def _iterate_idea(story: Story) -> Iterator[Draft]:
    if story.kind != "finding" and story.says:
        yield "The idea", _fit_sentences(story.says)


def _iterate_own_lines(report: Report, story: Story) -> Iterator[Draft]:
    """Yield which outputs are off, and the lines that make them."""
    states = _find_output_states(report, story.function)
    off = [index for index, state in enumerate(states.values()) if state == "off"]
    answer = story.evidence.rows[0].yours.strip("'") if story.evidence and len(story.evidence.rows) == 1 else None
    call = story.evidence.call if story.evidence else ""
    own_lines = find_own_lines(
        report.submission, story.function, outputs=len(states), off=off, call=call, answer=answer
    )  # fmt: skip
    parts = [_describe_outputs(states)] if off and len(states) > 1 else []
    if own_lines is not None:
        parts += _format_lines(own_lines)
    if parts:
        yield "What your lines do", "\n".join(parts)


def _format_lines(own_lines: OwnLines) -> Iterator[str]:
    yield (
        "These lines of yours make the answer:" if len(own_lines.lines) > 1 else "This line of yours makes the answer:"
    )
    for line in own_lines.lines:
        yield f"  {line.place}: {line.code}"
        if line.with_numbers:
            yield f"  in the call by hand: {line.with_numbers}"
    if own_lines.unused:
        names = _join_names([f"`{name}`" for name in own_lines.unused])
        yield f"Your function never uses {names}."
    yield "Print each step, and set it beside your numbers on paper."


def _find_output_states(report: Report, function: str) -> Mapping[str, object]:
    """Return what is known of each output by its name: `off`, `right` or nothing certain."""
    outputs = next((each.evidence.get("outputs") for each in report.diagnoses if each.function == function), None)
    return outputs if isinstance(outputs, Mapping) else {}


def _describe_outputs(states: Mapping[str, object]) -> str:
    off = [name for name, state in states.items() if state == "off"]
    right = [name for name, state in states.items() if state == "right"]
    sentence = f"What is off is {_join_names(off)}."
    if not right:
        return sentence
    them = "it" if len(right) == 1 else "them"
    return f"{sentence} {_join_names(right)} came out right each time, so keep what makes {them}."


def _iterate_plan(report: Report, function: str) -> Iterator[Draft]:
    """Yield the whole plan, in as many hints as its words need."""
    exercise = report.submission.exercise
    steps = read_plan(exercise, function)
    if not steps:
        text = f"The docstring of {function} in your file says what it returns, and gives numbers to check by hand."
        if course.locate_file(exercise, "quizzes").is_file():
            text += f"\n`grade quiz {exercise.name}` asks for the idea behind it."
        yield "Where to read", text
        return
    numbered = [f"{number}. {step}" for number, step in enumerate(steps, 1)]
    fits = _count_words("\n".join([PLAN_HEADING, *numbered])) <= MAX_HINT_WORDS
    half = len(steps) if fits else (len(steps) + 1) // 2
    for part in filter(None, (numbered[:half], numbered[half:])):
        yield "The plan", "\n".join([PLAN_HEADING, *part])


def _fit_sentences(sentences: Iterable[str]) -> str:
    """Join as many whole sentences as a hint may hold, at least one."""
    kept: list[str] = []
    for sentence in sentences:
        if kept and _count_words(" ".join([*kept, sentence])) > MAX_HINT_WORDS:
            break
        kept.append(sentence)
    return " ".join(kept)


def _count_words(text: str) -> int:
    return len(text.split())


def _join_names(names: Sequence[str]) -> str:
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"
