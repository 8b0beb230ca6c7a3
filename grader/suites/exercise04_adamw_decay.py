"""The laws of Adam, and of decay in its two places (Loshchilov & Hutter 2019, "Decoupled Weight Decay").

What both forms share is written once: Adam's laws on what the memories have felt, which is slope plus pull where the
decay is coupled. A law gets `after`, which gives the arguments of a step once such things were felt.
"""

from functools import partial

import numpy as np

from grader.suites.toolkit import adam, decimal, differs, gradients, moderate, numbers, place, whole
from grader.suites.toolkit.adam import MEMORIES, PLACE, coupled, decoupled
from grader.suites.toolkit.contract import changes, waiting
from grader.suites.toolkit.shared import shared

DECAY = 0.25


def ordinary(after):
    """One ordinary call."""
    return lambda draw: after(gradients(draw, 3), place(draw), 0.2, 0.9, 0.97, DECAY)


l2 = adam.step_contract(
    "adam_l2_step",
    ordinary(coupled),
    right=adam.stepped_coupled,
    others=adam.elsewhere_coupled,
    uses=("adamw_step",),
    points=0.1,
)
adamw = adam.step_contract(
    "adamw_step", ordinary(decoupled), right=adam.stepped_decoupled, uses=("adam_l2_step",), points=0.1
)
pulled, faded = partial(coupled, decay=DECAY), partial(decoupled, decay=DECAY)
"""Both forms with decay."""


# ---- Adam's laws, asked of both forms ---------------------------------------------------------------------


@shared(only=PLACE)
def first_step(after, draw):
    """With weight_decay = 0 the first step from rest is lr against the sign of the slope, gentle or steep.

    At the first step both memories, once corrected, hold the slope and its square: their quotient is its sign. Any
    other length makes the whole start of the run too fast or too slow.
    """
    yield after(gradients(draw, 1) * np.array([1.0, 0.3, 10.0]), place(draw), decimal(draw, 0.2, 0.4), 0.9, 0.999)


@shared(only=PLACE)
def constant_slope(after, draw):
    """With weight_decay = 0 every step under a constant slope has the length lr: step 2, 60 and 300.

    Both averages start too small, each by its own share. Corrected with its own beta and the right clock, their
    quotient is one at every step. Anything else walks too fast or too slow, at the start or for ever.
    """
    slopes, theta = np.array([decimal(draw, 2, 3), -0.4]), np.array([0.25, decimal(draw, 0.3, 0.6)])
    for t, beta1, beta2 in ((2, 0.9, 0.999), (60, 0.7, 0.96), (300, 0.9, 0.999)):
        yield after(np.tile(slopes, (t, 1)), theta, 0.35, beta1, beta2)


@shared(only=PLACE)
def any_history(after, draw):
    """With weight_decay = 0 the step is lr times the weighted mean of the slopes over their root mean square.

    Direction is a mean with memory beta1, size a root mean square with memory beta2, both weighing all that was felt,
    the present included. Their quotient is the step; from other averages the run steers by other slopes.
    """
    for t, beta1, beta2 in ((3, 0.8, 0.95), (12, 0.95, 0.7), (60, 0.6, 0.99)):
        felt = gradients(draw, t)
        felt[-1] *= 40 if t == 60 else 1  # after a long calm, a spike takes a step well beyond lr
        yield after(felt, place(draw), 0.37, beta1, beta2)


@shared(only=PLACE)
def coasting(after, draw):
    """With weight_decay = 0, after a slope of 1 and then none, the second step is still 0.6701 lr long.

    The direction comes from the average. With the present slope above the line you stop dead; Adam coasts.
    """
    yield after(np.array([-decimal(draw, 5, 8), 0.0]), decimal(draw, 0.4, 0.6), 0.3, 0.9, 0.999)


@shared("relations", only=PLACE)
def louder(after, draw):
    """With weight_decay = 0 a loss 1000 times as loud takes the same steps.

    Above and below the fraction line stands the same unit. So the unit of the loss cancels out of the step.
    """
    felt, theta = gradients(draw, 9), place(draw)
    yield after(felt, theta), after(1000 * felt, theta), lambda arrived: arrived


