"""Where a learner stands, from real files, real reports and real cards; and how home shows it."""

import io
import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import warm
from msgspec.structs import replace
from rich.console import Console

from grader import course
from grader.export.standing import make_document
from grader.learner.history import open_history
from grader.learner.overview import SETTLED_STABILITY, Step, compute_sha256, find_concept_state, make_overview
from grader.model import CheckResult, Finding, Report, Submission
from grader.quiz.loading import load_bank
from grader.quiz.schedule import Card
from grader.quiz.store import open_store
from grader.quiz.tables import LoggedAnswer
from grader.screen.home import render_home
from grader.screen.listing import describe_state
from grader.storage.database import HOME_VARIABLE

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 3, 4)
EXERCISES = course.list_exercises()


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty folder and an empty memory."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    (tmp_path / "place").mkdir()
    monkeypatch.chdir(tmp_path / "place")
    return tmp_path / "place"


@pytest.fixture
def files(place):
    """The stubs in it, as a dictionary by number."""
    (place / "exercises").mkdir()
    found = {}
    for exercise in EXERCISES:
        found[exercise.number] = place / "exercises" / f"{exercise.stem}.py"
        found[exercise.number].write_bytes(course.locate_stub(exercise).read_bytes())
    return found


def graded(path, status="failed", score=5.4):
    """Remember a report of the file as it is now."""
    law = CheckResult("law", "A law.", "f", "passed" if status == "passed" else "failed", score, 10.0)
    findings = (Finding("syntax", "No Python."),) if status == "unreadable" else ()
    submission = Submission(course.find_exercise(path.stem), None, b"", str(path), compute_sha256(path))
    with open_history() as memory:
        memory.record_report(Report(submission, (law,), findings=findings))


def written(path, text="theta = 1\n", at=None):
    path.write_text(text, "utf-8")
    if at is not None:
        os.utime(path, (at, at))


def solve(path):
    written(path, "solved = True\n")
    graded(path, "passed", 10.0)


def answered(concept, day=TODAY, share=1.0):
    question = next(question for question in load_bank() if question.concept == concept)
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    with open_store() as store:
        store.record(LoggedAnswer(question.id, concept, "number", "1", share, 4, at))


def work(number):
    return next(one for one in make_overview(TODAY).works if one.exercise.number == number)


def shown(width=80):
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(render_home(make_overview(TODAY), TODAY))
    return out.getvalue()


# Each exercise


def test_an_empty_folder_holds_no_files_and_the_first_step_makes_some(place):
    found = make_overview(TODAY)
    assert {one.state for one in found.works} == {"absent"}
    assert found.next.command == "grade start fallline"
    assert found.count("new") == found.concepts > 0


def test_a_fresh_workspace_begins_with_its_first_exercise(files):
    found = make_overview(TODAY)
    assert {one.state for one in found.works} == {"untouched"}
    assert found.next.command == "grade 1"
    assert "exercise01_gradient_step.py" in found.next.says


def test_work_goes_from_begun_to_graded_to_changed_to_solved(files):
    path = files[1]
    assert describe_state(work(1)) == "as it came"
    written(path)
    assert (work(1).state, describe_state(work(1))) == ("begun", "begun, not graded")
    graded(path)
    assert (work(1).state, describe_state(work(1))) == ("graded", "5.4 of 10")
    written(path, "theta = 2\n")
    assert (work(1).state, describe_state(work(1))) == ("changed", "changed since 5.4 of 10")
    solve(path)
    assert (work(1).state, describe_state(work(1))) == ("solved", "10 of 10, solved")


def test_a_score_below_an_earlier_one_says_both(files):
    written(files[1])
    graded(files[1], score=8.0)
    written(files[1], "theta = 3\n")
    graded(files[1], score=5.0)
    assert describe_state(work(1)) == "5 of 10, best 8"


def test_a_file_put_back_as_it_came_keeps_its_best_score_in_mind(files):
    held = files[1].read_bytes()
    written(files[1])
    graded(files[1])
    files[1].write_bytes(held)
    assert describe_state(work(1)) == "as it came, best 5.4"


def test_a_file_that_could_not_be_run_has_no_score(files):
    written(files[1], "def (\n")
    graded(files[1], "unreadable", 0.0)
    assert describe_state(work(1)) == "could not be run"


# The next step


