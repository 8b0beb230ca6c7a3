"""An analysis of terms on the screen: for each exercise its hardest laws, what an author would look at, its ideas."""

from __future__ import annotations

from collections import Counter

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.analysis import Findings, Idea, Law, Share, Subject
from grader.screen.clean import clean_text
from grader.screen.components import IDEA, QUIET, ReadableWidth, make_grid
from grader.text import format_count

MAX_HARDEST_LAWS = 5
"""Laws of an exercise that are named."""
MAX_IDEAS = 5
MAX_QUESTIONS = 10
"""Questions that are named."""


def render_analysis(findings: Findings) -> RenderableType:
    """Render every exercise, then the questions."""
    parts: list[RenderableType] = []
    for subject in findings.subjects:
        parts += [_render_subject(subject), Text()]
    if findings.questions:
        parts += [_render_questions(findings), Text()]
    if not parts:
        parts = [Text("Nobody's code ran, so there is nothing to analyse.")]
    return Padding(ReadableWidth(Group(*parts)), (1, 1, 0, 1))


def _render_subject(subject: Subject) -> RenderableType:
    passed = "; ".join(f"{term}: {_format_share(share)} passed" for term, share in subject.passed.items())
    alpha = f" · alpha {subject.alpha:.2f}" if subject.alpha is not None else ""
    tries = f" · {subject.tries:g} tries to pass (median)" if subject.tries is not None else ""
    parts: list[RenderableType] = [clean_text(subject.title, f"bold {IDEA}"), Text(f"{passed}{alpha}{tries}", QUIET)]
    by_share = sorted((law for law in subject.laws if law.whole.of), key=lambda law: law.whole.share or 0.0)
    hardest = by_share[:MAX_HARDEST_LAWS]
    if hardest:
        parts += [Text("Hardest laws", "bold"), _render_laws(hardest)]
    more = Counter(law.remark for law in subject.laws if law.remark and law not in hardest)
    parts += [
        Text(f"{format_count(times, 'more law')}: {remark} (--csv names them).", QUIET)
        for remark, times in more.items()
    ]
    if subject.pairs:
        pairs = format_count(len(subject.pairs), "pair")
        parts.append(Text(f"{pairs} of laws stand and fall together (phi 0.9 and more); --json lists them.", QUIET))
    if subject.ideas:
        parts += [Text("Ideas met most", "bold"), _render_ideas(subject.ideas[:MAX_IDEAS])]
    if subject.unnamed.count:
        parts.append(
            Text(f"No known idea behind {_format_share(subject.unnamed)} of those whose numbers are wrong.", QUIET)
        )
    return Group(*parts)


def _render_laws(laws: list[Law]) -> RenderableType:
    rows = make_grid(dict(justify="right", no_wrap=True), dict(ratio=1), dict(no_wrap=True))
    for law in laws:
        correlation = "" if law.discrimination is None else f"r {law.discrimination:.2f}"
        sentence = Text.assemble(clean_text(law.says), (f"  {law.remark}" if law.remark else "", QUIET))
        rows.add_row(_format_share(law.whole), sentence, Text(correlation, QUIET))
    return rows


def _render_ideas(ideas: tuple[Idea, ...]) -> RenderableType:
    rows = make_grid(dict(justify="right", no_wrap=True), dict(ratio=1), dict(no_wrap=True))
    for idea in ideas:
        shares = [f"{term} {_format_share(share)}" for term, share in idea.terms.items()]
        terms = ", ".join(shares) if len(shares) > 1 else ""
        name = Text.assemble(clean_text(idea.name), f"  {terms}{_describe_change(idea)}")
        rows.add_row(_format_share(idea.whole), name, Text(idea.id, QUIET))
    return rows


def _describe_change(idea: Idea) -> str:
    """Describe that a share has changed, where chance alone would rarely do it; empty elsewhere."""
    if idea.change is None or idea.change[0] <= 0 <= idea.change[1]:
        return ""
    return ", rarer now" if idea.change[1] < 0 else ", commoner now"


def _render_questions(findings: Findings) -> RenderableType:
    rows = make_grid(dict(justify="right", no_wrap=True), dict(no_wrap=True), dict(ratio=1))
    for question in findings.questions[:MAX_QUESTIONS]:
        lures = ", ".join(f"{lure} ({times})" for lure, times in list(question.lures.items())[:3])
        rows.add_row(_format_share(question.right), clean_text(question.id), clean_text(lures, QUIET))
    return Group(Text("Questions missed most", f"bold {IDEA}"), rows)


def _format_share(share: Share) -> str:
    return f"{share.count} of {share.of}" if share.share is None else f"{share.share:.0%} of {share.of}"
