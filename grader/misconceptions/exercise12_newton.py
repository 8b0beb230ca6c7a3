"""How Newton's step goes wrong (ids: NE)."""

import numpy as np

from grader.misconceptions.toolkit import ARGUMENTS, Probe, family, ideas, taken

JUMPS = ideas("""
NE-HG: multiplied by the curvature
    Your step is longest where the curvature is largest. Newton divides by it: sharp bends ask for short strides.
    ? Twice as curved, the same slope: is the bottom of the parabola nearer or further away?
NE-DIAG: curvature along the axes alone
    Only the diagonal of the Hessian is used. In a bowl that is tilted against the axes, one jump no longer reaches the
    bottom.
    ? If one parameter moves, does the slope along the other change?
NE-ELEM: one over each entry
    One over each entry is not the inverse of a matrix. Directions are mixed as they should not be, and the jump misses
    the bottom.
    ? What does a matrix times its inverse give?
NE-LALL: damping on every entry
    The damping went into every entry of the Hessian. That tilts the bowl, and some directions get no damping at all.
    ? Which matrix adds the same curvature in every direction?
NE-LMDIAG: damping in the size of the diagonal [convention]
    Yours grows with the curvature along each axis, as D. Marquardt's variant of Levenberg's method does. This stub asks
    for the same amount in every direction.
    ? How much damping does a direction get here that has no curvature?
NE-LSIGN: damping takes curvature away
    The damping lowers the curvature. Nearly flat directions then have almost none left, and the step flies off.
    ? Should more damping make the step longer or shorter?
NE-NODAMP: damping has no say
    Every step is the undamped one. In a flat direction nothing holds it back.
    ? What becomes of the step when the damping is huge?
NE-LSTEP: damping as a step size
    Your damping scales the jump and keeps its direction. Added to the curvature, it shortens flat directions most and
    turns the step towards the slope.
    ? Which directions should a strong damping hold back most?
NE-LONEMINUS: one minus the damping as a step size
    Your damping scales the jump and keeps its direction, and beyond 1 it even turns it round. It belongs to the
    curvature.
    ? Where should a step with a damping of a million end?
NE-ABS: the size of the curvature [convention]
    With its sign gone, your step runs away from saddles: that is saddle-free Newton. Plain Newton divides by the
    curvature as it is, and jumps into the saddle.
    ? Where does the parabola have no slope that is curved downwards?
NE-NOCURV: the curvature is not used
    Your step is the bare slope: gradient descent with a learning rate of 1. A long narrow bowl takes as many steps as
    before, or throws you out.
    ? What does the Hessian know that the slope does not?
NE-PLUS: the jump the wrong way
    In a bowl your step leads away from the bottom, by as much as it should lead there.
    ? On x² from 3, slope 6 and curvature 2: which way is the bottom?
NE-DELTA: the jump instead of the place
    What came back is the way to go. Asked for was the place where you arrive.
    ? Standing at 5 and jumping 2 down: which number is your new place?
NE-HALF: half a jump
    Your step stops halfway to the bottom of the bowl.
    ? On x² from 3, slope 6 and curvature 2: how far is the bottom?
""")

BOWL = np.array([[2.3171, 0.8719], [0.8719, 1.1913]])
SADDLE = np.array([[1.2713, 1.9131], [1.9131, 0.3177]])
STEEP = np.array([[-1.7131, 0.4317], [0.4317, 2.1719]])
WIDE = np.array([[3.1719, 0.7131, -0.9317], [0.7131, 1.4713, 0.5719], [-0.9317, 0.5719, 2.2131]])
PLACE, SLOPE = np.array([1.3719, -0.6127]), np.array([-2.4137, 1.7319])

PROBES = [
    Probe(PLACE, SLOPE, BOWL, 0.3719),
    Probe(np.array([1.3719]), np.array([-2.4137]), np.array([[1.7131]]), 0.3719),
    Probe(PLACE, SLOPE, SADDLE, 0.2137),
    Probe(PLACE, SLOPE, STEEP, 0.0),
    Probe(-PLACE, np.array([0.8131, 2.1937]), BOWL, 0.0),
    Probe(np.array([0.4717, 1.9131, -2.2713]), np.array([3.1931, -0.8317, 1.2719]), WIDE, 2.3117),
    Probe(PLACE[::-1], np.array([1.4171, 0.9319]), STEEP, 4.1713),
]
SWAPS = ((0, 1),)
"""theta and grad."""


@family(JUMPS, ARGUMENTS, gives=("theta'",), probes=PROBES, moves={"theta'": "theta"})
def newton_step(theta, grad, hessian, damping=0.0, *, turn):
    """One damped Newton step."""
    theta, grad, hessian, damping = taken((theta, grad, hessian, damping), SWAPS, turn)
    curvature = _damp(hessian, damping, turn)
    jump = turn.line(
        lambda: np.linalg.solve(curvature, grad),
        {
            # The later form leaves the damping out as well.
            "NE-HG": (lambda: curvature @ grad,) * 2,
            "NE-DIAG": (lambda: grad / np.diag(curvature),) * 2,
            "NE-ELEM": (lambda: (1 / curvature) @ grad,) * 2,
            "NE-ABS": (
                lambda: np.linalg.solve(_drop_signs(hessian) + curvature - hessian, grad),
                *(lambda: np.linalg.solve(_drop_signs(curvature), grad),) * 2,
            ),
            "NE-NOCURV": lambda: grad,
        },
    )
    size = turn.line(
        lambda: 1.0,
        {
            "NE-LSTEP": (lambda: damping, lambda: damping or 1.0, lambda: 1 / (1 + damping)),
            "NE-LONEMINUS": lambda: 1 - damping,
        },
    )
    size = turn.line(lambda: size, {"NE-HALF": lambda: size / 2})
    way = turn.line(lambda: -size * jump, {"NE-PLUS": lambda: size * jump})
    return turn.line(lambda: theta + way, {"NE-DELTA": (lambda: way, lambda: -way)})


def _damp(hessian, damping, turn):
    """Return the curvature in every direction, damping and all."""
    nothing = 0 * hessian
    shape = turn.line(
        lambda: np.eye(len(hessian)),
        {
            "NE-LALL": lambda: np.ones_like(hessian),
            "NE-LMDIAG": lambda: np.diag(np.diag(hessian)),
            **dict.fromkeys(("NE-NODAMP", "NE-LSTEP", "NE-LONEMINUS"), lambda: nothing),
            **dict.fromkeys(("NE-HG", "NE-DIAG", "NE-ELEM"), (None, lambda: nothing)),
            "NE-ABS": (None, None, lambda: nothing),
        },
    )
    return turn.line(lambda: hessian + damping * shape, {"NE-LSIGN": lambda: hessian - damping * shape})


def _drop_signs(matrix):
    """Return the matrix with the size of each curvature in its place."""
    curvatures, ways = np.linalg.eigh(matrix)
    return ways @ np.diag(np.abs(curvatures)) @ ways.T
