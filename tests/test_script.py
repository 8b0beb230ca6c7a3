"""Files that stop on their way keep what they have defined, as a notebook does."""

import re
import sys

import pytest
from conftest import ROOT

from grader import course
from grader.execution.session import CallFailed, SubmissionSession
from grader.grading import grade_all
from grader.sandbox import Limits
from grader.submission import make_submission

EXERCISE = course.find_exercise("3")
SOLUTION = (ROOT / "solutions" / f"{EXERCISE.stem}.py").read_text("utf-8")
HEAD, EMA, CORRECT, ADAM = re.split(r"(?=^def )", SOLUTION, flags=re.MULTILINE)
needs_a_clock = pytest.mark.skipif(sys.platform == "win32", reason="no interval timer")


@pytest.fixture
def graded(sandbox):
    def run(text, **limits):
        reports = []
        source = text.encode() if isinstance(text, str) else text
        grade_all(
            EXERCISE, [make_submission(EXERCISE, source, "a.py")], reports.append, sandbox, limits=Limits(**limits)
        )
        return reports[0]

    return run


@pytest.fixture
def session(sandbox):
    sessions = []

    def lay(text, **limits):
        held = make_submission(EXERCISE, text.encode(), "a.py")
        sessions.append(SubmissionSession(held, course.read_parameters(EXERCISE), sandbox, Limits(**limits)))
        return sessions[-1]

    yield lay
    for one in sessions:
        one.close()


def says(report):
    return "\n".join(finding.says for finding in report.findings)


def notes(report):
    return "\n".join(note.says for note in report.notes)


BELOW = {
    "a data file": 'losses = np.loadtxt("losses.csv")\nprint(losses.mean())',
    "a file opened in a block": 'with open("data/run.json") as file:\n    run = file.read()\nprint(run)',
    "a user's name": "import getpass\nprint(getpass.getuser())",
    "a terminal's size": "import os\nwidth = os.get_terminal_size().columns\nprint('-' * width)",
    "an assertion": "assert bias_correct(0.1, 0.9, 1) == 2",
    "an unknown name": "print(undefined)",
    "a question": "beta = float(input('beta? '))",
    "an argument": "import sys\nsteps = int(sys.argv[1])",
    "a secret": "import os\nkey = os.environ['WANDB_API_KEY']",
    "exit": "print('done')\nexit()",
    "quit": "quit(0)",
    "sys.exit in the middle": "import sys\nsys.exit('done')\nprint('more')",
    "raise SystemExit": "raise SystemExit(3)",
    "an interruption": "raise KeyboardInterrupt",
    "a main function": "def main():\n    1 / 0\n\n\nmain()",
    "a class": "class Run:\n    rate = 1 / 0\n",
    "a failing redefinition": "@undefined\ndef bias_correct(moment, beta, t):\n    return None",
    "a redefinition with a failing default": "def adam_step(theta, eps=undefined):\n    return None",
    "one line": "x = 1; y = 1 / 0; z = 3",
    "endless recursion": "def f():\n    return f()\nf()",
    "help": "help(bias_correct)",
    "display": "display(bias_correct)",
    "get_ipython": "get_ipython().run_line_magic('timeit', 'bias_correct(1, 0.9, 1)')",
    "a text": "1 / 0\n'a text that is no docstring'",
    "await": "import math\nasync def later():\n    return 1\nx = await later()\nassert x == 1",
    "many": "\n".join(f"print(undefined_{n})" for n in range(300)),
}  # fmt: skip


@pytest.mark.parametrize("text", BELOW.values(), ids=BELOW)
@pytest.mark.parametrize("where", ["above", "below"])
def test_what_fails_beside_the_functions_costs_nothing(graded, text, where):
    text = text.replace("bias_correct(", "_keep(") if where == "above" else text
    report = graded(f"{HEAD}\n\n{text}\n\n\n{EMA}{CORRECT}{ADAM}" if where == "above" else f"{SOLUTION}\n\n{text}\n")
    assert (report.status, report.score) == ("passed", 10), says(report)


