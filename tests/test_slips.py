"""Frequent slips are called by their names, with the line where they stand."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Callable

import pytest
from conftest import ROOT
from hypothesis import event, given
from hypothesis import strategies as st

from grader import course
from grader.diagnosis.slips import signature, writing
from grader.execution import source_code
from grader.grading import grade
from grader.sandbox import Sandbox
from grader.submission import make_submission
from grader.view import Story, make_brief

MOMENTUM = "def momentum_step(theta, v, grad, lr, beta):\n    v = beta * np.asarray(v) + np.asarray(grad)\n"
CORRECT = "def bias_correct(moment, beta, t):\n"
ADAM = (
    "def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):\n"
    "    m = beta1 * np.asarray(m) + (1 - beta1) * np.asarray(grad)\n"
    "    v = beta2 * np.asarray(v) + (1 - beta2) * np.asarray(grad) ** 2\n"
    "    theta = theta - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)\n"
)
SLIPS = {
    "printed": (2, MOMENTUM + "    print(theta - lr * v, v)\n", "momentum_step prints its answer", 3),
    "no return": (2, MOMENTUM + "    theta = theta - lr * v\n", "momentum_step returns nothing", 1),
    "a bare return": (2, MOMENTUM + "    return\n", "momentum_step returns nothing", 1),
    "the first of two": (2, MOMENTUM + "    return theta - lr * v\n", "momentum_step returns theta' alone", 3),
    "the second of two": (2, MOMENTUM + "    return v\n", "momentum_step returns v' alone", 3),
    "the first of three": (3, ADAM + "    return theta\n", "adam_step returns theta' alone", 5),
    "two of three": (3, ADAM + "    return theta, m\n", "adam_step returns two values", 5),
    "three of two": (2, MOMENTUM + "    return theta - lr * v, v, grad\n", "momentum_step returns three values", 3),
    "three in an array": (2, MOMENTUM + "    return np.array([theta - lr * v, v, grad])\n", "returns three values", 3),
    "a pair in a tuple": (2, MOMENTUM + "    return ((theta - lr * v, v),)\n", "tuple inside a tuple", 3),
    "a pair in a triple": (3, ADAM + "    return theta, (m, v)\n", "adam_step returns a tuple inside a tuple", 5),
    "a dict": (2, MOMENTUM + "    return {'theta': theta - lr * v, 'v': v}\n", "momentum_step returns a dict", 3),
    "a comma": (3, CORRECT + "    return np.asarray(moment) / (1 - beta**t),\n", "corrected inside a tuple", 2),
    "too much": (3, CORRECT + "    c = 1 - beta**t\n    return np.asarray(moment) / c, c\n", "returns two values", 3),
    "a text": (3, CORRECT + "    return str(np.asarray(moment) / (1 - beta**t))\n", "returns a text", 2),
    "lr and beta exchanged": (
        2,
        MOMENTUM.replace("lr, beta", "beta, lr") + "    return theta - lr * v, v\n",
        "momentum_step takes its arguments in another order",
        1,
    ),
    "t before b": (
        3,
        "def bias_correct(moment, t, b):\n    return np.asarray(moment) / (1 - b**t)\n",
        "bias_correct takes its arguments in another order",
        1,
    ),
    "brackets": (3, CORRECT + "    return np.asarray(moment) / 1 - beta**t\n", "brackets are missing", 2),
    "brackets in a helper": (
        3,
        "def fade(m, b, t):\n    return m / 1 - b**t\n" + CORRECT + "    return fade(np.asarray(moment), beta, t)\n",
        "brackets are missing",
        2,
    ),
    "a root": (
        3,
        ADAM.replace("np.sqrt(v / (1 - beta2**t))", "(v / (1 - beta2**t)) ** 1/2") + "    return theta, m, v\n",
        "brackets are missing",
        4,
    ),
    "a root of a step": (
        8,
        "def rmsprop_step(theta, v, grad, lr=1e-3, rho=0.9, eps=1e-8):\n"
        "    v = rho * np.asarray(v) + (1 - rho) * np.asarray(grad) ** 2\n"
        "    return theta - lr * grad / (v ** 1/2 + eps), v\n",
        "brackets are missing",
        3,
    ),
    "a numerator": (
        23,
        "def curvature_along(f, theta, direction, h=1e-3):\n"
        "    d = np.asarray(direction, float)\n"
        "    u = d / np.sqrt((d * d).sum())\n"
        "    return f(theta + h * u) - 2 * f(theta) + f(theta - h * u) / h**2\n",
        "brackets are missing",
        4,
    ),
    "whole division": (3, CORRECT + "    return np.asarray(moment) // (1 - beta**t)\n", "`//` drops the fraction", 2),
    "rounded": (3, CORRECT + "    return np.round(np.asarray(moment) / (1 - beta**t), 3)\n", "is rounded", 2),
    "rounded by a method": (3, CORRECT + "    return (np.asarray(moment) / (1 - beta**t)).round(2)\n", "is rounded", 2),
    "one array of three that nobody filled": (
        2,
        "def momentum_descent(grad_fn, theta0, lr, beta, n_steps):\n"
        "    path = np.empty((n_steps + 1, *np.shape(theta0)))\n"
        "    path[0] = theta0\n"
        "    v = np.empty_like(path[0])\n"
        "    for k in range(n_steps):\n"
        "        path[k + 1], v = momentum_step(path[k], v, grad_fn(path[k]), lr, beta)\n"
        "    return path\n",
        "an array is read before it is filled",
        4,
    ),
    "two arrays that nobody filled": (
        3,
        "def ema_moments(m, v, grad, beta1, beta2):\n"
        "    a, b = np.empty(np.shape(m)), np.empty(np.shape(m))\n"
        "    a += beta1 * np.asarray(m) + (1 - beta1) * np.asarray(grad)\n"
        "    b += beta2 * np.asarray(v) + (1 - beta2) * np.asarray(grad) ** 2\n"
        "    return a, b\n",
        "an array is read before it is filled",
        2,
    ),
    "a default that remembers": (
        2,
        MOMENTUM.replace("beta):", "beta, past=[]):")
        + "    past.append(1)\n    return theta - lr * v * len(past), v\n",
        "a default is shared between calls",
        1,
    ),
    "a global": (
        2,
        "n = 0\n" + MOMENTUM + "    global n\n    n += 1\n    return theta - lr * v * n, v\n",
        "momentum_step remembers the last call",
        4,
    ),
}


@pytest.fixture
def story(sandbox: Sandbox) -> Callable[..., tuple[Story, str, int]]:
    """The story of a right file with one function written anew, and how many lines stand before that one."""

    def tell(number: int, text: str) -> tuple[Story, str, int]:
        exercise = course.find_exercise(str(number))
        right = (ROOT / "solutions" / f"{exercise.stem}.py").read_text("utf-8").rstrip() + "\n"
        before = right.count("\n")
        report = grade(make_submission(exercise, (right + text).encode(), f"{exercise.stem}.py"), sandbox=sandbox)
        found = make_brief(report).story
        assert found is not None
        return found, exercise.stem, before

    return tell


@pytest.mark.parametrize(("number", "text", "headline", "line"), SLIPS.values(), ids=SLIPS)
def test_a_slip_has_a_name_and_a_line(story, number, text, headline, line):
    found, stem, before = story(number, text)
    assert headline in found.headline
    assert found.where == f"{stem}.py:{before + line}"
    assert found.evidence is not None


def test_an_order_of_arguments_is_told_in_the_learners_own_names(story):
    found, _, _ = story(3, "def bias_correct(moment, t, b):\n    return np.asarray(moment) / (1 - b**t)\n")
    assert found.says[0] == "You take (t, b); the caller gives (beta, t)."


def test_a_sum_that_is_wrong_with_any_brackets_is_no_slip_of_brackets(story):
    found, _, _ = story(3, CORRECT + "    return np.asarray(moment) / 1 - 2 * beta**t\n")
    assert "brackets" not in found.headline


def test_what_python_reads_is_quoted_with_the_learners_own_brackets(story):
    floor = "def noise_floor(curvature, sigma, lr):\n    return lr * sigma**2 / curvature * (2 - lr * curvature)\n"
    found, _, _ = story(20, floor)
    assert "`(lr * sigma**2 / curvature) * (2 - lr * curvature)`" in found.says[0]


NAMES = st.sampled_from(["a", "b", "_", "x_"]).map(ast.Name)
OPERATORS = st.sampled_from([ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow])
EXPRESSIONS = st.recursive(
    NAMES | st.integers(1, 9).map(ast.Constant),
    lambda parts: (
        st.builds(lambda a, op, b: ast.BinOp(a, op(), b), parts, OPERATORS, parts)
        | st.builds(lambda a: ast.UnaryOp(ast.USub(), a), parts)
        | st.builds(lambda a: ast.Call(ast.Name("f"), [a], []), parts)
    ),
    max_leaves=12,
)


@given(EXPRESSIONS)
def test_what_python_is_said_to_read_is_what_it_reads(expression):
    explained = 0
    for node in ast.walk(expression):
        for change, right in (
            (writing._divide_last, False),
            (writing._divide_sum, True),
            (writing._raise_to_fraction, False),
        ):
            if isinstance(node, ast.expr) and change(node) is not None:
                explained += 1
                read = writing._write_as_read(node, right=right)
                assert ast.dump(ast.parse(read, mode="eval").body) == ast.dump(
                    ast.parse(ast.unparse(node), mode="eval").body
                )
                assert f"({writing._write(node.right if right else node.left)})" in read
    event(f"{min(explained, 3)} explained")


def test_rounding_is_not_blamed_where_more_is_wrong(story):
    found, _, _ = story(3, CORRECT + "    return np.round(np.asarray(moment) / (1 - beta), 3)\n")
    assert "rounded on the way" not in found.headline


@pytest.mark.parametrize("line", ["    n = 3 // 2\n", "    n = round(1.0)\n", "    n = np.empty(1)\n"])
def test_a_slip_is_not_blamed_where_the_numbers_are_right_with_it(story, line):
    text = f"{CORRECT}{line}    moment = np.asarray(moment)\n    return (moment / (1 - beta**t)).astype(moment.dtype)\n"
    found, _, _ = story(3, text)
    assert found.headline.endswith("whole numbers get a wrong answer")


def test_arguments_under_their_own_names_are_not_said_to_be_exchanged(story):
    found, _, _ = story(2, MOMENTUM.replace("beta * ", "lr * ") + "    return theta - beta * v, v\n")
    assert "another order" not in found.headline or found.kind == "idea"


@pytest.mark.parametrize("returned", ["(nan, nan)", "[nan, nan]", "(g, g)", "([nan], [nan])"])
def test_two_values_that_are_no_numbers_are_in_no_second_brackets(story, returned):
    text = "def ema_moments(m, v, grad, beta1, beta2):\n    nan = np.nan\n    g = np.asarray(grad) * nan\n"
    found, _, _ = story(3, f"{text}    return {returned}\n")
    assert found.headline.endswith("nan or inf comes back")
    assert "brackets" not in " ".join(found.says)


def test_slips_keep_the_ids_that_reports_and_journals_know():
    tree = ast.parse(inspect.getsource(signature))
    made = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "own.make_slip"]
    assert {node.args[0].value for node in made} == {
        "prints", "none", "dict", "bool", "text", "count", "first_only", "nested", "wrapped", "in_place",
        "mutable_default", "global", "order",
    }  # fmt: skip
    written = {"power_sign", "whole_division", "rounding", "precedence", "unfilled"}
    assert {one.id for one in writing.REWRITES} == written


def test_an_update_in_place_is_told_with_its_argument_and_its_line(story):
    head = "def gradient_step(theta, grad, lr):\n    theta = np.asarray(theta, dtype=float)\n"
    text = head + "    theta -= lr * np.asarray(grad)\n    return theta\n"
    found, stem, before = story(1, text)
    assert found.headline == "gradient_step changes `theta`"
    assert found.where == f"{stem}.py:{before + 3}"
    assert "Your function changed the caller's `theta` (`-=` works in place)." in found.says


@pytest.mark.parametrize(
    ("number", "text", "words"),
    [
        (3, CORRECT + "    return moment / (1 - beta^t)\n", "A power is written `**`."),
        (3, CORRECT + "    return moment / (1 - betta**t)\n", "Did you mean `beta`?"),
        (2, MOMENTUM + "    return theta - lr * velo, v\n", "`velo` is not defined."),
        (
            3,
            ADAM.replace(
                "m = beta1 * np.asarray(m) + (1 - beta1) * np.asarray(grad)",
                "m, _ = ema_momnts(m, v, grad, beta1, beta2)",
            )
            + "    return theta, m, v\n",
            "Did you mean `ema_moments`?",
        ),
        (3, CORRECT + "    return [1.0] * moment / 2\n", "Make an array first"),
        (3, CORRECT + "    return moment(1 - beta**t)\n", "Is a `*` missing there?"),
    ],
)
def test_what_python_refuses_is_said_in_plain_words(story, number, text, words):
    found, stem, _ = story(number, text)
    assert words in " ".join(found.says)
    assert found.where.startswith(f"{stem}.py:")


def test_a_method_is_told_to_move_out_of_its_class(sandbox):
    text = "class Ball:\n    def momentum_step(self, theta, v, grad, lr, beta):\n        return theta, v\n"
    exercise = course.find_exercise("2")
    report = grade(make_submission(exercise, text.encode(), "momentum.py"), sandbox=sandbox)
    (says,) = (found.says for found in report.findings if found.function == "momentum_step")
    assert (
        says == "momentum_step stands inside the class Ball (line 2). The grader calls a plain function: move it out."
    )


def test_a_slip_in_a_notebook_is_told_with_its_cell(sandbox):
    exercise = course.find_exercise("3")
    right = (ROOT / "solutions" / f"{exercise.stem}.py").read_text("utf-8")
    texts = [right, CORRECT + "    return np.asarray(moment) / 1 - beta**t\n"]
    held = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {},
        "cells": [{"cell_type": "code", "source": text, "metadata": {}, "outputs": []} for text in texts],
    }
    report = grade(make_submission(exercise, json.dumps(held).encode(), "mine.ipynb"), sandbox=sandbox)
    found = make_brief(report).story
    assert found is not None
    assert (found.headline, found.where) == ("bias_correct: brackets are missing", "mine.ipynb, cell 2, line 2")


def test_no_line_is_sought_in_a_file_of_great_size_or_depth():
    exercise = course.find_exercise("3")
    for text in (
        "x = 1\n" * 20_000,
        "x = " + "(" * 5_000 + ")" * 5_000,
        "x = " + "-" * 60_000 + "1",
        "x = '\\d'\nif",
        "\0",
    ):
        found = source_code.read_source(make_submission(exercise, text.encode(), "odd.py"))
        assert found.find_function("bias_correct") is None


def test_a_list_that_is_emptied_is_told_in_words_of_a_list(story):
    alarm = (
        "def detect_divergence(losses, factor=2.0, patience=3):\n"
        "    best, row, index = np.inf, 0, 0\n"
        "    losses = losses if isinstance(losses, list) else list(losses)\n"
        "    while losses:\n"
        "        loss = losses.pop(0)\n"
        "        row = row + 1 if loss > factor * best else 0\n"
        "        if not np.isfinite(loss) or row == patience:\n"
        "            return index\n"
        "        best, index = min(best, loss), index + 1\n"
        "    return -1\n"
    )
    found, _, _ = story(5, alarm)
    assert found.headline == "detect_divergence changes `losses`"
    assert found.says[-1] == "Leave it as it is: work on a copy."
