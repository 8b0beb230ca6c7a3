"""What must be true of a rate that is cut on plateaus, on runs whose cuts are beyond doubt."""

import numpy as np

from grader.suites.toolkit import decimal
from grader.suites.toolkit.contract import Contract
from grader.suites.toolkit.kinds import real
from grader.suites.toolkit.shapes import INF, NAN

WAVES = (6.0, 4.0, 4.5, 3.0, 3.6, 3.3, 3.4, 3.1, 3.5, 2.0, 2.2, 2.7, 2.4, 2.1, 2.6, 2.3, 1.0, 1.4)
"""Better at 0, 1, 3, 9 and 16; with one, five, six losses and one loss in between."""
DELTA = 0.1


def rated(losses, lr, factor=0.1, patience=3, min_delta=0.0, floor=0.0):
    """The rate in force after each loss."""
    best, count, rates = INF, 0, []
    for loss in losses:
        count += 1
        if loss < best - min_delta:
            best, count = loss, 0
        if count == patience:
            lr, count = max(factor * lr, floor), 0
        rates.append(lr)
    return np.array(rates)


def curve_kinds():
    """The kinds that a curve comes in."""
    yield "a list", lambda losses: np.asarray(losses).tolist()
    yield "a tuple", lambda losses: tuple(np.asarray(losses).tolist())
    yield "an array", real
    yield "single precision", lambda losses: np.asarray(losses, dtype=np.float32)


def drawn(draw, losses, factor, patience, min_delta=0.0, floor=0.0):
    """A call with this run in a unit and from a level of its own, and a rate of its own; floor is a share of it."""
    unit, level, lr = decimal(draw, 0.8, 1.2), decimal(draw, 0.0, 0.5), decimal(draw, 0.3, 0.7)
    run = np.round(unit * np.array(losses) + level, 4).tolist()
    return run, lr, factor, patience, round(unit * min_delta, 4), round(floor * lr, 6)


def scaled(call, times):
    """The same call with rate and floor in another unit."""
    losses, lr, factor, patience, min_delta, floor = call
    return losses, times * lr, factor, patience, min_delta, times * floor


def same(rates):
    """The very same answer."""
    return rates


plateau = Contract(
    "reduce_on_plateau",
    ("rates",),
    right=rated,
    call=lambda draw: drawn(draw, WAVES, 0.4, 3, 0.04, 0.2),
    arrays=1,
    whole=lambda draw: (
        np.array([9, 6, 7, 4, 4, 5, 3, 4, 4]) + int(draw.integers(1, 9)),
        decimal(draw, 0.6, 0.9),
        0.3,
        2,
        0,
        0,
    ),
    terms=lambda *_: (),
    others=lambda *call: [scaled(call, 1.7), scaled(call, 0.6), scaled(call, 1.01)],
    lists=True,
    comes_as=curve_kinds,
)


@plateau.probes(1.2)
def test_on_a_level_the_rate_is_cut_every_patience_losses(draw):
    """On a level the rate is cut at the loss `patience`, at 2·patience, and so on: factor times the rate before.

    The first loss is the best, and a repeat is not better. Each cut is followed by a full wait: smaller steps need
    time to show what they are worth.
    """
    for patience, factor in ((3, 0.3), (2, 0.6), (4, 0.1)):
        yield drawn(draw, [2.0] * 14, factor, patience)
    yield drawn(draw, [5.0, 3.0, 3.0, 3.0, 3.2, 3.0, 3.0, 3.1, 3.0], 0.7, 3)


@plateau.probes(0.3)
def test_a_run_that_keeps_falling_keeps_its_rate(draw):
    """While losses fall nothing is cut, nor in a wait that is too short.

    Getting better is no reason to slow down.
    """
    yield drawn(draw, np.geomspace(8.0, 0.5, 11), 0.3, 2)
    yield drawn(draw, [4.0, 2.5, 1.7, 1.9, 2.0], 0.3, 3)
    yield drawn(draw, [3.0], 0.3, 2)


