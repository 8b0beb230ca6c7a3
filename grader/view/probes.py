"""The probes of a diagnosis: which of them are shown, and what is said beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from grader.model import Plain
from grader.view.numbers import is_list

MAX_PROBES = 3
"""Probes that are shown where their answers are single values."""
MAX_ROW_PROBES = 2
"""Probes that are shown where each answer needs a row of its own."""
MAX_NAMES = 4
HEADS = {"yours": "yours", "idea": "this idea", "right": "right"}
"""Key of an answer in a probe → the word above it."""

Probe = Mapping[str, Plain]


def select_probes(evidence: Mapping[str, Plain]) -> tuple[list[Probe], str]:
    """Return the probes of a diagnosis and the name of its only wrong output; empty where not exactly one is wrong.

    Where there is such a name, the probes hold that output's answers alone.
    """
    probes, outputs = evidence.get("probes"), evidence.get("outputs")
    usable = [probe for probe in probes if isinstance(probe, Mapping)] if is_list(probes) else []
    if not isinstance(outputs, Mapping) or len(outputs) < 2:
        return usable, ""
    wrong = [index for index, state in enumerate(outputs.values()) if state != "right"]
    if len(wrong) != 1:
        return usable, ""
    return [_select_output(probe, wrong[0], len(outputs)) for probe in usable], list(outputs)[wrong[0]]


def select_heads(probes: Iterable[Probe]) -> dict[str, str]:
    """Return the part of HEADS for which at least one probe has an answer."""
    keys = {key for probe in probes for key in probe}
    return {key: head for key, head in HEADS.items() if key in keys}


def list_facts(evidence: Mapping[str, Plain], says: str) -> list[str]:
    """Return the facts that the numbers show and that a diagnosis in the words `says` does not name already."""
    return [fact for fact in list_texts(evidence.get("shows")) if fact not in says]


def list_texts(texts: Plain) -> list[str]:
    """Return a text, or a list of texts, as a list; empty for anything else."""
    return [str(text) for text in texts] if is_list(texts) else [texts] if isinstance(texts, str) else []


def describe_alternatives(others: Sequence[str], hidden: Sequence[str]) -> str:
    """Describe which other ideas give the same numbers, and which ideas cannot be seen behind this one."""
    sentences = [f"The same numbers would come from {_join_names(others)}."] if others else []
    if hidden:
        sentences.append(f"Behind this one, {_join_names(hidden)} could not be seen yet.")
    return " ".join(sentences)


def _join_names(names: Sequence[str]) -> str:
    """Join the first names with commas, and say where there are others."""
    return ", ".join(names[:MAX_NAMES]) + (" and others" if len(names) > MAX_NAMES else "")


def _select_output(probe: Probe, index: int, count: int) -> Probe:
    """Return a probe whose answers are cut down to one output of `count`."""
    selected = dict(probe)
    for key in HEADS.keys() & probe.keys():
        answer = probe[key]
        if is_list(answer) and len(answer) == count:
            selected[key] = answer[index]
    return selected
