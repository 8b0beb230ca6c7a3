"""Records on a disk, read back one key at a time: in a batch, those of one key may lie far apart."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from grader.export.records import Record


class DiskGroups:
    """Records by key, kept in a file."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._places: dict[str, list[int]] = {}

    def add(self, key: str, record: Record) -> None:
        """Write one record into the file."""
        self._places.setdefault(key, []).append(self._file.tell())
        self._file.write(json.dumps(record).encode() + b"\n")

    def iterate(self) -> Iterator[tuple[str, list[Record]]]:
        """Yield (key, its records) in the order in which the keys were first met."""
        for key, positions in self._places.items():
            yield key, [self._read(position) for position in positions]

    def _read(self, position: int) -> Record:
        """Return the record that begins at a position of the file."""
        self._file.seek(position)
        record: Record = json.loads(self._file.readline())
        return record


@contextmanager
def open_disk_groups() -> Iterator[DiskGroups]:
    """Open an empty DiskGroups; its file is deleted when the `with` block ends."""
    with tempfile.TemporaryFile("w+b") as file:
        yield DiskGroups(file)
