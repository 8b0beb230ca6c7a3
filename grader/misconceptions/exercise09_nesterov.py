"""How a ball that looks ahead goes wrong (ids: NV, and MO for its velocity)."""

import numpy as np

from grader.misconceptions import exercise02_momentum
from grader.misconceptions.toolkit import ARGUMENTS, ORDER, Probe, clip, families, family, ideas, only, renamed, taken
from grader.suites.toolkit.paths import velocity
from grader.suites.toolkit.slopes import bowl, parabola, quartic, waves
from grader.suites.toolkit.states import any_gradients, any_place

LOOKING = ideas("""
NV-HB: the slope under your feet
    You felt the slope where you stand, not where your speed is about to carry you. That is the heavy ball, which
    learns of a wall when it is on it.
    ? Where will the ball be if nothing pushes it?
NV-NOLR: a look ahead without lr
    The place ahead is where coasting alone would end. A velocity is no distance before lr has made it one, and you
    look far beyond.
    ? Coasting with a velocity of 10 and lr = 0.1: how far is the next place?
NV-NOBETA: a look ahead without friction
    The place ahead is where coasting alone would end, and friction takes its share of the speed first. You look a
    little too far.
    ? Which share of the speed is left after one step on flat ground?
NV-SIGN: a look behind
    The ball moves against its velocity, for that points uphill. You look to the other side, where the ball comes
    from.
    ? With a positive velocity, does theta grow or shrink?
NV-BETA2: friction twice before the look
    The old speed has lost its share already when you look ahead, and loses it once more there. So you do not look far
    enough.
    ? How often does friction act on the speed within one step?
NV-POST: one push too far ahead
    You let the slope under your feet push first, and look ahead from what came of it. Only coasting is known before
    a slope is felt.
    ? How many slopes does one step need?
""")
SUMS = ideas("""
NV-FORGET: the old speed lost
    What you hand on is the slope ahead alone. Without a share of the old speed nothing builds up, and beta has
    hardly any effect.
    ? On flat ground, which velocity is left of 10?
NV-PAPER: the paper's velocity [convention]
    This is the method as Sutskever et al. (2013) write it, with a velocity in units of theta and lr inside. The
    idea is right and from rest the path is the same; this stub asks for velocity in gradient units.
    ? Which of the two velocities still fits after the learning rate was changed in mid-run?
NV-LRIN: lr inside the velocity [convention]
    Your velocity is the move itself, with lr inside. Others keep it so; this stub asks for velocity in gradient units,
    so that lr can change in mid-run.
    ? Which unit does the velocity have if it is a sum of gradients?
""")
ARRIVING = ideas("""
NV-TORCH: the place ahead as theta [convention]
    This is the form of PyTorch and CS231n, in which the place ahead plays the part of the parameters. The method is
    the same; this stub asks for theta itself, and each number is another one.
    ? From rest, where does the ball lie after one step, and where does it look then?
NV-TWICE: two looks ahead
    The slope is felt ahead, and the step then goes ahead once more by the new speed. Either one is a look ahead;
    together they overshoot.
    ? From rest, how long is the first step of yours, and of plain gradient descent?
NV-FROMAHEAD: a step from the place ahead
    You move by the whole new velocity from the place that coasting had already reached: the coasting is counted
    twice.
    ? On flat ground, how far should the ball go in one step?
NV-PLACE: the next place ahead came back
    The step is right, and then you look ahead once more and hand that place back. The next step would start where
    the ball has not been.
    ? From rest, how long should the first step be?
NV-CLIP: a hidden clipping [alone, as GS-CLIP]
    Slopes beyond a limit are cut back before they push the ball: a run that blows up looks tame. That is gradient
    clipping, which nobody asked for here.
    ? Ten times as steep: how much harder is the push?
""")
_ball = families(exercise02_momentum)["momentum_step"].ideas
BALL = only(
    renamed(_ball, {"MO-EMA": "NV-EMA"}),
    "NV-EMA MO-NODECAY MO-BETAG MO-SWAP MO-FRICTION MO-SIGN MO-LRTWICE MO-UNUSED MO-LATE MO-DOUBLE MO-ASCENT MO-NOLR "
    "MO-DELTA MO-NOSTORE",
)
"""What can be wrong with the velocity of any ball."""
SWAPS = ((0, 1), (2, 3))
"""theta and v, lr and beta."""


def _make_probes():
    """Return plain numbers; then coordinates on a bent slope, axes, a valley, a long ride, and a start from rest."""
    draw = np.random.default_rng(9)
    valley = bowl([[2.0, 1.0], [1.0, 3.0]], [0.31, -0.72])
    probes = []
    for ground, steps, lr, beta, shape in (
        (parabola(1.7), 3, 0.2317, 0.8713, ()),
        (waves(), 5, 0.0719, 0.6131, ()),
        (waves(), 4, 0.1931, 0.7317, (3,)),
        (valley, 6, 0.1317, 0.8917, (2,)),
        (quartic(), 3, 0.0517, 0.4719, (2, 3)),
        (waves(), 12, 0.0917, 0.9137, (3,)),
        (waves(), 1, 0.2713, 0.8317, (3,)),
    ):
        seen = any_gradients(draw, steps, shape)
        arguments = [any_place(draw, shape), velocity(seen[:-1], beta)]
        place, speed = (value if shape else np.float64(value) for value in arguments)
        probes.append(Probe(place, speed, ground, lr, beta))
    return probes


