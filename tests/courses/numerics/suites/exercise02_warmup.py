"""The laws of a warm-up; nobody has written a family for it yet."""

import pytest

from grader.suites.toolkit import law


@pytest.mark.check(function="warmup")
def test_it_grows_by_equal_parts(student):
    """The shares grow by 1/steps, and the last of them is whole.

    A warm-up that starts at nothing wastes its first step; one that ends early jumps.
    """
    for steps in (3, 5, 8):
        law([student.warmup(step, steps) for step in range(steps)], [(k + 1) / steps for k in range(steps)])


@pytest.mark.check(function="warmup")
def test_it_stays_whole(student):
    """After the warm-up the learning rate is whole.

    A share above one is another learning rate than the one that was asked for.
    """
    law(student.warmup(40, 8), 1.0)
