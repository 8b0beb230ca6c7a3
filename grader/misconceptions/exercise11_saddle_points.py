"""How places without slope and walks with noise go wrong (ids: SP, ND and GD)."""

from functools import partial

import numpy as np

from grader.misconceptions.exercise01_gradient_step import RENAMED, SETTLED_FROM, SETTLING, STEPS
from grader.misconceptions.toolkit import WALKS, Probe, family, ideas, only, rate, renamed, walk
from grader.suites.toolkit.hessians import with_curvatures
from grader.suites.toolkit.slopes import bowl, parabola, plane, waves

# ---- words ------------------------------------------------------------------------------------------------

PLACES = ideas("""
SP-DIAG: curvature along the axes alone
    The ground can curve up along every axis and still fall along a direction between them. Your test does not look
    there, and a run stops on a saddle.
    ? Along (1, −1), does [[1, 3], [3, 1]] rise or fall?
SP-DET: the determinant decides
    The determinant only tells whether the ways down are even or odd in number. With two of them it is positive again,
    and a saddle passes for a minimum or a hilltop.
    ? What is the sign of 3 times −1 times −2?
SP-TRACE: the sum of the curvatures decides
    A steep way up outweighs a gentle way down in the sum. For a run, the gentle way down is what counts.
    ? Curvatures of 5 and −1: is there a way down?
SP-GEQ: zero counts as positive
    Along a direction without curvature the loss may still fall, as −x⁴ does. You promise a minimum, or a maximum, where
    nobody can tell yet.
    ? Which of x⁴ and −x⁴ has a curvature of zero at its stationary point?
SP-ZEROFIRST: one zero silences the others
    A way up and a way down make a saddle, and a third direction without curvature does not change that. Your test stops
    at the zero, and a run waits on a place that it could leave.
    ? Curvatures of 2, −1 and 0: is there a way down for certain?
SP-NOTOL: no tolerance
    Rounding leaves 1e-17 where zero should be, and its sign decides in your test. The same place turned a little gets
    another name.
    ? How large is the eigenvalue that should be zero, once it has been computed?
SP-FIXEDTOL: a tolerance of its own
    How small a curvature counts as zero is for the caller to say. Yours is the same for every caller.
    ? What should a tolerance of 0.05 make of a curvature of 0.001?
SP-RELTOL: a tolerance that grows with the curvatures [convention]
    Yours is a share of the largest curvature, as numpy's matrix_rank has it. Here tol is a curvature itself: on gently
    curved ground everything may be below it.
    ? With tol at 0.05, what are curvatures of 0.004 and −0.002?
SP-SWAP: valley and hill exchanged
    A positive curvature cups upward, like a bowl. You call the bowl a maximum.
    ? What is the curvature of x² at its lowest point?
SP-ANYPOS: one sign is enough
    A single direction that rises, or one that falls, settles it for you. All directions have to agree before a place
    is a minimum or a maximum.
    ? Curvatures of 2 and −1: what does the second direction do?
SP-ONEEIG: one curvature decides
    You look at a single curvature, the least or the largest. The others may bend another way.
    ? Which two curvatures does one have to know to see that a place is a saddle?
SP-ZEROSADDLE: undecided counts as a saddle
    A curvature of zero is neither up nor down. You take it for a way down, and call valleys with a flat floor saddles.
    ? Curvatures of 2 and 0: does the ground fall anywhere for certain?
""")

NOISES = ideas("""
ND-NONOISE: noise has no say
    Your walk feels the true slope alone. Exactly on a saddle it stays for ever, and no push sets it free.
    ? On flat ground, what should the noise do to the place?
ND-NOLR: noise that lr does not scale
    The noise moves the place at its full size. It is a part of the slope, so a smaller learning rate should calm it
    too.
    ? What should a learning rate of zero leave of the noise?
ND-MINUS: noise taken away from the slope
    The noise enters with the other sign: each push goes to the wrong side.
    ? A slope of 2 and a noise of 1: how steep does the ground feel?
ND-ONCE: one noise for all steps
    The same push comes at every step, and so the pushes add up as a slope would. Noise is new each time, and largely
    cancels.
    ? Which row of the noise belongs to the third step?
ND-ONLYNOISE: noise without a slope
    Only the noise moves your walk: it drifts about and never finds the valley.
    ? With a noise of zero, where should the walk go?
ND-SHIFT: noise of another step
    Each push comes a step too soon or too late. The path then belongs to other noise than it was given.
    ? Which row of the noise belongs to the first step?
ND-SCALE: noise as a factor of the slope
    Where the slope is zero, your noise does nothing. So it cannot set a run free that stands on a saddle.
    ? What is left of the noise where the slope is zero?
""")
START = {"GD-NOSTART": "ND-NOSTART"}
"""The missing start has a name of its own in this walk."""

