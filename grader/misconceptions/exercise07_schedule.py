"""How a schedule that warms up and cools down goes wrong (ids: SC)."""

import numpy as np

from grader.misconceptions.toolkit import ARGUMENTS, Probe, family, ideas, taken

SCHEDULES = ideas("""
SC-NOOFFSET: a clock that starts too early
    The clock of the cosine runs during warm-up already. So the rate drops at once when the ramp ends, and the boldest
    steps are never taken.
    ? At the step after the ramp, how much of the descent is gone?

SC-WRONGSPAN: a road of another length
    The descent is planned for another number of steps than are left after warm-up. It is not down when the run ends,
    or down too soon.
    ? Of 100 steps, 10 are warm-up: how many are left for the descent?

SC-NOCLAMP: a cosine that goes on
    After the last step the rate climbs again. That is a restart nobody planned: it throws the weights out of the place
    where they had settled.
    ? What does a cosine do after its lowest point?

SC-FULLPERIOD: a whole wave
    The rate is down by the middle of the descent, and then it climbs back to the peak. Only half of a wave leads from a
    high to a low.
    ? How far does the angle go while a cosine falls from 1 to −1?

SC-NOHALF: a wave that is too high
    The wave runs from 2 to 0 instead of from 1 to 0. So the run meets a rate of nearly twice its peak when the ramp
    ends.
    ? How large is 1 + cos(0)?

SC-NOPI: an angle that stays small
    The angle hardly moves, so the rate stays near its peak for the whole descent and does not cool down.
    ? At which angle is a cosine at its lowest?

SC-SIN: a sine for a cosine
    A sine stands at another place of the wave than a cosine. So the descent does not lead from the top of a wave to
    its bottom, and most of its rates are off.
    ? Which of the two waves starts at the top?

SC-RISING: a wave the wrong way up
    The descent starts at the floor and climbs to the peak. The run is careful where it should be bold, and bold where
    it should settle.
    ? What is the rate when nothing of the descent is gone?

SC-QUARTER: a quarter of a wave
    The rate leaves its peak slowly and then falls at its steepest until the end. There is no time left for careful
    steps near the floor.
    ? How steep is the curve at the last step?

SC-LINEAR: a straight line down
    Start, middle and end are those of the cosine. In between, a line has fewer bold steps near the peak and fewer
    careful ones near the floor.
    ? When a quarter of the way is gone, how much of the height is left?

SC-FLOORADD: a floor put underneath
    The floor is added to a wave of full height, so the rate exceeds its peak. A wave has to be stretched between the
    two levels.
    ? How far is it from the floor to the peak?

SC-FLOORMAX: a floor that cuts off
    The wave heads for 0 and is cut off where it meets the floor. The rate is too low on the way and lies flat long
    before the end.
    ? At which step should the rate touch the floor?

SC-PLUS1: steps counted from one [convention]
    Your warm-up counts from one, so the first step has a rate above 0. Many libraries do so, and it loses no step.
    Here the rate is 0 at step 0.
    ? How bold should a step be of which nothing is known yet?

SC-TOTALM1: the end one step early
    The floor is reached one step before `total`, and every step of the descent is a little too careful.
    ? How many steps lie between the end of the ramp and `total`?

SC-DURING: warm-up and descent at once
    The cosine falls while the ramp still rises. The two are multiplied, and the peak that was tuned is never reached.
    ? How large is the rate when warm-up ends?

SC-INTDIV: shares in whole numbers
    A share that is cut to a whole number is 0 until it is 1. The rate leaps where it should glide.
    ? Which share of a way of 10 steps is gone after 3?

SC-FROMFLOOR: a ramp from the floor [convention]
    Your ramp starts at the floor. Some libraries let a warm-up start at a small rate of its own. Here it starts at 0,
    and the floor belongs to the descent.
    ? How large is the rate at step 0?

SC-NOFLOOR: the floor forgotten
    The descent heads for 0, whatever the floor is. Its late steps are far more careful than was asked.
    ? Where should the rate be when the way is gone?

SC-FACTOR: a share of the peak [convention]
    Your ramp ends at 1, whatever the peak is. A scheduler such as torch's LambdaLR wants such a factor. Here the rate
    itself is asked for.
    ? How large is the rate when the ramp ends?

SC-NORAMP: no ramp
    The rate is high from the first step on. Early slopes are the least reliable ones, and they get bold steps.
    ? How bold is the very first step?

SC-RAMPTOTAL: a ramp as long as the run
    The ramp is planned for the whole run. It is still low when warm-up ends, and there the rate leaps to its peak.
    ? After half of the warm-up, which share of the peak is reached?
""")

SWAPS = ((3, 4), (1, 2))
"""peak and floor; total and warmup."""
LONG, SHORT = (83, 17, 0.3137, 0.0271), (131, 30, 0.7713, 0.1917)
PROBES = [
    *(Probe(step, *LONG) for step in (37, 5, 17, 61, 83, 97, 0, 12, 18, 50, 69, 82, 84, 117, 166, 29)),
    *(Probe(step, *SHORT) for step in (64, 7, 29, 30, 31, 90, 117, 130, 131, 132, 160, 185, 263)),
    Probe(13, 61, 0, 0.4319, 0.0733),
]


