"""Feedback pages: one a student and one for the class, for any browser, without a network.

A file of an earlier run stands until it is written anew: begin with an empty folder where students have left.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from grader import course
from grader.diagnosis import collect_idea_names
from grader.export import cells
from grader.export.gradebook import KEYS, understood
from grader.export.pages import write_pages
from grader.export.records import LazyRecords, Record, Records, format_student, list_exercises, read_student
from grader.export.systems import Option, Written
from grader.storage.files import load

NAME = "feedback pages (HTML)"
SUFFIX = ""
OPTIONS: tuple[Option, ...] = (
    Option("gradebook", "Canvas's gradebook export, whose names stand on the pages instead of the files'.", Path),
)


def write(records: Records, to: Path, *, gradebook: Path | None = None) -> Written:
    """Write them; ideas and exercises are called what the course calls them, else what the reports do.

    Raises:
        KitError: they cannot be written there.

    """
    told: tuple[str, ...] = ()
    if gradebook is not None:
        people = _people(gradebook)
        lost = dict.fromkeys(
            read_student(record) for record in records if read_student(record)[0].casefold() not in people
        )
        told = tuple(f"not in the gradebook, so the name stays as it is: {format_student(*who)}" for who in lost)
        records = _renamed(records, people)
    found = {exercise.stem: exercise for exercise in course.exercises()}
    met = {found[stem] for stem in list_exercises(records) if stem in found}
    titles = {stem: exercise.title for stem, exercise in found.items()}
    return Written(f"{to}: {', '.join(write_pages(records, to, collect_idea_names(met), titles))}.", told)


def _people(gradebook: Path) -> dict[str, str]:
    """Every id by which Canvas knows a student → their name, first name first."""
    book = understood(cells.read(load(gradebook, "--gradebook"), gradebook.name), gradebook.name)
    found: dict[str, str] = {}
    for row in book.students():
        last, comma, first = book.name_of(row).partition(",")
        name = f"{first.strip()} {last.strip()}" if comma else last.strip()
        for key in reversed(KEYS):
            if id := book.sheet.read_cell(row, book.column(key)).casefold():
                found[id] = name
    return found


def _renamed(records: Records, people: Mapping[str, str]) -> Records:
    def named(record: Record) -> Record:
        id, name = read_student(record)
        return {**record, "student": {"id": id, "name": people.get(id.casefold(), name) or None}} if id else record

    return LazyRecords(lambda: map(named, records))
