"""`grade watch` as a learner has it: the real command, a real terminal or pipe, real saves."""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from grader import course
from grader.errors import KitError
from grader.learner.history import open_history
from grader.model import CheckResult, Diagnosis, Finding, Report
from grader.submission import read_submission
from grader.view.next_problem import find_next_problem
from grader.watch.file_watcher import FileWatcher
from grader.watch.files import WatchedFiles, watch_workspace
from grader.watch.grading_thread import GradingThread
from grader.watch.session import WatchSession
from tests.terminal import GRADE, ROOT, Terminal, environment, only_posix

STEM = "exercise01_gradient_step"
FOLLOWING = course.find_next_exercise(course.find_exercise("1"))
NEXT = FOLLOWING.stem
RIGHT = (ROOT / "solutions" / f"{STEM}.py").read_text("utf-8")
SOLUTION = (ROOT / "solutions" / f"{STEM}.py").read_text("utf-8")
ASCENT = (ROOT / "tests/submissions/wrong" / STEM / "ascent.py").read_text("utf-8")
HANGS = "def gradient_step(theta, grad, lr):\n    while True:\n        pass\n"
SILENT = "def watch(*folders, stop_event, **options):\n    while not stop_event.wait(0.02):\n        yield set()\n"
LIMITED = "def watch(*folders, **options):\n    raise OSError('limit')\n    yield\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A fresh workspace; its file of exercise 1."""
    folder = tmp_path / "exercises"
    folder.mkdir()
    for exercise in course.list_exercises():
        (folder / f"{exercise.stem}.py").write_bytes(course.locate_stub(exercise).read_bytes())
    return folder / f"{STEM}.py"


@pytest.fixture
def watching(place: Path) -> Iterator[Callable[..., Terminal]]:
    """Start `grade watch` in that workspace; what is still running at the end is ended."""
    running: list[Terminal] = []

    def start(*words: str, save: str = "save 1", **more: object) -> Terminal:
        folder = place.parent.parent
        running.append(Terminal(folder / "home", *(words or ("watch",)), cwd=folder, **more))  # type: ignore[arg-type]
        running[-1].wait(save)
        return running[-1]

    yield start
    for terminal in running:
        terminal.child.close(force=True)


def rename_into(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.swp")
    beside.write_text(text, "utf-8")
    beside.replace(path)


Process = tuple[str, str]
"""Its id, and when it began: ids are given again."""


def process_table() -> dict[Process, str]:
    """The processes that are alive, and the id of each one's parent."""
    words = ["ps", "-e", "-o", "pid=,ppid=,stat=,lstart="]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 3) for line in told.splitlines()]
    return {(pid, began): parent for pid, parent, state, began in rows if not state.startswith("Z")}


def processes_of(pid: int) -> set[Process]:
    """The living descendants of a process."""
    table, family, found = process_table(), {str(pid)}, set()
    for _ in range(5):
        found |= {process for process, parent in table.items() if parent in family}
        family |= {number for number, _ in found}
    return found


def still_there(family: set[Process]) -> set[Process]:
    """Who of a family is left after a while: the walls' processes hear of an end a moment later."""
    until = time.monotonic() + 20
    while (left := family & process_table().keys()) and time.monotonic() < until:
        time.sleep(0.05)
    return left


@only_posix
def test_a_save_brings_the_one_next_thing_and_a_pass_leads_to_the_next_exercise(watching, place: Path):
    terminal = watching()
    assert "not started" in terminal.text()
    place.write_text(ASCENT, "utf-8")
    told = terminal.wait("save 2")
    assert "goes uphill" in told
    assert "h hint  z quiz  l list  n next  Enter again  q quit" in told
    rename_into(place, RIGHT)
    passed = terminal.wait("save 3")  # on the last line: what stands above it has been drawn
    assert f"Next: exercise {FOLLOWING.number}" in passed
    assert "all 26 laws hold" in passed
    assert f"{NEXT}.py" in passed
    assert "momentum_step" not in passed, "nothing of the next exercise before its file is saved"
    (place.parent / f"{NEXT}.py").write_text("def broken(:\n", "utf-8")
    assert "cannot read this" in terminal.wait("save 4")
    assert FOLLOWING.title[:20] in terminal.text()
    terminal.child.send("q")
    assert terminal.end() == 0
    assert terminal.raw.count(b"\x1b[?1049h") == terminal.raw.count(b"\x1b[?1049l") == 1
    with open_history(place.parent.parent / "home" / "fallline.sqlite3") as memory:
        assert {stem: last.status for stem, last in memory.read_all().items()} == {STEM: "passed", NEXT: "unreadable"}


