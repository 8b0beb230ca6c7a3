"""How a ball with a memory goes wrong (ids: MO, and GD for its walk)."""

import numpy as np

from grader.misconceptions.exercise01_gradient_step import (
    RENAMED,
    SETTLED_FROM,
    SETTLING,
    STEPS,
    descent_probes,
    felt,
)
from grader.misconceptions.toolkit import (
    ARGUMENTS,
    ORDER,
    WALKS,
    Probe,
    also,
    clip,
    family,
    form,
    ideas,
    only,
    rate,
    renamed,
    taken,
    walk,
    without,
)
from grader.suites.toolkit.paths import velocity
from grader.suites.toolkit.states import any_gradients, any_place

# ---- words ------------------------------------------------------------------------------------------------

VELOCITIES = ideas("""
MO-EMA: an average instead of a sum
    Under a constant slope g your ball tends to the speed g. As a running sum it would reach g/(1 − beta), so the same
    lr carries you 1/(1 − beta) times less. The average belongs to Adam.
    ? Which terminal speed do the stub's two lines give on a slope of 1?
MO-NODECAY: no friction
    Nothing of the old velocity is ever lost. Under a constant slope the speed grows without bound, and past the bottom
    nothing calms the ball.
    ? Which share of a speed of 10 should be left after one step on flat ground?
MO-BETAG: friction on the push
    Friction acts on the old speed only. Yours damps the new push as well, or instead.
    ? From rest, how fast should the ball be after one push of size 1?
MO-SWAP: the weights exchanged
    beta is how much of the past survives. In yours, the heavier the ball, the sooner it forgets: with beta near 1 its
    memory is one step long.
    ? With beta at 0.99, is yesterday's speed nearly kept or nearly gone?
MO-FRICTION: beta taken for the friction
    beta is the share of speed that survives a step; you took it for the share that is lost. A heavy ball rolls in honey
    and a light one hardly stops.
    ? With beta at 0.99, how long should a ball coast on flat ground?
MO-SIGN: two conventions that clash
    Friction works, but the slope pushes the ball uphill. One line counts velocity downhill, the other counts it uphill.
    ? On a slope of +1, into which direction should the velocity grow, and the place move?
""")
UNITS = ideas("""
MO-LRIN: lr inside the velocity [convention]
    This is momentum with a velocity that is the move itself, lr inside, as Sutskever et al. (2013) write it but for the
    sign. The idea is right and from rest the path is the same; this stub asks for velocity in gradient units, so that
    lr can change in mid-run.
    ? Which unit does the velocity have if it is a sum of gradients?
MO-LRTWICE: lr in both places [as GS-LR2]
    From rest the first step should be a plain gradient step. Yours is that times lr, for lr counts in the push and
    again in the move.
    ? What is left of the move if lr is halved?
MO-PAPER: the paper's velocity [convention]
    This is momentum as Sutskever et al. (2013) write it, with a velocity measured in units of theta and lr inside. The
    idea is right and from rest the path is the same; this stub asks for velocity in gradient units.
    ? Which of the two velocities still fits after the learning rate was changed in mid-run?
""")
MOVES = ideas("""
MO-UNUSED: a velocity that does not carry
    The velocity is written down, but the slope alone moves you: on flat ground you stop dead instead of coasting.
    ? Where does a fast ball go on a step without slope?
MO-LATE: the old velocity moves you
    The push felt now moves you only at the next step; from rest the first step goes nowhere.
    ? From rest, where should the first step end?
MO-NEST: a look ahead
    That is Nesterov's momentum, which looks ahead along the velocity. A plain heavy ball feels the slope where it lies
    and takes one step with one velocity.
    ? Where is the slope felt that pushes your ball, and how often does one step use the velocity?
MO-DOUBLE: the slope counted twice
    The present slope is part of the velocity already, and you add it once more outside. From rest the first step is
    twice as long.
    ? From rest, how long is the first step of yours, and of plain gradient descent?
MO-ASCENT: goes uphill
    The velocity sums up slopes, which point uphill. Yours carries the ball along with them, and the loss rises.
    ? Where does a sum of gradients point?
MO-NOLR: lr has no say [as GS-NOLR]
    The ball moves by its whole velocity, whatever stride was asked for.
    ? What would a learning rate of zero have to do?
MO-DELTA: the way instead of the place [as GS-DELTA]
    What came back for theta' is the way to go. Asked for was the place where the ball arrives.
    ? Rolling 2 down from 10: which number is the new place?
""")
MEMORIES = ideas("""
MO-NOSTORE: a velocity that is not handed on
    The next step gets the velocity from before this push, so nothing ever builds up and beta has no effect.
    ? From which velocity does the next step start?
MO-RESET: a velocity that starts over
    The velocity that you hand on has forgotten the steps before. So every beta gives the same loss curve.
    ? After ten steps down the same slope, what does the velocity remember?
MO-CLIP: a hidden clipping [alone, as GS-CLIP]
    Slopes beyond a limit are cut back before they push the ball: steeper ground pushes no harder, and a run that blows
    up looks tame. That is gradient clipping, which nobody asked for here.
    ? Ten times as steep: how much harder is the push?
""")
FROM_REST = ideas("""
MO-PUSHED: a push before the start
    The ball starts with the first slope as its velocity, so that slope counts twice: it did not start from rest.
    ? How fast is the ball before the first step?
""")

# ---- momentum_step ----------------------------------------------------------------------------------------


