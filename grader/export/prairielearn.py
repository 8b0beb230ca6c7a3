"""PrairieLearn's `results.json` of one submission: for the export and for the external grader alike.

The form is that of PrairieLearn's own page on external grading: a score from 0 to 1, and a list of tests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from grader.export.digest import heading
from grader.export.feedback import explanation, lines, names_of
from grader.export.records import Record
from grader.text import clean, cut

FORM = "prairielearn"
MOST_OUTPUT = 100_000
"""Letters of text in all; PrairieLearn takes no file above 1 MB."""
NO_TRY = ("unreadable", "not_started", "absent")
"""What costs a student no try: there is nothing to judge yet."""


def results(records: Sequence[Record]) -> dict[str, Any]:
    """What PrairieLearn wants to know of one submission, which may hold several exercises."""
    told = clean("\n\n".join(line for record in records for line in (heading(record), *lines(record))), lines=True)
    if all(record["status"] in NO_TRY for record in records):
        return {"gradable": False, "format_errors": [cut(told, MOST_OUTPUT)]}
    checks = [check for record in records for check in record["checks"]]
    most = sum(record["max_score"] for record in records)
    return {
        "gradable": True,
        "score": round(sum(record["score"] for record in records) / most, 6) if most else 0.0,
        "message": "; ".join(map(heading, records)),
        "output": cut(told, MOST_OUTPUT),
        "tests": [_test(check, name) for check, name in zip(checks, names_of(checks), strict=True)],
    }


def _test(check: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {
        "name": name,
        "description": clean(check["function"]),
        "points": check["points"],
        "max_points": check["max_points"],
        "output": cut(clean("\n".join(explanation(check)), lines=True), 4000),
    }
