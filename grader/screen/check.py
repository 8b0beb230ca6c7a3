"""The bank law on the screen: what holds, what is breached and how to mend it, the kill matrix."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.authoring import Breach, MatrixRow, Rule
from grader.model import CheckResult, Exercise
from grader.screen.clean import clean_text
from grader.screen.components import FAILED, IDEA, PASSED, QUIET, UNKNOWN, DrawnWithWords, ReadableWidth, make_grid

MAX_CASES = 8
"""Cases of a rule that are named."""


def render_verdict(name: str, breaches: Sequence[Breach], summary: str) -> RenderableType:
    """Render one shelf: a line if the law holds, else each breach with the way to mend it."""
    lines = make_grid({"no_wrap": True}, {"ratio": 1, "overflow": "fold"}, gap=1)
    sign = FAILED if breaches else PASSED
    lines.add_row(Text(*sign), Text.assemble((name, "bold"), ("  " + summary, QUIET)))
    for breach in breaches:
        lines.add_row("", Group(clean_text(breach.what, lines=True), clean_text(breach.mend, QUIET)))
    return ReadableWidth(lines)


def render_rules(rules: Sequence[Rule]) -> RenderableType:
    """Render the rules of the whole bank: what holds, what is breached, and what is reported but breaks no rule yet."""
    lines = make_grid({"no_wrap": True}, {"ratio": 1, "overflow": "fold"}, gap=1)
    for rule in rules:
        sign = PASSED if rule.holds else FAILED if rule.breached else UNKNOWN
        lines.add_row(Text(*sign), Text.assemble((rule.says, "bold"), ("  " + rule.told, QUIET)))
        if not rule.holds:
            more = [f"… and {len(rule.cases) - MAX_CASES} more"] if rule.cases[MAX_CASES:] else []
            lines.add_row("", Group(*(clean_text(case, QUIET) for case in [*rule.cases[:MAX_CASES], *more])))
    return ReadableWidth(lines)


def render_matrix(exercise: Exercise, rows: Sequence[MatrixRow]) -> RenderableType:
    """Render which check catches which idea, a table for each function."""
    parts: list[RenderableType] = []
    for function in exercise.functions:
        own_rows = [row for row in rows if row.function == function]
        if own_rows:
            checks = [result for result in own_rows[0].results if result.function == function]
            table = DrawnWithWords(_render_table(checks, own_rows), _render_words(checks, own_rows))
            parts += [_render_legend(function, checks), table, Text()]
    return Padding(Group(*parts), (1, 0, 0, 0))


def _render_legend(function: str, checks: Sequence[CheckResult]) -> RenderableType:
    lines = make_grid({"justify": "right", "style": QUIET}, {"ratio": 1}, gap=1, label=True)
    lines.add_row("", Text(function, "bold"))
    for number, check in enumerate(checks, 1):
        lines.add_row(str(number), clean_text(check.says, QUIET))
    return ReadableWidth(lines)


def _render_table(checks: Sequence[CheckResult], rows: Sequence[MatrixRow]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("idea", style=IDEA, no_wrap=True)
    for number in range(1, len(checks) + 1):
        table.add_column(str(number), justify="center")
    for row in rows:
        broken = set(row.killed_by)
        table.add_row(row.name, *("●" if check.id in broken else "·" for check in checks))
    return table


def _render_words(checks: Sequence[CheckResult], rows: Sequence[MatrixRow]) -> RenderableType:
    """Render the table in words: the numbers of the laws that each idea breaks."""
    lines = []
    for row in rows:
        broken = [str(number) for number, check in enumerate(checks, 1) if check.id in set(row.killed_by)]
        lines.append(Text(f"{row.name}: breaks {', '.join(broken) if broken else 'no law'}"))
    return Group(*lines)
