"""The laws of Adam's memories, their correction and its step (Kingma & Ba 2015, Algorithm 1)."""

import numpy as np
import pytest

from grader.suites.toolkit import (
    adam_state,
    decimal,
    differs,
    ema,
    gradients,
    holds,
    kinds,
    law,
    numbers,
    parts,
    place,
    real,
    weighted_mean,
    whole,
)

PAIR = ("m'", "v'")
TRIPLE = ("theta'", "m'", "v'")
EPS = 1e-8
STILL = "Where there is a slope, a step leads from where it starts to somewhere else; this one goes nowhere."
EARLY = "Early on an average with a memory is mostly the zero it started from; here nothing is done about it."
DEAF = "A new gradient changes what is remembered; this memory hears nothing."
IDLE = "Whoever does nothing leaves everything alone and keeps no secrets; so the answer itself is asked for here, too."


def ema_check(points=0.25):
    return pytest.mark.check(points=points, function="ema_moments")


def correct_check(points=0.3):
    return pytest.mark.check(points=points, function="bias_correct")


def adam_check(points=0.2):
    return pytest.mark.check(points=points, function="adam_step")


def same_step(answer, theta, lr, expected, because, **given):
    """Compare a new place; the step must be right, not only the place it starts from."""
    law(answer, expected, because=because, given=given or None, terms=(theta,), slack=1e-5 * lr)


def other_steps(student, arguments, arrived, because):
    """Demand another place from elsewhere, and under the opposite slopes: whoever is deaf to both compares well."""
    theta, m, v, grad, *rest = arguments
    for other in ((theta + 1, m, v, grad), (theta, -m, v, -grad)):
        there, _, _ = parts(student.adam_step(*other, *rest), TRIPLE, because=because)
        differs(there, arrived, because=STILL)


def whole_state(draw):
    """m, v and a slope in whole numbers: memories of one even slope at beta1 = 0.5 and beta2 = 0.75."""
    half = 2 * whole(draw, 1, 2, (2, 2)) + 1
    return half, half**2, 2 * whole(draw, 3, 6, (2, 2))[::-1]


# ---- ema_moments ------------------------------------------------------------------------------------------


@ema_check()
def test_a_constant_slope_fills_both_memories_geometrically(student, draw):
    """Under a constant slope g the memories hold g(1 − beta1^t) and g²(1 − beta2^t) after t steps."""
    because = (
        "Each step replaces a share 1 − beta of what is remembered. A memory that fills at another pace makes "
        "every step it feeds too long or too short."
    )
    slope, beta1, beta2 = -decimal(draw, 2, 4), 0.7, 0.95
    for t in (0, 1, 4, 7):
        m, v = slope * (1 - beta1**t), slope**2 * (1 - beta2**t)
        first, second = parts(student.ema_moments(m, v, slope, beta1, beta2), PAIR, because=because)
        law(first, slope * (1 - beta1 ** (t + 1)), because=because, terms=(slope,))
        law(second, slope**2 * (1 - beta2 ** (t + 1)), because=because, terms=(slope**2,))


@ema_check()
def test_a_full_memory_stays_full(student, draw):
    """A memory that already holds the constant slope (and its square) stays as it is."""
    because = "The share kept and the share let in add up to one; else the average of equal things is not that thing."
    for slope in (decimal(draw, 2, 3), -decimal(draw, 0.5, 0.7)):
        first, second = parts(student.ema_moments(slope, slope**2, slope, 0.83, 0.964), PAIR, because=because)
        law(first, slope, because=because)
        law(second, slope**2, because=because)
        half = student.ema_moments(slope / 2, slope**2 / 2, slope, 0.83, 0.964)
        for found, was in zip(parts(half, PAIR, because=because), (slope / 2, slope**2 / 2), strict=True):
            differs(found, was, because=DEAF)


@ema_check()
def test_without_a_slope_both_memories_fade_by_their_own_beta(student, draw):
    """With zero gradient m shrinks to beta1·m and v to beta2·v."""
    because = "beta is the share of the past that is kept: m has its own, v has its own."
    state = adam_state(gradients(draw, 3, (2,)), 0.7, 0.95)
    first, second = parts(student.ema_moments(state.m, state.v, np.zeros(2), 0.7, 0.95), PAIR, because=because)
    law(first, 0.7 * state.m, because=because)
    law(second, 0.95 * state.v, because=because)


