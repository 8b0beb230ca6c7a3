"""A family: the right way with every wrong turn marked, so that each turn and each pair is a runnable variant.

    @family(
        Idea("BC-NOPOW", "the exponent forgotten", "Your correction never fades: …", "What is left at step 1000?"),
        gives=("corrected",),
        probes=[Probe(0.271, 0.9, 3), …],
    )
    def bias_correct(moment, beta, t, *, turn):
        if turn("BC-NOPOW"):
            return moment / (1 - beta)
        return moment / (1 - beta**t)

`turn(id)` is the number of the form taken (1 for the first), or 0 where that turn is not taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from types import ModuleType
from typing import Any, Literal

ALL = "*"
"""In `hides`: whatever else is wrong cannot be seen."""

Choice = tuple[tuple[str, int], ...]
"""Turns taken, each with its form."""


@dataclass(frozen=True, slots=True)
class Idea:
    """One wrong turn of a family, and its words."""

    id: str
    name: str
    says: str
    """What the idea means for a run, in optimization terms; never a code edit."""
    hint: str
    """What to think about next."""
    forms: int = 1
    """In how many ways the idea is written."""
    writes: tuple[str, ...] = ()
    """The lines it writes, blanks between them: once for all forms, or once a form.

    A line is written one way only, so two turns that write the same line are never taken together.
    """
    hides: tuple[str, ...] = ()
    """Ids or patterns (`BC-*`) that cannot be seen behind this one, or ALL."""
    same_as: tuple[str, ...] = ()
    """Ids under which the very same numbers are known elsewhere (BC-NOPOW inside adam_step is AD-NOPOW)."""
    kind: Literal["wrong", "convention", "advisory"] = "wrong"
    """`convention`: right elsewhere, not what this stub asks; `advisory`: costs nothing, becomes a note."""
    rare: bool = False
    """Named only where no commoner idea fits."""
    guarded: bool = False
    """Where the idea divides by zero, a student may well have a guard of their own: such points never decide."""
    alone: bool = False
    """Never looked for together with another idea."""
    prefix: bool = False
    """The idea ends a run early, once it has settled: any beginning of the path that stops there is the idea's."""

    def lines(self, form: int) -> frozenset[str]:
        """The lines that a form writes."""
        if not self.writes:
            return frozenset()
        return frozenset(self.writes[0 if len(self.writes) == 1 else form - 1].split())

    def covers(self, other: str) -> bool:
        """Whether another idea cannot be seen behind this one."""
        return other != self.id and any(fnmatch(other, pattern) for pattern in self.hides)


@dataclass(frozen=True, slots=True)
class Turn:
    """Which wrong turns a variant takes; asked by the family's function."""

    taken: Mapping[str, int] = field(default_factory=dict)

    def __call__(self, idea: str) -> int:
        """The form taken, from 1; 0 where that turn is not taken."""
        return self.taken.get(idea, 0)


class Probe(tuple[Any, ...]):
    """The arguments of one call that a correct program could have reached."""

    says: str
    """What the arguments show, as one would tell it; empty where numbers speak for themselves."""

    def __new__(cls, *arguments: Any, says: str = "") -> Probe:
        """A probe of these arguments, in the function's order."""
        made = super().__new__(cls, arguments)
        made.says = says
        return made


class NotTabled(LookupError):
    """A student kit was asked for numbers that stand in none of its tables."""


class AnyBut(str):
    """Stands for every other label, and for an exception: where NaN flows on, nobody can say which it will be."""

    label: str
    """The one that it is not."""

    def __new__(cls, label: str) -> AnyBut:
        """Any answer but that label."""
        made = super().__new__(cls, f"anything but {label}")
        made.label = label
        return made


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """Everything the kit knows of how one function goes wrong."""

    function: str
    run: Callable[..., Any]
    """Called with a probe's arguments and `turn`: the function of the family file, or, in a student kit, a table
    of what it answered."""
    ideas: tuple[Idea, ...]
    gives: tuple[str, ...]
    """Names of the outputs, as the stub writes them; one name for a single output."""
    probes: tuple[Probe, ...]
    """Cheap ones first: plain numbers weed out most variants before an array is touched."""
    moves: Mapping[str, str]
    """Which output is an argument moved: its difference is a step with a direction and a length."""
    advice: tuple[Probe, ...]
    """Probes that tell advisory ideas apart, asked even where every check passed."""
    same: tuple[frozenset[frozenset[str]], ...]
    """Declared coincidences: sets of ideas that no probe can tell apart, in some of their forms."""
    parameters: tuple[str, ...] = ()
    """Names of the function's arguments, in its order."""

    def idea(self, name: str) -> Idea:
        """The idea of that id."""
        return next(idea for idea in self.ideas if idea.id == name)

    def choices(self, size: int) -> Iterator[Choice]:
        """Every set of so many wrong turns, in every combination of their forms that can be written together."""
        wrong = [idea for idea in self.ideas if idea.kind != "advisory" and not (idea.alone and size > 1)]
        taken = [(idea.id, form, idea.lines(form)) for idea in wrong for form in range(1, idea.forms + 1)]
        yield from _choices(taken, size, frozenset())

    def seen(self, ideas: Iterable[str]) -> frozenset[str]:
        """What of a set shows in the numbers: ideas hidden by another of the set are left out."""
        held = frozenset(ideas)
        return frozenset(one for one in held if not any(self.idea(other).covers(one) for other in held))

    def alike(self, sets: Iterable[Iterable[str]]) -> bool:
        """Whether it is declared, by `hides` or `same`, that all these sets can have the same numbers."""
        shown = frozenset(self.seen(one) for one in sets)
        return any(shown <= group for group in self.same) or len({self.simplest(one) for one in shown}) < 2

    def simplest(self, ideas: Iterable[str]) -> frozenset[str]:
        """The least set that is declared to look like this one, alone or as a part of it."""
        held = self.seen(ideas)
        for group in self.same:
            least = min(group, key=_by_size)
            for other in group - {least}:
                if other <= held:
                    return self.simplest((held - other) | least)
        return held


def _by_size(ideas: frozenset[str]) -> tuple[int, list[str]]:
    return len(ideas), sorted(ideas)


def _choices(taken: Sequence[tuple[str, int, frozenset[str]]], size: int, written: frozenset[str]) -> Iterator[Choice]:
    if size == 0:
        yield ()
        return
    for place, (idea, form, lines) in enumerate(taken):
        if lines & written:
            continue
        later = [one for one in taken[place + 1 :] if one[0] != idea]
        for rest in _choices(later, size - 1, written | lines):
            yield ((idea, form), *rest)


def family(
    *ideas: Idea,
    gives: Sequence[str],
    probes: Sequence[Probe],
    moves: Mapping[str, str] | None = None,
    advice: Sequence[Probe] = (),
    same: Sequence[Sequence[Sequence[str]]] = (),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a function of a family file as the right way with its wrong turns."""

    def mark(run: Callable[..., Any]) -> Callable[..., Any]:
        declared = tuple(frozenset(frozenset(one) for one in group) for group in same)
        names = run.__code__.co_varnames[: run.__code__.co_argcount]
        found = Family(
            run.__name__, run, tuple(ideas), tuple(gives), tuple(probes), moves or {}, tuple(advice), declared, names
        )
        run.family = found  # type: ignore[attr-defined]
        return run

    return mark


def families(module: ModuleType) -> dict[str, Family]:
    """The families of a file, by function."""
    found = (getattr(value, "family", None) for value in vars(module).values())
    return {one.function: one for one in found if isinstance(one, Family) and one.run.__module__ == module.__name__}
