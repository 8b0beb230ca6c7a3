"""A family's words, the lines at which its ideas stand, and what of them no probe tells apart."""

import numpy as np
import pytest

from grader.misconceptions.toolkit import Probe, Turn, accepted, also, family, form, ideas, only, renamed, without
from grader.misconceptions.toolkit.accepted import Accepted

WORDS = """
A-ONE: one too many [guarded, rare]
    What it means for a run,
    in two lines.
    ? How many are there?
A-TWO: twice as long [convention, as B-TWO B-DOUBLE]
    What it means.
    ? How long is it?
A-NOTE: another habit [advisory]
    It costs nothing.
"""


def of(run, words=WORDS, probes=(1.0, 3.0)):
    return family(ideas(words), gives=("y",), probes=map(Probe, probes))(run).family


def named(*names):
    return "".join(f"{name}: {name}\n    It means something.\n    ? Why?\n" for name in names)


def value(run, x, **taken):
    return run(x, turn=Turn({name.replace("_", "-"): number for name, number in taken.items()}))


# ---- words ------------------------------------------------------------------------------------------------


def test_an_idea_is_read_from_its_words():
    one, two, note = ideas(WORDS)
    assert (one.id, one.name, one.hint) == ("A-ONE", "one too many", "How many are there?")
    assert one.says == "What it means for a run, in two lines."
    assert (one.guarded, one.rare, one.alone, one.kind) == (True, True, False, "wrong")
    assert (two.kind, two.same_as) == ("convention", ("B-TWO", "B-DOUBLE"))
    assert (note.kind, note.hint) == ("advisory", "")


@pytest.mark.parametrize("words", ["A-ONE one too many", "A-ONE: one too many [sometimes]"])
def test_words_that_cannot_be_read_are_a_fault(words):
    with pytest.raises(ValueError, match="idea"):
        ideas(f"{words}\n    What it means.\n    ? Why?\n")


def test_ideas_are_chosen_and_renamed_for_another_function():
    known = ideas(WORDS)
    assert [one.id for one in only(known, "A-NOTE A-ONE")] == ["A-ONE", "A-NOTE"]
    assert [one.id for one in without(known, "A-ONE")] == ["A-TWO", "A-NOTE"]
    first, *_ = renamed(known, {"A-ONE": "C-ONE"})
    assert (first.id, first.name, first.same_as) == ("C-ONE", "one too many", ("A-ONE",))
    assert also(known, {"A-ONE": "D-ONE"})[0].same_as == ("D-ONE",)


# ---- lines ------------------------------------------------------------------------------------------------


def chain(x, *, turn):
    x = turn.line(lambda: x, {"A": lambda: x + 1, "B": (lambda: x + 2, lambda: x + 3)})
    return turn.line(lambda: 10 * x, {"C": lambda: 20 * x, "B": form(2, lambda: 30 * x)})


def test_an_idea_changes_every_line_at_which_it_stands():
    assert value(chain, 1.0) == 10.0
    assert value(chain, 1.0, A=1, C=1) == 40.0
    assert value(chain, 1.0, B=1) == 30.0
    assert value(chain, 1.0, B=2) == 120.0


def test_two_ways_of_one_line_are_never_taken_together():
    found = of(chain, named("A", "B", "C"))
    assert list(found.iterate_choices(1)) == [(("A", 1),), (("B", 1),), (("B", 2),), (("C", 1),)]
    assert list(found.iterate_choices(2)) == [(("A", 1), ("C", 1)), (("B", 1), ("C", 1))]


def test_lines_are_found_in_helpers_and_in_branches_that_some_probe_takes():
    def helper(x, turn):
        return turn.line(lambda: x, {"B": lambda: -x})

    def run(x, *, turn):
        x = turn.line(lambda: x, {"A": lambda: x + 1})
        return helper(x, turn) if x > 2 else x

    assert list(of(run, named("A", "B")).iterate_choices(2)) == [(("A", 1), ("B", 1))]
    assert list(of(run, named("A", "B"), probes=(1.0,)).iterate_choices(1)) == [(("A", 1),)]


def both(x, *, turn):
    one = turn.part(1).line(lambda: x, {"A": lambda: x + 1, "B": (lambda: x + 5,)})
    other = turn.part(2).line(lambda: x, {"A": lambda: x + 1, "C": lambda: x + 3})
    return one + 100 * other


