"""Gradescope: `results.json` of every submission, and the autograder that makes the same on Gradescope itself.

Every test has the same visibility as the whole, because hiding any one of them hides the total.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grader.errors import KitError
from grader.export import autograder
from grader.export.files import save
from grader.export.gradescope import as_json, results
from grader.export.records import Record, identity, spoken, stems
from grader.export.systems import Option, Written

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
