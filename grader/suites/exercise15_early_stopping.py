"""What must be true of a stop with patience, on runs whose answer is beyond doubt (Prechelt 1998)."""

import itertools

import numpy as np

from grader.suites.toolkit import decimal, holds, numbers
from grader.suites.toolkit.contract import Contract, Told, waiting
from grader.suites.toolkit.kinds import real
from grader.suites.toolkit.shapes import INF, NAN

WAVES = (6.0, 4.0, 4.5, 3.0, 3.6, 3.3, 3.4, 2.0, 2.2, 2.7, 2.4, 2.1, 2.6, 1.0)
"""Better at 0, 1, 3, 7 and 13; with one, three and five losses in between."""
DELTA = 0.2


def stopped(val, patience, min_delta):
    """Where the run stops, and where it was best."""
    best = count = 0
    record = INF
    for index, loss in enumerate(val):
        count += 1
        if loss < record - min_delta:
            record, best, count = loss, index, 0
        if count == patience:
            break
    return index, best


def curve_kinds():
    """The kinds that a curve comes in."""
    yield "a list", lambda val: np.asarray(val).tolist()
    yield "a tuple", lambda val: tuple(np.asarray(val).tolist())
    yield "an array", real
    yield "single precision", lambda val: np.asarray(val, dtype=np.float32)


def slope(draw):
    """How far above a run the losses lie that fall to it, each of them a clear gain; their number is drawn.

    An index is a small whole number: what it counts has to be drawn, or the runs of one seed tell those of another.
    They are more than the patience of any pair of runs, so that the best is never the patience handed back.
    """
    return 7 * (1.35 ** np.arange(int(draw.integers(5, 20)), 0, -1) - 1)


def drawn(draw, val, patience, min_delta=0.0, *, led=True):
    """A call with this run in a unit and from a level of its own: what is better than what stays as it is.

    Losses that fall lead to it, unless the law is about the first loss.
    """
    (call,) = _draw_losses(draw, [val], patience, min_delta, led)
    return call


def twice(draw, run, other, patience, min_delta=0.0, *, led=True):
    """Two calls with runs in one unit and from one level."""
    return _draw_losses(draw, [run, other], patience, min_delta, led)


def _draw_losses(draw, runs, patience, min_delta, led):
    unit, level, lead = decimal(draw, 0.8, 1.2), decimal(draw, 0.0, 0.5), slope(draw) if led else np.zeros(0)
    curves = (np.round(unit * np.append(lead + one[0], one) + level, 4).tolist() for one in runs)
    return [(one, patience, round(unit * min_delta, 4)) for one in curves]


def same(pair):
    """The very same answer."""
    return pair


def whole_run(draw):
    """A run of whole numbers."""
    lead = 9 + 3 * np.arange(int(draw.integers(1, 20)), 0, -1)
    return np.append(lead, [9, 6, 7, 4, 4, 5, 3]) + int(draw.integers(21, 29)), 3, 0


stop = Contract(
    "early_stopping",
    ("stop", "best"),
    right=stopped,
    call=lambda draw: drawn(draw, WAVES, 4, 0.04),
    arrays=1,
    whole=whole_run,
    terms=lambda *_: (),
    others=lambda val, patience, min_delta: [([val[0] + 9, val[0] + 7, *val], patience, min_delta)],
    lists=True,
    comes_as=curve_kinds,
)


def valley(down, up, bottom=1.0):
    """A run of `down` losses that fall to the bottom, the bottom itself, and `up` losses that rise from it."""
    return [*np.geomspace(6.0, 1.3, down), bottom, *(bottom + 0.3 * np.arange(1, up + 1))]


@stop.probes(1.0)
def test_a_run_stops_patience_losses_after_its_best(draw):
    """A run that falls and then rises stops `patience` losses after its lowest, and that lowest is the best.

    Until the patience is used up nobody knows that the best is over. Stopped elsewhere, a run waits for nothing or is
    cut off while it could have recovered; and the model to keep is the one from before the wait.
    """
    for down, patience in ((4, 3), (7, 2), (1, 5), (5, 4)):
        yield drawn(draw, valley(down, patience + 3), patience)


