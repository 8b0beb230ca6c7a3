"""The search for the smallest set of wrong turns, on families of the shelf and on small ones made up here."""

import copy
import importlib
import itertools
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import course
from grader.diagnosis import load_families
from grader.diagnosis.answers import TOLERANCES, compute_answers, compute_right_answers, fits_variant
from grader.diagnosis.matching import find_match, is_right
from grader.diagnosis.naming import make_named_diagnosis
from grader.diagnosis.trial import Trial
from grader.diagnosis.variant_table import build_column
from grader.misconceptions.toolkit import AnyBut, Idea, Probe, Turn, families, family, walks
from grader.sandbox.outcomes import Returned

SHELF = {
    function: found
    for exercise in course.list_exercises()
    if (course.locate_shelf("misconceptions") / f"{exercise.stem}.py").is_file()
    for function, found in families(importlib.import_module(f"grader.misconceptions.{exercise.stem}")).items()
}
CORRECTION, ADAM, ADAMW = SHELF["bias_correct"], SHELF["adam_step"], SHELF["adamw_step"]
ALARM, VERDICT = SHELF["detect_divergence"], SHELF["diagnose_curve"]


def answers_of(family_, **taken):
    """What a variant answers to every probe; ids are written with an underscore here."""
    turn = Turn({idea.replace("_", "-"): form for idea, form in taken.items()})
    return [compute_answers(family_, probe, turn) for probe in family_.probes]


def sets_of(family_, answers):
    found = find_match(family_, answers)
    return None if found is None else {tuple(sorted(one)) for one in found.sets}


def holds_none(row):
    return any(one is None for one in row)


def in_single_precision(answers):
    return [tuple(None if one is None else one.astype(np.float32).astype(float) for one in row) for row in answers]


def small(*ideas, run, probes=(1.37, -2.41, 0.73), gives=("y",)):
    """A family of one made-up function."""
    return family(*(Idea(name, name, "", "", **more) for name, more in ideas), gives=gives, probes=map(Probe, probes))(
        run
    ).family


# ---- what is found ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("family_", SHELF.values(), ids=SHELF)
def test_the_right_answers_are_right_and_no_others(family_):
    answers = compute_right_answers(family_)
    assert is_right(family_, answers)
    wrong = next(iter(family_.iterate_choices(1)))
    assert not is_right(family_, [compute_answers(family_, probe, Turn(dict(wrong))) for probe in family_.probes])


def test_one_turn_is_found_among_thousands():
    assert sets_of(ADAM, answers_of(ADAM, AD_NOPOW=1)) == {("AD-NOPOW",)}
    assert sets_of(ADAMW, answers_of(ADAMW, AW_L2=1)) == {("AW-L2",)}


def test_two_turns_are_found_by_both_names():
    assert sets_of(ADAMW, answers_of(ADAMW, AW_FACTOR2=1, AD_TP1=2)) == {("AD-TP1", "AW-FACTOR2")}
    assert sets_of(VERDICT, answers_of(VERDICT, DV_GAP=1, DV_SYM=1)) == {("DV-GAP", "DV-SYM")}


@pytest.mark.parametrize("taken", [{"AD_NOSQRT": 1}, {"AD_NOCORR": 1}, {"EM_SWAPB": 1, "AD_MULT": 1}])
def test_single_precision_is_told_the_same(taken):
    exact = answers_of(ADAM, **taken)
    assert sets_of(ADAM, in_single_precision(exact)) == sets_of(ADAM, exact)


def test_numbers_that_nobody_has_are_not_named():
    answers = [tuple(1.07 * one for one in row) for row in compute_right_answers(ADAMW)]
    assert find_match(ADAMW, answers) is None


def test_labels_that_nobody_has_are_not_named():
    answers = [("oscilating" if label == "oscillating" else label,) for (label,) in compute_right_answers(VERDICT)]
    assert find_match(VERDICT, answers) is None


def test_every_set_with_the_same_numbers_is_told():
    found = sets_of(ADAM, answers_of(ADAM, AD_STALE=1, AD_NOCORR=1))
    assert {("AD-NOCORR", "AD-STALE"), ("AD-STALE", "BC-ONLY1")} <= found


# ---- closeness --------------------------------------------------------------------------------------------


def _nearly_double(x, *, turn):
    x = turn.line(lambda: x, {"double": lambda: 2 * x})
    return turn.line(lambda: x, {"a sliver more": lambda: x * (1 + 1e-5)})


CLOSE = small(("double", {}), ("a sliver more", {}), run=_nearly_double)


