"""What the question file of an exercise says of the exercise itself, above its first table.

order = 22         its place in the course; ten times its number where nothing is said
learnt = "…"       what somebody has learnt who passes it
needs = "…"        what somebody should know who begins it
leads_to = "…"     what becomes possible with it
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

KEYS = ("learnt", "needs", "leads_to")
"""One sentence each."""
_FIRST_TABLE = re.compile(r"^\[", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class About:
    """The sentences of an exercise and its place; empty where its questions do not say."""

    order: float
    learnt: str = ""
    needs: str = ""
    leads_to: str = ""


@functools.cache
def read_front_matter(path: Path) -> About:
    """Read the head of a question file; an exercise may have none, and the quiz tells faults of it."""
    import tomllib

    try:
        text = path.read_text("utf-8")
        found = _FIRST_TABLE.search(text)
        told = tomllib.loads(text[: found.start()] if found else text)
    except (OSError, ValueError):
        told = {}
    order = told.get("order")
    if not isinstance(order, int | float) or isinstance(order, bool):
        order = usual_order(path.stem)
    return About(float(order), **{key: told[key] for key in KEYS if isinstance(told.get(key), str)})


def usual_order(stem: str) -> float:
    """Return the place of an exercise that names none: ten times its number; a topic without a number comes last."""
    number = stem.partition("_")[0].removeprefix("exercise")
    return 10.0 * int(number) if number.isdigit() else 1000.0
