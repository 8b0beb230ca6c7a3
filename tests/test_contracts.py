"""What the kit asks of a function beside the probes is what the stub allows."""

import copy
import importlib.util

import numpy as np
import pytest
from examining import diagnosed

from grader import course
from grader.diagnosis import load_families
from grader.diagnosis.answers import compute_right_answers, read_answers
from grader.diagnosis.symptoms.again import find_whole_number_fault
from grader.diagnosis.symptoms.besides import make_wider_inputs
from grader.diagnosis.symptoms.case import Case, _collect_wider_inputs, are_close
from grader.diagnosis.trial import Trial
from grader.misconceptions.toolkit import Probe, family
from grader.sandbox.outcomes import Raised, Returned

FAMILIES = {
    function: (exercise, family)
    for exercise in course.list_exercises()
    for function, family in load_families(exercise).items()
    if not family.reads
}


@pytest.mark.parametrize("function", FAMILIES)
def test_the_reference_answers_every_input_beside_the_probes_rightly(function):
    exercise, family = FAMILIES[function]
    spec = importlib.util.spec_from_file_location("reference", course.locate_file(exercise, "solutions"))
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)

    for probe, right in _collect_wider_inputs(family):
        answer = getattr(reference, function)(*copy.deepcopy(list(probe)))
        assert are_close(read_answers(family, answer), right), probe


def test_a_direction_is_reshaped_with_theta(sandbox):
    shown = diagnosed(
        sandbox,
        "curvature_along",
        """
        def curvature_along(f, theta, direction, h=1e-3):
            d = np.asarray(direction, float)
            u = d / np.sqrt((d * d).sum())
            return f(theta + h * u) - 2 * f(theta) + f(theta - h * u) / h**2
        """,
    )
    assert "ValueError" not in shown.says
    assert all(np.shape(probe[1]) == np.shape(probe[2]) for probe, _ in _collect_wider_inputs(CURVATURE))


CURVATURE = FAMILIES["curvature_along"][1]


@family((), gives=("theta'",), probes=[Probe(np.array([1.0, 2.0]), np.array([0.5, -1.0]), np.array([3.0, 1.5]), 0.1)])
def adagrad_step(theta, grad, squares, lr, *, turn):
    """A step of AdaGrad."""
    return theta - lr * grad / np.sqrt(squares + grad**2)


def test_a_state_with_a_name_of_its_own_keeps_the_shape_of_theta():
    inputs = make_wider_inputs(adagrad_step.family)
    assert len(inputs) > 10
    assert all(np.shape(probe[0]) == np.shape(probe[1]) == np.shape(probe[2]) for probe in inputs)


@family((), gives=("theta'",), probes=[Probe(np.array([1.0, 2.0]), np.array([0.5, -1.0]), np.diag([3.0, 1.5]))])
def preconditioned_step(theta, grad, matrix, *, turn):
    """A step along a slope that a matrix has turned, of whatever shape the matrix gives."""
    return theta - np.sum(matrix * grad, axis=-1)


def test_a_vector_is_not_reshaped_beside_its_matrix():
    inputs = [probe for probe, _ in _collect_wider_inputs(preconditioned_step.family)]
    assert inputs
    assert all(np.shape(probe[0]) == (2,) for probe in inputs)


def test_wrong_numbers_come_before_an_exception_elsewhere(sandbox):
    shown = diagnosed(
        sandbox,
        "gradient_step",
        """
        def gradient_step(theta, grad, lr):
            theta, grad = np.asarray(theta, float), np.asarray(grad, float)
            if theta.ndim == 2:
                raise ValueError("no matrices")
            return theta - 3 * lr * grad
        """,
    )
    assert "ValueError" not in shown.says
    assert shown.evidence["yours"] != shown.evidence["right"]


@family((), gives=("ratio",), probes=[Probe(np.array([0.3, 0.7]), np.array([0.04, size])) for size in (0.5, 0.2)])
def divide(a, b, *, turn):
    """One array over another; nothing is promised where that one has a zero."""
    return a / b


class Refusing:
    """Who answers calls of `divide`, and raises where the stub promises nothing."""

    def renew(self):
        """Forget nothing, for nothing is kept."""

    def ask(self, function, a, b):
        return Raised("ZeroDivisionError", "") if not np.all(b) else Returned(a / b)


def test_whole_numbers_are_asked_for_only_where_the_stub_allows_them():
    """Rounded, a divisor of the probes is zero."""
    right = compute_right_answers(divide.family)
    trial = Trial(tuple(Returned(answer) for (answer,) in right), right, right)
    assert not list(find_whole_number_fault(Case(Refusing(), divide.family, trial)))


def test_a_t_that_is_a_share_counts_no_steps():
    gap = FAMILIES["chord_gap"][1]
    assert all(0 <= probe[3] <= 1 for probe, _ in _collect_wider_inputs(gap))
