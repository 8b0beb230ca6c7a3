"""The records of a batch: read back, chosen, and summed where the other system has one column.

A record is a report as DESIGN's JSON (`fallline/report/v1`). An absent student's record has no points to earn,
so what an exercise is worth is read from the others'.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import KitError
from grader.export.report import SCHEMA

Record = Mapping[str, Any]

_BATCH = "Name the folder that `grade batch … --out` wrote."


@dataclass(frozen=True, slots=True)
class Total:
    """One student's points in all chosen exercises."""

    id: str
    name: str
    """As the system wrote it that the batch came from; may be empty."""
    score: float
    most: float
    """What there was to earn."""
    records: tuple[Record, ...]

    @property
    def absent(self) -> bool:
        """Whether nothing at all was handed in."""
        return all(record["status"] == "absent" for record in self.records)


def read(folder: Path) -> list[Record]:
    """The records of a batch's folder, in the order handed in.

    Raises:
        KitError: there are none, or a line is no report.

    """
    path = folder / "reports.jsonl" if folder.is_dir() else folder
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise KitError(f"{folder} holds no reports that can be read ({_why(error)}).", _BATCH) from None
    records = [_record(line, path, number) for number, line in enumerate(lines, start=1) if line.strip()]
    if not records:
        raise KitError(f"{path} is empty.", _BATCH)
    return records


def choose(records: Sequence[Record], word: str | None) -> list[Record]:
    """The records of the exercise called `3`, `03`, `exercise03`, `bias_correction` or by its stem; all for None.

    Raises:
        KitError: no record is of that exercise.

    """
    if word is None:
        return list(records)
    chosen = [record for record in records if _called(record["exercise"], word)]
    if not chosen:
        raise KitError(f"The batch holds no exercise called {word!r}.", f"It holds {', '.join(stems(records))}.")
    return chosen


def stems(records: Iterable[Record]) -> list[str]:
    """The exercises met, by number."""
    return sorted({record["exercise"] for record in records})


def worth(records: Iterable[Record]) -> dict[str, float]:
    """Exercise → points there were."""
    most: dict[str, float] = {}
    for record in records:
        most[record["exercise"]] = max(most.get(record["exercise"], 0.0), record["max_score"])
    return most


def totals(records: Sequence[Record], *, together: bool = False) -> list[Total]:
    """A student's points as one number; an exercise without a record counts as nothing earned.

    Raises:
        KitError: there are several exercises and `together` is false.

    """
    found = stems(records)
    if len(found) > 1 and not together:
        raise KitError(
            f"The batch holds {len(found)} exercises ({', '.join(found)}) and the column takes one number.",
            "Choose one with --exercise, or add them up with --sum.",
        )
    by_student: dict[str, dict[str, Record]] = {}
    for record in records:
        # The same student twice in one exercise: the later line is the later word.
        by_student.setdefault(identity(record)[0], {})[record["exercise"]] = record
    most = sum(worth(records).values())
    return [_total(tuple(own[stem] for stem in sorted(own)), most) for own in by_student.values()]


def identity(record: Record) -> tuple[str, str]:
    """(id, name) of the student; both may be empty."""
    student = record["student"] or {}
    return str(student.get("id") or ""), str(student.get("name") or "")


def spoken(id: str, name: str) -> str:
    """A student in a message."""
    return f"{name} ({id})" if name and name != id else id or "(no name)"


def _total(own: tuple[Record, ...], most: float) -> Total:
    id, name = identity(own[0])
    return Total(id, name, round(sum(record["score"] for record in own), 6), most, own)


def _called(stem: str, word: str) -> bool:
    number, _, name = stem.removeprefix("exercise").partition("_")
    asked = word.strip().lower().replace("-", "_")
    digits = re.fullmatch(r"(?:exercise|ex)?[ _]?0*(\d+)", asked)
    return asked in (stem, name) or (digits is not None and int(digits[1]) == int(number))


def _record(line: str, path: Path, number: int) -> Record:
    try:
        record = json.loads(line)
    except ValueError:
        record = None
    if not isinstance(record, dict) or record.get("schema") != SCHEMA:
        raise KitError(f"Line {number} of {path} is no report ({SCHEMA}).", "Run `grade batch` again; it goes on.")
    return record


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or "no UTF-8"
