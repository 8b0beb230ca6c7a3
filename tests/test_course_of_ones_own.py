"""A course of one's own in another folder, from its first scaffold to a graded class: real commands on real files."""

import csv
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import warm

from grader import course
from grader.batch.journal import hash_suite
from grader.course import location
from grader.course.location import SHELVES
from grader.learner.history import open_history

ROOT = Path(__file__).parents[1]
NUMERICS = ROOT / "tests" / "courses" / "numerics"
LATER_END = "    return (low + high) / 2, high\n"
"""In place of the body of `halve`: HA-LOW."""


@pytest.fixture
def grade(tmp_path):
    """Run `grade` in a folder of its own, with a memory of its own."""
    here = tmp_path / "here"
    here.mkdir()

    def run(*words, cwd=here, code=0, typed=None, **more):
        named = {"PYTHONPATH": str(ROOT), "FALLLINE_HOME": str(tmp_path / "home"), "COLUMNS": "160"}
        kept = {name: held for name, held in os.environ.items() if name != location.VARIABLE}
        done = warm.grade(*words, cwd=cwd, env=kept | named | {"PYTHONIOENCODING": "utf-8"} | more, typed=typed)
        assert "Traceback" not in done.stdout + done.stderr
        assert done.returncode == code, done.stdout + done.stderr
        return " ".join((done.stdout + done.stderr).split())

    run.here = here
    return run


@pytest.fixture
def mine(tmp_path):
    """A copy of the second course, to spoil."""
    return Path(shutil.copytree(NUMERICS, tmp_path / "mine", ignore=shutil.ignore_patterns("__pycache__")))


def solved(stem="exercise01_bisection"):
    return (NUMERICS / "solutions" / f"{stem}.py").read_text("utf-8")


def wrong():
    stub = (NUMERICS / "exercises" / "exercise01_bisection.py").read_text("utf-8")
    return stub.replace("    raise NotImplementedError\n", LATER_END)


# The tiny course


def test_its_own_exercises_are_listed_and_no_others(grade):
    for told in (grade("--course", NUMERICS, "list"), grade("--course", NUMERICS, "--help")):
        assert "Bisection: a root that cannot escape" in told
        assert course.find_exercise("3").title not in told


@pytest.mark.parametrize("by", ["option", "variable", "table", "folder above"])
def test_it_is_named_in_any_of_four_ways(grade, by):
    words, more = (["--course", NUMERICS], {}) if by == "option" else ([], {})
    cwd = grade.here
    if by == "variable":
        more = {location.VARIABLE: str(NUMERICS)}
    elif by == "table":
        table = f"[tool.fallline]\ncourse = {json.dumps(str(NUMERICS))}\n"
        (grade.here / "pyproject.toml").write_text(table, "utf-8")
        grade("trust")
    elif by == "folder above":
        cwd = NUMERICS / "quizzes"
        grade("trust", cwd=cwd)
    assert "Warm-up: small steps first" in grade(*words, "list", cwd=cwd, **more)


def test_a_folder_with_the_table_is_as_good_as_the_shelves(grade):
    told = f"[tool.fallline]\ncourse = {json.dumps(os.path.relpath(NUMERICS, grade.here))}\ntitle = 'Other words'\n"
    (grade.here / "pyproject.toml").write_text(told, "utf-8")
    assert "Warm-up: small steps first" in grade("--course", grade.here, "list", cwd=ROOT)


def test_the_nearest_word_wins(grade, mine):
    (mine / "exercises" / "exercise02_warmup.py").unlink()
    told = grade("--course", mine, "list", cwd=NUMERICS, **{location.VARIABLE: str(NUMERICS)})
    assert "Bisection" in told
    assert "Warm-up" not in told


