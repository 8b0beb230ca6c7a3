"""The documentation keeps its word: links lead somewhere, commands exist, the recipe cooks."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from grader.cli import grade
from grader.execution import session, submission_worker
from grader.quiz.checking import check_bank
from grader.quiz.loading import load_bank
from grader.sandbox import Limits, callbacks, deadline, nodes, wire
from grader.sandbox.outcomes import MAX_PRINTED
from grader.sandbox.walls import syscalls

ROOT = Path(__file__).parents[1]
PAGES = [page for page in sorted(ROOT.rglob("*.md")) if not any(part.startswith(".") for part in page.parts)]
HOSTS = {"keepachangelog.com", "semver.org"}
"""Hosts that a page may link to; sources are named by author, title or number, the rest is in the repository."""
SHELVED = re.compile(r"^`([\w/]+\.(?:py|toml))`\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def name(page):
    return str(page.relative_to(ROOT))


def prose(page):
    """A page without its code blocks, where a bracket is a bracket."""
    return re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def anchors(page):
    """What a heading is called in a link."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_somewhere(page):
    for link in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        path, _, anchor = link.partition("#")
        if not re.match(r"[a-z]+:", link):
            target = page.parent / path if path else page
            assert target.exists(), link
            assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_link_leaves_for_a_host_that_nobody_agreed_to(page):
    hosts = re.findall(r"https?://([\w.-]+)", prose(page))
    assert set(hosts) <= HOSTS


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_picture_of_a_page_says_what_it_shows(page):
    for words, target in re.findall(r"!\[([^\]]*)\]\(([^)\s]+)\)", prose(page)):
        assert len(words.split()) > 3, target


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_of_the_kit_exists(page):
    context = click.Context(grade)
    for word in commands(page.read_text("utf-8")):
        assert grade.get_command(context, word) is not None, f"grade {word}"


