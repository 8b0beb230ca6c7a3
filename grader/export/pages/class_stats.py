"""Statistics of a class, counted report by report: sums, short lists and ids of students; no report is kept."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from msgspec import Struct

from grader.export.pages.wording import Record, read_student, split_idea
from grader.text import cut
from grader.view.counting import has_wrong_numbers, identify_program
from grader.view.titles import FINDING_TITLES

LOOK_AT = ("attempt", "protocol", "set_aside", "memory", "timeout", "crash")
"""Ids of findings that a teacher may want to look at, the most urgent first."""
MAX_LISTED = 100
"""The submissions listed under one such finding."""
SLOWEST = 10
"""The submissions listed as those that took longest."""
MAX_CHARS = 240
UNNAMED = ""
"""The id under which wrong numbers of no known idea are counted."""


@dataclass(slots=True)
class HeldIdea:
    """One idea in one function, with the students who hold it."""

    id: str
    function: str
    name: str = ""
    says: str = ""
    student_ids: dict[str, None] = field(default_factory=dict)
    """Ids of the students as keys, in the order met."""
    count: int = 0
    """The number of programs that hold it: a group that handed in one file counts once."""


@dataclass(slots=True)
class LawCounts:
    """The outcomes of one law over the class."""

    says: str
    function: str
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def lost(self) -> int:
        """The number of submissions for which it did not hold or could not be told."""
        return self.outcomes["failed"] + self.outcomes["unknown"]

    @property
    def judged(self) -> int:
        """The number of submissions for which it was judged; a law that waits for right numbers is not."""
        return self.outcomes.total() - self.outcomes["waiting"]


class ListedSubmission(Struct, frozen=True):
    """One submission in a list."""

    student_id: str
    exercise: str
    says: str
    function: str = ""


@dataclass(slots=True)
class SubmissionList:
    """The first submissions of a list, and how many there are in all."""

    total: int = 0
    first: list[ListedSubmission] = field(default_factory=list)

    def add(self, submission: ListedSubmission) -> None:
        """Count a submission, and keep it while there is room."""
        self.total += 1
        if len(self.first) < MAX_LISTED:
            self.first.append(submission)


@dataclass(slots=True)
class ExerciseStats:
    """One exercise over the class."""

    statuses: Counter[str] = field(default_factory=Counter)
    scores: Counter[float] = field(default_factory=Counter)
    """Score → number of programs that ran."""
    max_score: float = 0.0
    """The points that could be earned."""
    laws: dict[str, LawCounts] = field(default_factory=dict)
    ideas: dict[tuple[str, str], HeldIdea] = field(default_factory=dict)
    """(function, id) → the idea."""
    named: dict[str, list[str]] = field(default_factory=dict)
    """`late`, `not_started`, `absent` → ids of students."""


@dataclass(slots=True)
class ClassStats:
    """A class, as far as its reports have been counted."""

    names: Mapping[str, str]
    """Misconception id → its name, where the caller knows it."""
    people: dict[str, str] = field(default_factory=dict)
    """Student id → name."""
    exercises: dict[str, ExerciseStats] = field(default_factory=dict)
    look_at: dict[str, SubmissionList] = field(default_factory=dict)
    unreadable: SubmissionList = field(default_factory=SubmissionList)
    _programs: set[tuple[str, ...]] = field(default_factory=set)
    """What tells the programs apart that were counted."""
    _slow: list[tuple[float, int, ListedSubmission]] = field(default_factory=list)
    _count: int = 0

    def add(self, record: Record) -> None:
        """Count one report; of a group that handed in one file, the first report counts and everybody is named."""
        student_id, name = read_student(record)
        self.people[student_id] = name
        stem, status = record["exercise"], record["status"]
        exercise = self.exercises.setdefault(stem, ExerciseStats())
        program = identify_program(record)
        is_new = program not in self._programs
        self._programs.add(program)
        if is_new:
            exercise.statuses[status] += 1
            self._count_time(student_id, stem, record)
        self._list_findings(student_id, stem, record)
        if status in ("passed", "failed"):
            if is_new:
                exercise.max_score = max(exercise.max_score, record["max_score"])
                exercise.scores[record["score"]] += 1
                self._count_laws(exercise, record)
            self._count_ideas(exercise, student_id, record, is_new=is_new)
        elif status == "unreadable":
            self.unreadable.add(ListedSubmission(student_id, stem, _explain_unreadable(record)))
        else:
            exercise.named.setdefault(status, []).append(student_id)
        if record["submission"].get("late"):
            exercise.named.setdefault("late", []).append(student_id)

    def list_slowest(self) -> list[tuple[float, ListedSubmission]]:
        """Return (seconds, submission) of those that took longest to grade, the slowest first."""
        return [(seconds, submission) for seconds, _, submission in sorted(self._slow, reverse=True)]

    def _count_time(self, student_id: str, stem: str, record: Record) -> None:
        """Note the time taken, where it is among the longest."""
        self._count += 1
        entry = (float(record["seconds"]), -self._count, ListedSubmission(student_id, stem, record["status"]))
        (heapq.heappush if len(self._slow) < SLOWEST else heapq.heappushpop)(self._slow, entry)

    def _list_findings(self, student_id: str, stem: str, record: Record) -> None:
        """List the findings that a teacher may want to look at, with whose they are."""
        for finding in record["findings"]:
            if finding["id"] in LOOK_AT:
                first_line = cut(finding["says"].partition("\n")[0], MAX_CHARS)
                self.look_at.setdefault(finding["id"], SubmissionList()).add(
                    ListedSubmission(student_id, stem, first_line, finding["function"] or "")
                )

    def _count_laws(self, exercise: ExerciseStats, record: Record) -> None:
        """Count the outcomes of the laws."""
        # A function that was never begun says nothing about the laws it would have to fulfil.
        unwritten = {finding["function"] for finding in record["findings"] if finding["id"] == "unwritten"}
        for check in record["checks"]:
            if check["function"] not in unwritten:
                counts = exercise.laws.setdefault(check["id"], LawCounts(check["says"], check["function"]))
                counts.outcomes[check["outcome"]] += 1

    def _count_ideas(self, exercise: ExerciseStats, student_id: str, record: Record, *, is_new: bool) -> None:
        """Count the diagnosed ideas, and remember who holds them."""
        for diagnosis in record["diagnoses"]:
            ids: Sequence[str] = diagnosis["misconceptions"]
            if not ids and has_wrong_numbers(record, diagnosis["function"]):
                ids = (UNNAMED,)
            for id in ids:
                held_idea = exercise.ideas.setdefault((diagnosis["function"], id), HeldIdea(id, diagnosis["function"]))
                held_idea.student_ids[student_id] = None
                held_idea.count += is_new
                if id and not held_idea.says and len(ids) == 1:
                    held_idea.name, held_idea.says = split_idea(diagnosis["says"], 0 if id in FINDING_TITLES else 1)
                held_idea.name = self.names.get(id, held_idea.name) or FINDING_TITLES.get(id, "")


def _explain_unreadable(record: Record) -> str:
    """Return why there was no code to run."""
    return cut(str(next((finding["says"] for finding in record["findings"]), "")).partition("\n")[0], MAX_CHARS)
