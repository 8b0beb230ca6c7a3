"""PrairieLearn's `results.json` of one submission: for the export and for the external grader alike.

The form is that of PrairieLearn's own page on external grading: a score from 0 to 1, and a list of tests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from grader.export.digest import format_heading
from grader.export.feedback import explain_outcome, list_lines, make_law_names
from grader.export.records import Record
from grader.text import clean, cut

FORM = "prairielearn"
MAX_OUTPUT_CHARS = 100_000
"""Characters of output in all; PrairieLearn takes no file above 1 MB."""
STATUSES_WITHOUT_TRY = ("unreadable", "not_started", "absent")
"""Statuses that cost a student no try, for there is nothing to judge yet."""


def make_results(records: Sequence[Record]) -> dict[str, Any]:
    """Return what PrairieLearn's `results.json` holds for one submission, which may cover several exercises."""
    text = clean(
        "\n\n".join(line for record in records for line in (format_heading(record), *list_lines(record))), lines=True
    )
    if all(record["status"] in STATUSES_WITHOUT_TRY for record in records):
        return {"gradable": False, "format_errors": [cut(text, MAX_OUTPUT_CHARS)]}
    checks = [check for record in records for check in record["checks"]]
    max_score = sum(record["max_score"] for record in records)
    return {
        "gradable": True,
        "score": round(sum(record["score"] for record in records) / max_score, 6) if max_score else 0.0,
        "message": "; ".join(map(format_heading, records)),
        "output": cut(text, MAX_OUTPUT_CHARS),
        "tests": [_make_test(check, name) for check, name in zip(checks, make_law_names(checks), strict=True)],
    }


def _make_test(check: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return one law as a test of PrairieLearn."""
    return {
        "name": name,
        "description": clean(check["function"]),
        "points": check["points"],
        "max_points": check["max_points"],
        "output": cut(clean("\n".join(explain_outcome(check)), lines=True), 4000),
    }
