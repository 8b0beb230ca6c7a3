"""One call that a learner can paste, with their numbers beside the right ones."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import TypeGuard

from msgspec import Struct

from grader.model import CheckResult, Diagnosis, Plain
from grader.text import DIGITS, choose_digits, clean, cut, format_number, format_value

MAX_ENTRIES = 6
"""Entries of a list that are shown; of a longer one the ends, or the part around the first difference."""
MAX_ANSWER_CHARS = 160
MAX_CALL_ENTRIES = 16
"""Numbers of a list that a call shows in full."""
PASTABLE_CODE = re.compile(r"lambda .*|np\.random\.default_rng\(\d+\)(?:\.spawn\(\d+\)\[\d+\])*")
"""Text that is no number and can be pasted all the same: a landscape, a Generator."""
NOT_FINITE = re.compile(r"\b(?<!\.)(nan|inf)\b")
CLOSE_TOLERANCE = 1e-6
"""Relative: numbers that are nearer to each other count as the same."""


class ComparedOutput(Struct, frozen=True):
    """One output of a function: the learner's and the right one, as texts."""

    name: str
    """The output's name as the stub writes it; empty where a function returns one value."""
    yours: str
    right: str


class Evidence(Struct, frozen=True):
    """A call and both of its answers."""

    call: str
    """Valid Python where `pastes` is true."""
    rows: tuple[ComparedOutput, ...]
    pastes: bool = True


def find_evidence(problem: Diagnosis | CheckResult) -> Evidence | None:
    """Find the call that shows a mistake; None where no numbers can be compared."""
    if isinstance(problem, CheckResult):
        return _find_check_evidence(problem)
    evidence = problem.evidence
    call = evidence.get("call")
    if not isinstance(call, str):
        return _find_probes_evidence(problem)
    first = evidence.get("first")
    rows = compare_answers(
        evidence.get("yours"),
        evidence.get("right"),
        _list_names(evidence.get("names")),
        first if isinstance(first, int) else None,
    )
    return Evidence(call, rows, "…" not in call)


def format_call(function: str, arguments: Mapping[str, Plain], positional: int = 1) -> str:
    """Return a call with these arguments, the first `positional` ones without their names, as it would be typed.

    Every list whose rows have one length is written as an array: plain data cannot tell the two apart.
    """
    words = [
        format_argument(argument) if index < positional else f"{clean(name)}={format_argument(argument)}"
        for index, (name, argument) in enumerate(arguments.items())
    ]
    return f"{function}({', '.join(words)})"


def format_argument(argument: Plain) -> str:
    """Return one argument as Python reads it; text stays as it is."""
    if _is_list(argument) and _find_shape(argument) is None:
        return f"[{', '.join(map(format_argument, argument))}]"
    if _is_list(argument):
        return f"np.array({_format_entries(argument)})"
    return _format_value(argument)


def format_list(values: Plain) -> str:
    """Return a list as Python reads it, a long one cut in the middle."""
    return _format_entries(values) if _is_list(values) else _format_value(values)


def name_not_finite(code: str) -> str:
    """Return code in which Python wrote numbers, with `np.nan` and `np.inf` for its `nan` and `inf`."""
    return NOT_FINITE.sub(r"np.\1", code)


def compare_answers(
    yours: Plain, right: Plain, names: Sequence[str] = (), first: int | None = None
) -> tuple[ComparedOutput, ...]:
    """Compare both answers output by output, with as many digits as tell them apart.

    Where only some rows of them are there, `first` is the number of the first one.
    """
    if first is not None and _is_list(right):
        last = first + len(right) - 1
        return tuple(
            ComparedOutput(row.name, row.yours, f"{row.right}  (rows {first} to {last})")
            for row in compare_answers(yours, right)
        )
    if len(names) > 1 and _is_list(right) and len(right) == len(names):
        if not (_is_list(yours) and len(yours) == len(names)):
            return (ComparedOutput("", _format_several(yours), _format_several(right)),)
        # Where nothing but the last digits differs, it is these that are shown.
        fold = not _is_close(yours, right)
        return tuple(
            ComparedOutput(name, *_format_pair(theirs if fold and _is_close(mine, theirs) else mine, theirs))
            for name, mine, theirs in zip(names, yours, right, strict=True)
        )
    return (ComparedOutput("", *_format_pair(yours, right)),)


def _find_shape(values: Plain) -> tuple[int, ...] | None:
    """Find the shape of the array that a list makes; None where its parts differ in shape, so that it makes none."""
    if not _is_list(values):
        return ()
    inside = {_find_shape(part) for part in values if part != "…"} or {()}
    shape = inside.pop()
    return None if inside or shape is None else (len(values), *shape)


def _format_several(values: Plain) -> str:
    """Return several values as a tuple is written."""
    if not _is_list(values):
        return _format_answer(values)
    return cut(f"({', '.join(map(_format_answer, values))})", MAX_ANSWER_CHARS)


def _format_pair(yours: Plain, right: Plain) -> tuple[str, str]:
    """Return both answers as text; of long lists the part around the first difference."""
    window = find_difference_window(yours, right, MAX_ENTRIES, MAX_ENTRIES - 2)
    mine, theirs = (yours, right) if window is None else window[:2]
    digits = choose_digits(theirs, mine)
    where = "" if window is None else f"  (entries {window[2]} to {window[3]})"
    return _format_answer(mine, digits), _format_answer(theirs, digits) + where


