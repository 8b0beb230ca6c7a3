import pytest

from grader.execution import failure_messages
from grader.sandbox.outcomes import Died, Line, Loaded, Parameters, Raised, Refused, Returned, TimedOut, Violated

CALL = {"moment": 1.5, "beta": 0.5, "t": 1}


def test_a_value_is_no_fault():
    assert failure_messages.report_fault(Returned(1.0), "f") is None
    assert failure_messages.report_unreadable(Loaded({}, ())) is None


@pytest.mark.parametrize(
    ("outcome", "id", "words"),
    [
        (TimedOut(2.0), "timeout", "f(moment=1.5, beta=0.5, t=1) had not come back after 2 s"),
        (Died("it ended itself with exit code 0"), "crash", "f(moment=1.5, beta=0.5, t=1) is gone: it ended itself"),
        (Violated("a message of the wrong kind"), "protocol", "a message of the wrong kind"),
        (Refused("a generator"), "value", "What came back cannot be read: a generator"),
        (Raised("SystemExit", "0"), "crash", "exit() was called in f"),
        (Raised("EOFError", "EOF when reading a line"), "crash", "input() was called in f"),
        (Raised("RecursionError", "maximum recursion depth exceeded"), "crash", "called itself"),
        (Raised("MemoryError", ""), "memory", "The memory ran out in f"),
        (Raised("UFuncTypeError", "Cannot cast with casting rule 'same_kind'"), "crash", "cannot store fractions"),
        (Raised("KeyError", "'m'"), "crash", "KeyError in f: 'm'"),
        (Raised("AssertionError", ""), "crash", "AssertionError in f."),
    ],
)
def test_each_end_of_a_call_has_its_words(outcome, id, words):
    found = failure_messages.report_fault(outcome, "f", given=CALL)
    assert (found.id, found.function) == (id, "f")
    assert words in found.says


def test_a_stub_still_waits():
    found = failure_messages.report_fault(Raised("NotImplementedError", ""), "f")
    assert (found.id, found.says) == ("unwritten", "f still waits to be written.")


def test_what_happens_while_loading_belongs_to_no_function():
    found = failure_messages.report_unreadable(TimedOut(10.0))
    assert (found.id, found.function) == ("timeout", None)
    assert "still loading after 10 s" in found.says
    assert failure_messages.report_unreadable(Raised("NotImplementedError", "")).id == "crash"


def test_an_error_shows_the_learners_own_last_three_lines():
    lines = tuple(Line(n, "f", f"line_{n}()") for n in range(1, 6))
    says = failure_messages.report_fault(Raised("ValueError", "no", lines), "f").says
    assert says.splitlines()[1:] == [f"  line {n}, in f: line_{n}()" for n in (3, 4, 5)]


def test_a_line_of_a_notebook_is_found_by_its_cell():
    lines = (Line(2, "<module>", "f(0)", 4), Line(7, "f", "1 / 0", 3))
    says = failure_messages.report_fault(Raised("ZeroDivisionError", "division by zero", lines), "f").says
    assert says.splitlines()[1:] == ["  cell 4, line 2: f(0)", "  cell 3, line 7, in f: 1 / 0"]


def test_an_endless_message_in_many_lines_is_one_short_line():
    says = failure_messages.report_fault(Raised("ValueError", "a\n" * 10_000), "f").says
    assert "\n" not in says
    assert len(says) < 300


@pytest.mark.parametrize(
    ("text", "column", "under"),
    [
        ("def f(x)", 9, ""),
        ("    return 1 +* 2", 15, "* 2"),
        ("\treturn (1", 9, "(1"),
        ("x = " + "1 + " * 40 + "* 2", 165, "* 2"),
    ],
)
def test_the_caret_stands_under_the_place(text, column, under):
    found = failure_messages.report_unreadable(Raised("SyntaxError", "invalid syntax", (), (7, column, text)))
    says, shown, caret = found.says.split("\n")
    assert found.id == "syntax"
    assert says == "Line 7 cannot be read as Python: invalid syntax."
    assert shown[caret.index("^") :] == under


def test_a_syntax_error_without_a_place_has_no_caret():
    assert "^" not in failure_messages.report_unreadable(Raised("SyntaxError", "too deep", (), (0, 0, ""))).says


def test_bytes_that_are_no_utf8_are_an_encoding_problem():
    found = failure_messages.report_unreadable(
        Raised("SyntaxError", "(unicode error) 'utf-8' codec can't decode byte 0xe9", (), (1, 0, ""))
    )
    assert found.id == "encoding"


def test_an_error_that_only_speaks_of_encoding_is_not_taken_for_one():
    assert failure_messages.report_unreadable(Raised("LookupError", "unknown encoding: klingon")).id == "crash"


def test_a_near_name_is_offered():
    assert (
        "Did you mean bias_corect" in failure_messages.report_missing("bias_correct", ["bias_corect", "adam_step"]).says
    )
    assert "Did you mean" not in failure_messages.report_missing("bias_correct", ["zebra"]).says


def test_a_function_that_takes_other_arguments_is_told_which():
    wanted = ("moment", "beta", "t")
    found = failure_messages.report_misfit("bias_correct", wanted, 3, Parameters(("m", "t"), 2, 2))
    assert found.says == "bias_correct is called with 3 arguments (moment, beta, t); yours takes (m, t)."
    assert failure_messages.report_misfit("bias_correct", wanted, 3, Parameters(("m",), 1, -1)) is None
    assert failure_messages.report_misfit("bias_correct", wanted, 3, Parameters(("m", "b", "t", "more"), 3, 4)) is None
    assert (
        "needs 4 of them"
        in failure_messages.report_misfit("f", wanted, 3, Parameters(("a", "b", "c", "d", "e"), 4, 5)).says
    )


def test_arguments_behind_a_star_are_passed_by_their_names():
    wanted = ("theta", "grad", "lr")
    assert failure_messages.report_misfit("f", wanted, 3, Parameters(("theta", "grad"), 2, 2, ("lr",))) is None
    assert failure_messages.report_misfit("f", wanted, 3, Parameters((), 0, 0, wanted)) is None
    found = failure_messages.report_misfit("f", wanted, 3, Parameters(("theta", "grad"), 2, 2, ("rate",)))
    assert "yours takes (theta, grad, *, rate)" in found.says
    assert failure_messages.report_misfit("f", wanted, 3, Parameters(("theta",), 1, 1, ("lr", "grad"))) is not None
    assert failure_messages.report_misfit("f", wanted, 3, Parameters((), 0, -1, ("told", "lr"))) is None


def test_a_call_that_asks_for_slopes_for_ever_is_told_so():
    assert (
        "asked for thousands of slopes" in failure_messages.report_fault(TimedOut(2.0, "asking"), "f", given=CALL).says
    )


def test_a_kept_check_gives_nothing_of_its_inputs_away():
    told = failure_messages.report_fault(Raised("ValueError", "secret 0.731"), "f", given=CALL)
    assert failure_messages.hide_inputs(told).id == "crash"
    assert "0.731" not in failure_messages.hide_inputs(told).says
