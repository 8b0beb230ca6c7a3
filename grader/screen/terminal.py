"""The terminal that quiz and watch run on: an alternate screen with single keys, or lines in and lines out."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from rich.console import Console
from rich.text import Text

from grader.screen import mode
from grader.screen.keys import make_keyboard


def wants_plain() -> bool:
    """Tell whether keys and cursor movement are out of the question here."""
    return mode.is_plain() or not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") == "dumb"


def read_line() -> str:
    """Return the next line of the input; raises EOFError at its end.

    It is read byte by byte, so that nothing behind it is taken from whoever reads next.
    """
    try:
        descriptor = sys.stdin.fileno()
    except (OSError, ValueError):
        return _read_text_line()
    # A console of Windows has letters and no bytes; in a thread its lock would outlive the program.
    if sys.platform == "win32" and sys.stdin.isatty() and threading.current_thread() is threading.main_thread():
        return _read_text_line()
    line = b""
    while not line.endswith(b"\n") and (byte := os.read(descriptor, 1)):
        line += byte
    if not line:
        raise EOFError
    return line.decode(sys.stdin.encoding or "utf-8", "replace")


def _read_text_line() -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


class AlternateScreen:
    """The terminal's alternate screen and its keys; the main one is untouched afterwards and in a pause (Ctrl-Z)."""

    def __init__(self, console: Console, redraw: Callable[[], None], *, cursor: bool = True) -> None:
        self._console = console
        self._redraw = redraw
        self._cursor = cursor
        self.keyboard = make_keyboard(self._leave, self._resume)

    def __enter__(self) -> AlternateScreen:
        self.keyboard.__enter__()
        self._enter_screen()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()
        self.keyboard.__exit__(kind, error, trace)

    def lend(self, use: Callable[[], object], *, wait: str = "") -> None:
        """Give the main screen and the keyboard to something else; words in `wait` ask for a key afterwards."""
        self._leave()
        self.keyboard.__exit__(None, None, None)
        try:
            try:
                use()
            finally:
                self.keyboard.__enter__()
            if wait:
                self._console.print(Text(wait), end="")
                self.keyboard.read_key()
                self._console.print()
        finally:
            self._resume()

    def _enter_screen(self) -> None:
        self._console.set_alt_screen(True)
        self._console.show_cursor(self._cursor)

    def _leave(self) -> None:
        self._console.set_alt_screen(False)
        self._console.show_cursor(True)

    def _resume(self) -> None:
        self._enter_screen()
        self._redraw()
