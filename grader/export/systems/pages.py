"""Feedback pages: one a student and one for the class, for any browser, without a network.

A page of an earlier run is deleted when its student is gone, unless somebody has changed it; a changed page is
kept as `NAME.before-1.html`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from grader import course
from grader.diagnosis import collect_idea_names
from grader.export import cells
from grader.export.gradebook import KEYS, identify_gradebook
from grader.export.pages import write_pages
from grader.export.records import LazyRecords, Record, Records, format_student, list_exercises, read_student
from grader.export.systems import ExportResult, Option
from grader.storage.files import read_file

NAME = "feedback pages (HTML)"
SUFFIX = ""
EXAMPLES = (
    "pages graded --to pages",
    "pages graded --to pages --gradebook export.csv",
)
OPTIONS: tuple[Option, ...] = (
    Option("gradebook", "Canvas's gradebook export, whose names stand on the pages instead of the files'.", Path),
)


def write(records: Records, to: Path, *, gradebook: Path | None = None) -> ExportResult:
    """Write the pages; ideas and exercises are called what the course calls them, else what the reports call them.

    Raises:
        KitError: they cannot be written there.

    """
    remarks: tuple[str, ...] = ()
    if gradebook is not None:
        names_by_id = _read_names(gradebook)
        unknown = dict.fromkeys(
            read_student(record) for record in records if read_student(record)[0].casefold() not in names_by_id
        )
        remarks = tuple(
            f"not in the gradebook, so the name stays as it is: {format_student(*student)}" for student in unknown
        )
        records = _rename_students(records, names_by_id)
    exercises = {exercise.stem: exercise for exercise in course.list_exercises()}
    met_exercises = {exercises[stem] for stem in list_exercises(records) if stem in exercises}
    titles = {stem: exercise.title for stem, exercise in exercises.items()}
    return ExportResult(
        f"{to}: {', '.join(write_pages(records, to, collect_idea_names(met_exercises), titles))}.", remarks
    )


def _read_names(gradebook: Path) -> dict[str, str]:
    """Return every id by which Canvas knows a student → their name, first name first."""
    book = identify_gradebook(cells.read(read_file(gradebook, "--gradebook"), gradebook.name), gradebook.name)
    names_by_id: dict[str, str] = {}
    for row in book.iterate_students():
        last, comma, first = book.read_name(row).partition(",")
        name = f"{first.strip()} {last.strip()}" if comma else last.strip()
        for key in reversed(KEYS):
            if id := book.sheet.read_cell(row, book.find_column(key)).casefold():
                names_by_id[id] = name
    return names_by_id


def _rename_students(records: Records, names_by_id: Mapping[str, str]) -> Records:
    """Return the records with the names of the gradebook."""

    def rename_student(record: Record) -> Record:
        """Return a record with its student's name in the gradebook; unchanged where the student is not in there."""
        id, name = read_student(record)
        return {**record, "student": {"id": id, "name": names_by_id.get(id.casefold(), name) or None}} if id else record

    return LazyRecords(lambda: map(rename_student, records))
