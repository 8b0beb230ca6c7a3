"""What the recipes of pictures are written with."""

from grader.pictures.toolkit.asked import Asked, Floats, NoValue, array, arrays, finite, rows, same
from grader.pictures.toolkit.courses import over_steps, pair, row, short
from grader.pictures.toolkit.valley import HESSIAN, N_STEPS, SLOPE, START, in_the_valley, rolled, walked

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
    "finite",
    "in_the_valley",
    "over_steps",
    "pair",
    "rolled",
    "row",
    "rows",
    "same",
    "short",
    "walked",
]
