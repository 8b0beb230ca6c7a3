"""Hidden suites, and what of them stays with the instructor."""

from __future__ import annotations

import ast
import re

from grader import course
from grader.authoring.rehearsal import Rehearsal, blank
from grader.diagnosis import load_families
from grader.execution.session import SubmissionSession
from grader.grading.checks import load_suite
from grader.model import CheckResult, Exercise


def held_back(exercise: Exercise) -> tuple[CheckResult, ...]:
    """The checks of a suite that are marked `held_back`."""
    return tuple(one for one in checks_of(exercise) if one.held_back)


def checks_of(exercise: Exercise) -> tuple[CheckResult, ...]:
    """The checks of a suite, as the right way of the family meets them."""
    families = load_families(exercise)
    session = SubmissionSession(
        blank(exercise), course.read_parameters(exercise), Rehearsal(families, course.read_defaults(exercise))
    )
    return tuple(load_suite(exercise).examine(session))


def function_of(check: CheckResult) -> str:
    """The name of the function that a check is, without the parameters it was called with."""
    return f"test_{check.id.partition('[')[0]}"


def without(source: str, checks: frozenset[str]) -> str:
    """A suite's text without these functions, and without what served them alone; the rest to the letter."""
    body = ast.parse(source).body
    gone = set(checks)
    while served := _idle([node for node in body if not _names(node) & gone]) - _idle(body):
        gone |= served
    lines = source.splitlines(keepends=True)
    for node in body:
        if _names(node) & gone:
            first, last = _span(node, lines)
            lines[first:last] = [""] * (last - first)
    return re.sub(r"\n{4,}", "\n\n\n", "".join(lines)).rstrip("\n") + "\n"


def _idle(body: list[ast.stmt]) -> set[str]:
    """What is defined here and used by nothing else here; checks are used by pytest."""
    return {
        name
        for node in body
        for name in _names(node)
        if not name.startswith("test_") and not any(_uses(other, name) for other in body if other is not node)
    }


def _names(node: ast.stmt) -> set[str]:
    """What a statement defines; imports are left alone."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
        case ast.Assign(targets=targets):
            return {target.id for target in targets if isinstance(target, ast.Name)}
    return set()


def _uses(node: ast.stmt, name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node))


def _span(node: ast.stmt, lines: list[str]) -> tuple[int, int]:
    """Where a definition stands, with its decorators and the comment right above it."""
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))]) - 1
    while first and lines[first - 1].startswith("#") and not lines[first - 1].startswith("# ----"):
        first -= 1
    return first, node.end_lineno or node.lineno
