"""The command as a learner meets it: real processes, real files."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
import warm

from grader import cli, course

ROOT = Path(__file__).parent.parent
STEM = "exercise03_bias_correction"
STUB = course.locate_shelf("exercises") / f"{STEM}.py"
SOLUTION = (ROOT / "solutions" / f"{STEM}.py").read_text("utf-8")
CORRECTION = "    return np.asarray(moment, dtype=float) / (1 - beta**t)\n"
assert CORRECTION in SOLUTION


def environment(**more):
    kept = {name: held for name, held in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    return {**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "120", "PYTHONIOENCODING": "utf-8", **more}


@pytest.fixture
def place(tmp_path):
    """A learner's folder with the stub in it."""
    (tmp_path / "exercises").mkdir()
    shutil.copy(STUB, tmp_path / "exercises")
    return tmp_path


@pytest.fixture
def grade(place):
    def run(*words, **more):
        if more:  # Python itself reads some of it as it begins
            command = [sys.executable, "-m", "grader", *words]
            told = subprocess.run(
                command, cwd=place, env=environment(**more), capture_output=True, timeout=120, check=False,
                encoding=more.get("PYTHONIOENCODING", "utf-8"),
            )  # fmt: skip
        else:
            told = warm.grade(*words, cwd=place, env=environment())
        assert "Traceback" not in told.stdout + told.stderr
        return told.returncode, told.stdout, told.stderr

    return run


@pytest.fixture
def mine(place, grade):
    """Grade a text as the learner's file of exercise 3."""

    def run(text, *words, **more):
        path = place / "exercises" / f"{STEM}.py"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return grade("3", *words, **more)

    return run


def spoiled(body):
    """The solution with another body of bias_correct."""
    return SOLUTION.replace(CORRECTION, body)


def test_the_next_steps_after_another_file_name_that_file(grade, place):
    for name in ("draft.py", "my draft.py"):
        (place / name).write_text(spoiled("    return moment\n"))
        code, out, _ = grade("3", name)
        assert code == 1
        command = (
            "grade 3 draft.py"
            if " " not in name
            else f"grade 3 {name!r}"
            if os.name == "posix"
            else f'grade 3 "{name}"'
        )
        assert f"Next: mend, save, {command} " in flat(out)
        assert f"All laws: {command} --all" in flat(out)
        assert "grade hint" not in out, "a hint is about the file in exercises/"
    (place / "empty.py").write_text("")
    assert "grade 3 empty.py" in flat(grade("3", "empty.py")[1])


def flat(text):
    """Without frames and line breaks: what a reader reads."""
    return " ".join(re.sub("[│╭╰╮╯─]", " ", text).split())


# ---- grading ----------------------------------------------------------------------------------------------


def test_an_untouched_stub_is_met_with_a_first_step(grade):
    code, out, _ = grade("3")
    assert code == 1
    assert "not started" in out
    assert "Begin with ema_moments(m, v, grad, beta1, beta2)" in flat(out)
    assert "✗" not in out


def test_the_solution_passes_with_exit_code_0(mine):
    code, out, _ = mine(SOLUTION)
    assert code == 0
    assert "10 of 10" in out
    assert "✗" not in out


def test_a_wrong_formula_shows_law_inputs_prediction_and_answer(mine):
    code, out, _ = mine(spoiled("    return np.asarray(moment, dtype=float) * (1 - beta**t)\n"))
    assert code == 1
    assert "bias_correct(1.355, 0.9, 3) yours 0.3672" in flat(out)
    code, out, _ = mine(spoiled("    return np.asarray(moment, dtype=float) * (1 - beta**t)\n"), "--all")
    assert code == 1
    assert "Under a constant gradient the corrected average is that gradient" in flat(out)
    assert re.search(r"predicted +\S+ .*yours +\S+", flat(out))


def test_one_function_at_a_time_can_be_written(mine):
    code, out, _ = mine(
        spoiled("    raise NotImplementedError\n").split("def adam_step")[0]
        + "def adam_step(*a):\n    raise NotImplementedError\n"
    )
    assert code == 1
    assert "ema_moments ✓ 3/3" in out
    assert "bias_correct ? waits" in out


def test_a_syntax_error_shows_line_and_caret_and_nothing_of_ours(mine):
    code, out, err = mine("import numpy as np\n\ndef bias_correct(moment, beta, t)\n    return moment\n")
    assert code == 1
    assert "Line 3 cannot be read as Python: expected ':'." in out
    lines = [line.strip("│ \n") for line in out.splitlines()]
    assert "def bias_correct(moment, beta, t)" in lines
    assert "^" in lines
    assert "grader" not in out + err