@ema_check()
def test_without_memory_only_the_present_counts(student, draw):
    """With both betas (almost) zero, m' is the gradient and v' its square."""
    because = "beta weighs the past. Where it is zero, nothing of the past may be left, and all of the present counts."
    seen = gradients(draw, 2)
    first, second = parts(student.ema_moments(seen[0], seen[0] ** 2, seen[1], 1e-9, 1e-9), PAIR, because=because)
    law(first, seen[1], because=because, terms=(seen[0],))
    law(second, seen[1] ** 2, because=because, terms=(seen[0] ** 2,))


@ema_check()
def test_a_louder_loss_scales_m_by_c_and_v_by_c_squared(student, draw):
    """Multiply every gradient by c: m' grows c times, v' c² times."""
    because = "m carries the unit of the slope, v its square; only then does their quotient have no unit at all."
    times = decimal(draw, 4, 6)
    for seen in (gradients(draw, 4), gradients(draw, 7)):
        state, grad = adam_state(seen[:-1], 0.8, 0.93), seen[-1]
        first, second = parts(student.ema_moments(state.m, state.v, grad, 0.8, 0.93), PAIR, because=because)
        for found, was in ((first, state.m), (second, state.v)):
            differs(found, was, because=DEAF)
            differs(found, np.zeros(3), because=DEAF)
        pushed = parts(student.ema_moments(state.m, state.v, 5 * grad, 0.8, 0.93), PAIR, because=because)
        differs(pushed, (first, second), because=DEAF)
        call = (times * state.m, times**2 * state.v, times * grad, 0.8, 0.93)
        loud, loud_second = parts(student.ema_moments(*call), PAIR, because=because)
        law(loud, times * numbers(first, because=because), because=because, terms=(times * state.m,))
        law(loud_second, times**2 * numbers(second, because=because), because=because)


@ema_check()
def test_the_sign_of_the_slope_never_reaches_v(student, draw):
    """The new v is the same for g and −g, and never negative."""
    because = "v measures how big slopes are. Where signs leak in, opposite slopes cancel and the root turns imaginary."
    seen = gradients(draw, 5)
    state = adam_state(seen[:-1], 0.9, 0.99)
    for grad in (seen[-1], 10 * seen[-1]):
        _, up = parts(student.ema_moments(state.m, state.v, grad, 0.9, 0.99), PAIR, because=because)
        _, down = parts(student.ema_moments(-state.m, state.v, -grad, 0.9, 0.99), PAIR, because=because)
        law(down, numbers(up, because=because), because=because)
        law(up, 0.99 * state.v + (1 - 0.99) * grad**2, because=because)


@ema_check()
def test_a_zigzag_cancels_in_m_and_not_in_v(student, draw):
    """Under g = +1, −1, +1, … m' settles at ±(1 − beta1)/(1 + beta1) and v' at 1; twice as steep, at 2 times and 4."""
    because = "Back and forth has no direction, so m nearly forgets it; it is just as big as ever, so v must not."
    beta1, beta2 = 0.9, 0.98
    settled = (1 - beta1) / (1 + beta1)
    for slope in (1.0, -decimal(draw, 2, 3)):
        first, second = parts(
            student.ema_moments(-slope * settled, slope**2, slope, beta1, beta2), PAIR, because=because
        )
        law(first, slope * settled, because=because, terms=(slope * beta1 * settled, slope * (1 - beta1)))
        law(second, slope**2, because=because)


@ema_check()
def test_memories_take_every_kind_of_input(student, draw):
    """Lists, plain numbers, single precision and arrays of two axes give the same numbers."""
    because = "A memory has the shape of the parameters, whatever shape and kind that is."
    seen = gradients(draw, 6)
    state = adam_state(seen[:-1], 0.8, 0.97)
    for kind, turn in kinds():
        m, v, grad = turn(state.m), turn(state.v), turn(seen[-1])
        for answer in student.offer(kind, "ema_moments", m, v, grad, 0.8, 0.97):
            first, second = parts(answer, PAIR, because=because)
            law(first, 0.8 * real(m) + 0.2 * real(grad), because=because, terms=(real(m), 0.2 * real(grad)))
            law(second, 0.97 * real(v) + 0.03 * real(grad) ** 2, because=because)