@shared(only=PLACE)
def silence(after, draw):
    """With weight_decay = 0 and no gradient, from rest, nothing moves and everything is finite.

    What was never felt has nothing to divide. There eps keeps 0/0 at 0.
    """
    # In binary fractions, so that slope and pull cancel to the last digit in any arithmetic.
    theta = np.round(1024 * place(draw, (2,))) / 1024
    yield after(np.zeros((1, 2)), theta, 0.1, 0.9, 0.999)
    yield changes(*after(np.array([[2.0, -3.0]]), theta, 0.1, 0.9, 0.999), outputs=1)


@shared("relations", only=PLACE)
def alone(after, draw):
    """With weight_decay = 0, take other coordinates away, and the rest moves exactly as before.

    Every coordinate has a scale of its own; with a shared one the steepest silences all others.
    """
    together = after(gradients(draw, 5) * np.array([1.0, 50.0, 0.7]), place(draw))
    yield together, (*(one[[2, 0]] for one in together[:4]), *together[4:]), lambda arrived: arrived[[2, 0]]


@shared("relations", only=PLACE)
def mirrored(after, draw):
    """With weight_decay = 0, turn every slope around and the step turns around.

    Downhill has no preferred side: neither the scale nor the pull may know which side it is on.
    """
    felt, theta = gradients(draw, 6), place(draw)
    yield after(felt, theta, 0.3, 0.85, 0.97), after(-felt, -theta, 0.3, 0.85, 0.97), lambda arrived: -arrived


@shared(only=PLACE)
def without_memory(after, draw):
    """With both betas (almost) zero every coordinate moves lr against the sign of its slope.

    Without memory the mean is the slope and the root mean square its size: only the sign is left.
    """
    yield after(gradients(draw, 3), place(draw), 0.25, 1e-9, 1e-9)


@shared("relations", only=PLACE)
def proportional_to_lr(after, draw):
    """Twice the learning rate, twice the step; no learning rate, no step.

    lr is the length of the stride and the pace of the decay alike. Entering twice, or through a schedule of its own,
    it is not what was asked. Whoever lowers it to settle down does not get the calm they wanted.
    """
    felt, theta = gradients(draw, 4), place(draw)
    for decay, rates in ((0.0, (0.0, 1.0)), (DECAY, (decimal(draw, 1.5, 2),))):
        run = after(felt, theta, 0.5, decay=decay)
        for lr in rates:
            paced = after(felt, theta, lr, decay=decay)
            yield run, paced, lambda arrived, lr=lr: theta + lr / 0.5 * (arrived - theta)


@shared(only=MEMORIES)
def raw_memories(after, draw):
    """With weight_decay = 0, m' and v' come back as averages before correction.

    The next step starts from m' and v'. Returned corrected, they would be corrected again and again.
    """
    yield after(gradients(draw, 11), place(draw), 0.1, 0.8, 0.96)


@shared("whole_numbers")
def whole_numbers(after, draw):
    """Integers are welcome. theta, m, v and grad may be whole numbers, each of them or all.

    Parameters and memories are real numbers, even where a run begins on whole ones. On an integer grid short steps
    are lost, and the run stands still.
    """
    m, v, felt = adam.whole_state(draw)
    theta, *_, grad, t, lr, beta1, beta2, eps, decay = after(
        [m, felt], 2 * whole(draw, 1, 5, (2, 2)), 0.3, 0.5, 0.75, decay=0.5
    )
    theta, grad, rest = theta.astype(np.int64), grad.astype(np.int64), (t, lr, beta1, beta2, eps, decay)
    yield theta, m, v, grad, *rest
    yield theta, 0.5 * m, 0.3 * v, gradients(draw, 1, (2, 2))[0], *rest
    yield 0.1 * theta, m, v, grad, *rest


@shared("left_out")
def defaults(after, draw):
    """Left out, lr is 1e-3, beta1 0.9, beta2 0.999, eps 1e-8 and weight_decay 0.01.

    The signature carries the defaults: a run that relies on them gets just those.
    """
    if after is decoupled:  # with a stride this bold a decay that was left out can be seen
        yield after(np.array([0.4, 1.2]), decimal(draw, 40, 60, 1), 2.0, decay=0.01), 9
    theta = np.array([0.01, 80.0]) if after is coupled else 0.005 * place(draw, (2,))
    yield after(gradients(draw, 2, (2,)), theta * decimal(draw, 0.9, 1.1), 1e-3, 0.9, 0.999, decay=0.01), 5
    # On slopes so faint that eps shows, wherever it stands: left out, it weighs as much as when it is said.
    yield after(adam.faint(draw), np.zeros(2), 1e-3, 0.9, 0.999, decay=0.01), 5, False


