"""The laws of Adam, and of decay in its two places (Loshchilov & Hutter 2019, "Decoupled Weight Decay").

The first section holds what both forms share: Adam's laws on what the memories have felt. `form` is the
student's function with the words that tell it from the other one. The laws of the decay follow, each
beside the function it examines.
"""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from grader.suites.toolkit import (
    decimal,
    differs,
    gradients,
    holds,
    kinds,
    law,
    moderate,
    numbers,
    parts,
    place,
    real,
    whole,
)
from grader.suites.toolkit.walks import TRIPLE, Walk

Coupled = partial(Walk, coupled=True)
DECAY = 0.25
STILL = "Where a slope is felt, Adam's stride leads somewhere else, with decay or without; this one goes nowhere."
IDLE = "Whoever does nothing leaves everything alone and keeps no secrets; so the answer itself is asked for here, too."


def l2_check(points=0.1):
    return pytest.mark.check(points=points, function="adam_l2_step")


def adamw_check(points=0.1):
    return pytest.mark.check(points=points, function="adamw_step")


# ---- Adam's laws, asked of both forms ---------------------------------------------------------------------


def stepped(step, run, because):
    """The student's place after one step, right or not: but it must be a step.

    It leads to another place from elsewhere, and under the opposite slopes.
    """
    idle = run.theta if run.coupled else run.theta * (1 - run.lr * run.decay)
    arrived = differs(run.taken(step, because)[0], idle, because=STILL)
    differs(arrived, run.theta, because=STILL)
    for other in (replace(run, theta=run.theta + 1), replace(run, felt=-run.felt)):
        differs(other.taken(step, because)[0], arrived, because=STILL)
    return arrived


def placed(step, run, because):
    """The student's place after one step, right or not."""
    return numbers(run.taken(step, because)[0], because=because, shape=run.theta.shape)


def first_step(step, walk, draw, decay=0.0):
    because = (
        "At the first step both memories, once corrected, hold the slope and its square: their quotient is its sign. "
        "Any other length makes the whole start of the run too fast or too slow."
    )
    for lr in (0.07, decimal(draw, 0.2, 0.4)):
        felt = gradients(draw, 1) * np.array([1.0, 0.3, 10.0])
        only = walk(place(draw), felt, lr, 0.9, 0.999, decay)
        only.leads_to(only.taken(step, because)[0], only.goal, because)


def constant_slope(step, walk, draw, decay=0.0):
    because = (
        "Both averages start too small, each by its own share. Corrected with its own beta and the right clock, their "
        "quotient is one at every step; anything else walks too fast or too slow, at the start or for ever."
    )
    slopes, theta = np.array([decimal(draw, 2, 3), -0.4]), np.array([0.25, decimal(draw, 0.3, 0.6)])
    for beta1, beta2, steps in ((0.9, 0.999, (1, 2, 10, 300)), (0.7, 0.96, (3, 60))):
        for t in steps:
            steady = walk(theta, np.tile(slopes, (t, 1)), 0.35, beta1, beta2, decay)
            steady.leads_to(steady.taken(step, because)[0], steady.goal, because)


def any_history(step, walk, draw, decay=0.0):
    because = (
        "Direction is a mean with memory beta1, size a root mean square with memory beta2, both weighing all that was "
        "felt, the present included. Their quotient is the step; from other averages the run steers by other slopes."
    )
    for t, beta1, beta2 in ((2, 0.9, 0.999), (3, 0.8, 0.95), (25, 0.93, 0.985), (12, 0.95, 0.7), (60, 0.6, 0.99)):
        felt = gradients(draw, t)
        felt[-1] *= 40 if t == 60 else 1  # after a long calm, a spike takes a step well beyond lr
        run = walk(place(draw), felt, 0.37, beta1, beta2, decay)
        run.leads_to(run.taken(step, because)[0], run.goal, because)


def coasting(step, walk, draw, decay=0.0):
    because = "The direction comes from the average. With the present slope above the line you stop dead; Adam coasts."
    for spike in (1.0, -decimal(draw, 5, 8)):
        silent = walk(np.array(decimal(draw, 0.4, 0.6)), np.array([spike, 0.0]), 0.3, 0.9, 0.999, decay)
        silent.leads_to(silent.taken(step, because)[0], silent.goal, because)


