"""What a course system gave, as what each student handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from grader import course
from grader.batch.choosing import hand_out
from grader.batch.layouts import Layout, layouts
from grader.batch.mark import without_results
from grader.batch.nouns import Gathered
from grader.batch.reading import Export, Reading
from grader.batch.tree import open_tree
from grader.errors import KitError
from grader.model import Exercise


def gather(path: Path, exercises: Sequence[Exercise], layout: str | None = None) -> Gathered:
    """Who handed in what in a folder or zip, by exercise and author; nothing is read yet.

    `layout` names one of `layouts()`; without it the one that fits best is taken. Every file is either
    somebody's, or a system's own list, or told in `skipped`. Raises KitError when the path cannot be opened, no
    layout fits, or no file names an exercise.
    """
    return gather_all([path], exercises, layout)


def gather_all(
    paths: Sequence[Path], exercises: Sequence[Exercise], layout: str | None = None, *, despite_names: bool = False
) -> Gathered:
    """The same of several folders and zips of one class; paths then begin with the folder or zip as given.

    `despite_names` grades files as the exercise even where their names say another.
    """
    sources = list(dict.fromkeys(paths))
    every = tuple(dict.fromkeys([*exercises, *course.exercises()]))
    named: dict[str, None] = {}
    whole = Reading()
    for path in sources:
        name, reading = _read(path, every, layout)
        named[name] = None
        whole += _placed(reading, path) if len(sources) > 1 else reading
    handed, left = hand_out(whole, exercises, every, despite_names=despite_names)
    if not handed:
        raise KitError(
            f"No file in {', '.join(map(str, sources))} names an exercise.", "--exercise says which one it is."
        )
    return Gathered(", ".join(named), tuple(handed), (*whole.skipped, *left))


def _read(path: Path, exercises: Sequence[Exercise], layout: str | None) -> tuple[str, Reading]:
    """The layout's name, and what it makes of one folder or zip."""
    export = Export(without_results(open_tree(path)), tuple(exercises))
    chosen = _named(layout) if layout else _fitting(export, path)
    reading = chosen.read(export)
    if not reading.found and not reading.known:
        raise KitError(f"{path} holds nobody's work in the layout {chosen.NAME}.", _known())
    return chosen.NAME, Reading(skipped=tuple(export.listing.skipped.values())) + reading


def _placed(reading: Reading, path: Path) -> Reading:
    """The same, each path behind that of its folder or zip."""
    found = [
        replace(one, entry=replace(one.entry, path=f"{path.as_posix()}/{one.entry.path}")) for one in reading.found
    ]
    skipped = [replace(one, path=f"{path.as_posix()}/{one.path}") for one in reading.skipped]
    return Reading(tuple(found), reading.known, tuple(skipped))


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
