"""What hears the answers of an earlier submission says what was said then, and only then."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from conftest import ROOT
from msgspec.structs import replace

from grader import course
from grader.diagnosis import example, search
from grader.execution import recall
from grader.execution.recall import Recall, RecalledSession, RecalledStudent
from grader.execution.session import SubmissionSession
from grader.grading import grade
from grader.grading.checks import _collect
from grader.submission import make_submission
from grader.suites.toolkit.law import law
from grader.suites.toolkit.slopes import Slope, parabola
from grader.view.document import make_document

RIGHT = "def bias_correct(moment, beta, t):\n    return moment / (1 - beta**t)\n"
WRONG = RIGHT.replace("beta**t", "beta")
REFUSES = "def bias_correct(moment, beta, t):\n    return moment.copy() / (1 - beta**t)\n"


class Judged:
    """One check under examination, with a count of how often it ran."""

    def __init__(self, check, given: int = 0) -> None:
        self.recall = Recall()
        # What is met for the first time is not kept yet: there may never be a second.
        self.recall.run(None, lambda _: "", given)
        self.ran = 0
        self._check = check

    def __call__(self, session: SubmissionSession) -> str:
        def run(listening) -> str:
            self.ran += 1
            try:
                self._check(RecalledStudent(listening))
            except Exception as error:
                return type(error).__name__
            return "passed"

        found = self.recall.run(session, run, given=session.seed)
        session.close()
        return found


def two_steps(student) -> None:
    """The second question depends on the first answer."""
    first = student.bias_correct(1.0, 0.9, 1)
    law(first, 10.0)
    law(student.bias_correct(first, 0.5, 2), 10.0 / 0.75)


def test_the_same_answers_are_judged_once(session_of):
    judged = Judged(two_steps)
    assert [judged(session_of(RIGHT + f"# {place}\n")) for place in range(3)] == ["passed"] * 3
    assert judged.ran == 1


def test_every_submission_is_asked_all_the_same(session_of):
    judged = Judged(two_steps)
    judged(session_of(RIGHT))
    session = session_of("print('loaded')\n" + RIGHT.replace("    return", "    print('asked')\n    return"))
    assert judged(session) == "passed"
    assert session.printed["bias_correct"].text == "asked\n"


def test_another_answer_is_judged_by_the_check_itself(session_of):
    judged = Judged(two_steps)
    late = (
        RIGHT + "def bias_correct(moment, beta, t, right=bias_correct):\n    return right(moment, beta, t) + (t > 1)\n"
    )
    assert [judged(session_of(text)) for text in (RIGHT, WRONG, late, WRONG, RIGHT, late)] == [
        "passed", "LawBroken", "LawBroken", "LawBroken", "passed", "LawBroken",
    ]  # fmt: skip
    assert judged.ran == 3


def test_what_raises_is_never_taken_for_an_answer(session_of):
    judged = Judged(two_steps)
    judged(session_of(RIGHT))
    raising = "def bias_correct(moment, beta, t):\n    if t > 1:\n        raise ValueError('no')\n    return 10.0\n"
    assert [judged(session_of(raising)), judged(session_of(raising))] == ["CallFailed", "CallFailed"]
    assert judged(session_of(RIGHT)) == "passed"


def test_a_refused_kind_of_input_leads_on_and_is_noted_each_time(session_of):
    def offers(student) -> None:
        student.bias_correct(np.ones(2), 0.9, 1)
        for answer in student.offer("a list", "bias_correct", [1.0, 1.0], 0.9, 1):
            law(answer, [10.0, 10.0])

    judged = Judged(offers)
    sessions = [session_of(REFUSES), session_of(REFUSES + "# again\n")]
    assert [judged(session) for session in sessions] == ["passed", "passed"]
    assert judged.ran == 1
    assert [[note.id for note in session.notes] for session in sessions] == [["input_kind"], ["input_kind"]]


def test_a_check_that_writes_into_what_it_asked_and_heard_spoils_nothing(session_of):
    def overwrites(student) -> None:
        place = np.ones(2)
        first = student.bias_correct(place, 0.9, 1)
        law(first, [10.0, 10.0])
        first *= 0.0
        place *= 2.0
        law(student.bias_correct(place, 0.9, 1), [20.0, 20.0])

    judged = Judged(overwrites)
    late = (
        RIGHT
        + "def bias_correct(moment, beta, t, right=bias_correct):\n    return right(moment, beta, t) + (moment > 1)\n"
    )
    assert [judged(session_of(text)) for text in (RIGHT, late, RIGHT)] == ["passed", "LawBroken", "passed"]


def test_another_seed_is_another_check(session_of):
    judged = Judged(two_steps)
    other = session_of(RIGHT)
    other.seed = 7
    assert [judged(session_of(RIGHT)), judged(other)] == ["passed", "passed"]
    assert judged.ran == 2


def test_where_every_seed_is_another_nothing_is_kept(session_of):
    judged = Judged(two_steps)
    for seed in (1, 2, 3):
        session = session_of(RIGHT)
        session.seed = seed
        judged(session)
    assert judged.ran == 3
    assert judged.recall.first == {}


def test_long_answers_are_known_again_and_told_apart(session_of):
    def long(student) -> None:
        found = student.bias_correct(np.ones(2000), 0.5, 1)
        law(found[-1], 2.0)

    late = RIGHT.replace("return ", "found = ").replace("t)\n", "t)\n    found[-1] += 1\n    return found\n")
    judged = Judged(long)
    told = [judged(session_of(text)) for text in (RIGHT, RIGHT, late, RIGHT)]
    assert told == ["passed", "passed", "LawBroken", "passed"]
    assert judged.ran == 2


def test_long_answers_take_the_room_of_short_ones(session_of, monkeypatch):
    monkeypatch.setattr(recall, "_BUDGET", recall._Budget())

    def long(student) -> None:
        law(student.bias_correct(np.float64(0.5), 100_000, 1)[-1], 0.5)

    judged = Judged(long)
    text = "import numpy as np\ndef bias_correct(moment, beta, t):\n    return np.full(beta, moment)\n"
    assert [judged(session_of(text + f"# {place}\n")) for place in range(3)] == ["passed"] * 3
    assert judged.ran == 1
    assert recall._BUDGET.size < 10_000


@pytest.mark.parametrize(("entries", "times"), [(1000, 1), (100_000, 3)])
def test_a_result_that_holds_long_answers_is_not_kept(session_of, monkeypatch, entries, times):
    monkeypatch.setattr(recall, "_BUDGET", recall._Budget())
    memory, ran = Recall(holds_answers=True), []
    memory.run(None, lambda _: "", 0)

    def asked(listening):
        ran.append(1)
        return RecalledSession(listening).ask("bias_correct", 0.5, entries, 1)

    text = "import numpy as np\ndef bias_correct(moment, beta, t):\n    return np.full(beta, moment)\n"
    for place in range(3):
        session = session_of(text + f"# {place}\n")
        assert len(memory.run(session, asked, given=0).value) == entries
        session.close()
    assert len(ran) == times
    assert (recall._BUDGET.size > 8000) == (times == 1)


def test_where_there_is_no_room_left_every_routine_begins_anew(session_of, monkeypatch):
    monkeypatch.setattr(recall, "_BUDGET", recall._Budget())
    judged, other = Judged(two_steps), Judged(two_steps)
    assert judged(session_of(RIGHT)) == other(session_of(RIGHT)) == "passed"
    monkeypatch.setattr(recall, "MAX_BYTES", recall._BUDGET.size)
    other(session_of(WRONG))
    assert judged(session_of(RIGHT)) == other(session_of(RIGHT)) == "passed"
    assert (judged.ran, other.ran) == (2, 3)


def test_a_check_that_draws_without_its_seed_runs_each_time(session_of):
    drawn = itertools.count(1)

    def by_chance(student) -> None:
        moment = float(next(drawn))
        law(student.bias_correct(moment, 0.9, 1), 10.0 * moment)
        law(student.bias_correct(moment, 0.9, 1), 10.0 * moment)

    judged = Judged(by_chance)
    late = (
        RIGHT
        + "def bias_correct(moment, beta, t, seen=[]):\n    seen.append(t)\n"
        + "    return moment / (1 - beta**t) + (len(seen) > 1)\n"
    )
    assert judged(session_of(RIGHT)) == "passed"
    assert judged(session_of(late)) == "LawBroken"
    before = judged.ran
    assert judged(session_of(RIGHT)) == "passed"
    assert judged.ran == before + 1


@pytest.mark.parametrize(("slope", "times"), [(parabola(2.0), 1), (Slope("by hand", lambda theta: 2 * theta), 3)])
def test_a_slope_that_is_no_data_is_asked_anew(session_of, slope, times):
    def feels(student) -> None:
        law(student.bias_correct(slope, 0.9, 1), 2.0)

    judged = Judged(feels)
    text = "def bias_correct(moment, beta, t):\n    return moment(1.0)\n"
    assert [judged(session_of(text + f"# {place}\n")) for place in range(3)] == ["passed"] * 3
    assert judged.ran == times


def test_a_slope_that_is_data_is_known_again_where_answers_part_later(session_of):
    def feels_twice(student) -> None:
        for place in (1.0, 2.0):
            law(student.bias_correct(parabola(2.0), place, 1), 2 * place)

    judged = Judged(feels_twice)
    right = "def bias_correct(moment, beta, t):\n    return moment(beta)"
    texts = (right, late := right + " + (beta > 1)", right, late)
    assert [judged(session_of(text)) for text in texts] == ["passed", "LawBroken"] * 2
    assert judged.ran == 2


def test_what_a_class_left_behind_changes_no_report(sandbox):
    exercise = course.find_exercise("4")
    paths = sorted((ROOT / "tests/submissions/wrong" / exercise.stem).glob("*.py"))[::5]
    paths = [*paths, ROOT / "solutions" / f"{exercise.stem}.py"]

    def examined(path):
        return replace(grade(make_submission(exercise, path.read_bytes(), path.name), sandbox=sandbox), seconds=0.0)

    def forget():
        for memory in (_collect, search._make_recall, example._make_recall):
            memory.cache_clear()

    forget()
    for path in (*paths, *paths):
        examined(path)
    after = [examined(path) for path in paths]
    for path, found in zip(paths, after, strict=True):
        forget()
        assert make_document(found) == make_document(examined(path)), path.name
