"""A Report as JSON data, as `report.schema.json` beside this file writes it down."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from msgspec import to_builtins

from grader import course
from grader.errors import BrokenShelf, UnknownExercise
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
"""Fields that hold numbers and texts as the learner's code returned them."""
OUTCOMES = frozenset(get_args(Outcome))


def make_document(report: Report) -> dict[str, Any]:
    """Return a report as JSON data; numbers that are not finite become the strings `nan`, `inf` and `-inf`."""
    submission = report.submission
    author = submission.author
    record = {
        "schema": SCHEMA,
        "exercise": submission.exercise.stem,
        "student": None if author is None else make_jsonable({"id": author.id, "name": author.name}),
        "submission": make_jsonable({"path": submission.origin, "sha256": submission.sha256, "kind": submission.kind}),
        "sandbox": report.walls,
        "status": report.status,
        "score": report.score,
        "max_score": report.max_score,
        "checks": [_make_inert(_make_check_record(check)) for check in report.checks],
        "diagnoses": [_make_inert(_make_diagnosis_record(diagnosis)) for diagnosis in report.diagnoses],
        "notes": [_make_inert(_make_advice_record(note)) for note in report.notes],
        "findings": [_make_inert(_make_advice_record(finding)) for finding in report.findings],
        "output": _make_encodable(clean(report.output, lines=True)),
        "seconds": round(report.seconds, 4),
    }
    if report.printed:
        record["printed"] = [_make_inert(to_builtins(printed)) for printed in report.printed]
    if report.pictures:
        record["pictures"] = [_make_inert(to_builtins(picture)) for picture in report.pictures]
    return record


