"""Coincidences that an author accepts, written beside the family file: `grade check --write`."""

from __future__ import annotations

from grader import course
from grader.authoring.families import coincidences, new_lines, stale_lines
from grader.diagnosis import load_families
from grader.misconceptions.toolkit import accepted
from grader.model import Exercise


def accept(exercise: Exercise) -> list[str]:
    """Write down what no probe tells apart in the exercise's families, and list what was new and what went."""
    path = accepted.locate_file(course.locate_file(exercise, "misconceptions"))
    families = load_families(exercise)
    told = [f"{path.name}: {name} accepts: {line}" for name, one in families.items() for line in new_lines(one)]
    gone = [f"{path.name}: {name} lets go: {line}" for name, one in families.items() for line in stale_lines(one)]
    before = path.read_text("utf-8") if path.is_file() else ""
    text = accepted.format_file({name: coincidences(one) for name, one in families.items()}, before)
    if before or text != accepted.HEAD:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    return told + gone
