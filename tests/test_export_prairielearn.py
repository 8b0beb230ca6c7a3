"""PrairieLearn: results as its external grader hands them back, and a question that really grades."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from exported import NEWTON, scored

from grader import course
from grader.export.prairielearn import make_results
from grader.export.systems import prairielearn

BIAS = "exercise03_bias_correction"
INFO = {"uuid", "title", "topic", "tags", "type", "singleVariant", "gradingMethod", "externalGradingOptions"}
"""Keys of PrairieLearn's schema of `info.json`, which takes no others; the first three and `type` have to be there."""
RESULT = {"gradable", "score", "message", "output", "tests"}
TEST = {"name", "description", "points", "max_points", "output"}


@pytest.fixture(scope="module")
def question(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("questions")
    prairielearn.write_alone(["3"], folder)
    return folder / BIAS


def test_a_question_says_of_itself_what_the_schema_asks_for(question):
    info = json.loads((question / "info.json").read_text("utf-8"))
    assert set(info) == INFO
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", info["uuid"])
    assert info["externalGradingOptions"]["entrypoint"] == "/grade/tests/run.sh"
    assert (question / f"{BIAS}.py").read_bytes() == course.locate_stub(course.find_exercise("3")).read_bytes()
    assert f'source-file-name="{BIAS}.py"' in (question / "question.html").read_text("utf-8")


def test_no_solution_and_no_family_lies_in_a_question(question):
    names = {path.relative_to(question).as_posix() for path in question.rglob("*")}
    assert not [name for name in names if "solutions" in name]
    assert f"tests/kit/grader/misconceptions/{BIAS}.py" not in names


def graded(question: Path, tmp_path: Path, source: Path) -> dict:
    """What the question's own script answers to a file, its folders laid elsewhere."""
    grade = tmp_path / "grade"
    (grade / "student").mkdir(parents=True)
    (grade / "student" / f"{BIAS}.py").write_bytes(source.read_bytes())
    (grade / "tests").symlink_to(question / "tests")
    script = (question / "tests" / "run.sh").read_text("utf-8").replace("/grade/", f"{grade}/")
    script = script.replace("exec python", f"exec {sys.executable}")
    environment = {name: held for name, held in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path, env=environment
    )
    assert done.returncode == 0, done.stderr
    return json.loads((grade / "results" / "results.json").read_text("utf-8"))


def test_a_question_grades_what_is_handed_in(question, tmp_path):
    right = graded(question, tmp_path / "right", ROOT / "solutions" / f"{BIAS}.py")
    assert right["score"] == 1.0
    wrong = graded(question, tmp_path / "wrong", ROOT / "tests/submissions/wrong" / BIAS / "adam_centered.py")
    assert set(wrong) == RESULT
    assert 0 < wrong["score"] < 1
    assert all(set(test) == TEST for test in wrong["tests"])
    assert sum(test["points"] for test in wrong["tests"]) / 10 == pytest.approx(wrong["score"])


def test_a_stub_as_it_came_costs_no_try(question, tmp_path):
    told = graded(question, tmp_path, question / f"{BIAS}.py")
    assert told["gradable"] is False
    assert told["format_errors"]


def test_a_class_is_a_result_a_student(tmp_path):
    written = prairielearn.write([scored("ada", 7, exercise=NEWTON), scored("bob/2", 10, exercise=NEWTON)], tmp_path)
    assert "results of 2 submissions" in written.summary
    assert json.loads((tmp_path / "ada" / "results.json").read_text("utf-8"))["score"] == 0.7
    assert json.loads((tmp_path / "bob_2" / "results.json").read_text("utf-8"))["score"] == 1.0


def test_an_endless_report_stays_below_what_prairielearn_takes():
    record = scored("ada", 7)
    told = {
        **record,
        "output": "x" * 3_000_000,
        "checks": [{**one, "message": "y" * 50_000} for one in record["checks"]],
    }
    assert len(json.dumps(make_results([told]))) < 1_000_000


def test_two_ids_that_would_have_one_folder_have_two_and_that_is_told(tmp_path):
    written = prairielearn.write([scored("bob/2", 7, exercise=NEWTON), scored("bob_2", 10, exercise=NEWTON)], tmp_path)
    assert sorted(path.parent.name for path in tmp_path.rglob("results.json")) == ["bob_2", "bob_2_2"]
    assert "another's folder" in written.remarks[0]