@ema_check()
def test_memories_of_whole_numbers_may_lie_between_whole_numbers(student, draw):
    """Integers are welcome: m 1, v 1 and a slope of 2 with beta1 = 0.5 and beta2 = 0.75 give 1.5 and 1.75."""
    because = (
        "A memory lives on the real line. Cut to whole numbers, small slopes are never heard and old ones never fade."
    )
    law(student.ema_moments(1, 1, 2, 0.5, 0.75), [1.5, 1.75], because=because)
    m, v, grad = whole_state(draw)
    for call in ((m, v, grad), (m, v, 0.1 * grad), (0.5 * m, 0.25 * v, grad)):
        first, second = parts(student.ema_moments(*call, 0.5, 0.75), PAIR, because=because)
        law(first, 0.5 * call[0] + 0.5 * call[2], because=because, terms=(call[0], call[2]))
        law(second, 0.75 * call[1] + 0.25 * call[2] ** 2, because=because)


@ema_check()
def test_memories_leave_their_arguments_alone_and_keep_no_secrets(student, draw):
    """The arguments stay as they were, and the same call gives the same numbers again."""
    because = "Whoever holds the old memories still needs them, and all that counts is in the arguments."
    seen = gradients(draw, 3)
    state = adam_state(seen[:-1], 0.9, 0.99)
    call = (state.m, state.v, seen[-1], 0.9, 0.99)
    first, second = parts(student.ema_moments(*call), PAIR, because=because)
    holds(not student.changed, because=because, expected="arguments as they were", actual="changed arguments")
    student.ema_moments(-state.m, state.v * 2, seen[0], 0.5, 0.5)
    again, second_again = parts(student.ema_moments(*call), PAIR, because=because)
    law(again, numbers(first, because=because), because=because)
    law(second_again, numbers(second, because=because), because=because)
    law(first, ema(seen, 0.9), because=IDLE, terms=(state.m, 0.1 * seen[-1]))
    law(second, ema(seen**2, 0.99), because=IDLE)


@pytest.mark.held_back
@ema_check()
def test_memories_follow_any_history(student, draw):
    """After any gradients the memories hold (1 − beta) Σ beta^(t−i) g_i, and the same with g_i²."""
    because = "An exponential moving average weighs what it saw i steps ago by beta^i, coordinate by coordinate."
    for t, beta1, beta2 in ((1, 0.9, 0.999), (3, 0.6, 0.85), (12, 0.95, 0.9), (40, 0.85, 0.97)):
        seen = gradients(draw, t)
        before = adam_state(seen[:-1], beta1, beta2)
        first, second = parts(student.ema_moments(before.m, before.v, seen[-1], beta1, beta2), PAIR, because=because)
        law(first, ema(seen, beta1), because=because, terms=(before.m, (1 - beta1) * seen[-1]))
        law(second, ema(seen**2, beta2), because=because)


@pytest.mark.held_back
@ema_check()
def test_the_mean_square_is_never_below_the_squared_mean(student, draw):
    """With equal betas v' is at least m'² on any history (Jensen)."""
    because = "v is a mean of squares. If it can fall below the square of the mean, it measures something else."
    # Three coordinates: a single one may by chance be where it was before, and no program is at fault.
    wild, last = gradients(draw, 50), np.zeros(3)
    steady = np.array([1.0, -1.1, 1.2]) * decimal(draw, 4, 5) * draw.uniform(1.0, 1.01, size=(50, 3))
    for seen, t in ((wild, 0), (wild, 21), (steady, 20), (-steady, 24)):
        state = adam_state(seen[:t], 0.9, 0.9)
        first, second = parts(student.ema_moments(state.m, state.v, seen[t], 0.9, 0.9), PAIR, because=because)
        last = differs(first, last, because=DEAF)
        square = differs(first, state.m, because=DEAF) ** 2
        size = differs(second, state.v, because=DEAF)
        enough = (size >= square * (1 - 1e-5)).all()
        holds(enough, because=because, expected="at least m'² everywhere", actual=size)


# ---- bias_correct -----------------------------------------------------------------------------------------


@correct_check()
def test_a_constant_slope_is_recovered_at_every_step(student, draw):
    """Under a constant gradient the corrected average is that gradient, from the first step on."""
    because = (
        "After t steps from zero the average has filled to the share 1 − beta^t. Dividing by exactly that share "
        "recovers the slope; any other factor makes early steps, or all later ones, too long or too short."
    )
    slopes = gradients(draw, 1, (2,))[0]
    for slope, beta, steps in (
        (np.array(decimal(draw, 2, 4)), 0.5, (1, 5)),
        (slopes, 0.9, (2, 50)),
        (-slopes, 0.999, (2, 400)),
    ):
        for t in steps:
            law(student.bias_correct(slope * (1 - beta**t), beta, t), slope, because=because)