def test_in_like_parts_of_a_formula_an_idea_has_a_form_for_all_and_one_for_each():
    found = of(both, named("A", "B", "C"))
    assert [len(found.list_forms(name)) for name in "ABC"] == [3, 1, 3]
    assert [value(both, 1.0, A=number) for number in (1, 2, 3)] == [202.0, 102.0, 201.0]
    together = {(one[1], other) for one, other in found.iterate_choices(2) if one[0] == "A"}
    assert (2, ("B", 1)) not in together
    assert (3, ("B", 1)) in together
    assert (2, ("C", 3)) in together
    assert (3, ("C", 3)) not in together


def test_a_function_inside_is_asked_by_its_own_ids():
    def inside(x, turn):
        return turn.line(lambda: x, {"IN": lambda: x + 1, "OUT": lambda: x + 7})

    def run(x, *, turn):
        return inside(x, turn.renamed({"IN": "OUT"}))

    assert value(run, 1.0, OUT=1) == 2.0
    assert value(run, 1.0, IN=1) == 1.0
    assert list(of(run, named("OUT")).iterate_choices(1)) == [(("OUT", 1),)]


def test_lines_are_found_once_and_only_when_they_are_asked_for():
    asked = []

    def run(x, *, turn):
        asked.append(x)
        return turn.line(lambda: x, {"A": lambda: x + 1})

    found = of(run, named("A"))
    assert asked == []
    assert [list(found.iterate_choices(1)), list(found.iterate_choices(1))] == [[(("A", 1),)]] * 2
    assert asked == [1.0, 3.0]


def test_a_probe_on_which_the_right_way_is_undefined_hinders_nothing():
    def run(x, *, turn):
        return turn.line(lambda: 1 / x, {"A": lambda: np.float64(x)})

    assert list(of(run, named("A"), probes=(0.0, 1.0)).iterate_choices(1)) == [(("A", 1),)]


# ---- what no probe tells apart ----------------------------------------------------------------------------

KNOWN = Accepted(
    (frozenset({frozenset({"E"}), frozenset({"C", "F"})}), frozenset({frozenset(), frozenset({"C", "D"})})),
    {"A": frozenset({"B", "C"})},
)


def test_what_is_written_down_reads_back_as_it_was(tmp_path):
    path = accepted.locate_file(tmp_path / "exercise01_x.py")
    path.parent.mkdir()
    path.write_text(accepted.format_file({"f": KNOWN, "g": accepted.NOTHING}), "utf-8")
    assert accepted.read(path) == {"f": KNOWN}
    assert '"E = C + F",' in path.read_text("utf-8")
    assert accepted.read(tmp_path / "nowhere.toml") == {}


def test_a_remark_stays_behind_its_line_where_the_file_is_written_anew():
    first = accepted.format_file({"f": KNOWN})
    remarked = first.replace('"E = C + F",', '"E = C + F",  # as they should')
    assert accepted.format_file({"f": KNOWN}, remarked) == remarked


def test_many_hidden_ids_are_wrapped_and_read_back(tmp_path):
    many = Accepted((), {"A": frozenset(f"LONG-NAME{number}" for number in range(40))})
    path = tmp_path / "x.toml"
    path.write_text(accepted.format_file({"f": many}), "utf-8")
    assert max(map(len, path.read_text("utf-8").splitlines())) <= 120
    assert accepted.read(path) == {"f": many}


def test_hidden_ideas_do_not_count_and_of_two_that_hide_each_other_one_stays():
    assert KNOWN.drop_hidden({"A", "B", "D"}) == {"A", "D"}
    mutual = Accepted((), {"A": frozenset({"B"}), "B": frozenset({"A"})})
    assert len(mutual.drop_hidden({"A", "B"})) == 1


def test_sets_are_alike_where_one_is_accepted_in_place_of_the_other():
    assert KNOWN.are_alike([{"E"}, {"C", "F"}])
    assert KNOWN.are_alike([{"A", "B"}, {"A"}])
    assert KNOWN.are_alike([{"C", "D", "G"}, {"G"}])
    assert not KNOWN.are_alike([{"E"}, {"C"}])
