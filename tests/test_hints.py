from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from grader import course
from grader.authoring.reading import compute_grade as reading_grade
from grader.learner.hints import MAX_HINT_WORDS, make_hint
from grader.learner.history import History, open_history
from grader.learner.own_lines import find_own_lines
from grader.learner.plans import read_plan
from grader.model import CheckResult, Report, Submission
from grader.sandbox import Limits
from grader.submission import make_submission

EXERCISES = course.list_exercises()
PLANS = [(exercise, name) for exercise in EXERCISES for name in exercise.functions]
NO_POWER = "\n\ndef bias_correct(moment, beta, t):\n    return np.asarray(moment) / (1 - beta)\n"


def all_hints(report):
    found = [make_hint(report, 0)]
    while found[-1] is not None and not found[-1].last:
        found.append(make_hint(report, len(found)))
    return found


@pytest.fixture
def report(graded, solution):
    return graded(solution + NO_POWER)


@pytest.fixture
def memory(tmp_path):
    with open_history(tmp_path / "memory.sqlite3") as opened:
        yield opened


# ---- the levels -------------------------------------------------------------------------------------------


def test_hints_go_from_a_call_by_hand_to_the_line_and_the_plan(report):
    titles = [hint.title for hint in all_hints(report)]
    assert titles == ["One call by hand", "A question first", "The idea", "What your lines do", "The plan"]


def test_the_first_hint_has_your_number_beside_the_right_one(report):
    text = make_hint(report, 0).text
    assert ">>> bias_correct(1.355, 0.9, 3)" in text
    assert "yours 13.55, right 5" in text


def test_the_line_at_fault_is_shown_with_the_numbers_of_the_call(report):
    text = make_hint(report, 3).text
    assert "return np.asarray(moment) / (1 - beta)" in text
    assert "in the call by hand: 1.355 / (1 - 0.9)" in text
    assert "never uses `t`" in text


def test_the_last_hint_stays(report):
    assert make_hint(report, 99) == all_hints(report)[-1]
    assert make_hint(report, -5) == make_hint(report, 0)


def test_nothing_is_hinted_at_where_every_law_holds(graded, solution):
    assert make_hint(graded(solution), 0) is None


def test_the_function_at_fault_gets_the_hints_and_not_the_one_that_only_uses_it(report):
    def carry(check):
        uses = check.function == "ema_moments"
        return replace(check, outcome="carried", carried_from="bias_correct") if uses else check

    carried = replace(report, checks=tuple(map(carry, report.checks)))
    assert [hint.text for hint in all_hints(carried)] == [hint.text for hint in all_hints(report)]


def test_outputs_that_are_right_are_told_apart_from_those_that_are_off(graded, solution):
    wrong = "\n\ndef ema_moments(m, v, grad, beta1, beta2):\n    m = beta1 * np.asarray(m) + (1 - beta1) * grad\n"
    wrong += "    v = beta2 * np.asarray(v) + (1 - beta2) * np.abs(grad)\n    return m, v\n"
    text = next(hint.text for hint in all_hints(graded(solution + wrong)) if hint.title == "What your lines do")
    assert text.startswith("What is off is v'. m' came out right")
    assert "np.abs(grad)" in text
    assert "m = beta1" not in text, "a line of the output that is right is none to look at"


