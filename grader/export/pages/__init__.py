"""Feedback as pages: one a student and one for the class, each a single file that needs no network and no script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from grader.export.disk_groups import open_disk_groups
from grader.export.pages import classroom, student
from grader.export.pages.class_stats import Tally
from grader.export.pages.filenames import file_names
from grader.export.pages.kept import Kept
from grader.export.pages.wording import Record, identity
from grader.storage.files import save
from grader.text import count

CLASS = "class.html"
FOLDER = "feedback"
NO_TITLES: Mapping[str, str] = MappingProxyType({})


def write_pages(
    records: Iterable[Record], out: Path, names: Mapping[str, str], titles: Mapping[str, str] = NO_TITLES
) -> list[str]:
    """Write `class.html` and a page a student into `feedback/`, and say in words what was written.

    `records` are read once, in any order, and never held together; `names` are those of misconceptions by their
    ids, `titles` those of exercises by their stems. Where one is missing, what the records say stands in. A page
    of an earlier run goes when its student is gone, unless somebody has changed it.

    Raises:
        KitError: a page cannot be written there.

    """
    tally = Tally(names)
    with open_disk_groups() as groups:
        for record in records:
            tally.add(record)
            groups.add(identity(record)[0], record)
        files = file_names(tally.people)
        kept = Kept(out / FOLDER)
        for id, own in groups.iterate():
            kept.write(f"{files[id]}.html", _encoded(student.page(own, names, titles)))
        gone = kept.close()
    save(out / CLASS, _encoded(classroom.page(tally, files, titles, FOLDER)))
    left = f"; {count(gone, 'page')} of students who are gone taken away" if gone else ""
    return [CLASS, f"{FOLDER}/ ({count(len(files), 'page')}{left})"]


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


__all__ = ["FOLDER", "write_pages"]