def test_a_learner_lays_it_out_and_climbs(grade, tmp_path):
    place = tmp_path / "work"
    assert "2 exercises" in grade("--course", NUMERICS, "start", place)
    stub = place / "exercises" / "exercise01_bisection.py"
    assert "as it came" in grade(cwd=place)
    grade("1", cwd=place, code=1)
    stub.write_text(wrong(), "utf-8")
    told = grade("1", "--all", cwd=place, code=1)
    assert "Only one end that moves" in told
    assert "1 idea of this came into today's quiz" in told
    assert "Which end moves when the root lies left of the middle?" in grade("hint", "1", cwd=place) + grade(
        "hint", "1", cwd=place
    )
    stub.write_text(solved(), "utf-8")
    passed = grade("bisection", cwd=place)
    assert "halve ✓ 3/3" in passed
    assert "what is due in the quiz (1 concept)" in passed
    assert "exercise02_warmup.ipynb is written" in grade("notebook", "2", cwd=place)
    assert "is as it came" in grade("reset", "1", "--yes", cwd=place)
    assert stub.read_bytes() == (NUMERICS / "exercises" / stub.name).read_bytes()


def test_its_quiz_asks_its_own_questions(grade):
    assert "bisection" in grade("--course", NUMERICS, "quiz", "--topics")
    told = grade("--course", NUMERICS, "quiz", "--plain", "--count", "1", "--seed", "1", typed="a\n3\n\n\n\n")
    assert "Lecture 1" not in told, "where a question comes from would tell what it is about"
    assert "momentum" not in told


