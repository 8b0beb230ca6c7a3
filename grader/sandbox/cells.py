"""A notebook's code cells: of every version of the format, with or without its metadata, ids and outputs.

A cell's number is the one that Jupyter writes beside it after "Restart and run all": empty cells and texts do
not count.

Runs in the worker, where the file's author is: standard library only.
"""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)


class BrokenNotebook(Exception):
    """The file is no notebook that could be read; the text tells why."""


class Cell(NamedTuple):
    """A code cell."""

    number: int
    """From 1."""
    text: str

    @property
    def filename(self) -> str:
        """What tracebacks call it."""
        return f"cell {self.number}"


def read(source: bytes) -> list[Cell]:
    """The code cells of a file; raises BrokenNotebook, and SyntaxError where the bytes are no UTF-8."""
    texts = [_text(cell) for cell in _cells(_json(source)) if cell.get("cell_type") == "code"]
    return [Cell(number, text) for number, text in enumerate(filter(str.strip, texts), 1)]


def _json(source: bytes) -> Any:
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SyntaxError(str(error)) from None
    try:
        # Numbers are not looked at, and Python refuses those of thousands of digits.
        return json.loads(text, parse_int=len)
    except json.JSONDecodeError as error:
        raise BrokenNotebook(_why(text, error)) from None
    except (RecursionError, MemoryError):
        raise BrokenNotebook("Its JSON is nested deeper than any notebook is.") from None


def _why(text: str, error: json.JSONDecodeError) -> str:
    """What became of a notebook that is no JSON."""
    begins = text.lstrip()[:1]
    if _CONFLICT.search(text):
        return "It holds the marks of a merge conflict (<<<<<<<): settle that first, then save it from Jupyter."
    if begins == "<":
        return "It is a web page, not the notebook it shows: download the notebook itself (its raw file)."
    if begins != "{":
        return "It is no notebook: a notebook is written in JSON. Python code belongs into a file that ends in .py."
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return f"It ends in the middle, at line {error.lineno}: was it cut short on its way? Save or send it again."
    return f"Its JSON cannot be read from line {error.lineno} on ({error.msg}); save it again from Jupyter."


def _cells(notebook: Any) -> list[dict[str, Any]]:
    """The cells of any version: before version 4 they lie on worksheets."""
    if not isinstance(notebook, dict):
        raise BrokenNotebook("It holds JSON, but no notebook.")
    found = notebook.get("cells")
    if found is None and isinstance(notebook.get("worksheets"), list):
        sheets = [sheet.get("cells") for sheet in notebook["worksheets"] if isinstance(sheet, dict)]
        found = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    if not isinstance(found, list):
        raise BrokenNotebook("It holds JSON, but no notebook: there are no cells in it.")
    return [cell for cell in found if isinstance(cell, dict)]


def _text(cell: dict[str, Any]) -> str:
    """A cell's text, whole or in lines; called `input` before version 4."""
    found = cell.get("source", cell.get("input", ""))
    lines = found if isinstance(found, list) else [found]
    text = "".join(line for line in lines if isinstance(line, str))
    return text.replace("\r\n", "\n").replace("\r", "\n")
