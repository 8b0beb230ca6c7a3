"""What shows an idea: the probes as one table where answers are single, else a table each; curves as pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from grader.export.pages import numbers
from grader.export.pages.svg import Line, Mark, Pictures
from grader.text import value
from grader.view.titles import TITLES

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


def evidence(told: Probe, pictures: Pictures) -> Evidence:
    """The probes, of several outputs only the one that is off."""
    probes, output = _picked(told)
    heads = {key: head for key, head in HEADS.items() if any(key in probe for probe in probes)}
    arrow = f" → {output}" if output else ""
    single = [probe for probe in probes if all(numbers.is_short(probe.get(key)) for key in heads)]
    shown = single[:MOST_PROBES] or probes[:MOST_ROW_PROBES]
    curves = [probe for probe in shown if _curve(probe)]
    return Evidence(
        given=("loss curve" if curves else "given") + arrow,
        heads=tuple(heads.values()),
        rows=[Row(_given(probe), _answers(probe, heads)) for probe in shown] if heads else (),
        single=bool(single),
        pictures=[_picture(probe, pictures) for probe in curves],
    )


def shows(told: Probe, says: str) -> list[str]:
    """What the numbers show beside what is said already."""
    return [words for words in texts(told.get("shows")) if words not in says]


def beside(found: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Other ideas with the same numbers, and what cannot be seen behind them, by their names and never by their ids."""
    taken = set(found["misconceptions"])
    others = [" with ".join(_named(ids, names)) for ids in found["alternatives"] if not taken <= set(ids)]
    hidden = _named(texts(found["evidence"].get("hides")), names)
    others = list(dict.fromkeys(one for one in others if one not in found["says"]))
    said = [f"The same numbers would come from {_listed(others)}."] if others else []
    if hidden:
        said.append(f"Behind this one, {_listed(hidden)} could not be seen yet.")
    return " ".join(said)


def _named(ids: Sequence[str], names: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(names.get(id) or TITLES.get(id) or "another idea" for id in ids))


def texts(thing: Any) -> list[str]:
    """A text or a list of them as a list."""
    return [thing] if isinstance(thing, str) else [str(words) for words in thing] if isinstance(thing, list) else []


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMES]) + (" and others" if len(names) > MOST_NAMES else "")


def _picked(told: Probe) -> tuple[list[dict[str, Any]], str]:
    """The probes cut down to the output that is off, and its name, where it is one of several."""
    probes = [dict(probe) for probe in told.get("probes") or [] if isinstance(probe, Mapping)]
    outputs = told.get("outputs")
    if not isinstance(outputs, Mapping) or len(outputs) < 2:
        return probes, ""
    off = [place for place, state in enumerate(outputs.values()) if state != "right"]
    if len(off) != 1:
        return probes, ""
    for probe in probes:
        for key in HEADS.keys() & probe.keys():
            whole = probe[key]
            if isinstance(whole, list) and len(whole) == len(outputs):
                probe[key] = whole[off[0]]
    return probes, list(outputs)[off[0]]


def _given(probe: Probe) -> str:
    given = probe.get("given")
    told = numbers.given_lines(given) if isinstance(given, Mapping) else ""
    curve = _curve(probe)
    return "\n".join(part for part in (str(curve.get("says") or "") if curve else "", told) if part)


def _answers(probe: Probe, heads: Mapping[str, str]) -> list[str]:
    held = {key: probe.get(key) for key in heads}
    if all(numbers.is_short(thing) for thing in held.values()):
        return [value(thing) if thing is not None else "–" for thing in held.values()]
    return list(numbers.answers(held).values())


def _curve(probe: Probe) -> Mapping[str, Any] | None:
    curve = probe.get("curve")
    if not isinstance(curve, Mapping) or not isinstance(curve.get("train"), list) or not curve["train"]:
        return None
    return curve


def _picture(probe: Probe, pictures: Pictures) -> Markup:
    curve = _curve(probe)
    assert curve is not None  # only probes with a curve come here
    lines = [Line("training loss", curve["train"])]
    if isinstance(curve.get("val"), list) and curve["val"]:
        lines.append(Line("validation loss", curve["val"]))
    length = len(curve["train"])
    marks = [
        Mark(head, int(probe[key]))
        for key, head in (("yours", "yours"), ("right", "right"))
        if length <= UNTHINNED and _is_step(probe.get(key), length)
    ]
    return pictures.curves(str(curve.get("says") or "A loss curve"), lines, marks, whole=length <= UNTHINNED)


def _is_step(thing: Any, length: int) -> bool:
    whole = isinstance(thing, int | float) and not isinstance(thing, bool) and thing == int(thing)
    return whole and 0 <= thing < length