def test_its_class_is_graded_by_other_processes(grade, tmp_path):
    handed = tmp_path / "handed"
    for name, text in {"ada": solved(), "bob": wrong(), "cem": "def halve(f, low, high):\n    return"}.items():
        (handed / name).mkdir(parents=True)
        (handed / name / "exercise01.py").write_text(text, "utf-8")
    words = ("batch", handed, "-e", "1", "--out", tmp_path / "out", "--sandbox", "process", "--jobs", "2")
    grade("--course", NUMERICS, *words)
    with (tmp_path / "out" / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert {name: row["status"] for name, row in rows.items()} == {"ada": "passed", "bob": "failed", "cem": "failed"}
    assert "HA-LOW" in rows["bob"]["misconceptions"]


def test_its_autograder_grades_without_the_folder(grade, tmp_path):
    (tmp_path / "handed").mkdir()
    (tmp_path / "handed" / "exercise01_ada.py").write_text(wrong(), "utf-8")
    out = tmp_path / "out"
    words = ("batch", tmp_path / "handed", "--out", out, "--sandbox", "process", "--jobs", "1", "-e", "1")
    assert f"Course: Numerics by hand ({NUMERICS})" in grade("--course", NUMERICS, *words)
    grade("--course", NUMERICS, "export", "gradescope", out, "--to", tmp_path / "scope")
    source = tmp_path / "autograder" / "source"
    with zipfile.ZipFile(tmp_path / "scope" / "autograder.zip") as archive:
        archive.extractall(source)
    assert not list((source / "course").rglob("*solution*"))
    script = (source / "run_autograder").read_text("utf-8")
    assert f"{location.VARIABLE}=/autograder/source/course" in script

    (tmp_path / "submission").mkdir()
    shutil.copy(tmp_path / "handed" / "exercise01_ada.py", tmp_path / "submission")
    words = ("visible", "process", tmp_path / "submission", tmp_path / "results.json", "exercise01_bisection")
    named = {"PYTHONPATH": str(source / "kit"), location.VARIABLE: str(source / "course")}
    command = [sys.executable, "-m", "grader.export.autograder", *map(str, words)]
    done = subprocess.run(command, cwd=source, env=os.environ | named, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Your left end moves whatever the middle says" in (tmp_path / "results.json").read_text("utf-8")


def test_its_names_are_completed(grade):
    more = {"_GRADE_COMPLETE": "bash_complete", "COMP_WORDS": f"grade --course {NUMERICS} bis", "COMP_CWORD": "3"}
    assert "bisection" in grade(**more)


def test_its_bank_law_holds_and_a_missing_family_is_told(grade):
    told = grade("--course", NUMERICS, "check")
    assert "3 variants against 2 laws" in told
    assert "exercise02_warmup no family for warmup: what is wrong there is told, not named" in told


def test_an_author_runs_a_suite_of_it_alone(grade):
    suite = NUMERICS / "suites" / "exercise01_bisection.py"
    solution = NUMERICS / "solutions" / "exercise01_bisection.py"
    command = [sys.executable, "-m", "pytest", "-p", "grader.grading.checks", "--submission", solution, suite, "-q"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "2 passed" in done.stdout, done.stdout + done.stderr


def test_progress_with_equal_names_is_kept_apart(grade, mine, tmp_path):
    """Two courses with the very same exercise: what is passed in one is not passed in the other."""
    for folder, name in ((NUMERICS, "one"), (mine, "two")):
        grade("--course", folder, "start", tmp_path / name)
        (tmp_path / name / "exercises" / "exercise01_bisection.py").write_text(solved(), "utf-8")
    grade("1", cwd=tmp_path / "one")
    (tmp_path / "two" / "exercises" / "exercise01_bisection.py").write_text(wrong(), "utf-8")
    grade("1", cwd=tmp_path / "two", code=1)
    found = {}
    for folder in (NUMERICS, mine):
        with open_history(
            tmp_path / "home" / "courses" / location.load_course(folder).folder_name / "fallline.sqlite3"
        ) as memory:
            found[folder] = memory.find_last("exercise01_bisection").status
    assert found == {NUMERICS: "passed", mine: "failed"}
    assert not (tmp_path / "home" / "fallline.sqlite3").exists(), "nor is it the kit's own"


def test_another_suite_of_the_same_name_makes_other_keys(mine):
    one, other = (course.find_exercise("1", location.load_course(folder)) for folder in (NUMERICS, mine))
    assert one != other
    assert hash_suite(one) == hash_suite(other), "what judges alike may be taken as known"
    (mine / "misconceptions" / "exercise01_bisection.py").write_text("", "utf-8")
    assert hash_suite(one) != hash_suite(other)


# What may be wrong with a course


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("[tool.fallline]\ntitle = 'x'\n", "does not say where the course is"),
        ("[tool.fallline]\ncourse = 3\n", "course in [tool.fallline]"),
        ("[tool.fallline]\ncourse = 'there'\nsuits = 'x'\n", "has an unknown key, suits"),
        ("[tool.fallline]\ncourse = \n", "cannot be read"),
        ("[tool]\nfallline = 'x'\n", "is no table"),
    ],
)
def test_a_wrong_table_is_told_with_its_file(grade, table, words):
    (grade.here / "pyproject.toml").write_text(table, "utf-8")
    for told in (grade("list"), grade("trust", code=2), grade("--course", grade.here, "list", code=2)):
        assert words in told
        assert str(grade.here) in told


def test_a_table_that_leads_nowhere_is_told(grade):
    (grade.here / "pyproject.toml").write_text("[tool.fallline]\ncourse = 'nowhere'\n", "utf-8")
    grade("trust")
    assert f"There is no folder {grade.here / 'nowhere'}" in grade("list", code=2)


def test_help_helps_even_then(grade):
    (grade.here / "pyproject.toml").write_text("[tool.fallline]\ncourse = 'nowhere'\n", "utf-8")
    grade("trust")
    told = grade("--help")
    assert "Commands:" in told
    assert "There is no folder" in told


def test_a_table_for_somebody_else_is_none_of_ours(grade):
    (grade.here / "pyproject.toml").write_text("[tool.other]\nfallline = 1\n# [tool.fallline]\n", "utf-8")
    assert course.find_exercise("1").title in grade("list")


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root gives files away")
def test_a_strangers_table_names_no_course(grade):
    table = grade.here / "pyproject.toml"
    table.write_text(f"[tool.fallline]\ncourse = {json.dumps(str(NUMERICS))}\n", "utf-8")
    os.chown(table, 12345, -1)
    assert "belongs to another user" in grade("trust", code=2)
    told = grade("list")
    assert "belongs to another user" in told
    assert "Warm-up" not in told


@pytest.mark.parametrize("shelf", ["exercises", "suites"])
def test_a_missing_shelf_is_told(grade, mine, shelf):
    shutil.rmtree(mine / shelf)
    assert f"is no course: it has no {shelf}/" in grade("--course", mine, "list", code=2)


@pytest.mark.parametrize("shelf", ["solutions", "misconceptions", "quizzes"])
def test_the_other_shelves_may_be_missing(grade, mine, shelf):
    shutil.rmtree(mine / shelf)
    grade("--course", mine, "check")
    (grade.here / "draft.py").write_text(wrong(), "utf-8")
    assert "The half that is kept holds the root." in grade("--course", mine, "1", "draft.py", "--all", code=1)


def test_a_course_without_questions_says_so(grade, mine):
    shutil.rmtree(mine / "quizzes")
    assert "This course has no questions yet." in grade("--course", mine, "quiz", code=2)


def test_a_suite_that_cannot_be_imported_is_told_with_the_reason(grade, mine):
    suite = mine / "suites" / "exercise01_bisection.py"
    suite.write_text(suite.read_text("utf-8").replace("import holds", "import holdz"), "utf-8")
    (grade.here / "draft.py").write_text(wrong(), "utf-8")
    told = grade("--course", mine, "1", "draft.py", code=2)
    assert "cannot import name 'holdz'" in told
    assert suite.name in told
    assert "cannot import name 'holdz'" in grade("--course", mine, "check", "1", code=1)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("import Probe", "import Probes", "misconceptions/exercise01_bisection.py, line 3: ImportError"),
        ("lambda: False", "lambda: nothing", "misconceptions/exercise01_bisection.py, line 39: NameError"),
    ],
)
def test_a_broken_family_is_a_breach_and_costs_no_grade(grade, mine, old, new, words):
    family = mine / "misconceptions" / "exercise01_bisection.py"
    family.write_text(family.read_text("utf-8").replace(old, new), "utf-8")
    assert words in grade("--course", mine, "check", code=1)
    (grade.here / "draft.py").write_text(wrong(), "utf-8")
    assert "0 of 2 points" not in grade("--course", mine, "1", "draft.py", code=1)


