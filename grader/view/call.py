"""One call that a learner can paste, with their numbers beside the right ones."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import TypeGuard

from msgspec import Struct

from grader.model import CheckResult, Diagnosis, Plain
from grader.text import DIGITS, clean, cut, digits_that_tell, number, value

MOST_ENTRIES = 6
"""Entries of a list that are shown; of a longer one the ends, or the part around the first difference."""
MOST_LETTERS = 160
MOST_WRITTEN = 16
"""Numbers of a list that a call holds in full."""
CODE = re.compile(r"lambda .*|np\.random\.default_rng\(\d+\)(?:\.spawn\(\d+\)\[\d+\])*")
"""What is no number and pastes all the same: a landscape, a Generator."""
CLOSE = 1e-6
"""Relative: numbers that are nearer to each other count as the same."""


class Compared(Struct, frozen=True):
    """One output: the learner's and the right one, as texts of one width a column."""

    name: str
    """As the stub writes it; empty where a function gives one thing."""
    yours: str
    right: str


class Evidence(Struct, frozen=True):
    """A call and what came of it."""

    call: str
    """Valid Python where `pastes` is true."""
    rows: tuple[Compared, ...]
    pastes: bool = True


def evidence_of(thing: Diagnosis | CheckResult) -> Evidence | None:
    """The call that shows a mistake; None where no numbers can be compared."""
    if isinstance(thing, CheckResult):
        return _of_check(thing)
    told = thing.evidence
    if isinstance(told.get("call"), str):
        names = told.get("names")
        call = str(told["call"])
        first = told.get("first")
        rows = compare(told.get("yours"), told.get("right"), _names(names), first if isinstance(first, int) else None)
        return Evidence(call, rows, "…" not in call)
    return _of_probes(thing)


def write_call(function: str, given: Mapping[str, Plain], by_place: int = 1) -> str:
    """A call with these arguments, the first `by_place` without their names, as one would type it."""
    words = [
        write_argument(held) if place < by_place else f"{clean(name)}={write_argument(held)}"
        for place, (name, held) in enumerate(given.items())
    ]
    return f"{function}({', '.join(words)})"


def write_argument(held: Plain) -> str:
    """One argument as Python reads it; what is no number is told in its own words."""
    if _is_list(held) and _shape(held) is None:
        return f"[{', '.join(map(write_argument, held))}]"
    if _is_list(held):
        return f"np.array({_written_list(held)})"
    return _written(held)


def write_list(held: Plain) -> str:
    """A list as Python reads it, a long one cut in the middle."""
    return _written_list(held) if _is_list(held) else _written(held)


def compare(yours: Plain, right: Plain, names: Sequence[str] = (), first: int | None = None) -> tuple[Compared, ...]:
    """Both answers output by output, with as many digits as tell them apart.

    Where only a part of them is given, `first` is the number of its first row.
    """
    if first is not None and _is_list(right):
        last = first + len(right) - 1
        return tuple(
            Compared(row.name, row.yours, f"{row.right}  (rows {first} to {last})") for row in compare(yours, right)
        )
    if len(names) > 1 and _is_list(right) and len(right) == len(names):
        if not (_is_list(yours) and len(yours) == len(names)):
            return (Compared("", _several(yours), _several(right)),)
        pairs = zip(names, yours, right, strict=True)
        # Where nothing but the last digits differs, it is these that are shown.
        folded = not _is_close(yours, right)
        return tuple(
            Compared(name, *_texts(wanted if folded and _is_close(own, wanted) else own, wanted))
            for name, own, wanted in pairs
        )
    return (Compared("", *_texts(yours, right)),)


def _shape(held: Plain) -> tuple[int, ...] | None:
    """The shape of the array that a list makes; None where its parts have different ones, so that it makes none."""
    if not _is_list(held):
        return ()
    inside = {_shape(part) for part in held if part != "…"} or {()}
    shape = inside.pop()
    return None if inside or shape is None else (len(held), *shape)


def _several(held: Plain) -> str:
    """A few values as they are returned side by side."""
    return cut(f"({', '.join(_answer(one) for one in held)})", MOST_LETTERS) if _is_list(held) else _answer(held)


def _texts(yours: Plain, right: Plain) -> tuple[str, str]:
    found = window(yours, right, MOST_ENTRIES, MOST_ENTRIES - 2)
    mine, wanted = (yours, right) if found is None else found[:2]
    digits = digits_that_tell(wanted, mine)
    where = "" if found is None else f"  (entries {found[2]} to {found[3]})"
    return _answer(mine, digits), _answer(wanted, digits) + where


