"""The panel of a diagnosis: the idea whose numbers are the learner's, and the numbers that show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from grader.model import Diagnosis, Plain
from grader.screen.clean import clean_text
from grader.screen.components import IDEA, QUIET, frame_parts, make_grid
from grader.screen.numbers import render_aligned, render_inputs
from grader.text import format_value
from grader.view.probes import (
    MAX_PROBES,
    MAX_ROW_PROBES,
    Probe,
    describe_alternatives,
    list_facts,
    list_texts,
    select_heads,
    select_probes,
)


def render_diagnosis(diagnosis: Diagnosis) -> Panel:
    """Render the idea in words, a few probes with the learner's, the idea's and the right numbers, and a question."""
    title = Text.assemble(("◆", IDEA), " ", clean_text(f"{diagnosis.function}: what your numbers say", "bold"))
    parts: list[RenderableType] = [_render_idea(diagnosis)]
    if (table := render_evidence(diagnosis.evidence)) is not None:
        parts.append(table)
    if facts := list_facts(diagnosis.evidence, diagnosis.says):
        parts.append(Group(*(Text.assemble("• ", clean_text(fact)) for fact in facts)))
    if alternatives := _describe_alternatives(diagnosis):
        parts.append(clean_text(alternatives, QUIET))
    if diagnosis.hint:
        parts.append(Text.assemble(("To think about: ", IDEA), clean_text(diagnosis.hint)))
    return frame_parts(title, IDEA, *parts)


def render_evidence(evidence: Probe) -> Table | None:
    """Render the probes in columns where their answers are single numbers, else in rows; None without answers."""
    probes, output = select_probes(evidence)
    heads = select_heads(probes)
    single = [probe for probe in probes if all(_is_number(probe.get(key)) for key in heads)]
    if not heads:
        return None
    return (
        _render_columns(single[:MAX_PROBES], heads, output)
        if single
        else _render_rows(probes[:MAX_ROW_PROBES], heads, output)
    )


def _render_idea(diagnosis: Diagnosis) -> RenderableType:
    """Render what the diagnosis says; the name of a single idea, before the colon, is bold."""
    name, colon, rest = diagnosis.says.partition(": ")
    ids = clean_text(f"  {' + '.join(diagnosis.misconceptions)}", QUIET) if diagnosis.misconceptions else Text()
    if len(diagnosis.misconceptions) == 1 and colon and len(name) < 60:
        return Group(Text.assemble(clean_text(name, "bold"), ids), clean_text(rest))
    return Text.assemble(clean_text(diagnosis.says), ids)


def _describe_alternatives(diagnosis: Diagnosis) -> str:
    """Describe which other ideas give the same numbers, and which ideas cannot be seen behind this one."""
    named = set(diagnosis.misconceptions)
    others = [" with ".join(ids) for ids in diagnosis.alternatives if not named <= set(ids)]
    named_already = bool(others) and others[0] in diagnosis.says
    return describe_alternatives([] if named_already else others, list_texts(diagnosis.evidence.get("hides")))


def _render_columns(probes: Sequence[Probe], heads: Mapping[str, str], output: str) -> Table:
    table = make_grid(dict(ratio=1), *(dict(justify="right", no_wrap=True) for _ in heads), gap=3, heads=True)
    table.add_row(_render_head(output), *(Text(head, QUIET) for head in heads.values()))
    for probe in probes:
        table.add_row(
            _render_given(probe), *(clean_text(format_value(probe.get(key)), _choose_style(key)) for key in heads)
        )
    return table


def _render_rows(probes: Sequence[Probe], heads: Mapping[str, str], output: str) -> Table:
    table = make_grid(dict(style=QUIET, no_wrap=True), dict(ratio=1), label=True)
    for index, probe in enumerate(probes):
        if index:
            table.add_row()
        table.add_row(_render_head(output), _render_given(probe))
        for key, text in zip(heads, render_aligned([probe.get(key) for key in heads]), strict=True):
            text.stylize(_choose_style(key))
            table.add_row(heads[key], text)
    return table


def _render_head(output: str) -> Text:
    return clean_text(f"given → {output}" if output else "given", QUIET)


def _choose_style(key: str) -> str:
    return "bold" if key == "yours" else ""


def _render_given(probe: Probe) -> Text:
    given = probe.get("given")
    return render_inputs(given) if isinstance(given, Mapping) else Text()


def _is_number(answer: Plain) -> bool:
    return answer is None or (isinstance(answer, int | float | str) and not isinstance(answer, bool))
