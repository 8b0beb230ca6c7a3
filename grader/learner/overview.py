"""Where a learner stands: the work on each exercise, how the concepts sit, what is due, and one next step.

Read off what is there (files, the last reports, the quiz's cards); nothing is graded and nothing is written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

from grader import course
from grader.course.data_folder import get_data_file
from grader.errors import BrokenShelf, KitError, NoWorkspace
from grader.learner import workspace
from grader.model import Exercise

if TYPE_CHECKING:
    from grader.learner.history import LastReport
    from grader.quiz.schedule import Card

State = Literal["absent", "untouched", "begun", "graded", "changed", "solved"]
"""No file here; as it came; written in and never graded; graded as it is; changed since; every law held."""
ConceptState = Literal["new", "due", "fresh", "settled"]
"""Not met yet; to be asked today; met and not due; met and likely to be remembered for weeks."""
SETTLED_STABILITY = 21.0
"""Days of FSRS stability (recall still at 90 %) from which a concept counts as settled."""


class Work(Struct, frozen=True):
    """One exercise and the learner's file of it."""

    exercise: Exercise
    state: State
    path: Path | None = None
    """The file, where there is one."""
    score: float | None = None
    """Of the last grading; of an earlier text of the file where the state is `changed`."""
    max_score: float | None = None
    best: float | None = None
    """The highest score so far."""
    verdict: str = ""
    """The status of the last grading."""


class Topic(Struct, frozen=True):
    """One file of the quiz and the state of each of its concepts."""

    name: str
    title: str
    concepts: Mapping[str, ConceptState]
    """The state by the concept's title, in the bank's order."""


class Step(Struct, frozen=True):
    """One thing to do next."""

    says: str
    command: str


class Overview(Struct, frozen=True):
    """Where the learner stands in all exercises and in the quiz."""

    works: tuple[Work, ...]
    topics: tuple[Topic, ...]
    place: str
    """The folder looked into, or why there is none."""
    shown_by_code: int = 0
    """Concepts due because of what the learner's code showed."""
    next_due: date | None = None
    """The day on which the next concept comes back, where none is due."""
    next: Step = Step("", "grade")
    trouble: str = ""
    """Why the history could not be used, where it could not."""

    def count(self, state: ConceptState) -> int:
        """Count the concepts in this state."""
        return sum(each == state for topic in self.topics for each in topic.concepts.values())

    @property
    def concepts(self) -> int:
        """The number of all concepts."""
        return sum(len(topic.concepts) for topic in self.topics)


def make_overview(today: date) -> Overview:
    """Return where the learner stands on that day, seen from the current folder."""
    from grader.quiz.bank import Bank
    from grader.quiz.loading import load_bank

    last, cards, trouble = _load_history(today)
    try:
        bank = load_bank()
    except BrokenShelf as error:
        bank, trouble = Bank(()), f"{error.what} {error.mend}"
    topics = tuple(
        Topic(
            topic.name,
            topic.title,
            {concept.title: find_concept_state(cards.get(concept.id), today) for concept in topic.concepts},
        )
        for topic in bank.topics
    )
    known = [card for concept, card in cards.items() if concept in bank.concepts]
    works, place = list_works(last)
    overview = Overview(
        works,
        topics,
        place,
        shown_by_code=sum(bool(card.reason) for card in known if card.due <= today),
        next_due=min((card.due for card in known if card.due > today), default=None),
        trouble=trouble,
    )
    return replace(overview, next=_choose_next_step(overview, last))


def list_works(last: Mapping[str, LastReport] | None = None) -> tuple[tuple[Work, ...], str]:
    """Return the exercises with the learner's files, and the folder they are in, or why there is none.

    `last` holds the last reports by exercise; they are read where it is None.
    """
    trouble = ""
    if last is None:
        last, _cards, trouble = _load_history()
    exercises = course.list_exercises()
    try:
        place = f"Your files: {course.find_workspace()}"
        paths: list[Path | None] = [workspace.find_path(exercise) for exercise in exercises]
    except NoWorkspace as error:
        place = f"{error.what} {error.mend}"
        paths = [None for _ in exercises]
    works = tuple(
        _make_work(exercise, path, last.get(exercise.stem)) for exercise, path in zip(exercises, paths, strict=True)
    )
    return works, f"{place}\n{trouble}" if trouble else place


def find_concept_state(card: Card | None, today: date) -> ConceptState:
    """Return how well a concept is known on that day."""
    if card is None:
        return "new"
    if card.due <= today:
        return "due"
    if card.last is None:
        return "new"
    return "settled" if (card.stability or 0) >= SETTLED_STABILITY else "fresh"


def compute_sha256(path: Path) -> str:
    """Return the SHA-256 digest of a file, or of no bytes where it cannot be read."""
    try:
        content = path.read_bytes() if path.is_file() else b""
    except OSError:
        content = b""
    return hashlib.sha256(content).hexdigest()


