"""The corpus through the whole kit: what is right passes, what is wrong is caught and called by its name."""

from __future__ import annotations

import ast
import functools
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import corpus
import pytest
from rich.console import Console

from grader import course
from grader.grading import grade
from grader.model import Exercise, Report
from grader.screen.brief import render_brief
from grader.submission import make_submission
from grader.view import Step, make_brief
from grader.view.document import build_report, format_report, make_document

EXERCISES = course.list_exercises()
ids = [exercise.stem for exercise in EXERCISES]


Wrong = Callable[[Exercise], list[tuple[corpus.Expected, str, Report]]]


@pytest.fixture(scope="session")
def submissions(once, sandbox) -> Callable[[str, Exercise], list[tuple[Path, Report]]]:
    """The right or the wrong submissions of an exercise with their reports: graded once for all tests."""
    return lambda kind, exercise: once(f"{kind}-{exercise.stem}", lambda: corpus.graded(kind, exercise, sandbox))


@pytest.fixture(scope="session")
def wrong(submissions) -> Wrong:
    """What each wrong submission of an exercise is meant to be, its name, and its report."""

    def read(exercise):
        return [(corpus.expected(path), path.name, report) for path, report in submissions("wrong", exercise)]

    return functools.cache(read)


@pytest.fixture(scope="session")
def sizes(once, wrong) -> Callable[[Exercise], dict[str, tuple[int, int]]]:
    """Lines and words of the brief report of each wrong submission of an exercise, by its name."""
    return lambda exercise: once(
        f"sizes-{exercise.stem}", lambda: {name: size(report) for _, name, report in wrong(exercise)}
    )


def test_the_corpus_holds_at_least_sixty_correct_submissions():
    assert sum(len(corpus.files("correct", exercise)) for exercise in EXERCISES) >= 60


@pytest.mark.parametrize("seed", [0, 2024])
@pytest.mark.parametrize("exercise", EXERCISES, ids=ids)
def test_every_correct_submission_gets_full_points(exercise, seed, submissions, sandbox):
    """And every third one on other drawn inputs as well."""
    broken = {
        path.name: [(check.id, check.message) for check in report.checks if check.outcome != "passed"]
        or [finding.says for finding in report.findings]
        for path, report in (
            corpus.graded("correct", exercise, sandbox, seed, every=3) if seed else submissions("correct", exercise)
        )
        if report.status != "passed" or report.score != report.max_score
    }
    assert not broken


@pytest.mark.parametrize("exercise", EXERCISES, ids=ids)
def test_every_wrong_submission_fails_at_least_one_check(exercise, wrong):
    assert not [name for _, name, report in wrong(exercise) if report.status == "passed"]


@pytest.mark.parametrize("exercise", EXERCISES, ids=ids)
def test_checks_that_a_student_kit_has_catch_every_wrong_submission(exercise, wrong):
    def holds_in_the_open(report):
        return all(check.outcome == "passed" for check in report.checks if not check.held_back)

    assert not [name for _, name, report in wrong(exercise) if holds_in_the_open(report)]


@pytest.mark.parametrize("exercise", EXERCISES, ids=ids)
def test_no_wrong_submission_is_called_by_a_wrong_name(exercise, wrong):
    """A name is right when the header gives it, or when the report says that the two cannot be told apart."""
    misnamed = {}
    for expected, name, report in wrong(exercise):
        for diagnosis in report.diagnoses:
            said = [frozenset(diagnosis.misconceptions), *map(frozenset, diagnosis.alternatives)]
            if diagnosis.function != expected.function or not diagnosis.misconceptions or not expected.sets:
                continue
            if not any(one in said for one in expected.sets):
                misnamed[name] = (expected.sets, said[:3])
    assert not misnamed


def test_nearly_every_catalogued_idea_is_named(wrong):
    """98 of 100 single ideas and 90 of 100 pairs, in whatever style they are written."""
    for size, share in ((1, 0.98), (2, 0.90)):
        known = [
            (expected, report)
            for exercise in EXERCISES
            for expected, _, report in wrong(exercise)
            if expected.sets and not expected.owned and len(expected.sets[0]) == size
        ]
        named = [
            report
            for expected, report in known
            for diagnosis in report.diagnoses
            if diagnosis.function == expected.function and diagnosis.misconceptions
        ]
        assert len(named) >= share * len(known), f"{len(named)} of {len(known)} sets of {size}"


