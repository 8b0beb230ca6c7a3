"""The house: its rooms are those of the page, and nothing is imported from above."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT

PACKAGE = ROOT / "grader"
TOP = {"__init__", "__main__", "errors", "model", "surroundings", "text"}
"""Modules that may stand outside of every room."""


def rooms() -> list[str]:
    """Every room of the page, from the top of the house down."""
    page = (ROOT / "docs" / "internals.md").read_text("utf-8")
    return re.findall(r"^\| `(\w+)(?:/|\.py)` \|", page, re.MULTILINE)


def imports() -> Iterator[tuple[Path, str, str]]:
    """Every import of one room from another: file, room, the other room."""
    for path in PACKAGE.rglob("*.py"):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for other in _rooms_of(node):
                if room not in ("__init__", "__main__") and other != room:
                    yield path, room, other


def _rooms_of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom) and node.module == "grader":
        return [name.name for name in node.names if not name.name.startswith("__")]
    names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
    return [name.split(".")[1] for name in names if name.startswith("grader.")]


def test_the_page_names_every_room():
    there = {path.name for path in PACKAGE.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    loose = {path.stem for path in PACKAGE.glob("*.py")}
    assert set(rooms()) == there | loose - {"__init__", "__main__"}


def test_few_modules_stand_outside_of_every_room():
    assert {path.stem for path in PACKAGE.glob("*.py")} <= TOP


def test_nothing_is_imported_from_above():
    floors = {room: floor for floor, room in enumerate(rooms())}
    upward = {
        f"{path.relative_to(PACKAGE)}: {other}" for path, room, other in imports() if floors[other] < floors[room]
    }
    assert not upward


def test_only_the_screen_knows_rich():
    for path in PACKAGE.rglob("*.py"):
        if path.relative_to(PACKAGE).parts[0] != "screen":
            assert not re.search(r"^\s*(?:from|import) rich\b", path.read_text("utf-8"), re.MULTILINE), path