# ---- adam_l2_step: Adam, as long as nothing decays --------------------------------------------------------

test_coupled_without_decay_the_first_step_has_the_length_lr = first_step.of(l2, coupled)
test_coupled_without_decay_a_constant_slope_keeps_the_pace = constant_slope.of(l2, coupled)
test_coupled_without_decay_the_step_is_mean_over_root_mean_square = any_history.of(l2, coupled)
test_coupled_without_decay_adam_coasts_after_a_spike = coasting.of(l2, coupled)
test_coupled_without_decay_a_louder_loss_takes_the_same_path = louder.of(l2, coupled)
test_coupled_without_decay_a_parameter_without_slope_stays_put = silence.of(l2, coupled)
test_coupled_eps_rules_where_slopes_are_smaller_than_eps = adam.eps_rules(l2, more=(0.0,))
test_coupled_without_decay_each_coordinate_walks_on_its_own = alone.of(l2, coupled)
test_coupled_without_decay_the_mirrored_landscape_gives_the_mirrored_path = mirrored.of(l2, coupled)
test_coupled_without_memory_adam_is_sign_descent = without_memory.of(l2, coupled)
test_coupled_the_stride_is_proportional_to_lr = proportional_to_lr.of(l2, coupled)
test_coupled_without_decay_the_returned_memories_are_raw = raw_memories.of(l2, coupled)

# ---- adam_l2_step: the pull is a part of what is felt -----------------------------------------------------


@l2.law(0.3)
def test_coupled_a_pull_is_a_slope_like_any_other(student, draw):
    """A step on grad with decay is the step on grad + weight_decay · theta without.

    Coupled decay is the slope of a penalty ½·weight_decay·theta². Adam is handed the sum of both slopes and has no
    means to treat one of them differently.
    """
    felt, theta, decay = gradients(draw, 5), place(draw), decimal(draw, 1.2, 1.8)
    call = coupled(felt, theta, decay=decay)
    bare = [numbers(one, shape=(3,)) for one in student.adam_l2_step(*coupled(felt, theta))]
    answer = student.adam_l2_step(*call)
    l2.compare(answer, bare, call)
    l2.judge(answer, call, PLACE)


@l2.probes(0.3, only=PLACE)
def test_coupled_a_weak_and_a_strong_pull_move_a_weight_alike(draw):
    """Without any slope a weight of 150 moves as far as a weight of 3: by lr, whatever weight_decay is.

    The pull passes through the quotient like every slope, and the quotient takes its strength away. This is why big
    weights in Adam do not shrink as one expects from weight decay.
    """
    for decay, lr in ((0.2, 0.1), (1.5, 0.4)):
        theta = np.array([decimal(draw, 2, 4), -decimal(draw, 100, 200, 1)])
        yield coupled(decay * theta[np.newaxis], theta, lr, 0.9, 0.999, decay)


test_coupled_under_a_constant_sum_of_slope_and_pull_every_step_has_the_length_lr = constant_slope.of(
    l2, pulled, 0.3, says="Where slope and pull add up to the same value at every step, every step is lr long."
)


@l2.probes(0.3, only=MEMORIES)
def test_coupled_the_memories_remember_the_pull(draw):
    """The memories m' and v' are the raw averages of grad + weight_decay · theta and of its square.

    The memories see one number, slope and pull together. So v' grows with the weight, and what comes out of it is
    no longer a scale of the slopes alone.
    """
    return raw_memories.states(pulled, draw)


@l2.probes(0.3, only=PLACE)
def test_coupled_where_pull_and_slope_balance_nothing_moves(draw):
    """At grad = −weight_decay · theta, from rest, nothing is felt and nothing moves; after a spike it coasts.

    What was never felt has nothing to divide. There eps keeps 0/0 at 0.
    """
    strongly = partial(coupled, decay=0.5)
    return [*silence.states(strongly, draw), *coasting.states(strongly, draw)]


