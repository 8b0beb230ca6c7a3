"""The runs behind the quiz's numbers are the optimizers of the exercises: checked against the references."""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.quiz import quantities, simulation
from grader.quiz.arithmetic import evaluate

SOLUTIONS = Path(__file__).resolve().parents[1] / "solutions"
modest = st.floats(-3, 3, allow_nan=False).filter(lambda g: abs(g) > 0.05)


def solution(stem: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(stem, SOLUTIONS / f"{stem}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GD, MO, BC, AW = (
    solution(stem)
    for stem in (
        "exercise01_gradient_step",
        "exercise02_momentum",
        "exercise03_bias_correction",
        "exercise04_adamw_decay",
    )
)


@settings(max_examples=25)
@given(modest, modest, st.floats(0.01, 0.3))
def test_descent_is_the_references(x: float, y: float, lr: float):
    bend = np.array([1.0, 4.0])
    path = GD.gradient_descent(lambda place: bend * np.asarray(place), np.array([x, y]), lr, 12)
    assert np.allclose(simulation.descend(simulation.make_bowl_slope((1.0, 4.0)), (x, y), lr, 12), path)


@settings(max_examples=25)
@given(modest, st.floats(0.1, 0.95), st.floats(0.01, 0.3))
def test_momentum_is_the_references(x: float, beta: float, lr: float):
    path = MO.momentum_descent(lambda place: 2 * np.asarray(place), np.array([x]), lr, beta, 12)
    assert np.allclose(quantities.momentum_1d(2, x, lr, beta, 12), np.ravel(path))


@settings(max_examples=25)
@given(st.lists(modest, min_size=1, max_size=12), st.floats(0.1, 0.95), st.floats(0.5, 0.999))
def test_adams_steps_are_the_references(gradients: list[float], beta1: float, beta2: float):
    theta, m, v = np.zeros(1), np.zeros(1), np.zeros(1)
    for t, (g, step) in enumerate(
        zip(gradients, quantities.adam_steps(tuple(gradients), beta1, beta2), strict=True), start=1
    ):
        moved, m, v = BC.adam_step(theta, m, v, np.array([g]), t, 0.5, beta1, beta2)
        assert math.isclose(float((theta - moved)[0]) / 0.5, step, rel_tol=1e-9)
        theta = moved


@pytest.mark.parametrize("coupled", [True, False])
def test_decay_is_the_references(coupled: bool):
    step = AW.adam_l2_step if coupled else AW.adamw_step
    theta, m, v = np.zeros(1), np.zeros(1), np.zeros(1)
    for t in range(1, 300):
        theta, m, v = step(theta, m, v, np.array([0.5]), t, lr=0.01, weight_decay=0.1)
    assert math.isclose(float(theta[0]), simulation.run_adam_decay(0.5, 0.1, coupled, 0.01, 299), rel_tol=1e-9)


@pytest.mark.parametrize(
    ("curvature", "lr", "beta", "word"),
    [(2, 0.1, 0, "glides in"), (2, 0.9, 0, "zigzags in"), (2, 1.0, 0, "bounces"), (2, 1.1, 0, "diverges"),
     (2, 0.0001, 0, "crawls"), (1, 3.9, 0.9, "diverges"), (1, 2.5, 0.9, "zigzags in")],
)  # fmt: skip
def test_a_fate_is_one_word(curvature: float, lr: float, beta: float, word: str):
    assert quantities.fate(curvature, lr, beta) == word


def test_searches_find_what_the_closed_forms_say():
    assert math.isclose(quantities.edge_lr(25), 0.08, rel_tol=1e-6)
    assert math.isclose(quantities.best_lr((1, 25)), 2 / 26, rel_tol=1e-6)
    assert math.isclose(quantities.settled_variance(0.5), 1 / 3, rel_tol=1e-9)
    assert quantities.within(0.99, 0.9) == 44
    assert quantities.within(0.99, 0.999) == 4603


def test_every_quantity_can_be_called_from_a_formula():
    for name in quantities.FUNCTIONS:
        assert name.isidentifier()
    assert evaluate("near(sqrt(4), 2) and max((1, 3)) == 3", {}, quantities.FUNCTIONS) is True
