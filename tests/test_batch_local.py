"""The processes of a batch, as they are: what ends one, what it costs the others, and what is left of them."""

from __future__ import annotations

import contextlib
import csv
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from levels import TRIED_LEVELS

from grader import course
from grader.batch.engine import Piece, Settings
from grader.batch.local import Local
from grader.course import location
from grader.errors import BrokenSuite
from grader.model import Exercise, Report
from grader.sandbox import Limits
from grader.submission import make_submission

STUB = '"""One"""\n\n\ndef one(x):\n    """Return 1."""\n    raise NotImplementedError\n'
SUITE = '''
import os, time
import pytest
from grader.errors import SandboxUnavailable
from grader.suites.toolkit import law

@pytest.mark.check(function="one", points=10)
def test_it_is_one(student):
    """It is 1."""
    told = student.one(2.0)
    if told == 11:
        os._exit(3)
    if told == 12:
        hoard = bytearray(500 * 2**20)
        time.sleep(600)
    if told == 13:
        time.sleep(600)
    if told == 14:
        raise TypeError
    if told == 15:
        raise SandboxUnavailable("The walls fell.", "Put them up again.")
    law(told, 1.0, because="One is one.")
'''
RIGHT, DIES, GROWS, SILENT, BREAKS, UNWALLED = 1, 11, 12, 13, 14, 15
LONG = 300


@pytest.fixture
def exercise(tmp_path) -> Exercise:
    """An exercise whose suite is at fault where an answer tells it to be."""
    folder = tmp_path / "course"
    for shelf, text in (("exercises", STUB), ("suites", SUITE)):
        (folder / shelf).mkdir(parents=True)
        (folder / shelf / "exercise01_one.py").write_text(text, "utf-8")
    (folder / "pyproject.toml").write_text('[tool.fallline]\ncourse = "."\n', "utf-8")
    return course.find_exercise("1", location.load_course(folder))


def graded(exercise: Exercise, *answers: float, **options: float) -> list[Report]:
    """The reports of a class in which each answers so."""
    heard: dict[int, Report] = {}
    pieces = [
        Piece(place, make_submission(exercise, f"def one(x):\n    return {answer}\n# {place}".encode(), "a.py"), 0)
        for place, answer in enumerate(answers)
    ]
    engine = Local(2, **options)
    engine.run(pieces, lambda piece, report: heard.update({piece.index: report}), Settings(Limits(), "process"))
    assert not multiprocessing.active_children()
    return [heard[place] for place in range(len(answers))]


@pytest.mark.parametrize(
    ("fault", "words", "options"),
    [
        (DIES, "ended the grading process twice", {}),
        (UNWALLED, "ended the grading process twice", {}),
        (GROWS, "more than 400 MB of memory", {"memory": 400 * 2**20}),
        (SILENT, "longer than 4 seconds", {"patience": 4.0}),
        (BREAKS, "The check it_is_one raised TypeError", {}),
    ],
)
def test_what_ends_its_process_twice_is_set_aside_and_costs_the_others_nothing(exercise, fault, words, options):
    first, second, *others = graded(exercise, RIGHT, fault, RIGHT, RIGHT, 2, RIGHT, **options)
    assert words in second.findings[0].says
    assert second.findings[0].id == "set_aside"
    assert [report.status for report in (first, *others)] == ["passed", "passed", "passed", "failed", "passed"]


def test_a_suite_that_never_works_is_told_and_leaves_no_process(exercise):
    with pytest.raises(BrokenSuite, match="TypeError"):
        graded(exercise, BREAKS, BREAKS, BREAKS)
    assert not multiprocessing.active_children()


def test_a_process_that_is_ended_from_outside_once_costs_nobody_a_grade(exercise):
    ended = []

    def hunt() -> None:
        while not ended:
            for process in multiprocessing.active_children():
                process.kill()
                ended.append(process)
            time.sleep(0.05)

    threading.Thread(target=hunt, daemon=True).start()
    assert [report.status for report in graded(exercise, *[RIGHT] * 8)] == ["passed"] * 8
    assert ended


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process says on which cores it may run")
def test_where_all_cores_are_used_each_process_keeps_to_one(exercise):
    every = os.sched_getaffinity(0)

    def kept(jobs: int) -> list[set[int]]:
        """The cores of each process, as they are when it has graded something."""
        seen: dict[int | None, set[int]] = {}

        def heard(_piece: Piece, _report: Report) -> None:
            with contextlib.suppress(ProcessLookupError):
                seen.update({one.pid: os.sched_getaffinity(one.pid or 0) for one in multiprocessing.active_children()})

        pieces = [Piece(place, make_submission(exercise, b"", f"{place}.py"), 0) for place in range(2 * jobs)]
        Local(jobs).run(pieces, heard, Settings(Limits(), "process"))
        return list(seen.values())

    assert sorted(kept(len(every)), key=min) == [{core} for core in sorted(every)]
    if len(every) > 1:
        assert kept(len(every) - 1) == [every] * (len(every) - 1)


