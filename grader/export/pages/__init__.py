"""Feedback as pages: one a student and one for the class, each a single file that needs no network and no script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from grader.errors import KitError
from grader.export.pages import classroom, student
from grader.export.pages.filenames import file_names
from grader.export.pages.tally import Tally
from grader.export.pages.wording import Record, identity
from grader.export.spool import spooled

CLASS = "class.html"
FOLDER = "feedback"
NO_TITLES: Mapping[str, str] = MappingProxyType({})


def write_pages(
    records: Iterable[Record], out: Path, names: Mapping[str, str], titles: Mapping[str, str] = NO_TITLES
) -> list[str]:
    """Write `class.html` and a page a student into `feedback/`, and say in words what was written.

    `records` are read once, in any order, and never held together; `names` are those of misconceptions by their
    ids, `titles` those of exercises by their stems. Where one is missing, what the records say stands in.

    Raises:
        KitError: a page cannot be written there.

    """
    tally = Tally(names)
    with spooled() as spool:
        for record in records:
            tally.add(record)
            spool.keep(identity(record)[0], record)
        files = file_names(tally.people)
        for id, own in spool.groups():
            _save(out / FOLDER / f"{files[id]}.html", student.page(own, names, titles))
    _save(out / CLASS, classroom.page(tally, files, titles, FOLDER))
    pages = "1 page" if len(files) == 1 else f"{len(files)} pages"
    return [CLASS, f"{FOLDER}/ ({pages})"]


def _save(path: Path, text: str) -> None:
    """Write a page aside, then let it take its place in one move."""
    aside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(text, "utf-8", "backslashreplace", newline="\n")
        aside.replace(path)
    except OSError as error:
        raise KitError(
            f"{path} cannot be written ({error.strerror}).", "Name another folder or free some space."
        ) from None


__all__ = ["write_pages"]