def louder(step, walk, draw, decay=0.0, arrive=stepped):
    because = "Numerator and denominator carry the same unit, so the loudness of what is felt cancels out of the step."
    for t, ask in ((1, placed), (9, arrive)):
        quiet = walk(place(draw), gradients(draw, t), decay=decay)
        expected = ask(step, quiet, because)
        loud = replace(quiet, felt=1000 * quiet.felt)
        loud.leads_to(loud.taken(step, because)[0], expected, because)


def alone(step, walk, draw, decay=0.0):
    because = "Every coordinate has a scale of its own; with a shared one the steepest silences all others."
    together = walk(place(draw), gradients(draw, 5) * np.array([1.0, 50.0, 0.7]), decay=decay)
    whole_step = stepped(step, together, because)
    for kept in ([0], [2, 1]):
        fewer = replace(together, theta=together.theta[kept], felt=together.felt[:, kept])
        fewer.leads_to(fewer.taken(step, because)[0], whole_step[kept], because)


def mirrored(step, walk, draw, decay=0.0, arrive=stepped):
    because = "Downhill has no preferred side: neither the scale nor the pull may know which side it is on."
    here = walk(place(draw), gradients(draw, 6), 0.3, 0.85, 0.97, decay)
    there = replace(here, theta=-here.theta, felt=-here.felt)
    expected = -arrive(step, here, because)
    there.leads_to(there.taken(step, because)[0], expected, because)


def silence(step, walk, draw, decay=0.0):
    because = "What was never felt has nothing to divide: eps keeps nothing over nothing at nothing."
    # In binary fractions, so that slope and pull cancel to the last digit in any arithmetic.
    theta = np.round(1024 * place(draw, (2,))) / 1024
    rest = walk(theta, np.zeros((1, 2)), 0.1, 0.9, 0.999, decay)
    faded = rest.theta if rest.coupled else rest.theta * (1 - rest.lr * decay)
    for found, expected in zip(rest.taken(step, because), (faded, np.zeros(2), np.zeros(2)), strict=True):
        law(found, expected, because=because)
    stepped(step, replace(rest, felt=np.array([[2.0, -3.0]])), because)


def proportional_to_lr(step, walk, draw):
    because = (
        "lr is the length of the stride and the pace of the decay alike. Entering twice, or through a schedule of its "
        "own, it is not what was asked: whoever lowers it to settle down does not get the calm they wanted."
    )
    for decay, ask in ((0.0, stepped), (DECAY, placed)):
        run = walk(place(draw), gradients(draw, 4), 0.5, decay=decay)
        way = ask(step, run, because) - run.theta
        for lr in (0.0, decimal(draw, 1.5, 2)):
            paced = replace(run, lr=lr)
            paced.leads_to(paced.taken(step, because)[0], run.theta + lr / run.lr * way, because)


def without_memory(step, walk, draw, decay=0.0):
    because = "Without memory the mean is the slope and the root mean square its size: only the sign is left."
    run = walk(place(draw), gradients(draw, 3), 0.25, 1e-9, 1e-9, decay)
    run.leads_to(run.taken(step, because)[0], run.goal, because)


def raw_memories(step, walk, draw, because, decay=0.0):
    steady = walk(np.array(0.5), np.full(4, 3.0), 0.1, 0.9, 0.999, decay)
    drawn = walk(place(draw), gradients(draw, 11), 0.1, 0.8, 0.96, decay)
    for run in (steady, drawn):
        _, m, v = run.taken(step, because)
        run.remembers(m, v, because)


def every_kind(student, function, walk, draw, because):
    run = walk(place(draw), gradients(draw, 3), 0.2, 0.9, 0.97, DECAY)
    theta, m, v, grad, *rest = run.arguments
    for kind, turn in kinds():
        call = (turn(theta), turn(m), turn(v), turn(grad))
        for answer in student.offer(kind, function, *call, *rest):
            _judge_kind(answer, run, [real(part) for part in call], because)


