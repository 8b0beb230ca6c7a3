"""The pictures of questions as data: each computes the run behind it. Screens draw them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from grader.quiz import quantities
from grader.quiz import simulation as run
from grader.quiz.asking import AskedQuestion, evaluate_formula

Row = tuple[float, ...]


class Line(Struct, frozen=True):
    """A row of points; `joined` when the way between them means something."""

    label: str
    xs: Row
    ys: Row
    joined: bool = True
    dots: bool = False


class Picture(Struct, frozen=True):
    """A plot as data."""

    title: str
    across: str
    up: str
    lines: tuple[Line, ...]


def draw_question_picture(asked: AskedQuestion) -> Picture | None:
    """Draw the picture of a question with this learner's numbers; None where it has none.

    Raises:
        FormulaError: one of its formulas has no value.

    """
    call = asked.question.picture
    if call is None:
        return None
    values = {name: evaluate_formula(asked.question, text, asked.parameters) for name, text in call.arguments.items()}
    picture: Picture = PICTURES[call.draw](**values)
    return picture


def draw_parabola(curvature: float, x0: float, lr: float, steps: float, beta: float = 0.0) -> Picture:
    """Draw the loss ½·curvature·x² and the points a run visits on it."""
    path = tuple(row[0] for row in run.descend(run.make_bowl_slope((curvature,)), (x0,), lr, int(steps), beta))
    reach = 1.1 * max(abs(x) for x in path) or 1.0
    xs = tuple(reach * (i / 40 - 1) for i in range(81))
    return Picture(
        f"{_format_steps(steps)} with lr = {lr:g}" + (f", β = {beta:g}" if beta else ""),
        "x",
        "loss",
        (
            Line("the loss", xs, tuple(curvature * x * x / 2 for x in xs)),
            Line("the run", path, tuple(curvature * x * x / 2 for x in path), dots=True),
        ),
    )


def draw_places(path: Row, title: str = "The run") -> Picture:
    """Draw where a run stands at each step."""
    return Picture(title, "step", "x", (Line("x", _number_steps(path), path, dots=True),))


def draw_valley(a: float, b: float, x0: float, y0: float, lr: float, steps: float, beta: float = 0.0) -> Picture:
    """Draw a run through a valley with curvatures a (across the page) and b (up), over its level lines."""
    path = run.descend(run.make_bowl_slope((a, b)), (x0, y0), lr, int(steps), beta)
    xs, ys = tuple(p[0] for p in path), tuple(p[1] for p in path)
    levels = []
    if a > 0 and b > 0:
        start = (a * x0 * x0 + b * y0 * y0) / 2
        for share in (1.0, 0.4, 0.1):
            turn = tuple(2 * math.pi * i / 90 for i in range(91))
            wide, high = math.sqrt(2 * share * start / a), math.sqrt(2 * share * start / b)
            label = "level lines" if share == 1.0 else ""
            levels.append(Line(label, tuple(wide * math.cos(u) for u in turn), tuple(high * math.sin(u) for u in turn)))
    title = f"Curvatures {a:g} and {b:g}, lr = {lr:g}" + (f", β = {beta:g}" if beta else "")
    return Picture(title, "x", "y", (*levels, Line("the run", xs, ys, dots=True)))


def draw_saddle_runs(y0: float, lr: float, steps: float) -> Picture:
    """Draw runs on x² − y² from (1, 0), exactly on the ridge, and from (1, y0), just beside it."""
    lines = []
    for label, y in (("exactly on the ridge", 0.0), (f"from y = {y0:g}", y0)):
        path = run.descend(run.make_bowl_slope((2.0, -2.0)), (1.0, y), lr, int(steps))
        lines.append(Line(label, tuple(p[0] for p in path), tuple(p[1] for p in path), dots=True))
    return Picture(f"x² − y², {_format_steps(steps)} with lr = {lr:g}", "x", "y", tuple(lines))


def draw_curve(ys: Row, title: str = "Loss", across: str = "step", up: str = "loss") -> Picture:
    """Draw one quantity over the steps."""
    return Picture(title, across, up, (Line(up, _number_steps(ys), ys),))


def draw_two_curves(
    first: Row, second: Row, names: str, title: str = "", up: str = "", across: str = "step"
) -> Picture:
    """Draw two quantities over the steps; `names` holds both of their names with a bar between."""
    first_name, _, second_name = names.partition("|")
    lines = (
        Line(first_name.strip(), _number_steps(first), first),
        Line(second_name.strip(), _number_steps(second), second),
    )
    return Picture(title, across, up, lines)


def draw_velocity(beta: float, gradients: Row) -> Picture:
    """Draw the velocity v' = βv + g from rest, and the gradients that drive it."""
    speeds = (0.0, *run.compute_velocities(beta, gradients))
    steps = tuple(float(i) for i in range(1, len(gradients) + 1))
    felt = Line("gradient", steps, gradients, joined=False)
    return Picture(f"Velocity with β = {beta:g}", "step", "v", (Line("velocity", _number_steps(speeds), speeds), felt))


