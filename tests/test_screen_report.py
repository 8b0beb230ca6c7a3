"""The report as it stands on a screen: hand-made reports, every width, nothing steered by foreign text."""

import io
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.console import Console

from grader.learner.hints import make_hint
from grader.learner.overview import Work
from grader.model import CheckResult, Diagnosis, Exercise, Finding, Note, Report, Submission
from grader.screen import console as consoles
from grader.screen.hint import render_hint
from grader.screen.listing import render_listing
from grader.screen.report import render_report
from grader.text import INERT

EXERCISE = Exercise(
    "exercise03_bias_correction",
    3,
    "bias_correction",
    "Bias correction: waking up from zero",
    ("ema_moments", "bias_correct"),
)
SUBMISSION = Submission(EXERCISE, None, b"", "mine.py", "0" * 64)
HELD = CheckResult("full", "A full memory stays full.", "ema_moments", "passed", 1.0, 1.0)
BROKEN = CheckResult(
    id="fades",
    says="After a thousand steps at beta = 0.9 nothing is left to correct.",
    function="bias_correct",
    outcome="failed",
    points=0.0,
    max_points=0.3,
    message="The starting zero fades; so must its correction.",
    expected=0.731,
    actual=7.310000000000001,
    given={"moment": 0.731, "beta": 0.9, "t": 1000},
)
FAILED = Report(SUBMISSION, (HELD, BROKEN), seconds=0.25)
IDEA = Diagnosis(
    "bias_correct",
    ("BC-NOPOW",),
    "The exponent forgotten: your correction never fades.",
    "How much starting zero is left after a thousand steps?",
    (("BC-NOPOW", "BC-TM1"), ("BC-OTHER",)),
    {
        "probes": [
            {"given": {"moment": 0.8131, "beta": 0.9, "t": 3}, "yours": 8.131, "idea": 8.131, "right": 3.000369}
        ],
        "shows": ["Right at t = 1, ten times too large later."],
        "hides": ["BC-TM1"],
    },
)
EVIL = "[red]x[/foo] \x1b[2J\x1b]8;;http://a\x07 \x9b1m \u202e\u2066 \r\x00 \udc80 [/]"


def shown(renderable, width=80, **options):
    out = io.StringIO()
    plain = Console(file=out, width=width, markup=False, emoji=False, highlight=False, **options)
    plain.print(renderable)
    return out.getvalue()


def flat(text):
    return " ".join(re.sub("[│╭╰╮╯─]", " ", text).split())


def test_a_failed_report_reads_from_verdict_to_meaning():
    assert [line.rstrip() for line in shown(render_report(FAILED, then="Go on: grade 3")).splitlines()] == [
        "",
        " Bias correction: waking up from zero                        ✗ 1 of 2 laws hold",
        " mine.py                                                        1 of 1.3 points",
        "",
        " ▸ ema_moments                                                           1 of 1",
        " ✓ A full memory stays full.                                                  1",
        "",
        " ▸ bias_correct                                                        0 of 0.3",
        " ✗ After a thousand steps at beta = 0.9 nothing is left to correct.    0 of 0.3",
        "",
        " ╭─ ✗ bias_correct ───────────────────────────────────────────────────────────╮",
        " │ After a thousand steps at beta = 0.9 nothing is left to correct.           │",
        " │                                                                            │",
        " │ given      moment=0.731, beta=0.9, t=1000                                  │",
        " │ predicted  0.731                                                           │",
        " │ yours      7.31                                                            │",
        " │                                                                            │",
        " │ The starting zero fades; so must its correction.                           │",
        " ╰────────────────────────────────────────────────────────────────────────────╯",
        "",
        " Walls process: your code ran apart from the grader, with your own rights.",
        " Graded in 0.25 s.",
        " Go on: grade 3",
        "",
    ]


def test_a_wide_screen_puts_functions_side_by_side():
    lines = shown(render_report(FAILED), width=200).splitlines()
    assert any("▸ ema_moments" in line and "▸ bias_correct" in line for line in lines)


