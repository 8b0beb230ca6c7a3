"""`--plain`: each command told in lines, with every fact of the screen and none of its drawings."""

import io
import os
import re
import shutil
from pathlib import Path

import pytest
import warm
from rich.columns import Columns
from rich.console import Group
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from grader.quiz.pictures import PICTURES
from grader.screen import mode
from grader.screen.components import FAILED, PASSED, DrawnWithWords, ReadableWidth, TwoColumns, make_grid
from grader.screen.console import make
from grader.screen.plain import PlainConsole
from grader.screen.quiz.plot import render_plot
from grader.screen.report import render_report

ROOT = Path(__file__).parents[1]
ALMOST = (ROOT / "docs/examples/exercise03_almost.py").read_bytes()
SAID = "a\n4\n" * 4
COMMANDS = {
    "start": "start place",
    "home": "",
    "list": "list",
    "exercise": "3 --all",
    "brief": "3",
    "pictures": "3 --plot",
    "grade another file": "1 solved.py",
    "hint": "hint 3",
    "next hint": "hint 3",
    "changed": "list",
    "quiz": "quiz landscape --seed 1 --count 2",
    "statistics": "quiz --stats",
    "topics": "quiz --topics",
    "notebook": "notebook 2",
    "reset": "reset 3 --yes",
    "doctor": "doctor",
    "batch": "batch class -e 3 --out OUT --similar",
    "check": "check 18 --matrix",
}
NAMED = re.compile(r"\b[A-Z]{1,3}-[A-Z0-9]{2,}\b|(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\d)")
DRAWN = re.compile(r"[\u2500-\u25ff\u2800-\u28ff✓✗\x1b]")


def run(world, words, **more):
    kept = {name: held for name, held in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    told = {
        **kept, "PYTHONPATH": str(ROOT), "COLUMNS": "160", "PYTHONUTF8": "1",
        "FALLLINE_HOME": str(world / "home"), **more,
    }  # fmt: skip
    place = world / "place"
    done = warm.grade(*words, cwd=place if place.is_dir() else world, env=told, typed=SAID)
    assert "Traceback" not in done.stdout + done.stderr
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def tell(world, **more):
    """What every command says, one after the other, in a folder of its own."""
    (world / "class").mkdir(parents=True)
    (world / "class" / "one_exercise03.py").write_bytes(ALMOST)
    shutil.copy(ROOT / "solutions/exercise03_bias_correction.py", world / "class" / "two_exercise03.py")
    told = {}
    for name, command in COMMANDS.items():
        words = command.replace("class", str(world / "class")).replace("OUT", str(world / "out")).split()
        told[name] = run(world, words, **more)
        mine = world / "place" / "exercises" / "exercise03_bias_correction.py"
        if name == "start":
            mine.write_bytes(ALMOST)
            shutil.copy(ROOT / "solutions/exercise01_gradient_step.py", world / "place" / "solved.py")
        if name == "next hint":
            mine.write_bytes(ALMOST + b"# and on\n")
    return told


@pytest.fixture(scope="module")
def drawn(once, tmp_path_factory):
    return once("told_drawn", lambda: tell(tmp_path_factory.mktemp("drawn")))


@pytest.fixture(scope="module")
def plain(once, tmp_path_factory):
    return once("told_plain", lambda: tell(tmp_path_factory.mktemp("plain"), FALLLINE_PLAIN="1", FORCE_COLOR="1"))


def facts(text):
    """Numbers and names, but for those that belong to the moment or the folder."""
    kept = re.sub(r"in \d[\d.]* s\b|\S*/\S+|backup-[\d-]+", "", text)
    return set(NAMED.findall(kept))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_told_in_lines_draws_nothing(plain, name):
    assert plain[name].strip()
    assert not DRAWN.search(plain[name])
    assert not re.search(r"\S {2,}\S", plain[name])


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - {"pictures"}))  # the numbers on axes are of the drawing alone
def test_a_command_told_in_lines_leaves_no_fact_out(plain, drawn, name):
    assert facts(drawn[name]) <= facts(plain[name])


