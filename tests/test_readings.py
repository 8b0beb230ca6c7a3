"""Answers that are drawn at random are compared by their spread, whatever way they were drawn."""

import numpy as np
import pytest
from examining import diagnosed

from grader import course
from grader.diagnosis import load_families
from grader.grading import grade
from grader.misconceptions.toolkit import Turn
from grader.misconceptions.toolkit.readings import drawn, measure_spread, tell_spread
from grader.submission import make_submission
from grader.view import make_brief

ROWS, COLUMNS, STD = 362, 302, (2 / 362) ** 0.5
WAYS = {
    "normal": lambda rng: rng.normal(0, STD, (ROWS, COLUMNS)),
    "uniform": lambda rng: rng.uniform(-STD * 3**0.5, STD * 3**0.5, (ROWS, COLUMNS)),
    "single precision": lambda rng: rng.standard_normal((ROWS, COLUMNS), dtype=np.float32) * np.float32(STD),
    "two values": lambda rng: STD * rng.choice([-1.0, 1.0], (ROWS, COLUMNS)),
    "exactly": lambda rng: STD * drawn(rng, ROWS, COLUMNS),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", range(5))
def test_one_spread_reads_alike_however_it_is_drawn(way, seed):
    measured = measure_spread(WAYS[way](np.random.default_rng(seed)))
    assert measured.tolist() == [ROWS, COLUMNS, 0, -7.5, 0]
    assert measure_spread(measured) is measured
    assert tell_spread(measured) == "shape (362, 302), mean 0, standard deviation 0.074"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (np.zeros((4, 3)), "shape (4, 3), every entry is 0"),
        (np.full((4, 3), 0.1), "shape (4, 3), every entry is the same"),
        (np.tile([[1.0], [2.0]], (1, 3)), "shape (2, 3), every column is the same"),
        (np.tile([1.0, 2.0, 4.0], (2, 1)), "shape (2, 3), every row is the same"),
        (np.eye(8), "shape (8, 8), most entries are the same"),
        (np.arange(12.0), "12 numbers that are no matrix"),
        (None, "no matrix of numbers"),
        ([[1.0, np.nan]], "no matrix of numbers"),
    ],
)
def test_what_has_no_spread_is_told_as_that(value, told):
    assert tell_spread(value) == told


SIZES = "(fan_in, fan_out)"
SOURCES = {
    "IN-GLOBALRNG": f"np.random.normal(0, np.sqrt(2 / fan_in), {SIZES})",
    "IN-RESEED": f"np.random.default_rng(77).normal(0, np.sqrt(2 / fan_in), {SIZES})",
}


@pytest.mark.parametrize("idea", SOURCES)
def test_who_does_not_draw_from_the_generator_is_told_so(idea):
    exercise = course.find_exercise("13")
    code = f"import numpy as np\ndef he_init(fan_in, fan_out, rng):\n    return {SOURCES[idea]}\n"
    report = grade(make_submission(exercise, code.encode(), "answer.py"))
    (found,) = [one for one in report.diagnoses if one.function == "he_init"]
    assert found.misconceptions == (idea,)
    assert make_brief(report).story is not None


def test_the_right_way_of_a_family_has_just_the_spread_that_is_asked_for():
    for family in load_families(course.find_exercise("13")).values():
        for probe in family.probes:
            rows, columns, alike, power, mean = measure_spread(family.run(*probe, turn=Turn()))
            assert (rows, columns, alike, mean) == (*probe[:2], 0, 0)
            fans = probe[0] if family.function == "he_init" else probe[0] + probe[1]
            assert 2**power == pytest.approx(2 / fans, rel=0.02)


def test_two_mistakes_are_named_where_the_shape_and_the_spread_are_off(sandbox):
    text = "def he_init(fan_in, fan_out, rng):\n    return rng.normal(0, 2 / fan_in, (fan_out, fan_in))"
    assert set(diagnosed(sandbox, "he_init", text).misconceptions) == {"IN-TRANSP", "IN-VARSTD"}
