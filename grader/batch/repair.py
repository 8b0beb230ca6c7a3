"""What stands in a folder of results before a run: believed where this user's kit sealed it, kept where it can be.

A journal with other tables, or of an id that this user's kit did not seal, came with a submission or from another
machine: it is put aside, with the tables beside it, and nothing in it is believed. A damaged one is read row by row
into a new one. Rows whose seal does not fit are left out.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from grader.batch import mark
from grader.storage import seals
from grader.storage.files import find_free_name, put_aside
from grader.text import format_count

JOURNAL = "journal.sqlite"
TABLES = {
    "about": "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL, seal TEXT NOT NULL)",
    "graded": (
        "CREATE TABLE graded (key TEXT PRIMARY KEY, record TEXT NOT NULL, worth INTEGER NOT NULL, seal TEXT NOT NULL)"
    ),
    "handed": (
        "CREATE TABLE handed (exercise TEXT NOT NULL, student TEXT NOT NULL, key TEXT NOT NULL, identity TEXT NOT NULL,"
        " run INTEGER NOT NULL, place INTEGER NOT NULL, seal TEXT NOT NULL, PRIMARY KEY (exercise, student))"
    ),
    "given": (
        "CREATE TABLE given (exercise TEXT NOT NULL, student TEXT NOT NULL, record TEXT NOT NULL, seal TEXT NOT NULL,"
        " PRIMARY KEY (exercise, student))"
    ),
    "skipped": (
        "CREATE TABLE skipped (scope TEXT NOT NULL, what TEXT NOT NULL, rubbish INTEGER NOT NULL, seal TEXT NOT NULL,"
        " PRIMARY KEY (scope, what))"
    ),
}
_SIDES = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps beside its own."""
_EXPORTS = ("grades.csv", "reports.jsonl", "similar.csv")
_MAX_ROWS = 1_000_000
"""Rows that are looked for in a damaged table."""
_NUMBER_COLUMNS = {"about": (), "graded": (2,), "handed": (4, 5), "given": (), "skipped": (2,)}
"""Places of the columns that hold whole numbers; all others hold texts."""
_MAX_NUMBER = 2**31
"""Beyond it no run, place or worth of ours is counted."""


@dataclass(slots=True)
class CheckedFolder:
    """A folder that can be written into."""

    id: str
    messages: list[str] = field(default_factory=list)
    """Sentences about what was not believed or could not be read."""


def prepare(folder: Path) -> CheckedFolder:
    """Look over what stands in the folder; raises OSError and sqlite3.Error where it cannot be written."""
    path = folder / JOURNAL
    state = _state(path)
    known = mark.find_id(folder) if state != "whole" else mark.find_id(folder) or _find_sealed_id(path)
    if known is None or state in ("foreign", "linked"):
        return _begin(folder, known, os.path.lexists(path))
    checked = CheckedFolder(mark.write_mark(folder, known))
    if state == "none" and (kept := _put_aside(folder, _EXPORTS)):
        checked.messages.append(f"{path} is gone; what it had told is kept as {', '.join(kept)}.")
    if state == "broken":
        checked.messages.append(_salvage(folder, known))
    elif state == "whole":
        checked.messages += _remove_forged(folder, known)
    return checked


def connect(path: Path) -> sqlite3.Connection:
    """Open a journal."""
    database = sqlite3.connect(path, isolation_level=None, timeout=60)
    # The write-ahead log survives a kill of this process; FULL would also survive the power cord, at
    # the price of a disk flush for every submission.
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    return database


def create_tables(database: sqlite3.Connection, id: str) -> None:
    """Make the tables of a new journal, and write down whose folder it is in."""
    there = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    for name, statement in TABLES.items():
        if name not in there:
            database.execute(statement)
    if recall(database, id, "folder") is None:
        remember(database, id, "folder", id)


def remember(database: sqlite3.Connection, id: str, name: str, value: str) -> None:
    """Write down one sealed value about the folder, under a name."""
    row = (name, value, seals.make_seal(id, "about", name, value))
    database.execute("INSERT OR REPLACE INTO about VALUES (?, ?, ?)", row)


