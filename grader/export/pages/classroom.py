"""The class's page: how it did, where it lost points, which ideas it holds, and what a teacher may want to see."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from markupsafe import Markup
from msgspec import Struct

from grader.export.pages.class_stats import (
    LOOK_AT,
    UNNAMED,
    ClassStats,
    ExerciseStats,
    HeldIdea,
    LawCounts,
    ListedSubmission,
    SubmissionList,
)
from grader.export.pages.filenames import quote_name
from grader.export.pages.rendering import render
from grader.export.pages.svg import Pictures, draw_bar, draw_stack
from grader.export.pages.wording import LATE, STATUSES, make_exercise_title
from grader.text import format_count, format_number, format_points
from grader.view.titles import FINDING_TITLES, capitalize_name

RARE_STATUSES = frozenset({"set_aside"})
MAX_LAWS = 12
"""Lost laws that are shown before a click."""
MAX_COMMON_IDEAS = 6
"""Ideas that the top of the page shows."""
BINS = 10
"""Bars of the spread below a full score, which has a bar of its own."""


class Person(Struct, frozen=True):
    """A student and the link to their page."""

    name: str
    href: str


class Law(Struct, frozen=True):
    """One law, and how many students lost it."""

    says: str
    function: str
    lost: int
    judged: int
    bar: Markup


class Idea(Struct, frozen=True):
    """One idea, and the students who hold it."""

    id: str
    name: str
    says: str
    count: int
    """The number of programs that hold it."""
    share: str
    bar: Markup
    people: Sequence[Person]


class FunctionIdeas(Struct, frozen=True):
    """The ideas met in one function, the commonest first."""

    function: str
    ideas: Sequence[Idea]


class Part(Struct, frozen=True):
    """One exercise."""

    anchor: str
    title: str
    counts: Mapping[str, int]
    """Status → number of submissions."""
    handed: int
    median: str
    stack: Markup
    spread: Markup | None
    spread_text: str
    """The spread in a sentence."""
    laws: Sequence[Law]
    more_laws: Sequence[Law]
    unfailed: int
    """The number of laws that nobody lost."""
    idea_groups: Sequence[FunctionIdeas]
    named: Sequence[tuple[str, Sequence[Person]]]
    """(title, students) of lists: late, not started, not handed in."""


class Entry(Struct, frozen=True):
    """A row of a list of submissions."""

    person: Person
    exercise: str
    function: str
    says: str
    seconds: str = ""
    bar: Markup | None = None


class Listing(Struct, frozen=True):
    """A list of submissions, perhaps not all of them."""

    title: str
    total: int
    rows: Sequence[Entry]


def render_page(stats: ClassStats, files: Mapping[str, str], titles: Mapping[str, str], folder: str) -> str:
    """Return the class's page; `files` are the students' pages by id, in `folder` beside it."""
    people = {id: Person(name, f"{folder}/{quote_name(files[id])}.html") for id, name in stats.people.items()}
    pictures = Pictures()
    stems = sorted(stats.exercises)
    met_statuses = {status for exercise in stats.exercises.values() for status in exercise.statuses}
    # A rare status has a column only where a submission has it.
    statuses = {
        status: sign_and_words
        for status, sign_and_words in STATUSES.items()
        if status in met_statuses or status not in RARE_STATUSES
    }
    parts = [_make_part(index, stem, stats, people, titles, pictures, statuses) for index, stem in enumerate(stems, 1)]

    def make_listing(title: str, submissions: SubmissionList) -> Listing:
        """Return a list of submissions with its title."""
        rows = [_make_entry(submission, people, titles) for submission in submissions.first]
        return Listing(title, submissions.total, rows)

    return render(
        "class.html",
        title="Class overview",
        people=format_count(len(people), "student"),
        parts=parts,
        statuses=statuses,
        widely=_list_common_ideas(parts),
        look_at=[make_listing(FINDING_TITLES[id], stats.look_at[id]) for id in LOOK_AT if id in stats.look_at],
        unreadable=make_listing(STATUSES["unreadable"][1], stats.unreadable),
        slowest=_list_slowest(stats, people, titles),
        everybody=sorted(people.values(), key=lambda person: person.name.casefold()),
    )


def _make_part(
    number: int,
    stem: str,
    stats: ClassStats,
    people: Mapping[str, Person],
    titles: Mapping[str, str],
    pictures: Pictures,
    statuses: Iterable[str],
) -> Part:
    """Return one exercise; `number` distinguishes its anchor from the others'."""
    exercise, title = stats.exercises[stem], make_exercise_title(stem, titles)
    handed = exercise.statuses.total()
    ran = exercise.scores.total()
    laws = sorted(exercise.laws.values(), key=lambda law: -law.lost)
    lost = [law for law in laws if law.lost]
    return Part(
        anchor=f"part-{number}",
        title=title,
        counts={status: exercise.statuses[status] for status in statuses},
        handed=handed,
        median=format_points(compute_quantile(exercise.scores, 0.5)) if ran else "–",
        stack=draw_stack((exercise.statuses[status] / handed, status) for status in STATUSES),
        spread=_draw_spread(exercise, title, pictures) if ran else None,
        spread_text=_describe_spread(exercise) if ran else "",
        laws=[_make_law(law) for law in lost[:MAX_LAWS]],
        more_laws=[_make_law(law) for law in lost[MAX_LAWS:]],
        unfailed=len(laws) - len(lost),
        idea_groups=_group_ideas(exercise.ideas.values(), ran, people),
        named=[
            (LATE if status == "late" else STATUSES[status][1], [people[id] for id in exercise.named[status]])
            for status in ("late", "not_started", "absent")
            if status in exercise.named
        ],
    )


