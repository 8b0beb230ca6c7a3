"""The nouns of the quiz. A question is data; nothing here computes or prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

Kind = Literal["choice", "many", "number", "order", "predict", "free"]
KINDS: tuple[Kind, ...] = ("choice", "many", "number", "order", "predict", "free")

Value = float | str | bool | tuple["Value", ...]
"""What a formula of the bank evaluates to."""


class Concept(Struct, frozen=True):
    """One idea, one card of the schedule; its questions take turns."""

    id: str
    title: str
    topic: str
    """The stem of the file it stands in."""
    misconceptions: tuple[str, ...] = ()
    """Ids of misconceptions that say this idea is not there yet; `MO-*` stands for a whole family."""


class Choice(Struct, frozen=True):
    """One answer to pick."""

    text: str
    because: str
    """Why it is right, or which idea leads here and where that idea fails."""
    right: bool = False
    misconception: str | None = None
    value: str | float | None = None
    """What it claims, where the question has a formula that decides which claim is true."""


class WrongNumber(Struct, frozen=True):
    """A number that a known wrong idea produces."""

    compute: str
    """The formula of that idea."""
    because: str
    answer: tuple[float, ...] = ()
    """Its value at the standard parameters, written beside the formula."""
    misconception: str | None = None


class RubricIdea(Struct, frozen=True):
    """One idea of a rubric; a keyword found in the answer ticks it, as a help."""

    idea: str
    keywords: tuple[str, ...]


class Fact(Struct, frozen=True):
    """A formula that must come out true, so that what the texts say stays so; in every case that is drawn."""

    holds: str
    setting: str = ""
    """Where it holds, in words of the prompt or of the explanations: what the formula simulates."""
    over: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """Further numbers, each in every one of these values: what the texts leave open."""


class PictureCall(Struct, frozen=True):
    """Which picture, of what; the values are formulas."""

    draw: str
    arguments: Mapping[str, str]
    before: bool = False
    """Shown with the question, not only with its explanation."""


class Question(Struct, frozen=True):
    """One question as its author wrote it; `asking.ask` makes of it what a learner sees."""

    id: str
    kind: Kind
    concept: str
    topic: str
    section: str
    """Where the source documents speak of it: `S1.11`, `S2.eps`, `CP1`."""
    prompt: str
    because: str
    source: str = ""
    """Who says so, where it is contested or somebody's finding."""
    checkpoint: str = ""
    """`CP1` … `CP4` when it belongs to an intuition checkpoint."""
    parameters: Mapping[str, float] = field(default_factory=dict)
    """The standard numbers; formulas and `{…}` in texts may use them."""
    draw: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    """From which values a learner's own numbers are drawn."""
    compute: str = ""
    """The formula of the answer."""
    answer: tuple[float, ...] = ()
    """Its value at the standard parameters, written beside the formula."""
    relative: float = 0.01
    absolute: float = 0.0
    unit: str = ""
    wrong: tuple[WrongNumber, ...] = ()
    choices: tuple[Choice, ...] = ()
    fixed: bool = False
    """The choices keep their order."""
    items: tuple[str, ...] = ()
    """In the right order."""
    by: tuple[str, ...] = ()
    """The formulas that give the order, one for each item, with rising values."""
    model: str = ""
    """A model answer."""
    rubric: tuple[RubricIdea, ...] = ()
    facts: tuple[Fact, ...] = ()
    picture: PictureCall | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    """Where in its file each key stands."""

    @property
    def asks_for_numbers(self) -> bool:
        """Whether the learner types numbers (a prediction may also be a choice)."""
        return self.kind == "number" or (self.kind == "predict" and not self.choices)


class Topic(Struct, frozen=True):
    """One file of the bank."""

    stem: str
    """The exercise's stem where there is an exercise of it."""
    title: str
    path: Path
    concepts: tuple[Concept, ...]
    questions: tuple[Question, ...]
    order: float = 1000
    """Topics are met in this order; an exercise's topic at ten times its number."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """Where in the file each table and key stands."""

    @property
    def names(self) -> set[str]:
        """Every word by which `grade quiz` knows the topic."""
        number = self.stem.partition("_")[0].removeprefix("exercise")
        known = {self.stem, self.name}
        if number.isdigit():
            known |= {number, str(int(number)), f"exercise{number}", f"exercise{int(number)}"}
        return known

    @property
    def name(self) -> str:
        """`momentum` of `exercise02_momentum`: what a learner types."""
        head, _, tail = self.stem.partition("_")
        return tail if head.startswith("exercise") and tail else self.stem


class Bank(Struct, frozen=True):
    """All topics, in the order in which one meets them."""

    topics: tuple[Topic, ...]

    def __iter__(self) -> Iterator[Question]:
        """Yield every question, topic by topic."""
        for topic in self.topics:
            yield from topic.questions

    @property
    def concepts(self) -> dict[str, Concept]:
        """Concepts by id, in the bank's order."""
        return {concept.id: concept for topic in self.topics for concept in topic.concepts}

    def list_siblings(self, concept: str) -> tuple[Question, ...]:
        """List the questions of one concept, which take turns."""
        return tuple(question for question in self if question.concept == concept)

    def find_topic(self, word: str) -> Topic | None:
        """Find the topic of that stem, name or number, or the only one whose name begins so; else None."""
        name = word.strip().lower().replace("-", "_").replace(" ", "_")
        for topic in self.topics:
            if name in topic.names:
                return topic
        matching = [topic for topic in self.topics if topic.name.startswith(name)] if name else []
        return matching[0] if len(matching) == 1 else None

    def find_concepts(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Find the concepts behind misconception ids, each once.

        They are those that name the id, else those that name its whole family, else the first with such a wrong answer.

        An id that the bank does not know leads nowhere; that is no error.
        """
        concepts = [concept for identifier in ids for concept in self._find_concepts_behind(identifier)]
        return tuple(dict.fromkeys(concepts))

    def _find_concepts_behind(self, identifier: str) -> tuple[str, ...]:
        family = identifier.partition("-")[0] + "-*"
        for name in (identifier, family):
            naming = tuple(concept.id for concept in self.concepts.values() if name in concept.misconceptions)
            if naming:
                return naming
        tagged = [question.concept for question in self if identifier in list_misconceptions(question)]
        return tuple(tagged[:1])


def list_misconceptions(question: Question) -> tuple[str, ...]:
    """List the misconception ids that a question's wrong answers carry."""
    tagged: list[Choice | WrongNumber] = [*question.choices, *question.wrong]
    return tuple(answer.misconception for answer in tagged if answer.misconception)
