"""What a function takes and returns: told before anything about its numbers."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from msgspec.structs import replace

from grader.diagnosis.answers import TOLERANCES, Answers, is_close, read_answers
from grader.diagnosis.slips.slip import Slip, format_value_count, spell_number
from grader.diagnosis.trial import Trial
from grader.execution.session import SubmissionSession
from grader.execution.source_code import (
    Function,
    find_change_in_place,
    iterate_own_nodes,
    list_parameters,
    list_returns,
    read_source,
)
from grader.misconceptions.toolkit import Family
from grader.model import Diagnosis
from grader.sandbox.outcomes import Returned
from grader.text import is_name, join_words

FEW = 3
"""Probes on which an order of arguments is tried first."""
ALL_ORDERS = 4
"""Up to so many arguments, every order is tried; beyond, only two change places."""
LOOSE = TOLERANCES[-1]


def find_signature_slip(session: SubmissionSession, family: Family, trial: Trial, diagnosis: Diagnosis) -> Slip | None:
    """Find the first fault in what a function takes and returns; None where there is none."""
    own = _OwnFunction(session, family)
    values = [outcome.value for outcome in trial.outcomes if isinstance(outcome, Returned)]
    if not values:
        return None
    for slip in (
        _find_no_answer(own, values),
        _find_other_type(own, family, trial, values),
        _find_wrong_count(own, family, trial),
        _find_changed_argument(own, family, trial, diagnosis),
        _find_memory(own, diagnosis),
        _find_wrong_order(own, session, family, trial),
    ):
        if slip is not None:
            return slip
    return None


class _OwnFunction:
    """The student's function as it is written."""

    def __init__(self, session: SubmissionSession, family: Family) -> None:
        self.name = family.function
        written = read_source(session.submission).find_function(family.function)
        self.node: Function | None = written[0] if written else None
        self.cell = written[1] if written else 0

    def make_slip(self, name: str, headline: str, says: str, line: int = 0) -> Slip:
        """Make a slip at a line of this function; 0 where the line is not known."""
        return Slip(name, headline, says, line, self.cell if line else 0)

    @property
    def nodes(self) -> list[ast.AST]:
        """All nodes of its syntax tree; empty where the function was not found."""
        return list(iterate_own_nodes(self.node)) if self.node is not None else []

    @property
    def last_return(self) -> int:
        """The line of its last `return` with a value; 0 where there is none."""
        statements = list_returns(self.node) if self.node is not None else []
        return statements[-1].lineno if statements else 0


def _find_no_answer(own: _OwnFunction, values: Sequence[object]) -> Slip | None:
    """Find out why nothing comes back: the answer is printed, or a `return` is missing."""
    if any(value is not None for value in values):
        return None
    prints = [node.lineno for node in own.nodes if isinstance(node, ast.Call) and _calls(node, "print")]
    if prints and not own.last_return:
        says = "`print` shows a number on the screen, and the caller gets nothing (None). Use `return` instead."
        return own.make_slip("prints", "it prints its answer and does not return it", says, prints[-1])
    line = own.node.lineno if own.node is not None else 0
    says = "Your function ends without a `return`, so the caller gets None. End it with `return` and the answer."
    if own.last_return:
        says = "The caller gets None. Does every path through your function reach a `return`?"
    return own.make_slip("none", "it returns nothing", says, 0 if own.last_return else line)


def _find_other_type(own: _OwnFunction, family: Family, trial: Trial, values: Sequence[object]) -> Slip | None:
    """Find a dict, a truth value or a text where numbers or a label are wanted."""
    labels = any(isinstance(output, str) for right in trial.right for output in right)
    several = f"Return {format_value_count(len(family.gives))}, {join_words(family.gives)}."
    wants = several if len(family.gives) > 1 else f"Return {'a label' if labels else family.gives[0]}."
    if all(isinstance(value, dict) for value in values):
        return own.make_slip("dict", "it returns a dict", f"{wants} You returned a dict.", own.last_return)
    if all(isinstance(value, bool | np.bool_) for value in values):
        says = f"{wants} You returned True or False."
        return own.make_slip("bool", "it returns True or False", says, own.last_return)
    if not labels and all(isinstance(value, str) for value in values):
        says = f"{wants} You returned a text (str). Leave out `str`, f-strings and the like."
        return own.make_slip("text", "it returns a text", says, own.last_return)
    return None


