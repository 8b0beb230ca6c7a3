"""What a bank owes as a whole, and that its page is counted anew."""

import functools
import itertools
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grader.authoring import texts
from grader.authoring.bankrules import REPORTED, check_bank_rules, find_doubles
from grader.authoring.chance import CUES, compute_chances, compute_tail
from grader.quiz.bank import Bank, Choice, Concept, Question, Topic
from grader.quiz.loading import load_bank

ROOT = Path(__file__).parents[1]
BANK = load_bank()


@functools.cache
def rules():
    """What the rules say of the bank, asked once and when a test wants it."""
    return {rule.id: rule for rule in check_bank_rules(BANK)}


def test_the_bank_keeps_every_rule():
    assert {name: rule.cases for name, rule in rules().items() if rule.cases and name not in REPORTED} == {}


def test_a_rule_that_is_only_reported_is_one_of_those_that_are_measured():
    assert set(rules()) >= REPORTED
    assert len(rules()) == 12


def test_the_page_is_what_the_bank_counts_now():
    checked = subprocess.run([sys.executable, "docs/make_quiz_bank.py", "--check"], cwd=ROOT, check=False)
    assert checked.returncode == 0, "python docs/make_quiz_bank.py writes it anew"


# Chance


def choice(name, texts, right, **more):
    choices = tuple(Choice(text, "So.", place == right) for place, text in enumerate(texts))
    return Question(name, "choice", "c", "t", "S1.1", "What is it?", "So.", choices=choices, **more)


def bank_of(questions):
    return Bank((Topic("t", "T", Path("t.toml"), (Concept("c", "C", "t"),), tuple(questions)),))


@given(st.lists(st.sampled_from([0.25, 1 / 3, 0.5, 0.75]), min_size=1, max_size=9), st.integers(0, 9))
def test_the_test_of_chance_is_exact(shares, hits):
    hits = min(hits, len(shares))
    law = dict.fromkeys(range(len(shares) + 1), 0.0)
    for outcome in itertools.product((0, 1), repeat=len(shares)):
        weight = 1.0
        for came, share in zip(outcome, shares, strict=True):
            weight *= share if came else 1 - share
        law[sum(outcome)] += weight
    low = sum(weight for count, weight in law.items() if count <= hits)
    high = sum(weight for count, weight in law.items() if count >= hits)
    assert compute_tail(shares, hits) == pytest.approx(min(1, 2 * min(low, high)))


@pytest.mark.parametrize(
    ("cue", "right", "wrong"),
    [
        ("the longest choice", "a rather long and careful answer", "short"),
        ("the shortest choice", "short", "a rather long and careless answer"),
        ("an absolute word", "it always grows", "it grows a lot"),
        ("a hedging word", "it may grow", "it shall grow"),
        ("a reason", "it grows since it is steep", "it grows a little more"),
        ("a yes", "Yes, it grows", "No, it grows"),
        ("most words of the prompt", "what it is, is it", "other things"),
    ],
)
def test_a_bank_whose_right_choices_share_a_cue_is_found_out(cue, right, wrong):
    told = [
        replace(choice(f"q-{n}", [right, wrong + " x", wrong + " y"], 0), prompt="What grows? Other answer")
        for n in range(12)
    ]
    if cue == "most words of the prompt":
        told = [choice(f"q-{n}", ["the velocity", "a mass", "a rate"], 0) for n in range(12)]
        told = [replace(one, prompt="Velocity is what?") for one in told]
    found = {one.cue: one for one in compute_chances(told)}[cue]
    assert (found.hits, found.holds) == (12, False)


def test_a_bank_whose_right_choices_are_drawn_is_within_chance():
    draw = random.Random(5)
    made = []
    for n in range(200):
        words = ["it always grows", "it may shrink", "nothing at all happens here", "yes"]
        draw.shuffle(words)
        made.append(choice(f"q-{n}", words, draw.randrange(4)))
    assert [one.cue for one in compute_chances(made) if not one.holds] == []


def test_authors_may_write_the_right_choice_first_but_not_with_a_fixed_order():
    loose = [choice(f"q-{n}", ["one", "two", "three"], 0) for n in range(30)]
    fixed = [replace(one, fixed=True) for one in loose]
    place = {name: next(c for c in compute_chances(bank) if c.cue == "the first place") for name, bank in
             (("loose", loose), ("fixed", fixed))}  # fmt: skip
    assert place["loose"].holds
    assert not place["fixed"].holds


def test_questions_with_several_right_choices_or_none_tell_nothing_of_cues():
    many = replace(choice("q", ["one", "three"], 0), kind="many")
    assert {one.questions for one in compute_chances([many])} == {0}
    assert len(compute_chances([])) == len(CUES)


# Neighbours


def test_two_questions_of_a_concept_that_nearly_repeat_are_found():
    first = replace(choice("a", ["up", "down"], 0), prompt="How fast does the heavy ball roll downhill?")
    second = replace(first, id="b", prompt="How fast will a heavy ball roll downhill?")
    other = replace(first, id="c", prompt="Which rate diverges on a steep parabola?")
    assert [(x.id, y.id) for x, y in find_doubles([first, second, other])] == [("a", "b")]
    elsewhere = replace(second, concept="d")
    assert list(find_doubles([first, elsewhere])) == []


def test_two_questions_with_nearly_the_same_right_answer_are_found():
    first = choice("a", ["the step tends to the learning rate", "it grows"], 0)
    second = replace(
        choice("b", ["each step tends to the learning rate", "it falls"], 0), prompt="Where does Adam's pace go?"
    )
    assert [(x.id, y.id) for x, y in find_doubles([first, second])] == [("a", "b")]


def test_two_questions_that_tell_each_others_answer_breach_the_law():
    first = replace(
        choice("a", ["alternating gradients cancel", "nothing"], 0), prompt="Why do frozen weights rest forever?"
    )
    second = replace(
        choice("b", ["frozen weights rest", "everything"], 0), prompt="Where alternating gradients cancel, what holds?"
    )
    rule = next(rule for rule in check_bank_rules(bank_of([first, second])) if rule.id == "told")
    assert rule.breached
    assert "a and b" in rule.cases[0]


def test_a_concept_with_few_questions_is_reported():
    rule = next(rule for rule in check_bank_rules(bank_of([choice("a", ["up", "down"], 0)])) if rule.id == "enough")
    assert rule.cases == ["c: 1 question."]


# Words


def test_every_text_of_the_quiz_is_plain():
    read = texts.filter_long_enough([one for question in BANK for one in texts.iterate_texts(question)])
    assert len(read) > 500
    assert texts.compute_median(read) <= texts.MEDIAN
    assert [(one.of, one.grade) for one in texts.select_hard(read)] == []
    titles = texts.filter_long_enough(texts.iterate_concept_texts(BANK.topics))
    assert texts.compute_median(titles) <= texts.MEDIAN
    assert [(one.of, one.grade) for one in texts.select_hard(titles)] == []


def test_a_text_that_is_hard_is_named():
    hard = replace(
        choice("a", ["up", "down"], 0),
        because="Asymptotic considerations necessitate proportionate diminution of every discretization interval.",
    )
    rule = next(rule for rule in check_bank_rules(bank_of([hard])) if rule.id == "words")
    assert any(case.startswith("a: because: grade") for case in rule.cases)


def test_every_text_that_a_learner_reads_is_weighed():
    question = next(q for q in BANK if q.kind == "free")
    read = " ".join(one.text for one in texts.iterate_texts(question))
    assert question.model in read
    assert all(idea.idea in read for idea in question.rubric)
