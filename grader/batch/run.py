"""A batch from gathered work to finished files: known work from the journal, the rest through an engine."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from grader.batch import lock, policy, remarks, waiting
from grader.batch.engine import Engine, Piece, Settings
from grader.batch.files import write_rows, write_whole
from grader.batch.journal import Journal, Record, Work, hash_suite, make_key
from grader.batch.moments import Moment, find_moment
from grader.batch.nouns import Handed, Progress, Skipped
from grader.batch.sources import Sources
from grader.batch.ungradable import ABSENT, OTHER_WORK, SET_ASIDE
from grader.errors import KitError
from grader.export.grades import HEAD, join_lines, make_row
from grader.export.records import is_ungraded
from grader.model import Exercise, Finding, Report, Submission
from grader.storage import seals
from grader.submission import make_submission
from grader.text import format_count
from grader.view.counting import identify_program
from grader.view.document import format_document, make_document

REFRESH_SECONDS = 2.0
"""Seconds between two writings of the grades file while a batch runs."""
_NOTHING = "Nothing was handed in."
_ROUNDS = "rounds"
"""The name under which a folder remembers how many runs graded something and came to their end."""
ATTEMPTS = ("attempt", "protocol")
"""Findings of code that did more than compute."""


class Result(Struct, frozen=True):
    """What a folder of results holds after a batch."""

    statuses: Counter[str]
    ideas: Counter[str]
    """How many submissions hold each misconception."""
    written: tuple[str, ...]
    """Files in the batch's folder."""
    seconds: float = 0.0
    attempts: tuple[remarks.Line, ...] = ()
    """A line for each student whose code did more than compute, with what it did."""
    ungraded: tuple[remarks.Line, ...] = ()
    """A line for each student whose points nobody knows after this run, with the reason."""
    lost: tuple[str, ...] = ()
    """Folders and zips that went away, or changed, while files in them were still to be read."""
    messages: tuple[str, ...] = ()
    """Sentences about the results of earlier runs, where somebody has to know."""
    formats: tuple[str, ...] = ()
    """Formats to be written besides: asked for now or by an earlier run."""


Watcher = Callable[[Progress, Record | None], None]


