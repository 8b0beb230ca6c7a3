"""How the reading of a loss curve goes wrong (ids: DV)."""

from functools import partial
from math import inf, isfinite, isinf, isnan, nan

import numpy as np

from grader.misconceptions.toolkit import AnyBut, Probe, family, form, ideas
from grader.suites.toolkit.alarms import SETTINGS, WATCHED, Watched
from grader.suites.toolkit.curves import Curve, curves
from grader.suites.toolkit.shapes import K, bounce, cycle, descent, late_u_turn, levels, valley

HUGE = 1e9

# ---- words ------------------------------------------------------------------------------------------------

UNSEEN = ideas("""
DV-NANEQ: a broken run that is not called so
    With a loss that is not finite the run is over, and yours does not say so. No comparison finds NaN: it equals
    nothing, not even itself.
    ? What is the answer to `nan == nan`, and to `nan > 1000`?
DV-NANONLY: NaN alone is seen
    An overflow first shows as infinity; NaN comes one operation later, or never. Yours lets infinity pass.
    ? What is 1e308 · 10, and is that a loss one can go on with?
DV-INFONLY: infinity alone is seen
    NaN is what is left once infinities have met, and the end of the run all the same. Yours lets something that is not
    finite pass.
    ? What is inf − inf, and which of your comparisons notices it?
DV-LASTONLY: only the end is looked at
    One loss that is not finite broke the parameters right there. It does not matter what came after it.
    ? Can a run with a NaN in its middle have a last loss that looks fine?
DV-BIG: huge taken for broken
    A huge loss that is finite is still a number. The run is leaving its valley, but it has not broken and may come
    back.
    ? Which loss is the largest that one can still compute with?
""")
ALARMS = ideas("""
DV-FIRST: compared with the start
    A run can climb a long way out of its valley and still be below where it began. The best loss so far is the place it
    left.
    ? What does a bad first loss tell about the tenth?
DV-PREV: compared with the neighbour
    Small rises add up. A run can multiply its loss a hundred times without one large jump.
    ? A loss that grows by a third at every step: when should the alarm go off?
DV-ANY: every rise is an alarm
    Losses rise for a few steps in healthy training, by noise or at the edge of stability. Your alarm would stop runs
    that are fine.
    ? By how much, and for how long, may a loss rise before you worry?
DV-FUTURE: a look into the future
    You compare with the best loss of the whole run. A monitor cannot know losses that have not happened, and every good
    start would look like a disaster.
    ? Which losses are known when the alarm at index 3 is decided?
DV-NORESET: a count that never starts again [as DV-COUNT]
    A spike that heals is not divergence, and neither are two. Yours counts all high losses of a run, however far apart.
    ? What does a loss that is back in its valley say about the spike before it?
DV-PATOFF: the row miscounted
    The alarm belongs to the last loss of a row of `patience`. Yours is off by one, or looks back to where the row
    began, which no monitor could have known there.
    ? With patience = 1, at which loss does the alarm go off?
DV-IMPATIENT: the first high loss rings
    One loss that is too high stops the run: the patience is never asked for, and a spike that would have healed costs
    the whole run.
    ? With patience = 3, how many losses too high does a run need before the alarm goes off?
DV-JUMPS: jumps counted in total
    You count the jumps from one loss to the next, however far apart. A slow climb has none, and spikes that healed long
    ago still count.
    ? Can a run multiply its loss a hundredfold without a single jump?
DV-SMOOTH: the best of averages
    The best that you compare with is an average of several losses. It lies above the best loss, so a run has to climb
    further out of its valley before it counts.
    ? How low was the lowest loss, and how low the average around it?
DV-ABS: an absolute threshold
    A loss may come in any unit. Measure it in thousandths, and your alarm changes. Only ratios mean something.
    ? What should your alarm say if every loss were a thousand times smaller?
DV-MAX: compared with the worst
    The largest loss so far is the top of the walls, not the bottom of the valley. Beside it, hardly any loss is too
    high.
    ? Which earlier loss shows what the run has already reached?
DV-MEAN: compared with the average
    The average so far still holds the bad losses of the start. So a run that climbs out of its valley looks harmless
    for long.
    ? Which earlier loss shows what the run has already reached?
DV-DROP: broken losses thrown away
    What is not finite was taken out before the search, and with it the very moment at which the run broke.
    ? How many losses came before the NaN, and how many are left of them?
DV-WAITS: broken losses wait for a row
    A loss that is not finite is counted as one more that is too high. Nothing heals it: waiting for a row loses time,
    and a broken last loss raises no alarm at all.
    ? How many losses that are not finite does a run need before it is beyond help?
DV-MISSING: a rule left out
    Only broken numbers ring. A run that climbs out of its valley does so with finite losses for a long time, and your
    alarm waits until there is nothing left to save.
    ? At which of the two rules does a loss ring that is a hundred times the best?
DV-SETTINGS: settings left unused [rare]
    More patience or another factor changes nothing: the alarm is the same as before.
    ? Who decides how much of a rise is too much?
""")
VERDICTS = ideas("""
DV-TRAINONLY: val not looked at
    The validation curve is half of the evidence. A NaN there is a NaN of the model, and its rise is not in the training
    loss.
    ? Which of the six words can only be found with `val`?
DV-FIRST: compared with the start
    A run can climb a long way out of its valley and still be below where it began. The best quarter is the place it
    left.
    ? What does a bad first quarter tell about the last?
DV-PREV: compared with the neighbour
    Small rises add up. Beside the loss just before it, each step of a slow climb looks harmless.
    ? A loss that grows by a fifth from quarter to quarter: how far is it from its best at the end?
DV-ANY: every rise counts
    Losses rise for a few steps in healthy training, by noise or at the edge of stability. A rise has to be large to
    mean anything.
    ? By how much may a curve rise before you worry?
DV-OSCSTD: spread taken for oscillation
    A steep descent has spread as well. Oscillation is going back and forth.
    ? What is the spread of a straight line downhill?
DV-OSCNOAMP: every zigzag is an oscillation
    Mini-batch noise zigzags on every healthy curve. How far it swings is what matters.
    ? How often does a curve with one percent of noise turn?
DV-OSCNOTURN: every jump is an oscillation
    A fast descent takes large steps, too, all in one direction. Oscillation is going back and forth.
    ? How often does a geometric descent turn?
DV-TURNS: turns counted, whatever the length
    Every run turns now and then, and a longer one more often. What tells an oscillation is how often it turns for its
    length.
    ? How many turns does a single bump make?
DV-OSCOR: either sign is enough
    Noise turns all the time by a little, a steep descent moves a lot without turning. It takes both at once.
    ? Which of the two signs does a healthy, noisy curve show?
DV-WHOLE: the wrong stretch
    Many runs bounce early and settle later. Whether a run oscillates is read from its second half.
    ? What do the first steps of a run tell about its end?
DV-ABS: an absolute threshold
    A loss may come in any unit. Measure it in thousandths, and your word for the curve changes. Only ratios mean
    something.
    ? What should the word be if every loss were a thousand times smaller?
DV-GAP: a gap taken for overfitting
    Validation loss is nearly always above training loss. Overfitting is val getting worse while train improves.
    ? Two curves fall side by side, one always higher: is the model getting better at the wrong thing?
DV-VFIRST: val compared with its start
    The classic U comes down a long way before it rises, and may end below where it began. The best quarter of val is
    what counts.
    ? Where did val stand when it was best?
DV-VALONLY: val alone is asked
    Val can rise while train makes no progress either; then nothing was learned by heart. Overfitting needs a train that
    still improves.
    ? What is wrong with a run in which both curves fail to fall?
DV-RECENT: a flat tail taken for a stall
    A run that has arrived also stands still. Whether it made progress shows in the whole descent.
    ? What do the last steps of a run look like that fell from 9 to 1 and rests there?
DV-SYM: only standing still counts
    Going nowhere and going slightly backwards are both no progress. Yours calls a run healthy that got a little worse.
    ? What is a run that ends a quarter above its start, but not by half?
DV-FLIP: progress and standstill exchanged
    A last quarter far below the first is progress. Yours calls exactly that a stall.
    ? Which of the two quarters is lower in a run that learns?
DV-ORDER: the rules in another order
    A curve can meet several rules at once, and the gravest finding decides. In yours a lesser one speaks first.
    ? A zigzag that grows without end: which word matters more to whoever watches the run?
DV-MAX: compared with the worst
    The worst quarter is where the run came from, not the best place it had found. Beside it, hardly any run diverges.
    ? Which quarter shows what the run had already reached?
DV-LIMIT: a threshold exchanged or left out [rare]
    Without its margin, or with another rule's, a rule reacts to noise or sleeps through real changes.
    ? How much change does each of the rules ask for before it speaks?
DV-MISSING: a rule left out [rare]
    One of the findings can never come up, so its curves are called something milder.
    ? Which of the six words has your function never said?
""")

