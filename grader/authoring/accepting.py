"""Coincidences that an author accepts, written beside the family file: `grade check --write`."""

from __future__ import annotations

from grader import course
from grader.authoring.families import find_coincidences, list_new_coincidences, list_stale_coincidences
from grader.diagnosis import load_families
from grader.misconceptions.toolkit import accepted
from grader.model import Exercise


def accept(exercise: Exercise) -> list[str]:
    """Write down what no probe tells apart in the exercise's families, and list what was new and what went."""
    path = accepted.locate_file(course.locate_file(exercise, "misconceptions"))
    families = load_families(exercise)
    added = [
        f"{path.name}: {name} accepts: {line}"
        for name, family in families.items()
        for line in list_new_coincidences(family)
    ]
    removed = [
        f"{path.name}: {name} lets go: {line}"
        for name, family in families.items()
        for line in list_stale_coincidences(family)
    ]
    before = path.read_text("utf-8") if path.is_file() else ""
    text = accepted.format_file({name: find_coincidences(family) for name, family in families.items()}, before)
    if before or text != accepted.HEAD:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    return added + removed
