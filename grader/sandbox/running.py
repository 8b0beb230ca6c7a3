"""Running a notebook's cells as Jupyter would: from top to bottom, going on after one that fails.

Runs in the worker beside the student's code: standard library only.
"""

from __future__ import annotations
import __future__

import ast
import builtins
import inspect
import re
import signal
import sys
import time
import types
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or not __name__.startswith("_worker_"):
    from grader.sandbox import magics
    from grader.sandbox.cells import Cell
else:
    magics = sys.modules["_worker_magics"]

MOST_NAMES = 100
SHORT = 0.5
"""Seconds for each cell once a notebook has used up its time."""
FUTURE = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
_DEFINES = re.compile(
    r"""^[ \t]*(?:async[ ]+)?(?:def|class)[ ]+(\w+)
      | ^[ \t]*(?:from[ ][^\n]*)?import[ ][^\n\#]*?(\w+)[ \t]*$
      | ^(\w+)[ ]*=(?!=)""",
    re.MULTILINE | re.VERBOSE,
)


class Interrupted(KeyboardInterrupt):
    """A cell that ran on and on was stopped, as a student stops one by hand."""


class Patience:
    """How long cells may run: together for so many seconds, then each for a short time.

    A training loop at the end of a notebook, or in its middle, must not cost what stands in the other cells.
    Where the platform has no such clock (Windows), the time of the whole file is the only one.
    """

    def __init__(self, seconds: float, hurried: Collection[int] = ()) -> None:
        self._until = time.monotonic() + seconds
        self._hurried = hurried
        self._begun = 0.0

    @contextmanager
    def during(self, cell: int) -> Iterator[None]:
        """Within it, a cell that takes too long is Interrupted; one of the `hurried` at once."""
        if not hasattr(signal, "setitimer"):
            yield
            return
        self._begun = time.monotonic()
        left = SHORT if cell in self._hurried else max(SHORT, self._until - self._begun)
        signal.signal(signal.SIGALRM, self._ring)
        signal.setitimer(signal.ITIMER_REAL, left, SHORT)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _ring(self, _signal: int, _frame: types.FrameType | None) -> None:
        raise Interrupted(f"it was still running after {time.monotonic() - self._begun:.1f} s")


class Kernel:
    """Runs cells in one namespace, as IPython prepares it."""

    def __init__(self, namespace: dict[str, Any], shell: object, patience: Patience) -> None:
        self.namespace = namespace
        self.patience = patience
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
            with self.patience.during(cell.number):
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


def _finish(told: object) -> None:
    """Drive a cell with an `await` at its top level as far as it goes without an event loop."""
    if not inspect.iscoroutine(told):
        return
    try:
        while True:
            told.send(None)
    except StopIteration:
        return


def names(text: str) -> list[str]:
    """What a cell defines, as far as that can be told from a text that may be no Python."""
    found = ("".join(groups) for groups in _DEFINES.findall(text))
    return list(dict.fromkeys(found))[:MOST_NAMES]
