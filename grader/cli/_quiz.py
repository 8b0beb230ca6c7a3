"""What the options of `grade quiz` call; imported only when that command runs."""

from __future__ import annotations

import json
import secrets
import sys
from collections import deque
from datetime import datetime
from pathlib import Path

import click

from grader.cli._near import find_closest
from grader.course import locate_shelf
from grader.errors import KitError
from grader.model import Exercise
from grader.quiz import loading, session
from grader.quiz.bank import Bank, Question, Topic
from grader.quiz.store import Store, open_store
from grader.screen import terminal
from grader.screen.quiz import driver

USUAL = 10
"""Questions in a sitting."""
SUFFIXES = {"gift": ".gift.txt", "qti": ".zip", "anki": ".apkg"}


def read_clock() -> datetime:
    """Return the learner's local time."""
    return datetime.now().astimezone()


def load_bank() -> Bank:
    """Load the bank from its shelf; raises KitError where a course has none."""
    bank = loading.load_bank()
    if not bank.topics:
        raise KitError(
            "This course has no questions yet.", f"They would stand in {locate_shelf('quizzes')}, as NAME.toml."
        )
    return bank


def find_topic(bank: Bank, word: str) -> Topic:
    """Return the topic of that name; raises KitError that names those there are."""
    topic = bank.find_topic(word)
    if topic is None:
        near = find_closest(word, [topic.name for topic in bank.topics])
        names = ", ".join(topic.name for topic in bank.topics)
        mend = f"Did you mean `grade quiz {near}`?" if near else f"The topics are {names}."
        raise KitError(f"There is no topic called {word!r}.", mend)
    return topic


def sit(
    bank: Bank, topic: Topic | None, due: bool, checkpoints: bool, count: int | None, plain: bool, seed: int | None
) -> int:
    """Ask one sitting, and return the exit code."""
    plain = plain or terminal.wants_plain()
    with open_store() as store:
        _tell_damage(store)
        today, stem = read_clock().date(), topic.stem if topic else None
        if checkpoints:
            turns = session.list_checkpoint_turns(bank, count)
        elif due:
            turns = session.list_due_turns(bank, store, today, topic.questions if topic else None)[: count or USUAL]
        else:
            turns = session.plan_sitting(
                bank, store, today, topic=stem, count=count or USUAL, worked_on=find_last_exercise()
            )
        if not turns:
            driver.show_nothing_due(bank, store, read_clock(), plain)
            return 0
        begun = seed if seed is not None else secrets.randbelow(2**31)
        finished = driver.run(session.Sitting(bank, store, read_clock, deque(turns), begun), plain)
    return 0 if finished else 130


def sit_mine(bank: Bank, word: str | None, plain: bool, seed: int | None) -> int:
    """Ask one sitting about the learner's own code of an exercise, and return the exit code."""
    from grader import course

    exercise = course.find_exercise(word or find_last_exercise() or "1")
    begun = seed if seed is not None else secrets.randbelow(2**31)
    questions = make_own_questions(bank, exercise, begun)
    plain = plain or terminal.wants_plain()
    with open_store() as store:
        _tell_damage(store)
        turns = deque(session.QuizTurn(question, "practice") for question in questions)
        finished = driver.run(session.Sitting(bank, store, read_clock, turns, begun), plain)
    return 0 if finished else 130


def make_own_questions(bank: Bank, exercise: Exercise, seed: int) -> list[Question]:
    """Return questions about the file that passed; raises KitError where none has, or none can be made."""
    from grader import course
    from grader.diagnosis import load_families
    from grader.execution.session import SubmissionSession
    from grader.learner import workspace
    from grader.learner.history import open_history
    from grader.learner.overview import compute_sha256
    from grader.learner.own_questions import make_own_questions
    from grader.sandbox import open_sandbox
    from grader.submission import read_submission
    from grader.surroundings import require_processes

    require_processes()
    place = workspace.find_path(exercise)
    with open_history() as memory:
        last = memory.find_last(exercise.stem)
    if last is None or last.status != "passed" or last.sha256 != compute_sha256(place):
        what = f"{place.name} has not passed as it is."
        raise KitError(what, f"`grade {exercise.number}` first; then there are questions about your own numbers.")
    sandbox = open_sandbox()
    examined = SubmissionSession(read_submission(exercise, place), course.read_parameters(exercise), sandbox, seed=seed)
    try:
        questions = make_own_questions(examined, load_families(exercise), bank, seed)
    finally:
        examined.end()
        sandbox.close()
    if not questions:
        raise KitError(f"No question can be made about {place.name}.", f"Try `grade quiz {exercise.name}`.")
    return questions


