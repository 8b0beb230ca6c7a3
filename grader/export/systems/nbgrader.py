"""nbgrader's own table of grades (`nbgrader export`), properly quoted.

Who handed in nothing has zeros and no timestamp there, as in nbgrader's own.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from grader.export.files import save
from grader.export.grades import safe
from grader.export.records import Record, Records, identity, spoken, ungraded
from grader.export.systems import Option, Written
from grader.export.totals import worth

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


def write(records: Records, to: Path) -> Written:
    """Write the table; due dates and timestamps stay empty, since a batch does not know them.

    Raises:
        KitError: it cannot be written there.

    """
    most = worth(records)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    told, rows = [], 0
    for record in records:
        if ungraded(record):
            who = spoken(*identity(record))
            told.append(f"set aside by the batch and not graded, so there is no row for {record['exercise']}: {who}")
        else:
            writer.writerow(_row(record, most[record["exercise"]]))
            rows += 1
    save(to, text.getvalue().encode("utf-8", "backslashreplace"))
    return Written(f"{to}: {rows} rows.", tuple(told))


def _row(record: Record, most: float) -> list[str]:
    id, name = identity(record)
    # A name is split only where it says itself what the last name is.
    last, comma, first = name.partition(",")
    email = id if "@" in id else ""
    people = [safe(id), safe(last.strip() if comma else name), safe(first.strip()), safe(email)]
    score = str(float(record["score"]))
    return [record["exercise"], "", "", *people, score, "0.0", score, str(float(most))]