def test_a_mark_that_names_no_function_is_told(grade, mine):
    suite = mine / "suites" / "exercise01_bisection.py"
    text = suite.read_text("utf-8")
    suite.write_text(text.replace('points=1, function="halve"', "points=1"), "utf-8")
    (grade.here / "draft.py").write_text(wrong(), "utf-8")
    assert "does not say whom it examines" in grade("--course", mine, "1", "draft.py", code=2)
    suite.write_text(text.replace('function="halve"', 'function="halves"'), "utf-8")
    assert "No check of suites/exercise01_bisection.py examines a function" in grade("--course", mine, "list")


# Beginning one


FILLED = {
    "exercises": [
        ("TODO(author): the story in a few lines, below a title that you may mend.", "Small steps first."),
        ("What happens to a run, and what should a learner see in it that they did not see before?", ""),
        ("TODO(author): what comes back, with its shape and units, and where the formula is from.", "The share."),
        ("TODO(author): By hand: `warmup(…)` is `…`. One call and its answer, to be checked with a pencil.",
         "By hand: `warmup(0, 4)` is `0.25`."),
    ],
    "solutions": [
        ("TODO(author): the formula in one line, with its source.", "(step + 1)/steps, at most 1."),
        (
            "raise NotImplementedError  # TODO(author): the right way; a comment says why where a reader would wonder",
            "return min(1.0, (step + 1) / steps)",
        ),
    ],
    "suites": [
        ('("result",),  # TODO(author): the names of what comes back', '("share",),'),
        (
            "NotImplemented,  # TODO(author): what is right, for tables of probes",
            "min(1.0, (step + 1) / steps),",
        ),
        ("test_warmup_keeps_its_first_law(student):  # TODO(author): a name that says what holds", "test_it(student):"),
        ("TODO(author): the law in one sentence, as the learner reads it.", "The learning rate grows by equal parts."),
        ("TODO(author): what breaking this law does to a run; shown where it is broken.", "The run begins too boldly."),
        (
            "    # TODO(author): inputs that a right program could meet, and at which no two wrong ideas give the same "
            "number\n    step, steps = 0.5, 0.5\n",
            "    for step, steps in ((0, 4), (1, 5), (2, 7), (3, 9), (5, 11), (12, 8)):\n",
        ),
        (
            "    # TODO(author): instead of 0.0 what must come back, a fact in closed form; then write more checks "
            "like this one\n    law(student.warmup(step, steps), 0.0)",
            "        law(student.warmup(step, steps), min(1.0, (step + 1) / steps))",
        ),
    ],
    "misconceptions": [
        ("WA-FIRST: TODO(author): the idea's name, in the field's terms, after an id for ever", "WA-ZERO: no start"),
        ("TODO(author): what the idea means for a run; never a change of code", "The first step goes nowhere."),
        ("TODO(author): a question that makes one think of it", "How far does the first step go?"),
        ('("result",),  # TODO(author): the names of what comes back, as the stub writes them', '("share",),'),
        ("    # TODO(author): three or four calls that a right program could meet, cheap ones first\n", ""),
        ("[Probe(0.5, 0.5)]", "[Probe(0, 4), Probe(2, 5), Probe(7, 8)]"),
        ("TODO(author): the formula in one line.", "The share."),
        ("NotImplemented,  # TODO(author): the right way, once more", "min(1.0, (step + 1) / steps),"),
        (
            "            # TODO(author): the same id, and what somebody with this idea would write; a way for every "
            "idea\n",
            "",
        ),
        ('"WA-FIRST": lambda: NotImplemented', '"WA-ZERO": lambda: min(1.0, step / steps)'),
    ],
    "quizzes": [
        ("TODO(author): the idea in one sentence, as one would like to remember it", "Small steps come first"),
        ("  # TODO(author): an id for ever, of words that say what is asked", ""),
        ("TODO(author): the chapter or lecture that speaks of it", "Lecture 2"),
        ("TODO(author): ask for the idea, best by what happens to a run", "How large is the first of 4 steps?"),
        ("TODO(author): why it is so, for whoever was wrong and for whoever guessed", "The shares are equal parts."),
        ("TODO(author): the right answer", "a quarter"),
        ("TODO(author): why it is right", "One part of four."),
        ("TODO(author): what the wrong idea would answer", "nothing"),
        ("WA-FIRST", "WA-ZERO"),
        ("  # TODO(author): its id in the family", ""),
        ("TODO(author): where that idea fails", "That step would be wasted."),
        ("# TODO(author): a question with a number, computed from `compute` with other values each time; ", ""),
        ("or take it out\n", ""),
        ("TODO(author): with x = {x}, how much is …?", "How large is the second of {x} steps?"),
        ('"x"  # TODO(author): the formula of the answer', '"2 / x"'),
        ("answer = 2  # TODO(author): its value at the parameters above, to be checked against it", "answer = 1"),
        ("TODO(author): how one gets there", "Two parts of {x}."),
        ('"2 * x"  # TODO(author): the formula of a wrong idea', '"1 / x"'),
        ("answer = 4", "answer = 0.5"),
    ],
}  # fmt: skip
"""What stands in a scaffold of `warmup(step, steps)`, and what an author might write instead."""


