"""What one sees while watching: the verdict, the one next thing, the keys; and the same as lines."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.panel import Panel
from rich.segment import Segment
from rich.text import Text

from grader.model import Report
from grader.screen.brief import render_story
from grader.screen.clean import clean_text
from grader.screen.components import FAILED, IDEA, PASSED, QUIET, READABLE_COLUMNS, UNKNOWN, frame_parts
from grader.screen.pictures import render_pictures
from grader.screen.report import render_first_step, render_head
from grader.view import make_brief
from grader.watch.session import View

KEYS = (("h", "hint"), ("z", "quiz"), ("l", "list"), ("n", "next"), ("Enter", "again"), ("q", "quit"))
MARGIN_COLUMNS = 1
PICTURE_ROWS = (13, 8)
"""Rows of the picture of the learner's run: the first that fits under the rest is taken."""

Lines = list[list[Segment]]


class Page:
    """A view as a whole screen: head above, keys below, and between them as much as there is room for.

    The hint stays whole before the rest does, and the one next thing before the picture.
    """

    def __init__(self, view: View) -> None:
        self.view = view

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        height = options.height or console.height
        narrow = options.update(width=min(options.max_width - 2 * MARGIN_COLUMNS, READABLE_COLUMNS), height=None)

        def render(*parts: RenderableType) -> Lines:
            return console.render_lines(Group(*parts), narrow, pad=False)

        above, below = render(*_render_head(self.view)), render(*_render_foot(self.view, narrow.max_width))
        room = max(0, height - len(above) - len(below) - 1)
        hint = render(_render_hint(self.view)) if self.view.hint else []
        body = render(_render_body(self.view))
        middle = _fit(hint, body, room, render(_render_more(self.view)))
        report = self.view.report
        for rows in PICTURE_ROWS:
            drawn = render_pictures(report.pictures, rows) if report is not None else None
            picture = render(Text(), drawn) if drawn else []
            if len(middle) + len(picture) <= room:
                middle += picture
                break
        empty: Lines = [[] for _ in range(max(0, height - len(above) - len(middle) - len(below)))]
        whole = [*above, *middle, *empty, *below][:height]
        yield from _add_margin(whole)


def render_lines(view: View) -> RenderableType:
    """Render a view as lines to be read one after the other: no frames, no keys."""
    return Group(*_render_head(view)[:-1], *_remove_frame(_render_body(view)), Text())


def render_hint_lines(view: View) -> RenderableType:
    """Render the hint alone."""
    return Group(*_remove_frame(_render_hint(view)), Text())


def render_invitation(view: View, *, keys: bool) -> RenderableType:
    """Render the first lines of a session without a screen."""
    parts: list[RenderableType] = [clean_text(f"Watching {view.path}: every save is graded.")]
    if keys:
        parts.append(Text(f"Type a letter and Enter: {', '.join(f'{key} {word}' for key, word in KEYS)}."))
    return Group(*parts, Text())


def render_farewell(view: View) -> RenderableType:
    """Render the line that stays on the terminal afterwards."""
    number, report = view.exercise.number, view.report
    if report is None:
        return Text(f"Nothing was graded. Watch again with: grade watch {number}")
    if report.status == "passed":
        return Text.assemble(PASSED, f" Exercise {number}: every law holds.")
    if report.status == "not_started":
        return Text.assemble(UNKNOWN, f" Exercise {number} waits to be begun. Watch again with: grade watch {number}")
    holding = sum(check.holds for check in report.checks)
    sentence = f" Exercise {number}: {holding} of {len(report.checks)} laws hold. The whole report: grade {number}"
    return Text.assemble(FAILED, sentence)


def _render_head(view: View) -> list[RenderableType]:
    if view.report is None:
        return [clean_text(view.exercise.title, "bold"), clean_text(str(view.path), QUIET), Text()]
    functions = [_render_chip(view.report, name) for name in view.exercise.functions]
    return [render_head(view.report), Text("   ").join(functions), Text()]


