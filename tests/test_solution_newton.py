"""The reference of Newton's method against scipy's solvers, and against what its stub says of it."""

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
# Written by tests/trajectories/make_newton.py.
SCIPY = json.loads((ROOT / "tests/trajectories/scipy_newton.json").read_text("utf-8"))

spec = importlib.util.spec_from_file_location("solutions_newton", ROOT / "solutions" / "exercise12_newton.py")
newton = importlib.util.module_from_spec(spec)
spec.loader.exec_module(newton)


@pytest.mark.parametrize("step", SCIPY["steps"], ids=lambda step: f"{len(step['arrived'])}-{step['call']['damping']}")
def test_a_step_arrives_where_scipys_solver_leads(step):
    arrived = newton.newton_step(**step["call"])
    assert arrived.shape == np.shape(step["arrived"])
    np.testing.assert_allclose(arrived, step["arrived"], rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("run", SCIPY["runs"], ids=lambda run: str(run["path"][0]))
def test_on_rosenbrocks_banana_every_step_is_scipys(run):
    for theta, slope, hessian, there in zip(run["path"], run["g"], run["h"], run["path"][1:], strict=False):
        np.testing.assert_allclose(newton.newton_step(theta, slope, hessian), there, rtol=1e-8, atol=1e-9)


def test_the_stored_steps_are_of_every_kind():
    curvatures = [np.linalg.eigvalsh(step["call"]["hessian"]) for step in SCIPY["steps"]]
    assert any((one < 0).any() and (one > 0).any() for one in curvatures)
    assert {len(one) for one in curvatures} == {1, 2, 3, 6}
    assert len({step["call"]["damping"] for step in SCIPY["steps"]}) > 3


def test_what_the_stub_says_of_its_example_is_true():
    hessian = np.array([[3.0, 1.0], [1.0, 3.0]])
    assert (hessian @ [1, 1] == [4, 4]).all()
    assert (hessian @ [1, -1] == [2, -2]).all()
    plain = np.array([4, 5]) - newton.newton_step([4, 5], [7, 13], hessian)
    damped = np.array([4, 5]) - newton.newton_step([4, 5], [7, 13], hessian, damping=1.0)
    kept = [float(damped @ way / (plain @ way)) for way in ([1, 1], [1, -1])]
    assert kept == pytest.approx([4 / 5, 2 / 3])
