"""A folder for each submission, for systems that expect one folder for each result."""

from __future__ import annotations

import itertools
import re

from grader.errors import KitError
from grader.export.records import Record, format_student, read_student

_SUBMISSION = re.compile(r"submission_\d+")


class StudentFolders:
    """A folder for each submission, never one for two: not even where only capitals differ."""

    def __init__(self) -> None:
        self.remarks: list[str] = []
        """Remarks on ids that would have had the same folder as another."""
        self._taken: set[str] = set()
        self._folders: dict[tuple[str, ...], str] = {}
        """The owner of a submission, as a tuple of words → the folder's name."""

    def choose(self, record: Record) -> str:
        """Return the submission's own folder in Gradescope's export; elsewhere the student's id as a folder's name."""
        parts = record["submission"]["path"].replace("\\", "/").split("/")
        id = read_student(record)[0]
        index = next((index for index, part in enumerate(parts) if _SUBMISSION.fullmatch(part)), None)
        # Students name folders too, so only the whole path to the folder identifies a submission.
        owner = ("student", id) if index is None else ("submission", *parts[: index + 1])
        wanted_name = _make_folder_name(id) if index is None else parts[index]
        if owner not in self._folders:
            folder = self._folders[owner] = self._take_free_name(wanted_name)
            if folder != wanted_name:
                remark = f"{wanted_name} is another's folder; the result of {format_student(id, '')} is in {folder}"
                self.remarks.append(remark)
        return self._folders[owner]

    def _take_free_name(self, name: str) -> str:
        """Return a name that no other folder has, and remember it as taken."""
        candidates = (name if number == 1 else f"{name}_{number}" for number in itertools.count(1))
        free_name = next(candidate for candidate in candidates if candidate.casefold() not in self._taken)
        self._taken.add(free_name.casefold())
        return free_name


def _make_folder_name(id: str) -> str:
    """Return a student's id as a folder's name on any system; raises KitError where there is no id."""
    name = re.sub(r"[^\w.@+-]", "_", id).strip(".")
    if not name:
        raise KitError("A report names no student.", "Export the folder of a batch, which knows whose work it graded.")
    return name
