"""The learner's files: laid out, looked at, and put back as they came."""

from __future__ import annotations

import os
import stat
from datetime import datetime
from pathlib import Path

from grader import course
from grader.course import location, stubs
from grader.errors import KitError, make_machine_error
from grader.model import Exercise
from grader.storage.files import replace_file

WELCOME = """\
# {title}

Each file in `exercises/` is one story and a few functions to write. Take them in order or as you like.

    grade               where you are and what to do next
    grade list          the exercises
    grade 1             grade exercise 1; every law that does not hold shows its numbers
    grade watch         grades at every save and shows the one next thing
    grade hint 1        one thought for the next step
    grade reset 1       the file as it came; what you wrote is kept beside it
    grade notebook 1    the exercise as a Jupyter notebook, graded like the file
    grade quiz          questions that come back when they are due

Run `grade` in this folder or below it.
"""


TABLE = """\
# `grade` finds the course from this folder and below.
[tool.fallline]
course = {folder}
title = {title}
"""


def make_fresh(exercise: Exercise, place: Path, package: str = "") -> bytes:
    """What a file of that name holds as it comes: the stub, or its notebook. Raises KitError as `pristine` does."""
    if place.suffix != ".ipynb":
        return stubs.read_untouched_stub(exercise)
    from grader.learner.notebook import make_notebook

    return make_notebook(exercise, stubs.read_untouched_stub(exercise), package)


def find_path(exercise: Exercise, start: Path | None = None) -> Path:
    """Where the learner's file of an exercise stands, or would stand. Raises NoWorkspace.

    Where its notebook stands there too, it is the one that counts in a class: what was written in, then the newest.
    """
    stub, notebook = list_paths(exercise, start)
    if not (stub.is_file() and notebook.is_file()):
        return notebook if notebook.is_file() else stub
    from grader.handin.folders import LocalFile
    from grader.handin.rule import sort_out

    both = [LocalFile(place, (place.name,), place.stat().st_mtime) for place in (stub, notebook)]
    return sort_out(both, [exercise])[exercise].chosen.place


def list_paths(exercise: Exercise, start: Path | None = None) -> tuple[Path, Path]:
    """Where the learner's .py and notebook of an exercise would stand. Raises NoWorkspace."""
    folder = course.find_workspace(start)
    return folder / f"{exercise.stem}.py", folder / f"{exercise.stem}.ipynb"


def restore(exercise: Exercise, place: Path, now: datetime, package: str = "") -> Path | None:
    """Put the stub or its notebook back; the file that stood there is kept under the returned name.

    A notebook's first cell installs the `package`, where one is named.

    Raises KitError where something cannot be written; the file is then as it was.
    """
    held = make_fresh(exercise, place, package)
    backup = None
    if place.exists():
        backup = _create_backup(place, now)
    try:
        _replace_file(place.resolve(), held)
    except OSError as error:
        if backup is not None:
            backup.unlink(missing_ok=True)
        raise _make_write_error(place, error) from None
    return backup


def create_workspace(folder: Path) -> list[Path]:
    """A fresh workspace; raises KitError, and writes nothing, where a file would be overwritten."""
    files = {folder / "exercises" / f"{each.stem}.py": held for each, held in _load_stubs().items()}
    its = location.find_current_course()
    files[folder / "README.md"] = WELCOME.replace("{title}", its.title).encode()
    if not its.is_kits_own:
        import json

        # Else every command in there would have to name the course.
        told = TABLE.format(
            folder=json.dumps(its.folder, ensure_ascii=False), title=json.dumps(its.title, ensure_ascii=False)
        )
        files[folder / "pyproject.toml"] = told.encode()
    there = [path for path in files if os.path.lexists(path)]
    if there:
        raise KitError(f"{there[0]} is there already.", "Name a folder that is new or empty; nothing was written.")
    done: list[Path] = []
    try:
        (folder / "exercises").mkdir(parents=True, exist_ok=True)
        for path, held in files.items():
            with path.open("xb") as file:
                done.append(path)
                file.write(held)
    except OSError as error:
        for path in done:
            path.unlink(missing_ok=True)
        raise make_machine_error(error, str(folder)) from None
    return list(files)


def _load_stubs() -> dict[Exercise, bytes]:
    """Every stub as it came; one that was never committed as it stands, as long as nobody filled it in."""
    found: dict[Exercise, bytes] = {}
    trouble: KitError | None = None
    for exercise in course.list_exercises():
        try:
            found[exercise] = stubs.read_untouched_stub(exercise)
        except KitError as error:
            shelved = course.locate_stub(exercise).read_bytes()
            if shelved.count(stubs.UNWRITTEN) >= len(exercise.functions):
                found[exercise] = shelved
            trouble = error
    if not found and trouble is not None:
        raise trouble
    return found


def list_left_out() -> list[Exercise]:
    """The exercises that no workspace can hold yet: their stubs are filled in and were never committed."""
    there = _load_stubs()
    return [exercise for exercise in course.list_exercises() if exercise not in there]


def has_same_lines(one: bytes, other: bytes) -> bool:
    """Whether two files hold the same, however their lines end: git and editors on Windows change that."""
    return one.replace(b"\r\n", b"\n") == other.replace(b"\r\n", b"\n")


def _create_backup(place: Path, now: datetime) -> Path:
    """A copy under a name that nothing has yet."""
    backup = place.with_name(f"{place.name}.backup-{now:%Y%m%d-%H%M%S}")
    try:
        with backup.open("xb") as file:
            file.write(place.read_bytes())
    except FileExistsError:
        raise KitError(f"The backup {backup.name} is there already.", "Try again in a second.") from None
    except OSError as error:
        backup.unlink(missing_ok=True)
        raise _make_write_error(place, error) from None
    return backup


def _replace_file(place: Path, held: bytes) -> None:
    """Replace a file in one move, with its access rights as they were; a full disk costs nobody the old one."""
    mode = stat.S_IMODE(place.stat().st_mode) if place.exists() else None
    replace_file(place, [held], mode=mode, sync=True)


def _make_write_error(place: Path, error: OSError) -> KitError:
    told = make_machine_error(error, str(place))
    return KitError(f"{told.what} Nothing was changed.", told.mend)
