"""The corpus of submissions and what its headers say (see submissions/README.md)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grader.grading import grade_all
from grader.model import Exercise, Report
from grader.sandbox import Sandbox
from grader.submission import read_submission

HERE = Path(__file__).parent / "submissions"


@dataclass(frozen=True)
class Expected:
    """What the header of a wrong submission says."""

    function: str
    sets: tuple[frozenset[str], ...]
    """Ids that name it rightly; empty for a slip that no id names."""
    owned: bool
    """A popular error whose id is the kit's own: any name will do."""


def files(kind: str, exercise: Exercise) -> list[Path]:
    return sorted((HERE / kind / exercise.stem).glob("*.py"))


def graded(kind: str, exercise: Exercise, sandbox: Sandbox, seed: int = 0, every: int = 1) -> list[tuple[Path, Report]]:
    """Every submission of that kind, or every second, third …, with its report."""
    paths = files(kind, exercise)[::every]
    reports: list[Report] = []
    grade_all(exercise, (read_submission(exercise, path) for path in paths), reports.append, sandbox, seed=seed)
    return list(zip(paths, reports, strict=True))


def expected(path: Path) -> Expected:
    said: dict[str, list[list[str]]] = {}
    for line in path.read_text("utf-8", errors="replace").splitlines():
        key, _, rest = line.removeprefix("# ").partition(":")
        if line.startswith("# ") and key in ("function", "expects", "or"):
            said.setdefault(key, []).append(rest.split())
    ids = said["expects"][0]
    named = [] if ids in (["none"], ["own"]) else [ids]
    return Expected(
        said["function"][0][0], tuple(frozenset(one) for one in (*named, *said.get("or", []))), ids == ["own"]
    )
