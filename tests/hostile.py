"""A class as no instructor wishes for, laid out as each course system would: files by path, as `exports` takes them.

Every student of NAMES hands in one of WORK, in turn; one is late, one hands in twice, two are a group where the
system has groups, one hands in nothing; and between them lies what operating systems, archives and people leave.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exports import NAMES, zip_of

Files = dict[str, "bytes | tuple[bytes, int]"]

RUBBISH: Files = {
    ".DS_Store": b"\0\0\0\1Bud1",
    "__MACOSX/._exercise03.py": b"\0\5\x16\7",
    "Thumbs.db": b"\xd0\xcf\x11\xe0",
    "desktop.ini": b"[x]",
    ".ipynb_checkpoints/exercise03-checkpoint.ipynb": b"{}",
    "__pycache__/exercise03.cpython-311.pyc": b"\0",
}
"""What machines leave, anywhere."""
BESIDE: Files = {
    "essay.pdf": b"%PDF-1.7",
    "all.zip": b"PK\5\6" + bytes(18),
    "nothing.zip": b"",
    "CON.py": b"x = 1",
    "aux.ipynb": b"{}",
    "exercise03.py.txt": b"x = 1",
    "line\nbreak.txt": b"",
    "=cmd().csv": b"",
    "\u202etxt.yp": b"",
}
"""What people hand in beside their work."""


@dataclass(frozen=True)
class Student:
    """One of the class."""

    number: int
    name: str
    file: str
    work: bytes

    @property
    def squeezed(self) -> str:
        """As Canvas writes a name into a file's: letters, marks and digits, in lower case."""
        return "".join(letter for letter in self.name if unicodedata.category(letter)[0] in "LMN").lower()

    @property
    def without_signs(self) -> str:
        """As Moodle writes a name into a folder's."""
        return re.sub(r"[&<>\"'`|:\\/]", "", self.name).replace("_", " ")


def students(solution: str, stub: str) -> list[Student]:
    """The class: work of every kind, from the best to none."""
    notebook = json.dumps({"cells": [{"cell_type": "code", "source": solution}], "nbformat": 4}).encode()
    work = [
        ("exercise03.py", solution.encode()),
        ("Exercise 3 (1).ipynb", notebook),
        ("ex03.py", b"\xef\xbb\xbf" + solution.replace("\n", "\r\n").encode()),
        ("exercise03_bias_correction.py", stub.encode()),
        ("exercise03.py", b""),
        ("exercise03.py", b"def f(:\n"),
        ("EXERCISE03.PY", b"# -*- coding: latin-1 -*-\nx = '\xe9'\n"),
        ("exercise03.ipynb", b'{"type": "FeatureCollection"}'),
        ("bias-correction.py", b"import os\nos._exit(0)\n"),
        ("exercise03.py", solution.encode("utf-16")),
        ("exercise03.ipynb", b"\xef\xbb\xbf" + notebook),
        ("exercise03.py", b"%PDF-1.4"),
    ]
    return [Student(number, name, *work[number % len(work)]) for number, name in enumerate(NAMES)]


def canvas(people: list[Student]) -> Files:
    files: Files = {}
    for one in people:
        late = "_LATE" if one.number == 1 else ""
        prefix = f"{one.squeezed}{late}_{100 + one.number}_"
        files[f"{prefix}{900 + one.number}_{one.file}"] = one.work
        if one.number == 2:
            files[f"{prefix}{800}_exercise03.py"] = b"older = 1"
        for place, (name, data) in enumerate(BESIDE.items() if one.number == 3 else ()):
            files[f"{prefix}{700 + place}_{name}"] = data
    return files | {"deadora_199_text.html": b"<p>no code</p>"} | RUBBISH


def moodle(people: list[Student]) -> Files:
    files: Files = {}
    for one in people:
        folder = f"{one.without_signs}_{100 + one.number}_assignsubmission_file/"
        files[f"{folder}{one.file}"] = (one.work, 1_700_000_100)
        if one.number == 2:
            files[f"{folder}old/exercise03.py"] = (b"older = 1", 1_600_000_000)
        files |= {f"{folder}{name}": data for name, data in (BESIDE | RUBBISH).items() if one.number == 3}
    files["De, Dora_199_assignsubmission_onlinetext/onlinetext.html"] = b"<p>no code</p>"
    return files | RUBBISH


def gradescope(people: list[Student]) -> Files:
    files: Files = {}
    told = []
    for one in people:
        members = people[:2] if one.number == 0 else [] if one.number == 1 else [one]
        if not members:
            continue
        listed = "".join(
            f"  - :name: {json.dumps(member.name, ensure_ascii=False)}\n    :sid: '{100 + member.number}'\n"
            for member in members
        )
        told.append(f"submission_{500 + one.number}:\n  :submitters:\n{listed}  :created_at: 2026-03-01 12:00:00 Z\n")
        folder = f"submission_{500 + one.number}/"
        files[f"{folder}{one.file}"] = one.work
        files |= {f"{folder}{name}": data for name, data in (BESIDE | RUBBISH).items() if one.number == 3}
    files["submission_metadata.yml"] = ("---\n" + "".join(told)).encode()
    return {f"assignment_7_export/{path}": data for path, data in (files | RUBBISH).items()}


def nbgrader(people: list[Student]) -> Files:
    files: Files = {"gradebook.db": b"", "source/ps3/exercise03.ipynb": b"{}"}
    for one in people:
        folder = f"submitted/{100 + one.number}/ps3/"
        files[f"{folder}{one.file}"] = one.work
        files[f"{folder}timestamp.txt"] = b"2026-03-01 12:00:00 CET"
        files |= {f"{folder}{name}": data for name, data in (BESIDE | RUBBISH).items() if one.number == 3}
    return files | {"submitted/199/ps3/": b""} | RUBBISH


def flat(people: list[Student]) -> Files:
    files: Files = {}
    for one in people:
        folder = f"{one.name.replace('/', '-')}/"
        files[f"{folder}{one.file}"] = one.work
        files |= {f"{folder}{name}": data for name, data in (BESIDE | RUBBISH).items() if one.number == 3}
    return files | {"De, Dora/": b""} | RUBBISH


LAYOUTS = {"canvas": canvas, "moodle": moodle, "gradescope": gradescope, "nbgrader": nbgrader, "flat": flat}


def with_what_only_folders_hold(root: Path) -> Path:
    """A link out of the folder, one in a circle, and a pipe that would wait for ever."""
    for name, aim in (("exercise03_link.py", "/etc/passwd"), ("circle", ".")):
        (root / name).symlink_to(aim)
    os.mkfifo(root / "exercise03_pipe.py")
    return root


def zipped(path: Path, files: Files) -> Path:
    """As a zip, with an archive in it and paths that lead out of it."""
    inner = zip_of(path.with_name("inner.zip"), {"exercise03.py": b"x = 1"}).read_bytes()
    return zip_of(
        path, files | {"inner.zip": inner, "../../exercise03_out.py": b"x = 1", "/exercise03_root.py": b"x = 1"}
    )


def everybody(people: list[Student], layout: str) -> Iterator[str]:
    """The ids that the system gives them."""
    for one in people:
        yield one.name.replace("/", "-") if layout == "flat" else str(100 + one.number)
