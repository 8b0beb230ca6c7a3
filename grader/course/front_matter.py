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

SENTENCE_KEYS = ("learnt", "needs", "leads_to", "asks")
"""One sentence each."""
_FIRST_TABLE = re.compile(r"^\[", re.MULTILINE)
_ORDER = re.compile(r"""^\s*["']?order["']?\s*=""", re.MULTILINE)


class Elsewhere(Struct, frozen=True):
    """How a paper or a library writes what an exercise asked for."""

    by: str
    writes: str
    """A formula or a sentence, never a line of the exercise's own code."""
    link: str


class FrontMatter(Struct, frozen=True):
    """The sentences of an exercise and its place; empty where its questions do not say."""

    order: float
    learnt: str = ""
    needs: str = ""
    leads_to: str = ""
    asks: str = ""
    elsewhere: tuple[Elsewhere, ...] = ()


@functools.cache
def read_front_matter(path: Path) -> FrontMatter:
    """Read what stands above the first table of a question file; faults in it are left for the quiz to report."""
    import tomllib

    try:
        values = tomllib.loads(_read_head(path))
    except ValueError:
        values = {}
    order = values.get("order")
    if not isinstance(order, int | float) or isinstance(order, bool):
        order = compute_usual_order(path.stem)
    sentences = {key: values[key] for key in SENTENCE_KEYS if isinstance(values.get(key), str)}
    return FrontMatter(float(order), **sentences, elsewhere=parse_elsewhere(values.get("elsewhere", ())) or ())


def read_order(path: Path) -> float:
    """Read only the place of an exercise in the course; a file that does not name it is not parsed."""
    return read_front_matter(path).order if _ORDER.search(_read_head(path)) else compute_usual_order(path.stem)


@functools.cache
def _read_head(path: Path) -> str:
    """Return the text above the first table; empty where the file cannot be read."""
    try:
        text = path.read_text("utf-8")
    except (OSError, ValueError):
        return ""
    table = _FIRST_TABLE.search(text)
    return text[: table.start()] if table else text


def parse_elsewhere(value: object) -> tuple[Elsewhere, ...] | None:
    """Parse the list of how papers and libraries write it; None where it is no such list."""
    names = set(Elsewhere.__struct_fields__)
    if not isinstance(value, list | tuple):
        return None
    for entry in value:
        if not isinstance(entry, dict) or set(entry) != names or not all(isinstance(v, str) for v in entry.values()):
            return None
    return tuple(Elsewhere(**entry) for entry in value)


def compute_usual_order(stem: str) -> float:
    """Return the place of an exercise that names none: ten times its number; a topic without a number comes last."""
    number = stem.partition("_")[0].removeprefix("exercise")
    return 10.0 * int(number) if number.isdigit() else 1000.0
