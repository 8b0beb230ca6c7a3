"""Hidden suites, and what of them stays with the instructor."""

from __future__ import annotations

import ast
import re

from grader import course
from grader.authoring.rehearsal import Rehearsal, make_blank_submission
from grader.diagnosis import load_families
from grader.execution.session import SubmissionSession
from grader.grading.checks import load_suite
from grader.model import CheckResult, Exercise


def list_held_back_checks(exercise: Exercise) -> tuple[CheckResult, ...]:
    """List the checks of a suite that are marked `held_back`."""
    return tuple(check for check in list_checks(exercise) if check.held_back)


def list_checks(exercise: Exercise) -> tuple[CheckResult, ...]:
    """List the checks of a suite, as the right way of the family meets them."""
    families = load_families(exercise)
    session = SubmissionSession(
        make_blank_submission(exercise),
        course.read_parameters(exercise),
        Rehearsal(families, course.read_defaults(exercise)),
    )
    return tuple(load_suite(exercise).examine(session))


def name_check_function(check: CheckResult) -> str:
    """Return the name of the function that a check is, without the parameters it was called with."""
    return f"test_{check.id.partition('[')[0]}"


def strip_checks(source: str, checks: frozenset[str]) -> str:
    """Return a suite's text without these functions and what served them alone; the rest stays to the letter."""
    body = ast.parse(source).body
    removed = set(checks)
    while unused := _find_unused([node for node in body if not _list_defined_names(node) & removed]) - _find_unused(
        body
    ):
        removed |= unused
    lines = source.splitlines(keepends=True)
    for node in body:
        if _list_defined_names(node) & removed:
            first, last = _find_span(node, lines)
            lines[first:last] = [""] * (last - first)
    return re.sub(r"\n{4,}", "\n\n\n", "".join(lines)).rstrip("\n") + "\n"


def _find_unused(body: list[ast.stmt]) -> set[str]:
    """Find the names that are defined here and used by nothing else here; pytest uses the checks."""
    return {
        name
        for node in body
        for name in _list_defined_names(node)
        if not name.startswith("test_") and not any(_uses(other, name) for other in body if other is not node)
    }


def _list_defined_names(node: ast.stmt) -> set[str]:
    """List the names that a statement defines; imports are left alone."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
        case ast.Assign(targets=targets):
            return {target.id for target in targets if isinstance(target, ast.Name)}
    return set()


def _uses(node: ast.stmt, name: str) -> bool:
    """Tell whether a statement uses a name."""
    return any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(node))


def _find_span(node: ast.stmt, lines: list[str]) -> tuple[int, int]:
    """Find the lines of a definition, with its decorators and the comment right above it."""
    first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))]) - 1
    while first and lines[first - 1].startswith("#") and not lines[first - 1].startswith("# ----"):
        first -= 1
    return first, node.end_lineno or node.lineno
