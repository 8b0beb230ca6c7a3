"""A Report as JSON data, as `report.schema.json` beside this file writes it down."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from grader.model import CheckResult, Diagnosis, Finding, Note, Plain, Report
from grader.words import INERT, SUSPECT, clean

SCHEMA = "fallline/report/v1"
VALUES = frozenset({"expected", "actual", "given", "evidence"})
"""Fields of numbers and texts as they came back."""


def document(report: Report) -> dict[str, Any]:
    """One report; numbers that are not finite become the strings `nan`, `inf` and `-inf`."""
    submission = report.submission
    author = submission.author
    told = {
        "schema": SCHEMA,
        "exercise": submission.exercise.stem,
        "student": None if author is None else {"id": author.id, "name": author.name},
        "submission": {"path": submission.origin, "sha256": submission.sha256, "kind": submission.kind},
        "sandbox": report.walls,
        "status": report.status,
        "score": report.score,
        "max_score": report.max_score,
        "checks": [_inert(_check(check)) for check in report.checks],
        "diagnoses": [_inert(_diagnosis(diagnosis)) for diagnosis in report.diagnoses],
        "notes": [_inert(_advice(note)) for note in report.notes],
        "findings": [_inert(_advice(finding)) for finding in report.findings],
        "output": clean(report.output, lines=True),
        "seconds": round(report.seconds, 4),
    }
    if report.pictures:
        told["pictures"] = [_inert(asdict(picture)) for picture in report.pictures]
    return {name: jsonable(held) for name, held in told.items()}


def line(report: Report, indent: int | None = None) -> str:
    """The document as JSON text of ASCII letters alone, which no terminal and no encoding trips over."""
    return json.dumps(document(report), allow_nan=False, indent=indent)


def written(record: Mapping[str, Any]) -> str:
    """A document as one line of JSON text that people can read: what would steer a terminal is escaped."""
    return SUSPECT.sub(lambda found: _escaped(found[0]), json.dumps(record, ensure_ascii=False, allow_nan=False))


def _escaped(letter: str) -> str:
    # Outside of texts JSON has none of these letters, and inside them an escape is the same letter.
    return letter if unicodedata.category(letter) not in INERT else json.dumps(letter)[1:-1].replace("\x7f", "\\u007f")


def jsonable(thing: Any) -> Any:
    """Plain data as JSON can hold it, whatever a program returned."""
    if isinstance(thing, float) and not math.isfinite(thing):
        return "nan" if math.isnan(thing) else "inf" if thing > 0 else "-inf"
    if isinstance(thing, str):
        if thing.isascii():
            return thing
        # Half a surrogate pair is a str to Python and an error to every reader of UTF-8.
        return thing.encode("utf-8", "backslashreplace").decode()
    if isinstance(thing, Mapping):
        return {jsonable(str(name)): jsonable(held) for name, held in thing.items()}
    if isinstance(thing, Sequence):
        return [jsonable(entry) for entry in thing]
    return thing


def _inert(thing: Any, *, lines: bool = True) -> Any:
    """Plain data whose texts steer no terminal; only sentences have lines."""
    if isinstance(thing, str):
        return clean(thing, lines=lines)
    if isinstance(thing, Mapping):
        return {clean(str(name)): _inert(held, lines=lines and name not in VALUES) for name, held in thing.items()}
    return [_inert(held, lines=lines) for held in thing] if isinstance(thing, Sequence) else thing


def _check(check: CheckResult) -> dict[str, Plain]:
    told: dict[str, Plain] = {
        "id": check.id,
        "says": check.says,
        "function": check.function,
        "outcome": check.outcome,
        "points": check.points,
        "max_points": check.max_points,
        "message": check.message,
        "expected": check.expected,
        "actual": check.actual,
        "given": check.given,
    }
    if check.carried_from:
        told["carried_from"] = check.carried_from
    return told


def _diagnosis(diagnosis: Diagnosis) -> dict[str, Plain]:
    return {
        "function": diagnosis.function,
        "misconceptions": diagnosis.misconceptions,
        "alternatives": diagnosis.alternatives,
        "says": diagnosis.says,
        "hint": diagnosis.hint,
        "evidence": diagnosis.evidence,
    }


def _advice(told: Note | Finding) -> dict[str, Plain]:
    return {"id": told.id, "function": told.function, "says": told.says}
