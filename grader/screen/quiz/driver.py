"""The sitting, whichever face it has; and the other things `grade quiz` shows."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from datetime import datetime

from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.text import Text

from grader.quiz.asking import Asked, ask
from grader.quiz.bank import Bank, Question
from grader.quiz.loading import Fault
from grader.quiz.marking import LETTERS
from grader.quiz.session import Sitting, due_turns, rated
from grader.quiz.statistics import statistics
from grader.quiz.store import Store
from grader.screen import console as consoles
from grader.screen import mode
from grader.screen.encoding import make_forgiving
from grader.screen.quiz import overviews, views
from grader.screen.quiz.faces import Face, Leave, Skip, picture_view
from grader.screen.quiz.keyed import KeyFace
from grader.screen.quiz.plain import PlainFace
from grader.screen.quiz.words import inline, paragraphs
from grader.screen.terminal import AlternateScreen


def console_for(plain: bool) -> Console:
    """A console that spells out what the output's encoding lacks; without colour when plain."""
    if mode.is_plain() or not plain:
        return consoles.make()
    make_forgiving(stream := sys.stdout)
    width = None if stream.isatty() else 80
    return Console(
        file=stream, no_color=True, force_terminal=False, highlight=False, markup=False, emoji=False, width=width
    )


def run(sitting: Sitting, plain: bool) -> bool:
    """Ask until the queue is empty or the learner stops; False after Ctrl-C. The summary comes in any case."""
    console = console_for(plain)
    finished = True
    try:
        if plain:
            _ask_all(sitting, PlainFace(console))
        else:
            _with_keys(sitting, console)
    except Leave:
        console.print()
    except KeyboardInterrupt:
        console.print()
        finished = False
    console.print(overviews.summary(sitting.results, sitting.bank, sitting.clock().date()))
    return finished


def _with_keys(sitting: Sitting, console: Console) -> None:
    with AlternateScreen(console, lambda: face.redraw()) as screen:
        face = KeyFace(console, screen.keys)
        _ask_all(sitting, face)


def _ask_all(sitting: Sitting, face: Face) -> None:
    while (upcoming := sitting.next()) is not None:
        asked, turn = upcoming
        head = views.heading(turn, len(sitting.results) + 1, sitting.total)
        try:
            mark = face.ask(head, asked)
        except Skip:
            sitting.skip()
            continue
        confidence = None
        if asked.question.kind == "free":
            mark = rated(mark, face.rate_text(asked, mark))
        else:
            confidence = face.confidence()
        result = sitting.answer(asked, mark, confidence)
        face.explain(result, sitting.clock().date())


def show_statistics(bank: Bank, store: Store, now: datetime, plain: bool) -> None:
    """`--stats`."""
    console_for(plain).print(overviews.statistics_view(statistics(bank, store, now.date()), now.date()))


def show_topics(bank: Bank, store: Store, now: datetime, plain: bool) -> None:
    """`--topics`."""
    met = {card.concept for card in store.cards() if card.reviews}
    due = {turn.question.concept for turn in due_turns(bank, store, now.date())}
    rows = []
    for topic in bank.topics:
        own = {concept.id for concept in topic.concepts}
        rows.append((topic.name, topic.title, len(topic.questions), len(own), len(own & met), len(own & due)))
    console_for(plain).print(overviews.topics_view(rows))


def show_nothing_due(bank: Bank, store: Store, now: datetime, plain: bool) -> None:
    """Nothing to ask: when the next is due, and how to practise all the same."""
    later = [card for card in store.cards(now.date()) if card.due > now.date() and card.concept in bank.concepts]
    when = f" The next comes on {later[0].due:%A, %d %B}." if later else ""
    console_for(plain).print(Text(f"Nothing is due today.{when} `grade quiz TOPIC` practises a topic all the same."))


def show_preview(bank: Bank, faults: list[Fault], plain: bool) -> None:
    """`--preview`: every question as a learner meets it, with its key and every explanation; then the faults."""
    console = console_for(plain)
    for topic in bank.topics:
        console.print(Rule(f"{topic.title} ({topic.path.name})"))
        for question in topic.questions:
            if not any(f"{question.id}:" in fault.says for fault in faults):
                console.print(_preview(question, console))
    for fault in faults:
        console.print(Text(str(fault), style="red"), soft_wrap=True)


def _preview(question: Question, console: Console) -> RenderableType:
    parts: list[RenderableType] = [Text(), Text(f"{question.id}  [{question.kind}, {question.concept}]", style="bold")]
    for asked in _variants(question):
        parts += [views.question(asked), Text()]
        if question.kind != "free":
            parts += [Text(f"Key: {views.right_answer(asked)}", style="green")]
        parts += [
            Text.assemble(f"  {LETTERS[place]}) ", inline(choice.because)) for place, choice in enumerate(asked.choices)
        ]
        parts += [
            Text.assemble(f"  {', '.join(f'{n:.4g}' for n in wrong.numbers)}: ", inline(wrong.because),
                          f" [{wrong.misconception}]" if wrong.misconception else "")
            for wrong in asked.wrong
        ]  # fmt: skip
        parts += [paragraphs(asked.because)]
        picture = picture_view(asked, console, before=question.picture is not None and question.picture.before)
        if picture is not None:
            parts += [Text(), picture]
    if question.model:
        parts += [Text(f"Model: {question.model}")]
    return Group(*parts)


def _variants(question: Question) -> Iterator[Asked]:
    """The question as written, and once with other numbers if it draws any."""
    yield ask(question)
    others = (ask(question, seed) for seed in range(20) if question.draw)
    yield from itertools.islice((asked for asked in others if asked.parameters != question.parameters), 1)
