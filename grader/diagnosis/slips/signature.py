"""What a function takes and returns: told before anything about its numbers."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from msgspec.structs import replace

from grader.diagnosis.answers import TOLERANCES, Answers, is_close, read_answers
from grader.diagnosis.slips.slip import Slip, format_value_count, join_names, spell_number
from grader.diagnosis.trial import Trial
from grader.execution.handwriting import Function, in_place, own_nodes, parameters_of, read_handwriting, returns
from grader.execution.session import SubmissionSession
from grader.misconceptions.toolkit import Family
from grader.model import Diagnosis
from grader.sandbox.outcomes import Returned
from grader.text import is_name

FEW = 3
"""Probes on which an order of arguments is tried first."""
ALL_ORDERS = 4
"""Arguments of which every order is tried; of more, only two change places."""
LOOSE = TOLERANCES[-1]


def find_signature_slip(session: SubmissionSession, family: Family, trial: Trial, found: Diagnosis) -> Slip | None:
    """The first fault of the contract."""
    own = _Own(session, family)
    held = [one.value for one in trial.outcomes if isinstance(one, Returned)]
    if not held:
        return None
    for slip in (
        _nothing(own, held),
        _of_another_kind(own, family, trial, held),
        _count(own, family, trial),
        _changed(own, family, trial, found),
        _kept_between_calls(own, found),
        _order(own, session, family, trial),
    ):
        if slip is not None:
            return slip
    return None


class _Own:
    """The student's function as it is written."""

    def __init__(self, session: SubmissionSession, family: Family) -> None:
        self.name = family.function
        found = read_handwriting(session.submission).function(family.function)
        self.node: Function | None = found[0] if found else None
        self.cell = found[1] if found else 0

    def slip(self, name: str, headline: str, says: str, line: int = 0) -> Slip:
        """A slip at a line of this function."""
        return Slip(name, headline, says, line, self.cell if line else 0)

    @property
    def nodes(self) -> list[ast.AST]:
        """All that stands in it."""
        return list(own_nodes(self.node)) if self.node is not None else []

    @property
    def last_return(self) -> int:
        """The line of its last `return` with a value; 0 where there is none."""
        found = returns(self.node) if self.node is not None else []
        return found[-1].lineno if found else 0


def _nothing(own: _Own, held: Sequence[object]) -> Slip | None:
    """Nothing comes back: printed instead, or a `return` is missing."""
    if any(value is not None for value in held):
        return None
    prints = [node.lineno for node in own.nodes if isinstance(node, ast.Call) and _calls(node, "print")]
    if prints and not own.last_return:
        says = "`print` shows a number on the screen, and the caller gets nothing (None). Use `return` instead."
        return own.slip("prints", "it prints its answer and does not return it", says, prints[-1])
    line = own.node.lineno if own.node is not None else 0
    says = "Your function ends without a `return`, so the caller gets None. End it with `return` and the answer."
    if own.last_return:
        says = "The caller gets None. Does every path through your function reach a `return`?"
    return own.slip("none", "it returns nothing", says, 0 if own.last_return else line)


def _of_another_kind(own: _Own, family: Family, trial: Trial, held: Sequence[object]) -> Slip | None:
    """A dict or a text where numbers are wanted."""
    labels = any(isinstance(one, str) for right in trial.right for one in right)
    several = f"Return {format_value_count(len(family.gives))}, {join_names(family.gives)}."
    wants = several if len(family.gives) > 1 else f"Return {'a label' if labels else family.gives[0]}."
    if all(isinstance(value, dict) for value in held):
        return own.slip("dict", "it returns a dict", f"{wants} You returned a dict.", own.last_return)
    if all(isinstance(value, bool | np.bool_) for value in held):
        says = f"{wants} You returned True or False."
        return own.slip("bool", "it returns True or False", says, own.last_return)
    if not labels and all(isinstance(value, str) for value in held):
        says = f"{wants} You returned a text (str). Leave out `str`, f-strings and the like."
        return own.slip("text", "it returns a text", says, own.last_return)
    return None


