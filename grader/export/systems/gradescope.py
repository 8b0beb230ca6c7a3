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
from grader.export.records import (
    Record,
    Records,
    format_student,
    has_other_work,
    is_ungraded,
    list_exercises,
    read_student,
)
from grader.export.student_folders import StudentFolders
from grader.export.systems import ExportResult, Option, make_walls_option
from grader.storage import seals
from grader.storage.files import save_file

NAME = "Gradescope results and autograder"
SUFFIX = ""
EXAMPLES = (
    "gradescope --exercise 3 --to gradescope",
    "gradescope --exercise 3 --to gradescope --sandbox confined",
    "gradescope graded --to results --no-autograder",
)
VISIBILITY = ("visible", "after_due_date", "after_published", "hidden")
OPTIONS = (
    Option("visibility", "When students see laws and total.", choices=VISIBILITY, default="visible"),
    Option("no_autograder", "Write no autograder.zip.", bool),
    make_walls_option("autograder"),
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
) -> ExportResult:
    """Write a folder: `<submission>/results.json` for each, and `autograder.zip`.

    Raises:
        KitError: something cannot be written there.

    """
    remarks = _list_missing(records)
    folders = StudentFolders()
    written = 0
    for name, reports in _iterate_submissions(records, folders):
        if any(map(is_ungraded, reports)):
            remarks.append(f"set aside by the batch and not graded, so there is no result: {name}")
            continue
        if any(map(has_other_work, reports)):
            remarks.append(f"handed in something that cannot be graded, so there is no result: {name}")
            continue
        save_file(to / name / "results.json", encode_json(make_results(reports, visibility)), follow=False)
        written += 1
    remarks += folders.remarks
    summary = f"{to}: results of {written} submissions"
    if not no_autograder:
        target = to / "autograder.zip"
        save_file(target, _build_autograder(list_exercises(records), target, visibility, sandbox, secret), follow=False)
        summary += f" and autograder.zip (least walls: {sandbox})"
    if visibility != "visible":
        remarks.append(f"with visibility {visibility} students do not see their total either")
    return ExportResult(f"{summary}. {HOW_THEY_GET_THERE}", tuple(remarks))


def write_alone(
    exercises: Sequence[str],
    to: Path,
    *,
    visibility: str = "visible",
    no_autograder: bool = False,
    sandbox: str = "process",
    secret: str | None = None,
) -> ExportResult:
    """Write `autograder.zip` alone, for exercises of the course: no batch is needed for it.

    Raises:
        KitError: there is no such exercise, or it cannot be written there.

    """
    if no_autograder:
        raise KitError("Without a batch there is nothing to write but the autograder.", "Name the batch: OUT")
    stems = [course.find_exercise(word).stem for word in exercises]
    save_file(
        to / "autograder.zip",
        _build_autograder(stems, to / "autograder.zip", visibility, sandbox, secret),
        follow=False,
    )
    return ExportResult(f"{to}: autograder.zip (least walls: {sandbox}). Upload it under Configure Autograder.")


def _build_autograder(stems: Sequence[str], target: Path, visibility: str, sandbox: str, secret: str | None) -> bytes:
    """Build the zip; without a secret of its own, it gets the kit's secret for this target."""
    drawn_from = secret or seals.make_secret("autograder", str(target.resolve()))
    return autograder.build_zip(stems, visibility, sandbox, drawn_from)


def _list_missing(records: Records) -> list[str]:
    """Return a remark for each student who handed in nothing at all."""
    handed_in = {read_student(record) for record in records if record["status"] != "absent" or has_other_work(record)}
    missing = dict.fromkeys(read_student(record) for record in records if read_student(record) not in handed_in)
    return [f"handed in nothing, so there is no result: {format_student(*student)}" for student in missing]


def _iterate_submissions(records: Records, folders: StudentFolders) -> Iterator[tuple[str, list[Record]]]:
    """Yield (folder, reports sorted by exercise); a group's work, which has a record for each member, comes once."""
    empty_reports: dict[str, Record] = {}
    with open_disk_groups() as groups:
        for record in records:
            if record["checks"] and record["exercise"] not in empty_reports:
                empty_reports[record["exercise"]] = _make_empty_report(record)
            if record["status"] != "absent" or has_other_work(record):
                groups.add(folders.choose(record), record)
        for name, reports in groups.iterate():
            by_exercise = {record["exercise"]: record for record in reports}
            # The points of all tests have to add up to the assignment's, whoever left an exercise out.
            yield name, [by_exercise.get(stem) or empty_reports[stem] for stem in sorted(empty_reports | by_exercise)]


def _make_empty_report(record: Record) -> Record:
    """Return the report of an exercise that was left out, with the laws of another student's report."""
    no_verdict = {"points": 0.0, "outcome": "unknown", "message": "", "expected": None, "actual": None, "given": {}}
    no_remarks: dict[str, Any] = {"diagnoses": [], "notes": [], "findings": [], "output": "", "student": None}
    no_remarks["submission"] = {"path": "", "sha256": "", "kind": "py"}
    no_result = {"score": 0.0, "status": "absent", "seconds": 0.0, "sandbox": record["sandbox"]}
    fixed = {"exercise": record["exercise"], "max_score": record["max_score"]}
    return {**fixed, **no_result, **no_remarks, "checks": [{**check, **no_verdict} for check in record["checks"]]}
