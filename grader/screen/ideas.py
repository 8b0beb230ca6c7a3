"""The panel of a diagnosis: the idea whose numbers are the learner's, and the numbers that show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from grader.model import Diagnosis, Plain
from grader.screen.clean import inert
from grader.screen.components import IDEA, QUIET, framed, grid
from grader.screen.numbers import aligned, inputs
from grader.text import value

MOST_PROBES = 3
MOST_NAMES = 4
HEADS = {"yours": "yours", "idea": "this idea", "right": "right"}

Probe = Mapping[str, Plain]


def diagnosis(found: Diagnosis) -> Panel:
    """The idea in words, a few probes with the learner's, the idea's and the right numbers, a thought to follow."""
    title = Text.assemble(("◆", IDEA), " ", inert(f"{found.function}: what your numbers say", "bold"))
    parts: list[RenderableType] = [_says(found)]
    if (table := evidence(found.evidence)) is not None:
        parts.append(table)
    if shows := [words for words in _texts(found.evidence.get("shows")) if words not in found.says]:
        parts.append(Group(*(Text.assemble("• ", inert(words)) for words in shows)))
    if beside := _beside(found):
        parts.append(inert(beside, QUIET))
    if found.hint:
        parts.append(Text.assemble(("To think about: ", IDEA), inert(found.hint)))
    return framed(title, IDEA, *parts)


def evidence(told: Probe) -> Table | None:
    """The probes in columns where their answers are single numbers, else in rows."""
    probes, named = _picked(told)
    heads = {key: head for key, head in HEADS.items() if any(key in probe for probe in probes)}
    single = [probe for probe in probes if all(_is_number(probe.get(key)) for key in heads)]
    if not heads:
        return None
    return _columns(single[:MOST_PROBES], heads, named) if single else _rows(probes[: MOST_PROBES - 1], heads, named)


def _says(found: Diagnosis) -> RenderableType:
    """The name of a single idea stands before a colon."""
    name, colon, rest = found.says.partition(": ")
    ids = inert(f"  {' + '.join(found.misconceptions)}", QUIET) if found.misconceptions else Text()
    if len(found.misconceptions) == 1 and colon and len(name) < 60:
        return Group(Text.assemble(inert(name, "bold"), ids), inert(rest))
    return Text.assemble(inert(found.says), ids)


def _beside(found: Diagnosis) -> str:
    """Other names for these numbers, and what cannot be seen behind them."""
    taken = set(found.misconceptions)
    others = [" with ".join(ids) for ids in found.alternatives if not taken <= set(ids)]
    hidden = _texts(found.evidence.get("hides"))
    said = []
    if others and others[0] not in found.says:
        said.append(f"The same numbers would come from {_listed(others)}.")
    if hidden:
        said.append(f"Behind this one, {_listed(hidden)} could not be seen yet.")
    return " ".join(said)


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:MOST_NAMES])
    return ", ".join(shown) + (" and others" if len(names) > len(shown) else "")


def _picked(told: Probe) -> tuple[list[Probe], str]:
    """The probes, of several outputs only those that are off; the name of the output where one is off."""
    probes = told.get("probes")
    outputs = told.get("outputs")
    held = [probe for probe in probes if isinstance(probe, Mapping)] if _is_list(probes) else []  # type: ignore[union-attr]
    if not isinstance(outputs, Mapping) or len(outputs) < 2:
        return held, ""
    off = [place for place, state in enumerate(outputs.values()) if state != "right"]
    if len(off) != 1:
        return held, ""
    return [_only(probe, off[0], len(outputs)) for probe in held], list(outputs)[off[0]]


def _only(probe: Probe, place: int, count: int) -> Probe:
    """A probe whose answers are cut down to one output."""
    cut = dict(probe)
    for key in HEADS.keys() & probe.keys():
        whole = probe[key]
        if _is_list(whole) and len(whole) == count:  # type: ignore[arg-type]
            cut[key] = whole[place]  # type: ignore[index]
    return cut


def _columns(probes: Sequence[Probe], heads: Mapping[str, str], named: str) -> Table:
    table = grid(dict(ratio=1), *(dict(justify="right", no_wrap=True) for _ in heads), gap=3, heads=True)
    table.add_row(_head(named), *(Text(head, QUIET) for head in heads.values()))
    for probe in probes:
        table.add_row(_given(probe), *(inert(value(probe.get(key)), _style(key)) for key in heads))
    return table


def _rows(probes: Sequence[Probe], heads: Mapping[str, str], named: str) -> Table:
    table = grid(dict(style=QUIET, no_wrap=True), dict(ratio=1), label=True)
    for place, probe in enumerate(probes):
        if place:
            table.add_row()
        table.add_row(_head(named), _given(probe))
        for key, text in zip(heads, aligned([probe.get(key) for key in heads]), strict=True):
            text.stylize(_style(key))
            table.add_row(heads[key], text)
    return table


def _head(named: str) -> Text:
    return inert(f"given → {named}" if named else "given", QUIET)


def _style(key: str) -> str:
    return "bold" if key == "yours" else ""


def _given(probe: Probe) -> Text:
    given = probe.get("given")
    return inputs(given) if isinstance(given, Mapping) else Text()


def _is_number(thing: Plain) -> bool:
    return thing is None or (isinstance(thing, int | float | str) and not isinstance(thing, bool))


def _is_list(thing: Plain) -> bool:
    return isinstance(thing, Sequence) and not isinstance(thing, str)


def _texts(thing: Plain) -> list[str]:
    return [str(words) for words in thing] if _is_list(thing) else [thing] if isinstance(thing, str) else []  # type: ignore[union-attr]