def test_a_statement_that_failed_is_told_with_its_line(graded):
    report = graded(f"{SOLUTION}\n\nx = 1\nprint(x / 0)\nprint(undefined)\n")
    line = SOLUTION.count("\n") + 4
    told = f"line {line} stopped with ZeroDivisionError; line {line + 1} stopped with NameError"
    assert [note.id for note in report.notes] == ["failed_cell"]
    assert f"Not every statement ran to its end: {told}." in notes(report)


def test_an_exit_at_the_end_is_not_worth_a_word(graded):
    assert graded(f"{SOLUTION}\n\nexit()\n").notes == ()


def test_a_function_whose_statement_failed_is_lost_and_the_line_is_told(graded):
    report = graded(f"{HEAD}{EMA}@undefined\n{CORRECT}{ADAM}")
    line = (HEAD + EMA).count("\n") + 2
    assert report.score < 10
    (found,) = (f for f in report.findings if f.function == "bias_correct")
    assert found.id == "missing"
    assert f"NameError in line {line}: name 'undefined' is not defined" in found.says


def test_what_a_function_needs_and_has_not_names_the_line(session):
    laid = session("import numpy as np\nEPS = float(open('eps.txt').read())\n" + CORRECT.replace("1 -", "EPS -"))
    with pytest.raises(CallFailed, match=r"EPS would come from line 2, which stopped with FileNotFoundError"):
        laid.call_value("bias_correct", 1.0, 0.5, 1)


def test_a_block_keeps_what_it_defined_before_it_stopped(graded):
    indented = (EMA + CORRECT + ADAM).replace("\n", "\n    ")
    report = graded(f"{HEAD}\nif True:\n    {indented}\n    1 / 0\n")
    assert report.status == "passed", says(report)


def test_the_last_definition_that_ran_counts(graded):
    wrong = CORRECT.replace("**t", "*t")
    assert graded(f"{HEAD}{EMA}{ADAM}{wrong}\n1 / 0\n{CORRECT}").status == "passed"
    assert graded(f"{HEAD}{EMA}{ADAM}{CORRECT}\n1 / 0\n{wrong}").status == "failed"


@pytest.mark.parametrize(
    "broken", ["def f(:", "x = = 3", "print 'x'", "return 3", "  x = 1", "x = (", "from __future__ import no"]
)
def test_a_file_that_is_no_python_is_unreadable_as_a_whole(graded, broken):
    report = graded(f"{SOLUTION}\n\n{broken}\n")
    assert (report.status, report.findings[0].id) == ("unreadable", "syntax")
    assert f"Line {SOLUTION.count(chr(10)) + 3} cannot be read as Python" in says(report)


def test_the_line_of_a_notebook_is_not_blamed_for_another_one(graded):
    report = graded(f"!pip install numpy\n{SOLUTION}\n\nx = = 3\n")
    assert f"Line {SOLUTION.count(chr(10)) + 4} cannot be read as Python" in says(report)


@pytest.mark.parametrize(
    ("text", "id", "words"),
    [
        ("raise ValueError('no')", "crash", "ValueError while the file loads: no"),
        ("import sys\nsys.exit()", "crash", "exit() was called while the file loads"),
        ("BETA = open('beta.txt')\ndef adam_step(m, beta=undefined): pass", "crash", "name 'undefined'"),
    ],
)
def test_a_crash_that_leaves_nothing_to_grade_is_one_finding(graded, text, id, words):
    report = graded(text)
    assert (report.status, report.score) == ("failed", 0)
    assert [finding.id for finding in report.findings if finding.id != "attempt"] == [id]
    assert words in says(report)


def test_a_misspelt_function_in_a_file_that_stopped_is_offered_all_the_same(graded):
    report = graded("def adam_stp(*a): pass\n1 / 0\n")
    assert "Did you mean adam_stp" in says(report)


