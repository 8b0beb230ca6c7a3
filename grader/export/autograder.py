"""The autograder for another system's machines: this kit itself, as it graded the batch, and the scripts around it.

On Gradescope everything lies in /autograder: the zip's files in source, a submission in submission, and the
result is expected in results/results.json. PrairieLearn has the question's own tests/ in /grade/tests.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any

from grader import course
from grader.course import location
from grader.errors import KitError
from grader.handin import folders
from grader.handin.rule import sort_out
from grader.storage.files import make_zip, save_file
from grader.storage.seals import compute_seed

NEEDS = (
    "click>=8.1",
    "msgspec>=0.18.5",
    "nbformat>=5.9.1",
    "numpy>=1.26",
    "platformdirs>=4.0",
    "pytest>=8.0",
    "rich>=13.7",
)
"""The packages that grading imports: the project's own dependencies without those that only a quiz needs."""
_SHELVES = ("exercises",)
_GRADING = ("exercises", "suites")
_WRITTEN_WITH = tuple(f"misconceptions/toolkit/{name}.py" for name in ("common", "walks", "words"))
_LEFT = {"__pycache__", "shelves", "solutions", "release", "authoring"}

SECRET_FILE = "secret"
"""The file of the zip that holds the secret from which inputs are drawn."""
SECRET_VARIABLE = "FALLLINE_SECRET_FILE"
"""The environment variable that names this file to the autograder."""

SETUP = """#!/usr/bin/env bash
# Runs once, as root, when Gradescope builds the image.
set -euo pipefail
cd /autograder/source
python=""
# A Python counts that is new enough and can make an environment: distributions part the two.
makes() {
    command -v "$1" >/dev/null || return 1
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' && "$1" -m venv --clear venv
}
for wanted in python3.13 python3.12 python3.11 python3; do
    if makes "$wanted"; then python="$wanted"; break; fi
done
if [ -z "$python" ]; then
    apt-get update
    for wanted in python3.13 python3.12 python3.11; do
        apt-get install -y "$wanted" "$wanted-venv" || continue
        if makes "$wanted"; then python="$wanted"; break; fi
    done
fi
if [ -z "$python" ]; then
    echo "No Python 3.11 or newer that can make an environment: choose a newer Ubuntu as the base image." >&2
    exit 1
fi
venv/bin/pip install --no-cache-dir {needs}
"""
RUN = """#!/usr/bin/env bash
# Runs for every submission. A fault of the kit leaves no result, which Gradescope shows to the instructor.
set -euo pipefail
export PYTHONPATH=/autograder/source/kit PYTHONDONTWRITEBYTECODE=1{course}
export {variable}=/autograder/source/{secret}
cd /autograder/source  # where no file of a student's lies, that might name another course
exec /autograder/source/venv/bin/python -m grader.export.autograder \\
    {visibility} {walls} /autograder/submission /autograder/results/results.json {stems}
"""


def build_zip(stems: Sequence[str], visibility: str, walls: str = "process", secret: str = "") -> bytes:
    """Build the zip's bytes, the same for the same kit; it grades behind the highest walls there, never below `walls`.

    With a secret, each file's inputs are drawn from it; without, they are those of seed 0 for everybody.

    Raises:
        KitError: an exercise of the batch is not on this kit's shelves.

    """
    for stem in stems:
        course.find_exercise(stem)
    requirements = " ".join(shlex.quote(need) for need in NEEDS)
    current_course = location.find_current_course()
    course_variable = "" if current_course.is_kits_own else f" {location.VARIABLE}=/autograder/source/course"
    run = RUN.format(
        visibility=visibility,
        walls=walls,
        stems=" ".join(stems),
        course=course_variable,
        variable=SECRET_VARIABLE,
        secret=SECRET_FILE,
    )
    files = {
        "setup.sh": (SETUP.replace("{needs}", requirements).encode(), True),
        "run_autograder": (run.encode(), True),
    }
    return make_zip(files | collect_kit_files(stems, secret))


def collect_kit_files(stems: Sequence[str], secret: str) -> dict[str, tuple[bytes, bool]]:
    """Collect everything that grades these exercises elsewhere: the kit, the course, the families' tables, the secret.

    Each with whether it is a program. Raises KitError where a family's probe cannot be written down.
    """
    current_course = location.find_current_course()
    files = {SECRET_FILE: (secret.encode(), False)}
    files |= {
        f"kit/{name}": (path.read_bytes(), False) for name, path in sorted(_iterate_kit_files())
    } | _collect_course_files(current_course)
    return files | {name: (data, False) for name, data in _iterate_tables(stems, current_course)}


