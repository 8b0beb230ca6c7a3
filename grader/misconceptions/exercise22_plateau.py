"""How a rate that is cut on plateaus goes wrong (ids: PL)."""

from math import inf, isinf, isnan, nan

import numpy as np

from grader.misconceptions.toolkit import Probe, family, ideas

PLATEAUS = ideas("""
PL-OFF: one loss more than patience [convention]
    Your rate is cut when the count exceeds the patience, as in PyTorch's ReduceLROnPlateau. Here the loss that fills
    the count brings the cut, as in Keras. So your cuts come late, and each one later still.
    ? With a patience of 1, how many losses that are not better bring a cut?
PL-EARLY: one loss less than patience
    Your rate is cut before the patience is used up. A run that would have recovered with the next loss has to go on
    with smaller steps.
    ? With a patience of 3, how many losses in a row may fail to be better before the rate is cut?
PL-IMPATIENT: patience has no say
    Every loss that is not better cuts your rate, whatever the patience. Losses jump in every healthy run, and each jump
    costs a share of the rate for ever.
    ? What should change when patience grows?
PL-NORESET: a count that goes on after a cut
    After a cut your count is not set to zero. The next losses are then judged by a wait that is already paid for:
    cuts follow each other without a wait, or a lasting plateau gets no second one.
    ? How long should smaller steps be given to show what they are worth?
PL-NORECOVER: a count that no better loss clears
    Your count goes on after a better loss. Waits that the run has long got over add up, and a run that gets better and
    better is slowed down.
    ? What does a new best say about the bad losses before it?
PL-PREV: held against the neighbour
    A loss is held against the one before it. After a climb every small slip down looks like progress, though the model
    is far worse than it was.
    ? A run goes 1, 5, 4: is the 4 any progress?
PL-TIE: a repeat taken for progress
    A loss that only equals the bar counts as better. So a run that stands still to the last digit never gets smaller
    steps.
    ? How many steps of exactly the same loss does it take to call it a plateau?
PL-NODELTA: min_delta has no say
    The smallest gain counts, however large min_delta is. Noise makes new records all the time, and each one puts the
    cut off.
    ? What should change when min_delta grows?
PL-DELTASIGN: min_delta on the wrong side
    Losses above the best count as better, as long as they are within min_delta of it. The bar can climb with the loss,
    and a run that gets slowly worse keeps its rate.
    ? With min_delta at 0.1 and the best at 2, which losses are too large to be better?
PL-REL: min_delta as a share of the loss [convention]
    Your min_delta is a share of the best loss, as PyTorch's ReduceLROnPlateau has it by default. Add 100 to every loss,
    and no gain is large enough any more.
    ? All losses grow by 100: should the rate be cut anywhere else?
PL-CREEP: small gains move the bar
    Gains too small to count lower your bar all the same. So a slow steady descent never clears it, and the rate is cut
    while the loss falls.
    ? Ten gains of half a min_delta each: is that progress?
PL-NOFLOOR: no floor under the rate
    Your rate falls below the floor. Steps may then be too small to matter, and the run only costs time.
    ? After a thousand cuts, which rate should be in force?
PL-FLOORSTOP: a floor that is never reached
    A cut that would end below the floor is left out. Your rate stays above the floor, though the run may go down to it.
    ? The rate is 0.3, the floor 0.2 and the factor 0.1: what is left after a cut?
PL-SUB: a cut that takes away the wrong part
    Your cut subtracts the factor, or that share of the rate. The factor is what a cut *leaves*: with 0.1 a tenth of the
    rate goes on.
    ? The rate is 0.5 and the factor 0.1: is the next rate nearly the same, or far smaller?
PL-DIV: a cut that makes the rate larger
    Your rate is divided by the factor. On a plateau the steps then grow, and the run soon flies apart.
    ? Is half of 0.2 larger or smaller than 0.2?
PL-ORIGINAL: each cut made from the first rate
    Your cuts take a share of the rate that the run began with. The second cut leaves what the first one left, so a run
    gets no smaller steps after it.
    ? After two cuts by one half, which share of the first rate is in force?
PL-BEFORE: the rate from before the loss
    Your list holds at each place the rate that was in force before that loss was seen. Every cut shows one loss late.
    ? The loss that fills the count brings a cut: which rate belongs to its place?
PL-NAN: a NaN taken for the best
    A NaN gets into your best loss. Nothing compares with it, so from then on either nothing beats the best or
    everything does.
    ? What is the answer to `3 < nan`, and to `not 3 >= nan`?
PL-SKIPNAN: losses left out that are NaN
    Losses that are NaN do not count in yours. A run that gives nothing but NaN keeps its rate for ever.
    ? Is a loss that is no number a better one?
PL-BESTRESET: a cut forgets the best
    A cut lifts your bar. A run that then only comes back to where it was, or not even that far, counts as progress.
    ? Which loss do smaller steps have to beat to be worth while?
PL-FIRSTBAD: the first loss held against itself
    Your count begins with the first loss, which cannot be better than itself. A run that starts on a level gets its
    first cut one loss too soon.
    ? On a level with a patience of 2, how many losses come after the first before the cut?
PL-UP: higher taken for better
    Higher counts as better in yours. That is right for an accuracy; a loss is better the lower it is.
    ? Which of the losses 1 and 9 belongs to the better model?
""")

