"""The laws of Adam's memories, their correction and its step (Kingma & Ba 2015, Algorithm 1)."""

import numpy as np

from grader.suites.toolkit import adam, adam_state, decimal, differs, ema, gradients, holds, law, numbers, place, whole
from grader.suites.toolkit.adam import EPS, MEMORIES, PLACE, history, remembered, step_after
from grader.suites.toolkit.contract import Contract, changes, waiting

memories = Contract(
    "ema_moments",
    gives=MEMORIES,
    right=adam.averaged,
    call=lambda draw: history(draw, 6, 0.8, 0.97),
    arrays=3,
    terms=lambda m, v, grad, *_: {"m'": (m, grad), "v'": (v, grad**2)},
    others=lambda m, v, grad, *betas: [(m, v, 5 * grad, *betas)],
)
correction = Contract(
    "bias_correct",
    gives=("corrected",),
    right=lambda moment, beta, t: moment / (1 - beta**t),
    call=lambda draw: (ema(gradients(draw, 3), 0.94), 0.94, 3),
    arrays=1,
    points=0.3,
)
step = adam.step_contract(
    "adam_step",
    lambda draw: step_after(gradients(draw, 3), place(draw), 0.2, 0.9, 0.97),
    uses=("ema_moments", "bias_correct"),
    points=0.2,
)


# ---- ema_moments ------------------------------------------------------------------------------------------


@memories.probes()
def test_a_constant_slope_fills_both_memories_geometrically(draw):
    """Under a constant slope g the memories hold g(1 − beta1^t) and g²(1 − beta2^t) after t steps.

    Each step replaces a share 1 − beta of what is remembered. A memory that fills at another pace makes every step
    it feeds too long or too short.
    """
    slope = -decimal(draw, 2, 4)
    for t in (0, 1, 4, 7):
        yield slope * (1 - 0.7**t), slope**2 * (1 - 0.95**t), slope, 0.7, 0.95


@memories.probes()
def test_a_full_memory_stays_full(draw):
    """A memory that already holds the constant slope (and its square) stays as it is.

    The share kept and the share let in add up to one. Else the average of equal things is not that thing.
    """
    for slope in (decimal(draw, 2, 3), -decimal(draw, 0.5, 0.7)):
        yield slope, slope**2, slope, 0.83, 0.964
        yield changes(slope / 2, slope**2 / 2, slope, 0.83, 0.964)


@memories.probes()
def test_without_a_slope_both_memories_fade_by_their_own_beta(draw):
    """With zero gradient m shrinks to beta1·m and v to beta2·v.

    beta is the share of the past that is kept: m has its own, v has its own.
    """
    state = adam_state(gradients(draw, 3, (2,)), 0.7, 0.95)
    yield state.m, state.v, np.zeros(2), 0.7, 0.95


@memories.probes()
def test_without_memory_only_the_present_counts(draw):
    """With both betas (almost) zero, m' is the gradient and v' its square.

    beta weighs the past. Where it is zero, nothing of the past may be left, and all of the present counts.
    """
    before, now = gradients(draw, 2)
    yield before, before**2, now, 1e-9, 1e-9


@memories.relations()
def test_a_louder_loss_scales_m_by_c_and_v_by_c_squared(draw):
    """Multiply every gradient by c: m' grows c times, v' c² times.

    m carries the unit of the slope, v its square; only then does their quotient have no unit at all.
    """
    times = decimal(draw, 4, 6)
    for steps in (4, 7):
        m, v, grad, *betas = history(draw, steps, 0.8, 0.93)
        louder = (times * m, times**2 * v, times * grad, *betas)
        yield (m, v, grad, *betas), louder, lambda both: [times * both[0], times**2 * both[1]]


