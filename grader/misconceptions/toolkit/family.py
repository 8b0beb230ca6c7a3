"""A family: the right way with its wrong ways at the lines they change; each, and each pair, is a runnable variant.

    @family(CORRECTIONS, gives=("corrected",), probes=[Probe(0.271, 0.9, 3), …])
    def bias_correct(moment, beta, t, *, turn):
        faded = turn.line(lambda: beta**t, {"BC-NOPOW": lambda: beta, "BC-LIN": lambda: beta * t})
        return moment / (1 - faded)

What is written there, which ideas hide others and which coincide is found by the kit.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import numpy as np
from msgspec import Struct

from grader.misconceptions.toolkit import accepted
from grader.misconceptions.toolkit.accepted import Accepted
from grader.misconceptions.toolkit.lines import Choice, Lines, iterate_sets


class Idea(Struct, frozen=True):
    """One wrong turn of a family, and its words."""

    id: str
    name: str
    says: str
    """What the idea means for a run, in optimization terms; never a code edit."""
    hint: str
    """What to think about next."""
    same_as: tuple[str, ...] = ()
    """Ids under which the same idea is known elsewhere (BC-NOPOW inside adam_step is AD-NOPOW)."""
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

    seen: Literal["", "fickle", "deaf"] = ""
    """What no drawn answer shows alone: one Generator gives others each time (`fickle`), all give the same (`deaf`)."""


class Probe(tuple[Any, ...]):
    """The arguments of one call that a correct program could have reached."""

    says: str
    """What the arguments show, as one would tell it; empty where numbers speak for themselves."""

    def __new__(cls, *arguments: Any, says: str = "") -> Probe:
        """Make a probe of these arguments, in the function's order."""
        probe = super().__new__(cls, map(_lay_out, arguments))
        probe.says = says
        return probe


def _lay_out(value: Any) -> Any:
    """Return an array row by row in memory, as it reaches a student's function; anything else as it is.

    A sum over columns adds up in another order, and its last digits are others.
    """
    if type(value) in (list, tuple):
        return type(value)(map(_lay_out, value))
    return np.array(value, order="C") if isinstance(value, np.ndarray) and not value.flags.c_contiguous else value


class NotTabled(LookupError):
    """A student kit was asked for numbers that stand in none of its tables."""


class AnyBut(str):
    """Stands for every other label, and for an exception: where NaN flows on, nobody can say which it will be."""

    label: str
    """The one that it is not."""

    def __new__(cls, label: str) -> AnyBut:
        """Make the answer that stands for any but that label."""
        answer = super().__new__(cls, f"anything but {label}")
        answer.label = label
        return answer

    def __getnewargs__(self) -> tuple[str]:
        """Return the arguments that a copy is made of."""
        return (self.label,)


class Family(Struct, frozen=True, eq=False):
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
    lines: Lines
    """Where the ideas stand."""
    look_up: Callable[[], Accepted] = Accepted
    """Gives what no probe can tell apart, from the file beside the family's."""
    parameters: tuple[str, ...] = ()
    """Names of the function's arguments, in its order."""
    reads: str = ""
    """One of READINGS, where answers are drawn at random: what is compared of them."""

    def get_idea(self, name: str) -> Idea:
        """Return the idea of that id. Raises StopIteration where the family has none."""
        return next(idea for idea in self.ideas if idea.id == name)

    def list_forms(self, name: str) -> range:
        """Return the numbers of the forms in which an idea is written, from 1."""
        return range(1, 1 + len(self.lines.written.get(name, ())))

    @property
    def accepted(self) -> Accepted:
        """What no probe can tell apart."""
        return self.look_up()

    def iterate_choices(self, size: int) -> Iterator[Choice]:
        """Yield every set of so many wrong turns, in every combination of their forms that can be written together."""
        wrong = [
            idea.id
            for idea in self.ideas
            if idea.kind != "advisory" and not idea.seen and not (idea.alone and size > 1)
        ]
        written = self.lines.written
        yield from iterate_sets(
            [(idea, form, written[idea][form - 1]) for idea in wrong for form in self.list_forms(idea)], size
        )


def family(
    *ideas: Idea | Iterable[Idea],
    gives: Sequence[str],
    probes: Iterable[Probe],
    moves: Mapping[str, str] | None = None,
    advice: Iterable[Probe] = (),
    reads: str = "",
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a function of a family file as the right way with its wrong ways."""
    known = tuple(idea for some in ideas for idea in ((some,) if isinstance(some, Idea) else some))

    def mark(run: Callable[..., Any]) -> Callable[..., Any]:
        calls, name = tuple(probes), run.__name__
        file = accepted.locate_file(Path(run.__code__.co_filename))
        names = run.__code__.co_varnames[: run.__code__.co_argcount]

        def look_up() -> Accepted:
            return accepted.read(file).get(name, accepted.NOTHING)

        run.family = Family(  # type: ignore[attr-defined]
            name, run, known, tuple(gives), calls, moves or {}, tuple(advice), Lines(run, calls), look_up, names, reads
        )
        return run

    return mark


@functools.lru_cache(maxsize=64)
def list_choices(family: Family, size: int) -> tuple[Choice, ...]:
    """Return what `iterate_choices` yields as a tuple, kept for the next caller: there may be thousands of sets."""
    return tuple(family.iterate_choices(size))


def families(module: ModuleType) -> dict[str, Family]:
    """Return the families that a file defines, by function."""
    values = (getattr(value, "family", None) for value in vars(module).values())
    own = [value for value in values if isinstance(value, Family) and value.run.__module__ == module.__name__]
    return {family.function: family for family in own}
