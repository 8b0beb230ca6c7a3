"""The learner's files: laid out, looked at, and put back as they came."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path

from grader import course
from grader.errors import KitError
from grader.model import Exercise

WELCOME = """\
# Fallline: why training works, and why it breaks

Each file in `exercises/` is one story and a few functions to write. Take them in order or as you like.

    grade               where you are and what to do next
    grade list          the exercises
    grade 1             grade exercise 1; every law that does not hold shows its numbers
    grade hint 1        one thought for the next step
    grade reset 1       the file as it came; what you wrote is kept beside it
    grade notebook 1    the exercise as a Jupyter notebook, graded like the file

Run `grade` in this folder or below it.
"""


def pristine(exercise: Exercise) -> bytes:
    """The stub as it came: from the shelves that an installed kit carries, else from this checkout's history.

    Raises KitError where neither has it.
    """
    packed = course.PACKAGE / "shelves" / "exercises" / f"{exercise.stem}.py"
    if packed.is_file():
        return packed.read_bytes()
    found = _committed(f"exercises/{exercise.stem}.py")
    if found is None or b"NotImplementedError" not in found:
        raise KitError(
            f"The kit has no untouched copy of {exercise.stem}.py.",
            "`pip install .` gives it one; in a git checkout it takes the committed stub.",
        )
    return found


def fresh(exercise: Exercise, place: Path) -> bytes:
    """What a file of that name holds as it comes: the stub, or its notebook. Raises KitError as `pristine` does."""
    if place.suffix != ".ipynb":
        return pristine(exercise)
    from grader.notebook import notebook

    return notebook(exercise, pristine(exercise))


def place_of(exercise: Exercise, start: Path | None = None) -> Path:
    """Where the learner's file of an exercise stands, or would stand. Raises NoWorkspace.

    Where both stand there it is the .py, and the notebook only as long as the .py is as it came.
    """
    stub, notebook = places_of(exercise, start)
    if notebook.is_file() and (not stub.is_file() or _untouched(exercise, stub)):
        return notebook
    return stub


def places_of(exercise: Exercise, start: Path | None = None) -> tuple[Path, Path]:
    """Where the learner's .py and notebook of an exercise would stand. Raises NoWorkspace."""
    folder = course.workspace(start)
    return folder / f"{exercise.stem}.py", folder / f"{exercise.stem}.ipynb"


def restore(exercise: Exercise, place: Path, now: datetime) -> Path | None:
    """Put the stub or its notebook back; the file that stood there is kept under the returned name."""
    held = fresh(exercise, place)
    backup = None
    if place.exists():
        backup = _keep(place, now)
    place.write_bytes(held)
    return backup


def lay_out(folder: Path) -> list[Path]:
    """A fresh workspace; raises KitError, and writes nothing, where a file would be overwritten."""
    files = {folder / "exercises" / f"{each.stem}.py": pristine(each) for each in course.exercises()}
    files[folder / "README.md"] = WELCOME.encode()
    there = [path for path in files if path.exists()]
    if there:
        raise KitError(f"{there[0]} is there already.", "Name a folder that is new or empty; nothing was written.")
    try:
        (folder / "exercises").mkdir(parents=True, exist_ok=True)
        for path, held in files.items():
            with path.open("xb") as file:
                file.write(held)
    except OSError as error:
        raise KitError(f"{folder} cannot be written ({error.strerror}).", "Name another folder.") from None
    return list(files)


def _untouched(exercise: Exercise, stub: Path) -> bool:
    try:
        return stub.read_bytes() == pristine(exercise)
    except (KitError, OSError):
        return False


def _keep(place: Path, now: datetime) -> Path:
    """A copy under a name that nothing has yet."""
    backup = place.with_name(f"{place.name}.backup-{now:%Y%m%d-%H%M%S}")
    try:
        with backup.open("xb") as file:
            file.write(place.read_bytes())
    except FileExistsError:
        raise KitError(f"The backup {backup.name} is there already.", "Try again in a second.") from None
    return backup


def _committed(path: str) -> bytes | None:
    """A file of this checkout as it was committed last; None without git."""
    try:
        told = subprocess.run(
            ["git", "-C", str(course.PACKAGE.parent), "show", f"HEAD:./{path}"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return told.stdout if told.returncode == 0 else None
