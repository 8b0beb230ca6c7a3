"""The quiz below a cell, with ipywidgets: one question at a time, kept as soon as it is answered."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import secrets
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from grader.errors import KitError
from grader.export.pages.cell import render_question_cell, render_thought_cell
from grader.kernel.output import Shown
from grader.quiz import loading, session
from grader.quiz.asking import AskedQuestion
from grader.quiz.marking import LETTERS, Mark, UnreadableAnswer, describe_input, mark_answer
from grader.quiz.statistics import CONFIDENCE_WORDS
from grader.quiz.store import open_store

QUESTIONS_PER_SITTING = 10
"""Questions in a sitting."""
RATING = ("little", "some", "most", "all")
NOTHING = "Nothing is due today. `%quiz TOPIC` practises a topic all the same."
ABSENT = (
    "The quiz asks here with ipywidgets, which is not installed. Run `%pip install ipywidgets`, or `grade quiz` in a "
    "terminal."
)


def start_quiz(line: str, _shell: Any) -> Any:
    """Answer `%quiz`, or `%quiz momentum`. Raises KitError."""
    if importlib.util.find_spec("ipywidgets") is None:
        return _show_text(ABSENT)
    bank = loading.load_bank()
    topic = bank.find_topic(line.strip()) if line.strip() else None
    if line.strip() and topic is None:
        names = ", ".join(topic.name for topic in bank.topics)
        raise KitError(f"There is no topic called {line.strip()!r}.", f"The topics are {names}.")
    with open_store() as store:
        turns = session.plan_sitting(
            bank, store, _read_clock().date(), topic=topic.stem if topic else None, count=QUESTIONS_PER_SITTING
        )
        sitting = session.Sitting(bank, store, _read_clock, deque(turns), secrets.randbelow(2**31))
    return QuizWidget(sitting).box if turns else _show_text(NOTHING)


def _read_clock() -> datetime:
    return datetime.now().astimezone()


def _show_text(text: str) -> Shown:
    return Shown(render_thought_cell("Quiz", text), text)


class QuizWidget:
    """One box whose content changes: a question, how sure one is, what became of it."""

    def __init__(self, sitting: session.Sitting) -> None:
        self.make: Any = importlib.import_module("ipywidgets")
        self.sitting = sitting
        self.box = self.make.VBox([])
        self._ask()

    def _ask(self) -> None:
        turn = self.sitting.take_next()
        if turn is None:
            right = sum(result.mark.right for result in self.sitting.results)
            self._show(render_thought_cell("Done", f"{right} of {len(self.sitting.results)} right."))
            return
        asked, _due = turn
        head = f"{len(self.sitting.results) + 1} of {self.sitting.total}"
        self._show(render_question_cell(head, asked), *self._make_answer_fields(asked))

    def _make_answer_fields(self, asked: AskedQuestion) -> Sequence[Any]:
        """Return the fields to answer with: a button for each choice, boxes to tick, or a line to write in."""
        match asked.question.kind:
            case "choice" | "predict" if asked.choices:
                letters = LETTERS[: len(asked.choices)]
                return [
                    self._make_buttons(
                        [(letter, functools.partial(self._take_answer, asked, letter)) for letter in letters]
                    )
                ]
            case "many":
                ticks = [self.make.Checkbox(description=LETTERS[at], indent=False) for at in range(len(asked.choices))]
                row = self._make_buttons(
                    [
                        (
                            "Answer",
                            lambda: self._take_answer(
                                asked, " ".join(tick.description for tick in ticks if tick.value)
                            ),
                        )
                    ]
                )
                return [self.make.HBox(ticks), row]
        field = self.make.Textarea if asked.question.kind == "free" else self.make.Text
        written = field(placeholder=_describe_input(asked), layout=self.make.Layout(width="36rem", max_width="100%"))
        return [written, self._make_buttons([("Answer", lambda: self._take_answer(asked, written.value))])]

    def _take_answer(self, asked: AskedQuestion, answer: str) -> None:
        try:
            mark = mark_answer(asked, answer)
        except UnreadableAnswer as why:
            self.box.children = (*self.box.children[:3], self.make.HTML(render_thought_cell("", str(why))))
            return
        if asked.question.kind == "free":
            shown = render_thought_cell("How much of it did you have?", asked.question.model)
            rates = [
                (word, functools.partial(self._keep_result, asked, session.set_share(mark, step / 3), None))
                for step, word in enumerate(RATING)
            ]
            self._show(shown, self._make_buttons(rates))
            return
        sure = [
            (word, functools.partial(self._keep_result, asked, mark, step)) for step, word in CONFIDENCE_WORDS.items()
        ]
        self._show(render_thought_cell("How sure are you?", mark.given), self._make_buttons(sure))

    def _keep_result(self, asked: AskedQuestion, mark: Mark, confidence: int | None) -> None:
        with open_store() as store:
            self.sitting.store = store
            result = self.sitting.record_answer(asked, mark, confidence)
        says = {True: "Right", False: "Not right"}[mark.right] if mark.share in (0, 1) else "Partly right"
        why = "\n\n".join(part for part in (mark.says, asked.because, f"To keep: {result.keep}") if part)
        self._show(render_thought_cell(says, why), self._make_buttons([("Next", self._ask)]))

    def _show(self, html: str, *below: Any) -> None:
        self.box.children = (self.make.HTML(html), *below)

    def _make_buttons(self, buttons: Sequence[tuple[str, Callable[[], None]]]) -> Any:
        made = []
        for word, then in buttons:
            button = self.make.Button(description=word)
            button.on_click(lambda _pressed, then=then: then())
            made.append(button)
        return self.make.HBox(made, layout=self.make.Layout(flex_flow="row wrap"))


def _describe_input(asked: AskedQuestion) -> str:
    if asked.question.kind == "free":
        return "In your own words"
    if asked.question.kind == "order":
        return "The letters in their order, like: b a c"
    return describe_input(asked)
