"""What follows from a report of the learner's own file: it is kept, and the quiz asks for the ideas in it."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from grader.model import Report


def remember(graded: Report) -> list[str]:
    """Keep the report; the concepts behind its ideas come up in the quiz today. Returns their titles.

    Raises KitError where the memory cannot be used.
    """
    from grader.learner.history import remembered

    with remembered() as memory:
        # A hint needs no picture, and a picture is drawn anew.
        memory.keep(replace(graded, pictures=()))
    ideas = [name for diagnosis in graded.diagnoses for name in diagnosis.misconceptions]
    if not ideas:
        return []
    from grader.quiz.loading import load
    from grader.quiz.store import schedule_misconceptions

    bank = load()
    cards = schedule_misconceptions(bank, ideas, datetime.now().astimezone())
    return [bank.concepts[card.concept].title for card in cards]