def _make_law(law: LawCounts) -> Law:
    """Return a law with its bar."""
    return Law(law.says, law.function, law.lost, law.judged, draw_bar(law.lost / law.judged, "bad"))


def _list_common_ideas(parts: Sequence[Part]) -> list[tuple[Part, str, Idea]]:
    """Return (exercise, function, idea) of the ideas that most programs hold, whatever the exercise."""
    entries = [
        (part, group.function, idea) for part in parts for group in part.idea_groups for idea in group.ideas if idea.id
    ]
    return sorted(entries, key=lambda entry: -entry[2].count)[:MAX_COMMON_IDEAS]


def compute_quantile(values: Counter[float], share: float) -> float:
    """Return the value below which that share of the counted values lies; between two neighbours, their mean.

    Hyndman & Fan 1996, definition 2.
    """
    ordered = sorted(values)
    cumulated = list(accumulate(values[value] for value in ordered))
    target = share * cumulated[-1]
    index = bisect_left(cumulated, target)
    return (
        (ordered[index] + ordered[index + 1]) / 2
        if cumulated[index] == target and index + 1 < len(ordered)
        else ordered[index]
    )


def _draw_spread(exercise: ExerciseStats, title: str, pictures: Pictures) -> Markup:
    """Draw how the points are spread, with the median marked."""
    max_score = exercise.max_score or 1.0
    bins = [0] * (BINS + 1)
    for score, amount in exercise.scores.items():
        bins[min(BINS, int(BINS * score / max_score + 1e-9))] += amount
    edges = [format_points(max_score * edge / BINS) for edge in range(BINS)]
    labels = [f"{edge}+" if edge != "0" else "0+" for edge in edges] + [f"all {format_points(max_score)}"]
    median = compute_quantile(exercise.scores, 0.5)
    # Bars stand at equal distances, and a full score lies in the middle of the last one.
    position = median / max_score * BINS if median < max_score else BINS + 0.5
    marked = (position / (BINS + 1), f"median {format_points(median)}")
    return pictures.draw_histogram(f"{title}: how the points are spread", list(zip(labels, bins, strict=True)), marked)


def _describe_spread(exercise: ExerciseStats) -> str:
    """Describe in a sentence how the points are spread."""
    low, middle, high = (format_points(compute_quantile(exercise.scores, share)) for share in (0.25, 0.5, 0.75))
    middle_half = f"half of them have between {low} and {high}" if low != high else f"half of them have {low}"
    submissions = format_count(exercise.scores.total(), "submission")
    return (
        f"{submissions} with code that ran, of {format_points(exercise.max_score)} points: the median is {middle}, "
        f"{middle_half}."
    )


def _group_ideas(held_ideas: Iterable[HeldIdea], ran: int, people: Mapping[str, Person]) -> list[FunctionIdeas]:
    """Return the ideas by function; numbers without a known idea stand last, for they are many ideas or none."""
    functions: dict[str, list[HeldIdea]] = {}
    for idea in held_ideas:
        functions.setdefault(idea.function, []).append(idea)
    ordered = sorted(functions.items(), key=lambda item: -sum(idea.count for idea in item[1]))
    return [
        FunctionIdeas(
            function,
            [
                _make_idea(idea, ran, people)
                for idea in sorted(ideas, key=lambda idea: (idea.id == UNNAMED, -idea.count, idea.id))
            ],
        )
        for function, ideas in ordered
    ]


def _make_idea(idea: HeldIdea, ran: int, people: Mapping[str, Person]) -> Idea:
    """Return an idea with the share that holds it; `ran` submissions had code that ran."""
    name, says = idea.name or idea.id, idea.says
    if idea.id == UNNAMED:
        name, says = "no known idea", "These numbers come from none of the ideas that the kit knows, alone or in pairs."
    return Idea(
        id=idea.id,
        name=capitalize_name(name),
        says=says,
        count=idea.count,
        share=f"{100 * idea.count / ran:.0f} %",
        bar=draw_bar(idea.count / ran, "idea" if idea.id != UNNAMED else "quiet"),
        people=[people[id] for id in idea.student_ids],
    )


def _make_entry(submission: ListedSubmission, people: Mapping[str, Person], titles: Mapping[str, str]) -> Entry:
    """Return a row of a list of submissions."""
    return Entry(
        people[submission.student_id],
        make_exercise_title(submission.exercise, titles),
        submission.function,
        submission.says,
    )


def _list_slowest(stats: ClassStats, people: Mapping[str, Person], titles: Mapping[str, str]) -> list[Entry]:
    """Return the rows of the submissions that took longest to grade."""
    slowest = stats.list_slowest()
    longest = max((seconds for seconds, _ in slowest), default=0.0) or 1.0
    return [
        Entry(
            people[submission.student_id],
            make_exercise_title(submission.exercise, titles),
            "",
            STATUSES.get(submission.says, ("", submission.says))[1],
            f"{format_number(seconds, 3)} s",
            draw_bar(seconds / longest, "quiet"),
        )
        for seconds, submission in slowest
    ]