@correct_check()
def test_the_first_step_is_corrected_in_full(student, draw):
    """At t = 1 the average holds the share 1 − beta of one gradient, and the correction undoes just that."""
    because = "At t = 1 one gradient has been seen. A clock that starts elsewhere divides by zero or by too much."
    for beta in (0.3, 0.9, 0.99, 0.999):
        slope = decimal(draw, 1, 3)
        law(student.bias_correct(slope * (1 - beta), beta, 1), slope, because=because)


@correct_check()
def test_the_correction_fades(student, draw):
    """After four hundred steps at beta = 0.9 nothing is left to correct."""
    because = "The starting zero fades; so must its correction, or it inflates a healthy average for ever."
    for moment in (decimal(draw, 0.5, 1, 3), -decimal(draw, 10, 20, 3)):
        law(student.bias_correct(moment, 0.9, 400), moment, because=because)
        differs(student.bias_correct(moment, 0.9, 2), moment, because=EARLY)


@correct_check()
def test_no_memory_needs_no_correction(student, draw):
    """With beta (almost) zero the average is the present gradient, and stays as it is."""
    because = "Without memory there is no starting zero in the average, at any step."
    moment = -decimal(draw, 2, 4, 4)
    for t in (1, 2, 7):
        law(student.bias_correct(moment, 1e-9, t), moment, because=because)
    differs(student.bias_correct(moment, 0.93, 7), moment, because=EARLY)


@correct_check()
def test_the_factor_falls_with_every_step(student, draw):
    """The factor corrected / moment falls strictly from step to step and stays above one."""
    because = "Zeros fade gradually, so the correction must weaken at every step, not only after the first one."
    moment, beta, before = decimal(draw, 1, 9), 0.9, np.inf
    for t in (1, 2, 3, 6, 9, 29):
        factor = numbers(student.bias_correct(moment, beta, t), because=because, shape=()) / moment
        expected = f"between 1 and {before:.6g}, the factor one step earlier"
        holds(1.0 < factor < before, because=because, expected=expected, actual=factor)
        before = float(factor)


@correct_check()
def test_the_correction_scales_and_mirrors_with_its_moment(student, draw):
    """Ten times the moment gives ten times the answer, and the opposite moment the opposite answer."""
    because = "The correction is one factor for the whole average: it changes its length, never its direction."
    moment, times = 0.3 * gradients(draw, 1)[0], decimal(draw, 9, 11)
    base = numbers(student.bias_correct(moment, 0.9, 4), because=because, shape=(3,))
    law(student.bias_correct(times * moment, 0.9, 4), times * base, because=because)
    law(student.bias_correct(-moment, 0.9, 4), -base, because=because)
    differs(np.abs(base), np.abs(moment), because=EARLY)
    differs(base, np.zeros(3), because=EARLY)


@correct_check()
def test_the_correction_takes_every_kind_of_input(student, draw):
    """Lists, plain numbers, single precision and arrays of two axes give the same numbers."""
    because = "One factor for every entry, whatever shape and kind the average has."
    average = ema(gradients(draw, 3), 0.94)
    for kind, turn in kinds():
        moment = turn(average)
        for answer in student.offer(kind, "bias_correct", moment, 0.94, 3):
            law(answer, real(moment) / (1 - 0.94**3), because=because)


@correct_check()
def test_an_average_of_whole_numbers_may_be_corrected_to_fractions(student, draw):
    """Integers are welcome: 3 after two steps at beta = 0.5 is corrected to 4, and 1 to 1.3333."""
    because = (
        "What was measured in whole numbers has an average between them; cut back, most of the correction is lost."
    )
    for moment in (np.array([3, 1]), whole(draw, 1, 20, (2, 2)), int(draw.integers(4, 30))):
        law(student.bias_correct(moment, 0.5, 2), np.asarray(moment) / 0.75, because=because)


@correct_check()
def test_looking_at_the_average_does_not_change_it(student, draw):
    """The moment stays as it was, and the same call gives the same numbers again."""
    because = "The corrected value is for looking, not for keeping: fed back, the correction would be corrected again."
    moment = ema(gradients(draw, 3, (2,)), 0.9)
    first = numbers(student.bias_correct(moment, 0.9, 3), because=because, shape=(2,))
    holds(not student.changed, because=because, expected="the moment as it was", actual="a changed moment")
    student.bias_correct(5 * moment, 0.5, 1)
    law(student.bias_correct(moment, 0.9, 3), first, because=because)
    law(first, moment / (1 - 0.9**3), because=IDLE)


