"""What `grade watch` and `grade 3 --watch` put together; imported only when one of them runs."""

from __future__ import annotations

import hashlib
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from grader import course
from grader.errors import KitError, NoWorkspace
from grader.learner import workspace
from grader.model import Exercise
from grader.screen import console
from grader.screen.terminal import wants_plain
from grader.screen.watch.driver import Events, WatchLoop
from grader.screen.watch.frontends import Frontend, LineFrontend, ScreenFrontend
from grader.watch.events import Faulted, Graded, Message, Saved
from grader.watch.file_watcher import FileWatcher
from grader.watch.files import WatchedFiles, watch_workspace
from grader.watch.grading_thread import GradingThread
from grader.watch.session import WatchSession

if TYPE_CHECKING:
    from grader.model import Demand


def watch(
    exercise: Exercise | None,
    submission: Path | None = None,
    *,
    seed: int = 0,
    timeout: float = 2.0,
    walls: Demand | None = None,
    poll: bool = False,
) -> int:
    """Watch a draft, or else the learner's own file, until somebody leaves; return the exit code."""
    from grader.sandbox import Limits

    shelf = course.list_exercises()
    folder = course.find_workspace() if submission is None else Path()
    solved = _list_solved(shelf, folder) if submission is None else set()
    chosen = exercise or _find_first(shelf, solved)
    place = submission.resolve() if submission is not None else workspace.find_path(chosen)
    files = WatchedFiles({place: chosen}) if submission is not None else watch_workspace(folder, shelf)
    missing = [str(each) for each in files.folders if not each.is_dir()]
    if missing:
        raise KitError(f"There is no folder {missing[0]}.", "Name a file in a folder that is there.")

    events = Events()
    thread = GradingThread(
        lambda report: events.put(Graded(report)),
        lambda error: events.put(Faulted(error)),
        seed=seed,
        limits=Limits.for_call(timeout),
        no_less=walls or "process",
        pictures=not wants_plain(),
    )
    watcher = FileWatcher(
        files.folders,
        files.read_marks,
        lambda: events.put(Saved()),
        lambda words: events.put(Message(words)),
        poll=poll,
    )
    home = None if submission is not None else lambda each: _find_home(each, folder)
    session = WatchSession(chosen, place, files, thread, shelf=shelf, home=home)
    session.add_solved(solved)
    try:
        _sit_down(session, _make_frontend(), events)
    finally:
        watcher.close()
        thread.close()
    return 0


def _sit_down(session: WatchSession, frontend: Frontend, events: Events) -> None:
    """Run the loop, and leave the terminal as it was before, whatever ended it."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _leave)
    loop = WatchLoop(session, frontend, events, ask_quiz=lambda: _ask_questions(session.view.exercise), show_list=_list)
    try:
        frontend.open(session.view)
        loop.run()
    finally:
        frontend.close(session.view)


def _leave(number: int, frame: object) -> None:  # noqa: ARG001
    raise SystemExit(128 + number)


def _make_frontend() -> Frontend:
    made = console.make()
    if wants_plain():
        return LineFrontend(made, keys=sys.stdin.isatty())
    return ScreenFrontend(made)


def _find_first(shelf: tuple[Exercise, ...], solved: set[str]) -> Exercise:
    """Return the first exercise that has not passed; the last one where all have."""
    return next((each for each in shelf if each.stem not in solved), shelf[-1])


def _list_solved(shelf: tuple[Exercise, ...], folder: Path) -> set[str]:
    """Return the stems of exercises whose file is still the one that passed."""
    from grader.learner.history import open_history

    try:
        with open_history() as memory:
            passed = {stem: last.sha256 for stem, last in memory.read_all().items() if last.status == "passed"}
    except KitError:
        return set()
    return {each.stem for each in shelf if each.stem in passed and _hash(_find_home(each, folder)) == passed[each.stem]}


def _hash(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _find_home(exercise: Exercise, folder: Path) -> Path:
    """Return where the learner's file stands, or would stand if there is none."""
    try:
        return workspace.find_path(exercise, folder)
    except NoWorkspace:
        return folder / f"{exercise.stem}.py"


def _ask_questions(exercise: Exercise) -> None:
    """Ask one sitting with the questions of this exercise, or with what is due where it has none."""
    from grader.cli import _quiz

    bank = _quiz.load_bank()
    _quiz.sit(bank, bank.find_topic(exercise.name), False, False, None, wants_plain(), None)


def _list() -> None:
    from grader.cli.list import command

    command.main([], standalone_mode=False)