def _count(own: _Own, family: Family, trial: Trial) -> Slip | None:
    """Another number of things than was asked for."""
    gives = family.gives
    rows = [
        (outcome.value, right)
        for outcome, right in zip(trial.outcomes, trial.right, strict=True)
        if isinstance(outcome, Returned)
    ]
    if len(gives) == 1:
        return _wrapped(own, gives[0], rows)
    line = own.last_return
    need = f"The caller needs {spell_number(len(gives))}: {join_names(gives)}."
    if not any(isinstance(value, tuple | list) for value, _ in rows):
        for place, name in enumerate(gives):
            if all(_is(value, right[place]) for value, right in rows):
                says = f"Your {name} is right. {need} Return them all, with commas between them."
                return own.slip("first_only", f"it returns {name} alone", says, line)
        if all(_is_like(value, right[0]) for value, right in rows):
            return own.slip("count", "it returns one value", f"{need} Return them all, with commas between them.", line)
    if any(any(one is not None for one in read_answers(family, value)) for value, _ in rows):
        return None
    counts = {_amount(value) for value, _ in rows}
    if len(counts) != 1:
        return None
    (count,) = counts
    flat = [_leaves(value) for value, _ in rows]
    if all(isinstance(value, tuple | list) for value, _ in rows) and all(len(one) == len(gives) for one in flat):
        says = f"You returned a tuple inside a tuple. {need} Return them side by side, without inner brackets."
        return own.slip("nested", "it returns a tuple inside a tuple", says, line)
    if count == len(gives) or count == 0:
        return None
    return own.slip("count", f"it returns {format_value_count(count)}", need, line)


def _wrapped(own: _Own, name: str, rows: Sequence[tuple[Any, Answers]]) -> Slip | None:
    """The one thing that was asked for, inside a tuple or beside others."""
    held = [value for value, _ in rows]
    if not all(isinstance(value, tuple | list) for value in held):
        return None
    lengths = {len(value) for value in held}
    if len(lengths) != 1:
        return None
    (length,) = lengths
    if all(_is(value, right[0]) for value, right in rows):
        return None
    for place in range(min(length, 5)):
        if all(_is(value[place], right[0]) for value, right in rows):
            if length == 1:
                says = f"You returned a {type(held[0]).__name__} that holds {name}. Return {name} itself"
                comma = (
                    ": a comma after `return x,` makes a tuple." if own.node is not None and _has_comma(own) else "."
                )
                return own.slip(
                    "wrapped", f"it returns {name} inside a {type(held[0]).__name__}", says + comma, own.last_return
                )
            says = f"The caller needs {name} and nothing else. It is number {place + 1} of what you return."
            return own.slip("count", f"it returns {format_value_count(length)}", says, own.last_return)
    return None


def _has_comma(own: _Own) -> bool:
    return own.node is not None and any(
        isinstance(one.value, ast.Tuple) and len(one.value.elts) == 1 for one in returns(own.node)
    )


def _changed(own: _Own, family: Family, trial: Trial, found: Diagnosis) -> Slip | None:
    """Arguments changed, where the numbers are right."""
    if "X-MUTATES" not in found.misconceptions:
        return None
    places = next((one.changed for one in trial.outcomes if isinstance(one, Returned) and one.changed), ())
    names = [family.parameters[place] for place in places if place < len(family.parameters)]
    name = names[0] if names else "arguments"
    spot = in_place(own.node, parameters_of(own.node)) if own.node is not None else None
    if spot is not None and own.node is not None:
        theirs = parameters_of(own.node)
        place = theirs.index(spot[0])
        how = f" ({spot[1]} works in place)" if place in places else ""
        name = spot[0] if place in places else name
        says = f"Your function changed the caller's `{name}`{how}. Return a new array."
        return own.slip("in_place", f"it changes `{name}`", says, spot[2] if how else 0)
    says = f"Your function changed the caller's `{name}`. Return a new array."
    return own.slip("in_place", f"it changes `{name}`", says)


