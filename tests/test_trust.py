"""What came with a submission configures nothing: `grade` called from inside a student's own repository."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.surroundings import ask_git

ROOT = Path(__file__).parents[1]
NUMERICS = ROOT / "tests" / "courses" / "numerics"
STEM = "exercise03_bias_correction"
PROGRAM = Path(sys.executable).with_name("grade")
MARK = 'import os\nopen(os.environ["FALLLINE_MARK"], "a").write(__name__ + "\\n")\n'
"""A module that leaves a trace where it is imported outside of the walls."""
GENEROUS = f"""{MARK}
import pytest

@pytest.mark.check(points=10, function="bias_correct")
def test_full_marks(student):
    '''Full marks.'''
"""
STANDING_IN = ("numpy", "pytest", "click", "rich", "platformdirs", "_pytest", "conftest", "sitecustomize",
               "usercustomize", "pluggy", "nbformat", "jinja2", "turncoat", "fsrs", "watchfiles")  # fmt: skip
CONFIGURED = {
    "pytest.ini": "[pytest]\naddopts = -p turncoat --collect-only\npythonpath = .\n",
    "tox.ini": "[pytest]\naddopts = -p turncoat --collect-only\n",
    "setup.cfg": "[tool:pytest]\naddopts = -p turncoat --collect-only\n",
    ".env": "PYTEST_ADDOPTS=--collect-only\nFALLLINE_COURSE=.\nPYTHONPATH=.\n",
    ".pytest.ini": "[pytest]\naddopts = -p turncoat\n",
}


@pytest.fixture
def theirs(tmp_path):
    """A student's repository: a wrong file, a course of theirs that gives full marks, and what else may lie there."""
    folder = tmp_path / "work" / "ada"
    stub = (ROOT / "exercises" / f"{STEM}.py").read_text("utf-8")
    for shelf, text in {"exercises": stub, "suites": GENEROUS, "misconceptions": MARK, "quizzes": ""}.items():
        (folder / shelf).mkdir(parents=True)
        (folder / shelf / f"{STEM}{'.toml' if shelf == 'quizzes' else '.py'}").write_text(text, "utf-8")
    (folder / f"{STEM}.py").write_text(stub.replace("raise NotImplementedError", "return 1.0"), "utf-8")
    table = "[tool.fallline]\ncourse = '.'\n[tool.pytest.ini_options]\naddopts = '-p turncoat --collect-only'\n"
    (folder / "pyproject.toml").write_text(table, "utf-8")
    for name, text in CONFIGURED.items():
        (folder / name).write_text(text, "utf-8")
    for name in {*STANDING_IN, *sys.stdlib_module_names} - set(sys.builtin_module_names):
        (folder / f"{name}.py").write_text(MARK, "utf-8")
    return folder


@pytest.fixture
def run(tmp_path):
    """Call a program in a folder; what it said, once nothing of the folder has run."""
    mark = tmp_path / "mark"

    def call(*command, cwd, code=None, **more):
        kept = {
            name: held for name, held in os.environ.items() if not name.startswith(("PYTHON", "PYTEST", "FALLLINE"))
        }
        kept |= {"FALLLINE_HOME": str(tmp_path / "home"), "FALLLINE_MARK": str(mark), "COLUMNS": "160"}
        done = subprocess.run(
            [*map(str, command)], cwd=cwd, env=kept | more, capture_output=True, text=True, timeout=300, check=False
        )
        assert "Traceback" not in done.stdout + done.stderr
        assert code is None or done.returncode == code, done.stdout + done.stderr
        assert not mark.exists(), f"ran outside of the walls: {mark.read_text('utf-8')}"
        return done

    return call


@pytest.mark.parametrize("program", [[PROGRAM], [sys.executable, "-P", "-m", "grader"]])
def test_a_students_folder_does_not_grade_itself(theirs, run, program):
    done = run(*program, "3", f"{STEM}.py", "--json", cwd=theirs, code=1)
    assert json.loads(done.stdout)["score"] < 3
    (line,) = done.stderr.splitlines()
    assert f"{theirs / 'pyproject.toml'} names a course" in line
    assert "is passed over" in line
    assert f"grade trust {theirs}" in line