def _find_wrong_count(own: _OwnFunction, family: Family, trial: Trial) -> Slip | None:
    """Find another number of values than was asked for."""
    gives = family.gives
    rows = [
        (outcome.value, right)
        for outcome, right in zip(trial.outcomes, trial.right, strict=True)
        if isinstance(outcome, Returned)
    ]
    if len(gives) == 1:
        return _find_wrapped(own, gives[0], rows)
    line = own.last_return
    need = f"The caller needs {spell_number(len(gives))}: {join_words(gives)}."
    if not any(isinstance(value, tuple | list) for value, _ in rows):
        for index, name in enumerate(gives):
            if all(_is_output(value, right[index]) for value, right in rows):
                says = f"Your {name} is right. {need} Return them all, with commas between them."
                return own.make_slip("first_only", f"it returns {name} alone", says, line)
        if all(_has_shape_of(value, right[0]) for value, right in rows):
            return own.make_slip(
                "count", "it returns one value", f"{need} Return them all, with commas between them.", line
            )
    if any(any(output is not None for output in read_answers(family, value)) for value, _ in rows):
        return None
    counts = {_count_values(value, right) for value, right in rows}
    if len(counts) != 1:
        return None
    (count,) = counts
    if all(_is_nested(value, len(gives)) for value, _ in rows):
        says = f"You returned a tuple inside a tuple. {need} Return them side by side, without inner brackets."
        return own.make_slip("nested", "it returns a tuple inside a tuple", says, line)
    if count == len(gives) or count == 0:
        return None
    return own.make_slip("count", f"it returns {format_value_count(count)}", need, line)


def _find_wrapped(own: _OwnFunction, name: str, rows: Sequence[tuple[Any, Answers]]) -> Slip | None:
    """Find the one output that was asked for inside a tuple, alone or beside others."""
    values = [value for value, _ in rows]
    if not all(isinstance(value, tuple | list) for value in values):
        return None
    lengths = {len(value) for value in values}
    if len(lengths) != 1:
        return None
    (length,) = lengths
    if all(_is_output(value, right[0]) for value, right in rows):
        return None
    for index in range(min(length, 5)):
        if all(_is_output(value[index], right[0]) for value, right in rows):
            if length == 1:
                says = f"You returned a {type(values[0]).__name__} that holds {name}. Return {name} itself"
                comma = (
                    ": a comma after `return x,` makes a tuple." if own.node is not None and _has_comma(own) else "."
                )
                return own.make_slip(
                    "wrapped", f"it returns {name} inside a {type(values[0]).__name__}", says + comma, own.last_return
                )
            says = f"The caller needs {name} and nothing else. It is number {index + 1} of what you return."
            return own.make_slip("count", f"it returns {format_value_count(length)}", says, own.last_return)
    return None


def _has_comma(own: _OwnFunction) -> bool:
    """Tell whether a `return` ends with a comma and so returns a tuple of one value."""
    return own.node is not None and any(
        isinstance(statement.value, ast.Tuple) and len(statement.value.elts) == 1
        for statement in list_returns(own.node)
    )


def _find_changed_argument(own: _OwnFunction, family: Family, trial: Trial, diagnosis: Diagnosis) -> Slip | None:
    """Find the argument that is changed in place, where the numbers are right."""
    if "X-MUTATES" not in diagnosis.misconceptions:
        return None
    changed = next(
        (outcome.changed for outcome in trial.outcomes if isinstance(outcome, Returned) and outcome.changed), ()
    )
    names = [family.parameters[index] for index in changed if index < len(family.parameters)]
    name = names[0] if names else "arguments"
    spot = find_change_in_place(own.node, list_parameters(own.node)) if own.node is not None else None
    if spot is not None and own.node is not None:
        own_names = list_parameters(own.node)
        index = own_names.index(spot[0])
        how = f" ({spot[1]} works in place)" if index in changed else ""
        name = spot[0] if index in changed else name
        says = f"Your function changed the caller's `{name}`{how}. Leave it as it is: work on a copy."
        return own.make_slip("in_place", f"it changes `{name}`", says, spot[2] if how else 0)
    says = f"Your function changed the caller's `{name}`. Leave it as it is: work on a copy."
    return own.make_slip("in_place", f"it changes `{name}`", says)


def _find_memory(own: _OwnFunction, diagnosis: Diagnosis) -> Slip | None:
    """Find a default value or a global name that keeps something between calls."""
    symptoms = diagnosis.evidence.get("symptoms")
    kinds = (
        {symptom.get("id") for symptom in symptoms if isinstance(symptom, dict)}
        if isinstance(symptoms, list)
        else set()
    )
    if "state" not in kinds or own.node is None:
        return None
    signature = own.node.args
    last = [*signature.posonlyargs, *signature.args][-len(signature.defaults) :] if signature.defaults else []
    pairs = [
        *zip(last, signature.defaults, strict=True),
        *zip(signature.kwonlyargs, signature.kw_defaults, strict=True),
    ]
    for argument, default in pairs:
        if isinstance(default, ast.List | ast.Dict | ast.Set | ast.Call):
            text = f"{argument.arg}={ast.unparse(default)}"
            says = (
                f"Python makes the default `{text}` once, and all calls share it. What one call leaves there, the next "
                f"one finds. Write `{argument.arg}=None` and make a new one inside."
            )
            return own.make_slip("mutable_default", "a default is shared between calls", says, argument.lineno)
    for node in own.nodes:
        if isinstance(node, ast.Global | ast.Nonlocal):
            names = join_words([f"`{name}`" for name in node.names if is_name(name)])
            says = f"The same call gave another answer the next time: {names} outside the function keeps the last call."
            return own.make_slip("global", "it remembers the last call", says, node.lineno)
    return None


