from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from grader import course
from grader.errors import BrokenSuite
from grader.execution.session import SubmissionSession
from grader.grading.checks import load_suite
from grader.submission import read_submission
from grader.surroundings import clear_pytest_environment


def run_suite(monkeypatch, tmp_path: Path, sandbox, suite: str, source: str) -> list:
    """Run a suite of the test's own against a source."""
    exercise = course.find_exercise("3")
    path = tmp_path / f"{tmp_path.name}.py"  # a module name of its own: Python imports a name once
    path.write_text("import pytest\nfrom grader.suites.toolkit import law, holds\n" + suite, "utf-8")
    file = tmp_path / "handed_in.py"
    file.write_text(source, "utf-8")
    monkeypatch.setattr(course, "locate_suite", lambda _exercise: path)
    session = SubmissionSession(read_submission(exercise, file), course.read_parameters(exercise), sandbox)
    results = load_suite(exercise).examine(session)
    session.close()
    return results


CHECK = "@pytest.mark.check(points=2, function='bias_correct')\n"
IDENTITY = "def bias_correct(moment, beta, t):\n    return moment\n"


def test_a_check_that_holds_earns_its_points(monkeypatch, tmp_path, sandbox):
    suite = (
        CHECK + "def test_it(student):\n    '''A law.'''\n    law(student.bias_correct(1.0, .9, 1), 1.0, because='')\n"
    )
    (result,) = run_suite(monkeypatch, tmp_path, sandbox, suite, IDENTITY)
    assert (result.id, result.says, result.outcome, result.points) == ("it", "A law.", "passed", 2.0)


def test_a_broken_law_carries_its_numbers(monkeypatch, tmp_path, sandbox):
    suite = (
        CHECK
        + "def test_it(student):\n    '''A law.'''\n    law(student.bias_correct(1.0, .9, 1), 10.0, because='Why.')\n"
    )
    (result,) = run_suite(monkeypatch, tmp_path, sandbox, suite, IDENTITY)
    assert (result.outcome, result.points, result.message) == ("failed", 0.0, "Why.")
    assert (result.expected, result.actual) == (10.0, 1.0)
    assert result.given == {"moment": 1.0, "beta": 0.9, "t": 1}


def test_a_held_back_check_shows_none_of_its_inputs(monkeypatch, tmp_path, sandbox):
    suite = (
        "@pytest.mark.held_back\n" + CHECK + "def test_it(student):\n    '''A law.'''\n"
        "    law(student.bias_correct(1.25, .9, 1), 10.0, because='secret')\n"
    )
    (result,) = run_suite(monkeypatch, tmp_path, sandbox, suite, IDENTITY)
    assert result.outcome == "failed"
    assert result.given == {}
    assert result.expected is None
    assert "secret" not in result.message


def test_an_exception_in_the_students_code_fails_the_check(monkeypatch, tmp_path, sandbox):
    suite = CHECK + "def test_it(student):\n    '''A law.'''\n    student.bias_correct(1.0, .9, 1)\n"
    (result,) = run_suite(monkeypatch, tmp_path, sandbox, suite, "def bias_correct(m, b, t):\n    return [][1]\n")
    assert result.outcome == "failed"
    assert "IndexError" in result.message


def test_a_dying_process_leaves_the_check_unknown(monkeypatch, tmp_path, sandbox):
    suite = CHECK + "def test_it(student):\n    '''A law.'''\n    student.bias_correct(1.0, .9, 1)\n"
    source = "import os\ndef bias_correct(m, b, t):\n    os._exit(0)\n"
    (result,) = run_suite(monkeypatch, tmp_path, sandbox, suite, source)
    assert (result.outcome, result.points) == ("unknown", 0.0)


def test_a_broken_suite_is_our_fault_and_says_where(monkeypatch, tmp_path, sandbox):
    suite = CHECK + "def test_it(student):\n    '''A law.'''\n    undefined_name\n"
    with pytest.raises(BrokenSuite, match="it raised NameError"):
        run_suite(monkeypatch, tmp_path, sandbox, suite, IDENTITY)


def test_a_suite_that_does_not_import_is_our_fault(monkeypatch, tmp_path, sandbox):
    with pytest.raises(BrokenSuite, match="could not be run"):
        run_suite(monkeypatch, tmp_path, sandbox, "import nowhere_to_be_found\n", IDENTITY)


def test_the_same_seed_draws_the_same_inputs_whatever_ran_before(exercise03, sandbox):
    def inputs(seed: int) -> list:
        session = SubmissionSession(
            read_submission(exercise03, course.locate_stub(exercise03)),
            course.read_parameters(exercise03),
            sandbox,
            seed=seed,
        )
        found = [result.given for result in load_suite(exercise03).examine(session)]
        session.close()
        return found

    assert inputs(1) == inputs(1)
    assert inputs(1) != inputs(2)


@pytest.mark.parametrize(("kind", "code"), [("solutions", 0), ("exercises", 1)])
def test_an_author_runs_a_suite_with_plain_pytest(kind, code, exercise03):
    suite = course.locate_suite(exercise03)
    file = ROOT / kind / f"{exercise03.stem}.py"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "grader.grading.checks",
        "--submission",
        str(file),
        str(suite),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == code, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PYTEST_ADDOPTS", "--collect-only"),
        ("PYTEST_ADDOPTS", "-k nothing_is_called_so"),
        ("PYTEST_ADDOPTS", "--no-such-option"),
        ("PYTEST_PLUGINS", "no_such_module"),
        ("PYTEST_PLUGINS", "turncoat"),
        ("PYTEST_DEBUG", "1"),
    ],
)
def test_variables_that_pytest_obeys_change_no_grade(tmp_path, name, value):
    (tmp_path / "turncoat.py").write_text(
        "import pytest\n@pytest.hookimpl(tryfirst=True)\ndef pytest_runtestloop(session):\n    return True\n", "utf-8"
    )
    paths = os.pathsep.join([str(ROOT), str(tmp_path)])
    known = {word: held for word, held in os.environ.items() if not word.startswith("PYTEST_")}
    command = [sys.executable, "-m", "grader", "3", str(ROOT / "solutions/exercise03_bias_correction.py"), "--json"]
    told = subprocess.run(
        command, capture_output=True, text=True, env={**known, "PYTHONPATH": paths, name: value}, cwd=ROOT, timeout=120
    )
    assert (told.returncode, json.loads(told.stdout)["score"]) == (0, 10.0), told.stderr
    assert "pytest" not in told.stderr.lower()


def test_variables_that_were_set_aside_are_back_afterwards(monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "-q")
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", raising=False)
    before = dict(os.environ)
    with clear_pytest_environment():
        assert "PYTEST_ADDOPTS" not in os.environ
        assert os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] == "1"
    assert dict(os.environ) == before
