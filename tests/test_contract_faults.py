"""A contract, a probe or a family that is at fault is told as that, with its line, and never as the learner's."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from grader.authoring.families import find_causes, find_family_breaches
from grader.authoring.suites import find_suite_breaches
from grader.diagnosis import load_families
from grader.errors import BrokenSuite
from grader.grading import checks
from grader.misconceptions.toolkit import Probe
from grader.suites.toolkit import Slope, parabola
from grader.suites.toolkit.contract import Contract, Told


class Right:
    """A student whose `step` moves downhill and whose `split` gives three outputs."""

    changed = ()
    asked = MappingProxyType({})

    def step(self, theta: Any, grad_fn: Any, lr: float = 0.1) -> Any:
        theta = np.asarray(theta, dtype=float)
        return theta - lr * grad_fn(theta)

    def split(self, a: Any, b: Any, c: Any) -> tuple[Any, ...]:
        return np.asarray(a), np.asarray(b), np.asarray(c)

    def offer(self, _kind: str, function: str, *arguments: Any) -> list[Any]:
        return [getattr(self, function)(*arguments)]


def run(check: Any) -> None:
    asks = inspect.signature(check).parameters
    check(**{name: {"student": Right(), "draw": np.random.default_rng(1)}[name] for name in asks})


def step_contract(**more: Any) -> Contract:
    fields = {
        "gives": ("theta'",),
        "right": lambda theta, grad_fn, lr: theta - lr * grad_fn(theta),
        "call": lambda draw: (draw.uniform(1, 2, 3), parabola(1.3), 0.2),
        "arrays": 1,
    }
    return Contract("step", **(fields | more))


def split_contract(**more: Any) -> Contract:
    fields = {
        "gives": ("a", "b", "c"),
        "right": lambda a, b, c: (a, b, c),
        "call": lambda draw: tuple(draw.uniform(1, 2, (3, 3))),
        "arrays": 3,
    }
    return Contract("split", **(fields | more))


def ask_with_a_lambda() -> Iterator[tuple[Any, ...]]:
    yield np.ones(2), lambda x: x, 0.3


def line_of(function: Any, ahead: int = 1) -> str:
    return f"test_contract_faults.py, line {inspect.getsourcelines(function)[1] + ahead}"


def test_a_right_contract_is_no_fault():
    run(step_contract().is_pure("Why."))
    run(step_contract().takes_every_kind("Why."))
    run(split_contract().is_pure("Why."))


@pytest.mark.parametrize("made", ["probes", "whole_numbers"])
def test_a_probe_with_a_function_that_no_data_describes_is_told_with_its_line(made):
    with pytest.raises(BrokenSuite, match="a call of step holds <lambda>") as told:
        run(getattr(step_contract(), made)()(ask_with_a_lambda))
    assert line_of(ask_with_a_lambda) in told.value.what


def test_so_is_one_of_a_relation_and_one_beside_its_answer():
    def relate() -> Iterator[Any]:
        call = np.ones(2), parabola(1.3), 0.3
        yield call, (np.ones(2), np.sin, 0.3), lambda arrived: arrived

    def answer() -> Iterator[Any]:
        yield Told((np.ones(2), Slope("a slope of one's own", lambda x: x), 0.3), 1)

    for check, words in ((step_contract().relations()(relate), "sin"), (step_contract().probes()(answer), "Slope")):
        with pytest.raises(BrokenSuite, match=f"a call of step holds {words}") as told:
            run(check)
        assert "test_contract_faults.py, line" in told.value.what


def test_an_ordinary_call_with_such_a_function_is_told():
    contract = step_contract(call=lambda draw: (draw.uniform(1, 2, 3), lambda x: x, 0.2))
    with pytest.raises(BrokenSuite, match="a call of step holds <lambda>"):
        run(contract.is_pure("Why."))


@pytest.mark.parametrize(
    ("contract", "words"),
    [
        (split_contract(arrays=7), "arrays=7, and a call has 3 arguments"),
        (split_contract(right=lambda a, b, c: (a, b)), r"`right` gives 2 values of 3 \(a, b, c\)"),
        (split_contract(right=lambda a, b, c: a[0]), r"`right` gives one value of 3 \(a, b, c\)"),
        (split_contract(right=lambda a, b, c: a / [1, 2]), "`right` raised ValueError"),
        (
            split_contract(arrays=1, call=lambda draw: (draw.uniform(1, 2, 3),) * 2),
            "`right` does not take the 2 arguments",
        ),
        (split_contract(call=lambda draw: draw.uniform()), "a call is a tuple of arguments, and not a float"),
        (
            split_contract(call=lambda draw: (*draw.uniform(1, 2, (2, 3)), 4.0)),
            "argument 3 of an ordinary call is 4.0 and no array",
        ),
        (split_contract(terms=lambda a: (a,)), "`terms` raised TypeError"),
        (split_contract(slack=lambda a: a), "`slack` raised TypeError"),
        (Contract("split", ("a", "b", "c"), call=lambda _: (1.0, 2.0, 3.0), arrays=3), "no formula `right`"),
    ],
)
def test_a_contract_at_fault_is_told_as_that(contract, words):
    with pytest.raises(BrokenSuite, match=f"The contract of split is at fault.*{words}"):
        run(contract.takes_every_kind("Why."))


def test_others_that_do_not_fit_are_a_fault_of_the_contract():
    def ask() -> Iterator[Any]:
        call = np.ones(2) * 3, parabola(1.3), 0.3
        yield call, call, lambda arrived: arrived

    with pytest.raises(BrokenSuite, match=r"The contract of step is at fault.*`others` raised TypeError"):
        run(step_contract(others=lambda theta: [theta]).relations()(ask))


def test_a_generator_without_a_decorator_is_told_to_take_one(monkeypatch, tmp_path, exercise03):
    path = tmp_path / "exercise03_yields.py"
    path.write_text("def test_a():\n    pass\n\n\ndef test_shares(draw):\n    yield 1, 2\n", "utf-8")
    monkeypatch.setattr(checks.course, "locate_suite", lambda _exercise: path)
    with pytest.raises(BrokenSuite, match="line 5: test_shares yields calls") as told:
        checks.load_suite(exercise03)
    assert "decorate it with" in told.value.mend.lower()


def test_a_function_that_nobody_examines_cannot_be_used(monkeypatch, exercise03):
    suite = checks.load_suite(exercise03)
    wrong = {"adam_step": Contract("adam_step", ("theta'",), uses=("adam_stepp", "ema_moments"))}
    monkeypatch.setattr(
        "grader.authoring.suites.load_suite", lambda _: replace(suite, contracts={**suite.contracts, **wrong})
    )
    (breach,) = find_suite_breaches(exercise03)
    assert "adam_step uses adam_stepp, which has no contract here" in breach.what
    assert breach.what.startswith("grader/suites/exercise03_bias_correction.py")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"moves": {"theta'": "thta"}}, "thta is no argument of adam_step"),
        ({"moves": {"thta'": "theta"}}, "thta' is no output of adam_step"),
        ({"probes": (Probe(*[lambda x: x] * 9),)}, "a probe of adam_step holds <lambda>"),
        ({"advice": (Probe(*[np.sin] * 9),)}, "a probe of adam_step holds sin"),
    ],
)
def test_a_family_at_fault_is_a_breach_with_its_file(monkeypatch, exercise03, changes, words):
    known = load_families(exercise03)
    family = replace(known["adam_step"], ideas=(), **changes)
    monkeypatch.setattr("grader.authoring.families.load_families", lambda _: {"adam_step": family})
    monkeypatch.setattr("grader.authoring.families._check_lines", lambda _: ())
    monkeypatch.setattr("grader.authoring.families._check_coincidences", lambda *_: ())
    (breach,) = [*find_causes(exercise03, family), *find_family_breaches(exercise03)]
    assert words in breach.what
    assert "exercise03_bias_correction.py, line" in breach.what
    assert breach.exercise == exercise03.stem


def test_slopes_are_no_fault_of_a_family(exercise03):
    assert not list(find_family_breaches(exercise03))