def test_reports_come_back_without_a_source_and_are_about_what_was_handed_in(exercise):
    report, _ = graded(exercise, RIGHT, 2)
    assert report.submission.source.endswith(b"# 0")


SCRIPT = """
import sys
from grader import course
from grader.batch.engine import Piece, Settings
from grader.batch.local import Local
from grader.sandbox import Limits
from grader.submission import make_submission
exercise = course.find_exercise("3")
solution = open(f"solutions/{exercise.stem}.py", "rb").read()
codes = [solution + b"#%d" % n + b"x" * int(sys.argv[1]) for n in range(12)]
large = [Piece(n, make_submission(exercise, code, "a.py"), 0) for n, code in enumerate(codes)]
heard = []
Local(2).run(large, lambda piece, report: heard.append(report.status), Settings(Limits(), "process"))
print(*heard)
"""


@pytest.mark.parametrize("size", [250_000, 1_900_000])
def test_large_files_one_after_the_other_block_nobody(size):
    told = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(size)], cwd=ROOT, capture_output=True, text=True, timeout=LONG
    )
    assert told.stdout.split() == ["passed"] * 12, told.stderr


HANGS = "def ema_moments(*given):\n    while True:\n        pass\n"


def family_of(pid: int) -> dict[int, str]:
    """The living descendants of a process."""
    told = subprocess.run(
        ["ps", "-ww", "-e", "-o", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 3) for line in told.stdout.splitlines()]
    family, found = {pid}, {}
    for _ in range(6):
        for number, parent, state, words in rows:
            if int(parent) in family and not state.startswith("Z"):
                family.add(int(number))
                found[int(number)] = words
    return found


def alive(family: dict[int, str]) -> list[str]:
    """Those of a family that are still there."""
    told = subprocess.run(
        ["ps", "-ww", "-e", "-o", "pid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout
    now = {int(number): (state, words) for number, state, words in (line.split(None, 2) for line in told.splitlines())}
    return [words for pid, words in family.items() if pid in now and now[pid][0][0] != "Z" and now[pid][1] == words]


@contextlib.contextmanager
def begun(level: str, tmp_path: Path, count: int) -> Iterator[tuple[subprocess.Popen[str], dict[int, str]]]:
    """A batch in which students' endless loops run, and all its processes."""
    (tmp_path / "class").mkdir()
    for number in range(count):
        (tmp_path / "class" / f"s{number}.py").write_text(f"{HANGS}\n# {number}", "utf-8")
    words = [str(tmp_path / "class"), "-e", "3", "--out", str(tmp_path / "out"), "--sandbox", f"={level}"]
    batch = subprocess.Popen(
        [sys.executable, "-m", "grader", "batch", *words, "--timeout", "60", "--jobs", "2"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with batch:
        try:
            until(lambda: batch.poll() is not None or sum(map(busy, family_of(batch.pid))) >= 2)
            assert batch.poll() is None, batch.stdout.read()
            yield batch, family_of(batch.pid)
        finally:
            batch.kill()


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 90
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


def busy(pid: int) -> bool:
    """Whether a process is a student's that has used half a second of a processor."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
        ticks = sum(map(int, Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[11:13]))
    except OSError:
        return False
    return (b"zygote.py" in words or b"worker.py" in words) and 2 * ticks > os.sysconf("SC_CLK_TCK")


def gone(family: dict[int, str]) -> list[str]:
    """Who is left after a while."""
    until = time.monotonic() + 20
    while (left := alive(family)) and time.monotonic() < until:
        time.sleep(0.1)
    return left


only_linux = pytest.mark.skipif(sys.platform != "linux", reason="what runs is read from /proc")
STANDS = {standing.level: standing.stands for standing in TRIED_LEVELS}


@only_linux
@pytest.mark.parametrize("level", ["strict", "confined", "process"])
def test_a_killed_batch_takes_every_process_along(level, tmp_path):
    if not STANDS[level]:
        pytest.skip(f"{level} does not stand here")
    with begun(level, tmp_path, 4) as (batch, family):
        assert len(family) >= 5
        batch.kill()
        batch.wait()
        assert gone(family) == []


@only_linux
def test_ctrl_c_says_what_is_done_and_that_the_same_command_goes_on(tmp_path):
    with begun("process", tmp_path, 3) as (batch, family):
        batch.send_signal(signal.SIGINT)
        told, _ = batch.communicate(timeout=LONG)
        assert batch.returncode == 130
        assert "0 of 3" in told
        assert "the same command goes on" in " ".join(told.split())
        assert "Traceback" not in told
        assert gone(family) == []
    with (tmp_path / "out" / "grades.csv").open(encoding="utf-8") as table:
        assert {(row["status"], row["score"]) for row in csv.DictReader(table)} == {("set_aside", "")}
