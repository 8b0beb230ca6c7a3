"""Single keys, on POSIX and on Windows, and a terminal that is afterwards as it was before."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Protocol

ENTER, BACKSPACE, NOTHING = "\n", "\b", ""


class Keyboard(Protocol):
    """A keyboard; entering it prepares the terminal, leaving it puts everything back."""

    def __enter__(self) -> Keyboard: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def read_key(self) -> str:
        """Read the next key: a letter or digit, ENTER, BACKSPACE, or NOTHING for keys without a meaning here.

        Raises:
            KeyboardInterrupt: Ctrl-C.
            EOFError: the terminal is gone.

        """
        ...

    def read_line(self, prompt: str) -> str:
        """Read a whole line, with the terminal's own editing."""
        ...


def make_keyboard(on_pause: Callable[[], None], on_return: Callable[[], None]) -> Keyboard:
    """Return the keyboard of this system; the two functions are called before and after the program is suspended."""
    if sys.platform == "win32":
        return WindowsKeyboard()
    else:  # noqa: RET505 - mypy follows one of the two
        return PosixKeyboard(on_pause, on_return)


if sys.platform != "win32":
    import select
    import signal
    import termios
    import tty

    class PosixKeyboard:
        """A keyboard through termios: no echo and no waiting for Enter while it is entered; signals stay alive."""

        def __init__(self, on_pause: Callable[[], None], on_return: Callable[[], None]) -> None:
            self._fd = sys.stdin.fileno()
            self._on_pause = on_pause
            self._on_return = on_return
            self._saved_modes: list[object] = []
            self._by_line = False
            self._handlers: dict[int, object] = {}

        def __enter__(self) -> PosixKeyboard:
            self._saved_modes = termios.tcgetattr(self._fd)
            tty.setcbreak(self._fd, termios.TCSADRAIN)
            for number in (signal.SIGTERM, signal.SIGHUP):
                self._handlers[number] = signal.signal(number, _exit_on_signal)
            self._handlers[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, self._suspend)
            return self

        def __exit__(
            self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
        ) -> None:
            self._put_back()
            for number, handler in self._handlers.items():
                signal.signal(number, handler)  # type: ignore[arg-type]

        def read_key(self) -> str:
            """Read the next key."""
            first = os.read(self._fd, 1)
            if not first:
                raise EOFError
            if first == b"\x1b":
                while select.select([self._fd], [], [], 0.02)[0]:
                    os.read(self._fd, 32)
                return NOTHING
            for _ in range(_count_more_bytes(first[0])):
                first += os.read(self._fd, 1)
            return _name_key(first.decode(errors="replace"))

        def read_line(self, prompt: str) -> str:
            """Read a whole line."""
            self._put_back()
            self._by_line = True
            try:
                return input(prompt)
            finally:
                self._by_line = False
                tty.setcbreak(self._fd, termios.TCSADRAIN)

        def _put_back(self) -> None:
            termios.tcsetattr(self._fd, termios.TCSADRAIN, self._saved_modes)  # type: ignore[arg-type]

        def _suspend(self, number: int, frame: object) -> None:  # noqa: ARG002
            self._put_back()
            self._on_pause()
            os.kill(os.getpid(), signal.SIGSTOP)
            if not self._by_line:
                tty.setcbreak(self._fd, termios.TCSADRAIN)
            self._on_return()

    def _exit_on_signal(number: int, frame: object) -> None:  # noqa: ARG001
        raise SystemExit(128 + number)

else:
    import msvcrt

    class WindowsKeyboard:
        """A keyboard through the console's own functions; nothing to put back."""

        def __enter__(self) -> WindowsKeyboard:
            return self

        def __exit__(
            self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
        ) -> None:
            return None

        def read_key(self) -> str:
            """Read the next key."""
            letter = msvcrt.getwch()
            if letter in ("\x00", "\xe0"):
                msvcrt.getwch()
                return NOTHING
            if letter == "\x03":
                raise KeyboardInterrupt
            if letter == "\x1a":
                raise EOFError
            return _name_key(letter)

        def read_line(self, prompt: str) -> str:
            """Read a whole line."""
            return input(prompt)


def _name_key(letter: str) -> str:
    if letter in ("\r", "\n"):
        return ENTER
    if letter in ("\x7f", "\x08"):
        return BACKSPACE
    if letter == "\x04":
        raise EOFError
    return letter.lower() if letter.isprintable() else NOTHING


def _count_more_bytes(first: int) -> int:
    return 3 if first >= 0xF0 else 2 if first >= 0xE0 else 1 if first >= 0xC0 else 0