def fill(folder, stem, shelves=SHELVES):
    for shelf in shelves:
        (path,) = (folder / shelf).glob(f"{stem}.*")
        text = path.read_text("utf-8")
        for old, new in FILLED[shelf]:
            assert old in text, (shelf, old)
            text = text.replace(old, new)
        path.write_text(text, "utf-8")


def test_a_scaffold_is_accepted_once_its_blanks_are_filled(grade, tmp_path):
    fresh = tmp_path / "numbers"
    told = grade("new", "warmup", "-f", "warmup(step, steps)", "--course", fresh)
    assert "is a course now" in told
    assert f"grade --course {fresh} check 1" in told
    stem = "exercise01_warmup"
    assert {path.parent.name for path in fresh.rglob(f"{stem}.*")} == set(SHELVES)

    # From its first moment it can be listed, graded and asked; what is left is named, file by file.
    assert "Warmup" in grade("list", cwd=fresh)
    assert "not started" in grade("1", cwd=fresh, code=1)
    assert "warmup" in grade("quiz", "--topics", cwd=fresh)
    told = grade("check", stem, cwd=fresh, code=1)
    for shelf in SHELVES:
        assert f"left in {shelf}/{stem}" in told
    assert "line 8: the idea's name, in the field's terms, after an id for ever" in told

    fill(fresh, stem, SHELVES[:3])
    told = grade("check", stem, cwd=fresh, code=1)
    assert "left in misconceptions" in told
    assert "left in suites" not in told

    fill(fresh, stem, SHELVES[3:])
    assert "1 variants against 1 laws" in grade("check", stem, cwd=fresh)
    assert "every number computed anew" in grade("check", cwd=fresh)


