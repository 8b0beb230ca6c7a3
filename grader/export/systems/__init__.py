"""Ways out: one module a system, found by its file. Adding a system adds a file.

A module has NAME (for people), SUFFIX (of the file it writes; empty for a folder), OPTIONS, and

    write(records, to, **options) -> Written

where `records` are those of a batch, already narrowed to the exercise asked for, and `options` are named as
OPTIONS say. It raises KitError where its input cannot be used, and tells whatever it left out.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from grader.export.records import Records


class Option(Struct, frozen=True):
    """One option of a way out, as a command line shows it."""

    name: str
    """`gradebook` → `--gradebook`, and the keyword `gradebook` of `write`."""
    help: str
    kind: type = str
    """str, Path, or bool for a flag."""
    required: bool = False
    choices: tuple[str, ...] = ()
    default: str | None = None


class Written(Struct, frozen=True):
    """What was done."""

    says: str
    """One line."""
    told: tuple[str, ...] = ()
    """What was left out or needs a person's eye."""
    reached: bool = True
    """Whether the other system's file holds anybody of the batch."""


class Way(Protocol):
    """A module of this folder."""

    NAME: str
    SUFFIX: str
    OPTIONS: tuple[Option, ...]

    def write(self, records: Records, to: Path, **options: Any) -> Written:
        """Write the other system's file."""


SUM = Option("sum", "Add up the exercises, where the batch holds several.", bool)
ZERO = Option("zero", "Write 0 for whoever handed in nothing, instead of leaving the cell as it is.", bool)


def least_walls(of: str) -> Option:
    """Return the option of a way out whose `of` grades in a container of the other system."""
    return Option(
        "sandbox",
        f"The least walls that the {of} takes; it grades behind the highest that its container has.",
        choices=("strict", "confined", "process"),
        default="process",
    )


def names() -> list[str]:
    """Every system known."""
    return sorted(found.name for found in pkgutil.iter_modules(__path__) if not found.name.startswith("_"))


def find(name: str) -> Way:
    """The module of that name, which must be one of `names()`."""
    way: Way = importlib.import_module(f"{__name__}.{name}")
    return way
