"""Inputs beside a family's probes: each changes one thing alone, or draws every entry for itself.

The probes of a family change much at once, so that few of them tell many ideas apart. What a symptom says of one
argument, one shape or one step is asked of these besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.misconceptions.toolkit import Family, Probe

SIGNED = frozenset({"theta", "theta0", "grad", "moment", "m"})
"""Arguments that may change their sign; the others stay positive, and below what they were."""
STATE = frozenset({"theta", "grad", "moment", "m", "v"})
"""Arguments that have an entry for each entry of the answer."""
FIXED = frozenset({"eps"})
"""Arguments without influence where a program is right."""
BASES = 2
"""Probes of which one argument after the other is changed."""
CROSSED = 4
"""States whose entries are drawn one by one."""
ROLLED = (7, 20, 33)
"""By how many positions the last crossed state is rolled, so that other entries stand first and last."""
ENTRIES = 48
"""Entries of a crossed state."""
STEPS = (*range(1, 13), 20, 29, 30, 31, 49, 50, 51)
SCALES = (0.002, 0.05, 20.0, 400.0)
ROOTS = (2.0, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0, 19.0, 23.0, 29.0)


@lru_cache(maxsize=64)
def make_wider_inputs(family: Family) -> tuple[Probe, ...]:
    """Make the inputs on which what the probes show is confirmed; none for functions that read curves."""
    names, arrays = family.parameters, [probe for probe in family.probes if _has_arrays(probe)]
    if not arrays:
        return ()
    inputs = [*_change_arguments(family, arrays[:BASES])]
    if counts_steps(family):
        inputs += _change_step(names, arrays[0])
    if "theta0" in names:
        inputs += _scale_start(names, arrays)
    if STATE & set(names):
        inputs += _reshape_states(names, arrays, plain=len(arrays) < len(family.probes))
        crossed = [_make_crossed(names, arrays[number % len(arrays)], number) for number in range(CROSSED)]
        inputs += [*crossed, *(_roll(crossed[-1], _find_state(names, crossed[-1]), shift) for shift in ROLLED)]
    return tuple(inputs)


def iterate_asked_inputs(family: Family) -> Iterator[Probe]:
    """Yield every input beside the probes whose right answer a symptom may need: a table has these too."""
    yield from make_wider_inputs(family)
    for probe in family.probes:
        yield Probe(*mirror_probe(family.parameters, probe))
        yield Probe(*map(round_to_whole, probe))
        for index, name in enumerate(family.parameters):
            if can_change(family, index):
                yield from (_replace(probe, index, value) for value in make_other_values(name, probe[index]))


def counts_steps(family: Family) -> bool:
    """Tell whether the argument t counts steps; elsewhere it is a share or a time."""
    return "t" in family.parameters and all(
        isinstance(probe[family.parameters.index("t")], int) for probe in family.probes
    )


def can_change(family: Family, index: int) -> bool:
    """Tell whether an argument is a number or an array that can be changed."""
    name, value = family.parameters[index], family.probes[0][index]
    return name not in FIXED and isinstance(value, float | np.floating | np.ndarray | int) and not callable(value)


def make_other_values(name: str, value: Any) -> list[Any]:
    """Make other values that an argument may have."""
    if isinstance(value, int) and not isinstance(value, np.generic):
        return [value + 1, value + 4, *([1] if name == "patience" and value > 1 else [])]
    if name == "factor":
        return [1.31 * value, 4.7 * value]
    others = [-1.7 * value, 0.37 * value] if name in SIGNED else [0.37 * value, 0.81 * value]
    return [
        type(value)(other) if np.ndim(value) == 0 and not isinstance(value, np.ndarray) else other for other in others
    ]


def mirror_probe(names: Sequence[str], probe: Probe) -> list[Any]:
    """Return a probe's arguments, those that may have either sign with the opposite one and another size."""
    return [-1.7 * value if name in SIGNED else value for name, value in zip(names, probe, strict=True)]