def test_the_next_number_is_taken_and_nothing_else_is_touched(grade, mine):
    before = {path: path.read_bytes() for path in mine.rglob("*") if path.is_file()}
    grade("trust", mine)
    told = grade("new", "secant-step", "-f", "secant_step, halve_again(f, ends=(0, 1)),", cwd=mine)
    assert "exercises/exercise03_secant_step.py" in told
    after = {path: path.read_bytes() for path in mine.rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert before.items() <= after.items()
    assert {path.name for path in after.keys() - before.keys()} == {
        "exercise03_secant_step.py",
        "exercise03_secant_step.toml",
    }
    family = (mine / "misconceptions" / "exercise03_secant_step.py").read_text("utf-8")
    assert '"SS-FIRST": lambda' in family
    assert '"HA-' not in family, "those letters are another family's"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["list"], "a command is called so"),
        (["warmup"], "exercise 2 is called so"),
        (["3"], "cannot be called"),
        (["exercise04_x"], "cannot be called"),
        (["../out"], "cannot be called"),
        (["fine", "-f", "one(*many)"], "no function that can be asked for"),
        (["fine", "-f", "one(x"], "no function that can be asked for"),
        (["fine", "-f", "one, one"], "named twice"),
        (["fine", "-f", ","], "no function in"),
    ],
)
def test_what_cannot_be_begun_is_told_and_nothing_is_written(grade, mine, words, says):
    before = sorted(mine.rglob("*"))
    grade("trust", mine)
    assert says in grade("new", *words, cwd=mine, code=2)
    assert sorted(mine.rglob("*")) == before


def test_a_course_begins_only_where_nothing_else_is(grade, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.tex").write_text("", "utf-8")
    assert "is no course" in grade("new", "warmup", "--course", tmp_path / "full", code=2)
    grade("new", "list", "--course", tmp_path / "empty", code=2)
    assert not (tmp_path / "empty").exists()


def test_a_table_may_name_a_course_before_it_is_there(grade):
    (grade.here / "pyproject.toml").write_text("[tool.fallline]\ncourse = 'course'\n", "utf-8")
    assert "was passed over" in grade("new", "warmup", code=2)
    grade("trust")
    assert "grade new NAME" in grade("list", code=2)
    told = grade("new", "warmup")
    assert "Fill in each TODO(author). What is left, and what does not hold yet: grade check 1" in told
    assert not (grade.here / "course" / "pyproject.toml").exists()
    assert "Warmup" in grade("list")


def test_in_a_checkout_an_exercise_joins_the_kits_own(grade, tmp_path):
    checkout = tmp_path / "checkout"
    for folder in ("grader", "exercises", "solutions", "quizzes"):
        shutil.copytree(ROOT / folder, checkout / folder, ignore=shutil.ignore_patterns("__pycache__"))
    before = {path: path.read_bytes() for path in checkout.rglob("*") if path.is_file()}
    number = max(exercise.number for exercise in course.list_exercises()) + 1
    more = {"PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1"}
    told = grade("new", "cosine_schedule", "--functions", "cosine_lr,warmup", cwd=checkout, **more)
    stem = f"exercise{number:02}_cosine_schedule"
    added = {path for path in checkout.rglob("*") if path.is_file()} - before.keys()
    assert {path.relative_to(checkout).as_posix() for path in added} == {
        f"exercises/{stem}.py", f"solutions/{stem}.py", f"grader/suites/{stem}.py", f"grader/misconceptions/{stem}.py",
        f"quizzes/{stem}.toml",
    }  # fmt: skip
    assert all(path.read_bytes() == held for path, held in before.items())
    assert f"grader/suites/{stem}.py" in told
    assert "Cosine schedule" in grade("list", cwd=checkout, **more)
    assert f"left in grader/misconceptions/{stem}.py" in grade("check", stem, cwd=checkout, code=1, **more)
    assert "not started" in grade(str(number), f"exercises/{stem}.py", cwd=checkout, code=1, **more)
