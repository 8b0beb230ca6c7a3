"""A person's terminal: the real command in a pseudo-terminal, read by a terminal emulator."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect")
pyte = pytest.importorskip("pyte")
only_posix = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")

ROOT = Path(__file__).resolve().parents[1]
GRADE = [sys.executable, "-m", "grader"]


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES", "PYTHONIOENCODING")}
    return {**kept, "FALLLINE_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **more}


class Terminal:
    """A person's terminal: what is on the screen now, and keys."""

    def __init__(
        self, home: Path, *words: str, rows: int = 24, columns: int = 80, cwd: Path = ROOT, **more: str
    ) -> None:
        env = environment(home, TERM="xterm-256color", **more)
        self.child = pexpect.spawn(GRADE[0], [*GRADE[1:], *words], env=env, cwd=str(cwd), dimensions=(rows, columns))
        self.screen = pyte.Screen(columns, rows)
        self.raw = b""
        self._stream = pyte.ByteStream(self.screen)

    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait(self, words: str, seconds: float = 20) -> str:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._take()
            if words in self.text():
                return self.text()
        raise AssertionError(f"{words!r} never came; the screen shows:\n{self.text()}")

    def press(self, keys: str, then: str) -> str:
        self.child.send(keys)
        return self.wait(then)

    def settle(self, seconds: float = 0.4) -> str:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._take()
        return self.text()

    def skip_to(self, words: str) -> str:
        for _ in range(30):
            if words in self.settle():
                return self.text()
            self.child.send("s\r" if "\n>" in self.text() else "s")
        raise AssertionError(f"{words!r} never came")

    def end(self) -> int:
        while self.child.isalive():
            self._take()
        self._take()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -self.child.signalstatus)

    def _take(self) -> None:
        try:
            data = self.child.read_nonblocking(65536, timeout=0.05)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
        self.raw += data
        self._stream.feed(data)
