"""What an answer may cost the process that judges it: the worst of each kind, under a limit on its memory."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT

from grader.diagnosis.symptoms.shapes import _is_broken
from grader.execution.failure_messages import report_missing
from grader.execution.session import CallFailed
from grader.grading.size import MAX_REPORT, fit_report
from grader.model import CheckResult, Diagnosis, Exercise, Finding, Report, Submission
from grader.sandbox import wire
from grader.sandbox.outcomes import TimedOut
from grader.suites.toolkit.plain import MAX_JSON_CHARS, plain
from grader.suites.toolkit.slopes import parabola
from grader.text import estimate_json_chars

COSTS = sorted((Path(__file__).parent / "attacks").glob("cost_*.py"))
HEAVY = ("cost_long_text", "cost_many_parts")
"""Those whose answers together are soon more than is kept. They get the time that takes; then nothing more is read."""
MEMORY = 512 * 2**20

SCRIPT = """
import json, resource, sys
from pathlib import Path

resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), resource.RLIM_INFINITY))

from grader import course
from grader.execution.failure_messages import TOO_MUCH
from grader.view.document import format_report
from grader.grading import grade
from grader.sandbox import Limits, open_sandbox
from grader.submission import read_submission

exercise = course.find_exercise(sys.argv[2])
sandbox = open_sandbox()
for file in sys.argv[4:]:
    limits = Limits(seconds=0.5, load_seconds=5.0, total_seconds=0.35)
    limits = limits if "cost_" in file and Path(file).stem not in sys.argv[3].split() else Limits()
    report = grade(read_submission(exercise, Path(file)), limits=limits, sandbox=sandbox, pictures=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    kit = [note.says for note in report.notes if note.id == "kit"]
    told = format_report(report)
    print(json.dumps([report.score, len(told), peak, kit, TOO_MUCH in told]), flush=True)
sandbox.close()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a limit on memory that is kept is Linux's")
@pytest.mark.parametrize("number", ["3", "5"])
def test_the_worst_of_each_kind_is_graded_within_a_limit_on_memory(number):
    solution = next((ROOT / "solutions").glob(f"exercise{number.zfill(2)}*.py"))
    files = [*map(str, COSTS), str(solution)]
    command = [sys.executable, "-c", SCRIPT, str(MEMORY), number, " ".join(HEAVY), *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=500, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = dict(zip(files, map(json.loads, done.stdout.splitlines()), strict=True))
    assert told.pop(str(solution))[0] == 10.0
    assert {Path(file).stem for file, (*_, left_out) in told.items() if left_out} >= set(HEAVY)
    for file, (score, letters, _peak, kit, _left_out) in told.items():
        assert (score, kit) == (0.0, []), file
        assert letters < MAX_REPORT + 64 * 1024, file


@pytest.mark.skipif(sys.platform != "linux", reason="a limit on memory that is kept is Linux's")
def test_a_class_with_the_worst_in_it_is_graded_within_a_limit_on_memory_for_each_process(tmp_path):
    right = next((ROOT / "solutions").glob("exercise03*.py")).read_text("utf-8")
    worst = {f"cost_{name}": (ROOT / "tests" / "attacks" / f"cost_{name}.py").read_text("utf-8")
             for name in ("tree_of_texts", "long_text", "mixed")}  # fmt: skip
    work = {"ada": right, **worst, "zoe": right + "# zoe\n"}
    for name, text in work.items():
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "exercise03.py").write_text(text, "utf-8")
    words = ["batch", "class", "-e", "3", "--out", "out", "--jobs", "2", "--timeout", "0.5", "--sandbox", "process"]
    limited = "import resource; resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv.pop(1)),) * 2)"
    start = f"import sys; {limited}; from grader.cli import main; main()"
    command = [sys.executable, "-c", start, str(MEMORY), *words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    scores = {one["student"]["id"]: one["score"] for one in map(json.loads, _lines(tmp_path / "out" / "reports.jsonl"))}
    assert scores == {name: 10.0 if name in ("ada", "zoe") else 0.0 for name in work}


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def test_an_item_of_a_report_stays_small_whatever_its_form():
    texts: object = "\x1bé" * 500
    names: object = "x" * 500
    for _ in range(7):
        texts, names = [texts] * 30, {f"{place}\x00" * 90: names for place in range(3)}
    for worst in (texts, names, [[[1e-300 / 3] * 30] * 30] * 30, "\U0001f600" * 10**6, np.ones((30, 30, 30)) / 3):
        assert estimate_json_chars(plain(worst)) < 2 * MAX_JSON_CHARS
        assert len(json.dumps(plain(worst))) < 2 * MAX_JSON_CHARS


def test_a_report_stays_small_and_keeps_what_comes_first():
    large = plain(["x" * 400] * 24)
    check = CheckResult("id", "says", "f", "failed", 0.0, 1.0, "because", large, large, {"a": large, "b": large})
    submission = Submission(Exercise("exercise01_x", 1, "x", "X", ("f",)), None, b"", "", "")
    report = fit_report(
        Report(
            submission,
            checks=(check,) * 60,
            diagnoses=(Diagnosis("f", (), "", "", evidence={"probes": [large] * 40}),) * 9,
            findings=tuple(Finding(str(place), "long " * 10**4) for place in range(99)),
            output="\U0001f600" * 10**5,
        )
    )
    letters = sum(estimate_json_chars([c.expected, c.actual, c.given, c.says, c.message]) for c in report.checks)
    letters += estimate_json_chars([f.says for f in report.findings]) + estimate_json_chars(
        [d.evidence for d in report.diagnoses]
    )
    assert letters + estimate_json_chars(report.output) < MAX_REPORT
    assert (len(report.checks), len(report.diagnoses)) == (60, 9)
    assert report.checks[0] == check
    assert report.checks[-1].actual == "…"


def test_no_array_is_made_of_texts():
    """Of texts numpy makes one of fixed width: a long one beside many short ones is gigabytes."""
    worst = ["x" * 10**6] + ["y"] * 10**5
    assert not _is_broken(worst)
    with pytest.raises(ValueError, match="no array of numbers"):
        parabola(1.0)(worst)
    for odd in (None, 1j, np.ones(2) * 1j, np.array(["1"]), [1.0, "2"], [[1.0], 2.0], True, 10**400):
        with pytest.raises(ValueError, match="no array of numbers"):
            parabola(1.0)(odd)
    assert parabola(2.0)([1, 2.5]).tolist() == [2.0, 5.0]


def test_of_thousands_of_names_only_a_few_are_compared(monkeypatch):
    compared = []
    monkeypatch.setattr("difflib.get_close_matches", lambda _name, names, **_more: compared.append(names) or [])
    report_missing("bias_correct", [f"bias_correct{place:05}" for place in range(5000)])
    assert len(compared[0]) <= 100


def test_a_slip_is_still_found_among_many_names():
    many = [f"helper_number_{place}" for place in range(600)]
    assert "Did you mean bias_corect" in report_missing("bias_correct", [*many, "bias_corect"]).says


@pytest.mark.parametrize("key", [2**63, -(2**63) - 1, 2**2000])
def test_whole_numbers_beyond_the_ordinary_are_no_keys(key):
    with pytest.raises(wire.Unsendable, match="keys"):
        wire.encode({key: 1})
    size = key.bit_length() // 8 + 1
    number = b"i" + size.to_bytes(4, "little") + key.to_bytes(size, "little", signed=True)
    with pytest.raises(wire.WireError, match="key"):
        wire.decode(b"m" + (1).to_bytes(4, "little") + number + b"N")


def test_all_answers_together_have_a_limit(session_of):
    session = session_of("import numpy as np\ndef bias_correct(*a):\n    return np.zeros(500_000)\n")
    outcomes = [session.ask("bias_correct", 1.0, 0.9, place) for place in range(20)]
    kinds = [type(outcome).__name__ for outcome in outcomes]
    assert kinds == sorted(kinds, reverse=True)
    assert set(kinds) == {"Returned", "Refused"}
    with pytest.raises(CallFailed, match="All answers together"):
        session.call_value("bias_correct", 1.0, 0.9, 1)
    assert session.findings[0].says.startswith("All answers together take more than 64 MB")


def test_an_answer_that_is_handed_on_twice_is_no_fault_of_the_kit(session_of):
    session = session_of("import numpy as np\ndef bias_correct(*a):\n    return 1.0\n")
    large = np.zeros(480_000)
    assert type(session.ask("bias_correct", large, large, large, large, large)).__name__ == "Refused"


def test_what_is_made_of_the_answers_counts_as_time_of_the_submission(session_of, monkeypatch):
    session = session_of("def bias_correct(*a):\n    return 1.0\n")
    assert session.call_value("bias_correct", 1.0, 0.9, 1) == 1.0
    spent = time.process_time() + 2 * session.worker.limits.total_seconds
    monkeypatch.setattr(time, "process_time", lambda: spent)
    assert session.ask("bias_correct", 1.0, 0.9, 2) == TimedOut(session.worker.limits.total_seconds, "spent")