def find_difference_window(
    yours: Plain, right: Plain, max_entries: int, shown: int
) -> tuple[list[Plain], list[Plain], int, int] | None:
    """Find `shown` entries of two lists around their first difference; return both parts, the first and last index.

    None where neither list is longer than `max_entries`, or one is no list.
    """
    if not (_is_list(yours) and _is_list(right)) or max(len(yours), len(right)) <= max_entries:
        return None
    differ = [
        index
        for index, (mine, theirs) in enumerate(zip(yours, right, strict=False))
        if format_value(mine, 5, 99) != format_value(theirs, 5, 99)
    ]
    first = max(0, (differ[0] if differ else min(len(yours), len(right))) - 1)
    last = min(first + shown, max(len(yours), len(right)))
    return list(yours[first:last]), list(right[first:last]), first, last - 1


def _is_close(yours: Plain, right: Plain) -> bool:
    """Tell whether two answers differ by no more than what single precision loses."""
    if _is_list(yours) and _is_list(right):
        return len(yours) == len(right) and all(map(_is_close, yours, right))
    if isinstance(yours, bool) or isinstance(right, bool):
        return False
    return (
        isinstance(yours, int | float)
        and isinstance(right, int | float)
        and math.isclose(yours, right, rel_tol=CLOSE_TOLERANCE)
    )


def _format_answer(answer: Plain, digits: int = DIGITS) -> str:
    if answer is None:
        return "nothing (None)"
    if isinstance(answer, str):
        return repr(clean(answer)) if answer.isidentifier() or _is_number(answer) else clean(answer)
    return cut(format_value(answer, digits, MAX_ENTRIES), MAX_ANSWER_CHARS)


def _find_check_evidence(check: CheckResult) -> Evidence | None:
    if check.expected is None or not check.given:
        return None
    rows = compare_answers(check.actual, check.expected)
    given = {name: argument for name, argument in check.given.items() if argument is not None and name != "curve"}
    if not all(name.isidentifier() for name in given):
        # A whole run, described in words: no single call.
        return Evidence(
            ", ".join(f"{clean(name)} = {format_value(words)}" for name, words in given.items()), rows, False
        )
    return Evidence(format_call(check.function, given), rows, all(map(_can_be_pasted, given.values())))


def _find_probes_evidence(diagnosis: Diagnosis) -> Evidence | None:
    """Find the call with the shortest text among the probes on which the answers differ."""
    probes = diagnosis.evidence.get("probes")
    outputs = diagnosis.evidence.get("outputs")
    names = list(outputs) if isinstance(outputs, Mapping) else []
    calls = [_find_probe_evidence(diagnosis.function, probe, names) for probe in probes] if _is_list(probes) else []
    return min(filter(None, calls), key=lambda evidence: len(evidence.call), default=None)


def _find_probe_evidence(function: str, probe: Plain, names: Sequence[str]) -> Evidence | None:
    """Find the call of one probe; None where both answers look alike."""
    given = probe.get("given") if isinstance(probe, Mapping) else None
    if not isinstance(probe, Mapping) or not isinstance(given, Mapping) or "curve" in probe:
        return None
    yours, right = probe.get("yours"), probe.get("right")
    if format_value(yours, 6, 99) == format_value(right, 6, 99):
        return None
    call = format_call(function, given)
    can_be_pasted = all(map(_can_be_pasted, given.values())) and "…" not in call
    return Evidence(call, compare_answers(yours, right, names), can_be_pasted)


def _list_names(names: Plain) -> list[str]:
    return [str(name) for name in names] if _is_list(names) else []


def _can_be_pasted(argument: Plain) -> bool:
    if _is_list(argument):
        return all(map(_can_be_pasted, argument))
    if isinstance(argument, str):
        return PASTABLE_CODE.fullmatch(argument) is not None
    return isinstance(argument, int | float)


def _format_entries(values: Sequence[Plain]) -> str:
    entries = list(values)
    if len(entries) > MAX_CALL_ENTRIES and all(isinstance(entry, int | float | str) for entry in entries):
        half = MAX_ENTRIES // 2
        ends = [_shorten_number(entry) for entry in (*entries[:half], *entries[-half:])]
        shown = [*ends[:half], "…", *(entry for entry in ends[half:] if entry != "…")]
    else:
        shown = [_format_entries(entry) if _is_list(entry) else _format_value(entry) for entry in entries]
    return f"[{', '.join(shown)}]"


def _shorten_number(entry: Plain) -> str:
    """Return a number with four digits; `…` for anything else."""
    if not isinstance(entry, float):
        return "…"
    return format_number(entry, 4) if math.isfinite(entry) else _format_value(entry)


def _format_value(thing: Plain) -> str:
    if isinstance(thing, float):
        if math.isnan(thing):
            return "np.nan"
        return f"{'-' * (thing < 0)}np.inf" if math.isinf(thing) else f"{thing:.12g}"
    return clean(str(thing))


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d[\d.]*(e[+-]?\d+)?", text) is not None


def _is_list(thing: Plain) -> TypeGuard[Sequence[Plain]]:
    return isinstance(thing, Sequence) and not isinstance(thing, str)