def recall(database: sqlite3.Connection, id: str, name: str) -> str | None:
    """Return what was written down under a name; None where nothing is, or its seal does not fit."""
    row = database.execute("SELECT value, seal FROM about WHERE name = ?", (name,)).fetchone()
    return row[0] if row and seals.is_sealed(row[1], id, "about", name, row[0]) else None


def is_ours(table: str, id: str, row: Sequence[object]) -> bool:
    """Tell whether a row of any table of ours has the seal of this user's kit."""
    # Numbers of runs and places are under no seal, and SQLite keeps anything in any column.
    for column, cell in enumerate(row):
        is_number = column in _NUMBER_COLUMNS[table]
        fits = type(cell) is int and 0 <= cell < _MAX_NUMBER if is_number else type(cell) is str
        if not fits:
            return False
    if table == "graded":
        key, record, worth, seal = row
        return seals.is_sealed(seal, id, "graded", str(key), str(record), str(worth))
    if table == "handed":
        *sealed, _run, _place, seal = row
        return seals.is_sealed(seal, id, "handed", *map(str, sealed))
    if table == "given":
        exercise, student, record, seal = row
        return seals.is_sealed(seal, id, "given", str(exercise), str(student), str(record))
    if table == "skipped":
        scope, what, _rubbish, seal = row
        return seals.is_sealed(seal, id, "skipped", str(scope), str(what))
    name, value, seal = row
    return seals.is_sealed(seal, id, "about", str(name), str(value))


def find_own_id(folder: Path) -> str | None:
    """Return the id of a folder whose journal is whole and this user's; None where nothing there can be believed."""
    path = folder / JOURNAL
    return (mark.find_id(folder) or _find_sealed_id(path)) if _state(path) == "whole" else None


def _state(path: Path) -> str:
    """Return `none`, `whole`, `broken`, `foreign` (other tables) or `linked` (no file of this folder)."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return "none"
    sides = [path.with_name(path.name + side) for side in _SIDES]
    if not stat.S_ISREG(mode) or any(side.is_symlink() for side in sides):
        return "linked"
    if path.stat().st_size == 0:
        return "none"
    try:
        with closing(sqlite3.connect(path, timeout=60)) as database:
            database.text_factory = _decode
            database.execute("PRAGMA trusted_schema = OFF")
            tables = {
                (kind, name): sql
                for kind, name, sql in database.execute("SELECT type, name, sql FROM sqlite_master")
                if not str(name).startswith("sqlite_autoindex_")
            }
            if tables != {("table", name): sql for name, sql in TABLES.items()}:
                # A kill while the first run made them leaves some of them, and nothing in them.
                begun = tables.items() <= {("table", name): sql for name, sql in TABLES.items()}.items()
                return "whole" if begun and ("table", "about") in tables else "none" if not tables else "foreign"
            fine = database.execute("PRAGMA quick_check(1)").fetchone()
        return "whole" if fine == ("ok",) else "broken"
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and "malformed" not in str(error):
            raise  # a full disk, a folder that cannot be written: the file itself may be sound
        return "broken"


def _decode(data: bytes) -> str:
    """Decode a text of the database; a damaged one as far as it can be read."""
    return data.decode("utf-8", "replace")


def _find_sealed_id(path: Path) -> str | None:
    """Find the id of a folder in its journal; None where this user's kit did not seal it."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, timeout=60)) as database:
        row = database.execute("SELECT value, seal FROM about WHERE name = 'folder'").fetchone()
        if row and seals.is_sealed(row[1], str(row[0]), "about", "folder", str(row[0])):
            return str(row[0])
    return None


def _begin(folder: Path, known: str | None, met: bool) -> CheckedFolder:
    """Begin anew beside a journal that is not ours; with what it had written put aside."""
    kept = _put_aside(folder, (JOURNAL, *_EXPORTS))
    checked = CheckedFolder(mark.write_mark(folder, known))
    if met:
        checked.messages.append(
            f"{folder / JOURNAL} was not written by this user's kit (or its key is gone): nothing in it is believed, "
            f"everything is graded anew. What was there is kept as {', '.join(kept)}."
        )
    elif kept:
        checked.messages.append(f"Files of these names stood in {folder} before; they are kept as {', '.join(kept)}.")
    return checked


