"""What is released: all that a learner needs, nothing that tells the answers, and it works far from the checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import one_process
import pytest

from grader import course

ROOT = Path(__file__).parents[1]
SOLUTIONS = sorted((ROOT / "solutions").glob("exercise*.py"))
SHELVES = {"exercises": "grader/shelves/exercises", "grader": "grader", "quizzes": "grader/shelves/quizzes"}


def run(*command, cwd, env=None):
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8")


def built(folder, *command):
    """The one file that a build command left in the folder."""
    done = run(sys.executable, "-m", *command, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    (found,) = folder.iterdir()
    return found


@pytest.fixture(scope="module")
def wheel(once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    return once("wheel", lambda: built(folder, "hatchling", "build", "-t", "wheel", "-d", str(folder)))


@pytest.fixture(scope="module")
def sdist(once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sdist")
    return once("sdist", lambda: built(folder, "hatchling", "build", "-t", "sdist", "-d", str(folder)))


@pytest.fixture(scope="module")
def contents(wheel, sdist):
    """Every file of a release."""
    with zipfile.ZipFile(wheel) as box:
        held = [box.read(name) for name in box.namelist()]
    with tarfile.open(sdist) as box:
        return held + [box.extractfile(member).read() for member in box if member.isfile()]


@pytest.fixture(scope="module")
def installed(once, wheel, tmp_path_factory):
    """The folder of programs of a fresh environment that holds the wheel and borrows its dependencies from here."""
    return once("installed", lambda: environment(wheel, tmp_path_factory.mktemp("fresh")))


def environment(wheel, home):
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    assert run(sys.executable, "-m", "venv", "--without-pip", str(home), cwd=home).returncode == 0
    python = str(programs / "python")
    pip = ("-m", "pip", "--quiet", "--python", python, "install", "--no-deps", "--no-index", str(wheel))
    done = run(sys.executable, *pip, cwd=home)
    assert done.returncode == 0, done.stderr
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home).stdout.strip()
    # A line of a .pth is a plain entry of sys.path: an editable install over there does not come along.
    Path(site, "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return programs


@pytest.fixture
def grade(installed, tmp_path):
    """Run `grade` in an empty folder."""
    return lambda *words: run(str(installed / "grade"), *words, cwd=tmp_path, env=without_python())


def without_python():
    """The environment without what would tell Python where to look."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


@pytest.fixture(scope="module")
def reports(once, installed, tmp_path_factory):
    """What the installed kit says of each exercise's stub and solution, handed in under a name of no exercise."""
    folder = tmp_path_factory.mktemp("far")
    calls = {}
    for exercise in course.list_exercises():
        for shelf in ("exercises", "solutions"):
            mine = folder / shelf / exercise.stem / "mine.py"
            mine.parent.mkdir(parents=True)
            mine.write_bytes((ROOT / shelf / f"{exercise.stem}.py").read_bytes())
            calls[exercise.stem, shelf] = [exercise.stem, str(mine), "--json"]
    env = without_python()
    return once("reports_far_away", lambda: one_process.run([str(installed / "python")], calls, cwd=folder, env=env))


def shipped():
    """Where each file of the checkout's shelves stands in a wheel."""
    for folder, place in SHELVES.items():
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and ".backup-" not in path.name:
                yield f"{place}/{path.relative_to(ROOT / folder).as_posix()}"


def names(wheel):
    with zipfile.ZipFile(wheel) as box:
        return {name for name in box.namelist() if ".dist-info/" not in name}


def test_a_wheel_holds_the_kit_and_the_learners_shelves_and_nothing_else(wheel):
    assert names(wheel) == set(shipped())
    assert "grader/py.typed" in names(wheel)
    assert {f"grader/shelves/exercises/{path.name}" for path in SOLUTIONS} <= names(wheel)


def test_a_wheel_built_from_the_sdist_is_the_same(wheel, sdist, tmp_path):
    again = built(tmp_path, "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", str(tmp_path), str(sdist))
    assert names(again) == names(wheel)


