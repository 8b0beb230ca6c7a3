"""Streams whose reader (`head`, `less`) has seen enough."""

from __future__ import annotations

import errno
import os
import sys
from typing import Any, TextIO, cast


def is_unread(error: OSError) -> bool:
    """Tell whether nobody reads what is written any more; Windows calls that an invalid argument."""
    if sys.platform == "win32":
        return isinstance(error, BrokenPipeError) or (error.errno == errno.EINVAL and not sys.stdout.isatty())
    return isinstance(error, BrokenPipeError)


def silence(stream: TextIO) -> None:
    """Let what is still written to a stream go nowhere, so that Python does not complain while it closes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def outlive_reader(stream: TextIO) -> TextIO:
    """Return a stream that goes on in silence once nobody reads it: files are written all the same.

    Its reader is another program, or a terminal, which may be closed.
    """
    return stream if sys.platform == "win32" and stream.isatty() else cast("TextIO", _OutlivingStream(stream))


class _OutlivingStream:
    """A stream that ends nothing when its reader leaves."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._is_terminal = stream.isatty()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write a text, and return how many letters it has."""
        try:
            return self._stream.write(text)
        except OSError as error:
            self._go_on(error)
            return len(text)

    def flush(self) -> None:
        """Write what waits."""
        try:
            self._stream.flush()
        except OSError as error:
            self._go_on(error)

    def _go_on(self, error: OSError) -> None:
        """Silence the stream where its reader is gone; raise any other error."""
        if not is_unread(error) and not (self._is_terminal and error.errno == errno.EIO):
            raise error
        silence(self._stream)
