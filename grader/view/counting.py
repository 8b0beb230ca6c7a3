"""What of a report (as JSON) counts in the statistics of a class, so that a count is a count of programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Record = Mapping[str, Any]
_NOT_FINITE = frozenset({"nan", "inf", "-inf"})
"""Numbers that JSON has no sign for, as reports write them."""


def identify_program(record: Record) -> tuple[str, str, str]:
    """Return what tells one handed-in program from another: a file that a group handed in is one, whoever it is of.

    It is the exercise, the file's path and its SHA-256; where no file was handed in, the student's id stands for it.
    """
    submission = record.get("submission") or {}
    path = str(submission.get("path") or "")
    if not path:
        return record["exercise"], "", str((record["student"] or {}).get("id", ""))
    return record["exercise"], path, str(submission.get("sha256") or "")


def has_wrong_numbers(record: Record, function: str | None = None) -> bool:
    """Tell whether a law was lost with numbers, in that function or in any: what raised or gave none has no idea."""
    return any(
        check["outcome"] == "failed" and _holds_number(check["actual"])
        for check in record["checks"]
        if function is None or check["function"] == function
    )


def _holds_number(value: Any) -> bool:
    """Tell whether a value of a report is a number, or a collection with a number in it."""
    if isinstance(value, Mapping):
        return any(map(_holds_number, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_holds_number, value))
    if isinstance(value, str):
        return value in _NOT_FINITE
    return isinstance(value, int | float) and not isinstance(value, bool)
