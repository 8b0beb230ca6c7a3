"""One SQLite file in the learner's data folder, shared by the rooms that remember something.

Each room keeps its own list of migrations and names itself in them, so a room can add tables without knowing
of the others:

    MIGRATIONS = (Migration("progress", 1, ("CREATE TABLE progress_attempts (…)",)),)
    with open_database(MIGRATIONS, data_file()) as database: …

A migration that has been released is never edited; the next one gets the next number. Changes happen in
transactions that take the write lock at once, so a crash leaves the file as it was before and two sessions
wait for each other. The journal stays SQLite's ordinary one: it also works in home folders on a network.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from grader.errors import KitError, is_machine_error, make_machine_error
from grader.storage.folder import HOME_VARIABLE

_MAX_WAIT_SECONDS = 10.0
"""Seconds that one session waits for another's transaction."""


class Migration(Struct, frozen=True):
    """One step of a room's tables."""

    room: str
    number: int
    """1, 2, 3 … within the room."""
    statements: tuple[str, ...]


@contextmanager
def open_database(migrations: Sequence[Migration], file: Path) -> Iterator[sqlite3.Connection]:
    """Open the database, bring it up to date for the rooms named in `migrations`, and close it at the end.

    Raises:
        KitError: the file cannot be opened, is damaged, or was written by a newer version of the kit.

    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(file, timeout=_MAX_WAIT_SECONDS, isolation_level=None)
    except (OSError, sqlite3.Error) as error:
        raise _make_unusable_error(file, error) from error
    try:
        database.row_factory = sqlite3.Row
        _migrate(database, migrations, file)
        yield database
    except sqlite3.Error as error:
        raise _make_unusable_error(file, error) from error
    finally:
        database.close()


@contextmanager
def begin_transaction(database: sqlite3.Connection) -> Iterator[None]:
    """Keep all changes of the body of the `with`, or none.

    The write lock is taken at the start, so that what is read here stays true.
    """
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        # On a full disk SQLite has rolled back already.
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def _migrate(database: sqlite3.Connection, migrations: Sequence[Migration], file: Path) -> None:
    known: dict[str, int] = {}
    for migration in migrations:
        known[migration.room] = max(known.get(migration.room, 0), migration.number)
    if all(_read_version(database, room) == number for room, number in known.items()):
        return
    with begin_transaction(database):
        database.execute("CREATE TABLE IF NOT EXISTS rooms (room TEXT PRIMARY KEY, version INTEGER NOT NULL)")
        for room, number in known.items():
            if _read_version(database, room) > number:
                raise KitError(
                    f"{file} was written by a newer version of the kit.", "Upgrade fallline, then try again."
                )
        for migration in sorted(migrations, key=lambda m: (m.room, m.number)):
            if migration.number > _read_version(database, migration.room):
                for statement in migration.statements:
                    database.execute(statement)
                database.execute(
                    "INSERT INTO rooms VALUES (?, ?) ON CONFLICT (room) DO UPDATE SET version = excluded.version",
                    (migration.room, migration.number),
                )


def _read_version(database: sqlite3.Connection, room: str) -> int:
    has_table = database.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'rooms'").fetchone()
    row = database.execute("SELECT version FROM rooms WHERE room = ?", (room,)).fetchone() if has_table else None
    return int(row["version"]) if row else 0


def _make_unusable_error(file: Path, error: Exception) -> KitError:
    message = str(error)
    if isinstance(error, OSError) and is_machine_error(error):
        return make_machine_error(error, f"Your progress in {file}")
    mend = next(
        (mend for word, mend in _MENDS.items() if word in message),
        f"Move the file away to begin anew, or set {HOME_VARIABLE} to another folder.",
    )
    return KitError(f"Your progress in {file} cannot be used: {message}.", mend)


_MENDS = {
    "locked": "Another session holds it; try again in a moment.",
    "busy": "Another session holds it; try again in a moment.",
    "disk is full": "The disk is full: make room, then try again. What was kept before is still there.",
    "disk I/O": "The disk is full or does not answer: make room, then try again. Leave the file where it is.",
    "readonly": f"It may not be written: change its rights, or set {HOME_VARIABLE} to another folder.",
    "unable to open": "Its folder may not be written, or is not there: mend that, or set "
    f"{HOME_VARIABLE} to another folder.",
}
"""What SQLite says, and what to do about it; for anything else the file is damaged."""
