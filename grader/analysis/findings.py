"""The nouns of an analysis: laws, ideas and questions over terms. A share always comes with its counts."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from grader.analysis.statistics import difference, interval

EASY, HARD = 0.95, 0.05
"""A law that more hold than the one, or fewer than the other, tells little of anybody."""
WEAK = 0.2
"""Below this a law and the rest of the exercise tell different things (Ebel & Frisbie, 1991, p. 232)."""
FEWEST = 20
"""Students below which nothing is remarked on."""


class Share(Struct, frozen=True):
    """How many of how many."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        """The share, 0 to 1; None of nobody."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """Its 95 % interval."""
        return interval(self.count, self.of)


class Law(Struct, frozen=True):
    """One law of a suite as an item of a test."""

    id: str
    function: str
    says: str
    terms: Mapping[str, Share]
    """By term: who kept it, of whom it could be judged."""
    discrimination: float | None
    """Correlation with the rest of the exercise; None where it cannot be told."""

    @property
    def whole(self) -> Share:
        """All terms together."""
        return together(self.terms)

    @property
    def remark(self) -> str:
        """What an author would look at, in a few words; empty where nothing is."""
        held = self.whole
        if held.of < FEWEST or held.share is None:
            return ""
        if held.share > EASY:
            return "nearly everybody keeps it"
        if held.share < HARD:
            return "hardly anybody keeps it"
        if self.discrimination is not None and self.discrimination < WEAK:
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
    """By term: whose code shows it, of those whose code ran."""
    students: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By term, where names were asked for."""

    @property
    def whole(self) -> Share:
        """All terms together."""
        return together(self.terms)

    @property
    def change(self) -> tuple[float, float] | None:
        """The interval of the last term's share less the first's; None where there is one term."""
        shares = list(self.terms.values())
        if len(shares) < 2 or not shares[0].of or not shares[-1].of:
            return None
        return difference((shares[-1].count, shares[-1].of), (shares[0].count, shares[0].of))


class Subject(Struct, frozen=True):
    """One exercise over all terms."""

    exercise: str
    title: str
    students: Mapping[str, int]
    """By term: whose code ran."""
    passed: Mapping[str, Share]
    alpha: float | None
    """Cronbach's alpha: how far its laws measure one thing."""
    laws: tuple[Law, ...]
    pairs: tuple[Pair, ...]
    ideas: tuple[Idea, ...]
    """The commonest first."""
    unnamed: Share
    """Who failed with numbers that no idea has, of those who failed."""
    tries: float | None = None
    """Median number of gradings until it passed, from learners' exported progress."""


class Question(Struct, frozen=True):
    """One question of the quiz, from learners' exported progress."""

    id: str
    concept: str
    right: Share
    confident: Share
    """Who was sure and wrong, of those who said how sure they were."""
    lures: Mapping[str, int]
    """Wrong answers and how often they were given, the commonest first."""


class Findings(Struct, frozen=True):
    """All of it."""

    terms: tuple[str, ...]
    subjects: tuple[Subject, ...]
    questions: tuple[Question, ...] = ()


def together(terms: Mapping[str, Share]) -> Share:
    """Return the share over all terms."""
    return Share(sum(one.count for one in terms.values()), sum(one.of for one in terms.values()))
