"""Hidden suites, and what of them stays with the instructor."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from math import prod
from types import ModuleType
from typing import Any

from grader.kit import Kept
from grader.model import Exercise

Definition = ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign


def held_back(exercise: Exercise) -> dict[str, Kept]:
    """The checks of a suite that are marked `held_back`, by the name of their function."""
    module = importlib.import_module(f"grader.suites.{exercise.stem}")
    found: dict[str, Kept] = {}
    for name, marks in _marked(module):
        if "held_back" in marks:
            count = prod(len(one.args[1]) for one in marks.get("parametrize", []))
            found[name] = Kept(count, count * float(marks["check"][0].kwargs.get("points", 1)))
    return found


def _marked(module: ModuleType) -> Iterator[tuple[str, dict[str, list[Any]]]]:
    for name, value in vars(module).items():
        marks: dict[str, list[Any]] = {}
        for one in getattr(value, "pytestmark", []) if name.startswith("test_") else []:
            marks.setdefault(one.name, []).append(one)
        if marks:
            yield name, marks


def without(source: str, checks: frozenset[str]) -> str:
    """A suite's text without these checks, and without whatever served them alone; the rest to the letter."""
    lines = source.splitlines(keepends=True)
    gone = {node for node in ast.parse(source).body if getattr(node, "name", None) in checks}
    tree = ast.parse(source)
    gone_names = set(checks)
    while True:
        left = [node for node in tree.body if not _named(node) & gone_names]
        idle = {
            name
            for node in left
            for name in _named(node)
            if not name.startswith("test_") and not any(_uses(other, name) for other in left if other is not node)
        }
        # What nothing used in the whole suite either is not ours to judge.
        served = {name for name in idle if any(_uses(node, name) for node in tree.body if name not in _named(node))}
        if not served:
            break
        gone_names |= served
    for node in tree.body:
        if _named(node) & gone_names:
            first, last = _span(node, lines)
            lines[first:last] = [""] * (last - first)
    assert not gone or gone_names
    return _tidied("".join(lines))


def _named(node: ast.stmt) -> set[str]:
    """What a top-level statement defines; imports are left alone."""
    match node:
        case ast.FunctionDef() | ast.ClassDef():
            return {node.name}
        case ast.Assign():
            return {target.id for target in node.targets if isinstance(target, ast.Name)}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
    return set()


def _uses(node: ast.stmt, name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node))


def _span(node: ast.stmt, lines: list[str]) -> tuple[int, int]:
    """Where a definition stands, with its decorators and the comment right above it."""
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))]) - 1
    while first and lines[first - 1].startswith("#") and not lines[first - 1].startswith("# ----"):
        first -= 1
    return first, node.end_lineno or node.lineno


def _tidied(text: str) -> str:
    while "\n\n\n\n" in text:
        text = text.replace("\n\n\n\n", "\n\n\n")
    return text
