"""The laws of bisection."""

import pytest

from grader.suites.toolkit import holds, law, numbers, parts

BRACKETS = ((0.0, 4.0, 0.3), (1.0, 4.5, 1.9), (-3.0, 2.0, 1.7), (0.25, 0.75, 0.6))
"""Both ends, and the root between them."""


def line(root):
    return lambda x: 1.5 * x - 1.5 * root


def left(student, low, high, root):
    answer = parts(student.halve(line(root), low, high), ("low", "high"))
    return [numbers(end, shape=()) for end in answer]


@pytest.mark.check(points=1, function="halve")
def test_half_is_left(student):
    """What is left is half as long as what was there.

    Whatever the function, each look halves the doubt; that is what makes the cost known beforehand.
    """
    for low, high, root in BRACKETS:
        new_low, new_high = left(student, low, high, root)
        law(new_high - new_low, (high - low) / 2)


@pytest.mark.check(points=2, function="halve")
def test_the_root_stays_inside(student):
    """The half that is kept holds the root.

    A bracket that lost its root will close in on a place where nothing happens.
    """
    for low, high, root in BRACKETS:
        new_low, new_high = left(student, low, high, root)
        holds(new_low <= root <= new_high, expected=f"an interval around {root}", actual=(new_low, new_high))
