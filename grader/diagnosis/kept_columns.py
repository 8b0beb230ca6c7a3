"""Columns of variants, kept in the user's cache folder: to run thousands of variants takes a good part of a second.

A column depends on the family, on all that it is written and read with, and on numpy. Where one of these has changed,
what is kept is not believed.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grader import course
from grader.misconceptions.toolkit import Family
from grader.misconceptions.toolkit.tables import key_of
from grader.storage import kept
from grader.storage.folder import cache

ROOMS = ("misconceptions", "suites/toolkit", "sandbox", "diagnosis")
"""Where the code lies that makes a column: of a family, its toolkits and landscapes, and what reads its answers."""
Columns = tuple[tuple[NDArray[np.float64], ...], NDArray[np.bool_], NDArray[np.int64]]
"""Of every output an array, a row a choice; which are guarded; of every output the unusual shapes."""


def look_up(family: Family, place: int, size: int, count: int) -> Columns | None:
    """Return what is kept of `count` sets of `size` turns at the probe at `place`; None where nothing is."""
    slip = _slip(family, place, size)
    held = None if slip is None else kept.read(slip, _key(_file(family)))
    if held is None:
        return None
    with contextlib.suppress(OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
        with np.load(io.BytesIO(held), allow_pickle=False) as file:
            outputs = tuple(file[str(number)] for number in range(len(family.gives)))
            guarded, unusual = file["guarded"], file["unusual"]
        fits = all(len(rows) == count and rows.dtype == float for rows in outputs)
        if fits and (guarded.shape, guarded.dtype, unusual.shape) == ((count,), bool, (len(outputs), count)):
            return outputs, guarded, unusual
    return None


def keep(family: Family, place: int, size: int, columns: Columns) -> None:
    """Keep a column for the next process."""
    slip = _slip(family, place, size)
    if slip is None:
        return
    outputs, guarded, unusual = columns
    named = {str(number): rows for number, rows in enumerate(outputs)}
    whole = io.BytesIO()
    np.savez(whole, guarded=guarded, unusual=unusual, **named)  # type: ignore[arg-type]
    kept.keep(slip, whole.getvalue(), _key(_file(family)))


def _slip(family: Family, place: int, size: int) -> Path | None:
    """Where a column lies; None where the family is a table itself, or where no data describes the probe."""
    file, probe = _file(family), family.probes[place]
    if not file.name or any(callable(one) and not getattr(one, "made_by", ()) for one in probe):
        return None
    # The same family is asked with fewer probes, and with others in their places.
    kinds = [(type(one).__name__, str(getattr(one, "dtype", ""))) for one in probe]
    asked = f"{file} {kinds} {key_of(probe)}".encode("utf-8", "surrogateescape")
    return cache() / "columns" / f"{hashlib.sha256(asked).hexdigest()[:16]}-{family.function}-{size}.npz"


def _file(family: Family) -> Path:
    code = getattr(family.run, "__code__", None)
    return Path(code.co_filename if code else "")


@functools.lru_cache(maxsize=64)
def _key(file: Path) -> bytes:
    """A digest of all that a column depends on."""
    return kept.state([file.parent, *(course.PACKAGE / room for room in ROOMS)], np.__version__)
