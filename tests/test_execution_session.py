from __future__ import annotations

import numpy as np
import pytest

from grader.execution.session import CallFailed
from grader.execution.student import Student
from grader.execution.submission_worker import TimeBudget
from grader.sandbox import Limits
from grader.sandbox.outcomes import Returned, TimedOut
from grader.sandbox.worker_client import Worker

DOUBLE = "import numpy as np\ndef bias_correct(moment, beta, t):\n    return np.asarray(moment) * 2\n"


def test_a_call_comes_back_with_plain_data(session_of):
    session = session_of(DOUBLE)
    assert session.call_value("bias_correct", np.array([1.0, 2.0]), 0.9, 3).tolist() == [2.0, 4.0]


def test_the_last_call_is_remembered_under_the_stubs_names(session_of):
    session = session_of(DOUBLE)
    session.call_value("bias_correct", 1.5, 0.9, 3)
    assert session.last_call == {"moment": 1.5, "beta": 0.9, "t": 3}


def test_changed_arguments_become_a_finding(session_of):
    session = session_of("def bias_correct(moment, beta, t):\n    moment /= 1 - beta**t\n    return moment\n")
    session.call_value("bias_correct", np.array([0.271]), 0.9, 3)
    assert session.changed == (0,)
    assert [(finding.id, finding.function) for finding in session.findings] == [("X-MUTATES", "bias_correct")]


def test_a_missing_function_is_asked_after_by_its_nearest_name(session_of):
    session = session_of("def bias_corect(moment, beta, t):\n    return moment\n")
    with pytest.raises(CallFailed, match="Did you mean bias_corect") as failed:
        session.call_value("bias_correct", 1.0, 0.9, 1)
    assert failed.value.is_answer


def test_a_function_that_takes_too_few_is_told_what_it_is_called_with(session_of):
    session = session_of("def bias_correct(moment, beta):\n    return moment\n")
    with pytest.raises(CallFailed, match=r"called with 3 arguments \(moment, beta, t\); yours takes \(moment, beta\)"):
        session.call_value("bias_correct", 1.0, 0.9, 1)


def test_a_function_that_hangs_is_left_out_after_two_calls(session_of):
    session = session_of("def bias_correct(moment, beta, t):\n    while True:\n        pass\n", seconds=0.2)
    for _ in range(2):
        with pytest.raises(CallFailed, match="had not come back"):
            session.call_value("bias_correct", 1.0, 0.9, 1)
    with pytest.raises(CallFailed, match="Left out") as failed:
        session.call_value("bias_correct", 1.0, 0.9, 1)
    assert not failed.value.is_answer


def test_a_fresh_process_has_forgotten_what_the_last_one_kept(session_of):
    session = session_of(
        "calls = []\ndef bias_correct(moment, beta, t):\n    calls.append(t)\n    return float(len(calls))\n"
    )
    assert [session.call_value("bias_correct", 1.0, 0.9, 1) for _ in range(3)] == [1.0, 2.0, 3.0]
    session.renew()
    assert session.call_value("bias_correct", 1.0, 0.9, 1) == 1.0


def test_a_list_that_is_refused_costs_nothing_and_is_noted(session_of):
    session = session_of("def bias_correct(moment, beta, t):\n    return moment / (1 - beta**t)\n")
    assert session.offer("a list", "bias_correct", [1.0], 0.9, 1) == []
    assert [note.id for note in session.notes] == ["input_kind"]
    assert not session.findings


def test_an_array_is_no_kind_of_input_to_refuse(session_of):
    session = session_of("def bias_correct(moment, beta, t):\n    return moment.missing\n")
    with pytest.raises(CallFailed):
        session.offer("an array of two axes", "bias_correct", np.ones((2, 2)), 0.9, 1)


def test_a_function_counts_as_unwritten_while_every_call_says_so(session_of):
    session = session_of("def bias_correct(moment, beta, t):\n    raise NotImplementedError\n")
    with pytest.raises(CallFailed):
        session.call_value("bias_correct", 1.0, 0.9, 1)
    assert [finding.function for finding in session.list_unwritten()] == ["bias_correct"]


def test_a_half_written_function_is_no_unwritten_one(session_of):
    session = session_of(
        "def bias_correct(moment, beta, t):\n    if t > 1:\n        raise NotImplementedError\n    return moment\n"
    )
    session.call_value("bias_correct", 1.0, 0.9, 1)
    with pytest.raises(CallFailed):
        session.call_value("bias_correct", 1.0, 0.9, 2)
    assert not session.list_unwritten()


