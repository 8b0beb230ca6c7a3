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
from grader.view import Brief, Evidence, FunctionRow, Story

SIGNS = {"passed": PASSED, "carried": PASSED, "failed": FAILED, "waiting": WAITING, "unwritten": UNKNOWN}
STATES = {
    "passed": "right",
    "carried": "right, carried",
    "failed": "not right yet",
    "waiting": "waits",
    "unwritten": "waits to be written",
}
"""The states of SIGNS in words, for a console that draws nothing."""
STORY_SIGNS = {"idea": ("◆", IDEA), "fact": ("◆", IDEA), "law": FAILED, "finding": FAILED}
MAX_SENTENCES = 3
MAX_LINES = 22
"""Of an ordinary terminal of 24 rows, with room for the prompt."""
MAX_COLUMN = 30
"""Columns of one answer that stands beside another."""


def _replace_story(brief: Brief, **changes: Any) -> Brief:
    return replace(brief, story=replace(brief.story, **changes)) if brief.story else brief


SHORTENINGS: tuple[Callable[[Brief], Brief], ...] = (
    lambda brief: replace(brief, elsewhere=brief.elsewhere[:2]),
    lambda brief: replace(brief, elsewhere=brief.elsewhere[:1]),
    lambda brief: brief.shorten_printed(1),
    lambda brief: replace(brief, note=""),
    lambda brief: _replace_story(brief, says=brief.story.says[:2]) if brief.story and not brief.story.apart else brief,
    lambda brief: replace(brief, printed=()),
    lambda brief: _replace_story(brief, question=""),
    lambda brief: _replace_story(brief, code=brief.story.code[-1:]) if brief.story else brief,
    lambda brief: _replace_story(brief, says=brief.story.says[:1]) if brief.story and not brief.story.apart else brief,
)
"""What is left out where there are too few lines, one after the other."""


class FittedBrief:
    """A brief report on as many lines as a small terminal has; what helps least is left out first."""

    def __init__(self, brief: Brief, extra: Sequence[RenderableType]) -> None:
        self.brief = brief
        self.extra = extra

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        brief = self.brief
        for shorten in (None, *SHORTENINGS):
            brief = shorten(brief) if shorten else brief
            if len(console.render_lines(_render_whole(brief), options, pad=False)) <= MAX_LINES:
                break
        yield from console.render(_render_whole(brief, *self.extra), options)


def render_brief(brief: Brief, *extra: RenderableType) -> RenderableType:
    """Render a brief report; `extra` stands before the next steps and is not counted."""
    return DrawnWithWords(FittedBrief(brief, extra), _render_whole(brief, *extra))


def _render_whole(brief: Brief, *extra: RenderableType) -> RenderableType:
    parts: list[RenderableType] = [render_head(brief)]
    if brief.rows:
        parts.append(render_chips(brief.rows))
    if brief.story is not None:
        parts += [Text(), render_story(brief.story)]
    if brief.carried:
        parts += [Text(), *(clean_text(line) for line in brief.carried)]
    if brief.learnt:
        parts += [Text(), Text.assemble(("Learnt  ", IDEA), clean_text(brief.learnt))]
    if brief.elsewhere:
        parts += [Text(), render_elsewhere(brief)]
    if brief.parting_question:
        parts += [Text(), Text.assemble(("To think on  ", IDEA), clean_text(brief.parting_question))]
    if brief.note:
        parts += [Text(), Text.assemble(("Note  ", IDEA), clean_text(brief.note))]
    if brief.printed:
        parts += [Text(), render_printed(brief)]
    for part in extra:
        parts += [Text(), part]
    if brief.steps:
        parts += [Text(), render_steps(brief)]
    return Padding(ReadableWidth(Group(*parts)), (1, 1, 0, 1))


def render_elsewhere(brief: Brief) -> RenderableType:
    """Render how papers and libraries write it."""
    lines: list[RenderableType] = [Text("In the field", IDEA)]
    for source in brief.elsewhere:
        lines.append(Text.assemble(clean_text(source.by, "bold"), "  ", clean_text(source.writes)))
        lines.append(clean_text(f"  {source.link}", QUIET))
    return Group(*lines)


def render_head(brief: Brief) -> RenderableType:
    """Render the title, and the verdict at the right."""
    lines = make_grid(dict(ratio=1, no_wrap=True, overflow="ellipsis"), dict(justify="right", no_wrap=True), gap=1)
    lines.add_row(clean_text(brief.title, "bold"), Text(brief.verdict, "bold" if brief.status == "passed" else ""))
    return lines


def render_chips(rows: tuple[FunctionRow, ...]) -> RenderableType:
    """Render each function with its sign and points, on as few lines as they need."""
    words = [
        Text(
            f"{row.function}: {STATES[row.state]}"
            + ("" if row.state == "unwritten" else f", {row.earned} of {row.max_points}")
        )
        for row in rows
    ]
    return DrawnWithWords(Text("   ").join(_render_chip(row) for row in rows), Group(*words))