def whole_numbers(step, walk, draw):
    """Integers in every place, and in theta or the memories alone."""
    because = (
        "Parameters and memories live on the real line even where a run begins on whole numbers. Kept on an integer "
        "grid, steps shorter than one are lost and the run stands still."
    )
    half = 2 * whole(draw, 1, 2, (2, 2)) + 1
    felt = np.stack([2 * half, 2 * whole(draw, 3, 6, (2, 2))[::-1]])
    run = walk(2 * whole(draw, 1, 5, (2, 2)), felt, 0.3, 0.5, 0.75, 0.5)
    grad = np.asarray(run.grad, dtype=np.int64)
    for call in ((run.theta, half, half**2, grad), (0.1 * run.theta, half, half**2, grad)):
        _judge_kind(step(*call, 2, *run.arguments[5:]), run, [real(part) for part in call], because)
    slope = gradients(draw, 1, (2, 2))[0]
    _judge_kind(
        step(run.theta, 0.5 * half, 0.3 * half**2, slope, 2, *run.arguments[5:]),
        run,
        [real(run.theta), 0.5 * half, 0.3 * half**2, slope],
        because,
    )


def eps_rules(step, walk, draw):
    """The same first step with two sizes of eps, on slopes below either or between them."""
    because = (
        "Below eps a slope counts as noise, and eps is the caller's choice. Replaced or left out, a run divides "
        "noise by noise and walks as boldly as on a real slope."
    )
    faint = walk(np.zeros(2), np.array([[1e-7, -1e-7]]) * decimal(draw, 1, 1.5), decimal(draw, 0.2, 0.4))
    *told, _eps, decay = faint.arguments
    fine, coarse = (
        numbers(parts(step(*told, eps, decay), TRIPLE, because=because)[0], because=because, shape=(2,))
        for eps in (1e-8, 1e-2)
    )
    downhill = (fine * faint.grad < 0).all() and (coarse * faint.grad < 0).all()
    holds(downhill, because=because, expected="steps against the slope", actual=[fine, coarse])
    # So it is wherever eps stands: beside the root, beside the raw root, or below it.
    fades = (np.abs(coarse) < 0.02 * np.abs(fine)).all()
    holds(fades, because=because, expected="a step 50 times shorter with eps = 1e-2", actual=[fine, coarse])


def eps_left_out(step, walk, draw, told, because):
    """On slopes so faint that eps shows, wherever it stands: left out, it weighs as much as when it is said."""
    faint = walk(np.zeros(2), np.array([[1e-7, -1e-7]]) * decimal(draw, 1, 1.5), 1e-3, 0.9, 0.999, 0.01)
    named = numbers(faint.taken(step, because)[0], because=because, shape=(2,))
    named = differs(1e3 * named, np.zeros(2), because=because)
    moved, _, _ = parts(step(*faint.arguments[:told]), TRIPLE, because=because)
    law(1e3 * numbers(moved, because=because, shape=(2,)), named, because=because)


def _judge_kind(answer, run, inputs, because):
    """One step from inputs as they were handed over: single precision has rounded them."""
    theta, m, v, grad = inputs
    felt = grad + run.decay * theta if run.coupled else grad
    faded = theta if run.coupled else theta * (1 - run.lr * run.decay)
    mean, square = run.beta1 * m + (1 - run.beta1) * felt, run.beta2 * v + (1 - run.beta2) * felt**2
    t = len(run.felt)
    stride = run.lr * mean / (1 - run.beta1**t) / np.sqrt(square / (1 - run.beta2**t))
    moved, first, second = parts(answer, TRIPLE, because=because)
    law(moved, faded - stride, because=because, terms=(theta,), slack=1e-5 * run.lr)
    law(first, mean, because=because, terms=(m, 0.1 * grad, 0.1 * theta))
    law(second, square, because=because)


def no_secrets(student, step, walk, draw):
    because = "The state is in the arguments: another run, or a step tried twice, must not meet what this one left."
    run = walk(place(draw), gradients(draw, 4), 0.2, 0.9, 0.99, DECAY)
    first = run.taken(step, because)
    holds(not student.changed, because=because, expected="arguments as they were", actual="changed arguments")
    replace(run, theta=-run.theta, felt=run.felt[:1], lr=0.5, beta1=0.5, decay=0.7).taken(step, because)
    for was, now in zip(first, run.taken(step, because), strict=True):
        law(now, numbers(was, because=because), because=because, slack=1e-6)
    run.leads_to(first[0], run.goal, IDLE)