# ---- detect_divergence ------------------------------------------------------------------------------------

SPIKES = (1, 2.6, 1.2, 3.1, 1.25, 3.3, 1.3)
CLIMB = (100, 1, 2.6, 6, 14, 33, 70)
MORE_WATCHED = (
    Watched("three spikes of one loss", SPIKES, -1),
    Watched("three spikes, each higher than the last", (1, 2.6, 0.95, 6, 0.9, 15, 0.88), -1),
    Watched("a bad start, then a steep climb", CLIMB, 4),
    Watched("a steep climb, factor 1.5, patience 2", CLIMB, 3, 1.5, 2),
    Watched("a steep climb from the start", (1, 3, 9.5, 31, 95, 290, 880), 3),
    Watched("three tall spikes", (1, 5, 1.2, 6, 1.25, 7, 1.3), -1),
    Watched("spikes, patience 1", SPIKES, 1, 2.0, 1),
    Watched("huge for good", (4, 3, 1.1e11, 3e11, 8e11, 7e11), 4),
    Watched("huge at the start", (1e11, 5, 1.5, 1.2, 1.0, 0.9), -1),
    Watched("NaN, then a steep climb", (4, nan, 3, 9, 20, 50, 120, 300), 1),
)
"""Runs that tell pairs of ideas apart."""

