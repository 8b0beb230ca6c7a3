"""The journal of a folder of results: its one database, of which all other files there are exports.

What was graded stands under a key that holds everything its numbers depend on: the file's bytes, the suite and
family, the versions of the kit, of Python and of numpy, the seed, the limits and the walls. The same key is never
graded twice; a changed suite changes the keys of its own exercise alone. Beside it stands who handed in what, a row a
student and exercise, which the next version of that student's work replaces once it is graded. A later run adds rows
and never takes any away.

Each row is sealed with a key of this user's (`grader.storage.seals`), together with the folder's id: a journal that
came with a submission, and a row that is damaged, is not believed.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.json import decode, encode

from grader import __version__, course, surroundings
from grader.batch import repair, waiting
from grader.batch.moments import Moment, parse_moment
from grader.batch.nouns import Skipped
from grader.batch.ungradable import ABSENT, SET_ASIDE
from grader.errors import Unfinished
from grader.export.records import is_ungraded
from grader.model import Exercise, Submission
from grader.sandbox import Limits
from grader.storage import seals

Record = Mapping[str, Any]
"""A report as JSON, `fallline/report/v1`, which grader/view/report.schema.json describes."""

_GRADED = """INSERT INTO graded VALUES (?, ?, ?, ?) ON CONFLICT (key)
DO UPDATE SET record = excluded.record, worth = excluded.worth, seal = excluded.seal"""
_ROW = "SELECT record, identity FROM handed JOIN graded USING (key) WHERE handed.rowid = ?"
_IDENTITIES = "SELECT student, identity FROM handed JOIN graded USING (key) ORDER BY exercise, run DESC, place"
_HANDED = """INSERT INTO handed VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (exercise, student)
DO UPDATE SET key = excluded.key, identity = excluded.identity, run = excluded.run, place = excluded.place,
seal = excluded.seal"""

NOTHING, UNGRADED, GRADED = 0, 1, 2
"""Worth of a record: nothing was handed in, it could not be graded, or it was. None replaces one of more worth."""


class Work(Struct, frozen=True):
    """One student's work for one exercise, on its way into the journal."""

    exercise: str
    """The stem."""
    student: str
    index: int
    """Its number among all that this run was given."""
    identity: Record
    """The fields of a record that are the author's, not the code's."""
    remarks: tuple[str, ...] = ()
    policy: tuple[str, ...] = ()
    """The settings it is graded with, in words."""
    moment: Moment | None = None
    """When it was handed in."""