def find_last_exercise() -> str:
    """Return the stem of the exercise graded last; empty where there is none, or the memory cannot be used."""
    from grader.learner.history import open_history

    try:
        with open_history() as memory:
            return max(memory.read_all().values(), key=lambda last: last.at).exercise
    except (KitError, ValueError):
        return ""


def show(bank: Bank, stats: bool, plain: bool) -> None:
    """Show what `--stats` or `--topics` asks for."""
    plain = plain or not sys.stdout.isatty()
    with open_store() as store:
        _tell_damage(store)
        (driver.show_statistics if stats else driver.show_topics)(bank, store, read_clock(), plain)


def _tell_damage(store: Store) -> None:
    """Say on stderr that some of the log cannot be read."""
    many = store.count_damaged()
    if many:
        what = "1 answer of your progress is" if many == 1 else f"{many} answers of your progress are"
        click.echo(f"grade: {what} damaged and left out; the rest counts.", err=True)


def preview_file(path: Path, plain: bool) -> int:
    """Show the questions of a file, as `--preview` asks; return 1 when the file has faults."""
    if not path.is_file():
        raise KitError(f"There is no file {path}.", "Name a question file (.toml).")
    bank, faults = loading.check_files([path])
    driver.show_preview(bank, faults, plain or not sys.stdout.isatty())
    return 1 if faults else 0


def export(bank: Bank, topic: Topic | None, system: str, to: Path | None) -> None:
    """Write the questions for another system, and tell which of them it cannot hold."""
    import importlib

    chosen = Bank((topic,)) if topic else bank
    target = to or Path(f"fallline-{topic.name if topic else 'quiz'}{SUFFIXES[system]}")
    left_out = importlib.import_module(f"grader.export.{system}").write(chosen, target)
    ids = {question.id for question in chosen}
    # A question in several parts counts as left out where any part is.
    parts = {word for name, _ in left_out for word in (name, name.rpartition("-")[0])}
    lost = ids & parts
    click.echo(f"{target}: {len(ids) - len(lost)} of {len(ids)} questions, {len(lost) or 'none'} left out.")
    for identifier, why in left_out:
        click.echo(f"  {identifier}: {why}")


def write_page(bank: Bank, topic: Topic | None, path: Path, seed: int | None) -> None:
    """Write the questions of a topic, or of the whole bank, as one page."""
    from grader.export.pages import quiz_page
    from grader.storage.files import save_file

    questions = topic.questions if topic else tuple(bank)
    drawn = secrets.randbelow(2**31) if seed is None else seed
    save_file(path, quiz_page.render_page(bank, topic.title if topic else "Fallline", questions, drawn).encode("utf-8"))
    click.echo(f"{path}: {len(questions)} questions. It needs no network; open it in a browser.")


def _describe_tries() -> list[dict[str, object]]:
    from grader.learner.history import open_history

    with open_history() as memory:
        return memory.list_tries()


def move_progress(export_to: Path | None, import_from: Path | None) -> None:
    """Take in what another machine exported, then export."""
    with open_store() as store:
        if import_from is not None:
            try:
                data = json.loads(import_from.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise KitError(
                    f"{import_from} cannot be read: {error}.", "Name a file that --export-progress wrote."
                ) from error
            click.echo(f"{store.merge(data)} new entries from {import_from}.")
        if export_to is not None:
            dump = {**store.dump(), "exercises": _describe_tries()}
            try:
                export_to.write_text(json.dumps(dump, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
            except OSError as error:
                raise KitError(f"{export_to} cannot be written: {error}.", "Name another place.") from error
            click.echo(f"{len(dump['answers'])} answers written to {export_to}.")
