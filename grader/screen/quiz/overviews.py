"""Summaries, statistics and lists of topics as Rich renderables, readable without any colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from grader.quiz.bank import Bank
from grader.quiz.session import AnsweredQuestion
from grader.quiz.statistics import CONFIDENCE_WORDS, Statistics
from grader.screen.components import DrawnWithWords
from grader.screen.quiz.views import choose_sign, format_day
from grader.text import format_count


def render_summary(results: Sequence[AnsweredQuestion], bank: Bank, today: date) -> RenderableType:
    """Render the sitting in a few lines, and what comes when."""
    if not results:
        return Text("Nothing was answered, so nothing has changed.")
    right = sum(result.mark.right for result in results)
    partly = sum(0 < result.mark.share < 1 for result in results)
    head = f"{len(results)} answered: {right} right" + (f", {partly} partly" if partly else "")
    latest = {result.card.concept: result for result in results}
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for concept, result in sorted(latest.items(), key=lambda pair: pair[1].card.due):
        drawn, colour, spoken = choose_sign(result.mark.share)
        table.add_row(
            DrawnWithWords(Text(drawn, colour), spoken),
            bank.concepts[concept].title,
            Text(format_day(result.card.due, today), style="dim"),
        )
    return Group(Rule(style="dim"), Text(head, style="bold"), Text(), table, Text(), Text("All of it is kept."))


def render_statistics(statistics: Statistics, today: date) -> RenderableType:
    """Render the numbers of `grade quiz --stats`."""
    if not statistics.answers:
        return Text("No answers yet. `grade quiz` asks the first ones.")
    parts: list[RenderableType] = [
        Text(f"{format_count(statistics.answers, 'answer')} on {format_count(statistics.days, 'day')}; "
             f"{statistics.concepts_met} of {statistics.concepts} concepts met."),
        Text(),
        Text("What stayed", style="bold"),
        Text(_describe_retention(statistics)),
        Text(),
    ]  # fmt: skip
    if statistics.calibration:
        parts += [Text("How sure, how right", style="bold"), _render_calibration(statistics), Text()]
    if statistics.confident_errors:
        parts.append(Text("Confident errors not mended yet", style="bold"))
        parts += [Text(f"  {title}") for title in statistics.confident_errors] + [Text()]
    parts += [Text("The next seven days", style="bold"), _render_week(statistics, today)]
    return Group(*parts)


def render_topics(rows: Iterable[tuple[str, str, int, int, int, int]]) -> RenderableType:
    """Render the topics of `grade quiz --topics`, each with name, title, questions, concepts, met and due."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for column in ("topic", "about", "questions", "concepts", "met", "due"):
        table.add_column(column, justify="left" if column in ("topic", "about") else "right")
    for row in rows:
        table.add_row(*map(str, row))
    return table


def _describe_retention(statistics: Statistics) -> str:
    if statistics.retained is None:
        return "Nothing has come back on a later day yet."
    text = f"{statistics.retained:.0%} of {statistics.reviews} questions asked again on a later day were right"
    return text + (f"; the schedule expected {statistics.predicted:.0%}." if statistics.predicted is not None else ".")


def _render_calibration(statistics: Statistics) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 2), show_header=False)
    for step in statistics.calibration:
        bar = "▇" * round(20 * step.share)
        table.add_row(
            CONFIDENCE_WORDS[step.confidence], bar.ljust(20, "░"), f"{step.share:.0%} right of {step.answers}"
        )
    return table


def _render_week(statistics: Statistics, today: date) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 2), show_header=False)
    for day, due in statistics.load:
        label = "today" if day == today else day.strftime("%a %d %b")
        table.add_row(label, "▇" * min(due, 40), str(due))
    return table
