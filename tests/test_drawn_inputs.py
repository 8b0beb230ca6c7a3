"""Points are for programs, not for tables: inputs are drawn, and no verdict on an idea moves with the draw."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

import numpy as np
import pytest

from grader import course
from grader.authoring.matrix import MatrixRow
from grader.authoring.rehearsal import Rehearsal, make_blank_submission
from grader.diagnosis import load_families
from grader.execution.session import SubmissionSession
from grader.grading import grade_all
from grader.grading.checks import load_suite
from grader.model import CheckResult, Exercise, Report, Submission
from grader.sandbox.outcomes import Returned
from grader.submission import read_submission
from grader.suites.toolkit.generators import is_generator

EXERCISES = course.list_exercises()
every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.stem)
STUB_AND_A_TENTH = 1.0
MOST_CALLS = 150
"""Of a right program."""
SEEDS = (1, 2, 3, 4, 5)

LOOK_UP = '''
import json

import numpy as np

TABLE = json.loads({table!r})


def key(arguments):
    """Numbers as they are, a slope by what it answers at the start."""
    told = []
    for one in arguments:
        told.append(data(at_the_start(one, arguments) if callable(one) else one))
    return told


def at_the_start(slope, arguments):
    place, *more = [one for one in arguments if not callable(one)]
    place = np.asarray(place, dtype=float)
    try:
        return slope(place)
    except TypeError:  # one of rows
        return slope(place, np.asarray(more[0][0], dtype=float))


def data(one):
    """Lists of numbers; arrays of different shapes part by part."""
    try:
        return None if one is None else np.asarray(one, dtype=float).tolist()
    except ValueError:
        return [data(part) for part in one]


def made(answer):
    if isinstance(answer, dict):
        return tuple(map(made, answer["all"]))
    return answer if isinstance(answer, str) else np.array(answer)


def flat(asked):
    if isinstance(asked, list):
        return np.concatenate([flat(one) for one in asked if one is not None] or [np.zeros(0)])
    return np.array([asked], dtype=float)


def shape(one):
    return [shape(part) for part in one] if isinstance(one, list) else ()


def look_up(function, arguments):
    asked = key(arguments)
    rows = TABLE[function]
    for known, answer in rows:
        if repr(known) == repr(asked):  # a NaN is like nothing, not even itself
            return made(answer)
    if not {nearest}:
        raise NotImplementedError
    alike = [row for row in rows if shape(row[0]) == shape(asked)]
    return made(min(alike or rows, key=lambda row: distance(flat(row[0]), flat(asked)))[1])


def distance(one, other):
    return np.abs(one - other).sum() if one.shape == other.shape else np.inf
'''
FUNCTION = """

def {name}({parameters}):
    return look_up({name!r}, [one for one in ({names},) if one is not LEFT_OUT])
