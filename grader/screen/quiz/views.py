"""Questions, explanations, summaries and statistics as Rich renderables, readable without any colour."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from grader.quiz.arithmetic import show
from grader.quiz.asking import Asked
from grader.quiz.bank import Bank
from grader.quiz.marking import LETTERS, Mark
from grader.quiz.session import Result, Turn
from grader.quiz.statistics import SPOKEN, Statistics

_INLINE = re.compile(r"(`[^`]+`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*)")
_WHY = {
    "due": "due",
    "diagnosed": "your code showed {reason}",
    "new": "new",
    "practice": "practice",
    "again": "once more",
    "checkpoint": "intuition checkpoint",
}
NUMBERS = "0.08, 8e-2, 2/25 all do"


def inline(text: str, style: str = "") -> Text:
    """A line of Markdown: `code`, *emphasis*, **strong**."""
    whole = Text(style=style)
    for part in _INLINE.split(text):
        if part.startswith("`"):
            whole.append(part[1:-1], style="bold cyan")
        elif part.startswith("**"):
            whole.append(part[2:-2], style="bold")
        elif part.startswith("*") and len(part) > 2:
            whole.append(part[1:-1], style="italic")
        else:
            whole.append(part)
    return whole


def paragraphs(text: str) -> Group:
    """Paragraphs of Markdown."""
    parts: list[RenderableType] = []
    for part in text.split("\n\n"):
        parts += [inline(part), Text()]
    return Group(*parts[:-1])


def heading(asked: Asked, turn: Turn, position: int, total: int, bank: Bank) -> RenderableType:
    """Where one is, in which concept, and why it is asked."""
    question = asked.question
    concept = bank.concepts[question.concept].title
    why = _WHY[turn.why].format(reason=turn.reason)
    bar = "▇" * round(20 * (position - 1) / total) + "░" * (20 - round(20 * (position - 1) / total))
    line = Text.assemble((f"{position}/{total} ", "bold"), (bar, "cyan"), "  ", (why, "yellow"))
    return Group(line, Text(f"{concept} ({question.section})", style="dim"), Rule(style="dim"))


def question(asked: Asked, ticked: Collection[int] = (), typed: Sequence[int] = ()) -> RenderableType:
    """The prompt and what there is to pick; `ticked` of `many`, `typed` of an ordering so far."""
    kind = asked.question.kind
    parts: list[RenderableType] = [paragraphs(asked.prompt)]
    if kind == "order":
        parts += [Text(), _lettered([inline(item) for item in asked.items], marked=typed)]
        if typed:
            parts += [Text(), Text("Your order: " + "  ".join(LETTERS[place] for place in typed))]
    elif asked.choices:
        boxes = ["[x] " if place in ticked else "[ ] " for place in range(len(asked.choices))]
        texts = [
            Text.assemble(boxes[place] if kind == "many" else "", inline(choice.text))
            for place, choice in enumerate(asked.choices)
        ]
        parts += [Text(), _lettered(texts)]
    return Group(*parts)


def explanation(result: Result, today: date) -> RenderableType:
    """Verdict, the words for this answer, the question's own explanation, who says so, when it comes back."""
    asked, mark = result.asked, result.mark
    parts: list[RenderableType] = [_verdict(result), Text()]
    if mark.says:
        parts += [Text(), *(inline(line) for line in mark.says.split("\n"))][1:]
        parts.append(Text())
    if asked.question.kind == "order" and not mark.right:
        parts += [Text("The order: " + ", ".join(_in_order(asked))), Text()]
    parts.append(paragraphs(asked.because))
    others = _other_choices(asked, mark)
    if others:
        parts += [Text(), _lettered_by(others)]
    if asked.question.source:
        parts += [Text(), Text(f"Source: {asked.question.source}", style="dim")]
    parts += [Text(), Text(_comes_back(result, today), style="dim")]
    return Group(*parts)


def right_answer(asked: Asked) -> str:
    """The key, in one line."""
    if asked.question.kind == "order":
        return ", ".join(_in_order(asked))
    if asked.question.by_number:
        unit = f" {asked.question.unit}" if asked.question.unit else ""
        shown = show(asked.numbers[0] if len(asked.numbers) == 1 else asked.numbers)
        return shown + unit
    rights = [f"{LETTERS[place]}) {choice.text}" for place, choice in enumerate(asked.choices) if choice.right]
    return "; ".join(rights)


def model_answer(asked: Asked, mark: Mark) -> RenderableType:
    """For a free text: the model answer and the rubric, keywords found as a help."""
    rows: list[RenderableType] = [Text("A model answer", style="bold"), paragraphs(asked.question.model), Text()]
    rows.append(Text("What it should hold (marked where a word of yours suggests it)", style="bold"))
    for idea, found in mark.ideas:
        rows.append(Text(f"  {'✓' if found else '·'} {idea.idea}", style="green" if found else ""))
    return Group(*rows)