def build_report(record: Any) -> Report:
    """Build the Report that a document describes; its submission has no source. Raises ValueError for anything else."""
    try:
        submission = record["submission"]
        student = record["student"]
        author = student and Author(_validate_text(student["id"]), student["name"])
        exercise = _find_exercise(_validate_text(record["exercise"]), record["checks"])
        path, sha256 = _validate_text(submission["path"]), _validate_text(submission["sha256"])
        return Report(
            Submission(exercise, author, b"", path, sha256, submission["kind"]),
            tuple(map(_build_check, record["checks"])),
            tuple(map(_build_diagnosis, record["diagnoses"])),
            tuple(Note(*_read_advice(note)) for note in record["notes"]),
            tuple(Finding(*_read_advice(finding)) for finding in record["findings"]),
            record["sandbox"],
            _validate_text(record["output"]),
            _validate_number(record["seconds"]),
            tuple(map(_build_picture, record.get("pictures", ()))),
            tuple(map(_build_printed, record.get("printed", ()))),
        )
    except (KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise ValueError(f"This is no report: {error!r}.") from error


def format_report(report: Report, indent: int | None = None) -> str:
    """Return a report as JSON text of ASCII characters alone, safe on every terminal and in every encoding."""
    return json.dumps(make_document(report), allow_nan=False, indent=indent)


def format_document(record: Mapping[str, Any]) -> str:
    """Return a document as one line of JSON text that people can read: what would steer a terminal is escaped."""
    return SUSPECT.sub(lambda match: _escape_letter(match[0]), json.dumps(record, ensure_ascii=False, allow_nan=False))


def _escape_letter(letter: str) -> str:
    # Outside of texts JSON has none of these letters, and inside them an escape is the same letter.
    return letter if unicodedata.category(letter) not in INERT else json.dumps(letter)[1:-1].replace("\x7f", "\\u007f")


def make_jsonable(thing: Any) -> Any:
    """Return plain data as JSON can hold it, whatever a program returned."""
    return _convert(thing, lambda text, _lines: text)


def _make_inert(thing: Any) -> Any:
    """Return plain data as JSON can hold it, with texts that steer no terminal; only sentences keep their lines."""
    return _convert(thing, lambda text, lines: clean(text, lines=lines))


def _convert(thing: Any, tidy: Callable[[str, bool], str], lines: bool = True) -> Any:
    """Return plain data as JSON can hold it; `tidy` gets every unusual text, and whether it may keep its lines."""
    if isinstance(thing, str):
        return thing if thing.isascii() and thing.isprintable() else _make_encodable(tidy(thing, lines))
    if isinstance(thing, float):
        return thing if math.isfinite(thing) else "nan" if math.isnan(thing) else "inf" if thing > 0 else "-inf"
    # The usual kinds first: asking an abstract class takes long.
    if thing is None or isinstance(thing, int):
        return thing
    if isinstance(thing, dict) or (not isinstance(thing, list | tuple) and isinstance(thing, Mapping)):
        return {
            _convert(str(name), tidy, False): _convert(value, tidy, lines and name not in VALUES)
            for name, value in thing.items()
        }
    return [_convert(item, tidy, lines) for item in thing] if isinstance(thing, Sequence) else thing


def _make_encodable(text: str) -> str:
    # Half a surrogate pair is a str to Python and an error to every reader of UTF-8.
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def _make_check_record(check: CheckResult) -> dict[str, Plain]:
    record: dict[str, Plain] = {
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
        record["carried_from"] = check.carried_from
    return record


def _make_diagnosis_record(diagnosis: Diagnosis) -> dict[str, Plain]:
    return {
        "function": diagnosis.function,
        "misconceptions": diagnosis.misconceptions,
        "alternatives": diagnosis.alternatives,
        "says": diagnosis.says,
        "hint": diagnosis.hint,
        "evidence": diagnosis.evidence,
    }


def _make_advice_record(advice: Note | Finding) -> dict[str, Plain]:
    return {"id": advice.id, "function": advice.function, "says": advice.says}


def _find_exercise(stem: str, checks: Any) -> Exercise:
    """Find the exercise on the shelf; one that is no longer there keeps its name and the functions of its checks."""
    try:
        return course.find_exercise(stem)
    except (BrokenShelf, UnknownExercise):
        match = course.STEM.fullmatch(stem)
        number, name = (int(match[1]), match[2]) if match else (0, stem)
        functions = tuple(dict.fromkeys(_validate_text(check["function"]) for check in checks))
        return Exercise(stem, number, name, name.replace("_", " "), functions)


def _build_check(record: Any) -> CheckResult:
    if record["outcome"] not in OUTCOMES:
        raise TypeError(record["outcome"])
    return CheckResult(
        id=_validate_text(record["id"]),
        says=_validate_text(record["says"]),
        function=_validate_text(record["function"]),
        message=_validate_text(record["message"]),
        outcome=record["outcome"],
        points=_validate_number(record["points"]),
        max_points=_validate_number(record["max_points"]),
        expected=_restore_numbers(record["expected"]),
        actual=_restore_numbers(record["actual"]),
        given=_restore_table(record["given"]),
        carried_from=_validate_text(record.get("carried_from", "")),
    )


def _build_diagnosis(record: Any) -> Diagnosis:
    return Diagnosis(
        function=_validate_text(record["function"]),
        misconceptions=tuple(map(_validate_text, record["misconceptions"])),
        says=_validate_text(record["says"]),
        hint=_validate_text(record["hint"]),
        alternatives=tuple(tuple(map(_validate_text, names)) for names in record["alternatives"]),
        evidence=_restore_table(record["evidence"]),
    )


def _read_advice(record: Any) -> tuple[str, str, str | None]:
    """Return the id, the sentence and the function of a note or a finding."""
    function = record["function"]
    name = None if function is None else _validate_text(function)
    return _validate_text(record["id"]), _validate_text(record["says"]), name


def _build_picture(record: Any) -> Picture:
    curves = tuple(Curve(**{**curve, "xs": tuple(curve["xs"]), "ys": tuple(curve["ys"])}) for curve in record["curves"])
    return Picture(**{**record, "curves": curves, "window": record["window"] and tuple(record["window"])})


def _build_printed(record: Any) -> Printed:
    return Printed(*(_validate_text(record[name]) for name in ("function", "call", "text")))


def _restore_numbers(thing: Any) -> Any:
    """Return plain data as a report holds it: numbers that are not finite are numbers again."""
    if isinstance(thing, str):
        return float(thing) if thing in ("nan", "inf", "-inf") else thing
    if isinstance(thing, Mapping):
        return {name: _restore_numbers(value) for name, value in thing.items()}
    return [_restore_numbers(item) for item in thing] if isinstance(thing, Sequence) else thing


def _restore_table(thing: Any) -> dict[str, Any]:
    """Return a mapping as a report holds it. Raises TypeError for anything else."""
    if not isinstance(thing, Mapping):
        raise TypeError(thing)
    return {name: _restore_numbers(value) for name, value in thing.items()}


def _validate_text(thing: Any) -> str:
    """Return a text. Raises TypeError for anything else."""
    if not isinstance(thing, str):
        raise TypeError(thing)
    return thing


def _validate_number(thing: Any) -> float:
    """Return a number. Raises TypeError for anything else."""
    if isinstance(thing, bool) or not isinstance(thing, int | float):
        raise TypeError(thing)
    return thing
