"""One table for any spreadsheet: a row a student and exercise."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from grader.export.grades import HEAD, make_row
from grader.export.records import Records
from grader.export.systems import ExportResult, Option
from grader.storage.files import save_file

NAME = "plain table"
SUFFIX = ".csv"
EXAMPLES = ("csv graded --exercise 3 --to table.csv",)
OPTIONS: tuple[Option, ...] = ()


def write(records: Records, to: Path) -> ExportResult:
    """Write the table, as UTF-8.

    Raises:
        KitError: it cannot be written there.

    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(make_row(record) for record in records)
    save_file(to, text.getvalue().encode("utf-8", "backslashreplace"))
    return ExportResult(f"{to}: {len(records)} rows.")
