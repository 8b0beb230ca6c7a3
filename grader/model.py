"""The nouns of the kit. It imports msgspec and the standard library alone; every room may import it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct, field

Plain = None | bool | int | float | str | Sequence["Plain"] | Mapping[str, "Plain"]
"""Data that any reader can take: what reports hold of numbers, never an array or a student's object."""

Outcome = Literal["passed", "failed", "waiting", "carried", "unknown"]
Status = Literal["passed", "failed", "not_started", "unreadable", "absent", "set_aside"]
Walls = Literal["strict", "confined", "process"]
Demand = Literal["strict", "confined", "process", "=strict", "=confined", "=process"]
"""The least level of walls that will do; with `=` that level and no other."""
Kind = Literal["py", "ipynb"]
Role = Literal["yours", "right", "beside", "ground"]

HOLDS = frozenset({"passed", "carried"})
"""Outcomes of a check that hold nothing against its function."""
UNREADABLE = frozenset({"syntax", "encoding", "no_file", "no_code", "too_large", "broken_notebook"})
"""Findings after which there is no code to run."""


class Exercise(Struct, frozen=True):
    """One exercise, as its stub on the shelf describes it."""

    stem: str
    """`exercise03_bias_correction`: the one name on every shelf."""
    number: int
    """3"""
    name: str
    """`bias_correction`"""
    title: str
    """The first line of the stub's docstring."""
    functions: tuple[str, ...]
    """What the student writes, in the stub's order."""
    course: str = ""
    """The folder of the course it belongs to; empty for the kit's own. Equal stems of two courses are two exercises."""


class Author(Struct, frozen=True):
    """The person whose work a submission is."""

    id: str
    """The join key of the gradebook it came from."""
    name: str | None = None
    """As the gradebook writes it."""


class Submission(Struct, frozen=True):
    """Code that one author handed in for one exercise; reading it ran nothing."""

    exercise: Exercise
    author: Author | None
    source: bytes
    """The file's bytes, of a notebook without its outputs: decoding is Python's business, as the file declares."""
    origin: str
    """The path as found."""
    sha256: str
    """The digest of the file's bytes; empty where they could not be read."""
    kind: Kind = "py"
    problem: Finding | None = None
    """Why there is no code to run, where there is none."""


class Check(Struct, frozen=True):
    """One law of a hidden suite."""

    id: str
    """`test_constant_gradient_is_recovered_at_every_step` without the `test_`."""
    says: str
    """The first paragraph of its docstring: the line the learner sees."""
    function: str
    """The function under test."""
    points: float
    held_back: bool = False
    """Stays with the instructor when a student kit is released."""
    because: str = ""
    """The second paragraph: what breaking the law does to a run."""


class CheckResult(Struct, frozen=True):
    """What one check found in one submission."""

    id: str
    says: str
    function: str
    outcome: Outcome
    """`unknown` where the check could not tell: the code hung or its process died. `waiting` where what it is about
    cannot be told before the numbers are right. `carried` where the function is right and calls a wrong one."""
    points: float
    max_points: float
    message: str = ""
    """What the law means and what breaking it does to a training run; empty when it held."""
    expected: Plain = None
    actual: Plain = None
    given: Mapping[str, Plain] = field(default_factory=dict)
    """The inputs, small enough to follow by hand."""
    held_back: bool = False
    """Stays with the instructor when a student kit is released; nothing of its inputs is told."""
    carried_from: str = ""
    """The function that is really wrong, where the outcome is `carried`."""

    @property
    def holds(self) -> bool:
        """Whether the check holds nothing against its function."""
        return self.outcome in HOLDS


class Diagnosis(Struct, frozen=True):
    """Which ideas reproduce one function's wrong numbers."""

    function: str
    misconceptions: tuple[str, ...]
    """Ids of the smallest set that reproduces every output; empty when none does."""
    says: str
    hint: str
    alternatives: tuple[tuple[str, ...], ...] = ()
    """Other sets with the very same numbers: one bug masks another."""
    evidence: Mapping[str, Plain] = field(default_factory=dict)
    """The probes, the student's numbers, the misconception's and the right ones; what they do show."""


class Note(Struct, frozen=True):
    """Advice that never costs points: a legitimate convention by its name, a missing package."""

    id: str
    says: str
    function: str | None = None


class Finding(Struct, frozen=True):
    """Something that happened around the numbers: a mutation, a timeout, a crash, a syntax error."""

    id: str
    says: str
    function: str | None = None


class Curve(Struct, frozen=True):
    """A row of points in a picture."""

    name: str
    """As the key writes it; empty where it belongs to the entry before."""
    role: Role
    """`beside`: what else there is to compare with; `ground`: what the others are drawn on."""
    xs: tuple[float, ...]
    """Finite numbers, as many as `ys`."""
    ys: tuple[float, ...]
    joined: bool = True
    """Whether the way between two points means something."""


class Picture(Struct, frozen=True):
    """What one function does, from the learner's own numbers, beside what is right."""

    function: str
    title: str
    says: str
    """What to look at, with the numbers that matter: it can stand for the picture where none can be drawn."""
    across: str
    up: str
    curves: tuple[Curve, ...]
    """From the ground up: later ones lie over earlier ones."""
    differs: bool
    """Whether the learner's numbers are others than the right ones."""
    window: tuple[float, float, float, float] | None = None
    """Left, right, bottom and top of what is shown; None shows all."""

    @property
    def words(self) -> str:
        """The picture for somebody who listens."""
        return f"{self.function}, {self.title}: {self.says}"


class Printed(Struct, frozen=True):
    """What the code printed in one place."""

    function: str
    """Empty for what was printed while the file loaded."""
    call: str
    """The first call of the function that printed anything."""
    text: str


class Report(Struct, frozen=True):
    """All that grading one submission found."""

    submission: Submission
    checks: tuple[CheckResult, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    notes: tuple[Note, ...] = ()
    findings: tuple[Finding, ...] = ()
    walls: Walls | None = None
    """The level that stood while the student's code ran; None where none of it did."""
    output: str = ""
    """What the code printed, cut and cleaned."""
    seconds: float = 0.0
    pictures: tuple[Picture, ...] = ()
    """Drawn where they were asked for."""
    printed: tuple[Printed, ...] = ()
    """What the code printed by function, as far as open checks asked for it."""

    @property
    def score(self) -> float:
        """Points earned."""
        return round(sum(check.points for check in self.checks), 6)

    @property
    def max_score(self) -> float:
        """Points there were."""
        return round(sum(check.max_points for check in self.checks), 6)

    @property
    def status(self) -> Status:
        """The verdict in one word."""
        if any(finding.id == "absent" for finding in self.findings):
            return "absent"
        if any(finding.id == "set_aside" for finding in self.findings):
            return "set_aside"
        # Of a notebook one function alone may stand in a cell that is no Python.
        if any(finding.id in UNREADABLE and finding.function is None for finding in self.findings):
            return "unreadable"
        unwritten = {finding.function for finding in self.findings if finding.id == "unwritten"}
        if unwritten and unwritten >= set(self.submission.exercise.functions):
            return "not_started"
        if self.checks and all(check.outcome == "passed" for check in self.checks):
            return "passed"
        return "failed"
