"""Every attack of tests/attacks against real workers, at every level that stands.

An attack is a submission. `# finding: ID` in it names the finding its report must hold, `# walls: …` the
levels it may be tried at (the others would let it harm this machine). In between the right solution is graded
by the same sandbox, and must pass. Network attempts reach a listener of this test and nothing else.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pytest
from conftest import ROOT
from levels import LEVELS

from grader import course
from grader.grading import grade_all
from grader.model import Report, Submission
from grader.sandbox import LADDER, Limits, open_sandbox
from grader.submission import read
from grader.view.document import document

ATTACKS = sorted((Path(__file__).parent / "attacks").glob("*.py"))
LIMITS = Limits(seconds=0.15, load_seconds=2.0, total_seconds=1.6, memory=2**30, cpu=10)
EVERY = 6
"""After so many attacks the right solution is graded; the attacks after it also show what one before left."""
CANARY = "canary-4f1d9c"
STANDING = {standing.level: standing for standing in LEVELS}


@dataclass
class Field:
    """One level after all its attacks."""

    reports: dict[str, Report]
    honest: dict[str, Report]
    seconds: dict[str, float]
    harm: list[str]


def _marks(attack: Path) -> dict[str, str]:
    return dict(re.findall(r"^# (finding|walls): (.+)$", attack.read_text("utf-8"), re.M))


def _meant_for(level: str, attack: Path) -> bool:
    """A level without walls is not for attacks that could harm, and is slow: it meets the plain cheats."""
    if level == "process" and not attack.stem.startswith(
        ("verdict", "value_equals", "value_lies", "report", "intake_c", "intake_shadow")
    ):
        return False
    return level in _marks(attack).get("walls", " ".join(LADDER))


def _cases() -> Iterator[object]:
    for level in LADDER:
        for attack in ATTACKS:
            if _meant_for(level, attack):
                yield pytest.param(level, attack.stem, id=f"{level}-{attack.stem}")


@pytest.fixture(scope="module")
def fields(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Field]:
    """Filled as levels are asked for: all attacks of one level run once, in one stream, as a batch would."""
    return {}


def _field(level: str, fields: dict[str, Field], tmp_path_factory: pytest.TempPathFactory) -> Field:
    if not STANDING[level].stands:
        pytest.skip(f"the level {level} does not stand on this machine: {STANDING[level].reason}")
    if level not in fields:
        fields[level] = _fight(level, tmp_path_factory.mktemp(level))
    return fields[level]


def _fight(level: str, folder: Path) -> Field:
    home, outside, temporary = folder / "home", folder / "outside", folder / "tmp"
    for place in (home, outside, temporary):
        place.mkdir()
    outside.chmod(0o777)
    (home / "secret.txt").write_text(CANARY)
    listener = socket.create_server(("127.0.0.1", 0))
    listener.setblocking(False)
    before = _world(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        patch.setenv("FALLLINE_SECRET", CANARY)
        patch.setattr(tempfile, "tempdir", str(temporary))
        submissions = _submissions(level, folder, listener.getsockname()[1])
        reports: list[Report] = []
        clock = [time.monotonic()]

        def done(report: Report) -> None:
            reports.append(report)
            clock.append(time.monotonic())

        sandbox = open_sandbox(level)
        sandbox.prepare(2)
        try:
            # A fresh Python for each worker takes its time.
            limits = replace(LIMITS, total_seconds=8.0) if level == "process" else LIMITS
            grade_all(course.find("3"), submissions, done, sandbox, limits=limits)
        finally:
            sandbox.close()
    took = [after - before for before, after in itertools.pairwise(clock)]
    after = _settled(folder, before)
    harm = [f"{thing} changed: {was} -> {after[thing]}" for thing, was in before.items() if after[thing] != was]
    try:
        listener.accept()
        harm.append("something reached the listener")
    except BlockingIOError:
        listener.close()
    names = [Path(report.submission.origin).parent.name for report in reports]
    return Field(
        reports={name: report for name, report in zip(names, reports, strict=True) if not name.startswith("after_")},
        honest={name[6:]: report for name, report in zip(names, reports, strict=True) if name.startswith("after_")},
        seconds=dict(zip(names, took, strict=True)),
        harm=harm,
    )


def _submissions(level: str, folder: Path, port: int) -> Iterator[Submission]:
    exercise = course.find("3")
    solution = (ROOT / "solutions" / f"{exercise.stem}.py").read_bytes()
    words = {
        "@SECRET@": folder / "home" / "secret.txt",
        "@HOME@": folder / "home",
        "@OUTSIDE@": folder / "outside",
        "@SOLUTION@": ROOT / "solutions" / f"{exercise.stem}.py",
        "@SUITE@": ROOT / "grader" / "suites" / f"{exercise.stem}.py",
        "@WORKER@": ROOT / "grader" / "sandbox" / "worker.py",
        "@REPO@": ROOT,
        "@PORT@": port,
    }
    for number, attack in enumerate(attack for attack in ATTACKS if _meant_for(level, attack)):
        text = attack.read_bytes()
        for word, meaning in words.items():
            text = text.replace(word.encode(), str(meaning).encode())
        yield read(exercise, _file(folder / attack.stem, text))
        if number % EVERY == 0:
            yield read(exercise, _file(folder / f"after_{attack.stem}", solution))


def _file(folder: Path, text: bytes) -> Path:
    folder.mkdir()
    (folder / "exercise03.py").write_bytes(text)
    return folder / "exercise03.py"


def _world(folder: Path) -> dict[str, object]:
    """What an attack must leave as it was."""
    return {
        "temporary files": [p.name for p in (folder / "tmp").iterdir()],
        "/tmp": [p.name for p in Path("/tmp").glob("fallline-attack*")],
        "home": [(p.name, p.read_bytes()) for p in sorted((folder / "home").iterdir())],
        "outside": [p.name for p in (folder / "outside").iterdir()],
        "repository": [p.name for p in ROOT.rglob("fallline-attack*")],
        "shared memory": [p.name for p in Path("/dev/shm").glob("fallline-attack*")],
        "processes": _offspring(),
    }


def _settled(folder: Path, before: dict[str, object]) -> dict[str, object]:
    """The world as before, or as it is after a while: what is ended is not gone at that very moment."""
    until = time.monotonic() + 5
    while (now := _world(folder)) != before and time.monotonic() < until:
        time.sleep(0.1)
    return now


def _offspring() -> set[str]:
    """Processes whose ancestor is this one, and zygotes and workers of nobody."""
    if sys.platform != "linux":
        return set()
    table = subprocess.run(["ps", "-eo", "pid,ppid,stat,args"], stdout=subprocess.PIPE, text=True, check=True).stdout
    rows = [line.split(None, 3) for line in table.splitlines()[1:]]
    family = {str(os.getpid())}
    for _ in range(5):
        family |= {pid for pid, parent, *_ in rows if parent in family}
    return {row[0] for row in rows if row[0] in family and "ps -eo" not in row[3] and row[0] != str(os.getpid())}


@pytest.mark.parametrize(("level", "attack"), list(_cases()))
def test_an_attack_earns_nothing_reads_nothing_and_harms_nobody(level, attack, fields, tmp_path_factory):
    field = _field(level, fields, tmp_path_factory)
    report = field.reports[attack]
    told = repr(asdict(replace(report, submission=replace(report.submission, source=b""))))

    assert report.score == 0
    assert report.walls == level
    assert "GOT THROUGH" not in told
    assert CANARY not in told
    finding = _marks(Path(__file__).parent / "attacks" / f"{attack}.py").get("finding")
    if finding:
        assert {found.id for found in report.findings} & set(finding.split(" or ")), report.findings
    assert field.seconds[attack] < 15


@pytest.mark.parametrize("level", LADDER)
def test_no_attack_harms_a_later_submission(level, fields, tmp_path_factory):
    honest = _field(level, fields, tmp_path_factory).honest
    assert len(honest) >= 3
    assert {name: report.status for name, report in honest.items()} == dict.fromkeys(honest, "passed")


@pytest.mark.parametrize("level", LADDER)
def test_after_all_attacks_the_machine_is_as_before(level, fields, tmp_path_factory):
    assert _field(level, fields, tmp_path_factory).harm == []


@pytest.mark.parametrize("level", LADDER)
def test_nothing_that_steers_a_terminal_comes_through(level, fields, tmp_path_factory):
    field = _field(level, fields, tmp_path_factory)
    for report in field.reports.values():
        texts = [report.output, *(f.says for f in report.findings), *(c.message for c in report.checks)]
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "".join(texts))
        told = json.dumps({**document(report), "submission": None}, ensure_ascii=True)
        assert not re.search(r"\\u00(?:0[0-8b-f]|1|7f|[89])|\\[bfr]|\\u20(?:2[a-e]|6[6-9])", told.replace("\\\\", ""))
        assert len(told) < 320_000
