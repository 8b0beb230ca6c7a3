"""How early stopping goes wrong (ids and sources: the catalogue's ES)."""

from math import inf, isfinite, isnan, nan

import numpy as np

from grader.misconceptions.toolkit import ORDER, Probe, family, ideas

STOPS = ideas("""
ES-OFF: the wait miscounted
    Your run does not end where its patience does. It waits a loss too long, or gives up a loss too soon, and with a wait
    of another length it keeps another model.
    ? With a patience of 1, at which loss after its best does a run end?
ES-IMPATIENT: the first bad loss ends the run
    One loss that is not better ends your run, whatever the patience. Losses jump in every healthy run, and a loss that
    would have recovered costs all the rest.
    ? A loss rises once and then falls for good: where should a patience of 3 end that run?
ES-NORESET: a count that never starts again
    Your count goes on after a better loss. A recovery wipes the slate, but yours makes a run pay for waits that it has
    long got over.
    ? What does a new best say about the bad losses before it?
ES-PREV: held against the neighbour
    A loss is held against the one before it. After a climb every small slip down looks like progress, though the model is
    far worse than it was.
    ? A run goes 1, 5, 4: is the 4 any progress?
ES-TIE: a repeat taken for progress
    A loss that only equals the best counts as better. So a run on a flat line never ends, and the best moves along with
    it.
    ? How many steps of exactly the same loss does it take to call it a plateau?
ES-DELTASIGN: min_delta on the wrong side
    Losses above the best count as better, as long as they are within min_delta of it. The bar can climb with the loss, and
    a run that gets slowly worse is never stopped.
    ? With min_delta at 0.1 and the best at 2, which losses are too large to be better?
ES-NODELTA: min_delta has no say
    The smallest gain counts, however large min_delta is. Noise makes new records all the time, and each one buys another
    full wait.
    ? What should change when min_delta grows?
ES-REL: min_delta as a share of the loss
    Your min_delta is a share of the best loss. Add 100 to every loss, and no gain is large enough any more; below zero the
    bar lies above the best.
    ? All losses grow by 100: should the run stop anywhere else?
ES-CREEP: small gains move the bar
    Gains too small to count lower your bar all the same. So a slow steady descent never clears it, and a run is stopped
    while it falls.
    ? Ten gains of half a min_delta each: is that progress?
ES-NAN: NaN taken for the best
    A NaN gets into your best loss. Nothing compares with it, so from then on either nothing beats the best or everything
    does.
    ? What is the answer to `3 < nan`, and to `not 3 >= nan`?
ES-SKIPNAN: NaN left out
    Losses that are NaN are passed over as if they had not been there. A run that gives nothing but NaN is then never
    stopped.
    ? How long should a run go on whose losses are all NaN from here?
ES-NANSTOP: NaN ends the run at once [convention]
    A NaN ends your run on the spot. Lightning's `check_finite` does so as well; here it is one more loss that is not
    better, and the run may recover.
    ? One NaN among good losses: what would this stub have the run do?
ES-FUTURE: a look into the future
    Your best is the least loss of the whole list. A run that has ended never gets to the later ones, so nobody has the
    model that you want to keep.
    ? At the moment of the stop, which losses are known?
ES-RETBEST: the best place for the stop
    You return the best index as the place of the stop. At that loss nobody knew that it was the best: the run ends when
    the wait is over.
    ? How could a run end at its best loss without knowing the next ones?
ES-NEVER: a run without a stop
    A run whose patience is never used up ends at its last loss. Yours names a place at which no loss was measured.
    ? Which is the last loss of a run that nobody stops?
ES-FIRSTBAD: the first loss held against itself
    Your count begins with the first loss, which cannot be better than itself. A run that starts on a level is stopped one
    loss too soon.
    ? On a flat line with a patience of 2, how many losses come after the first before the run ends?
ES-UP: higher taken for better
    You keep the highest loss. That is right for an accuracy; a loss is better the lower it is.
    ? Which of the losses 1 and 9 belongs to the better model?
ES-ABS: any change taken for progress
    Whatever lies far enough from the best counts as better, also above it. So a run that gets much worse goes on.
    ? The loss jumps from 1 to 5: is that progress?
ES-VALUE: the loss instead of its index
    You return the best loss itself. Asked for is where it came, so that the model from there can be kept.
    ? Which saved model belongs to a loss of 0.31?
ES-EPOCHS: losses counted from one
    Your indexes start at one. Here the first loss has the index 0, as everywhere in Python.
    ? At which index does the first loss of a list stand?
""")