@family(SCHEDULES, ARGUMENTS, gives=("rate",), probes=PROBES)
def warmup_cosine(step, total, warmup, peak, floor=0.0, *, turn):
    """A line up to the peak, half a cosine down to the floor, and level ever after."""
    if not warmup < total:
        raise ValueError("no run is shorter than its warm-up")
    step, total, warmup, peak, floor = taken((step, total, warmup, peak, floor), SWAPS, turn)
    step = turn.line(lambda: step, {"SC-PLUS1": (None, None, lambda: step + 1, None)})
    after, beyond = step >= total, step > total

    left = _compute_share_left(_compute_share_gone(step, total, warmup, turn), after, beyond, turn)
    stretched = lambda: floor + (peak - floor) * left  # noqa: E731
    high = turn.line(
        stretched,
        {
            "SC-INTDIV": (None, stretched, stretched),
            "SC-FLOORADD": lambda: floor + peak * left,
            "SC-FLOORMAX": lambda: max(floor, peak * left),
            "SC-NOFLOOR": (
                lambda: peak * left,
                lambda: floor if after else peak * left,
                lambda: floor if beyond else peak * left,
            ),
            "SC-FACTOR": (lambda: left, lambda: floor / peak + (1 - floor / peak) * left),
        },
    )
    climbs = turn.line(lambda: step < warmup, {"SC-PLUS1": (None, None, None, lambda: step <= warmup and warmup > 0)})
    return _compute_ramp(step, total, warmup, peak, floor, high, turn) if climbs else high


def _compute_share_gone(step, total, warmup, turn):
    """Return the share of the descent that is gone."""
    since = turn.line(
        lambda: step - warmup,
        {"SC-NOOFFSET": (lambda: step,) * 5, "SC-DURING": lambda: step, "SC-NORAMP": (None, lambda: step)},
    )
    left = (lambda: total - warmup,) * 4
    road = turn.line(
        left[0],
        {
            "SC-NOOFFSET": (lambda: total, *left),
            "SC-WRONGSPAN": (*(lambda: total,) * 4, *(lambda: total - 2 * warmup,) * 4),
            "SC-TOTALM1": (lambda: total - 1 - warmup,) * 3,
            "SC-INTDIV": (None, *left[:2]),
            "SC-DURING": lambda: total,
            "SC-NORAMP": (None, lambda: total),
        },
    )
    held = lambda: min(1.0, since / road)  # noqa: E731
    whole = lambda: min(1.0, since // road)  # noqa: E731
    ends = (
        lambda: 1.0 if step >= total else since / road,
        lambda: 1.0 if step > total else since / road,
        lambda: (since - max(0, step - total)) / road,
    )
    waves = (None, held, held)
    return turn.line(
        held,
        {
            "SC-NOCLAMP": lambda: since / road,
            "SC-NOOFFSET": (None, None, *ends),
            "SC-WRONGSPAN": (None, *ends, None, *ends),
            "SC-TOTALM1": (None, *ends[1:]),
            "SC-INTDIV": (None, whole, whole),
            **dict.fromkeys(("SC-FULLPERIOD", "SC-NOPI", "SC-RISING", "SC-NOFLOOR"), waves),
            "SC-SIN": (*waves, None, *waves, None, *waves),
        },
    )


def _compute_share_left(gone, after, beyond, turn):
    """Return the share of the height that is left; a wave that does not end at 0 may be cut off there."""

    def ended(wave):
        return lambda: wave(), lambda: 0.0 if after else wave(), lambda: 0.0 if beyond else wave()

    angle = np.pi * gone
    right = lambda: (1 + np.cos(angle)) / 2  # noqa: E731
    return turn.line(
        right,
        {
            "SC-INTDIV": (None, right, right),
            "SC-FULLPERIOD": ended(lambda: (1 + np.cos(2 * angle)) / 2),
            "SC-NOHALF": lambda: 1 + np.cos(angle),
            "SC-NOPI": ended(lambda: (1 + np.cos(gone)) / 2),
            "SC-SIN": (
                *ended(lambda: (1 + np.sin(angle)) / 2),
                lambda: np.sin(angle),
                *ended(lambda: (1 - np.sin(angle)) / 2),
                lambda: 1 - np.sin(angle / 2),
                *ended(lambda: np.sin(angle / 2)),
            ),
            "SC-RISING": ended(lambda: (1 - np.cos(angle)) / 2),
            "SC-QUARTER": lambda: np.cos(angle / 2),
            "SC-LINEAR": lambda: 1 - gone,
        },
    )


def _compute_ramp(step, total, warmup, peak, floor, high, turn):
    """Return the rate during warm-up."""
    later = lambda: (step + 1) / warmup  # noqa: E731
    share = turn.line(
        lambda: step / warmup,
        {
            "SC-PLUS1": (later, lambda: (step + 1) / (warmup + 1), None, later),
            "SC-INTDIV": (lambda: step // warmup, None, lambda: step // warmup),
            "SC-RAMPTOTAL": lambda: step / total,
            "SC-DURING": lambda: step / warmup,
            "SC-NORAMP": lambda: 1.0,
        },
    )
    return turn.line(
        lambda: peak * share,
        {
            "SC-FLOORADD": (None, lambda: floor + peak * share),
            "SC-FLOORMAX": (None, lambda: max(floor, peak * share)),
            "SC-FROMFLOOR": lambda: floor + (peak - floor) * share,
            "SC-FACTOR": (lambda: share, lambda: share),
            "SC-DURING": (lambda: share * high, lambda: floor + share * (high - floor)),
            "SC-NORAMP": (lambda: peak, lambda: high),
        },
    )
