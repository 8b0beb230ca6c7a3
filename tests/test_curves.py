"""Every curve that the suite of exercise 5 shows to a student is fair, whatever the seed.

Fair means that right programs cannot disagree: no comparison that decides is closer to its threshold than
nine percent. The suite itself is run here with the solution in the student's place, and everything that it
shows is measured.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader import course
from grader.suites.toolkit.alarms import SETTINGS, WATCHED, redrawn, watched
from grader.suites.toolkit.curves import Curve, curves
from grader.suites.toolkit.curves import redrawn as redrawn_curves

ROOT = Path(__file__).parent.parent
SEEDS = range(12)
MARGIN = 0.09

Call = tuple[str, tuple[Any, ...]]
"""The check that showed it, and the arguments shown."""


@pytest.fixture(scope="module")
def checks(pytestconfig: pytest.Config) -> dict[str, Callable[..., None]]:
    """The checks of the suite; their mark is the checking plugin's, which does not run here."""
    pytestconfig.addinivalue_line("markers", "check(points, function): one law of a hidden suite")
    pytestconfig.addinivalue_line("markers", "held_back: stays with the instructor")
    suite = importlib.import_module("grader.suites.exercise05_divergence_detector")
    return {name: check for name, check in vars(suite).items() if name.startswith("test_")}


@pytest.fixture(scope="module")
def shown(checks) -> Callable[[str, int], list[Call]]:
    """All that the suite shows to one function with one seed."""
    return lambda function, seed: list(_shown(checks, function, seed))


def _shown(checks: dict[str, Callable[..., None]], function: str, seed: int) -> Iterator[Call]:
    for name, check in checks.items():
        witness = Witness()
        # As the checking plugin draws: the same for the same seed and check.
        tools = {"student": witness, "draw": np.random.default_rng([seed, zlib.crc32(name.encode())])}
        check(**{tool: tools[tool] for tool in inspect.signature(check).parameters})
        yield from ((name, arguments) for asked, arguments in witness.shown if asked == function)


