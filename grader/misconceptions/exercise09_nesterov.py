"""How a ball that looks ahead goes wrong (ids and sources: the catalogue's NV, and MO for its velocity)."""

from dataclasses import replace

import numpy as np

from grader.misconceptions.exercise02_momentum import MEMORIES, MOVES, VELOCITIES
from grader.misconceptions.toolkit import ARGUMENTS, ORDER, Idea, Probe, clipped, family, taken
from grader.suites.toolkit.paths import velocity
from grader.suites.toolkit.slopes import bowl, parabola, quartic, waves
from grader.suites.toolkit.states import any_gradients, any_place

REACH = "reach.lr reach.beta reach.sign"
LOOKING = (
    Idea(
        "NV-HB",
        "the slope under your feet",
        "You felt the slope where you stand, not where your speed is about to carry you. That is the heavy ball, which "
        "learns of a wall when it is on it.",
        "Where will the ball be if nothing pushes it?",
        writes=(f"{REACH} speed",),
    ),
    Idea(
        "NV-NOLR",
        "a look ahead without lr",
        "The place ahead is where coasting alone would end. A velocity is no distance before lr has made it one, and "
        "you look far beyond.",
        "Coasting with a velocity of 10 and lr = 0.1: how far is the next place?",
        writes=("reach.lr",),
    ),
    Idea(
        "NV-NOBETA",
        "a look ahead without friction",
        "The place ahead is where coasting alone would end, and friction takes its share of the speed first. You look "
        "a little too far.",
        "Which share of the speed is left after one step on flat ground?",
        writes=("reach.beta",),
    ),
    Idea(
        "NV-SIGN",
        "a look behind",
        "The ball moves against its velocity, for that points uphill. You look to the other side, where the ball comes "
        "from.",
        "With a positive velocity, does theta grow or shrink?",
        writes=("reach.sign",),
    ),
    Idea(
        "NV-POST",
        "one push too far ahead",
        "You let the slope under your feet push first, and look ahead from what came of it. Only coasting is known "
        "before a slope is felt.",
        "How many slopes does one step need?",
        forms=3,
        writes=("reach.beta speed", "reach.beta speed old", "speed"),
    ),
)
SUMS = (
    Idea(
        "NV-FORGET",
        "the old speed lost",
        "What you hand on is the slope ahead alone. Without a share of the old speed nothing builds up, and beta has "
        "hardly any effect.",
        "On flat ground, which velocity is left of 10?",
        forms=2,
        writes=("old", "kept"),
    ),
    Idea(
        "NV-EMA",
        "an average instead of a sum",
        "Under a constant slope g your ball tends to the speed g. As a running sum it would reach g/(1 − beta), so "
        "the same lr carries you 1/(1 − beta) times less.",
        "Which terminal speed do the stub's two lines give on a slope of 1?",
        writes=("push",),
    ),
    Idea(
        "NV-PAPER",
        "the paper's velocity",
        "This is the method as Sutskever et al. (2013) write it, with a velocity in units of theta and lr inside. The "
        "idea is right and from rest the path is the same; this stub asks for velocity in gradient units.",
        "Which of the two velocities still fits after the learning rate was changed in mid-run?",
        kind="convention",
        writes=("units reach.lr",),
    ),
    Idea(
        "NV-LRIN",
        "lr inside the velocity",
        "The velocity is the move itself, lr inside. The idea is right and from rest the path is the same; this stub "
        "asks for velocity in gradient units, so that lr can change in mid-run.",
        "Which unit does the velocity have if it is a sum of gradients?",
        kind="convention",
        writes=("units reach.lr",),
    ),
)
ARRIVING = (
    Idea(
        "NV-TORCH",
        "the place ahead as theta",
        "This is the form of PyTorch and CS231n, in which the place ahead plays the part of the parameters. The method "
        "is the same; this stub asks for theta itself, and each number is another one.",
        "From rest, where does the ball lie after one step, and where does it look then?",
        kind="convention",
        writes=(f"{REACH} speed used",),
    ),
    Idea(
        "NV-TWICE",
        "two looks ahead",
        "The slope is felt ahead, and the step then goes ahead once more by the new speed. Either one is a look ahead; "
        "together they overshoot.",
        "From rest, how long is the first step of yours, and of plain gradient descent?",
        writes=("used",),
    ),
    Idea(
        "NV-FROMAHEAD",
        "a step from the place ahead",
        "You move by the whole new velocity from the place that coasting had already reached: the coasting is counted "
        "twice.",
        "On flat ground, how far should the ball go in one step?",
        writes=("base",),
    ),
    Idea(
        "NV-PLACE",
        "the next place ahead came back",
        "The step is right, and then you look ahead once more and hand that place back. The next step would start "
        "where the ball has not been.",
        "From rest, how long should the first step be?",
        writes=("place",),
    ),
    Idea(
        "NV-CLIP",
        "a hidden clipping",
        "Slopes beyond a limit are cut back before they push the ball: a run that blows up looks tame. That is "
        "gradient clipping, which nobody asked for here.",
        "Ten times as steep: how much harder is the push?",
        forms=4,
        same_as=("GS-CLIP",),
        alone=True,
    ),
)
WRITES = {
    "MO-NODECAY": "keep", "MO-SWAP": "keep push", "MO-SIGN": "", "MO-ASCENT": "", "MO-UNUSED": "used",
    "MO-LATE": "used", "MO-NOLR": "carry", "MO-DELTA": "place", "MO-NOSTORE": "kept",
}  # fmt: skip
BALL = [
    replace(one, forms=1 + (one.id == "MO-NODECAY"), writes=(WRITES[one.id],), hides=())
    for one in (*VELOCITIES, *MOVES, *MEMORIES)
    if one.id in WRITES
]
"""What can be wrong with the velocity of any ball."""
SWAPS = ((0, 1), (2, 3))
"""theta and v, lr and beta."""