def test_verdicts_are_words(plain):
    assert "passed: With zero gradient m shrinks to beta1·m and v to beta2·v. 0.25" in plain["exercise"].splitlines()
    assert "failed: bias_correct" in plain["exercise"].splitlines()
    assert re.search(r"^predicted: ", plain["exercise"], re.MULTILINE)
    assert "BC-NOPOW" in plain["exercise"]
    assert "BC-NOPOW" in plain["batch"]
    assert "1 passed" in plain["batch"].splitlines()
    assert "LD-NOMEAN: breaks 1, 2, " in plain["check"]


def test_a_brief_report_is_told_in_sentences(plain):
    lines = plain["brief"].splitlines()
    assert any(line.startswith("ema_moments: right, 3 of 3") for line in lines)
    assert "bias_correct: not right yet, 0.9 of 3" in lines
    assert "Stuck: grade hint 3" in lines


def test_a_picture_of_the_learners_numbers_is_told(plain, drawn):
    assert "│" in drawn["pictures"]
    assert re.search(r"^yours: from \(1, 5\) to \(40, 49\.3\)", plain["pictures"], re.MULTILINE)


def test_a_law_is_one_line_however_long(plain):
    laws = [line for line in plain["exercise"].splitlines() if line.endswith(" 0.25")]
    assert len(laws) > 5
    assert all(line.startswith("passed: ") for line in laws)


@pytest.mark.parametrize("words", [["--plain", "doctor"], ["doctor", "--plain"]])
def test_the_option_may_stand_before_or_after_the_command(tmp_path, words):
    assert not DRAWN.search(run(tmp_path, words))


def test_without_it_the_screen_is_drawn(drawn):
    assert "╭" in drawn["exercise"]
    assert "✓" in drawn["exercise"]


def test_both_ways_to_ask_for_it_are_in_the_help(tmp_path):
    told = " ".join(run(tmp_path, ["--help"]).split())
    assert "--plain" in told
    assert "FALLLINE_PLAIN" in told


# The console itself


def told(*things):
    out = io.StringIO()
    with mode.use_plain_lines():
        make(out).print(*things)
    return out.getvalue()


def test_the_mode_ends_with_its_with(monkeypatch):
    monkeypatch.delenv(mode.VARIABLE, raising=False)
    with mode.use_plain_lines():
        assert mode.is_plain()
    assert not mode.is_plain()
    monkeypatch.setenv(mode.VARIABLE, "0")
    assert not mode.is_plain()


def test_a_row_is_a_line_and_a_named_column_names_its_cells():
    table = Table("idea", "laws")
    table.add_row("GS-ASCENT", "3")
    assert told(table) == "idea: GS-ASCENT, laws: 3\n"
    rows = make_grid({}, {}, label=True)
    rows.add_row("given", "theta=3")
    rows.add_row(Text(*PASSED), Group("one", "two"))
    assert told(rows) == "given: theta=3\npassed: one\ntwo\n"


def test_what_stands_side_by_side_comes_one_after_the_other():
    frame = Panel(Text("inside"), title=Text(f"{FAILED[0]} f"))
    assert told(ReadableWidth(TwoColumns(frame, "beside"))) == "failed: f\ninside\n\nbeside\n"
    assert told(Columns(["left", "right"])) == "left\nright\n"
    assert told(Rule("title")) == "title\n"


def test_what_is_drawn_may_have_words_of_its_own():
    assert told(DrawnWithWords(Text("▇▇▇"), "three")) == "three\n"
    assert told(Text("1/3 ▇▇░░  due")) == "1/3 due\n"


def test_a_sign_within_a_sentence_stays():
    assert told("Is it right? · a/2·x² – yes") == "Is it right? · a/2·x² – yes\n"


def test_a_picture_is_told_by_its_places():
    text = told(render_plot(PICTURES["parabola"](curvature=1.0, x0=2.0, lr=0.5, steps=2)))
    assert "(2, 2), then (1, 0.5), then (0.5, 0.125)" in text
    assert not DRAWN.search(text)


def test_printed_lines_are_told_as_printed(graded):
    out = io.StringIO()
    told = graded("def ema_moments(*a):\n    print('Note  all laws hold')\n\nbias_correct = adam_step = ema_moments\n")
    PlainConsole(out).print(render_report(told))
    assert "printed: Note all laws hold" in out.getvalue()
