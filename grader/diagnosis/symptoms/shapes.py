"""What came back, before its values are looked at: nothing, no data, exceptions, shapes."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from itertools import permutations

import numpy as np

from grader.diagnosis.answers import is_close
from grader.diagnosis.symptoms.case import LOOSE, Case, Floats, Symptom, make_symptom
from grader.diagnosis.symptoms.where import iterate_conditions
from grader.sandbox.grounds import as_floats
from grader.sandbox.outcomes import Raised, Refused, Returned


def find_missing_answers(case: Case) -> Iterator[Symptom]:
    """Find calls that give None, a text in place of numbers, or something that is no data."""
    values = [outcome.value for outcome in case.trial.outcomes if isinstance(outcome, Returned)]
    nones = sum(value is None for value in values)
    texts = 0 if _asks_labels(case) else sum(isinstance(value, str) for value in values)
    refused = [outcome for outcome in case.trial.outcomes if isinstance(outcome, Refused)]
    if nones:
        says = f"Nothing came back (None) on {nones} of {case.count} inputs: does every path end with `return`?"
        yield make_symptom("none", says, on=nones)
    elif texts:
        says = f"A text came back on {texts} of {case.count} inputs. Return numbers."
        yield make_symptom("value", says, on=texts)
    elif refused:
        yield make_symptom("value", f"What came back is no plain data: {refused[0].says}", on=len(refused))


def _asks_labels(case: Case) -> bool:
    return any(isinstance(output, str) for right in case.trial.right for output in right)


def find_reordered_parameters(case: Case) -> Iterator[Symptom]:
    """Find the stub's parameters in another order: calls go by position."""
    signature = case.session.find_parameters(case.family.function)
    if signature is None or signature.names == case.names or sorted(signature.names) != sorted(case.names):
        return
    yield make_symptom(
        "parameters",
        f"The parameters stand in another order than in the stub: ({', '.join(signature.names)}) instead of "
        f"({', '.join(case.names)}). A call hands its arguments over by position.",
        on=case.count,
    )


def find_exceptions(case: Case) -> Iterator[Symptom]:
    """Find exceptions on some inputs, and what these have in common, where no number that came is off.

    Where one is off, the call that shows it tells more than an exception elsewhere.
    """
    raised = [isinstance(outcome, Raised) for outcome in case.trial.outcomes]
    kinds = sorted({outcome.kind for outcome in case.trial.outcomes if isinstance(outcome, Raised)})
    if not kinds or not all(map(operator.or_, raised, case.fine)):
        return
    what = f"{' or '.join(kinds)} is raised"
    for condition in iterate_conditions(case):
        if condition.separates(raised):
            says = f"{what} {condition.says}; everywhere else the call comes back"
            more = " with the right numbers" if case.is_sharp else ""
            yield make_symptom("raises_where", f"{says}{more}.", on=case.count, where=condition.name)
            return
    says = f"{what} on {sum(raised)} of the {len(raised)} inputs that were tried; on the others the answer is right."
    yield make_symptom("raises", says, on=sum(raised))


def find_wrong_shapes(case: Case) -> Iterator[Symptom]:
    """Find right numbers in another shape, another number of rows, and one value where several were asked for."""
    if len(case.family.gives) > 1:
        yield from _find_wrong_parts(case)
        if _is_one_value(case):
            return
    for index, name in enumerate(case.family.gives):
        pairs = [
            (answer, right)
            for answer, right in case.pair_output(index)
            if isinstance(answer, np.ndarray) and isinstance(right, np.ndarray)
        ]
        stops_early = [_stops_early(answer, right) for answer, right in pairs]
        odd = [
            (answer, right)
            for answer, right in pairs
            if answer.shape != right.shape and not (any(stops_early) and _is_beginning(answer, right))
        ]
        if not odd:
            continue
        if len(pairs) == case.count and all(
            answer.size == right.size and is_close(answer.ravel(), right.ravel(), LOOSE) for answer, right in pairs
        ):
            yield make_symptom(
                "shape",
                f"The numbers of {name} are right, but not their shape.",
                on=case.count,
                output=name,
            )
            continue
        rows = [
            (answer, right)
            for answer, right in pairs
            if answer.ndim and right.ndim and answer.shape[1:] == right.shape[1:]
        ]
        extra = {len(answer) - len(right) for answer, right in rows}
        if (
            name == "path"
            and len(extra) == 1
            and 0 not in extra
            and len(odd) > 1
            and all(answer.ndim == right.ndim for answer, right in odd)
        ):
            by = extra.pop()
            count = f"{abs(by)} {'row' if abs(by) == 1 else 'rows'} {'more' if by > 0 else 'fewer'}"
            says = f"The path has {count} than there are places on it, however long the run."
            yield make_symptom("rows", says, on=len(rows), by=by)
            continue
        yield make_symptom("shape", f"Return {name} in the right shape.", on=len(odd), output=name)


def find_not_finite(case: Case) -> Iterator[Symptom]:
    """Find outputs that hold nan or inf where finite numbers were asked for."""
    for name, on, count in _count_outputs(case, _is_broken):
        says = f"{name} holds nan or inf on {count} inputs that were tried."
        yield make_symptom("nonfinite", says, on=on, output=name)


