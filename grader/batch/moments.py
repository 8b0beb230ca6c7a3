"""When work was handed in, as its course system counts: an older download takes no newer hand-in back."""

from __future__ import annotations

import datetime
from typing import Any

from msgspec import Struct

from grader.batch.nouns import Handed
from grader.handin.rule import SAME_MOMENT

FILE_DATE = "file"
"""The clock of whatever brings no stamp of its own: the date of the file."""


class Moment(Struct, frozen=True):
    """A place in one system's order."""

    clock: str
    """What counts: `attachment`, `version`, `time` or `file`; only moments of one clock can be compared."""
    value: float
    """A number, or seconds since the epoch."""

    def is_before(self, other: Moment) -> bool:
        """Tell whether this moment lies before another of the same clock."""
        # The dates of files in a zip are no finer than two seconds.
        rounding = SAME_MOMENT if self.clock == FILE_DATE else 0.0
        return self.clock == other.clock and self.value + rounding < other.value

    def format(self) -> str:
        """Format the moment as words: `attachment 567890`, `of 2026-03-01 12:00:00`."""
        if self.clock in ("time", FILE_DATE):
            moment = datetime.datetime.fromtimestamp(self.value, datetime.UTC)
            return f"of {moment:%Y-%m-%d %H:%M:%S} UTC"
        return f"{self.clock} {self.value:.0f}"


def find_moment(work: Handed) -> Moment | None:
    """Find when work was handed in: by the system's own stamp, else by the file's date; None where nothing tells."""
    if work.clock and work.stamp > 0:
        return Moment(work.clock, work.stamp)
    if work.entry is not None and work.entry.modified > 0:
        return Moment(FILE_DATE, work.entry.modified)
    return None


def parse_moment(noted: Any) -> Moment | None:
    """Parse a moment as the journal notes it; None where it notes none."""
    return Moment(str(noted[0]), float(noted[1])) if noted else None
