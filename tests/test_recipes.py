"""The recipes of docs/examples, run as their systems run them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from test_export_classroom50 import ENVIRONMENT

EXAMPLES = ROOT / "docs" / "examples"
BIAS = "exercise03_bias_correction"
WRONG = ROOT / "tests" / "submissions" / "wrong" / BIAS / "adam_centered.py"
RIGHT = ROOT / "solutions" / f"{BIAS}.py"


@pytest.fixture
def path(tmp_path) -> dict[str, str]:
    """An environment in which `grade` is this kit's."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "grade").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m grader "$@"\n', "utf-8")
    (programs / "grade").chmod(0o755)
    return os.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}


def coderunner(answer: str, tmp_path: Path, path: dict[str, str]) -> dict:
    """What CodeRunner gets from the template, which Twig has filled in."""
    template = (EXAMPLES / "coderunner_template.py").read_text("utf-8")
    escaped = answer.replace("\\", "\\\\").replace('"', '\\"')
    (tmp_path / "job.py").write_text(template.replace("{{ STUDENT_ANSWER | e('py') }}", escaped), "utf-8")
    done = subprocess.run(
        [sys.executable, "job.py"], cwd=tmp_path, env=path, capture_output=True, text=True, encoding="utf-8", check=True
    )
    return json.loads(done.stdout)


def test_coderunner_gets_a_fraction_and_a_row_a_law(tmp_path, path):
    told = coderunner(WRONG.read_text("utf-8"), tmp_path, path)
    head, *rows = told["testresults"]
    assert head[0] == "iscorrect"
    assert 0 < told["fraction"] < 1
    assert told["fraction"] == pytest.approx(sum(float(points) for *_, points in rows) / 10)
    assert "Divided by the spread" in told["prologuehtml"]


def test_coderunner_gives_all_points_to_a_right_answer_and_none_to_a_torn_one(tmp_path, path):
    assert coderunner(RIGHT.read_text("utf-8"), tmp_path, path)["fraction"] == 1
    assert coderunner("def bias_correct(:\n", tmp_path, path)["fraction"] == 0


def steps(name: str) -> list[str]:
    """The scripts of a workflow's steps, in their order."""
    text = (EXAMPLES / name).read_text("utf-8")
    blocks = re.findall(r"^( +)run: \|\n((?:\1 .*\n?|\n)+)", text, re.MULTILINE)
    return [re.sub(rf"^{indent}  ", "", block, flags=re.MULTILINE) for indent, block in blocks]


@pytest.mark.parametrize("classroom", ["", "optimization"])
def test_the_workflow_writes_a_summary_a_report_and_classrooms_results(tmp_path, path, classroom):
    repository = tmp_path / "ada"
    (repository / "exercises").mkdir(parents=True)
    shutil.copy(WRONG, repository / "exercises" / f"{BIAS}.py")
    (tmp_path / "runner").mkdir()
    summary = tmp_path / "summary.md"
    environment = path | (ENVIRONMENT if classroom else {})
    environment |= {"EXERCISE": "3", "RUNNER_TEMP": str(tmp_path / "runner"), "GITHUB_STEP_SUMMARY": str(summary)}
    for script in steps("grade.yml"):
        done = subprocess.run(
            ["bash", "-e", "-c", script], cwd=repository, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    assert "7.2 of 10" in summary.read_text("utf-8")
    assert (repository / "result.json").is_file() == bool(classroom)
    assert "<testsuite" in (tmp_path / "runner" / "report.xml").read_text("utf-8")