# ---- adam_l2_step: Adam, as long as nothing decays --------------------------------------------------------


@l2_check()
def test_coupled_without_decay_the_first_step_has_the_length_lr(student, draw):
    """With weight_decay = 0 the first step from rest is lr against the sign of the slope, gentle or steep."""
    first_step(student.adam_l2_step, Coupled, draw)


@l2_check()
def test_coupled_without_decay_a_constant_slope_keeps_the_pace(student, draw):
    """With weight_decay = 0 every step under a constant slope has the length lr: step 1, 2, 10, 60 and 300."""
    constant_slope(student.adam_l2_step, Coupled, draw)


@l2_check()
def test_coupled_without_decay_the_step_is_mean_over_root_mean_square(student, draw):
    """With weight_decay = 0 the step is lr times the weighted mean of the slopes over their root mean square."""
    any_history(student.adam_l2_step, Coupled, draw)


@l2_check()
def test_coupled_without_decay_adam_coasts_after_a_spike(student, draw):
    """With weight_decay = 0, after a slope of 1 and then none, the second step is still 0.6701 lr long."""
    coasting(student.adam_l2_step, Coupled, draw)


@l2_check()
def test_coupled_without_decay_a_louder_loss_takes_the_same_path(student, draw):
    """With weight_decay = 0 a loss 1000 times as loud takes the same steps."""
    louder(student.adam_l2_step, Coupled, draw)


@l2_check()
def test_coupled_without_decay_a_parameter_without_slope_stays_put(student, draw):
    """With weight_decay = 0 and no gradient, from rest, nothing moves and everything is finite."""
    silence(student.adam_l2_step, Coupled, draw)


@l2_check()
def test_coupled_eps_rules_where_slopes_are_smaller_than_eps(student, draw):
    """Of a slope of 1e-7 an eps of 1e-8 leaves a step to be seen, and one of 1e-2 next to nothing."""
    eps_rules(student.adam_l2_step, Coupled, draw)


@l2_check()
def test_coupled_without_decay_each_coordinate_walks_on_its_own(student, draw):
    """With weight_decay = 0, take other coordinates away, and the rest moves exactly as before."""
    alone(student.adam_l2_step, Coupled, draw)


@l2_check()
def test_coupled_without_decay_the_mirrored_landscape_gives_the_mirrored_path(student, draw):
    """With weight_decay = 0, turn every slope around and the step turns around."""
    mirrored(student.adam_l2_step, Coupled, draw)


@l2_check()
def test_coupled_without_memory_adam_is_sign_descent(student, draw):
    """With both betas (almost) zero every coordinate moves lr against the sign of its slope."""
    without_memory(student.adam_l2_step, Coupled, draw)


@l2_check()
def test_coupled_the_stride_is_proportional_to_lr(student, draw):
    """Twice the learning rate, twice the step; no learning rate, no step."""
    proportional_to_lr(student.adam_l2_step, Coupled, draw)


@l2_check()
def test_coupled_without_decay_the_returned_memories_are_raw(student, draw):
    """With weight_decay = 0, m' and v' come back as averages before correction."""
    because = "The next step starts from m' and v'. Returned corrected, they would be corrected again and again."
    raw_memories(student.adam_l2_step, Coupled, draw, because)


# ---- adam_l2_step: the pull is a part of what is felt -----------------------------------------------------


@l2_check(0.3)
def test_coupled_a_pull_is_a_slope_like_any_other(student, draw):
    """A step on grad with decay is the step on grad + weight_decay · theta without."""
    because = (
        "Coupled decay is the slope of a penalty ½·weight_decay·theta². Adam is handed the sum of both slopes and has "
        "no means to treat one of them differently."
    )
    for decay in (DECAY, 1.7):
        pulled = Coupled(place(draw), gradients(draw, 5), decay=decay)
        sloped = replace(pulled, decay=0.0)
        expected = [numbers(part, because=because, shape=(3,)) for part in sloped.taken(student.adam_l2_step, because)]
        moved, m, v = pulled.taken(student.adam_l2_step, because)
        pulled.leads_to(moved, expected[0], because)
        law(m, expected[1], because=because, terms=(decay * pulled.theta, pulled.grad))
        law(v, expected[2], because=because)
        pulled.leads_to(moved, pulled.goal, because)


