"""Whose the files are that were skipped before a layout saw them: links, entries that need a password, compiled code.

A student who has nothing else would have no row at all.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from grader.batch.layouts import Layout
from grader.batch.listing import LEADS_OUT, Listing, may_be_work
from grader.batch.mark import RESULT_REASONS
from grader.batch.nouns import Entry, Skipped
from grader.batch.reading import Export, KnownAuthor, Reading
from grader.errors import KitError
from grader.model import Author

_COMPILED = (".pyc", ".pyo", "~")


def read_dropped(layout: Layout, export: Export, reading: Reading) -> Reading:
    """Read what a listing has skipped: each with its student, and each student as somebody who handed it in."""
    skipped = export.listing.skipped
    owners = _find_owners(layout, export, reading)
    authors = [
        KnownAuthor(owners[key], _describe(entry) if may_be_work(entry) else "")
        for key, entry in skipped.items()
        if key in owners
    ]
    named = [replace(entry, who=owners[key].id) if key in owners else entry for key, entry in skipped.items()]
    return Reading(authors=tuple(authors), skipped=tuple(named))


def _find_owners(layout: Layout, export: Export, reading: Reading) -> Mapping[str, Author]:
    """Find the authors of what was skipped, by its key in the listing, as the layout finds those of files."""
    known = export.listing
    # A note on a name that is there twice has a key of its own; what leads out of the archive, or is of our results,
    # is nobody's.
    keys = {
        _restore_name(key): key
        for key, entry in known.skipped.items()
        if "\0" not in key and all(key.split("/")) and entry.why not in (*RESULT_REASONS, LEADS_OUT)
    }
    paths = {entry.path for entry in known.entries}
    more = [Entry(path, 0, 0.0, _read_nothing) for path in keys if path not in paths]
    if not more:
        return {}
    entries = sorted([*known.entries, *more], key=lambda entry: entry.path)
    folders = {"/".join(parts[:end]) for parts in (path.split("/") for path in keys) for end in range(1, len(parts))}
    try:
        again = layout.read(Export(Listing(known.name, entries, known.folders | folders), export.exercises))
    except KitError:
        return {}
    if {(file.path, file.author.id) for file in reading.files} - {(file.path, file.author.id) for file in again.files}:
        return {}  # what was skipped would change whose the other files are
    owners = {keys[file.path]: file.author for file in again.files if file.path in keys and file.path not in paths}
    for skipped in again.skipped:
        if skipped.who and skipped.path in keys:
            owners.setdefault(keys[skipped.path], Author(skipped.who))
    return owners


def _restore_name(path: str) -> str:
    """Return the name of the code that a compiled file or a copy was made of, so that a layout knows it as code."""
    for ending in _COMPILED:
        if path.endswith(ending):
            path = path.removesuffix(ending)
            return path if path.endswith((".py", ".ipynb")) else f"{path}.py"
    return path


def _read_nothing() -> bytes:
    raise OSError("it was skipped")


def _describe(entry: Skipped) -> str:
    return f"Handed in: {entry.path.rpartition('/')[2][:80]} ({entry.why})."