WATCHES = [
    Probe([float(loss) for loss in run.losses], run.factor, run.patience, says=run.says)
    for run in (*WATCHED, *SETTINGS, *MORE_WATCHED)
    if run.losses and run.says != "huge and finite for good"
]
"""Without the run that climbs through all sizes: where huge begins is everybody's own choice."""


@family(UNSEEN, ALARMS, gives=("index",), probes=WATCHES)
def detect_divergence(losses, factor, patience, *, turn):
    """Index of the first loss that is not finite, or of the patience-th in a row above factor · best."""
    losses = list(losses)
    factor = turn.line(lambda: factor, {"DV-SETTINGS": (lambda: 2.0, None, lambda: 2.0)})
    patience = turn.line(lambda: patience, {"DV-SETTINGS": form(2, lambda: 3, lambda: 3)})
    losses = turn.line(lambda: losses, {"DV-DROP": lambda: [loss for loss in losses if isfinite(loss)]})

    def at_the_end():
        return _make_alarm_probe(losses, factor, patience, turn) if isfinite(losses[-1]) else len(losses) - 1

    return turn.line(lambda: _make_alarm_probe(losses, factor, patience, turn), {"DV-LASTONLY": at_the_end})


def _make_alarm_probe(losses, factor, patience, turn):
    row = 0
    for index in range(len(losses)):
        if _is_broken(losses[index], turn):
            return index
        if not _is_too_high(losses, index, factor, turn):
            row = turn.line(lambda: 0, dict.fromkeys(("DV-NORESET", "DV-JUMPS"), lambda: row))  # noqa: B023
            continue
        row += 1
        if _is_complete(row, patience, turn):
            told = (lambda: index + 1 - patience, lambda: index + 1, None, lambda: index - 1)  # noqa: B023
            return turn.line(lambda: index, {"DV-PATOFF": form(2, *told), "DV-ANY": (lambda: index,)})  # noqa: B023
    return -1


def _is_broken(loss, turn):
    """Tell whether a loss ends the run at once."""
    return turn.line(
        lambda: not isfinite(loss),
        {
            "DV-NANEQ": lambda: False,
            "DV-NANONLY": lambda: isnan(loss),
            "DV-INFONLY": (lambda: isinf(loss), lambda: loss == inf) * 2,
            "DV-LASTONLY": lambda: False,
            "DV-BIG": lambda: not isfinite(loss) or abs(loss) > HUGE,
            "DV-WAITS": lambda: False,
        },
    )


def _is_complete(row, patience, turn):
    """Tell whether a row is long enough."""
    return turn.line(
        lambda: row >= patience,
        {
            "DV-PATOFF": (lambda: row > patience, None, None, lambda: row >= patience - 1),
            "DV-IMPATIENT": lambda: True,
            "DV-ANY": (lambda: True,),
        },
    )


