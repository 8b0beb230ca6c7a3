"""The call that is shown is a case of the sentence above it."""

import numpy as np
import pytest
from examining import diagnosed

from grader import course
from grader.diagnosis import load_families
from grader.diagnosis.contracts import is_like_probes

SHAPES = {
    "a row for each entry": (
        "two_layer_gradients",
        """
        def two_layer_gradients(X, y, W1, w2):
            error = (X @ W1 @ w2 - y) / len(y)
            return np.outer(X.T @ error, w2).T, W1.T @ X.T @ error
        """,
    ),
    "a mean over everything": (
        "minibatch_gradient",
        "def minibatch_gradient(per_example, index):\n    return np.mean(np.asarray(per_example)[index])",
    ),
    "a path in one row": (
        "gradient_descent",
        """
        def gradient_descent(grad_fn, theta0, lr, n_steps):
            path = [np.asarray(theta0, float)]
            for _ in range(n_steps):
                path.append(path[-1] - lr * grad_fn(path[-1]))
            return np.ravel(path)
        """,
    ),
}


@pytest.mark.parametrize(("function", "text"), SHAPES.values(), ids=SHAPES)
def test_a_wrong_shape_is_told_with_the_shapes_of_the_call_that_is_shown(sandbox, function, text):
    shown = diagnosed(sandbox, function, text)
    fact = shown.evidence["symptoms"][0]
    assert fact["id"] == "shape"

    index = shown.evidence["names"].index(fact["output"])
    pair = [shown.evidence[whose] for whose in ("yours", "right")]
    yours, right = (np.shape(value[index] if len(shown.evidence["names"]) > 1 else value) for value in pair)
    assert yours != right
    assert f"yours is {yours or 'a single number'}, and the right one is {right}." in shown.says
    assert fact["says"] in shown.says
    assert shown.evidence["shows"][0] == fact["says"]


def test_where_nothing_comes_back_sometimes_such_a_call_is_shown(sandbox):
    text = """
    def gradient_descent(grad_fn, theta0, lr, n_steps):
        path = [np.asarray(theta0, float)]
        for _ in range(n_steps):
            path.append(path[-1] - lr * grad_fn(path[-1]))
            return np.array(path)
    """
    shown = diagnosed(sandbox, "gradient_descent", text)
    assert shown.says.startswith("Nothing came back (None) on")
    assert shown.evidence["yours"] is None
    assert "n_steps=0" in shown.evidence["call"]
    assert shown.evidence["probes"][0]["yours"] is None


def test_an_argument_without_influence_stands_in_the_call_that_is_shown(sandbox):
    text = """
    def reduce_on_plateau(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
        best, waited, rates = np.inf, 0, []
        for loss in losses:
            if loss < best - min_delta:
                best, waited = loss, 0
            else:
                waited += 1
            if waited > patience + 1:
                lr, waited = lr * factor, 0
            rates.append(lr)
        return np.array(rates)
    """
    shown = diagnosed(sandbox, "reduce_on_plateau", text)
    ignored = [fact for fact in shown.evidence["symptoms"] if fact["id"] == "ignored"]
    assert [fact["argument"] for fact in ignored] == ["floor"]
    assert "floor=" in shown.evidence["call"]


def test_a_simpler_call_is_one_that_the_stub_allows(sandbox):
    text = """
    def flow_verdict(norms, low=1e-3, high=1e3):
        ratio = norms[-1] / norms[0]
        return "vanishing" if ratio < low else "exploding" if ratio > high else "healthy"
    """
    shown = diagnosed(sandbox, "flow_verdict", text)
    assert "[0.0, 0.0" not in shown.evidence["call"]

    exercise = course.find_exercise("19")
    verdict = load_families(exercise)["flow_verdict"]
    assert not is_like_probes(verdict, (np.zeros(3), 1e-3, 1e3), ("healthy",))
    assert not is_like_probes(verdict, (np.array([1.0, 2.0, 0.0]), 1e-3, 1e3), ("healthy",))
    assert is_like_probes(verdict, verdict.probes[0], ("healthy",))
