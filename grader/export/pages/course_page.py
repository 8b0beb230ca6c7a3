"""An analysis of terms as one page: a table of laws and one of ideas for each exercise, and the questions."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from grader.analysis import Findings, Law, Share, Subject
from grader.export.pages.rendering import render
from grader.export.pages.svg import draw_bar


class Figure(Struct, frozen=True):
    """A share in words, its interval, and its bar."""

    says: str
    interval: str
    bar: Markup


def render_page(findings: Findings) -> str:
    """Return the page; it names a student only where the analysis does."""
    return render(
        "course.html",
        title="Course analysis",
        findings=findings,
        figure=make_figure,
        bounds=format_change,
        hardest=sort_laws,
    )


def sort_laws(subject: Subject) -> list[Law]:
    """Return an exercise's laws, the one kept by fewest first."""
    return sorted(subject.laws, key=lambda law: 1.0 if law.whole.share is None else law.whole.share)


def make_figure(share: Share, kind: str = "bar") -> Figure:
    """Return a share as the page shows it."""
    if share.share is None:
        return Figure("–", "", Markup(""))
    low, high = share.interval
    return Figure(f"{share.share:.0%} of {share.of}", f"{low:.0%} to {high:.0%}", draw_bar(share.share, kind))


def format_change(change: tuple[float, float] | None) -> str:
    """Return by how many points in a hundred a share changed from the first term to the last, as an interval."""
    return "" if change is None else f"{100 * change[0]:+.0f} to {100 * change[1]:+.0f} points"