def test_the_next_step_is_with_the_file_written_last(files):
    written(files[2], at=1000)
    written(files[4], at=2000)
    assert make_overview(TODAY).next.command == "grade 4"
    graded(files[4])
    assert make_overview(TODAY).next == Step(
        "Mend what the report of exercise 4 named, save, and grade it again.", "grade 4"
    )
    written(files[2], at=4_000_000_000)
    assert make_overview(TODAY).next.command == "grade 2"


def test_what_is_due_comes_between_what_is_begun_and_what_is_new(files):
    concept = next(iter(load_bank().concepts))
    answered(concept, TODAY - timedelta(days=200))
    assert make_overview(TODAY).next.command == "grade quiz"
    written(files[1])
    assert make_overview(TODAY).next.command == "grade 1"


def test_who_solved_all_is_sent_to_what_was_not_met_and_then_to_what_stayed(files):
    for path in files.values():
        solve(path)
    assert make_overview(TODAY).next.command == "grade quiz"
    for concept in load_bank().concepts:
        answered(concept)
    assert make_overview(TODAY).next.command == "grade quiz --stats"


def test_a_file_that_is_missing_among_others_is_laid_out_again(files):
    files[3].unlink()
    assert make_overview(TODAY).next.command == "grade 1"
    for number in files.keys() - {3}:
        solve(files[number])
    assert make_overview(TODAY).next.command == "grade reset 3"


def test_elsewhere_the_way_leads_back_to_the_files(files, tmp_path, monkeypatch):
    written(files[1])
    graded(files[1])
    (tmp_path / "other place").mkdir()
    monkeypatch.chdir(tmp_path / "other place")
    assert make_overview(TODAY).next == Step(
        "Your files stand in another folder. Go there:", f"cd {files[1].parent.parent}"
    )
    shutil.rmtree(files[1].parent)
    assert make_overview(TODAY).next.command == "grade start fallline"


# Concepts


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (None, "new"),
        (Card("c", TODAY), "due"),
        (Card("c", TODAY + timedelta(1)), "new"),
        (Card("c", TODAY - timedelta(9), 3.0, 5.0, TODAY - timedelta(12), 1), "due"),
        (Card("c", TODAY + timedelta(9), 9.0, 5.0, TODAY, 1), "fresh"),
        (Card("c", TODAY + timedelta(30), SETTLED_STABILITY, 5.0, TODAY, 4), "settled"),
    ],
)
def test_a_concept_sits_as_its_card_says(card, expected):
    assert find_concept_state(card, TODAY) == expected


def test_home_names_what_is_due_and_counts_how_the_concepts_sit(files):
    bank = load_bank()
    first, second = list(bank.concepts)[:2]
    answered(first, TODAY - timedelta(days=200))
    answered(second)
    text = shown()
    assert f"2 of {len(bank.concepts)} met" in text
    assert "1 concept due today" in text
    assert bank.concepts[first].title not in " ".join(text.split()), "the sentence to keep is the answer"
    assert f": {bank.topics[0].name}" in text
    whole = len(bank.topics[0].concepts)
    assert f"1 fresh, 1 due, {whole - 2} not met" in text
    assert f"{len(bank.topics) - 1} more topics not met yet" in text


def test_home_says_when_the_next_concept_comes_back(files):
    answered(next(iter(load_bank().concepts)), share=0.6)
    assert "Nothing is due. The next concept comes back" in shown()


# The screen


@pytest.mark.parametrize("width", [40, 80, 200])
def test_home_fits_its_terminal_and_ends_with_the_step(files, width):
    written(files[1])
    graded(files[1])
    lines = shown(width).splitlines()
    assert max(map(len, lines)) <= width
    assert any(line.split() in (["grade", "1"], ["Next", "grade", "1"]) for line in lines[-6:])
    assert "5.4 of 10" in shown(width)


def test_a_memory_that_cannot_be_used_is_told_and_costs_nothing_else(files, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "fallline.sqlite3").write_bytes(b"no database at all, but long enough to be looked at" * 9)
    text = " ".join(shown().split())
    assert "cannot be used" in text
    assert "grade 1" in text


def test_a_broken_bank_costs_the_concepts_alone(files, monkeypatch, tmp_path):
    (tmp_path / "quizzes").mkdir()
    (tmp_path / "quizzes" / "broken.toml").write_text("title =", "utf-8")
    locate = course.locate_shelf
    monkeypatch.setattr(
        "grader.quiz.loading.locate_shelf", lambda name: tmp_path / name if name == "quizzes" else locate(name)
    )
    assert "does not hold together" in " ".join(shown().split())


