"""An analysis of terms on the screen: for each exercise its hardest laws, what an author would look at, its ideas."""

from __future__ import annotations

from collections import Counter

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.analysis import Findings, Idea, Law, Share, Subject
from grader.screen.clean import clean_text
from grader.screen.components import IDEA, QUIET, ReadableWidth, make_grid
from grader.text import count

HARDEST = 5
"""Laws of an exercise that are named."""
COMMONEST = 5
MISSED = 10
"""Questions that are named."""


def shown(found: Findings) -> RenderableType:
    """Show every exercise, then the questions."""
    parts: list[RenderableType] = []
    for subject in found.subjects:
        parts += [_subject(subject), Text()]
    if found.questions:
        parts += [_questions(found), Text()]
    if not parts:
        parts = [Text("Nobody's code ran, so there is nothing to analyse.")]
    return Padding(ReadableWidth(Group(*parts)), (1, 1, 0, 1))


def _subject(subject: Subject) -> RenderableType:
    passed = "; ".join(f"{term}: {_told(one)} passed" for term, one in subject.passed.items())
    alpha = f" · alpha {subject.alpha:.2f}" if subject.alpha is not None else ""
    tries = f" · {subject.tries:g} tries to pass (median)" if subject.tries is not None else ""
    parts: list[RenderableType] = [clean_text(subject.title, f"bold {IDEA}"), Text(f"{passed}{alpha}{tries}", QUIET)]
    hardest = sorted((law for law in subject.laws if law.whole.of), key=lambda law: law.whole.share or 0.0)[:HARDEST]
    if hardest:
        parts += [Text("Hardest laws", "bold"), _laws(hardest)]
    more = Counter(law.remark for law in subject.laws if law.remark and law not in hardest)
    parts += [
        Text(f"{count(times, 'more law')}: {remark} (--csv names them).", QUIET) for remark, times in more.items()
    ]
    if subject.pairs:
        same = count(len(subject.pairs), "pair")
        parts.append(Text(f"{same} of laws stand and fall together (phi 0.9 and more); --json lists them.", QUIET))
    if subject.ideas:
        parts += [Text("Ideas met most", "bold"), _ideas(subject.ideas[:COMMONEST])]
    if subject.unnamed.count:
        parts.append(Text(f"No known idea behind {_told(subject.unnamed)} of those who failed.", QUIET))
    return Group(*parts)


def _laws(laws: list[Law]) -> RenderableType:
    rows = make_grid(dict(justify="right", no_wrap=True), dict(ratio=1), dict(no_wrap=True))
    for law in laws:
        known = "" if law.discrimination is None else f"r {law.discrimination:.2f}"
        says = Text.assemble(clean_text(law.says), (f"  {law.remark}" if law.remark else "", QUIET))
        rows.add_row(_told(law.whole), says, Text(known, QUIET))
    return rows


def _ideas(ideas: tuple[Idea, ...]) -> RenderableType:
    rows = make_grid(dict(justify="right", no_wrap=True), dict(ratio=1), dict(no_wrap=True))
    for idea in ideas:
        terms = ", ".join(f"{term} {_told(one)}" for term, one in idea.terms.items()) if len(idea.terms) > 1 else ""
        rows.add_row(
            _told(idea.whole), Text.assemble(clean_text(idea.name), f"  {terms}{_moved(idea)}"), Text(idea.id, QUIET)
        )
    return rows


def _moved(idea: Idea) -> str:
    """Say that a share has changed, where chance alone would rarely do it."""
    if idea.change is None or idea.change[0] <= 0 <= idea.change[1]:
        return ""
    return ", rarer now" if idea.change[1] < 0 else ", commoner now"


def _questions(found: Findings) -> RenderableType:
    rows = make_grid(dict(justify="right", no_wrap=True), dict(no_wrap=True), dict(ratio=1))
    for question in found.questions[:MISSED]:
        lures = ", ".join(f"{lure} ({times})" for lure, times in list(question.lures.items())[:3])
        rows.add_row(_told(question.right), clean_text(question.id), clean_text(lures, QUIET))
    return Group(Text("Questions missed most", f"bold {IDEA}"), rows)


def _told(share: Share) -> str:
    return f"{share.count} of {share.of}" if share.share is None else f"{share.share:.0%} of {share.of}"
