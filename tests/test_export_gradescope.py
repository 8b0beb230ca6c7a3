"""Results as Gradescope's specification wants them, and an autograder that really grades."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from exported import BIAS, DECAY, NEWTON, absent, aside, check, named, record, scored
from levels import TRIED_LEVELS

from grader import course
from grader.errors import KitError
from grader.export import autograder
from grader.export.systems import gradescope

ROOT = Path(__file__).parents[1]
FORMATS = {"text", "html", "simple_format", "md", "ansi"}
TOP = {
    "score", "execution_time", "output", "output_format", "test_output_format", "test_name_format", "visibility",
    "stdout_visibility", "extra_data", "tests", "leaderboard",
}  # fmt: skip
TEST = {
    "score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags", "visibility",
    "extra_data",
}  # fmt: skip


def conform(result: dict) -> None:
    """What Gradescope takes."""
    assert set(result) <= TOP
    assert {result["output_format"], result["test_output_format"], result["test_name_format"]} <= FORMATS
    for test in result["tests"]:
        assert set(test) <= TEST
        assert test["status"] in ("passed", "failed")
        assert test["visibility"] in gradescope.VISIBILITY
        assert test["visibility"] == result["visibility"]
        assert 0 <= test["score"] <= test["max_score"]
        assert all(isinstance(test[text], str) for text in ("name", "number", "output"))
    assert result["score"] == pytest.approx(sum(test["score"] for test in result["tests"]))
    assert "\x1b" not in json.dumps(result)
    assert "\\u001b" not in json.dumps(result)


def write(tmp_path: Path, *batch: dict, **options: object) -> tuple[dict[str, dict], tuple[str, ...]]:
    """Folder → its result, and what was told."""
    written = gradescope.write(list(batch), tmp_path / "to", no_autograder=True, **options)  # type: ignore[arg-type]
    found = {path.parent.name: json.loads(path.read_text("utf-8")) for path in tmp_path.glob("to/*/results.json")}
    for result in found.values():
        conform(result)
    return found, written.remarks


def test_each_submission_has_a_result_with_every_law(tmp_path: Path):
    found, _ = write(tmp_path, named(record("7", check(1, 1), check(0, 3, actual="\x1b[31m<b>")), "BC-NOPOW"))
    result = found["7"]
    assert (result["score"], len(result["tests"])) == (1, 2)
    assert [test["status"] for test in result["tests"]] == ["passed", "failed"]
    assert "The share is <not> yet full." in result["output"]
    assert result["output_format"] == "text"
    assert result["extra_data"]["reports"][0]["misconceptions"] == ["BC-NOPOW"]


def test_a_groups_work_stands_once_under_gradescopes_own_name(tmp_path: Path):
    path = "assignment_1_export/submission_345/exercise03.py"
    found, _ = write(tmp_path, scored("a@x.example", 5, path=path), scored("b@x.example", 5, path=path))
    assert list(found) == ["submission_345"]


def test_two_students_never_share_a_folder_and_that_is_told(tmp_path: Path):
    ids = ("a/b", "a_b", "a b", "A_B", "a_b_2")
    found, told = write(tmp_path, *(scored(id, points) for points, id in enumerate(ids, 1)))
    assert sorted(result["score"] for result in found.values()) == [1, 2, 3, 4, 5]
    assert len({name.casefold() for name in found}) == 5
    assert {name: result["score"] for name, result in found.items()}["a_b"] == 1
    assert all(any(id in line for line in told) for id in ids[1:])


def test_a_folder_that_students_name_themselves_joins_nobodys_work(tmp_path: Path):
    batch = [scored(id, points, path=f"{id}/submission_7/exercise03.py") for points, id in ((1, "ada"), (2, "ben"))]
    found, told = write(tmp_path, *batch)
    assert {name: result["score"] for name, result in found.items()} == {"submission_7": 1, "submission_7_2": 2}
    assert any("ben" in line for line in told)


def test_the_points_add_up_whatever_was_left_out(tmp_path: Path):
    batch = [scored("1", 7), scored("1", 2, 5, exercise=DECAY), scored("2", 4), absent("2", exercise=DECAY)]
    found, told = write(tmp_path, *batch)
    most = {name: sum(test["max_score"] for test in result["tests"]) for name, result in found.items()}
    assert most == {"1": 15, "2": 15}
    assert found["2"]["score"] == 4
    assert [test["number"] for test in found["2"]["tests"]] == ["1.1", "1.2", "2.1", "2.2"]
    assert not told


def test_who_handed_in_nothing_is_told(tmp_path: Path):
    found, told = write(tmp_path, scored("1", 7), absent("2", name="Ben"))
    assert list(found) == ["1"]
    assert any("Ben (2)" in line for line in told)


def test_hiding_is_for_all_and_is_told(tmp_path: Path):
    found, told = write(tmp_path, scored("1", 7), visibility="after_published")
    assert {test["visibility"] for test in found["1"]["tests"]} == {"after_published"}
    assert any("total" in line for line in told)


@pytest.mark.parametrize(("id", "folder"), [("../../etc", "_.._etc"), ("a/b:c", "a_b_c"), ("é@x.org", "é@x.org")])
def test_an_id_makes_a_harmless_folder(tmp_path: Path, id: str, folder: str):
    found, _ = write(tmp_path, scored(id, 5))
    assert list(found) == [folder]


def test_a_report_of_nobody_is_refused(tmp_path: Path):
    with pytest.raises(KitError, match="names no student"):
        write(tmp_path, scored("", 5))


# The autograder


@pytest.fixture(scope="module")
def package(once) -> bytes:
    return once("autograder", lambda: autograder.build_zip([BIAS], "visible"))


@pytest.fixture(scope="module")
def unpacked(package: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    (folder / "autograder.zip").write_bytes(package)
    with zipfile.ZipFile(folder / "autograder.zip") as archive:
        archive.extractall(folder)
    return folder


def test_the_zip_holds_its_scripts_at_the_root_and_they_can_run(unpacked: Path):
    with zipfile.ZipFile(unpacked / "autograder.zip") as archive:
        for script in ("setup.sh", "run_autograder"):
            assert archive.getinfo(script).external_attr >> 16 & 0o111
            assert archive.read(script).startswith(b"#!/usr/bin/env bash\n")
            assert b"\r" not in archive.read(script)


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
@pytest.mark.parametrize("script", ["setup.sh", "run_autograder"])
def test_the_scripts_are_bash(unpacked: Path, script: str):
    done = subprocess.run(["bash", "-n", str(unpacked / script)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_zip_tells_no_solution(package: bytes, unpacked: Path):
    names = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert not [name for name in names if "solution" in name]
    assert not [name for name in names if "misconceptions/accepted" in name]
    assert f"kit/exercises/{BIAS}.py" in names
    assert package == autograder.build_zip([BIAS], "visible")


def test_what_the_scripts_install_is_what_the_project_needs():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(autograder.NEEDS) <= set(project["dependencies"])


def without(folder: Path) -> Path:
    """A folder that hides what the autograder does not install."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    folder.mkdir()
    for need in set(project["dependencies"]) - set(autograder.NEEDS):
        name = re.split(r"[^\w-]", need)[0].replace("-", "_")
        (folder / f"{name}.py").write_text("raise ImportError('not installed on Gradescope')\n", "utf-8")
    return folder