@needs_a_clock
def test_a_loop_that_never_ends_is_stopped_and_costs_no_function(graded):
    report = graded(f"{SOLUTION}\n\nwhile True:\n    pass\n", load_seconds=1.0)
    assert report.status == "passed", says(report)
    assert f"line {SOLUTION.count(chr(10)) + 3} was still running after" in notes(report)


@needs_a_clock
def test_a_file_that_hangs_and_defines_nothing_ran_out_of_time(graded):
    report = graded("import time\ntime.sleep(100)\n", load_seconds=1.0)
    assert (report.status, report.score) == ("failed", 0)
    assert [finding.id for finding in report.findings] == ["timeout"]
    assert "The file was still loading: line 2 was still running" in says(report)


@needs_a_clock
def test_what_will_not_be_stopped_ends_with_the_file(graded):
    stubborn = "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0)\nwhile True: pass"
    report = graded(f"{SOLUTION}\n\n{stubborn}\n", load_seconds=1.0, total_seconds=4.0)
    assert (report.status, report.findings[0].id) == ("failed", "timeout")


def test_a_file_that_ends_its_process_has_nothing_to_ask(graded):
    report = graded(f"{SOLUTION}\n\nimport os\nos._exit(0)\n")
    assert (report.status, report.score, report.findings[0].id) == ("failed", 0, "crash")


AS_BEFORE = """'''The docstring.'''
from __future__ import annotations
1 / 0
'no docstring'
import inspect
class Kept:
    field: No
def ema_moments(*a):
    return __doc__, Kept.__annotations__["field"], inspect.getsource(bias_correct)
def bias_correct(moment: No, beta, t):
    raise ValueError("here")
"""


def test_docstring_future_and_sources_are_what_they_are_in_a_file_that_runs(session):
    laid = session(AS_BEFORE)
    own = 'def bias_correct(moment: No, beta, t):\n    raise ValueError("here")\n'
    assert laid.call_value("ema_moments", *range(5)) == ("The docstring.", "No", own)
    with pytest.raises(CallFailed, match=r'line 11, in bias_correct: raise ValueError\("here"\)'):
        laid.call_value("bias_correct", 1.0, 0.5, 1)


# ---- notebooks that were saved as files -------------------------------------------------------------------


def cell(magic, text, line=""):
    return f"get_ipython().run_cell_magic({magic!r}, {line!r}, {text!r})\n"


SAVED = {
    "Colab": f"# -*- coding: utf-8 -*-\n!pip install jax\n# %matplotlib inline\n{SOLUTION}",
    "shell and magics": f"%matplotlib inline\n!pip install a \\\n  b\nx = !ls\n%cd /tmp\n{SOLUTION}\nadam_step?\n",
    "a magic in a block": f"{SOLUTION}\nif False:\n    !ls\n    %timeit 1\n",
    "nbconvert": f"get_ipython().system('ls')\nget_ipython().run_line_magic('matplotlib', 'inline')\n{SOLUTION}",
    "nbconvert of old": f"get_ipython().magic('matplotlib inline')\nget_ipython().magic(u'load_ext x')\n{SOLUTION}",
    "a timed cell": HEAD + EMA + cell("time", CORRECT) + ADAM,
    "captured cells alone": cell("capture", SOLUTION, "out"),
    "a timed line": "get_ipython().run_line_magic('time', 'import numpy as np')\n" + SOLUTION,
    "a shell's cell": cell("bash", "ls ~", "") + SOLUTION,
    "output of a command": "files = get_ipython().getoutput('ls')\nassert not list(files)\n" + SOLUTION,
    "jupytext": f"# ---\n# jupyter:\n#   jupytext: x\n# ---\n\n# %%\n{SOLUTION}\n# %% [markdown]\n# Text\n",
    "await": f"{SOLUTION}\nasync def f(): return 1\nx = await f()\n",
}


@pytest.mark.parametrize("text", SAVED.values(), ids=SAVED)
def test_a_notebook_saved_as_a_file_is_read_as_jupyter_means_it(graded, text):
    report = graded(text)
    assert (report.status, report.score) == ("passed", 10), says(report)
    assert report.notes == ()
