"""One question a screen, one key an answer."""

from __future__ import annotations

from datetime import date

from rich.console import Console, Group, RenderableType
from rich.text import Text

from grader.quiz import marking
from grader.quiz.asking import AskedQuestion
from grader.quiz.marking import LETTERS, Mark, UnreadableAnswer
from grader.quiz.session import AnsweredQuestion
from grader.screen.keys import BACKSPACE, ENTER, Keyboard
from grader.screen.quiz import views
from grader.screen.quiz.frontends import (
    KEYS,
    OTHERS,
    RATING,
    SURE,
    LeaveQuiz,
    SkipQuestion,
    describe_input,
    render_picture,
)
from grader.text import cut

MAX_REPEATED_CHARS = 24
"""Letters of an answer that is said to be misread."""


class KeyFrontend:
    """One question a screen, one key an answer."""

    def __init__(self, console: Console, keyboard: Keyboard) -> None:
        self._console = console
        self._keyboard = keyboard
        self._shown: RenderableType = Text()
        self._status = ""
        """The words below what is shown."""

    def ask(self, head: RenderableType, asked: AskedQuestion) -> Mark:
        """Show the question and take keys or a line until there is an answer."""
        kind = asked.question.kind
        if kind == "many":
            return self._ask_many(head, asked)
        if kind == "order":
            return self._ask_order(head, asked)
        picture = render_picture(asked, self._console, before=True)
        self._show(Group(head, views.render_question(asked)), picture)
        if asked.choices:
            return self._ask_choice(asked)
        return self._ask_typed(asked)

    def ask_confidence(self) -> int | None:
        """Ask for one key."""
        return self._ask_digit(SURE)

    def rate_text(self, asked: AskedQuestion, mark: Mark) -> float:
        """Show the model answer, and ask for one key."""
        self._show(Group(Text("You wrote: " + mark.given, style="dim"), Text(), views.render_model_answer(asked, mark)))
        return (self._ask_digit(RATING) - 1) / 3

    def explain(self, result: AnsweredQuestion, today: date) -> None:
        """Show the explanation and its picture, and wait for a key to go on."""
        picture = render_picture(result.asked, self._console, before=False)
        self._show(views.render_explanation(result, today), picture)
        others = views.render_others(result)
        self._show_status(f"any key: go on    {f'{OTHERS}: the other answers    ' if others else ''}q: stop")
        key = self._read_key()
        if others is not None and key == OTHERS:
            self._show(others)
            self._show_status("any key: go on    q: stop")
            key = self._read_key()
        if key == "q":
            raise LeaveQuiz

    def redraw(self) -> None:
        """Show again what was there, after a pause."""
        self._console.clear()
        self._console.print(self._shown)
        self._show_status(self._status)

    def _ask_choice(self, asked: AskedQuestion) -> Mark:
        self._show_status(describe_input(asked))
        while True:
            key = self._read_key()
            _leave_or_skip(key)
            if key:
                try:
                    return marking.mark_answer(asked, key)
                except UnreadableAnswer:
                    continue

    def _ask_many(self, head: RenderableType, asked: AskedQuestion) -> Mark:
        ticked: set[int] = set()
        status = describe_input(asked)
        while True:
            self._show(Group(head, views.render_question(asked, ticked=ticked)))
            self._show_status(status)
            key = self._read_key()
            _leave_or_skip(key)
            if key == ENTER:
                try:
                    return marking.mark_many(asked, sorted(ticked))
                except UnreadableAnswer as unreadable:
                    status = f"{unreadable}    {KEYS}"
            index = _find_index(key, len(asked.choices))
            if index is not None:
                ticked ^= {index}
                status = describe_input(asked)

    def _ask_order(self, head: RenderableType, asked: AskedQuestion) -> Mark:
        typed: list[int] = []
        while len(typed) < len(asked.items):
            self._show(Group(head, views.render_question(asked, typed=typed)))
            self._show_status(describe_input(asked))
            key = self._read_key()
            _leave_or_skip(key)
            index = _find_index(key, len(asked.items))
            if key == BACKSPACE and typed:
                typed.pop()
            elif index is not None and index not in typed:
                typed.append(index)
        return marking.mark_answer(asked, " ".join(LETTERS[index] for index in typed))

    def _ask_typed(self, asked: AskedQuestion) -> Mark:
        self._show_status(describe_input(asked))
        while True:
            answer = self._keyboard.read_line("> ").strip()
            _leave_or_skip(answer.lower())
            try:
                if answer:
                    return marking.mark_answer(asked, answer)
            except UnreadableAnswer as unreadable:
                self._status = f"{cut(answer, MAX_REPEATED_CHARS)} was not understood.\n{unreadable}    {KEYS}"
            # The question stays where it is, however often Enter is pressed.
            self.redraw()

    def _ask_digit(self, words: str) -> int:
        self._show_status(words)
        while True:
            key = self._read_key()
            if key == "q":
                raise LeaveQuiz
            if key in ("1", "2", "3", "4"):
                return int(key)

    def _read_key(self) -> str:
        try:
            return self._keyboard.read_key()
        except EOFError:
            raise LeaveQuiz from None

    def _show_status(self, words: str) -> None:
        self._status = words
        self._console.print()
        self._console.print(Text(words, style="dim"))

    def _show(self, *views: RenderableType | None) -> None:
        """Show the views on a clean screen; what does not fit comes page by page, no view cut if it can be helped."""
        pages = self._split_pages([view for view in views if view is not None])
        for number, page in enumerate(pages, start=1):
            self._shown = page
            self._console.clear()
            self._console.print(page)
            if number < len(pages):
                self._show_status("any key: more    q: stop")
                if self._read_key() == "q":
                    raise LeaveQuiz

    def _split_pages(self, views: list[RenderableType]) -> list[Text]:
        room = max(5, self._console.height - 4)
        pages: list[list[Text]] = [[]]
        for view in views:
            rows = self._console.render_lines(view, self._console.options.update(height=None), pad=False)
            lines = [Text.assemble(*((part.text, part.style or "") for part in row)) for row in rows]
            if pages[-1] and len(pages[-1]) + 1 + len(lines) > room:
                pages.append([])
            elif pages[-1]:
                pages[-1].append(Text())
            while len(lines) > room:
                pages[-1] += lines[:room]
                lines = lines[room:]
                pages.append([])
            pages[-1] += lines
        return [Text("\n").join(page) for page in pages]


def _leave_or_skip(key: str) -> None:
    if key in ("q", "quit"):
        raise LeaveQuiz
    if key in ("s", "skip"):
        raise SkipQuestion


def _find_index(key: str, count: int) -> int | None:
    """Return the index that a letter or digit names; None where it names none of `count`."""
    index = int(key) - 1 if key.isdigit() else LETTERS.find(key) if key in tuple(LETTERS) else -1
    return index if 0 <= index < count else None
