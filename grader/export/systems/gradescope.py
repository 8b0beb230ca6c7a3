"""Gradescope: `results.json` of every submission, and the autograder that makes the same on Gradescope itself.

Every test has the same visibility as the whole, because hiding any one of them hides the total.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from grader.errors import KitError
from grader.export import autograder
from grader.export.feedback import explanation, heading, misconceptions, thoughts
from grader.export.files import save
from grader.export.records import Record, identity, spoken, stems
from grader.export.systems import Option, Written
from grader.words import clean

NAME = "Gradescope results and autograder"
SUFFIX = ""
VISIBILITY = ("visible", "after_due_date", "after_published", "hidden")
OPTIONS = (
    Option("visibility", "When students see laws and total.", choices=VISIBILITY, default="visible"),
    Option("no_autograder", "Write no autograder.zip.", bool),
)
_SUBMISSION = re.compile(r"submission_\d+")


def write(records: Sequence[Record], to: Path, *, visibility: str = "visible", no_autograder: bool = False) -> Written:
    """Write a folder: `<submission>/results.json` for each, and `autograder.zip`.

    Raises:
        KitError: something cannot be written there.

    """
    found, told = _submissions(records)
    for name, own in found.items():
        save(to / name / "results.json", as_json(results(own, visibility)))
    says = f"{to}: results of {len(found)} submissions"
    if not no_autograder:
        save(to / "autograder.zip", autograder.package(stems(records), visibility))
        says += " and autograder.zip"
    if visibility != "visible":
        told.append(f"with visibility {visibility} students do not see their total either")
    return Written(f"{says}.", tuple(told))


def results(records: Sequence[Record], visibility: str = "visible") -> dict[str, Any]:
    """What Gradescope wants to know of one submission, which may hold several exercises."""
    tests: list[dict[str, Any]] = []
    for place, record in enumerate(records, start=1):
        tests += [_test(check, f"{place}.{nth}", visibility) for nth, check in enumerate(record["checks"], start=1)]
    told = [line for record in records for line in (heading(record), *thoughts(record))]
    return {
        # Gradescope takes the total from here; it is the tests' sum, so that both readings agree.
        "score": round(sum(test["score"] for test in tests), 6),
        "execution_time": round(sum(record["seconds"] for record in records), 3),
        "output": clean("\n\n".join(told), lines=True),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": visibility,
        "stdout_visibility": "hidden",  # of run_autograder itself: for instructors
        "extra_data": {"reports": [_extra(record) for record in records]},
        "tests": tests,
    }


def as_json(result: Mapping[str, Any]) -> bytes:
    """The file's bytes."""
    return (json.dumps(result, indent=2, allow_nan=False) + "\n").encode()


def _submissions(records: Sequence[Record]) -> tuple[dict[str, list[Record]], list[str]]:
    """Folder → its reports; a group's work, told once a member, stands there once."""
    found: dict[str, dict[str, Record]] = {}
    told: list[str] = []
    handed_in = {identity(record) for record in records if record["status"] != "absent"}
    for record in records:
        if record["status"] != "absent":
            found.setdefault(_folder(record), {})[record["exercise"]] = record
        elif identity(record) not in handed_in:
            told.append(f"handed in nothing, so there is no result: {spoken(*identity(record))}")
    # The points of all tests have to add up to the assignment's, whoever left an exercise out.
    blank = {record["exercise"]: _nothing(record) for record in records if record["checks"]}
    whole = {name: [own.get(stem) or blank[stem] for stem in sorted(blank | own)] for name, own in found.items()}
    return whole, list(dict.fromkeys(told))


def _folder(record: Record) -> str:
    """The submission's own folder in Gradescope's export; elsewhere the student's id."""
    parts = record["submission"]["path"].replace("\\", "/").split("/")
    return next((part for part in parts if _SUBMISSION.fullmatch(part)), None) or _plain(identity(record)[0])


def _nothing(record: Record) -> Record:
    """The report of an exercise that was left out, with the laws of another student's."""
    empty = {"points": 0.0, "outcome": "unknown", "message": "", "expected": None, "actual": None, "given": {}}
    told: dict[str, Any] = {"diagnoses": [], "notes": [], "findings": [], "output": "", "student": None}
    found = {"score": 0.0, "status": "absent", "seconds": 0.0, "sandbox": record["sandbox"]}
    named = {"exercise": record["exercise"], "max_score": record["max_score"]}
    return {**named, **found, **told, "checks": [{**check, **empty} for check in record["checks"]]}


def _plain(id: str) -> str:
    """A student's id as a folder's name on any system."""
    name = re.sub(r"[^\w.@+-]", "_", id).strip(".")
    if not name:
        raise KitError("A report names no student.", "Export the folder of a batch, which knows whose work it graded.")
    return name


def _test(check: Mapping[str, Any], number: str, visibility: str) -> dict[str, Any]:
    passed = check["outcome"] == "passed"
    return {
        "score": check["points"],
        "max_score": check["max_points"],
        "status": "passed" if passed else "failed",
        "name": clean(check["says"]),
        "number": number,
        "output": clean("\n".join(explanation(check)), lines=True),
        "tags": [clean(check["function"])],
        "visibility": visibility,
        "extra_data": {"id": check["id"], "outcome": check["outcome"]},
    }


def _extra(record: Record) -> dict[str, Any]:
    kept = ("exercise", "status", "score", "max_score", "sandbox")
    return {name: record[name] for name in kept} | {"misconceptions": misconceptions(record)}