def _render_chip(row: FunctionRow) -> Text:
    chip = Text.assemble(clean_text(row.function, "" if row.state == "passed" else "bold"), " ", SIGNS[row.state])
    state = {"unwritten": "waits", "carried": "carried"}.get(row.state, "")
    chip.append(f" {row.earned}/{row.max_points}" if row.state != "unwritten" else "", QUIET)
    return chip.append(f" {state}" if state else "", QUIET)


def render_story(story: Story) -> RenderableType:
    """Render the first thing to mend: its headline, a few sentences, the call that shows it, a question."""
    parts: list[RenderableType] = [Headline(story)]
    if story.apart:
        parts += [_indent(clean_text(line)) for line in story.says]
    elif story.says:
        parts.append(_indent(clean_text(" ".join(story.says[:MAX_SENTENCES]))))
    if story.code:
        parts.append(_indent(Group(*(clean_text(line, "bold", lines=True) for line in story.code))))
    if story.evidence is not None:
        parts += [Text(), _indent(render_evidence(story.evidence))]
    if story.question:
        parts += [Text(), _indent(clean_text(story.question, "italic"))]
    return Group(*parts)


class Headline:
    """The headline of a story, with its line of code beside it, or under it where the terminal is narrow."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        headline = Text.assemble(STORY_SIGNS[self.story.kind], " ", clean_text(self.story.headline, "bold"))
        if not self.story.where:
            yield headline
            return
        where = clean_text(self.story.where, _make_link_style(self.story.link))
        if headline.cell_len + where.cell_len + 2 <= options.max_width:
            yield Text.assemble(headline, "  ", where)
            return
        yield headline
        yield _indent(where)


def _make_link_style(link: str) -> Style:
    """Return a quiet style that links to a file, for terminals that know links."""
    return Style.parse(QUIET) + Style(link=link or None)


def render_evidence(evidence: Evidence) -> RenderableType:
    """Render the call as one would paste it, and both answers under it."""
    prompt = ">>> " if evidence.pastes else "    "
    pasted = make_grid(dict(no_wrap=True, style=QUIET), dict(ratio=1), gap=0)
    pasted.add_row(prompt, clean_text(evidence.call, "bold"))
    call = DrawnWithWords(pasted, clean_text(evidence.call))
    answers = make_grid(dict(no_wrap=True, style=QUIET), dict(ratio=1), label=True)
    texts = [text for row in evidence.rows for text in (row.yours, row.right)]
    if len(evidence.rows) > 1 and all(len(text) <= MAX_COLUMN for text in texts):
        return Group(call, _render_columns(evidence))
    widest = max(len(row.name) for row in evidence.rows)
    for row in evidence.rows:
        label = f"{row.name:<{widest}}  " if widest else ""
        if row.yours == row.right:
            answers.add_row(f"{label}both", clean_text(row.right))
            continue
        answers.add_row(f"{label}yours", clean_text(row.yours, "bold"))
        answers.add_row(f"{'':<{len(label)}}right", clean_text(row.right))
    return Group(call, answers)


def _render_columns(evidence: Evidence) -> RenderableType:
    """Render several short answers, one output a line."""
    table = make_grid(dict(no_wrap=True, style=QUIET), dict(no_wrap=True), dict(no_wrap=True), gap=3, heads=True)
    table.add_row("", Text("yours", QUIET), Text("right", QUIET))
    for row in evidence.rows:
        table.add_row(row.name, clean_text(row.yours, "" if row.yours == row.right else "bold"), clean_text(row.right))
    return table


def render_printed(brief: Brief) -> RenderableType:
    """Render what the code printed."""
    heading, *lines = brief.printed
    return Group(clean_text(heading, QUIET), *(Text("▌ ", QUIET).append_text(clean_text(line)) for line in lines))


def render_steps(brief: Brief) -> RenderableType:
    """Render where to go from here, a few words and a command each."""
    words = tuple(
        Text.assemble((f"{step.says} ", QUIET), (step.command, f"bold {IDEA}"))
        if step.command
        else Text(step.says, QUIET)
        for step in brief.steps
    )
    return DrawnWithWords(Steps(words), Group(*words))


class Steps:
    """Steps side by side, as many on a line as fit without being cut."""

    def __init__(self, words: tuple[Text, ...]) -> None:
        self.words = words

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        line = self.words[0]
        for step in self.words[1:]:
            longer = Text("   ").join([line, step])
            if longer.cell_len > options.max_width:
                yield line
            line = step if longer.cell_len > options.max_width else longer
        yield line


def _indent(part: RenderableType) -> RenderableType:
    return Padding(part, (0, 0, 0, 2))
