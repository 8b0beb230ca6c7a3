"""The records of a batch: read one at a time, and chosen by exercise.

A record is a report as JSON (`view/report.schema.json` describes it). A class's reports are larger than a memory
should hold, so whoever reads them iterates over them, as often as needed, and keeps what it needs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader import course
from grader.errors import KitError
from grader.view.document import SCHEMA

Record = Mapping[str, Any]
Records = Collection[Record]
"""Reports over which one can iterate more than once."""

_BATCH = "Name the folder that `grade batch … --out` wrote."


@dataclass(frozen=True, slots=True)
class LazyRecords(Collection[Record]):
    """Records that are read anew with every iteration; none is kept."""

    walk: Callable[[], Iterator[Record]]

    def __iter__(self) -> Iterator[Record]:
        return self.walk()

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, record: object) -> bool:
        return any(record == one for one in self)


def read(folder: Path) -> Records:
    """Return the records of a batch's folder, in the order handed in.

    Raises:
        KitError: there are none; and later, while they are read, where a line is no report.

    """
    path = folder / "reports.jsonl" if folder.is_dir() else folder
    records = LazyRecords(lambda: _iterate_records(path, folder))
    if next(iter(records), None) is None:
        raise KitError(f"{path} is empty.", _BATCH)
    return records


def choose(records: Records, name: str | None) -> Records:
    """Return the records of one exercise; all for None.

    It is called `3`, `03`, `exercise03`, `bias_correction` or by its stem.

    Raises:
        KitError: no record is of that exercise.

    """
    if name is None:
        return records
    known = list_exercises(records)
    chosen = {stem for stem in known if course.is_called(stem, name)}
    if not chosen:
        raise KitError(f"The batch holds no exercise called {name!r}.", f"It holds {', '.join(known)}.")
    return LazyRecords(lambda: (record for record in records if record["exercise"] in chosen))


def list_exercises(records: Iterable[Record]) -> list[str]:
    """List the stems of the exercises in the records, sorted by number."""
    return sorted({record["exercise"] for record in records})


def read_student(record: Record) -> tuple[str, str]:
    """Return the student's (id, name); both may be empty."""
    student = record["student"] or {}
    return str(student.get("id") or ""), str(student.get("name") or "")


def format_student(id: str, name: str) -> str:
    """Format a student as text for a message."""
    return f"{name} ({id})" if name and name != id else id or "(no name)"


def is_ungraded(record: Record) -> bool:
    """Tell whether the work is there and nobody knows its points: it was set aside, or its file could not be read."""
    if record["status"] == "set_aside":
        return True
    # Before unread files were set aside, a batch told them as unreadable; a folder may hold such records still.
    return record["status"] == "unreadable" and any(finding["id"] == "no_file" for finding in record["findings"])


def has_other_work(record: Record) -> bool:
    """Tell whether something was handed in, and nothing of it can be graded: a person has to look at it."""
    return any(finding["id"] == "other_work" for finding in record["findings"])


def _iterate_records(path: Path, folder: Path) -> Iterator[Record]:
    """Yield the records of a file, one at a time; raise KitError where it cannot be read."""
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _parse_record(line, path, number)
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "no UTF-8"
        raise KitError(f"{folder} holds no reports that can be read ({why}).", _BATCH) from None


def _parse_record(line: str, path: Path, number: int) -> Record:
    """Parse one line; raise KitError where it is no report."""
    try:
        record = json.loads(line)
    except ValueError:
        record = None
    if not isinstance(record, dict) or record.get("schema") != SCHEMA:
        raise KitError(f"Line {number} of {path} is no report ({SCHEMA}).", "Run `grade batch` again; it goes on.")
    return record
