"""What is expected of a program that keeps nothing is asked at once, and told as if it had been asked one by one."""

from __future__ import annotations

import numpy as np
import pytest

from grader.sandbox import Limits
from grader.sandbox.outcomes import Raised, Returned, TimedOut
from grader.sandbox.worker_client import Question
from grader.suites.toolkit.slopes import parabola

RIGHT = "def bias_correct(moment, beta, t):\n    return moment / (1 - beta**t)\n"
QUESTIONS = [Question("bias_correct", (float(moment), 0.5, 1)) for moment in range(5)]


def values(session, questions=QUESTIONS):
    outcomes = [session.ask_question(question) for question in questions]
    return [outcome.value if isinstance(outcome, Returned) else type(outcome) for outcome in outcomes]


def test_questions_that_are_expected_are_asked_together(session_of):
    session = session_of(RIGHT)
    session.expect(QUESTIONS)
    assert session.ask_question(QUESTIONS[0]).value == 0.0
    session.worker.end()
    session.worker.sandbox = None  # nobody else can be asked
    assert values(session) == [0.0, 2.0, 4.0, 6.0, 8.0]


def test_what_nobody_expected_is_asked_for_itself(session_of):
    session = session_of(RIGHT)
    session.expect(QUESTIONS[::2])
    assert values(session) == [0.0, 2.0, 4.0, 6.0, 8.0]


def test_of_a_program_that_may_keep_something_nothing_is_asked_before_its_turn(session_of):
    session = session_of("seen = []\ndef bias_correct(m, b, t):\n    seen.append(m)\n    return float(len(seen))\n")
    session.expect(QUESTIONS)
    assert values(session, [QUESTIONS[place] for place in (0, 4, 1)]) == [1.0, 2.0, 3.0]


def test_what_a_program_raises_is_told_of_the_question_that_it_belongs_to(session_of):
    session = session_of(RIGHT.replace("    return", "    if moment == 2:\n        raise ValueError(t)\n    return"))
    session.expect(QUESTIONS)
    assert values(session) == [0.0, 2.0, Raised, 6.0, 8.0]


def test_one_question_without_an_end_takes_the_time_of_no_other(session_of):
    hangs = RIGHT.replace("    return", "    while moment == 2:\n        pass\n    return")
    session = session_of(hangs, seconds=0.5)
    session.expect(QUESTIONS)
    assert values(session) == [0.0, 2.0, TimedOut, 6.0, 8.0]


def test_a_question_that_nobody_expected_is_asked_with_what_follows_it(session_of):
    session = session_of(RIGHT)
    session.expect(QUESTIONS[:1])
    session.expect_first(QUESTIONS[1], lambda: QUESTIONS[1:])
    assert session.ask_question(QUESTIONS[1]).value == 2.0
    session.worker.end()
    session.worker.sandbox = None
    assert values(session, QUESTIONS[1:]) == [2.0, 4.0, 6.0, 8.0]


def test_what_made_one_program_write_is_asked_alone_until_another_writes_nothing(session_of):
    questions = [Question("bias_correct", question.arguments) for question in QUESTIONS]
    warns = "import numpy as np\ndef bias_correct(moment, beta, t):\n    return np.sqrt(2.5 - moment)\n"
    loud, silent = session_of(warns), session_of(warns.replace("2.5", "9"))
    for session, marks in ((loud, [False, False, False, True, True]), (silent, [False] * 5)):
        session.expect(questions)
        values(session, questions)
        assert [question.prints for question in questions] == marks


def test_a_warning_is_told_with_the_call_that_it_came_from(session_of):
    session = session_of("import numpy as np\ndef bias_correct(moment, beta, t):\n    return np.log(moment)\n")
    moments = [np.array([moment]) for moment in (1.0, -1.0, 2.0)]
    session.expect([Question("bias_correct", (moment, 0.5, 1)) for moment in moments])
    for moment in moments:
        session.call_value("bias_correct", moment, 0.5, 1)
    printed = session.printed["bias_correct"]
    assert "invalid value" in printed.text
    assert "-1" in printed.call


def test_a_slope_that_is_data_is_asked_for_in_the_process_and_counted_all_the_same(session_of):
    greedy = "def bias_correct(moment, beta, t):\n    return [moment(1.0) for _ in range(t)][0]\n"
    session = session_of(greedy)
    questions = [Question("bias_correct", (parabola(2.0), 0.9, many)) for many in (1, 999)]
    session.expect(questions)
    assert values(session, questions) == [2.0, 2.0]
    session = session_of(greedy.replace("range(t)", "range(900)"))
    session.expect(questions)
    assert values(session, questions) == [TimedOut, 2.0]


def test_a_rewritten_program_runs_in_the_same_process_and_its_warnings_are_nobodys(session_of):
    warns = "import numpy as np\ndef bias_correct(moment, beta, t):\n    return np.log(moment)\n"
    session = session_of(warns)
    question = Question("bias_correct", (np.array([-1.0]), 0.5, 1))
    session.ask_question(question)
    before = session.worker._worker
    rewritten = session.open_rewritten(warns.replace("moment)", "-moment)").encode(), Limits())
    assert rewritten.ask_question(question).value == [0.0]
    assert rewritten.worker._worker is before
    rewritten.give_back()
    assert np.isnan(session.ask_question(question).value)
    assert session.worker._worker is before
    assert "" not in session.printed


def test_a_program_that_may_keep_something_lends_nothing(session_of):
    session = session_of("KEPT = []\n" + RIGHT)
    session.ask_question(QUESTIONS[0])
    before = session.worker._worker
    rewritten = session.open_rewritten(RIGHT.encode(), Limits())
    assert rewritten.ask_question(QUESTIONS[1]).value == 2.0
    assert rewritten.worker._worker is not before
    rewritten.give_back()
    assert rewritten.worker._worker is None
    assert session.worker._worker is before


@pytest.mark.parametrize(
    "argument", [lambda theta: theta, np.zeros(1000), object()], ids=["asks back", "long", "no data"]
)
def test_a_question_that_is_not_light_waits_for_its_turn(argument):
    assert Question("step", (argument,)).light == b""