def test_a_function_that_is_not_begun_gets_the_first_half_of_its_plan_a_step_at_a_time(graded, exercise03):
    hints = all_hints(graded(course.locate_stub(exercise03).read_bytes()))
    plan = read_plan(exercise03, "ema_moments")
    assert [hint.text.partition("\n")[0] for hint in hints] == list(plan[: len(plan) // 2 + 1])
    assert "ema_moments(1.0, 4.0, -6.0" in hints[0].text
    assert "grade 3" in hints[-1].text


def test_code_that_cannot_be_read_gets_what_happened_and_nothing_else(graded):
    (hint,) = all_hints(graded("def bias_correct(moment, beta, t:\n    return 1\n"))
    assert "Line 1" in hint.text


def test_an_exercise_without_plans_sends_to_its_docstring(report, tmp_path, exercise03, monkeypatch):
    monkeypatch.setattr("grader.learner.hints.read_plan", lambda exercise, function: ())
    assert "The docstring of bias_correct" in all_hints(report)[-1].text


@pytest.mark.parametrize(
    "body", ["raise ValueError('x' * 900)", "return 'a'", "print(1)", "while True: pass", "return t"]
)
def test_hints_are_short_whatever_is_wrong(graded, solution, body):
    found = graded(
        solution + f"\n\ndef bias_correct(moment, beta, t):\n    {body}\n", seed=3, limits=Limits(seconds=0.5)
    )
    for hint in all_hints(found):
        words = [word for line in hint.text.split("\n") if not line.startswith("  ") for word in line.split()]
        assert len(words) <= MAX_HINT_WORDS + 10, hint


# ---- one's own lines --------------------------------------------------------------------------------------


def lines_of(source, function="f", kind="f.py", **options):
    return find_own_lines(make_submission(EXERCISES[0], source.encode(), kind), function, **options)


def test_lines_that_make_another_output_are_left_out():
    found = lines_of("def f(x, y):\n    a = x + 1\n    b = y + 1\n    return a, b\n", outputs=2, off=[1])
    assert [line.code for line in found.lines] == ["b = y + 1", "return a, b"]


def test_a_chain_of_assignments_is_followed_to_its_start():
    found = lines_of(
        "def f(x):\n    a = x\n    c = 7\n    a *= 2\n    b = a\n    b = [b]\n    b.append(1)\n    return b\n"
    )
    assert [line.place for line in found.lines] == ["line 2", "line 4", "line 5", "line 6", "line 7", "line 8"]


def test_the_last_definition_of_a_name_counts():
    found = lines_of("def f(x):\n    return 1\n\n\ndef f(x):\n    return 2\n")
    assert [line.place for line in found.lines] == ["line 6"]


def test_a_word_is_followed_to_the_return_that_says_it_and_its_condition():
    source = "def f(x):\n    d = x[0]\n    if d > 1:\n        return 'up'\n    if d < 9:\n        return 'down'\n"
    source += "    return 'none'\n"
    found = lines_of(source, answer="down")
    assert [line.code for line in found.lines] == ["d = x[0]", "if d < 9:", "return 'down'"]


def test_numbers_stand_for_the_names_that_keep_them():
    source = "def f(x, y, k=3):\n    y = y + 1\n    return (x - k) ** 2\n"
    assert lines_of(source, call="f(-1, y=2)").lines[-1].with_numbers == "(-1 - 3) ** 2"
    assert lines_of("def f(x):\n    return x ** 2\n", call="f(-6)").lines[0].with_numbers == "(-6) ** 2"
    assert lines_of("def f(x):\n    return g(x)\n", call="f(-6)").lines[0].with_numbers == ""
    assert lines_of("def f(x):\n    x = x + 1\n    return x * 2\n", call="f(1)").lines[-1].with_numbers == ""


def test_a_function_below_an_if_is_found():
    found = lines_of("if True:\n    def f(x):\n        return 2 * x\n")
    assert [(line.place, line.code) for line in found.lines] == [("line 3", "return 2 * x")]


@pytest.mark.parametrize("sign", ["\f", "\x1c", "\u2028"], ids=["form-feed", "separator", "line-separator"])
def test_lines_are_counted_as_python_counts_them(sign):
    found = lines_of(f"# {sign} a page\nx = 1\n\n\ndef f(x):\n    return 2 * x\n")
    assert [(line.place, line.code) for line in found.lines] == [("line 6", "return 2 * x")]
    assert lines_of("def f(x):\r\n    return 2 * x\r\n").lines[0].code == "return 2 * x"


def test_a_cell_of_a_notebook_is_named():
    cells = [["%matplotlib inline\n", "import numpy as np"], ["!pip list\n", "def f(x):\n", "    return x\n"]]
    told = {"cells": [{"cell_type": "code", "source": lines} for lines in cells], "nbformat": 4, "metadata": {}}
    found = lines_of(json.dumps(told), kind="f.ipynb")
    assert found.lines[0].place == "cell 2, line 3"


@pytest.mark.parametrize("source", ["def f(:", "x = 1\n", "def f(x):\n    pass\n", "f = 1\n", "\0", "(" * 9000, "{}"])
def test_code_without_such_lines_says_nothing(source):
    assert lines_of(source) is None
    assert lines_of(source, kind="f.ipynb") is None


def test_a_long_file_is_not_looked_into():
    assert lines_of("def f(x):\n    return x\n" + "# \n" * 90_000) is None


# ---- plans ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("exercise", "function"), PLANS, ids=[name for _, name in PLANS])
def test_every_function_has_a_plan_in_plain_words(exercise, function):
    plan = read_plan(exercise, function)
    assert 3 <= len(plan) <= 6
    assert reading_grade(" ".join(plan)) <= 9
    assert not any(sign in step for step in plan for sign in ("=", "**", "np.", "return `", "(", "/"))


@pytest.mark.parametrize(("exercise", "function"), PLANS, ids=[name for _, name in PLANS])
def test_a_plan_of_many_words_comes_in_two_hints(exercise, function):
    report = Report(
        Submission(exercise, None, b"", "mine.py", ""),
        (CheckResult("law", "A law.", function, "failed", 0, 1, "Why.", 1.0, 2.0, {"t": 1}),),
    )
    told = [hint.text for hint in all_hints(report) if hint.title == "The plan"]
    assert all(len(text.split()) <= MAX_HINT_WORDS for text in told)
    assert [step for step in read_plan(exercise, function) if not any(step in text for text in told)] == []


@pytest.mark.parametrize("held", ["", "functions = 3", "[functions.f]\nplan = 'x'", "[functions]\nf = 3", "[[["])
def test_a_file_without_a_plan_gives_none(tmp_path, exercise03, held):
    shelf = tmp_path / "quizzes"
    shelf.mkdir()
    (shelf / f"{exercise03.stem}.toml").write_text(held, "utf-8")
    assert read_plan(replace(exercise03, course=str(tmp_path)), "f") == ()


# ---- what is remembered -----------------------------------------------------------------------------------


def test_the_same_trouble_keeps_its_place_among_the_hints(memory: History, report):
    stem = report.submission.exercise.stem
    memory.record_report(report)
    memory.save_level(stem, 2)
    memory.record_report(report)
    assert memory.find_last(stem).level == 2


def test_another_trouble_begins_the_hints_anew(memory: History, report, graded, solution):
    stem = report.submission.exercise.stem
    memory.record_report(report)
    memory.save_level(stem, 2)
    memory.record_report(graded(solution + "\n\ndef adam_step(*all):\n    return all\n"))
    assert memory.find_last(stem).level == 0


def test_the_best_score_is_remembered(memory: History, report, graded, solution):
    memory.record_report(graded(solution))
    memory.record_report(report)
    last = memory.find_last(report.submission.exercise.stem)
    assert (last.best, last.report.score) == (10.0, report.score)
