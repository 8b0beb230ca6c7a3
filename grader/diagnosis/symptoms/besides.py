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
"""Arguments that may turn around; the others stay positive, and below what they were."""
STATE = frozenset({"theta", "grad", "moment", "m", "v"})
"""Arguments that have an entry for each entry of the answer."""
FIXED = frozenset({"eps"})
"""Without influence where a program is right."""
BASES = 2
"""Probes of which one argument after the other is changed."""
CROSSED = 4
ROLLED = (7, 20, 33)
"""By how many places the last crossed state is rolled, so that other entries stand first and last."""
ENTRIES = 48
"""Of a state whose entries are drawn one by one."""
STEPS = (*range(1, 13), 20, 29, 30, 31, 49, 50, 51)
SCALES = (0.002, 0.05, 20.0, 400.0)
ROOTS = (2.0, 3.0, 5.0, 7.0, 11.0, 13.0, 17.0, 19.0, 23.0, 29.0)


@lru_cache(maxsize=64)
def make_wider_inputs(family: Family) -> tuple[Probe, ...]:
    """Give the inputs on which what the probes show is confirmed; none for functions that read curves."""
    names, arrays = family.parameters, [probe for probe in family.probes if _has_arrays(probe)]
    if not arrays:
        return ()
    found = [*_changed_alone(family, arrays[:BASES])]
    if "t" in names:
        found += _at_other_steps(names, arrays[0])
    if "theta0" in names:
        found += _from_nearer_and_further(names, arrays)
    if STATE & set(names):
        found += _in_other_shapes(names, arrays, plain=len(arrays) < len(family.probes))
        crossed = [_crossed(names, arrays[number % len(arrays)], number) for number in range(CROSSED)]
        found += [*crossed, *(_rolled(names, crossed[-1], shift) for shift in ROLLED)]
    return tuple(found)


def iterate_asked_inputs(family: Family) -> Iterator[Probe]:
    """Give every input beside the probes of which a symptom needs the right answers: those of a table, too."""
    yield from make_wider_inputs(family)
    for probe in family.probes:
        yield Probe(*mirror_probe(family.parameters, probe))
        yield Probe(*map(round_to_whole, probe))
        for place, name in enumerate(family.parameters):
            if can_change(family, place):
                yield from (_with(probe, place, value) for value in make_other_values(name, probe[place]))


def can_change(family: Family, place: int) -> bool:
    """Tell whether an argument is a number or an array that can be changed."""
    name, value = family.parameters[place], family.probes[0][place]
    return name not in FIXED and isinstance(value, float | np.floating | np.ndarray | int) and not callable(value)


def make_other_values(name: str, value: Any) -> list[Any]:
    """Give other values that the argument may have."""
    if isinstance(value, int) and not isinstance(value, np.generic):
        return [value + 1, value + 4, *([1] if name == "patience" and value > 1 else [])]
    if name == "factor":
        return [1.31 * value, 4.7 * value]
    values = [-1.7 * value, 0.37 * value] if name in SIGNED else [0.37 * value, 0.81 * value]
    return [type(value)(one) if np.ndim(value) == 0 and not isinstance(value, np.ndarray) else one for one in values]


def mirror_probe(names: Sequence[str], probe: Probe) -> list[Any]:
    """Give a probe with the opposite sign of every argument that may have one."""
    return [-1.7 * value if name in SIGNED else value for name, value in zip(names, probe, strict=True)]


def round_to_whole(value: Any) -> Any:
    """Give an array in whole numbers; anything else as it is, and what is not finite has none."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.ndim and np.isfinite(value).all():
        return np.rint(10 * value).astype(int)
    return value


def _has_arrays(probe: Probe) -> bool:
    return any(isinstance(one, np.ndarray) and one.ndim == 1 and one.size > 1 for one in probe)


def _with(probe: Probe, place: int, value: Any) -> Probe:
    return Probe(*probe[:place], value, *probe[place + 1 :])


def _changed_alone(family: Family, bases: Sequence[Probe]) -> Iterator[Probe]:
    for probe in bases:
        for place, name in enumerate(family.parameters):
            if can_change(family, place):
                yield from (_with(probe, place, value) for value in make_other_values(name, probe[place]))


def _at_other_steps(names: Sequence[str], probe: Probe) -> list[Probe]:
    clock = names.index("t")
    return [_with(probe, clock, step) for step in STEPS]


def _from_nearer_and_further(names: Sequence[str], probes: Sequence[Probe]) -> list[Probe]:
    start = names.index("theta0")
    return [_with(probe, start, scale * probe[start]) for probe in probes for scale in SCALES]


def _in_other_shapes(names: Sequence[str], probes: Sequence[Probe], *, plain: bool) -> list[Probe]:
    """Give the first states as single numbers (where a function takes these), and as arrays of other axes."""
    found = []
    for probe in probes[:BASES]:
        states = [name in STATE for name in names]
        found += [
            Probe(*(reshape(one) if state else one for one, state in zip(probe, states, strict=True)))
            for reshape in ([_first, _first_alone, _standing] if plain else [_first_alone, _standing])
        ]
    return found


def _first(value: NDArray[Any]) -> Any:
    return value.flat[0]


def _first_alone(value: NDArray[Any]) -> Any:
    return value[:1].copy()


def _standing(value: NDArray[Any]) -> Any:
    return value.reshape(-1, 1)


def _crossed(names: Sequence[str], base: Probe, number: int) -> Probe:
    """Give a state whose entries have signs and sizes that know nothing of one another.

    The first one holds zeros as well: at the first step, where a program has them. The last one holds whole numbers
    and large ones.
    """
    drawn: list[Any] = []
    for place, (name, value) in enumerate(zip(names, base, strict=True)):
        if name == "t" and number == 0:
            drawn.append(1)
        elif name in STATE and isinstance(value, np.ndarray):
            drawn.append(_entries(name, place, number, divides="eps" in names, pairs="m" in names))
        else:
            drawn.append(value)
    return Probe(*drawn)


def _rolled(names: Sequence[str], probe: Probe, shift: int) -> Probe:
    """Give a state whose entries stand in other places."""
    pairs = zip(names, probe, strict=True)
    return Probe(
        *(np.roll(one, shift) if name in STATE and isinstance(one, np.ndarray) else one for name, one in pairs)
    )


def _entries(name: str, place: int, number: int, *, divides: bool, pairs: bool) -> NDArray[np.float64]:
    size, sign, zero = (_spread(ROOTS[(place + shift) % len(ROOTS)], 7 * number + shift) for shift in (0, 3, 6))
    values = 0.3 * (60.0 if number == CROSSED - 1 else 20.0) ** size
    # Beside m, v is an average of squares.
    values = values**2 if name == "v" and pairs else np.where(sign < 0.5, -values, values)
    if number == CROSSED - 1:
        here = (np.arange(ENTRIES) + place) % 3 == 0
        values = np.where(here, np.copysign(np.maximum(1.0, np.rint(np.abs(values))), values), values)
    may_vanish = number == 0 and not (divides and name == "grad")
    return np.where(zero < 0.25, 0.0, values) if may_vanish else np.asarray(values)


def _spread(root: float, shift: int) -> NDArray[np.float64]:
    """Give numbers that fill (0, 1) evenly: multiples of an irrational number, the same on every machine."""
    return np.asarray(((np.arange(ENTRIES) + 1 + shift) * float(np.sqrt(root))) % 1.0)
