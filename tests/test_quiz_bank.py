"""The bank on its shelf, and the faults a question file can have."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from grader.course import list_exercises as every_exercise
from grader.course import locate_shelf
from grader.errors import BrokenShelf
from grader.quiz.bank import KINDS, Bank
from grader.quiz.linefinder import find_key_lines
from grader.quiz.loading import check_files, load_bank

SOUND = """
title = "Steps"

[concepts.step]
title = "A step"
misconceptions = ["GS-*"]

[[question]]
id = "the-step"
kind = "number"
concept = "step"
section = "S1.4"
prompt = "How far, with lr = {lr}?"
because = "It is {answer}."
parameters = {lr = 0.1, g = 3}
draw = {lr = [0.1, 0.2]}
compute = "lr * g"
answer = 0.3
[[question.wrong]]
compute = "g"
answer = 3
misconception = "GS-NOLR"
because = "The learning rate is missing."

[[question]]
id = "which-way"
kind = "choice"
concept = "step"
section = "S1.3"
prompt = '''
Which way?
[[question]]
'''
because = "Down."
[[question.choice]]
text = "down"
right = true
because = "Yes."
[[question.choice]]
text = "up"
because = "That climbs."
misconception = "GS-ASCENT"
"""


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank()


def faults_of(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "steps.toml"
    path.write_text(text, encoding="utf-8")
    return [f"{fault.line}: {fault.says}" for fault in check_files([path])[1]]


def test_of_one_file_alone_the_same_faults_are_found(tmp_path: Path):
    for name in ("one", "two"):
        text = SOUND.replace("answer = 0.3", "answer = 0.4").replace("the-step", f"step-{name}")
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    paths = sorted(tmp_path.iterdir())
    _, faults = check_files(paths)
    for path in paths:
        of_it = [fault for fault in faults if fault.path == path]
        assert check_files(paths, only=path.stem)[1] == of_it
        assert [fault.says for fault in of_it if f"step-{path.stem}" in fault.says]
    assert [fault for fault in faults if "the id is taken" in fault.says], "what two files have in common is compared"


def test_a_file_that_was_changed_is_read_again(tmp_path: Path):
    path = tmp_path / "step.toml"
    path.write_text(SOUND, "utf-8")
    assert load_bank(tmp_path).topics[0].title == "Steps"
    path.write_text(SOUND.replace('"Steps"', '"Paces"'), "utf-8")
    assert load_bank(tmp_path).topics[0].title == "Paces"
    path.write_text("title =", "utf-8")
    with pytest.raises(BrokenShelf):
        load_bank(tmp_path)


def test_the_bank_holds_every_section_checkpoint_and_kind(bank: Bank):
    sections = {question.section for question in bank}
    assert sections >= {f"S1.{number}" for number in range(1, 26)} | {"S1.TLDR", "CP1", "CP2", "CP3", "CP4"}
    guide = {"core", "ball", "navigator", "speeds", "oscillation", "averaging", "adam", "bias-correction", "when",
             "learning-rate", "momentum", "beta2", "epsilon", "mistake-1", "mistake-2", "mistake-3"}  # fmt: skip
    assert sections >= {f"S2.{name}" for name in guide}
    assert {question.kind for question in bank} == set(KINDS)
    assert sum(1 for _ in bank) >= 112


def test_every_checkpoint_is_asked_in_ones_own_words_and_with_a_key(bank: Bank):
    for name in ("CP1", "CP2", "CP3", "CP4"):
        kinds = [question.kind for question in bank if question.checkpoint == name]
        assert "free" in kinds
        assert set(kinds) - {"free"}


def test_each_of_the_first_exercises_has_its_topic(bank: Bank):
    stems = {topic.stem for topic in bank.topics}
    assert stems >= {path.stem for path in locate_shelf("exercises").glob("exercise0[1-5]*.py")}


def test_topics_come_in_the_order_in_which_one_meets_them(bank: Bank):
    exercises = [topic.stem for topic in bank.topics if topic.stem.startswith("exercise")]
    assert exercises == [exercise.stem for exercise in every_exercise()]
    assert bank.topics[0].stem == "landscape"


@pytest.mark.parametrize("word", ["momentum", "exercise02_momentum", "2", "02", "exercise2", "mom", "Momentum"])
def test_a_topic_is_found_by_any_of_its_names(bank: Bank, word: str):
    found = bank.find_topic(word)
    assert found is not None
    assert found.stem == "exercise02_momentum"


def test_an_unknown_topic_is_no_topic(bank: Bank):
    assert bank.find_topic("cooking") is None
    assert bank.find_topic("") is None


@pytest.mark.parametrize(
    ("identifier", "concept"),
    [
        ("BC-NOPOW", "correction-clock"),
        ("BC-NONE", "start-up-bias"),
        ("GS-ASCENT", "downhill"),
        ("GS-LR2", "step-length"),
        ("MO-EMA", "velocity-sum"),
        ("MO-LATE", "coasting"),
        ("EM-NOSQ", "moments"),
        ("AD-NOSQRT", "adam-step-is-a-distance"),
        ("AW-L2", "decay-is-not-l2"),
        ("L2-DECOUPLED", "decay-is-not-l2"),
        ("DV-NANEQ", "non-finite"),
        ("GD-FROZEN", "descent-path"),
    ],
)
def test_a_misconception_leads_to_the_concept_it_lacks(bank: Bank, identifier: str, concept: str):
    assert concept in bank.find_concepts([identifier])


def test_an_unknown_misconception_leads_nowhere(bank: Bank):
    assert bank.find_concepts(["X-MUTATES", "ZZ-NO"]) == ()


def test_every_misconception_of_every_family_leads_to_a_concept(bank: Bank):
    known = {c for topic in bank.topics for concept in topic.concepts for c in concept.misconceptions}
    for family in (
        "GS",
        "GD",
        "MO",
        "EM",
        "BC",
        "AD",
        "AW",
        "L2",
        "DV",
        "LR",
        "NE",
        "SP",
        "IN",
        "SH",
        "CL",
        "SC",
        "RM",
        "NV",
        "ES",
    ):
        assert f"{family}-*" in known


def test_a_sound_file_has_no_faults(tmp_path: Path):
    assert faults_of(tmp_path, SOUND) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("answer = 0.3", "answer = 0.4", 18, "gives 0.3, not 0.4"),
        ('compute = "lr * g"', 'compute = "lr * h"', 17, "`h` is not a parameter"),
        ('compute = "lr * g"', 'compute = "__import__(1)"', 17, "no quantity named `__import__`"),
        ('compute = "lr * g"', 'compute = "(1).real"', 17, "not part of the bank's arithmetic"),
        ('compute = "g"', 'compute = "3 * lr"', 20, "as good as the right answer"),
        ("answer = 3\n", "answer = 4\n", 21, "gives 3, not 4"),
        ('kind = "number"', 'kind = "numbre"', 10, "the kinds are"),
        ('concept = "step"\nsection = "S1.4"', 'concept = "stepp"\nsection = "S1.4"', 11, "no file declares"),
        ('section = "S1.4"', 'section = "chapter 4"', 12, "a section is"),
        ('id = "which-way"', 'id = "the-step"', 26, "the id is taken"),
        ('id = "the-step"', 'id = "The step"', 9, "lower-case words"),
        ("right = true\n", "", 35, "exactly one choice is right, not 0"),
        ('because = "That climbs."', "", 40, "`because` must be text"),
        ('misconception = "GS-ASCENT"', 'misconception = "uphill"', 43, "no misconception id"),
        ("draw = {lr = [0.1, 0.2]}", "draw = {lr = [0.1, 1]}", 20, "as good as"),
        ("{answer}", "{anwser}", 13, "`anwser` is not a parameter"),
        ('prompt = "How', 'promt = "How', 13, "`promt` is no key"),
        ("answer = 0.3", "answer = 0.3\nfacts = ['lr > 1']", 19, "this does not hold: lr > 1"),
        ("[concepts.step]", "[concepts.other]\ntitle = 'x'\n[concepts.step]", 4, "nothing asks for the concept"),
        ('title = "Steps"', 'title = "Steps', 2, "this is not TOML"),
        ("[concepts.step]", "[functions.f]\nplan = ['One.']\n[concepts.step]", 5, "a plan has 3 to 6 steps, not 1"),
        ("[concepts.step]", "[functions.f]\nplan = 'One.'\n[concepts.step]", 4, "`plan`, a list of texts"),
        ("[concepts.step]", "[functions.f]\nsteps = ['One.']\n[concepts.step]", 4, "`plan`, a list of texts"),
    ],
)  # fmt: skip
def test_a_fault_is_reported_with_its_line(tmp_path: Path, old: str, new: str, line: int, words: str):
    assert old in SOUND
    faults = faults_of(tmp_path, SOUND.replace(old, new, 1))
    assert any(words in fault for fault in faults), faults
    at = {int(fault.split(":")[0]) for fault in faults if words in fault}
    assert any(abs(found - line) <= 1 for found in at), faults


FACT = 'answer = 0.3\nfacts = [{setting = "with the lr", over = {n = [1, 2]}, holds = "n * lr < 0.5"}]'


def test_a_fact_is_tried_in_its_setting_and_in_every_case_that_is_drawn(tmp_path: Path):
    assert faults_of(tmp_path, SOUND.replace("answer = 0.3", FACT)) == []
    narrower = SOUND.replace("answer = 0.3", FACT.replace("0.5", "0.35"))
    assert [
        "this does not hold: n * lr < 0.35 (at lr = 0.2, g = 3, n = 2)" in f for f in faults_of(tmp_path, narrower)
    ] == [True]
    wider = SOUND.replace("answer = 0.3", FACT.replace("[1, 2]", "[1, 2, 9]"))
    assert any("n = 9" in fault for fault in faults_of(tmp_path, wider))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("with the lr", "in a deep valley", "no text of the question speaks of this setting"),
        ("n = [1, 2]", "lr = [1, 2]", "draw it, instead of `over`"),
        ("n * lr < 0.5", "last(velocity(0.9, constant(n, 5))) > lr", "these try one constant gradient"),
        ("over = {n", "under = {n", "`under` is not known here"),
        ("holds = ", "hold = ", "`hold` is not known here"),
    ],
)
def test_a_fact_that_tries_less_than_the_texts_say_is_a_fault(tmp_path: Path, old: str, new: str, words: str):
    assert old in FACT
    faults = faults_of(tmp_path, SOUND.replace("answer = 0.3", FACT.replace(old, new)))
    assert any(words in fault for fault in faults), faults


def test_a_fact_that_holds_only_at_the_standard_values_is_a_fault(tmp_path: Path):
    faults = faults_of(tmp_path, SOUND.replace("answer = 0.3", "answer = 0.3\nfacts = ['lr < 0.15']"))
    assert any("lr < 0.15 (at lr = 0.2" in fault for fault in faults), faults


def test_a_family_that_is_known_does_not_accept_an_id_it_does_not_know(tmp_path: Path):
    path = tmp_path / "steps.toml"
    path.write_text(SOUND, encoding="utf-8")
    assert check_files([path], ["GS-NOLR", "GS-ASCENT"])[1] == []
    says = [fault.says for fault in check_files([path], ["GS-NOLR"])[1]]
    assert says == ["which-way: the family knows no misconception `GS-ASCENT`"]


def test_a_folder_with_a_broken_file_is_refused_in_one_line(tmp_path: Path):
    (tmp_path / "steps.toml").write_text(SOUND.replace('kind = "choice"', "kind = 3"), encoding="utf-8")
    with pytest.raises(BrokenShelf, match=r"steps\.toml:\d+"):
        load_bank(tmp_path)


def test_a_file_that_is_not_utf8_is_a_fault(tmp_path: Path):
    path = tmp_path / "steps.toml"
    path.write_bytes("title = 'θ'".encode("utf-16"))
    assert "not UTF-8" in check_files([path])[1][0].says


def test_lines_are_found_past_multi_line_strings():
    text = textwrap.dedent(
        '''
        title = "x"
        [[question]]
        prompt = """
        [[question]]
        id = "not a key"
        """
        id = "one"
        [[question]]
        id = "two"
        [[question.choice]]
        text = "a"
        [[question.choice]]
        text = "b"
        '''
    )
    lines = find_key_lines(text)
    assert lines["question.0.id"] == 8
    assert lines["question.1.id"] == 10
    assert lines["question.1.choice.1.text"] == 14
    assert "question.2" not in lines
