"""What the driver needs of a terminal, and what both frontends share."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from rich.console import Console, RenderableType

from grader.quiz import marking
from grader.quiz.asking import AskedQuestion
from grader.quiz.marking import LETTERS, Mark
from grader.quiz.pictures import draw_question_picture
from grader.quiz.session import AnsweredQuestion
from grader.quiz.statistics import CONFIDENCE_WORDS
from grader.screen.quiz.plot import render_plot

OTHERS = "w"
"""Shows why the other answers are wrong, after one was given."""
RATING = "How much of it did you have?  1 little   2 some   3 most   4 all"
KEYS = "s: skip    q: stop"
SURE = "How sure are you?  " + "   ".join(f"{step} {word}" for step, word in CONFIDENCE_WORDS.items())


class LeaveQuiz(Exception):
    """The learner wants to stop."""


class SkipQuestion(Exception):
    """The learner wants the next question."""


class QuizFrontend(Protocol):
    """What the driver needs of a terminal."""

    def ask(self, head: RenderableType, asked: AskedQuestion) -> Mark:
        """Show a question and take its answer; raises Leave or Skip."""
        ...

    def ask_confidence(self) -> int | None:
        """Ask how sure the learner is, 1 to 4; None when nothing was said."""
        ...

    def rate_text(self, asked: AskedQuestion, mark: Mark) -> float:
        """Show the model answer and take the learner's own judgement, 0 to 1."""
        ...

    def explain(self, result: AnsweredQuestion, today: date) -> None:
        """Show what became of the answer; raises Leave."""
        ...


def render_picture(asked: AskedQuestion, console: Console, before: bool) -> RenderableType | None:
    """Render the question's picture; None where it has none, or where it does not belong here."""
    call = asked.question.picture
    if call is None or call.before != before:
        return None
    picture = draw_question_picture(asked)
    width = min(76, console.width - 2)
    height = max(8, min(13, console.height - 8))
    return render_plot(picture, width, height, console.encoding.lower().startswith("utf")) if picture else None


def describe_input(asked: AskedQuestion) -> str:
    """Describe what may be typed here."""
    match asked.question.kind:
        case "many":
            return f"letters tick, Enter when done    {KEYS}"
        case "order":
            return f"letters in order, Backspace takes one back    {KEYS}"
        case "free":
            return f"one to three sentences on one line    {KEYS}"
        case _ if asked.choices:
            return f"a to {LETTERS[len(asked.choices) - 1]}: answer    {KEYS}"
        case _:
            return f"{marking.describe_input(asked)}    {KEYS}"