def _probes():
    """Plain numbers first; then coordinates on a bent slope, axes, a valley, a long ride, and a start from rest."""
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
    *LOOKING,
    *SUMS,
    *ARRIVING,
    *BALL,
    ORDER,
    replace(ARGUMENTS, forms=len(SWAPS)),
    gives=("theta'", "v'"),
    probes=_probes(),
    moves={"theta'": "theta"},
    same=[
        ((), ("MO-UNUSED", "NV-FROMAHEAD")),
        (("MO-ASCENT", "MO-UNUSED"), ("MO-ASCENT", "NV-FROMAHEAD")),
        (("MO-ASCENT", "NV-PAPER"), ("MO-NOLR", "NV-PAPER")),
        (("MO-DELTA",), ("MO-DELTA", "NV-FROMAHEAD")),
        (("MO-NOSTORE", "MO-UNUSED"), ("MO-NOSTORE", "NV-FORGET")),
        (("NV-FORGET", "NV-PLACE"), ("NV-FORGET", "NV-TWICE")),
        (("NV-FORGET",), ("MO-NODECAY", "NV-FORGET"), ("MO-UNUSED", "NV-FORGET")),
        (("NV-FORGET",), ("NV-FORGET", "NV-FROMAHEAD")),
        (("NV-HB",), ("NV-FROMAHEAD", "NV-HB")),
        (("NV-LRIN",), ("MO-NOLR", "NV-LRIN")),
        (("NV-PLACE",), ("NV-FROMAHEAD", "NV-TWICE")),
        (("NV-POST",), ("NV-NOBETA", "NV-POST")),
        (("MO-UNUSED", "NV-SIGN"), ("NV-FROMAHEAD", "NV-SIGN")),
        (("NV-TORCH",), ("NV-FROMAHEAD", "NV-TORCH"), ("NV-HB", "NV-TWICE")),
        (("NV-TWICE",), ("MO-UNUSED", "NV-PLACE")),
        (("MO-NODECAY", "NV-FORGET"), ("NV-FORGET", "NV-NOBETA")),
        (("MO-NODECAY",), ("MO-NODECAY", "NV-NOBETA")),
    ],
)
def nesterov_step(theta, v, grad_fn, lr, beta, *, turn):
    """One step of Nesterov's momentum, velocity in gradient units."""
    theta, v, lr, beta = taken((theta, v, lr, beta), SWAPS, turn)

    def felt(place):
        return push * clipped(grad_fn(place), turn("NV-CLIP"))

    push, carry = _units(lr, turn)
    keep, let = _weights(beta, turn)
    first = keep * v + let * felt(theta) if turn("NV-POST") else v
    slope = felt(theta - _reach(first, carry, beta, turn))
    old = 0 * v if turn("NV-FORGET") == 1 else first if turn("NV-POST") == 2 else v
    new = keep * old + let * slope
    used = v if turn("MO-LATE") else slope if turn("MO-UNUSED") else new
    if turn("NV-TORCH") or turn("NV-TWICE"):
        used = slope + beta * new
    base = theta - _reach(first, carry, beta, turn) if turn("NV-FROMAHEAD") else theta
    way = (1.0 if turn("MO-NOLR") else carry) * used * (-1 if turn("MO-ASCENT") else 1)
    moved = -way if turn("MO-DELTA") else base - way
    if turn("NV-PLACE"):
        moved = moved - carry * beta * new
    kept = v if turn("MO-NOSTORE") else slope if turn("NV-FORGET") == 2 else new
    return (kept, moved) if turn("X-ORDER") else (moved, kept)


def _units(lr, turn):
    """What a slope of one adds to the velocity, and how far a velocity of one carries."""
    push, carry = (-lr, -1.0) if turn("NV-PAPER") else (lr, 1.0) if turn("NV-LRIN") else (1.0, lr)
    return (-push if turn("MO-SIGN") else push), carry


def _weights(beta, turn):
    """What is left of the old velocity, and how much of the new slope counts."""
    keep, let = beta, 1.0
    if turn("NV-EMA"):
        let = 1 - beta
    if turn("MO-SWAP"):
        keep, let = 1 - beta, beta
    return (1.0 if turn("MO-NODECAY") else keep), let


def _reach(speed, carry, beta, turn):
    """How far ahead the slope is felt."""
    if turn("NV-HB") or turn("NV-TORCH"):
        return 0.0 * speed
    whole = turn("NV-NOBETA") or turn("NV-POST") in (1, 2) or turn("MO-NODECAY") == 2
    share = 1.0 if whole else beta
    far = (1.0 if turn("NV-NOLR") else carry) * share * speed
    return -far if turn("NV-SIGN") else far