EVERYTHING = replace(
    FAILED,
    checks=(HELD, BROKEN, *(replace(BROKEN, id=f"law{n}", expected=[1.0, 2.0], actual=[1.0, 2.5]) for n in range(6))),
    diagnoses=(IDEA,),
    notes=(Note("missing_package", "Not available while grading: pandas."),),
    findings=(Finding("X-MUTATES", "The arguments were changed.", "bias_correct"),),
    output="step 1\n" * 30,
)


@pytest.mark.parametrize("width", [40, 60, 80, 120, 157, 200, 300])
def test_no_line_is_wider_than_the_screen(width):
    assert max(map(len, shown(render_report(EVERYTHING), width=width).splitlines())) <= width


def test_colour_says_nothing_that_marks_do_not():
    coloured = shown(render_report(EVERYTHING), force_terminal=True, color_system="truecolor")
    assert "\x1b[" in coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == shown(render_report(EVERYTHING))


def test_a_diagnosis_stands_above_the_broken_law_with_its_numbers():
    text = flat(shown(render_report(EVERYTHING)))
    assert text.index("The exponent forgotten BC-NOPOW") < text.index("predicted 0.731")
    assert "moment=0.8131, beta=0.9, t=3 8.131 8.131 3.0004" in text
    assert "Right at t = 1, ten times too large later." in text
    assert "The same numbers would come from BC-OTHER. Behind this one, BC-TM1 could not be seen yet." in text
    assert "To think about: How much starting zero" in text


@pytest.mark.parametrize(
    "evidence",
    [
        {},
        {"probes": []},
        {"probes": "none", "shows": 3, "outputs": [], "hides": None},
        {"probes": [{}, {"yours": None}, {"given": {"a": [1.0]}, "yours": [1.0, 2.0], "right": [3.0]}]},
        {"probes": [{"yours": [[1.0, 2.0], [3.0, 4.0]], "right": [[1.0, 2.0], [3.0, 5.0]]}], "outputs": {"a": "off"}},
        {"probes": [{"yours": [1.0, 2.0], "right": [1.0, 5.0]}], "outputs": {"m'": "right", "v'": "off"}},
    ],
)
def test_a_diagnosis_with_less_evidence_is_shown_all_the_same(evidence):
    bare = Diagnosis("bias_correct", (), "The sign is off.", "", (), evidence)
    text = shown(render_report(replace(FAILED, diagnoses=(bare,))))
    assert "The sign is off." in text
    assert "this idea" not in text


def test_of_several_outputs_only_the_one_that_is_off_is_compared():
    evidence = {
        "probes": [{"given": {"t": 3}, "yours": [1.0, 2.0], "right": [1.0, 5.0]}],
        "outputs": {"m'": "right", "v'": "off"},
    }
    text = flat(
        shown(render_report(replace(FAILED, diagnoses=(Diagnosis("bias_correct", (), "Off.", "", (), evidence),))))
    )
    assert "given → v' yours right t=3 2 5" in text


def test_many_broken_laws_are_folded_and_a_diagnosis_folds_more():
    plain = shown(render_report(replace(EVERYTHING, diagnoses=(), findings=())))
    diagnosed = shown(render_report(EVERYTHING))
    assert (plain.count("predicted "), diagnosed.count("╭─ ✗ bias_correct ")) == (3, 1)
    assert "4 more laws do not hold" in plain
    assert "6 more laws do not hold" in diagnosed


def test_entries_of_vectors_stand_under_one_another():
    text = shown(render_report(replace(FAILED, checks=(replace(BROKEN, expected=[1.0, -0.25], actual=[10.5, 3.0]),))))
    predicted = next(line for line in text.splitlines() if "predicted" in line)
    yours = next(line for line in text.splitlines() if "yours" in line)
    assert predicted.index(",") == yours.index(",")
    assert predicted.index("]") == yours.index("]")


def test_of_a_long_path_the_place_of_the_first_difference_is_shown():
    path = [[float(n), 0.0] for n in range(20)]
    other = [*path[:12], [99.0, 0.0], *path[13:]]
    text = flat(shown(render_report(replace(FAILED, checks=(replace(BROKEN, expected=path, actual=other),)))))
    assert "[99, 0]" in text
    assert "entries 11 to 16, counted from 0" in text