RUNS = [
    ([5, 4, 4, 4.5, 3, 3, 3], 0.8, 0.4, 2, 0, 0),
    ([2] * 9, 1, 0.3, 3, 0, 0),
    ([2] * 8, 0.5, 0.6, 2, 0, 0.1),
    ([4, 3, 3, 3, 3, 3, 3, 3], 0.5, 0.2, 2, 0, 0.07),
    ([2, 3, 3, 3, 3], 0.5, 0.2, 2, 0, 0.2),
    ([5, 6, 4, 5, 3, 4, 2, 3, 1, 1.5], 0.6, 0.4, 2, 0, 0),
    ([3, 5, 4.5, 4, 3.5, 3.2, 3.1], 0.8, 0.3, 3, 0, 0),
    ([3, 2.96, 2.92, 2.88, 2.84, 2.8, 2.76], 0.4, 0.3, 3, 0.1, 0),
    ([3, 2.99, 2.98, 2.97, 2.96], 0.4, 0.3, 3, 0.1, 0),
    ([3, 3.02, 3.04, 3.06, 3.01, 2.8], 0.4, 0.3, 3, 0.1, 0),
    ([10, 9.8, 9.6, 9.4, 9.2, 9, 8.8], 0.9, 0.3, 2, 0.05, 0),
    ([-5, -5.2, -5.4, -5.6, -5.5, -5.8], 0.9, 0.3, 2, 0.05, 0),
    ([3, nan, 3.2, 2.9, nan, 3], 0.7, 0.4, 2, 0, 0),
    ([nan, 4, 3, 3.5, 3.2, 2.5, 2.6], 0.7, 0.4, 2, 0, 0),
    ([5, 2, nan, 4, 3, 1, nan, nan, 0.5], 0.7, 0.4, 3, 0, 0),
    ([5, 4, 4.3, 3, 3.1, 3.2, 2, 2.1], 0.6, 0.7, 1, 0, 0.05),
    ([6, 4, 4.5, 3, 3.6, 3.3, 3.4, 3.1, 3.5, 2, 2.2, 2.7, 2.4, 2.1, 2.6, 2.3, 1], 1, 0.4, 3, 0, 0.05),
    ([5, 1, 4, 3.5, 4.5, 4, 5, 4.2, 3, 0.9, 1.2], 0.5, 0.6, 2, 0, 0.15),
    ([3, 3.1, 3.05, 3.2, 3.15, 2.9, 2.85, 2.7, 2.72, 2.6], 0.9, 0.35, 2, 0.25, 0.1),
    ([20, 19.5, nan, 19.2, 18.9, 18.4, nan, 18.6, 18.3, 17.7, 17.9, 17.8], 0.8, 0.45, 2, 0.55, 0.1),
    ([4, nan, 3.9, 3.5, 3.4, nan, 3.3, 3.2, 3.15, 3.3, 3.3], 0.9, 0.55, 3, 0.2, 0.2),
    ([7, 5, 6, 5, 5.5, 4, 4, 4.5, 3, 3.5, 3, 3.2, 3.1, 2], 0.4, 0.25, 4, 0, 0.01),
    ([8, 7, 7.5, 7.2, 6.9, 7.4, 7.1, 7.3, 6.2, 6.6, 6.4, 6.5, 6.3, 6.35, 5], 0.9, 0.7, 2, 0.45, 0),
    ([4, 4.1, 4.2, 3.9, 4, 3.8, 3.85, 3.7, 3.9, 3.6, 3.75, 3.5, 3.4], 0.5, 0.35, 3, 0.15, 0.03),
    ([2, nan, nan, 1.5, nan, 1.4, nan, nan, nan, 1.2, 1], 0.6, 0.3, 2, 0.15, 0.02),
    ([5, inf, 3, inf, 4, 2, 2.5, 2.4, 2.3], 0.7, 0.4, 2, 0, 0),
    ([3, 4, 3.5, 3.4, 3.3, 3.2, 3.15, 3.05, 3.02, 3.01], 0.9, 0.8, 2, 0.02, 0.3),
]
"""Runs of few digits: what cuts their rate, and what does not."""
MOST = 1e9
"""Of infinity no share can be taken."""