@pytest.mark.held_back
@correct_check()
def test_the_corrected_average_is_a_weighted_mean(student, draw):
    """It is the mean of the gradients seen, weighted by beta^(t−i)."""
    because = "A corrected average is an average: weights that add up to one, newer gradients heavier than older ones."
    for seen, beta in (
        (np.array([1.0, -4.0, 2.0]), 0.8),
        (gradients(draw, 9), 0.93),
        (gradients(draw, 4), 0.35),
    ):
        answer = student.bias_correct(ema(seen, beta), beta, len(seen))
        law(answer, weighted_mean(seen, beta), because=because, terms=(np.abs(seen).max(axis=0),))


# ---- adam_step --------------------------------------------------------------------------------------------


@adam_check()
def test_the_first_step_has_the_length_lr_in_every_coordinate(student, draw):
    """From rest the first step is lr against the sign of the slope, be the slope gentle or steep."""
    because = (
        "At the first step both memories, once corrected, hold the slope and its square: their quotient is its sign."
    )
    theta, grad = place(draw), gradients(draw, 1)[0] * np.array([1.0, 0.3, 10.0])
    for lr in (0.07, decimal(draw, 0.2, 0.4)):
        answer = student.adam_step(theta, np.zeros(3), np.zeros(3), grad, 1, lr, 0.9, 0.999, EPS)
        moved, _, _ = parts(answer, TRIPLE, because=because)
        same_step(moved, theta, lr, theta - lr * np.sign(grad), because)


@adam_check(0.4)
def test_under_a_constant_slope_every_step_has_the_length_lr(student, draw):
    """Keep the slope constant and Adam walks lr per step: at step 1, 2, 60 and 300 alike."""
    because = (
        "Both averages start too small, each by its own share. Corrected with its own beta and the right clock, their "
        "quotient is one at every step; anything else walks too fast or too slow, at the start or for ever."
    )
    theta, lr, slopes = place(draw, (2,)), decimal(draw, 0.3, 0.4), np.array([decimal(draw, 2, 3), -0.4])
    for beta1, beta2, steps in ((0.9, 0.999, (1, 2, 10, 300)), (0.7, 0.96, (3, 60))):
        for t in steps:
            m, v = slopes * (1 - beta1 ** (t - 1)), slopes**2 * (1 - beta2 ** (t - 1))
            answer = student.adam_step(theta, m, v, slopes, t, lr, beta1, beta2, EPS)
            moved, _, _ = parts(answer, TRIPLE, because=because)
            same_step(moved, theta, lr, theta - lr * np.sign(slopes), because)


@adam_check(0.6)
def test_the_step_is_mean_over_root_mean_square_of_all_that_was_felt(student, draw):
    """The step is lr times the weighted mean of the slopes over the root of their weighted mean square."""
    because = (
        "Direction is a mean with memory beta1, size a root mean square with memory beta2, both weighing only real "
        "gradients, the present one included. Their quotient is the step."
    )
    for t, beta1, beta2, spike in (
        (2, 0.9, 0.999, 1),
        (3, 0.8, 0.95, 1),
        (7, 0.6, 0.99, 1),
        (25, 0.93, 0.985, 1),
        (12, 0.95, 0.7, 1),
        (60, 0.6, 0.99, 40),
    ):
        seen, theta, lr = gradients(draw, t), place(draw), 0.37
        seen[-1] *= spike  # after a long calm, a spike takes a step well beyond lr
        before = adam_state(seen[:-1], beta1, beta2)
        answer = student.adam_step(theta, before.m, before.v, seen[-1], t, lr, beta1, beta2, EPS)
        moved, _, _ = parts(answer, TRIPLE, because=because)
        step = lr * weighted_mean(seen, beta1) / np.sqrt(weighted_mean(seen**2, beta2))
        same_step(moved, np.maximum(np.abs(theta), np.abs(step)), lr, theta - step, because)