def test_any_callable_is_a_function(session_of):
    session = session_of(
        "import functools\n"
        "class Halve:\n    def __call__(self, moment, beta, t):\n        return moment / 2\n"
        "def scaled(by, moment, beta, t):\n    return moment * by\n"
        "bias_correct = Halve()\nadam_step = functools.partial(scaled, 3)\n"
    )
    assert session.call_value("bias_correct", 4.0, 0.9, 1) == 2.0
    assert isinstance(session.ask("adam_step", 4.0, 0.9, 1), Returned)


def test_the_student_of_a_check_knows_only_what_a_call_gave(session_of):
    student = Student(session_of(DOUBLE))
    assert student.bias_correct(2.0, 0.9, 1) == 4.0
    with pytest.raises(AttributeError):
        student._secret  # noqa: B018


def test_prints_are_kept_and_cut(session_of):
    session = session_of("def bias_correct(moment, beta, t):\n    print('θ' * 200_000)\n    return moment\n")
    assert session.call_value("bias_correct", 1.0, 0.9, 1) == 1.0
    assert 0 < len(session.close()) <= 64 * 1024


@pytest.mark.parametrize(
    ("takes", "few"),
    [
        ("theta, m, v, grad, t, *, lr=1, beta1=0, beta2=0, eps=0", True),
        ("theta, m, v, grad, t, *, lr, beta1=0, beta2=0, eps=0", False),
        ("theta, m, v, grad, t, *, lr=1, beta1=0, beta2=0, eps", False),
        ("*all, told=False", True),
        ("theta, *all, told=False, **more", True),
    ],
)
def test_what_stands_behind_a_star_is_offered_as_anything_else(session_of, takes, few):
    session = session_of(f"def adam_step({takes}):\n    return 1.0, 2.0, 3.0\n")
    assert session.call_value("adam_step", 1.0, 0.0, 0.0, 1.0, 1, 0.1, 0.9, 0.99, 0.0) == (1.0, 2.0, 3.0)
    fits = isinstance(session.ask("adam_step", 1.0, 0.0, 0.0, 1.0, 1), Returned)
    assert fits == few


def test_a_file_that_hangs_in_later_processes_is_left_out_for_every_function(session_of):
    session = session_of("import os, time\nif os.path.exists('.'):\n    pass\ndef bias_correct(*a):\n    return 1.0\n")
    session.worker.limits = Limits(seconds=0.1)
    assert session.has_answered("bias_correct") is False
    session.call_value("bias_correct", 1.0, 0.9, 1)
    session.renew()
    session.worker.submission = session_of("while True:\n    pass\n").submission
    assert [type(session.ask("bias_correct", 1.0, 0.9, 1)) for _ in range(2)] == [TimedOut, TimedOut]
    for function in ("bias_correct", "adam_step"):
        with pytest.raises(CallFailed, match="Left out"):
            session.call_value(function, 1.0, 0.9, 1)


def test_what_is_printed_in_a_check_that_is_kept_back_is_not_told(session_of):
    session = session_of("def bias_correct(*a):\n    print('inputs', a)\n    return 1.0\n")
    session.begin("bias_correct", held_back=True)
    session.call_value("bias_correct", 1.25, 0.9, 1)
    assert session.close() == ""


REMEMBERS = """
seen = []
def bias_correct(moment, beta, t):
    seen.append(moment)
    return float(len(seen))
def ema_moments(m, v, grad, beta1, beta2):
    print("seen", seen)
    seen.append(m)
    return float(len(seen))
"""


def test_all_functions_are_asked_in_one_process_and_an_open_check_never_after_a_hidden_one(session_of):
    session = session_of(REMEMBERS)

    def bias_correct(moment: float, *, held_back: bool) -> float:
        session.begin("bias_correct", held_back=held_back)
        return session.call_value("bias_correct", moment, 0.9, 1)

    def ema_moments(m: float, **group: bool) -> float:
        session.begin("ema_moments", **group)
        return session.call_value("ema_moments", m, 0.0, 0.0, 0.9, 0.9)

    assert bias_correct(1.25, held_back=False) == 1.0
    assert ema_moments(2.5, held_back=False) == 2.0
    assert bias_correct(3.75, held_back=True) == 3.0
    assert ema_moments(4.5, held_back=True) == 4.0
    assert ema_moments(5.25, held_back=False) == 1.0
    assert ema_moments(5.25, held_back=False, alone=True) == 1.0
    assert session.printed["ema_moments"].text == "seen [1.25]\n"
    session.close()


