"""The panels of a report: a law that did not hold, something that happened, an idea that fits the numbers."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from grader.model import CheckResult, Diagnosis, Finding, Misconception, Plain
from grader.screen.clean import inert
from grader.screen.looks import FAILED, IDEA, QUIET, UNKNOWN, framed, grid, mark
from grader.screen.numbers import aligned, compared, inputs
from grader.words import value

MOST_PROBES = 4
TITLES = {
    "timeout": "did not come back", "crash": "stopped before it answered", "memory": "ran out of memory",
    "missing": "not defined", "signature": "takes other arguments", "value": "returned no plain data",
    "protocol": "broke the protocol", "unwritten": "not written yet", "X-MUTATES": "changed its arguments",
    "X-SHAPE": "another shape or kind", "X-NONFINITE": "not finite", "syntax": "no valid Python",
    "encoding": "not readable as text", "no_file": "no file", "no_code": "no code", "too_large": "too large",
    "broken_notebook": "a notebook that cannot be read", "absent": "nothing handed in",
}  # fmt: skip
MILD = frozenset({"unwritten", "X-MUTATES"})
"""Findings that are no error of the program."""


def failure(check: CheckResult) -> Panel:
    """One law: what it says, the numbers, what breaking it means."""
    title = mark(check.outcome).append(f" {check.function}", "bold")
    numbers = compared(check)
    parts: list[RenderableType] = [inert(check.says, "bold")]
    if numbers is not None:
        parts.append(numbers)
    if check.message:
        parts.append(inert(check.message, lines=True))
    return framed(title, "red" if check.outcome == "failed" else "yellow", *parts)


def finding(found: Finding, asked: CheckResult | None = None) -> Panel:
    """One thing that happened around the numbers: the call it happened in, the learner's own lines set off."""
    sign, style = UNKNOWN if found.id in ("timeout", *MILD) else FAILED
    named = f"{found.function}: " if found.function else ""
    title = Text(sign, style).append(f" {named}{TITLES.get(found.id, found.id)}", "bold")
    says, _, code = found.says.partition("\n")
    parts: list[RenderableType] = [inert(says)]
    if code:
        parts.append(inert(textwrap.dedent(code), "bold", lines=True))
    if asked is not None and found.id != "timeout":
        parts.append(compared(asked) or Text())
    return framed(title, style.removeprefix("bold "), *parts)


def diagnosis(found: Diagnosis, known: Mapping[str, Misconception] | None = None) -> Panel:
    """The idea whose numbers are the learner's, the probes that show it, and what to think about."""
    title = Text("◆", IDEA).append(f" {found.function}: what your numbers say", "bold")
    parts: list[RenderableType] = []
    if found.misconceptions:
        parts.append(_named(found.misconceptions, known or {}))
    parts.append(inert(found.says))
    table = _probes(found.evidence.get("probes"), bool(found.misconceptions))
    if table is not None:
        parts.append(table)
    if shows := _sentences(found.evidence.get("shows")):
        parts.append(Group(*(Text("• ").append_text(inert(words)) for words in shows)))
    if found.alternatives:
        others = "; ".join(" with ".join(ids) for ids in found.alternatives)
        parts.append(inert(f"Just the same numbers come from: {others}.", QUIET))
    if found.hint:
        parts.append(Text.assemble(("To think about: ", IDEA), inert(found.hint)))
    return framed(title, IDEA, *parts)


def _named(ids: Sequence[str], known: Mapping[str, Misconception]) -> Text:
    text = Text()
    for number, name in enumerate(ids):
        if number:
            text.append("  together with  ", QUIET)
        if name in known:
            text.append_text(inert(known[name].name, "bold")).append(f"  {name}", QUIET)
        else:
            text.append_text(inert(name, "bold"))
    return text


def _probes(probes: Plain, idea: bool) -> Table | None:
    """Yours beside the idea's and the right numbers: in columns where all are single numbers, else in rows."""
    if not isinstance(probes, Sequence) or isinstance(probes, str):
        return None
    told = [probe for probe in probes if isinstance(probe, Mapping)][:MOST_PROBES]
    wanted = {"yours": "yours", "idea": "this idea", "right": "right"}
    wanted = {key: head for key, head in wanted.items() if key != "idea" or idea}
    if not told:
        return None
    single = all(isinstance(probe.get(key), int | float | None) for probe in told for key in wanted)
    return _columns(told, wanted) if single else _rows(told, wanted)


def _columns(probes: Sequence[Mapping[str, Plain]], wanted: Mapping[str, str]) -> Table:
    table = grid(dict(ratio=1), *(dict(justify="right", no_wrap=True) for _ in wanted), gap=3)
    table.add_row(Text("given", QUIET), *(Text(head, QUIET) for head in wanted.values()))
    for probe in probes:
        table.add_row(_given(probe), *(_cell(probe.get(key), "bold" if key == "yours" else "") for key in wanted))
    return table


def _rows(probes: Sequence[Mapping[str, Plain]], wanted: Mapping[str, str]) -> Table:
    table = grid(dict(style=QUIET, no_wrap=True), dict(ratio=1))
    for place, probe in enumerate(probes):
        if place:
            table.add_row()
        table.add_row("given", _given(probe))
        shown = aligned([probe.get(key) for key in wanted])
        for (key, head), text in zip(wanted.items(), shown, strict=True):
            text.stylize("bold" if key == "yours" else "")
            table.add_row(head, text)
    return table


def _given(probe: Mapping[str, Plain]) -> Text:
    given = probe.get("given")
    return inputs(given) if isinstance(given, Mapping) else Text()


def _cell(thing: Plain, style: str) -> Text:
    return inert("–" if thing is None else value(thing), style)


def _sentences(shows: Plain) -> list[str]:
    if isinstance(shows, str):
        return [shows]
    return [str(words) for words in shows] if isinstance(shows, Sequence) else []