def window(one: Plain, other: Plain, most: int, shown: int) -> tuple[list[Plain], list[Plain], int, int] | None:
    """The part of two lists around their first difference, with its first and last entry.

    `shown` entries of it; None where neither list is longer than `most`, or one is no list.
    """
    if not (_is_list(one) and _is_list(other)) or max(len(one), len(other)) <= most:
        return None
    differ = [k for k, (a, b) in enumerate(zip(one, other, strict=False)) if value(a, 5, 99) != value(b, 5, 99)]
    first = max(0, (differ[0] if differ else min(len(one), len(other))) - 1)
    last = min(first + shown, max(len(one), len(other)))
    return list(one[first:last]), list(other[first:last]), first, last - 1


def _is_close(yours: Plain, right: Plain) -> bool:
    """Whether two answers differ by no more than what single precision loses."""
    if _is_list(yours) and _is_list(right):
        return len(yours) == len(right) and all(_is_close(one, other) for one, other in zip(yours, right, strict=True))
    if isinstance(yours, bool) or isinstance(right, bool):
        return False
    return (
        isinstance(yours, int | float) and isinstance(right, int | float) and math.isclose(yours, right, rel_tol=CLOSE)
    )


def _answer(thing: Plain, digits: int = DIGITS) -> str:
    if thing is None:
        return "nothing (None)"
    if isinstance(thing, str):
        return repr(clean(thing)) if thing.isidentifier() or _is_number(thing) else clean(thing)
    return cut(value(thing, digits, MOST_ENTRIES), MOST_LETTERS)


def _of_check(check: CheckResult) -> Evidence | None:
    if check.expected is None or not check.given:
        return None
    rows = compare(check.actual, check.expected)
    given = {name: held for name, held in check.given.items() if held is not None and name != "curve"}
    if not all(name.isidentifier() for name in given):
        # A whole run, told in words: no single call.
        return Evidence(", ".join(f"{clean(name)} = {value(held)}" for name, held in given.items()), rows, False)
    return Evidence(write_call(check.function, given), rows, all(map(_pastes, given.values())))


def _of_probes(found: Diagnosis) -> Evidence | None:
    """The shortest of the probes on which the answers differ."""
    probes = found.evidence.get("probes")
    outputs = found.evidence.get("outputs")
    names = list(outputs) if isinstance(outputs, Mapping) else []
    calls = [one for probe in probes if (one := _of_probe(found.function, probe, names))] if _is_list(probes) else []
    return min(calls, key=lambda one: len(one.call), default=None)


def _of_probe(function: str, probe: Plain, names: Sequence[str]) -> Evidence | None:
    """The call of one probe; None where both answers look alike."""
    given = probe.get("given") if isinstance(probe, Mapping) else None
    if not isinstance(probe, Mapping) or not isinstance(given, Mapping) or "curve" in probe:
        return None
    yours, right = probe.get("yours"), probe.get("right")
    if value(yours, 6, 99) == value(right, 6, 99):
        return None
    given = {**_curves(probe.get("curve")), **given}
    call = write_call(function, given)
    return Evidence(call, compare(yours, right, names), all(map(_pastes, given.values())) and "…" not in call)


def _curves(told: Plain) -> dict[str, Plain]:
    """The loss curves of a probe, with the digits that one reads."""
    held = told if isinstance(told, Mapping) else {}
    curves = {name: held[name] for name in ("train", "val") if _is_list(held.get(name))}
    return {name: [_rounded(one) for one in curve] for name, curve in curves.items() if _is_list(curve)}


def _rounded(one: Plain) -> Plain:
    return float(f"{one:.4g}") if isinstance(one, float) else one


def _names(names: Plain) -> list[str]:
    return [str(name) for name in names] if _is_list(names) else []


def _pastes(held: Plain) -> bool:
    if _is_list(held):
        return all(_pastes(one) for one in held)
    return isinstance(held, int | float) or (isinstance(held, str) and CODE.fullmatch(held) is not None)


def _written_list(held: Sequence[Plain]) -> str:
    entries = list(held)
    if len(entries) > MOST_WRITTEN and all(isinstance(one, int | float | str) for one in entries):
        half = MOST_ENTRIES // 2
        ends = [number(one, 4) if isinstance(one, float) else "…" for one in (*entries[:half], *entries[-half:])]
        shown = [*ends[:half], "…", *(one for one in ends[half:] if one != "…")]
    else:
        shown = [_written_list(one) if _is_list(one) else _written(one) for one in entries]
    return f"[{', '.join(shown)}]"


def _written(held: Plain) -> str:
    if isinstance(held, float):
        if held != held:
            return "np.nan"
        return f"{'-' * (held < 0)}np.inf" if abs(held) == float("inf") else f"{held:.12g}"
    return clean(str(held))


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d[\d.]*(e[+-]?\d+)?", text) is not None


def _is_list(thing: Plain) -> TypeGuard[Sequence[Plain]]:
    return isinstance(thing, Sequence) and not isinstance(thing, str)
