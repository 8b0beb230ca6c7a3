"""Places by their two curvatures, and a run past a saddle with noise in its slope and without."""

from __future__ import annotations

import numpy as np

from grader.model import Curve, Picture
from grader.pictures.toolkit import Asked, NoValue, row, rows, same, short
from grader.suites.toolkit import bowl

# ---- classify_stationary: a place for each pair of curvatures ----------------------------------------------

ACROSS, UP = np.arange(-2.0, 2.1, 0.5), np.arange(-1.0, 1.1, 0.5)
PAIRS = [(float(first), float(second)) for second in UP for first in ACROSS]
TURN = np.array([[np.cos(0.6), -np.sin(0.6)], [np.sin(0.6), np.cos(0.6)]])
WORDS = {2: "minimum", -2: "maximum", 0: "saddle", 1: "flat", -1: "flat"}
CALLED = {word: word if word == "flat" else f"a {word}" for word in WORDS.values()}
PLACES = "Where both curvatures are positive lies a minimum, where both are negative a maximum, and between them a "
PLACES += "saddle. On the axes, where one of them is zero, the curvatures do not tell."


def _word(first: float, second: float) -> str:
    return WORDS[int(np.sign(first) + np.sign(second))] if first or second else "flat"


def classify_stationary(yours: Asked) -> Picture:
    """What each pair of curvatures is called."""
    said = [yours(TURN @ np.diag(pair) @ TURN.T) for pair in PAIRS]
    if not all(isinstance(word, str) for word in said):
        raise NoValue
    other = [pair for pair, word in zip(PAIRS, said, strict=True) if word != _word(*pair)]
    says = PLACES
    if other:
        first = next((pair for pair in other if all(pair)), other[0])
        says = (
            f"At {len(other)} of {len(PAIRS)} places the right word is another one. With the curvatures "
            f"{short(first[0])} and {short(first[1])} the place is {CALLED[_word(*first)]}."
        )
    whose = "you say" if other else "you say (right)"
    curves = [
        Curve("", "ground", row([ACROSS[0], ACROSS[-1]]), row([0, 0])),
        Curve("", "ground", row([0, 0]), row([UP[0], UP[-1]])),
        _marks(f"minimum, {whose}", "beside", [p for p, word in zip(PAIRS, said, strict=True) if word == "minimum"]),
        _marks(f"saddle, {whose}", "yours", [p for p, word in zip(PAIRS, said, strict=True) if word == "saddle"]),
        _marks("another word is right", "right", other),
    ]
    title, axes = f"{len(PAIRS)} places without slope", ("first curvature", "second curvature")
    drawn = tuple(curve for curve in curves if curve.xs)
    return Picture("classify_stationary", title, says, *axes, drawn, bool(other), (-2.2, 2.2, -1.2, 1.2))


def _marks(name: str, role: str, pairs: list[tuple[float, float]]) -> Curve:
    return Curve(name, role, row([x for x, _ in pairs]), row([y for _, y in pairs]), joined=False)  # type: ignore[arg-type]


# ---- noisy_descent: along the ridge, into the saddle or past it ---------------------------------------------

RISES, FALLS, LR, STEPS = 1.0, -0.8, 0.3, 24
GROUND = bowl(np.diag([RISES, FALLS]))
START = np.array([-3.0, 0.0])
NOISE = np.random.default_rng(4).normal(scale=0.05, size=(STEPS, 2))
LEVEL = np.array([-2.5, 2.5])


def _compute_path(noise: np.ndarray) -> np.ndarray:
    """Return the path along each axis: a step leaves 1 − lr·λ of the point and adds −lr times its noise."""
    left = 1 - LR * np.array([RISES, FALLS])
    ages = np.arange(STEPS)
    return np.stack(
        [left**k * START - LR * (left ** (k - 1 - ages[:k])[:, None] * noise[:k]).sum(axis=0) for k in range(STEPS + 1)]
    )


RIGHT, QUIET = _compute_path(NOISE), _compute_path(np.zeros((STEPS, 2)))


def noisy_descent(yours: Asked) -> Picture:
    """A run that begins exactly on the ridge of a saddle."""
    path = rows(yours(GROUND, START, LR, NOISE), (2,))
    differs = not same(path, RIGHT)
    steep = float(np.sqrt(RISES / -FALLS))
    away = abs(RIGHT[-1][1])
    says = (
        f"Without noise the run slides into the saddle and stays. With a noise of 0.05 in each slope it is "
        f"{short(away)} away from the ridge after {STEPS} steps, and still gaining speed."
    )
    if differs:
        says = (
            f"After {STEPS} steps the right path is at {_place(RIGHT[-1])}. Yours ends at {_place(path[-1])}, after "
            f"{len(path) - 1} finite steps."
        )
    curves = [
        Curve("level lines", "ground", row(LEVEL), row(LEVEL * steep)),
        Curve("", "ground", row(LEVEL), row(-LEVEL * steep)),
        Curve("saddle", "ground", (0.0,), (0.0,), joined=False),
        *([] if differs else [Curve("without noise", "beside", row(QUIET[:, 0]), row(QUIET[:, 1]))]),
        *([Curve("right", "right", row(RIGHT[:, 0]), row(RIGHT[:, 1]))] if differs else []),
        Curve("yours" if differs else "yours (right)", "yours", row(path[:, 0]), row(path[:, 1])),
    ]
    title = f"{STEPS} steps past a saddle, lr = {LR}"
    return Picture("noisy_descent", title, says, "x", "y", tuple(curves), differs, (-3.3, 1.5, -2.6, 2.6))


def _place(at: np.ndarray) -> str:
    return f"({short(at[0])}, {short(at[1])})"
