"""One question a screen, one key an answer."""

from __future__ import annotations

from datetime import date

from rich.console import Console, Group, RenderableType
from rich.text import Text

from grader.quiz import marking
from grader.quiz.asking import Asked
from grader.quiz.marking import LETTERS, Mark, Unreadable
from grader.quiz.session import Result
from grader.screen.keys import BACKSPACE, ENTER, Keys
from grader.screen.quiz import views
from grader.screen.quiz.faces import KEYS, OTHERS, RATING, SURE, Leave, Skip, picture_view, wanted
from grader.text import cut

MOST_REPEATED = 24
"""Letters of an answer that is said to be misread."""


class KeyFace:
    """One question a screen, one key an answer."""

    def __init__(self, console: Console, keys: Keys) -> None:
        self._console = console
        self._keys = keys
        self._shown: RenderableType = Text()
        self._told = ""
        """The words below what is shown."""

    def ask(self, head: RenderableType, asked: Asked) -> Mark:
        """Show the question and take keys or a line until there is an answer."""
        kind = asked.question.kind
        if kind == "many":
            return self._many(head, asked)
        if kind == "order":
            return self._order(head, asked)
        picture = picture_view(asked, self._console, before=True)
        self._show(Group(head, views.question(asked)), picture)
        if asked.choices:
            return self._choice(asked)
        return self._typed(asked)

    def confidence(self) -> int | None:
        """One key."""
        return self._digit(SURE)

    def rate_text(self, asked: Asked, mark: Mark) -> float:
        """One key under the model answer."""
        self._show(Group(Text("You wrote: " + mark.given, style="dim"), Text(), views.model_answer(asked, mark)))
        return (self._digit(RATING) - 1) / 3

    def explain(self, result: Result, today: date) -> None:
        """The explanation, its picture, and a key to go on."""
        picture = picture_view(result.asked, self._console, before=False)
        self._show(views.explanation(result, today), picture)
        others = views.others(result)
        self._status(f"any key: go on    {f'{OTHERS}: the other answers    ' if others else ''}q: stop")
        key = self._key()
        if others is not None and key == OTHERS:
            self._show(others)
            self._status("any key: go on    q: stop")
            key = self._key()
        if key == "q":
            raise Leave

    def redraw(self) -> None:
        """Show again what was there, after a pause."""
        self._console.clear()
        self._console.print(self._shown)
        self._status(self._told)

    def _choice(self, asked: Asked) -> Mark:
        self._status(wanted(asked))
        while True:
            key = self._key()
            _leave_or_skip(key)
            if key:
                try:
                    return marking.mark(asked, key)
                except Unreadable:
                    continue

    def _many(self, head: RenderableType, asked: Asked) -> Mark:
        ticked: set[int] = set()
        told = wanted(asked)
        while True:
            self._show(Group(head, views.question(asked, ticked=ticked)))
            self._status(told)
            key = self._key()
            _leave_or_skip(key)
            if key == ENTER:
                try:
                    return marking.mark_many(asked, sorted(ticked))
                except Unreadable as unreadable:
                    told = f"{unreadable}    {KEYS}"
            place = _place(key, len(asked.choices))
            if place is not None:
                ticked ^= {place}
                told = wanted(asked)

    def _order(self, head: RenderableType, asked: Asked) -> Mark:
        typed: list[int] = []
        while len(typed) < len(asked.items):
            self._show(Group(head, views.question(asked, typed=typed)))
            self._status(wanted(asked))
            key = self._key()
            _leave_or_skip(key)
            place = _place(key, len(asked.items))
            if key == BACKSPACE and typed:
                typed.pop()
            elif place is not None and place not in typed:
                typed.append(place)
        return marking.mark(asked, " ".join(LETTERS[place] for place in typed))

    def _typed(self, asked: Asked) -> Mark:
        self._status(wanted(asked))
        while True:
            answer = self._keys.read_line("> ").strip()
            _leave_or_skip(answer.lower())
            try:
                if answer:
                    return marking.mark(asked, answer)
            except Unreadable as unreadable:
                self._told = f"{cut(answer, MOST_REPEATED)} was not understood.\n{unreadable}    {KEYS}"
            # The question stays where it is, however often Enter is pressed.
            self.redraw()

    def _digit(self, words: str) -> int:
        self._status(words)
        while True:
            key = self._key()
            if key == "q":
                raise Leave
            if key in ("1", "2", "3", "4"):
                return int(key)

    def _key(self) -> str:
        try:
            return self._keys.read_key()
        except EOFError:
            raise Leave from None

    def _status(self, words: str) -> None:
        self._told = words
        self._console.print()
        self._console.print(Text(words, style="dim"))

    def _show(self, *views: RenderableType | None) -> None:
        """A clean screen with the views; what does not fit comes page by page, no view torn if it can be helped."""
        pages = self._pages([view for view in views if view is not None])
        for number, page in enumerate(pages, start=1):
            self._shown = page
            self._console.clear()
            self._console.print(page)
            if number < len(pages):
                self._status("any key: more    q: stop")
                if self._key() == "q":
                    raise Leave

    def _pages(self, views: list[RenderableType]) -> list[Text]:
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
        raise Leave
    if key in ("s", "skip"):
        raise Skip


def _place(key: str, count: int) -> int | None:
    place = int(key) - 1 if key.isdigit() else LETTERS.find(key) if key in tuple(LETTERS) else -1
    return place if 0 <= place < count else None