@l2_check(0.3)
def test_coupled_a_weak_and_a_strong_pull_move_a_weight_alike(student, draw):
    """Without any slope a weight of 150 moves as far as a weight of 3: by lr, whatever weight_decay is."""
    because = (
        "The pull passes through the quotient like every slope, and the quotient takes its strength away. This is why "
        "big weights in Adam do not shrink as one expects from weight decay."
    )
    for decay, lr in ((0.2, 0.1), (1.5, 0.4)):
        theta = np.array([decimal(draw, 2, 4), -decimal(draw, 100, 200, 1)])
        unsloped = Coupled(theta, decay * theta[np.newaxis], lr, 0.9, 0.999, decay)
        moved, _, _ = unsloped.taken(student.adam_l2_step, because)
        unsloped.leads_to(moved, theta - lr * np.sign(theta), because)


@l2_check(0.3)
def test_coupled_under_a_constant_sum_of_slope_and_pull_every_step_has_the_length_lr(student, draw):
    """Where slope and pull add up to the same value at every step, every step is lr long."""
    constant_slope(student.adam_l2_step, Coupled, draw, DECAY)


@l2_check(0.3)
def test_coupled_the_memories_remember_the_pull(student, draw):
    """The memories m' and v' are the raw averages of grad + weight_decay · theta and of its square."""
    because = (
        "The memories see one number, slope and pull together. So v' grows with the weight, and what comes out of it "
        "is no longer a scale of the slopes alone."
    )
    raw_memories(student.adam_l2_step, Coupled, draw, because, DECAY)


@l2_check(0.3)
def test_coupled_where_pull_and_slope_balance_nothing_moves(student, draw):
    """At grad = −weight_decay · theta, from rest, nothing is felt and nothing moves; after a spike it coasts."""
    silence(student.adam_l2_step, Coupled, draw, 0.5)
    coasting(student.adam_l2_step, Coupled, draw, 0.5)


@l2_check(0.3)
def test_coupled_takes_every_kind_of_input(student, draw):
    """Lists, plain numbers, single precision and arrays of two axes give the same steps."""
    because = "Each entry is a parameter of its own, whatever shape and kind they come in."
    every_kind(student, "adam_l2_step", Coupled, draw, because)


@l2_check()
def test_coupled_whole_numbers_may_step_between_whole_numbers(student, draw):
    """Integers are welcome: theta, m, v and grad may be whole numbers, each of them or all."""
    whole_numbers(student.adam_l2_step, Coupled, draw)


@l2_check(0.3)
def test_coupled_leaves_its_arguments_alone_and_keeps_no_secrets(student, draw):
    """The arguments stay as they were, and the same call gives the same numbers again."""
    no_secrets(student, student.adam_l2_step, Coupled, draw)


@l2_check(0.3)
def test_coupled_the_defaults_are_the_stubs(student, draw):
    """Left out, lr is 1e-3, beta1 0.9, beta2 0.999, eps 1e-8 and weight_decay 0.01."""
    because = "The signature carries the defaults: a run that relies on them gets just those."
    run = Coupled(np.array([0.01, 80.0]) * decimal(draw, 0.9, 1.1), gradients(draw, 2, (2,)), 1e-3, 0.9, 0.999, 0.01)
    moved, m, v = parts(student.adam_l2_step(*run.arguments[:5]), TRIPLE, because=because)
    run.leads_to(moved, run.goal, because)
    run.remembers(m, v, because)
    eps_left_out(student.adam_l2_step, Coupled, draw, 5, because)


@pytest.mark.held_back
@l2_check(0.3)
def test_coupled_with_decay_the_step_is_still_adams(student, draw):
    """With decay the step is Adam's on slope plus pull: any history, any loudness, each side, each coordinate."""
    any_history(student.adam_l2_step, Coupled, draw, DECAY)
    louder(student.adam_l2_step, Coupled, draw, DECAY, placed)
    alone(student.adam_l2_step, Coupled, draw, DECAY)
    mirrored(student.adam_l2_step, Coupled, draw, DECAY, placed)


