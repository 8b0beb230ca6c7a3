"""Feedback as pages: one a student and one for the class, each a single file that needs no network and no script."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO

from grader.errors import KitError
from grader.export.pages import classroom, student
from grader.export.pages.filenames import file_names
from grader.export.pages.tally import Tally
from grader.export.pages.wording import Record, identity

CLASS = "class.html"
FOLDER = "feedback"
NO_TITLES: Mapping[str, str] = MappingProxyType({})


def write_pages(
    records: Iterable[Record], out: Path, names: Mapping[str, str], titles: Mapping[str, str] = NO_TITLES
) -> list[str]:
    """Write `class.html` and a page a student into `feedback/`, and say in words what was written.

    `records` are read once, in any order, and never held together; `names` are those of misconceptions by their
    ids, `titles` those of exercises by their stems. Where one is missing, what the records say stands in.

    Raises:
        KitError: a page cannot be written there.

    """
    tally = Tally(names)
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n") as file:
        spool = _Spool(file)
        for record in records:
            tally.add(record)
            spool.keep(record)
        files = file_names(tally.people)
        for id, own in spool.students():
            _save(out / FOLDER / f"{files[id]}.html", student.page(own, names, titles))
    _save(out / CLASS, classroom.page(tally, files, titles, FOLDER))
    pages = "1 page" if len(files) == 1 else f"{len(files)} pages"
    return [CLASS, f"{FOLDER}/ ({pages})"]


class _Spool:
    """Records on a disk, to be had again student by student: a student's exercises may lie far apart."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._places: dict[str, list[int]] = {}

    def keep(self, record: Record) -> None:
        """Write one down."""
        self._places.setdefault(identity(record)[0], []).append(self._file.tell())
        self._file.write(json.dumps(record) + "\n")

    def students(self) -> Iterator[tuple[str, list[Record]]]:
        """(id, records) of every student, in the order first met."""
        for id, places in self._places.items():
            yield id, [self._at(place) for place in places]

    def _at(self, place: int) -> Record:
        self._file.seek(place)
        record: Record = json.loads(self._file.readline())
        return record


def _save(path: Path, text: str) -> None:
    """Write a page aside, then let it take its place in one move."""
    aside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(text, "utf-8", "backslashreplace", newline="\n")
        aside.replace(path)
    except OSError as error:
        raise KitError(
            f"{path} cannot be written ({error.strerror}).", "Name another folder or free some space."
        ) from None


__all__ = ["write_pages"]