@family(
    LOOKING,
    SUMS,
    ARRIVING,
    BALL,
    ORDER,
    ARGUMENTS,
    gives=("theta'", "v'"),
    probes=_make_probes(),
    moves={"theta'": "theta"},
)
def nesterov_step(theta, v, grad_fn, lr, beta, *, turn):
    """One step of Nesterov's momentum, velocity in gradient units."""
    theta, v, lr, beta = taken((theta, v, lr, beta), SWAPS, turn)
    push, carry = _choose_units(lr, turn)
    keep, let = _choose_weights(beta, turn)

    def felt(place):
        return push * clip(grad_fn(place), "NV-CLIP", 4, turn)

    before, pushed = (lambda: v), (lambda: keep * v + let * felt(theta))
    # Who feels the slope where the ball lies looks nowhere, with whatever speed.
    first = turn.line(before, {"NV-POST": (pushed, pushed, pushed), "NV-HB": before, "NV-TORCH": before})
    reach = _compute_reach(first, carry, lr, beta, turn)
    slope = felt(theta - reach)
    old = turn.line(before, {"NV-FORGET": (lambda: 0 * v, None), "NV-POST": (None, lambda: first, None)})
    new = keep * old + let * slope
    moved = _choose_arrival(theta, reach, _choose_velocity(v, slope, new, let, beta, turn), carry, beta * new, turn)
    kept = turn.line(lambda: new, {"MO-NOSTORE": before, "NV-FORGET": (None, lambda: slope)})
    return turn.line(lambda: (moved, kept), {"X-ORDER": lambda: (kept, moved)})


def _choose_units(lr, turn):
    """Return what a slope of one adds to the velocity, and how far a velocity of one carries."""
    move, inside = (lambda: (-lr, -1.0)), (lambda: (lr, 1.0))
    wrong = {"NV-PAPER": move, "NV-LRIN": (inside, inside), "NV-TORCH": (None, None, move)}
    push, carry = turn.line(lambda: (1.0, lr), wrong | {"MO-LRTWICE": lambda: (lr, lr)})
    return turn.line(lambda: push, {"MO-SIGN": lambda: -push}), carry


def _choose_weights(beta, turn):
    """Return what is left of the old velocity, and how much of the new slope counts."""
    one, same, rest = (lambda: 1.0), (lambda: beta), (lambda: 1 - beta)
    keep = turn.line(same, {"MO-SWAP": rest, "MO-FRICTION": rest, "MO-NODECAY": (one, one), "MO-BETAG": (one, None)})
    return keep, turn.line(one, {"MO-SWAP": same, "NV-EMA": rest, "MO-BETAG": (same, same)})


def _compute_reach(speed, carry, lr, beta, turn):
    """Return how far ahead the slope is felt."""
    none, one = (lambda: 0.0), (lambda: 1.0)
    here = {"NV-HB": none, "NV-TORCH": none}
    wrong = {"NV-NOBETA": one, "NV-POST": (one, one, None), "MO-NODECAY": (None, one), "NV-BETA2": lambda: beta**2}
    share = turn.line(lambda: beta, here | wrong)
    far = turn.line(lambda: carry, here | {"NV-NOLR": one, "NV-LRIN": (None, lambda: lr)})
    return turn.line(lambda: far * share * speed, here | {"NV-SIGN": lambda: -far * share * speed})


def _choose_velocity(old, slope, new, let, beta, turn):
    """Return the velocity that moves the ball."""
    again, weighed = (lambda: slope + beta * new), (lambda: let * slope + beta * new)
    ahead = {"NV-TORCH": (again, weighed, again), "NV-TWICE": (again, weighed)}
    plain = {"MO-LATE": lambda: old, "MO-UNUSED": lambda: slope, "MO-DOUBLE": lambda: slope + new}
    return turn.line(lambda: new, ahead | plain)


def _choose_arrival(theta, reach, speed, carry, next_speed, turn):
    """Return the point that comes back."""
    base = turn.line(lambda: theta, {"NV-FROMAHEAD": lambda: theta - reach})
    far = turn.line(lambda: carry, {"MO-NOLR": lambda: 1.0})
    way = turn.line(lambda: -far * speed, {"MO-ASCENT": lambda: far * speed})
    wrong = {"MO-DELTA": lambda: way, "NV-PLACE": lambda: base + way - carry * next_speed}
    return turn.line(lambda: base + way, wrong)
