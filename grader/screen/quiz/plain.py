"""Lines in, lines out: works through a pipe, on a dumb terminal and for a screen reader."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date

from rich.console import Console, RenderableType
from rich.text import Text

from grader.quiz import marking
from grader.quiz.asking import AskedQuestion
from grader.quiz.marking import Mark, UnreadableAnswer
from grader.quiz.session import AnsweredQuestion
from grader.screen.quiz import views
from grader.screen.quiz.frontends import OTHERS, RATING, SURE, LeaveQuiz, SkipQuestion, describe_input, render_picture
from grader.screen.terminal import read_line


class PlainFrontend:
    """Lines in, lines out: no colour, no keys, no cursor. An empty line skips, the end of input leaves."""

    def __init__(self, console: Console, read: Callable[[], str] | None = None) -> None:
        self._console = console
        self._read = read or read_line
        self._others: RenderableType | None = None

    def ask(self, head: RenderableType, asked: AskedQuestion) -> Mark:
        """Print the question, read until the answer can be understood."""
        picture = render_picture(asked, self._console, before=True)
        for view in (Text(), head, views.render_question(asked), picture, Text(f"({describe_input(asked)})")):
            if view is not None:
                self._console.print(view)
        while True:
            answer = self._read_line("> ")
            if answer.lower() in ("", "s", "skip"):
                raise SkipQuestion
            if answer.lower() == OTHERS and self._others is not None:
                self._console.print(self._others)
                continue
            try:
                return marking.mark_answer(asked, answer)
            except UnreadableAnswer as unreadable:
                self._console.print(Text(str(unreadable)))

    def ask_confidence(self) -> int | None:
        """Ask for one digit; an empty line is no answer."""
        return self._ask_digit(SURE)

    def rate_text(self, asked: AskedQuestion, mark: Mark) -> float:
        """Print the model answer, and ask for one digit."""
        self._console.print(views.render_model_answer(asked, mark))
        rating = self._ask_digit(RATING)
        return ((rating or 1) - 1) / 3

    def explain(self, result: AnsweredQuestion, today: date) -> None:
        """Print the explanation and its picture."""
        self._console.print(Text())
        self._console.print(views.render_explanation(result, today))
        picture = render_picture(result.asked, self._console, before=False)
        if picture is not None:
            self._console.print(Text())
            self._console.print(picture)
        self._others = views.render_others(result)
        if self._others is not None:
            self._offer_others(self._others)

    def _offer_others(self, others: RenderableType) -> None:
        """Offer the other answers; a pipe is not kept waiting for it and may ask at the next question."""
        if not sys.stdin.isatty():
            self._console.print(Text(f"({OTHERS} at the next question: the other answers to this one)"))
            return
        self._console.print(Text(f"Enter: go on    {OTHERS}: the other answers    q: stop"))
        if self._read_line("> ").lower() == OTHERS:
            self._console.print(others)

    def _ask_digit(self, words: str) -> int | None:
        self._console.print(Text(words))
        while True:
            answer = self._read_line("> ")
            if not answer:
                return None
            if answer in ("1", "2", "3", "4"):
                return int(answer)
            self._console.print(Text("1, 2, 3 or 4, please."))

    def _read_line(self, prompt: str) -> str:
        self._console.print(Text(prompt), end="")
        self._console.file.flush()
        try:
            answer = self._read().strip()
        except EOFError:
            raise LeaveQuiz from None
        if not sys.stdin.isatty():
            self._console.print(Text(answer))
        if answer.lower() in ("q", "quit"):
            raise LeaveQuiz
        return answer
