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
from grader.export.systems import Option, Written
from grader.model import HOLDS
from grader.storage.files import save
from grader.text import clean

NAME = "Classroom 50 result"
SUFFIX = ".json"
OPTIONS = (Option("student", "Whose reports, by id, where OUT holds several students'."),)
SCHEMA = "classroom50/result/v1"
TYPES = ("individual", "group", "team")
_FINEST = 100
"""Parts of a point that are still told apart."""


def write(
    records: Records, to: Path, *, student: str | None = None, environment: Mapping[str, str] = os.environ
) -> Written:
    """Write one result; the laws of several exercises stand in it one after the other.

    Raises:
        KitError: several students are met and none is chosen, or the environment does not say whose it is.

    """
    own = _of_one(records, student)
    result = _identity(environment)
    checks = [(record["exercise"], check) for record in own for check in record["checks"]]
    parts = _parts(check[amount] for _, check in checks for amount in ("points", "max_points"))
    several = len(list_exercises(own)) > 1
    tests = [_test(check, stem if several else "", parts) for stem, check in checks]
    result["datetime"] = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    result["score"] = sum(test["score"] for test in tests)
    result["max-score"] = sum(test["max-score"] for test in tests)
    result["tests"] = tests
    save(to, (json.dumps(result, indent=2, ensure_ascii=True) + "\n").encode())
    told = (f"Classroom 50 takes whole points, so every score is multiplied by {parts}",) if parts > 1 else ()
    return Written(f"{to}: {result['score']} of {result['max-score']}, {len(tests)} laws.", told)


def _of_one(records: Records, student: str | None) -> list[Record]:
    found = list(dict.fromkeys(read_student(record)[0] for record in records))
    if student is None and len(found) > 1:
        raise KitError(
            f"The batch holds {len(found)} students, and a result is one student's.", "Choose one with --student ID."
        )
    if student is not None and student not in found:
        raise KitError(f"The batch holds no student {student!r}.", "Give --student an id as grades.csv shows it.")
    own = [record for record in records if student is None or read_student(record)[0] == student]
    for record in filter(is_ungraded, own):
        raise KitError(
            f"{record['exercise']} was set aside by the batch and not graded, so there is no result.",
            "Run the same `grade batch` again; it tries what was set aside anew.",
        )
    return own


def _identity(environment: Mapping[str, str]) -> dict[str, Any]:
    """The fields that say whose result this is, as Classroom 50's own checks want them."""

    def said(name: str, otherwise: str = "") -> str:
        words = environment.get(name, "").strip() or otherwise
        if not words:
            raise KitError(f"The environment does not set {name}.", "Run this inside the workflow, which sets it.")
        return words

    kind, submission = said("ASSIGNMENT_TYPE", "individual"), said("SUBMISSION_TAG")
    if kind not in TYPES:
        raise KitError(f"ASSIGNMENT_TYPE is {kind!r}.", f"It is one of {', '.join(TYPES)}.")
    if not submission.startswith("submit/"):
        raise KitError(f"SUBMISSION_TAG is {submission!r}.", "Classroom 50 takes tags that begin with submit/ alone.")
    commit = said("COMMIT_URL")
    return {
        "schema": SCHEMA,
        "classroom": said("CLASSROOM"),
        "assignment": said("ASSIGNMENT"),
        "assignment_type": kind,
        # The user stands for the owner where an older workflow names the user alone.
        "owner": said("OWNER", environment.get("USERNAME", "").strip()),
        "submission": submission,
        "commit": commit,
        "release": said("RELEASE_URL"),
        "review": said("REVIEW_URL", commit),
    }


def _parts(amounts: Iterable[float]) -> int:
    """The smallest factor that makes all amounts whole."""
    found = math.lcm(*(Fraction(amount).limit_denominator(_FINEST).denominator for amount in amounts))
    return min(found, _FINEST)


def _test(check: Mapping[str, Any], stem: str, parts: int) -> dict[str, Any]:
    most = round(check["max_points"] * parts)
    # A test there is passed or not: what is neither says so in its name.
    later = f" ({choose_mark(check)[1]})" if check["outcome"] == "waiting" else ""
    return {
        "test-name": clean(f"{stem}: {check['says']}" if stem else check["says"]) + later,
        "passed": check["outcome"] in HOLDS,
        "score": min(round(check["points"] * parts), most),
        "max-score": most,
    }