def _render_chip(report: Report, function: str) -> Text:
    """Render one function with a sign, and a word where it waits."""
    outcomes = [check.outcome for check in report.checks if check.function == function]
    is_waiting = any(finding.id == "unwritten" and finding.function == function for finding in report.findings)
    holds = bool(outcomes) and all(outcome == "passed" for outcome in outcomes)
    sign = PASSED if holds else UNKNOWN if is_waiting or "failed" not in outcomes else FAILED
    name = clean_text(function, "" if holds else "bold")
    return Text.assemble(sign, " ", name, (" waits", QUIET) if is_waiting else "")


def _render_body(view: View) -> RenderableType:
    """Render the one next thing."""
    report = view.report
    if report is None:
        return Text("Grading…" if view.busy else "")
    if report.status == "passed":
        return _render_passed(view)
    if report.status == "not_started":
        return render_first_step(report, "")
    brief = make_brief(report)
    if brief.story is None:
        return Text("Nothing more can be told of this file.")
    if not any(finding.id == "no_file" for finding in report.findings):
        return render_story(brief.story)
    number = report.submission.exercise.number
    words = f"It is graded as soon as it is there again; grade reset {number} brings the stub back."
    return Group(render_story(brief.story), Text(words))


def _render_passed(view: View) -> RenderableType:
    parts: list[RenderableType] = [Text("Every law of this exercise holds.", "bold")]
    if view.coming is None:
        parts.append(Text("No exercise is left that has not passed. Press q to leave; saves are graded all the same."))
    else:
        exercise, path = view.coming
        parts.append(
            Group(clean_text(f"Next: exercise {exercise.number}, {exercise.title}", "bold"), clean_text(path.name))
        )
        parts.append(Text("Save that file, and watch goes there; n goes there now."))
    return frame_parts(Text("✓ passed"), "green", *parts)


def _render_hint(view: View) -> RenderableType:
    assert view.hint is not None
    title = Text.assemble(("◇", IDEA), f" Hint {view.hint.level + 1}: {view.hint.title}")
    more = [] if view.hint.last else [Text("h goes a step further.", QUIET)]
    return frame_parts(title, IDEA, Group(clean_text(view.hint.text, lines=True), *more))


def _render_more(view: View) -> RenderableType:
    return Text(f"  … grade {view.exercise.number} --all shows all of it.", QUIET)


def list_messages(view: View) -> list[str]:
    """Return what else there is to say, one line each."""
    messages = [view.message] if view.message else []
    if view.quiz:
        messages.append(f"In today's quiz: {', '.join(view.quiz)}.")
    return messages


def _render_foot(view: View, width: int) -> list[RenderableType]:
    """Return messages, cut rather than wrapped; then the keys, and beside them the last save where there is room."""
    messages = list_messages(view)
    lines: list[RenderableType] = [Text(message, QUIET, no_wrap=True, overflow="ellipsis") for message in messages]
    keys = Text("  ").join(Text.assemble((key, "bold"), f" {word}") for key, word in KEYS)
    state = Text(_describe_state(view), QUIET)
    room = width - keys.cell_len - state.cell_len
    return [*lines, Text.assemble(keys, " " * room, state) if room > 0 else keys]


def _describe_state(view: View) -> str:
    if view.report is None:
        return ""
    return "Grading…" if view.busy else f"save {view.saves}, {max(1, round(view.report.seconds * 1e3))} ms"


def _fit(hint: Lines, body: Lines, room: int, ellipsis: Lines) -> Lines:
    """Return both where they fit; else the hint, and as much of the body as there is room for."""
    if len(body) + len(hint) <= room:
        return body + hint
    left = room - len(hint)
    shortened = [*body[: max(0, left - len(ellipsis))], *ellipsis] if left > 0 else []
    return (shortened + hint)[:room]


def _remove_frame(part: RenderableType) -> Sequence[RenderableType]:
    """Return a panel as its title and what is in it; anything else as it is."""
    if not isinstance(part, Panel):
        return [part]
    return [part.title if isinstance(part.title, Text) else Text(str(part.title or "")), part.renderable]


def _add_margin(lines: Lines) -> RenderResult:
    """Yield lines with a margin; no line break after the last one, which would scroll the screen."""
    for number, line in enumerate(lines):
        yield Segment(" " * MARGIN_COLUMNS)
        yield from line
        if number < len(lines) - 1:
            yield Segment.line()