# ---- adamw_step: without decay it is Adam -----------------------------------------------------------------


@adamw_check()
def test_decoupled_without_decay_the_first_step_has_the_length_lr(student, draw):
    """With weight_decay = 0 the first step from rest is lr against the sign of the slope, gentle or steep."""
    first_step(student.adamw_step, Walk, draw)


@adamw_check()
def test_decoupled_without_decay_a_constant_slope_keeps_the_pace(student, draw):
    """With weight_decay = 0 every step under a constant slope has the length lr: step 1, 2, 10, 60 and 300."""
    constant_slope(student.adamw_step, Walk, draw)


@adamw_check()
def test_decoupled_without_decay_the_step_is_mean_over_root_mean_square(student, draw):
    """With weight_decay = 0 the step is lr times the weighted mean of the slopes over their root mean square."""
    any_history(student.adamw_step, Walk, draw)


@adamw_check()
def test_decoupled_without_decay_adam_coasts_after_a_spike(student, draw):
    """With weight_decay = 0, after a slope of 1 and then none, the second step is still 0.6701 lr long."""
    coasting(student.adamw_step, Walk, draw)


@adamw_check()
def test_decoupled_without_decay_a_louder_loss_takes_the_same_path(student, draw):
    """With weight_decay = 0 a loss 1000 times as loud takes the same steps."""
    louder(student.adamw_step, Walk, draw)


@adamw_check()
def test_decoupled_without_decay_a_parameter_without_slope_stays_put(student, draw):
    """With weight_decay = 0 and no gradient, from rest, nothing moves and everything is finite."""
    silence(student.adamw_step, Walk, draw)


@adamw_check(0.2)
def test_decoupled_eps_rules_where_slopes_are_smaller_than_eps(student, draw):
    """Of a slope of 1e-7 an eps of 1e-8 leaves a step to be seen, and one of 1e-2 next to nothing."""
    eps_rules(student.adamw_step, Walk, draw)


@adamw_check()
def test_decoupled_without_decay_each_coordinate_walks_on_its_own(student, draw):
    """With weight_decay = 0, take other coordinates away, and the rest moves exactly as before."""
    alone(student.adamw_step, Walk, draw)


@adamw_check()
def test_decoupled_without_decay_the_mirrored_landscape_gives_the_mirrored_path(student, draw):
    """With weight_decay = 0, turn every slope around and the step turns around."""
    mirrored(student.adamw_step, Walk, draw)


@adamw_check()
def test_decoupled_without_memory_adam_is_sign_descent(student, draw):
    """With both betas (almost) zero every coordinate moves lr against the sign of its slope."""
    without_memory(student.adamw_step, Walk, draw)


@adamw_check()
def test_decoupled_stride_and_decay_are_proportional_to_lr(student, draw):
    """Twice the learning rate, twice the step and twice the decay; no learning rate, neither."""
    proportional_to_lr(student.adamw_step, Walk, draw)


@adamw_check()
def test_decoupled_without_decay_the_returned_memories_are_raw(student, draw):
    """With weight_decay = 0, m' and v' come back as averages before correction."""
    because = "The next step starts from m' and v'. Returned corrected, they would be corrected again and again."
    raw_memories(student.adamw_step, Walk, draw, because)


# ---- adamw_step: the pull beside the step -----------------------------------------------------------------


@adamw_check(0.6)
def test_a_weight_that_feels_no_slope_fades(student, draw):
    """Without a slope a weight is multiplied by 1 − lr · weight_decay at every step, and nothing is remembered."""
    because = (
        "Decay is forgetting at a fixed rate: whatever no slope defends loses the same share of itself at every step. "
        "Lost or altered, weights that nobody uses stay, grow, or vanish at a pace nobody chose."
    )
    for lr, decay in ((0.1, 0.5), (0.02, 2.5), (0.3, 0.3)):
        start = np.array([2.0, -0.3, 7.5]) * decimal(draw, 1, 1.2)
        for t in (1, 6):
            theta = start * (1 - lr * decay) ** (t - 1)
            idle = Walk(theta, np.zeros((t, 3)), lr, 0.9, 0.999, decay)
            moved, m, v = idle.taken(student.adamw_step, because)
            law(moved, start * (1 - lr * decay) ** t, because=because)
            law(m, np.zeros(3), because=because)
            law(v, np.zeros(3), because=because)