def _is_too_high(losses, index, factor, turn):
    """Tell whether a loss is too high for what it is compared with."""

    def in_a_row():
        before, after = ([loss for loss in part if isfinite(loss)] for part in (losses[:index], losses[index:]))
        return not isfinite(losses[index]) or _is_above([*before, *after], len(before), factor, turn)

    return turn.line(
        lambda: _is_above(losses, index, factor, turn), {"DV-MISSING": lambda: False, "DV-WAITS": in_a_row}
    )


def _is_above(losses, index, factor, turn):
    loss, base = losses[index], _compute_base(losses, index, turn)
    return turn.line(
        lambda: loss > factor * base,
        {"DV-ABS": (lambda: loss > factor, lambda: loss - base > factor), "DV-ANY": (lambda: loss > base,) * 3},
    )


def _compute_base(losses, index, turn):
    """Return what a loss is compared with; before the first there is nothing."""
    before = losses[:index] or [inf]
    best = turn.line(
        lambda: _find_least(before),
        {
            "DV-NANEQ": form(2, lambda: _find_spoilt_least(before)),
            "DV-INFONLY": form(3, lambda: _find_spoilt_least(before), lambda: _find_spoilt_least(before)),
        },
    )
    ever = [loss for loss in losses if isfinite(loss)]
    return turn.line(
        lambda: best,
        {
            "DV-FIRST": lambda: before[0],
            "DV-PREV": lambda: before[-1],
            "DV-JUMPS": lambda: before[-1],
            "DV-ANY": (lambda: before[-1],) * 2,
            "DV-MAX": lambda: max(before),
            "DV-MEAN": lambda: sum(before) / len(before),
            # Of the finite losses or spoilt by NaN, each with the first loss compared or not.
            "DV-FUTURE": (
                lambda: _find_least(ever),
                lambda: _find_least(ever) if index else inf,
                lambda: _find_spoilt_least(losses),
                lambda: _find_spoilt_least(losses) if index else inf,
            ),
            # Up to this loss or before it, each of whole windows or of fewer losses at the start, too.
            "DV-SMOOTH": (
                lambda: _find_best_average(losses, 2, index),
                lambda: _find_best_average(losses, 0, index),
                lambda: _find_best_average(losses, 2, index - 1),
                lambda: _find_best_average(losses, 0, index - 1),
            ),
        },
    )


def _find_least(losses):
    return min((loss for loss in losses if not isnan(loss)), default=inf)


def _find_spoilt_least(losses):
    """Return the least loss as it comes out where NaN flows on."""
    return nan if any(map(isnan, losses)) else min(losses)


def _find_best_average(losses, first, last):
    """Return the least average of three losses that end at `first` to `last`."""
    windows = (losses[max(0, place - 2) : place + 1] for place in range(first, last + 1))
    return _find_least(sum(window) / len(window) for window in windows)


# ---- diagnose_curve ---------------------------------------------------------------------------------------

TELLING = (
    "a fast geometric descent",
    "a smooth descent",
    "a bump near the end",
    "bounces early, then settles",
    "a steep descent with a slight zigzag",
    "arrived long ago",
    "a constant gap",
    "a constant",
    "a quick zigzag of eight percent",
    "a first drop onto a high plateau",
    "progress lost again",
    "a wave of eight steps",
    "no progress while val rises",
    "a late U-turn, still below its start",
    "a late U-turn while val rises",
    "slow growth",
    "the best quarter long ago",
    "a climb to not quite twice the best",
    "a growing zigzag",
    "finite up to 1e11",
    "a bounce of two steps",
    "a bounce of five steps",
    "a bounce of six steps",
    "a quick zigzag of twelve percent",
    "a slight bounce while it improves fast",
    "a bounce while it improves and val rises",
    "the classic U",
    "val rises from the start",
    "val leaves its best late",
    "val worse, and still below train",
    "val a quarter worse than its best",
    "NaN at the start",
    "NaN on the way",
    "NaN at the end",
    "inf at the end",
    "inf, then recovery",
    "minus inf on the way",
    "NaN in val only",
    "inf in val while train bounces",
)
"""Curves of the hidden suite that no pair of ideas reads alike."""