def test_without_a_safe_path_the_kit_still_imports_nothing_from_there(theirs, run):
    # Python itself looks for its own modules there before it comes to the kit: nothing can be done about those.
    for name in sys.stdlib_module_names:
        (theirs / f"{name}.py").unlink(missing_ok=True)
    done = run(sys.executable, "-m", "grader", "3", f"{STEM}.py", "--json", cwd=theirs, code=1)
    assert json.loads(done.stdout)["score"] < 3


def test_a_grader_package_of_theirs_is_not_the_kit(theirs, run):
    shutil.copytree(ROOT / "grader", theirs / "grader", ignore=shutil.ignore_patterns("__pycache__"))
    (theirs / "grader" / "suites" / f"{STEM}.py").write_text(GENEROUS, "utf-8")
    for program in ([PROGRAM], [sys.executable, "-P", "-m", "grader"]):
        assert json.loads(run(*program, "3", f"{STEM}.py", "--json", cwd=theirs, code=1).stdout)["score"] < 3


def test_a_class_graded_from_inside_is_not_graded_by_it(theirs, run, tmp_path):
    out = tmp_path / "out"
    handed = theirs / "handed" / "ada"
    handed.mkdir(parents=True)
    shutil.copy(theirs / f"{STEM}.py", handed)
    words = ("batch", handed.parent, "-e", "3", "--out", out, "--jobs", "2", "--sandbox", "process")
    done = run(PROGRAM, *words, cwd=theirs, code=0)
    assert "is passed over" in done.stderr
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert float(row["score"]) < 3


def test_what_the_shell_names_from_there_changes_nothing(theirs, run):
    orders = {"PYTEST_ADDOPTS": "--collect-only", "PYTEST_PLUGINS": "turncoat", "PYTHONWARNINGS": "error",
              "PYTHONBREAKPOINT": "turncoat.f", "PYTHONINSPECT": "", "PYTHONOPTIMIZE": "1"}  # fmt: skip
    for name, value in orders.items():
        done = run(PROGRAM, "3", f"{STEM}.py", "--json", cwd=theirs, code=1, **{name: value})
        assert json.loads(done.stdout)["score"] < 3


def test_not_even_a_trusted_folder_judges_what_lies_in_it(theirs, run):
    run(PROGRAM, "trust", ".", cwd=theirs, code=0)
    for words in (["3", f"{STEM}.py"], ["3", f"{theirs}/{STEM}.py", "--json"], ["3", f"{STEM}.py", "--watch"]):
        done = run(PROGRAM, *words, cwd=theirs, code=2)
        assert "lies in one folder with the file to be graded" in done.stderr
        assert f"grade --course {theirs}" in done.stderr


def test_a_trusted_table_names_no_course_for_a_class(theirs, run, tmp_path):
    run(PROGRAM, "trust", ".", cwd=theirs, code=0)
    words = ("batch", ".", "-e", "3", "--out", tmp_path / "out", "--sandbox", "process")
    assert "A class is graded with the course that you name" in run(PROGRAM, *words, cwd=theirs).stderr


def test_a_workspace_is_believed_until_its_table_changes(run, tmp_path):
    place = tmp_path / "mine"
    run(PROGRAM, "--course", NUMERICS, "start", place, cwd=tmp_path, code=0)
    assert "Bisection" in run(PROGRAM, "list", cwd=place, code=0).stdout
    draft = run(PROGRAM, "1", "exercises/exercise01_bisection.py", cwd=place, code=1)
    assert "halve" in draft.stdout, "the course stands elsewhere, so a draft beside the table may be named"
    table = place / "pyproject.toml"
    table.write_text(f"[tool.other]\n{table.read_text('utf-8')}", "utf-8")
    assert "Bisection" in run(PROGRAM, "list", cwd=place / "exercises", code=0).stdout

    elsewhere = shutil.copytree(NUMERICS, tmp_path / "elsewhere")
    table.write_text(f"[tool.fallline]\ncourse = {json.dumps(str(elsewhere))}\n", "utf-8")
    done = run(PROGRAM, "list", cwd=place, code=0)
    assert "Bisection" not in done.stdout
    assert "has been changed since you trusted it" in done.stderr
    run(PROGRAM, "trust", place, cwd=tmp_path, code=0)
    assert "Bisection" in run(PROGRAM, "list", cwd=place, code=0).stdout
    run(PROGRAM, "trust", "--forget", cwd=place, code=0)
    assert "Bisection" not in run(PROGRAM, "list", cwd=place, code=0).stdout