def draw_overfit(rise: float = 1.0) -> Picture:
    """Draw a training loss that falls and a validation loss that turns."""
    steps = [i / 40 for i in range(41)]
    train = tuple(0.01 + 0.9 * math.exp(-4 * s) for s in steps)
    val = tuple(0.25 + 0.75 * math.exp(-5 * s) + 0.35 * rise * s * s for s in steps)
    return Picture(
        "One run, two losses",
        "step",
        "loss",
        (Line("train", _number_steps(train), train), Line("val", _number_steps(val), val)),
    )


def draw_function(power: float, path: Row, bend: float = 0.0) -> Picture:
    """Draw a run on x^power + bend·x, on the function."""
    low, high = min(path) - 0.8, max(path) + 0.8
    xs = tuple(low + (high - low) * i / 60 for i in range(61))

    def compute_loss(x: float) -> float:
        return float(x ** int(power) + bend * x)

    lines = (
        Line("the loss", xs, tuple(map(compute_loss, xs))),
        Line("the run", path, tuple(map(compute_loss, path)), dots=True),
    )
    return Picture("The run on its loss", "x", "loss", lines)


def draw_bumps(height: float, x0: float, lr: float, beta: float, steps: float) -> Picture:
    """Draw two runs on a bowl with small bumps: plain, and with momentum."""

    def compute_loss(x: float) -> float:
        return x * x / 2 + height * (1 - math.cos(4 * x))

    xs = tuple(3.2 * (i / 60 - 1) for i in range(121))
    lines = [Line("the loss", xs, tuple(map(compute_loss, xs)))]
    for speed in (0.0, beta):
        path = tuple(p[0] for p in run.descend(run.make_bumpy_slope(height), (x0,), lr, int(steps), speed))
        lines.append(Line(f"β = {speed:g}", path, tuple(map(compute_loss, path)), dots=True))
    return Picture("A bowl with small bumps", "x", "loss", tuple(lines))


def _number_steps(row: Row) -> Row:
    return tuple(float(i) for i in range(len(row)))


def _draw_adam_steps(gradients: Row, forms: str, title: str = "Step / lr") -> Picture:
    """Draw Adam's steps under these gradients, with one line for each form."""
    names = [name.strip() for name in forms.split("|")]
    rows = {name: tuple(quantities.adam_steps(gradients, form=name)) for name in names}
    spoken = {"adam": "corrected", "uncorrected": "uncorrected", "no_power": "constant correction"}
    first = tuple(float(i) for i in range(1, len(gradients) + 1))
    return Picture(title, "step", "step / lr", tuple(Line(spoken.get(n, n), first, rows[n]) for n in names))


PICTURES: Mapping[str, Callable[..., Any]] = {
    "parabola": draw_parabola,
    "places": draw_places,
    "valley": draw_valley,
    "saddle_runs": draw_saddle_runs,
    "curve": draw_curve,
    "two_curves": draw_two_curves,
    "velocity": draw_velocity,
    "overfit": draw_overfit,
    "function": draw_function,
    "bumps": draw_bumps,
    "adam_steps": _draw_adam_steps,
}
"""By name, as question files call them."""


def _format_steps(count: float) -> str:
    return "1 step" if int(count) == 1 else f"{int(count)} steps"
