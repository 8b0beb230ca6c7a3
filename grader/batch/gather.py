"""What a course system gave, as what each student handed in."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from grader import course
from grader.batch.choosing import hand_out
from grader.batch.layouts import Layout, flat, layouts
from grader.batch.listing import Listing
from grader.batch.mark import without_results
from grader.batch.nouns import Gathered
from grader.batch.onebyone import SideBySide, is_somebody, sort_paths
from grader.batch.reading import Export, Known, Reading
from grader.batch.tree import open_tree
from grader.errors import KitError
from grader.handin.naming import is_code, is_packed
from grader.model import Author, Exercise


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
    for name, reading in _readings(sources, every, layout):
        named[name] = None
        whole += reading
    handed, left = hand_out(whole, exercises, every, despite_names=despite_names)
    if not handed:
        raise KitError(
            f"No file in {', '.join(map(str, sources))} names an exercise.", "--exercise says which one it is."
        )
    return Gathered(", ".join(named), tuple(handed), (*whole.skipped, *left))


def _readings(
    sources: Sequence[Path], every: tuple[Exercise, ...], layout: str | None
) -> Iterator[tuple[str, Reading]]:
    """Each class as its layout reads it, and those named one by one as one class."""
    if len(sources) == 1 and (sources[0].is_dir() or not is_code(sources[0].name)):
        listing = without_results(open_tree(sources[0]))
        alone = SideBySide()
        if layout is None and is_somebody(listing, every):
            alone.put(sources[0], listing)
            yield _read(alone.close(), sources[0], every, layout)
        else:
            yield _read(listing, sources[0], every, layout)
        return
    classes, beside = sort_paths(sources, every)
    for path, listing in classes:
        name, reading = _read(listing, path, every, layout)
        yield name, _placed(reading, {}, f"{path.as_posix()}/")
    if beside.listing.entries or beside.listing.folders or beside.closed:
        where = _find_common_folder(sources)
        known = tuple(Known(Author(who), f"Cannot be opened: {why}") for who, why in beside.closed.items())
        name, reading = _read(beside.close(), where, every, layout, known)
        yield name, _placed(reading, beside.told)


def _find_common_folder(paths: Sequence[Path]) -> Path:
    """Return the folder that holds all paths; the folder of the first where they lie on several drives."""
    folders = [path.absolute().parent for path in paths]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:
        return folders[0]


def _read(
    listing: Listing, path: Path, exercises: tuple[Exercise, ...], layout: str | None, also: tuple[Known, ...] = ()
) -> tuple[str, Reading]:
    """The layout's name, and what it makes of one folder or zip."""
    export = Export(listing, exercises)
    chosen = _named(layout) if layout else _fitting(export, path, sure=not also)
    reading = chosen.read(export) + Reading(known=also)
    if not reading.found and not reading.known:
        raise KitError(f"{path} holds nobody's work in the layout {chosen.NAME}.", _archives(export, path) or _known())
    return chosen.NAME, Reading(skipped=tuple(listing.skipped.values())) + reading


def _placed(reading: Reading, told: Mapping[str, str], above: str = "") -> Reading:
    """The same, each path as it was given, or behind that of its folder or zip."""

    def given(path: str) -> str:
        return told.get(path, f"{above}{path}")

    found = [replace(one, entry=replace(one.entry, path=given(one.entry.path))) for one in reading.found]
    skipped = [replace(one, path=given(one.path)) for one in reading.skipped]
    return Reading(tuple(found), reading.known, tuple(skipped))


def _archives(export: Export, path: Path) -> str:
    """That the zips in a folder are to be named themselves; empty where there are none."""
    zips = [entry.path for entry in export.entries if is_packed(entry.path)]
    if not zips or not path.is_dir():
        return ""
    if len(zips) == 1:
        return f"It holds {zips[0]}; name the zip: grade batch {path / zips[0]}"
    ending = Path(zips[0]).suffix
    return f"It holds {len(zips)} archives; name the zips: grade batch {path}/*{ending}"


def _named(name: str) -> Layout:
    try:
        return layouts()[name]
    except KeyError:
        raise KitError(f"There is no layout {name!r}.", _known()) from None


def _fitting(export: Export, path: Path, *, sure: bool = True) -> Layout:
    scores = {name: layout.fits(export) for name, layout in layouts().items()}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] == 0 and sure:
        raise KitError(f"{path} looks like nothing that the kit knows.", _archives(export, path) or _known())
    return layouts()[best if scores[best] else flat.NAME]


def _known() -> str:
    return f"It knows the layouts {', '.join(layouts())}; --layout NAME overrides."