def _make_step_probes():
    """Return plain numbers first; then coordinates, axes, a long ride, and a first step from rest."""
    draw = np.random.default_rng(12)
    probes = []
    for steps, beta, lr, shape in (
        (3, 0.8713, 0.2317, ()),
        (5, 0.6131, 0.0719, ()),
        (4, 0.7317, 0.1931, (3,)),
        (12, 0.9137, 0.0517, (2, 3)),
        (2, 0.3719, 1.3117, (5,)),
        (1, 0.8317, 0.2713, (3,)),
    ):
        seen = any_gradients(draw, steps, shape)
        arguments = [any_place(draw, shape), velocity(seen[:-1], beta), seen[-1]]
        probes.append(Probe(*(value if shape else np.float64(value) for value in arguments), lr, beta))
    return [*probes, Probe(any_place(draw), np.array([1.3719, -2.7131, 0.4177]), STEEP, 0.0217, 0.7713)]


STEEP = np.array([-23.17, 14.31, 2.1931])
SWAPS = ((0, 1), (0, 2), (3, 4))
"""theta and v, theta and grad, lr and beta."""


@family(
    VELOCITIES,
    UNITS,
    MOVES,
    MEMORIES,
    ORDER,
    ARGUMENTS,
    gives=("theta'", "v'"),
    probes=_make_step_probes(),
    moves={"theta'": "theta"},
)
def momentum_step(theta, v, grad, lr, beta, *, turn):
    """One step with momentum, velocity in gradient units."""
    theta, v, grad, lr, beta = taken((theta, v, grad, lr, beta), SWAPS, turn)
    moved, new, push = _roll(theta, v, grad, lr, beta, turn)
    kept = turn.line(lambda: new, {"MO-NOSTORE": lambda: v})
    kept = turn.line(lambda: kept, {"MO-RESET": (lambda: push, lambda: np.zeros_like(push))})
    return turn.line(lambda: (moved, kept), {"X-ORDER": lambda: (kept, moved)})


def _roll(theta, v, grad, lr, beta, turn):
    """Return the new place, the new velocity, and the push."""
    push, carry = _choose_units(lr, turn)
    push = push * clip(grad, "MO-CLIP", 4, turn)
    keep, let = _choose_weights(beta, turn)
    new = keep * v + let * push
    used = turn.line(lambda: new, {"MO-LATE": lambda: v})
    used = turn.line(lambda: used, {"MO-NEST": (lambda: push + beta * used,)})
    used = turn.line(lambda: used, {"MO-DOUBLE": lambda: used + push})
    way = -carry * turn.line(lambda: used, {"MO-UNUSED": lambda: push})
    return turn.line(lambda: theta + way, {"MO-DELTA": lambda: way}), new, push


def _choose_units(lr, turn):
    """Return what a slope of one adds to the velocity, and how far a velocity of one carries."""
    stride = turn.line(lambda: lr, {"MO-NOLR": lambda: 1.0})
    push, carry = turn.line(lambda: (1.0, stride), {"MO-LRIN": lambda: (stride, 1.0)})
    push, carry = turn.line(
        lambda: (push, carry), {"MO-LRTWICE": lambda: (stride, stride), "MO-PAPER": lambda: (-stride, -1.0)}
    )
    push = turn.line(lambda: push, {"MO-SIGN": lambda: -push})
    return push, turn.line(lambda: carry, {"MO-ASCENT": lambda: -carry})


def _choose_weights(beta, turn):
    """Return the shares of the old velocity and of the push."""
    keep = turn.line(lambda: beta, {"MO-FRICTION": lambda: 1 - beta, "MO-BETAG": (lambda: 1.0, None)})
    let = turn.line(lambda: 1.0, {"MO-EMA": lambda: 1 - beta})
    keep, let = turn.line(lambda: (keep, let), {"MO-SWAP": lambda: (1 - beta, beta)})
    keep = turn.line(lambda: keep, {"MO-NODECAY": lambda: 1.0})
    return keep, turn.line(lambda: let, {"MO-BETAG": lambda: let * beta})


# ---- momentum_descent -------------------------------------------------------------------------------------

# From rest the other units walk a path that is right, and what is left out is known by another name.
ROLLING = without((*VELOCITIES, *UNITS, *MOVES, *MEMORIES), "MO-LRIN MO-PAPER MO-SIGN MO-NOSTORE")
SAME_PATH = {"MO-ASCENT": "MO-SIGN GD-ASCENT", "MO-UNUSED": "MO-NOSTORE MO-RESET"}
NORMED = renamed(only(STEPS, "GS-NORM"), RENAMED)
DESCENT_PROBES = [*descent_probes(0.7317), Probe(SETTLING, SETTLED_FROM, 0.3117, 0.3319, 45)]


@family(also(ROLLING, SAME_PATH), FROM_REST, NORMED, WALKS, ARGUMENTS, gives=("path",), probes=DESCENT_PROBES)
def momentum_descent(grad_fn, theta0, lr, beta, n_steps, *, turn):
    """A walk of n_steps steps of momentum, from rest."""
    lr, beta = taken((lr, beta), [(0, 1)], turn)
    inside = turn.renamed(RENAMED)

    def advance(state, feel, k):
        theta, v = state
        pace = rate(lr, k, n_steps, turn)
        ahead = turn.line(lambda: 0.0, {"MO-NEST": form(2, lambda: pace * beta * v)})
        slope = felt(feel(theta - ahead), inside)
        v = turn.line(lambda: v, {"MO-PUSHED": lambda: v if k else slope})
        # The average without its starting zero, as in Adam.
        pace = turn.line(lambda: pace, {"MO-EMA": form(2, lambda: pace / (1 - beta ** (k + 1)))})
        moved, new, push = _roll(theta, v, slope, pace, beta, turn)
        return moved, turn.line(lambda: new, {"MO-RESET": lambda: push})

    return walk(grad_fn, theta0, n_steps, advance, turn)
