"""What a course system gave, as what each student handed in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from grader.batch.choosing import hand_out
from grader.batch.layouts import Layout, layouts
from grader.batch.nouns import Gathered
from grader.batch.reading import Export
from grader.batch.tree import open_tree
from grader.errors import KitError
from grader.model import Exercise


def gather(path: Path, exercises: Sequence[Exercise], layout: str | None = None) -> Gathered:
    """Who handed in what in a folder or zip, by exercise and author; nothing is read yet.

    `layout` names one of `layouts()`; without it the one that fits best is taken. Every file is either
    somebody's, or a system's own list, or told in `skipped`. Raises KitError when the path cannot be opened or
    no layout fits.
    """
    export = Export(open_tree(path), tuple(exercises))
    chosen = _named(layout) if layout else _fitting(export, path)
    reading = chosen.read(export)
    if not reading.found and not reading.known:
        raise KitError(f"{path} holds nobody's work in the layout {chosen.NAME}.", _known())
    handed, left = hand_out(reading, exercises)
    if not handed:
        raise KitError(f"No file in {path} names an exercise.", "--exercise says which one it is.")
    return Gathered(chosen.NAME, tuple(handed), (*export.listing.skipped.values(), *reading.skipped, *left))


def _named(name: str) -> Layout:
    try:
        return layouts()[name]
    except KeyError:
        raise KitError(f"There is no layout {name!r}.", _known()) from None


def _fitting(export: Export, path: Path) -> Layout:
    scores = {name: layout.fits(export) for name, layout in layouts().items()}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] == 0:
        raise KitError(f"{path} looks like nothing that the kit knows.", _known())
    return layouts()[best]


def _known() -> str:
    return f"It knows the layouts {', '.join(layouts())}; --layout NAME overrides."
