"""What shows an idea: the probes as one table where answers are single, else a table each; curves as pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from grader.export.pages import numbers
from grader.export.pages.svg import Line, Pictures, StepMark
from grader.text import value
from grader.view.titles import FINDING_TITLES

MOST_PROBES = 3
MOST_ROW_PROBES = 2
MOST_NAMES = 4
UNTHINNED = 32
"""A curve of evidence no longer than this has all its losses, so a step can be pointed at."""
HEADS = {"yours": "yours", "idea": "this idea", "right": "right"}

Probe = Mapping[str, Any]


class Row(Struct, frozen=True):
    """One probe."""

    given: str
    """What went in; of a curve, what it is called stands on the first line."""
    answers: Sequence[str]
    """In the order of the evidence's heads."""


class Evidence(Struct, frozen=True):
    """The probes of one diagnosis."""

    given: str
    """What the first column is called."""
    heads: Sequence[str] = ()
    rows: Sequence[Row] = ()
    single: bool = True
    """Answers fit cells of one table."""
    pictures: Sequence[Markup] = ()


def make_evidence(numbers_of_diagnosis: Probe, pictures: Pictures) -> Evidence:
    """Return the probes; of several outputs only the one that is wrong."""
    probes, output = _pick_output(numbers_of_diagnosis)
    heads = {key: head for key, head in HEADS.items() if any(key in probe for probe in probes)}
    arrow = f" → {output}" if output else ""
    single = [probe for probe in probes if all(numbers.is_short(probe.get(key)) for key in heads)]
    shown_probes = single[:MOST_PROBES] or probes[:MOST_ROW_PROBES]
    curves = [probe for probe in shown_probes if _find_curve(probe)]
    return Evidence(
        given=("loss curve" if curves else "given") + arrow,
        heads=tuple(heads.values()),
        rows=[Row(_format_given(probe), _format_answers(probe, heads)) for probe in shown_probes] if heads else (),
        single=bool(single),
        pictures=[_draw_curve(probe, pictures) for probe in curves],
    )


def list_facts(numbers_of_diagnosis: Probe, said_already: str) -> list[str]:
    """Return what the numbers show and the diagnosis does not say already."""
    return [fact for fact in list_texts(numbers_of_diagnosis.get("shows")) if fact not in said_already]


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
    sentences = [f"The same numbers would come from {_join_names(alternatives)}."] if alternatives else []
    if hidden:
        sentences.append(f"Behind this one, {_join_names(hidden)} could not be seen yet.")
    return " ".join(sentences)


def _list_names(ids: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """Return the names of ideas, none twice."""
    return list(dict.fromkeys(names.get(id) or FINDING_TITLES.get(id) or "another idea" for id in ids))


def list_texts(value: Any) -> list[str]:
    """Return a text or a list of texts as a list."""
    return [value] if isinstance(value, str) else [str(text) for text in value] if isinstance(value, list) else []


def _join_names(names: Sequence[str]) -> str:
    """Return the first names as text, and whether there are others."""
    return ", ".join(names[:MOST_NAMES]) + (" and others" if len(names) > MOST_NAMES else "")


def _pick_output(numbers_of_diagnosis: Probe) -> tuple[list[dict[str, Any]], str]:
    """Return the probes cut down to the one wrong output, and its name; else whole probes and no name."""
    probes = [dict(probe) for probe in numbers_of_diagnosis.get("probes") or [] if isinstance(probe, Mapping)]
    outputs = numbers_of_diagnosis.get("outputs")
    if not isinstance(outputs, Mapping) or len(outputs) < 2:
        return probes, ""
    wrong_outputs = [index for index, state in enumerate(outputs.values()) if state != "right"]
    if len(wrong_outputs) != 1:
        return probes, ""
    for probe in probes:
        for key in HEADS.keys() & probe.keys():
            answer = probe[key]
            if isinstance(answer, list) and len(answer) == len(outputs):
                probe[key] = answer[wrong_outputs[0]]
    return probes, list(outputs)[wrong_outputs[0]]


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
        return [value(answer) if answer is not None else "–" for answer in answers.values()]
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
    assert curve is not None  # only probes with a curve come here
    lines = [Line("training loss", curve["train"])]
    if isinstance(curve.get("val"), list) and curve["val"]:
        lines.append(Line("validation loss", curve["val"]))
    length = len(curve["train"])
    marks = [
        StepMark(head, int(probe[key]))
        for key, head in (("yours", "yours"), ("right", "right"))
        if length <= UNTHINNED and _is_step(probe.get(key), length)
    ]
    return pictures.draw_curves(str(curve.get("says") or "A loss curve"), lines, marks, complete=length <= UNTHINNED)


def _is_step(value: Any, length: int) -> bool:
    """Tell whether an answer is one of the steps of a curve of that length."""
    is_whole = isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)
    return is_whole and 0 <= value < length
