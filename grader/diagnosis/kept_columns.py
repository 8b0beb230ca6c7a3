"""Columns of variants, kept in the user's cache folder: to run thousands of variants takes a good part of a second.

A column depends on the family, on all that it is written and read with, and on numpy. Where one of these has changed,
what is kept is not believed, and once one has changed since the family was read, nothing is kept or believed either:
`load_families` notes when it reads one.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import json
import time
import zipfile
from pathlib import Path

import numpy as np

from grader import course
from grader.misconceptions.toolkit import Family
from grader.misconceptions.toolkit.pools import Ints, Pool
from grader.misconceptions.toolkit.tables import make_call_key
from grader.storage import kept
from grader.storage.folder import get_cache_folder

ROOMS = ("misconceptions", "suites/toolkit", "sandbox", "diagnosis")
"""Where the code lies that makes a column: of a family, its toolkits and landscapes, and what reads its answers."""


def look_up(family: Family, index: int, size: int, count: int) -> tuple[Ints, Pool] | None:
    """Return what is kept of `count` sets of `size` turns for the probe at `index`; None where nothing is kept."""
    path = _find_file(family, index, size)
    program = _find_program(family)
    key = None if path is None else _find_key(program, _find_reading(program))
    content = None if path is None or key is None else kept.read(path, key)
    if content is None:
        return None
    with contextlib.suppress(OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            which, labels = file["which"], json.loads(str(file["labels"]))
            pool = Pool(labels, file["shapes"], file["numbers"])
        if which.shape == (count, len(family.gives)):
            return which, pool
    return None


def keep(family: Family, index: int, size: int, which: Ints, pool: Pool) -> None:
    """Keep a column for the next process, where it can be kept at all."""
    path = _find_file(family, index, size)
    program = _find_program(family)
    # Not the key of before: a file may have changed while the column was worked out.
    key = None if path is None else _find_key.__wrapped__(program, _find_reading(program))
    if path is None or key is None:
        return
    arrays = {"which": which, "labels": np.array(json.dumps(pool.list_labels())), **pool.to_arrays()}
    content = io.BytesIO()
    np.savez(content, **arrays)  # type: ignore[arg-type] # its own keyword is allow_pickle
    kept.keep(path, content.getvalue(), key)


def _find_file(family: Family, index: int, size: int) -> Path | None:
    """Find the file for a column; None where the family is a table itself, or where no data describes the probe."""
    program, probe = _find_program(family), family.probes[index]
    if not program.name or any(callable(argument) and not getattr(argument, "made_by", ()) for argument in probe):
        return None
    # The probe and not its index: the same family is asked with fewer probes too, and then the indices are others.
    kinds = [(type(argument).__name__, str(getattr(argument, "dtype", ""))) for argument in probe]
    question = f"{program} {kinds} {make_call_key(probe)}".encode("utf-8", "surrogateescape")
    return get_cache_folder() / "columns" / f"{hashlib.sha256(question).hexdigest()[:16]}-{family.function}-{size}.npz"


def _find_program(family: Family) -> Path:
    """Find the file that a family is written in; an empty path for a family that is a table."""
    code = getattr(family.run, "__code__", None)
    return Path(code.co_filename if code else "")


def note_reading(program: Path, changed: int | None = None) -> None:
    """Note that a family is read now: what changes from here on it does not know.

    Whoever reads it again once its file has `changed` (nanoseconds) says so.
    """
    if program not in _READ or (changed is not None and _READ[program][0] != changed):
        _READ[program] = changed or 0, time.time_ns()


_READ: dict[Path, tuple[int, int]] = {}
"""By the file of a family: when it had changed last, and when it was read, nanoseconds."""


def _find_reading(program: Path) -> int:
    """Find when a family was read, nanoseconds."""
    note_reading(program)
    return _READ[program][1]


@functools.lru_cache(maxsize=64)
def _find_key(program: Path, read: int) -> bytes | None:
    """Find the key of a family's columns; None where something has changed since the family was read."""
    state = _compute_state(program)
    return state.digest if state.changed < read else None


def _compute_state(program: Path) -> kept.State:
    return kept.compute_state([program.parent, *(course.PACKAGE / room for room in ROOMS)], np.__version__)
