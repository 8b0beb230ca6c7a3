"""How sharpness, the rises around a minimum and SAM's step go wrong (ids: SH and SM)."""

import numpy as np

from grader.misconceptions.toolkit import ARGUMENTS, Probe, family, ideas, only, taken
from grader.suites.toolkit.slopes import bowl, parabola, quartic, waves

# ---- words ------------------------------------------------------------------------------------------------

SHARP = ideas("""
SH-TRACE: all curvatures added up
    Your number adds up the curvatures of all directions. Random noise feels that sum. Here the steepest direction
    alone decides.
    ? In which direction would you shove to do the most harm?
SH-MEAN: the mean curvature
    Your number divides by how many directions there are. Every weight that does not matter makes it smaller, though
    no shove has become harmless.
    ? If a weight is added that the loss does not feel, what changes?
SH-DET: curvatures multiplied
    Your number is a product of curvatures. One flat direction makes it zero, however sharp the others are.
    ? What does your number say of a razor-sharp valley with a flat floor?
SH-DIAG: the axes alone
    Only the axes of the map are looked at. A valley that runs across them has its steepest walls elsewhere.
    ? On [[2, 1], [1, 2]], how fast does the ground curve along the diagonal?
SH-KAPPA: a ratio of curvatures
    Your number compares the steepest direction with the flattest. Ten times the loss leaves it as it is, though every
    shove then lifts ten times as high.
    ? What happens to the sharpness if the loss is doubled?
SH-ABS: ways down counted by their size
    A downward curvature counts by its size here, so a way down passes for a wall.
    ? Of the curvatures 2 and −7, which one lifts you?
SH-UNSORTED: eigenvalues taken as they come
    Yours is the eigenvalue at a fixed place of an unsorted list. Which curvature stands there changes from Hessian to
    Hessian.
    ? In which order do the eigenvalues come back?
SH-LEAST: the flattest direction
    Yours is the smallest curvature. The walls stand where the curvature is largest.
    ? For curvatures 1 and 9, which one is the danger?
SH-FROB: the norm of all entries
    All curvatures are squared and added up, so each direction has a part in it, and ways down count like walls.
    ? What does your number say of curvatures 3 and 4?
SH-ENTRY: the largest entry
    An entry of the Hessian belongs to two axes. The curvature of a direction that runs across them may be larger.
    ? On [[2, 1], [1, 2]], how fast does the ground curve along the diagonal?
SH-FLOORED: never below zero
    Your number stops at zero. Where the ways down win it should be negative, and say how much.
    ? What should a hilltop give?
SH-NOHALF: the half is missing
    A bowl of curvature a rises by half of a times the square of the move. Yours rises twice as high.
    ? How high is a/2·x² at x = 1?
SH-RHO: the size of the move not squared
    In a bowl a move twice as long lifts four times as high. With yours it lifts only twice as high.
    ? By how much does x² grow when x is doubled?
SH-NOFLOOR: a worst case below zero
    On a hilltop your worst case is negative. The move may be shorter, and no move at all changes nothing.
    ? If every way leads down, where is it highest?
SH-LMAX: the steepest direction alone
    Only the steepest direction counts in your mean. Noise moves all coordinates, and every curvature adds its part.
    ? If a second direction becomes as steep as the first, what happens to the mean rise?
SH-ENTRIES: entries off the diagonal counted
    Your sum holds the entries that couple two coordinates. Independent noise has them as often with plus as with
    minus, so on average they vanish.
    ? What is the mean of the product of two independent noises?
""")