@adam_check()
def test_a_louder_loss_takes_the_same_path(student, draw):
    """Multiply the loss by 1000 and every step stays the same."""
    because = "Numerator and denominator carry the same unit, so the loudness of the loss cancels out of the step."
    seen, theta, lr = gradients(draw, 9), place(draw), 0.2
    for t in (1, 4, 9):
        before, loud = adam_state(seen[: t - 1], 0.9, 0.99), adam_state(1000 * seen[: t - 1], 0.9, 0.99)
        quiet = student.adam_step(theta, before.m, before.v, seen[t - 1], t, lr, 0.9, 0.99, EPS)
        answer = student.adam_step(theta, loud.m, loud.v, 1000 * seen[t - 1], t, lr, 0.9, 0.99, EPS)
        expected = differs(parts(quiet, TRIPLE, because=because)[0], theta, because=STILL)
        same_step(parts(answer, TRIPLE, because=because)[0], theta, lr, expected, because)
    other_steps(student, (theta, before.m, before.v, seen[-1], 9, lr, 0.9, 0.99, EPS), expected, because)


@adam_check()
def test_a_parameter_that_never_felt_a_slope_stays_put(student, draw):
    """Zero gradient from rest: theta does not move, m' and v' are zero, everything is finite."""
    because = "A coordinate that was never used has nothing to divide: eps keeps nothing over nothing at nothing."
    theta = place(draw, (2,))
    answer = student.adam_step(theta, np.zeros(2), np.zeros(2), np.zeros(2), 1, 0.1, 0.9, 0.999, EPS)
    for found, expected in zip(parts(answer, TRIPLE, because=because), (theta, np.zeros(2), np.zeros(2)), strict=True):
        law(found, expected, because=because)
    sloped = student.adam_step(theta, np.zeros(2), np.zeros(2), np.array([2.0, -3.0]), 1, 0.1, 0.9, 0.999, EPS)
    for found, was in zip(parts(sloped, TRIPLE, because=because), (theta, np.zeros(2), np.zeros(2)), strict=True):
        differs(found, was, because=STILL)


@adam_check()
def test_eps_rules_where_slopes_are_smaller_than_eps(student, draw):
    """Of a slope of 1e-7 an eps of 1e-8 leaves a step to be seen, and one of 1e-2 next to nothing."""
    because = (
        "Below eps a slope counts as noise, and eps is the caller's choice. Replaced or left out, a run divides "
        "noise by noise and walks as boldly as on a real slope."
    )
    slope, lr = np.array([1e-7, -1e-7]) * decimal(draw, 1, 1.5), decimal(draw, 0.2, 0.4)
    rest = (np.zeros(2), np.zeros(2), np.zeros(2), slope, 1, lr, 0.9, 0.999)
    fine, coarse = (
        numbers(parts(student.adam_step(*rest, eps), TRIPLE, because=because)[0], because=because, shape=(2,))
        for eps in (EPS, 1e-2)
    )
    downhill = (fine * slope < 0).all() and (coarse * slope < 0).all()
    holds(downhill, because=because, expected="steps against the slope", actual=[fine, coarse])
    # So it is wherever eps stands: beside the root, beside the raw root, or below it.
    fades = (np.abs(coarse) < 0.02 * np.abs(fine)).all()
    holds(fades, because=because, expected="a step 50 times shorter with eps = 1e-2", actual=[fine, coarse])


@adam_check()
def test_each_coordinate_walks_on_its_own(student, draw):
    """Take other coordinates away, and the rest moves exactly as before."""
    because = "Every coordinate has a scale of its own; with a shared one the steepest silences all others."
    seen, theta = gradients(draw, 5) * np.array([1.0, 50.0, 0.7]), place(draw)
    before = adam_state(seen[:-1], 0.9, 0.99)
    together = student.adam_step(theta, before.m, before.v, seen[-1], 5, 0.3, 0.9, 0.99, EPS)
    whole = differs(parts(together, TRIPLE, because=because)[0], theta, because=STILL)
    other_steps(student, (theta, before.m, before.v, seen[-1], 5, 0.3, 0.9, 0.99, EPS), whole, because)
    for kept in ([0], [2, 0], [1, 2]):
        answer = student.adam_step(theta[kept], before.m[kept], before.v[kept], seen[-1][kept], 5, 0.3, 0.9, 0.99, EPS)
        same_step(parts(answer, TRIPLE, because=because)[0], theta[kept], 0.3, whole[kept], because)