@dataclass(slots=True)
class Batch:
    """One run over one class's work."""

    handed: Sequence[Handed]
    skipped: Sequence[Skipped]
    out: Path
    engine: Engine
    settings: Settings
    seed: int | None = 0
    """The seed of everybody's inputs; None draws the inputs of each round from the secret of the folder."""
    secret: str = ""
    """A secret of the instructor: with it, every file's inputs are drawn from the file, the same in every folder."""
    fresh: bool = False
    watch: Watcher = lambda _progress, _record: None
    tell: Callable[[str], None] = lambda _line: None
    """Says at once what cannot wait for the end."""
    sources: Sequence[str] = ()
    """Folders and zips that the work came from."""
    formats: Collection[str] = ()
    done: int = 0
    known: int = 0
    not_passed: int = 0
    _written: float = field(default=0.0)
    _rounds: list[str] = field(default_factory=list)
    """Secrets that inputs are drawn from, the latest first: of this round and of earlier ones that graded something."""
    _graded_keys: set[str] = field(default_factory=set)
    """Keys of what this run graded."""
    _ungraded: dict[str, dict[str, None]] = field(default_factory=dict)
    """Why this run could not grade, by student: a sentence an exercise."""
    _unread: bool = False
    """Whether a file could not be read."""
    _came_from: Sources = field(init=False)
    _policy: policy.Policy = ()
    """The settings of this run, in words."""
    _scores_before: dict[tuple[str, str], float] = field(default_factory=dict)
    """Points of what was graded with other settings before, by exercise and student."""
    _older: list[tuple[Work, Moment]] = field(default_factory=list)
    """Work that is older than what has a result already, and when that was handed in."""
    _not_replacing: list[Work] = field(default_factory=list)
    """Work that did not replace an earlier result, for that is worth more."""

    def run(self) -> Result:
        """Grade what is not graded yet; whatever ends this early, what is done stays done."""
        started = time.monotonic()
        self._came_from = Sources(self.sources)
        with lock.hold(self.out, self.tell), closing(Journal(self.out)) as journal:
            for line in journal.messages:
                self.tell(line)
            try:
                self._grade_round(journal)
            except BaseException as error:
                try:
                    self._write_files(journal)
                except Exception as unwritten:
                    raise error from unwritten  # what ended the grading is told, on a full disk too
                raise
            result = self._write_files(journal)
        return replace(result, seconds=time.monotonic() - started)

    def _grade_round(self, journal: Journal) -> None:
        """Grade what is not graded yet, on the inputs of a round of its own."""
        ended = int((journal.recall(_ROUNDS) or ["0"])[0])
        self._rounds = [seals.make_secret("inputs", journal.id, str(number)) for number in range(ended, -1, -1)]
        journal.remember("formats", sorted({*journal.recall("formats"), *self.formats}))
        self._compare_policies(journal)
        journal.begin([_make_waiting(work) for work in self.handed])
        self._grade(journal)
        if self._graded_keys:
            journal.remember(_ROUNDS, [str(ended + 1)])

    def _compare_policies(self, journal: Journal) -> None:
        """Tell which results were graded with other settings before, and remember their points."""
        self._policy = policy.describe_policy(self.settings, self.seed, self.secret)
        known = journal.read_policies()
        results = dict.fromkeys((work.exercise.stem, work.author.id) for work in self.handed)
        changed = policy.find_changed(known, results, self._policy)
        stems = {stem for stem, _student in results}
        others = [result for result in known if result[0] in stems and result not in results]
        for line in (
            *policy.explain_again(changed, self._policy),
            *policy.explain_others(policy.find_changed(known, others, self._policy), self._policy),
        ):
            self.tell(line)
        self._scores_before = journal.read_scores(changed)

    def _grade(self, journal: Journal) -> None:
        waiting: dict[str, list[Work]] = {}
        keys: dict[int, str] = {}

        def receive(piece: Piece, report: Report) -> None:
            key = keys.pop(piece.index)
            record = make_document(report)
            works = waiting.pop(key)
            self._graded_keys.add(key)
            self._keep(journal, key, record, works)
            for _ in works:
                self._count(journal, record)

        exercises = dict.fromkeys(work.exercise for work in self.handed)
        new = chain.from_iterable(self._iterate_new(exercise, journal, keys, waiting) for exercise in exercises)
        self.engine.run(new, receive, self.settings)

    def _iterate_new(
        self, exercise: Exercise, journal: Journal, keys: dict[int, str], waiting: dict[str, list[Work]]
    ) -> Iterator[Piece]:
        """Yield what the journal does not know yet, read when its turn has come."""
        suite = hash_suite(exercise)
        for index, handed in enumerate(self.handed):
            if handed.exercise != exercise:
                continue
            submission = _read_submission(handed)
            seed, key = self._choose_seed(submission, suite, journal)
            identity, moment = _make_identity(handed, submission), find_moment(handed)
            work = Work(exercise.stem, handed.author.id, index, identity, handed.all_remarks, self._policy, moment)
            if submission.problem is not None and submission.problem.id in (ABSENT, SET_ASIDE):
                others = (Finding(OTHER_WORK, handed.other_work),) if handed.other_work else ()
                record = make_document(Report(submission, findings=(submission.problem, *others)))
                self._unread |= is_ungraded(record)
                self._keep(journal, key, record, [work])
                self._count(journal, None)
            elif not self.fresh and (newer := journal.find_newer(work)):
                self._older.append((work, newer))
                journal.leave(work)
                self._count(journal, None)
            elif key in waiting:
                waiting[key].append(work)
            elif journal.is_known(key) and (not self.fresh or key in self._graded_keys):
                self._not_replacing += journal.hand_in(key, [work])
                self.known += 1
                self._count(journal, None)
            else:
                keys[index] = key
                waiting[key] = [work]
                yield Piece(index, submission, seed)

    def _keep(self, journal: Journal, key: str, record: Record, works: Sequence[Work]) -> None:
        """Write a report down for all whose work it is, and note who is without points by it."""
        self._not_replacing += journal.keep(key, record, works)
        if is_ungraded(record):
            for work in works:
                self._ungraded.setdefault(work.student, {})[_explain_ungraded(record)] = None

    def _choose_seed(self, submission: Submission, suite: str, journal: Journal) -> tuple[int, str]:
        """Return the seed and the key of a submission: those it was graded with before, else those of this round."""
        limits, walls, carry = self.settings.limits, self.settings.no_less, self.settings.carry
        seeds = self._list_seeds(submission)
        keys = [make_key(submission, suite, seed, limits, walls, carry=carry) for seed in seeds]
        index = next((index for index, key in enumerate(keys) if journal.is_known(key)), 0)
        return seeds[index], keys[index]

    def _list_seeds(self, submission: Submission) -> list[int]:
        """List the seeds that a submission may have met: this round's first, then those of earlier ones.

        All files of a round meet the same inputs, so that what many answer alike is judged once. Whoever hands in
        again, after a report that showed some of them, comes in another round.
        """
        stem = submission.exercise.stem
        if self.secret:
            return [seals.compute_seed(self.secret, stem, submission.sha256, self.seed or 0)]
        if self.seed is not None:
            return [self.seed]
        return [seals.compute_seed(of_round, stem) for of_round in self._rounds]

    def _count(self, journal: Journal, record: Record | None) -> None:
        """Count one more as done, tell who watches, and write the grades where that is due."""
        self.done += 1
        self.not_passed += record is not None and record["status"] != "passed"
        self.watch(Progress(self.done, len(self.handed), self.known, self.not_passed), record)
        if time.monotonic() - self._written > REFRESH_SECONDS:
            with suppress(KitError):  # held by another program, say: the last writing tells
                self._write_grades(journal)

    def _write_files(self, journal: Journal) -> Result:
        """Write the files of the folder as far as the journal came, and return what is in them."""
        self._write_grades(journal, ended=True)
        statuses: Counter[str] = Counter()
        ideas: Counter[str] = Counter()
        programs: set[tuple[str, ...]] = set()
        attempts: dict[str, dict[str, None]] = {}
        ungraded: dict[str, dict[str, None]] = {}

        def iterate_lines() -> Iterator[str]:
            for record in chain(journal.iterate_records(), journal.iterate_waiting()):
                statuses[record["status"]] += 1
                if (program := identify_program(record)) not in programs:
                    programs.add(program)
                    ideas.update({name for diagnosis in record["diagnoses"] for name in diagnosis["misconceptions"]})
                if is_ungraded(record):
                    ungraded.setdefault(record["student"]["id"], {})[_explain_ungraded(record)] = None
                for finding in record["findings"]:
                    if finding["id"] in ATTEMPTS:
                        attempts.setdefault(record["student"]["id"], {})[_describe_attempt(record, finding)] = None
                yield format_document(record) + "\n"

        write_whole(self.out / "reports.jsonl", iterate_lines())
        attempt_lines = _join_by_student(attempts)
        messages, earlier = self._describe_earlier(journal)
        journal.write_skipped("\n".join(self.sources), self.skipped)
        about = [
            *((remarks.CLASS, line) for line in (*journal.messages, *messages)),
            *_join_by_student(ungraded),
            *attempt_lines,
            *remarks.iterate_student_lines((*journal.iterate_remarks(), *self._iterate_not_replaced(), *earlier)),
            *remarks.iterate_skipped_lines(journal.iterate_skipped()),
        ]
        write_whole(self.out / "remarks.txt", (f"{join_lines(who)}\t{join_lines(what)}\n" for who, what in about))
        files = ("grades.csv", "reports.jsonl", "remarks.txt")
        return Result(
            statuses,
            ideas,
            files,
            attempts=attempt_lines,
            ungraded=_join_by_student(self._ungraded),
            lost=tuple(self._came_from.list_lost()) if self._unread else (),
            messages=messages,
            formats=tuple(journal.recall("formats")),
        )

    def _describe_earlier(self, journal: Journal) -> tuple[tuple[str, ...], list[remarks.Line]]:
        """Describe results of earlier runs that this one did not see: in short sentences, and in a line a student."""
        asked = {work.exercise.stem for work in self.handed}
        others: Counter[str] = Counter()
        people: dict[str, list[str]] = {}
        for stem, student in journal.list_unseen():
            if stem in asked:
                people.setdefault(student, []).append(stem)
            else:
                others[stem] += 1
        messages = policy.explain_changes(self._scores_before, journal.read_scores(self._scores_before))
        messages += [
            f"{format_count(many, 'result')} of {stem} from an earlier run {'stays' if many == 1 else 'stay'}."
            for stem, many in others.items()
        ]
        if people:
            messages.append(
                f"{format_count(len(people), 'student')} of an earlier run {'is' if len(people) == 1 else 'are'} "
                "not in this one; their results stay, and remarks.txt names them."
            )
        if self._not_replacing:
            messages.append(
                f"{format_count(len({work.student for work in self._not_replacing}), 'student')} handed in nothing, or "
                "nothing that could be graded, this time; their earlier results stay, and remarks.txt names them."
            )
        if self._older:
            outdated = {work.student for work, _newer in self._older}
            messages.append(
                f"{format_count(len(outdated), 'student')} came with an older file than "
                "the one that is graded; the newer one's result stays, and remarks.txt names them (--fresh grades the "
                "older one)."
            )
        lines = [
            (student, f"Not in the latest run; the earlier result of {', '.join(stems)} stays.")
            for student, stems in people.items()
        ]
        return tuple(messages), lines

    def _iterate_not_replaced(self) -> Iterator[remarks.Line]:
        """Yield a line for each work that did not replace an earlier result."""
        for work, newer in self._older:
            path, mine = work.identity["submission"]["path"], work.moment.format() if work.moment else ""
            yield (
                work.student,
                f"Older than what is graded: {path} ({mine}); the result of {work.exercise} from the newer file "
                f"({newer.format()}) stays.",
            )
        for work in self._not_replacing:
            what = "The file could not be graded" if work.identity["submission"]["path"] else "Nothing was handed in"
            yield work.student, f"{what} in the latest run; the earlier result of {work.exercise} stays."

    def _write_grades(self, journal: Journal, *, ended: bool = False) -> None:
        """Write `grades.csv`, complete and valid at every moment; once a run `ended`, with what still waits."""
        started = time.monotonic()
        records = chain(journal.iterate_records(), journal.iterate_waiting() if ended else ())
        write_rows(self.out / "grades.csv", [HEAD], (make_row(record) for record in records))
        # A large class's file takes longer to write; it may not take more than a tenth of the time.
        self._written = time.monotonic() + 9 * (time.monotonic() - started)


