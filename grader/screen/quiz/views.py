"""Questions and explanations as Rich renderables, readable without any colour."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from grader.quiz.arithmetic import show
from grader.quiz.asking import Asked
from grader.quiz.bank import Bank
from grader.quiz.marking import LETTERS, Mark
from grader.quiz.session import Result, Turn
from grader.screen.looks import Either
from grader.screen.quiz.words import inline, lettered, lettered_by, paragraphs

_WHY = {
    "due": "due",
    "diagnosed": "your code showed {reason}",
    "new": "new",
    "practice": "practice",
    "again": "once more",
    "checkpoint": "intuition checkpoint",
}
NUMBERS = "0.08, 8e-2, 2/25 all do"


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
        parts += [Text(), lettered([inline(item) for item in asked.items], marked=typed)]
        if typed:
            parts += [Text(), Text("Your order: " + "  ".join(LETTERS[place] for place in typed))]
    elif asked.choices:
        boxes = ["[x] " if place in ticked else "[ ] " for place in range(len(asked.choices))]
        texts = [
            Text.assemble(boxes[place] if kind == "many" else "", inline(choice.text))
            for place, choice in enumerate(asked.choices)
        ]
        parts += [Text(), lettered(texts)]
    return Group(*parts)


def explanation(result: Result, today: date) -> RenderableType:
    """Verdict, the words for this answer, the question's own explanation, who says so, when it comes back."""
    asked, mark = result.asked, result.mark
    parts: list[RenderableType] = [inline(asked.prompt, "dim"), Text(), _verdict(result), Text()]
    if mark.says:
        parts += [Text(), *(inline(line) for line in mark.says.split("\n"))][1:]
        parts.append(Text())
    if asked.question.kind == "order" and not mark.right:
        parts += [Text("The order: " + ", ".join(_in_order(asked))), Text()]
    parts.append(paragraphs(asked.because))
    others = _other_choices(asked, mark)
    if others:
        parts += [Text(), lettered_by(others)]
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
        drawn = Text(f"  {'✓' if found else '·'} {idea.idea}", style="green" if found else "")
        rows.append(Either(drawn, Text(f"{'marked' if found else 'not marked'}: {idea.idea}")))
    return Group(*rows)


def when(due: date, today: date) -> str:
    """A day from today, in words."""
    days = (due - today).days
    return "today" if days <= 0 else "tomorrow" if days == 1 else f"in {days} days"


def _verdict(result: Result) -> RenderableType:
    asked, mark = result.asked, result.mark
    if asked.question.kind == "free":
        return Text("Kept.", style="bold")
    if mark.right:
        return _signed("✓", f"Right: {right_answer(asked)}", "bold green")
    word, style = ("Partly", "bold yellow") if mark.share > 0 else ("Not so", "bold red")
    return _signed("✗", f"{word}. You said {mark.given}. The answer: {right_answer(asked)}", style)


def _signed(sign: str, words: str, style: str) -> Either:
    return Either(Text(f"{sign} {words}", style=style), Text(words))


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
    return f"This idea comes back {when(result.card.due, today)}."