@adamw_check(0.5)
def test_the_memories_know_nothing_of_weights_or_decay(student, draw):
    """The memories m' and v' are the same for every theta and every weight_decay."""
    because = (
        "The memories measure slopes. A pull that enters them is divided by the typical size of the slopes, and then "
        "steep coordinates hardly decay while gentle ones do."
    )
    raw_memories(student.adamw_step, Walk, draw, because, DECAY)
    run = Walk(place(draw), gradients(draw, 6), 0.2)
    for scale, decay in ((0.0, 2.0), (-30.0, 0.3), (30.0, 2.0)):
        moved = replace(run, theta=scale * run.theta, decay=decay)
        _, m, v = moved.taken(student.adamw_step, because)
        run.remembers(m, v, because)


@adamw_check(0.6)
def test_decay_takes_the_same_share_in_any_state(student, draw):
    """With decay a step ends lower by lr · weight_decay · theta than without, whatever Adam does beside it."""
    because = (
        "Decoupled means that the two do not know of each other: Adam takes its step, and the weight as it was loses "
        "its share. Mixed up, the strength of the decay depends on the step, or the step on the decay."
    )
    for t, lr, decay in ((1, 0.3, 0.4), (8, 0.6, 0.25), (30, 0.05, 1.8), (300, 0.2, 0.1)):
        run = Walk(place(draw), gradients(draw, t), lr, 0.87, 0.96, decay)
        bare = replace(run, decay=0.0).taken(student.adamw_step, because)[0]
        expected = moderate(differs(bare, run.theta, because=STILL), because=because) - lr * decay * run.theta
        run.leads_to(run.taken(student.adamw_step, because)[0], expected, because)


@adamw_check(0.4)
def test_steep_and_gentle_weights_decay_alike(student, draw):
    """What a weight loses to decay is the same under a slope of 0.5 and under a slope of 1000."""
    because = (
        "The rate of forgetting belongs to the weight, not to its slopes. Put through Adam's scale, decay all but "
        "ends on steep coordinates and rages on gentle ones."
    )
    lr, decay, weight = 0.2, 0.5, decimal(draw, 1, 1.5)
    for t in (1, 5):
        felt = (0.4 + np.abs(gradients(draw, t)) / 6) * np.array([1.0, 1000.0, -3.0])
        run = Walk(np.full(3, weight), felt, lr, decay=decay)
        bare = replace(run, decay=0.0).taken(student.adamw_step, because)[0]
        expected = moderate(differs(bare, run.theta, because=STILL), because=because) - lr * decay * weight
        run.leads_to(run.taken(student.adamw_step, because)[0], expected, because)


@adamw_check(0.6)
def test_under_a_constant_slope_weights_rest_where_pull_and_stride_cancel(student, draw):
    """Under any constant slope theta comes to rest at −sign(g) / weight_decay, and every step closes the gap."""
    because = (
        "There the share lost and the stride of length lr cancel, be the slope gentle or steep. A decay that also "
        "shrinks the new step, or passes through the scale, brings a long run to rest somewhere else."
    )
    lr, decay = 0.2, 0.5
    slopes = np.array([0.5, -0.5, 40.0, -40.0]) * decimal(draw, 0.9, 1.1)
    rest = -np.sign(slopes) / decay
    for t in (1, 4, 100):
        for gap in (0.0, decimal(draw, 1, 2) * np.array([1.0, -5.0, -5.0, 1.0])):
            run = Walk(rest + gap, np.tile(slopes, (t, 1)), lr, 0.9, 0.99, decay)
            moved, _, _ = run.taken(student.adamw_step, because)
            run.leads_to(moved, rest + gap * (1 - lr * decay), because)


