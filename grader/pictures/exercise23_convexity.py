"""Chords above and below a dented loss, and how a saddle bends all around."""

from __future__ import annotations

import numpy as np

from grader.model import Curve, Picture
from grader.pictures.toolkit import Asked, Floats, NoValue, array, row, same
from grader.suites.toolkit.slopes import bowl, polynomial
from grader.text import format_number

GROUND = polynomial(0.0, 0.0, -1.0, 0.0, 1.0)
ACROSS = np.linspace(-1.2, 1.2, 49)
SHARES = np.linspace(0.0, 1.0, 13)
CHORDS = ((-0.7, 0.7), (0.5, 1.2))
"""Over the hill between the valleys, and across the side of one of them."""
NAMES = "over the hill", "in a valley"
STIFF, SOFT = 2.0, -1.0
SADDLE = bowl([[STIFF, 0.0], [0.0, SOFT]])
ANGLES = np.linspace(0.0, 180.0, 37)


def _height(x: Floats) -> Floats:
    return np.asarray(x**4 - x**2)


def chord_gap(yours: Asked) -> Picture:
    """Two chords on x⁴ − x², as high above the ground as the gaps say."""
    curves, mine, right = [Curve("x⁴ − x²", "ground", row(ACROSS), row(_height(ACROSS)))], [], []
    for x, y in CHORDS:
        places = SHARES * x + (1 - SHARES) * y
        gaps = [float(array(yours(GROUND.loss, np.array(x), np.array(y), float(t)), ())) for t in SHARES]
        mine.append((places, _height(places) + gaps))
        right.append((places, SHARES * _height(np.array(x)) + (1 - SHARES) * _height(np.array(y))))
    if not np.isfinite([heights for _, heights in mine]).all():
        raise NoValue
    differs = not all(np.allclose(a, b, atol=1e-6) for (_, a), (_, b) in zip(mine, right, strict=True))
    if differs:
        curves += [Curve(f"right, {name}", "right", row(a), row(b)) for name, (a, b) in zip(NAMES, right, strict=True)]
    curves += [Curve(f"yours, {name}", "yours", row(a), row(b)) for name, (a, b) in zip(NAMES, mine, strict=True)]
    says = "The chord in a valley runs above the ground. The one over the hill runs below it: this loss is not convex."
    window = (-1.2, 1.2, -0.6, 0.6)
    return Picture("chord_gap", "chords on x⁴ − x²", says, "x", "loss", tuple(curves), differs, window)


def curvature_along(yours: Asked) -> Picture:
    """The curvature of a saddle over the angle of the direction."""
    turned = np.radians(ANGLES)
    ways = 2 * np.stack([np.cos(turned), np.sin(turned)], axis=1)
    mine = np.array([float(array(yours(SADDLE.loss, np.array([0.3, -0.2]), way, 0.1), ())) for way in ways])
    if not np.isfinite(mine).all():
        raise NoValue
    right = STIFF * np.cos(turned) ** 2 + SOFT * np.sin(turned) ** 2
    differs = not same(mine, right)
    curves = [Curve("straight ground", "beside", (0.0, 180.0), (0.0, 0.0))]
    curves += [Curve("right", "right", row(ANGLES), row(right))] if differs else []
    curves.append(Curve("yours" if differs else "yours (right)", "yours", row(ANGLES), row(mine)))
    steepest = int(np.argmax(mine))
    says = f"Along the first axis this saddle bends up by {STIFF:g}, along the second down by {-SOFT:g}."
    if differs:
        says += f" Your largest bend is {format_number(mine[steepest])}, at {ANGLES[steepest]:g} degrees."
    title = "how the saddle x² − y²/2 bends"
    return Picture(
        "curvature_along",
        title,
        says,
        "angle of the direction",
        "curvature",
        tuple(curves),
        differs,
        (0.0, 180.0, -4.0, 8.0),
    )
