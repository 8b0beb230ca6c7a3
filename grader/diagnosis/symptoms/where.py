"""Where the numbers are right and where not: outputs, probes, places of an array, sizes and signs of its entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.answers import is_close
from grader.diagnosis.symptoms.case import Case, Floats, Symptom, make_symptom, mark_wrong_entries
from grader.misconceptions.toolkit import Probe

ENOUGH = 2
"""Probes on each side of a line before it is drawn."""
ENTRIES = 3
"""The same for single entries."""


@dataclass(frozen=True)
class Condition:
    """What a probe may have that others have not."""

    name: str
    says: str
    truths: tuple[bool, ...]
    """For each probe, whether it has it."""
    exact: bool = False
    """So special that one probe that has it is enough."""

    def separates(self, wrong: Sequence[bool]) -> bool:
        """Whether just these probes are wrong, and there are enough of both kinds."""
        least = 1 if self.exact else ENOUGH
        return self.truths == tuple(wrong) and sum(wrong) >= least and sum(not one for one in wrong) >= ENOUGH


def find_right_outputs(case: Case) -> Iterator[Symptom]:
    """Which outputs are right."""
    fine = [name for place, name in enumerate(case.family.gives) if case.is_output_right(place)]
    wrong = [name for name in case.family.gives if name not in fine]
    sharp = all(
        is_close(*pair, case.sharp) for name in fine for pair in case.pair_output(case.family.gives.index(name))
    )
    if not (fine and wrong and sharp):
        return
    more = ""
    if len(wrong) == 1 and wrong[0] in case.family.moves:
        more = f" Look at the lines that make {wrong[0]}."
    elif len(wrong) > 1 and wrong[0] in case.family.moves:
        more = f" Begin with {wrong[1]}: {wrong[0]} is built on it."
    says = f"{_are(fine)} right on all {case.count} inputs tried. {_are(wrong)} off.{more}"
    yield make_symptom("outputs", says, on=case.count, right=fine, off=wrong)


def _are(names: list[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last} are" if most else f"{last} is"


def find_condition(case: Case) -> Iterator[Symptom]:
    """A property that separates the probes that are right from those that are off."""
    wrong = [not fine for fine in case.fine]
    for condition in iterate_conditions(case) if case.is_sharp else ():
        if condition.separates(wrong):
            says = f"The numbers are right except {condition.says} ({sum(wrong)} of {case.count} inputs tried)."
            yield make_symptom(f"only_{condition.name}", says, on=case.count)
            return


def iterate_conditions(case: Case) -> Iterator[Condition]:
    """Properties of whole probes."""

    def condition(name: str, says: str, holds: Callable[[Probe], bool], *, exact: bool = False) -> Condition:
        return Condition(name, says, tuple(bool(holds(probe)) for probe in case.family.probes), exact)

    names = case.names
    if "t" in names:
        clock = names.index("t")
        yield condition("first_step", "at the first step", lambda probe: probe[clock] == 1, exact=True)
        steps = {probe[clock] for probe in case.family.probes}
        # Both sides of the line have to be known.
        for late in sorted(step for step in steps if step - 1 in steps and step > 1):
            yield condition(f"from_step_{late}", f"from step {late} on", _later(clock, late))
    if "n_steps" in names:
        count = names.index("n_steps")
        yield condition("no_steps", "for a run of no steps", lambda probe: probe[count] == 0, exact=True)
    arrays = [
        place for place in range(len(names)) if any(np.ndim(_shaped(probe[place])) for probe in case.family.probes)
    ]
    if not arrays:
        return
    place = arrays[0]
    for axes, words in ((0, "for plain numbers"), (1, "for arrays of one axis"), (2, "for arrays of two axes")):
        yield condition(f"axes_{axes}", words, _has_axes(place, axes))
    yield condition("arrays", "for arrays", lambda probe: np.ndim(_shaped(probe[place])) > 0)


def _later(clock: int, late: int) -> Callable[[Probe], bool]:
    return lambda probe: bool(probe[clock] >= late)


def _has_axes(place: int, axes: int) -> Callable[[Probe], bool]:
    return lambda probe: np.ndim(_shaped(probe[place])) == axes


def find_wrong_positions(case: Case) -> Iterator[Symptom]:
    """The same places of every array."""
    patterns: tuple[tuple[str, Callable[[NDArray[np.int_], int], NDArray[np.bool_]]], ...] = (
        ("the first entry", lambda index, _size: index == 0),
        ("the last entry", lambda index, size: index == size - 1),
        ("entries after the first", lambda index, _size: index > 0),
        ("entries before the last", lambda index, size: index < size - 1),
    )
    for name, pairs in _entrywise(case) if case.is_sharp else ():
        arrays = [(mark_wrong_entries(one, other), other.size) for one, other in pairs if one.ndim == 1]
        telling = [wrong for wrong, size in arrays if size > 1 and wrong.any()]
        # Of one array with many entries, a few may be off for reasons of their own.
        if len(telling) < ENOUGH or sum(map(len, telling)) < 4 * ENOUGH:
            continue
        for words, pattern in patterns:
            if all(not wrong[~pattern(np.arange(size), size)].any() for wrong, size in arrays):
                says = f"In arrays, only {words} of {name} {'is' if words.endswith('entry') else 'are'} ever off."
                yield make_symptom("coordinates", f"{says} ({len(arrays)} arrays tried.)", on=len(arrays), output=name)
                return


def find_wrong_entries(case: Case) -> Iterator[Symptom]:
    """The sign or the size of an argument's entry, or of the answer's."""
    for name, pairs in _entrywise(case) if case.is_sharp else ():
        wrong = np.concatenate([mark_wrong_entries(one, other).ravel() for one, other in pairs])
        if wrong.sum() < ENTRIES or (~wrong).sum() < ENTRIES:
            continue
        for what, values in _beside(case, name, [other for _, other in pairs]):
            says = _line(what, values, wrong)
            if says:
                told = f"The entries of {name} are off just where {says}, of {len(wrong)} that were tried."
                yield make_symptom("entries", told, on=len(wrong), output=name, argument=what)
                return


def _line(what: str, values: Floats, wrong: NDArray[np.bool_]) -> str | None:
    """What sets the values of the wrong entries apart."""
    if np.array_equal(wrong, values < 0):
        return f"{what} is negative"
    if np.array_equal(wrong, values > 0):
        return f"{what} is positive"
    sizes = np.abs(values)
    if np.array_equal(wrong, sizes > 0):
        return f"{what} is not zero"
    if not sizes[~wrong].any():
        return None
    if sizes[wrong].min() > sizes[~wrong].max() * 1.02:
        return f"{what} is large (beyond some size between {sizes[~wrong].max():.4g} and {sizes[wrong].min():.4g})"
    there = ~wrong & (sizes > 0)
    if there.any() and sizes[wrong].min() > 0 and sizes[wrong].max() * 1.02 < sizes[there].min():
        zero = " and not zero" if (~wrong & (sizes == 0)).any() else ""
        between = f"{sizes[wrong].max():.4g} and {sizes[there].min():.4g}"
        return f"{what} is small{zero} (below some size between {between})"
    return None


def _entrywise(case: Case) -> Iterator[tuple[str, list[tuple[Floats, Floats]]]]:
    """Outputs whose every answer has the right shape."""
    for place, name in enumerate(case.family.gives):
        pairs = [
            (one, other)
            for one, other in case.pair_output(place)
            if isinstance(one, np.ndarray) and isinstance(other, np.ndarray) and one.shape == other.shape
        ]
        if len(pairs) == len(case.family.probes) and not case.is_output_right(place):
            yield name, pairs


def _beside(case: Case, name: str, wanted: list[Floats]) -> Iterator[tuple[str, Floats]]:
    """Arguments entry by entry, and the right answer itself."""
    for place, argument in enumerate(case.names):
        values = [_shaped(probe[place]) for probe in case.family.probes]
        if all(np.shape(one) == other.shape for one, other in zip(values, wanted, strict=True)):
            yield argument, np.concatenate([np.ravel(one) for one in values])
    yield f"the right {name}", np.concatenate([one.ravel() for one in wanted])


def _shaped(value: object) -> Floats:
    """An argument as numbers; a function or a label is a number without meaning."""
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        return np.asarray(0.0)
