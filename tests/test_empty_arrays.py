"""Arrays that nobody has filled hold nan in a worker, so that no program reads there what an earlier call has left."""

from __future__ import annotations

import numpy as np
import pytest

from grader import course
from grader.execution.session import SubmissionSession
from grader.sandbox import open_sandbox
from grader.submission import make_submission

HUGE = np.iinfo(np.int64).max
MADE = {
    "np.empty(3)": np.full(3, np.nan),
    "np.empty((2, 1), dtype='f4')": np.full((2, 1), np.nan, "f4"),
    "np.empty(2, complex)": np.full(2, np.nan, complex),
    "np.empty(2, int)": np.full(2, HUGE),
    "np.empty(2, bool)": np.zeros(2, bool),
    "np.empty_like([1, 2])": np.full(2, HUGE),
    "np.empty_like(np.eye(2), order='F')": np.full((2, 2), np.nan),
    "empty(1)": np.full(1, np.nan),
    "np.empty(0)": np.zeros(0),
    "np.empty(2**23)[[0, -1]]": np.zeros(2),
    "np.empty((1, 80_000_000), order='F')[:, -1]": np.zeros(1),
    "np.linalg.inv(2 * np.eye(2))": np.eye(2) / 2,
    "np.concatenate([np.ones(2), np.full(1, 3.0)])": np.array([1.0, 1.0, 3.0]),
}


@pytest.mark.parametrize("expression", MADE)
def test_what_nobody_has_filled_holds_no_result(session_of, expression):
    text = f"import numpy as np\nfrom numpy import empty\ndef bias_correct(m, b, t):\n    return {expression}\n"
    answer = session_of(text).ask("bias_correct", 1.0, 0.9, 2).value
    assert answer.dtype == MADE[expression].dtype
    np.testing.assert_array_equal(answer, MADE[expression])


def test_a_wrong_shape_is_told_with_the_learners_own_line(session_of):
    text = "import numpy as np\ndef bias_correct(m, b, t):\n    return np.empty(-3)\n"
    raised = session_of(text).ask("bias_correct", 1.0, 0.9, 2)
    assert (raised.kind, [line.number for line in raised.lines]) == ("ValueError", [3])


def test_without_walls_it_is_so_too():
    text = b"import numpy as np\ndef bias_correct(m, b, t):\n    return np.empty(3)\n"
    exercise = course.find_exercise("3")
    sandbox = open_sandbox("=process")
    try:
        submission = make_submission(exercise, text, f"{exercise.stem}.py")
        session = SubmissionSession(submission, course.read_parameters(exercise), sandbox)
        assert np.isnan(session.ask("bias_correct", 1.0, 0.9, 2).value).all()
    finally:
        session.close()
        sandbox.close()
