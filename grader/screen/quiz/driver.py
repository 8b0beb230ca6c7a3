"""The sitting, whichever frontend it has; and the other things `grade quiz` shows."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from datetime import datetime

from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from grader.quiz.asking import AskedQuestion, ask
from grader.quiz.bank import Bank, Question
from grader.quiz.loading import Fault
from grader.quiz.marking import LETTERS
from grader.quiz.session import Sitting, list_due_turns, set_share
from grader.quiz.statistics import compute_statistics
from grader.quiz.store import Store
from grader.screen import console as consoles
from grader.screen import mode
from grader.screen.encoding import make_forgiving
from grader.screen.quiz import overviews, views
from grader.screen.quiz.frontends import LeaveQuiz, QuizFrontend, SkipQuestion, render_picture
from grader.screen.quiz.keyed import KeyFrontend
from grader.screen.quiz.plain import PlainFrontend
from grader.screen.quiz.words import render_inline, render_paragraphs
from grader.screen.terminal import AlternateScreen


def make_console(plain: bool) -> Console:
    """Return a console that spells out what the output's encoding lacks; without colour when plain."""
    if mode.is_plain() or not plain:
        return consoles.make()
    make_forgiving(stream := sys.stdout)
    width = None if stream.isatty() else 80
    return Console(
        file=stream, no_color=True, force_terminal=False, highlight=False, markup=False, emoji=False, width=width
    )


def run(sitting: Sitting, plain: bool) -> bool:
    """Ask until the queue is empty or the learner stops; return False after Ctrl-C. The summary comes in any case."""
    console = make_console(plain)
    finished = True
    try:
        if plain:
            _ask_all(sitting, PlainFrontend(console))
        else:
            _ask_with_keys(sitting, console)
    except LeaveQuiz:
        console.print()
    except KeyboardInterrupt:
        console.print()
        finished = False
    console.print(overviews.render_summary(sitting.results, sitting.bank, sitting.clock().date()))
    return finished


def _ask_with_keys(sitting: Sitting, console: Console) -> None:
    with AlternateScreen(console, lambda: frontend.redraw()) as screen:
        frontend = KeyFrontend(console, screen.keyboard)
        _ask_all(sitting, frontend)


def _ask_all(sitting: Sitting, frontend: QuizFrontend) -> None:
    while (upcoming := sitting.take_next()) is not None:
        asked, turn = upcoming
        head = views.render_heading(turn, len(sitting.results) + 1, sitting.total)
        try:
            mark = frontend.ask(head, asked)
        except SkipQuestion:
            sitting.skip()
            continue
        confidence = None
        if asked.question.kind == "free":
            mark = set_share(mark, frontend.rate_text(asked, mark))
        else:
            confidence = frontend.ask_confidence()
        result = sitting.record_answer(asked, mark, confidence)
        frontend.explain(result, sitting.clock().date())


def show_statistics(bank: Bank, store: Store, now: datetime, plain: bool) -> None:
    """Show what `grade quiz --stats` asks for."""
    make_console(plain).print(overviews.render_statistics(compute_statistics(bank, store, now.date()), now.date()))


def show_topics(bank: Bank, store: Store, now: datetime, plain: bool) -> None:
    """Show what `grade quiz --topics` asks for."""
    met = {card.concept for card in store.list_cards() if card.reviews}
    due = {turn.question.concept for turn in list_due_turns(bank, store, now.date())}
    rows = []
    for topic in bank.topics:
        own = {concept.id for concept in topic.concepts}
        rows.append((topic.name, topic.title, len(topic.questions), len(own), len(own & met), len(own & due)))
    make_console(plain).print(overviews.render_topics(rows))


def show_nothing_due(bank: Bank, store: Store, now: datetime, plain: bool) -> None:
    """Say that nothing is due, when the next question is, and how to practise all the same."""
    later = [card for card in store.list_cards(now.date()) if card.due > now.date() and card.concept in bank.concepts]
    when = f" The next comes on {later[0].due:%A, %d %B}." if later else ""
    make_console(plain).print(Text(f"Nothing is due today.{when} `grade quiz TOPIC` practises a topic all the same."))


def show_preview(bank: Bank, faults: list[Fault], plain: bool) -> None:
    """Show every question as a learner meets it, with its key and every explanation; then the faults."""
    console = make_console(plain)
    for topic in bank.topics:
        console.print(Rule(f"{topic.title} ({topic.path.name})"))
        for question in topic.questions:
            if not any(f"{question.id}:" in fault.says for fault in faults):
                console.print(_render_preview(question, console))
    for fault in faults:
        console.print(Text(str(fault), style="red"), soft_wrap=True)


def _render_preview(question: Question, console: Console) -> RenderableType:
    parts: list[RenderableType] = [Text(), Text(f"{question.id}  [{question.kind}, {question.concept}]", style="bold")]
    for asked in _iterate_variants(question):
        parts += [views.render_question(asked), Text()]
        if question.kind != "free":
            parts += [Text(f"Key: {views.format_right_answer(asked)}", style="green")]
        parts += [
            Text.assemble(f"  {LETTERS[index]}) ", render_inline(choice.because))
            for index, choice in enumerate(asked.choices)
        ]
        parts += [
            Text.assemble(f"  {', '.join(f'{n:.4g}' for n in wrong.numbers)}: ", render_inline(wrong.because),
                          f" [{wrong.misconception}]" if wrong.misconception else "")
            for wrong in asked.wrong
        ]  # fmt: skip
        parts += [render_paragraphs(asked.because)]
        picture = render_picture(asked, console, before=question.picture is not None and question.picture.before)
        if picture is not None:
            parts += [Text(), picture]
    if question.model:
        parts += [Text(f"Model: {question.model}")]
    return Group(*parts)


def _iterate_variants(question: Question) -> Iterator[AskedQuestion]:
    """Yield the question as written, and once with other numbers if it draws any."""
    yield ask(question)
    drawn = (ask(question, seed) for seed in range(20) if question.draw)
    yield from itertools.islice((asked for asked in drawn if asked.parameters != question.parameters), 1)
