"""The real session in a real terminal (a pseudo-terminal read by a terminal emulator), and through a pipe."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
from datetime import date
from pathlib import Path

import pytest

from grader.quiz.asking import ask
from grader.quiz.loading import load_bank
from grader.quiz.marking import LETTERS
from grader.quiz.session import plan_sitting
from grader.quiz.store import open_store
from tests.terminal import GRADE, ROOT, Terminal, environment, only_posix, pexpect


def grade(home: Path, *words: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*GRADE, *words], input=typed, env=environment(home, **more), cwd=ROOT, capture_output=True,
        encoding="utf-8", timeout=60,
    )  # fmt: skip


def answers_in(home: Path) -> list[sqlite3.Row]:
    file = sqlite3.connect(home / "fallline.sqlite3")
    file.row_factory = sqlite3.Row
    rows = file.execute("SELECT * FROM quiz_answers ORDER BY at").fetchall()
    file.close()
    return rows


def test_a_pipe_gets_questions_explanations_and_a_summary_without_any_escape(tmp_path: Path):
    found = grade(tmp_path, "quiz", "landscape", "--seed", "1", "--count", "3", typed="z\na\n2\n\n?\nb\n4\n")
    assert found.returncode == 0, found.stderr
    assert "\x1b" not in found.stdout
    assert "The letters here go from a to d." in found.stdout
    assert "How sure are you?" in found.stdout
    assert re.search(r"You will see this again (tomorrow|today|in)", found.stdout)
    assert "answered:" in found.stdout
    assert all(len(line) <= 80 for line in found.stdout.splitlines())
    assert len(answers_in(tmp_path)) == 2


def test_the_right_letter_is_right(tmp_path: Path):
    question = next(q for q in load_bank() if q.id == "what-training-changes")
    asked = ask(question, 1)
    letter = next(LETTERS[p] for p, c in enumerate(asked.choices) if c.right)
    found = grade(tmp_path, "quiz", "landscape", "--plain", "--seed", "1", "--count", "1", typed=f"{letter}\n4\n")
    assert "Right: " in found.stdout
    assert "1 answered: 1 right" in found.stdout
    (row,) = answers_in(tmp_path)
    assert (row["question"], row["share"], row["confidence"]) == (question.id, 1.0, 4)


def test_an_old_encoding_gets_the_nearest_letters(tmp_path: Path):
    found = grade(tmp_path, "quiz", "landscape", "--plain", "--seed", "1", "--count", "1",
                  typed="a\n4\n", PYTHONUTF8="0", PYTHONIOENCODING="ascii")  # fmt: skip
    assert found.returncode == 0, found.stderr
    assert "min L(theta)" in found.stdout
    assert found.stdout.isascii()


def test_topics_statistics_and_an_empty_due_list_are_told(tmp_path: Path):
    assert "momentum" in grade(tmp_path, "quiz", "--topics").stdout
    assert "No answers yet" in grade(tmp_path, "quiz", "--stats").stdout
    assert "Nothing is due today" in grade(tmp_path, "quiz", "--due").stdout
    grade(tmp_path, "quiz", "landscape", "--count", "2", typed="a\n4\nb\n3\n")
    told = grade(tmp_path, "quiz", "--stats").stdout
    assert "How sure, how right" in told
    assert "The next seven days" in told


def test_progress_goes_out_and_comes_in(tmp_path: Path):
    grade(tmp_path / "a", "quiz", "landscape", "--count", "2", typed="a\n4\nb\n3\n")
    out = tmp_path / "mine.json"
    assert grade(tmp_path / "a", "quiz", "--export-progress", str(out)).returncode == 0
    assert json.loads(out.read_text(encoding="utf-8"))["schema"] == "fallline/quiz-progress/v1"
    assert "2 new entries" in grade(tmp_path / "b", "quiz", "--import-progress", str(out)).stdout
    assert len(answers_in(tmp_path / "b")) == 2
    refused = grade(tmp_path / "b", "quiz", "--import-progress", str(ROOT / "pyproject.toml"))
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1


def test_misuse_is_one_line_that_says_how_to_mend_it(tmp_path: Path):
    found = grade(tmp_path, "quiz", "cooking")
    assert found.returncode == 2
    assert "momentum" in found.stderr
    assert "Traceback" not in found.stderr
    (tmp_path / "fallline.sqlite3").write_bytes(b"rubbish" * 400)
    broken = grade(tmp_path, "quiz", "--stats")
    assert broken.returncode == 2
    assert broken.stderr.count("\n") == 1


def test_a_preview_shows_the_key_and_every_fault_with_its_line(tmp_path: Path):
    shown = grade(tmp_path, "quiz", "--preview", str(ROOT / "quizzes" / "exercise12_newton.toml"))
    assert shown.returncode == 0
    assert "Key: 8 TB" in shown.stdout
    broken = tmp_path / "newton.toml"
    text = (ROOT / "quizzes" / "exercise12_newton.toml").read_text(encoding="utf-8")
    broken.write_text(text.replace("answer = 8\n", "answer = 9\n", 1), encoding="utf-8")
    told = grade(tmp_path, "quiz", "--preview", str(broken))
    assert told.returncode == 1
    assert re.search(r"newton\.toml:\d+: hessian-in-terabytes: .*gives 8, not 9", told.stdout)
    assert grade(tmp_path, "quiz", "--preview", str(tmp_path / "none.toml")).returncode == 2


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


@only_posix
def test_one_key_answers_one_key_says_how_sure_and_the_reason_comes_at_once(home: Path):
    terminal = Terminal(home, "quiz", "landscape", "--seed", "1", "--count", "2")
    terminal.wait("a to d: answer")
    terminal.press("a", "How sure are you?")
    told = terminal.press("3", "any key: go on")
    assert "The answer:" in told or "Right:" in told
    assert len(answers_in(home)) == 1, "kept before the next question"
    assert "2/" in terminal.press("\x1b[A", "a to")  # an arrow is a key as well
    terminal.press("q", "All of it is kept.")
    assert terminal.end() == 0
    assert terminal.raw.count(b"\x1b[?1049h") == terminal.raw.count(b"\x1b[?1049l") == 1


@only_posix
@pytest.mark.parametrize("keys", ["", "a", "a3"], ids=["question", "confidence", "explanation"])
def test_ctrl_c_anywhere_leaves_the_terminal_as_it_was_and_keeps_what_was_answered(home: Path, keys: str):
    import termios

    terminal = Terminal(home, "quiz", "landscape", "--seed", "1")
    before = termios.tcgetattr(terminal.child.child_fd)
    for key, words in zip(" " + keys, ("a to d: answer", "How sure", "any key: go on"), strict=False):
        terminal.press(key.strip(), words)
    assert termios.tcgetattr(terminal.child.child_fd)[3] != before[3], "keys without echo while it runs"
    terminal.child.send("\x03")
    assert terminal.end() == 130
    assert b"Traceback" not in terminal.raw
    assert terminal.raw.rstrip().count(b"\x1b[?1049l") == 1
    assert b"\x1b[?25l" not in terminal.raw or terminal.raw.rindex(b"\x1b[?25h") > terminal.raw.rindex(b"\x1b[?25l")
    assert termios.tcgetattr(terminal.child.child_fd) == before
    assert len(answers_in(home)) == (keys == "a3")


@only_posix
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_terminated_session_puts_the_terminal_back_too(home: Path, number: signal.Signals):
    import termios

    terminal = Terminal(home, "quiz", "landscape")
    before = termios.tcgetattr(terminal.child.child_fd)
    terminal.wait("a to d: answer")
    terminal.child.kill(number)
    assert terminal.end() == 128 + number
    assert termios.tcgetattr(terminal.child.child_fd) == before
    assert b"\x1b[?1049l" in terminal.raw


@only_posix
def test_a_pause_gives_the_terminal_back_and_a_return_shows_the_question_again(home: Path):
    import termios

    terminal = Terminal(home, "quiz", "landscape", "--seed", "1")
    before = termios.tcgetattr(terminal.child.child_fd)
    terminal.wait("a to d: answer")
    terminal.child.kill(signal.SIGTSTP)
    terminal.settle(1)
    assert terminal.raw.count(b"\x1b[?1049l") == 1, "the first screen is back"
    assert termios.tcgetattr(terminal.child.child_fd) == before
    terminal.child.kill(signal.SIGCONT)
    terminal.settle()
    assert terminal.raw.count(b"Training solves") == 2, "drawn again"
    terminal.press("a", "How sure")
    terminal.press("q", "Nothing was answered")
    assert terminal.end() == 0


@only_posix
def test_a_question_stays_on_the_screen_with_its_keys_however_often_enter_is_pressed(home: Path):
    terminal = Terminal(home, "quiz", "learning_rate", "--seed", "1", "--count", "20")
    terminal.wait("1/")
    terminal.skip_to("Up to which learning rate")
    before = terminal.settle()
    for _ in range(30):
        terminal.child.send("\r")
    assert terminal.settle(1) == before
    assert "s: skip    q: stop" in before
    terminal.press("\x03", "Nothing was answered")


@only_posix
def test_an_enter_before_anything_is_ticked_says_so_and_leaves_the_keys_in_sight(home: Path):
    terminal = Terminal(home, "quiz", "adam", "--seed", "3", "--count", "99")
    terminal.wait("1/")
    terminal.skip_to("letters tick, Enter when done")
    told = terminal.press("\r", "At least one holds: tick it first.    s: skip    q: stop")
    assert "[ ]" in told
    terminal.press("a", "letters tick, Enter when done    s: skip    q: stop")
    terminal.press("q", "Nothing was answered")


@only_posix
def test_numbers_are_typed_misread_ones_are_asked_again_and_a_known_wrong_one_is_recognised(home: Path):
    terminal = Terminal(home, "quiz", "learning_rate", "--seed", "1", "--count", "20", rows=40)
    terminal.wait("1/")
    terminal.skip_to("Up to which learning rate")
    assert "a lot was not understood.\nType a number, like:" in terminal.press("a lot\r", "understood")
    terminal.press("0,04\r", "How sure")
    told = terminal.press("4", "any key: go on")
    assert "1/λ" in told
    assert "twice as far" in told
    assert "just below the edge" in told.lower()
    terminal.press("\x03", "All of it is kept.")


@only_posix
def test_an_order_is_put_together_key_by_key(home: Path):
    terminal = Terminal(home, "quiz", "gradient_step", "--seed", "1", "--count", "30", rows=40)
    terminal.wait("1/")
    terminal.skip_to("nearest first")
    terminal.press("a", "Your order: a")
    terminal.press("b", "Your order: a  b")
    terminal.child.send("\x7f")
    assert "a  b" not in terminal.settle()
    terminal.press("b", "Your order: a  b")
    terminal.press("c", "Your order: a  b  c")
    terminal.press("d", "How sure")
    assert "order" in terminal.press("2", "any key: go on").lower()
    terminal.press("q", "All of it is kept.")


@only_posix
def test_of_many_each_key_ticks_and_enter_is_done(home: Path):
    terminal = Terminal(home, "quiz", "adamw_decay", "--seed", "1", "--count", "30", rows=40)
    terminal.skip_to("letters tick")
    terminal.press("\r", "At least one holds")
    terminal.press("a", "a)  [x]")
    terminal.press("b", "b)  [x]")
    assert "b)  [ ]" in terminal.press("b", "b)  [ ]")
    terminal.press("\r", "How sure")
    terminal.press("2", "any key: go on")
    terminal.press("q", "All of it is kept.")
    assert answers_in(home)[0]["given"] == "a"


@only_posix
def test_a_small_terminal_gets_pages_and_none_is_lost(home: Path):
    terminal = Terminal(home, "quiz", "landscape", "--seed", "1", rows=12, columns=60)
    seen = terminal.wait("any key: more")
    while "any key: more" in terminal.text():
        terminal.child.send(" ")
        seen += terminal.settle()
    for letter in ("a)", "b)", "c)", "d)"):
        assert letter in seen
    terminal.press("a", "How sure")
    terminal.child.send("1")
    terminal.wait("any key")
    terminal.child.send("q")
    terminal.wait("All of it is kept.")


@only_posix
def test_no_color_means_no_colour(home: Path):
    terminal = Terminal(home, "quiz", "landscape", "--seed", "1", NO_COLOR="1")
    terminal.wait("a to d: answer")
    terminal.press("a", "How sure")
    terminal.press("1", "any key: go on")
    assert not re.search(rb"\x1b\[[0-9;]*(3[0-7]|9[0-7]|38;)[0-9;]*m", terminal.raw)
    terminal.press("q", "All of it is kept.")


@only_posix
def test_a_dumb_terminal_gets_plain_lines(home: Path):
    env = environment(home, TERM="dumb")
    child = pexpect.spawn(GRADE[0], [*GRADE[1:], "quiz", "landscape"], env=env, cwd=str(ROOT), dimensions=(24, 80))
    child.expect_exact("a to d: answer", timeout=20)
    child.sendline("q")
    child.expect(pexpect.EOF, timeout=20)
    assert b"\x1b" not in child.before


def first_choice(seed: int) -> tuple[str, str, list[str]]:
    """The right letter of the first question of `landscape`, a wrong one, and the reasons in the order shown."""
    asked = ask(next(q for q in load_bank() if q.topic == "landscape"), seed)
    right = next(p for p, c in enumerate(asked.choices) if c.right)
    reasons = [" ".join(c.because.split()) for c in asked.choices]
    wrong = (right + 1) % len(reasons)
    return LETTERS[right], LETTERS[wrong], [reasons[right], reasons[wrong], *(
        reason for place, reason in enumerate(reasons) if place not in (right, wrong)
    )]  # fmt: skip


def bare(text: str) -> str:
    return " ".join(text.replace("`", "").replace("*", "").split())


def test_nothing_above_a_question_tells_its_answer(tmp_path: Path):
    bank = load_bank()
    shown = grade(tmp_path, "quiz", "landscape", "--seed", "1", "--count", "4", typed="s\ns\ns\ns\n").stdout
    assert shown.count("new") == 4
    for topic in bank.topics:
        for concept in topic.concepts:
            assert bare(concept.title) not in bare(shown)
    for section in {question.section for question in bank}:
        assert not re.search(rf"(?<!\w){re.escape(section)}(?!\w)", shown), section


def test_a_wrong_choice_is_told_why_and_what_is_right_and_the_rest_only_on_demand(tmp_path: Path):
    _right, wrong, (why_right, why_wrong, *rest) = first_choice(1)
    told = grade(tmp_path, "quiz", "landscape", "--seed", "1", "--count", "2", typed=f"{wrong}\n2\nw\ns\n").stdout
    answer, _, after = bare(told).partition("(w at the next question")
    assert bare(why_right) in answer
    assert bare(why_wrong) in answer
    for reason in rest:
        assert bare(reason)[:40] not in answer
        assert bare(reason)[:20] in after
    first = next(q for q in load_bank() if q.topic == "landscape")
    assert f"To keep: {bare(load_bank().concepts[first.concept].title)}" in answer
    assert "You will see this again" in answer


@only_posix
def test_one_key_shows_the_other_answers_and_the_next_one_goes_on(home: Path):
    _right, wrong, (_, _, *rest) = first_choice(1)
    terminal = Terminal(home, "quiz", "landscape", "--seed", "1", "--count", "2")
    terminal.wait("a to d: answer")
    terminal.press(wrong, "How sure")
    told = terminal.press("2", "w: the other answers")
    assert bare(rest[0])[:20] not in bare(told)
    assert bare(rest[0])[:20] in bare(terminal.press("w", "The other answers"))
    assert "2/" in terminal.press(" ", "a to")
    terminal.press("q", "All of it is kept.")


def test_partly_right_has_a_sign_of_its_own(tmp_path: Path):
    many = next(q for q in load_bank() if q.kind == "many")
    topic = next(t for t in load_bank().topics if t.stem == many.topic)
    with open_store(tmp_path / "another.sqlite3") as store:
        turns = plan_sitting(load_bank(), store, date.today(), topic=topic.stem, count=99)
    place = [turn.question.id for turn in turns].index(many.id)
    asked = ask(many, 1)
    truth = "".join(LETTERS[p] for p, c in enumerate(asked.choices) if c.right)
    amiss = "".join(LETTERS[p] for p, c in enumerate(asked.choices) if not c.right)[0]
    typed = "s\n" * place + f"{truth}{amiss}\n3\n"
    told = grade(tmp_path, "quiz", topic.name, "--seed", "1", "--count", "99", typed=typed).stdout
    assert "◐ Partly. You said" in told
    assert "1 partly" in told
    assert "✗" not in told


@only_posix
def test_a_dumb_terminal_may_ask_for_the_other_answers_before_it_goes_on(home: Path):
    _right, wrong, (_, _, *rest) = first_choice(1)
    env = environment(home, TERM="dumb")
    words = [*GRADE[1:], "quiz", "landscape", "--seed", "1", "--count", "2"]
    child = pexpect.spawn(GRADE[0], words, env=env, cwd=str(ROOT), dimensions=(24, 80), encoding="utf-8")
    for expected, line in (("a to d: answer", wrong), ("How sure", "2"), ("w: the other answers", "w")):
        child.expect_exact(expected, timeout=20)
        child.sendline(line)
    child.expect_exact("The other answers", timeout=20)
    child.expect_exact("2/", timeout=20)
    assert bare(rest[0])[:20] in bare(child.before)
    child.sendline("q")
    child.expect(pexpect.EOF, timeout=20)
