"""Home: the exercises, how the concepts sit, what is due, and one next step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.learner.overview import ConceptState, Overview, Topic, Work
from grader.screen.clean import clean_text
from grader.screen.components import (
    IDEA,
    QUIET,
    UNKNOWN,
    DrawnWithWords,
    FittingView,
    Grid,
    ReadableWidth,
    TwoColumns,
    make_grid,
)
from grader.screen.listing import render_works

SIGNS: Mapping[ConceptState, tuple[str, str]] = {
    "settled": ("●", "green"),
    "fresh": ("◐", "cyan"),
    "due": ("◆", "yellow"),
    "new": ("○", QUIET),
}
"""A sign a concept; the line says the same in words."""
WORDS: Mapping[ConceptState, str] = {"settled": "settled", "fresh": "fresh", "due": "due", "new": "not met"}
MAX_LINES = 22
"""Of an ordinary terminal of 24 rows, with room for the prompt."""
SHAPES = ((99, 99), (99, 5), (99, 3), (99, 2), (7, 3), (7, 1), (5, 0), (3, 0))
"""How many exercises and topics are named: as many as fit."""
MAX_SOLVED_DISTANCE = 2.5
"""The largest distance at which a solved exercise counts, in exercises of the course."""
MAX_DUE_TOPICS = 2
"""Topics of what is due that are named."""


def render_home(standing: Overview, today: date) -> RenderableType:
    """Render all of it on one small screen, the next step last, where the eye rests."""
    return FittingView(MAX_LINES, *(_render_shape(standing, today, *shape) for shape in SHAPES))


def _render_shape(standing: Overview, today: date, exercises: int, topics: int) -> RenderableType:
    foot: list[RenderableType] = [_render_quiz(standing, today), _render_step(standing)]
    if standing.trouble:
        foot.insert(0, Text.assemble(UNKNOWN, " ", clean_text(standing.trouble)))
    parts: list[RenderableType] = [
        TwoColumns(_render_exercises(standing, exercises), _render_concepts(standing, topics), spaced=True)
    ]
    for part in foot:
        parts += [Text(), ReadableWidth(part)]
    if any(work.path for work in standing.works):
        parts.append(ReadableWidth(clean_text(standing.place, QUIET)))
    return Padding(Group(*parts), (1, 1, 0, 1))


def _render_exercises(standing: Overview, max_exercises: int) -> RenderableType:
    solved = sum(work.state == "solved" for work in standing.works)
    shown = _choose_works(standing.works, max_exercises)
    parts: list[RenderableType] = [
        _render_title("Exercises", f"{solved} of {len(standing.works)} solved"),
        render_works(shown),
    ]
    if left := len(standing.works) - len(shown):
        parts.append(Text(f"… and {left} more: grade list", QUIET))
    return Group(*parts)


def _choose_works(works: Sequence[Work], max_works: int) -> list[Work]:
    """Return the exercises that matter most now, in the order of the course.

    These are what is begun, the first that waits, and what stands around it; what has no file here comes last.
    """
    waiting = [index for index, work in enumerate(works) if work.state not in ("solved", "absent")]
    unsolved = [index for index, work in enumerate(works) if work.state != "solved"]
    current = next(iter(waiting or unsolved), len(works))

    def compute_distance(index: int) -> tuple[float, int]:
        steps = abs(index - current)
        if works[index].state in ("begun", "changed", "graded"):
            return -1, steps
        if works[index].state == "absent" and waiting:
            return len(works) + steps, steps
        return (min(steps, MAX_SOLVED_DISTANCE) if works[index].state == "solved" else steps), steps

    chosen = sorted(sorted(range(len(works)), key=compute_distance)[:max_works])
    return [works[index] for index in chosen]


def _render_concepts(standing: Overview, max_topics: int) -> RenderableType:
    """Render a line for each topic that was met, what is due first, and one line for all the others."""
    met = [topic for topic in standing.topics if set(topic.concepts.values()) != {"new"}]
    title = _render_title("Concepts", f"{standing.concepts - standing.count('new')} of {standing.concepts} met")
    if not met:
        return Group(title, Text("The quiz asks for the ideas behind the exercises, when you like."))
    shown = sorted(met, key=lambda topic: "due" not in topic.concepts.values())[:max_topics]
    rows = make_grid(dict(no_wrap=True), dict(ratio=1), dict(justify="right", no_wrap=True))
    for topic in shown:
        counts = _format_counts(topic.concepts.values())
        rows.add_row(_render_signs(topic), clean_text(topic.title), Text(counts, QUIET))
    rest = [topic for topic in met if topic not in shown]
    others = _render_other_topics(rest, len(standing.topics) - len(met), bool(shown))
    return Group(title, *([rows] if shown else []), *others)


def _render_other_topics(rest: Sequence[Topic], waiting: int, some_shown: bool) -> list[RenderableType]:
    """Render one line for the topics that are not named; nothing where all are."""
    states = [sits for topic in rest for sits in topic.concepts.values()]
    also = "more " if some_shown else ""
    parts = [f"{len(rest)} {also}topic{'s' * (len(rest) != 1)} met: {_format_counts(states)}"] if rest else []
    parts += [f"{waiting} {'' if rest else also}topic{'s' * (waiting != 1)} not met yet"] if waiting else []
    return [Text("; ".join(parts), QUIET)] if parts else []


def _render_title(name: str, amount: str) -> Grid:
    row = make_grid(dict(ratio=1), dict(justify="right", no_wrap=True))
    row.add_row(Text(name, f"bold {IDEA}"), Text(amount, QUIET))
    return row


def _render_signs(topic: Topic) -> RenderableType:
    states = topic.concepts.values()
    return DrawnWithWords(Text.assemble(*(SIGNS[sits] for sits in SIGNS for state in states if state == sits)), Text())


def _format_counts(states: Iterable[ConceptState]) -> str:
    counts = Counter(states)
    return ", ".join(f"{counts[sits]} {WORDS[sits]}" for sits in WORDS if counts[sits])


def _render_quiz(standing: Overview, today: date) -> RenderableType:
    """Render what is due today, by its topics; the sentences of concepts would give the answers away."""
    due = standing.count("due")
    rows = make_grid(dict(no_wrap=True, style="bold"), dict(ratio=1), label=True)
    if not due:
        later = f" The next concept comes back {_format_day(standing.next_due, today)}." if standing.next_due else ""
        rows.add_row("Quiz", Text(f"Nothing is due.{later}", QUIET))
        return rows
    topics = [topic.name for topic in standing.topics if "due" in topic.concepts.values()]
    more = f" and {len(topics) - MAX_DUE_TOPICS} more" if topics[MAX_DUE_TOPICS:] else ""
    reason = f", {standing.shown_by_code} of them for what your code showed" if standing.shown_by_code else ""
    sentence = f"{due} concept{'s' * (due != 1)} due today{reason}: {', '.join(topics[:MAX_DUE_TOPICS])}{more}"
    rows.add_row("Quiz", clean_text(sentence))
    return rows


def _format_day(day: date | None, today: date) -> str:
    days = (day - today).days if day else 0
    return "tomorrow" if days == 1 else f"in {days} days"


def _render_step(standing: Overview) -> RenderableType:
    rows = make_grid(dict(no_wrap=True, style="bold"), dict(ratio=1), label=True)
    rows.add_row("Next", Group(clean_text(standing.next.says), clean_text(standing.next.command, f"bold {IDEA}")))
    return rows
