"""The references against torch.optim, closed forms, and the numbers their stubs promise."""

import importlib.util
import inspect
import json
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
STEMS = sorted(path.stem for path in (ROOT / "exercises").glob("exercise*.py"))

# Written by tests/trajectories/make_trajectories.py.
TORCH = json.loads((ROOT / "tests/trajectories/torch_optim.json").read_text(encoding="utf-8"))


def load(shelf: str, stem: str) -> ModuleType:
    """Import a file by its path: the shelves are no packages."""
    spec = importlib.util.spec_from_file_location(f"{shelf}_{stem}", ROOT / shelf / f"{stem}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def functions(module: ModuleType) -> dict:
    """Public functions written in this file."""
    found = inspect.getmembers(module, inspect.isfunction)
    return {name: f for name, f in found if f.__module__ == module.__name__ and not name.startswith("_")}


steps = load("solutions", "exercise01_gradient_step")
momentum = load("solutions", "exercise02_momentum")
adam = load("solutions", "exercise03_bias_correction")
decay = load("solutions", "exercise04_adamw_decay")


# What a stub promises


@pytest.mark.parametrize("stem", STEMS)
def test_every_stub_waits_for_its_learner(stem):
    for function in functions(load("exercises", stem)).values():
        wanted = [p for p in inspect.signature(function).parameters.values() if p.default is p.empty]
        with pytest.raises(NotImplementedError):
            function(*[1.0] * len(wanted))
        assert len(inspect.getdoc(function).splitlines()) > 2


@pytest.mark.parametrize("stem", STEMS)
def test_a_stub_opens_with_a_title(stem):
    title, blank, *story = inspect.cleandoc(load("exercises", stem).__doc__).splitlines()
    assert 10 < len(title) < 60
    assert not title.endswith(".")
    assert blank == ""
    assert story


def test_the_side_remarks_of_the_stubs_are_true():
    assert steps.gradient_step(1.0, -4.0, lr=0.1) == pytest.approx(1.4)  # exercise 2: the slope alone
    plain = steps.gradient_descent(lambda x: 2 * x, 10, lr=0.1, n_steps=200)
    assert plain[1] == pytest.approx(8.0)  # the same first step, and no crossing
    assert (plain > 0).all()

    m, v = adam.ema_moments(0.0, 0.0, -1.0, 0.5, 0.8)
    assert (m, v) == (pytest.approx(-0.5), pytest.approx(0.2))
    m, v = adam.ema_moments(m, v, 8.0, 0.5, 0.8)
    assert adam.bias_correct(m, 0.5, 2) == pytest.approx(5.0)
    assert adam.bias_correct(v, 0.8, 2) == pytest.approx(36.0)

    average = 0.0
    for _ in range(3):
        average, _ = adam.ema_moments(average, 0.0, 5.0, 0.9, 0.999)
    assert average == pytest.approx(1.355)


# torch.optim walks the same paths


def runs(optimizer: str, *, decayed: bool) -> list:
    chosen = [
        run for run in TORCH["runs"] if run["optimizer"] == optimizer and ("weight_decay" in run["options"]) is decayed
    ]
    assert len(chosen) >= 4
    return [pytest.param(run, id=f"{optimizer}-{run['options']}") for run in chosen]


def agree(actual, torch_s) -> None:
    assert np.shape(actual) == np.shape(torch_s)
    np.testing.assert_allclose(actual, torch_s, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("run", runs("SGD", decayed=False))
def test_momentum_walks_with_torch_sgd(run):
    lr, beta = run["options"]["lr"], run["options"]["momentum"]
    grads, path = np.array(run["grads"]), np.array(run["path"])

    recorded = iter(grads)
    agree(momentum.momentum_descent(lambda _: next(recorded), run["theta0"], lr, beta, len(grads)), path)

    theta, v = run["theta0"], np.zeros(np.shape(run["theta0"]))
    for grad, there in zip(grads, path[1:], strict=True):
        theta, v = momentum.momentum_step(theta, v, grad, lr, beta)
        agree(theta, there)
    agree(v, np.array(run["state"]["momentum_buffer"]))


def walk_with_torch(step, run) -> None:
    options = dict(run["options"])
    beta1, beta2 = options.pop("betas")
    theta = run["theta0"]
    m = v = np.zeros(np.shape(theta))
    for t, (grad, there) in enumerate(zip(run["grads"], run["path"][1:], strict=True), start=1):
        theta, m, v = step(theta, m, v, grad, t, beta1=beta1, beta2=beta2, **options)
        agree(theta, np.array(there))
    agree(m, np.array(run["state"]["exp_avg"]))
    agree(v, np.array(run["state"]["exp_avg_sq"]))


@pytest.mark.parametrize("run", runs("Adam", decayed=False))
def test_adam_walks_with_torch(run):
    walk_with_torch(adam.adam_step, run)


@pytest.mark.parametrize("run", runs("Adam", decayed=True))
def test_coupled_decay_walks_with_torch_adam(run):
    walk_with_torch(decay.adam_l2_step, run)


@pytest.mark.parametrize("run", runs("AdamW", decayed=True))
def test_decoupled_decay_walks_with_torch_adamw(run):
    walk_with_torch(decay.adamw_step, run)


def test_the_stored_runs_tell_the_two_decays_apart():
    run = next(run for run in TORCH["runs"] if run["optimizer"] == "AdamW")
    with pytest.raises(AssertionError):
        walk_with_torch(decay.adam_l2_step, run)


# Closed forms

HESSIAN = np.array([[2.0, 1.0], [1.0, 3.0]])


def test_descent_on_a_coupled_quadratic_follows_its_eigenvectors():
    start, lr = np.array([4.0, -2.5]), 0.17
    curvatures, axes = np.linalg.eigh(HESSIAN)
    path = steps.gradient_descent(lambda theta: HESSIAN @ theta, start, lr, 25)
    for k, row in enumerate(path):
        np.testing.assert_allclose(row, axes @ ((1 - lr * curvatures) ** k * (axes.T @ start)), rtol=1e-9)


def test_momentum_on_a_coupled_quadratic_obeys_polyaks_recurrence():
    lr, beta = 0.2, 0.7
    path = momentum.momentum_descent(lambda theta: HESSIAN @ theta, [4.0, -2.5], lr, beta, 30)
    ways = np.diff(path, axis=0)
    slopes = path @ HESSIAN
    np.testing.assert_allclose(ways[0], -lr * slopes[0])
    np.testing.assert_allclose(ways[1:], beta * ways[:-1] - lr * slopes[1:-1], atol=1e-12)


def test_velocity_under_a_constant_slope_is_a_geometric_sum():
    beta, grad, v = 0.9, np.array([3.0, -0.2]), np.zeros(2)
    for k in range(1, 301):
        _, v = momentum.momentum_step(np.zeros(2), v, grad, 0.1, beta)
        np.testing.assert_allclose(v, grad * (1 - beta**k) / (1 - beta), rtol=1e-9)


def test_adam_moves_by_lr_under_a_constant_slope_however_steep():
    theta, m, v = np.zeros(3), np.zeros(3), np.zeros(3)
    for t in range(1, 401):
        there, m, v = adam.adam_step(theta, m, v, [1e3, -0.7, 20.0], t, lr=0.03)
        np.testing.assert_allclose(there - theta, [-0.03, 0.03, -0.03], rtol=1e-6)
        theta = there


def test_weights_without_slope_relax_geometrically_under_adamw():
    theta, m, v = np.array([2.0, -300.0]), np.zeros(2), np.zeros(2)
    for t in range(1, 51):
        theta, m, v = decay.adamw_step(theta, m, v, [0, 0], t, lr=0.1, weight_decay=0.2)
    np.testing.assert_allclose(theta, np.array([2.0, -300.0]) * 0.98**50, rtol=1e-12)


def test_without_decay_all_three_adams_are_one():
    state = {"theta": [1.5, -2.0], "m": [0.3, 0.2], "v": [0.5, 0.8], "grad": [-0.6, 1.1], "t": 7}
    plain = adam.adam_step(**state)
    np.testing.assert_allclose(decay.adam_l2_step(**state, weight_decay=0.0), plain, rtol=1e-14)
    np.testing.assert_allclose(decay.adamw_step(**state, weight_decay=0.0), plain, rtol=1e-14)


# Kinds of input, and the caller's state

STEPPERS = {
    "gradient_step": lambda a: [steps.gradient_step(a, a, 0.5)],
    "gradient_descent": lambda a: [steps.gradient_descent(lambda _: np.asarray(a), a, 0.5, 2)],
    "momentum_step": lambda a: momentum.momentum_step(a, a, a, 0.5, 0.25),
    "momentum_descent": lambda a: [momentum.momentum_descent(lambda _: np.asarray(a), a, 0.5, 0.25, 2)],
    "ema_moments": lambda a: adam.ema_moments(a, a, a, 0.5, 0.75),
    "bias_correct": lambda a: [adam.bias_correct(a, 0.5, 3)],
    "adam_step": lambda a: adam.adam_step(a, a, a, a, 3),
    "adam_l2_step": lambda a: decay.adam_l2_step(a, a, a, a, 3),
    "adamw_step": lambda a: decay.adamw_step(a, a, a, a, 3),
}


@pytest.mark.parametrize("name", STEPPERS)
def test_lists_integers_and_single_precision_give_the_same_answer(name):
    values = np.array([[1.0, 2.0, 4.0], [3.0, 5.0, 7.0]])
    reference = STEPPERS[name](values)
    for kind in (values.tolist(), tuple(map(tuple, values)), values.astype(int), values.astype("float32")):
        for actual, expected in zip(STEPPERS[name](kind), reference, strict=True):
            np.testing.assert_allclose(actual, expected, rtol=1e-12)


@pytest.mark.parametrize("name", STEPPERS)
@pytest.mark.parametrize("number", [3, 3.0, np.float32(3.0), np.array(3)], ids=["int", "float", "f32", "0-d"])
def test_a_single_number_is_a_coordinate_too(name, number):
    for alone, in_line in zip(STEPPERS[name](number), STEPPERS[name]([3.0]), strict=True):
        assert np.shape(alone) == np.shape(in_line)[:-1]
        np.testing.assert_allclose(alone, in_line[..., 0], rtol=1e-12)


@pytest.mark.parametrize("name", STEPPERS)
def test_arguments_are_left_alone_and_answers_are_new(name):
    mine = np.array([1.0, 2.0, 4.0])
    answers = STEPPERS[name](mine)
    assert mine.tolist() == [1.0, 2.0, 4.0]
    for answer in answers:
        assert not np.shares_memory(answer, mine)


def test_no_steps_leave_one_row():
    start = [1.0, 2.0]
    assert steps.gradient_descent(None, start, 0.1, 0).tolist() == [start]
    assert momentum.momentum_descent(None, start, 0.1, 0.9, 0).tolist() == [start]
