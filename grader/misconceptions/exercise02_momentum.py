"""How a ball with a memory goes wrong (ids and sources: the catalogue's MO, and GD for its walk)."""

from dataclasses import replace

import numpy as np

from grader.misconceptions.exercise01_gradient_step import (
    RENAMED,
    SETTLED_FROM,
    SETTLING,
    STEPS,
    descent_probes,
    felt,
)
from grader.misconceptions.toolkit import ARGUMENTS, ORDER, WALKS, Idea, Probe, Turn, clip, family, rate, taken, walk
from grader.suites.toolkit.paths import velocity
from grader.suites.toolkit.states import any_gradients, any_place

# ---- momentum_step ----------------------------------------------------------------------------------------

VELOCITIES = (
    Idea(
        "MO-EMA",
        "an average instead of a sum",
        "Under a constant slope g your ball tends to the speed g. As a running sum it would reach g/(1 − beta), so "
        "the same lr carries you 1/(1 − beta) times less. The average belongs to Adam.",
        "Which terminal speed do the stub's two lines give on a slope of 1?",
    ),
    Idea(
        "MO-NODECAY",
        "no friction",
        "Nothing of the old velocity is ever lost. Under a constant slope the speed grows without bound, and past "
        "the bottom nothing calms the ball.",
        "Which share of a speed of 10 should be left after one step on flat ground?",
        hides=("MO-FRICTION", "GD-TOL"),
    ),
    Idea(
        "MO-BETAG",
        "friction on the push",
        "Friction acts on the old speed only. Yours damps the new push as well, or instead.",
        "From rest, how fast should the ball be after one push of size 1?",
        forms=2,
        hides=("MO-NODECAY", "GD-TOL"),
    ),
    Idea(
        "MO-SWAP",
        "the weights exchanged",
        "beta is how much of the past survives. In yours, the heavier the ball, the sooner it forgets: with beta near "
        "1 its memory is one step long.",
        "With beta at 0.99, is yesterday's speed nearly kept or nearly gone?",
        hides=("MO-EMA", "MO-FRICTION"),
    ),
    Idea(
        "MO-FRICTION",
        "beta taken for the friction",
        "beta is the share of speed that survives a step; you took it for the share that is lost. A heavy ball rolls "
        "in honey and a light one hardly stops.",
        "With beta at 0.99, how long should a ball coast on flat ground?",
    ),
    Idea(
        "MO-SIGN",
        "two conventions that clash",
        "Friction works, but the slope pushes the ball uphill. One line counts velocity downhill, the other counts "
        "it uphill.",
        "On a slope of +1, into which direction should the velocity grow, and the place move?",
    ),
)

UNITS = (
    Idea(
        "MO-LRIN",
        "lr inside the velocity",
        "This is momentum with a velocity that is the move itself, lr inside, as Sutskever et al. (2013) write it but "
        "for the sign. The idea is right and from rest the path is the same; this stub asks for velocity in gradient "
        "units, so that lr can change in mid-run.",
        "Which unit does the velocity have if it is a sum of gradients?",
        kind="convention",
    ),
    Idea(
        "MO-LRTWICE",
        "lr in both places",
        "From rest the first step should be a plain gradient step. Yours is that times lr, for lr counts in the push "
        "and again in the move.",
        "What is left of the move if lr is halved?",
        same_as=("GS-LR2",),
        hides=("MO-LRIN",),
    ),
    Idea(
        "MO-PAPER",
        "the paper's velocity",
        "This is momentum as Sutskever et al. (2013) write it, with a velocity measured in units of theta and lr "
        "inside. The idea is right and from rest the path is the same; this stub asks for velocity in gradient units.",
        "Which of the two velocities still fits after the learning rate was changed in mid-run?",
        kind="convention",
        hides=("MO-LRIN",),
    ),
)

