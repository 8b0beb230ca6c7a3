"""A brief report on the screen: 22 lines of 80 columns at the most."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.screen.clean import inert
from grader.screen.looks import FAILED, IDEA, PASSED, QUIET, UNKNOWN, WAITING, Comfortable, grid
from grader.view import Brief, Evidence, Row, Story

SIGNS = {"passed": PASSED, "carried": PASSED, "failed": FAILED, "waiting": WAITING, "unwritten": UNKNOWN}
STORY_SIGNS = {"idea": ("◆", IDEA), "fact": ("◆", IDEA), "law": FAILED, "finding": FAILED}
MOST_SENTENCES = 3


def brief(told: Brief, *extra: RenderableType) -> RenderableType:
    """All of it; `extra` stands before the next steps."""
    parts: list[RenderableType] = [head(told)]
    if told.rows:
        parts.append(chips(told.rows))
    if told.story is not None:
        parts += [Text(), story(told.story)]
    if told.carried:
        parts += [Text(), *(inert(line) for line in told.carried)]
    if told.note:
        parts += [Text(), Text.assemble(("Note  ", IDEA), inert(told.note))]
    if told.printed:
        parts += [Text(), printed(told)]
    for one in extra:
        parts += [Text(), one]
    if told.steps:
        parts += [Text(), steps(told)]
    return Padding(Comfortable(Group(*parts)), (1, 1, 0, 1))


def head(told: Brief) -> RenderableType:
    """The title, and the verdict at the right."""
    lines = grid(dict(ratio=1, no_wrap=True, overflow="ellipsis"), dict(justify="right", no_wrap=True), gap=1)
    lines.add_row(inert(told.title, "bold"), Text(told.verdict, "bold" if told.status == "passed" else ""))
    return lines


def chips(rows: tuple[Row, ...]) -> RenderableType:
    """Each function with its sign and points, on as few lines as they need."""
    words = [_chip(row) for row in rows]
    return Text("   ").join(words)


def _chip(row: Row) -> Text:
    told = Text.assemble(inert(row.function, "" if row.state == "passed" else "bold"), " ", SIGNS[row.state])
    state = {"unwritten": "waits", "carried": "carried"}.get(row.state, "")
    told.append(f" {row.earned}/{row.there}" if row.state != "unwritten" else "", QUIET)
    return told.append(f" {state}" if state else "", QUIET)


def story(told: Story) -> RenderableType:
    """The first thing to mend: its headline, a few sentences, the call that shows it, a question."""
    parts: list[RenderableType] = [Text.assemble(STORY_SIGNS[told.kind], " ", inert(told.headline, "bold"))]
    if told.where:
        parts[0] = Text.assemble(parts[0], inert(f"  {told.where}", QUIET))  # type: ignore[arg-type]
    if told.says:
        parts.append(_inset(inert(" ".join(told.says[:MOST_SENTENCES]))))
    if told.code:
        parts.append(_inset(Group(*(inert(line, "bold", lines=True) for line in told.code))))
    if told.evidence is not None:
        parts += [Text(), _inset(evidence(told.evidence))]
    if told.question:
        parts += [Text(), _inset(inert(told.question, "italic"))]
    return Group(*parts)


def evidence(told: Evidence) -> RenderableType:
    """The call as one would paste it, and both answers under it."""
    prompt = ">>> " if told.pastes else "    "
    call = grid(dict(no_wrap=True, style=QUIET), dict(ratio=1), gap=0)
    call.add_row(prompt, inert(told.call, "bold"))
    answers = grid(dict(no_wrap=True, style=QUIET), dict(ratio=1), label=True)
    for row in told.rows:
        if row.yours == row.right:
            answers.add_row(row.name, inert(f"{row.right}  ✓"))
            continue
        named = f"{row.name}  " if row.name else ""
        answers.add_row(f"{named}yours", inert(row.yours, "bold"))
        answers.add_row(f"{' ' * len(named)}right", inert(row.right))
    return Group(call, answers)


def printed(told: Brief) -> RenderableType:
    """What the code printed."""
    lines = [Text("▌ ", QUIET).append_text(inert(line)) for line in told.printed]
    return Group(Text("Your code printed", QUIET), *lines)


def steps(told: Brief) -> RenderableType:
    """Where to go from here, a few words and a command each."""
    words = [
        Text.assemble((f"{one.says} ", QUIET), (one.command, f"bold {IDEA}")) if one.command else Text(one.says, QUIET)
        for one in told.steps
    ]
    return Text("   ").join(words)


def _inset(part: RenderableType) -> RenderableType:
    return Padding(part, (0, 0, 0, 2))