@plateau.relations(0.5)
def test_rates_scale_with_the_first_rate(draw):
    """A first rate and a floor ten times as large make every rate ten times as large.

    A cut leaves a share of the rate, whatever the rate is. Anything else fits one size of rates alone.
    """
    for floor in (0.0, 0.2):
        call = drawn(draw, WAVES, 0.6, 2, 0.0, floor)
        for times in (10.0, 0.02):
            yield call, scaled(call, times), lambda rates, times=times: times * rates


@plateau.probes(0.9)
def test_the_floor_is_reached_and_kept(draw):
    """A cut that would end below the floor ends on the floor, and there the rate stays.

    Below some rate a run only costs time. The floor is a rate that the run may use, not one that it stops short of.
    """
    for factor, patience, floor in ((0.3, 2, 0.05), (0.5, 1, 0.2), (0.1, 3, 0.4)):
        yield drawn(draw, [3.0, 2.0, *[2.2] * 11], factor, patience, 0.0, floor)


@plateau.probes(0.9)
def test_a_better_loss_wipes_the_slate(draw):
    """A better loss sets the count to zero: waits that the run has got over bring no cut, nor do they hasten the next.

    Losses rise for a while in healthy training. A count that remembers old waits cuts the rate of a run that recovers.
    """
    yield drawn(draw, [5.0, 6.0, 4.0, 4.5, 3.0, 3.7, 2.0, 2.9, 1.0, 1.4], 0.3, 2)
    yield drawn(draw, WAVES, 0.3, 4)
    yield drawn(draw, [4.0, 4.2, 4.1, 3.0, 3.3, 3.2, 3.1, 3.4, 2.0, 2.2, 2.1, 2.5, 2.6], 0.6, 3)


@plateau.probes(0.9)
def test_better_means_better_than_the_best(draw):
    """After a climb losses that only slip down are not better, not even after a cut: the best stays what it was.

    Held against its neighbour, every slip looks like progress. A bar that a cut lifts forgets what the run has
    already reached.
    """
    for run in ([3.0, 5.0, 4.5, 4.0, 3.5, 3.2, 3.1], [5.0, 2.0, 4.0, 3.6, 4.4, 3.9, 4.8, 4.1, 4.9, 4.5, 3.0]):
        yield drawn(draw, run, 0.4, 3)
        yield drawn(draw, run, 0.6, 2)


@plateau.probes(1.1)
def test_a_gain_counts_from_min_delta_on(draw):
    """A loss counts as better only min_delta below the best; gains too small leave the best, until they have added up.

    Noise makes new records now and then, and a slow steady descent is progress, too. One bar does justice to both, if
    it stays where the last better loss has put it.
    """
    yield drawn(draw, [3.0, 2.96, 2.92, 2.88, 2.84, 2.80, 2.76, 2.73, 2.68], 0.4, 3, DELTA)
    yield drawn(draw, [3.0, 2.99, 2.98, 2.97, 2.96, 2.95, 2.94], 0.4, 3, DELTA)
    yield drawn(draw, [3.0, 3.02, 3.04, 3.06, 3.05, 3.07, 2.85], 0.4, 3, DELTA)


@plateau.relations(0.5)
def test_only_differences_of_losses_count(draw):
    """Add the same number to every loss and no rate changes, above zero or below.

    Many losses may be shifted, and some are negative. min_delta is a difference of losses and no share of them.
    """
    lr = decimal(draw, 0.3, 0.7)
    falls, jumps = 3.0 - 0.2 * np.arange(8), np.array([3.0, 2.9, 3.1, 2.88, 2.8, 2.85, 2.81, 2.79])
    for run in (falls, jumps):
        call = np.round(run, 4).tolist(), lr, 0.4, 2, 0.05, 0.0
        for up in (7.0, -9.0):
            yield call, (np.round(run + up, 4).tolist(), *call[1:]), same


