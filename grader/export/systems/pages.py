"""Feedback pages: one a student and one for the class, for any browser, without a network.

A file of an earlier run stands until it is written anew: begin with an empty folder where students have left.
"""

from __future__ import annotations

from pathlib import Path

from grader import course
from grader.diagnosis import names
from grader.export.pages import write_pages
from grader.export.records import Records, stems
from grader.export.systems import Option, Written

NAME = "feedback pages (HTML)"
SUFFIX = ""
OPTIONS: tuple[Option, ...] = ()


def write(records: Records, to: Path) -> Written:
    """Write them; ideas and exercises are called what the course calls them, else what the reports do.

    Raises:
        KitError: they cannot be written there.

    """
    found = {exercise.stem: exercise for exercise in course.exercises()}
    met = {found[stem] for stem in stems(records) if stem in found}
    titles = {stem: exercise.title for stem, exercise in found.items()}
    return Written(f"{to}: {', '.join(write_pages(records, to, names(met), titles))}.")