def _kept_between_calls(own: _Own, found: Diagnosis) -> Slip | None:
    """A default or a global that remembers."""
    shows = found.evidence.get("symptoms")
    kinds = {one.get("id") for one in shows if isinstance(one, dict)} if isinstance(shows, list) else set()
    if "state" not in kinds or own.node is None:
        return None
    given = own.node.args
    last = [*given.posonlyargs, *given.args][-len(given.defaults) :] if given.defaults else []
    pairs = [*zip(last, given.defaults, strict=True), *zip(given.kwonlyargs, given.kw_defaults, strict=True)]
    for argument, default in pairs:
        if isinstance(default, ast.List | ast.Dict | ast.Set | ast.Call):
            text = f"{argument.arg}={ast.unparse(default)}"
            says = (
                f"Python makes the default `{text}` once, and all calls share it. What one call leaves there, the next "
                f"one finds. Write `{argument.arg}=None` and make a new one inside."
            )
            return own.slip("mutable_default", "a default is shared between calls", says, argument.lineno)
    for node in own.nodes:
        if isinstance(node, ast.Global | ast.Nonlocal):
            names = join_names([f"`{name}`" for name in node.names if is_name(name)])
            says = f"The same call gave another answer the next time: {names} outside the function keeps the last call."
            return own.slip("global", "it remembers the last call", says, node.lineno)
    return None


def _order(own: _Own, session: SubmissionSession, family: Family, trial: Trial) -> Slip | None:
    """The arguments in another order: right as soon as they are handed over so."""
    has = session.parameters_of(family.function)
    wanted = family.parameters
    if has is None or len(has.names) != len(wanted) or has.names == wanted:
        return None
    probes = list(zip(family.probes, trial.right, strict=True))
    for order in _orders(has.names, wanted):
        if all(
            _right_in_order(session, family, probe, right, order)
            for probe, right in itertools.chain(probes[-FEW:], probes)
        ):
            differ = [place for place in range(len(wanted)) if order[place] != place]
            mine = ", ".join(has.names[place] for place in differ)
            theirs = ", ".join(wanted[place] for place in differ)
            line = own.node.lineno if own.node is not None else 0
            says = f"You take ({mine}); the caller gives ({theirs}). Arguments are handed over by place, not by name."
            found = own.slip("order", "it takes its arguments in another order", says, line)
            return replace(found, of_signature=False)
    return None


def _orders(names: tuple[str, ...], wanted: tuple[str, ...]) -> Iterator[tuple[int, ...]]:
    """Orders to try, as the place in the stub of each of the student's arguments: what the names say first."""
    count = len(wanted)
    if sorted(names) == sorted(wanted):
        yield tuple(wanted.index(name) for name in names)
        return
    plain = tuple(range(count))
    if count <= ALL_ORDERS:
        yield from (order for order in itertools.permutations(plain) if order != plain)
        return
    for one, other in itertools.combinations(plain, 2):
        order = list(plain)
        order[one], order[other] = other, one
        yield tuple(order)


def _right_in_order(
    session: SubmissionSession, family: Family, probe: Sequence[Any], right: Answers, order: tuple[int, ...]
) -> bool:
    outcome = session.ask(family.function, *(probe[place] for place in order))
    return isinstance(outcome, Returned) and all(
        is_close(one, other, LOOSE) for one, other in zip(read_answers(family, outcome.value), right, strict=True)
    )


def _amount(value: object) -> int:
    if isinstance(value, tuple | list):
        return len(value)
    return 1 if isinstance(value, np.ndarray | np.generic | int | float) else 0


def _leaves(value: object) -> list[object]:
    """What tuples and lists hold, however they are nested; a list of numbers is one thing."""
    if isinstance(value, tuple) or (
        isinstance(value, list) and any(isinstance(one, tuple | list | np.ndarray) for one in value)
    ):
        return [leaf for one in value for leaf in _leaves(one)]
    return [value]


def _is(value: object, wanted: object) -> bool:
    if not isinstance(wanted, np.ndarray) or isinstance(value, str | dict) or value is None:
        return isinstance(value, str) and isinstance(wanted, str) and value == wanted
    try:
        return is_close(np.asarray(value, dtype=float), wanted, LOOSE)
    except (TypeError, ValueError):
        return False


def _is_like(value: object, wanted: object) -> bool:
    """Whether a value has the shape of one output."""
    return (
        isinstance(wanted, np.ndarray)
        and isinstance(value, np.ndarray | np.generic | float | int)
        and np.shape(value) == wanted.shape
    )


def _calls(node: ast.Call, name: str) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == name
