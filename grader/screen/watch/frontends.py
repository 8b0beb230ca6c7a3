"""Two ways of showing a view: a screen that is redrawn whole, and lines that follow one another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from rich.console import Console
from rich.text import Text

from grader.screen.clean import clean_text
from grader.screen.keys import ENTER
from grader.screen.terminal import AlternateScreen, read_line
from grader.screen.watch.page import (
    Page,
    list_messages,
    render_farewell,
    render_hint_lines,
    render_invitation,
    render_lines,
)
from grader.watch.session import View


class Frontend(Protocol):
    """What the loop needs of a terminal."""

    def open(self, view: View) -> None:
        """Take the terminal."""
        ...

    def show(self, view: View) -> None:
        """Show a view that differs from the one before."""
        ...

    def lend_terminal(self, use: Callable[[], object], *, wait: bool) -> None:
        """Give the terminal to something else, and take it back; `wait` for a key before that."""
        ...

    def read_key(self) -> str:
        """Read the next key, for the thread that reads them; raises EOFError at the end."""
        ...

    def close(self, view: View) -> None:
        """Put everything back."""
        ...


class ScreenFrontend:
    """The terminal's alternate screen, drawn over itself in one write, so that nothing flashes."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._screen = AlternateScreen(console, self._redraw, cursor=False)
        self._open = False
        self._view: View | None = None
        self._shown: object = None

    def open(self, view: View) -> None:
        """Take the terminal."""
        self._view, self._open = view, True
        self._screen.__enter__()
        self._redraw()

    def show(self, view: View) -> None:
        """Draw over what was there; where an old console cannot, clear it first."""
        if (view, self._console.size) == self._shown:
            return
        self._view, self._shown = view, (view, self._console.size)
        if self._console.is_alt_screen:
            self._console.update_screen(Page(view))
        else:
            self._console.clear()
            self._console.print(Page(view), end="")

    def lend_terminal(self, use: Callable[[], object], *, wait: bool) -> None:
        """Give away the main screen, with the keyboard as it was."""
        self._screen.lend(use, wait=" any key: back to watching" if wait else "")

    def read_key(self) -> str:
        """Read one key."""
        return self._screen.keyboard.read_key()

    def close(self, view: View) -> None:
        """Leave the terminal as it was, and print one line below what stood there."""
        if self._open:
            self._screen.__exit__(None, None, None)
        self._console.print(render_farewell(view))

    def _redraw(self) -> None:
        self._shown = None
        if self._view is not None:
            self.show(self._view)


class LineFrontend:
    """Lines that are appended, for pipes, screen readers and terminals that know no more."""

    def __init__(self, console: Console, *, keys: bool) -> None:
        self._console = console
        self._with_keys = keys
        self._shown: View | None = None

    def open(self, view: View) -> None:
        """Say what is watched."""
        self._console.print(render_invitation(view, keys=self._with_keys))

    def show(self, view: View) -> None:
        """Print each verdict, hint and message once."""
        before, self._shown = self._shown or View(view.exercise, view.path), view
        if view.report is not None and view.saves != before.saves:
            self._console.print(render_lines(view))
        if view.hint is not None and view.hint != before.hint:
            self._console.print(render_hint_lines(view))
        for message in list_messages(view):
            if message not in list_messages(before):
                self._console.print(clean_text(message), Text())

    def lend_terminal(self, use: Callable[[], object], *, wait: bool) -> None:  # noqa: ARG002
        """Call it: there is no terminal to give away."""
        use()

    def read_key(self) -> str:
        """Read a line, and return its first letter."""
        return read_line().strip().lower()[:1] or ENTER

    def close(self, view: View) -> None:
        """Print the last line."""
        self._console.print(render_farewell(view))