SAM = ideas("""
SM-NONORM: a look as long as the slope
    Your look goes as far as the ground is steep: past the neighbourhood on steep ground, nowhere near a minimum. It
    should be rho long everywhere.
    ? Ten times as steep: how much further uphill do you look?
SM-DOWN: a look downhill
    Yours feels the slope a little way downhill, where it is gentler. SAM asks for the worst place nearby, which is
    uphill.
    ? In which direction does the loss grow fastest?
SM-STAYS: a step from uphill
    Your step begins at the place that was only meant for looking, so the climb stays in every step.
    ? Where do you stand when the step begins?
SM-NOCLIMB: plain descent
    Yours goes by the slope where it stands and never looks uphill. A sharp bowl and a flat one are then treated alike.
    ? On x²/2 at 3 with rho = 1, which slope should be felt?
SM-RHOLR: a look of length lr
    The learning rate sets how far your look goes. It should be rho, so that smaller steps still see as far.
    ? If lr is halved, how far uphill should you look?
SM-ADD: both slopes together
    The slope where you stand still has a part in your step. The one from uphill should take its place.
    ? On flat ground that rises evenly, how long should the step be?
SM-NOGUARD: no answer on flat ground
    Where the slope is zero, your direction is zero divided by zero. One nan there ends the run.
    ? Which way is uphill at the very bottom?
SM-SIGN: each coordinate climbs for itself
    Every coordinate moves rho uphill, however steep it is there. The look goes too far, and not straight uphill.
    ? On the slope [3, 4], how far does a look of length 5 move each coordinate?
SM-NORM: another length
    Your slope is made short by another measure than its length, so the look is not rho long.
    ? How long is the slope [3, 4]?
SM-ROW: each row climbs for itself
    Each row of a matrix makes a look of length rho of its own. Together they look too far, and not straight uphill.
    ? How many lengths does one slope have?
SM-UNIT: a step of fixed length
    The slope from uphill is made a unit as well, so every step is lr long and none gets shorter near the bottom.
    ? Twice as steep uphill: how much longer should the step be?
SM-DIFF: the difference of two slopes
    Your step goes by how much the slope changes uphill. On ground of even slope it stands still.
    ? On flat ground that rises evenly, how long should the step be?
SM-ASCENT: goes uphill
    Your step follows the slope from above instead of going against it, and the loss rises.
    ? After looking uphill, which way do you go?
SM-NOLR: lr has no say
    Your step is as long as the slope is steep. The learning rate should set how far one slope carries you.
    ? What would a learning rate of zero have to do?
SM-DELTA: the way instead of the place
    What came back is the way to go. Asked for was the place where you arrive.
    ? Standing at 3 and stepping 1 to the left: where are you?
SM-THERE: the place that was looked at
    What came back is the place uphill. The step down from where you stood is missing.
    ? Is the place that comes back higher or lower than the one you came from?
""")

# ---- what one number says of a Hessian -----------------------------------------------------------------------

HESSIANS = [
    np.array([[2.3171, 1.1913], [1.1913, 1.4719]]),
    np.array([[-1.7313, 0.6917], [0.6917, -2.9171]]),
    np.array([[1.2713, 0.8317, -2.1719], [0.8317, -3.4177, 1.3719], [-2.1719, 1.3719, 0.6131]]),
    np.array([[0.7317, 1.9173], [1.9173, 3.6719]]),
    np.array([[4.1173, -1.2719, 0.3917], [-1.2719, 2.6131, 1.4177], [0.3917, 1.4177, 5.2713]]),
    np.array([[1.3, 0.2, -0.7, 0.4], [0.2, -5.1, 0.3, 1.1], [-0.7, 0.3, 0.9, -0.2], [0.4, 1.1, -0.2, 2.7]]),
    np.array([[-4.3171, 1.1719], [1.1719, 1.9317]]),
]
SHAPES = "SH-TRACE SH-MEAN SH-DET SH-DIAG SH-KAPPA SH-ABS SH-UNSORTED SH-LEAST SH-FROB SH-ENTRY"
"""Other numbers that are made of a Hessian."""


def beside_each(*sizes):
    """Every Hessian with one of these sizes of a move."""
    return [Probe(hessian, sizes[place % len(sizes)]) for place, hessian in enumerate(HESSIANS)]


