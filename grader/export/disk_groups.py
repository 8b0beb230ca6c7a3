"""Records on a disk, to be had again one key at a time: what belongs together may lie far apart in a batch."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from grader.export.records import Record


class Spool:
    """Records by key."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._places: dict[str, list[int]] = {}

    def keep(self, key: str, record: Record) -> None:
        """Write one down."""
        self._places.setdefault(key, []).append(self._file.tell())
        self._file.write(json.dumps(record).encode() + b"\n")

    def groups(self) -> Iterator[tuple[str, list[Record]]]:
        """(key, records) in the order first met."""
        for key, places in self._places.items():
            yield key, [self._at(place) for place in places]

    def _at(self, place: int) -> Record:
        self._file.seek(place)
        record: Record = json.loads(self._file.readline())
        return record


@contextmanager
def spooled() -> Iterator[Spool]:
    """A spool while the `with` lasts."""
    with tempfile.TemporaryFile("w+b") as file:
        yield Spool(file)
