"""`grade list`: the exercises and where your files stand."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader import course, workspace
from grader.errors import NoWorkspace

if TYPE_CHECKING:
    from grader.screen.listing import State


@click.command(epilog="\b\nExample:\n  grade list")
def command() -> None:
    """Show the exercises and where your files stand."""
    show()


def show(*, advice: bool = False) -> None:
    """The list, with a word on what to do next where asked for."""
    from grader.screen import console
    from grader.screen.listing import listing

    states, place = _states()
    then = "\n".join(filter(None, (_advice(states), _due()))) if advice else ""
    console.make().print(listing(course.exercises(), states, place=place, then=then))


def _due() -> str:
    """How much the quiz would ask today; nothing where there is no memory yet, or none that can be used."""
    from datetime import datetime

    from grader.database import data_folder
    from grader.errors import KitError
    from grader.quiz.store import progress

    if not (data_folder() / "fallline.sqlite3").is_file():
        return ""
    try:
        with progress() as store:
            due = [card for card in store.cards() if card.due <= datetime.now().astimezone().date()]
    except KitError:
        return ""
    shown = sum(bool(card.reason) for card in due)
    because = f", {shown} of them for what your code showed" if shown else ""
    return f"In today's quiz: {len(due)} concept{'s' * (len(due) != 1)}{because}. Ask with: grade quiz" if due else ""


def _states() -> tuple[dict[str, State], str]:
    try:
        folder = course.workspace()
    except NoWorkspace as error:
        return {}, f"{error.what} {error.mend}"
    solved = _solved()
    found: dict[str, State] = {}
    for exercise in course.exercises():
        path = workspace.place_of(exercise)
        found[exercise.stem] = "passed" if sha256(path) in solved else _state(path)
    return found, f"Your files: {folder}"


def _solved() -> set[str]:
    """Hashes of the learner's own files whose last report was that every law holds."""
    from grader.database import data_folder
    from grader.errors import KitError
    from grader.progress import remembered

    if not (data_folder() / "fallline.sqlite3").is_file():
        return set()
    try:
        with remembered() as memory:
            return {last.sha256 for last in memory.all().values() if last.status == "passed"}
    except KitError:
        return set()


def sha256(path: Path) -> str:
    """Of the file's bytes; of nothing where there is no file."""
    return hashlib.sha256(path.read_bytes() if path.is_file() else b"").hexdigest()


def _state(path: Path) -> State:
    """A file whose every function still raises is as it came, whatever else was written in it."""
    if not path.is_file():
        return "absent"
    shipped = course.shelf("exercises") / path.name
    held = path.read_bytes()
    if path.suffix == ".py" and not path.samefile(shipped):
        return "untouched" if held == shipped.read_bytes() else "begun"
    wanted = next(len(each.functions) for each in course.exercises() if each.stem == path.stem)
    return "untouched" if held.count(b"raise NotImplementedError") >= wanted else "begun"


def _advice(states: dict[str, State]) -> str:
    for exercise in course.exercises():
        if states.get(exercise.stem) == "begun":
            return f"Go on: grade {exercise.number}"
    for exercise in course.exercises():
        if states.get(exercise.stem) == "untouched":
            return f"Begin: open {exercise.stem}.py, then grade {exercise.number}"
    return "Begin: grade start DIR"