def one_curvature(hessian, turn, endings=1):
    """Return the curvature that decides; each wrong one has so many forms, by what comes after it."""
    sorted_, loose = np.linalg.eigvalsh(hessian), np.real(np.linalg.eig(hessian)[0])
    largest = sorted_[np.abs(sorted_).argmax()]
    ways = {
        "SH-TRACE": (lambda: sorted_.sum(),),
        "SH-MEAN": (lambda: sorted_.mean(),),
        "SH-DET": (lambda: sorted_.prod(),),
        "SH-DIAG": (lambda: hessian.diagonal().max(),),
        "SH-KAPPA": (lambda: sorted_[-1] / sorted_[0], lambda: np.linalg.cond(hessian)),
        "SH-ABS": (lambda: abs(largest), lambda: abs(sorted_[-1]), lambda: largest),
        "SH-UNSORTED": (lambda: loose[0], lambda: loose[-1]),
        "SH-LEAST": (lambda: sorted_[0],),
        "SH-FROB": (lambda: np.linalg.norm(hessian),),
        "SH-ENTRY": (lambda: hessian.max(), lambda: np.abs(hessian).max()),
    }
    return turn.line(lambda: sorted_[-1], {idea: forms * endings for idea, forms in ways.items()})


@family(only(SHARP, f"{SHAPES} SH-FLOORED"), gives=("sharpness",), probes=map(Probe, HESSIANS))
def sharpness(hessian, *, turn):
    """The largest eigenvalue."""
    curvature = one_curvature(np.asarray(hessian, dtype=float), turn)
    return turn.line(lambda: curvature, {"SH-FLOORED": lambda: max(curvature, 0.0)})


def lifted(size, curvature, turn):
    """Return the height of a parabola at this distance."""
    square = turn.line(lambda: size**2, {"SH-RHO": (lambda: size, lambda: size)})
    rise = square * curvature
    return turn.line(lambda: rise / 2, {"SH-NOHALF": lambda: rise, "SH-RHO": (None, lambda: rise)})


@family(
    only(SHARP, f"{SHAPES} SH-NOHALF SH-RHO SH-NOFLOOR"), gives=("rise",), probes=beside_each(0.3719, 1.6173, 0.8317)
)
def worst_case_rise(hessian, rho, *, turn):
    """The largest rise within rho."""
    found = one_curvature(np.asarray(hessian, dtype=float), turn, endings=2)
    # Whoever takes another number than the largest eigenvalue may leave it as it is, too.
    open_ended = {
        "SH-TRACE": 1, "SH-MEAN": 1, "SH-DET": 1, "SH-DIAG": 1, "SH-KAPPA": 2, "SH-ABS": 3, "SH-UNSORTED": 2,
        "SH-LEAST": 1, "SH-FROB": 1, "SH-ENTRY": 2,
    }  # fmt: skip
    ways = {idea: (None,) * forms + (lambda: found,) * forms for idea, forms in open_ended.items()}
    curvature = turn.line(lambda: max(found, 0.0), {"SH-NOFLOOR": lambda: found, **ways})
    return lifted(rho, curvature, turn)


@family(
    only(SHARP, "SH-LMAX SH-MEAN SH-DET SH-ABS SH-FROB SH-ENTRIES SH-NOHALF SH-RHO SH-FLOORED"),
    gives=("rise",),
    probes=beside_each(0.3719, 1.6173, 0.8317),
)
def expected_rise(hessian, sigma, *, turn):
    """The mean rise under noise."""
    hessian = np.asarray(hessian, dtype=float)
    values, axes = np.linalg.eigvalsh(hessian), hessian.diagonal()
    curvature = turn.line(
        lambda: axes.sum(),
        {
            "SH-LMAX": (lambda: values[-1], lambda: max(values[-1], 0.0), lambda: len(values) * values[-1]),
            "SH-MEAN": lambda: axes.mean(),
            "SH-DET": lambda: values.prod(),
            "SH-ABS": (lambda: np.abs(values).sum(), lambda: abs(axes.sum()), lambda: np.abs(axes).sum()),
            "SH-FROB": lambda: np.linalg.norm(hessian),
            "SH-ENTRIES": lambda: hessian.sum(),
        },
    )
    rise = lifted(sigma, curvature, turn)
    return turn.line(lambda: rise, {"SH-FLOORED": lambda: max(rise, 0.0)})