def summary(results: Sequence[Result], bank: Bank, today: date) -> RenderableType:
    """The sitting in a few lines, and what comes when."""
    if not results:
        return Text("Nothing was answered, so nothing has changed.")
    right = sum(result.mark.right for result in results)
    partly = sum(0 < result.mark.share < 1 for result in results)
    head = f"{len(results)} answered: {right} right" + (f", {partly} partly" if partly else "")
    latest = {result.card.concept: result for result in results}
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for concept, result in sorted(latest.items(), key=lambda pair: pair[1].card.due):
        sign = Text("✓", "green") if result.mark.right else Text("✗", "red")
        table.add_row(sign, bank.concepts[concept].title, Text(_when(result.card.due, today), style="dim"))
    return Group(Rule(style="dim"), Text(head, style="bold"), Text(), table, Text(), Text("All of it is kept."))


def statistics_view(numbers: Statistics, today: date) -> RenderableType:
    """`grade quiz --stats`."""
    if not numbers.answers:
        return Text("No answers yet. `grade quiz` asks the first ones.")
    parts: list[RenderableType] = [
        Text(f"{numbers.answers} answers on {numbers.days} days; "
             f"{numbers.concepts_met} of {numbers.concepts} concepts met."),
        Text(),
        Text("What stayed", style="bold"),
        Text(_retention(numbers)),
        Text(),
    ]  # fmt: skip
    if numbers.calibration:
        parts += [Text("How sure, how right", style="bold"), _calibration(numbers), Text()]
    if numbers.confident_errors:
        parts.append(Text("Confident errors not mended yet", style="bold"))
        parts += [Text(f"  {title}") for title in numbers.confident_errors] + [Text()]
    parts += [Text("The next seven days", style="bold"), _week(numbers, today)]
    return Group(*parts)


def topics_view(rows: Iterable[tuple[str, str, int, int, int, int]]) -> RenderableType:
    """`grade quiz --topics`: name, title, questions, concepts, met, due."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for column in ("topic", "about", "questions", "concepts", "met", "due"):
        table.add_column(column, justify="left" if column in ("topic", "about") else "right")
    for row in rows:
        table.add_row(*map(str, row))
    return table


def _verdict(result: Result) -> Text:
    asked, mark = result.asked, result.mark
    if asked.question.kind == "free":
        return Text("Kept.", style="bold")
    if mark.right:
        return Text(f"✓ Right: {right_answer(asked)}", style="bold green")
    word, style = ("Partly", "bold yellow") if mark.share > 0 else ("Not so", "bold red")
    return Text(f"✗ {word}. You said {mark.given}. The answer: {right_answer(asked)}", style=style)


def _other_choices(asked: Asked, mark: Mark) -> list[tuple[str, Text]]:
    """Why each choice not picked is right or wrong; of `many`, mark.says has those that were amiss."""
    rows = []
    for place, choice in enumerate(asked.choices):
        letter = f"{LETTERS[place]})"
        if choice.because in mark.says:
            continue
        rows.append((letter, Text.assemble(inline(choice.text, "bold"), " — ", inline(choice.because))))
    return rows


def _in_order(asked: Asked) -> list[str]:
    return [asked.items[place] for place in asked.order]


def _comes_back(result: Result, today: date) -> str:
    if result.comes_again:
        return "You were sure, so this idea comes once more before the end."
    return f"This idea comes back {_when(result.card.due, today)}."


def _when(due: date, today: date) -> str:
    days = (due - today).days
    return "today" if days <= 0 else "tomorrow" if days == 1 else f"in {days} days"


def _retention(numbers: Statistics) -> str:
    if numbers.retained is None:
        return "Nothing has come back on a later day yet."
    text = f"{numbers.retained:.0%} of {numbers.reviews} questions asked again on a later day were right"
    return text + (f"; the schedule expected {numbers.predicted:.0%}." if numbers.predicted is not None else ".")


def _calibration(numbers: Statistics) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 2), show_header=False)
    for step in numbers.calibration:
        bar = "▇" * round(20 * step.share)
        table.add_row(SPOKEN[step.confidence], bar.ljust(20, "░"), f"{step.share:.0%} right of {step.answers}")
    return table


def _week(numbers: Statistics, today: date) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 2), show_header=False)
    for day, count in numbers.load:
        label = "today" if day == today else day.strftime("%a %d %b")
        table.add_row(label, "▇" * min(count, 40), str(count))
    return table


def _lettered(texts: Sequence[Text], marked: Sequence[int] = ()) -> Table:
    return _lettered_by(
        [(f"{LETTERS[p]})", Text.assemble(text, style="dim" if p in marked else "")) for p, text in enumerate(texts)]
    )


def _lettered_by(rows: Sequence[tuple[str, Text]]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 1), show_header=False)
    for letter, text in rows:
        table.add_row(Text(letter, style="bold"), text)
    return table


def indented(view: RenderableType) -> Padding:
    """A little room on the left."""
    return Padding(view, (0, 0, 0, 2))
