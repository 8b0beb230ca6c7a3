"""The bank law on the screen: what holds, what is breached and how to mend it, the kill matrix."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.authoring import Breach, Row, Rule
from grader.model import CheckResult, Exercise
from grader.screen.clean import clean_text
from grader.screen.components import FAILED, IDEA, PASSED, QUIET, UNKNOWN, DrawnWithWords, ReadableWidth, make_grid

MOST_CASES = 8
"""Cases of a rule that are named."""


def verdict(name: str, breaches: Sequence[Breach], told: str) -> RenderableType:
    """One shelf: a line if the law holds, else each breach with its mend."""
    lines = make_grid({"no_wrap": True}, {"ratio": 1, "overflow": "fold"}, gap=1)
    sign = FAILED if breaches else PASSED
    lines.add_row(Text(*sign), Text.assemble((name, "bold"), ("  " + told, QUIET)))
    for breach in breaches:
        lines.add_row("", Group(clean_text(breach.what, lines=True), clean_text(breach.mend, QUIET)))
    return ReadableWidth(lines)


def rules(found: Sequence[Rule]) -> RenderableType:
    """The rules of the whole bank: what holds, what is breached, and what is reported without being one yet."""
    lines = make_grid({"no_wrap": True}, {"ratio": 1, "overflow": "fold"}, gap=1)
    for rule in found:
        sign = PASSED if rule.holds else FAILED if rule.breached else UNKNOWN
        lines.add_row(Text(*sign), Text.assemble((rule.says, "bold"), ("  " + rule.told, QUIET)))
        if not rule.holds:
            more = [f"… and {len(rule.cases) - MOST_CASES} more"] if rule.cases[MOST_CASES:] else []
            lines.add_row("", Group(*(clean_text(case, QUIET) for case in [*rule.cases[:MOST_CASES], *more])))
    return ReadableWidth(lines)


def matrix(exercise: Exercise, rows: Sequence[Row]) -> RenderableType:
    """Which check catches which idea: a table a function."""
    parts: list[RenderableType] = []
    for function in exercise.functions:
        mine = [row for row in rows if row.function == function]
        if mine:
            checks = [result for result in mine[0].results if result.function == function]
            parts += [_legend(function, checks), DrawnWithWords(_table(checks, mine), _told(checks, mine)), Text()]
    return Padding(Group(*parts), (1, 0, 0, 0))


def _legend(function: str, checks: Sequence[CheckResult]) -> RenderableType:
    lines = make_grid({"justify": "right", "style": QUIET}, {"ratio": 1}, gap=1, label=True)
    lines.add_row("", Text(function, "bold"))
    for place, check in enumerate(checks, 1):
        lines.add_row(str(place), clean_text(check.says, QUIET))
    return ReadableWidth(lines)


def _table(checks: Sequence[CheckResult], rows: Sequence[Row]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("idea", style=IDEA, no_wrap=True)
    for place in range(1, len(checks) + 1):
        table.add_column(str(place), justify="center")
    for row in rows:
        broken = set(row.killed_by)
        table.add_row(row.name, *("●" if check.id in broken else "·" for check in checks))
    return table


def _told(checks: Sequence[CheckResult], rows: Sequence[Row]) -> RenderableType:
    """The table in words: the numbers of the laws that each idea breaks."""
    lines = []
    for row in rows:
        broken = [str(place) for place, check in enumerate(checks, 1) if check.id in set(row.killed_by)]
        lines.append(Text(f"{row.name}: breaks {', '.join(broken) if broken else 'no law'}"))
    return Group(*lines)