MOVES = (
    Idea(
        "MO-UNUSED",
        "a velocity that does not carry",
        "The velocity is written down, but the slope alone moves you: on flat ground you stop dead instead of "
        "coasting.",
        "Where does a fast ball go on a step without slope?",
        hides=("MO-LATE", "MO-NEST", "MO-DOUBLE"),
    ),
    Idea(
        "MO-LATE",
        "the old velocity moves you",
        "The push felt now moves you only at the next step; from rest the first step goes nowhere.",
        "From rest, where should the first step end?",
    ),
    Idea(
        "MO-NEST",
        "a look ahead",
        "That is Nesterov's momentum, which looks ahead along the velocity. A plain heavy ball feels the slope where "
        "it lies and takes one step with one velocity.",
        "Where is the slope felt that pushes your ball, and how often does one step use the velocity?",
    ),
    Idea(
        "MO-DOUBLE",
        "the slope counted twice",
        "The present slope is part of the velocity already, and you add it once more outside. From rest the first "
        "step is twice as long.",
        "From rest, how long is the first step of yours, and of plain gradient descent?",
    ),
    Idea(
        "MO-ASCENT",
        "goes uphill",
        "The velocity sums up slopes, which point uphill. Yours carries the ball along with them, and the loss rises.",
        "Where does a sum of gradients point?",
        hides=("GD-TOL",),
    ),
    Idea(
        "MO-NOLR",
        "lr has no say",
        "The ball moves by its whole velocity, whatever stride was asked for.",
        "What would a learning rate of zero have to do?",
        same_as=("GS-NOLR",),
        hides=("MO-LRIN", "MO-LRTWICE", "GD-DECAY", "GD-SCHEDULE"),
    ),
    Idea(
        "MO-DELTA",
        "the way instead of the place",
        "What came back for theta' is the way to go. Asked for was the place where the ball arrives.",
        "Rolling 2 down from 10: which number is the new place?",
        same_as=("GS-DELTA",),
    ),
)

CLIPPING = Idea(
    "MO-CLIP",
    "a hidden clipping",
    "Slopes beyond a limit are cut back before they push the ball: steeper ground pushes no harder, and a run that "
    "blows up looks tame. That is gradient clipping, which nobody asked for here.",
    "Ten times as steep: how much harder is the push?",
    forms=4,
    same_as=("GS-CLIP",),
    alone=True,
)

MEMORIES = (
    Idea(
        "MO-NOSTORE",
        "a velocity that is not handed on",
        "The next step gets the velocity from before this push, so nothing ever builds up and beta has no effect.",
        "From which velocity does the next step start?",
    ),
    Idea(
        "MO-RESET",
        "a velocity that starts over",
        "The velocity that you hand on has forgotten the steps before. So every beta gives the same loss curve.",
        "After ten steps down the same slope, what does the velocity remember?",
        forms=2,
        hides=("MO-NOSTORE",),
    ),
)

SUMS_SAME = (
    (("MO-BETAG",), ("MO-SWAP", "MO-NODECAY")),
    (("MO-SWAP",), ("MO-FRICTION", "MO-BETAG")),
)
STEP_SAME = (
    *SUMS_SAME,
    (("MO-LRIN", "MO-SIGN"), ("MO-PAPER", "MO-ASCENT")),
    (("MO-LRIN", "MO-ASCENT"), ("MO-PAPER", "MO-SIGN")),
    # Looking ahead from the old velocity is the present place.
    ((), ("MO-LATE", "MO-NEST")),
)


def _step_probes():
    """Plain numbers first; then coordinates, axes, a long ride, and a first step from rest."""
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
    *VELOCITIES,
    *UNITS,
    *MOVES,
    *MEMORIES,
    CLIPPING,
    ORDER,
    replace(ARGUMENTS, forms=len(SWAPS)),
    gives=("theta'", "v'"),
    probes=_step_probes(),
    moves={"theta'": "theta"},
    same=STEP_SAME,
)
def momentum_step(theta, v, grad, lr, beta, *, turn):
    """One step with momentum, velocity in gradient units."""
    theta, v, grad, lr, beta = taken((theta, v, grad, lr, beta), SWAPS, turn)
    grad = clip(grad, "MO-CLIP", 4, turn)
    push, carry = _units(lr, turn)
    push = push * grad
    new = _velocity(v, push, beta, turn)
    way = carry * _carrying(v, new, push, beta, turn)
    moved = -way if turn("MO-DELTA") else theta - way
    kept = _handed_on(v, new, push, turn)
    return (kept, moved) if turn("X-ORDER") else (moved, kept)


def _units(lr, turn):
    """What a slope of one adds to the velocity, and how far a velocity of one carries."""
    lr = 1.0 if turn("MO-NOLR") else lr
    inside = turn("MO-LRIN") or turn("MO-LRTWICE") or turn("MO-PAPER")
    outside = turn("MO-LRTWICE") or not inside
    push, carry = lr if inside else 1.0, lr if outside else 1.0
    if turn("MO-PAPER"):
        push, carry = -push, -carry
    return push * (-1 if turn("MO-SIGN") else 1), carry * (-1 if turn("MO-ASCENT") else 1)


def _velocity(v, push, beta, turn):
    """What is left of the old velocity, and the new push."""
    keep, let = 1.0 if turn("MO-BETAG") == 1 else beta, 1.0
    if turn("MO-EMA"):
        let = 1 - beta
    if turn("MO-SWAP"):
        let = beta
    if turn("MO-SWAP") or turn("MO-FRICTION"):
        keep = 1 - beta
    if turn("MO-NODECAY"):
        keep = 1.0
    if turn("MO-BETAG"):
        let = let * beta
    return keep * v + let * push