def run(unpacked: Path, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """What `run_autograder` runs, with this interpreter and in these folders."""
    line = " ".join((unpacked / "run_autograder").read_text("utf-8").split("exec ")[1].replace("\\\n", " ").split())
    words = [word.replace("/autograder/", f"{tmp_path}/") for word in line.split()[1:]]
    paths = os.pathsep.join([str(unpacked / "kit"), str(without(tmp_path / "lacking"))])
    environment = os.environ | {"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, *words], cwd=tmp_path, env=environment, capture_output=True, text=True)


def test_the_autograder_grades_what_is_handed_in(unpacked: Path, tmp_path: Path):
    (tmp_path / "submission").mkdir()
    (tmp_path / "submission" / "my_exercise_03 (1).py").write_text(
        "def bias_correct(moment, beta, t):\n    return moment / (1 - beta)\n", "utf-8"
    )
    (tmp_path / "submission" / "notes.py").write_text("", "utf-8")
    done = run(unpacked, tmp_path)
    assert done.returncode == 0, done.stderr
    result = json.loads((tmp_path / "results" / "results.json").read_text("utf-8"))
    conform(result)
    walls = result["extra_data"]["reports"][0]["sandbox"]
    assert done.stdout == f"{BIAS}: walls {walls} (at least process demanded).\n"
    assert 0 < result["score"] < sum(test["max_score"] for test in result["tests"])
    assert result["extra_data"]["reports"][0]["misconceptions"] == ["BC-NOPOW"]


def test_a_submission_without_code_has_no_points_and_all_the_laws(unpacked: Path, tmp_path: Path):
    (tmp_path / "submission").mkdir()
    done = run(unpacked, tmp_path)
    assert done.returncode == 0, done.stderr
    result = json.loads((tmp_path / "results" / "results.json").read_text("utf-8"))
    conform(result)
    assert result["score"] == 0
    assert sum(test["max_score"] for test in result["tests"]) == pytest.approx(10)


@pytest.mark.parametrize(
    ("files", "taken"),
    [
        (["a.py"], "a.py"),
        (["a.py", "ex3.ipynb"], "ex3.ipynb"),
        (["exercise13.py", "bias_correction.py"], "bias_correction.py"),
        (["a.py", "b.py"], f"{BIAS}.py"),
        (["__MACOSX/exercise03.py", "exercise03.py"], "exercise03.py"),
        (["data.csv"], f"{BIAS}.py"),
    ],
)
def test_the_file_meant_is_found(tmp_path: Path, files: list[str], taken: str):
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert autograder.choose_submission(tmp_path, BIAS) == tmp_path / taken


def test_a_fault_of_the_kit_is_no_result(tmp_path: Path):
    with pytest.raises(KitError, match="without a report"):
        autograder.grade_file("exercise99_nowhere", tmp_path / "x.py", "process")


def test_an_exercise_that_left_the_shelf_is_named():
    with pytest.raises(KitError, match="no exercise"):
        autograder.build_zip(["exercise99_nowhere"], "visible")
    assert course.find_exercise(BIAS).stem == BIAS


@pytest.mark.parametrize("standing", TRIED_LEVELS, ids=lambda standing: standing.level)
def test_the_walls_demanded_are_those_that_stood_or_there_is_no_result(standing, tmp_path: Path, capsys):
    target = tmp_path / "results.json"
    words = ["visible", standing.level, str(tmp_path), str(target), BIAS]
    if standing.stands:
        autograder.main(words)
        (report,) = json.loads(target.read_text("utf-8"))["extra_data"]["reports"]
        levels = ("process", "confined", "strict")
        assert levels.index(report["sandbox"]) >= levels.index(standing.level)
        assert f"walls {report['sandbox']} (at least {standing.level} demanded)" in capsys.readouterr().out
    else:
        with pytest.raises(SystemExit, match=standing.level):
            autograder.main(words)
        assert not target.exists()


def test_the_zip_demands_what_it_was_told_to(tmp_path: Path):
    (tmp_path / "autograder.zip").write_bytes(autograder.build_zip([NEWTON], "hidden", "confined"))
    with zipfile.ZipFile(tmp_path / "autograder.zip") as archive:
        line = archive.read("run_autograder").decode().split("-m grader.export.autograder")[1].replace("\\\n", "")
    assert line.split() == [
        "hidden", "confined", "/autograder/submission", "/autograder/results/results.json", NEWTON,
    ]  # fmt: skip


def test_what_was_set_aside_has_no_result_and_is_told(tmp_path: Path):
    found, told = write(
        tmp_path, scored("1", 7), scored("2", 7, exercise=DECAY), aside("2"), scored("1", 3, exercise=DECAY)
    )
    assert set(found) == {"1"}
    assert told == ("set aside by the batch and not graded, so there is no result: 2",)


def test_each_zip_draws_inputs_from_a_secret_of_its_own_that_stays_the_same(tmp_path: Path, monkeypatch):
    def built(folder: str, **options: str) -> dict[str, bytes]:
        gradescope.write([scored("1", 5, exercise=NEWTON)], tmp_path / folder, **options)
        with zipfile.ZipFile(tmp_path / folder / "autograder.zip") as archive:
            return {name: archive.read(name) for name in ("secret", "run_autograder")}

    one, again, other, named = built("one"), built("one"), built("other"), built("one", secret="mine")
    assert one == again
    assert len({one["secret"], other["secret"], named["secret"]}) == 3
    assert named["secret"] == b"mine"
    assert b"FALLLINE_SECRET_FILE=/autograder/source/secret" in one["run_autograder"]


def test_a_file_of_the_autograder_meets_inputs_of_its_own_and_the_same_ones_again(tmp_path: Path, monkeypatch):
    seeds = []
    monkeypatch.setattr(autograder.subprocess, "run", lambda command, **_: seeds.append(command[-1]) or Said())
    for content in ("x = 1", "x = 1", "x = 2"):
        (tmp_path / "a.py").write_text(content)
        autograder.grade_file(BIAS, tmp_path / "a.py", "process", "secret")
    assert seeds[0] == seeds[1] != seeds[2]


class Said:
    """What a process said."""

    stdout, stderr = "{}", ""


@pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")
def test_the_setup_takes_a_python_that_can_make_an_environment(unpacked: Path, tmp_path: Path):
    (tmp_path / "source").mkdir()
    programs = tmp_path / "bin"
    programs.mkdir()
    answers = {
        "python3.13": 'case "$1" in -m) exit 1;; esac',  # new enough, without ensurepip
        "python3.12": "exit 1",
        "python3.11": 'case "$1" in -m) mkdir -p venv/bin; printf "#!/bin/sh\\necho $0 > chosen" > venv/bin/pip;'
        " chmod +x venv/bin/pip;; esac",
        "apt-get": "exit 1",
    }
    for name, lines in answers.items():
        (programs / name).write_text(f"#!/bin/sh\n{lines}\n", "utf-8")
        (programs / name).chmod(0o755)
    script = (unpacked / "setup.sh").read_text("utf-8").replace("/autograder", str(tmp_path))
    done = subprocess.run(
        ["bash", "-c", script], env={"PATH": f"{programs}:/usr/bin:/bin"}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "source" / "chosen").read_text("utf-8").strip().endswith("python3.11")


def test_the_autograder_is_made_without_a_batch(tmp_path: Path):
    written = gradescope.write_alone(["12"], tmp_path)
    assert (tmp_path / "autograder.zip").is_file()
    assert "Configure Autograder" in written.summary
    with pytest.raises(KitError):
        gradescope.write_alone(["no such exercise"], tmp_path / "other")


def test_it_is_said_how_results_get_to_gradescope(tmp_path: Path):
    written = gradescope.write([scored("1", 7)], tmp_path, no_autograder=True)
    assert "its autograder alone" in written.summary