@stop.probes(0.7, only=("stop",))
def test_a_run_that_keeps_falling_is_never_stopped(draw):
    """A run whose patience is never used up ends at its last loss.

    Getting better is no reason to stop, and neither is a short wait at the end.
    """
    yield drawn(draw, np.geomspace(8.0, 0.5, 11), 2)
    yield drawn(draw, valley(5, 3), 5)
    yield drawn(draw, [3.0], 2, led=False)
    yield drawn(draw, [4.0, 2.5, 1.7], 9)


@stop.probes(0.8)
def test_a_flat_line_is_no_progress(draw):
    """On a level the first loss is the best, and the run stops `patience` losses later: a repeat is not better.

    A model that no longer gets better has no use for more steps. If a repeat counts as better, a run on a plateau goes
    on for ever.
    """
    for patience in (1, int(draw.integers(2, 5)), int(draw.integers(5, 9))):
        yield drawn(draw, [2.0] * int(draw.integers(10, 20)), patience, led=False)
    yield drawn(draw, [5.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0], 4)


@stop.probes(0.8, only=("stop",))
def test_a_better_loss_wipes_the_slate(draw):
    """A run that recovers each time, well before its patience is used up, goes on to its last loss.

    Losses rise for a while in healthy training. A run that has recovered owes nothing for the waits it has behind it.
    """
    yield drawn(draw, [5.0, 6.0, 4.0, 4.5, 3.0, 3.7, 2.0, 2.9, 1.0, 1.4], 3)
    for patience in (6, 7, 9):
        yield drawn(draw, WAVES, patience)


@stop.probes(0.8)
def test_better_means_better_than_the_best(draw):
    """After a climb losses that only slip down are not better: the best stays, and the run is stopped on the way.

    After the best a run may climb and slip back a little again and again. Held against its neighbour, every slip looks
    like progress, and the run never stops.
    """
    climbs = ([5.0, 2.0, 4.0, 3.6, 4.4, 3.9, 4.8, 4.1, 4.9, 4.5], [5.0, 1.0, 9.0, 8.0, 7.0, 6.0, 5.5, 4.0, 3.0, 2.0])
    for run in climbs:
        call = drawn(draw, run, 5)
        yield Told(call, stays_behind(len(call[0]) - len(run)))


def stays_behind(lead):
    """Demand that the best is the second loss of ten after the lead, and that the run ends before the last."""

    def demand(pair):
        stop, best = (numbers(one, shape=()) for one in pair)
        holds(best == lead + 1 and stop < lead + 9, expected=(lead + 6, lead + 1), actual=(stop, best))

    return demand


@stop.relations(0.7, judged=True)
def test_what_comes_after_the_stop_changes_nothing(draw):
    """A lower loss that comes after the stop is never seen: neither the stop nor the best knows of it.

    A run that has ended does not go on. Whoever chooses the best of all losses keeps a model that was never trained.
    """
    val, patience, _ = plain = drawn(draw, valley(4, 5), 3)
    for after in ([0.01, 0.02], [9.0], [NAN, 0.05]):
        yield plain, (val + after, patience, 0.0), same


@stop.law(0.5)
def test_more_patience_waits_longer(student, draw):
    """Never sooner: the same run stops later, or not at all, the more patience it is given.

    How long a wait is worth while is for whoever pays for the run to say.
    """
    val, _, _ = drawn(draw, WAVES, 1)
    pairs = {patience: stop.ask(student, val, patience) for patience in (1, 2, 3, 5, 7)}
    stops = [int(numbers(pair[0], shape=())) for pair in pairs.values()]
    later = all(one <= other for one, other in itertools.pairwise(stops)) and stops[0] < stops[-2]
    holds(later, expected="stops that never come sooner with more patience", actual=stops)
    with waiting():
        for patience, pair in pairs.items():
            stop.judge(pair, (val, patience, 0.0), ("stop",))


@stop.relations(0.6, judged=True)
def test_losses_within_min_delta_of_the_best_do_not_count(draw):
    """A loss that is not below the best by min_delta counts like one that is far above it.

    Noise alone makes new records now and then. min_delta says from which size on a gain is worth another wait.
    """
    for bad in ((3.95, 3.9, 3.86), (4.1, 4.15, 3.9)):
        run = [6.5, 4.0, *bad, 2.0, 1.95, 2.1, 1.93, 2.15, 2.0]
        far = [6.5, 4.0, 8.0, 8.0, 8.0, 2.0, 8.0, 8.0, 8.0, 8.0, 8.0]
        yield *twice(draw, run, far, 4, DELTA), same


