"""What a class comes to, counted while its reports stream by: sums, short lists and who; never a report itself."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from msgspec import Struct

from grader.export.pages.wording import Record, identity, split_idea
from grader.text import cut
from grader.view.titles import TITLES

LOOK_AT = ("attempt", "protocol", "set_aside", "memory", "timeout", "crash")
"""Findings that a teacher may want to look at, those that ask for it most first."""
MOST_LISTED = 100
"""Submissions listed under one such finding."""
SLOWEST = 10
MOST_WORDS = 240
UNNAMED = ""
"""The id under which numbers are counted that no known idea has."""


@dataclass(slots=True)
class Held:
    """One idea in one function."""

    id: str
    function: str
    name: str = ""
    says: str = ""
    who: dict[str, None] = field(default_factory=dict)
    """Ids of the students, in the order met."""


@dataclass(slots=True)
class Tried:
    """One law over the class."""

    says: str
    function: str
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def lost(self) -> int:
        """How often it did not hold or could not be told."""
        return self.outcomes["failed"] + self.outcomes["unknown"]

    @property
    def judged(self) -> int:
        """How often it could be judged: one that waits for right numbers is not."""
        return self.outcomes.total() - self.outcomes["waiting"]


class Met(Struct, frozen=True):
    """One submission in a list of its own."""

    who: str
    exercise: str
    says: str
    function: str = ""


@dataclass(slots=True)
class Some:
    """The first of many, and how many there are."""

    total: int = 0
    shown: list[Met] = field(default_factory=list)

    def add(self, met: Met) -> None:
        """Count one, and keep it while there is room."""
        self.total += 1
        if len(self.shown) < MOST_LISTED:
            self.shown.append(met)


@dataclass(slots=True)
class Exercise:
    """One exercise over the class."""

    statuses: Counter[str] = field(default_factory=Counter)
    scores: Counter[float] = field(default_factory=Counter)
    """Score → how many, of those whose code ran."""
    most: float = 0.0
    """What there was to earn."""
    laws: dict[str, Tried] = field(default_factory=dict)
    ideas: dict[tuple[str, str], Held] = field(default_factory=dict)
    """By (function, id)."""
    named: dict[str, list[str]] = field(default_factory=dict)
    """`late`, `not_started`, `absent` → who."""


@dataclass(slots=True)
class Tally:
    """A class, as far as it has streamed by."""

    names: Mapping[str, str]
    """Misconception id → its name, where the caller knows it."""
    people: dict[str, str] = field(default_factory=dict)
    """Student id → name."""
    exercises: dict[str, Exercise] = field(default_factory=dict)
    look_at: dict[str, Some] = field(default_factory=dict)
    unreadable: Some = field(default_factory=Some)
    _slow: list[tuple[float, int, Met]] = field(default_factory=list)
    _count: int = 0

    def add(self, record: Record) -> None:
        """Count one report."""
        who, name = identity(record)
        self.people[who] = name
        stem, status = record["exercise"], record["status"]
        exercise = self.exercises.setdefault(stem, Exercise())
        exercise.statuses[status] += 1
        self._around(who, stem, record)
        if status in ("passed", "failed"):
            exercise.most = max(exercise.most, record["max_score"])
            exercise.scores[record["score"]] += 1
            self._laws(exercise, record)
            self._ideas(exercise, who, record)
        elif status == "unreadable":
            self.unreadable.add(Met(who, stem, _why(record)))
        else:
            exercise.named.setdefault(status, []).append(who)
        if record["submission"].get("late"):
            exercise.named.setdefault("late", []).append(who)

    def slowest(self) -> list[tuple[float, Met]]:
        """Those that took longest, the slowest first."""
        return [(seconds, met) for seconds, _, met in sorted(self._slow, reverse=True)]

    def _around(self, who: str, stem: str, record: Record) -> None:
        """Time taken, and what happened around the numbers."""
        self._count += 1
        entry = (float(record["seconds"]), -self._count, Met(who, stem, record["status"]))
        (heapq.heappush if len(self._slow) < SLOWEST else heapq.heappushpop)(self._slow, entry)
        for found in record["findings"]:
            if found["id"] in LOOK_AT:
                says = cut(found["says"].partition("\n")[0], MOST_WORDS)
                self.look_at.setdefault(found["id"], Some()).add(Met(who, stem, says, found["function"] or ""))

    def _laws(self, exercise: Exercise, record: Record) -> None:
        # A function that was never begun tells nothing about the laws it would have to fulfil.
        waiting = {found["function"] for found in record["findings"] if found["id"] == "unwritten"}
        for check in record["checks"]:
            if check["function"] not in waiting:
                tried = exercise.laws.setdefault(check["id"], Tried(check["says"], check["function"]))
                tried.outcomes[check["outcome"]] += 1

    def _ideas(self, exercise: Exercise, who: str, record: Record) -> None:
        for found in record["diagnoses"]:
            ids: Sequence[str] = found["misconceptions"] or (UNNAMED,)
            for id in ids:
                held = exercise.ideas.setdefault((found["function"], id), Held(id, found["function"]))
                held.who[who] = None
                if id and not held.says and len(ids) == 1:
                    held.name, held.says = split_idea(found["says"], 0 if id in TITLES else 1)
                held.name = self.names.get(id, held.name) or TITLES.get(id, "")


def _why(record: Record) -> str:
    """Why there was no code to run."""
    return cut(str(next((found["says"] for found in record["findings"]), "")).partition("\n")[0], MOST_WORDS)
