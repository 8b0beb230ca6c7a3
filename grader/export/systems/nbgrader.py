"""nbgrader's own table of grades (`nbgrader export`), properly quoted.

Who handed in nothing has zeros and no timestamp there, as in nbgrader's own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from grader.export.files import save
from grader.export.grades import safe
from grader.export.records import Record, identity, worth
from grader.export.systems import Option, Written

NAME = "nbgrader table"
SUFFIX = ".csv"
OPTIONS: tuple[Option, ...] = ()
HEAD = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)


def write(records: Sequence[Record], to: Path) -> Written:
    """Write the table; due dates and timestamps stay empty, since a batch does not know them.

    Raises:
        KitError: it cannot be written there.

    """
    most = worth(records)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(_row(record, most[record["exercise"]]) for record in records)
    save(to, text.getvalue().encode("utf-8", "backslashreplace"))
    return Written(f"{to}: {len(records)} rows.")


def _row(record: Record, most: float) -> list[str]:
    id, name = identity(record)
    # A name is split only where it says itself what the last name is.
    last, comma, first = name.partition(",")
    email = id if "@" in id else ""
    people = [safe(id), safe(last.strip() if comma else name), safe(first.strip()), safe(email)]
    score = str(float(record["score"]))
    return [record["exercise"], "", "", *people, score, "0.0", score, str(float(most))]