def test_a_misspelt_function_is_asked_after(mine):
    code, out, _ = mine(
        SOLUTION.replace("def bias_correct(", "def bias_corect(").replace("= bias_correct(", "= bias_corect(")
    )
    assert code == 1
    assert "defines no function bias_correct. Did you mean bias_corect" in flat(out)


def test_a_function_of_other_parameters_is_told_what_it_is_called_with(mine):
    code, out, _ = mine(spoiled(CORRECTION).replace("def bias_correct(moment, beta, t)", "def bias_correct(moment, t)"))
    assert code == 1
    assert "bias_correct is called with 3 arguments (moment, beta, t); yours takes (moment, t)." in flat(out)


def test_an_exception_shows_the_learners_own_lines_only(mine):
    code, out, _ = mine(
        spoiled("    share = helper(beta)\n    return moment / share\n")
        + "\n\ndef helper(beta):\n    return beta['decay']\n"
    )
    assert code == 1
    line = SOLUTION[: SOLUTION.index(CORRECTION)].count("\n") + 1
    assert f"line {line}, in bias_correct: share = helper(beta)" in out
    assert "in helper: return beta['decay']" in out
    assert "worker" not in out


def test_an_endless_loop_is_named_with_its_inputs(mine):
    code, out, _ = mine(spoiled("    while True:\n        pass\n"), "--timeout", "0.3")
    assert code == 1
    assert re.search(r"bias_correct\(moment=.*, beta=.*, t=.*\) had not come back after", flat(out))
    assert "Does a loop never end?" in flat(out)
    assert "3/3" in out


def test_a_loop_outside_every_function_is_told_apart():
    """Covered with a short deadline in test_failure_messages; ten seconds of waiting teach nothing more."""
    from grader.execution import failure_messages
    from grader.sandbox.outcomes import TimedOut

    assert "still loading" in failure_messages.report_unreadable(TimedOut(10.0)).says


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("    return moment / float(input('beta? '))\n", "input() was called in bias_correct"),
        ("    raise SystemExit(0)\n", "exit() was called in bias_correct"),
        ("    import os\n    os._exit(0)\n", "is gone: it ended itself with exit code 0"),
        ("    import os\n    os.abort()\n", "is gone: it"),
        ("    return (x for x in [1])\n", "What came back cannot be read"),
        ("    return bias_correct(moment, beta, t + 1)\n", "called itself and never stopped"),
    ],
)
def test_whatever_ends_a_call_has_its_words(mine, body, words):
    code, out, _ = mine(spoiled(body))
    assert code == 1
    assert words in flat(out)
    assert "3/3" in out


def test_a_flood_of_output_is_cut_and_costs_nothing(mine):
    code, out, _ = mine("for n in range(200_000):\n    print('line', n)\n" + SOLUTION)
    assert code == 0
    assert "line 0" in out
    assert "more lines" in out
    assert len(out) < 20_000


def test_what_code_prints_cannot_steer_the_terminal(mine):
    code, out, _ = mine(
        "print('[red]a[/foo] \\x1b[2J\\x1b]0;title\\x07 \\x9b1m \\u202eb')\n" + SOLUTION, FORCE_COLOR="1"
    )
    assert code == 0
    assert "[red]a[/foo]" in out
    assert not re.search("\x1b(?!\\[[0-9;]*m)|[\x07\x9b\u202e]", out)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"", "The file is empty."),
        (b"# nothing yet\n", "holds no code"),
        ("x = 1\n".encode("utf-16"), "UTF-16"),
        (b"name = '\xe9'\n", "save it as UTF-8"),
        (b"x = 1\0\n", "NUL"),
    ],
)
def test_a_file_that_gives_nothing_to_run_says_just_that(mine, source, words):
    code, out, _ = mine(source)
    assert code == 1
    assert words in flat(out)
    assert "nothing to run" in out
    assert out.count("╭") <= 1


def test_an_absent_file_and_a_folder_are_told(grade, place):
    code, out, _ = grade("3", "absent.py")
    assert code == 2
    assert "There is no file absent.py." in flat(out)
    code, out, _ = grade("3", str(place))
    assert code == 2
    assert "is a folder" in flat(out)


# ---- names, misuse, exit codes ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["03", "exercise03", "bias_correction", STEM])
def test_an_exercise_is_a_command_under_each_of_its_names(grade, name):
    code, out, _ = grade(name, "--help")
    assert code == 0
    assert "Bias correction" in out
    assert "Examples:" in out


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (["bias_corection"], "Did you mean `grade bias_correction`?"),
        (["hnit", "3"], "Did you mean `grade hint`?"),
        (["xyzzy"], "`grade list` shows them all."),
        (["hint", "99"], "`grade list` shows them all."),
        (["3", "--timeout", "nan"], "between 0.1 and 3600"),
        (["batch", ".", "--timeout", "nan"], "between 0.1 and 3600"),
        (["batch", ".", "--timeout", "soon"], "is no number of seconds"),
        (["3", "--timeout", "soon"], "no number of seconds"),
        (["3", "--seed", "-1"], "--seed"),
        (["3", "--sandbox", "loose"], "--sandbox"),
        (["3", "--nosuch"], "--nosuch"),
    ],
)
def test_misuse_is_told_in_few_words_with_exit_code_2(grade, words, mend):
    code, out, err = grade(*words)
    assert code == 2
    assert out == ""
    assert mend in err
    assert len(err.splitlines()) <= 4