# ---- sam_step ------------------------------------------------------------------------------------------------

BENT, CENTER = [[2.113, 0.731, -0.417], [0.731, 1.271, 0.351], [-0.417, 0.351, 0.893]], [0.3173, -0.2719, 0.1931]
TABLE = np.array([[0.8713, -1.6177, 2.1931], [-0.5137, 1.3719, 0.7713]])
SAM_PROBES = [
    Probe(np.float64(1.7319), parabola(0.8317), 0.3171, 0.6131),
    Probe(np.float64(-2.3177), waves(), 0.2713, 1.1719),
    Probe(np.array([1.7131, -1.1931, 2.3717]), bowl(BENT, CENTER), 0.2319, 0.7713),
    Probe(TABLE, waves(), 0.1931, 0.4177),
    Probe(np.array([-1.2713, 0.9173, 1.4719]), quartic(), 0.0971, 0.2917),
    Probe(np.array([0.0, 0.0]), parabola(1.3171), 0.2319, 0.7713),
    Probe(np.array([0.3177, -0.8131]), parabola(-1.3171), 0.4173, 0.9131),
]
SWAPS = ((2, 3),)
"""lr and rho."""


@family(SAM, ARGUMENTS, gives=("theta'",), probes=SAM_PROBES, moves={"theta'": "theta"})
def sam_step(theta, grad_fn, lr, rho, *, turn):
    """One step of SAM."""
    theta, grad_fn, lr, rho = taken((theta, grad_fn, lr, rho), SWAPS, turn)
    slope = np.asarray(grad_fn(theta), dtype=float)
    length = turn.line(
        lambda: np.linalg.norm(slope.ravel()),
        {
            "SM-NORM": (lambda: np.abs(slope).max(), lambda: np.abs(slope).sum(), lambda: (slope**2).sum()),
            "SM-ROW": lambda: np.sqrt((slope**2).sum(axis=-1, keepdims=True)) if slope.ndim else np.abs(slope),
        },
    )
    unit = turn.line(
        lambda: slope / length if np.all(length) else slope,
        {
            "SM-NONORM": lambda: slope,
            "SM-SIGN": (lambda: np.sign(slope), lambda: slope / np.abs(slope)),
            "SM-RHOLR": (None, lambda: slope),
        },
    )
    unit = turn.line(lambda: unit, {"SM-NOGUARD": lambda: unit if slope.any() else np.full_like(slope, np.nan)})
    reach = turn.line(lambda: rho, {"SM-RHOLR": (lambda: lr, lambda: lr), "SM-NOCLIMB": lambda: 0.0})
    uphill = theta + turn.line(lambda: reach, {"SM-DOWN": lambda: -reach}) * unit
    above = np.asarray(grad_fn(uphill), dtype=float)
    felt = turn.line(
        lambda: above,
        {
            "SM-ADD": (lambda: slope + above, lambda: (slope + above) / 2),
            "SM-DIFF": lambda: above - slope,
            "SM-UNIT": lambda: above / (np.linalg.norm(above.ravel()) or 1.0),
        },
    )
    stride = turn.line(lambda: lr, {"SM-NOLR": lambda: 1.0})
    way = turn.line(lambda: -stride * felt, {"SM-ASCENT": lambda: stride * felt})
    start = turn.line(lambda: theta, {"SM-STAYS": lambda: uphill})
    return turn.line(lambda: start + way, {"SM-DELTA": lambda: way, "SM-THERE": lambda: uphill})
