"""Questions and explanations as Rich renderables, readable without any colour."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from grader.quiz.arithmetic import show
from grader.quiz.asking import Asked
from grader.quiz.marking import LETTERS, Mark
from grader.quiz.session import Result, Turn
from grader.screen.components import DrawnWithWords
from grader.screen.quiz.words import inline, lettered, lettered_by, paragraphs

_WHY = {
    "due": "due",
    "diagnosed": "because of what your code did",
    "new": "new",
    "practice": "practice",
    "again": "once more",
    "checkpoint": "intuition checkpoint",
}
NEARLY = "Right but for the rounding"


def heading(turn: Turn, position: int, total: int) -> RenderableType:
    """Where one is and why it is asked; nothing that could tell the answer."""
    why = _WHY[turn.why]
    bar = "▇" * round(20 * (position - 1) / total) + "░" * (20 - round(20 * (position - 1) / total))
    line = Text.assemble((f"{position}/{total} ", "bold"), (bar, "cyan"), "  ", (why, "yellow"))
    return Group(line, Rule(style="dim"))


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
    """Verdict, why the answer given is right or not, why the right one is, what to keep, when it comes back."""
    asked, mark = result.asked, result.mark
    parts: list[RenderableType] = [inline(asked.prompt, "dim"), Text(), *_verdict(result), Text()]
    if mark.says:
        parts += [*(inline(line) for line in mark.says.split("\n")), Text()]
    if asked.question.kind == "order" and not mark.right:
        parts += [Text("The order: " + ", ".join(_in_order(asked))), Text()]
    parts += _why_right(asked, mark)
    if asked.question.source:
        parts.append(Text(f"Source: {asked.question.source}", style="dim"))
    if result.keep:
        parts += [Text(), Text.assemble(("To keep: ", "bold"), inline(result.keep))]
    parts += [Text(), Text(_comes_back(result, today), style="dim")]
    return Group(*parts)


def _why_right(asked: Asked, mark: Mark) -> list[RenderableType]:
    """The right choice's own reason, where another was picked, and the question's explanation."""
    own = [c.because for c in asked.choices if c.right and c.because not in mark.says and asked.question.kind != "many"]
    told = [inline(because) for because in own if because not in asked.because]
    return [*told, Text(), paragraphs(asked.because)] if told else [paragraphs(asked.because)]


def others(result: Result) -> RenderableType | None:
    """The rest, on demand: the choices and known numbers that were not given, and why; None where there is none."""
    asked, mark = result.asked, result.mark
    rows = _other_choices(asked, mark) + [
        (show(wrong.numbers if len(wrong.numbers) > 1 else wrong.numbers[0]), inline(wrong.because))
        for wrong in asked.wrong
        if wrong.because != mark.says
    ]
    return Group(Text("The other answers", style="bold"), Text(), lettered_by(rows)) if rows else None


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
        rows.append(DrawnWithWords(drawn, Text(f"{'marked' if found else 'not marked'}: {idea.idea}")))
    return Group(*rows)


def when(due: date, today: date) -> str:
    """A day from today, in words."""
    days = (due - today).days
    return "today" if days <= 0 else "tomorrow" if days == 1 else f"in {days} days"


def sign(share: float) -> tuple[str, str, str]:
    """How an answer is signed, in which colour, and what a screen reader says: right, partly or not yet."""
    if share >= 1:
        return "✓", "green", "right:"
    return ("◐", "yellow", "partly:") if share > 0 else ("✗", "red", "not yet:")


def _verdict(result: Result) -> list[RenderableType]:
    asked, mark = result.asked, result.mark
    if asked.question.kind == "free":
        return [Text("Kept.", style="bold")]
    drawn, colour, _spoken = sign(mark.share)
    if mark.right:
        return [_signed(drawn, f"Right: {right_answer(asked)}", f"bold {colour}")]
    word = "Not so" if mark.share <= 0 else NEARLY if asked.question.by_number else "Partly"
    said = _signed(drawn, f"{word}. You said {mark.given}", f"bold {colour}")
    return [said, Text(f"  The answer: {right_answer(asked)}", style="bold")]


def _signed(sign: str, words: str, style: str) -> DrawnWithWords:
    return DrawnWithWords(Text(f"{sign} {words}", style=style), Text(words))


def _other_choices(asked: Asked, mark: Mark) -> list[tuple[str, Text]]:
    """Why each choice that was neither picked nor right is wrong; of `many`, mark.says has those that were amiss."""
    rows = []
    many = asked.question.kind == "many"
    for place, choice in enumerate(asked.choices):
        letter = f"{LETTERS[place]})"
        if choice.because in mark.says or (choice.right and not many):
            continue
        rows.append((letter, Text.assemble(inline(choice.text, "bold"), " — ", inline(choice.because))))
    return rows


def _in_order(asked: Asked) -> list[str]:
    return [asked.items[place] for place in asked.order]


def _comes_back(result: Result, today: date) -> str:
    if result.comes_again:
        return "You were sure, so you will see this once more before the end."
    return f"You will see this again {when(result.card.due, today)}."
