from __future__ import annotations

import pytest

from grader.batch.engine import Piece
from grader.batch.retries import Tries
from grader.errors import BrokenSuite
from grader.model import Report
from grader.submission import make_submission

ERROR = BrokenSuite("The check x raised TypeError.", "Mend it.")


@pytest.fixture
def heard() -> dict[int, Report]:
    return {}


@pytest.fixture
def tries(heard) -> Tries:
    return Tries(lambda piece, report: heard.update({piece.index: report}))


def piece(exercise, place: int) -> Piece:
    return Piece(place, make_submission(exercise, b"x = %d" % place, ""), 0)


def aside(heard) -> set[int]:
    return {place for place, report in heard.items() if [one.id for one in report.findings] == ["set_aside"]}


def test_a_piece_has_a_second_try_and_no_third(exercise03, tries, heard):
    one = piece(exercise03, 1)
    tries.retry(one)
    assert (list(tries.again), heard) == ([one], {})
    tries.retry(tries.again.popleft(), "Too large.")
    assert not tries.again
    assert heard[1].findings[0].says == "Too large."


def test_what_breaks_a_check_is_set_aside_once_others_were_graded(exercise03, tries, heard):
    tries.receive(piece(exercise03, 0), Report(piece(exercise03, 0).submission))
    for place in (1, 2, 3):
        tries.postpone(piece(exercise03, place), ERROR)
    assert set(heard) == {0}
    tries.finish()
    assert (set(heard), aside(heard)) == ({0, 1, 2, 3}, {1, 2, 3})


def test_a_suite_that_breaks_on_everything_is_told_as_such(exercise03, tries):
    tries.postpone(piece(exercise03, 0), ERROR)
    with pytest.raises(BrokenSuite):
        tries.postpone(piece(exercise03, 1), ERROR)


def test_a_suite_that_breaks_on_the_only_submission_is_told_as_such(exercise03, tries, heard):
    tries.postpone(piece(exercise03, 0), ERROR)
    with pytest.raises(BrokenSuite):
        tries.finish()
    assert heard == {}


def test_a_report_comes_with_the_source_that_was_handed_in(exercise03, tries, heard):
    one = piece(exercise03, 4)
    tries.receive(one, Report(make_submission(exercise03, b"", "")))
    assert heard[4].submission is one.submission