@only_posix
def test_each_key_does_what_the_last_line_says(watching, place: Path):
    place.write_text(ASCENT, "utf-8")
    terminal = watching("1", "--watch")
    assert "Hint 1: One call by hand" in terminal.press("h", "h goes a step further")
    terminal.press("h", "Hint 2: A question first")
    terminal.wait("Write your answer down")
    assert "as it came" in terminal.press("l", "any key: back")
    terminal.press(" ", "Hint 2")
    terminal.press("z", "because of what your code did")
    terminal.press("q", "Hint 2")
    terminal.press("\r", "save 2")
    assert "Hint" not in terminal.text(), "a new verdict, a new look"
    assert FOLLOWING.title[:20] in terminal.press("n", "save 3")
    terminal.press("\x1b[A", "save 3")  # an arrow means nothing
    terminal.child.send("q")
    assert terminal.end() == 0
    with open_history(place.parent.parent / "home" / "fallline.sqlite3") as memory:
        assert memory.read_all()[STEM].level == 2, "`grade hint 1` goes on where watch stopped"


@only_posix
def test_what_an_editor_leaves_for_a_moment_is_waited_for(watching, place: Path):
    terminal = watching()
    with place.open("w", encoding="utf-8") as file:
        time.sleep(0.05)
        file.write(ASCENT)
    assert "goes uphill" in terminal.wait("save 2")
    place.unlink()
    time.sleep(0.05)
    place.write_text(RIGHT, "utf-8")
    terminal.wait("all 26 laws hold")
    assert "nothing to run" not in terminal.raw.decode(), "neither the empty file nor the missing one was shown"
    place.unlink()
    assert "grade reset 1" in terminal.wait("There is no file")
    place.write_text("", "utf-8")
    terminal.wait("The file is empty")
    place.write_text(ASCENT, "utf-8")
    terminal.wait("goes uphill")


@only_posix
def test_a_loop_without_end_blocks_neither_the_next_save_nor_the_keys(watching, place: Path):
    terminal = watching("1", "--watch", "--timeout", "60")
    place.write_text(HANGS, "utf-8")
    terminal.wait("Grading…")
    place.write_text(ASCENT, "utf-8")
    assert "goes uphill" in terminal.wait("save 2"), "the verdict on the loop was dropped"
    place.write_text(HANGS, "utf-8")
    terminal.wait("Grading…")
    family = processes_of(terminal.child.pid)
    terminal.child.send("q")
    assert terminal.end() == 0
    assert family
    assert not still_there(family)


@only_posix
@pytest.mark.parametrize(("how", "code"), [("\x03", 130), (signal.SIGTERM, 143)], ids=["ctrl-c", "sigterm"])
def test_the_terminal_is_afterwards_as_it_was(watching, place: Path, how: str | signal.Signals, code: int):
    import termios

    place.write_text(HANGS, "utf-8")
    terminal = watching("1", "--watch", "--timeout", "60", save="Grading…")
    before = termios.tcgetattr(terminal.child.child_fd)
    family = processes_of(terminal.child.pid)
    terminal.child.send(how) if isinstance(how, str) else terminal.child.kill(how)
    assert terminal.end() == code
    after = termios.tcgetattr(terminal.child.child_fd)
    assert not before[3] & termios.ICANON
    assert after[3] & termios.ICANON
    assert after[3] & termios.ECHO
    assert b"Traceback" not in terminal.raw
    assert terminal.raw.rindex(b"\x1b[?1049l") > terminal.raw.rindex(b"\x1b[?1049h")
    assert terminal.raw.rindex(b"\x1b[?25h") > terminal.raw.rindex(b"\x1b[?25l")
    assert family
    assert not still_there(family)


@only_posix
def test_a_pause_gives_the_terminal_back_and_a_return_draws_the_screen_again(watching, place: Path):
    terminal = watching()
    terminal.child.kill(signal.SIGTSTP)
    terminal.settle()
    assert terminal.raw.count(b"\x1b[?1049l") == 1
    place.write_text(ASCENT, "utf-8")
    terminal.child.kill(signal.SIGCONT)
    assert "goes uphill" in terminal.wait("save 2")


