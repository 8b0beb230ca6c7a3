"""Lists of arrays of different shapes, as suites ask for them and judge them."""

import numpy as np
import pytest

from grader.suites.toolkit.bundles import bundle, compare_parts, kinds_of_bundles, largest, length, parts_of
from grader.suites.toolkit.law import LawBroken

SHAPES = ((3,), (2, 2), ())


def test_a_bundle_has_its_shapes_and_keeps_its_signs_from_draw_to_draw():
    one, other = (bundle(np.random.default_rng(seed), SHAPES) for seed in (1, 2))
    assert [part.shape for part in one] == list(SHAPES)
    for part, again in zip(one, other, strict=True):
        assert (np.sign(part) == np.sign(again)).all()
        assert (part != again).any()


def test_its_length_is_that_of_all_entries():
    assert length([[3.0], [[0.0, 4.0]], 12.0]) == 13.0
    assert largest([[3.0], [[0.0, 4.0]], -12.0]) == 12.0


@pytest.mark.parametrize("answer", [[np.ones(2), 5.0], (np.ones(2), np.array(5.0))])
def test_a_list_and_a_tuple_of_the_right_parts_will_do(answer):
    compare_parts(answer, [np.ones(2), np.array(5.0)], "clipped")


@pytest.mark.parametrize("answer", [[np.ones(2)], np.ones(3), 5.0, None, [np.ones(2), np.ones(2)], [np.ones(2), 6.0]])
def test_other_parts_break_the_law(answer):
    with pytest.raises(LawBroken):
        compare_parts(answer, [np.ones(2), np.array(5.0)], "clipped")


def test_who_returns_another_count_is_told_both():
    with pytest.raises(LawBroken, match=r"a list of 2 arrays, .* Yours has 3"):
        parts_of([1.0, 2.0, 3.0], 2, "clipped")


def test_every_kind_holds_the_same_numbers():
    parts = bundle(np.random.default_rng(0), SHAPES)
    for _, turn in kinds_of_bundles():
        assert length(turn(parts)) == pytest.approx(length(parts), rel=1e-6)