def main(arguments: Sequence[str]) -> None:
    """Grade one submission: form or visibility, least walls, folder, where the result goes, exercises.

    The form is `prairielearn`, or one of Gradescope's visibilities. What is printed is for instructors: both systems
    keep it from students.
    """
    from grader.export import gradescope, prairielearn

    form, walls, folder, target, *stems = arguments
    try:
        submissions = [(stem, choose_submission(Path(folder), stem)) for stem in stems]
        records = [
            _name_files(grade_file(stem, path, walls, _read_secret()), Path(folder)) for stem, path in submissions
        ]
        results = (
            prairielearn.make_results(records) if form == prairielearn.FORM else gradescope.make_results(records, form)
        )
        save_file(Path(target), gradescope.encode_json(results), follow=False)
    except KitError as error:
        raise SystemExit(f"{error.what} {error.mend}") from None
    for record in records:
        print(f"{record['exercise']}: walls {record['sandbox']} (at least {walls} demanded).")


def choose_submission(folder: Path, stem: str) -> Path:
    """Return the file that counts for an exercise, by the rule of a batch; without one, the expected path."""
    exercise = course.find_exercise(stem)
    choice = sort_out(folders.list_code_files(folder), [exercise], course.list_exercises()).get(exercise)
    if choice is None:
        return folder / f"{stem}.py"
    if choice.says:
        print(choice.says)
    return choice.chosen.place


def _name_files(record: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the report; where no file counts, its finding names the files that were handed in."""
    for finding in record["findings"]:
        if finding["id"] == "no_file":
            finding["says"] = folders.explain_missing(folder, record["exercise"])
    return record


def grade_file(stem: str, path: Path, walls: str, secret: str = "") -> dict[str, Any]:
    """Return the report of one file, from `grade … --json` in a process of its own."""
    seed = compute_seed(secret, stem, sha256(path.read_bytes()).hexdigest()) if secret and path.is_file() else 0
    arguments = [stem, str(path.resolve()), "--json", "--sandbox", walls, "--seed", str(seed)]
    command = [sys.executable, "-P", "-m", "grader", *arguments]
    # From the kit's own folder: where a submission lies, files could name a course or stand in for modules.
    kit_folder = str(course.PACKAGE.parent)
    process = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", check=False, cwd=kit_folder,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        | {"PYTHONPATH": kit_folder, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    try:
        record: dict[str, Any] = json.loads(process.stdout)
    except ValueError:
        reason = process.stderr.strip() or "no reason given"
        raise KitError(f"Grading {stem} ended without a report ({reason}).", "Build the autograder anew.") from None
    return record


def _read_secret() -> str:
    """Return the secret that lies in the zip, from which inputs are drawn; empty where there is none."""
    path = os.environ.get(SECRET_VARIABLE)
    return Path(path).read_text("utf-8") if path and Path(path).is_file() else ""


def _iterate_kit_files() -> Iterator[tuple[str, Path]]:
    """Yield every file of this kit under its name in a checkout: the package and the stubs, never a solution."""
    for path in course.PACKAGE.rglob("*"):
        inside = path.relative_to(course.PACKAGE)
        if path.is_file() and not _LEFT & set(inside.parts) and not _runs_ideas(inside):
            yield f"grader/{inside.as_posix()}", path
    for shelf in _SHELVES:
        for path in location.Course().locate_shelf(shelf).rglob("*.py"):
            yield f"{shelf}/{path.name}", path


def _runs_ideas(inside: PurePath) -> bool:
    """Tell whether a file is a family, or what families are written with: the zip carries their tables instead."""
    shelf = inside.parent.as_posix()
    is_family = shelf == "misconceptions/accepted" or (shelf == "misconceptions" and inside.stem != "__init__")
    return is_family or inside.as_posix() in _WRITTEN_WITH


def _iterate_tables(stems: Sequence[str], current_course: location.Course) -> Iterator[tuple[str, bytes]]:
    """Yield the families of the graded exercises as tables, so that student code meets no program of an answer there.

    Raises KitError where a probe cannot be written down.
    """
    from grader.diagnosis import load_families
    from grader.release import contents, tables

    yield "kit/grader/misconceptions/toolkit/__init__.py", contents.TOOLKIT.encode()
    shelf = "kit/grader/misconceptions" if current_course.is_kits_own else "course/misconceptions"
    for stem in stems:
        families = load_families(course.find_exercise(stem))
        if families:
            yield from zip((f"{shelf}/{stem}.json", f"{shelf}/{stem}.npz"), tables.make_tables(families), strict=True)


def _collect_course_files(current_course: location.Course) -> dict[str, tuple[bytes, bool]]:
    """Collect what grading needs of a course of one's own; nothing more is needed of the kit's own course."""
    paths = (
        []
        if current_course.is_kits_own
        else [path for shelf in _GRADING for path in sorted(current_course.locate_shelf(shelf).glob("exercise*.py"))]
    )
    return {f"course/{current_course.format_path(path)}": (path.read_bytes(), False) for path in paths}


if __name__ == "__main__":
    main(sys.argv[1:])