def test_a_copy_of_a_trusted_folder_is_not_trusted(run, tmp_path):
    run(PROGRAM, "--course", NUMERICS, "start", tmp_path / "mine", cwd=tmp_path, code=0)
    copy = shutil.copytree(tmp_path / "mine", tmp_path / "copy")
    done = run(PROGRAM, "list", cwd=copy, code=0)
    assert "Bisection" not in done.stdout
    assert "is not one that you trusted" in done.stderr


@pytest.mark.parametrize("kind", ["endless", "deep", "no text", "a folder", "large", "dangling"])
def test_a_file_that_is_no_table_costs_nothing(run, tmp_path, kind):
    folder = tmp_path / "theirs"
    folder.mkdir()
    path = folder / "pyproject.toml"
    match kind:
        case "endless":
            path.symlink_to("/dev/zero")
        case "dangling":
            path.symlink_to(folder / "nowhere")
        case "a folder":
            path.mkdir()
        case "deep":
            path.write_text(f"[tool.fallline]\ncourse = {'[' * 50_000}\n", "utf-8")
        case "large":
            path.write_text("[tool.fallline]\ncourse = '.'\n" + "#" * 2_000_000, "utf-8")
        case _:
            path.write_bytes(b"[tool.fallline]\ncourse = '\xff\x1b[2J'\n")
    done = run(PROGRAM, "list", cwd=folder, code=0)
    assert "\x1b" not in done.stderr


def test_a_name_of_theirs_steers_no_terminal(run, tmp_path):
    folder = tmp_path / "ada\x1b]0;x\x07\nlist"
    folder.mkdir()
    (folder / "pyproject.toml").write_text("[tool.fallline]\ncourse = '.'\n", "utf-8")
    (line,) = run(PROGRAM, "list", cwd=folder, code=0).stderr.splitlines()
    assert line.isprintable()


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_runs_nothing_of_the_repository(tmp_path):
    folder, mark = tmp_path / "theirs", tmp_path / "mark"
    folder.mkdir()
    script = folder / "run.sh"
    script.write_text(f"#!/bin/sh\necho ran >> {mark}\ncat\n", "utf-8")
    script.chmod(0o755)

    def git(*words):
        subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True)

    git("init", "-q")
    (folder / "stub.py").write_text("text\n", "utf-8")
    git("add", "stub.py")
    git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-qm", "x")
    (folder / ".gitattributes").write_text("*.py diff=evil filter=evil\n", "utf-8")
    for name in ("core.fsmonitor", "core.pager", "diff.evil.textconv", "filter.evil.smudge", "filter.evil.clean",
                 "core.sshCommand", "core.editor", "diff.external", "pager.cat-file", "core.gitProxy"):  # fmt: skip
        git("config", name, str(script))
    hooks = folder / ".git" / "hooks"
    for name in ("post-checkout", "post-index-change", "pre-commit", "reference-transaction", "fsmonitor-watchman"):
        shutil.copy(script, hooks / name)
    assert ask_git(folder, "cat-file", "blob", "HEAD:./stub.py") == b"text\n"
    assert not mark.exists()


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_looks_where_it_is_told_whatever_the_shell_says(tmp_path, monkeypatch):
    for name in ("mine", "other"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "stub.py").write_text(name, "utf-8")
        for words in (
            ["init", "-q"],
            ["add", "."],
            ["-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qm", "x"],
        ):
            subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "other"))
    assert ask_git(tmp_path / "mine", "cat-file", "blob", "HEAD:./stub.py") == b"mine"
