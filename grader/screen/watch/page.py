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
MARGIN = 1
PICTURES = (13, 8)
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
        narrow = options.update(width=min(options.max_width - 2 * MARGIN, READABLE_COLUMNS), height=None)

        def lines(*parts: RenderableType) -> Lines:
            return console.render_lines(Group(*parts), narrow, pad=False)

        above, below = lines(*_head(self.view)), lines(*_foot(self.view, narrow.max_width))
        room = max(0, height - len(above) - len(below) - 1)
        hint = lines(_hint(self.view)) if self.view.hint else []
        thing = lines(_body(self.view))
        middle = _fitted(hint, thing, room, lines(_more(self.view)))
        report = self.view.report
        for rows in PICTURES:
            drawn = render_pictures(report.pictures, rows) if report is not None else None
            picture = lines(Text(), drawn) if drawn else []
            if len(middle) + len(picture) <= room:
                middle += picture
                break
        empty: Lines = [[] for _ in range(max(0, height - len(above) - len(middle) - len(below)))]
        whole = [*above, *middle, *empty, *below][:height]
        yield from _printed(whole)


def lines_of(view: View) -> RenderableType:
    """A view as lines to be read one after the other: no frames, no keys."""
    return Group(*_head(view)[:-1], *_unframed(_body(view)), Text())


def hint_lines(view: View) -> RenderableType:
    """The hint alone."""
    return Group(*_unframed(_hint(view)), Text())


def invitation(view: View, *, keys: bool) -> RenderableType:
    """The first lines of a sitting without a screen."""
    told: list[RenderableType] = [clean_text(f"Watching {view.place}: every save is graded.")]
    if keys:
        told.append(Text(f"Type a letter and Enter: {', '.join(f'{key} {word}' for key, word in KEYS)}."))
    return Group(*told, Text())


def farewell(view: View) -> RenderableType:
    """The line that stays on the terminal afterwards."""
    number, report = view.exercise.number, view.report
    if report is None:
        return Text(f"Nothing was graded. Watch again with: grade watch {number}")
    if report.status == "passed":
        return Text.assemble(PASSED, f" Exercise {number}: every law holds.")
    if report.status == "not_started":
        return Text.assemble(UNKNOWN, f" Exercise {number} waits to be begun. Watch again with: grade watch {number}")
    held = sum(check.holds for check in report.checks)
    told = f" Exercise {number}: {held} of {len(report.checks)} laws hold. The whole report: grade {number}"
    return Text.assemble(FAILED, told)


def _head(view: View) -> list[RenderableType]:
    if view.report is None:
        return [clean_text(view.exercise.title, "bold"), clean_text(str(view.place), QUIET), Text()]
    functions = [_chip(view.report, name) for name in view.exercise.functions]
    return [render_head(view.report), Text("   ").join(functions), Text()]


def _chip(report: Report, function: str) -> Text:
    """One function in a word and a sign."""
    outcomes = [check.outcome for check in report.checks if check.function == function]
    waits = any(found.id == "unwritten" and found.function == function for found in report.findings)
    held = bool(outcomes) and all(outcome == "passed" for outcome in outcomes)
    sign = PASSED if held else UNKNOWN if waits or "failed" not in outcomes else FAILED
    return Text.assemble(sign, " ", clean_text(function, "" if held else "bold"), (" waits", QUIET) if waits else "")


def _body(view: View) -> RenderableType:
    """The one next thing."""
    report = view.report
    if report is None:
        return Text("Grading…" if view.busy else "")
    if report.status == "passed":
        return _passed(view)
    if report.status == "not_started":
        return render_first_step(report, "")
    told = make_brief(report)
    if told.story is None:
        return Text("Nothing more can be told of this file.")
    if not any(found.id == "no_file" for found in report.findings):
        return render_story(told.story)
    number = report.submission.exercise.number
    words = f"It is graded as soon as it is there again; grade reset {number} brings the stub back."
    return Group(render_story(told.story), Text(words))


def _passed(view: View) -> RenderableType:
    parts: list[RenderableType] = [Text("Every law of this exercise holds.", "bold")]
    if view.coming is None:
        parts.append(Text("No exercise is left that has not passed. Press q to leave; saves are graded all the same."))
    else:
        exercise, place = view.coming
        parts.append(
            Group(clean_text(f"Next: exercise {exercise.number}, {exercise.title}", "bold"), clean_text(place.name))
        )
        parts.append(Text("Save that file, and watch goes there; n goes there now."))
    return frame_parts(Text("✓ passed"), "green", *parts)


def _hint(view: View) -> RenderableType:
    assert view.hint is not None
    title = Text.assemble(("◇", IDEA), f" Hint {view.hint.level + 1}: {view.hint.title}")
    more = [] if view.hint.last else [Text("h goes a step further.", QUIET)]
    return frame_parts(title, IDEA, Group(clean_text(view.hint.text, lines=True), *more))


def _more(view: View) -> RenderableType:
    return Text(f"  … grade {view.exercise.number} --all shows all of it.", QUIET)


def words_of(view: View) -> list[str]:
    """What else there is to say, a line each."""
    words = [view.told] if view.told else []
    if view.quiz:
        words.append(f"In today's quiz: {', '.join(view.quiz)}.")
    return words


def _foot(view: View, width: int) -> list[RenderableType]:
    """Words that are cut rather than wrapped; the keys, and beside them the last save where there is room."""
    said: list[RenderableType] = [Text(words, QUIET, no_wrap=True, overflow="ellipsis") for words in words_of(view)]
    keys = Text("  ").join(Text.assemble((key, "bold"), f" {word}") for key, word in KEYS)
    state = Text(_state(view), QUIET)
    room = width - keys.cell_len - state.cell_len
    return [*said, Text.assemble(keys, " " * room, state) if room > 0 else keys]


def _state(view: View) -> str:
    if view.report is None:
        return ""
    return "Grading…" if view.busy else f"save {view.saves}, {max(1, round(view.report.seconds * 1e3))} ms"


def _fitted(hint: Lines, thing: Lines, room: int, more: Lines) -> Lines:
    """Both where they fit; else the hint, and as much of the other as there is room for."""
    if len(thing) + len(hint) <= room:
        return thing + hint
    left = room - len(hint)
    shortened = [*thing[: max(0, left - len(more))], *more] if left > 0 else []
    return (shortened + hint)[:room]


def _unframed(part: RenderableType) -> Sequence[RenderableType]:
    """A panel as its title and what is in it."""
    if not isinstance(part, Panel):
        return [part]
    return [part.title if isinstance(part.title, Text) else Text(str(part.title or "")), part.renderable]


def _printed(whole: Lines) -> RenderResult:
    """Lines with a margin; none after the last, which would scroll the screen."""
    for place, line in enumerate(whole):
        yield Segment(" " * MARGIN)
        yield from line
        if place < len(whole) - 1:
            yield Segment.line()
