"""Where the numbers are right and where not: outputs, probes, positions in an array, sizes and signs of its entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.diagnosis.answers import is_close
from grader.diagnosis.symptoms.besides import counts_steps
from grader.diagnosis.symptoms.case import Case, Floats, Symptom, make_symptom, mark_wrong_entries
from grader.misconceptions.toolkit import Probe
from grader.text import join_words

ENOUGH = 2
"""Probes on each side of a line before it is drawn."""
ENOUGH_ENTRIES = 3
"""Entries on each side of a line before it is drawn."""


@dataclass(frozen=True)
class Condition:
    """A property that some probes have and others have not."""

    name: str
    says: str
    truths: tuple[bool, ...]
    """For each probe, whether it has the property."""
    exact: bool = False
    """So special that one probe that has it is enough."""

    def separates(self, wrong: Sequence[bool]) -> bool:
        """Tell whether just the probes with the property are wrong, and there are enough of both kinds."""
        least = 1 if self.exact else ENOUGH
        return self.truths == tuple(wrong) and sum(wrong) >= least and sum(not is_wrong for is_wrong in wrong) >= ENOUGH


def find_right_outputs(case: Case) -> Iterator[Symptom]:
    """Find which outputs are right, where some are right and some are off."""
    fine = [name for index, name in enumerate(case.family.gives) if case.is_output_right(index)]
    wrong = [name for name in case.family.gives if name not in fine]
    indices = [case.family.gives.index(name) for name in fine]
    sharp = all(is_close(*pair, case.sharp) for index in indices for pair in case.pair_output(index))
    if not (fine and wrong and sharp):
        return
    more = ""
    if len(wrong) == 1 and wrong[0] in case.family.moves:
        more = f" Look at the lines that make {wrong[0]}."
    elif len(wrong) > 1 and wrong[0] in case.family.moves:
        more = f" Begin with {wrong[1]}: {wrong[0]} is built on it."
    says = f"{_join_with_verb(fine)} right on all {case.count} inputs tried. {_join_with_verb(wrong)} off.{more}"
    yield make_symptom("outputs", says, on=case.count, right=fine, off=wrong)


def _join_with_verb(names: list[str]) -> str:
    """Return `a is`, or `a, b and c are`."""
    return f"{join_words(names)} {'are' if len(names) > 1 else 'is'}"


def find_condition(case: Case) -> Iterator[Symptom]:
    """Find a property that separates the probes that are right from those that are off."""
    wrong = [not fine for fine in case.fine]
    for condition in iterate_conditions(case) if case.is_sharp else ():
        if condition.separates(wrong):
            says = f"The numbers are right except {condition.says} ({sum(wrong)} of {case.count} inputs tried)."
            yield make_symptom(f"only_{condition.name}", says, on=case.count)
            return


def iterate_conditions(case: Case) -> Iterator[Condition]:
    """Yield the properties that whole probes may have."""

    def make_condition(name: str, says: str, holds: Callable[[Probe], bool], *, exact: bool = False) -> Condition:
        return Condition(name, says, tuple(bool(holds(probe)) for probe in case.family.probes), exact)

    names = case.names
    if counts_steps(case.family):
        clock = names.index("t")
        yield make_condition("first_step", "at the first step", lambda probe: probe[clock] == 1, exact=True)
        steps = {probe[clock] for probe in case.family.probes}
        # Both sides of the line have to be known.
        for late in sorted(step for step in steps if step - 1 in steps and step > 1):
            yield make_condition(f"from_step_{late}", f"from step {late} on", _make_step_test(clock, late))
    if "n_steps" in names:
        count = names.index("n_steps")
        yield make_condition("no_steps", "for a run of no steps", lambda probe: probe[count] == 0, exact=True)
    arrays = [
        index
        for index in range(len(names))
        if any(np.ndim(_convert_to_floats(probe[index])) for probe in case.family.probes)
    ]
    if not arrays:
        return
    first = arrays[0]
    for axes, words in ((0, "for plain numbers"), (1, "for arrays of one axis"), (2, "for arrays of two axes")):
        yield make_condition(f"axes_{axes}", words, _make_axes_test(first, axes))
    yield make_condition("arrays", "for arrays", lambda probe: np.ndim(_convert_to_floats(probe[first])) > 0)


def _make_step_test(clock: int, late: int) -> Callable[[Probe], bool]:
    return lambda probe: bool(probe[clock] >= late)


def _make_axes_test(index: int, axes: int) -> Callable[[Probe], bool]:
    return lambda probe: np.ndim(_convert_to_floats(probe[index])) == axes


def find_wrong_positions(case: Case) -> Iterator[Symptom]:
    """Find positions in arrays that alone are ever off, such as the first entry."""
    patterns: tuple[tuple[str, Callable[[NDArray[np.int_], int], NDArray[np.bool_]]], ...] = (
        ("the first entry", lambda index, _size: index == 0),
        ("the last entry", lambda index, size: index == size - 1),
        ("entries after the first", lambda index, _size: index > 0),
        ("entries before the last", lambda index, size: index < size - 1),
    )
    for name, pairs in _iterate_comparable_outputs(case) if case.is_sharp else ():
        arrays = [(mark_wrong_entries(answer, right), right.size) for answer, right in pairs if answer.ndim == 1]
        telling = [wrong for wrong, size in arrays if size > 1 and wrong.any()]
        # Of one array with many entries, a few may be off for reasons of their own.
        if len(telling) < ENOUGH or sum(map(len, telling)) < 4 * ENOUGH:
            continue
        for words, pattern in patterns:
            if words == "entries after the first" and _begins_with_argument(case, [right for _, right in pairs]):
                # What was given is right in every program.
                continue
            if all(not wrong[~pattern(np.arange(size), size)].any() for wrong, size in arrays):
                says = f"In arrays, only {words} of {name} {'is' if words.endswith('entry') else 'are'} ever off."
                yield make_symptom("coordinates", f"{says} ({len(arrays)} arrays tried.)", on=len(arrays), output=name)
                return


def _begins_with_argument(case: Case, right: list[Floats]) -> bool:
    """Tell whether the first entry of every right answer is an argument as it was given, always the same one."""
    calls = list(zip(case.family.probes, right, strict=True))
    return any(
        all(not answer.ndim or np.array_equal(answer[0], _convert_to_floats(probe[index])) for probe, answer in calls)
        for index in range(len(case.names))
    )


def find_wrong_entries(case: Case) -> Iterator[Symptom]:
    """Find a sign or a size, of an argument's entry or of the right answer's, at which just the wrong entries stand."""
    for name, pairs in _iterate_comparable_outputs(case) if case.is_sharp else ():
        wrong = np.concatenate([mark_wrong_entries(answer, right).ravel() for answer, right in pairs])
        if wrong.sum() < ENOUGH_ENTRIES or (~wrong).sum() < ENOUGH_ENTRIES:
            continue
        for what, values in _iterate_values_beside(case, name, [right for _, right in pairs]):
            line = _describe_line(what, values, wrong)
            if line:
                says = f"The entries of {name} are off just where {line}, of {len(wrong)} that were tried."
                yield make_symptom("entries", says, on=len(wrong), output=name, argument=what)
                return


def _describe_line(what: str, values: Floats, wrong: NDArray[np.bool_]) -> str | None:
    """Describe what sets the values of the wrong entries apart, both of shape (entries,); None where nothing does."""
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


def _iterate_comparable_outputs(case: Case) -> Iterator[tuple[str, list[tuple[Floats, Floats]]]]:
    """Yield the outputs that are off but always of the right shape: the name, and the answer and the right one."""
    for index, name in enumerate(case.family.gives):
        pairs = [
            (answer, right)
            for answer, right in case.pair_output(index)
            if isinstance(answer, np.ndarray) and isinstance(right, np.ndarray) and answer.shape == right.shape
        ]
        if len(pairs) == len(case.family.probes) and not case.is_output_right(index):
            yield name, pairs


def _iterate_values_beside(case: Case, name: str, right: list[Floats]) -> Iterator[tuple[str, Floats]]:
    """Yield the arguments that have an entry for each entry of the right answer, then that answer: shape (entries,)."""
    for index, argument in enumerate(case.names):
        values = [_convert_to_floats(probe[index]) for probe in case.family.probes]
        if all(np.shape(value) == answer.shape for value, answer in zip(values, right, strict=True)):
            yield argument, np.concatenate([np.ravel(value) for value in values])
    yield f"the right {name}", np.concatenate([answer.ravel() for answer in right])


def _convert_to_floats(value: object) -> Floats:
    """Return an argument as an array of floats; for a function or a label, a zero that means nothing."""
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        return np.asarray(0.0)
