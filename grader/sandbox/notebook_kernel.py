"""Running a notebook's cells as Jupyter would: from top to bottom, going on after one that fails.

Runs in the worker beside the student's code: standard library only.
"""

from __future__ import annotations
import __future__

import _thread
import ast
import inspect
import math
import re
import signal
import sys
import threading
import time
import types
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or not __name__.startswith("_worker_"):
    from grader.sandbox import magics, newer
    from grader.sandbox.cells import Cell
else:
    magics = sys.modules["_worker_magics"]
    newer = sys.modules["_worker_newer"]

MAX_NAMES = 100
SHORT_SECONDS = 0.5
"""Seconds for each cell once a notebook has used up its time."""
LOOK_SECONDS = 0.05
"""Seconds between two looks at the time where the system has no timer."""
FUTURE = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
Ring = Callable[[int, types.FrameType | None], None]
_loop: list[Any] = []
"""The event loop, once one was needed."""
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
    """

    def __init__(self, seconds: float, hurried: Collection[int] = ()) -> None:
        self._until = time.monotonic() + seconds
        self.hurried = hurried
        """Cells and lines that are known to run on and on."""
        self._begun = 0.0
        self._clock = Clock(self._ring)

    @contextmanager
    def limit_time(self, number: int) -> Iterator[None]:
        """Limit the time of the cell or statement within, or raise Interrupted in it; the `hurried` get little."""
        self._begun = time.monotonic()
        self._clock.start(SHORT_SECONDS if number in self.hurried else max(SHORT_SECONDS, self._until - self._begun))
        try:
            yield
        finally:
            self._clock.stop()

    def _ring(self, _signal: int, _frame: types.FrameType | None) -> None:
        """Stop the cell that is running."""
        raise Interrupted(f"it was still running after {time.monotonic() - self._begun:.1f} s")


if sys.platform != "win32":

    class Clock:
        """Rings in the main thread after some seconds, and again every SHORT, until it is stopped."""

        def __init__(self, ring: Ring) -> None:
            self._ring = ring

        def start(self, seconds: float) -> None:
            """Begin to count."""
            signal.signal(signal.SIGALRM, self._ring)
            signal.setitimer(signal.ITIMER_REAL, seconds, SHORT_SECONDS)

        def stop(self) -> None:
            """Ring no more."""
            signal.setitimer(signal.ITIMER_REAL, 0)

else:

    class Clock:
        """The same without an interval timer: a thread looks at the time and rings as Ctrl-C would.

        What waits in the system (`time.sleep`) hears it when it is back.
        """

        def __init__(self, ring: Ring) -> None:
            self._ring = ring
            self._next = math.inf
            # Here and not at each start: that would look as if the student's code had begun a thread.
            threading.Thread(target=self._look, daemon=True).start()

        def start(self, seconds: float) -> None:
            """Begin to count."""
            signal.signal(signal.SIGINT, self._handle_signal)
            self._next = time.monotonic() + seconds

        def stop(self) -> None:
            """Ring no more."""
            self._next = math.inf

        def _look(self) -> None:
            while True:
                time.sleep(LOOK_SECONDS)
                if time.monotonic() >= self._next:
                    self._next += SHORT_SECONDS
                    _thread.interrupt_main()

        def _handle_signal(self, number: int, frame: types.FrameType | None) -> None:
            if self._next < math.inf:
                self._ring(number, frame)


class Kernel:
    """Runs cells in one namespace, as IPython prepares it."""

    def __init__(self, namespace: dict[str, Any], patience: Patience) -> None:
        self.namespace = namespace
        self.patience = patience
        self.holds_code = False
        """Whether any cell so far held more than texts and imports."""
        self.lost: list[str] = []
        """What the cell that ran last would have defined, had it not failed."""
        self._flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        namespace |= {"In": [""], "Out": {}, "_": "", "__": "", "___": ""}

    def run(self, cell: Cell) -> None:
        """Run one cell; raises whatever keeps it from its end."""
        self.lost = list_names(cell.text)
        tree, code = self._compile(cell)
        self.holds_code |= any(not isinstance(node, ast.Expr | ast.Import | ast.ImportFrom) for node in tree.body)
        before = {name: self.namespace.get(name) for name in self.lost}
        try:
            with self.patience.limit_time(cell.number):
                finish(eval(code, self.namespace))
        except BaseException:
            self.lost = [name for name in self.lost if self.namespace.get(name) is before[name]]
            raise
        self.lost = []

    def _compile(self, cell: Cell) -> tuple[ast.Module, types.CodeType]:
        """Return the cell's tree and code; raises SyntaxError for all that keeps it from being read."""
        try:
            text = magics.convert_cell(cell.text)
            tree = ast.parse(text, cell.filename)
            code = compile(text, cell.filename, "exec", self._flags, dont_inherit=True)
        except SyntaxError as error:
            raise newer.explain_syntax_error(text, error) from None
        except (ValueError, RecursionError, MemoryError, OverflowError) as error:
            raise SyntaxError(str(error) or "it is nested too deeply") from None
        # `from __future__ import …` holds for the cells below as well.
        self._flags |= code.co_flags & FUTURE
        return tree, code


def run_text(text: str, namespace: dict[str, Any]) -> None:
    """Run a cell that was handed in as a text."""
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    finish(eval(compile(magics.convert_cell(text), "<cell>", "exec", flags, dont_inherit=True), namespace))


def finish(result: object) -> None:
    """Run code with an `await` at its top level in an event loop, the same for all of it."""
    if not inspect.iscoroutine(result):
        return
    import asyncio

    if not _loop:
        _loop.append(asyncio.new_event_loop())
    _loop[0].run_until_complete(result)


def list_names(text: str) -> list[str]:
    """Return the names that a cell defines, as far as a text tells them that may be no Python."""
    matches = ("".join(groups) for groups in _DEFINES.findall(text))
    return list(dict.fromkeys(matches))[:MAX_NAMES]
