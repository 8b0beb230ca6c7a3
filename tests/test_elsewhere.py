"""The learner's path on Windows and macOS, as far as Linux can play them (tests/elsewhere says how far)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from elsewhere import ROOT, lay_out

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="this machine is elsewhere by itself")

STEM = "exercise01_gradient_step"
RIGHT = (ROOT / "solutions" / f"{STEM}.py").read_text("utf-8")
WRONG = (ROOT / "tests" / "submissions" / "wrong" / STEM / "ascent.py").read_text("utf-8")

Grade = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module", params=["win32", "darwin"])
def machine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("machine") / "Zoë Müller" / "my env"
    return request.param, lay_out(folder, request.param)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A learner's folder, with a space and letters that no codepage of the West has all of."""
    return tmp_path / "Zoë Łoś 学" / "my course"


@pytest.fixture
def grade(machine, place: Path) -> Grade:
    """`grade` in that folder, with the codepage of an old console."""
    system, python = machine

    def run(*words: str, told: str | None = None, code: int | None = 0) -> subprocess.CompletedProcess[str]:
        place.mkdir(parents=True, exist_ok=True)
        environment = os.environ | {
            "FALLLINE_HOME": str(place.parent / "data"),
            "PYTHONPATH": str(ROOT),
            "PYTHONIOENCODING": "cp1252" if system == "win32" else "utf-8",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        done = subprocess.run(
            [python, "-m", "grader", *words],
            cwd=place, env=environment, input=told, capture_output=True,
            encoding="cp1252" if system == "win32" else "utf-8", timeout=60, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        if code is not None:
            assert done.returncode == code, done.stdout + done.stderr
        return done

    return run


@pytest.fixture
def started(grade: Grade, place: Path) -> Path:
    """The learner's file of exercise 1 in a fresh workspace."""
    grade("start", ".")
    return place / "exercises" / f"{STEM}.py"


def write(path: Path, text: str, end: str = "\r\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.replace("\n", end).encode())
    return path


def report(grade: Grade, *words: str, code: int) -> dict:
    return json.loads(grade(*words, "--json", code=code).stdout)


def test_the_simulation_holds_back_what_is_not_there(machine):
    system, python = machine
    asked = "import grader.sandbox.{}"
    for name, gone in (("fork", True), ("spawn", False), ("levels", False), ("times", False)):
        done = subprocess.run(
            [python, "-c", asked.format(name)], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
        )
        assert (done.returncode != 0) == gone, (system, name, done.stderr)


def test_a_right_file_passes_whatever_its_line_ends(grade, started):
    write(started, RIGHT)
    told = report(grade, "1", code=0)
    assert (told["status"], told["sandbox"]) == ("passed", "process")
    assert told["score"] == told["max_score"]


def test_a_wrong_idea_is_named_and_a_hint_follows(grade, started):
    write(started, WRONG)
    assert "goes uphill" in grade("1", code=1).stdout
    assert [each["misconceptions"] for each in report(grade, "1", code=1)["diagnoses"]] != []
    assert grade("hint", "1").stdout


def test_a_loop_without_end_is_stopped(grade, started):
    write(started, RIGHT.replace("    return ", "    while True:\n        pass\n    return ", 1))
    told = report(grade, "1", "--timeout", "0.5", code=1)
    assert "timeout" in [each["id"] for each in told["findings"]]


def test_a_crash_is_told(grade, started):
    write(started, RIGHT.replace("    return ", "    import os\n    os._exit(5)\n    return ", 1))
    told = [each["says"] for each in report(grade, "1", code=1)["findings"] if each["id"] == "crash"]
    assert told
    assert all("exit code 5" in says for says in told)


def test_an_exception_in_the_learners_line_is_shown(grade, started):
    write(started, RIGHT.replace("    return ", "    undefined_é\n    return ", 1))
    assert "NameError" in grade("1", code=1).stdout


def test_a_notebook_with_a_cell_that_never_ends_is_graded_all_the_same(grade, started):
    grade("notebook", "1")
    notebook = started.with_suffix(".ipynb")
    held = json.loads(notebook.read_text("utf-8"))
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    held["cells"] = [{**cell, "source": "import time\nwhile True:\n    time.sleep(0.01)"}, {**cell, "source": RIGHT}]
    for number, each in enumerate(held["cells"]):
        each["id"] = f"cell-{number}"
    notebook.write_text(json.dumps(held), "utf-8")
    told = report(grade, "1", str(notebook), code=0)
    assert (told["status"], told["sandbox"]) == ("passed", "process")
    notes = [note["says"] for note in told["notes"]]
    assert any("cell 1 was still running" in says for says in notes), notes
    assert told["findings"] == []


def test_a_stub_whose_line_ends_were_changed_is_as_it_came(grade, started):
    for path in started.parent.glob("*.py"):
        write(path, path.read_text("utf-8"))
    assert "Open exercise01_gradient_step.py, write its first function" in " ".join(grade().stdout.split())


LONELY = """
import sys
from pathlib import Path
from grader.sandbox import Limits, open_sandbox
sandbox = open_sandbox("process")
worker = sandbox.start_worker()
worker.load(b"def loop():\\n    while True: pass\\ndef here():\\n    import os; return os.getcwd()", "a.py", Limits())
print(worker.call("here", [], Limits()).value, worker._process.pid, flush=True)
worker.call("loop", [], Limits(seconds=60))
"""


def test_a_worker_that_loops_ends_with_a_grader_that_was_killed_and_takes_the_folder_along(machine):
    _system, python = machine
    with subprocess.Popen([python, "-c", LONELY], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as grader:
        assert grader.stdout is not None
        box, _, worker = grader.stdout.readline().strip().rpartition(" ")
        assert Path(box).is_dir()
        grader.kill()
    until = time.monotonic() + 10
    while (Path(box).exists() or Path(f"/proc/{worker}").exists()) and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(box).exists()
    assert not Path(f"/proc/{worker}").exists()


def test_every_word_of_a_first_hour_works(grade, started):
    assert "1" in grade("list").stdout
    assert grade().stdout
    write(started, WRONG)
    grade("reset", "1", "--yes")
    assert b"NotImplementedError" in started.read_bytes()
    (kept,) = started.parent.glob("*.backup-*")
    assert kept.read_bytes() == WRONG.replace("\n", "\r\n").encode(), "what was written is kept byte for byte"
    assert grade("quiz", "--topics").stdout
    asked = grade("quiz", "1", "--count", "1", told="1\n1\n\n\n", code=None)
    assert asked.returncode in (0, 1, 2, 130)
    assert asked.stdout


def test_a_save_is_graded_while_somebody_watches(grade, started):
    write(started, RIGHT)
    assert "all 26 laws hold" in grade("watch", "1", "--plain", told="").stdout


SEEN_ENOUGH = """
import errno
from grader import cli

def write(**_named):
    raise OSError(errno.EINVAL, "Invalid argument")

cli.grade.main = write
cli.main()
"""


def test_a_reader_who_has_seen_enough_ends_it_in_silence(machine):
    system, python = machine
    done = subprocess.run(
        [python, "-c", SEEN_ENOUGH], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 1
    assert ("Traceback" in done.stderr) == (system != "win32"), "elsewhere it would mean something else"


def test_doctor_says_what_stands_and_why_the_rest_does_not(grade, machine):
    told = " ".join(grade("doctor").stdout.split())
    assert "its walls are Linux's own" in told
    assert "Student code runs at the level process here" in told
    assert ("Windows 11" if machine[0] == "win32" else "Darwin") in told


def test_better_walls_than_there_are_can_be_demanded_and_are_refused(grade, started):
    write(started, RIGHT)
    assert "grade doctor" in grade("1", "--sandbox", "strict", code=2).stderr