@memories.probes(only=("v'",))
def test_the_sign_of_the_slope_never_reaches_v(draw):
    """The new v is the same for g and −g, and never negative.

    v measures how big slopes are. Where signs leak in, opposite slopes cancel and the root turns imaginary.
    """
    m, v, grad, *betas = history(draw, 5, 0.9, 0.99)
    for slope in (grad, 10 * grad):
        yield m, v, slope, *betas
        yield -m, v, -slope, *betas


@memories.probes()
def test_a_zigzag_cancels_in_m_and_not_in_v(draw):
    """Under g = +1, −1, +1, … m' settles at ±(1 − beta1)/(1 + beta1) and v' at 1; twice as steep, at 2 times and 4.

    Back and forth has no direction, so m nearly forgets it; it is just as big as ever, so v must not.
    """
    settled = (1 - 0.9) / (1 + 0.9)
    for slope in (1.0, -decimal(draw, 2, 3)):
        yield -slope * settled, slope**2, slope, 0.9, 0.98


test_memories_take_every_kind_of_input = memories.takes_every_kind(
    "A memory has the shape of the parameters, whatever shape and kind that is."
)


@memories.whole_numbers()
def test_memories_of_whole_numbers_may_lie_between_whole_numbers(draw):
    """Integers are welcome. m 1, v 1 and a slope of 2 with beta1 = 0.5 and beta2 = 0.75 give 1.5 and 1.75.

    A memory lives on the real line. Cut to whole numbers, small slopes are never heard and old ones never fade.
    """
    yield 1, 1, 2, 0.5, 0.75
    m, v, grad = adam.whole_state(draw)
    for state in ((m, v, 0.1 * grad), (0.5 * m, 0.25 * v, grad)):
        yield *state, 0.5, 0.75


test_memories_leave_their_arguments_alone_and_keep_no_secrets = memories.is_pure(
    "Whoever holds the old memories still needs them, and all that counts is in the arguments."
)


@memories.probes(held_back=True)
def test_memories_follow_any_history(draw):
    """After any gradients the memories hold (1 − beta) Σ beta^(t−i) g_i, and the same with g_i².

    A moving average weighs what it saw i steps ago by beta^i. It does so for each coordinate alone.
    """
    for t, beta1, beta2 in ((1, 0.9, 0.999), (3, 0.6, 0.85), (12, 0.95, 0.9), (40, 0.85, 0.97)):
        yield history(draw, t, beta1, beta2)


@memories.law(held_back=True)
def test_the_mean_square_is_never_below_the_squared_mean(student, draw):
    """With equal betas v' is at least m'² on any history (Jensen).

    v is a mean of squares. If it can fall below the square of the mean, it measures something else.
    """
    # Three coordinates: a single one may by chance be where it was before, and no program is at fault.
    wild, last = gradients(draw, 50), np.zeros(3)
    steady = np.array([1.0, -1.1, 1.2]) * decimal(draw, 4, 5) * draw.uniform(1.0, 1.01, size=(50, 3))
    for seen in (wild[:1], wild[:22], steady[:21], -steady[:25]):
        m, v, *rest = remembered(seen, 0.9, 0.9)
        first, size = student.ema_moments(m, v, *rest)
        with waiting():
            last, square = differs(first, last), differs(first, m) ** 2
            size = differs(size, v)
        holds((size >= square * (1 - 1e-5)).all(), expected="at least m'² everywhere", actual=size)


# ---- bias_correct -----------------------------------------------------------------------------------------


@correction.probes()
def test_a_constant_slope_is_recovered_at_every_step(draw):
    """Under a constant gradient the corrected average is that gradient, from the first step on.

    After t steps from zero the average has filled to the share 1 − beta^t. Dividing by exactly that share recovers
    the slope; any other factor makes early steps, or all later ones, too long or too short.
    """
    slopes = gradients(draw, 1, (2,))[0]
    steady = (np.array(decimal(draw, 2, 4)), 0.5, (1, 5)), (slopes, 0.9, (2, 50)), (-slopes, 0.999, (2, 400))
    for slope, beta, steps in steady:
        for t in steps:
            yield slope * (1 - beta**t), beta, t


