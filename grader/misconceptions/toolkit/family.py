"""A family: the right way with its wrong ways at the lines they change; each, and each pair, is a runnable variant.

    @family(CORRECTIONS, gives=("corrected",), probes=[Probe(0.271, 0.9, 3), …])
    def bias_correct(moment, beta, t, *, turn):
        faded = turn.line(lambda: beta**t, {"BC-NOPOW": lambda: beta, "BC-LIN": lambda: beta * t})
        return moment / (1 - faded)

What is written there, which ideas hide others and which coincide is found by the kit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from grader.misconceptions.toolkit import accepted
from grader.misconceptions.toolkit.accepted import Accepted
from grader.misconceptions.toolkit.lines import Choice, Lines, sets_of

ALL = "*"
"""In `hides`: whatever else is wrong cannot be seen."""


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

    seen: Literal["", "fickle", "deaf"] = ""
    """What no drawn answer shows alone: one Generator gives others each time (`fickle`), all give the same (`deaf`)."""

    def lines(self, form: int) -> frozenset[str]:
        """The lines that a form writes."""
        if not self.writes:
            return frozenset()
        return frozenset(self.writes[0 if len(self.writes) == 1 else form - 1].split())

    def covers(self, other: str) -> bool:
        """Whether another idea cannot be seen behind this one."""
        return other != self.id and any(fnmatch(other, pattern) for pattern in self.hides)


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
    lines: Lines
    """Where the ideas stand."""
    look_up: Callable[[], Accepted] = Accepted
    """Gives what no probe can tell apart, from the file beside the family's."""
    parameters: tuple[str, ...] = ()
    """Names of the function's arguments, in its order."""
    reads: str = ""
    """One of READINGS, where answers are drawn at random: what is compared of them."""

    def idea(self, name: str) -> Idea:
        """Return the idea of that id."""
        return next(idea for idea in self.ideas if idea.id == name)

    def forms(self, name: str) -> range:
        """Return the forms in which an idea is written, from 1."""
        return range(1, 1 + max(len(self.lines.written.get(name, ())), self.idea(name).forms))

    @property
    def accepted(self) -> Accepted:
        """What no probe can tell apart."""
        return self.look_up()

    def choices(self, size: int) -> Iterator[Choice]:
        """Give every set of so many wrong turns, in every combination of their forms that can be written together."""
        wrong = [
            idea for idea in self.ideas if idea.kind != "advisory" and not idea.seen and not (idea.alone and size > 1)
        ]
        yield from sets_of(
            [(one.id, form, self.written(one, form)) for one in wrong for form in self.forms(one.id)], size
        )

    def written(self, idea: Idea, form: int) -> frozenset[Any]:
        """Return the lines that a form of an idea writes."""
        forms = self.lines.written.get(idea.id, ())
        return (forms[form - 1] if form <= len(forms) else frozenset()) | idea.lines(form)


def family(
    *ideas: Idea | Iterable[Idea],
    gives: Sequence[str],
    probes: Iterable[Probe],
    moves: Mapping[str, str] | None = None,
    advice: Iterable[Probe] = (),
    reads: str = "",
    same: Sequence[Sequence[Sequence[str]]] = (),
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a function of a family file as the right way with its wrong ways."""
    known = tuple(one for given in ideas for one in ((given,) if isinstance(given, Idea) else given))
    declared = tuple(frozenset(frozenset(one) for one in group) for group in same)

    def mark(run: Callable[..., Any]) -> Callable[..., Any]:
        asked, name = tuple(probes), run.__name__
        file = accepted.beside(Path(run.__code__.co_filename))
        names = run.__code__.co_varnames[: run.__code__.co_argcount]

        def look_up() -> Accepted:
            found = accepted.read(file).get(name, accepted.NOTHING)
            hides = {one.id: frozenset(o.id for o in known if one.covers(o.id)) for one in known if one.hides}
            return Accepted((*declared, *found.same), {**hides, **found.hides})

        found = Family(
            name, run, known, tuple(gives), asked, moves or {}, tuple(advice), Lines(run, asked), look_up, names, reads
        )
        run.family = found  # type: ignore[attr-defined]
        return run

    return mark


def families(module: ModuleType) -> dict[str, Family]:
    """Return the families of a file, by function."""
    found = (getattr(value, "family", None) for value in vars(module).values())
    return {one.function: one for one in found if isinstance(one, Family) and one.run.__module__ == module.__name__}
