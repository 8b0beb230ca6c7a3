"""What a threshold leaves of a weight, and where places outside a ball come to lie."""

from __future__ import annotations

import numpy as np

from grader.model import Curve, Picture
from grader.pictures.toolkit import Asked, array, finite, pair, row, same, short

WEIGHTS = np.linspace(-2.0, 2.0, 41)
AMOUNT = 0.7

RADIUS = 1.0
AROUND = np.linspace(0, 2 * np.pi, 49)
CIRCLE = RADIUS * np.stack([np.cos(AROUND), np.sin(AROUND)], axis=1)
PLACES = np.stack([0.5 + 1.3 * np.cos(AROUND), 0.2 + 0.8 * np.sin(AROUND)], axis=1)
"""A ring that lies partly inside the ball and partly outside."""
LENGTHS = np.linalg.norm(PLACES, axis=1)


def soft_threshold(yours: Asked) -> Picture:
    """What is left of a weight, over the weight."""
    right = np.sign(WEIGHTS) * np.maximum(np.abs(WEIGHTS) - AMOUNT, 0)
    mine = finite(array(yours(WEIGHTS.copy(), AMOUNT), WEIGHTS.shape))
    differs = not same(mine, right)
    gone = int((right == 0).sum())
    says = f"Weights up to {AMOUNT:g} to either side become zero ({gone} of {len(WEIGHTS)} here); "
    says += f"all others come {AMOUNT:g} closer to it."
    if differs:
        apart = int(np.argmax(np.abs(mine - right)))
        says += f" Of {short(WEIGHTS[apart])} yours leaves {short(mine[apart])}, and {short(right[apart])} is right."
    curves = [Curve("untouched", "ground", row(WEIGHTS), row(WEIGHTS))]
    curves += [Curve("right", "right", row(WEIGHTS), row(right))] if differs else []
    curves.append(Curve("yours" if differs else "yours (right)", "yours", row(WEIGHTS), row(mine)))
    title = f"what a threshold of {AMOUNT:g} leaves"
    return Picture("soft_threshold", title, says, "weight", "left", tuple(curves), differs, (-2.0, 2.0, -2.1, 2.1))


def project_ball(yours: Asked) -> Picture:
    """A ring of places and what becomes of it, beside the edge of the ball."""
    right = PLACES * np.minimum(1.0, RADIUS / LENGTHS)[:, None]
    mine = np.array([finite(array(yours(place.copy(), RADIUS), (2,))) for place in PLACES])
    differs = not same(mine, right)
    says = (
        f"Of {len(PLACES)} places {int((LENGTHS > RADIUS).sum())} lie outside. They come to lie on the edge, straight "
    )
    says += "towards the middle; those inside stay where they are."
    if differs:
        apart = int(np.argmax(np.linalg.norm(mine - right, axis=1)))
        says += f" Yours takes {pair(PLACES[apart])} to {pair(mine[apart])}, and {pair(right[apart])} is right."
    curves = [Curve("edge of the ball", "ground", row(CIRCLE[:, 0]), row(CIRCLE[:, 1]))]
    curves.append(Curve("before", "beside", row(PLACES[:, 0]), row(PLACES[:, 1])))
    curves += [Curve("right", "right", row(right[:, 0]), row(right[:, 1]))] if differs else []
    curves.append(Curve("yours" if differs else "yours (right)", "yours", row(mine[:, 0]), row(mine[:, 1])))
    title = f"a ring of places, brought into the ball of radius {RADIUS:g}"
    return Picture("project_ball", title, says, "first", "second", tuple(curves), differs, (-1.2, 2.0, -1.2, 1.2))