@correction.probes()
def test_the_first_step_is_corrected_in_full(draw):
    """At t = 1 the average holds the share 1 − beta of one gradient, and the correction undoes just that.

    At t = 1 one gradient has been seen. A clock that starts elsewhere divides by zero or by too much.
    """
    for beta in (0.3, 0.9, 0.999):
        yield decimal(draw, 1, 3) * (1 - beta), beta, 1


@correction.probes()
def test_the_correction_fades(draw):
    """After four hundred steps at beta = 0.9 nothing is left to correct.

    The starting zero fades; so must its correction, or it inflates a healthy average for ever.
    """
    for moment in (decimal(draw, 0.5, 1, 3), -decimal(draw, 10, 20, 3)):
        yield moment, 0.9, 400
        yield changes(moment, 0.9, 2)


@correction.probes()
def test_no_memory_needs_no_correction(draw):
    """With beta (almost) zero the average is the present gradient, and stays as it is.

    Without memory there is no starting zero in the average, at any step.
    """
    moment = -decimal(draw, 2, 4, 4)
    for t in (1, 2, 7):
        yield moment, 1e-9, t
    yield changes(moment, 0.93, 7)


@correction.law()
def test_the_factor_falls_with_every_step(student, draw):
    """The factor corrected / moment falls strictly from step to step and stays above one.

    The zeros fade bit by bit. So the correction must fade at every step, not only after the first one.
    """
    moment, before = decimal(draw, 1, 9), np.inf
    for t in (1, 2, 3, 6, 9, 29):
        factor = float(numbers(student.bias_correct(moment, 0.9, t), shape=()) / moment)
        expected = f"between 1 and {before:.6g}, the factor one step earlier"
        holds(1.0 < factor < before, expected=expected, actual=factor)
        before = factor


@correction.law()
def test_the_correction_scales_and_mirrors_with_its_moment(student, draw):
    """Ten times the moment gives ten times the answer, and the opposite moment the opposite answer.

    The correction is one factor for the whole average: it changes its length, never its direction.
    """
    moment, times = 0.3 * gradients(draw, 1)[0], decimal(draw, 9, 11)
    base = numbers(student.bias_correct(moment, 0.9, 4), shape=(3,))
    law(student.bias_correct(times * moment, 0.9, 4), times * base)
    law(student.bias_correct(-moment, 0.9, 4), -base)
    with waiting():
        differs(np.abs(base), np.abs(moment))
        differs(base, np.zeros(3))


test_the_correction_takes_every_kind_of_input = correction.takes_every_kind(
    "One factor for every entry, whatever shape and kind the average has."
)


@correction.whole_numbers()
def test_an_average_of_whole_numbers_may_be_corrected_to_fractions(draw):
    """Integers are welcome. 3 after two steps at beta = 0.5 is corrected to 4, and 1 to 1.3333.

    What was measured in whole numbers has an average between them; cut back, most of the correction is lost.
    """
    for moment in (np.array([3, 1]), whole(draw, 1, 20, (2, 2)), int(draw.integers(4, 30))):
        yield moment, 0.5, 2


test_looking_at_the_average_does_not_change_it = correction.is_pure(
    "The corrected value is for this step, not for keeping. Handed on, it would be corrected once more.",
    says="The moment stays as it was, and the same call gives the same numbers again.",
)


@correction.probes(held_back=True)
def test_the_corrected_average_is_a_weighted_mean(draw):
    """It is the mean of the gradients seen, weighted by beta^(t−i).

    A corrected average is an average. Its weights add up to one, and newer gradients weigh more than older ones.
    """
    for seen, beta in ((np.array([1.0, -4.0, 2.0]), 0.8), (gradients(draw, 9), 0.93), (gradients(draw, 4), 0.35)):
        yield ema(seen, beta), beta, len(seen)


