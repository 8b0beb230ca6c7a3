"""Home: the exercises, how the concepts sit, what is due, and one next step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.learner.overview import Sits, Standing, Topic, Work
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
from grader.screen.listing import lines

SIGNS: Mapping[Sits, tuple[str, str]] = {
    "settled": ("●", "green"),
    "fresh": ("◐", "cyan"),
    "due": ("◆", "yellow"),
    "new": ("○", QUIET),
}
"""A sign a concept; the line says the same in words."""
WORDS: Mapping[Sits, str] = {"settled": "settled", "fresh": "fresh", "due": "due", "new": "not met"}
MOST_LINES = 22
"""Of an ordinary terminal of 24 rows, with room for the prompt."""
SHAPES = ((99, 99), (99, 5), (99, 3), (99, 2), (7, 3), (7, 1), (5, 0), (3, 0))
"""How many exercises and topics are named: as many as fit."""
NEAR = 2.5
"""As far as a solved exercise counts at most, in places of the course."""
MOST_DUE = 2
"""Topics of what is due that are named."""


def home(found: Standing, today: date) -> RenderableType:
    """All of it on one small screen, the next step last, where the eye rests."""
    return FittingView(MOST_LINES, *(_shaped(found, today, *shape) for shape in SHAPES))


def _shaped(found: Standing, today: date, exercises: int, topics: int) -> RenderableType:
    foot: list[RenderableType] = [_quiz(found, today), _step(found)]
    if found.trouble:
        foot.insert(0, Text.assemble(UNKNOWN, " ", clean_text(found.trouble)))
    parts: list[RenderableType] = [TwoColumns(_exercises(found, exercises), _concepts(found, topics), apart=True)]
    for part in foot:
        parts += [Text(), ReadableWidth(part)]
    if any(work.path for work in found.works):
        parts.append(ReadableWidth(clean_text(found.place, QUIET)))
    return Padding(Group(*parts), (1, 1, 0, 1))


def _exercises(found: Standing, most: int) -> RenderableType:
    solved = sum(work.state == "solved" for work in found.works)
    shown = _that_matter(found.works, most)
    parts: list[RenderableType] = [_title("Exercises", f"{solved} of {len(found.works)} solved"), lines(shown)]
    if left := len(found.works) - len(shown):
        parts.append(Text(f"… and {left} more: grade list", QUIET))
    return Group(*parts)


def _that_matter(works: Sequence[Work], most: int) -> list[Work]:
    """What is at hand, the first that waits, and what stands around it; what is not here comes last."""
    there = [place for place, work in enumerate(works) if work.state not in ("solved", "absent")]
    here = there[0] if there else next((n for n, work in enumerate(works) if work.state != "solved"), len(works))

    def distance(place: int) -> tuple[float, int]:
        away = abs(place - here)
        if works[place].state in ("begun", "changed", "graded"):
            return -1, away
        if works[place].state == "absent" and there:
            return len(works) + away, away
        return (min(away, NEAR) if works[place].state == "solved" else away), away

    chosen = sorted(sorted(range(len(works)), key=distance)[:most])
    return [works[place] for place in chosen]


def _concepts(found: Standing, most: int) -> RenderableType:
    """A line for each topic that was met, what is due first, as many as there is room for; one for all the others."""
    met = [topic for topic in found.topics if set(topic.concepts.values()) != {"new"}]
    title = _title("Concepts", f"{found.concepts - found.count('new')} of {found.concepts} met")
    if not met:
        return Group(title, Text("The quiz asks for the ideas behind the exercises, when you like."))
    shown = sorted(met, key=lambda topic: "due" not in topic.concepts.values())[:most]
    rows = make_grid(dict(no_wrap=True), dict(ratio=1), dict(justify="right", no_wrap=True))
    for topic in shown:
        rows.add_row(_strip(topic), clean_text(topic.title), Text(_told(topic.concepts.values()), QUIET))
    rest = [topic for topic in met if topic not in shown]
    return Group(title, *([rows] if shown else []), *_others(rest, len(found.topics) - len(met), bool(shown)))


def _others(rest: Sequence[Topic], waiting: int, more: bool) -> list[RenderableType]:
    """One line for the topics that are not named."""
    held = [sits for topic in rest for sits in topic.concepts.values()]
    also = "more " if more else ""
    told = [f"{len(rest)} {also}topic{'s' * (len(rest) != 1)} met: {_told(held)}"] if rest else []
    told += [f"{waiting} {'' if rest else also}topic{'s' * (waiting != 1)} not met yet"] if waiting else []
    return [Text("; ".join(told), QUIET)] if told else []


def _title(name: str, told: str) -> Grid:
    head = make_grid(dict(ratio=1), dict(justify="right", no_wrap=True))
    head.add_row(Text(name, f"bold {IDEA}"), Text(told, QUIET))
    return head


def _strip(topic: Topic) -> RenderableType:
    held = topic.concepts.values()
    return DrawnWithWords(Text.assemble(*(SIGNS[sits] for sits in SIGNS for one in held if one == sits)), Text())


def _told(held: Iterable[Sits]) -> str:
    counts = Counter(held)
    return ", ".join(f"{counts[sits]} {WORDS[sits]}" for sits in WORDS if counts[sits])


def _quiz(found: Standing, today: date) -> RenderableType:
    """What is due today, by its topics; the sentences of concepts would tell the answers."""
    due = found.count("due")
    rows = make_grid(dict(no_wrap=True, style="bold"), dict(ratio=1), label=True)
    if not due:
        rest = "Nothing is due." + (f" The next concept comes back {_when(found.later, today)}." if found.later else "")
        rows.add_row("Quiz", Text(rest, QUIET))
        return rows
    topics = [topic.name for topic in found.topics if "due" in topic.concepts.values()]
    more = f" and {len(topics) - MOST_DUE} more" if topics[MOST_DUE:] else ""
    because = f", {found.shown} of them for what your code showed" if found.shown else ""
    head = f"{due} concept{'s' * (due != 1)} due today{because}: {', '.join(topics[:MOST_DUE])}{more}"
    rows.add_row("Quiz", clean_text(head))
    return rows


def _when(day: date | None, today: date) -> str:
    days = (day - today).days if day else 0
    return "tomorrow" if days == 1 else f"in {days} days"


def _step(found: Standing) -> RenderableType:
    rows = make_grid(dict(no_wrap=True, style="bold"), dict(ratio=1), label=True)
    rows.add_row("Next", Group(clean_text(found.next.says), clean_text(found.next.command, f"bold {IDEA}")))
    return rows
