"""What students' code may ask while it runs: slopes over batches, losses that are numbers, and how often."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest

from grader.execution import failure_messages
from grader.execution.student import Student
from grader.sandbox import Limits, open_sandbox
from grader.sandbox.callbacks import MAX_GRADIENTS, limit_callbacks
from grader.sandbox.outcomes import Raised, Returned, TimedOut
from grader.suites.toolkit.contract import Contract
from grader.suites.toolkit.law import LawBroken
from grader.suites.toolkit.slopes import bowl, exponential, least_squares, parabola, polynomial, product, springs

CODE = b"""
import numpy as np

def numeric_gradient(f, theta, h=1e-5):
    theta = np.asarray(theta, dtype=float)
    slopes = np.zeros(theta.shape)
    for place in np.ndindex(theta.shape):
        step = np.zeros(theta.shape)
        step[place] = h
        slopes[place] = (f(theta + step) - f(theta - step)) / (2 * h)
    return slopes

def accumulated_descent(grad_fn, theta0, batches, lr, every):
    path = [np.asarray(theta0, dtype=float)]
    for first in range(0, len(batches), every):
        group = batches[first:first + every]
        rows = sum(len(batch) for batch in group)
        mean = sum(len(batch) * grad_fn(path[-1], batch) for batch in group) / rows
        path.append(path[-1] - lr * mean)
    return path

def by_name(grad_fn, theta, batch):
    return grad_fn(batch=batch, theta=theta)

def often(f, theta, times):
    return sum(f(theta) for _ in range(int(times)))

def without_batch(grad_fn, theta):
    return grad_fn(theta)

def passed_on(f, arrays):
    return f(arrays), [2 * one for one in arrays], tuple(arrays)

def same_twice(f, more):
    return f(1.0) + more[0](1.0) + more[1](1.0)