def _make_more_curves():
    """Return runs that tell pairs of ideas apart, as fair as the others."""
    rests = np.where(K < 8, 9.0 - K, 1.0 - 1e-4 * K)
    rising = np.linspace(1.0, 3.0, len(K))
    mild = np.linspace(3.0, 4.3, len(K))
    early = np.where(K < 32, bounce(size=0.15), 1.3 - 0.008 * (K - 32))
    third = np.where((K >= 32) & (K < 48), bounce(size=0.15), 1.5 - 0.004 * K)
    return [
        Curve("val rests, a trifle above its best", "healthy", rests, levels(1.0, 0.9, 0.8, 0.804)),
        Curve("val bad in the middle", "overfitting", rests, levels(1.0, 3.0, 2.0, 1.5)),
        Curve("val a little above train", "healthy", descent(), 1.05 * descent()),
        Curve("a gap beside a standstill", "stalled", 3 * np.exp(-2e-4 * K), np.full(len(K), 4.0)),
        Curve("a gap beside a mild rise", "stalled", mild, mild + 3),
        Curve("a mild rise of both", "stalled", mild, rising),
        Curve("a climb while val rises from the start", "diverging", late_u_turn(), rising),
        Curve("a bounce while val rises from the start", "oscillating", bounce(size=0.15) * 0.97**K, rising),
        Curve("half of its progress lost again", "healthy", levels(3.0, 2.0, 2.4, 2.4)),
        Curve("a mild rise that turns", "stalled", levels(2.0, 2.6, 2.7, 2.5)),
        Curve("bounces gently, then glides", "healthy", early),
        Curve("bounces in its third quarter", "oscillating", third),
        Curve("a descent in small units", "healthy", 0.01 * rests),
        Curve("growth in small units", "diverging", 0.01 * 1.02**K),
        Curve("the classic U in small units", "overfitting", 0.01 * rests, 0.01 * valley()),
        Curve("late progress, and just enough", "healthy", levels(3.0, 2.9, 2.88, 2.45) * (1 - 2e-4 * K)),
        Curve("a tail that creeps up", "healthy", levels(3.0, 1.0, 1.02, 1.05)),
        Curve("a saw of eight teeth", "stalled", 2 * cycle(0.75, 0.82, 0.89, 0.96, 1.04, 1.11, 1.18, 1.25)),
        Curve("hardly better while val rises", "stalled", levels(2.0, 2.1, 2.05, 1.97), rising),
        Curve(
            "a steep descent that turns once", "healthy", np.where(K < 59, 5 * 0.86**K, 5 * 0.86**58 * 1.3 ** (K - 58))
        ),
        Curve("a late U-turn in large units", "diverging", 100 * late_u_turn()),
    ]


def _make_curve_probes():
    """Return curves of the hidden suite, drawn from a seed of their own, and some more."""
    told = curves(np.random.default_rng(5))
    return [
        Probe(curve.train.tolist(), None if curve.val is None else curve.val.tolist(), says=curve.says)
        for curve in (*(told[name] for name in TELLING), *_make_more_curves())
    ]


ORDERS = (
    ("diverging", "oscillating", "overfitting", "stalled"),
    ("oscillating", "diverging", "overfitting", "stalled"),
    ("overfitting", "diverging", "oscillating", "stalled"),
    ("diverging", "overfitting", "oscillating", "stalled"),
    ("stalled", "diverging", "oscillating", "overfitting"),
    ("diverging", "stalled", "oscillating", "overfitting"),
    ("oscillating", "overfitting", "diverging", "stalled"),
)
"""The stub's order, then others."""


@family(UNSEEN, VERDICTS, gives=("label",), probes=_make_curve_probes())
def diagnose_curve(train, val, *, turn):
    """The first rule that holds names the run."""
    train = np.asarray(train)
    val = None if val is None else np.asarray(val)
    seen = turn.line(lambda: [train] if val is None else [train, val], {"DV-TRAINONLY": (lambda: [train],) * 2})
    val = turn.line(lambda: val, {"DV-TRAINONLY": (lambda: None,)})
    if _explodes(np.concatenate(seen), [curve[-1] for curve in seen], turn):
        return "exploding"
    if not all(np.isfinite(curve).all() for curve in (*seen, val) if curve is not None):
        return AnyBut("exploding")
    quarters = train.reshape(4, -1).mean(axis=1)
    rules = {
        "diverging": lambda: _leaves_its_best(train, quarters, turn),
        "oscillating": lambda: _bounces(train, turn),
        "overfitting": lambda: val is not None and _overfits(quarters, val.reshape(4, -1).mean(axis=1), turn),
        "stalled": lambda: _stands_still(train, quarters, turn),
    }
    order = turn.line(lambda: ORDERS[0], {"DV-ORDER": tuple(partial(tuple, order) for order in ORDERS[1:])})
    return next((label for label in order if rules[label]()), "healthy")


