"""A folder for each submission, for systems whose results are a folder each."""

from __future__ import annotations

import itertools
import re

from grader.errors import KitError
from grader.export.records import Record, format_student, read_student

_SUBMISSION = re.compile(r"submission_\d+")


class Folders:
    """A folder for each submission, and no folder for two: not even where capitals are all that differs."""

    def __init__(self) -> None:
        self.told: list[str] = []
        """What became of ids that would have had one folder."""
        self._taken: set[str] = set()
        self._folders: dict[tuple[str, ...], str] = {}
        """Whose work → its folder."""

    def of(self, record: Record) -> str:
        """The submission's own folder in Gradescope's export; elsewhere the student's id, as a folder may be called."""
        parts = record["submission"]["path"].replace("\\", "/").split("/")
        id = read_student(record)[0]
        at = next((at for at, part in enumerate(parts) if _SUBMISSION.fullmatch(part)), None)
        # Students name folders too: it is the whole way to it that tells whose submission it is.
        whose = ("student", id) if at is None else ("submission", *parts[: at + 1])
        wanted = _plain(id) if at is None else parts[at]
        if whose not in self._folders:
            self._folders[whose] = self._free(wanted)
            if self._folders[whose] != wanted:
                says = (
                    f"{wanted} is another's folder; the result of {format_student(id, '')} is in {self._folders[whose]}"
                )
                self.told.append(says)
        return self._folders[whose]

    def _free(self, name: str) -> str:
        tries = (name if number == 1 else f"{name}_{number}" for number in itertools.count(1))
        free = next(one for one in tries if one.casefold() not in self._taken)
        self._taken.add(free.casefold())
        return free


def _plain(id: str) -> str:
    """A student's id as a folder's name on any system."""
    name = re.sub(r"[^\w.@+-]", "_", id).strip(".")
    if not name:
        raise KitError("A report names no student.", "Export the folder of a batch, which knows whose work it graded.")
    return name
