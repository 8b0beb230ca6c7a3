"""`grade check` finds what is wrong with an exercise's files, and says the file and the line."""

import re
import shutil
from pathlib import Path

import pytest
from changing import find_breaches
from msgspec.structs import replace

from grader import authoring, course
from grader.authoring.families import find_coincidences, list_new_coincidences, list_stale_coincidences
from grader.course import location
from grader.diagnosis import load_families
from grader.misconceptions.toolkit import Idea, Probe, accepted
from grader.misconceptions.toolkit.accepted import NOTHING, Accepted
from grader.misconceptions.toolkit.family import Family
from grader.misconceptions.toolkit.lines import Lines
from grader.quiz.loading import check_files

NUMERICS = Path(__file__).parent / "courses" / "numerics"
STEM = "exercise01_bisection"


@pytest.fixture
def found(tmp_path, sandbox):
    """Change a file of a course and list what `grade check` says of its first exercise."""
    mine = Path(shutil.copytree(NUMERICS, tmp_path / "mine"))

    return lambda *change: find_breaches(mine, STEM, sandbox, change)


@pytest.mark.parametrize(
    ("shelf", "old", "new", "says"),
    [
        ("exercises", "(0.0, 2.0)", "(0.0, 3.0)", "line 13: the stub says that `halve(lambda x: x - 1, 0, 4)` is"),
        ("exercises", "By hand: `halve", "By hand: `halves", "line 13: `halves(lambda x: x - 1, 0, 4)` cannot be read"),
        ("exercises", "is `(0.0, 2.0)`", "", "line 10: halve has no number to check by hand"),
        ("exercises", "Bisection: a root that cannot escape", "Bisection.", "line 1: the title is no title"),
        ("solutions", "def halve(f, low, high)", "def halve(f, low, high=1)", "the stub says halve(f, low, high)"),
        ("misconceptions", '"HA-LOW"', '"HA-LOWW"', "line 39: no idea is called HA-LOWW"),
        ("misconceptions", '{"HA-LOW": lambda: False}', "{}", "line 10: HA-LOW stands at no line of halve"),
        ("misconceptions", "HA-LOW:", "HA-OTHER:", "halve has HA-OTHER twice"),
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


def family(run, *names, known=NOTHING):
    ideas = tuple(Idea(name, "a name", "It means something for a run.", "Why?") for name in names)
    probes = (Probe(1.0), Probe(2.0))
    return Family("f", run, ideas, ("y",), probes, {}, (), Lines(run, probes), lambda: known, ("x",))


def sums(x, *, turn):
    x = turn.line(lambda: x, {"A": lambda: x + 1})
    return turn.line(lambda: x, {"B": lambda: x + 1, "C": lambda: 7.0})


def test_ideas_with_the_same_numbers_are_found():
    assert list_new_coincidences(family(sums, "A", "B")) == ["A = B: they have the same numbers on every probe"]


def test_an_idea_that_does_not_show_behind_another_is_found():
    assert find_coincidences(family(sums, "A", "B", "C")).hides == {"C": frozenset({"A"})}
    assert "A shows behind C on no probe" in list_new_coincidences(family(sums, "A", "B", "C"))


def test_what_is_accepted_is_no_breach():
    whole = family(sums, "A", "B", "C")
    assert list_new_coincidences(replace(whole, look_up=lambda: find_coincidences(whole))) == []
    assert list_stale_coincidences(replace(whole, look_up=lambda: find_coincidences(whole))) == []


def test_what_is_accepted_and_told_apart_by_the_probes_is_found():
    known = Accepted((frozenset({frozenset({"A"}), frozenset({"C"})}),), {"B": frozenset({"A"})})
    told = list_stale_coincidences(family(sums, "A", "B", "C", known=known))
    assert told == ["B = A + B", "A = C"]


def test_accepted_coincidences_are_written_beside_the_family(tmp_path):
    mine = Path(shutil.copytree(NUMERICS, tmp_path / "mine"))
    path = mine / "misconceptions" / f"{STEM}.py"
    text = path.read_text("utf-8").replace(
        '"HA-LOW": lambda: False', '"HA-LOW": lambda: False, "HA-TWIN": lambda: False'
    )
    words = "HA-TWIN: a twin\n    It means the very same for a run.\n    ? Why?\n"
    text = text.replace("HA-SECANT:", f"{words}HA-SECANT:")
    path.write_text(text, "utf-8")
    exercise = course.find_exercise("1", location.load_course(mine))
    assert list_new_coincidences(load_families(exercise)["halve"])
    assert authoring.accept(exercise)
    assert (
        list_new_coincidences(load_families(exercise)["halve"])
        == list_stale_coincidences(load_families(exercise)["halve"])
        == []
    )
    written = accepted.locate_file(path)
    assert '"HA-LOW = HA-TWIN"' in written.read_text("utf-8")
    path.write_text(text.replace('"HA-TWIN": lambda: False', '"HA-TWIN": lambda: True'), "utf-8")
    assert list_stale_coincidences(load_families(course.find_exercise("1", location.load_course(mine)))["halve"])


def test_two_topics_of_one_name_are_a_fault(tmp_path):
    text = (NUMERICS / "quizzes" / f"{STEM}.toml").read_text("utf-8")
    for name, word in (("bisection", "a"), (STEM, "b")):
        (tmp_path / f"{name}.toml").write_text(re.sub(r'^id = "', f'id = "{word}-', text, flags=re.MULTILINE), "utf-8")
    _bank, faults = check_files(sorted(tmp_path.glob("*.toml")))
    assert [one.says for one in faults if "grade quiz bisection" in one.says], faults