def round_to_whole(value: Any) -> Any:
    """Round an array of floats to whole numbers, ten times as large; return anything else, or nan and inf, as it is."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.ndim and np.isfinite(value).all():
        return np.rint(10 * value).astype(int)
    return value


def _has_arrays(probe: Probe) -> bool:
    return any(isinstance(value, np.ndarray) and value.ndim == 1 and value.size > 1 for value in probe)


def _replace(probe: Probe, index: int, value: Any) -> Probe:
    return Probe(*probe[:index], value, *probe[index + 1 :])


def _change_arguments(family: Family, bases: Sequence[Probe]) -> Iterator[Probe]:
    for probe in bases:
        for index, name in enumerate(family.parameters):
            if can_change(family, index):
                yield from (_replace(probe, index, value) for value in make_other_values(name, probe[index]))


def _change_step(names: Sequence[str], probe: Probe) -> list[Probe]:
    clock = names.index("t")
    return [_replace(probe, clock, step) for step in STEPS]


def _scale_start(names: Sequence[str], probes: Sequence[Probe]) -> list[Probe]:
    start = names.index("theta0")
    return [_replace(probe, start, scale * probe[start]) for probe in probes for scale in SCALES]


def _reshape_states(names: Sequence[str], probes: Sequence[Probe], *, plain: bool) -> list[Probe]:
    """Return the first states as single numbers (where a function takes these), and as arrays of other axes."""
    inputs = []
    for probe in probes[:BASES]:
        is_state = _find_state(names, probe)
        if any(_is_array(value) and not state for value, state in zip(probe, is_state, strict=True)):
            # A matrix cannot follow its vector.
            continue
        inputs += [
            Probe(*(reshape(value) if state else value for value, state in zip(probe, is_state, strict=True)))
            for reshape in (
                [_take_first, _take_first_as_array, _make_column] if plain else [_take_first_as_array, _make_column]
            )
        ]
    return inputs


def _is_array(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.ndim > 0


def _find_state(names: Sequence[str], probe: Probe) -> list[bool]:
    """Mark the arguments of the state, and those that have its shape: a direction or a mask is reshaped with theta."""
    shapes = {np.shape(value) for name, value in zip(names, probe, strict=True) if name in STATE}
    return [
        name in STATE or (_is_array(value) and value.shape in shapes) for name, value in zip(names, probe, strict=True)
    ]


def _take_first(value: NDArray[Any]) -> Any:
    return value.flat[0]


def _take_first_as_array(value: NDArray[Any]) -> Any:
    return value[:1].copy()


def _make_column(value: NDArray[Any]) -> Any:
    return value.reshape(-1, 1)


def _make_crossed(names: Sequence[str], base: Probe, number: int) -> Probe:
    """Make a state in which neither the sign nor the size of an entry tells anything of another entry.

    The first one holds zeros as well: at the first step, where a program has them. The last one holds whole numbers
    and large ones.
    """
    values: list[Any] = []
    is_state = _find_state(names, base)
    for index, (name, value) in enumerate(zip(names, base, strict=True)):
        if name == "t" and number == 0 and isinstance(value, int):
            values.append(1)
        elif name in STATE and isinstance(value, np.ndarray):
            values.append(_make_entries(name, index, number, divides="eps" in names, pairs="m" in names))
        elif is_state[index]:
            # What else it may hold is not known by its name: the entries that it has, again and again.
            values.append(np.resize(value, ENTRIES))
        else:
            values.append(value)
    return Probe(*values)


def _roll(probe: Probe, is_state: Sequence[bool], shift: int) -> Probe:
    """Return a state whose entries stand `shift` positions further on."""
    pairs = zip(probe, is_state, strict=True)
    return Probe(
        *(np.roll(value, shift) if state and isinstance(value, np.ndarray) else value for value, state in pairs)
    )


def _make_entries(name: str, index: int, number: int, *, divides: bool, pairs: bool) -> NDArray[np.float64]:
    size, sign, zero = (_spread_evenly(ROOTS[(index + shift) % len(ROOTS)], 7 * number + shift) for shift in (0, 3, 6))
    values = 0.3 * (60.0 if number == CROSSED - 1 else 20.0) ** size
    # Beside m, v is an average of squares.
    values = values**2 if name == "v" and pairs else np.where(sign < 0.5, -values, values)
    if number == CROSSED - 1:
        here = (np.arange(ENTRIES) + index) % 3 == 0
        values = np.where(here, np.copysign(np.maximum(1.0, np.rint(np.abs(values))), values), values)
    may_vanish = number == 0 and not (divides and name == "grad")
    return np.where(zero < 0.25, 0.0, values) if may_vanish else np.asarray(values)


def _spread_evenly(root: float, shift: int) -> NDArray[np.float64]:
    """Return ENTRIES numbers that fill (0, 1) evenly: multiples of an irrational number, the same on every machine."""
    return np.asarray(((np.arange(ENTRIES) + 1 + shift) * float(np.sqrt(root))) % 1.0)
