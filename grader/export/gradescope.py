"""Gradescope's `results.json` of one submission: for the export and for the autograder alike."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from grader.export.digest import format_heading
from grader.export.feedback import explain_outcome, list_lines, list_misconceptions, make_law_names
from grader.export.records import Record
from grader.model import HOLDS
from grader.text import clean


def make_results(records: Sequence[Record], visibility: str = "visible") -> dict[str, Any]:
    """Return what Gradescope's `results.json` holds for one submission, which may cover several exercises."""
    numbered = [
        (f"{index}.{check_index}", check)
        for index, record in enumerate(records, start=1)
        for check_index, check in enumerate(record["checks"], start=1)
    ]
    names = make_law_names([check for _, check in numbered])
    tests = [_make_test(check, name, number, visibility) for (number, check), name in zip(numbered, names, strict=True)]
    lines = [line for record in records for line in (format_heading(record), *list_lines(record))]
    return {
        # Gradescope takes the total from here; it equals the sum of the tests, so that both agree.
        "score": round(sum(test["score"] for test in tests), 6),
        "execution_time": round(sum(record["seconds"] for record in records), 3),
        "output": clean("\n\n".join(lines), lines=True),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": visibility,
        "stdout_visibility": "hidden",  # what run_autograder prints is for instructors
        "extra_data": {"reports": [_make_extra_data(record) for record in records]},
        "tests": tests,
    }


def encode_json(result: Mapping[str, Any]) -> bytes:
    """Return a result as the bytes of a JSON file."""
    return (json.dumps(result, indent=2, allow_nan=False) + "\n").encode()


def _make_test(check: Mapping[str, Any], name: str, number: str, visibility: str) -> dict[str, Any]:
    """Return one law as a test of Gradescope."""
    passed = check["outcome"] in HOLDS
    return {
        "score": check["points"],
        "max_score": check["max_points"],
        "status": "passed" if passed else "failed",
        "name": name,
        "number": number,
        "output": clean("\n".join(explain_outcome(check)), lines=True),
        "tags": [clean(check["function"])],
        "visibility": visibility,
        "extra_data": {"id": check["id"], "outcome": check["outcome"]},
    }


def _make_extra_data(record: Record) -> dict[str, Any]:
    """Return the fields of a report that Gradescope keeps but does not show."""
    fields = ("exercise", "status", "score", "max_score", "sandbox")
    return {name: record[name] for name in fields} | {"misconceptions": list_misconceptions(record)}
