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
_PYTHON = re.compile(r"^[ \t>.]*(?:def|class|async|from|import|return) |lambda", re.MULTILINE)
_POINTER = "version https://git-lfs"


_MESSAGES = (
    r"It is a notebook for [\w+# -]{1,20}; this exercise is written in Python\."
    r"|It holds JSON, but no notebook(?:: there are no cells in it)?\."
    r"|Its JSON is nested deeper than any notebook is\."
    r"|It holds the marks of a merge conflict \(<<<<<<<\): settle that first, then save it from Jupyter\."
    r"|It is only Git LFS's pointer to the notebook: run `git lfs pull`, and hand in the notebook itself\."
    r"|It is a web page, not the notebook it shows: download the notebook itself \(its raw file\)\."
    r"|It is no notebook: a notebook is written in JSON\. Python code belongs into a file that ends in \.py\."
    r"|It ends in the middle, at line \d{1,9}: was it cut short on its way\? Save or send it again\."
    r"|Its JSON cannot be read from line \d{1,9} on \([\w ':,]{1,60}\); save it again from Jupyter\."
)


def is_message(message: str) -> bool:
    """Tell whether a sentence is one of this module's: what comes out of a worker may be anybody's."""
    return re.fullmatch(_MESSAGES, message) is not None


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
    """Return the code cells of a file; raises BrokenNotebook, and SyntaxError where the bytes are no UTF-8."""
    notebook = _unwrap_notebook(_parse_json(source))
    texts = [_read_text(cell) for cell in _list_cells(notebook) if cell.get("cell_type") == "code"]
    language = _read_language(notebook)
    # Many a right notebook was begun under another kernel: only where nothing looks like Python is that told.
    if language and any(map(str.strip, texts)) and not any(map(_PYTHON.search, texts)):
        raise BrokenNotebook(f"It is a notebook for {language}; this exercise is written in Python.")
    return [Cell(number, text) for number, text in enumerate(filter(str.strip, texts), 1)]


def _parse_json(source: bytes) -> Any:
    """Return what the JSON holds; raises as `read` does."""
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SyntaxError(str(error)) from None
    try:
        # Numbers are not looked at, and Python refuses those of thousands of digits.
        return json.loads(text, parse_int=len)
    except json.JSONDecodeError as error:
        raise BrokenNotebook(_explain_error(text, error)) from None
    except (RecursionError, MemoryError):
        raise BrokenNotebook("Its JSON is nested deeper than any notebook is.") from None


def _explain_error(text: str, error: json.JSONDecodeError) -> str:
    """Return what became of a notebook that is no JSON."""
    begins = text.lstrip()[:1]
    if _CONFLICT.search(text):
        return "It holds the marks of a merge conflict (<<<<<<<): settle that first, then save it from Jupyter."
    if text.startswith(_POINTER):
        return "It is only Git LFS's pointer to the notebook: run `git lfs pull`, and hand in the notebook itself."
    if begins == "<":
        return "It is a web page, not the notebook it shows: download the notebook itself (its raw file)."
    if begins != "{":
        return "It is no notebook: a notebook is written in JSON. Python code belongs into a file that ends in .py."
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return f"It ends in the middle, at line {error.lineno}: was it cut short on its way? Save or send it again."
    return f"Its JSON cannot be read from line {error.lineno} on ({error.msg}); save it again from Jupyter."


def _unwrap_notebook(document: Any) -> dict[str, Any]:
    """Return the notebook, out of its envelope where Jupyter's own interface saved it."""
    if isinstance(document, dict) and document.get("type") == "notebook" and isinstance(document.get("content"), dict):
        document = document["content"]
    if not isinstance(document, dict):
        raise BrokenNotebook("It holds JSON, but no notebook.")
    return document


def _read_language(notebook: dict[str, Any]) -> str:
    """Return the language of its kernel in a few letters; empty where that is Python or nobody says."""
    metadata = notebook.get("metadata")
    for section, name in (("language_info", "name"), ("kernelspec", "language")):
        entry = metadata.get(section) if isinstance(metadata, dict) else None
        language = entry.get(name) if isinstance(entry, dict) else None
        if isinstance(language, str) and re.fullmatch(r"[\w+# -]{1,20}", language):
            return "" if "python" in language.lower() else language
    return ""


def _list_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the cells of any version: before version 4 they lie on worksheets."""
    entries = notebook.get("cells")
    if entries is None and isinstance(notebook.get("worksheets"), list):
        sheets = [sheet.get("cells") for sheet in notebook["worksheets"] if isinstance(sheet, dict)]
        entries = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    if not isinstance(entries, list):
        raise BrokenNotebook("It holds JSON, but no notebook: there are no cells in it.")
    return [cell for cell in entries if isinstance(cell, dict)]


def _read_text(cell: dict[str, Any]) -> str:
    """Return a cell's text, whole or in lines; called `input` before version 4."""
    source = cell.get("source", cell.get("input", ""))
    lines = source if isinstance(source, list) else [source]
    text = "".join(line for line in lines if isinstance(line, str))
    return text.replace("\r\n", "\n").replace("\r", "\n")
