"""Classroom 50: `result.json` for the one repository that a workflow grades.

Whose it is comes from the environment that the workflow sets. Points are whole numbers there, so quarters are
made whole by multiplying every score alike.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from grader.errors import KitError
from grader.export.marks import choose_mark
from grader.export.records import Record, Records, is_ungraded, list_exercises, read_student
from grader.export.systems import ExportResult, Option
from grader.model import HOLDS
from grader.storage.files import save_file
from grader.text import clean

NAME = "Classroom 50 result"
SUFFIX = ".json"
EXAMPLES = (
    "classroom50 graded --to result.json",
    "classroom50 graded --to result.json --student ada",
)
OPTIONS = (Option("student", "Whose reports, by id, where OUT holds several students'."),)
SCHEMA = "classroom50/result/v1"
TYPES = ("individual", "group", "team")
_MAX_FACTOR = 100
"""The largest factor: a hundredth of a point is the smallest part that is distinguished."""


def write(
    records: Records, to: Path, *, student: str | None = None, environment: Mapping[str, str] = os.environ
) -> ExportResult:
    """Write one result; the laws of several exercises stand in it one after the other.

    Raises:
        KitError: several students are met and none is chosen, or the environment does not say whose it is.

    """
    chosen = _choose_records(records, student)
    result = _read_identity(environment)
    checks = [(record["exercise"], check) for record in chosen for check in record["checks"]]
    factor = _compute_factor(check[amount] for _, check in checks for amount in ("points", "max_points"))
    several = len(list_exercises(chosen)) > 1
    tests = [_make_test(check, stem if several else "", factor) for stem, check in checks]
    result["datetime"] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    result["score"] = sum(test["score"] for test in tests)
    result["max-score"] = sum(test["max-score"] for test in tests)
    result["tests"] = tests
    save_file(to, (json.dumps(result, indent=2, ensure_ascii=True) + "\n").encode())
    remarks = (f"Classroom 50 takes whole points, so every score is multiplied by {factor}",) if factor > 1 else ()
    return ExportResult(f"{to}: {result['score']} of {result['max-score']}, {len(tests)} laws.", remarks)


def _choose_records(records: Records, student: str | None) -> list[Record]:
    """Return the records of one student; raises KitError where it is not clear whose, or where one was not graded."""
    students = list(dict.fromkeys(read_student(record)[0] for record in records))
    if student is None and len(students) > 1:
        raise KitError(
            f"The batch holds {len(students)} students, and a result is one student's.", "Choose one with --student ID."
        )
    if student is not None and student not in students:
        raise KitError(f"The batch holds no student {student!r}.", "Give --student an id as grades.csv shows it.")
    chosen = [record for record in records if student is None or read_student(record)[0] == student]
    for record in filter(is_ungraded, chosen):
        raise KitError(
            f"{record['exercise']} was set aside by the batch and not graded, so there is no result.",
            "Run the same `grade batch` again; it tries what was set aside anew.",
        )
    return chosen


def _read_identity(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields that say whose result this is, as Classroom 50's own checks want them."""

    def read_variable(name: str, default: str = "") -> str:
        """Return a variable of the environment; raises KitError where it is missing or empty."""
        value = environment.get(name, "").strip() or default
        if not value:
            raise KitError(f"The environment does not set {name}.", "Run this inside the workflow, which sets it.")
        return value

    assignment_type, submission = read_variable("ASSIGNMENT_TYPE", "individual"), read_variable("SUBMISSION_TAG")
    if assignment_type not in TYPES:
        raise KitError(f"ASSIGNMENT_TYPE is {assignment_type!r}.", f"It is one of {', '.join(TYPES)}.")
    if not submission.startswith("submit/"):
        raise KitError(f"SUBMISSION_TAG is {submission!r}.", "Classroom 50 takes tags that begin with submit/ alone.")
    commit = read_variable("COMMIT_URL")
    return {
        "schema": SCHEMA,
        "classroom": read_variable("CLASSROOM"),
        "assignment": read_variable("ASSIGNMENT"),
        "assignment_type": assignment_type,
        # An older workflow names only the user, who then is the owner.
        "owner": read_variable("OWNER", environment.get("USERNAME", "").strip()),
        "submission": submission,
        "commit": commit,
        "release": read_variable("RELEASE_URL"),
        "review": read_variable("REVIEW_URL", commit),
    }


def _compute_factor(amounts: Iterable[float]) -> int:
    """Return the smallest factor, at most _MAX_FACTOR, that makes all amounts whole."""
    factor = math.lcm(*(Fraction(amount).limit_denominator(_MAX_FACTOR).denominator for amount in amounts))
    return min(factor, _MAX_FACTOR)


def _make_test(check: Mapping[str, Any], stem: str, factor: int) -> dict[str, Any]:
    """Return one law as a test of Classroom 50."""
    max_score = round(check["max_points"] * factor)
    # A test there has passed or not, so a law that waits says so in its name.
    waiting_text = f" ({choose_mark(check)[1]})" if check["outcome"] == "waiting" else ""
    return {
        "test-name": clean(f"{stem}: {check['says']}" if stem else check["says"]) + waiting_text,
        "passed": check["outcome"] in HOLDS,
        "score": min(round(check["points"] * factor), max_score),
        "max-score": max_score,
    }