@plateau.relations(0.8)
def test_a_loss_that_is_no_number_is_never_better(draw):
    """A NaN counts like a loss that is far too high, at the start and on the way; so does infinity on the way.

    NaN answers no to every comparison. Once it has become the best, nothing beats it, or everything does.
    """
    broken = (
        [3.0, NAN, 3.2, 2.9, NAN, 3.0, 2.5],
        [NAN, 4.0, 3.6, 3.8, NAN, 3.0, 3.5],
        [5.0, 2.0, NAN, 4.0, 3.0, 1.0, NAN, NAN, 0.5],
        [5.0, INF, 3.0, INF, 4.0, 2.0],
    )
    for run in broken:
        call = drawn(draw, np.nan_to_num(run, nan=9.0, posinf=9.0), 0.4, 2)
        with_gaps = [one if np.isfinite(was) else was for one, was in zip(call[0], run, strict=True)]
        yield call, (with_gaps, *call[1:]), same


@plateau.relations(0.3)
def test_later_losses_change_no_earlier_rate(draw):
    """Whatever comes at the end, the rates before it stay.

    The rate of a step is chosen when the step is taken. Nobody can wait for the losses that come after it.
    """
    call = drawn(draw, WAVES, 0.4, 3)
    for seen in (13, 8):
        yield call, (call[0][:seen], *call[1:]), lambda rates, seen=seen: rates[:seen]


@plateau.probes(0.5)
def test_with_a_patience_of_one_every_other_loss_cuts(draw):
    """With a patience of 1 each loss that is not better brings a cut, and the rate of its own place is the new one.

    A rate is in force as soon as it is set: the next step already takes it.
    """
    yield drawn(draw, [5.0, 4.0, 4.3, 3.0, 3.1, 3.2, 2.0, 1.0], 0.7, 1)
    yield drawn(draw, [2.0, 2.0, 1.0, 3.0], 0.3, 1)


@plateau.left_out(0.4)
def test_left_out_settings_are_those_of_the_stub(draw):
    """Left out, factor is 0.1, patience 3, min_delta 0 and floor 0.

    Most never touch them: what they get then is what the stub promises.
    """
    losses, lr, *_ = drawn(draw, [3.0, 2.9999, *[3.0] * 3, 2.9998, *[3.0] * 10], 0.1, 3)
    yield (losses, lr, 0.1, 3, 0.0, 0.0), 2
    yield (losses, lr, 0.6, 3, 0.0, 0.0), 3
    yield (losses, lr, 0.6, 2, 0.0, 0.0), 4


test_plateaus_of_every_kind_of_curve = plateau.takes_every_kind(
    "A curve is a curve, whatever holds it.", "Tuples, arrays and single precision give the same rates as a list.", 0.25
)
test_plateaus_of_whole_numbers = plateau.takes_whole_numbers(
    "Losses may be whole, and rates are not: cut to whole numbers they are all zero.",
    "Losses may be whole numbers.",
    0.2,
)
test_reducing_leaves_the_curve_alone = plateau.is_pure(
    "The same curve is looked at again with another patience, and no trace of the first look may be left.",
    "The losses stay as they were, and the same call gives the same rates again.",
    0.25,
)


@plateau.relations(0.5, held_back=True)
def test_the_unit_of_the_loss_does_not_matter(draw):
    """Losses and min_delta in another unit give the same rates.

    No gain is large or small in itself: what counts is its size beside min_delta.
    """
    call = drawn(draw, (3.0, 2.9, 2.5, 2.45, 2.37, 2.3, 2.41, 2.2, 2.0), 0.4, 2, 0.15)
    for unit in (250.0, 0.004):
        yield call, ((unit * np.array(call[0])).tolist(), *call[1:4], unit * call[4], call[5]), same


@plateau.probes(0.5, held_back=True)
def test_a_long_run_with_everything_at_once(draw):
    """Recoveries, small gains, gaps and the floor in one run: every rate is as the rules say.

    Real curves have all of it, and what holds for each alone has to hold together.
    """
    run = [*WAVES[:8], NAN, *WAVES[8:], 0.97, 0.94, 1.2, 0.91, 0.88, NAN, 0.7, 0.9, 0.72, 0.69, 0.8]
    for patience, floor in ((2, 0.05), (3, 0.3)):
        yield drawn(draw, run, 0.45, patience, 0.05, floor)