@adam_check()
def test_the_step_is_proportional_to_lr(student, draw):
    """Half the learning rate, half the step; no learning rate, no step."""
    because = (
        "lr is the length of Adam's stride. Entering twice, or through a schedule of its own, it is not what was asked."
    )
    seen, theta = gradients(draw, 4), place(draw)
    before = adam_state(seen[:-1], 0.9, 0.98)
    step = weighted_mean(seen, 0.9) / np.sqrt(weighted_mean(seen**2, 0.98))
    for lr in (0.0, 0.04, 0.5, 2.0):
        answer = student.adam_step(theta, before.m, before.v, seen[-1], 4, lr, 0.9, 0.98, EPS)
        same_step(parts(answer, TRIPLE, because=because)[0], theta, lr, theta - lr * step, because)


@adam_check()
def test_without_memory_adam_is_sign_descent(student, draw):
    """With both betas (almost) zero every coordinate moves lr against the sign of its slope."""
    because = "Without memory the mean is the slope and the root mean square its size: only the sign is left."
    seen, theta = gradients(draw, 3), place(draw)
    before = adam_state(seen[:-1], 1e-9, 1e-9)
    answer = student.adam_step(theta, before.m, before.v, seen[-1], 3, 0.25, 1e-9, 1e-9, EPS)
    same_step(parts(answer, TRIPLE, because=because)[0], theta, 0.25, theta - 0.25 * np.sign(seen[-1]), because)


@adam_check(0.4)
def test_the_returned_memories_are_raw(student, draw):
    """The memories come back as they are before correction: after four slopes of 3, 3(1 − 0.9⁴) and 9(1 − 0.999⁴)."""
    because = "The next step starts from m' and v'. Returned corrected, they would be corrected again and again."
    slope, theta = 3.0, 0.5
    answer = student.adam_step(theta, slope * (1 - 0.9**3), slope**2 * (1 - 0.999**3), slope, 4, 0.1, 0.9, 0.999, EPS)
    _, m, v = parts(answer, TRIPLE, because=because)
    law(m, slope * (1 - 0.9**4), because=because, terms=(slope,))
    law(v, slope**2 * (1 - 0.999**4), because=because)
    seen = gradients(draw, 11)
    before = adam_state(seen[:-1], 0.8, 0.96)
    answer = student.adam_step(np.ones(3), before.m, before.v, seen[-1], 11, 0.1, 0.8, 0.96, EPS)
    _, m, v = parts(answer, TRIPLE, because=because)
    law(m, ema(seen, 0.8), because=because, terms=(before.m, 0.2 * seen[-1]))
    law(v, ema(seen**2, 0.96), because=because)


@adam_check()
def test_after_a_spike_adam_coasts(student, draw):
    """A slope of 1 and then none: the second step is still 0.6701 lr long."""
    because = "The direction comes from the average. With the raw slope above the line you stop dead; Adam coasts."
    lr, theta = 0.3, decimal(draw, 0.1, 0.4)
    mean, square = 0.09 / 0.19, 0.000999 / 0.001999
    for spike in (1.0, -decimal(draw, 5, 8)):
        answer = student.adam_step(theta, 0.1 * spike, 0.001 * spike**2, 0.0, 2, lr, 0.9, 0.999, EPS)
        expected = theta - lr * np.sign(spike) * mean / np.sqrt(square)
        same_step(parts(answer, TRIPLE, because=because)[0], theta, lr, expected, because)


@adam_check()
def test_adam_takes_every_kind_of_input(student, draw):
    """Lists, plain numbers, single precision and arrays of two axes give the same steps."""
    because = "Each entry is a parameter of its own, whatever shape and kind they come in."
    seen, theta, lr = gradients(draw, 3), place(draw), 0.2
    state = adam_state(seen[:-1], 0.9, 0.97)
    for kind, turn in kinds():
        spot, m, v, grad = turn(theta), turn(state.m), turn(state.v), turn(seen[-1])
        for answer in student.offer(kind, "adam_step", spot, m, v, grad, 3, lr, 0.9, 0.97, EPS):
            moved, _, _ = parts(answer, TRIPLE, because=because)
            mean = (0.9 * real(m) + 0.1 * real(grad)) / (1 - 0.9**3)
            square = (0.97 * real(v) + 0.03 * real(grad) ** 2) / (1 - 0.97**3)
            same_step(moved, real(spot), lr, real(spot) - lr * mean / np.sqrt(square), because)