test_coupled_takes_every_kind_of_input = l2.takes_every_kind(adam.ENTRIES, same="steps", points=0.3)
test_coupled_whole_numbers_may_step_between_whole_numbers = whole_numbers.of(l2, coupled)
test_coupled_leaves_its_arguments_alone_and_keeps_no_secrets = l2.is_pure(adam.STATE, points=0.3, only=PLACE)
test_coupled_the_defaults_are_the_stubs = defaults.of(l2, coupled, 0.3)


@l2.law(0.3, held_back=True)
def test_coupled_with_decay_the_step_is_still_adams(student, draw):
    """With decay the step is Adam's on slope plus pull: any history, any loudness, each side, each coordinate.

    Direction is a mean with memory beta1, size a root mean square with memory beta2, both weighing all that was
    felt, the present included. Their quotient is the step; from other averages the run steers by other slopes.
    """
    for law in (any_history, louder, alone, mirrored):
        law.of(l2, pulled)(student=student, draw=draw)


# ---- adamw_step: without decay it is Adam -----------------------------------------------------------------

test_decoupled_without_decay_the_first_step_has_the_length_lr = first_step.of(adamw, decoupled)
test_decoupled_without_decay_a_constant_slope_keeps_the_pace = constant_slope.of(adamw, decoupled)
test_decoupled_without_decay_the_step_is_mean_over_root_mean_square = any_history.of(adamw, decoupled)
test_decoupled_without_decay_adam_coasts_after_a_spike = coasting.of(adamw, decoupled)
test_decoupled_without_decay_a_louder_loss_takes_the_same_path = louder.of(adamw, decoupled)
test_decoupled_without_decay_a_parameter_without_slope_stays_put = silence.of(adamw, decoupled)
test_decoupled_eps_rules_where_slopes_are_smaller_than_eps = adam.eps_rules(adamw, 0.2, more=(0.0,))
test_decoupled_without_decay_each_coordinate_walks_on_its_own = alone.of(adamw, decoupled)
test_decoupled_without_decay_the_mirrored_landscape_gives_the_mirrored_path = mirrored.of(adamw, decoupled)
test_decoupled_without_memory_adam_is_sign_descent = without_memory.of(adamw, decoupled)
test_decoupled_stride_and_decay_are_proportional_to_lr = proportional_to_lr.of(
    adamw, decoupled, says="Twice the learning rate, twice the step and twice the decay; no learning rate, neither."
)
test_decoupled_without_decay_the_returned_memories_are_raw = raw_memories.of(adamw, decoupled)

# ---- adamw_step: the pull beside the step -----------------------------------------------------------------


@adamw.probes(0.6)
def test_a_weight_that_feels_no_slope_fades(draw):
    """Without a slope a weight is multiplied by 1 − lr · weight_decay at every step, and nothing is remembered.

    Decay is forgetting at a fixed rate: whatever no slope defends loses the same share of itself at every step.
    Lost or altered, weights that nobody uses stay, grow, or vanish at a pace nobody chose.
    """
    for lr, decay in ((0.1, 0.5), (0.02, 2.5)):
        start = np.array([2.0, -0.3, 7.5]) * decimal(draw, 1, 1.2)
        for t in (1, 6):
            yield decoupled(np.zeros((t, 3)), start * (1 - lr * decay) ** (t - 1), lr, 0.9, 0.999, decay)


@adamw.probes(0.5, only=MEMORIES)
def test_the_memories_know_nothing_of_weights_or_decay(draw):
    """The memories m' and v' are the same for every theta and every weight_decay.

    The memories measure slopes. A pull that enters them is divided by the typical size of the slopes, and then
    steep coordinates hardly decay while gentle ones do.
    """
    felt, theta = gradients(draw, 6), place(draw)
    for scale, decay in ((1.0, DECAY), (0.0, 2.0), (-30.0, 0.3)):
        yield decoupled(felt, scale * theta, 0.2, decay=decay)


@adamw.law(0.6)
def test_decay_takes_the_same_share_in_any_state(student, draw):
    """With decay a step ends lower by lr · weight_decay · theta than without, whatever Adam does beside it.

    Decoupled means that the two do not know of each other: Adam takes its step, and the weight as it was loses its
    share. Mixed up, the strength of the decay depends on the step, or the step on the decay.
    """
    for t, lr, decay in ((1, 0.3, 0.4), (300, 0.05, 1.8)):
        loses_its_share(student, gradients(draw, t), place(draw), lr, decay)


