"""The mark of a folder of results, by which the kit knows its own folders among the students'.

A mark is sealed. One without a valid seal may be from another machine or from a student; its folder is passed
over only while it holds no code, so that nobody's work disappears.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from pathlib import Path

from grader.batch.files import write_whole
from grader.batch.listing import Listing
from grader.handin.naming import is_code
from grader.storage import seals

MARK = "fallline-results.txt"
RESULT_FILES = frozenset(
    {"grades.csv", "reports.jsonl", "remarks.txt", "journal.sqlite", "similar.csv", "class.html", MARK}
)
"""Files that a batch writes."""
RESULT_FOLDERS = frozenset({"feedback", "gradescope"})
"""Folders that a batch writes."""
RESULT_REASONS = ("results of the kit's own, no student's work", "a file of the kit's own results")
"""Why a folder of results is skipped, and why a file in the very folder of a class is."""
_TEXT = "Results that `grade` wrote stand here; this folder is no student's. Leave this file where it is.\n"


def find_id(folder: Path) -> str | None:
    """Find the id of a folder of results; None where no mark of this user's kit stands."""
    path = folder / MARK
    try:
        if path.is_symlink():
            return None
        return _parse_id(path.read_bytes())
    except OSError:
        return None


def write_mark(folder: Path, id: str | None = None) -> str:
    """Mark a folder as one of results, and return its id; raises KitError where it cannot be written."""
    known = find_id(folder)
    if known is not None and id in (None, known):
        return known
    id = id or secrets.token_hex(16)
    write_whole(folder / MARK, iter([_TEXT, f"{id} {seals.make_seal('mark', id)}\n"]))
    return id


def remove_results(listing: Listing) -> Listing:
    """Remove our own folders of results from what a class handed in, noted in `skipped`; return the listing."""
    for mark in [entry for entry in listing.entries if entry.path.rsplit("/", 1)[-1] == MARK]:
        above = mark.path[: -len(MARK)]
        sealed = _is_sealed(mark)
        inside = [entry.path for entry in listing.entries if entry.path.startswith(above)]
        if above and (sealed or not any(is_code(path.rsplit("/", 1)[-1]) for path in inside)):
            _remove(listing, [above.rstrip("/")], RESULT_REASONS[0])
        elif sealed:
            _remove(listing, _iterate_own(listing, above), RESULT_REASONS[1])
    return listing


def _is_sealed(mark: object) -> bool:
    try:
        return _parse_id(mark.read()) is not None  # type: ignore[attr-defined]
    except OSError:
        return False


def _parse_id(content: bytes) -> str | None:
    words = content[:1000].decode("utf-8", "replace").split()
    id, seal = words[-2:] if len(words) > 1 else ("", "")
    return id if seals.is_sealed(seal, "mark", id) else None


def _iterate_own(listing: Listing, above: str) -> Iterable[str]:
    """Yield what a batch wrote into the very folder of a class: its files, and its folders while they hold no code."""
    for name in sorted(RESULT_FILES):
        yield f"{above}{name}"
    for name in sorted(RESULT_FOLDERS):
        inside = [entry.path for entry in listing.entries if entry.path.startswith(f"{above}{name}/")]
        if not any(is_code(path.rsplit("/", 1)[-1]) for path in inside):
            yield f"{above}{name}"


def _remove(listing: Listing, paths: Iterable[str], why: str) -> None:
    """Remove files, or folders with all that is in them, from a listing."""
    for path in paths:
        met = path in listing.folders or any(entry.path == path for entry in listing.entries)
        if not met:
            continue
        listing.entries[:] = [entry for entry in listing.entries if not _is_within(entry.path, path)]
        listing.folders -= {folder for folder in listing.folders if _is_within(folder, path)}
        for skipped in [other for other in listing.skipped if _is_within(other, path)]:
            del listing.skipped[skipped]
        _drop_empty_above(listing, path)
        listing.skip(path, why)


def _drop_empty_above(listing: Listing, path: str) -> None:
    """Remove the folders above that held nothing else: they are no student's."""
    while "/" in path:
        path = path.rpartition("/")[0]
        left = (*listing.folders, *(entry.path for entry in listing.entries))
        if any(other.startswith(f"{path}/") for other in left):
            return
        listing.folders.discard(path)


def _is_within(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}/")