@adam_check()
def test_whole_numbers_may_step_between_whole_numbers(student, draw):
    """Integers are welcome: theta, m, v and grad may be whole numbers, each of them or all."""
    because = (
        "Parameters and memories live on the real line even where a run begins on whole numbers. Kept on an integer "
        "grid, steps shorter than one are lost and the run stands still."
    )
    (m, v, grad), theta, lr = whole_state(draw), whole(draw, 1, 5, (2, 2)), 0.3
    for spot, *felt in ((theta, m, v, grad), (theta, 0.5 * m, 0.25 * v, 0.5 * grad), (0.1 * theta, m, v, grad)):
        moved, first, second = parts(student.adam_step(spot, *felt, 2, lr, 0.5, 0.75, EPS), TRIPLE, because=because)
        mean, square = 0.5 * felt[0] + 0.5 * felt[2], 0.75 * felt[1] + 0.25 * felt[2] ** 2
        law(first, mean, because=because, terms=(felt[0], felt[2]))
        law(second, square, because=because)
        same_step(moved, spot, lr, spot - lr * (mean / 0.75) / np.sqrt(square / 0.4375), because)


@adam_check()
def test_adam_leaves_its_arguments_alone_and_keeps_no_secrets(student, draw):
    """The arguments stay as they were, and the same call gives the same numbers again."""
    because = "The state is in the arguments: another run, or a step tried twice, must not meet what this one left."
    seen, theta = gradients(draw, 4), place(draw)
    before = adam_state(seen[:-1], 0.9, 0.99)
    call = (theta, before.m, before.v, seen[-1], 4, 0.2, 0.9, 0.99, EPS)
    first = parts(student.adam_step(*call), TRIPLE, because=because)
    holds(not student.changed, because=because, expected="arguments as they were", actual="changed arguments")
    student.adam_step(-theta, before.m * 0, before.v * 0, seen[0], 1, 0.5, 0.5, 0.5, EPS)
    for was, now in zip(first, parts(student.adam_step(*call), TRIPLE, because=because), strict=True):
        law(now, numbers(was, because=because), because=because, slack=1e-6)
    step = weighted_mean(seen, 0.9) / np.sqrt(weighted_mean(seen**2, 0.99))
    same_step(first[0], theta, 0.2, theta - 0.2 * step, IDLE)


@adam_check()
def test_the_defaults_are_the_papers(student, draw):
    """Left out, lr is 1e-3, beta1 0.9, beta2 0.999 and eps 1e-8."""
    because = "The stub's signature carries the defaults of the paper; a run that relies on them gets just those."
    seen, theta = gradients(draw, 3), 0.005 * place(draw)
    before = adam_state(seen[:-1], 0.9, 0.999)
    moved, _, _ = parts(student.adam_step(theta, before.m, before.v, seen[-1], 3), TRIPLE, because=because)
    step = 1e-3 * weighted_mean(seen, 0.9) / np.sqrt(weighted_mean(seen**2, 0.999))
    same_step(moved, theta, 1e-3, theta - step, because)
    # A slope so small that eps shows, wherever it stands: left out, it weighs as much as when it is said.
    rest = (np.zeros(2), np.zeros(2), np.zeros(2), np.array([1e-7, -1e-7]) * decimal(draw, 1, 1.5), 1)
    named, _, _ = parts(student.adam_step(*rest, 1e-3, 0.9, 0.999, EPS), TRIPLE, because=because)
    named = differs(1e3 * numbers(named, because=because, shape=(2,)), np.zeros(2), because=because)
    faint, _, _ = parts(student.adam_step(*rest), TRIPLE, because=because)
    law(1e3 * numbers(faint, because=because, shape=(2,)), named, because=because)


@pytest.mark.held_back
@adam_check()
def test_the_mirrored_landscape_gives_the_mirrored_path(student, draw):
    """Turn every slope around and the step turns around."""
    because = "Downhill has no preferred side: the scale must not know the sign of the slope."
    seen, theta = gradients(draw, 6), place(draw)
    before = adam_state(seen[:-1], 0.85, 0.97)
    here = student.adam_step(theta, before.m, before.v, seen[-1], 6, 0.3, 0.85, 0.97, EPS)
    aside = decimal(draw, 1, 2)
    there = student.adam_step(aside - theta, -before.m, before.v, -seen[-1], 6, 0.3, 0.85, 0.97, EPS)
    arrived = differs(parts(here, TRIPLE, because=because)[0], theta, because=STILL)
    other_steps(student, (theta, before.m, before.v, seen[-1], 6, 0.3, 0.85, 0.97, EPS), arrived, because)
    same_step(parts(there, TRIPLE, because=because)[0], np.maximum(np.abs(theta), aside), 0.3, aside - arrived, because)