@family(
    PLATEAUS,
    gives=("rates",),
    probes=[Probe(np.array(run, dtype=float).tolist(), *more) for run, *more in RUNS],
)
def reduce_on_plateau(losses, lr, factor, patience, min_delta, floor, *, turn):
    """One loss after the other; a cut when `patience` of them were not below the best by min_delta."""
    if isinf(losses[0]):
        raise ValueError("an infinite first loss: the stub leaves that open")
    delta = turn.line(lambda: min_delta, {"PL-NODELTA": lambda: 0.0, "PL-DELTASIGN": lambda: -min_delta})
    fewer = lambda: max(patience - 1, 1)  # noqa: E731
    often = {"PL-OFF": lambda: patience + 1, "PL-EARLY": (fewer, lambda: patience - 1), "PL-IMPATIENT": lambda: 1}
    most = turn.line(lambda: patience, often)
    begun = {
        "PL-FIRSTBAD": lambda: (losses[0], 0),
        "PL-UP": lambda: (-inf, 0),
        "PL-NAN": (*[None] * 3, lambda: (losses[0], -1)),
    }
    (best, count), rate, rates = turn.line(lambda: (inf, 0), begun), lr, []
    for index, loss in enumerate(losses):
        best, count = _watch_loss(loss, losses[index - 1] if index else inf, best, count, delta, turn)
        rate, best, count = _end_wait(rate, best, count, loss, most, (lr, factor, floor), turn)
        rates.append(rate)
    return np.array(
        turn.line(lambda: rates, {"PL-BEFORE": (lambda: [lr, *rates[:-1]], lambda: [lr, *rates])}), dtype=float
    )


def _end_wait(rate, best, count, loss, most, settings, turn):
    """Return the rate, the best and the count once it is known whether the wait is over."""
    if not turn.line(lambda: count >= most, {"PL-NORESET": (lambda: count >= most, lambda: count == most)}):
        return rate, best, count
    best = turn.line(lambda: best, {"PL-BESTRESET": (lambda: loss, lambda: inf)})
    return _cut(rate, settings, turn), best, turn.line(lambda: 0, {"PL-NORESET": (lambda: count,) * 2})


def _watch_loss(loss, before, best, count, delta, turn):
    """Return the best and the count after one more loss."""
    if _is_better(loss, before, best, delta, turn):
        return loss, turn.line(lambda: 0, {"PL-NORECOVER": lambda: count})
    lower = lambda: loss if loss < best else best  # noqa: E731
    spoilt = lambda: nan if isnan(loss) else best  # noqa: E731
    bar = turn.line(lambda: best, {"PL-CREEP": lower, "PL-NAN": (None, None, spoilt, None)})
    return bar, turn.line(lambda: count + 1, {"PL-SKIPNAN": lambda: count + (not isnan(loss))})


def _is_better(loss, before, best, delta, turn):
    """Tell whether a loss is better than the best, or than what it is held against."""
    held = turn.line(lambda: best, {"PL-PREV": lambda: before})
    share = delta * min(abs(held), MOST)
    bar = turn.line(
        lambda: held - delta,
        {"PL-REL": (lambda: held * (1 - delta), lambda: held - share), "PL-UP": lambda: held + delta},
    )
    stuck = lambda: loss < bar or (isnan(loss) and not isnan(best))  # noqa: E731
    return turn.line(
        lambda: loss < bar,
        {
            "PL-TIE": lambda: loss <= bar,
            "PL-NAN": (lambda: not loss >= bar, stuck),
            "PL-UP": lambda: loss > bar,
        },
    )


def _cut(rate, settings, turn):
    """Return the rate after a cut."""
    first, factor, floor = settings
    kept = turn.line(
        lambda: rate * factor,
        {
            "PL-SUB": (lambda: rate - factor, lambda: rate - rate * factor, lambda: rate - first * factor),
            "PL-DIV": lambda: rate / factor,
            "PL-ORIGINAL": lambda: first * factor,
        },
    )
    return turn.line(
        lambda: max(kept, floor),
        {
            "PL-NOFLOOR": (lambda: kept, lambda: kept if rate > floor else rate),
            "PL-FLOORSTOP": lambda: kept if kept >= floor else rate,
        },
    )