def _carrying(old, new, push, beta, turn):
    """The velocity that moves the ball."""
    if turn("MO-UNUSED"):
        return push
    used = old if turn("MO-LATE") else new
    if turn("MO-NEST") == 1:
        used = push + beta * used
    return used + push if turn("MO-DOUBLE") else used


def _handed_on(old, new, push, turn):
    """The velocity that the next step starts from."""
    if turn("MO-RESET"):
        return push if turn("MO-RESET") == 1 else np.zeros_like(push)
    return old if turn("MO-NOSTORE") else new


# ---- momentum_descent -------------------------------------------------------------------------------------

UNSEEN = ("MO-LRIN", "MO-PAPER", "MO-SIGN", "MO-NOSTORE")
"""From rest these walk a path that is right (the units) or known by another name."""
ELSEWHERE = {"MO-ASCENT": ("MO-SIGN", "GD-ASCENT"), "MO-UNUSED": ("MO-NOSTORE", "MO-RESET")}
"""Other names of the very same path."""
HIDDEN = {"MO-UNUSED": ("MO-LATE", "MO-NEST", "MO-DOUBLE", "MO-RESET", "MO-PUSHED", *(one.id for one in VELOCITIES))}
"""What cannot be seen on a path, be it to be seen in the returned velocity."""
FORMS = {"MO-EMA": 2, "MO-NEST": 2, "MO-RESET": 1}
NOT_FROM_REST = Idea(
    "MO-PUSHED",
    "a push before the start",
    "The ball starts with the first slope as its velocity, so that slope counts twice: it did not start from rest.",
    "How fast is the ball before the first step?",
)
NORMED = next(replace(idea, id="GD-NORM", same_as=(idea.id,)) for idea in STEPS if idea.id == "GS-NORM")


def _rolling():
    """The ideas of the step as they show on a path from rest."""
    for idea in (*VELOCITIES, *UNITS, *MOVES, *MEMORIES, CLIPPING):
        if idea.id not in UNSEEN:
            yield replace(
                idea,
                same_as=ELSEWHERE.get(idea.id, idea.same_as),
                hides=HIDDEN.get(idea.id, idea.hides),
                forms=FORMS.get(idea.id, idea.forms),
            )


DESCENT_PROBES = [*descent_probes(0.7317), Probe(SETTLING, SETTLED_FROM, 0.3117, 0.3319, 45)]
DESCENT_SAME = (
    *SUMS_SAME,
    ((), ("MO-LATE", "MO-NEST")),
    (("GD-EMPTY", "GD-NOSTART"), ("GD-EMPTY", "GD-NOEND")),
    # From rest the first step goes nowhere, and the walk takes that for its end.
    (("GD-EMPTY",), ("GD-TOL", "MO-LATE")),
    (("GD-STALE",), ("MO-LATE", "MO-PUSHED")),
    (("GD-NOSTART", "MO-LATE"), ("GD-NOEND", "GD-STALE")),
    (("MO-NEST",), ("MO-BETAG", "MO-DOUBLE")),
    (("MO-NEST", "MO-NODECAY"), ("MO-BETAG", "MO-DOUBLE")),
    (("MO-SWAP", "MO-DOUBLE"), ("MO-FRICTION", "MO-NEST")),
    # Where the slope is the same all the way, looking ahead finds nothing new.
    (("GD-FROZEN",), ("GD-FROZEN", "MO-NEST")),
    (("GD-FROZEN", "MO-NEST"), ("GD-FROZEN", "MO-PUSHED")),
    (("GD-FROZEN", "MO-UNUSED"), ("GD-FROZEN", "MO-EMA")),
)


@family(
    *_rolling(), NOT_FROM_REST, NORMED, *WALKS, ARGUMENTS, gives=("path",), probes=DESCENT_PROBES, same=DESCENT_SAME
)
def momentum_descent(grad_fn, theta0, lr, beta, n_steps, *, turn):
    """A walk of n_steps steps of momentum, from rest."""
    lr, beta = taken((lr, beta), [(0, 1)], turn)

    inside = Turn({idea: form for idea, form in turn.taken.items() if idea != ARGUMENTS.id})

    def advance(state, feel, k):
        theta, v = state
        pace = rate(lr, k, n_steps, turn)
        ahead = pace * beta * v if turn("MO-NEST") == 2 else 0.0
        grad = felt(feel(theta - ahead), turn.renamed(RENAMED))
        if turn("MO-PUSHED") and k == 0:
            v = grad
        if turn("MO-EMA") == 2:
            # The average without its starting zero, as in Adam.
            pace = pace / (1 - beta ** (k + 1))
        return momentum_step(theta, v, grad, pace, beta, turn=inside)

    return walk(grad_fn, theta0, n_steps, advance, turn)
