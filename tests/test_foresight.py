"""Questions are asked together in the order in which they are expected, as many as are answered at once."""

from __future__ import annotations

from grader.execution.foresight import MOST_TOGETHER, Foresight
from grader.sandbox.outcomes import Returned
from grader.sandbox.worker_client import Question


def expecting(count: int) -> tuple[Foresight, list[Question]]:
    foresight, questions = Foresight(), [Question("f", (number,)) for number in range(count)]
    foresight.expect(questions)
    return foresight, questions


def test_a_question_is_taken_with_those_that_follow_it():
    foresight, questions = expecting(5)
    assert foresight.take_next(Question("f", (2,))) == questions[2:]
    assert foresight.take_next(questions[0]) == []


def test_no_more_are_taken_than_are_sent_at_once():
    foresight, questions = expecting(2 * MOST_TOGETHER)
    assert foresight.take_next(questions[0]) == questions[:MOST_TOGETHER]
    assert foresight.take_next(questions[MOST_TOGETHER]) == questions[MOST_TOGETHER:]


def test_what_took_long_is_taken_with_fewer_and_at_last_alone():
    foresight, questions = expecting(6)
    for question, seconds in zip(questions, (0.04, 0.04, 0.04, 0.3, 0.01, 0.01), strict=True):
        question.seconds = seconds
    assert foresight.take_next(questions[0]) == questions[:3]
    assert foresight.take_next(questions[3]) == []
    assert foresight.take_next(questions[4]) == questions[4:]


def test_what_nobody_expects_is_left_to_be_asked_alone():
    foresight, questions = expecting(2)
    assert foresight.take_next(Question("f", (7,))) == []
    assert foresight.take_next(questions[0]) == questions


def test_what_was_answered_is_expected_no_more():
    foresight, questions = expecting(2)
    foresight.keep(foresight.take_next(questions[0]), [Returned(1.0), Returned(2.0)])
    foresight.expect(questions)
    assert foresight.take_next(questions[0]) == []
    assert foresight.find_answer(Question("f", (1,))) == Returned(2.0)
    assert foresight.find_answer(Question("f", (2,))) is None


def test_what_is_expected_first_is_taken_before_the_rest_and_nothing_twice():
    foresight, questions = expecting(4)
    sooner = [Question("g", (1,)), questions[1], Question("g", (2,))]
    foresight.expect_first(iter(sooner))
    assert foresight.take_next(sooner[0]) == [*sooner, questions[0], *questions[2:]]


def test_what_was_answered_meanwhile_is_not_taken_again():
    foresight, questions = expecting(4)
    foresight.keep([questions[2]], [Returned(0.0)])
    assert foresight.take_next(questions[1]) == [questions[1], questions[3]]


def test_what_made_a_program_write_is_taken_alone():
    foresight, questions = expecting(5)
    questions[2].prints = True
    assert foresight.take_next(questions[0]) == questions[:2]
    assert foresight.take_next(questions[2]) == []
    assert foresight.take_next(questions[3]) == questions[3:]


def test_a_question_is_prepared_where_it_is_expected_or_answered_or_has_to_be_asked_alone():
    foresight, questions = expecting(2)
    foresight.keep([Question("f", (9,))], [Returned(0.0)])
    assert all(map(foresight.is_prepared, (*questions, Question("f", (9,)), Question("f", (len,)))))
    assert not foresight.is_prepared(Question("f", (2,)))
