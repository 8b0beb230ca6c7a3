"""The numbers that show an idea: one table of probes, or one for each where answers are lists; curves as pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

from markupsafe import Markup
from msgspec import Struct

from grader.export.pages import numbers
from grader.export.pages.svg import Line, Pictures, StepMark
from grader.text import format_value
from grader.view import probes
from grader.view.probes import MAX_PROBES, MAX_ROW_PROBES, Probe, list_texts, select_heads, select_probes
from grader.view.titles import FINDING_TITLES

MAX_COMPLETE = 32
"""A curve of evidence no longer than this has all its losses, so that a mark can point at a step."""


class Row(Struct, frozen=True):
    """One probe."""

    given: str
    """The inputs; the name of a loss curve stands on the first line."""
    answers: Sequence[str]
    """The answers in the order of the evidence's heads."""


class Evidence(Struct, frozen=True):
    """The probes of one diagnosis."""

    given: str
    """The head of the first column."""
    heads: Sequence[str] = ()
    rows: Sequence[Row] = ()
    single: bool = True
    """Whether the answers fit cells of one table."""
    pictures: Sequence[Markup] = ()


def make_evidence(evidence: Probe, pictures: Pictures) -> Evidence:
    """Return the probes; of several outputs only the one that is wrong."""
    usable, output = select_probes(evidence)
    heads = select_heads(usable)
    arrow = f" → {output}" if output else ""
    single = [probe for probe in usable if all(numbers.is_short(probe.get(key)) for key in heads)]
    shown_probes = single[:MAX_PROBES] or usable[:MAX_ROW_PROBES]
    curves = [probe for probe in shown_probes if _find_curve(probe)]
    return Evidence(
        given=("loss curve" if curves else "given") + arrow,
        heads=tuple(heads.values()),
        rows=[Row(_format_given(probe), _format_answers(probe, heads)) for probe in shown_probes] if heads else (),
        single=bool(single),
        pictures=[_draw_curve(probe, pictures) for probe in curves],
    )


def describe_alternatives(diagnosis: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Describe ideas with the same numbers, and ideas hidden behind this one, by name and never by id."""
    diagnosed = set(diagnosis["misconceptions"])
    alternatives = [
        " with ".join(_list_names(ids, names)) for ids in diagnosis["alternatives"] if not diagnosed <= set(ids)
    ]
    hidden = _list_names(list_texts(diagnosis["evidence"].get("hides")), names)
    alternatives = list(
        dict.fromkeys(alternative for alternative in alternatives if alternative not in diagnosis["says"])
    )
    return probes.describe_alternatives(alternatives, hidden)


def _list_names(ids: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """Return the names of ideas, none twice."""
    return list(dict.fromkeys(names.get(id) or FINDING_TITLES.get(id) or "another idea" for id in ids))


def _format_given(probe: Probe) -> str:
    """Return what went into a probe, below the name of its curve."""
    given = probe.get("given")
    inputs = numbers.format_inputs(given) if isinstance(given, Mapping) else ""
    curve = _find_curve(probe)
    return "\n".join(part for part in (str(curve.get("says") or "") if curve else "", inputs) if part)


def _format_answers(probe: Probe, heads: Mapping[str, str]) -> list[str]:
    """Return the answers to a probe in the order of the heads."""
    answers = {key: probe.get(key) for key in heads}
    if all(numbers.is_short(answer) for answer in answers.values()):
        return [format_value(answer) if answer is not None else "–" for answer in answers.values()]
    return list(numbers.format_answers(answers).values())


def _find_curve(probe: Probe) -> Mapping[str, Any] | None:
    """Return the probe's loss curve; None where it has none."""
    curve = probe.get("curve")
    if not isinstance(curve, Mapping) or not isinstance(curve.get("train"), list) or not curve["train"]:
        return None
    return curve


def _draw_curve(probe: Probe, pictures: Pictures) -> Markup:
    """Draw a probe's loss curve, with the steps at which the answers point."""
    curve = _find_curve(probe)
    assert curve is not None  # this is called for probes with a curve only
    lines = [Line("training loss", curve["train"])]
    if isinstance(curve.get("val"), list) and curve["val"]:
        lines.append(Line("validation loss", curve["val"]))
    length = len(curve["train"])
    answers = {name: probe.get(name) for name in ("yours", "right")}
    marks = [
        StepMark(name, int(answer))
        for name, answer in answers.items()
        if length <= MAX_COMPLETE and _is_step(answer, length)
    ]
    return pictures.draw_curves(str(curve.get("says") or "A loss curve"), lines, marks, complete=length <= MAX_COMPLETE)


def _is_step(answer: Any, length: int) -> TypeGuard[float]:
    """Tell whether an answer is one of the steps of a curve of that length."""
    is_whole = isinstance(answer, int | float) and not isinstance(answer, bool) and answer == int(answer)
    return is_whole and 0 <= answer < length
