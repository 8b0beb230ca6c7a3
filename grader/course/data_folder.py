"""Where the learner's data of this command's course lie."""

from __future__ import annotations

from pathlib import Path

from grader.course import edition
from grader.course.location import current
from grader.storage.folder import get_home_folder


def data_folder() -> Path:
    """The learner's data folder: `FALLLINE_HOME`, else the platform's own place for it.

    Another course than the kit's own has a folder of its own inside: its exercises and questions may have the
    same names, and are others. So has a student kit of such a course, whichever of its exercises it holds.
    """
    course, released = current(), edition.course_of().name
    if course.own:
        return get_home_folder() / "courses" / released if released else get_home_folder()
    return get_home_folder() / "courses" / course.mark


def data_file() -> Path:
    """Return the one SQLite file in which the rooms remember."""
    return data_folder() / "fallline.sqlite3"
