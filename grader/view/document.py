"""A Report as JSON data, as `report.schema.json` beside this file writes it down."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from msgspec import to_builtins

from grader import course
from grader.errors import UnknownExercise
from grader.model import (
    Author,
    CheckResult,
    Curve,
    Diagnosis,
    Exercise,
    Finding,
    Note,
    Outcome,
    Picture,
    Plain,
    Printed,
    Report,
    Submission,
)
from grader.text import INERT, SUSPECT, clean

SCHEMA = "fallline/report/v1"
VALUES = frozenset({"expected", "actual", "given", "evidence"})
"""Fields of numbers and texts as they came back."""
OUTCOMES = frozenset(get_args(Outcome))


def document(report: Report) -> dict[str, Any]:
    """One report; numbers that are not finite become the strings `nan`, `inf` and `-inf`."""
    submission = report.submission
    author = submission.author
    told = {
        "schema": SCHEMA,
        "exercise": submission.exercise.stem,
        "student": None if author is None else jsonable({"id": author.id, "name": author.name}),
        "submission": jsonable({"path": submission.origin, "sha256": submission.sha256, "kind": submission.kind}),
        "sandbox": report.walls,
        "status": report.status,
        "score": report.score,
        "max_score": report.max_score,
        "checks": [_inert(_check(check)) for check in report.checks],
        "diagnoses": [_inert(_diagnosis(diagnosis)) for diagnosis in report.diagnoses],
        "notes": [_inert(_advice(note)) for note in report.notes],
        "findings": [_inert(_advice(finding)) for finding in report.findings],
        "output": _encodable(clean(report.output, lines=True)),
        "seconds": round(report.seconds, 4),
    }
    if report.printed:
        told["printed"] = [_inert(to_builtins(one)) for one in report.printed]
    if report.pictures:
        told["pictures"] = [_inert(to_builtins(picture)) for picture in report.pictures]
    return told


def report_of(record: Any) -> Report:
    """Build the Report that a document tells; its submission has no source. Raises ValueError for anything else."""
    try:
        told = record["submission"]
        author = record["student"] and Author(_text(record["student"]["id"]), record["student"]["name"])
        exercise = _exercise_of(_text(record["exercise"]), record["checks"])
        return Report(
            Submission(exercise, author, b"", _text(told["path"]), _text(told["sha256"]), told["kind"]),
            tuple(map(_check_of, record["checks"])),
            tuple(map(_diagnosis_of, record["diagnoses"])),
            tuple(Note(*_advice_of(note)) for note in record["notes"]),
            tuple(Finding(*_advice_of(finding)) for finding in record["findings"]),
            record["sandbox"],
            _text(record["output"]),
            _number(record["seconds"]),
            tuple(map(_picture_of, record.get("pictures", ()))),
            tuple(
                Printed(_text(one["function"]), _text(one["call"]), _text(one["text"]))
                for one in record.get("printed", ())
            ),
        )
    except (KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise ValueError(f"This is no report: {error!r}.") from error


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
    return _plain(thing, lambda text, _lines: text)


def _inert(thing: Any) -> Any:
    """The same, with texts that steer no terminal; only sentences have lines."""
    return _plain(thing, lambda text, lines: clean(text, lines=lines))


def _plain(thing: Any, tidy: Callable[[str, bool], str], lines: bool = True) -> Any:
    if isinstance(thing, str):
        return thing if thing.isascii() and thing.isprintable() else _encodable(tidy(thing, lines))
    if isinstance(thing, float):
        return thing if math.isfinite(thing) else "nan" if math.isnan(thing) else "inf" if thing > 0 else "-inf"
    # The usual kinds first: to ask an abstract class is dear.
    if thing is None or isinstance(thing, int):
        return thing
    if isinstance(thing, dict) or (not isinstance(thing, list | tuple) and isinstance(thing, Mapping)):
        return {
            _plain(str(name), tidy, False): _plain(held, tidy, lines and name not in VALUES)
            for name, held in thing.items()
        }
    return [_plain(held, tidy, lines) for held in thing] if isinstance(thing, Sequence) else thing


def _encodable(text: str) -> str:
    # Half a surrogate pair is a str to Python and an error to every reader of UTF-8.
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


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


def _exercise_of(stem: str, checks: Any) -> Exercise:
    """The exercise on the shelf; one that is no longer there keeps its name."""
    try:
        return course.find(stem)
    except UnknownExercise:
        found = course.STEM.fullmatch(stem)
        number, name = (int(found[1]), found[2]) if found else (0, stem)
        functions = tuple(dict.fromkeys(_text(check["function"]) for check in checks))
        return Exercise(stem, number, name, name.replace("_", " "), functions)


def _check_of(told: Any) -> CheckResult:
    if told["outcome"] not in OUTCOMES:
        raise TypeError(told["outcome"])
    return CheckResult(
        id=_text(told["id"]),
        says=_text(told["says"]),
        function=_text(told["function"]),
        message=_text(told["message"]),
        outcome=told["outcome"],
        points=_number(told["points"]),
        max_points=_number(told["max_points"]),
        expected=_numbers_of(told["expected"]),
        actual=_numbers_of(told["actual"]),
        given=_table(told["given"]),
        carried_from=_text(told.get("carried_from", "")),
    )


def _diagnosis_of(told: Any) -> Diagnosis:
    return Diagnosis(
        function=_text(told["function"]),
        misconceptions=tuple(map(_text, told["misconceptions"])),
        says=_text(told["says"]),
        hint=_text(told["hint"]),
        alternatives=tuple(tuple(map(_text, names)) for names in told["alternatives"]),
        evidence=_table(told["evidence"]),
    )


def _advice_of(told: Any) -> tuple[str, str, str | None]:
    function = told["function"]
    return _text(told["id"]), _text(told["says"]), None if function is None else _text(function)


def _picture_of(told: Any) -> Picture:
    curves = tuple(Curve(**{**curve, "xs": tuple(curve["xs"]), "ys": tuple(curve["ys"])}) for curve in told["curves"])
    return Picture(**{**told, "curves": curves, "window": told["window"] and tuple(told["window"])})


def _numbers_of(told: Any) -> Any:
    """Plain data as a report holds it: numbers that are not finite are numbers again."""
    if isinstance(told, str):
        return float(told) if told in ("nan", "inf", "-inf") else told
    if isinstance(told, Mapping):
        return {name: _numbers_of(held) for name, held in told.items()}
    return [_numbers_of(held) for held in told] if isinstance(told, Sequence) else told


def _table(told: Any) -> dict[str, Any]:
    if not isinstance(told, Mapping):
        raise TypeError(told)
    return {name: _numbers_of(held) for name, held in told.items()}


def _text(told: Any) -> str:
    if not isinstance(told, str):
        raise TypeError(told)
    return told


def _number(told: Any) -> float:
    if isinstance(told, bool) or not isinstance(told, int | float):
        raise TypeError(told)
    return told
