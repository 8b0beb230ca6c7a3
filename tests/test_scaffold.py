"""`grade new --tag` and `grade start` beside stubs that nobody committed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import warm

ROOT = Path(__file__).parents[1]


def grade(place: Path, *words: object) -> subprocess.CompletedProcess[str]:
    home = {"FALLLINE_HOME": str(place / "home"), "PYTHONPATH": str(place if (place / "grader").is_dir() else ROOT)}
    return warm.grade(*words, cwd=place, env=os.environ | home)


def family(place: Path) -> str:
    (found,) = (place / "mine").rglob("misconceptions/exercise01_warmup.py")
    return found.read_text("utf-8")


def test_a_tag_begins_the_ids_of_the_ideas(tmp_path: Path):
    done = grade(tmp_path, "new", "warmup", "-f", "warmup(step), decay(step)", "--tag", "lr", "--course", "mine")
    assert done.returncode == 0, done.stderr
    assert '"LR-FIRST"' in family(tmp_path)
    assert '"DE-FIRST"' in family(tmp_path)


@pytest.mark.parametrize("tags", ["L", "LRX", "1R", "L-", "LR,LR", "LR,DC,XY"])
def test_a_tag_that_cannot_be_one_is_refused_and_nothing_is_written(tmp_path: Path, tags: str):
    done = grade(tmp_path, "new", "warmup", "-f", "warmup(step), decay(step)", "--tag", tags, "--course", "mine")
    assert done.returncode == 2
    assert "tag" in done.stderr
    assert not (tmp_path / "mine").exists()


@pytest.mark.skipif(shutil.which("git") is None, reason="no git")
@pytest.mark.parametrize("filled", [False, True])
def test_start_works_beside_a_stub_that_is_not_committed(tmp_path: Path, filled: bool):
    place = tmp_path / "checkout"
    left = shutil.ignore_patterns("__pycache__", "shelves")
    for name in ("grader", "exercises", "quizzes"):
        shutil.copytree(ROOT / name, place / name, ignore=left)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example"]
    for words in (["init", "-q"], ["add", "exercises"], ["commit", "-qm", "stubs"]):
        subprocess.run([*git, *words], cwd=place, check=True)
    body = "return x" if filled else "raise NotImplementedError"
    new = "exercise90_new"
    stub = f'"""New: one."""\n\n\ndef new(x):\n    """One."""\n    {body}\n'
    (place / "exercises" / f"{new}.py").write_text(stub, "utf-8")
    law = '@pytest.mark.check(points=1, function="new")\ndef test_it(student):\n    """One."""\n'
    suite = f'"""Laws."""\n\nimport pytest\n\n\n{law}'
    (place / "grader" / "suites" / f"{new}.py").write_text(suite, "utf-8")
    done = grade(place, "start", "fresh")
    assert done.returncode == 0, done.stderr
    made = {path.stem for path in (place / "fresh" / "exercises").iterdir()}
    assert "exercise01_gradient_step" in made
    assert (new in made) != filled
    assert (new in done.stderr) == filled


@pytest.mark.parametrize(
    ("functions", "tags", "says"),
    [
        ("bend(turn)", "", "cannot be called turn"),
        ("warmup(step)", "AA,BB", "There are 2 tags and 1 function."),
        ("warmup(step), decay(step)", "AA,AA", "The tag AA is given twice."),
    ],
)
def test_what_cannot_be_scaffolded_is_refused_with_its_cause(tmp_path: Path, functions: str, tags: str, says: str):
    words = [*(["--tag", tags] if tags else []), "--course", "mine"]
    done = grade(tmp_path, "new", "warmup", "-f", functions, *words)
    assert done.returncode == 2
    assert says in " ".join(done.stderr.split())
    assert not (tmp_path / "mine").exists()