def find_no_real_numbers(case: Case) -> Iterator[Symptom]:
    """Find outputs that are complex, True or False, or a text where real numbers were asked for."""
    advice = " Return real numbers."
    for kind, (word, holds) in STRANGE.items():
        for name, on, count in _count_outputs(case, holds):
            says = f"{name} is {word} on {count} inputs that were tried.{advice}"
            yield make_symptom(kind, says, on=on, output=name)
            advice = ""


def _count_outputs(case: Case, holds: Callable[[object], bool]) -> Iterator[tuple[str, int, str]]:
    """Yield each output of which something holds where numbers were asked for: on how many inputs, and in words."""
    for index, name in enumerate(case.family.gives):
        held = [
            holds(value if len(case.family.gives) == 1 else _take_part(value, index))
            for value, (answer, right) in zip(case.trial.values, case.pair_output(index), strict=True)
            if (answer is None or isinstance(answer, str)) and isinstance(right, np.ndarray)
        ]
        if any(held):
            yield name, sum(held), "all" if sum(held) == len(case.fine) else f"{sum(held)} of {len(case.fine)}"


def _take_part(value: object, index: int) -> object:
    """Return one output of a value that holds several; None where it is not there."""
    if not isinstance(value, list | tuple | np.ndarray) or (isinstance(value, np.ndarray) and value.ndim == 0):
        return None
    return value[index] if len(value) > index else None


def _is_broken(value: object) -> bool:
    """Tell whether a value is made of real numbers, one of them nan or inf."""
    array = as_floats(value)
    return array is not None and not np.isfinite(array).all()


def _is_complex(value: object) -> bool:
    """Tell whether a value is a complex number, or holds one."""
    if isinstance(value, list | tuple):
        return any(map(_is_complex, value))
    return isinstance(value, complex) or (isinstance(value, np.ndarray | np.generic) and value.dtype.kind == "c")


def find_reordered_outputs(case: Case) -> Iterator[Symptom]:
    """Find the right outputs in another order."""
    gives = case.family.gives
    rows = list(zip(case.trial.answers, case.trial.right, strict=True))
    for order in list(permutations(range(len(gives))))[1:]:
        if all(
            is_close(answers[index], right[source], LOOSE)
            for answers, right in rows
            for index, source in enumerate(order)
        ):
            came = ", ".join(gives[source] for source in order)
            says = f"The numbers are right, but not their order. You return ({came}); return ({', '.join(gives)})."
            yield make_symptom("reordered", says, on=case.count)
            return


def _is_beginning(answer: Floats, right: Floats) -> bool:
    """Tell whether an answer is the first rows of the right one, or all of it."""
    return answer.ndim > 0 and right.ndim > 0 and len(answer) > 0 and is_close(answer, right[: len(answer)], LOOSE)


def _stops_early(path: Floats, right: Floats) -> bool:
    """Tell whether a path is right as far as it goes, and stops early: that is told by its rows."""
    rows = len(path) if path.ndim and right.ndim else 0
    return 0 < rows < len(right) - 1 and is_close(path, right[:rows], LOOSE)


def _find_wrong_parts(case: Case) -> Iterator[Symptom]:
    """Find one value in place of several outputs, or values that are no group of finite numbers."""
    names = ", ".join(case.family.gives)
    if _is_one_value(case):
        yield make_symptom("parts", f"One value came back, as large as theta alone. Return ({names}).", on=case.count)
    elif all(
        isinstance(outcome, Returned) and all(output is None for output in answers)
        for outcome, answers in zip(case.trial.outcomes, case.trial.answers, strict=True)
    ) and not all(_is_strange_group(value, len(case.family.gives)) for value in case.trial.values):
        count = {2: "pair", 3: "triple"}.get(len(case.family.gives), "group")
        says = f"What came back is no {count} of finite numbers. Return ({names})."
        yield make_symptom("parts", says, on=case.count)


def _is_truth(value: object) -> bool:
    """Tell whether a value is True or False, or an array of them."""
    return isinstance(value, bool) or (isinstance(value, np.ndarray | np.generic) and value.dtype.kind == "b")


def _holds_only(value: object, holds: Callable[[object], bool]) -> bool:
    """Tell whether something holds of a value, or of all that a list holds."""
    if isinstance(value, list | tuple):
        return bool(value) and all(_holds_only(part, holds) for part in value)
    return holds(value)


STRANGE: dict[str, tuple[str, Callable[[object], bool]]] = {
    "complex": ("complex", _is_complex),
    "truth": ("True or False", lambda value: _holds_only(value, _is_truth)),
    "text": ("a text", lambda value: _holds_only(value, lambda part: isinstance(part, str))),
}
"""What comes in place of real numbers: the id of its symptom, the word for it, and how it is known."""


def _is_strange_group(value: object, count: int) -> bool:
    """Tell whether so many values came back, and each of them is nan or inf, or no real number."""
    if not isinstance(value, list | tuple) or len(value) != count:
        return False
    return all(_is_broken(part) or any(holds(part) for _word, holds in STRANGE.values()) for part in value)


def _is_one_value(case: Case) -> bool:
    """Tell whether every value has the shape of the first output alone."""
    firsts = [right[0] for right in case.trial.right]
    return all(
        isinstance(value, np.ndarray | np.generic | float | int)
        and isinstance(first, np.ndarray)
        and np.shape(value) == first.shape
        for value, first in zip(case.trial.values, firsts, strict=True)
    )
