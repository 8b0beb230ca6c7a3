"""By how much the numbers are off: a sign, a factor, a rounding, an exchange of entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from grader.diagnosis.answers import Answer, is_close
from grader.diagnosis.symptoms.case import LOOSE, Case, Floats, Symptom, make_symptom

PLAIN_FACTORS = (2.0, 0.5, 3.0, 1 / 3, 4.0, 0.25, 10.0, 0.1, 100.0, 0.01, 1000.0, 0.001)
ENOUGH = 2
RATES = ("lr", "beta", "beta1", "beta2", "weight_decay", "t")
MEMORIES = ("beta", "beta1", "beta2")

SHAPES_OF_RATE: tuple[tuple[str, Callable[[float], float]], ...] = (
    ("{}", lambda x: x),
    ("1/{}", lambda x: 1 / x),
    ("√{}", lambda x: float(np.sqrt(x))),
    ("1/√{}", lambda x: float(1 / np.sqrt(x))),
    ("(1 − {})", lambda x: 1 - x),
    ("1/(1 − {})", lambda x: 1 / (1 - x)),
    ("(1 + {})", lambda x: 1 + x),
)
"""Factors that wrong formulas leave behind."""


def find_wrong_sign(case: Case) -> Iterator[Symptom]:
    """The other way, everywhere."""
    for move in case.iterate_moves():
        if not move.comparable:
            continue
        pairs = [(one, other) for one, other in zip(move.found, move.wanted, strict=True) if one is not None]
        if all(np.array_equal(np.sign(one), -np.sign(other)) for one, other in pairs) and any(
            other.any() for _, other in pairs
        ):
            length = all(is_close(-one, other, case.sharp) for one, other in pairs)
            single = _are_single(move.wanted)
            more = f"; its {'size' if single else 'length'} is right" if length else ""
            turned = "has the other sign" if single else "points the other way"
            says = f"{move.name} {turned} on all {len(pairs)} inputs tried{more}."
            yield make_symptom("sign", says, on=len(pairs), output=move.name)


def find_wrong_factor(case: Case) -> Iterator[Symptom]:
    """A length that is off by a recognisable factor of the arguments."""
    for move in case.iterate_moves():
        pairs = list(zip(move.found, move.wanted, case.family.probes, strict=True))
        if any(one is None or (one.any() and not other.any()) for one, other, _ in pairs):
            continue
        near = 1e-7 if case.sharp != LOOSE else 1e-4
        telling = [(_ratio(one, other, near), case.name_arguments(probe)) for one, other, probe in pairs if other.any()]
        if len(telling) < 3 or any(ratio is None for ratio, _ in telling):
            continue
        ratios = [float(ratio) for ratio, _ in telling if ratio is not None]
        wants = [_factors(given) for _, given in telling]
        for words in wants[0]:
            values = [want.get(words, np.nan) for want in wants]
            if np.allclose(ratios, values, rtol=near) and not np.allclose(values, 1.0):
                says = (
                    f"{move.name} is {words} times the right number, on every input tried."
                    if _are_single(move.wanted)
                    else f"{move.name} has the right direction, and {words} times the right length."
                )
                yield make_symptom("factor", says, on=len(telling))
                return


def find_rounding(case: Case) -> Iterator[Symptom]:
    """Right up to a rounding."""
    pairs = [pair for place in range(len(case.family.gives)) for pair in case.pair_output(place)]
    if all(_is_cut_down(found, wanted) for found, wanted in pairs):
        says = "The numbers are cut down to whole ones: what stands behind the point is lost."
        yield make_symptom("rounded", says, on=case.count, digits=0)
        return
    for digits in range(5):
        if all(_is_rounded(found, wanted, digits) for found, wanted in pairs):
            places = "whole numbers" if digits == 0 else f"{digits} decimal{'s' * (digits > 1)}"
            says = f"The numbers are right up to a rounding to {places}."
            yield make_symptom("rounded", says, on=case.count, digits=digits)
            return


def find_exchanged_entries(case: Case) -> Iterator[Symptom]:
    """The right entries in other places, or one entry for all."""
    for place, name in enumerate(case.family.gives):
        pairs = [
            (one, other) for one, other in case.pair_output(place) if isinstance(other, np.ndarray) and other.ndim == 1
        ]
        held = [(a, b) for a, b in pairs if isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and len(b) > 1]
        wrong = [not is_close(a, b, LOOSE) for a, b in held]
        if len(held) < ENOUGH or not any(wrong) or any(a.shape != b.shape for a, b in held):
            continue
        if all(np.allclose(np.sort(a), np.sort(b), rtol=3e-5, atol=1e-9) for a, b in held):
            way = "sorted by size" if all((np.diff(a) >= 0).all() for a, _ in held) else "in other places"
            says = f"The entries of {name} are right, but they come back {way} in {sum(wrong)} of {len(held)} arrays."
            yield make_symptom("permuted", says, on=len(held), output=name)
        elif all(wrong) and all(np.ptp(a) == 0 < np.ptp(b) for a, b in held):
            says = (
                f"All entries of {name} come out as one number; each should follow from the entries at its own place."
            )
            yield make_symptom("one_for_all", says, on=len(held), output=name)


def _are_single(wanted: Sequence[Floats]) -> bool:
    """Whether it is a single number that a function gives: it has a size and a sign, but no direction."""
    return all(np.ndim(one) == 0 for one in wanted)


def _factors(given: dict[str, Any]) -> dict[str, float]:
    """Factors that a wrong formula may have left, in the words of the arguments."""
    found = {f"{value:.4g}": value for value in PLAIN_FACTORS}
    for name in RATES:
        for words, shape in SHAPES_OF_RATE if name in given else ():
            with np.errstate(all="ignore"):
                found[words.format(name)] = shape(np.float64(given[name]))
    for name in MEMORIES if "t" in given else ():
        if name in given:
            faded = given[name] ** given["t"]
            found |= {f"{name}^t": faded, f"(1 − {name}^t)": 1 - faded, f"1/(1 − {name}^t)": 1 / (1 - faded)}
    if "theta" in given:
        size = float(np.size(given["theta"]))
        found |= {"n (the number of entries)": size, "1/n (one over the number of entries)": 1 / size}
    if given.get("lr"):
        found |= {f"{fixed:g}/lr (as if lr were always {fixed:g})": fixed / given["lr"] for fixed in (0.1, 0.01, 0.001)}
    return found


def _ratio(found: Floats | None, wanted: Floats, near: float) -> float | None:
    """The one factor between two arrays; None where there is none."""
    if found is None or found.shape != wanted.shape:
        return None
    ratio = float((found * wanted).sum() / (wanted * wanted).sum())
    return ratio if np.allclose(found, ratio * wanted, rtol=near, atol=1e-9) else None


def _is_cut_down(found: Answer, wanted: Answer) -> bool:
    if not isinstance(found, np.ndarray) or not isinstance(wanted, np.ndarray) or found.shape != wanted.shape:
        return False
    return bool((found == np.trunc(wanted)).all())


def _is_rounded(found: Answer, wanted: Answer, digits: int) -> bool:
    if not isinstance(found, np.ndarray) or not isinstance(wanted, np.ndarray) or found.shape != wanted.shape:
        return False
    return bool(np.allclose(found, np.round(wanted, digits), rtol=0, atol=1e-9))
