"""A CSV file edited in place: the cells that change are replaced, every other byte stays as it came.

A library that reads and writes CSV normalizes quotes, line ends and empty cells. Gradebooks distinguish
`""` from an empty cell and quote by rules of their own, so this module keeps the text and remembers where each cell
stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from grader.errors import KitError

BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""Byte order mark → the encoding that it announces."""
DELIMITERS = (",", ";", "\t")

Edits = Mapping[tuple[int, int], str]
"""(row, column) → new text; the column after a row's last one adds a cell."""


class Cell(Struct, frozen=True):
    """One cell and where it stands in the text."""

    start: int
    """The position of its first character in the file's text, quotes included."""
    end: int
    """The position after its last character."""
    text: str
    """Its text without the quotes."""

    @property
    def plain(self) -> str:
        """Its text for a person: no blanks at the ends, no `="…"` (which keeps a text from being a formula)."""
        words = self.text.strip()
        return words[2:-1] if words.startswith('="') and words.endswith('"') and len(words) > 2 else words


class Sheet(Struct, frozen=True):
    """A CSV file, cell by cell."""

    mark: bytes
    """Its byte order mark; empty where it has none."""
    encoding: str
    text: str
    delimiter: str
    rows: tuple[tuple[Cell, ...], ...]

    def read_cell(self, row: int, column: int | None) -> str:
        """Return a cell's plain words; empty where there is no such cell."""
        if column is None or not 0 <= column < len(self.rows[row]):
            return ""
        return self.rows[row][column].plain

    def fill(self, edits: Edits) -> bytes:
        """Return the file's bytes with some cells replaced, the rest byte for byte."""
        pieces: list[str] = []
        done, width, last = 0, 0, -1
        for (row, column), new_text in sorted(edits.items()):
            cells = self.rows[row]
            if row != last:
                width, last = len(cells), row
            if column < len(cells):
                cell = cells[column]
                pieces += [self.text[done : cell.start], self._quote(new_text, cell)]
            else:
                cell = cells[-1]
                pieces += [self.text[done : cell.end], self.delimiter * (column - width + 1)]
                pieces.append(self._quote(new_text, None))
                width = column + 1
            done = cell.end
        text = "".join([*pieces, self.text[done:]])
        return self.mark + text.encode(self.encoding, _choose_error_handler(self.encoding))

    def _quote(self, text: str, old: Cell | None) -> str:
        """Return a text quoted where the old cell was quoted, and where it must be."""
        quoted = old is not None and self.text[old.start : old.start + 1] == '"'
        if quoted or any(sign in text for sign in ('"', self.delimiter, "\n", "\r")):
            return '"' + text.replace('"', '""') + '"'
        return text


def read(data: bytes, name: str) -> Sheet:
    """Read the cells of a CSV file; the delimiter (comma, semicolon or tab) is the one that gives the most even table.

    Raises:
        KitError: it is no text, or no table.

    """
    mark = next((mark for mark in BYTE_ORDER_MARKS if data.startswith(mark)), b"")
    encoding = BYTE_ORDER_MARKS.get(mark, "utf-8")
    try:
        text = data[len(mark) :].decode(encoding, _choose_error_handler(encoding))
    except UnicodeDecodeError:
        raise _make_error(name, "its text cannot be decoded") from None
    tables = [(delimiter, tuple(_parse_rows(text, delimiter))) for delimiter in DELIMITERS]
    delimiter, rows = max(tables, key=lambda table: _measure_evenness(table[1]))
    if len(rows) < 2 or len(rows[0]) < 2:
        raise _make_error(name, "it holds no rows and columns")
    return Sheet(mark, encoding, text, delimiter, rows)


def _parse_rows(text: str, delimiter: str) -> Iterator[tuple[Cell, ...]]:
    """Yield the cells of each row."""
    # A quoted cell may hold anything; what follows its closing quote up to the delimiter belongs to it.
    plain = rf"[^{delimiter}\r\n]*+"
    cell_pattern = re.compile(rf'"(?P<quoted>(?:[^"]|"")*+)"(?P<rest>{plain})|(?P<plain>{plain})')
    position, cells = 0, list[Cell]()
    while position < len(text) or cells:
        match = cell_pattern.match(text, position)
        assert match is not None  # the pattern matches the empty text
        cells.append(Cell(position, match.end(), _unquote(match)))
        position = match.end()
        if text.startswith(delimiter, position):
            position += len(delimiter)
            continue
        yield tuple(cells)
        cells = []
        position += 2 if text.startswith("\r\n", position) else 1


def _unquote(match: re.Match[str]) -> str:
    """Return a cell's text: its quotes taken away, doubled ones made one."""
    plain: str | None = match["plain"]
    return str(match["quoted"]).replace('""', '"') + str(match["rest"]) if plain is None else plain


def _measure_evenness(rows: tuple[tuple[Cell, ...], ...]) -> tuple[float, int]:
    """Return (share of rows as wide as the header, width)."""
    filled = [row for row in rows if len(row) > 1 or row[0].text.strip()]
    if not filled or len(filled[0]) < 2:
        return (-1.0, 0)
    return (sum(len(row) == len(filled[0]) for row in filled) / len(filled), len(filled[0]))


def _choose_error_handler(encoding: str) -> str:
    """Return Python's error handler for an encoding."""
    # Bytes that are no UTF-8 (a file saved by an old spreadsheet) come back as they were.
    return "surrogateescape" if encoding == "utf-8" else "surrogatepass"


def _make_error(name: str, why: str) -> KitError:
    """Return the error for a file that is no table; `why` ends its sentence."""
    return KitError(f"{name} is no CSV file that can be filled: {why}.", "Export it anew and hand it in unchanged.")
