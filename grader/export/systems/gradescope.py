"""Gradescope: `results.json` of every submission, and the autograder that makes the same on Gradescope itself.

Every test has the same visibility as the whole, because hiding any one of them hides the total.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from grader import course
from grader.errors import KitError
from grader.export import autograder
from grader.export.disk_groups import open_disk_groups
from grader.export.gradescope import encode_json, make_results
from grader.export.records import Record, Records, format_student, is_ungraded, list_exercises, read_student
from grader.export.student_folders import StudentFolders
from grader.export.systems import Option, Written, least_walls
from grader.storage import seals
from grader.storage.files import save

NAME = "Gradescope results and autograder"
SUFFIX = ""
VISIBILITY = ("visible", "after_due_date", "after_published", "hidden")
OPTIONS = (
    Option("visibility", "When students see laws and total.", choices=VISIBILITY, default="visible"),
    Option("no_autograder", "Write no autograder.zip.", bool),
    least_walls("autograder"),
    Option(
        "secret",
        "Let the autograder draw each file's inputs from this secret. By default it has one of the kit's own, always "
        "the same for the same place of the zip.",
    ),
)
HOW_THEY_GET_THERE = (
    "Gradescope takes results from its autograder alone: upload autograder.zip and it grades there; "
    "each results.json here is what it would show."
)


def write(
    records: Records,
    to: Path,
    *,
    visibility: str = "visible",
    no_autograder: bool = False,
    sandbox: str = "process",
    secret: str | None = None,
) -> Written:
    """Write a folder: `<submission>/results.json` for each, and `autograder.zip`.

    Raises:
        KitError: something cannot be written there.

    """
    told = _without(records)
    folders = StudentFolders()
    found = 0
    for name, own in _submissions(records, folders):
        if any(map(is_ungraded, own)):
            told.append(f"set aside by the batch and not graded, so there is no result: {name}")
            continue
        save(to / name / "results.json", encode_json(make_results(own, visibility)))
        found += 1
    told += folders.remarks
    says = f"{to}: results of {found} submissions"
    if not no_autograder:
        target = to / "autograder.zip"
        save(target, _autograder(list_exercises(records), target, visibility, sandbox, secret))
        says += f" and autograder.zip (least walls: {sandbox})"
    if visibility != "visible":
        told.append(f"with visibility {visibility} students do not see their total either")
    return Written(f"{says}. {HOW_THEY_GET_THERE}", tuple(told))


def write_alone(
    exercises: Sequence[str],
    to: Path,
    *,
    visibility: str = "visible",
    no_autograder: bool = False,
    sandbox: str = "process",
    secret: str | None = None,
) -> Written:
    """Write `autograder.zip` alone, for exercises of the course: no batch is needed for it.

    Raises:
        KitError: there is no such exercise, or it cannot be written there.

    """
    if no_autograder:
        raise KitError("Without a batch there is nothing to write but the autograder.", "Name the batch: OUT")
    wanted = [course.find(word).stem for word in exercises]
    save(to / "autograder.zip", _autograder(wanted, to / "autograder.zip", visibility, sandbox, secret))
    return Written(f"{to}: autograder.zip (least walls: {sandbox}). Upload it under Configure Autograder.")


def _autograder(stems: Sequence[str], target: Path, visibility: str, sandbox: str, secret: str | None) -> bytes:
    drawn_from = secret or seals.secret_of("autograder", str(target.resolve()))
    return autograder.build_zip(stems, visibility, sandbox, drawn_from)


def _without(records: Records) -> list[str]:
    """Who handed in nothing at all, in words."""
    handed_in = {read_student(record) for record in records if record["status"] != "absent"}
    without = dict.fromkeys(read_student(record) for record in records if read_student(record) not in handed_in)
    return [f"handed in nothing, so there is no result: {format_student(*who)}" for who in without]


def _submissions(records: Records, folders: StudentFolders) -> Iterator[tuple[str, list[Record]]]:
    """(folder, reports by exercise); a group's work, told once a member, stands there once."""
    blank: dict[str, Record] = {}
    with open_disk_groups() as groups:
        for record in records:
            if record["checks"] and record["exercise"] not in blank:
                blank[record["exercise"]] = _nothing(record)
            if record["status"] != "absent":
                groups.add(folders.choose(record), record)
        for name, reports in groups.iterate():
            own = {record["exercise"]: record for record in reports}
            # The points of all tests have to add up to the assignment's, whoever left an exercise out.
            yield name, [own.get(stem) or blank[stem] for stem in sorted(blank | own)]


def _nothing(record: Record) -> Record:
    """The report of an exercise that was left out, with the laws of another student's."""
    empty = {"points": 0.0, "outcome": "unknown", "message": "", "expected": None, "actual": None, "given": {}}
    told: dict[str, Any] = {"diagnoses": [], "notes": [], "findings": [], "output": "", "student": None}
    told["submission"] = {"path": "", "sha256": "", "kind": "py"}
    found = {"score": 0.0, "status": "absent", "seconds": 0.0, "sandbox": record["sandbox"]}
    named = {"exercise": record["exercise"], "max_score": record["max_score"]}
    return {**named, **found, **told, "checks": [{**check, **empty} for check in record["checks"]]}
