"""What the recipes of pictures are written with."""

from grader.pictures.toolkit.asked import Asked, Floats, NoValue, array, arrays, rows, same
from grader.pictures.toolkit.courses import over_steps, row, short
from grader.pictures.toolkit.valley import HESSIAN, N_STEPS, SLOPE, START, in_the_valley, walked

__all__ = [
    "HESSIAN",
    "N_STEPS",
    "SLOPE",
    "START",
    "Asked",
    "Floats",
    "NoValue",
    "array",
    "arrays",
    "in_the_valley",
    "over_steps",
    "row",
    "rows",
    "same",
    "short",
    "walked",
]