def _load_history(today: date | None = None) -> tuple[dict[str, LastReport], dict[str, Card], str]:
    """Return the last reports by exercise, the quiz's cards by concept, and which of them cannot be used."""
    from grader.learner.history import open_history
    from grader.quiz.store import open_store

    if not get_data_file().is_file():
        return {}, {}, ""
    try:
        with open_history() as history, open_store() as store:
            damaged = history.list_damaged()
            trouble = f"What is remembered of {', '.join(damaged)} is damaged: grade it again." if damaged else ""
            return history.read_all(), {card.concept: card for card in store.list_cards(today)}, trouble
    except KitError as error:
        return {}, {}, f"{error.what} {error.mend}"


def _make_work(exercise: Exercise, path: Path | None, last: LastReport | None) -> Work:
    scores = {} if last is None else {"score": last.score, "max_score": last.max_score, "best": last.best}
    verdict = "" if last is None else last.status
    if path is None or not path.is_file():
        return Work(exercise, "absent", None, verdict=verdict, **scores)
    if _is_untouched(exercise, path):
        state: State = "untouched"
    elif last is None or last.status == "not_started":
        state = "begun"
    elif last.sha256 != compute_sha256(path):
        state = "changed"
    else:
        state = "solved" if last.status == "passed" else "graded"
    return Work(exercise, state, path, verdict=verdict, **scores)


def _is_untouched(exercise: Exercise, path: Path) -> bool:
    """Tell whether a file is as it came: a .py file by its text, a notebook by how many functions still raise.

    Where the learner's file is the shelf's own stub, there is no other text to compare: it is taken as a notebook is.
    """
    stub = course.locate_stub(exercise)
    try:
        source = path.read_bytes()
    except OSError:
        return False
    if path.suffix == ".py" and not path.samefile(stub):
        return workspace.has_same_lines(source, stub.read_bytes())
    return source.count(b"raise NotImplementedError") >= len(exercise.functions)


def _choose_next_step(overview: Overview, last: Mapping[str, LastReport]) -> Step:
    """Choose what to do next: work that was begun before questions that are due, those before what is new."""
    if all(work.state == "absent" for work in overview.works):
        return _make_folder_step(last)
    begun = [work for work in overview.works if work.path is not None and work.state in ("begun", "changed", "graded")]
    if begun:
        return _make_grading_step(max(begun, key=lambda work: _find_change_time(work, last)))
    if due := overview.count("due"):
        return Step(f"Answer what is due in the quiz ({due} concept{'s' * (due != 1)}).", "grade quiz")
    for work in overview.works:
        if work.path is not None and work.state == "untouched":
            needs = f" {course.load_front_matter(work.exercise).needs}".rstrip()
            says = f"Open {work.path.name}, write its first function, then grade it.{needs}"
            return Step(says, f"grade {work.exercise.number}")
    for work in overview.works:
        number = work.exercise.number
        if work.state == "absent":
            return Step(f"The file of exercise {number} is not here; this lays it out again.", f"grade reset {number}")
    return _make_last_step(overview)


def _make_grading_step(work: Work) -> Step:
    number, path = work.exercise.number, work.path
    assert path is not None
    if work.state == "graded":
        return Step(f"Mend what the report of exercise {number} named, save, and grade it again.", f"grade {number}")
    why = "changed since it was graded" if work.state == "changed" else "begun and not graded yet"
    return Step(f"{path.name} is {why}: see what its numbers say.", f"grade {number}")


def _make_folder_step(last: Mapping[str, LastReport]) -> Step:
    """Return the step to the folder that was graded last, where it is still there; else to a fresh one."""
    for report in sorted(last.values(), key=lambda report: report.at, reverse=True):
        path = Path(report.report.submission.origin)
        folder = path.parent.parent if path.parent.name == "exercises" else path.parent
        if path.is_absolute() and path.is_file():
            quoted = f'"{folder}"' if " " in str(folder) else str(folder)
            return Step("Your files stand in another folder. Go there:", f"cd {quoted}")
    return Step("There are no exercises here yet. Lay out a folder of your own, and go there.", "grade start fallline")


def _make_last_step(overview: Overview) -> Step:
    if waiting := overview.count("new"):
        return Step(f"Every exercise is solved. The quiz has {waiting} concepts you have not met.", "grade quiz")
    when = f" until {overview.next_due:%A, %d %B}" if overview.next_due else ""
    return Step(f"Every exercise is solved, and nothing is due{when}. Look at what stayed.", "grade quiz --stats")


def _find_change_time(work: Work, last: Mapping[str, LastReport]) -> float:
    """Return when the file was written or graded, whichever came later, in seconds since 1970."""
    report = last.get(work.exercise.stem)
    try:
        graded_at = datetime.fromisoformat(report.at).timestamp() if report is not None else 0.0
    except (ValueError, OverflowError):
        graded_at = 0.0
    return max(_read_write_time(work.path), graded_at)


def _read_write_time(path: Path | None) -> float:
    return path.stat().st_mtime if path is not None and path.is_file() else 0.0
