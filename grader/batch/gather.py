"""What a course system gave, as what each student handed in."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from grader import course
from grader.batch.choosing import choose_files
from grader.batch.dropped import read_dropped
from grader.batch.layouts import Layout, flat, load_layouts
from grader.batch.listing import Listing
from grader.batch.mark import remove_results
from grader.batch.nouns import Gathered
from grader.batch.onebyone import SideBySide, is_somebody, sort_paths
from grader.batch.reading import Export, KnownAuthor, Reading
from grader.batch.sections import refuse_sections
from grader.batch.tree import open_tree
from grader.errors import KitError
from grader.handin.naming import is_code, is_packed
from grader.model import Author, Exercise


def gather(path: Path, exercises: Sequence[Exercise], layout: str | None = None) -> Gathered:
    """Gather who handed in what in a folder or zip, by exercise and author; nothing is read but what names leave open.

    `layout` names one of `load_layouts()`; without it the one that fits best is taken. Every file is either
    somebody's, or a system's own list, or told in `skipped`. Raises KitError when the path cannot be opened, no
    layout fits, or no file names an exercise.
    """
    return gather_all([path], exercises, layout)


def gather_all(
    paths: Sequence[Path], exercises: Sequence[Exercise], layout: str | None = None, *, despite_names: bool = False
) -> Gathered:
    """Gather, as `gather` does, several folders and zips of one class; paths begin with the folder or zip as given.

    `despite_names` grades files as the exercise even where their names say another.
    """
    sources = list(dict.fromkeys(paths))
    every = tuple(dict.fromkeys([*exercises, *course.list_exercises()]))
    named: dict[str, None] = {}
    whole = Reading()
    for name, reading in _iterate_readings(sources, every, layout):
        named[name] = None
        whole += reading
    handed, left = choose_files(whole, exercises, every, despite_names=despite_names)
    if not handed:
        raise KitError(
            f"No file in {', '.join(map(str, sources))} names an exercise.", "--exercise says which one it is."
        )
    return Gathered(", ".join(named), tuple(handed), (*whole.skipped, *left))


def _iterate_readings(
    sources: Sequence[Path], every: tuple[Exercise, ...], layout: str | None
) -> Iterator[tuple[str, Reading]]:
    """Yield each class as its layout reads it, with the layout's name; those named one by one are one class."""
    if len(sources) == 1 and (sources[0].is_dir() or not is_code(sources[0].name)):
        listing = remove_results(open_tree(sources[0]))
        alone = SideBySide()
        if layout is None and is_somebody(listing, every):
            alone.add(sources[0], listing)
            yield _read(alone.sort(), sources[0], every, layout)
        else:
            yield _read(listing, sources[0], every, layout)
        return
    classes, beside = sort_paths(sources, every)
    for path, listing in classes:
        name, reading = _read(listing, path, every, layout)
        yield name, _restore_paths(reading, {}, f"{path.as_posix()}/")
    if beside.listing.entries or beside.listing.folders or beside.unopened:
        where = _find_common_folder(sources)
        unopened = tuple(KnownAuthor(Author(who), f"Cannot be opened: {why}") for who, why in beside.unopened.items())
        name, reading = _read(beside.sort(), where, every, layout, unopened)
        yield name, _restore_paths(reading, beside.paths)


def _find_common_folder(paths: Sequence[Path]) -> Path:
    """Return the folder that holds all paths; the folder of the first where they lie on several drives."""
    folders = [path.absolute().parent for path in paths]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:
        return folders[0]


def _read(
    listing: Listing,
    path: Path,
    exercises: tuple[Exercise, ...],
    layout: str | None,
    also: tuple[KnownAuthor, ...] = (),
) -> tuple[str, Reading]:
    """Read one folder or zip by its layout, and return the layout's name with what it read."""
    export = Export(listing, exercises)
    chosen = _look_up_layout(layout) if layout else _choose_layout(export, path, sure=not also)
    if layout is None and chosen.NAME == flat.NAME:
        refuse_sections(export, path)
    reading = chosen.read(export) + Reading(authors=also)
    if not reading.files and not reading.authors:
        raise KitError(
            f"{path} holds nobody's work in the layout {chosen.NAME}.",
            _suggest_archives(export, path) or _list_layouts(),
        )
    return chosen.NAME, read_dropped(chosen, export, reading) + reading


def _restore_paths(reading: Reading, given: Mapping[str, str], above: str = "") -> Reading:
    """Return a reading with each path as it was given, by `given`, else after `above`, its folder or zip."""

    def restore(path: str) -> str:
        return given.get(path, f"{above}{path}")

    files = [replace(file, entry=replace(file.entry, path=restore(file.entry.path))) for file in reading.files]
    skipped = [replace(entry, path=restore(entry.path)) for entry in reading.skipped]
    return Reading(tuple(files), reading.authors, tuple(skipped))


def _suggest_archives(export: Export, path: Path) -> str:
    """Suggest, in a sentence, to name the zips in a folder themselves; empty where there are none."""
    zips = [entry.path for entry in export.entries if is_packed(entry.path)]
    if not zips or not path.is_dir():
        return ""
    if len(zips) == 1:
        return f"It holds {zips[0]}; name the zip: grade batch {path / zips[0]}"
    ending = Path(zips[0]).suffix
    return f"It holds {len(zips)} archives; name the zips: grade batch {path}/*{ending}"


def _look_up_layout(name: str) -> Layout:
    """Return the layout of that name; raises KitError where there is none."""
    try:
        return load_layouts()[name]
    except KeyError:
        raise KitError(f"There is no layout {name!r}.", _list_layouts()) from None


def _choose_layout(export: Export, path: Path, *, sure: bool = True) -> Layout:
    """Choose the layout that fits best; where none fits, raise KitError if it has to be `sure`, else take flat."""
    scores = {name: layout.rate_fit(export) for name, layout in load_layouts().items()}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] == 0 and sure:
        raise KitError(
            f"{path} looks like nothing that the kit knows.", _suggest_archives(export, path) or _list_layouts()
        )
    return load_layouts()[best if scores[best] else flat.NAME]


def _list_layouts() -> str:
    """List the layouts in a sentence."""
    return f"It knows the layouts {', '.join(load_layouts())}; --layout NAME overrides."
