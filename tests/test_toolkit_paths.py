"""The toolkit's paths: what is read off a student's rows, and the heavy ball in closed form."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.suites.toolkit import LawBroken, bowl_path, rolling_path, sizes, stepwise, velocity, walk

VALLEY = np.array([[2.0, 1.0], [1.0, 3.0]])
betas = st.floats(0.05, 0.97)
shares = st.floats(0.05, 0.95)


def rolled(hessian, start, lr, beta, n_steps, center):
    """Momentum step by step, as the closed form must not be computed."""
    path, v = [np.asarray(start, dtype=float)], 0.0
    for _ in range(n_steps):
        v = beta * v + hessian @ (path[-1] - center)
        path.append(path[-1] - lr * v)
    return np.stack(path)


def test_the_heavy_ball_of_the_stub_rolls_as_promised():
    path = rolling_path([[2.0]], [10.0], 0.1, 0.9, 4)
    np.testing.assert_allclose(path[:, 0], [10.0, 8.0, 4.6, 0.62, -3.086])


@given(betas, shares)
def test_the_closed_form_is_the_recursion(beta, share):
    lr, start, center = share * (2 + 2 * beta) / 3.62, np.array([1.3, -0.7]), np.array([0.2, 0.5])
    expected = rolled(VALLEY, start, lr, beta, 25, center)
    np.testing.assert_allclose(rolling_path(VALLEY, start, lr, beta, 25, center), expected, rtol=1e-9, atol=1e-9)


def test_the_closed_form_holds_at_critical_damping_too():
    beta = 0.25
    lr = (1 - np.sqrt(beta)) ** 2
    expected = rolled(np.eye(1), [1.0], lr, beta, 30, 0.0)
    np.testing.assert_allclose(rolling_path(np.eye(1), [1.0], lr, beta, 30), expected, rtol=1e-9)


def test_a_ball_without_memory_walks_gradient_descent():
    np.testing.assert_allclose(
        rolling_path(VALLEY, [1.0, 0.5], 0.2, 0.0, 12), bowl_path(VALLEY, [1.0, 0.5], 0.2, 12), atol=1e-12
    )


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=20), betas)
def test_a_velocity_keeps_beta_of_itself_and_adds_the_newest_slope(slopes, beta):
    assert velocity(slopes, beta) == pytest.approx(beta * velocity(slopes[:-1], beta) + slopes[-1], abs=1e-9)


def test_a_velocity_that_felt_nothing_is_zero_in_the_shape_of_its_slopes():
    np.testing.assert_array_equal(velocity(np.empty((0, 2, 3)), 0.9), np.zeros((2, 3)))


@pytest.mark.parametrize("answer", [[np.ones(2), np.zeros(2)], np.eye(2), [[1, 0], [0, 1]], np.ones((7, 2))])
def test_any_rows_of_the_right_shape_are_a_walk(answer):
    np.testing.assert_array_equal(walk(answer, [5.0, 5.0], 3), np.asarray(answer, dtype=float))


@pytest.mark.parametrize(
    "answer",
    [None, "path", 1.0, np.ones(2), np.ones((1, 2)), np.ones((4, 3)), np.ones((4, 2, 1)), [[1.0], [1.0, 2.0]]],
    ids=str,
)
def test_what_is_no_path_of_such_places_is_no_walk(answer):
    with pytest.raises(LawBroken) as broken:
        walk(answer, [5.0, 5.0], 3)
    assert broken.value.fault == "shape"


def test_a_walk_that_would_be_four_rows_of_a_wrong_place_is_told_both_shapes():
    with pytest.raises(LawBroken, match=r"Return an array of shape \(4, 2\). You returned an array of shape \(4, 3\)"):
        walk(np.ones((4, 3)), [5.0, 5.0], 3)


def test_a_walk_to_nowhere_is_not_finite():
    with pytest.raises(LawBroken) as broken:
        walk([1.0, np.nan], 1.0, 1)
    assert broken.value.fault == "nonfinite"


def test_a_path_with_far_too_many_rows_is_no_walk():
    assert len(walk(np.zeros(24), 0.0, 5)) == 24
    with pytest.raises(LawBroken, match=r"Return an array of shape \(6,\). You returned an array of shape \(25,\)"):
        walk(np.zeros(25), 0.0, 5)


def test_sizes_stand_beside_their_rows():
    path = np.array([[1.0, -4.0], [0.5, 0.25]])
    np.testing.assert_array_equal(sizes(path), [[4.0], [0.5]])
    np.testing.assert_array_equal(sizes(np.array([-3.0, 2.0])), [3.0, 2.0])
    assert sizes(np.ones((3, 2, 2))).shape == (3, 1, 1)


def test_the_first_row_that_does_not_follow_is_shown_beside_those_before_it():
    path = np.array([8.0, 4.0, 3.0, 1.5])
    with pytest.raises(LawBroken) as broken:
        stepwise(path, path[:-1] / 2, lr=0.5)
    assert (broken.value.expected, broken.value.actual) == (2.0, 3.0)
    assert broken.value.given == {"row": 2, "rows before": [4.0], "lr": 0.5}


def test_a_path_may_be_ruled_by_two_rows_before():
    path = np.array([1.0, 1.0, 2.0, 3.0, 5.0])
    stepwise(path, path[1:-1] + path[:-2], back=2)
    with pytest.raises(LawBroken):
        stepwise(path, path[1:-1] + path[:-2] + 0.01, back=2)