# As data


def test_the_same_as_data(files):
    written(files[1])
    graded(files[1])
    told = make_document(make_overview(TODAY))
    assert told["schema"] == "fallline/standing/v1"
    assert told["exercises"][0]["state"] == "graded"
    assert told["exercises"][0]["score"] == 5.4
    assert told["next"]["command"] == "grade 1"
    assert sum(len(topic["concepts"]) for topic in told["topics"]) == len(load_bank().concepts)


def test_the_command_prints_it_and_nothing_else(files):
    command = [sys.executable, "-m", "grader", "list", "--json"]
    told = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60, check=True
    )
    assert json.loads(told.stdout)["next"]["command"] == "grade 1"
    assert not told.stderr


def test_home_shows_what_grading_found(files):
    """From the command that grades to the one that shows, through the real memory."""
    shutil.copy(ROOT / "docs/examples/exercise03_almost.py", files[3])
    for words in (["3"], []):
        told = warm.grade(*words, cwd=Path.cwd(), env=os.environ | {"COLUMNS": "80"})
    assert "7.9 of 10" in told.stdout
    assert "1 of them for what your code showed" in told.stdout
    assert told.stdout.count("grade 3") == 1


# The same step


STANDINGS = {
    "as they came": lambda _files: None,
    "begun": lambda files: written(files[2]),
    "failing": lambda files: shutil.copy(ROOT / "docs/examples/exercise03_almost.py", files[3]),
    "solved": lambda files: shutil.copy(ROOT / "solutions/exercise01_gradient_step.py", files[1]),
    "solved and due": lambda files: (
        shutil.copy(ROOT / "solutions/exercise01_gradient_step.py", files[1]),
        answered("moments", date.today() - timedelta(days=200)),
    ),
    "broken": lambda files: written(files[4], "def (\n"),
}


@pytest.mark.parametrize("case", STANDINGS)
def test_home_names_the_step_that_the_report_of_that_exercise_names(files, case):
    STANDINGS[case](files)
    number = {"begun": 2, "failing": 3, "broken": 4}.get(case, 1)
    report = said(str(number))
    command = make_overview(date.today()).next.command
    assert command in report
    home = said()
    assert command in home
    assert len(home.splitlines()) <= 22
    expected = {"solved": f"grade {EXERCISES[1].number}", "solved and due": "grade quiz"}
    assert command == expected.get(case, f"grade {number}")


def said(*words):
    return warm.grade(*words, cwd=Path.cwd(), env=os.environ | {"COLUMNS": "80"}).stdout


def test_the_work_graded_last_comes_before_a_file_written_earlier(files):
    written(files[2], at=2000)
    written(files[4], at=1000)
    graded(files[4])
    assert make_overview(TODAY).next.command == "grade 4"


# Lines


def many_works(standing_now, count):
    works = standing_now.works
    more = tuple(
        replace(works[n % len(works)], exercise=replace(works[n % len(works)].exercise, number=n + 1))
        for n in range(count)
    )
    return replace(standing_now, works=more)


def height(found, width=80):
    out = io.StringIO()
    Console(file=out, width=width, color_system=None).print(render_home(found, TODAY))
    return len(out.getvalue().splitlines())


def test_home_has_22_lines_at_most_however_much_there_is_to_say(files):
    bank = load_bank()
    assert height(make_overview(TODAY)) <= 22
    for concept in list(bank.concepts)[::2]:
        answered(concept, TODAY - timedelta(days=200))
    for concept in list(bank.concepts)[1::4]:
        answered(concept)
    for path in (files[1], files[2]):
        solve(path)
    written(files[3])
    graded(files[3])
    found = make_overview(TODAY)
    trouble = "What is remembered of exercise04_adamw_decay is damaged, and two more things: grade it again. " * 2
    for count in (5, 12, 23, 40):
        for held in (found, replace(found, trouble=trouble), replace(found, shown_by_code=9)):
            assert height(many_works(held, count)) <= 22, count
    assert height(many_works(found, 23), 200) <= 24


def test_of_many_exercises_those_around_the_next_one_are_named(files):
    for number in (1, 2, 3):
        solve(files[number])
    found = many_works(make_overview(TODAY), 23)
    out = io.StringIO()
    Console(file=out, width=80, color_system=None).print(render_home(found, TODAY))
    assert "more: grade list" in out.getvalue()
    assert " 4  " in out.getvalue()
