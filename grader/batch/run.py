"""A batch from gathered work to finished files: known work from the journal, the rest through an engine."""

from __future__ import annotations

import csv
import hashlib
import hmac
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from grader.batch.engine import Engine, Piece, Settings
from grader.batch.journal import Journal, Record, key_of, suite_hash
from grader.batch.nouns import Handed, Progress, Skipped
from grader.errors import KitError
from grader.export.grades import HEAD, one_line, row_of
from grader.export.report import document, written
from grader.model import Exercise, Finding, Report, Submission
from grader.submission import of_bytes

REFRESH = 2.0
"""Seconds between two writings of the grades file while a batch runs."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a batch came to."""

    statuses: Counter[str]
    ideas: Counter[str]
    """How many submissions hold each misconception."""
    written: tuple[str, ...]
    """Files in the batch's folder."""
    seconds: float = 0.0


Watcher = Callable[[Progress, Record | None], None]


@dataclass(slots=True)
class Batch:
    """One run over one class's work."""

    handed: Sequence[Handed]
    skipped: Sequence[Skipped]
    out: Path
    engine: Engine
    settings: Settings
    seed: int = 0
    secret: str = ""
    """Of the instructor: with it, every student's inputs are drawn anew and cannot be guessed."""
    fresh: bool = False
    watch: Watcher = lambda _progress, _record: None
    done: int = 0
    known: int = 0
    not_passed: int = 0
    _written: float = field(default=0.0)

    def run(self) -> Result:
        """Grade what is not graded yet; whatever ends this early, what is done stays done."""
        started = time.monotonic()
        journal = Journal(self.out)
        try:
            journal.start_over(forget=self.fresh)
            for exercise in dict.fromkeys(one.exercise for one in self.handed):
                self._exercise(exercise, journal)
        finally:
            result = self._write(journal)
            journal.close()
        return replace(result, seconds=time.monotonic() - started)

    def _exercise(self, exercise: Exercise, journal: Journal) -> None:
        keys: dict[int, str] = {}

        def heard(piece: Piece, report: Report) -> None:
            record = document(report)
            journal.keep(keys.pop(piece.place), record)
            self._count(journal, record)

        self.engine.run(exercise, self._new(exercise, journal, keys), heard, self.settings)

    def _new(self, exercise: Exercise, journal: Journal, keys: dict[int, str]) -> Iterator[Piece]:
        """What the journal does not know yet, read when its turn has come."""
        suite = suite_hash(exercise)
        for place, one in enumerate(self.handed):
            if one.exercise != exercise:
                continue
            submission = _submission(one)
            seed = self._seed(submission)
            key = key_of(submission, suite, seed, self.settings.limits, self.settings.no_less)
            journal.hand_in(place, key, _identity(one, submission))
            if submission.problem is not None and submission.problem.id == "absent":
                journal.keep(key, document(Report(submission, findings=(submission.problem,))))
                self._count(journal, None)
            elif journal.known(key) or key in keys.values():
                self.known += 1
                self._count(journal, None)
            else:
                keys[place] = key
                yield Piece(place, submission, seed)

    def _seed(self, submission: Submission) -> int:
        """The seed of one submission: an HMAC over exercise and code where the instructor has a secret."""
        if not self.secret:
            return self.seed
        told = f"{submission.exercise.stem}:{submission.sha256}:{self.seed}".encode()
        return int.from_bytes(hmac.new(self.secret.encode(), told, hashlib.sha256).digest()[:6], "big")

    def _count(self, journal: Journal, record: Record | None) -> None:
        self.done += 1
        self.not_passed += record is not None and record["status"] != "passed"
        self.watch(Progress(self.done, len(self.handed), self.known, self.not_passed), record)
        if time.monotonic() - self._written > REFRESH:
            self._grades(journal)

    def _write(self, journal: Journal) -> Result:
        """The files of the batch as far as it came, and what is in them."""
        self._grades(journal)
        statuses: Counter[str] = Counter()
        ideas: Counter[str] = Counter()

        def lines() -> Iterator[str]:
            for record in journal.records():
                statuses[record["status"]] += 1
                ideas.update({name for one in record["diagnoses"] for name in one["misconceptions"]})
                yield written(record) + "\n"

        write_whole(self.out / "reports.jsonl", lines())
        remarks = [(one.author.id, remark) for one in self.handed for remark in one.told]
        remarks += [(one.path, one.why) for one in self.skipped]
        write_whole(self.out / "remarks.txt", (f"{one_line(who)}\t{one_line(what)}\n" for who, what in remarks))
        return Result(statuses, ideas, ("grades.csv", "reports.jsonl", "remarks.txt"))

    def _grades(self, journal: Journal) -> None:
        """`grades.csv`, complete and valid at every moment."""
        started = time.monotonic()
        write_rows(self.out / "grades.csv", [HEAD], (row_of(record) for record in journal.records()))
        # A large class's file takes longer to write; it may not take more than a tenth of the time.
        self._written = time.monotonic() + 9 * (time.monotonic() - started)


def write_whole(path: Path, chunks: Iterator[str]) -> None:
    """Write a file aside, then let it take its place in one move."""
    aside = path.with_name(f".{path.name}.part")
    try:
        with aside.open("w", encoding="utf-8", newline="") as file:
            file.writelines(chunks)
        aside.replace(path)
    except OSError as error:
        raise KitError(
            f"{path} cannot be written ({error.strerror}).",
            "Free some space or name another folder with --out; what is graded stays in the journal.",
        ) from None


def write_rows(path: Path, head: Sequence[Sequence[str]], rows: Iterator[Sequence[Any]]) -> None:
    """A CSV file, written aside and moved."""

    class Line:
        """Takes what `csv` writes and hands it on."""

        text = ""

        def write(self, text: str) -> None:
            self.text = text

    line = Line()
    writer = csv.writer(line)

    def lines() -> Iterator[str]:
        for row in (*head, *rows):
            writer.writerow(row)
            yield line.text

    write_whole(path, lines())


def _submission(one: Handed) -> Submission:
    if one.entry is None:
        absent = Finding("absent", "Nothing was handed in.")
        return of_bytes(one.exercise, b"", "", one.author, absent)
    try:
        return of_bytes(one.exercise, one.entry.read(), one.entry.path, one.author)
    except OSError as error:
        broken = Finding("no_file", f"The file cannot be read ({error.strerror or error}).")
        return of_bytes(one.exercise, b"", one.entry.path, one.author, broken)


def _identity(one: Handed, submission: Submission) -> dict[str, Any]:
    """The fields of a record that are the author's, not the code's."""
    return {
        "student": {"id": one.author.id, "name": one.author.name},
        "submission": {
            "path": submission.origin,
            "sha256": submission.sha256,
            "kind": submission.kind,
            "late": one.late,
        },
    }
