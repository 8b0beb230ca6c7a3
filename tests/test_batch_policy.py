"""A class that is graded again with other settings is told so, before and after."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from exports import folder_of
from test_batch_folder import Quick, class_of, run
from test_batch_run import LIMITS, grades, handed
from test_batch_waiting import stop

from grader import surroundings
from grader.batch.engine import Settings
from grader.cli.batch import command as batch
from grader.sandbox import Limits


def grade_class(folder: Path, *options: str) -> str:
    words = [
        str(folder / "class"),
        "-e",
        "3",
        "--out",
        str(folder / "out"),
        "--sandbox",
        "process",
        "-j",
        "1",
        *options,
    ]
    done = CliRunner().invoke(batch, words)
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def test_a_forgotten_no_carry_is_told_before_the_class_is_graded_again_and_after(solution, tmp_path):
    leans = f"{solution}\ndef bias_correct(moment, beta, t):\n    return np.asarray(moment)\n"
    work = {"ada.py": solution.encode(), "bob.py": leans.encode()}
    folder_of(tmp_path / "class", work)
    assert "graded before" not in grade_class(tmp_path, "--no-carry")
    strict = grades(tmp_path / "out")["bob"]["score"]
    told = grade_class(tmp_path)
    assert grades(tmp_path / "out")["bob"]["score"] != strict
    before = "was graded before with --no-carry, now without --no-carry: all 2 results of it are graded again."
    assert told.index(before) < told.index("1 passed")
    assert "2 results of exercise03_bias_correction graded again with other settings: 1 changed." in told
    assert "graded again" in (tmp_path / "out" / "remarks.txt").read_text("utf-8")
    assert "graded again" not in grade_class(tmp_path)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"settings": Settings(Limits(seconds=4.0), "process")}, "with --timeout 0.5, now with --timeout 4"),
        ({"settings": Settings(LIMITS, "confined")}, "with --sandbox process, now with --sandbox confined"),
        ({"seed": 7}, "with --seed 0, now with --seed 7"),
        ({"seed": None}, "with --seed 0, now without --seed and secret"),
        ({"secret": "only mine"}, "with --seed 0, now with the secret that is marked"),
    ],
)
def test_each_setting_that_results_depend_on_is_named(options, words, exercise03, tmp_path):
    run(class_of(exercise03, 3), tmp_path)
    told: list[str] = []
    run(class_of(exercise03, 3), tmp_path, tell=told.append, **options)
    assert words in told[0]
    assert "only mine" not in told[0]


def test_late_work_graded_with_other_settings_is_told_beside_the_rest(exercise03, tmp_path):
    run(class_of(exercise03, 3), tmp_path)
    told: list[str] = []
    run(handed(exercise03, late="# late"), tmp_path, tell=told.append, seed=7)
    assert told == [
        f"3 results of {exercise03.stem}, of students who are not in this run, were graded with --seed 0, "
        "this run with --seed 7."
    ]


def test_a_class_that_was_stopped_between_two_settings_is_told_of_the_rest(exercise03, tmp_path):
    run(class_of(exercise03, 5), tmp_path)
    told: list[str] = []
    stop(class_of(exercise03, 5), tmp_path, seed=7)
    run(class_of(exercise03, 5), tmp_path, tell=told.append, seed=7)
    assert "all 2 results" in told[0]


def test_the_same_settings_and_new_work_are_told_nothing(exercise03, tmp_path):
    told: list[str] = []
    run(class_of(exercise03, 3), tmp_path, tell=told.append)
    run(class_of(exercise03, 4, "newer"), tmp_path, engine=Quick(), tell=told.append)
    assert not told


def test_another_python_or_numpy_grades_again_and_is_told(exercise03, tmp_path, monkeypatch):
    run(class_of(exercise03, 3), tmp_path, engine=Quick(0))
    monkeypatch.setattr(surroundings, "read_numpy_version", lambda: "0.9")
    result = []
    run(class_of(exercise03, 3), tmp_path, engine=Quick(0), tell=result.append)
    assert any("now on Python" in line and "numpy 0.9: all 3 results of it are graded again" in line for line in result)