@stop.probes(0.7, only=("best",))
def test_small_gains_add_up(draw):
    """Gains too small to count leave the best where it is, until one of them lies min_delta below it.

    A slow steady descent is progress, too. If each small gain moves the bar, no gain is ever large enough, and the run
    is stopped while it falls.
    """
    yield drawn(draw, [4.0, 3.93, 3.86, 3.75, 3.69, 3.6, 3.5, 3.43, 3.37, 3.28], 12, DELTA)
    yield drawn(draw, [4.0, 3.85, 3.7, 3.72, 3.6, 3.45], 9, DELTA)


@stop.relations(0.6, judged=True)
def test_only_differences_of_losses_count(draw):
    """Add the same number to every loss and nothing changes, above zero or below.

    Many losses may be shifted, and some are negative. min_delta is a difference of losses and no share of them.
    """
    gains = np.array([0.0, -0.35, -0.2, -0.5, -0.75, -0.9, -0.81, -0.7])
    for up in (11.0, -4.0, -30.0):
        yield *twice(draw, gains + 1.5, gains + up, 3, DELTA), same


@stop.relations(0.7, judged=True)
def test_a_loss_that_is_no_number_is_never_better(draw):
    """A NaN counts like a loss that is far too high, at the start and on the way; so does infinity on the way.

    NaN answers no to every comparison. Once it has become the best, nothing beats it, or everything does.
    """
    broken = (
        [5.0, NAN, 3.0, NAN, NAN, 3.5, 2.0],
        [NAN, NAN, 4.0, 3.6, 3.0, 3.5, 3.2, 3.1, 2.0],
        [5.0, 2.0, NAN, 4.0, 3.0, 1.0, 0.5],
        [5.0, INF, 3.0, INF, 4.0, 2.0],
    )
    for run in broken:
        whole, call = twice(draw, np.nan_to_num(run, nan=9.0, posinf=9.0), run, 3, led=np.isfinite(run[0]))
        yield whole, call, same


@stop.left_out(0.3)
def test_left_out_min_delta_is_zero(draw):
    """Left out, min_delta is 0: any gain counts.

    Most who stop a run early never touch it: what they get then is what the stub promises.
    """
    level = decimal(draw, 3.5, 3.7)
    lead = (level + 1 + slope(draw)).tolist()
    yield ([*lead, level + 1, *(level - 3e-5 * step for step in range(5)), 4.5, 4.4], 2, 0.0), 2
    yield drawn(draw, WAVES, 4), 2


test_early_stopping_takes_every_kind_of_curve = stop.takes_every_kind(
    "A curve is a curve, whatever holds it.", "Tuples, arrays and single precision give the same pair as a list.", 0.3
)
test_early_stopping_takes_whole_numbers = stop.takes_whole_numbers(
    "Losses are real numbers even where they happen to be whole.", "Losses may be whole numbers.", 0.3
)
test_early_stopping_leaves_the_curve_alone = stop.is_pure(
    "The same curve is looked at again with another patience, and no trace of the first look may be left.",
    "The losses stay as they were, and the same call gives the same pair again.",
    0.3,
)


@stop.relations(0.45, judged=True, held_back=True)
def test_the_unit_of_the_loss_does_not_matter(draw):
    """Losses and min_delta in another unit give the same stop and the same best.

    No gain is large or small in itself: what counts is its size beside min_delta.
    """
    plain = drawn(draw, (3.0, 2.9, 2.5, 2.45, 2.37, 2.3, 2.41, 2.2, 2.0), 4, 0.15)
    for unit in (250.0, 0.004):
        yield plain, ((unit * np.array(plain[0])).tolist(), plain[1], unit * plain[2]), same


@stop.probes(0.45, held_back=True)
def test_a_run_cut_at_its_stop_is_the_same_run(draw):
    """Cut a run right after its stop and both indexes stay; cut it sooner and it ends with its last loss.

    Whoever watches decides at each loss from those before it. The decision cannot depend on how long the list is.
    """
    val, patience, _ = drawn(draw, WAVES, 5)
    lead = len(val) - len(WAVES)
    for seen in (13, 12, 8, 6):
        yield val[: lead + seen], patience, 0.0
