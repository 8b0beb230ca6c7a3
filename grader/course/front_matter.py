"""What the question file of an exercise says of the exercise itself, above its first table.

`order` is its place in the course (ten times its number where nothing is said). A sentence each: `learnt` for who
passes, `needs` for who begins, `leads_to` for who goes on, `asks` as a question to leave with. `elsewhere` lists how
papers and libraries write it: `{ by = "Polyak (1964)", writes = "…", link = "https://…" }`.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from msgspec import Struct

KEYS = ("learnt", "needs", "leads_to", "asks")
"""One sentence each."""
_FIRST_TABLE = re.compile(r"^\[", re.MULTILINE)
_ORDER = re.compile(r"""^\s*["']?order["']?\s*=""", re.MULTILINE)


class Elsewhere(Struct, frozen=True):
    """How a paper or a library writes what an exercise asked for."""

    by: str
    writes: str
    """A formula or a sentence, never a line of the exercise's own code."""
    link: str


class About(Struct, frozen=True):
    """The sentences of an exercise and its place; empty where its questions do not say."""

    order: float
    learnt: str = ""
    needs: str = ""
    leads_to: str = ""
    asks: str = ""
    elsewhere: tuple[Elsewhere, ...] = ()


@functools.cache
def read_front_matter(path: Path) -> About:
    """Read the head of a question file; an exercise may have none, and the quiz tells faults of it."""
    import tomllib

    try:
        told = tomllib.loads(_head(path))
    except ValueError:
        told = {}
    order = told.get("order")
    if not isinstance(order, int | float) or isinstance(order, bool):
        order = usual_order(path.stem)
    sentences = {key: told[key] for key in KEYS if isinstance(told.get(key), str)}
    return About(float(order), **sentences, elsewhere=read_elsewhere(told.get("elsewhere", ())) or ())


def read_order(path: Path) -> float:
    """Read an exercise's place alone; a head without that key is not parsed for it."""
    return read_front_matter(path).order if _ORDER.search(_head(path)) else usual_order(path.stem)


@functools.cache
def _head(path: Path) -> str:
    """What stands above the first table; empty where the file cannot be read."""
    try:
        text = path.read_text("utf-8")
    except (OSError, ValueError):
        return ""
    found = _FIRST_TABLE.search(text)
    return text[: found.start()] if found else text


def read_elsewhere(told: object) -> tuple[Elsewhere, ...] | None:
    """Read the list of who else writes it; None where it is no such list."""
    names = set(Elsewhere.__struct_fields__)
    if not isinstance(told, list | tuple):
        return None
    for one in told:
        if not isinstance(one, dict) or set(one) != names or not all(isinstance(text, str) for text in one.values()):
            return None
    return tuple(Elsewhere(**one) for one in told)


def usual_order(stem: str) -> float:
    """Return the place of an exercise that names none: ten times its number; a topic without a number comes last."""
    number = stem.partition("_")[0].removeprefix("exercise")
    return 10.0 * int(number) if number.isdigit() else 1000.0
