"""One more exercise in a copy of the checkout: it adds files, edits none, and everything generic holds for it there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STEM = "exercise24_half_life"
COPIED = ("CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml")
ANYBODY = ("-c", "user.name=Anybody", "-c", "user.email=anybody@example.org")
FOLDERS = ("docs", "exercises", "grader", "quizzes", "solutions", "tests")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the checkout with the recipe's five files, and nothing else changed."""
    home = tmp_path_factory.mktemp("sixth") / "checkout"
    home.mkdir()
    for name in COPIED:
        shutil.copy(ROOT / name, home)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, home / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    if (ROOT / ".mypy_cache").is_dir():  # what mypy knows of the files as they were; it looks itself what has changed
        shutil.copytree(ROOT / ".mypy_cache", home / ".mypy_cache")
    shelved = re.compile(r"^`([\w/]+\.(?:py|toml))`\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    for path, text in shelved.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8")):
        assert home / path not in before
        (home / path).write_text(text, "utf-8")
    # A kit hands out stubs as they were committed.
    for words in (("init", "-q"), ("add", "exercises"), (*ANYBODY, "commit", "-qm", "A sixth exercise")):
        subprocess.run(["git", *words], cwd=home, check=True, capture_output=True)
    return home


def run(copy, *words):
    command = [sys.executable, "-m", *words]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_its_files_are_clean(copy):
    files = [f"{shelf}/{STEM}.py" for shelf in ("exercises", "solutions", "grader/suites", "grader/misconceptions")]
    run(copy, "ruff", "check", *files)
    run(copy, "ruff", "format", "--check", *files)
    run(copy, "mypy", *files[2:])


def test_the_bank_law_and_its_mutants_hold(copy):
    told = run(copy, "grader", "check", "24", "--mutants")
    assert "broken programs" in told


def test_the_generic_tests_hold_for_it(copy):
    files = [f"tests/test_{name}.py" for name in ("solutions", "mutants", "release", "authoring")]
    told = run(copy, "pytest", "-q", "-p", "no:cacheprovider", "-k", "half_life", *files)
    assert re.search(r"\d+ passed", told), told