@only_posix
def test_a_small_screen_keeps_the_verdict_the_hint_and_the_keys(watching, place: Path):
    place.write_text(ASCENT, "utf-8")
    terminal = watching(rows=16, columns=60, save="19 of 26")
    terminal.press("h", "h goes a step further")
    text = terminal.settle()
    assert "19 of 26 laws hold" in text
    assert "grade 1 --all shows all of it" in text
    assert "q quit" in terminal.screen.display[-1]
    terminal.child.setwinsize(30, 100)
    terminal.screen.resize(30, 100)
    terminal.wait("which way is down")
    terminal.settle()
    assert "q quit" in terminal.screen.display[-1], "another size, another screen"


@only_posix
@only_posix
@pytest.mark.parametrize(("rows", "drawn"), [(44, True), (24, False)])
def test_the_picture_of_the_run_stands_where_there_is_room_for_it(watching, place: Path, rows: int, drawn: bool):
    place.write_text(SOLUTION, "utf-8")
    terminal = watching(rows=rows, columns=80, save="all 26 laws hold")
    text = terminal.settle()
    assert ("20 steps in a valley" in text) == drawn
    assert "q quit" in terminal.screen.display[-1]


def test_a_screen_is_drawn_over_the_one_before_and_never_cleared(watching, place: Path):
    terminal = watching(NO_COLOR="1")
    drawn = len(terminal.raw)
    place.write_text(ASCENT, "utf-8")
    terminal.wait("save 2")
    terminal.settle()
    assert b"\x1b[2J" not in terminal.raw[drawn:]
    assert not re.search(rb"\x1b\[[0-9;]*(3[0-7]|9[0-7]|38;)[0-9;]*m", terminal.raw)


