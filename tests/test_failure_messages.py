import pytest

from grader.execution import failure_messages
from grader.execution.exceptions import explain_exception
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


def explain(kind: str, message: str, line: str, names: tuple[str, ...] = ()) -> str:
    return explain_exception(Raised(kind, message, (Line(3, "f", line),)), names)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("return np.sign(t) * max(np.abs(t) - a, 0)", "Python's `max` compares arrays as wholes"),
        ("return max(w) / min(w)", "np.maximum"),
        ("return sorted(np.linalg.eigh(h))", "np.sort"),
        ("if theta == 0:", "`if`, `and` and `or` need one True or False"),
        ("return x in seen", "`in` compares arrays as wholes"),
        ("return bool(theta)", "One True or False is needed here"),
        ("return np.max(w) if w.max() else w", "`if`, `and` and `or` need one True or False"),
    ],
)
def test_what_asks_for_one_truth_is_told_by_the_line(line, words):
    assert words in explain("ValueError", "The truth value of an array with more than one element is ambiguous.", line)


def test_rows_of_different_shapes_are_told_as_that():
    message = (
        "setting an array element with a sequence. The requested array has an inhomogeneous shape after 1 dimensions."
    )
    assert "have different shapes" in explain("ValueError", message, "return np.array(path)")
    assert "one number belongs" in explain("ValueError", "setting an array element with a sequence.", "x[0] = y")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("return Opt(lr).step(a, b)", "`step` takes 1 argument, and this line gives it 2"),
        ("return Opt.step(opt, a, b)", "`step` takes 2 arguments, and this line gives it 3"),
    ],
)
def test_self_is_not_counted_where_nobody_writes_it(line, words):
    assert words in explain("TypeError", "Opt.step() takes 2 positional arguments but 3 were given", line)


def test_a_builtin_that_is_hidden_by_a_name_is_told_as_that():
    message = "'int' object is not callable"
    assert "`sum` is a value of yours" in explain("TypeError", message, "return sum(x)", ("x", "sum"))
    assert "Is a `*` missing" in explain("TypeError", message, "return x.sum(2)(3)", ("x", "sum"))
    assert "Is a `*` missing" in explain("TypeError", message, "return 2(x)", ("x",))


def test_letters_of_printed_formulas_are_told_with_what_is_typed():
    says = failure_messages.report_unreadable(
        Raised("SyntaxError", "invalid character '−' (U+2212)", (), (2, 18, "    return theta − lr"))
    ).says
    assert says.startswith("Line 2 holds `−`, as formulas are printed. In Python it is `-`.")
    assert "Multiplied is written `*`" in explain("NameError", "name 'lr·grad' is not defined", "return lr·grad")