# ---- adam_step --------------------------------------------------------------------------------------------


@step.probes(only=PLACE)
def test_the_first_step_has_the_length_lr_in_every_coordinate(draw):
    """From rest the first step is lr against the sign of the slope, be the slope gentle or steep.

    At the first step both memories, once corrected, hold the slope and its square: their quotient is its sign.
    """
    theta, slopes = place(draw), gradients(draw, 1) * np.array([1.0, 0.3, 10.0])
    for lr in (0.07, decimal(draw, 0.2, 0.4)):
        yield step_after(slopes, theta, lr, 0.9, 0.999)


@step.probes(0.4, only=PLACE)
def test_under_a_constant_slope_every_step_has_the_length_lr(draw):
    """Keep the slope constant and Adam walks lr per step: at step 1, 2, 60 and 300 alike.

    Both averages start too small, each by its own share. Corrected with its own beta and the right clock, their
    quotient is one at every step. Anything else walks too fast or too slow, at the start or for ever.
    """
    theta, lr, slopes = place(draw, (2,)), decimal(draw, 0.3, 0.4), np.array([decimal(draw, 2, 3), -0.4])
    for beta1, beta2, steps in ((0.9, 0.999, (1, 2, 10, 300)), (0.7, 0.96, (3, 60))):
        for t in steps:
            yield step_after(np.tile(slopes, (t, 1)), theta, lr, beta1, beta2)


@step.probes(0.6, only=PLACE)
def test_the_step_is_mean_over_root_mean_square_of_all_that_was_felt(draw):
    """The step is lr times the weighted mean of the slopes over the root of their weighted mean square.

    Direction is a mean with memory beta1, size a root mean square with memory beta2, both weighing only real
    gradients, the present one included. Their quotient is the step.
    """
    pairs = ((2, 0.9, 0.999), (3, 0.8, 0.95), (7, 0.6, 0.99), (25, 0.93, 0.985), (12, 0.95, 0.7), (60, 0.6, 0.99))
    for t, beta1, beta2 in pairs:
        seen = gradients(draw, t)
        seen[-1] *= 40 if t == 60 else 1  # after a long calm, a spike takes a step well beyond lr
        yield step_after(seen, place(draw), 0.37, beta1, beta2)


@step.relations(only=PLACE)
def test_a_louder_loss_takes_the_same_path(draw):
    """Multiply the loss by 1000 and every step stays the same.

    Above and below the fraction line stands the same unit. So the unit of the loss cancels out of the step.
    """
    seen, theta = gradients(draw, 9), place(draw)
    for t in (9, 4, 1):
        quiet, loud = (step_after(times * seen[:t], theta, 0.2, 0.9, 0.99) for times in (1, 1000))
        yield quiet, loud, lambda arrived: arrived


@step.probes()
def test_a_parameter_that_never_felt_a_slope_stays_put(draw):
    """Zero gradient from rest: theta does not move, m' and v' are zero, everything is finite.

    A coordinate that was never used has nothing to divide. Here eps keeps zero over zero at zero.
    """
    theta, none = place(draw, (2,)), np.zeros(2)
    yield theta, none, none, none, 1, 0.1, 0.9, 0.999, EPS
    yield changes(theta, none, none, np.array([2.0, -3.0]), 1, 0.1, 0.9, 0.999, EPS)


test_eps_rules_where_slopes_are_smaller_than_eps = adam.eps_rules(step)


@step.relations(only=PLACE)
def test_each_coordinate_walks_on_its_own(draw):
    """Take other coordinates away, and the rest moves exactly as before.

    Every coordinate has a scale of its own; with a shared one the steepest silences all others.
    """
    together = step_after(gradients(draw, 5) * np.array([1.0, 50.0, 0.7]), place(draw), 0.3, 0.9, 0.99)
    for kept in ([0], [2, 0], [1, 2]):
        alone = (*(one[kept] for one in together[:4]), *together[4:])
        yield together, alone, lambda arrived, kept=kept: arrived[kept]