def solution() -> Any:
    path = ROOT / "solutions" / "exercise05_divergence_detector.py"
    spec = importlib.util.spec_from_file_location("solution_for_curves", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Witness:
    """A student who answers like the solution and remembers what was shown."""

    changed = ()

    def __init__(self) -> None:
        self.right = solution()
        self.shown: list[tuple[str, tuple[Any, ...]]] = []

    def __getattr__(self, name: str) -> Any:
        def answer(*arguments: Any) -> Any:
            self.shown.append((name, arguments))
            return getattr(self.right, name)(*arguments)

        return answer

    def offer(self, kind: str, name: str, *arguments: Any) -> list[Any]:
        return [getattr(self, name)(*arguments)]


def clear(value: float, threshold: float) -> bool:
    return abs(value / threshold - 1) >= MARGIN


def quarters(curve: np.ndarray) -> np.ndarray:
    return curve.reshape(4, -1).mean(axis=1)


def swing(train: np.ndarray) -> tuple[float, float]:
    """Turn rate and roughness."""
    half = train[len(train) // 2 :]
    steps = np.diff(half)
    turns = sum(a * b < 0 for a, b in zip(steps[1:], steps[:-1], strict=True))
    return turns / (len(steps) - 1), float(np.abs(steps).mean() / half.mean())


def both_clear(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """An `and` of two comparisons `value > threshold` that cannot be mistaken."""
    clearly_false = any(value < bound and clear(value, bound) for value, bound in (first, second))
    return clearly_false or all(value > bound and clear(value, bound) for value, bound in (first, second))


def unfair(train: np.ndarray, val: np.ndarray | None) -> str:
    """What is unfair about a curve; empty where nothing is."""
    losses = train if val is None else np.concatenate([train, val])
    if not np.isfinite(losses).all():
        return _out_of_range(losses[np.isfinite(losses)])
    return _out_of_range(losses) or _same_neighbours(train) or _near_a_threshold(train, val)


def _out_of_range(losses: np.ndarray) -> str:
    return "" if losses.min() >= 1e-6 and losses.max() <= 1e12 else "losses beyond 1e-6 to 1e12"


def _same_neighbours(train: np.ndarray) -> str:
    half = train[len(train) // 2 :].astype(np.float32)
    return "equal neighbours" if np.ptp(half) > 0 and (np.diff(half) == 0).any() else ""


def _near_a_threshold(train: np.ndarray, val: np.ndarray | None) -> str:
    """Rule by rule, as far as the decision."""
    *early, last = quarters(train)
    if not clear(last, 1.5 * min(early)):
        return "close to diverging"
    if last > 1.5 * min(early):
        return ""
    rate, rough = swing(train)
    if not both_clear((rate, 0.3), (rough, 0.1)):
        return f"close to oscillating: {rate}, {rough}"
    if rate > 0.3 and rough > 0.1:
        return ""
    if not clear(last, 0.9 * early[0]):
        return "close to stalled"
    if val is None or last > 0.9 * early[0]:
        return ""
    *val_early, val_last = quarters(val)
    return "" if clear(val_last, 1.1 * min(val_early)) else "close to overfitting"


def test_a_whole_grading_asks_at_most_a_hundred_and_fifty_times(shown):
    assert len(shown("diagnose_curve", 0)) + len(shown("detect_divergence", 0)) <= 150


@pytest.mark.parametrize("seed", SEEDS)
def test_every_curve_shown_to_diagnose_is_fair(shown, seed):
    for check, (train, *rest) in shown("diagnose_curve", seed):
        series = [np.asarray(one, dtype=np.float64) for one in (train, *rest)]
        assert len(series[0]) in (32, 64, 128)
        assert all(one.shape == series[0].shape for one in series)
        assert unfair(series[0], series[1] if rest else None) == "", check


@pytest.mark.parametrize("seed", SEEDS)
def test_every_run_shown_to_the_alarm_is_fair(shown, seed):
    for check, (losses, *settings) in shown("detect_divergence", seed):
        factor, patience = settings or (2.0, 3)
        assert factor > 1
        assert patience >= 1
        best = np.inf
        for loss in losses:
            if not np.isfinite(loss):
                break
            assert 1e-6 <= loss <= 1e12, check
            assert best == np.inf or clear(loss, factor * best), (check, losses)
            best = min(best, loss)


def test_the_builders_are_fair_on_hundreds_of_seeds():
    for seed in range(300):
        for curve in curves(np.random.default_rng(seed)).values():
            assert unfair(curve.train, curve.val) == "", (seed, curve.says)


def test_what_is_unfair_is_noticed():
    """The measures of this page would see a curve that is none."""
    fine = curves(np.random.default_rng(0))["a smooth descent"].train
    assert unfair(np.linspace(3.0, 4.7, 64), None) == "close to diverging"
    assert unfair(np.where(np.arange(64) % 2, 1.05, 0.95), None).startswith("close to oscillating")
    assert unfair(np.linspace(3.0, 2.6, 64), None) == "close to stalled"
    assert unfair(fine, np.linspace(1.0, 1.12, 64)) == "close to overfitting"
    assert unfair(np.repeat(fine[::2], 2), None) == "equal neighbours"
    assert unfair(1e-7 * fine, None) == "losses beyond 1e-6 to 1e12"


def test_every_curve_of_the_toolkit_is_shown():
    """A curve that no check asks about catches nobody."""
    said = Path(course.locate_suite(course.find_exercise("5"))).read_text("utf-8")
    names = [*curves(np.random.default_rng(0)), *(run.says for run in WATCHED)]
    assert [name for name in names if f'"{name}"' not in said] == []


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_solution_gives_every_curve_its_label(seed):
    right = solution()
    for curve in curves(np.random.default_rng(seed)).values():
        assert right.diagnose_curve(curve.train, curve.val) == curve.label, curve.says


def test_the_solution_raises_every_alarm_where_it_is_expected():
    right = solution()
    for run in (*WATCHED, *SETTINGS):
        assert right.detect_divergence(run.losses, run.factor, run.patience) == run.index, run.says


def test_a_redrawn_run_keeps_its_alarm_and_no_loss():
    right = solution()
    for seed in range(20):
        for run in (*WATCHED, *SETTINGS):
            moved = redrawn(np.random.default_rng(seed), run.says)
            assert right.detect_divergence(moved.losses, run.factor, run.patience) == run.index, run.says
            finite = [(one, other) for one, other in zip(moved.losses, run.losses, strict=True) if np.isfinite(other)]
            assert all(one != other for one, other in finite)


def test_a_redrawn_curve_keeps_its_label_and_is_fair():
    right = solution()
    for seed in range(20):
        for name, curve in redrawn_curves(np.random.default_rng(seed)).items():
            assert right.diagnose_curve(curve.train, curve.val) == curve.label, name
            assert unfair(curve.train, curve.val) == "", (seed, name)


def test_names_are_unique():
    """A check finds its curve by name, so two of a name would hide one."""
    for seed in (0, 1):
        told = curves(np.random.default_rng(seed))
        assert all(name == curve.says for name, curve in told.items())
    names = [run.says for run in (*WATCHED, *SETTINGS)]
    assert len(names) == len(set(names))
    assert all(watched(name).says == name for name in names)


def test_a_scaled_or_reversed_run_is_a_new_one():
    curve = Curve("up", "diverging", np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0]))
    assert curve.scaled(10).train.tolist() == [10, 20, 30]
    assert curve.scaled(10).val.tolist() == [40, 50, 60]
    turned = curve.backwards("healthy")
    assert (turned.label, turned.train.tolist(), turned.val.tolist()) == ("healthy", [3, 2, 1], [6, 5, 4])
    assert curve.train.tolist() == [1, 2, 3]