@adamw_check(0.3)
def test_the_pull_is_proportional_to_the_weight(student, draw):
    """Twice the weight loses twice as much; the opposite weight loses as much towards zero from its side."""
    because = (
        "The pull is the slope of the square of a weight, so it grows with the weight and changes sides with it. "
        "A constant pull, or one by the square, drives weights through zero or away from it."
    )
    lr, decay = 0.4, 0.3
    run = Walk(place(draw), gradients(draw, 4), lr, decay=decay)
    origin = replace(run, theta=np.zeros(3)).taken(student.adamw_step, because)[0]
    stride = moderate(differs(origin, np.zeros(3), because=STILL), because=because)
    for scale in (1.0, -2.0, 9.0):
        scaled = replace(run, theta=scale * run.theta)
        moved, _, _ = scaled.taken(student.adamw_step, because)
        scaled.leads_to(moved, stride + (1 - lr * decay) * scaled.theta, because)


@adamw_check(0.2)
def test_decoupled_takes_every_kind_of_input(student, draw):
    """Lists, plain numbers, single precision and arrays of two axes give the same steps."""
    because = "Each entry is a parameter of its own, whatever shape and kind they come in."
    every_kind(student, "adamw_step", Walk, draw, because)


@adamw_check(0.2)
def test_decoupled_whole_numbers_may_step_between_whole_numbers(student, draw):
    """Integers are welcome: theta, m, v and grad may be whole numbers, each of them or all."""
    whole_numbers(student.adamw_step, Walk, draw)


@adamw_check(0.2)
def test_decoupled_leaves_its_arguments_alone_and_keeps_no_secrets(student, draw):
    """The arguments stay as they were, and the same call gives the same numbers again."""
    no_secrets(student, student.adamw_step, Walk, draw)


@adamw_check(0.4)
def test_decoupled_the_defaults_are_the_stubs(student, draw):
    """Left out, lr is 1e-3, beta1 0.9, beta2 0.999, eps 1e-8 and weight_decay 0.01."""
    because = "The signature carries the defaults: a run that relies on them gets just those."
    run = Walk(0.005 * place(draw, (2,)), gradients(draw, 2, (2,)), 1e-3, 0.9, 0.999, 0.01)
    moved, m, v = parts(student.adamw_step(*run.arguments[:5]), TRIPLE, because=because)
    run.leads_to(moved, run.goal, because)
    run.remembers(m, v, because)
    eps_left_out(student.adamw_step, Walk, draw, 5, because)
    # With a stride this bold a decay that was left out can be seen.
    brisk = Walk(np.array(decimal(draw, 40, 60, 1)), np.array([0.4, 1.2]), 2.0, decay=0.01)
    moved, _, _ = parts(student.adamw_step(*brisk.arguments[:9]), TRIPLE, because=because)
    brisk.leads_to(moved, brisk.goal, because)


@pytest.mark.held_back
@adamw_check(0.4)
def test_the_half_life_of_a_weight_is_as_asked(student, draw):
    """Where 1 − lr · weight_decay is the tenth root of one half, ten steps without slope leave half a weight."""
    because = (
        "A weight has lost half of itself after ln 2 / (lr · weight_decay) steps. A factor of two in the decay halves "
        "or doubles that time, and with it how long a run remembers."
    )
    lr, start = 0.25, np.array([8.0, -0.7]) * decimal(draw, 1, 1.5)
    decay = (1 - 0.5**0.1) / lr
    for k in (0, 4, 9):
        idle = Walk(start * 0.5 ** (k / 10), np.zeros((k + 1, 2)), lr, 0.9, 0.999, decay)
        moved, _, _ = idle.taken(student.adamw_step, because)
        law(moved, start * 0.5 ** ((k + 1) / 10), because=because)


@pytest.mark.held_back
@adamw_check(0.3)
def test_decoupled_with_decay_the_step_is_still_adams(student, draw):
    """With decay, too, a loss may be louder, the landscape mirrored, or a coordinate alone: the step is the same."""
    louder(student.adamw_step, Walk, draw, DECAY, placed)
    alone(student.adamw_step, Walk, draw, DECAY)
    mirrored(student.adamw_step, Walk, draw, DECAY, placed)