def _put_aside(folder: Path, names: Sequence[str]) -> list[str]:
    """Rename what stands under these names, and return the new names."""
    kept = []
    for name in names:
        path = folder / name
        if os.path.lexists(path):
            kept.append(put_aside(path).name)
    _drop_sides(folder / JOURNAL)
    return kept


def _drop_sides(path: Path) -> None:
    """Remove what SQLite kept beside a journal that is gone."""
    for side in _SIDES:
        path.with_name(path.name + side).unlink(missing_ok=True)


def _salvage(folder: Path, id: str) -> str:
    """Read a damaged journal row by row into a new one, and return the message about it."""
    path = folder / JOURNAL
    fresh = folder / f".{JOURNAL}.part"
    for name in ("", *_SIDES):
        fresh.with_name(fresh.name + name).unlink(missing_ok=True)
    with closing(sqlite3.connect(fresh, isolation_level=None)) as database:
        create_tables(database, id)
        database.execute("BEGIN")
        copied = {table: _copy_rows(path, table, id, database) for table in TABLES}
        database.execute("COMMIT")
    beside = _keep_grades(folder)
    kept = find_free_name(path)
    shutil.copyfile(path, kept)
    _drop_sides(path)
    fresh.replace(path)
    stay = "stays" if copied["handed"] == 1 else "stay"
    return (
        f"{path} was damaged: {format_count(copied['handed'], 'result')} could be read and {stay}; the others are "
        f"graded anew. The damaged file is kept as {kept.name}{beside}."
    )


def _copy_rows(path: Path, table: str, id: str, into: sqlite3.Connection) -> int:
    """Copy the rows of a damaged table that are ours, and return how many they were."""
    copied = 0
    for row in _iterate_readable(path, table):
        if is_ours(table, id, row):
            into.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(row))})", row)
            copied += 1
    return copied


def _iterate_readable(path: Path, table: str) -> Iterator[tuple[object, ...]]:
    """Yield the rows of a table that can still be read, each looked up for itself."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as database:
        database.text_factory = _decode
        database.execute("PRAGMA writable_schema = ON")  # else a file that was cut off is not looked into at all
        try:
            (top,) = database.execute(f"SELECT max(rowid) FROM {table}").fetchone()
        except sqlite3.Error:
            top = 20_000
        for number in range(1, min(int(top or 0), _MAX_ROWS) + 1):
            with suppress(sqlite3.Error):
                row = database.execute(f"SELECT * FROM {table} NOT INDEXED WHERE rowid = ?", (number,)).fetchone()
                if row is not None:
                    yield row


def _remove_forged(folder: Path, id: str) -> list[str]:
    """Remove rows whose seal does not fit, and return the message about them, if any."""
    with closing(connect(folder / JOURNAL)) as database:
        create_tables(database, id)
        database.text_factory = _decode
        bad: dict[str, list[int]] = {}
        for table in TABLES:
            rows = database.execute(f"SELECT rowid, * FROM {table}")
            bad[table] = [number for number, *row in rows if not is_ours(table, id, row)]
        lost = len(bad["graded"]) + len(bad["handed"])
        kept = _keep_grades(folder) if lost else ""
        database.execute("BEGIN IMMEDIATE")
        for table, numbers in bad.items():
            database.executemany(f"DELETE FROM {table} WHERE rowid = ?", ((number,) for number in numbers))
        database.execute("COMMIT")
    if not lost:
        return []
    return [
        f"{format_count(lost, 'record')} of {folder / JOURNAL} {'is' if lost == 1 else 'are'} damaged or not of this "
        f"user's kit: not believed, and graded anew{kept.replace(', and', '; what was told before is kept as')}."
    ]


def _keep_grades(folder: Path) -> str:
    """Keep the grades as they were before rows had to go, and return `, and` with the name of the copy."""
    path = folder / "grades.csv"
    if path.is_symlink() or not path.is_file():
        return ""
    kept = find_free_name(path)
    shutil.copyfile(path, kept)
    return f", and {kept.name}"
