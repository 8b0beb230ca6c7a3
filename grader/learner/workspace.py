"""The learner's files: written the first time, found, and put back as they came."""

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


def make_fresh(exercise: Exercise, path: Path, package: str = "") -> bytes:
    """Return what a file of that name holds as it comes: the stub, or its notebook.

    Raises KitError as `read_untouched_stub` does.
    """
    if path.suffix != ".ipynb":
        return stubs.read_untouched_stub(exercise)
    from grader.learner.notebook import make_notebook

    return make_notebook(exercise, stubs.read_untouched_stub(exercise), package)


def find_path(exercise: Exercise, start: Path | None = None) -> Path:
    """Return where the learner's file of an exercise stands, or would stand. Raises NoWorkspace.

    Where its notebook stands there too, it is the one that counts in a class: what was written in, then the newest.
    """
    stub, notebook = list_paths(exercise, start)
    if not (stub.is_file() and notebook.is_file()):
        return notebook if notebook.is_file() else stub
    from grader.handin.folders import LocalFile
    from grader.handin.rule import sort_out

    both = [LocalFile(path, (path.name,), path.stat().st_mtime) for path in (stub, notebook)]
    return sort_out(both, [exercise])[exercise].chosen.place


def list_paths(exercise: Exercise, start: Path | None = None) -> tuple[Path, Path]:
    """Return where the learner's .py and notebook of an exercise would stand. Raises NoWorkspace."""
    folder = course.find_workspace(start)
    return folder / f"{exercise.stem}.py", folder / f"{exercise.stem}.ipynb"


def restore(exercise: Exercise, path: Path, now: datetime, package: str = "") -> Path | None:
    """Put the stub or its notebook back, keep the file that stood there, and return where; None where none stood there.

    A notebook's first cell installs the `package`, where one is named.

    Raises KitError where something cannot be written; the file is then as it was.
    """
    content = make_fresh(exercise, path, package)
    backup = None
    if path.exists():
        backup = _create_backup(path, now)
    try:
        _replace_file(path.resolve(), content)
    except OSError as error:
        if backup is not None:
            backup.unlink(missing_ok=True)
        raise _make_write_error(path, error) from None
    return backup


def create_workspace(folder: Path) -> list[Path]:
    """Write a fresh workspace and return its files.

    Raises KitError, and writes nothing, where a file would be overwritten.
    """
    files = {folder / "exercises" / f"{exercise.stem}.py": stub for exercise, stub in _load_stubs().items()}
    current = location.find_current_course()
    files[folder / "README.md"] = WELCOME.replace("{title}", current.title).encode()
    if not current.is_kits_own:
        import json

        # Else every command in there would have to name the course.
        table = TABLE.format(
            folder=json.dumps(current.folder, ensure_ascii=False), title=json.dumps(current.title, ensure_ascii=False)
        )
        files[folder / "pyproject.toml"] = table.encode()
    existing = [path for path in files if os.path.lexists(path)]
    if existing:
        raise KitError(f"{existing[0]} is there already.", "Name a folder that is new or empty; nothing was written.")
    written: list[Path] = []
    try:
        (folder / "exercises").mkdir(parents=True, exist_ok=True)
        for path, content in files.items():
            with path.open("xb") as file:
                written.append(path)
                file.write(content)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise make_machine_error(error, str(folder)) from None
    return list(files)


def _load_stubs() -> dict[Exercise, bytes]:
    """Return every stub as it came; one that was never committed as it is now, as long as nobody filled it in.

    Raises the last KitError where there is no stub at all.
    """
    loaded: dict[Exercise, bytes] = {}
    trouble: KitError | None = None
    for exercise in course.list_exercises():
        try:
            loaded[exercise] = stubs.read_untouched_stub(exercise)
        except KitError as error:
            shelved = course.locate_stub(exercise).read_bytes()
            if shelved.count(stubs.UNWRITTEN) >= len(exercise.functions):
                loaded[exercise] = shelved
            trouble = error
    if not loaded and trouble is not None:
        raise trouble
    return loaded


def list_left_out() -> list[Exercise]:
    """Return the exercises that no workspace can hold yet: their stubs are filled in and were never committed."""
    loaded = _load_stubs()
    return [exercise for exercise in course.list_exercises() if exercise not in loaded]


def has_same_lines(content: bytes, other: bytes) -> bool:
    """Tell whether two files hold the same, however their lines end: git and editors on Windows change that."""
    return content.replace(b"\r\n", b"\n") == other.replace(b"\r\n", b"\n")


def _create_backup(path: Path, now: datetime) -> Path:
    """Copy a file to a name that nothing has yet; return that path. Raises KitError where that cannot be written."""
    backup = path.with_name(f"{path.name}.backup-{now:%Y%m%d-%H%M%S}")
    try:
        with backup.open("xb") as file:
            file.write(path.read_bytes())
    except FileExistsError:
        raise KitError(f"The backup {backup.name} is there already.", "Try again in a second.") from None
    except OSError as error:
        backup.unlink(missing_ok=True)
        raise _make_write_error(path, error) from None
    return backup


def _replace_file(path: Path, content: bytes) -> None:
    """Replace a file in one move, with its access rights as they were; a full disk costs nobody the old one."""
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
    replace_file(path, [content], mode=mode, sync=True)


def _make_write_error(path: Path, error: OSError) -> KitError:
    trouble = make_machine_error(error, str(path))
    return KitError(f"{trouble.what} Nothing was changed.", trouble.mend)
