"""The records of a batch: read back one at a time, and chosen.

A record is a report as DESIGN's JSON (`fallline/report/v1`). A class's reports are larger than a memory should
hold, so whoever reads them walks over them, as often as need be, and keeps what it needs.
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
"""Reports to be walked over, more than once."""

_BATCH = "Name the folder that `grade batch … --out` wrote."


@dataclass(frozen=True, slots=True)
class Walked(Collection[Record]):
    """Records that come anew with every walk; none is kept."""

    walk: Callable[[], Iterator[Record]]

    def __iter__(self) -> Iterator[Record]:
        return self.walk()

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, record: object) -> bool:
        return any(record == one for one in self)


def read(folder: Path) -> Records:
    """The records of a batch's folder, in the order handed in.

    Raises:
        KitError: there are none; and while they are walked over, where a line is no report.

    """
    path = folder / "reports.jsonl" if folder.is_dir() else folder
    found = Walked(lambda: _lines(path, folder))
    if next(iter(found), None) is None:
        raise KitError(f"{path} is empty.", _BATCH)
    return found


def choose(records: Records, word: str | None) -> Records:
    """The records of the exercise called `3`, `03`, `exercise03`, `bias_correction` or by its stem; all for None.

    Raises:
        KitError: no record is of that exercise.

    """
    if word is None:
        return records
    found = stems(records)
    chosen = {stem for stem in found if course.is_called(stem, word)}
    if not chosen:
        raise KitError(f"The batch holds no exercise called {word!r}.", f"It holds {', '.join(found)}.")
    return Walked(lambda: (record for record in records if record["exercise"] in chosen))


def stems(records: Iterable[Record]) -> list[str]:
    """The exercises met, by number."""
    return sorted({record["exercise"] for record in records})


def identity(record: Record) -> tuple[str, str]:
    """(id, name) of the student; both may be empty."""
    student = record["student"] or {}
    return str(student.get("id") or ""), str(student.get("name") or "")


def spoken(id: str, name: str) -> str:
    """A student in a message."""
    return f"{name} ({id})" if name and name != id else id or "(no name)"


def ungraded(record: Record) -> bool:
    """Whether the work was set aside: it is there, and nobody knows its points."""
    return bool(record["status"] == "set_aside")


def _lines(path: Path, folder: Path) -> Iterator[Record]:
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _record(line, path, number)
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "no UTF-8"
        raise KitError(f"{folder} holds no reports that can be read ({why}).", _BATCH) from None


def _record(line: str, path: Path, number: int) -> Record:
    try:
        record = json.loads(line)
    except ValueError:
        record = None
    if not isinstance(record, dict) or record.get("schema") != SCHEMA:
        raise KitError(f"Line {number} of {path} is no report ({SCHEMA}).", "Run `grade batch` again; it goes on.")
    return record