class Journal:
    """`journal.sqlite` in a folder of results; one run at a time writes there (`batch.lock`)."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / repair.JOURNAL
        with _explain_errors(self.path):
            folder.mkdir(parents=True, exist_ok=True)
            checked = repair.prepare(folder)
            self.id = checked.id
            self.messages = checked.messages
            self._database = repair.connect(self.path)
            repair.create_tables(self._database, self.id)
        self.run = 1 + int(self._read_value("SELECT coalesce(max(run), 0) FROM handed"))

    def is_known(self, key: str) -> bool:
        """Tell whether that work is graded already; what could not be graded is tried again."""
        return self._find_worth("SELECT worth FROM graded WHERE key = ?", key) in (NOTHING, GRADED)

    def begin(self, works: Sequence[Submission]) -> None:
        """Note whose work this run is given, in order; rows of all others stay as they are."""
        with self._open_transaction():
            self._database.executemany(
                "UPDATE handed SET run = ?, place = ? WHERE exercise = ? AND student = ?",
                (
                    (self.run, place, work.exercise.stem, work.author.id if work.author else "")
                    for place, work in enumerate(works)
                ),
            )
            waiting.note(self._database, self.id, works)

    def keep(self, key: str, record: Record, works: Sequence[Work]) -> list[Work]:
        """Write down a graded piece of work and all whose it is; return those whose earlier result is worth more."""
        worth = compute_worth(record)
        with self._open_transaction():
            if worth >= self._find_worth("SELECT worth FROM graded WHERE key = ?", key):
                text = encode(record).decode()
                row = (key, text, worth, seals.make_seal(self.id, "graded", key, text, str(worth)))
                self._database.execute(_GRADED, row)
            return [work for work in works if not self._hand_in(work, key, worth)]

    def hand_in(self, key: str, works: Sequence[Work]) -> list[Work]:
        """Write down whose work is known already; return those whose earlier result is worth more."""
        with self._open_transaction():
            worth = self._find_worth("SELECT worth FROM graded WHERE key = ?", key)
            return [work for work in works if not self._hand_in(work, key, worth)]

    def read_policies(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Return (exercise, student) → what the result was graded with, of all that were graded and tell it."""
        policies = {}
        for stem, student, notes in self._iterate_notes():
            if notes.get("policy"):
                policies[stem, student] = tuple(map(str, notes["policy"]))
        return policies

    def read_scores(self, results: Iterable[tuple[str, str]]) -> dict[tuple[str, str], float]:
        """Return the points of each (exercise, student) that has a result."""
        question = "SELECT record FROM handed JOIN graded USING (key) WHERE exercise = ? AND student = ? AND worth = ?"
        scores = {}
        with _explain_errors(self.path):
            for stem, student in results:
                row = self._database.execute(question, (stem, student, GRADED)).fetchone()
                if row is not None:
                    scores[stem, student] = float(decode(row[0])["score"])
        return scores

    def find_newer(self, work: Work) -> Moment | None:
        """Find when the work of a result was handed in that is of other bytes and newer than this; None for none."""
        question = "SELECT identity FROM handed WHERE exercise = ? AND student = ?"
        with _explain_errors(self.path):
            row = self._database.execute(question, (work.exercise, work.student)).fetchone()
        if row is None or work.moment is None:
            return None
        identity, _remarks, *notes = json.loads(row[0])
        existing = parse_moment(notes[0].get("moment")) if notes else None
        same = identity["submission"]["sha256"] == work.identity["submission"]["sha256"]
        return existing if existing and not same and work.moment.is_before(existing) else None

    def leave(self, work: Work) -> None:
        """Note that work is dealt with, and leave the result as it is."""
        with self._open_transaction():
            waiting.forget(self._database, work.exercise, work.student)

    def list_unseen(self) -> list[tuple[str, str]]:
        """List (exercise, student) of the results that this run was not given."""
        with _explain_errors(self.path):
            rows = self._database.execute(
                "SELECT exercise, student FROM handed WHERE run < ? ORDER BY exercise, run DESC, place", (self.run,)
            )
            return [(str(stem), str(student)) for stem, student in rows]

    def iterate_records(self) -> Iterator[dict[str, Any]]:
        """Yield every report of this folder, by exercise, in the order handed in."""
        with _explain_errors(self.path):
            # The order first, and then one after another: a class's reports are not held or sorted together.
            order = self._database.execute("SELECT rowid FROM handed ORDER BY exercise, run DESC, place").fetchall()
            for (number,) in order:
                row = self._database.execute(_ROW, (number,)).fetchone()
                if row is not None:
                    identity, *_more = json.loads(row[1])
                    yield decode(row[0]) | identity

    def iterate_remarks(self) -> Iterator[tuple[str, str]]:
        """Yield (student, remark) of every row."""
        with _explain_errors(self.path):
            for student, text in self._database.execute(_IDENTITIES).fetchall():
                _identity, remarks, *_notes = json.loads(text)
                for remark in remarks:
                    yield str(student), str(remark)

    def write_skipped(self, scope: str, skipped: Iterable[Skipped]) -> None:
        """Note what was nobody's work in these sources, in place of what an earlier run of the same noted."""
        with self._open_transaction():
            self._database.execute("DELETE FROM skipped WHERE scope = ?", (scope,))
            self._database.executemany(
                "INSERT OR REPLACE INTO skipped VALUES (?, ?, ?, ?)",
                ((scope, text, int(entry.rubbish), seals.make_seal(self.id, "skipped", scope, text))
                 for entry in skipped for text in [json.dumps([entry.path, entry.why, entry.who])]),
            )  # fmt: skip

    def iterate_skipped(self) -> Iterator[Skipped]:
        """Yield what was nobody's work, of every run."""
        with _explain_errors(self.path):
            for scope, text, rubbish, seal in self._database.execute("SELECT * FROM skipped ORDER BY rowid"):
                if seals.is_sealed(seal, self.id, "skipped", scope, text):
                    path, why, who = json.loads(text)
                    yield Skipped(path, why, bool(rubbish), who)

    def remember(self, name: str, value: Sequence[str]) -> None:
        """Write down a list of words that later runs ask for."""
        with self._open_transaction():
            repair.remember(self._database, self.id, name, json.dumps(sorted(value)))

    def recall(self, name: str) -> list[str]:
        """Return the words written down under that name; none where there are none."""
        with _explain_errors(self.path):
            value = repair.recall(self._database, self.id, name)
        return [str(word) for word in json.loads(value)] if value else []

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def iterate_waiting(self) -> Iterator[dict[str, Any]]:
        """Yield a report without points of all work that was given to a run, has no report yet and waits."""
        with _explain_errors(self.path):
            rows = self._database.execute("SELECT exercise, student FROM handed").fetchall()
            known = {(str(stem), str(student)) for stem, student in rows}
            left = waiting.Waiting(self._database, self.id)
        yield from left.iterate_missing(lambda stem, student: (stem, student) in known)

    def _hand_in(self, work: Work, key: str, worth: int) -> bool:
        """Make the work of that key a student's result, and tell whether it is: not where the earlier is worth more."""
        waiting.forget(self._database, work.exercise, work.student)
        earlier = self._find_worth(
            "SELECT worth FROM handed JOIN graded USING (key) WHERE exercise = ? AND student = ?",
            work.exercise,
            work.student,
        )
        if earlier > worth:
            return False
        moment = work.moment and [work.moment.clock, work.moment.value]
        identity = json.dumps([work.identity, work.remarks, {"policy": work.policy, "moment": moment}])
        seal = seals.make_seal(self.id, "handed", work.exercise, work.student, key, identity)
        row = (work.exercise, work.student, key, identity, self.run, work.index, seal)
        self._database.execute(_HANDED, row)
        return True

    def _iterate_notes(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        """Yield (exercise, student, notes) of each result; an earlier kit's have no notes."""
        question = "SELECT exercise, student, identity FROM handed JOIN graded USING (key) WHERE worth = ?"
        with _explain_errors(self.path):
            for stem, student, text in self._database.execute(question, (GRADED,)).fetchall():
                _identity, _remarks, *notes = json.loads(text)
                yield str(stem), str(student), notes[0] if notes else {}

    def _find_worth(self, question: str, *values: str) -> int:
        """Find a worth in the database; -1 where there is no row."""
        with _explain_errors(self.path):
            row = self._database.execute(question, values).fetchone()
        return -1 if row is None else int(row[0])

    def _read_value(self, question: str) -> Any:
        with _explain_errors(self.path):
            return self._database.execute(question).fetchone()[0]

    @contextmanager
    def _open_transaction(self) -> Iterator[None]:
        """Open a transaction for the `with`: committed at its end, rolled back where it raises."""
        with _explain_errors(self.path):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                with suppress(sqlite3.Error):  # where the disk is full it has rolled back by itself
                    self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")


def compute_worth(record: Record) -> int:
    """Compute what a record is worth: NOTHING, UNGRADED or GRADED."""
    if record["status"] == "absent":
        return NOTHING
    return UNGRADED if is_ungraded(record) else GRADED


def make_key(submission: Submission, suite: str, seed: int, limits: Limits, walls: str, *, carry: bool = True) -> str:
    """Return a hash of all that the numbers of one graded submission depend on; `suite` is the suite's own hash."""
    versions = (__version__, sys.version_info[:2], surroundings.read_numpy_version())
    parts = (submission.sha256, submission.kind, suite, *versions, seed, limits, walls)
    problem = submission.problem
    named = problem.id if problem else ""
    if problem and problem.id in (ABSENT, SET_ASIDE):
        named = f"{problem.id}: {problem.says}"  # without bytes, what is told of it is all that tells it apart
    return hashlib.sha256(repr((*parts, named, *([] if carry else ["no carry"]))).encode()).hexdigest()


def hash_suite(exercise: Exercise) -> str:
    """Return a hash of everything that judges an exercise: its suite, its family, their toolkits, its stub."""
    digest = hashlib.sha256()
    shelves = ("suites", "exercises", "misconceptions", "misconceptions/accepted")
    files = [course.locate_file(exercise, shelf) for shelf in shelves]
    for room in ("suites", "misconceptions"):
        files += sorted((course.PACKAGE / room / "toolkit").glob("*.py"))
    for path in files:
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


@contextmanager
def _explain_errors(path: Path) -> Iterator[None]:
    """Turn what keeps a journal from being read or written into an Unfinished."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        if "malformed" in str(error) or "not a database" in str(error):
            raise Unfinished(
                f"The journal {path} is damaged ({error}).",
                "Run the same command again: it keeps what can be read and grades the rest anew.",
            ) from None
        raise Unfinished(
            f"The journal {path} cannot be written ({getattr(error, 'strerror', None) or error}).",
            "Free some space, check who may write there, or name another folder with --out; "
            "what is in it stays, and the same command goes on.",
        ) from None
