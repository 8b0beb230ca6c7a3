"""A CSV file edited in place: the cells that change are replaced, every other byte stays as it came.

A library that reads and writes CSV normalizes quotes, line ends and empty cells. Gradebooks tell `""` from
nothing and quote by rules of their own, so this module keeps the text and remembers where each cell stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from grader.errors import KitError

MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""Byte order marks, and the encoding that each announces."""
DELIMITERS = (",", ";", "\t")

Edits = Mapping[tuple[int, int], str]
"""(row, column) → new text; the column after a row's last one adds a cell."""


class Cell(Struct, frozen=True):
    """One cell and its place."""

    start: int
    """Of its first character in the file's text, quotes included."""
    end: int
    """After its last character."""
    text: str
    """What it says, without the quotes."""

    @property
    def plain(self) -> str:
        """What it says to a person: blanks at the ends cut, `="…"` (a text that must be no formula) opened."""
        words = self.text.strip()
        return words[2:-1] if words.startswith('="') and words.endswith('"') and len(words) > 2 else words


class Sheet(Struct, frozen=True):
    """A file, cell by cell."""

    mark: bytes
    """Its byte order mark; empty where it has none."""
    encoding: str
    text: str
    delimiter: str
    rows: tuple[tuple[Cell, ...], ...]

    def at(self, row: int, column: int | None) -> str:
        """A cell's plain words; empty where there is no such cell."""
        if column is None or not 0 <= column < len(self.rows[row]):
            return ""
        return self.rows[row][column].plain

    def filled(self, edits: Edits) -> bytes:
        """The file with some cells replaced, the rest byte for byte."""
        pieces: list[str] = []
        done, width, last = 0, 0, -1
        for (row, column), words in sorted(edits.items()):
            cells = self.rows[row]
            if row != last:
                width, last = len(cells), row
            if column < len(cells):
                cell = cells[column]
                pieces += [self.text[done : cell.start], self._written(words, cell)]
            else:
                cell = cells[-1]
                pieces += [self.text[done : cell.end], self.delimiter * (column - width + 1)]
                pieces.append(self._written(words, None))
                width = column + 1
            done = cell.end
        text = "".join([*pieces, self.text[done:]])
        return self.mark + text.encode(self.encoding, _escapes(self.encoding))

    def _written(self, words: str, old: Cell | None) -> str:
        """As the cell was: quoted where it was quoted, and where it must be."""
        quoted = old is not None and self.text[old.start : old.start + 1] == '"'
        if quoted or any(sign in words for sign in ('"', self.delimiter, "\n", "\r")):
            return '"' + words.replace('"', '""') + '"'
        return words


def read(data: bytes, name: str) -> Sheet:
    """The cells of a CSV file; of commas, semicolons and tabs the delimiter that gives the most even table.

    Raises:
        KitError: it is no text, or no table.

    """
    mark = next((mark for mark in MARKS if data.startswith(mark)), b"")
    encoding = MARKS.get(mark, "utf-8")
    try:
        text = data[len(mark) :].decode(encoding, _escapes(encoding))
    except UnicodeDecodeError:
        raise _no_table(name, "its text cannot be decoded") from None
    tables = [(delimiter, tuple(_rows(text, delimiter))) for delimiter in DELIMITERS]
    delimiter, rows = max(tables, key=lambda table: _evenness(table[1]))
    if len(rows) < 2 or len(rows[0]) < 2:
        raise _no_table(name, "it holds no rows and columns")
    return Sheet(mark, encoding, text, delimiter, rows)


def _rows(text: str, delimiter: str) -> Iterator[tuple[Cell, ...]]:
    # A quoted cell may hold anything; what follows its closing quote up to the delimiter belongs to it.
    plain = rf"[^{delimiter}\r\n]*+"
    cell_pattern = re.compile(rf'"(?P<quoted>(?:[^"]|"")*+)"(?P<rest>{plain})|(?P<plain>{plain})')
    place, cells = 0, list[Cell]()
    while place < len(text) or cells:
        found = cell_pattern.match(text, place)
        assert found is not None  # the pattern matches the empty text
        cells.append(Cell(place, found.end(), _words(found)))
        place = found.end()
        if text.startswith(delimiter, place):
            place += len(delimiter)
            continue
        yield tuple(cells)
        cells = []
        place += 2 if text.startswith("\r\n", place) else 1


def _words(found: re.Match[str]) -> str:
    """What a cell says: its quotes taken away, doubled ones made one."""
    plain: str | None = found["plain"]
    return str(found["quoted"]).replace('""', '"') + str(found["rest"]) if plain is None else plain


def _evenness(rows: tuple[tuple[Cell, ...], ...]) -> tuple[float, int]:
    """The share of rows as wide as the header, then the width."""
    full = [row for row in rows if len(row) > 1 or row[0].text.strip()]
    if not full or len(full[0]) < 2:
        return (-1.0, 0)
    return (sum(len(row) == len(full[0]) for row in full) / len(full), len(full[0]))


def _escapes(encoding: str) -> str:
    # Bytes that are no UTF-8 (a file saved by an old spreadsheet) come back as they were.
    return "surrogateescape" if encoding == "utf-8" else "surrogatepass"


def _no_table(name: str, why: str) -> KitError:
    return KitError(f"{name} is no CSV file that can be filled: {why}.", "Export it anew and hand it in unchanged.")
