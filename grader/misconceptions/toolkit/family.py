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
    hides: tuple[str, ...] = ()
    """Ids that cannot be seen behind this one, or ALL."""
    same_as: tuple[str, ...] = ()
    """Ids under which the very same numbers are known elsewhere (BC-NOPOW inside adam_step is AD-NOPOW)."""
    kind: Literal["wrong", "convention", "advisory"] = "wrong"
    """`convention`: right elsewhere, not what this stub asks; `advisory`: costs nothing, becomes a note."""
    rare: bool = False
    """Named only where no commoner idea fits."""
    guarded: bool = False
    """Where the idea divides by zero, a student may well have a guard of their own: such points never decide."""
    prefix: bool = False
    """The idea ends a run early, once it has settled: any beginning of the path that stops there is the idea's."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Which wrong turns a variant takes; asked by the family's function."""

    taken: Mapping[str, int] = field(default_factory=dict)

    def __call__(self, idea: str) -> int:
        """The form taken, from 1; 0 where that turn is not taken."""
        return self.taken.get(idea, 0)


class Probe(tuple[Any, ...]):
    """The arguments of one call that a correct program could have reached."""

    __slots__ = ()

    def __new__(cls, *arguments: Any) -> Probe:
        """A probe of these arguments, in the function's order."""
        return super().__new__(cls, arguments)


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """Everything the kit knows of how one function goes wrong."""

    function: str
    run: Callable[..., Any]
    """The function of the family file, called with a probe's arguments and `turn`."""
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
    """Declared coincidences: sets of ideas with the very same numbers on every probe; the empty set is right."""

    def idea(self, name: str) -> Idea:
        """The idea of that id."""
        return next(idea for idea in self.ideas if idea.id == name)

    def hidden(self, idea: Idea) -> list[str]:
        """The ids that cannot be seen behind an idea."""
        others = [other.id for other in self.ideas if other.id != idea.id and other.kind != "advisory"]
        return [other for other in others if any(fnmatch(other, pattern) for pattern in idea.hides)]

    def visible(self, ideas: Iterable[str]) -> frozenset[str]:
        """What can be seen of a set of ideas, by the family's declarations.

        Hidden ones are left out, and of sets with the same numbers the first by size and name stands for all:
        sets that come out alike here are declared to look alike.
        """
        seen = frozenset(ideas)
        while (less := self._less(seen)) != seen:
            seen = less
        return seen

    def _less(self, seen: frozenset[str]) -> frozenset[str]:
        for name in sorted(seen):
            hidden = seen.intersection(self.hidden(self.idea(name)))
            if hidden:
                return seen - {min(hidden)}
        for group in self.same:
            first = min(group, key=_by_size)
            for other in group - {first}:
                if other <= seen:
                    return (seen - other) | first
        return seen

    def choices(self, size: int) -> Iterator[Choice]:
        """Every set of so many wrong turns, in every combination of their forms."""
        wrong = [idea for idea in self.ideas if idea.kind != "advisory"]
        yield from _choices(wrong, size)


def _by_size(ideas: frozenset[str]) -> tuple[int, list[str]]:
    return len(ideas), sorted(ideas)


def _choices(ideas: Sequence[Idea], size: int) -> Iterator[Choice]:
    if size == 0:
        yield ()
        return
    for place, idea in enumerate(ideas):
        for rest in _choices(ideas[place + 1 :], size - 1):
            for form in range(1, idea.forms + 1):
                yield ((idea.id, form), *rest)


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
        found = Family(
            run.__name__, run, tuple(ideas), tuple(gives), tuple(probes), moves or {}, tuple(advice), declared
        )
        run.family = found  # type: ignore[attr-defined]
        return run

    return mark


def families(module: ModuleType) -> dict[str, Family]:
    """The families of a file, by function."""
    found = (getattr(value, "family", None) for value in vars(module).values())
    return {one.function: one for one in found if isinstance(one, Family) and one.run.__module__ == module.__name__}