RUNS = [
    ([5, 3, 4, 2, 2.5, 2, 3, 1], 3, 0),
    ([4, 2, 1, 2, 3, 4, 5], 3, 0),
    ([4, 3, 2, 1], 2, 0),
    ([3, 2, 2, 2, 2, 2], 3, 0),
    ([2, 2, 2, 2], 2, 0),
    ([6, 4, 5, 5.5, 3, 4, 3.5, 2, 2.5, 2.2, 2.1, 2.3, 1], 4, 0),
    ([5, 1, 4, 3.5, 4.5, 4, 5, 4.2], 4, 0),
    ([5, 6, 4, 5, 3, 4, 2, 3, 1, 1.5], 2, 0),
    ([4, 3.9, 3.8, 3.7, 3.6, 3.5], 3, 0.25),
    ([4, 3.9, 3.8, 3.85, 3.6, 3.55, 3.5], 3, 0.25),
    ([3, 3.1, 3.05, 3.2, 3.15, 2.9], 3, 0.25),
    ([12, 11.6, 11.5, 11.1, 10.7, 10.6, 10.65, 10.5], 3, 0.3),
    ([-1, -1.5, -1.6, -2, -2.1, -2.2, -2.05], 3, 0.3),
    ([5, nan, 3, nan, nan, 3.5, 2], 3, 0),
    ([nan, 4, 3, 3.5, 3.2, 3.1, 3.3], 3, 0),
    ([5, 2, nan, 4, 3, 1, 0.5], 4, 0),
    ([5, inf, 3, inf, 4, 2], 2, 0),
    ([4, nan, 3.9, 3.5, 3.4, nan, 3.3, 3.2, 3.15], 4, 0.2),
    ([7, 5, 6, 5, 5.5, 4, 4, 4.5, 3, 3.5, 3, 3.2, 3.1, 2], 5, 0),
    ([3, 8, 2.5, 9, 2.4, 7, 7.5, 6, 2.2], 3, 0.35),
]
"""Runs of few digits: what ends them, and what does not."""


def least(losses):
    """Return the index of the least loss, NaN left aside; ValueError where there is none."""
    return int(np.nanargmin(losses))


@family(
    STOPS,
    ORDER,
    gives=("stop", "best"),
    probes=[Probe([float(loss) for loss in val], patience, float(delta)) for val, patience, delta in RUNS],
)
def early_stopping(val, patience, min_delta, *, turn):
    """One loss after the other, until `patience` of them in a row are not below the record by min_delta."""
    val = turn.line(lambda: val, {"ES-SKIPNAN": (None, lambda: [loss for loss in val if not isnan(loss)])})
    delta = turn.line(lambda: min_delta, {"ES-NODELTA": lambda: 0.0, "ES-DELTASIGN": lambda: -min_delta})
    sooner, later = (lambda: patience - 1), (lambda: patience + 1)
    most = turn.line(lambda: patience, {"ES-OFF": (later, sooner), "ES-IMPATIENT": lambda: 1})
    record, count = turn.line(
        lambda: (inf, 0),
        {"ES-FIRSTBAD": lambda: (val[0], 0), "ES-UP": lambda: (-inf, 0), "ES-NAN": (None, None, lambda: (val[0], -1))},
    )
    best, ended = 0, False
    for index, loss in enumerate(val):
        if turn.line(lambda: False, {"ES-SKIPNAN": (lambda: isnan(loss),)}):
            continue
        ended = turn.line(lambda: False, {"ES-NANSTOP": (lambda: isnan(loss), lambda: not isfinite(loss))})
        if ended:
            break
        if _is_better(loss, val[index - 1] if index else inf, record, delta, turn):
            record, best = loss, index
            count = turn.line(lambda: 0, {"ES-NORESET": lambda: count})
        else:
            count += 1
            best = turn.line(lambda: best, {"ES-CREEP": (None, lambda: index if loss < record else best)})
            record = turn.line(lambda: record, {"ES-CREEP": lambda: min(record, loss)})
            record = turn.line(lambda: record, {"ES-NAN": (None, None, None, lambda: float(np.minimum(record, loss)))})
        ended = count >= most
        if ended:
            break
    return _told(val, index, best, ended, patience, turn)


def _is_better(loss, before, record, delta, turn):
    """Whether a loss is better than the record, or than what it is held against."""
    held = turn.line(lambda: record, {"ES-PREV": (lambda: before, lambda: before)})
    bar = turn.line(lambda: held - delta, {"ES-REL": lambda: held * (1 - delta), "ES-UP": lambda: held + delta})
    takes = lambda: loss < bar or (isnan(loss) and not isnan(record))  # noqa: E731
    return turn.line(
        lambda: loss < bar,
        {
            "ES-TIE": lambda: loss <= bar,
            "ES-NAN": (lambda: not loss >= bar, takes),
            "ES-UP": lambda: loss > bar,
            "ES-ABS": lambda: abs(loss - held) > delta,
        },
    )


def _told(val, index, best, ended, patience, turn):
    """The pair as it is handed back."""
    seen = val[: index + 1]
    best = turn.line(
        lambda: best,
        {"ES-PREV": (None, lambda: least(seen)), "ES-FUTURE": (lambda: least(val), lambda: least(val))},
    )
    shifted = [lambda by=by: min(index + by, len(val) - 1) if ended else index for by in (1, -1)]
    stop = turn.line(
        lambda: index,
        {
            "ES-OFF": (None, None, *shifted),
            "ES-NEVER": (lambda: index if ended else len(val), lambda: index if ended else -1),
            "ES-FUTURE": (None, lambda: min(best + patience, len(val) - 1)),
            "ES-RETBEST": lambda: best,
        },
    )
    return turn.line(
        lambda: (stop, best),
        {
            "ES-VALUE": lambda: (stop, val[best]),
            "ES-EPOCHS": lambda: (stop + 1, best + 1),
            "X-ORDER": lambda: (best, stop),
        },
    )
