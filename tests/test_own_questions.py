"""Questions about the learner's own code: true for it, with lures of wrong ideas, in a sitting and on sheets."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest
import warm
from conftest import ROOT

from grader import course
from grader.diagnosis import load_families
from grader.diagnosis.by_hand import read_examples
from grader.execution.session import SubmissionSession
from grader.learner.own_questions import make_own_questions
from grader.quiz import loading
from grader.quiz.asking import ask
from grader.quiz.bank import Question
from grader.submission import make_submission

BANK = loading.load_bank()
EXERCISES = course.list_exercises()
WRONG = ROOT / "tests" / "submissions" / "wrong"


@pytest.fixture
def questions(sandbox):
    """What is asked about a source handed in for an exercise."""
    opened = []

    def about(exercise, source: bytes, seed: int = 3) -> list[Question]:
        session = SubmissionSession(
            make_submission(exercise, source, "a.py"), course.read_parameters(exercise), sandbox, seed=seed
        )
        opened.append(session)
        return make_own_questions(session, load_families(exercise), BANK, seed)

    yield about
    for session in opened:
        session.end()


def solution(exercise) -> bytes:
    return (ROOT / "solutions" / f"{exercise.stem}.py").read_bytes()


@pytest.mark.parametrize("exercise", EXERCISES, ids=[one.stem for one in EXERCISES])
def test_every_exercise_has_questions_with_one_truth_and_lures_that_differ(exercise, questions):
    found = questions(exercise, solution(exercise))
    assert found or not read_examples(exercise), "who draws owes no number by hand, so there is none to ask for"
    for question in found:
        asked = ask(question, 1)
        texts = [choice.text for choice in asked.choices]
        assert len(set(texts)) == len(texts)
        assert question.concept in BANK.concepts
        assert len(asked.prompt) < 400
        if question.kind == "choice":
            assert sum(choice.right for choice in asked.choices) == 1
            assert all(choice.misconception for choice in asked.choices if not choice.right)


def test_the_right_answer_is_what_the_code_returns(questions, gradient_step):
    (returns,) = [
        one for one in questions(gradient_step, solution(gradient_step)) if one.id == "own-gradient_step-returns"
    ]
    call = re.search(r"`(gradient_step\(.*\))`", returns.prompt)[1]
    namespace: dict = {}
    exec(solution(gradient_step), namespace)
    value = eval(call, namespace)
    (right,) = [choice.text for choice in returns.choices if choice.right]
    assert [float(text.replace("−", "-")) for text in re.findall(r"[−-]?[\d.]+", right)] == pytest.approx(
        list(value), 1e-3
    )


@pytest.fixture
def gradient_step():
    return course.find_exercise("1")


def test_doubling_is_asked_of_the_learners_code(questions, gradient_step):
    (doubles,) = [
        one for one in questions(gradient_step, solution(gradient_step)) if one.id == "own-gradient_step-doubles"
    ]
    assert {choice.text: choice.right for choice in doubles.choices} == {"`theta`": False, "`grad`": True, "`lr`": True}


def test_a_wrong_function_is_asked_nothing_that_would_teach_it(questions, gradient_step):
    uphill = b"def gradient_step(theta, grad, lr):\n    return [t + lr * g for t, g in zip(theta, grad)]\n"
    assert not [one for one in questions(gradient_step, uphill) if one.id.endswith("returns")]


def test_the_step_at_which_a_correction_has_faded_is_computed_from_the_code(questions):
    bias = course.find_exercise("3")
    (there,) = [one for one in questions(bias, solution(bias)) if one.id == "own-bias_correct-there"]
    beta = float(re.search(r"bias_correct\(\S+ ([\d.]+), t\)", there.prompt)[1])
    step = next(t for t in range(1, 100) if 1 / (1 - beta**t) <= 1.1)
    assert there.answer == (step,)
    assert {wrong.misconception for wrong in there.wrong} >= {"BC-TM1", "BC-TP1"}


def grade(*words, cwd, home, typed=""):
    environment = {"FALLLINE_HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    return warm.grade(*words, cwd=cwd, env=environment, typed=typed)


@pytest.fixture
def workspace(tmp_path) -> Path:
    (tmp_path / "work" / "exercises").mkdir(parents=True)
    for exercise in EXERCISES:
        shutil.copy(course.locate_stub(exercise), tmp_path / "work" / "exercises")
    return tmp_path / "work"


def test_a_sitting_begins_once_the_file_has_passed_as_it_is(workspace, tmp_path):
    early = grade("quiz", "1", "--mine", cwd=workspace, home=tmp_path / "home")
    assert early.returncode == 2
    assert "`grade 1` first" in early.stderr
    shutil.copy(ROOT / "solutions" / "exercise01_gradient_step.py", workspace / "exercises")
    passed = grade("1", cwd=workspace, home=tmp_path / "home")
    assert "grade quiz 1 --mine" in passed.stdout
    told = grade(
        "quiz", "1", "--mine", "--plain", "--seed", "3", cwd=workspace, home=tmp_path / "home", typed="a\n3\n" * 9
    )
    assert told.returncode == 0, told.stderr
    assert "what does your function return" in told.stdout
    stats = grade("quiz", "--stats", cwd=workspace, home=tmp_path / "home")
    assert stats.returncode == 0


def test_a_batch_writes_a_sheet_for_whoever_passed_and_a_key(tmp_path):
    for name, file in (
        ("ada", ROOT / "solutions" / "exercise01_gradient_step.py"),
        ("bob", next((WRONG / "exercise01_gradient_step").glob("*.py"))),
        ("eve", ROOT / "solutions" / "exercise01_gradient_step.py"),
    ):
        (tmp_path / "class" / name).mkdir(parents=True)
        shutil.copy(file, tmp_path / "class" / name / "exercise01_gradient_step.py")
    words = ["batch", "class", "--exercise", "1", "--out", "graded", "--own-questions", "sheets.html"]
    told = grade(*words, cwd=tmp_path, home=tmp_path / "home")
    assert told.returncode == 0, told.stderr
    assert "a sheet for 2 who passed" in told.stdout
    page = (tmp_path / "sheets.html").read_text("utf-8")
    assert page.count('class="paper"') == 2
    assert ">bob<" not in page
    rows = list(csv.DictReader((tmp_path / "sheets-key.csv").read_text("utf-8").splitlines()))
    assert {row["student"] for row in rows} == {"ada", "eve"}
    answers = {who: [row["why"] for row in rows if row["student"] == who] for who in ("ada", "eve")}
    assert answers["ada"] != answers["eve"], "everybody has numbers of their own"