@pytest.mark.parametrize("solution", SOLUTIONS, ids=lambda path: path.stem)
def test_no_file_of_a_release_is_a_solution(contents, solution):
    docstring = solution.read_text("utf-8").split('"""')[1].encode()
    assert not [text for text in contents if docstring in text]


def test_the_package_says_which_version_it_is(wheel, grade):
    told = grade("--version").stdout.split()
    assert wheel.name.split("-")[1] in told


def test_an_installed_kit_lists_every_exercise_far_from_the_checkout(grade):
    listed = grade("list", "--json")
    assert listed.returncode == 0, listed.stderr
    told = [one["title"] for one in json.loads(listed.stdout)["exercises"]]
    assert told == [exercise.title for exercise in course.list_exercises()]


@pytest.mark.parametrize("exercise", course.list_exercises(), ids=lambda exercise: exercise.stem)
def test_an_installed_kit_grades_far_from_the_checkout(reports, exercise):
    for shelf, code, status in (("exercises", 1, "not_started"), ("solutions", 0, "passed")):
        graded = reports[exercise.stem, shelf]
        assert graded.returncode == code, graded.stderr
        assert json.loads(graded.stdout)["status"] == status


def test_an_installed_kit_begins_a_course_beside_it_and_never_writes_into_itself(grade):
    refused = grade("new", "warmup")
    assert refused.returncode == 2
    assert "grade new NAME --course DIR" in refused.stderr
    assert grade("new", "warmup", "--course", "mine").returncode == 0
    assert "4 blanks are left in exercises/exercise01_warmup.py" in grade("--course", "mine", "check", "1").stdout


def test_the_worked_example_is_almost_right(grade):
    graded = grade("exercise03", str(ROOT / "docs/examples/exercise03_almost.py"), "--json")
    report = json.loads(graded.stdout)
    broken = {check["function"] for check in report["checks"] if check["outcome"] != "passed"}
    assert graded.returncode == 1
    assert broken == {"bias_correct", "adam_step"}, "what leans on a wrong correction is wrong with it"
    assert 0 < report["score"] < report["max_score"]


TWO_WEEKS = """
from pathlib import Path
from grader import course, release
for week, number in (("week1", "6"), ("week2", "12")):
    kit = release.make_student_kit([course.find_exercise(number)])
    release.write(kit.files, Path(week), as_zip=False, force=False)
"""
"""What `grade release week1 -e 6` does after it has searched the kit, which takes longest, and so on for week2."""


def test_an_installed_kit_makes_student_kits_of_two_weeks_and_another_course(grade, installed, tmp_path):
    numerics = ROOT / "tests" / "courses" / "numerics"
    done = grade("--course", str(numerics), "release", "other")
    assert done.returncode == 0, done.stdout + done.stderr
    done = run(str(installed / "python"), "-P", "-c", TWO_WEEKS, cwd=tmp_path, env=without_python())
    assert done.returncode == 0, done.stderr
    told = {name: tomllib.loads((tmp_path / name / "pyproject.toml").read_text("utf-8"))["project"]
            for name in ("week1", "week2", "other")}  # fmt: skip
    assert [one["name"] for one in told.values()] == ["fallline", "fallline", "fallline-numerics"]
    assert all("numpy>=1.26" in one["dependencies"] for one in told.values())
    assert (tmp_path / "other" / "README.md").read_text("utf-8").startswith("# Numerics by hand\n")
    assert (tmp_path / "week1" / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    for name, number, title in (
        ("week1", "6", course.find_exercise("6").title),
        ("week2", "12", ""),
        ("other", "1", "Bisection"),
    ):
        env = without_python() | {"PYTHONPATH": str(tmp_path / name), "FALLLINE_HOME": str(tmp_path / "home")}
        done = run(sys.executable, "-m", "grader", number, cwd=tmp_path / name, env=env)
        assert done.returncode == 1, done.stderr
        assert title in done.stdout
    assert (tmp_path / "home" / "courses" / "numerics" / "fallline.sqlite3").is_file(), "progress is the course's"