def test_outside_a_workspace_the_way_to_get_one_is_told(grade, place):
    shutil.rmtree(place / "exercises")
    code, _, err = grade("3")
    assert code == 2
    assert "grade start DIR" in err


def test_json_is_alone_on_stdout(mine):
    code, out, err = mine("print('noise')\n" + SOLUTION, "--json")
    assert code == 0
    told = json.loads(out)
    assert (told["status"], told["score"], told["output"]) == ("passed", 10.0, "noise\n")
    assert err == ""


def test_the_seed_changes_the_drawn_inputs_and_not_the_verdict(mine):
    wrong = spoiled("    return np.asarray(moment, dtype=float)\n")
    first, again, other = (json.loads(mine(wrong, "--json", "--seed", seed)[1]) for seed in ("1", "1", "2"))
    assert first["checks"] == again["checks"]
    assert first["checks"] != other["checks"]
    assert first["score"] == other["score"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has another Ctrl-C")
def test_ctrl_c_ends_with_130_and_no_traceback(place):
    loop = "import pathlib\nwhile True:\n    pass\n"
    (place / "exercises" / f"{STEM}.py").write_text(loop)
    command = [sys.executable, "-m", "grader", "3", "--timeout", "60"]
    with subprocess.Popen(command, cwd=place, env=environment(), stderr=subprocess.PIPE, text=True) as running:
        time.sleep(2.5)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert err.strip() == "grade: stopped."


@pytest.mark.skipif(os.name == "nt", reason="Windows has another Ctrl-C")
def test_ctrl_c_while_modules_are_loaded_ends_with_130_and_no_traceback(place):
    # A click that is interrupted, as the real one would be by a Ctrl-C in its first moments.
    (place / "early").mkdir()
    (place / "early" / "click.py").write_text("raise KeyboardInterrupt\n")
    path = os.pathsep.join([str(place / "early"), environment().get("PYTHONPATH", ""), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-m", "grader", "3"],
        cwd=place, env=environment() | {"PYTHONPATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.strip()) == (130, "grade: stopped.")


# ---- help, lists, what is imported ------------------------------------------------------------------------


def test_help_is_there_when_every_command_has_been_loaded():
    loads = "import click; from grader.cli import grade; context = click.Context(grade)"
    every = "[grade.get_command(context, name) for name in grade.list_commands(context)]; grade(['--help'])"
    done = subprocess.run([sys.executable, "-c", f"{loads}; {every}"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Exercises" in done.stdout


def test_help_lists_commands_and_exercises(grade):
    code, out, _ = grade("--help")
    assert code == 0
    for word in (
        "hint",
        "list",
        "reset",
        "start",
        "bias_correction",
        "Bias correction: waking up from zero",
        "Begin with:",
    ):
        assert word in out
    assert out.index("grade hint 3") < out.index("Exercises:") < out.index("Commands:") < out.index("Options:")
    assert "..." not in out.partition("Options:")[0].replace("[ARGS]...", "")


@pytest.mark.parametrize("command", cli.grade.list_commands(click.Context(cli.grade)))
def test_every_command_has_an_example(grade, command):
    assert "Example" in grade(command, "--help")[1]


@pytest.mark.parametrize("words", [["--help"], ["list"], ["3", "--help"], []])
def test_what_only_shows_loads_neither_numpy_nor_pytest(place, words):
    code = (
        f"import sys; sys.argv = ['grade', *{words!r}]\n"
        "from grader.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(sorted({'numpy', 'pytest'} & set(sys.modules)), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code]
    told = subprocess.run(
        command, cwd=place, env=environment(), capture_output=True, text=True, timeout=60, check=False
    )
    assert told.stderr.strip() == "[]"


def test_grade_alone_says_where_you_are_and_what_to_do_next(grade, mine, monkeypatch, tmp_path):
    monkeypatch.setenv("FALLLINE_HOME", str(tmp_path / "home"))
    code, out, _ = grade()
    assert code == 0
    assert "as it came" in out
    assert "grade 3" in out
    mine(spoiled("    return moment\n"))
    assert "grade 3" in grade()[1]
    mine(SOLUTION)
    assert "10 of 10, solved" in grade()[1]


def test_the_list_works_where_no_file_is(grade, place):
    shutil.rmtree(place / "exercises")
    code, out, _ = grade("list")
    assert code == 0
    assert "Bias correction" in out
    assert "no file here" in out


@pytest.mark.parametrize("words", [["3"], ["list"], ["--help"], ["hint", "3"], ["nonsense"]])
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_narrow_encoding_is_spelled_out(grade, words, encoding):
    code, out, err = grade(*words, PYTHONIOENCODING=encoding)
    assert code in (0, 1, 2)
    assert out or err


def test_marks_survive_a_narrow_encoding(mine):
    code, out, _ = mine(spoiled("    return moment\n"), "--all", PYTHONIOENCODING="ascii")
    assert code == 1
    assert re.search(r"^ x Under a constant gradient", out, re.MULTILINE)
    assert re.search(r"^ \+ Under a constant slope", out, re.MULTILINE)
    assert "\\u" not in out


def test_colour_stays_away_from_pipes(mine):
    assert "\x1b" not in mine(spoiled("    return moment\n"))[1]


@pytest.mark.parametrize(("typed", "offered"), [("bias", "bias_correction"), ("hi", "hint"), ("exercise03", STEM)])
def test_the_shell_completes_commands_and_exercises(grade, typed, offered):
    _, out, _ = grade(_GRADE_COMPLETE="bash_complete", COMP_WORDS=f"grade {typed}", COMP_CWORD="1")
    assert f"plain,{offered}" in out.splitlines()


def test_the_shell_completes_the_exercise_of_a_hint(grade):
    _, out, _ = grade(_GRADE_COMPLETE="bash_complete", COMP_WORDS="grade hint bi", COMP_CWORD="2")
    assert out.splitlines() == ["plain,bias_correction"]


# ---- hint, reset, start -----------------------------------------------------------------------------------


def test_a_hint_is_one_thought_on_the_first_unsolved_function_and_the_next_one_goes_further(mine, grade):
    mine(spoiled("    return moment\n"))
    code, out, _ = grade("hint", "3")
    assert code == 0
    assert ">>> bias_correct(1.355, 0.9, 3)" in flat(out)
    assert len(out.splitlines()) < 12
    assert "A question first" in grade("hint", "3")[1]
    assert "A question first" in grade("hint", "3", "--again")[1]


def test_a_hint_on_a_solved_exercise_has_nothing_to_add(mine, grade):
    mine(SOLUTION)
    assert "nothing left to hint at" in grade("hint", "3")[1]


def test_reset_puts_the_stub_back_and_keeps_what_was_written(place, grade):
    path = place / "exercises" / f"{STEM}.py"
    path.write_text("my = 'work'\n")
    code, out, _ = grade("reset", "3", "--yes")
    backups = list(path.parent.glob(f"{STEM}.py.backup-*"))
    assert code == 0
    assert b"raise NotImplementedError" in path.read_bytes()
    assert [backup.read_text() for backup in backups] == ["my = 'work'\n"]
    assert re.fullmatch(rf"{STEM}\.py\.backup-\d{{8}}-\d{{6}}", backups[0].name)
    assert backups[0].name in out


def test_reset_asks_first_and_a_no_changes_nothing(place):
    path = place / "exercises" / f"{STEM}.py"
    path.write_text("my = 'work'\n")
    command = [sys.executable, "-m", "grader", "reset", "3"]
    told = subprocess.run(
        command, cwd=place, env=environment(), input="n\n", capture_output=True, text=True, timeout=60, check=False
    )
    assert told.returncode == 130
    assert "Traceback" not in told.stderr
    assert path.read_text() == "my = 'work'\n"
    assert list(path.parent.iterdir()) == [path]


def test_reset_of_an_untouched_file_changes_nothing(place, grade):
    grade("reset", "3", "--yes")
    code, out, _ = grade("reset", "3")
    assert code == 0
    assert "nothing was changed" in out


def test_start_lays_out_a_workspace_that_can_be_graded(grade, place):
    code, _, _ = grade("start", "fresh")
    assert code == 0
    assert (place / "fresh" / "README.md").is_file()
    assert {path.stem for path in (place / "fresh" / "exercises").iterdir()} == {
        e.stem for e in course.list_exercises()
    }
    assert "not started" in grade("3", "fresh/exercises/" + STEM + ".py")[1]


def test_start_overwrites_nothing(grade, place):
    (place / "fresh").mkdir()
    (place / "fresh" / "README.md").write_text("mine")
    code, _, err = grade("start", "fresh")
    assert code == 2
    assert "nothing was written" in err
    assert [path.name for path in (place / "fresh").iterdir()] == ["README.md"]
    assert (place / "fresh" / "README.md").read_text() == "mine"