def test_a_difference_in_the_ninth_digit_can_be_seen():
    text = shown(render_report(replace(FAILED, checks=(replace(BROKEN, expected=1.0, actual=1.00000004),))))
    assert "1.00000004" in text


def test_a_function_that_gave_no_answer_has_one_line_and_one_panel():
    says = "bias_correct(t=1) had not come back after 2 s; a loop that never ends?"
    lost = replace(BROKEN, outcome="unknown", expected=None, actual=None, message=says)
    text = shown(
        render_report(replace(FAILED, checks=(HELD, lost, lost), findings=(Finding("timeout", says, "bias_correct"),)))
    )
    assert "? No answer yet: bias_correct did not come back. (2 laws wait)" in text
    assert text.count("╭") == 1


def test_an_unreadable_file_shows_its_problem_alone():
    caret = "Line 3 cannot be read as Python: expected ':'.\n  def f(x)\n          ^"
    text = shown(render_report(replace(FAILED, findings=(Finding("syntax", caret),))))
    shown_lines = [line.strip("│ ") for line in text.splitlines()]
    assert "def f(x)" in shown_lines
    assert text.count("╭") == 1
    assert "laws" not in text


def test_a_stub_is_met_with_a_first_step():
    waits = tuple(Finding("unwritten", f"{name} still waits.", name) for name in EXERCISE.functions)
    text = flat(shown(render_report(replace(FAILED, findings=waits), first="ema_moments(m, v)")))
    assert "Begin with ema_moments(m, v)" in text
    assert "The first law it will meet: A full memory stays full." in text
    assert "✗" not in text


def evil_report(text):
    check = replace(BROKEN, says=text, function=text, message=text, expected=text, actual=[text], given={text: text})
    exercise = replace(EXERCISE, title=text, functions=(text,))
    return Report(
        replace(SUBMISSION, exercise=exercise, origin=text),
        (check, replace(check, outcome="passed"), replace(check, expected=1.0, actual=text), *[check] * 5),
        (
            Diagnosis(
                text,
                (text,),
                text,
                text,
                ((text,),),
                {"probes": [{"given": {text: text}, "yours": text}], "shows": [text]},
            ),
        ),
        (Note(text, text, text),),
        (Finding("crash", text, text), Finding(text, text)),
        output=text,
    )


@pytest.mark.parametrize("width", [80, 200])
def test_foreign_text_is_inert_wherever_it_stands(width):
    evil = evil_report(EVIL)
    text = shown(render_report(evil), width=width) + shown(render_hint(make_hint(evil, 0), evil, "again"), width=width)
    assert not [letter for letter in text if unicodedata.category(letter) in INERT and letter != "\n"]
    assert "[red]x[/foo]" in text


@given(st.text(max_size=40))
def test_no_text_breaks_the_report(text):
    printed = shown(render_report(evil_report(text)))
    assert not [letter for letter in printed if unicodedata.category(letter) in INERT and letter != "\n"]


def test_the_list_tells_states_by_signs_and_words():
    text = shown(render_listing((Work(EXERCISE, "begun"),), folder="here", then="Go on: grade 3"))
    assert "▸  3  Bias correction: waking up from zero" in text
    assert "begun" in text
    assert "no file here" in shown(render_listing((Work(EXERCISE, "absent"),), folder="here"))


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
def test_a_narrow_stream_gets_signs_it_can_write(encoding):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, newline="\n")
    consoles.make(stream).print(render_report(replace(EVERYTHING, output="θ 日本 ✓")))
    stream.flush()
    text = raw.getvalue().decode(encoding)
    assert "x 1 of 8 laws hold" in text
    assert re.search(r"^ (\+|√) A full memory stays full\.", text, re.MULTILINE)


def test_pipes_get_no_colour_and_eighty_columns(monkeypatch):
    for name in ("COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    out = io.StringIO()
    consoles.make(out).print(render_report(FAILED))
    assert "\x1b" not in out.getvalue()
    assert max(map(len, out.getvalue().splitlines())) == 80
