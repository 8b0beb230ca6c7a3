import math
import sys
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.suites.toolkit.plain import plain
from grader.text import (
    INERT,
    SUSPECT,
    align_columns,
    choose_digits,
    clean,
    cut,
    format_call,
    format_number,
    format_value,
    join_words,
)


@given(st.text())
def test_nothing_that_steers_a_terminal_survives(text):
    assert not [letter for letter in clean(text) if unicodedata.category(letter) in INERT]
    assert not [letter for letter in clean(text, lines=True) if unicodedata.category(letter) in INERT - {"Cc"}]
    assert {letter for letter in clean(text, lines=True) if unicodedata.category(letter) == "Cc"} <= {"\n"}


@given(st.text(st.characters(exclude_categories=sorted(INERT))))
def test_ordinary_text_stays_as_it_is(text):
    assert clean(text) == text


@given(st.text(), st.booleans())
def test_a_text_is_cleaned_letter_by_letter(text, lines):
    letters = text.replace("\r\n", "\n")
    assert clean(text, lines=lines) == "".join(clean(letter, lines=lines) for letter in letters)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)


def test_no_letter_that_is_passed_over_unseen_is_inert():
    seen = map(chr, range(sys.maxunicode + 1))
    assert not [one for one in seen if not SUSPECT.match(one) and unicodedata.category(one) in INERT]


def test_escapes_are_spelled_out_so_that_they_can_be_read():
    assert clean("\x1b[31mred\x9b0m \u202eevil\udc80") == r"\x1b[31mred\x9b0m \u202eevil\udc80"
    assert clean("a\r\nb\tc") == "a b    c"
    assert clean("a\nb", lines=True) == "a\nb"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_with_all_its_digits_is_that_number(x):
    assert float(format_number(x, 17)) == x


@given(st.floats(min_value=1e-300, max_value=1e300))
def test_five_digits_are_near_enough_to_follow_by_hand(x):
    assert math.isclose(float(format_number(x)), x, rel_tol=1e-4)


def test_numbers_look_as_one_writes_them():
    told = {
        0.25: "0.25",
        1e-08: "1e-8",
        3.0: "3",
        1e20: "1e20",
        -0.0: "0",
        123456.0: "123456",
        0.24999999999999994: "0.25",
    }
    assert {x: format_number(x) for x in told} == told
    assert [format_number(x) for x in (math.nan, math.inf, -math.inf)] == ["nan", "inf", "-inf"]


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_two_different_answers_never_look_the_same(one, other):
    digits = choose_digits(one, other)
    assert (format_value(one, digits) == format_value(other, digits)) == (one == other)


def test_long_lists_are_cut_and_say_so():
    assert format_value(list(range(30)), 5, 4) == "[0, 1, 2, 3, …]"
    assert format_value([1.0, [2.0, 3.0]]) == "[1, [2, 3]]"
    assert cut("abcdef", 4) == "abc…"


def test_a_call_reads_as_one_would_type_it():
    given = {"grad_fn": len, "theta0": [1.0, -2.0], "lr": 0.1, "n_steps": 5}
    assert format_call("gradient_descent", given) == "gradient_descent(grad_fn, theta0=[1, -2], lr=0.1, n_steps=5)"
    assert format_call("diagnose_curve", {"train": [1 / 3] * 64}) == "diagnose_curve(train=[0.3333, 0.3333, 0.3333, …])"


def test_a_list_of_arrays_reads_as_a_list_of_lists():
    arguments = {"grads": [np.array(2.5), np.ones((2, 1))], "max_norm": 5}
    assert format_call("clip", arguments) == "clip(grads=[2.5, [[1], [1]]], max_norm=5)"


def test_a_number_beyond_every_float_is_told_as_one():
    assert (
        format_value([10**400, -(10**400)])
        == "[a number of hundreds of digits, a negative number of hundreds of digits]"
    )
    assert plain([2**70, 10**400, -(10**400)]) == [float(2**70), float("inf"), float("-inf")]


def test_entries_of_several_lists_stand_under_one_another():
    assert align_columns([["1", "-20", "3.5"], ["100", "2", "0"]]) == ["[  1, -20, 3.5]", "[100,   2,   0]"]
    assert align_columns([[], []]) == ["[]", "[]"]


def test_words_are_joined_as_in_a_sentence():
    joined = [join_words(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])]
    assert joined == ["", "a", "a and b", "a, b and c"]
    assert join_words(("a", "b", "c"), "or") == "a, b or c"


@pytest.mark.parametrize("number", [0.1 + 0.2 + 0j, np.complex128(0.1 + 0.2), np.array(0.1 + 0.2 + 0j)])
def test_a_complex_number_is_written_as_one_reads_it(number):
    assert plain([number]) == ["0.3+0j"]
