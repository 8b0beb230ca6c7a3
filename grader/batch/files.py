"""The files of a folder of results: written aside and moved, so that each is whole at every moment."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from grader.errors import KitError, Unfinished
from grader.storage.files import replace_file


def write_whole(path: Path, chunks: Iterator[str]) -> None:
    """Write a file aside, then let it take its place in one move; raises KitError where that fails."""
    try:
        replace_file(path, (chunk.encode() for chunk in chunks))
    except OSError as error:
        raise Unfinished(
            f"{path} cannot be written ({error.strerror}).",
            "Free some space or name another folder with --out; what is graded stays in the journal.",
        ) from None


def write_rows(path: Path, head: Sequence[Sequence[str]], rows: Iterator[Sequence[Any]]) -> None:
    """Write a CSV file aside and move it."""

    class Line:
        """Takes what `csv` writes and hands it on."""

        text = ""

        def write(self, text: str) -> None:
            self.text = text

    line = Line()
    writer = csv.writer(line)

    def iterate_lines() -> Iterator[str]:
        for row in (*head, *rows):
            writer.writerow(row)
            yield line.text

    write_whole(path, iterate_lines())


def refuse_link(path: Path) -> None:
    """Raise KitError where a link stands under one of our names: it may have come with a submission."""
    if path.is_symlink():
        raise KitError(
            f"{path} is a link, and nothing is written through it.", "Remove it, then run the command again."
        )