def test_two_turns_met_to_the_last_digit_beat_one_that_is_near():
    exact = [(np.array(2 * probe[0] * (1 + 1e-5)),) for probe in CLOSE.probes]
    assert sets_of(CLOSE, exact) == {("a sliver more", "double")}


def test_one_turn_beats_two_where_both_are_only_near():
    near = [(np.array(2 * probe[0] * (1 + 4e-6)),) for probe in CLOSE.probes]
    assert sets_of(CLOSE, near) == {("double",)}


# ---- where an idea has no number --------------------------------------------------------------------------


def test_a_guard_of_ones_own_does_not_hide_a_clock_that_starts_at_zero():
    answers = answers_of(CORRECTION, BC_TM1=1)
    undefined = [place for place, row in enumerate(answers) if holds_none(row)]
    assert undefined
    for place in undefined:
        answers[place] = compute_right_answers(CORRECTION)[place]
    assert sets_of(CORRECTION, answers) == {("BC-TM1",)}


def test_a_number_where_an_idea_has_none_speaks_against_it():
    answers = answers_of(ADAM, AD_NOEPS=1)
    place = next(place for place, row in enumerate(answers) if holds_none(row))
    answers[place] = tuple(np.zeros(2) for _ in answers[place])
    assert ("AD-NOEPS",) not in (sets_of(ADAM, answers) or set())


def test_an_exception_takes_all_outputs_with_it():
    answers = [(None, None, None) if holds_none(row) else row for row in answers_of(ADAM, AD_NOEPS=1)]
    assert sets_of(ADAM, answers) == {("AD-NOEPS",)}


def test_an_exception_where_the_idea_has_numbers_speaks_against_it():
    answers = answers_of(ADAM, AD_NOPOW=1)
    answers[2] = (None, None, None)
    assert find_match(ADAM, answers) is None


def _mostly_undefined(x, *, turn):
    return turn.line(lambda: x, {"breaks": lambda: 2 * x / (x == 3.1)})


def test_one_defined_point_is_not_enough():
    breaks = small(("breaks", {"guarded": True}), run=_mostly_undefined, probes=(3.1, 1.2, 5.3))
    answers = [(np.array(6.2),), (np.array(1.2),), (np.array(5.3),)]
    assert find_match(breaks, answers) is None


def test_whatever_follows_a_nan_that_was_let_pass_is_the_same_idea():
    answers = answers_of(VERDICT, DV_NANEQ=1)
    open_ = [place for place, (label,) in enumerate(answers) if isinstance(label, AnyBut)]
    assert len(open_) > 3
    for label in ("healthy", "stalled", None):
        told = [(label,) if place in open_ else row for place, row in enumerate(answers)]
        assert ("DV-NANEQ",) in sets_of(VERDICT, told)
    caught = [("exploding",) if place == open_[0] else row for place, row in enumerate(answers)]
    assert ("DV-NANEQ",) not in (sets_of(VERDICT, caught) or set())


def test_a_copy_of_any_other_label_is_the_same_label():
    made = AnyBut("healthy")
    assert (copy.deepcopy(made), copy.deepcopy(made).label) == (made, "healthy")


# ---- what is tried ----------------------------------------------------------------------------------------


def test_three_turns_are_found_where_that_is_cheap():
    answers = answers_of(CORRECTION, BC_PLUS=1, BC_TP1=1, BC_MULT=1)
    assert sets_of(CORRECTION, answers) == {("BC-MULT", "BC-PLUS", "BC-TP1")}


def test_three_turns_are_not_tried_among_thousands():
    assert find_match(ADAM, answers_of(ADAM, AD_NOSQRT=1, AD_LR2=1, EM_SWAPB=1)) is None


@pytest.mark.parametrize("family_", SHELF.values(), ids=SHELF)
def test_every_form_writes_a_line_and_no_line_is_written_twice(family_):
    written = family_.lines.written
    assert all(lines for idea in family_.ideas for lines in written[idea.id])
    for choice in family_.iterate_choices(2):
        (one, form), (other, other_form) = choice
        assert one != other
        assert not written[one][form - 1] & written[other][other_form - 1]