@pytest.mark.parametrize("exercise", EXERCISES, ids=ids)
def test_the_kit_looks_into_every_wrong_submission_without_stumbling(exercise, wrong):
    assert not [(name, note.says) for _, name, report in wrong(exercise) for note in report.notes if note.id == "kit"]


@pytest.mark.parametrize("exercise", EXERCISES, ids=ids)
def test_the_brief_report_of_every_wrong_submission_fits_a_small_terminal(exercise, wrong, sizes):
    """22 lines of 80 columns and 160 words at the most, with something to mend on it."""
    too_much, silent = {}, []
    for _, name, report in wrong(exercise):
        lines, words = sizes(exercise)[name]
        if lines > 22 or words > 160:
            too_much[name] = (lines, words)
        if make_brief(report).story is None:
            silent.append(name)
    assert not too_much
    assert not silent


@pytest.mark.parametrize("exercise", EXERCISES, ids=ids)
def test_the_brief_report_of_the_worst_submissions_fits_a_small_terminal(exercise, wrong, sizes, sandbox):
    """Two files in which every function is wrong in a way of its own, noisy and with a package that is missing."""
    noise = "import torch\nfor line in range(60):\n    print('a long line of what happens here', line, '.' * 90)\n"
    longest = sorted(wrong(exercise), key=lambda one: (sizes(exercise)[one[1]], one[1]), reverse=True)
    for rank in range(2):
        spoilt = spoil_all(exercise, [(expected.function, name) for expected, name, _ in longest], rank)
        report = grade(make_submission(exercise, (spoilt + noise).encode(), f"{exercise.stem}.py"), sandbox=sandbox)
        broken = {check.function for check in report.checks if not check.holds}
        assert broken == set(exercise.functions)
        lines, words = size(report)
        assert (lines <= 22, words <= 160) == (True, True), (rank, lines, words)


@pytest.mark.parametrize("exercise", EXERCISES, ids=ids)
def test_reports_of_the_corpus_come_back_as_they_were(exercise, submissions):
    found = [*submissions("correct", exercise)[::12], *submissions("wrong", exercise)[::16]]
    assert len(found) >= 2
    for path, report in found:
        told = json.loads(format_report(report))
        back = build_report(told)
        assert make_document(back) == told, path.name
        assert (back.status, back.score) == (report.status, report.score), path.name
        assert told_of(make_brief(back)) == told_of(make_brief(report)), path.name


def told_of(brief):
    """What a student reads of it; a number that was not finite may have been a text."""
    story = brief.story
    return (brief.verdict, brief.rows, brief.carried, story and (story.headline, story.says, story.question))


def size(report: Report) -> tuple[int, int]:
    """Lines and words of a brief report at 80 columns."""
    number = report.submission.exercise.number
    steps = [
        Step("Next: mend, save,", f"grade {number}"),
        Step("Stuck:", f"grade hint {number}"),
        Step("All laws:", f"grade {number} --all"),
    ]
    console = Console(file=io.StringIO(), width=80, markup=False, emoji=False, highlight=False)
    console.print(render_brief(make_brief(report, steps)))
    text = console.file.getvalue().rstrip()
    return len(text.split("\n")), len(re.findall(r"[A-Za-z][\w'’-]+", text))


def spoil_all(exercise: Exercise, longest: list[tuple[str, str]], rank: int) -> str:
    """One file with each function as it stands in the wrong file whose report is the longest but `rank`."""
    whole = ""
    for function in exercise.functions:
        name = [name for spoilt, name in longest if spoilt == function][rank]
        text = (corpus.HERE / "wrong" / exercise.stem / name).read_text("utf-8")
        tree = ast.parse(text)
        right = set(exercise.functions) - {function} if whole else set()
        kept = [node for node in tree.body if not (isinstance(node, ast.FunctionDef) and node.name in right)]
        whole += "\n" + "\n".join(ast.unparse(node) for node in kept if not _is_future(node)) + "\n"
    return whole


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"
