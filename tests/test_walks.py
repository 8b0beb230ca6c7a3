"""The inputs of exercise 4's suite: states that a run can reach, and slopes that no eps can hide."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).parent.parent
FORMS = {"adam_l2_step": True, "adamw_step": False}
ON_EPS = {
    f"test_{form}_{law}"
    for form in ("coupled", "decoupled")
    for law in ("eps_rules_where_slopes_are_smaller_than_eps", "the_defaults_are_the_stubs")
}
"""The laws that are about eps itself: their slopes are near 1e-7, where every placement of it shows."""


@pytest.fixture(scope="module")
def right() -> Any:
    spec = importlib.util.spec_from_file_location("solution_for_walks", ROOT / "solutions/exercise04_adamw_decay.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Witness:
    """A student who answers like the solution and remembers what was asked."""

    changed = ()

    def __init__(self, right: Any) -> None:
        self.right = right
        self.asked: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def answer(*arguments: Any) -> Any:
            self.asked.append((name, arguments))
            return getattr(self.right, name)(*arguments)

        return answer

    def offer(self, kind: str, name: str, *arguments: Any) -> list[Any]:
        return [getattr(self, name)(*arguments)]


@pytest.mark.parametrize("seed", range(10))
def test_whatever_the_suite_lets_be_felt_is_nothing_or_a_tenth_at_least(right, pytestconfig, seed):
    """So that the three placements of eps agree; the laws on eps alone feel slopes at which it shows."""
    pytestconfig.addinivalue_line("markers", "check(points, function): one law of a hidden suite")
    suite = importlib.import_module("grader.suites.exercise04_adamw_decay")
    for name, check in vars(suite).items():
        if not name.startswith("test_"):
            continue
        witness = Witness(right)
        tools = {"student": witness, "draw": np.random.default_rng([seed, zlib.crc32(name.encode())])}
        check(**{tool: tools[tool] for tool in inspect.signature(check).parameters})
        assert witness.asked
        for function, (theta, m, v, grad, t, *rest) in witness.asked:
            lr, beta1, beta2, eps, decay = (*rest, *(1e-3, 0.9, 0.999, 1e-8, 0.01)[len(rest) :])
            pull = decay * np.asarray(theta, dtype=float) if FORMS[function] else 0.0
            felt = np.abs(np.asarray(grad, dtype=float) + pull)
            about_eps = name in ON_EPS and (felt < 2e-7).all()
            assert about_eps or ((felt == 0) | (felt >= 0.1)).all(), (name, grad)
            assert (np.asarray(v) >= 0).all()
            assert 1 <= t <= 400
            assert 0 < beta1 < 1
            assert 0 < beta2 < 1
            assert eps == 1e-8 or about_eps
            assert lr >= 0
            assert np.shape(theta) == np.shape(m) == np.shape(v) == np.shape(grad)
