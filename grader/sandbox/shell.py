"""What IPython and `site` put into every program: `get_ipython()`, `display`, `exit` and their like.

A notebook that was saved as a file speaks to `get_ipython()`; what it hands in as text is run here.

Runs in the worker beside the student's code: standard library only.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING or not __name__.startswith("_worker_"):
    from grader.sandbox import stub_modules
else:
    stub_modules = sys.modules["_worker_stub_modules"]

Run = Callable[[str], None]
"""Runs a cell's text, or the file of a name."""


class Shell(stub_modules.StandIn):
    """What `get_ipython()` gives: it runs what it is handed, and is inert besides."""

    def __init__(self, run: Run, run_file: Run) -> None:
        super().__init__("IPython")
        self._run_text = run
        self.run_file = run_file

    def run_cell_magic(self, magic: str = "", line: str = "", cell: str = "") -> None:
        """Run a cell as if `%%magic line` stood above it."""
        self._run_text(f"%%{magic} {line}\n{cell}")

    def run_line_magic(self, magic: str = "", line: str = "", *_more: Any) -> None:
        """Run `%magic line`."""
        self._run_text(f"%{magic} {line}")

    def magic(self, line: str = "") -> None:
        """Run `%line`: how notebooks of old were saved."""
        self._run_text(f"%{line}")

    def run_cell(self, text: str = "", *_more: Any, **_named: Any) -> None:
        """Run a cell."""
        self._run_text(text)

    ex = run_cell
    run_code = run_cell

    def system(self, _command: str = "") -> None:
        """Do nothing: no other program runs here."""

    def getoutput(self, *_command: Any, **_named: Any) -> list[str]:
        """Return no lines: no other program runs here."""
        return []


def leave(code: object = None) -> NoReturn:
    """End the program, as `exit()` does."""
    raise SystemExit(code)


def offer(shell: Shell) -> None:
    """Put `get_ipython`, `display`, `exit` and their like where every module finds them."""

    def do_nothing(*_things: Any, **_named: Any) -> None:
        return None

    offered: dict[str, Callable[..., Any]] = {
        "get_ipython": lambda: shell,
        "exit": leave,
        "quit": leave,
        **dict.fromkeys(("display", "help", "copyright", "credits", "license"), do_nothing),
    }
    vars(builtins).update(offered)
