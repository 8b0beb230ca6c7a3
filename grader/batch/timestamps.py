"""Times as course systems write them."""

from __future__ import annotations

import datetime
import re

_STAMP = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ]+(?P<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,](?P<part>[0-9]+))?"
    r"\s*(?P<zone>[+-][0-9]{2}:?[0-9]{2})?"
)


def parse_seconds(text: str) -> float:
    """Parse `2026-03-01 12:00:00.123456789 +0100` and its like into seconds since the epoch; 0 for anything else.

    Without an offset it is UTC; abbreviations of other zones mean different things in different places and
    count as UTC too: within one class they are all alike.
    """
    match = _STAMP.search(text)
    if match is None:
        return 0.0
    zone = (match["zone"] or "+0000").replace(":", "")
    clock = match["time"] if match["time"].count(":") == 2 else f"{match['time']}:00"
    try:
        moment = datetime.datetime.strptime(f"{match['day']} {clock} {zone}", "%Y-%m-%d %H:%M:%S %z")
        return moment.timestamp() + float(f"0.{match['part'] or 0}")
    except (ValueError, OverflowError):
        return 0.0