@pytest.mark.parametrize("family_", SHELF.values(), ids=SHELF)
def test_a_column_rules_out_only_what_disagrees(family_):
    draw = random.Random(5)
    for size in (1, 2):
        choices = list(family_.iterate_choices(size))
        for asked in draw.sample(choices, min(5, len(choices))):
            found = compute_answers(family_, family_.probes[0], Turn(dict(asked)))
            held = build_column(family_, 0, size)
            left = set(itertools.compress(held.choices, held.select_possible(found, TOLERANCES[-1])))
            for choice in draw.sample(choices, min(60, len(choices))):
                wanted = compute_answers(family_, family_.probes[0], Turn(dict(choice)))
                guarded = any(family_.get_idea(idea).guarded for idea, _ in choice)
                if fits_variant(found, wanted, TOLERANCES[-1], guarded=guarded):
                    assert choice in left


def test_of_sets_that_give_another_shape_only_those_of_the_same_one_are_left():
    walk = load_families(course.find_exercise("16"))["accumulated_descent"]
    held = build_column(walk, 0, 2)
    shapes = {}
    for choice in held.choices:
        (answer,) = compute_answers(walk, walk.probes[0], Turn(dict(choice)))
        shapes[choice] = None if answer is None else answer.shape
    assert len(set(shapes.values())) > 3
    for asked in ((4, 2), *{shape for shape in shapes.values() if shape}):
        left = itertools.compress(held.choices, held.select_possible((np.full(asked, 9e9),), TOLERANCES[-1]))
        told = {shapes[one] for one in left if not any(walk.get_idea(idea).prefix for idea, _ in one)}
        assert told <= {asked, None}


@pytest.mark.parametrize(("number", "function"), [("1", "gradient_descent"), ("2", "momentum_descent")])
@pytest.mark.parametrize("looser", [30, 1 / 30])
def test_a_stopping_rule_of_another_tolerance_is_named_whatever_its_form(number, function, looser, monkeypatch):
    """Its path ends elsewhere than the family's own does; no look at one probe may rule it out for that."""
    walk = load_families(course.find_exercise(number))[function]
    for choice in (one for one in walk.iterate_choices(1) if one[0][0] == "GD-TOL"):
        with monkeypatch.context() as patch:
            patch.setattr(walks, "STILL", walks.STILL * looser)
            answers = [compute_answers(walk, probe, Turn(dict(choice))) for probe in walk.probes]
        for place in range(1, len(walk.probes)):
            left = itertools.compress(
                build_column(walk, place, 1).choices,
                build_column(walk, place, 1).select_possible(answers[place], TOLERANCES[-1]),
            )
            assert choice in set(left)
        found = find_match(walk, answers)
        assert found is not None
        assert frozenset({"GD-TOL"}) in found.sets


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_any_pair_of_the_alarm_is_found_again(draw):
    asked = draw.choice(list(ALARM.iterate_choices(2)))
    answers = [compute_answers(ALARM, probe, Turn(dict(asked))) for probe in ALARM.probes]
    found = find_match(ALARM, answers)
    assert found is not None
    assert ALARM.accepted.are_alike([frozenset(idea for idea, _ in asked), *found.sets])


# ---- words and evidence -----------------------------------------------------------------------------------


def trial_of(family_, **taken):
    answers = tuple(answers_of(family_, **taken))
    returned = tuple(Returned(row[0] if len(row) == 1 else list(row)) for row in answers)
    return Trial(returned, answers, tuple(compute_right_answers(family_)))


def diagnosis_of(family_, **taken):
    trial = trial_of(family_, **taken)
    return make_named_diagnosis(family_, trial, find_match(family_, trial.answers))


def test_the_evidence_of_a_curve_can_be_drawn():
    rows = diagnosis_of(VERDICT, DV_FIRST=1).evidence["probes"]
    assert "below its start" in rows[0]["curve"]["says"]
    assert 16 <= len(rows[0]["curve"]["train"]) <= 64
    assert (rows[0]["idea"], rows[0]["right"]) == ("healthy", "diverging")
    watched = diagnosis_of(ALARM, DV_FIRST=1).evidence["probes"][0]
    assert set(watched["given"]) == {"factor", "patience"}
    assert watched["curve"]["val"] is None


def test_of_sets_that_no_probe_tells_apart_the_likeliest_is_named_and_the_other_told():
    told = diagnosis_of(ADAM, AD_STALE=1, AD_NOCORR=1)
    assert set(told.misconceptions) == {"AD-STALE", "AD-NOCORR"}
    assert any(set(one) == {"AD-STALE", "BC-ONLY1"} for one in told.alternatives)


def test_an_idea_that_hides_others_lists_them():
    told = diagnosis_of(ADAMW, AW_NONE=1)
    assert told.misconceptions == ("AW-NONE",)
    assert ("AW-NONE", "AW-PLUS") in told.alternatives
