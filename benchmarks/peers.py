"""The same class graded by nbgrader and by otter-grader, on all cores, with the very checks of the suite.

Each submission is a notebook whose one cell of code is the student's file. What examines it are the suite's
own checks (`in_process`), one test cell or test case a check, worth the same points; so both arrive at the
points of `grade batch`, and the bench counts how often they do. What differs is what each does besides:
`grade batch` walls the code in, ends what hangs and names misconceptions; the peers start a Jupyter kernel a
submission and write the executed notebook or a results.json.

nbgrader    `nbgrader autograde`, one process a core, each with a course folder and a gradebook of its own.
            Making the assignment (`nbgrader generate_assignment`) is not counted.
otter       `otter run`, one process a submission and as many at a time as there are cores. `otter grade`
            needs Docker and is left out: it does the same inside a container for every submission.

Both may live in another environment than the kit's; theirs needs numpy and pytest, which the suite imports.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import time
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from in_process import checks

ROOT = Path(__file__).parent.parent
ASSIGNMENT = "exercise03"
IMPORT = "from in_process import examine"


class Failed(Exception):
    """A peer is here and did not do its work; the message is one line that says why."""


@dataclass(frozen=True, slots=True)
class Graded:
    """One run over a class."""

    seconds: float
    points: dict[str, float]
    """By the stem of the submission's file; those that were left ungraded are missing."""


Peer = Callable[[str, Sequence[Path], Path, int], Graded]
"""Takes the command's path, the submissions, an empty folder to work in and the number of cores; raises Failed."""


def nbgrader(command: str, files: Sequence[Path], folder: Path, cores: int) -> Graded:
    """`nbgrader autograde` of all files, dealt out to the cores."""
    first = folder / "course0"
    _write(first / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", _notebook("", graded=True))
    _run([command, "generate_assignment", ASSIGNMENT], first)
    courses = [first, *(folder / f"course{place}" for place in range(1, min(cores, len(files))))]
    for another in courses[1:]:
        shutil.copytree(first, another)
    for place, file in enumerate(files):
        path = Path("submitted", file.stem, ASSIGNMENT, f"{ASSIGNMENT}.ipynb")
        _write(courses[place % len(courses)] / path, _notebook(file.read_text("utf-8"), graded=True))
    seconds = _timed(lambda course: _run([command, "autograde", ASSIGNMENT], course), courses, cores)
    return Graded(seconds, {student: points for course in courses for student, points in _gradebook(course)})


def otter(command: str, files: Sequence[Path], folder: Path, cores: int) -> Graded:
    """`otter run` of every file."""
    tests = [f"from otter.test_files import test_case\n{IMPORT}\n\nOK_FORMAT = False\nname = {ASSIGNMENT!r}\n"]
    for name, points in checks().items():
        head = f"@test_case(name={name!r}, points={points})\ndef {name}(env):\n"
        tests.append(f"{head}    examine({name!r}, env)\n")
    autograder = folder / "autograder.zip"
    with zipfile.ZipFile(autograder, "w") as archive:
        archive.writestr("otter_config.json", json.dumps({"pdf": False, "print_summary": False}))
        archive.writestr(f"tests/{ASSIGNMENT}.py", "\n\n".join(tests))
    for file in files:
        _write(folder / file.stem / f"{file.stem}.ipynb", _notebook(file.read_text("utf-8"), graded=False))

    def one(file: Path) -> None:
        own = folder / file.stem
        _run([command, "run", "--no-logo", "-a", str(autograder), "-o", str(own), f"{file.stem}.ipynb"], own)

    seconds = _timed(one, files, cores)
    results = {file.stem: json.loads((folder / file.stem / "results.json").read_text("utf-8")) for file in files}
    return Graded(
        seconds, {stem: sum(test.get("score", 0) for test in told["tests"]) for stem, told in results.items()}
    )


def _notebook(source: str, *, graded: bool) -> dict[str, Any]:
    """The student's cell and, for nbgrader, behind it a test cell for each check."""
    cells = [_cell(source, "student", solution=True)]
    if graded:
        cells.append(_cell(IMPORT, "import", locked=True))
        for name, points in checks().items():
            cells.append(_cell(f"examine({name!r}, globals())", name, locked=True, grade=True, points=points))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _cell(source: str, name: str, **told: object) -> dict[str, Any]:
    base = {"schema_version": 3, "grade_id": name, "grade": False, "locked": False, "solution": False, "task": False}
    # nbformat lets an id have 64 characters.
    cell = {"cell_type": "code", "id": name[:64], "execution_count": None, "outputs": list[str](), "source": source}
    return cell | {"metadata": {"nbgrader": base | told}}


def _gradebook(course: Path) -> list[tuple[str, float]]:
    """Students and their points, as nbgrader's database has them."""
    query = """
        SELECT assignment.student_id, SUM(COALESCE(grade.manual_score, grade.auto_score))
        FROM grade
        JOIN submitted_notebook AS notebook ON grade.notebook_id = notebook.id
        JOIN submitted_assignment AS assignment ON notebook.assignment_id = assignment.id
        GROUP BY assignment.student_id
    """
    with closing(sqlite3.connect(course / "gradebook.db")) as database:
        return database.execute(query).fetchall()


def _sum(results: Path) -> float:
    """The points of all tests of otter's results.json."""
    return sum(float(test.get("score", 0)) for test in json.loads(results.read_text("utf-8"))["tests"])


def _timed(one: Callable[[Path], None], things: Sequence[Path], cores: int) -> float:
    """Seconds that all of them take, as many at a time as there are cores."""
    started = time.perf_counter()
    with ThreadPoolExecutor(cores) as pool:
        list(pool.map(one, things))
    return time.perf_counter() - started


def _write(path: Path, notebook: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), "utf-8")


def _run(command: Sequence[str], folder: Path) -> None:
    """Run a peer's command with this kit's suite at hand, and what the peer itself runs (alembic) on the path."""
    environment = os.environ | {
        "PATH": os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")]),
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(Path(__file__).parent)]),
    }
    done = subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        told = [line for line in lines if "Error: " in line] or lines or [f"exit code {done.returncode}"]
        raise Failed(told[-1])