"""
ROWS = np.random.default_rng(3).normal(size=(7, 3))


@pytest.fixture(scope="module")
def worker_of():
    with contextlib.closing(open_sandbox()) as sandbox:
        made = []

        def fresh():
            made.append(sandbox.start_worker())
            made[-1].load(CODE, "asks.py", Limits())
            return made[-1]

        yield fresh
        for worker in made:
            worker.close()


@pytest.fixture
def call(worker_of):
    worker = worker_of()
    return lambda name, *arguments: worker.call(name, arguments, Limits())


def unlike_data(thing):
    """The same, as something that has to be asked on this side."""
    return lambda *asked: thing(*asked)


@pytest.mark.parametrize("turn", [lambda thing: thing, unlike_data], ids=["data", "asked here"])
@pytest.mark.parametrize("slope", [bowl([[2.0, 1.0], [1.0, 3.0]]), product(), exponential(0.5), polynomial(0, 1, 2, 3)])
def test_a_loss_answers_with_a_number(call, slope, turn):
    here = np.array([0.4, -1.1])
    outcome = call("numeric_gradient", turn(slope.loss), here)
    assert outcome.gradients == 4
    np.testing.assert_allclose(outcome.value, slope(here), rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("turn", [lambda thing: thing, unlike_data], ids=["data", "asked here"])
@pytest.mark.parametrize("kind", [list, np.asarray, lambda batch: batch.tolist()], ids=["rows", "array", "lists"])
@pytest.mark.parametrize("slope", [least_squares(), springs()], ids=["least squares", "springs"])
def test_a_slope_over_batches_is_asked_with_two_arguments(call, slope, kind, turn):
    start = np.zeros(2 if slope.made_by[0] == "least_squares" else 3)
    batches = [kind(ROWS[:2]), kind(ROWS[2:5]), kind(ROWS[5:])]
    outcome = call("accumulated_descent", turn(slope), start, batches, 0.1, 2)
    first = start - 0.1 * slope(start, ROWS[:5])
    np.testing.assert_allclose(outcome.value, [start, first, first - 0.1 * slope(first, ROWS[5:])])
    assert (outcome.changed, outcome.gradients) == ((), 3)


def test_arguments_of_a_landscape_may_be_named_as_the_stub_names_them(call):
    np.testing.assert_allclose(call("by_name", springs(), np.ones(3), ROWS).value, 1 - ROWS.mean(axis=0))


def test_a_batch_that_is_left_out_is_told_in_the_stubs_name(call):
    outcome = call("without_batch", springs(), np.ones(3))
    assert isinstance(outcome, Raised)
    assert (outcome.kind, "grad_fn() missing 1" in outcome.message) == ("TypeError", True)


def test_lists_of_arrays_cross_as_lists_and_come_back_as_lists_or_tuples(call):
    arrays = [np.ones(2), np.arange(6.0).reshape(2, 3), np.float64(3.0)]
    outcome = call("passed_on", len, arrays)
    count, doubled, held = outcome.value
    assert (count, type(doubled), type(held), outcome.changed) == (3, list, tuple, ())
    for one, double, same in zip(arrays, doubled, held, strict=True):
        np.testing.assert_array_equal(double, 2 * one)
        np.testing.assert_array_equal(same, one)


def test_the_same_function_in_two_places_is_no_changed_argument(call):
    outcome = call("same_twice", abs, [abs, float])
    assert (outcome.value, outcome.changed) == (3.0, ())


@pytest.mark.parametrize(
    ("function", "arguments", "most"),
    [
        (parabola(2.0), (np.ones(2), 0.1, 20), 50 * 21),
        (parabola(2.0), (np.ones(2), np.ones(2), 0.1, 0.9), 50 * 3),
        (parabola(2.0), (1.0, 0.1, 0.9), 50 * 2),
        (springs(), (np.ones(3), [ROWS] * 9, 0.1, 2), 50 * 10),
        (product().loss, (np.ones((3, 4)), 1e-5), 8 * 12 + 50),
        (product().loss, ([[1.0, 2.0], [3.0, 4.0]], 1e-5), 8 * 4 + 50),
        (product().loss, (2.0,), 8 + 50),
        (parabola(2.0), (1.0, 10**9), MAX_GRADIENTS),
        (parabola(2.0), (1.0, 10**400), MAX_GRADIENTS),
        (parabola(2.0), (1.0, np.int64(20)), 50 * 21),
        (parabola(2.0), (1.0, np.float64("nan"), 20.0), 50 * 21),
        (parabola(2.0), ([[1.0], [1.0, 2.0]], np.array(3.0)), 50 * 3),
    ],
)
def test_how_often_one_may_ask_grows_with_the_steps_and_with_theta(function, arguments, most):
    assert limit_callbacks([function], [function, *arguments]) == most


@pytest.mark.parametrize("turn", [lambda thing: thing, unlike_data], ids=["data", "asked here"])
def test_one_who_asks_far_too_often_is_stopped_and_told_so(worker_of, turn):
    outcome = worker_of().call("often", (turn(product().loss), np.ones(2), "3000"), Limits())
    assert isinstance(outcome, TimedOut)
    said = failure_messages.report_fault(outcome, "often", given={"times": 3000})
    assert (said.id, "values of what it was handed" in said.says) == ("timeout", True)


def test_as_often_as_a_coordinate_may_need_is_fine(call):
    assert isinstance(call("often", product().loss, np.ones(2), 66.0), Returned)
    assert isinstance(call("often", product().loss, np.ones(2), 67.0), TimedOut)


GRADIENT = Contract(
    "numeric_gradient",
    ("slope",),
    lambda f, theta, _h: f.slope(theta),
    lambda draw: (exponential(0.5).loss, draw.uniform(1, 2, 3), 1e-5),
    arrays=1,
    first=1,
    slack=lambda *_: 1e-6,
    others=lambda f, theta, h: [(f, -theta, h)],
)


@GRADIENT.probes()
def slopes(draw):
    """The slope of the loss."""
    for loss in (bowl([[2.0, 1.0], [1.0, 3.0]], [0.5, 0.1]).loss, product().loss, polynomial(1.0, -1.0, 0.5).loss):
        yield loss, draw.uniform(0.5, 2, 2), 1e-5


@GRADIENT.relations()
def mirrored(draw):
    """On an even loss, the mirrored place has the mirrored slope."""
    here = draw.uniform(0.5, 2, 2)
    yield (parabola(2.0).loss, here, 1e-5), (parabola(2.0).loss, -here, 1e-5), lambda slope: -slope


@pytest.mark.parametrize("check", [slopes, mirrored, GRADIENT.is_pure("It is asked again and again.")])
def test_a_contract_speaks_of_losses_too(session_of, check):
    session = session_of(CODE.decode())
    check(student=Student(session), draw=np.random.default_rng(1))


def test_a_contract_notices_one_sided_differences_that_are_not_halved(session_of):
    session = session_of(CODE.decode().replace("(2 * h)", "h"))
    with pytest.raises(LawBroken) as broken:
        slopes(student=Student(session), draw=np.random.default_rng(1))
    assert broken.value.expected is not None
