"""A notebook's code cells, and running them as Jupyter would: from top to bottom, going on after one that fails.

A cell's number is the one that Jupyter writes beside it after "Restart and run all": empty cells and texts do
not count. Every version of the format is welcome, with or without its metadata, ids and outputs; nothing of
them is looked at.

Runs in the worker beside the student's code: standard library only.
"""

from __future__ import annotations
import __future__

import ast
import builtins
import inspect
import json
import re
import sys
import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING or not __name__.startswith("_worker_"):
    from grader.sandbox import magics
else:
    magics = sys.modules["_worker_magics"]

MOST_NAMES = 100
FUTURE = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
_DEFINES = re.compile(r"^[ \t]*(?:(?:async +)?(?:def|class) +|import [^\n#]*?)(\w+)|^(\w+) *=(?!=)", re.MULTILINE)
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


class Kernel:
    """Runs cells in one namespace, as IPython prepares it."""

    def __init__(self, namespace: dict[str, Any], shell: object) -> None:
        self.namespace = namespace
        self.holds_code = False
        """Whether any cell so far held more than texts and imports."""
        self.lost: list[str] = []
        """What the cell that ran last would have defined, had it not failed."""
        self._flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        namespace |= {"In": [""], "Out": {}, "_": "", "__": "", "___": ""}
        offered: dict[str, Callable[..., object]] = {
            "get_ipython": lambda: shell,
            "display": lambda *_things, **_named: None,
        }
        vars(builtins).update(offered)

    def run(self, cell: Cell) -> None:
        """Run one cell; raises whatever keeps it from its end."""
        self.lost = names(cell.text)
        tree, code = self._compiled(cell)
        self.holds_code |= any(not isinstance(node, ast.Expr | ast.Import | ast.ImportFrom) for node in tree.body)
        before = {name: self.namespace.get(name) for name in self.lost}
        try:
            _finish(eval(code, self.namespace))
        except BaseException:
            self.lost = [name for name in self.lost if self.namespace.get(name) is before[name]]
            raise
        self.lost = []

    def _compiled(self, cell: Cell) -> tuple[ast.Module, types.CodeType]:
        """The cell's Python; raises SyntaxError for all that keeps it from being read."""
        try:
            text = magics.python(cell.text)
            tree = ast.parse(text, cell.filename)
            code = compile(text, cell.filename, "exec", self._flags, dont_inherit=True)
        except (ValueError, RecursionError, MemoryError, OverflowError) as error:
            raise SyntaxError(str(error) or "it is nested too deeply") from None
        # `from __future__ import …` holds for the cells below as well.
        self._flags |= code.co_flags & FUTURE
        return tree, code


def names(text: str) -> list[str]:
    """What a cell defines, as far as that can be told from a text that may be no Python."""
    found = (defined or assigned for defined, assigned in _DEFINES.findall(text))
    return list(dict.fromkeys(found))[:MOST_NAMES]


def _finish(told: object) -> None:
    """Drive a cell with an `await` at its top level as far as it goes without an event loop."""
    if not inspect.iscoroutine(told):
        return
    try:
        while True:
            told.send(None)
    except StopIteration:
        return


def _json(source: bytes) -> Any:
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SyntaxError(str(error)) from None
    try:
        return json.loads(text, parse_int=str)
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
