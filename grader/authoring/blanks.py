"""What a scaffold leaves open: every line that still carries the mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader import course
from grader.authoring.breach import Breach
from grader.course.location import SHELVES, Course
from grader.model import Exercise

MARK = "TODO(author):"
_ASKS = re.compile(re.escape(MARK) + r"\s*(.*?)[\s\"',]*$")


def blanks(exercise: Exercise) -> Iterator[tuple[str, Breach]]:
    """One breach for each file with blanks in it, naming them all, with the shelf it stands on."""
    for shelf in SHELVES:
        path = course.locate_file(exercise, shelf)
        if not path.is_file():
            continue
        lines = path.read_text("utf-8", "replace").splitlines()
        left = [(place, found[1]) for place, line in enumerate(lines, 1) if (found := _ASKS.search(line))]
        if left:
            count = f"{len(left)} blanks are" if len(left) > 1 else "One blank is"
            listed = "".join(f"\n  line {place}: {asks}" for place, asks in left)
            said = f"{count} left in {Course(exercise.course).format_path(path)}:{listed}"
            mend = f"Write what is asked for in place of {MARK.rstrip(':')} and the words behind it."
            yield shelf, Breach(exercise.stem, said, mend)