# ---- classify_stationary ------------------------------------------------------------------------------------

WIDE, NEAR = 0.05, 0.0005
"""A tolerance, and a curvature that it takes for zero."""
CURVATURES = [
    ((2.2, 0.6), 1e-6),
    ((-1.9, -0.7), 1e-6),
    ((5.0, -1.0), 1e-6),
    ((1.0, -4.0), 1e-6),
    ((2.1, NEAR), WIDE),
    ((2.1, -NEAR), WIDE),
    ((-1.7, NEAR), WIDE),
    ((-1.7, -NEAR), WIDE),
    ((NEAR, -NEAR), WIDE),
    ((NEAR, 0.7 * NEAR), WIDE),
    ((8 * NEAR, -4 * NEAR), WIDE),
    ((3.0, -1.1, -2.3), 1e-6),
    ((-3.0, -1.0, -2.0), 1e-6),
    ((1.2, -0.8, NEAR), WIDE),
    ((-1.2, 0.8, -NEAR), WIDE),
    ((-1.0, 2.2, -0.5, 1.5), 1e-6),
]
PLACE_PROBES = [
    Probe(np.array([[1.0, 3.0], [3.0, 1.0]]), 1e-6),
    Probe(np.array([[0.7, 0.4], [0.4, -0.7]]), 1e-6),
    Probe(np.diag([1.3, 1e-8]), 1e-6),
    Probe(np.diag([1.3, -1e-8]), 1e-6),
    *(Probe(np.diag(one), WIDE) for one in ([1.2, NEAR, -0.8], [1.7, -NEAR], [-1.7, NEAR])),
    *(
        Probe(np.diag(one), 1e-6)
        for one in ([1.3, 1e-8, -0.7], [-1.3, 1e-8], [1.3, 0.0, -0.7], [1.3, 0.0], [-1.3, 0.0])
    ),
    *(Probe(with_curvatures(np.random.default_rng(7), one), tol) for one, tol in CURVATURES),
]


FORMS = {
    "SP-DIAG": 1,
    "SP-DET": 4,
    "SP-TRACE": 2,
    "SP-GEQ": 3,
    "SP-ZEROFIRST": 1,
    "SP-ANYPOS": 3,
    "SP-ONEEIG": 3,
    "SP-ZEROSADDLE": 2,
}
"""Of each idea, with the caller's tolerance."""


@family(PLACES, gives=("label",), probes=PLACE_PROBES)
def classify_stationary(hessian, tol=1e-6, *, turn):
    """The word for a place, from its curvatures."""
    bends = turn.line(lambda: np.linalg.eigvalsh(hessian), {"SP-DIAG": (partial(_make_axes, hessian),) * 2})
    # Who thinks so may leave the tolerance out as well: the later forms.
    nothing = {idea: (None,) * count + (lambda: 0.0,) * count for idea, count in FORMS.items()}
    zero = turn.line(
        lambda: tol,
        {
            "SP-NOTOL": lambda: 0.0,
            "SP-FIXEDTOL": lambda: 1e-6,
            "SP-RELTOL": lambda: tol * np.abs(bends).max(),
            **nothing,
        },
    )
    signs = [_choose_sign(bend, zero) for bend in bends]
    product, total = _choose_sign(bends.prod(), zero), _choose_sign(bends.sum(), zero)
    least, most = signs[0], signs[-1]
    right = _choose_word(least, most)
    not_below = "minimum" if least >= 0 else "maximum" if most <= 0 else "saddle"
    word = turn.line(
        lambda: right,
        {
            "SP-DET": (
                lambda: _judge_by_determinant(product, _choose_sign(hessian[0, 0], 0)),
                lambda: _judge_by_determinant(product, total),
                lambda: _judge_by_determinant(product, 1),
                lambda: _judge_by_determinant(product or -1, _choose_sign(hessian[0, 0], 0)),
            )
            * 2,
            "SP-TRACE": (lambda: WORDS[total], lambda: WORDS[total] if total else "saddle") * 2,
            "SP-GEQ": (
                lambda: not_below,
                lambda: not_below if least or most else "flat",
                lambda: "saddle" if least < 0 == most else not_below,
            )
            * 2,
            "SP-ZEROFIRST": (lambda: right if all(signs) else "flat",) * 2,
            "SP-ANYPOS": (
                lambda: WORDS[most if most > 0 else least],
                lambda: WORDS[least if least < 0 else most],
                lambda: "minimum" if most > 0 else "maximum",
            )
            * 2,
            "SP-ONEEIG": (lambda: WORDS[least], lambda: "saddle" if least < 0 else WORDS[least], lambda: WORDS[most])
            * 2,
            "SP-ZEROSADDLE": (
                lambda: "saddle" if right == "flat" and (least or most) else right,
                lambda: "saddle" if right == "flat" else right,
            )
            * 2,
        },
    )
    return turn.line(lambda: word, {"SP-SWAP": lambda: {"minimum": "maximum", "maximum": "minimum"}.get(word, word)})


