"""Feedback as pages: one for each student and one for the class, each one file without network or script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from grader.export.disk_groups import open_disk_groups
from grader.export.pages import classroom, student
from grader.export.pages.class_stats import ClassStats
from grader.export.pages.filenames import make_file_names
from grader.export.pages.kept import KeptPages
from grader.export.pages.wording import Record, read_student
from grader.text import format_count

CLASS = "class.html"
FOLDER = "feedback"
MAX_NAMES = 3
"""Changed pages whose new names are said."""
NO_TITLES: Mapping[str, str] = MappingProxyType({})


def write_pages(
    records: Iterable[Record], out: Path, names: Mapping[str, str], titles: Mapping[str, str] = NO_TITLES
) -> list[str]:
    """Write `class.html` and a page for each student in `feedback/`, and return in words what was written.

    `records` are read once, in any order, and never held together; `names` are those of misconceptions by their
    ids, `titles` those of exercises by their stems. Where one is missing, what the records say stands in. A page
    of an earlier run goes when its student is gone, unless somebody has changed it; one that somebody has changed is
    kept as `NAME.before-1.html`.

    Raises:
        KitError: a page cannot be written there.

    """
    stats = ClassStats(names)
    with open_disk_groups() as groups:
        for record in records:
            stats.add(record)
            groups.add(read_student(record)[0], record)
        files = make_file_names(stats.people)
        kept = KeptPages(out / FOLDER)
        for id, reports in groups.iterate():
            kept.write(f"{files[id]}.html", _encode(student.render_page(reports, names, titles)))
        kept.write_beside(CLASS, _encode(classroom.render_page(stats, files, titles, FOLDER)))
        deleted = kept.close()
    deletion_text = f"; {format_count(deleted, 'page')} of students who are gone taken away" if deleted else ""
    return [
        CLASS,
        f"{FOLDER}/ ({format_count(len(files), 'page')}{deletion_text})",
        *_describe_put_aside(kept.put_aside),
    ]


def _describe_put_aside(names: Sequence[str]) -> list[str]:
    """Say under which names changed pages are kept; empty where there are none."""
    if not names:
        return []
    more = f" and {len(names) - MAX_NAMES} more" if len(names) > MAX_NAMES else ""
    return [f"what you had changed kept as {', '.join(names[:MAX_NAMES])}{more}"]


def _encode(text: str) -> bytes:
    """Return a page's bytes; a lone surrogate is spelled out."""
    return text.encode("utf-8", "backslashreplace")


__all__ = ["FOLDER", "write_pages"]
