"""The laws of a schedule that warms up on a line and cools down on half a cosine (Loshchilov & Hutter 2017)."""

import numpy as np

from grader.suites.toolkit.contract import Contract, waiting
from grader.suites.toolkit.law import differs, holds, law, numbers
from grader.suites.toolkit.states import decimal


def rate(step, total, warmup, peak, floor=0.0):
    """What is right, as the share of the height that is left."""
    if step <= warmup and warmup:
        return peak * (step / warmup)
    left = np.cos(0.5 * np.pi * min((step - warmup) / (total - warmup), 1.0)) ** 2
    return floor + left * (peak - floor)


def run(draw, parts=12, ramp=6):
    """A drawn run (total, warmup, peak, floor): the descent has so many equal parts, and so has the ramp.

    The descent is four to five ramps long and the floor stands at a fifth of the peak or a little more, so that a
    wrong idea shows on every seed or on none.
    """
    warmup = ramp * int(draw.integers(18 // ramp, 36 // ramp))
    total = warmup + parts * (round(4.2 * warmup / parts) + int(draw.integers(2)))
    peak = decimal(draw, 0.2, 0.7)
    return total, warmup, peak, round(peak * decimal(draw, 0.2, 0.24), 4)


def down(settings, share):
    """The call at a share of the descent."""
    total, warmup, *_ = settings
    return warmup + round(share * (total - warmup)), *settings


schedule = Contract(
    "warmup_cosine",
    ("rate",),
    right=rate,
    call=lambda draw: down(run(draw), 1 / 4),
    arrays=2,
    first=3,
    others=lambda _, total, warmup, peak, floor: [(warmup // 3, total, warmup, peak, floor)],
)


# ---- the ramp ---------------------------------------------------------------------------------------------
@schedule.probes(1)
def test_the_rate_begins_at_zero_and_is_at_its_peak_when_the_ramp_ends(draw):
    """The rate is 0 at step 0 and exactly `peak` at step `warmup`.

    The peak is the rate that somebody has tuned for this run. A ramp that ends elsewhere, or a descent that has
    begun before, makes the boldest steps too bold or too timid.
    """
    yield 0, 100, 10, 0.3, 0.01
    for _ in range(2):
        total, warmup, *levels = run(draw)
        yield warmup, total, warmup, *levels
        yield 0, total, warmup, *levels


@schedule.probes(1)
def test_the_ramp_is_a_straight_line(draw):
    """During warm-up the rate is peak·step/warmup: 0.09 at step 3 of 10 for a peak of 0.3, and 0.15 at step 5.

    Each early step is bolder than the last by the same amount, so the run feels its way into the ground. A ramp
    of one leap, or of another length, gives up that care.
    """
    yield 3, 100, 10, 0.3, 0.01
    yield 5, 100, 10, 0.3, 0.01
    for step in (1, 4, 5):
        total, warmup, *levels = run(draw)
        yield step * warmup // 6, total, warmup, *levels


# ---- the descent ------------------------------------------------------------------------------------------
@schedule.probes(1.5)
def test_a_third_of_the_way_down_three_quarters_of_the_height_are_left(draw):
    """At shares of ¼, ⅓, ⅔ and ¾ of the descent 0.854, ¾, ¼ and 0.146 of the height above the floor are left.

    A cosine lingers near its peak and near its floor, and is quick in between. A straight line has the same start,
    middle and end, and spends fewer steps both bold and careful.
    """
    yield 30, 90, 10, 0.4, 0.0
    for share in (1 / 4, 1 / 3, 2 / 3, 3 / 4):
        yield down(run(draw), share)


@schedule.probes(1)
def test_halfway_down_it_stands_in_the_middle(draw):
    """Halfway between `warmup` and `total` the rate is (peak + floor)/2.

    Halfway is counted from the end of the ramp, for the descent begins there. On another clock, or another piece
    of the wave, the run cools too soon or too late.
    """
    yield 55, 100, 10, 0.3, 0.01
    for parts, ramp in ((12, 6), (8, 12)):
        yield down(run(draw, parts, ramp), 1 / 2)


@schedule.law(1)
def test_it_reaches_the_floor_at_the_last_step_and_no_sooner(student, draw):
    """At step `total` the rate is `floor`; one step before, it is still a little higher.

    What is left at the end is the rate of the finest tuning. Too high, the weights go on shaking; reached too soon,
    the last steps are wasted.
    """
    law(student.warmup_cosine(100, 100, 10, 0.3, 0.01), 0.01)
    for _ in range(2):
        total, warmup, peak, floor = run(draw)
        law(student.warmup_cosine(total, total, warmup, peak, floor), floor)
        before = numbers(student.warmup_cosine(total - 1, total, warmup, peak, floor), shape=())
        holds(floor + 1e-5 * peak < before, expected=f"a rate above {floor}", actual=before)


@schedule.law(1)
def test_after_the_end_it_stays_at_the_floor(student, draw):
    """At 101, 150 or 500 of 100 steps the rate is still `floor`.

    Runs are prolonged, and a cosine that goes on rises again: a restart that nobody planned throws the weights out
    of the place where they had settled.
    """
    law(student.warmup_cosine(150, 100, 10, 0.3, 0.01), 0.01)
    total, warmup, peak, floor = run(draw)
    with waiting():
        differs(student.warmup_cosine(warmup + 5, total, warmup, peak, floor), floor)
    for times in (1.1, 1.5, 2.3):
        law(student.warmup_cosine(round(times * total), total, warmup, peak, floor), floor)


@schedule.law(0.5)
def test_it_goes_up_once_and_then_down(student, draw):
    """The rate rises from step to step until `warmup`, and falls from step to step until `total`, within 0 and peak.

    One rise, one fall: timid, bold, careful. Any further turn hands the run a bold step where careful ones were
    planned.
    """
    total, warmup, peak, floor = run(draw)
    places = [round(warmup + share * (total - warmup)) for share in (1 / 4, 1 / 2, 3 / 4)]
    asked = [*range(0, warmup + 1, warmup // 3), warmup + 1, *places, total - 1, total]
    told = [float(numbers(student.warmup_cosine(step, total, warmup, peak, floor), shape=())) for step in asked]
    ways, given = np.diff(told), {"step": asked, "total": total, "warmup": warmup, "peak": peak, "floor": floor}
    holds((ways[:3] > 0).all() and (ways[3:] < 0).all(), expected="up, then down", actual=told, given=given)
    holds(max(told) < 1.001 * peak and min(told) > -0.001 * peak, expected=f"0 to {peak}", actual=told, given=given)


# ---- its edges --------------------------------------------------------------------------------------------
@schedule.law(0.5)
def test_without_warm_up_it_starts_at_the_peak(student, draw):
    """With warmup = 0 the rate at step 0 is `peak`, and the cosine fills the whole run.

    Who goes on from a trained model wants no ramp. That is a setting, and no reason to break.
    """
    total, warmup, peak, floor = run(draw)
    law(student.warmup_cosine(0, total, 0, peak, floor), peak)
    with waiting():
        ordinary = down((total, warmup, peak, floor), 1 / 3)
        schedule.judge(student.warmup_cosine(*ordinary), ordinary)
    for step in (1, total // 3):
        schedule.judge(student.warmup_cosine(step, total, 0, peak, floor), (step, total, 0, peak, floor))


@schedule.left_out(0.5)
def test_left_out_the_floor_is_zero(draw):
    """Left out, `floor` is 0.

    Most who plan a run name a peak and let the rate fade to nothing: what they get then is what the stub promises.
    """
    for share in (1 / 3, 2 / 3, 1):
        total, warmup, peak, _ = run(draw)
        yield (*down((total, warmup, peak, 0.0), share),), 4


@schedule.whole_numbers(0.5)
def test_whole_numbers_and_single_precision_are_welcome(draw):
    """A peak of 1 or 2 as a whole number, a 0-d array or single precision gives the same rates.

    Settings come from configuration files and command lines, in many kinds. A rate is a decimal number all the
    same: cut to whole numbers, it is nothing until it is all.
    """
    total, warmup, peak, floor = run(draw)
    for step in (warmup // 3, warmup + (total - warmup) // 3):
        yield step, total, warmup, 2, 1
        yield step, total, warmup, np.array(peak), np.array(floor)
        yield step, total, warmup, np.float32(peak), np.float32(floor)


test_a_step_has_one_rate = schedule.is_pure(
    "A resumed run asks for its step again, and a plot asks for all of them. A schedule that counts its own calls "
    "gives them other rates.",
    says="The same step has the same rate again, whatever was asked in between.",
    points=0.5,
)


# ---- what follows -----------------------------------------------------------------------------------------
@schedule.law(0.5, held_back=True)
def test_no_step_is_a_jump(student, draw):
    """From one step to the next the rate moves by at most peak/warmup up, and by the steepest part of the cosine down.

    A rate that leaps lets the run leap with it. Where ramp and descent do not meet, the loss shows a kink that no
    gradient explains.
    """
    total, warmup, peak, floor = run(draw)
    # Three times as long, steps are small beside what a broken joint makes of them.
    total, warmup = 3 * total, 3 * warmup
    asked = [warmup - 1, warmup, warmup + 1, (total + warmup) // 2, (total + warmup) // 2 + 1, total - 1, total]
    told = [numbers(student.warmup_cosine(step, total, warmup, peak, floor), shape=()) for step in asked]
    with waiting():
        differs(told[-1], told[1])
    steepest = 1.05 * (peak - floor) * np.pi / 2 / (total - warmup)
    for before, after in ((0, 1), (1, 2), (3, 4), (5, 6)):
        move = float(told[after] - told[before])
        most = f"at most {peak / warmup:.3g} up or {steepest:.3g} down"
        holds(-steepest < move < 1.05 * peak / warmup, expected=most, actual=move)


@schedule.relations(0.5, held_back=True)
def test_twice_as_long_it_is_the_same_wave(draw):
    """In a run twice as long, with twice the warm-up, the rate at twice the step is the same.

    What counts is the share of the road that is gone, not the number of steps. A clock that is one step off, or
    that counts whole shares only, gives long and short runs different schedules.
    """
    for place in (1 / 4, 3 / 4):
        total, warmup, *levels = run(draw)
        for step in (warmup // 2, warmup + round(place * (total - warmup))):
            call = (step, total, warmup, *levels)
            for times in (2, 5):
                yield call, (times * step, times * total, times * warmup, *levels), lambda was: was
