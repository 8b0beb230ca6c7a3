"""What wrong numbers show where no known idea has them: facts, each confirmed on every probe it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from grader.desk import Desk
from grader.diagnosis.answers import TOLERANCES, Answer, Answers, close, told
from grader.diagnosis.trial import Trial
from grader.misconceptions.toolkit import Family, Probe
from grader.model import Plain
from grader.sandbox.outcomes import Refused, Returned

Symptom = dict[str, Plain]
LOOSE = TOLERANCES[-1]


def symptoms(desk: Desk, family: Family, trial: Trial) -> list[Symptom]:
    """The findings, most telling first; each a dictionary with `id`, `says` and what it rests on."""
    found: list[Symptom] = []
    for look in (_changes, _fickle, _order, _outputs, _only_where, _direction, _factor, _rounded, _ignored):
        found += look(desk, family, trial)
    return found[:5]


def _say(name: str, says: str, **more: Plain) -> Symptom:
    return {"id": name, "says": says, **more}


def _changes(_desk: Desk, family: Family, trial: Trial) -> Iterator[Symptom]:
    """Arguments overwritten."""
    if any(isinstance(one, Returned) and one.changed for one in trial.outcomes) and _all_right(trial):
        yield _say("X-MUTATES", "The numbers are right, but the arguments were changed: the past of the run is gone.")


def _fickle(desk: Desk, family: Family, trial: Trial) -> Iterator[Symptom]:
    """The same call twice."""
    first = told(family, desk.quietly(family.function, *family.probes[0]))
    if not _same(first, trial.answers[0]):
        yield _say(
            "state",
            "The same call gave other numbers the second time: something is kept between calls, or drawn at random.",
            first=_plain(trial.answers[0]),
            second=_plain(first),
        )


def _order(_desk: Desk, family: Family, trial: Trial) -> Iterator[Symptom]:
    """Nothing came back at all, or something that is no pair."""
    for outcome in trial.outcomes:
        if isinstance(outcome, Returned) and outcome.value is None:
            yield _say("none", "Nothing came back (None): a path through the function ends without `return`.")
            return
        if isinstance(outcome, Refused):
            yield _say("value", f"What came back is no plain data: {outcome.says}")
            return


def _outputs(_desk: Desk, family: Family, trial: Trial) -> Iterator[Symptom]:
    """Which outputs are right."""
    if len(family.gives) < 2:
        return
    fine = [name for place, name in enumerate(family.gives) if _right_at(trial, place)]
    off = [name for name in family.gives if name not in fine]
    if fine and off:
        yield _say(
            "outputs",
            f"Right: {', '.join(fine)}. Off: {', '.join(off)}. What you compute first is sound; look at what is done "
            "with it.",
            right=fine,
            off=off,
        )


def _only_where(_desk: Desk, family: Family, trial: Trial) -> Iterator[Symptom]:
    """A property that separates the probes that are right from those that are off."""
    fine = [_same(found, wanted) for found, wanted in zip(trial.answers, trial.right, strict=True)]
    if all(fine) or not any(fine):
        return
    for name, says, holds in _properties(family):
        truths = [holds(probe) for probe in family.probes]
        if all(good != bad for good, bad in zip(fine, truths, strict=True)):
            yield _say(f"only_{name}", f"The numbers are right except {says}.")
            return


def _properties(family: Family) -> Iterator[tuple[str, str, Callable[[Probe], bool]]]:
    """What a probe may have that others have not."""
    names = family.run.__code__.co_varnames
    if "t" in names:
        clock = names.index("t")
        for late in (2, 3, 4, 5, 6, 10, 30):
            yield f"from_step_{late}", f"from step {late} on", lambda probe, late=late: probe[clock] >= late  # type: ignore[misc]
        yield "first_step", "at the first step", lambda probe: bool(probe[clock] == 1)
    first = [name for name in ("grad", "moment", "theta", "losses", "train") if name in names]
    place = names.index(first[0]) if first else 0
    yield "axes", "for arrays of two axes", lambda probe: np.ndim(probe[place]) >= 2
    yield "scalars", "for plain numbers", lambda probe: np.ndim(probe[place]) == 0
    yield "arrays", "for arrays", lambda probe: np.ndim(probe[place]) >= 1
    yield (
        "negative",
        f"where {names[place]} is negative somewhere",
        lambda probe: bool(np.any(np.less(probe[place], 0))),
    )
    yield (
        "positive",
        f"where {names[place]} is positive somewhere",
        lambda probe: bool(np.any(np.greater(probe[place], 0))),
    )


def _direction(_desk: Desk, family: Family, trial: Trial) -> Iterator[Symptom]:
    """Signs, coordinates."""
    for place, name, found, wanted in _steps(family, trial):
        if any(one is None or one.shape != other.shape for one, other in zip(found, wanted, strict=True)):
            continue
        signs = [np.sign(one) == -np.sign(other) for one, other in zip(found, wanted, strict=True)]  # type: ignore[arg-type]
        if all(sign.all() for sign in signs):
            yield _say("sign", f"{name} points the other way on every probe.", output=name)
        entries = [_off(one, other) for one, other in zip(found, wanted, strict=True)]
        vectors = [off for off in entries if off.ndim == 1 and off.size > 1]
        alike = len(vectors) > 1 and all(np.array_equal(off, vectors[0]) for off in vectors)
        if alike and not vectors[0].all() and vectors[0].any():
            which = [int(index) for index in np.flatnonzero(vectors[0])]
            yield _say("coordinates", f"Only the entries {which} of {name} are off (counting from 0).", output=name)
        del place


def _factor(_desk: Desk, family: Family, trial: Trial) -> Iterator[Symptom]:
    """A length that is off by a recognisable factor of the arguments."""
    names = family.run.__code__.co_varnames
    for _, name, found, wanted in _steps(family, trial):
        ratios = [_ratio(one, other) for one, other in zip(found, wanted, strict=True)]
        if any(ratio is None for ratio in ratios) or all(ratio == 1.0 for ratio in ratios):
            continue
        for words, factor in _factors():
            try:
                wants = [factor(dict(zip(names, probe, strict=False))) for probe in family.probes]
            except (KeyError, TypeError, ZeroDivisionError):
                continue
            if np.allclose([float(ratio) for ratio in ratios if ratio is not None], wants, rtol=1e-4):
                yield _say(
                    "factor", f"{name} has the right direction, and {words} times the right length.", factor=words
                )
                return


def _factors() -> Iterator[tuple[str, Callable[[dict[str, float]], float]]]:
    """Factors that wrong formulas leave behind."""
    for value in (2.0, 0.5, 3.0, 1 / 3, 4.0, 0.25, 10.0, 0.1, 100.0, 0.01, -1.0, 1000.0, 0.001):
        yield f"{value:g}", lambda _given, value=value: value  # type: ignore[misc]
    for name in ("lr", "beta", "beta1", "beta2", "weight_decay", "eps", "t"):
        yield name, lambda given, name=name: given[name]  # type: ignore[misc]
        yield f"1/{name}", lambda given, name=name: 1 / given[name]  # type: ignore[misc]
        yield f"√{name}", lambda given, name=name: np.sqrt(given[name])  # type: ignore[misc]
        yield f"1/√{name}", lambda given, name=name: 1 / np.sqrt(given[name])  # type: ignore[misc]
        yield f"(1 − {name})", lambda given, name=name: 1 - given[name]  # type: ignore[misc]
        yield f"1/(1 − {name})", lambda given, name=name: 1 / (1 - given[name])  # type: ignore[misc]
        yield f"(1 + {name})", lambda given, name=name: 1 + given[name]  # type: ignore[misc]
    for name in ("beta", "beta1", "beta2"):
        yield f"{name}^t", lambda given, name=name: given[name] ** given["t"]  # type: ignore[misc]
        yield f"(1 − {name}^t)", lambda given, name=name: 1 - given[name] ** given["t"]  # type: ignore[misc]
        yield f"1/(1 − {name}^t)", lambda given, name=name: 1 / (1 - given[name] ** given["t"])  # type: ignore[misc]
    yield "n", lambda given: float(np.size(given.get("theta", given.get("theta0", 1.0))))
    yield "1/n", lambda given: 1.0 / np.size(given.get("theta", given.get("theta0", 1.0)))


def _rounded(_desk: Desk, family: Family, trial: Trial) -> Iterator[Symptom]:
    """Right up to a rounding."""
    for digits in (0, 1, 2, 3, 4):
        off = [
            (found, wanted)
            for pair in zip(trial.answers, trial.right, strict=True)
            for found, wanted in zip(*pair, strict=True)
        ]
        if all(_is_rounded(found, wanted, digits) for found, wanted in off):
            places = "whole numbers" if digits == 0 else f"{digits} decimal{'s' * (digits > 1)}"
            yield _say("rounded", f"The numbers are right up to a rounding to {places}; a run adds such errors up.")
            return


def _ignored(desk: Desk, family: Family, trial: Trial) -> Iterator[Symptom]:
    """An argument without influence."""
    names = family.run.__code__.co_varnames
    probe = family.probes[0]
    for place, value in enumerate(probe):
        if not isinstance(value, float | np.floating) or names[place] in ("eps",):
            continue
        moved = [*probe]
        moved[place] = type(value)(value * 0.9 + 0.01)
        answer = told(family, desk.quietly(family.function, *moved))
        if _same(answer, trial.answers[0]) and not all(one is None for one in answer):
            yield _say("ignored", f"{names[place]} has no influence on the answer.", argument=names[place])


def _steps(
    family: Family, trial: Trial
) -> Iterator[tuple[int, str, list[NDArray[np.float64] | None], list[NDArray[np.float64]]]]:
    """Each numeric output, as the move it makes where it is an argument moved."""
    names = family.run.__code__.co_varnames
    for place, name in enumerate(family.gives):
        if _right_at(trial, place) or any(not isinstance(one[place], np.ndarray) for one in trial.right):
            continue
        source = family.moves.get(name)
        starts = [np.asarray(probe[names.index(source)], float) if source else 0.0 for probe in family.probes]
        found = [_minus(one[place], start) for one, start in zip(trial.answers, starts, strict=True)]
        wanted = [_minus(one[place], start) for one, start in zip(trial.right, starts, strict=True)]
        yield place, f"the move of {source}" if source else name, found, [one for one in wanted if one is not None]


def _minus(value: Answer, start: object) -> NDArray[np.float64] | None:
    if not isinstance(value, np.ndarray) or (np.ndim(start) and value.shape != np.shape(start)):
        return None
    return np.asarray(value - start)  # type: ignore[operator]


def _ratio(found: NDArray[np.float64] | None, wanted: NDArray[np.float64]) -> float | None:
    """The one factor between two arrays; 1 where both are nothing; None where there is no one factor."""
    if found is None or found.shape != wanted.shape:
        return None
    if not wanted.any():
        return 1.0 if not found.any() else None
    ratio = float((found * wanted).sum() / (wanted * wanted).sum())
    return ratio if np.allclose(found, ratio * wanted, rtol=1e-4, atol=1e-9) else None


def _off(found: NDArray[np.float64] | None, wanted: NDArray[np.float64]) -> NDArray[np.bool_]:
    assert found is not None
    return np.asarray(~np.isclose(found, wanted, rtol=3e-5, atol=2e-6 * float(np.abs(wanted).max(initial=0.0))))


def _is_rounded(found: Answer, wanted: Answer, digits: int) -> bool:
    if not isinstance(found, np.ndarray) or not isinstance(wanted, np.ndarray) or found.shape != wanted.shape:
        return False
    return bool(np.allclose(found, np.round(wanted, digits), rtol=0, atol=1e-9))


def _right_at(trial: Trial, place: int) -> bool:
    return all(
        close(found[place], wanted[place], LOOSE) for found, wanted in zip(trial.answers, trial.right, strict=True)
    )


def _all_right(trial: Trial) -> bool:
    return all(_same(found, wanted) for found, wanted in zip(trial.answers, trial.right, strict=True))


def _same(found: Answers, wanted: Answers) -> bool:
    return all(
        (one is None and other is None) or close(one, other, LOOSE) for one, other in zip(found, wanted, strict=True)
    )


def _plain(answers: Answers) -> Plain:
    return [one if isinstance(one, str) or one is None else one.tolist() for one in answers]
