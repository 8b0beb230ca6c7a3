"""`grade check` finds what is wrong with an exercise's files, and says the file and the line."""

import re
import shutil
from pathlib import Path

import pytest

from grader import authoring, course
from grader.authoring.families import told_apart, undeclared
from grader.course import location
from grader.diagnosis import family_of
from grader.diagnosis.by_hand import read_examples
from grader.misconceptions.toolkit import Idea, Probe
from grader.misconceptions.toolkit.family import Family
from grader.quiz.loading import validate

NUMERICS = Path(__file__).parent / "courses" / "numerics"
STEM = "exercise01_bisection"


@pytest.fixture
def found(tmp_path, sandbox):
    """Change a file of a course and list what `grade check` says of its first exercise."""
    mine = Path(shutil.copytree(NUMERICS, tmp_path / "mine"))

    def check(shelf, old, new):
        (path,) = (mine / shelf).glob(f"{STEM}.*")
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        course._tree.cache_clear()
        read_examples.cache_clear()
        exercise = course.find("1", location.at(mine))
        return [one.what for one in authoring.examine(exercise, sandbox, others=[exercise]).breaches]

    return check


@pytest.mark.parametrize(
    ("shelf", "old", "new", "says"),
    [
        ("exercises", "(0.0, 2.0)", "(0.0, 3.0)", "line 13: the stub says that `halve(lambda x: x - 1, 0, 4)` is"),
        ("exercises", "By hand: `halve", "By hand: `halves", "line 13: `halves(lambda x: x - 1, 0, 4)` cannot be read"),
        ("exercises", "is `(0.0, 2.0)`", "", "line 10: halve has no number to check by hand"),
        ("exercises", "Bisection: a root that cannot escape", "Bisection.", "line 1: the title is no title"),
        ("solutions", "def halve(f, low, high)", "def halve(f, low, high=1)", "the stub says halve(f, low, high)"),
        ("misconceptions", 'turn("HA-LOW")', 'turn("HA-LOWW")', "no idea is called HA-LOWW"),
        ("misconceptions", '"HA-LOW",', '"HA-OTHER",', "halve has HA-OTHER twice"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(found, shelf, old, new, says):
    told = found(shelf, old, new)
    assert [one for one in told if says in one], told


def test_other_files_are_held_to_the_law_while_one_has_blanks(found):
    told = found("quizzes", "title = ", "# TODO(author): more\ntitle = ")
    assert len(told) == 1, told
    told = found("exercises", "(0.0, 2.0)", "(0.0, 3.0)")
    assert any("the reference gives" in one for one in told), told


def family(run, *names, same=()):
    ideas = tuple(Idea(name, "a name", "It means something for a run.", "Why?") for name in names)
    return Family("f", run, ideas, ("y",), (Probe(1.0), Probe(2.0)), {}, (), same, ("x",))


def test_ideas_with_the_same_numbers_are_found():
    two = family(lambda x, *, turn: x + 1 if turn("A") or turn("B") else x, "A", "B")
    assert (frozenset({"A"}), frozenset({"B"})) in [group[:2] for group in undeclared(two)]


def test_a_declaration_that_the_probes_tell_apart_is_found():
    group = frozenset({frozenset({"A"}), frozenset({"B"})})
    apart = family(lambda x, *, turn: x + turn("A") + 3 * turn("B"), "A", "B", same=(group,))
    assert told_apart(apart) == [(frozenset({"A"}), frozenset({"B"}))]


@pytest.mark.parametrize("before", ["", "same=[],\n    ", "same=(),\n    ", "same=NONE,\n    "])
def test_accepted_coincidences_are_written_into_the_family(tmp_path, before, monkeypatch):
    mine = Path(shutil.copytree(NUMERICS, tmp_path / "mine"))
    path = mine / "misconceptions" / f"{STEM}.py"
    text = path.read_text("utf-8").replace('turn("HA-LOW")', '(turn("HA-LOW") or turn("HA-TWIN"))')
    twin = 'NONE = ()\n\n\n@family(\n    Idea("HA-TWIN", "a twin", "It means the very same for a run.", "Why?"),\n'
    path.write_text(text.replace("@family(\n", twin, 1).replace("gives=", f"{before}gives=", 1), "utf-8")
    exercise = course.find("1", location.at(mine))
    assert undeclared(family_of(exercise)["halve"])
    assert authoring.accept(exercise)
    assert undeclared(family_of(exercise)["halve"]) == []


def test_two_topics_of_one_name_are_a_fault(tmp_path):
    text = (NUMERICS / "quizzes" / f"{STEM}.toml").read_text("utf-8")
    for name, word in (("bisection", "a"), (STEM, "b")):
        (tmp_path / f"{name}.toml").write_text(re.sub(r'^id = "', f'id = "{word}-', text, flags=re.MULTILINE), "utf-8")
    _bank, faults = validate(sorted(tmp_path.glob("*.toml")))
    assert [one.says for one in faults if "grade quiz bisection" in one.says], faults