def commands(text):
    """The first word after `grade` or `python -m grader`, wherever code is quoted, fenced or indented."""
    fenced = re.findall(r"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    quoted = re.findall(r"`([^`\n]+)`", text)
    indented = re.findall(r"^ {4}(.*)$", text, re.MULTILINE)
    code = [*quoted, *indented, *(line for block in fenced for line in block.splitlines())]
    called = [re.match(r"(?:\$ )?(?:[\w./]*/)?(?:grade|python -m grader) ([a-z0-9]\w*)", line) for line in code]
    return {match[1] for match in called if match}


def test_commands_are_found_wherever_they_stand():
    text = "`grade one`\n\n    python -m grader two FILE\n\n```\n$ .venv/bin/grade three\n```\na grade four, `grade -h`"
    assert commands(text) == {"one", "two", "three"}


# The recipe


def recipe_files():
    return dict(SHELVED.findall((ROOT / "CONTRIBUTING.md").read_text("utf-8")))


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """A copy of the kit with the recipe's five files on its shelves."""
    home = tmp_path_factory.mktemp("recipe")
    for shelf in ("grader", "exercises", "quizzes"):
        shutil.copytree(ROOT / shelf, home / shelf, ignore=shutil.ignore_patterns("__pycache__"))
    for path, text in recipe_files().items():
        (home / path).parent.mkdir(exist_ok=True)
        (home / path).write_text(text, encoding="utf-8")
    return home


def grader(kit, *words):
    command = [sys.executable, "-m", "grader", *words]
    return subprocess.run(command, cwd=kit, capture_output=True, text=True, encoding="utf-8")


def graded(kit, source):
    (kit / "mine.py").write_text(source, encoding="utf-8")
    return grader(kit, "24", "mine.py")


def test_the_recipe_shows_a_file_for_each_of_the_five_shelves():
    assert [str(Path(path).parent) for path in recipe_files()] == [
        "exercises",
        "solutions",
        "grader/suites",
        "grader/misconceptions",
        "quizzes",
    ]
    assert len({Path(path).stem for path in recipe_files()}) == 1


def test_the_recipes_stub_waits_and_its_solution_passes(kit):
    files = recipe_files()
    assert graded(kit, files["exercises/exercise24_half_life.py"]).returncode == 1
    passed = graded(kit, files["solutions/exercise24_half_life.py"])
    assert passed.returncode == 0, passed.stdout + passed.stderr


def test_the_recipes_wrong_turn_is_named(kit):
    wrong = graded(kit, "def half_life(beta):\n    return 0.5 / (1 - beta)\n")
    assert wrong.returncode == 1
    assert "fading by equal amounts" in wrong.stdout


def test_the_recipe_keeps_the_bank_law(kit):
    checked = grader(kit, "check", "24")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_recipes_quiz_is_sound(tmp_path):
    (tmp_path / "half_life.toml").write_text(recipe_files()["quizzes/exercise24_half_life.toml"], encoding="utf-8")
    bank = load_bank(tmp_path)
    assert [question.id for question in bank] == ["two-half-lives", "share-that-is-left", "closer-to-one"]
    assert list(check_bank(bank, {"HL-LINEAR"})) == []


def test_the_recipe_passes_the_kits_own_lint(kit):
    files = [path for path in recipe_files() if path.endswith(".py")]
    shutil.copy(ROOT / "pyproject.toml", kit)
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, *files], cwd=kit, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stdout


def test_the_report_that_students_are_shown_is_the_one_that_the_kit_prints(tmp_path):
    stub = (ROOT / "exercises" / "exercise01_gradient_step.py").read_text("utf-8")
    uphill = "return np.asarray(theta) + lr * np.asarray(grad)"
    (tmp_path / "exercises").mkdir()
    own = tmp_path / "exercises" / "exercise01_gradient_step.py"
    own.write_text(stub.replace("raise NotImplementedError", uphill, 1), "utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "grader", "1"],
        cwd=tmp_path, env={**os.environ, "COLUMNS": "84", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True, encoding="utf-8", check=False,
    ).stdout.splitlines()  # fmt: skip
    printed = {line.rstrip() for line in told}
    (sample,) = re.findall(r"```text\n( Exercise 1.*?)```", (ROOT / "docs/students.md").read_text("utf-8"), re.S)
    shown = [line.rstrip() for line in sample.splitlines()]
    assert [line for line in shown if line not in printed] == []


def test_the_rows_of_the_matrix_that_authors_are_shown_are_those_of_the_page():
    page = (ROOT / "docs/kill-matrix.md").read_text("utf-8")
    rows = re.findall(r"^(BC-\w+) +([●· ]+)$", (ROOT / "docs/authors.md").read_text("utf-8"), re.M)
    assert rows
    for idea, dots in rows:
        cells = " | ".join("●" if dot == "●" else "" for dot in dots.split())
        assert f"| {idea} | {cells} |" in page, idea


def test_the_numbers_of_the_security_page_are_those_of_the_code():
    usual = Limits()
    kept = {
        f"{wire.MAX_ANSWER // 2**20} MB an answer",
        f"{nodes.MAX_NODES:,} nodes",
        f"{nodes.MAX_DEPTH} levels",
        f"{callbacks.MAX_CALLBACK // 2**20} MB a place",
        f"{callbacks.MAX_GRADIENTS:,} gradients a call",
        f"a sealed file in memory of {MAX_PRINTED // 1024} kB",
        f"Every call has a deadline ({usual.seconds:g} s",
        f"every file {usual.load_seconds:g} s to load",
        f"{usual.total_seconds:g} s for all that is asked of it",
        f"{usual.cpu} s of processor time a worker",
        f"later processes {({5: 'five'})[submission_worker.SLOWER]} times",
        f"{({2: 'Two'})[session.PATIENCE]} calls of a function that do not come back",
        f"at most {({3: 'three'})[deadline.EXTENSIONS]} times",
        f"a seccomp allowlist of {len(syscalls.ALLOWED)} system calls",
    }
    page = " ".join((ROOT / "docs" / "security.md").read_text("utf-8").split())
    assert {words for words in kept if words not in page} == set()


@pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's own")
def test_the_box_of_the_security_page_is_that_of_the_code():
    from grader.sandbox.walls import namespaces

    size, files = re.search(r"size=(\d+)m,nr_inodes=(\d+)", namespaces.BOX_SIZE).groups()
    assert f"a private folder of {size} MB and {files} files" in (ROOT / "docs" / "security.md").read_text("utf-8")
