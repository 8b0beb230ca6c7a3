"""The folder with the learner's data of this command's course."""

from __future__ import annotations

from pathlib import Path

from grader.course import edition
from grader.course.location import find_current_course
from grader.storage.folder import get_home_folder


def get_data_folder() -> Path:
    """Return the learner's data folder: `FALLLINE_HOME`, else the platform's own place for it.

    Another course than the kit's own has a folder of its own inside: its exercises and questions may have the
    same names, and are others. So has a student kit of such a course, whichever of its exercises it holds.
    """
    course, released = find_current_course(), edition.read_kit_course().name
    if course.is_kits_own:
        return get_home_folder() / "courses" / released if released else get_home_folder()
    return get_home_folder() / "courses" / course.folder_name


def get_data_file() -> Path:
    """Return the path of the one SQLite file in which the rooms remember."""
    return get_data_folder() / "fallline.sqlite3"
