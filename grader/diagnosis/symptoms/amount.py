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
    """Find outputs whose every entry, on every input, has the opposite sign of the right one."""
    for move in case.iterate_moves():
        if not move.comparable:
            continue
        pairs = [(mine, right) for mine, right in zip(move.answers, move.right, strict=True) if mine is not None]
        if all(np.array_equal(np.sign(mine), -np.sign(right)) for mine, right in pairs) and any(
            right.any() for _, right in pairs
        ):
            length = all(is_close(-mine, right, case.sharp) for mine, right in pairs)
            single = _are_single(move.right)
            more = f"; its {'size' if single else 'length'} is right" if length else ""
            turned = "has the other sign" if single else "points the other way"
            says = f"{move.name} {turned} on all {len(pairs)} inputs tried{more}."
            yield make_symptom("sign", says, on=len(pairs), output=move.name)


def find_wrong_factor(case: Case) -> Iterator[Symptom]:
    """Find a length that is off by a factor made of the arguments, or by a plain number."""
    for move in case.iterate_moves():
        pairs = list(zip(move.answers, move.right, move.probes, strict=True))
        if any(mine is None or (mine.any() and not right.any()) for mine, right, _ in pairs):
            continue
        near = 1e-7 if case.sharp != LOOSE else 1e-4
        telling = [
            (_find_ratio(mine, right, near), case.name_arguments(probe)) for mine, right, probe in pairs if right.any()
        ]
        if len(telling) < 3 or any(ratio is None for ratio, _ in telling):
            continue
        ratios = [float(ratio) for ratio, _ in telling if ratio is not None]
        factors = [_list_factors(arguments) for _, arguments in telling]
        for words in factors[0]:
            values = [by_words.get(words, np.nan) for by_words in factors]
            if np.allclose(ratios, values, rtol=near) and not np.allclose(values, 1.0):
                says = (
                    f"{move.name} is {words} times the right number, on every input tried."
                    if _are_single(move.right)
                    else f"{move.name} has the right direction, and {words} times the right length."
                )
                yield make_symptom("factor", says, on=len(telling))
                return


def find_rounding(case: Case) -> Iterator[Symptom]:
    """Find numbers that are right up to a rounding."""
    pairs = [pair for index in range(len(case.family.gives)) for pair in case.pair_output(index)]
    if all(_is_truncated(answer, right) for answer, right in pairs):
        says = "The numbers are cut down to whole ones: what stands behind the point is lost."
        yield make_symptom("rounded", says, on=case.count, digits=0)
        return
    for digits in range(5):
        if all(_is_rounded(answer, right, digits) for answer, right in pairs):
            places = "whole numbers" if digits == 0 else f"{digits} decimal{'s' * (digits > 1)}"
            says = f"The numbers are right up to a rounding to {places}."
            yield make_symptom("rounded", says, on=case.count, digits=digits)
            return


def find_exchanged_entries(case: Case) -> Iterator[Symptom]:
    """Find the right entries in another order, or one number for all entries."""
    for index, name in enumerate(case.family.gives):
        pairs = [pair for pair in case.pair_output(index) if isinstance(pair[1], np.ndarray) and pair[1].ndim == 1]
        arrays = [(a, b) for a, b in pairs if isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and len(b) > 1]
        wrong = [not is_close(a, b, LOOSE) for a, b in arrays]
        if len(arrays) < ENOUGH or not any(wrong) or any(a.shape != b.shape for a, b in arrays):
            continue
        if all(np.allclose(np.sort(a), np.sort(b), rtol=3e-5, atol=1e-9) for a, b in arrays):
            way = "sorted by size" if all((np.diff(a) >= 0).all() for a, _ in arrays) else "in other places"
            says = f"The entries of {name} are right, but they come back {way} in {sum(wrong)} of {len(arrays)} arrays."
            yield make_symptom("permuted", says, on=len(arrays), output=name)
        elif all(wrong) and all(np.ptp(a) == 0 < np.ptp(b) for a, b in arrays):
            says = (
                f"All entries of {name} come out as one number; each should follow from the entries at its own place."
            )
            yield make_symptom("one_for_all", says, on=len(arrays), output=name)


def _are_single(right: Sequence[Floats]) -> bool:
    """Tell whether a function gives single numbers: these have a size and a sign, but no direction."""
    return all(np.ndim(answer) == 0 for answer in right)


def _list_factors(arguments: dict[str, Any]) -> dict[str, float]:
    """List factors that a wrong formula may have left, by how they are written with the arguments' names."""
    factors = {f"{value:.4g}": value for value in PLAIN_FACTORS}
    size = float(np.size(arguments["theta"])) if "theta" in arguments else 0.0
    arguments = {name: value for name, value in arguments.items() if isinstance(value, int | float | np.number)}
    for name in RATES:
        for words, shape in SHAPES_OF_RATE if name in arguments else ():
            with np.errstate(all="ignore"):
                factors[words.format(name)] = shape(np.float64(arguments[name]))
    for name in MEMORIES if "t" in arguments else ():
        if name in arguments:
            faded = arguments[name] ** arguments["t"]
            factors |= {f"{name}^t": faded, f"(1 − {name}^t)": 1 - faded, f"1/(1 − {name}^t)": 1 / (1 - faded)}
    if size:
        factors |= {"n (the number of entries)": size, "1/n (one over the number of entries)": 1 / size}
    if arguments.get("lr"):
        factors |= {
            f"{fixed:g}/lr (as if lr were always {fixed:g})": fixed / arguments["lr"] for fixed in (0.1, 0.01, 0.001)
        }
    return factors


def _find_ratio(answer: Floats | None, right: Floats, near: float) -> float | None:
    """Find the one factor between two arrays of one shape; None where there is none."""
    if answer is None or answer.shape != right.shape:
        return None
    ratio = float((answer * right).sum() / (right * right).sum())
    return ratio if np.allclose(answer, ratio * right, rtol=near, atol=1e-9) else None


def _is_truncated(answer: Answer, right: Answer) -> bool:
    if not isinstance(answer, np.ndarray) or not isinstance(right, np.ndarray) or answer.shape != right.shape:
        return False
    return bool((answer == np.trunc(right)).all())


def _is_rounded(answer: Answer, right: Answer, digits: int) -> bool:
    if not isinstance(answer, np.ndarray) or not isinstance(right, np.ndarray) or answer.shape != right.shape:
        return False
    return bool(np.allclose(answer, np.round(right, digits), rtol=0, atol=1e-9))
