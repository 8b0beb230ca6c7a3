"""A brief report on the screen: 22 lines of 80 columns at the most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from grader.screen.clean import clean_text
from grader.screen.components import (
    FAILED,
    IDEA,
    PASSED,
    QUIET,
    UNKNOWN,
    WAITING,
    DrawnWithWords,
    ReadableWidth,
    make_grid,
)
from grader.view import Brief, Evidence, Row, Story

SIGNS = {"passed": PASSED, "carried": PASSED, "failed": FAILED, "waiting": WAITING, "unwritten": UNKNOWN}
STATES = {
    "passed": "right",
    "carried": "right, carried",
    "failed": "not right yet",
    "waiting": "waits",
    "unwritten": "waits to be written",
}
"""The same for who listens."""
STORY_SIGNS = {"idea": ("◆", IDEA), "fact": ("◆", IDEA), "law": FAILED, "finding": FAILED}
MOST_SENTENCES = 3
MOST_LINES = 22
"""Of an ordinary terminal of 24 rows, with room for the prompt."""
MOST_COLUMN = 30
"""Columns of one answer that stands beside another."""


def _with_story(told: Brief, **changes: Any) -> Brief:
    return replace(told, story=replace(told.story, **changes)) if told.story else told


SHORTER: tuple[Callable[[Brief], Brief], ...] = (
    lambda told: replace(told, elsewhere=told.elsewhere[:2]),
    lambda told: replace(told, elsewhere=told.elsewhere[:1]),
    lambda told: replace(told, printed=told.printed[:2]),
    lambda told: replace(told, note=""),
    lambda told: _with_story(told, says=told.story.says[:2]) if told.story and not told.story.apart else told,
    lambda told: replace(told, printed=()),
    lambda told: _with_story(told, question=""),
    lambda told: _with_story(told, code=told.story.code[-1:]) if told.story else told,
    lambda told: _with_story(told, says=told.story.says[:1]) if told.story and not told.story.apart else told,
)
"""What is left out where the lines do not suffice, one after the other."""


class Fitted:
    """A brief report on as many lines as a small terminal has; what helps least is left out first."""

    def __init__(self, told: Brief, extra: Sequence[RenderableType]) -> None:
        self.told = told
        self.extra = extra

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        told = self.told
        for shorter in (None, *SHORTER):
            told = shorter(told) if shorter else told
            if len(console.render_lines(_whole(told), options, pad=False)) <= MOST_LINES:
                break
        yield from console.render(_whole(told, *self.extra), options)


def brief(told: Brief, *extra: RenderableType) -> RenderableType:
    """Show a brief report; `extra` stands before the next steps and is not counted."""
    return DrawnWithWords(Fitted(told, extra), _whole(told, *extra))


def _whole(told: Brief, *extra: RenderableType) -> RenderableType:
    parts: list[RenderableType] = [head(told)]
    if told.rows:
        parts.append(chips(told.rows))
    if told.story is not None:
        parts += [Text(), story(told.story)]
    if told.carried:
        parts += [Text(), *(clean_text(line) for line in told.carried)]
    if told.learnt:
        parts += [Text(), Text.assemble(("Learnt  ", IDEA), clean_text(told.learnt))]
    if told.elsewhere:
        parts += [Text(), elsewhere(told)]
    if told.asks:
        parts += [Text(), Text.assemble(("To think on  ", IDEA), clean_text(told.asks))]
    if told.note:
        parts += [Text(), Text.assemble(("Note  ", IDEA), clean_text(told.note))]
    if told.printed:
        parts += [Text(), printed(told)]
    for one in extra:
        parts += [Text(), one]
    if told.steps:
        parts += [Text(), steps(told)]
    return Padding(ReadableWidth(Group(*parts)), (1, 1, 0, 1))


def elsewhere(told: Brief) -> RenderableType:
    """How papers and libraries write it."""
    lines: list[RenderableType] = [Text("In the field", IDEA)]
    for one in told.elsewhere:
        lines.append(Text.assemble(clean_text(one.by, "bold"), "  ", clean_text(one.writes)))
        lines.append(clean_text(f"  {one.link}", QUIET))
    return Group(*lines)


def head(told: Brief) -> RenderableType:
    """The title, and the verdict at the right."""
    lines = make_grid(dict(ratio=1, no_wrap=True, overflow="ellipsis"), dict(justify="right", no_wrap=True), gap=1)
    lines.add_row(clean_text(told.title, "bold"), Text(told.verdict, "bold" if told.status == "passed" else ""))
    return lines


def chips(rows: tuple[Row, ...]) -> RenderableType:
    """Each function with its sign and points, on as few lines as they need."""
    told = [
        Text(
            f"{row.function}: {STATES[row.state]}"
            + ("" if row.state == "unwritten" else f", {row.earned} of {row.there}")
        )
        for row in rows
    ]
    return DrawnWithWords(Text("   ").join(_chip(row) for row in rows), Group(*told))


def _chip(row: Row) -> Text:
    told = Text.assemble(clean_text(row.function, "" if row.state == "passed" else "bold"), " ", SIGNS[row.state])
    state = {"unwritten": "waits", "carried": "carried"}.get(row.state, "")
    told.append(f" {row.earned}/{row.there}" if row.state != "unwritten" else "", QUIET)
    return told.append(f" {state}" if state else "", QUIET)


def story(told: Story) -> RenderableType:
    """The first thing to mend: its headline, a few sentences, the call that shows it, a question."""
    parts: list[RenderableType] = [Headline(told)]
    if told.apart:
        parts += [_inset(clean_text(line)) for line in told.says]
    elif told.says:
        parts.append(_inset(clean_text(" ".join(told.says[:MOST_SENTENCES]))))
    if told.code:
        parts.append(_inset(Group(*(clean_text(line, "bold", lines=True) for line in told.code))))
    if told.evidence is not None:
        parts += [Text(), _inset(evidence(told.evidence))]
    if told.question:
        parts += [Text(), _inset(clean_text(told.question, "italic"))]
    return Group(*parts)


class Headline:
    """The name of a story; the line it speaks of beside it, or under it where the terminal is narrow."""

    def __init__(self, told: Story) -> None:
        self.told = told

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        told = Text.assemble(STORY_SIGNS[self.told.kind], " ", clean_text(self.told.headline, "bold"))
        if not self.told.where:
            yield told
            return
        where = clean_text(self.told.where, _linked(self.told.link))
        if told.cell_len + where.cell_len + 2 <= options.max_width:
            yield Text.assemble(told, "  ", where)
            return
        yield told
        yield _inset(where)


def _linked(link: str) -> Style:
    """Quiet, and a link to the file where terminals take one."""
    return Style.parse(QUIET) + Style(link=link or None)


def evidence(told: Evidence) -> RenderableType:
    """The call as one would paste it, and both answers under it."""
    prompt = ">>> " if told.pastes else "    "
    drawn = make_grid(dict(no_wrap=True, style=QUIET), dict(ratio=1), gap=0)
    drawn.add_row(prompt, clean_text(told.call, "bold"))
    call = DrawnWithWords(drawn, clean_text(told.call))
    answers = make_grid(dict(no_wrap=True, style=QUIET), dict(ratio=1), label=True)
    if len(told.rows) > 1 and all(len(text) <= MOST_COLUMN for row in told.rows for text in (row.yours, row.right)):
        return Group(call, _columns(told))
    widest = max(len(row.name) for row in told.rows)
    for row in told.rows:
        named = f"{row.name:<{widest}}  " if widest else ""
        if row.yours == row.right:
            answers.add_row(f"{named}both", clean_text(row.right))
            continue
        answers.add_row(f"{named}yours", clean_text(row.yours, "bold"))
        answers.add_row(f"{'':<{len(named)}}right", clean_text(row.right))
    return Group(call, answers)


def _columns(told: Evidence) -> RenderableType:
    """Several short answers, an output a line."""
    table = make_grid(dict(no_wrap=True, style=QUIET), dict(no_wrap=True), dict(no_wrap=True), gap=3, heads=True)
    table.add_row("", Text("yours", QUIET), Text("right", QUIET))
    for row in told.rows:
        table.add_row(row.name, clean_text(row.yours, "" if row.yours == row.right else "bold"), clean_text(row.right))
    return table


def printed(told: Brief) -> RenderableType:
    """What the code printed."""
    who, *lines = told.printed
    return Group(clean_text(who, QUIET), *(Text("▌ ", QUIET).append_text(clean_text(line)) for line in lines))


def steps(told: Brief) -> RenderableType:
    """Where to go from here, a few words and a command each."""
    words = tuple(
        Text.assemble((f"{one.says} ", QUIET), (one.command, f"bold {IDEA}")) if one.command else Text(one.says, QUIET)
        for one in told.steps
    )
    return DrawnWithWords(Steps(words), Group(*words))


class Steps:
    """Steps side by side, as many on a line as fit whole."""

    def __init__(self, words: tuple[Text, ...]) -> None:
        self.words = words

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        line = self.words[0]
        for one in self.words[1:]:
            longer = Text("   ").join([line, one])
            if longer.cell_len > options.max_width:
                yield line
            line = one if longer.cell_len > options.max_width else longer
        yield line


def _inset(part: RenderableType) -> RenderableType:
    return Padding(part, (0, 0, 0, 2))
