"""The toolkit's losses: their gradients are gradients, and take whatever a student passes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.suites.toolkit import bowl, bowl_path, coupled, ledge, parabola, plane, quartic
from grader.suites.toolkit.slopes import exponential, fitted, least_squares, polynomial, product, springs, waves

VALLEY = np.array([[2.0, 1.0], [1.0, 3.0]])


@pytest.mark.parametrize(
    ("slope", "loss"),
    [
        (bowl(VALLEY, [0.5, -1.0]), lambda x: 0.5 * (x - [0.5, -1.0]) @ VALLEY @ (x - [0.5, -1.0])),
        (parabola(3.0), lambda x: 1.5 * (x**2).sum()),
        (quartic(), lambda x: (x**4).sum() / 4),
        (plane(-2.0), lambda x: -2.0 * x.sum()),
        (ledge(0.0), lambda x: np.maximum(x, 0).sum()),
    ],
    ids=["bowl", "parabola", "quartic", "plane", "ledge"],
)
def test_a_slope_is_the_derivative_of_its_loss(slope, loss):
    here, small = np.array([0.7, -1.3]), 1e-6
    felt = [(loss(here + small * way) - loss(here - small * way)) / (2 * small) for way in np.eye(2)]
    np.testing.assert_allclose(slope(here), felt, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("slope", [parabola(2.0), quartic(), plane(1.5), ledge(1.0)])
@pytest.mark.parametrize("place", [2, 2.0, [1.0, 2.0], (1, 2), np.ones((2, 3)), np.float32(1.5)], ids=repr)
def test_a_slope_of_any_shape_answers_in_the_shape_it_was_asked_in(slope, place):
    answer = slope(place)
    assert answer.shape == np.shape(place)
    assert answer.dtype == np.float64


def test_a_bowl_refuses_a_place_of_another_shape():
    with pytest.raises(ValueError, match="shape"):
        bowl(VALLEY)(np.ones(3))


ROWS = [[1.0, -2.0, 0.5], [0.3, 1.4, -1.0], [-1.1, 0.7, 2.0]]
EVERYWHERE = [
    *(bowl(VALLEY), bowl(VALLEY, [0.5, -1.0]), parabola(3.0), quartic(), waves(), plane(-2.0), ledge(-2.0, 0.5)),
    *(polynomial(1.0, -2.0, 0.0, 0.25), polynomial(3.0), product(), exponential(-0.7), fitted(ROWS)),
]


def differences(loss, here, small=1e-6):
    return [(loss(here + small * way) - loss(here - small * way)) / (2 * small) for way in np.eye(here.size)]


@pytest.mark.parametrize("slope", EVERYWHERE, ids=lambda one: one.made_by[0])
def test_a_slope_is_the_derivative_of_the_loss_beside_it(slope):
    here = np.array([0.7, -1.3])
    np.testing.assert_allclose(slope(here), differences(slope.loss, here), rtol=1e-6, atol=1e-8)
    assert type(slope.loss(here)) is float


@pytest.mark.parametrize("slope", [least_squares(), springs()], ids=lambda one: one.made_by[0])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_over_a_batch_both_are_the_mean_over_its_rows(slope, count):
    batch = np.array(ROWS[:count])
    here = np.array([0.7, -1.3, 0.2])[: 2 if slope.made_by[0] == "least_squares" else 3]
    np.testing.assert_allclose(slope(here, batch), differences(lambda x: slope.loss(x, batch), here), rtol=1e-6)
    np.testing.assert_allclose(slope(here, batch), np.mean([slope(here, [row]) for row in batch], axis=0))
    np.testing.assert_allclose(slope.loss(here, batch), np.mean([slope.loss(here, [row]) for row in batch]))


@pytest.mark.parametrize("slope", [*EVERYWHERE, least_squares(), springs()], ids=lambda one: one.made_by[0])
def test_what_a_report_shows_of_a_landscape_is_python_that_computes_the_same(slope):
    rows = [np.array(ROWS)] if slope.made_by[0] in ("least_squares", "springs") else []
    here = np.array([0.7, -1.3, 0.2])[: 3 if slope.made_by[0] == "springs" else 2]
    for thing in (slope, slope.loss):
        np.testing.assert_allclose(eval(thing.code, {"np": np})(here, *rows), thing(here, *rows), rtol=1e-5)


@pytest.mark.parametrize("batch", [[], [1.0, 2.0], "rows", [[1.0], [1.0, 2.0]], 3.0, [["a"]]], ids=repr)
def test_what_is_no_rows_of_numbers_is_told_as_that(batch):
    with pytest.raises(ValueError, match="grad_fn was given a batch that is no array of rows"):
        springs()(np.ones(2), batch)
    with pytest.raises(ValueError, match="f was given a batch that is no array of rows"):
        springs().loss(np.ones(2), batch)


def test_a_loss_refuses_a_place_of_another_shape_in_words():
    with pytest.raises(ValueError, match=r"f was given the shape \(3,\)"):
        bowl(VALLEY).loss(np.ones(3))
    with pytest.raises(ValueError, match=r"grad_fn was given the shape \(3,\)"):
        least_squares()(np.ones(3), ROWS)
    with pytest.raises(TypeError, match="grad_fn"):
        springs()(np.ones(2))


def test_a_ledge_pushes_from_its_edge_on():
    np.testing.assert_array_equal(ledge(1.0, 3.0)([0.999, 1.0, 7.0]), [0.0, 3.0, 3.0])


@given(st.integers(0, 10_000))
def test_a_drawn_valley_has_its_curvatures_and_runs_across_the_axes(seed):
    hessian = coupled(np.random.default_rng(seed), 0.5, 4.0)
    np.testing.assert_allclose(np.linalg.eigvalsh(hessian), [0.5, 4.0])
    np.testing.assert_allclose(hessian, hessian.T)
    assert abs(hessian[0, 1]) > 1.2


def test_descent_in_closed_form_is_descent():
    path, center = [np.array([1.0, -0.5])], np.array([0.3, 0.4])
    for _ in range(20):
        path.append(path[-1] - 0.31 * bowl(VALLEY, center)(path[-1]))
    np.testing.assert_allclose(bowl_path(VALLEY, path[0], 0.31, 20, center), np.stack(path), rtol=1e-10)
