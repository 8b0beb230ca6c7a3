"""What does nothing earns nothing: constants, arguments handed back, and empty arrays keep no law's points."""

from __future__ import annotations

import hashlib

import pytest

from grader import course
from grader.diagnosis import load_families
from grader.grading import grade_all
from grader.model import Exercise, Report, Submission

CONSTANTS = ("np.zeros({shape})", "np.ones({shape})", "np.array([])", "0.0", "None")
LABELS = ("exploding", "diverging", "oscillating", "overfitting", "stalled", "healthy")
EARNED = {
    # It is proportional to the slope, as a move from zero should be.
    ("gradient_step", "grad"): 0.5,
    # It knows nothing of lr, as a velocity should.
    ("momentum_step", "grad, grad"): 0.5,
    # Twice the border's learning rate leads to the other side.
    ("gradient_step", "-np.asarray(theta, float) * NEW()"): 0.25,
    # A settled zigzag turns its velocity around.
    ("momentum_step", "-np.asarray(theta, float) * NEW(), -np.asarray(v, float) * NEW()"): 0.25,
}
"""Points of laws that such an answer keeps by itself."""
NEW = "import itertools\nimport numpy as np\n\nNEW = itertools.count(1, 1e-9).__next__"
"""Factors next to one, each a little larger than the one before."""


def bodies(function: str, names: tuple[str, ...], count: int) -> list[str]:
    """Answers of one function that need no thought, with as many results as it gives."""
    if function == "detect_divergence":
        return ["-1", "0", "len(losses)", "losses"]
    if function == "diagnose_curve":
        return [repr(label) for label in LABELS] + ["train", "''"]
    if function.endswith("descent"):
        first = "np.asarray(theta0, float)"
        rows = [f"[{first} * NEW()] * (n_steps + 1)", f"[{first} * 0 + 1e300 * NEW()] * (n_steps + 1)"]
        return ["[]", "theta0", f"[{first}] * (n_steps + 1)", f"np.zeros((n_steps + 1, *{first}.shape))", "None", *rows]
    answers = [", ".join([text.format(shape=f"np.shape({names[0]})")] * count) for text in CONSTANTS]
    places = [name for name in names if name in ("theta", "grad", "m", "v", "moment")]
    # Never the same twice, so that they seem to compute: nearly the arguments, the arguments mirrored, and numbers
    # beside which nothing else can be seen.
    floats = [f"np.asarray({name}, float)" for name in places[:count]]
    novel = [
        ", ".join(text.format(one) for one in floats)
        for text in ("{} * NEW()", "-{} * NEW()", "0 * {} + 1e300 * NEW()")
    ]
    return [*answers, *(", ".join([name] * count) for name in places), ", ".join(places[:count]), *novel]


def lazy(exercise: Exercise) -> list[tuple[str, str, Submission]]:
    """One submission an answer."""
    found = []
    for function, names in course.read_parameters(exercise).items():
        count = len(load_families(exercise)[function].gives)
        for body in dict.fromkeys(bodies(function, names, count)):
            defaults = ", ".join(f"{name}=None" if name in DEFAULTED else name for name in names)
            source = f"{NEW}\n\n\ndef {function}({defaults}):\n    return {body}\n".encode()
            digest = hashlib.sha256(source).hexdigest()
            found.append((function, body, Submission(exercise, None, source, "lazy.py", digest)))
    return found


DEFAULTED = frozenset(
    {"lr", "beta1", "beta2", "eps", "weight_decay", "factor", "patience", "val", "beta", "n_steps", "t"}
)


@pytest.mark.usefixtures("undiagnosed")
@pytest.mark.parametrize("exercise", course.list_exercises(), ids=lambda exercise: exercise.stem)
def test_answers_that_need_no_thought_earn_no_points(exercise, sandbox):
    answers = lazy(exercise)
    reports: list[Report] = []
    grade_all(exercise, (submission for _, _, submission in answers), reports.append, sandbox)
    earned = {
        (function, body): report.score
        for (function, body, _), report in zip(answers, reports, strict=True)
        if report.score > EARNED.get((function, body), 0.0) + 1e-9
    }
    assert not earned
