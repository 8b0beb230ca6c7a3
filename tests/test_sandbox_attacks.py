"""Every attack of tests/attacks against real workers, at every level where it can show something.

An attack is a submission. `# finding: ID` in it names the finding its report must hold, `# walls: …` the
levels it may be tried at (the others would let it harm this machine). In between the right solution is graded
by the same sandbox, and must pass. Network attempts reach a listener of this test and nothing else.

Attacks come in waves, each through one sandbox and once for all processes that share the tests.
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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT
from levels import TRIED_LEVELS
from msgspec.structs import replace

from grader import course
from grader.grading import grade
from grader.model import Report, Submission
from grader.sandbox import LEVELS, Limits, open_sandbox
from grader.submission import read_submission
from grader.view.document import make_document

ATTACKS = sorted((Path(__file__).parent / "attacks").glob("*.py"))
LIMITS = Limits(seconds=0.15, load_seconds=2.0, total_seconds=0.6, memory=2**30, cpu=10)
SLOW = replace(LIMITS, total_seconds=0.35)
HANGING = replace(SLOW, seconds=0.05)
"""For those that may, and that must, be found to hang: waiting longer is in vain."""
ON_THE_JUDGE = ("value", "voice", "cost", "protocol")
"""Attacks by what is answered and how, which the process that judges reads alike at every level: one is enough."""
ON_THE_WORKER = ("verdict", "report", "intake")
"""Attacks by what a file holds and what its errors say, which the same worker reads at both levels with walls."""
WAVE = 40
"""Attacks that go through one sandbox."""
EVERY = 6
"""After so many attacks the right solution is graded; the attacks after it also show what one before left."""
CANARY = "canary-4f1d9c"
STANDING = {standing.level: standing for standing in TRIED_LEVELS}


@dataclass
class Field:
    """One level after a wave of attacks."""

    reports: dict[str, Report]
    honest: dict[str, Report]
    seconds: dict[str, float]
    harm: list[str]


def _marks(attack: Path) -> dict[str, str]:
    return dict(re.findall(r"^# (finding|walls): (.+)$", attack.read_text("utf-8"), re.M))


def _meant_for(level: str, attack: Path) -> bool:
    """A level without walls is not for attacks that could harm, and is slow: it meets the plain cheats."""
    if level == "process" and not attack.stem.startswith(("verdict", "intake_c", "intake_shadow")):
        return False
    if level == "confined" and STANDING["strict"].stands and attack.stem.startswith((*ON_THE_JUDGE, *ON_THE_WORKER)):
        return False
    return level in _marks(attack).get("walls", " ".join(LEVELS))


def _waves(level: str) -> list[list[Path]]:
    meant = [attack for attack in ATTACKS if _meant_for(level, attack)]
    return [meant[place : place + WAVE] for place in range(0, len(meant), WAVE)]


WAVES = [(level, place) for level in LEVELS for place in range(len(_waves(level)))]
CASES = [(level, place, attack.stem) for level, place in WAVES for attack in _waves(level)[place]]


@pytest.fixture(scope="session")
def field(once, tmp_path_factory) -> Callable[[str, int], Field]:
    """What became of one wave of attacks."""

    def fought(level, place):
        if not STANDING[level].stands:
            pytest.skip(f"the level {level} does not stand on this machine: {STANDING[level].reason}")
        wave = _waves(level)[place]
        return once(f"attacks-{level}-{place}", lambda: _fight(level, wave, tmp_path_factory.mktemp(level)))

    return fought


def _fight(level: str, wave: list[Path], folder: Path) -> Field:
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
        reports: list[Report] = []
        clock = [time.monotonic()]
        sandbox = open_sandbox(level)
        sandbox.prepare(2)
        try:
            for submission, limits in _submissions(level, wave, folder, listener.getsockname()[1]):
                reports.append(grade(submission, sandbox=sandbox, limits=limits))
                clock.append(time.monotonic())
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


def _submissions(level: str, wave: list[Path], folder: Path, port: int) -> Iterator[tuple[Submission, Limits]]:
    exercise = course.find_exercise("3")
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
    for number, attack in enumerate(wave):
        text = attack.read_bytes()
        for word, meaning in words.items():
            text = text.replace(word.encode(), str(meaning).encode())
        yield read_submission(exercise, _file(folder / attack.stem, text)), _limits(level, attack)
        if number % EVERY == 0:
            yield read_submission(exercise, _file(folder / f"after_{attack.stem}", solution)), Limits()


def _limits(level: str, attack: Path) -> Limits:
    finding = _marks(attack).get("finding", "")
    limits = HANGING if finding == "timeout" else SLOW if "timeout" in finding else LIMITS
    # A fresh Python for each worker takes its time.
    return replace(limits, total_seconds=2.5) if level == "process" else limits


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
        "repository": [p.name for p in ROOT.glob("fallline-attack*")],
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


@pytest.mark.parametrize(("level", "place", "attack"), CASES)
def test_an_attack_earns_nothing_reads_nothing_and_harms_nobody(level, place, attack, field):
    fought = field(level, place)
    report = fought.reports[attack]
    told = repr(replace(report, submission=replace(report.submission, source=b"")))

    assert report.score == 0
    assert report.walls == level
    assert "GOT THROUGH" not in told
    assert CANARY not in told
    finding = _marks(Path(__file__).parent / "attacks" / f"{attack}.py").get("finding")
    if finding:
        assert {found.id for found in report.findings} & set(finding.split(" or ")), report.findings
    assert fought.seconds[attack] < 15


@pytest.mark.parametrize(("level", "place"), WAVES)
def test_no_attack_harms_a_later_submission(level, place, field):
    honest = field(level, place).honest
    assert len(honest) >= len(_waves(level)[place]) / EVERY > 0
    assert {name: report.status for name, report in honest.items()} == dict.fromkeys(honest, "passed")


@pytest.mark.parametrize(("level", "place"), WAVES)
def test_after_a_wave_of_attacks_the_machine_is_as_before(level, place, field):
    assert field(level, place).harm == []


@pytest.mark.parametrize(("level", "place"), WAVES)
def test_nothing_that_steers_a_terminal_comes_through(level, place, field):
    for report in field(level, place).reports.values():
        texts = [report.output, *(f.says for f in report.findings), *(c.message for c in report.checks)]
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "".join(texts))
        told = json.dumps({**make_document(report), "submission": None}, ensure_ascii=True)
        assert not re.search(r"\\u00(?:0[0-8b-f]|1|7f|[89])|\\[bfr]|\\u20(?:2[a-e]|6[6-9])", told.replace("\\\\", ""))
        assert len(told) < 320_000