@step.probes(only=PLACE)
def test_the_step_is_proportional_to_lr(draw):
    """Half the learning rate, half the step; no learning rate, no step.

    lr is the length of Adam's stride. Entering twice, or through a schedule of its own, it is not what was asked.
    """
    seen, theta = gradients(draw, 4), place(draw)
    for lr in (0.0, 0.04, 0.5, 2.0):
        yield step_after(seen, theta, lr, 0.9, 0.98)


@step.probes(only=PLACE)
def test_without_memory_adam_is_sign_descent(draw):
    """With both betas (almost) zero every coordinate moves lr against the sign of its slope.

    Without memory the mean is the slope and the root mean square its size: only the sign is left.
    """
    yield step_after(gradients(draw, 3), place(draw), 0.25, 1e-9, 1e-9)


@step.probes(0.4, only=MEMORIES)
def test_the_returned_memories_are_raw(draw):
    """The memories come back as they are before correction: after four slopes of 3, 3(1 − 0.9⁴) and 9(1 − 0.999⁴).

    The next step starts from m' and v'. Returned corrected, they would be corrected again and again.
    """
    yield step_after(np.full(4, 3.0), 0.5, 0.1, 0.9, 0.999)
    yield step_after(gradients(draw, 11), np.ones(3), 0.1, 0.8, 0.96)


@step.probes(only=PLACE)
def test_after_a_spike_adam_coasts(draw):
    """A slope of 1 and then none: the second step is still 0.6701 lr long.

    The direction comes from the average. With the raw slope above the line you stop dead; Adam coasts.
    """
    theta = decimal(draw, 0.1, 0.4)
    for spike in (1.0, -decimal(draw, 5, 8)):
        yield step_after(np.array([spike, 0.0]), theta, 0.3, 0.9, 0.999)


test_adam_takes_every_kind_of_input = step.takes_every_kind(adam.ENTRIES, same="steps", only=PLACE)


@step.whole_numbers()
def test_whole_numbers_may_step_between_whole_numbers(draw):
    """Integers are welcome. theta, m, v and grad may be whole numbers, each of them or all.

    Parameters and memories are real numbers, even where a run begins on whole ones. On an integer grid short steps
    are lost, and the run stands still.
    """
    (m, v, grad), theta = adam.whole_state(draw), whole(draw, 1, 5, (2, 2))
    for state in ((theta, m, v, grad), (theta, 0.5 * m, 0.25 * v, 0.5 * grad), (0.1 * theta, m, v, grad)):
        yield *state, 2, 0.3, 0.5, 0.75, EPS


test_adam_leaves_its_arguments_alone_and_keeps_no_secrets = step.is_pure(adam.STATE, only=PLACE)


@step.left_out(only=PLACE)
def test_the_defaults_are_the_papers(draw):
    """Left out, lr is 1e-3, beta1 0.9, beta2 0.999 and eps 1e-8.

    The stub's signature carries the defaults of the paper; a run that relies on them gets just those.
    """
    yield step_after(gradients(draw, 3), 0.005 * place(draw), 1e-3, 0.9, 0.999), 5
    # A slope so small that eps shows, wherever it stands: left out, it weighs as much as when it is said.
    yield step_after(adam.faint(draw), np.zeros(2), 1e-3, 0.9, 0.999), 5, False


@step.relations(held_back=True, only=PLACE)
def test_the_mirrored_landscape_gives_the_mirrored_path(draw):
    """Turn every slope around and the step turns around.

    Downhill has no preferred side: the scale must not know the sign of the slope.
    """
    seen, theta, aside = gradients(draw, 6), place(draw), decimal(draw, 1, 2)
    here, there = step_after(seen, theta, 0.3, 0.85, 0.97), step_after(-seen, aside - theta, 0.3, 0.85, 0.97)
    yield here, there, lambda arrived: aside - arrived
