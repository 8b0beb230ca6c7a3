"""The class's page: how it did, where it lost points, which ideas it holds, and what a teacher may want to see."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from markupsafe import Markup
from msgspec import Struct

from grader.export.pages.class_stats import LOOK_AT, UNNAMED, Exercise, Held, Met, Some, Tally, Tried
from grader.export.pages.filenames import address
from grader.export.pages.rendering import render
from grader.export.pages.svg import Pictures, bar, stack
from grader.export.pages.wording import LATE, STATUSES, exercise_title
from grader.text import count, number, points
from grader.view.titles import TITLES

RARE = frozenset({"set_aside"})
MOST_LAWS = 12
"""Lost laws that are shown at once."""
WIDELY = 6
"""Ideas that the top of the page tells of."""
BINS = 10
"""Bars of the spread below a full score, which has one of its own."""


class Person(Struct, frozen=True):
    """A student, and where their page is."""

    name: str
    href: str


class Law(Struct, frozen=True):
    """One law, and how many lost it."""

    says: str
    function: str
    lost: int
    judged: int
    bar: Markup


class Idea(Struct, frozen=True):
    """One idea, and who holds it."""

    id: str
    name: str
    says: str
    share: str
    bar: Markup
    who: Sequence[Person]


class Believed(Struct, frozen=True):
    """The ideas met in one function, the commonest first."""

    function: str
    ideas: Sequence[Idea]


class Part(Struct, frozen=True):
    """One exercise."""

    anchor: str
    title: str
    counts: Mapping[str, int]
    """Status → how many."""
    handed: int
    median: str
    stack: Markup
    spread: Markup | None
    told: str
    """The spread in a sentence."""
    laws: Sequence[Law]
    more_laws: Sequence[Law]
    unfailed: int
    """Laws that nobody lost."""
    believed: Sequence[Believed]
    named: Sequence[tuple[str, Sequence[Person]]]
    """(what they are called, who): late, not started, not handed in."""


class Entry(Struct, frozen=True):
    """A row of a list of submissions."""

    person: Person
    exercise: str
    function: str
    says: str
    seconds: str = ""
    bar: Markup | None = None


class Listed(Struct, frozen=True):
    """A list of submissions, perhaps not all of them."""

    title: str
    total: int
    rows: Sequence[Entry]


def page(tally: Tally, files: Mapping[str, str], titles: Mapping[str, str], folder: str) -> str:
    """The class's page; `files` are the students' pages by id, in `folder` beside it."""
    people = {id: Person(name, f"{folder}/{address(files[id])}.html") for id, name in tally.people.items()}
    pictures = Pictures()
    stems = sorted(tally.exercises)
    met = {status for exercise in tally.exercises.values() for status in exercise.statuses}
    # What is rare has a column only where it is met.
    statuses = {status: told for status, told in STATUSES.items() if status in met or status not in RARE}
    parts = [_part(place, stem, tally, people, titles, pictures, statuses) for place, stem in enumerate(stems, 1)]

    def listed(title: str, some: Some) -> Listed:
        return Listed(title, some.total, [_entry(met, people, titles) for met in some.shown])

    return render(
        "class.html",
        title="Class overview",
        people=count(len(people), "student"),
        parts=parts,
        statuses=statuses,
        widely=_widely(parts),
        look_at=[listed(TITLES[id], tally.look_at[id]) for id in LOOK_AT if id in tally.look_at],
        unreadable=listed(STATUSES["unreadable"][1], tally.unreadable),
        slowest=_slowest(tally, people, titles),
        everybody=sorted(people.values(), key=lambda person: person.name.casefold()),
    )


def _part(
    place: int,
    stem: str,
    tally: Tally,
    people: Mapping[str, Person],
    titles: Mapping[str, str],
    pictures: Pictures,
    statuses: Iterable[str],
) -> Part:
    exercise, title = tally.exercises[stem], exercise_title(stem, titles)
    handed = exercise.statuses.total()
    ran = exercise.scores.total()
    laws = sorted(exercise.laws.values(), key=lambda law: -law.lost)
    lost = [law for law in laws if law.lost]
    return Part(
        anchor=f"part-{place}",
        title=title,
        counts={status: exercise.statuses[status] for status in statuses},
        handed=handed,
        median=points(quantile(exercise.scores, 0.5)) if ran else "–",
        stack=stack((exercise.statuses[status] / handed, status) for status in STATUSES),
        spread=_spread(exercise, title, pictures) if ran else None,
        told=_told(exercise) if ran else "",
        laws=[_law(law) for law in lost[:MOST_LAWS]],
        more_laws=[_law(law) for law in lost[MOST_LAWS:]],
        unfailed=len(laws) - len(lost),
        believed=_believed(exercise.ideas.values(), ran, people),
        named=[
            (LATE if status == "late" else STATUSES[status][1], [people[id] for id in exercise.named[status]])
            for status in ("late", "not_started", "absent")
            if status in exercise.named
        ],
    )


def _law(law: Tried) -> Law:
    return Law(law.says, law.function, law.lost, law.judged, bar(law.lost / law.judged, "bad"))


def _widely(parts: Sequence[Part]) -> list[tuple[Part, str, Idea]]:
    """The ideas that most students hold, wherever: (exercise, function, idea)."""
    met = [(part, found.function, idea) for part in parts for found in part.believed for idea in found.ideas if idea.id]
    return sorted(met, key=lambda one: -len(one[2].who))[:WIDELY]


def quantile(values: Counter[float], share: float) -> float:
    """The value below which that share of the counted values lies; the mean of two neighbours where it falls between.

    Hyndman & Fan 1996, definition 2.
    """
    ordered = sorted(values)
    sums = list(accumulate(values[value] for value in ordered))
    place = share * sums[-1]
    at = bisect_left(sums, place)
    return (ordered[at] + ordered[at + 1]) / 2 if sums[at] == place and at + 1 < len(ordered) else ordered[at]


def _spread(exercise: Exercise, title: str, pictures: Pictures) -> Markup:
    most = exercise.most or 1.0
    bins = [0] * (BINS + 1)
    for score, amount in exercise.scores.items():
        bins[min(BINS, int(BINS * score / most + 1e-9))] += amount
    edges = [points(most * edge / BINS) for edge in range(BINS)]
    labels = [f"{edge}+" if edge != "0" else "0+" for edge in edges] + [f"all {points(most)}"]
    median = quantile(exercise.scores, 0.5)
    # Bars stand at equal distances, and a full score lies in the middle of the last one.
    along = median / most * BINS if median < most else BINS + 0.5
    marked = (along / (BINS + 1), f"median {points(median)}")
    return pictures.histogram(f"{title}: how the points are spread", list(zip(labels, bins, strict=True)), marked)


def _told(exercise: Exercise) -> str:
    low, middle, high = (points(quantile(exercise.scores, share)) for share in (0.25, 0.5, 0.75))
    half = f"half of them have between {low} and {high}" if low != high else f"half of them have {low}"
    ran = count(exercise.scores.total(), "submission")
    return f"{ran} with code that ran, of {points(exercise.most)} points: the median is {middle}, {half}."


def _believed(held: Iterable[Held], ran: int, people: Mapping[str, Person]) -> list[Believed]:
    """By function; numbers without a known idea stand last, for they are many ideas or none."""
    functions: dict[str, list[Held]] = {}
    for one in held:
        functions.setdefault(one.function, []).append(one)
    ordered = sorted(functions.items(), key=lambda found: -sum(len(one.who) for one in found[1]))
    return [
        Believed(
            function,
            [
                _idea(one, ran, people)
                for one in sorted(ideas, key=lambda one: (one.id == UNNAMED, -len(one.who), one.id))
            ],
        )
        for function, ideas in ordered
    ]


def _idea(held: Held, ran: int, people: Mapping[str, Person]) -> Idea:
    name, says = held.name or held.id, held.says
    if held.id == UNNAMED:
        name, says = "no known idea", "These numbers come from none of the ideas that the kit knows, alone or in pairs."
    return Idea(
        id=held.id,
        name=name[:1].upper() + name[1:],
        says=says,
        share=f"{100 * len(held.who) / ran:.0f} %",
        bar=bar(len(held.who) / ran, "idea" if held.id != UNNAMED else "quiet"),
        who=[people[id] for id in held.who],
    )


def _entry(met: Met, people: Mapping[str, Person], titles: Mapping[str, str]) -> Entry:
    return Entry(people[met.who], exercise_title(met.exercise, titles), met.function, met.says)


def _slowest(tally: Tally, people: Mapping[str, Person], titles: Mapping[str, str]) -> list[Entry]:
    slow = tally.slowest()
    longest = max((seconds for seconds, _ in slow), default=0.0) or 1.0
    return [
        Entry(
            people[met.who],
            exercise_title(met.exercise, titles),
            "",
            STATUSES.get(met.says, ("", met.says))[1],
            f"{number(seconds, 3)} s",
            bar(seconds / longest, "quiet"),
        )
        for seconds, met in slow
    ]
