"""How early stopping goes wrong (ids: ES)."""

from math import inf, isfinite, isinf, isnan, nan

import numpy as np

from grader.misconceptions.toolkit import ORDER, Probe, family, ideas

STOPS = ideas("""
ES-OFF: the wait miscounted
    Your run does not end where its patience does, but a loss later or a loss sooner. Keras stops with the loss that
    fills the count, as here; PyTorch's ReduceLROnPlateau waits for one more.
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
    A loss is held against the one before it. After a climb every small slip down looks like progress, though the model
    is far worse than it was.
    ? A run goes 1, 5, 4: is the 4 any progress?
ES-TIE: a repeat taken for progress
    A loss that only equals the best counts as better. So a run on a flat line never ends, and the best moves along with
    it.
    ? How many steps of exactly the same loss does it take to call it a plateau?
ES-DELTASIGN: min_delta on the wrong side
    Losses above the best count as better, as long as they are within min_delta of it. The bar can climb with the loss,
    and a run that gets slowly worse is never stopped.
    ? With min_delta at 0.1 and the best at 2, which losses are too large to be better?
ES-NODELTA: min_delta has no say
    The smallest gain counts, however large min_delta is. Noise makes new records all the time, and each one buys
    another full wait.
    ? What should change when min_delta grows?
ES-REL: min_delta as a share of the loss [convention]
    Your min_delta is a share of the best loss, as PyTorch's ReduceLROnPlateau has it by default. Add 100 to every loss,
    and no gain is large enough any more.
    ? All losses grow by 100: should the run stop anywhere else?
ES-CREEP: small gains move the bar [convention]
    Gains too small to count lower your bar all the same, as in Ignite by default. So a slow steady descent never clears
    it, and a run is stopped while it falls.
    ? Ten gains of half a min_delta each: is that progress?
ES-NAN: a NaN taken for the best
    A NaN gets into your best loss. Nothing compares with it, so from then on either nothing beats the best or
    everything does.
    ? What is the answer to `3 < nan`, and to `not 3 >= nan`?
ES-SKIPNAN: losses left out that are NaN
    Losses that are NaN are passed over as if they had not been there. A run that gives nothing but NaN is then never
    stopped.
    ? How long should a run go on whose losses are all NaN from here?
ES-NANSTOP: a NaN ends the run at once [convention]
    A NaN ends your run on the spot. Lightning's `check_finite` does so as well; here it is one more loss that is not
    better, and the run may recover.
    ? One NaN among good losses: what would this stub have the run do?
ES-FUTURE: a look into the future
    Your best is the least loss of the whole list. A run that has ended never gets to the later ones, so nobody has the
    model that you want to keep.
    ? At the moment of the stop, which losses are known?
ES-RETBEST: the best place for the stop
    Your stop is the best loss itself. When it came, nobody knew that it was the best: a run ends only when the wait is
    over.
    ? How could a run end at its best loss without knowing the next ones?
ES-NEVER: a run without a stop
    A run whose patience is never used up ends at its last loss. Yours names a place at which no loss was measured.
    ? Which is the last loss of a run that nobody stops?
ES-FIRSTBAD: the first loss held against itself
    Your count begins with the first loss, which cannot be better than itself. A run that starts on a level is stopped
    one loss too soon.
    ? On a flat line with a patience of 2, how many losses come after the first before the run ends?
ES-UP: higher taken for better
    You keep the highest loss. That is right for an accuracy; a loss is better the lower it is.
    ? Which of the losses 1 and 9 belongs to the better model?
ES-ABS: any change taken for progress
    Whatever lies far enough from the best counts as better, also above it. So a run that gets much worse goes on.
    ? The loss jumps from 1 to 5: is that progress?
ES-VALUE: the loss instead of its index
    What comes back is the best loss itself. Asked for is where it came, so that the model from there can be kept.
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
    ([9, 8.9, 8.5, nan, 8.3, 8.4, 7.9, 7.7, nan, nan, 7.8, 7.1], 4, 0.35),
    ([6, 5.9, 5.8, 5.9, 5.5, 5.5, 5.4, 5.2, 5.3, 5.1, 5.3, 4.9, 4.8, 4.85], 4, 0.25),
    ([2, nan, nan, 1.5, nan, 1.4, nan, nan, nan, 1.2, 1], 4, 0.15),
    ([4, 4.1, 4.2, 3.9, 4, 3.8, 3.85, 3.7, 3.9, 3.6, 3.75, 3.5, 3.4], 5, 0.15),
    ([8, 7, 7.5, 7.2, 6.9, 7.4, 7.1, 7.3, 6.2, 6.6, 6.4, 6.5, 6.3, 6.35, 5], 6, 0.45),
    ([5, 5, 4.7, 4.7, nan, 4.7, 4.2, 4.2, 4.3, inf, 4.2, 4.1, 3.9], 5, 0),
    ([nan, 20, 19.5, 19.2, 18.9, 18.4, 18.6, 18.3, 17.7, 17.9, 17.8], 3, 0.55),
    ([1, 3, 2.9, 2.8, 1.1, 2.7, 2.5, 0.9, 0.95, 0.7], 6, 0.25),
]
"""Runs of few digits: what ends them, and what does not."""
MOST = 1e9
"""Of infinity no share can be taken."""


def _find_least(losses):
    """Return the index of the least loss, NaN left aside."""
    return int(np.nanargmin(losses))


@family(
    STOPS,
    ORDER,
    gives=("stop", "best"),
    probes=[Probe(np.array(val, dtype=float).tolist(), patience, delta) for val, patience, delta in RUNS],
)
def early_stopping(val, patience, min_delta, *, turn):
    """One loss after the other, until `patience` of them in a row are not below the record by min_delta."""
    if isinf(val[0]) or not np.isfinite(val[:patience]).any():
        raise ValueError("nothing is better before the patience is used up: the stub leaves that open")
    val = turn.line(lambda: val, {"ES-SKIPNAN": (None, lambda: [loss for loss in val if not isnan(loss)])})
    delta = turn.line(lambda: min_delta, {"ES-NODELTA": lambda: 0.0, "ES-DELTASIGN": lambda: -min_delta})
    later, sooner = (lambda: patience + 1), (lambda: patience - 1)
    most = turn.line(lambda: patience, {"ES-OFF": (later, sooner), "ES-IMPATIENT": lambda: 1})
    begun = {
        "ES-FIRSTBAD": lambda: (val[0], 0),
        "ES-UP": lambda: (-inf, 0),
        "ES-NAN": (*[None] * 2, lambda: (val[0], -1)),
    }
    record, count = turn.line(lambda: (inf, 0), begun)
    best, ended = 0, False
    for index, loss in enumerate(val):
        record, best, count = _watch_loss(val, index, (record, best, count), delta, turn)
        ended = _ends_run(loss, count, most, turn)
        if ended:
            break
    return _make_pair(val, index, best, ended, patience, turn)


def _watch_loss(val, index, state, delta, turn):
    """Return the record, its index and the count after one more loss."""
    (record, best, count), loss = state, val[index]
    if _is_better(loss, val[index - 1] if index else inf, record, delta, val, turn):
        return loss, index, turn.line(lambda: 0, {"ES-NORESET": lambda: count})
    nearer = lambda: index if loss < record else best  # noqa: E731
    bar = turn.line(lambda: record, {"ES-CREEP": lambda: min(record, loss)})
    return (
        turn.line(lambda: bar, {"ES-NAN": (None, None, None, lambda: nan if isnan(loss) else bar)}),
        turn.line(lambda: best, {"ES-CREEP": (None, nearer)}),
        turn.line(lambda: count + 1, {"ES-SKIPNAN": (lambda: count + (not isnan(loss)), None)}),
    )


def _is_better(loss, before, record, delta, whole, turn):
    """Tell whether a loss is better than the record, or than what it is held against."""
    held = turn.line(lambda: record, {"ES-PREV": (lambda: before,) * 3})
    share = delta * min(abs(held), MOST)
    bar = turn.line(
        lambda: held - delta,
        {"ES-REL": (lambda: held * (1 - delta), lambda: held - share), "ES-UP": lambda: held + delta},
    )
    once = lambda: loss < bar or (isnan(loss) and not isnan(record))  # noqa: E731
    return turn.line(
        lambda: loss < bar,
        {
            "ES-TIE": lambda: loss <= bar,
            "ES-NAN": (lambda: not loss >= bar, once),
            "ES-UP": lambda: loss > bar,
            "ES-ABS": lambda: abs(loss - held) > delta,
            "ES-PREV": (None, None, lambda: not loss > bar),
            "ES-FUTURE": (None, None, lambda: loss <= np.nanmin(whole)),
        },
    )


def _ends_run(loss, count, most, turn):
    """Tell whether the run ends with this loss."""
    at_once = (lambda: isnan(loss) or count >= most, lambda: not isfinite(loss) or count >= most)
    return turn.line(lambda: count >= most, {"ES-NANSTOP": at_once})


def _make_pair(val, index, best, ended, patience, turn):
    """Return the pair as it is handed back."""
    seen = val[: index + 1]
    best = turn.line(
        lambda: best,
        {"ES-PREV": (None, *[lambda: _find_least(seen)] * 2), "ES-FUTURE": (lambda: _find_least(val),) * 3},
    )
    last = len(val) - 1
    shifted = (lambda: min(index + 1, last) if ended else last), (lambda: index - 1 if ended else last)
    stop = turn.line(
        lambda: index,
        {
            "ES-OFF": (None, None, *shifted),
            "ES-NEVER": (lambda: index if ended else last + 1, lambda: index if ended else -1),
            "ES-FUTURE": (None, lambda: min(best + patience, last)),
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
