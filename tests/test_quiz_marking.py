"""Every right answer in every accepted spelling is right; every declared wrong number is recognised."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from grader.quiz.arithmetic import FormulaError, evaluate, fill_text, format_formula_value
from grader.quiz.asking import ask
from grader.quiz.bank import Question
from grader.quiz.loading import load_bank
from grader.quiz.marking import LETTERS, UnreadableAnswer, is_close, make_example, mark_answer, mark_many
from grader.quiz.quantities import FUNCTIONS
from grader.quiz.typed import parse_numbers

BANK = load_bank()
NUMBERS = [question for question in BANK if question.asks_for_numbers]
PICKED = [question for question in BANK if question.choices and question.kind != "many"]
SEEDS = [None, 1, 2, 7]


def spellings(number: float) -> list[str]:
    """Ways in which a person may write a number down."""
    plain = f"{number:.12g}"
    ways = [plain, f" {plain} ", f"{number:.12e}", f"{number * 4:.14g}/4", plain.replace("-", "−"), f"({plain})"]
    ways += [f"+{plain}" if number >= 0 else plain, f"{number * 100:.14g}%", f"= {plain}"]
    if "e" not in plain:
        ways += [plain + "0" if "." in plain else plain + ".0"]
        if "." in plain and len(plain.partition(".")[2]) != 3:
            ways.append(plain.replace(".", ","))
    if plain.startswith("0."):
        ways.append(plain[1:])
    return ways


@pytest.mark.parametrize("question", NUMBERS, ids=lambda q: q.id)
def test_the_right_numbers_are_right_in_every_spelling(question: Question):
    for seed in SEEDS:
        asked = ask(question, seed)
        if len(asked.numbers) == 1:
            for way in spellings(asked.numbers[0]):
                assert mark_answer(asked, way).right, way
            if question.unit:
                for unit in (f" {question.unit}", f"·{question.unit}", f" * {question.unit}", question.unit):
                    assert mark_answer(asked, f"{asked.numbers[0]:.12g}{unit}").right, unit
            continue
        row = [f"{number:.12g}" for number in asked.numbers]
        for way in (
            " ".join(row),
            ", ".join(row),
            f"({', '.join(row)})",
            "; ".join(row),
            f"[{' '.join(row)}]",
            ",".join(row),
        ):
            assert mark_answer(asked, way).right, way


@pytest.mark.parametrize("question", [q for q in NUMBERS if q.wrong], ids=lambda q: q.id)
def test_every_declared_wrong_number_is_recognised_as_itself(question: Question):
    for seed in SEEDS:
        asked = ask(question, seed)
        for wrong in asked.wrong:
            found = mark_answer(asked, " ".join(f"{number:.12g}" for number in wrong.numbers))
            assert not found.right
            assert found.says == wrong.because
            assert found.misconceptions == ((wrong.misconception,) if wrong.misconception else ())


@pytest.mark.parametrize("question", NUMBERS, ids=lambda q: q.id)
def test_a_number_well_outside_the_tolerance_is_wrong(question: Question):
    asked = ask(question)
    for place, number in enumerate(asked.numbers):
        other = number * (1 + 3 * question.relative) + 3 * question.absolute + (1e-3 if number == 0 else 0)
        row = [*asked.numbers[:place], other, *asked.numbers[place + 1 :]]
        assert not mark_answer(asked, " ".join(f"{one:.12g}" for one in row)).right


@pytest.mark.parametrize("question", PICKED, ids=lambda q: q.id)
def test_a_choice_is_marked_by_letter_number_and_case(question: Question):
    for seed in SEEDS:
        asked = ask(question, seed)
        assert sum(choice.right for choice in asked.choices) == 1
        for place, choice in enumerate(asked.choices):
            for way in (
                LETTERS[place],
                LETTERS[place].upper(),
                f"{LETTERS[place]})",
                str(place + 1),
                f" {place + 1}. ",
            ):
                found = mark_answer(asked, way)
                assert found.right == choice.right
                assert found.says == choice.because
                assert bool(found.misconceptions) == bool(choice.misconception)


@pytest.mark.parametrize("question", [q for q in BANK if q.kind == "many"], ids=lambda q: q.id)
def test_of_many_only_the_whole_truth_is_right(question: Question):
    asked = ask(question, 3)
    places = range(len(asked.choices))
    truth = {place for place in places if asked.choices[place].right}
    for size in range(1, len(asked.choices) + 1):
        for ticked in itertools.combinations(places, size):
            found = mark_many(asked, ticked)
            assert found.right == (set(ticked) == truth)
            assert 0 <= found.share <= 1
    with pytest.raises(UnreadableAnswer):
        mark_many(asked, ())
    assert mark_many(asked, tuple(set(places) - truth)).share == 0


@pytest.mark.parametrize("question", [q for q in BANK if q.kind == "order"], ids=lambda q: q.id)
def test_of_all_orders_only_the_right_one_is_right(question: Question):
    asked = ask(question, 5)
    assert asked.items != question.items, "it must not be shown in the right order"
    for order in itertools.permutations(range(len(asked.items))):
        found = mark_answer(asked, " ".join(LETTERS[place] for place in order))
        assert found.right == ([asked.items[place] for place in order] == list(ask(question).items))
        assert found.right or "first that differs" in found.says


def test_a_text_is_never_failed_and_keywords_only_help():
    question = next(q for q in BANK if q.id == "why-momentum-helps-in-words")
    found = mark_answer(ask(question), "What is CONSISTENT adds up, what alternates\ncancels.")
    assert found.share == 0.0
    assert [ticked for _, ticked in found.ideas] == [True, True, False, False]
    assert all(ticked for _, ticked in mark_answer(ask(question), question.model).ideas)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("z", "choice"),
        ("ab", "choice"),
        ("", "choice"),
        ("maybe", "number"),
        ("", "number"),
        ("1 2 3 4 5 6 7 8", "number"),
        ("aab", "order"),
        ("nan", "number"),
    ],
)
def test_what_is_no_answer_is_refused_and_marks_nothing(answer: str, kind: str):
    question = next(q for q in BANK if q.kind == kind)
    with pytest.raises(UnreadableAnswer):
        mark_answer(ask(question), answer)


@given(st.floats(min_value=1e-6, max_value=1e6), st.sampled_from([1, -1]))
def test_any_number_reads_back_from_any_of_its_spellings(size: float, sign: int):
    for way in spellings(sign * size):
        found = parse_numbers(way, 1)
        assert any(is_close(row, (sign * size,), 1e-9, 0) for row in found), (way, found)


@given(st.text(max_size=60), st.integers(1, 4))
def test_reading_never_raises_and_yields_finite_rows_of_the_right_length(text: str, count: int):
    for row in parse_numbers(text, count):
        assert len(row) == count
        assert all(math.isfinite(number) for number in row)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("2/26", 2 / 26), ("1e-3", 1e-3), ("0,08", 0.08), (".08", 0.08), ("8%", 0.08), ("2^-10", 2**-10),
     ("0.25^10", 0.25**10),
     ("2**3", 8), ("10⁻⁶", 1e-6), ("3·10^2", 300), ("1/(1-0.9)", 10), ("≈ 0.23", 0.23), ("about 691", 691),
     ("−0.45", -0.45),
     ("007", 7), ("1'000", 1000), ("0.5.", 0.5), ("5 × 10^-4", 5e-4)],
)  # fmt: skip
def test_a_learner_may_write_a_number_like_this(typed: str, number: float):
    assert any(is_close(row, (number,), 1e-9, 0) for row in parse_numbers(typed, 1)), parse_numbers(typed, 1)


def test_a_comma_with_three_digits_can_mean_two_things():
    assert {row[0] for row in parse_numbers("1,000", 1)} == {1000.0, 1.0}


@pytest.mark.parametrize(
    "typed",
    ["-6 3.6 -2.16", "−6 3.6 −2.16", "(-6, 3.6, -2.16)", "-6,3.6,-2.16", "-6; 3,6; -2,16", "-6 3,6 -2,16",
     "x1 = -6, x2 = 3.6, x3 = -2.16", "-6 and 3.6 and -2.16", "- 6 3.6 - 2.16", "-6 | 3.6 | -2.16", "-6 → 3.6 → -2.16",
     "[-6. 3.6 -2.16]", "-12/2 18/5 -2.16", "minus 6, 3.6, minus 2.16", "-6, 3.6, -2.16 steps"],
)  # fmt: skip
def test_a_learner_may_write_a_row_like_this(typed: str):
    assert parse_numbers(typed, 3, prompt="Which three steps?") == ((-6.0, 3.6, -2.16),)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("½", 0.5), ("1 1/2", 1.5), ("8 percent", 0.08), ("1x10^-3", 1e-3), ("1E−3", 1e-3), ("10x", 10), ("1 000", 1000),
     ("√2/2", math.sqrt(0.5)), ("sqrt(2)", math.sqrt(2)), ("0.333…", 0.333), ("lr = 0.08", 0.08), ("21 steps", 21),
     ("69,315 steps", 69315), ("2.5 lr", 2.5), ("40 layers", 40), ("minus 0.45", -0.45)],
)  # fmt: skip
def test_units_names_and_words_for_signs_may_stand_with_a_number(typed: str, number: float):
    found = parse_numbers(typed, 1, prompt="After how many layers is it 2 lr?")
    assert any(is_close(row, (number,), 1e-9, 0) for row in found), found


def test_a_word_that_the_question_does_not_count_in_makes_no_number():
    assert parse_numbers("21 elephants", 1, prompt="How many layers?") == ()


@pytest.mark.parametrize("question", NUMBERS, ids=lambda q: q.id)
def test_three_digits_are_enough_for_every_question(question: Question):
    for seed in SEEDS:
        asked = ask(question, seed)
        rows = [[f"{number:.3g}" for number in asked.numbers], [f"{number:.4g}" for number in asked.numbers]]
        whole = all(float(number).is_integer() and abs(number) < 10**4 for number in asked.numbers)
        for row in rows[whole:]:
            assert mark_answer(asked, " ".join(row)).right, row


def number_question(answer: float, relative: float = 0.01) -> Question:
    return replace(
        next(q for q in NUMBERS if len(q.answer) == 1), prompt="How large?", compute=repr(answer), answer=(answer,),
        relative=relative, parameters={}, draw={}, wrong=(), unit="", because="So.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("right", "typed"), [(13.513, "14"), (13.513, "13"), (1 / 3, "0.3"), (0.02564, "0.026"), (4.66, "5")]
)
def test_where_only_the_rounding_is_off_this_is_said_and_costs_little(right: float, typed: str):
    found = mark_answer(ask(number_question(right)), typed)
    assert "rounding" in found.says
    assert 0.5 <= found.share < 1


@pytest.mark.parametrize(("right", "typed"), [(0.97, "1"), (76.0, "80"), (76.0, "77"), (13.513, "15"), (0.5, "0.6")])
def test_another_number_is_no_rounding(right: float, typed: str):
    found = mark_answer(ask(number_question(right)), typed)
    assert (found.share, found.says) == (0.0, "")


def test_a_rounding_to_three_digits_is_right_where_the_tolerance_is_tighter():
    asked = ask(number_question(4603.4, relative=0.0001))
    assert mark_answer(asked, "4600").right
    assert mark_answer(asked, "4603").right
    assert not mark_answer(asked, "4620").right


def test_no_example_of_what_to_type_is_near_an_answer():
    for question in NUMBERS:
        for seed in SEEDS:
            asked = ask(question, seed)
            for word in make_example(asked).replace(",", " ").replace(" or ", " ").split():
                ((number,),) = parse_numbers(word, 1)
                assert not any(math.isclose(number, right, rel_tol=0.05) for right in asked.numbers), question.id


@pytest.mark.parametrize("typed", ["9^9^9^9", "1/0", "(-8)^0.5", "__import__('os')", "a", "1e999", "()", "1;2", "1 2"])
def test_what_has_no_finite_value_means_no_number(typed: str):
    assert parse_numbers(typed, 1) == ()


@pytest.mark.parametrize(
    "formula",
    ["x.real", "lambda: 1", "[i for i in (1,)]", "'a'.upper()", "open('f')", "x[0", "1 if 1 else 2", "{1}", "*x"],
)
def test_the_banks_arithmetic_computes_and_does_nothing_else(formula: str):
    with pytest.raises(FormulaError):
        evaluate(formula, {"x": 1.0}, FUNCTIONS)


def test_texts_fill_with_values_and_keep_braces():
    assert fill_text("{a} and {a/3:.2f}, {{x}}", {"a": 2.0}, FUNCTIONS) == "2 and 0.67, {x}"
    assert format_formula_value(-0.0000123) == "−1.23e−5"
    assert format_formula_value((1.0, -2.5)) == "(1, −2.5)"


@settings(max_examples=30)
@given(st.integers(0, 10**6))
def test_drawing_is_by_seed_alone(seed: int):
    question = next(q for q in BANK if q.id == "one-step-by-hand")
    first, again = ask(question, seed), ask(question, seed)
    assert first == again
    assert all(first.parameters[name] in values for name, values in question.draw.items())


def test_no_prompt_or_explanation_shows_a_formula_left_unfilled():
    for question in BANK:
        for seed in SEEDS:
            asked = ask(question, seed)
            for text in (
                asked.prompt,
                asked.because,
                *(c.text + c.because for c in asked.choices),
                *(w.because for w in asked.wrong),
            ):
                assert "{" not in text
                assert "}" not in text