"""


class Listening:
    """A sandbox that writes down what was asked and what came back."""

    def __init__(self, sandbox, key=None) -> None:
        self._sandbox = sandbox
        self._key = key or key_of
        self.heard: dict[str, list] = {}

    def __getattr__(self, name):
        return getattr(self._sandbox, name)

    def start_worker(self):
        worker = self._sandbox.start_worker()
        answer = worker.answer

        def listen(question, *more):
            outcome = answer(question, *more)
            if isinstance(outcome, Returned):
                heard = self._key(question.arguments), _written(outcome.value)
                self.heard.setdefault(question.function, []).append(heard)
            return outcome

        worker.answer = listen
        return worker


def key_of(arguments):
    """As the table has it."""
    told = []
    for one in arguments:
        told.append(_data(_at_the_start(one, arguments) if callable(one) else one))
    return told


def _at_the_start(slope, arguments):
    """What it answers there, and of the first batch where it is one of rows."""
    place, *more = [one for one in arguments if not callable(one)]
    place = np.asarray(place, dtype=float)
    return slope(place, np.asarray(more[0][0], dtype=float)) if _is_of_rows(slope) else slope(place)


def _is_of_rows(slope):
    return getattr(getattr(slope, "slope", slope), "of_rows", False)


def _data(one):
    if is_generator(one):
        return one.bit_generator.state["state"]["state"]
    try:
        return None if one is None else np.asarray(one, dtype=float).tolist()
    except ValueError:  # arrays of different shapes
        return [_data(part) for part in one]


def _written(answer):
    if isinstance(answer, tuple | list):
        return {"all": [_written(one) for one in answer]}
    return answer if isinstance(answer, str) else np.asarray(answer, dtype=float).tolist()


def graded(exercise: Exercise, submission: Submission, sandbox, seed: int) -> Report:
    reports: list[Report] = []
    grade_all(exercise, [submission], reports.append, sandbox, seed=seed)
    return reports[0]


def table_of(exercise: Exercise, heard: dict[str, list], nearest: bool) -> Submission:
    """A program that knows the answers to what it was once asked, and nothing else."""
    text = LOOK_UP.replace("{table!r}", repr(json.dumps(heard))).replace("{nearest}", str(nearest))
    text += "\n\nLEFT_OUT = object()\n"
    for name, names in course.read_parameters(exercise).items():
        left = len(names) - len(course.read_defaults(exercise)[name])
        parameters = [*names[:left], *(f"{one}=LEFT_OUT" for one in names[left:])]
        text += FUNCTION.format(name=name, parameters=", ".join(parameters), names=", ".join(names))
    source = text.encode()
    return Submission(exercise, None, source, "table.py", hashlib.sha256(source).hexdigest())


@pytest.mark.usefixtures("undiagnosed")
@every_exercise
def test_a_table_of_right_answers_is_worth_next_to_nothing_at_another_seed(exercise, sandbox):
    if any("rng" in names for names in course.read_parameters(exercise).values()):
        pytest.skip("what is drawn is too much for a table; the sizes are drawn, too (test_initialization_solution)")
    listening = Listening(sandbox)
    solution = read_submission(exercise, course.locate_file(exercise, "solutions"))
    assert graded(exercise, solution, listening, seed=1).status == "passed"
    exact, nearest = (table_of(exercise, listening.heard, near) for near in (False, True))
    # It is a good table: at its own seed it gets nearly everything.
    assert graded(exercise, exact, sandbox, seed=1).score >= 9
    # Words are the same for inputs that are nearly the same, and so they should be.
    words = any(isinstance(answer, str) for calls in listening.heard.values() for _, answer in calls)
    for table in (exact,) if words else (exact, nearest):
        report = graded(exercise, table, sandbox, seed=2)
        kept = [(check.id, check.points) for check in report.checks if check.points]
        assert report.score <= STUB_AND_A_TENTH, kept


@every_exercise
def test_a_right_program_is_asked_no_more_than_it_takes(exercise, sandbox):
    listening = Listening(sandbox)
    solution = read_submission(exercise, course.locate_file(exercise, "solutions"))
    graded(exercise, solution, listening, seed=0)
    assert sum(map(len, listening.heard.values())) <= MOST_CALLS


@every_exercise
def test_no_drawn_answer_of_one_function_is_among_what_another_is_asked(exercise):
    """All are asked in one process: what would tell an answer is asked in a process of its own (`alone`)."""
    heard, once_more = (asked_of_a_right_program(exercise, seed) for seed in (0, 1))
    given = {function: {one for asked, _ in calls for one in asked} for function, calls in heard.items()}
    fixed = set.union(*({one for both in calls for part in both for one in part} for calls in once_more.values()))
    told = [
        (function, other, one)
        for function, calls in heard.items()
        if not load_suite(exercise).contracts[function].alone
        for asked, answered in calls
        for one in answered - asked - fixed
        for other, numbers in given.items()
        if other != function and one in numbers
    ]
    assert not told


def asked_of_a_right_program(exercise: Exercise, seed: int) -> dict[str, list[tuple[set[str], set[str]]]]:
    """By function, the numbers of each call and of its answer, as texts of nine digits."""
    listening = Listening(
        Rehearsal(load_families(exercise), course.read_defaults(exercise)), key=lambda arguments: arguments
    )
    load_suite(exercise).examine(
        SubmissionSession(make_blank_submission(exercise), course.read_parameters(exercise), listening, seed=seed)
    )
    load_suite(exercise).examine(
        SubmissionSession(make_blank_submission(exercise), course.read_parameters(exercise), listening, seed=seed)
    )
    return {
        function: [(set(_numbers(list(asked))), set(_numbers(answer))) for asked, answer in calls]
        for function, calls in listening.heard.items()
    }


def _numbers(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _numbers(list(value.values()))
    elif isinstance(value, np.ndarray | np.generic):
        yield from _numbers(value.tolist())
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _numbers(one)
    elif isinstance(value, float) and len((digits := f"{value:.9g}").replace("-0.", "").lstrip("-0.")) > 7:
        # Short ones meet by chance.
        yield digits


@every_exercise
def test_no_verdict_on_a_wrong_idea_moves_with_the_seed(exercise, matrix):
    """Every idea in its first form, and a fifth of the other forms, on seed 0 and on one other seed, so that all
    seeds have their share, by its function's checks.
    """
    wrong = {(name, choice) for name, family in load_families(exercise).items() for choice in family.iterate_choices(1)}
    known = [row for row in matrix(exercise) if (row.function, row.choice) in wrong]
    assert len(known) == len(wrong)
    others = [row for row in known if row.choice[0][1] != 1]
    rows = [*(row for row in known if row.choice[0][1] == 1), *others[::5]]
    moved = {}
    for place, seed in enumerate(SEEDS):
        share = rows[place :: len(SEEDS)]
        for row, there in zip(share, verdicts(exercise, share, seed), strict=True):
            here = [one for one in row.results if one.function == row.function]
            other = [one.id for one, two in zip(here, there, strict=True) if one.outcome != two.outcome]
            if other:
                moved[row.function, row.name, seed] = other
    assert not moved


def verdicts(exercise: Exercise, rows: list[MatrixRow], seed: int) -> list[list[CheckResult]]:
    """What the checks of its function say of each variant, handed in one after the other."""
    rehearsal, suite = Rehearsal(load_families(exercise), course.read_defaults(exercise)), load_suite(exercise)
    found: list[list[CheckResult]] = []
    for row in rows:
        rehearsal.cast(row.function, row.choice)
        session = SubmissionSession(
            make_blank_submission(exercise), course.read_parameters(exercise), rehearsal, seed=seed
        )
        found.append(suite.examine(session, only=row.function))
    return found
