"""Gradescope's `results.json` of one submission: for the export and for the autograder alike."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from grader.export.digest import heading
from grader.export.feedback import explanation, lines, misconceptions, names_of
from grader.export.records import Record
from grader.model import HOLDS
from grader.text import clean


def results(records: Sequence[Record], visibility: str = "visible") -> dict[str, Any]:
    """What Gradescope wants to know of one submission, which may hold several exercises."""
    numbered = [
        (f"{place}.{nth}", check)
        for place, record in enumerate(records, start=1)
        for nth, check in enumerate(record["checks"], start=1)
    ]
    names = names_of([check for _, check in numbered])
    tests = [_test(check, name, number, visibility) for (number, check), name in zip(numbered, names, strict=True)]
    told = [line for record in records for line in (heading(record), *lines(record))]
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


def _test(check: Mapping[str, Any], name: str, number: str, visibility: str) -> dict[str, Any]:
    passed = check["outcome"] in HOLDS
    return {
        "score": check["points"],
        "max_score": check["max_points"],
        "status": "passed" if passed else "failed",
        "name": name,
        "number": number,
        "output": clean("\n".join(explanation(check)), lines=True),
        "tags": [clean(check["function"])],
        "visibility": visibility,
        "extra_data": {"id": check["id"], "outcome": check["outcome"]},
    }


def _extra(record: Record) -> dict[str, Any]:
    kept = ("exercise", "status", "score", "max_score", "sandbox")
    return {name: record[name] for name in kept} | {"misconceptions": misconceptions(record)}
