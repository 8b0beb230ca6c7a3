"""Export systems: one module for each, found by its file name. Adding a system adds a file.

A module has NAME (for people), SUFFIX (of the file it writes; empty for a folder), EXAMPLES (what may follow
`grade export`), OPTIONS, and

    write(records, to, **options) -> ExportResult

where `records` are those of a batch, already narrowed to the exercise asked for, and `options` are named as
OPTIONS say. It raises KitError where its input cannot be used, and has a remark on whatever it left out.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from grader.export.records import Records


class Option(Struct, frozen=True):
    """One option of an export system, as a command line shows it."""

    name: str
    """`gradebook` → `--gradebook`, and the keyword `gradebook` of `write`."""
    help: str
    kind: type = str
    """str, Path, or bool for a flag."""
    required: bool = False
    choices: tuple[str, ...] = ()
    default: str | None = None


class ExportResult(Struct, frozen=True):
    """The result of an export, for the person who asked for it."""

    summary: str
    """One line on what was written."""
    remarks: tuple[str, ...] = ()
    """What was left out, or what a person should check."""
    reached: bool = True
    """Whether the other system's file holds anybody of the batch."""


class ExportSystem(Protocol):
    """A module of this folder."""

    NAME: str
    SUFFIX: str
    EXAMPLES: tuple[str, ...]
    OPTIONS: tuple[Option, ...]

    def write(self, records: Records, to: Path, **options: Any) -> ExportResult:
        """Write the other system's file."""


SUM = Option("sum", "Add up the exercises, where the batch holds several.", bool)
ZERO = Option("zero", "Write 0 for whoever handed in nothing, instead of leaving the cell as it is.", bool)


def make_walls_option(purpose: str) -> Option:
    """Return the option `--sandbox` of a system whose `purpose` grades in a container of the other system."""
    return Option(
        "sandbox",
        f"The least walls that the {purpose} takes; it grades behind the highest that its container has.",
        choices=("strict", "confined", "process"),
        default="process",
    )


def list_systems() -> list[str]:
    """Return the names of all systems, sorted."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


def load_system(name: str) -> ExportSystem:
    """Import the module of that name, which must be one of `list_systems()`."""
    system: ExportSystem = importlib.import_module(f"{__name__}.{name}")
    return system