def _find_wrong_order(own: _OwnFunction, session: SubmissionSession, family: Family, trial: Trial) -> Slip | None:
    """Find another order of the arguments in which every answer is right."""
    if trial.all_right:
        return None
    signature = session.find_parameters(family.function)
    expected = family.parameters
    if signature is None or len(signature.names) != len(expected) or signature.names == expected:
        return None
    probes = list(zip(family.probes, trial.right, strict=True))
    for order in _iterate_orders(signature.names, expected):
        if all(
            _is_right_in_order(session, family, probe, right, order)
            for probe, right in itertools.chain(probes[-FEW:], probes)
        ):
            differ = [index for index in range(len(expected)) if order[index] != index]
            mine = ", ".join(signature.names[index] for index in differ)
            theirs = ", ".join(expected[index] for index in differ)
            line = own.node.lineno if own.node is not None else 0
            says = f"You take ({mine}); the caller gives ({theirs}). Arguments are handed over by place, not by name."
            slip = own.make_slip("order", "it takes its arguments in another order", says, line)
            return replace(slip, of_signature=False)
    return None


def _iterate_orders(names: tuple[str, ...], expected: tuple[str, ...]) -> Iterator[tuple[int, ...]]:
    """Yield orders to try: for each of the student's arguments, its index in the stub.

    Where the names are those of the stub, they tell the order, and no other is tried.
    """
    count = len(expected)
    if sorted(names) == sorted(expected):
        yield tuple(expected.index(name) for name in names)
        return
    usual = tuple(range(count))
    if count <= ALL_ORDERS:
        yield from (order for order in itertools.permutations(usual) if order != usual)
        return
    for first, second in itertools.combinations(usual, 2):
        order = list(usual)
        order[first], order[second] = second, first
        yield tuple(order)


def _is_right_in_order(
    session: SubmissionSession, family: Family, probe: Sequence[Any], right: Answers, order: tuple[int, ...]
) -> bool:
    outcome = session.ask(family.function, *(probe[index] for index in order))
    return isinstance(outcome, Returned) and all(
        is_close(mine, theirs, LOOSE) for mine, theirs in zip(read_answers(family, outcome.value), right, strict=True)
    )


def _count_values(value: object, right: Answers) -> int:
    """Count the values in what came back: outputs stacked in one array are as many as its first axis is long."""
    stacked = isinstance(value, np.ndarray) and value.ndim == np.ndim(right[0]) + 1  # type: ignore[arg-type]
    if isinstance(value, tuple | list) or stacked:
        return len(value)  # type: ignore[arg-type]
    return 1 if isinstance(value, np.ndarray | np.generic | int | float) else 0


def _is_nested(value: object, count: int) -> bool:
    """Tell whether so many values come in brackets of more than one level."""
    if not isinstance(value, tuple | list):
        return False
    leaves = _collect_leaves(value)
    # Equal in number, they may be the very values that were asked for, each of them nan.
    flat = len(value) == count and all(leaf is part for leaf, part in zip(leaves, value, strict=False))
    return len(leaves) == count and not flat


def _collect_leaves(value: object) -> list[object]:
    """Collect what tuples and lists hold, however they are nested; a list of plain numbers is one leaf."""
    if isinstance(value, tuple) or (
        isinstance(value, list) and any(isinstance(part, tuple | list | np.ndarray) for part in value)
    ):
        return [leaf for part in value for leaf in _collect_leaves(part)]
    return [value]


def _is_output(value: object, right: object) -> bool:
    """Tell whether a value is the right output: the same label, or close numbers."""
    if not isinstance(right, np.ndarray) or isinstance(value, str | dict) or value is None:
        return isinstance(value, str) and isinstance(right, str) and value == right
    try:
        return is_close(np.asarray(value, dtype=float), right, LOOSE)
    except (TypeError, ValueError):
        return False


def _has_shape_of(value: object, right: object) -> bool:
    """Tell whether a value has the shape of an output."""
    return (
        isinstance(right, np.ndarray)
        and isinstance(value, np.ndarray | np.generic | float | int)
        and np.shape(value) == right.shape
    )


def _calls(node: ast.Call, name: str) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == name
