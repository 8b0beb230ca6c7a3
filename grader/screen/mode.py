"""Whether screens are drawn or told. Without Rich, so that the command line may ask at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

VARIABLE = "FALLLINE_PLAIN"
"""The environment variable that asks for plain lines; empty and 0 do not."""


def is_plain() -> bool:
    """Tell whether everything is shown in plain lines: no colour, frames, columns or drawings."""
    return os.environ.get(VARIABLE, "") not in ("", "0")


@contextmanager
def use_plain_lines() -> Iterator[None]:
    """Use plain lines until the end of the `with`, here and in the processes started meanwhile."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before