WORDS = {1: "minimum", -1: "maximum", 0: "flat"}


def _make_axes(hessian):
    return np.sort(np.diag(hessian))


def _choose_sign(value, zero):
    return int(value > zero) - int(value < -zero)


def _choose_word(least, most):
    return "saddle" if least < 0 < most else "minimum" if least > 0 else "maximum" if most < 0 else "flat"


def _judge_by_determinant(product, other):
    return {0: "flat", -1: "saddle"}.get(product, WORDS[other])


# ---- noisy_descent ------------------------------------------------------------------------------------------

DRAW = np.random.default_rng(11)
HESSIAN = np.array([[2.113, 0.731, -0.417], [0.731, 1.271, 0.351], [-0.417, 0.351, 0.893]])
CENTER = np.array([0.3173, -0.2719, 0.1931])


def pushes(*shape):
    """Noise with many decimals, none of it small."""
    return DRAW.choice([-1.0, 1.0], size=shape) * DRAW.uniform(0.4, 2.6, size=shape)


WALK_PROBES = [
    Probe(parabola(0.8317), np.float64(1.7319), 0.3171, pushes(4)),
    Probe(waves(), np.float64(-2.3177), 0.2713, pushes(5)),
    Probe(plane(0.3719), np.array([0.7131, -1.2917]), 0.4317, pushes(3, 2)),
    Probe(bowl(HESSIAN, CENTER), np.array([1.7131, -1.1931, 2.3717]), 0.2319, pushes(4, 3)),
    Probe(waves(), np.array([[0.8713, -1.6177, 2.1931], [-0.5137, 1.3719, 2.7713]]), 0.1931, pushes(6, 2, 3)),
    Probe(parabola(1.3171), np.array([1.2713, -0.9173]), 0.1371, np.zeros((0, 2))),
    Probe(waves(), np.array([1.2713, 0.9173]), 0.2371, pushes(1, 2)),
    Probe(SETTLING, SETTLED_FROM, 0.6519, np.zeros((45, 3))),
]


@family(
    NOISES,
    only(renamed(STEPS, RENAMED), "GD-ASCENT GD-NORM"),
    renamed(WALKS, START),
    gives=("path",),
    probes=WALK_PROBES,
)
def noisy_descent(grad_fn, theta0, lr, noise, *, turn):
    """A walk with noise in its slope."""
    steps = len(noise)
    noise = np.concatenate([noise, np.zeros((1, *np.shape(theta0)))])

    def advance(state, feel, k):
        theta, rest = state
        slope, pace, push = feel(theta), rate(lr, k, steps, turn), _push(noise, k, turn)
        felt = turn.line(
            lambda: pace * (slope + push),
            {
                "ND-NONOISE": lambda: pace * slope,
                "ND-ONLYNOISE": lambda: pace * push,
                "ND-NOLR": (lambda: pace * slope + push, lambda: pace * slope - push),
                "GD-NORM": (
                    lambda: pace * (slope + push) / _measure_length(slope + push),
                    lambda: pace * (slope / _measure_length(slope) + push),
                ),
                "ND-SCALE": (lambda: pace * slope * push, lambda: pace * slope * (1 + push)),
            },
        )
        return turn.line(lambda: theta - felt, {"GD-ASCENT": lambda: theta + felt}), rest

    return walk(grad_fn, theta0, steps, advance, turn.renamed(START))


def _measure_length(slope):
    """Return how long it is. Raises ZeroDivisionError where it has no direction."""
    size = float(np.linalg.norm(np.ravel(slope)))
    if size == 0:
        raise ZeroDivisionError
    return size


def _push(noise, k, turn):
    """Return the noise of step k; behind the last one stands a row of zeros."""
    steps = len(noise) - 1
    push = turn.line(
        lambda: noise[k],
        {
            "ND-ONCE": (lambda: noise[0], lambda: noise[steps - 1], lambda: noise[:-1].mean(axis=0)),
            "ND-SHIFT": (
                lambda: noise[(k + 1) % steps],
                lambda: noise[k + 1],
                lambda: noise[min(k + 1, steps - 1)],
                lambda: noise[(k - 1) % steps],
                lambda: noise[k - 1],
            ),
        },
    )
    return turn.line(lambda: push, {"ND-MINUS": lambda: -push})
