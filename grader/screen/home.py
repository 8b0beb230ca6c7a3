"""Home: the exercises, how the concepts sit, what is due, and one next step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.screen.clean import inert
from grader.screen.listing import lines
from grader.screen.looks import IDEA, QUIET, UNKNOWN, Beside, Comfortable, Either, Grid, grid
from grader.standing import Sits, Standing, Topic
from grader.words import cut

SIGNS: Mapping[Sits, tuple[str, str]] = {
    "settled": ("●", "green"),
    "fresh": ("◐", "cyan"),
    "due": ("◆", "yellow"),
    "new": ("○", QUIET),
}
"""A sign a concept; the line says the same in words."""
WORDS: Mapping[Sits, str] = {"settled": "settled", "fresh": "fresh", "due": "due", "new": "not met"}
MOST_DUE = 3
"""Concepts due that are named."""


def home(found: Standing, today: date) -> RenderableType:
    """All of it, the next step last, where the eye rests."""
    foot: list[RenderableType] = [_quiz(found, today), _step(found)]
    if found.trouble:
        foot.insert(0, Text.assemble(UNKNOWN, " ", inert(found.trouble)))
    parts: list[RenderableType] = [Beside(_exercises(found), _concepts(found), apart=True)]
    if any(work.path for work in found.works):
        foot.append(inert(found.place, QUIET))
    for part in foot:
        parts += [Text(), Comfortable(part)]
    return Padding(Group(*parts), 1)


def _exercises(found: Standing) -> RenderableType:
    solved = sum(work.state == "solved" for work in found.works)
    return Group(_title("Exercises", f"{solved} of {len(found.works)} solved"), lines(found.works))


def _concepts(found: Standing) -> RenderableType:
    """A line for each topic that was met, one for all the others."""
    met = [topic for topic in found.topics if set(topic.concepts.values()) != {"new"}]
    waiting = len(found.topics) - len(met)
    title = _title("Concepts", f"{found.concepts - found.count('new')} of {found.concepts} met")
    if not met:
        return Group(title, Text("The quiz asks for the ideas behind the exercises, when you like."))
    rows = grid(dict(no_wrap=True), dict(ratio=1), dict(justify="right", no_wrap=True))
    for topic in met:
        rows.add_row(_strip(topic), inert(topic.title), Text(_told(topic), QUIET))
    parts: list[RenderableType] = [title, rows]
    if waiting:
        parts.append(Text(f"{waiting} more topic{'s' * (waiting != 1)} not met yet", QUIET))
    return Group(*parts)


def _title(name: str, told: str) -> Grid:
    head = grid(dict(ratio=1), dict(justify="right", no_wrap=True))
    head.add_row(Text(name, f"bold {IDEA}"), Text(told, QUIET))
    return head


def _strip(topic: Topic) -> RenderableType:
    held = topic.concepts.values()
    return Either(Text.assemble(*(SIGNS[sits] for sits in SIGNS for one in held if one == sits)), Text())


def _told(topic: Topic) -> str:
    counts = {sits: list(topic.concepts.values()).count(sits) for sits in WORDS}
    return ", ".join(f"{count} {WORDS[sits]}" for sits, count in counts.items() if count)


def _quiz(found: Standing, today: date) -> RenderableType:
    """What is due today, by name where it is little."""
    due = [title for topic in found.topics for title, sits in topic.concepts.items() if sits == "due"]
    rows = grid(dict(no_wrap=True, style="bold"), dict(ratio=1), label=True)
    if not due:
        rest = "Nothing is due." + (f" The next concept comes back {_when(found.later, today)}." if found.later else "")
        rows.add_row("Quiz", Text(rest, QUIET))
        return rows
    because = f", {found.shown} of them for what your code showed" if found.shown else ""
    named = [f"• {cut(title, 90)}" for title in due[:MOST_DUE]]
    if due[MOST_DUE:]:
        named.append(f"… and {len(due) - MOST_DUE} more")
    head = Text(f"{len(due)} concept{'s' * (len(due) != 1)} due today{because}")
    rows.add_row("Quiz", Group(head, *(Text(line, QUIET) for line in named)))
    return rows


def _when(day: date | None, today: date) -> str:
    days = (day - today).days if day else 0
    return "tomorrow" if days == 1 else f"in {days} days"


def _step(found: Standing) -> RenderableType:
    rows = grid(dict(no_wrap=True, style="bold"), dict(ratio=1), label=True)
    rows.add_row("Next", Group(inert(found.next.says), inert(found.next.command, f"bold {IDEA}")))
    return rows