@adamw.law(0.4)
def test_steep_and_gentle_weights_decay_alike(student, draw):
    """What a weight loses to decay is the same under a slope of 0.5 and under a slope of 1000.

    The rate of forgetting belongs to the weight, not to its slopes. Put through Adam's scale, decay all but ends on
    steep coordinates and rages on gentle ones.
    """
    felt = (0.4 + np.abs(gradients(draw, 5)) / 6) * np.array([1.0, 1000.0, -3.0])
    loses_its_share(student, felt, np.full(3, decimal(draw, 1, 1.5)), 0.2, 0.5)


def loses_its_share(student, felt, theta, lr, decay):
    """Demand that a step with decay ends lower by lr · decay · theta than the student's own without."""
    call = decoupled(felt, theta, lr, 0.87, 0.96, decay)
    with waiting():
        bare = moderate(differs(student.adamw_step(*call[:9], 0.0)[0], theta))
    adamw.compare(student.adamw_step(*call), [bare - lr * decay * theta], call, PLACE)


@adamw.probes(0.6, only=PLACE)
def test_under_a_constant_slope_weights_rest_where_pull_and_stride_cancel(draw):
    """Under any constant slope theta comes to rest at −sign(g) / weight_decay, and every step closes the gap.

    There the share lost and the stride of length lr cancel, be the slope gentle or steep. A decay that also shrinks
    the new step, or passes through the scale, brings a long run to rest somewhere else.
    """
    slopes, gap = np.array([0.5, -0.5, 40.0, -40.0]) * decimal(draw, 0.9, 1.1), decimal(draw, 1, 2)
    for t, away in ((1, gap), (4, gap), (100, 0.0)):
        rest = -np.sign(slopes) / 0.5 + away * np.array([1.0, -5.0, -5.0, 1.0])
        yield decoupled(np.tile(slopes, (t, 1)), rest, 0.2, 0.9, 0.99, 0.5)


@adamw.law(0.3)
def test_the_pull_is_proportional_to_the_weight(student, draw):
    """Twice the weight loses twice as much; the opposite weight loses as much towards zero from its side.

    The pull is the slope of the square of a weight, so it grows with the weight and changes sides with it. A
    constant pull, or one by the square, drives weights through zero or away from it.
    """
    felt, theta, lr, decay = gradients(draw, 4), place(draw), 0.4, 0.3
    with waiting():
        stride = moderate(differs(student.adamw_step(*decoupled(felt, np.zeros(3), lr, decay=decay))[0], np.zeros(3)))
    call = decoupled(felt, -2 * theta, lr, decay=decay)
    adamw.compare(student.adamw_step(*call), [stride + (1 - lr * decay) * call[0]], call, PLACE)


test_decoupled_takes_every_kind_of_input = adamw.takes_every_kind(adam.ENTRIES, same="steps", points=0.2)
test_decoupled_whole_numbers_may_step_between_whole_numbers = whole_numbers.of(adamw, decoupled, 0.2)
test_decoupled_leaves_its_arguments_alone_and_keeps_no_secrets = adamw.is_pure(adam.STATE, points=0.2, only=PLACE)
test_decoupled_the_defaults_are_the_stubs = defaults.of(adamw, decoupled, 0.4)


@adamw.probes(0.4, held_back=True, only=PLACE)
def test_the_half_life_of_a_weight_is_as_asked(draw):
    """Where 1 − lr · weight_decay is the tenth root of one half, ten steps without slope leave half a weight.

    A weight has lost half of itself after ln 2 / (lr · weight_decay) steps. A factor of two in the decay halves or
    doubles that time, and with it how long a run remembers.
    """
    lr, start = 0.25, np.array([8.0, -0.7]) * decimal(draw, 1, 1.5)
    for k in (0, 9):
        yield decoupled(np.zeros((k + 1, 2)), start * 0.5 ** (k / 10), lr, 0.9, 0.999, (1 - 0.5**0.1) / lr)


@adamw.law(0.3, held_back=True)
def test_decoupled_with_decay_the_step_is_still_adams(student, draw):
    """With decay, too, a loss may be louder, the landscape mirrored, or a coordinate alone: the step is the same.

    Above and below the fraction line stands the same unit. So the unit of the loss cancels out of the step.
    """
    for law in (louder, alone, mirrored):
        law.of(adamw, faded)(student=student, draw=draw)
