"""What came back, before its values are looked at: nothing, no data, exceptions, shapes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import numpy as np

from grader.diagnosis.answers import is_close
from grader.diagnosis.symptoms.case import LOOSE, Case, Floats, Symptom, make_symptom
from grader.diagnosis.symptoms.where import iterate_conditions
from grader.sandbox.grounds import as_floats
from grader.sandbox.outcomes import Raised, Refused, Returned


def find_missing_answers(case: Case) -> Iterator[Symptom]:
    """None, or something that is no data."""
    held = [outcome.value for outcome in case.trial.outcomes if isinstance(outcome, Returned)]
    nones = sum(value is None for value in held)
    texts = 0 if _asks_labels(case) else sum(isinstance(value, str) for value in held)
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
    return any(isinstance(one, str) for right in case.trial.right for one in right)


def find_reordered_parameters(case: Case) -> Iterator[Symptom]:
    """The stub's parameters in another order: calls go by position."""
    has = case.session.find_parameters(case.family.function)
    if has is None or has.names == case.names or sorted(has.names) != sorted(case.names):
        return
    yield make_symptom(
        "parameters",
        f"The parameters stand in another order than in the stub: ({', '.join(has.names)}) instead of "
        f"({', '.join(case.names)}). A call hands its arguments over by position.",
        on=case.count,
    )


def find_exceptions(case: Case) -> Iterator[Symptom]:
    """Exceptions on some probes."""
    raised = [isinstance(one, Raised) for one in case.trial.outcomes]
    kinds = {one.kind for one in case.trial.outcomes if isinstance(one, Raised)}
    if not any(raised) or len(kinds) > 1:
        return
    rest = case.is_sharp and all(fine or silent for fine, silent in zip(case.fine, raised, strict=True))
    for condition in iterate_conditions(case):
        if condition.separates(raised):
            says = f"{kinds.pop()} is raised {condition.says}; everywhere else the call comes back"
            more = " with the right numbers" if rest else ""
            yield make_symptom("raises_where", f"{says}{more}.", on=case.count, where=condition.name)
            return
    says = f"{kinds.pop()} is raised on {sum(raised)} of the {len(raised)} inputs that were tried."
    yield make_symptom("raises", says, on=sum(raised))


def find_wrong_shapes(case: Case) -> Iterator[Symptom]:
    """Right numbers in another shape; another number of rows; one value where several were asked for."""
    if len(case.family.gives) > 1:
        yield from _parts(case)
        if _is_one_value(case):
            return
    for place, name in enumerate(case.family.gives):
        pairs = [
            (one, other)
            for one, other in case.pair_output(place)
            if isinstance(one, np.ndarray) and isinstance(other, np.ndarray)
        ]
        begun = [_is_begun(one, other) for one, other in pairs]
        odd = [
            (one, other)
            for one, other in pairs
            if one.shape != other.shape and not (any(begun) and _is_beginning(one, other))
        ]
        if not odd:
            continue
        one, other = odd[0]
        if len(pairs) == case.count and all(
            a.size == b.size and is_close(a.ravel(), b.ravel(), LOOSE) for a, b in pairs
        ):
            yield make_symptom(
                "shape",
                f"The numbers of {name} are right, but not their shape: {one.shape} and not {other.shape}.",
                on=case.count,
                output=name,
            )
            continue
        rows = [(one, other) for one, other in pairs if one.ndim and other.ndim and one.shape[1:] == other.shape[1:]]
        extra = {len(one) - len(other) for one, other in rows}
        if (
            name == "path"
            and len(extra) == 1
            and 0 not in extra
            and len(odd) > 1
            and all(one.ndim == other.ndim for one, other in odd)
        ):
            by = extra.pop()
            count = f"{abs(by)} {'row' if abs(by) == 1 else 'rows'} {'more' if by > 0 else 'fewer'}"
            says = f"The path has {count} than there are places on it, however long the run."
            yield make_symptom("rows", says, on=len(rows), by=by)
            continue
        says = f"Return {name} in the shape {other.shape}. Yours has the shape {one.shape}."
        yield make_symptom("shape", says, on=len(odd), output=name)


def find_not_finite(case: Case) -> Iterator[Symptom]:
    """Outputs that are no finite numbers where finite ones were asked for."""
    for place, name in enumerate(case.family.gives):
        lost = [
            _is_broken(value if len(case.family.gives) == 1 else _part(value, place))
            for value, (found, wanted) in zip(case.trial.values, case.pair_output(place), strict=True)
            if found is None and isinstance(wanted, np.ndarray)
        ]
        if any(lost):
            count = "all" if sum(lost) == len(case.fine) else f"{sum(lost)} of {len(case.fine)}"
            says = f"{name} holds nan or inf on {count} inputs that were tried."
            yield make_symptom("nonfinite", says, on=sum(lost), output=name)


def _part(value: object, place: int) -> object:
    if not isinstance(value, list | tuple | np.ndarray) or (isinstance(value, np.ndarray) and value.ndim == 0):
        return None
    return value[place] if len(value) > place else None


def _is_broken(value: object) -> bool:
    found = as_floats(value)
    return found is not None and not np.isfinite(found).all()


def find_reordered_outputs(case: Case) -> Iterator[Symptom]:
    """The right things in another order."""
    gives = case.family.gives
    rows = list(zip(case.trial.answers, case.trial.right, strict=True))
    for order in list(permutations(range(len(gives))))[1:]:
        if all(is_close(found[at], right[place], LOOSE) for found, right in rows for at, place in enumerate(order)):
            came = ", ".join(gives[place] for place in order)
            says = f"The numbers are right, but not their order. You return ({came}); return ({', '.join(gives)})."
            yield make_symptom("reordered", says, on=case.count)
            return


def _is_beginning(found: Floats, wanted: Floats) -> bool:
    return found.ndim > 0 and wanted.ndim > 0 and len(found) > 0 and is_close(found, wanted[: len(found)], LOOSE)


def _is_begun(found: Floats, wanted: Floats) -> bool:
    """Whether a path is right as far as it goes, and stops early: that is told by its rows."""
    rows = len(found) if found.ndim and wanted.ndim else 0
    return 0 < rows < len(wanted) - 1 and is_close(found, wanted[:rows], LOOSE)


def _parts(case: Case) -> Iterator[Symptom]:
    names = ", ".join(case.family.gives)
    if _is_one_value(case):
        yield make_symptom("parts", f"One value came back, as large as theta alone. Return ({names}).", on=case.count)
    elif all(
        isinstance(outcome, Returned) and all(one is None for one in answers)
        for outcome, answers in zip(case.trial.outcomes, case.trial.answers, strict=True)
    ):
        count = {2: "pair", 3: "triple"}.get(len(case.family.gives), "group")
        says = f"What came back is no {count} of finite numbers. Return ({names})."
        yield make_symptom("parts", says, on=case.count)


def _is_one_value(case: Case) -> bool:
    """Whether every answer has the shape of a single output."""
    wanted = [right[0] for right in case.trial.right]
    return all(
        isinstance(value, np.ndarray | np.generic | float | int)
        and isinstance(one, np.ndarray)
        and np.shape(value) == one.shape
        for value, one in zip(case.trial.values, wanted, strict=True)
    )
