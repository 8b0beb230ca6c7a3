"""Words that are no command get a helpful one back."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.cli._guess import WANTED, suggest
from grader.cli._near import find_closest
from tests.test_quiz_terminal import grade

COMMANDS = ("hint", "list", "quiz", "reset", "start", "watch")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("quizz", "quiz"), ("qiuz", "quiz"), ("hnit", "hint"), ("lsit", "list"), ("wacth", "watch"), ("strt", "start"),
     ("momentun", "momentum"), ("bias-corection", "bias_correction"), ("rest", "reset"), ("HINT", "hint")],
)  # fmt: skip
def test_a_slip_of_the_pen_is_understood(typed, meant):
    assert f"`grade {meant}`" in suggest(typed, COMMANDS)


@pytest.mark.parametrize(
    ("typed", "told"),
    [("next", "what to do next"), ("nxt", "what to do next"), ("home", "where you are"), ("status", "where you are"),
     ("help", "--help"), ("stats", "quiz --stats"), ("adam", "`grade quiz adam`"), ("submit", "`grade 3`"),
     ("solution", "grade hint 3"), ("checkpoints", "--checkpoints"), ("exercise", "`grade 3`")],
)  # fmt: skip
def test_what_people_try_leads_to_what_does_it(typed, told):
    assert told in suggest(typed, COMMANDS)


@pytest.mark.parametrize("typed", ["xyzzy", "33", "exercise33", "ex77"])
def test_no_guess_is_made_where_nobody_can_tell(typed):
    assert suggest(typed, COMMANDS) == ""


def test_no_word_is_promised_two_things():
    words = " ".join(WANTED.values()).split()
    assert len(words) == len(set(words))
    assert not set(words) & set(COMMANDS)


@given(st.text(string.ascii_letters + "-_ ", max_size=30))
def test_a_guess_is_always_one_of_the_words_known(word):
    assert find_closest(word, COMMANDS) in ("", *COMMANDS)


@pytest.mark.parametrize(
    ("words", "told"),
    [(["next"], "what to do next"), (["quiz", "momentun"], "Did you mean `grade quiz momentum`?"),
     (["export", "gradescop"], "Did you mean `grade export gradescope`?"), (["reset", "momentun"], "Did you mean")],
)  # fmt: skip
def test_the_commands_say_it_in_one_line(tmp_path, words, told):
    found = grade(tmp_path, *words)
    assert (found.returncode, found.stdout) == (2, "")
    assert told in found.stderr
    assert found.stderr.count("\n") == 1


def test_a_command_typed_behind_the_exercise_is_recognised(tmp_path):
    assert "did you mean `grade hint 3`?" in grade(tmp_path, "3", "hint").stderr


@pytest.mark.parametrize("word", ["adam_step", "adam_stpe"])
def test_a_function_leads_to_its_exercise(word):
    assert suggest(word, []) == "adam_step is a function of exercise 3: grade 3"
