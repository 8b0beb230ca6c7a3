"""Questions and explanations as Rich renderables, readable without any colour."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from grader.quiz.arithmetic import format_formula_value
from grader.quiz.asking import AskedQuestion
from grader.quiz.marking import LETTERS, Mark
from grader.quiz.session import AnsweredQuestion, QuizTurn
from grader.screen.components import DrawnWithWords
from grader.screen.quiz.words import render_inline, render_lettered, render_paragraphs, render_rows

_WHY = {
    "due": "due",
    "diagnosed": "because of what your code did",
    "new": "new",
    "practice": "practice",
    "again": "once more",
    "checkpoint": "intuition checkpoint",
}
NEARLY = "Right but for the rounding"


def render_heading(turn: QuizTurn, position: int, total: int) -> RenderableType:
    """Render which question this is of how many and why it is asked; nothing that could give the answer away."""
    why = _WHY[turn.why]
    bar = "▇" * round(20 * (position - 1) / total) + "░" * (20 - round(20 * (position - 1) / total))
    line = Text.assemble((f"{position}/{total} ", "bold"), (bar, "cyan"), "  ", (why, "yellow"))
    return Group(line, Rule(style="dim"))


def render_question(asked: AskedQuestion, ticked: Collection[int] = (), typed: Sequence[int] = ()) -> RenderableType:
    """Render the prompt and what there is to pick; `ticked` of `many`, `typed` of an ordering so far."""
    kind = asked.question.kind
    parts: list[RenderableType] = [render_paragraphs(asked.prompt)]
    if kind == "order":
        parts += [Text(), render_lettered([render_inline(item) for item in asked.items], marked=typed)]
        if typed:
            parts += [Text(), Text("Your order: " + "  ".join(LETTERS[index] for index in typed))]
    elif asked.choices:
        boxes = ["[x] " if index in ticked else "[ ] " for index in range(len(asked.choices))]
        texts = [
            Text.assemble(boxes[index] if kind == "many" else "", render_inline(choice.text))
            for index, choice in enumerate(asked.choices)
        ]
        parts += [Text(), render_lettered(texts)]
    return Group(*parts)


def render_explanation(result: AnsweredQuestion, today: date) -> RenderableType:
    """Render verdict and reasons, the right answer, what to keep, and when the question comes back."""
    asked, mark = result.asked, result.mark
    parts: list[RenderableType] = [render_inline(asked.prompt, "dim"), Text(), *_render_verdict(result), Text()]
    if mark.says:
        parts += [*(render_inline(line) for line in mark.says.split("\n")), Text()]
    if asked.question.kind == "order" and not mark.right:
        parts += [Text("The order: " + ", ".join(_list_in_order(asked))), Text()]
    parts += _render_why_right(asked, mark)
    if asked.question.source:
        parts.append(Text(f"Source: {asked.question.source}", style="dim"))
    if result.keep:
        parts += [Text(), Text.assemble(("To keep: ", "bold"), render_inline(result.keep))]
    parts += [Text(), Text(_describe_return(result, today), style="dim")]
    return Group(*parts)


def _render_why_right(asked: AskedQuestion, mark: Mark) -> list[RenderableType]:
    """Render the right choice's own reason, where another was picked, and the question's explanation."""
    many = asked.question.kind == "many"
    own = [choice.because for choice in asked.choices if choice.right and choice.because not in mark.says and not many]
    reasons = [render_inline(because) for because in own if because not in asked.because]
    return [*reasons, Text(), render_paragraphs(asked.because)] if reasons else [render_paragraphs(asked.because)]


def render_others(result: AnsweredQuestion) -> RenderableType | None:
    """Render the choices and known numbers that were not given, and why; None where there are none."""
    asked, mark = result.asked, result.mark
    rows = _list_other_choices(asked, mark) + [
        (
            format_formula_value(wrong.numbers if len(wrong.numbers) > 1 else wrong.numbers[0]),
            render_inline(wrong.because),
        )
        for wrong in asked.wrong
        if wrong.because != mark.says
    ]
    return Group(Text("The other answers", style="bold"), Text(), render_rows(rows)) if rows else None


def format_right_answer(asked: AskedQuestion) -> str:
    """Return the right answer in one line."""
    if asked.question.kind == "order":
        return ", ".join(_list_in_order(asked))
    if asked.question.asks_for_numbers:
        unit = f" {asked.question.unit}" if asked.question.unit else ""
        shown = format_formula_value(asked.numbers[0] if len(asked.numbers) == 1 else asked.numbers)
        return shown + unit
    rights = [f"{LETTERS[index]}) {choice.text}" for index, choice in enumerate(asked.choices) if choice.right]
    return "; ".join(rights)


def render_model_answer(asked: AskedQuestion, mark: Mark) -> RenderableType:
    """Render the model answer of a free text, and the rubric with keywords marked as a help."""
    rows: list[RenderableType] = [Text("A model answer", style="bold"), render_paragraphs(asked.question.model), Text()]
    rows.append(Text("What it should hold (marked where a word of yours suggests it)", style="bold"))
    for idea, is_found in mark.ideas:
        drawn = Text(f"  {'✓' if is_found else '·'} {idea.idea}", style="green" if is_found else "")
        rows.append(DrawnWithWords(drawn, Text(f"{'marked' if is_found else 'not marked'}: {idea.idea}")))
    return Group(*rows)


def format_day(due: date, today: date) -> str:
    """Return a day from today, in words."""
    days = (due - today).days
    return "today" if days <= 0 else "tomorrow" if days == 1 else f"in {days} days"


def choose_sign(share: float) -> tuple[str, str, str]:
    """Return how an answer is signed, in which colour, and what a screen reader says."""
    if share >= 1:
        return "✓", "green", "right:"
    return ("◐", "yellow", "partly:") if share > 0 else ("✗", "red", "not yet:")


def _render_verdict(result: AnsweredQuestion) -> list[RenderableType]:
    asked, mark = result.asked, result.mark
    if asked.question.kind == "free":
        return [Text("Kept.", style="bold")]
    sign, colour, _spoken = choose_sign(mark.share)
    if mark.right:
        return [_render_signed(sign, f"Right: {format_right_answer(asked)}", f"bold {colour}")]
    word = "Not so" if mark.share <= 0 else NEARLY if asked.question.asks_for_numbers else "Partly"
    verdict = _render_signed(sign, f"{word}. You said {mark.given}", f"bold {colour}")
    return [verdict, Text(f"  The answer: {format_right_answer(asked)}", style="bold")]


def _render_signed(sign: str, words: str, style: str) -> DrawnWithWords:
    return DrawnWithWords(Text(f"{sign} {words}", style=style), Text(words))


def _list_other_choices(asked: AskedQuestion, mark: Mark) -> list[tuple[str, Text]]:
    """Return why each choice neither picked nor right is wrong; of `many`, mark.says has those that were amiss."""
    rows = []
    many = asked.question.kind == "many"
    for index, choice in enumerate(asked.choices):
        letter = f"{LETTERS[index]})"
        if choice.because in mark.says or (choice.right and not many):
            continue
        rows.append((letter, Text.assemble(render_inline(choice.text, "bold"), " — ", render_inline(choice.because))))
    return rows


def _list_in_order(asked: AskedQuestion) -> list[str]:
    return [asked.items[index] for index in asked.order]


def _describe_return(result: AnsweredQuestion, today: date) -> str:
    if result.comes_again:
        return "You were sure, so you will see this once more before the end."
    return f"You will see this again {format_day(result.card.due, today)}."
