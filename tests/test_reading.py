"""How hard a text is to read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.authoring import reading

COUNTED = {
    1: "steps stopped moves the curve square used named reached ways",
    2: "learning saddle value bias decay sizes changes needed table people again student tuning layer beyond",
    3: "gradient momentum idea average variance adaptive correction minimum ratio theory quadratic",
    4: "velocity generalize stationary derivative parameter coordinate",
}


@pytest.mark.parametrize("count", COUNTED)
def test_syllables_of_the_words_of_this_field_are_counted_as_they_are_spoken(count):
    assert {word: reading.count_syllables(word) for word in COUNTED[count].split()} == dict.fromkeys(
        COUNTED[count].split(), count
    )


def test_the_grade_is_the_published_formula():
    ease = reading.measure("The ball rolls down the valley. It stops at the floor.")
    assert (ease.words, ease.sentences, ease.syllables) == (11, 2, 12)
    assert ease.grade == pytest.approx(0.39 * 11 / 2 + 11.8 * 12 / 11 - 15.59)


def test_a_learned_sentence_is_harder_than_a_plain_one():
    plain = "The step is too long. Make it shorter."
    learned = "Asymptotic considerations necessitate a proportionate diminution of the discretization interval."
    assert reading.compute_grade(plain) < 4 < 15 < reading.compute_grade(learned)


def test_code_formulas_and_numbers_each_count_as_one_short_word():
    for piece in ("`adam_step(theta, grad)`", "{answer:.3g}", "lr·λ", "0.9", "1/(1−β)", "3·10¹⁵"):
        assert reading.measure(f"We take {piece} here.") == reading.measure("We take x here."), piece


def test_a_full_stop_inside_a_number_ends_no_sentence():
    assert reading.measure("With 0.9 the ball keeps going. Then it stops.").sentences == 2


def test_paragraphs_and_closing_marks_end_sentences():
    assert reading.measure('*It rolls.* (It stops.) "Why?"\n\nIt has no mass\n\nThat is all.').sentences == 5


@given(st.text())
def test_any_text_has_a_finite_grade(text):
    ease = reading.measure(text)
    assert ease.sentences <= ease.words <= ease.syllables
    assert -20 < ease.grade < 10**6


@given(st.lists(st.sampled_from(["the", "ball", "rolls.", "velocity", "so", "far.", "momentum", "short"]), min_size=9))
def test_a_text_said_twice_is_as_easy_as_said_once(words):
    once = " ".join(words) + "."
    assert reading.compute_grade(f"{once}\n\n{once}") == pytest.approx(reading.compute_grade(once))
