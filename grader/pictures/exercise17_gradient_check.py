"""How far a measured slope is off, over h: a look to both sides beside a look ahead."""

from __future__ import annotations

import numpy as np

from grader.model import Curve, Picture
from grader.pictures.toolkit import Asked, NoValue, array, row, same, short
from grader.suites.toolkit.slopes import polynomial

PLACE = 1.0
GROUND = polynomial(0.0, 0.0, 0.0, 1.0)
WIDTHS = np.linspace(0.02, 0.5, 25)
RIGHT = WIDTHS**2
"""((1+h)³ − (1−h)³) / 2h − 3."""
AHEAD = 3 * WIDTHS + WIDTHS**2
"""((1+h)³ − 1) / h − 3."""
TOP = 2.0


def numeric_gradient(yours: Asked) -> Picture:
    """The error of the slope of x³ at 1, over h."""
    slopes = [float(array(yours(GROUND.loss, np.array(PLACE), float(h)), ())) for h in WIDTHS]
    mine = np.array(slopes) - 3 * PLACE**2
    if not np.isfinite(mine).all():
        raise NoValue
    differs = not same(mine, RIGHT)
    curves = [Curve("a look ahead alone", "beside", row(WIDTHS), row(AHEAD))]
    curves += [Curve("both sides, right", "right", row(WIDTHS), row(RIGHT))] if differs else []
    curves.append(Curve("yours" if differs else "both sides, yours (right)", "yours", row(WIDTHS), row(mine)))
    says = (
        "A look to both sides is off by h squared, a look ahead by a share of h itself. "
        f"At h = {short(WIDTHS[-1])} that is {short(RIGHT[-1])} against {short(AHEAD[-1])}"
    )
    says += f"; yours is off by {short(mine[-1])}." if differs else "."
    window = (0.0, float(WIDTHS[-1]), max(min(0.0, float(mine.min())), -TOP), TOP)
    title = "the slope of x³ at 1, which is 3"
    return Picture("numeric_gradient", title, says, "h", "error", tuple(curves), differs, window)