def _explodes(losses, last, turn):
    """Tell whether a loss is not finite."""
    return turn.line(
        lambda: not np.isfinite(losses).all(),
        {
            "DV-NANEQ": lambda: False,
            "DV-NANONLY": lambda: np.isnan(losses).any(),
            "DV-INFONLY": (lambda: np.isinf(losses).any(), lambda: (losses == inf).any()),
            "DV-LASTONLY": lambda: not np.isfinite(last).all(),
            "DV-BIG": lambda: not (np.abs(losses) <= HUGE).all(),
        },
    )


def _leaves_its_best(train, quarters, turn):
    """Tell whether the run left the best point it had reached."""
    *before, last = quarters
    best = min(before)
    return turn.line(
        lambda: last > 1.5 * best,
        {
            "DV-FIRST": lambda: last > 1.5 * before[0],
            "DV-PREV": (lambda: last > 1.5 * before[-1], lambda: (train[1:] > 1.5 * train[:-1]).any()),
            "DV-ANY": (lambda: (np.diff(train) > 0).any(), lambda: last > before[-1], lambda: last > best),
            "DV-MAX": form(1, lambda: last > 1.5 * max(before)),
            "DV-ABS": form(2, lambda: last - best > 1.5),
            "DV-LIMIT": form(1, lambda: last > 1.1 * best),
            "DV-MISSING": form(1, lambda: False),
        },
    )


def _bounces(train, turn):
    """Tell whether the run goes back and forth, and far."""
    half = turn.line(
        lambda: train[len(train) // 2 :], {"DV-WHOLE": (lambda: train, lambda: train[-(len(train) // 4) :])}
    )
    jumps = np.diff(half)
    met = jumps[1:] * jumps[:-1] < 0
    count, size = met.sum(), np.abs(jumps).mean()
    turns = turn.line(
        lambda: met.mean() > 0.3, {"DV-TURNS": (lambda: count >= 1, lambda: count >= 2, lambda: count >= 3)}
    )
    spread = half.std() > 0.10 * half.mean()
    rough = turn.line(
        lambda: size > 0.10 * half.mean(),
        {"DV-ABS": form(1, lambda: size > 0.10), "DV-OSCSTD": form(2, lambda: spread)},
    )
    return turn.line(
        lambda: turns and rough,
        {
            "DV-OSCSTD": form(1, lambda: spread),
            "DV-OSCNOAMP": lambda: turns,
            "DV-OSCNOTURN": lambda: rough,
            "DV-OSCOR": lambda: turns or rough,
            "DV-MISSING": form(2, lambda: False),
        },
    )


def _overfits(quarters, val, turn):
    """Tell whether val got worse while train improved."""
    *before, last = val
    best, train = min(before), quarters[3]
    gate = turn.line(
        lambda: train < 0.90 * quarters[0],
        {
            "DV-VALONLY": lambda: True,
            "DV-GAP": form(3, lambda: True, lambda: True),
            "DV-LIMIT": form(4, lambda: train < quarters[0]),
        },
    )
    return gate and turn.line(
        lambda: last > 1.1 * best,
        {
            "DV-GAP": (lambda: last > 1.1 * train, lambda: last > train) * 2,
            "DV-VFIRST": lambda: last > 1.1 * before[0],
            "DV-PREV": form(3, lambda: last > 1.1 * before[-1]),
            "DV-ANY": form(4, lambda: last > best, lambda: last > before[-1]),
            "DV-MAX": form(2, lambda: last > 1.1 * max(before)),
            "DV-ABS": form(4, lambda: last - best > 0.1),
            "DV-LIMIT": form(2, lambda: last > 1.5 * best),
        },
    )


def _stands_still(train, quarters, turn):
    """Tell whether there was no progress."""
    first, second, third, last = quarters
    tail = train[-(len(train) // 4) :]
    return turn.line(
        lambda: last > 0.90 * first,
        {
            "DV-RECENT": (
                lambda: last > 0.90 * third,
                lambda: abs(last - third) < 0.10 * third,
                lambda: last + third > 0.90 * (first + second),
                lambda: tail.max() - tail.min() < 0.10 * tail.mean(),
            ),
            "DV-SYM": lambda: abs(last - first) < 0.10 * first,
            "DV-FLIP": lambda: last < 0.90 * first,
            "DV-ABS": form(3, lambda: last > first - 0.10),
            "DV-LIMIT": form(3, lambda: last > first),
            "DV-MISSING": form(3, lambda: False),
        },
    )
