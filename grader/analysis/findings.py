"""The nouns of an analysis: laws, ideas and questions over terms. A share always comes with its counts."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from grader.analysis.statistics import compute_difference, compute_interval

EASY_SHARE, HARD_SHARE = 0.95, 0.05
"""A law that more students keep than EASY_SHARE, or fewer than HARD_SHARE, tells little of anybody."""
WEAK_DISCRIMINATION = 0.2
"""Discrimination below which a law and its exercise tell different things (Ebel & Frisbie, 1991, p. 232)."""
MIN_STUDENTS = 20
"""Students below which nothing is remarked on."""


class Share(Struct, frozen=True):
    """A number of students or answers, and of how many they are; a group that handed in one file counts once."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        """The share, 0 to 1; None where there is nobody."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the share."""
        return compute_interval(self.count, self.of)


class Law(Struct, frozen=True):
    """One law of a suite as an item of a test."""

    id: str
    function: str
    says: str
    terms: Mapping[str, Share]
    """By term: how many kept it, of those in whom it could be judged."""
    discrimination: float | None
    """Correlation with the rest of the exercise; None where it cannot be told."""

    @property
    def whole(self) -> Share:
        """All terms together."""
        return sum_shares(self.terms)

    @property
    def remark(self) -> str:
        """What an author would look at, in a few words; empty where there is nothing."""
        share = self.whole.share
        if self.whole.of < MIN_STUDENTS or share is None:
            return ""
        if share > EASY_SHARE:
            return "nearly everybody keeps it"
        if share < HARD_SHARE:
            return "hardly anybody keeps it"
        if self.discrimination is not None and self.discrimination < WEAK_DISCRIMINATION:
            return "who keeps it does no better elsewhere"
        return ""


class Pair(Struct, frozen=True):
    """Two laws that stand and fall together."""

    one: str
    other: str
    phi: float


class Idea(Struct, frozen=True):
    """One misconception over terms."""

    id: str
    name: str
    function: str
    terms: Mapping[str, Share]
    """By term: how many show it in their code, of those whose code ran."""
    students: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids of those who show it, by term; empty where names were not asked for."""

    @property
    def whole(self) -> Share:
        """All terms together."""
        return sum_shares(self.terms)

    @property
    def change(self) -> tuple[float, float] | None:
        """The interval of the last term's share minus the first's; None where there is one term."""
        shares = list(self.terms.values())
        if len(shares) < 2 or not shares[0].of or not shares[-1].of:
            return None
        return compute_difference((shares[-1].count, shares[-1].of), (shares[0].count, shares[0].of))


class Subject(Struct, frozen=True):
    """One exercise over all terms."""

    exercise: str
    title: str
    students: Mapping[str, int]
    """By term: how many have code that ran."""
    passed: Mapping[str, Share]
    alpha: float | None
    """Cronbach's alpha: how far its laws measure one thing."""
    laws: tuple[Law, ...]
    pairs: tuple[Pair, ...]
    ideas: tuple[Idea, ...]
    """The commonest first."""
    unnamed: Share
    """How many have wrong numbers that no idea has, of those whose are wrong; code that only raises has none."""
    tries: float | None = None
    """Median number of gradings until it passed, from learners' exported progress."""


class Question(Struct, frozen=True):
    """One question of the quiz, from learners' exported progress."""

    id: str
    concept: str
    right: Share
    confident: Share
    """How many were sure and wrong, of those who said how sure they were."""
    lures: Mapping[str, int]
    """Wrong answers and how often they were given, the commonest first."""


class Findings(Struct, frozen=True):
    """Everything that an analysis comes to."""

    terms: tuple[str, ...]
    subjects: tuple[Subject, ...]
    questions: tuple[Question, ...] = ()


def sum_shares(terms: Mapping[str, Share]) -> Share:
    """Return the share over all terms."""
    return Share(sum(share.count for share in terms.values()), sum(share.of for share in terms.values()))
