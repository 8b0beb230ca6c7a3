"""A result, checked by the rules of Classroom 50's runner."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from exported import BIAS, DECAY, absent, aside, check, record, scored

from grader.errors import KitError
from grader.export.systems import classroom50

ENVIRONMENT = {
    "CLASSROOM": "optim-fall",
    "ASSIGNMENT": "bias-correction",
    "ASSIGNMENT_TYPE": "individual",
    "USERNAME": "ada-beispiel",
    "OWNER": "ada-beispiel",
    "SUBMISSION_TAG": "submit/20260101T000000Z-abc1234",
    "COMMIT_URL": "https://git.example/c",
    "RELEASE_URL": "https://git.example/r",
    "REVIEW_URL": "https://git.example/v",
}


def conform(result: dict) -> None:
    assert result["schema"] == "classroom50/result/v1"
    assert set(result) == {
        "schema", "classroom", "assignment", "assignment_type", "owner", "submission", "commit", "release", "review",
        "datetime", "score", "max-score", "tests",
    }  # fmt: skip
    for name in ("classroom", "assignment", "owner", "submission", "commit", "release", "review"):
        assert isinstance(result[name], str)
        assert result[name]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", result["datetime"])
    for one in (result, *result["tests"]):
        assert type(one["score"]) is int
        assert type(one["max-score"]) is int
        assert 0 <= one["score"] <= one["max-score"]
    for test in result["tests"]:
        assert type(test["passed"]) is bool
        assert test["test-name"]


def write(tmp_path: Path, *batch: dict, **options: object) -> tuple[dict, tuple[str, ...]]:
    to = tmp_path / "result.json"
    options = {"environment": ENVIRONMENT} | options
    written = classroom50.write(list(batch), to, **options)  # type: ignore[arg-type]
    result = json.loads(to.read_text("utf-8"))
    conform(result)
    return result, written.remarks


def test_a_result_says_whose_it_is_and_what_it_comes_to(tmp_path: Path):
    result, told = write(tmp_path, record("7", check(2, 2), check(0, 3)))
    assert (result["score"], result["max-score"]) == (2, 5)
    assert [test["passed"] for test in result["tests"]] == [True, False]
    assert (result["owner"], result["review"]) == ("ada-beispiel", "https://git.example/v")
    assert not told


def test_parts_of_points_are_made_whole_and_that_is_told(tmp_path: Path):
    result, told = write(tmp_path, record("7", check(0.25, 0.25), check(0.6, 0.6), check(0.1 + 0.2, 0.6)))
    assert (result["score"], result["max-score"]) == (23, 29)
    assert any("multiplied by 20" in line for line in told)


def test_thirds_are_rounded_and_never_above_what_there_was(tmp_path: Path):
    result, _ = write(
        tmp_path, record("7", *(check(1 / denominator, 1 / denominator) for denominator in (3, 7, 9, 11)))
    )
    assert result["score"] == result["max-score"] == 33 + 14 + 11 + 9


def test_several_exercises_stand_one_after_the_other(tmp_path: Path):
    result, _ = write(tmp_path, scored("7", 10), scored("7", 0, exercise=DECAY))
    assert [test["test-name"].split(":")[0] for test in result["tests"]] == [BIAS, BIAS, DECAY, DECAY]


def test_one_student_of_a_batch_is_chosen(tmp_path: Path):
    batch = [scored("7", 10), scored("8", 0)]
    with pytest.raises(KitError, match="--student"):
        write(tmp_path, *batch)
    assert write(tmp_path, *batch, student="8")[0]["score"] == 0
    with pytest.raises(KitError, match="no student"):
        write(tmp_path, *batch, student="9")


def test_nothing_handed_in_is_a_result_without_points(tmp_path: Path):
    result, _ = write(tmp_path, absent("7"))
    assert (result["score"], result["tests"]) == (0, [])


@pytest.mark.parametrize("name", ["CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL"])
def test_what_the_environment_lacks_is_named(tmp_path: Path, name: str):
    with pytest.raises(KitError, match=name):
        write(tmp_path, scored("7", 1), environment=ENVIRONMENT | {name: " "})


def test_what_an_older_workflow_lacks_is_made_up_for(tmp_path: Path):
    lacking = {
        name: held for name, held in ENVIRONMENT.items() if name not in ("OWNER", "REVIEW_URL", "ASSIGNMENT_TYPE")
    }
    result, _ = write(tmp_path, scored("7", 1), environment=lacking)
    assert (result["owner"], result["assignment_type"]) == ("ada-beispiel", "individual")
    assert result["review"] == result["commit"]


@pytest.mark.parametrize(("name", "held"), [("SUBMISSION_TAG", "v1"), ("ASSIGNMENT_TYPE", "duo")])
def test_what_classroom_50_would_refuse_is_refused(tmp_path: Path, name: str, held: str):
    with pytest.raises(KitError, match=name):
        write(tmp_path, scored("7", 1), environment=ENVIRONMENT | {name: held})


def test_what_was_set_aside_is_no_result(tmp_path: Path):
    with pytest.raises(KitError, match="set aside"):
        write(tmp_path, aside("7"))
    assert not (tmp_path / "result.json").exists()


def test_a_law_that_waits_says_so_in_its_name_and_a_carried_one_is_passed(tmp_path: Path):
    result, _ = write(tmp_path, record("7", check(0, 1, "waiting"), check(1, 1, "carried")))
    conform(result)
    waiting, carried = result["tests"]
    assert waiting["test-name"].endswith("(can be told once the numbers are right)")
    assert (carried["passed"], carried["score"]) == (True, carried["max-score"])
