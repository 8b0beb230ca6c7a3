"""What an author does wrong is told by its cause, with the file and the line, and once; a loop ends the command."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path

import pytest
from changing import find_breaches
from click.testing import CliRunner

from grader.authoring import watchdog
from grader.cli.check import command
from grader.course import location
from grader.errors import KitError

NUMERICS = Path(__file__).parent / "courses" / "numerics"
STEM = "exercise01_bisection"


@pytest.fixture
def mine(tmp_path):
    return Path(shutil.copytree(NUMERICS, tmp_path / "mine"))


@pytest.fixture
def found(mine, sandbox):
    """Change files of a course and list what `grade check` says of its first exercise."""

    return lambda *changes: find_breaches(mine, STEM, sandbox, *changes)


LAW = '''

@pytest.mark.check(points=1, function="doubled")
def test_doubled(student):
    """It is twice as much.

    A run goes half as far.
    """
    pass
'''
EXTRA = '''

DOUBLED = ideas("""
DO-ONCE: taken once
    It means that a run goes half as far.
    ? Why?
""")


@family(DOUBLED, gives=("y",), probes=[Probe(1.0)])
def doubled(x, *, turn):
    """Twice."""
    return turn.line(lambda: 2 * x, {"DO-ONCE": lambda: x})
'''


def test_a_function_that_the_stub_alone_lacks_is_told_as_that(found, mine):
    family = mine / "misconceptions" / f"{STEM}.py"
    family.write_text(family.read_text("utf-8") + EXTRA, "utf-8")
    (told,) = found()
    assert told.startswith(f"misconceptions/{STEM}.py, line"), told
    assert "the family has doubled, which the stub lacks" in told


def test_laws_of_a_function_that_no_shelf_has_are_told(found, mine):
    suite = mine / "suites" / f"{STEM}.py"
    suite.write_text(suite.read_text("utf-8") + LAW, "utf-8")
    (told,) = found()
    assert "suites/exercise01_bisection.py, line" in told
    assert "the suite asks for doubled, which the stub lacks" in told


def test_another_order_of_parameters_is_told_once_and_no_law_is_blamed(found):
    told = found(("misconceptions", "def halve(f, low, high", "def halve(low, f, high"))
    assert [one for one in told if "the stub says halve(f, low, high)" in one], told
    assert len(told) == 1, told


@pytest.mark.parametrize("new", ['gives=("low",)', 'gives=("low", "high", "more")'])
def test_another_count_of_outputs_is_told_first_and_alone(found, new):
    told = found(("misconceptions", 'gives=("low", "high")', new))
    assert [one for one in told if "halve returns 2 values" in one] == told[:1], told
    assert len(told) == 1, told


@pytest.mark.parametrize(
    ("body", "probe", "says"),
    [
        ("    float(x)\n", '"abc"', "probe 2 of doubled holds 'abc'"),
        ("    if x == 3.0:\n        raise KeyError(x)\n", "3.0", ": KeyError"),
    ],
)
def test_a_probe_that_the_right_way_cannot_take_is_told_first_and_alone(body, probe, says, found, mine):
    for shelf, more in (
        (
            "exercises",
            '\n\ndef doubled(x):\n    """Twice. By hand: `doubled(1.0)` is `2.0`."""\n    raise NotImplementedError\n',
        ),
        ("solutions", '\n\ndef doubled(x):\n    """Twice."""\n    return 2 * x\n'),
        ("suites", LAW.replace("    pass", "    law(student.doubled(3.5), 7.0)")),
        (
            "misconceptions",
            EXTRA.replace("Probe(1.0)", f"Probe(1.0), Probe({probe})").replace("    return", f"{body}    return"),
        ),
    ):
        path = mine / shelf / f"{STEM}.py"
        path.write_text(path.read_text("utf-8") + more, "utf-8")
    (told,) = found()
    assert says in told, told


def test_ideas_with_the_same_numbers_are_told_as_that_and_nothing_else(found):
    words = "HA-TWIN: a twin\n    It means the very same for a run.\n    ? Why?\n"
    told = found(
        ("misconceptions", '"HA-LOW": lambda: False', '"HA-LOW": lambda: False, "HA-TWIN": lambda: False'),
        ("misconceptions", "HA-SECANT:", f"{words}HA-SECANT:"),
    )
    assert any("HA-LOW = HA-TWIN: they have the same numbers on every probe" in one for one in told), told
    assert not any("diagnosed" in one for one in told), told


def test_no_breach_is_told_twice(found):
    told = found(("misconceptions", "HA-LOW:", "HA-OTHER:"))
    assert len(told) == len(set(told))


LOOP = "    while True:\n        pass\n"


@pytest.mark.parametrize(
    ("shelf", "head"),
    [("solutions", "def halve("), ("misconceptions", "def halve("), ("suites", "def test_"), ("suites", "def ")],
)
def test_a_loop_that_never_ends_is_told_with_its_line_and_ends_the_command(shelf, head, mine, monkeypatch):
    path = mine / shelf / f"{STEM}.py"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.startswith(head) and line.rstrip().endswith(":"))
    lines.insert(at + 1, LOOP)
    path.write_text("".join(lines), "utf-8")
    monkeypatch.setattr(watchdog, "LIMIT_SECONDS", 1.0)
    location.use_course(mine)
    try:
        done = CliRunner().invoke(command, ["1"])
    finally:
        location.use_course(None)
    assert isinstance(done.exception, KitError), (done.output, done.exception)
    assert f"{shelf}/{STEM}.py, line {at + 2}" in done.exception.what or f"line {at + 3}" in done.exception.what
    assert "has not come back" in done.exception.what


def test_what_comes_back_again_and_again_is_no_hang(monkeypatch):
    monkeypatch.setattr(watchdog, "LIMIT_SECONDS", 1.0)
    files = {__file__: "this"}

    def work():
        end = time.monotonic() + 0.1
        while time.monotonic() < end:
            pass

    def call_often():
        with watchdog.Watchdog({f"{__file__}x": "another", work.__code__.co_filename + "y": "this"}):
            for _ in range(20):
                work()

    call_often()
    assert files


def test_another_thread_than_the_main_one_is_watched_too(monkeypatch, capfd):
    ended = threading.Event()
    monkeypatch.setattr(watchdog, "LIMIT_SECONDS", 1.0)
    monkeypatch.setattr(watchdog.os, "_exit", lambda _code: ended.set())

    def hang():
        with watchdog.Watchdog({__file__: "tests/this.py"}):
            ended.wait(30)

    thread = threading.Thread(target=hang)
    thread.start()
    thread.join(20)
    assert ended.is_set()
    assert "tests/this.py, line" in capfd.readouterr().err


def test_several_exercises_are_checked_at_once(mine, monkeypatch):
    location.use_course(mine)
    try:
        done = CliRunner().invoke(command, ["1", "2"])
    finally:
        location.use_course(None)
    assert STEM in done.output, (done.output, done.exception)
    assert "exercise02_warmup" in done.output