@pytest.fixture
def piped(place: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start `grade` in that workspace between pipes; no test waits for it longer than half a minute."""
    folder, guards = place.parent.parent, []

    def start(*words: str, **more: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*GRADE, *words], env=environment(folder / "home", **more), cwd=folder, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        )  # fmt: skip
        guards.append(threading.Timer(30, process.kill))
        guards[-1].start()
        return process

    yield start
    for guard in guards:
        guard.cancel()


def heard(process: subprocess.Popen[str], words: str) -> str:
    """The lines up to the one with these words."""
    told = ""
    assert process.stdout is not None
    for line in process.stdout:
        told += line
        if words in line:
            return told
    raise AssertionError(f"{words!r} never came:\n{told}")


def stand_in(folder: Path, text: str) -> str:
    """A watchfiles of another kind in front of the installed one: PYTHONPATH for it."""
    (folder / "front").mkdir()
    (folder / "front" / "watchfiles.py").write_text(text, "utf-8")
    return os.pathsep.join([str(folder / "front"), str(ROOT)])


def test_a_pipe_gets_verdicts_as_lines_until_its_end(piped, place: Path):
    with piped("watch") as process:
        told = heard(process, "others may wait")
        place.write_text(ASCENT, "utf-8")
        told += heard(process, "In today's quiz")
        assert process.stdin is not None
        process.stdin.write("h\n")
        process.stdin.flush()
        told += heard(process, "a step further")
        place.write_text(RIGHT, "utf-8")
        process.stdin.close()
        told += process.stdout.read() if process.stdout else ""
        assert process.wait(20) == 0
    assert "Watching " in told
    assert "goes uphill" in told
    assert "\x1b" not in told
    assert "╭" not in told, "frames are for the eye"
    assert "Traceback" not in told


@only_posix
def test_ctrl_c_ends_the_lines_too(piped):
    with piped("watch", "2") as process:
        heard(process, "others may wait")
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        assert "Traceback" not in process.stdout.read()
        assert process.wait(20) == 130


@pytest.mark.parametrize(
    ("words", "text", "says"),
    [
        (["watch", "--poll"], "raise AssertionError\n", ""),
        (["watch"], "raise ImportError\n", "watchfiles is not installed"),
        (["watch"], LIMITED, "(limit)"),
        (["watch"], SILENT, "This folder sends no notifications"),
    ],
    ids=["asked for", "missing", "at its limit", "silent"],
)
def test_without_notifications_the_files_are_looked_at_and_a_line_says_so(
    piped, place: Path, words: list[str], text: str, says: str
):
    with piped(*words, PYTHONPATH=stand_in(place.parent.parent, text)) as process:
        told = heard(process, "others may wait")
        rename_into(place, ASCENT)
        told += heard(process, "goes uphill")
        if says not in told:
            told += heard(process, says)
        assert process.stdin is not None
        process.stdin.close()
        told += process.stdout.read() if process.stdout else ""
        assert process.wait(20) == 0
    assert ("ten times a second" in " ".join(told.split())) == bool(says)


def test_a_draft_is_watched_and_not_remembered(piped, place: Path):
    folder = place.parent.parent
    draft = folder / "draft.py"
    draft.write_text(ASCENT, "utf-8")
    with piped("1", "draft.py", "--watch", "--sandbox", "process") as process:
        heard(process, "goes uphill")
        draft.write_text(RIGHT, "utf-8")
        heard(process, "No exercise is left")
        process.communicate("q\n", timeout=20)
        assert process.returncode == 0
    with open_history(folder / "home" / "fallline.sqlite3") as memory:
        assert memory.read_all() == {}


def test_watch_and_json_do_not_go_together(place: Path):
    found = subprocess.run(
        [*GRADE, "1", "--watch", "--json"], env=environment(place.parent), capture_output=True, text=True, timeout=30
    )
    assert found.returncode == 2
    assert "choose one" in found.stderr


class GraderStandIn:
    """Notes what is submitted to it."""

    def __init__(self) -> None:
        self.submitted: list[str] = []

    def submit(self, submission) -> None:
        self.submitted.append(Path(submission.origin).name)


@pytest.fixture
def session(place: Path) -> WatchSession:
    shelf = course.list_exercises()
    files = watch_workspace(place.parent, shelf)
    return WatchSession(
        shelf[0], place, files, GraderStandIn(), shelf=shelf, home=lambda one: place.parent / f"{one.stem}.py"
    )


def test_a_touched_file_of_another_exercise_is_not_followed_and_a_changed_one_is(session: WatchSession, place: Path):
    other = place.parent / f"{NEXT}.py"
    os.utime(other, (1, 1))
    assert not session.check_files()
    other.unlink()
    assert not session.check_files(), "nor is one that was taken away"
    other.write_text("x = 1\n", "utf-8")
    place.write_text("x = 1\n", "utf-8")
    assert session.check_files()
    assert session.view.path == place, "of several saves at once the exercise at hand is the one"
    other.write_text("x = 2\n", "utf-8")
    assert session.check_files()
    assert session.view.path == other
    assert session.view.report is None, "no verdict on one file under the name of another"


def test_the_notebook_is_graded_when_it_is_the_one_that_was_saved(session: WatchSession, place: Path):
    notebook = place.with_suffix(".ipynb")
    notebook.write_text("{}", "utf-8")
    assert session.check_files()
    assert session.view.path == notebook


def test_a_verdict_on_an_older_save_changes_nothing(session: WatchSession, place: Path):
    session.grade_again()
    older = Report(read_submission(session.view.exercise, place))
    session.receive_report(older)
    assert session.view.report is None


def test_next_goes_around_the_exercises_that_have_not_passed(session: WatchSession):
    session.add_solved({NEXT})
    first, *others = [exercise.number for exercise in course.list_exercises() if exercise.stem != NEXT]
    numbers = []
    for _ in range(len(others) + 2):
        session.go_to_next()
        numbers.append(session.view.exercise.number)
    assert numbers == [*others, first, others[0]]
    session.add_solved({each.stem for each in course.list_exercises()})
    session.go_to_next()
    assert "no other exercise" in session.view.message


def test_files_see_a_save_however_it_is_made(tmp_path: Path):
    path = tmp_path / "a.py"
    files = WatchedFiles({path: course.find_exercise("1")})
    assert files.list_saves() == []
    for save, blank in ((path.touch, True), (lambda: rename_into(path, "x = 1\n"), False), (path.unlink, True)):
        save()
        (found,) = files.list_saves()
        assert (found.path, found.blank) == (path, blank)
    assert files.list_saves() == []


def test_a_fault_of_the_kit_is_told_and_the_next_save_is_graded(place: Path):
    heard: queue.Queue[Report | KitError] = queue.Queue()
    thread = GradingThread(heard.put, heard.put, no_less="process")
    try:
        known = course.find_exercise("1")
        thread.submit(read_submission(replace(known, stem="exercise99_nowhere"), place))
        assert isinstance(heard.get(timeout=20), KitError)
        thread.submit(read_submission(known, place))
        told = heard.get(timeout=20)
        assert isinstance(told, Report)
        assert told.status == "not_started"
    finally:
        thread.close()


def test_a_save_that_arrives_while_the_kit_fails_is_graded(place: Path, monkeypatch: pytest.MonkeyPatch):
    from grader import grading

    heard: queue.Queue[Report | KitError] = queue.Queue()
    begun, saved = threading.Event(), threading.Event()
    known = course.find_exercise("1")
    first, second = read_submission(known, place), read_submission(known, place)

    def grade(submission, **_options) -> Report:
        if submission is first:
            begun.set()
            assert saved.wait(20)
            raise KitError("It failed.", "Try again.")
        return Report(submission)

    monkeypatch.setattr(grading, "grade", grade)
    thread = GradingThread(heard.put, heard.put, no_less="process")
    try:
        thread.submit(first)
        assert begun.wait(20)
        thread.submit(second)
        saved.set()
        told = heard.get(timeout=20)
        assert isinstance(told, Report), "the fault of an older save is no news"
        assert told.submission is second
    finally:
        thread.close()


def test_a_closed_file_watcher_is_silent(tmp_path: Path):
    notified: list[int] = []
    path = tmp_path / "a.py"
    files = WatchedFiles({path: course.find_exercise("1")})
    watcher = FileWatcher((tmp_path,), files.read_marks, lambda: notified.append(1), print, poll=True)
    watcher.close()
    path.write_text("x = 1\n", "utf-8")
    time.sleep(0.3)
    assert notified == []


def reported(*checks: CheckResult, diagnoses: tuple = (), findings: tuple = ()) -> Report:
    return Report(read_submission(course.find_exercise("1"), Path("absent.py")), checks, diagnoses, findings=findings)


def broken(function: str, **more: object) -> CheckResult:
    return CheckResult("law", "A law.", function, "failed", 0.0, 1.0, **more)  # type: ignore[arg-type]


def test_the_next_thing_is_what_stopped_the_code_then_the_idea_then_the_law():
    law = broken("gradient_step", expected=1, actual=2)
    idea = Diagnosis("gradient_step", ("GS-ASCENT",), "Goes uphill", "")
    crash = Finding("crash", "It stopped.", "gradient_step")
    syntax = Finding("syntax", "No Python.")
    steered = Finding("X-MUTATES", "It changed its arguments.", "gradient_step")
    tried = Finding("attempt", "It tried to read a file.")
    assert find_next_problem(reported(law, findings=(tried, steered))) == law
    assert find_next_problem(reported(law, diagnoses=(idea,), findings=(steered,))) == idea
    assert find_next_problem(reported(law, diagnoses=(idea,), findings=(crash,))) == crash
    assert find_next_problem(reported(law, diagnoses=(idea,), findings=(crash, syntax))) == syntax
    assert find_next_problem(reported()) is None


def test_a_function_that_is_begun_comes_before_one_that_waits():
    waits = Finding("unwritten", "It waits.", "gradient_step")
    first, second = broken("gradient_step"), broken("gradient_descent", expected=1, actual=2)
    assert find_next_problem(reported(first, second, findings=(waits,))) == second
    assert find_next_problem(reported(first, findings=(waits,))) == waits


WINDOWS = """
import sys, types
import click, rich.console, signal, subprocess, tempfile
console = types.ModuleType("msvcrt")
letters = iter("h\\xe0H\\r\\x1a")
console.getwch = lambda: next(letters)
sys.modules["msvcrt"] = console
sys.modules.update(dict.fromkeys(["termios", "tty", "fcntl", "pwd", "pty", "resource", "watchfiles"]))
sys.platform = "win32"
import grader.cli._watch, grader.screen.keys
from grader.screen.watch.driver import Events, KeyReader
events = Events()
reader = KeyReader(grader.screen.keys.make_keyboard(print, print).read_key, events)
for _ in range(3):
    reader.ask()
    print(events.get(timeout=10))
"""


def test_where_posix_is_missing_everything_loads_and_keys_come_from_the_console():
    found = subprocess.run([sys.executable, "-c", WINDOWS], cwd=ROOT, capture_output=True, text=True, timeout=30)
    assert found.returncode == 0, found.stderr
    assert found.stdout.splitlines() == ["Pressed(key='h')", r"Pressed(key='\n')", "Ended(interrupted=False)"]
