"""An analysis of terms as one page: a table of laws and one of ideas for each exercise, and the questions."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from grader.analysis import Findings, Law, Share, Subject
from grader.export.pages.rendering import render
from grader.export.pages.svg import bar


class Figure(Struct, frozen=True):
    """A share in words, its interval, and its bar."""

    says: str
    interval: str
    bar: Markup


def page(found: Findings) -> str:
    """Return the page; it names a student only where the analysis does."""
    return render("course.html", title="Course analysis", found=found, figure=figure, bounds=bounds, hardest=hardest)


def hardest(subject: Subject) -> list[Law]:
    """Return an exercise's laws, the one kept by fewest first."""
    return sorted(subject.laws, key=lambda law: 1.0 if law.whole.share is None else law.whole.share)


def figure(share: Share, kind: str = "bar") -> Figure:
    """Return a share as the page shows it."""
    if share.share is None:
        return Figure("–", "", Markup(""))
    low, high = share.interval
    return Figure(f"{share.share:.0%} of {share.of}", f"{low:.0%} to {high:.0%}", bar(share.share, kind))


def bounds(change: tuple[float, float] | None) -> str:
    """Return by how many points in a hundred a share changed from the first term to the last, as an interval."""
    return "" if change is None else f"{100 * change[0]:+.0f} to {100 * change[1]:+.0f} points"