def _join_by_student(sentences: Mapping[str, Iterable[str]]) -> tuple[remarks.Line, ...]:
    """Return a line a student of the sentences that were noted by the student's id."""
    return tuple((remarks.format_who(who), " ".join(noted)) for who, noted in sentences.items())


def _explain_ungraded(record: Record) -> str:
    """Explain why nobody knows the points of a record."""
    why = next((finding["says"] for finding in record["findings"] if finding["id"] in (SET_ASIDE, "no_file")), "")
    return f"{record['exercise']} is not graded, and nobody knows its points: {why or 'it was set aside.'}"


def _describe_attempt(record: Record, finding: Record) -> str:
    """Describe in a sentence what code did beyond computing."""
    return f"{record['exercise']}: {str(finding['says']).partition('. ')[0].rstrip('.')}."


def _read_submission(work: Handed) -> Submission:
    """Read what was handed in; where nothing was, or it cannot be read, the submission has a problem that says so."""
    if work.entry is None:
        says = f"Nothing that can be graded was handed in. {work.other_work}" if work.other_work else _NOTHING
        absent = Finding(ABSENT, says)
        return make_submission(work.exercise, b"", "", work.author, absent)
    try:
        return make_submission(work.exercise, work.entry.read(), work.entry.path, work.author)
    except (OSError, MemoryError) as error:
        why = "the grader's memory is too small for it" if isinstance(error, MemoryError) else error.strerror or error
        # A fault of the download, the disk or this machine; the student's file may be as right as any.
        unread = Finding(SET_ASIDE, f"The file cannot be read here ({why}).")
        return make_submission(work.exercise, b"", work.entry.path, work.author, unread)


def _make_waiting(work: Handed) -> Submission:
    """Return a submission whose file nobody has opened yet."""
    path = work.entry.path if work.entry else ""
    return make_submission(work.exercise, b"", path, work.author, Finding(SET_ASIDE, waiting.SAYS))


def _make_identity(work: Handed, submission: Submission) -> dict[str, Any]:
    """Return the fields of a record that are the author's, not the code's."""
    return {
        "student": {"id": work.author.id, "name": work.author.name},
        "submission": {
            "path": submission.origin,
            "sha256": submission.sha256,
            "kind": submission.kind,
            "late": work.late,
        },
    }
