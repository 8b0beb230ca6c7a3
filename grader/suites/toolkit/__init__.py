"""What hidden suites are written with: the one comparison, reachable states, losses with known answers."""

from grader.suites.toolkit.generators import a_generator
from grader.suites.toolkit.kinds import kinds, real
from grader.suites.toolkit.law import LawBroken, differs, exactly, holds, law, moderate, numbers, parts
from grader.suites.toolkit.paths import follows, heavy_ball, rolling_path, sizes, stepwise, velocity, walk
from grader.suites.toolkit.slopes import Slope, bowl, bowl_path, coupled, ledge, parabola, plane, quartic
from grader.suites.toolkit.states import (
    AdamState,
    adam_state,
    decimal,
    ema,
    gradients,
    place,
    weighted_mean,
    whole,
)

__all__ = [
    "AdamState",
    "LawBroken",
    "Slope",
    "a_generator",
    "adam_state",
    "bowl",
    "bowl_path",
    "coupled",
    "decimal",
    "differs",
    "ema",
    "exactly",
    "follows",
    "gradients",
    "heavy_ball",
    "holds",
    "kinds",
    "law",
    "ledge",
    "moderate",
    "numbers",
    "parabola",
    "parts",
    "place",
    "plane",
    "quartic",
    "real",
    "rolling_path",
    "sizes",
    "stepwise",
    "velocity",
    "walk",
    "weighted_mean",
    "whole",
]