def test_what_one_function_printed_unheard_is_not_told_of_the_next(session_of):
    session = session_of(
        "count = []\ndef bias_correct(*a):\n    count.append(a)\n    if len(count) > 50:\n        print('late')\n"
        "    return 1.0\ndef ema_moments(*a):\n    return 1.0\n"
    )
    session.begin("bias_correct", held_back=False)
    for _ in range(60):
        session.call_value("bias_correct", 1.0, 0.9, 1)
    session.begin("ema_moments", held_back=False)
    session.call_value("ema_moments", 1.0, 0.0, 0.0, 0.9, 0.9)
    assert not session.printed


WELCOMES = """
import numpy as np
def bias_correct(moment, beta, t):
    if not isinstance(moment, np.ndarray):
        raise TypeError("no array")
    {}
    return moment / (1 - beta**t)
"""


@pytest.mark.parametrize(
    ("line", "noted"),
    [
        ("pass", ["input_kind"]),
        ("moment.nothing()", []),
        ("moment.nothing() if moment.size > 1 else 0", []),
    ],
    ids=["arrays come back", "no array comes back", "some arrays come back"],
)
def test_only_who_takes_every_array_is_told_that_it_takes_arrays(session_of, line, noted):
    session = session_of(WELCOMES.format(line))
    assert session.offer("a list", "bias_correct", [0.5, 0.25], 0.9, 3) == []
    for given in (np.array([0.5, 0.25]), np.array([0.5])):
        try:
            session.call_value("bias_correct", given, 0.9, 3)
        except CallFailed:
            continue
    session.close()
    assert [note.id for note in session.notes] == noted


@pytest.mark.parametrize(
    "told",
    ["adam_step.__signature__ = inspect.Signature(list(inspect.signature(adam_step).parameters.values())[:9])", ""],
)
def test_what_a_signature_says_earns_no_law_on_defaults(told, graded, solution):
    text = solution.replace("lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8", "lr, beta1, beta2, eps")
    assert text != solution
    report = graded(f"{text}\nimport inspect\n{told}\n")
    lost = {check.id: check for check in report.checks if check.outcome != "passed"}
    assert set(lost) == {"the_defaults_are_the_papers"}
    assert "called with 5 arguments (theta, m, v, grad, t)" in lost["the_defaults_are_the_papers"].message


def test_the_time_for_which_a_busy_machine_keeps_a_worker_waiting_is_given_back(session_of, monkeypatch):
    session = session_of("def bias_correct(*a):\n    return 1.0\n")
    assert session.call_value("bias_correct", 1.0, 0.9, 1) == 1.0
    session.worker.budget.left = 0.0
    monkeypatch.setattr(Worker, "read_waiting", lambda worker: 10.0)
    assert session.ask_value("bias_correct", 1.0, 0.9, 2) == 1.0
    assert 9.0 < session.worker.budget.left < 10.0
    session.worker.budget.left = 0.0
    assert type(session.ask("bias_correct", 1.0, 0.9, 3)).__name__ == "TimedOut", "it is given back once"


def test_a_busy_machine_gives_back_three_times_the_whole_and_no_more():
    budget = TimeBudget(30.0)
    for _ in range(10):
        budget.give_back(20.0)
    assert budget.left == 30.0 + 3 * 30.0


def test_what_a_function_takes_by_any_keyword_reaches_it_by_the_names_of_the_stub(session_of):
    session = session_of("def adam_step(theta, m, v, **kw):\n    return float(kw['lr']), float(kw['t']), len(kw)\n")
    assert session.call_value("adam_step", 1.0, 0.0, 0.0, 1.0, 7, 0.25, 0.9, 0.99, 0.0) == (0.25, 7.0, 6)


def test_an_answer_that_holds_what_a_missing_package_made_names_the_package(session_of):
    session = session_of(
        "from exercise01_gradient_step import gradient_step\ndef adam_step(*a):\n"
        "    return gradient_step(*a[:3]), 1.0, 2.0\n"
    )
    with pytest.raises(CallFailed, match="Exercise files cannot import each other"):
        session.call_value("adam_step", 1.0, 0.0, 0.0, 1.0, 7, 0.25, 0.9, 0.99, 0.0)


def test_nobody_is_asked_whether_another_graded_function_was_meant(session_of):
    session = session_of("def adam_steps(*a):\n    return 1.0\ndef bias_correct(*a):\n    return 1.0\n")
    with pytest.raises(CallFailed, match="Did you mean adam_steps"):
        session.call_value("adam_step", 1.0)
    with pytest.raises(CallFailed, match=r"ema_moments\.$"):
        session.call_value("ema_moments", 1.0)
