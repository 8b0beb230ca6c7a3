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


def find_blanks(exercise: Exercise) -> Iterator[tuple[str, Breach]]:
    """Yield a shelf and its breach for each file with blanks in it, all of them named."""
    for shelf in SHELVES:
        path = course.locate_file(exercise, shelf)
        if not path.is_file():
            continue
        lines = path.read_text("utf-8", "replace").splitlines()
        left = [(number, match[1]) for number, line in enumerate(lines, 1) if (match := _ASKS.search(line))]
        if left:
            count = f"{len(left)} blanks are" if len(left) > 1 else "One blank is"
            listed = "".join(f"\n  line {number}: {asks}" for number, asks in left)
            said = f"{count} left in {Course(exercise.course).format_path(path)}:{listed}"
            mend = f"Write what is asked for in place of {MARK.rstrip(':')} and the words behind it."
            yield shelf, Breach(exercise.stem, said, mend)
