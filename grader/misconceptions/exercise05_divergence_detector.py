"""How the reading of a loss curve goes wrong (ids and sources: the catalogue's DV)."""

from math import inf, isfinite, isinf, isnan, nan

import numpy as np

from grader.misconceptions.toolkit import AnyBut, Idea, Probe, family
from grader.suites.toolkit.alarms import SETTINGS, WATCHED, Watched
from grader.suites.toolkit.curves import Curve, curves
from grader.suites.toolkit.shapes import K, bounce, cycle, descent, late_u_turn, levels, valley

HUGE = 1e9

# ---- what is not finite -----------------------------------------------------------------------------------


def _unseen(forms_of_nan, forms_of_inf):
    """Ideas about NaN and infinity, in as many forms as the function tells apart."""
    return (
        Idea(
            "DV-NANEQ",
            "an alarm that compares",
            "NaN equals nothing, not even itself. Every comparison with it is false, so your alarm misses the worst "
            "case.",
            "What is the answer to `nan == nan`, and to `nan > 1000`?",
            forms=forms_of_nan,
            writes=("finite",),
            hides=("DV-NANONLY", "DV-INFONLY", "DV-LASTONLY", "DV-BIG", "DV-TRAINONLY"),
        ),
        Idea(
            "DV-NANONLY",
            "NaN alone is seen",
            "An overflow first shows as infinity; NaN comes one operation later, or never. Yours lets infinity pass.",
            "What is 1e308 · 10, and is that a loss one can go on with?",
            writes=("finite",),
        ),
        Idea(
            "DV-INFONLY",
            "infinity alone is seen",
            "NaN is what is left once infinities have met, and the end of the run all the same. Yours lets something "
            "that is not finite pass.",
            "What is inf − inf, and which of your comparisons notices it?",
            forms=forms_of_inf,
            writes=("finite",),
        ),
        Idea(
            "DV-LASTONLY",
            "only the end is looked at",
            "One loss that is not finite broke the parameters right there. It does not matter what came after it.",
            "Can a run with a NaN in its middle have a last loss that looks fine?",
            writes=("finite",),
        ),
        Idea(
            "DV-BIG",
            "huge taken for broken",
            "A huge loss that is finite is still a number. The run is leaving its valley, but it has not broken and "
            "may come back.",
            "Which loss is the largest that one can still compute with?",
            writes=("finite",),
        ),
    )


def _missed(loss, turn):
    """Whether a loss that is not finite is let pass (or a finite one held back)."""
    if turn("DV-NANEQ"):
        return not isfinite(loss)
    if turn("DV-NANONLY"):
        return isinf(loss)
    if turn("DV-INFONLY"):
        return isnan(loss) or (turn("DV-INFONLY") in (2, 4) and loss == -inf)
    return False


# ---- detect_divergence ------------------------------------------------------------------------------------

ALARMS = (
    *_unseen(2, 4),
    Idea(
        "DV-FIRST",
        "compared with the start",
        "A run can climb a long way out of its valley and still be below where it began. The best loss so far is the "
        "place it left.",
        "What does a bad first loss tell about the tenth?",
        writes=("base",),
    ),
    Idea(
        "DV-PREV",
        "compared with the neighbour",
        "Small rises add up. A run can multiply its loss a hundred times without one large jump.",
        "A loss that grows by a third at every step: when should the alarm go off?",
        writes=("base",),
    ),
    Idea(
        "DV-ANY",
        "every rise is an alarm",
        "Losses rise for a few steps in healthy training, by noise or at the edge of stability. Your alarm would stop "
        "runs that are fine.",
        "By how much, and for how long, may a loss rise before you worry?",
        forms=3,
        writes=("base limit length reset index", "base limit", "limit"),
        hides=("DV-PREV", "DV-PATOFF", "DV-NORESET", "DV-SETTINGS", "DV-IMPATIENT", "DV-JUMPS", "DV-SMOOTH"),
    ),
    Idea(
        "DV-FUTURE",
        "a look into the future",
        "You compare with the best loss of the whole run. A monitor cannot know losses that have not happened, and "
        "every good start would look like a disaster.",
        "Which losses are known when the alarm at index 3 is decided?",
        forms=4,
        writes=("base",),
    ),
    Idea(
        "DV-NORESET",
        "a count that never starts again",
        "A spike that heals is not divergence, and neither are two. Yours counts all high losses of a run, however "
        "far apart.",
        "What does a loss that is back in its valley say about the spike before it?",
        writes=("reset",),
        same_as=("DV-COUNT",),
    ),
    Idea(
        "DV-PATOFF",
        "the row miscounted",
        "The alarm belongs to the last loss of a row of `patience`. Yours is off by one, or looks back to where the "
        "row began, which no monitor could have known there.",
        "With patience = 1, at which loss does the alarm go off?",
        forms=5,
        writes=("length", "index", "index", "length", "index"),
    ),
    Idea(
        "DV-IMPATIENT",
        "the first high loss rings",
        "One loss that is too high stops the run: the patience is never asked for, and a spike that would have healed "
        "costs the whole run.",
        "With patience = 3, how many losses too high does a run need before the alarm goes off?",
        writes=("length",),
        hides=("DV-NORESET", "DV-WAITS"),
    ),
    Idea(
        "DV-JUMPS",
        "jumps counted in total",
        "You count the jumps from one loss to the next, however far apart. A slow climb has none, and spikes that "
        "healed long ago still count.",
        "Can a run multiply its loss a hundredfold without a single jump?",
        writes=("base reset",),
    ),
    Idea(
        "DV-SMOOTH",
        "the best of averages",
        "The best that you compare with is an average of several losses. It lies above the best loss, so a run has to "
        "climb further out of its valley before it counts.",
        "How low was the lowest loss, and how low the average around it?",
        forms=4,
        writes=("base",),
    ),
    Idea(
        "DV-ABS",
        "an absolute threshold",
        "A loss may come in any unit. Measure it in thousandths, and your alarm changes. Only ratios mean something.",
        "What should your alarm say if every loss were a thousand times smaller?",
        forms=2,
        writes=("base limit", "limit"),
    ),
    Idea(
        "DV-MAX",
        "compared with the worst",
        "The largest loss so far is the top of the walls, not the bottom of the valley. Beside it, hardly any loss "
        "is too high.",
        "Which earlier loss shows what the run has already reached?",
        writes=("base",),
    ),
    Idea(
        "DV-MEAN",
        "compared with the average",
        "The average so far still holds the bad losses of the start. So a run that climbs out of its valley looks "
        "harmless for long.",
        "Which earlier loss shows what the run has already reached?",
        writes=("base",),
    ),
    Idea(
        "DV-DROP",
        "broken losses thrown away",
        "What is not finite was taken out before the search, and with it the very moment at which the run broke.",
        "How many losses came before the NaN, and how many are left of them?",
        writes=("finite",),
    ),
    Idea(
        "DV-WAITS",
        "broken losses wait for a row",
        "A loss that is not finite is counted as one more that is too high. Nothing heals it: waiting for a row loses "
        "time, and a broken last loss raises no alarm at all.",
        "How many losses that are not finite does a run need before it is beyond help?",
        writes=("finite wait",),
    ),
    Idea(
        "DV-MISSING",
        "a rule left out",
        "Only broken numbers ring. A run that climbs out of its valley does so with finite losses for a long time, and "
        "your alarm waits until there is nothing left to save.",
        "At which of the two rules does a loss ring that is a hundred times the best?",
        writes=("base limit length reset index wait",),
        hides=(
            "DV-FIRST",
            "DV-PREV",
            "DV-ANY",
            "DV-FUTURE",
            "DV-NORESET",
            "DV-PATOFF",
            "DV-ABS",
            "DV-M*",
            "DV-SETTINGS",
            "DV-IMPATIENT",
            "DV-JUMPS",
            "DV-SMOOTH",
        ),
    ),
    Idea(
        "DV-SETTINGS",
        "settings left unused",
        "More patience or another factor changes nothing: the alarm is the same as before.",
        "Who decides how much of a rise is too much?",
        forms=3,
        writes=("limit", "length", "limit length"),
        rare=True,
    ),
)

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


@family(
    *ALARMS,
    gives=("index",),
    probes=WATCHES,
    same=[
        # Where nothing finite rings, it makes no difference how a broken loss is missed.
        (("DV-DROP", "DV-MISSING"), ("DV-MISSING", "DV-NANEQ")),
        # Infinity is also a loss that is too high, and rings with the row that it completes.
        (("DV-ANY",), ("DV-ANY", "DV-WAITS")),
        (("DV-ABS", "DV-DROP"), ("DV-ABS", "DV-WAITS")),
        (("DV-MAX", "DV-NANEQ"), ("DV-MAX", "DV-WAITS")),
        (("DV-NANEQ", "DV-PREV"), ("DV-PREV", "DV-WAITS")),
        (("DV-JUMPS",), ("DV-NORESET", "DV-PREV")),
        (("DV-DROP", "DV-JUMPS"), ("DV-JUMPS", "DV-WAITS")),
        # The first high loss ends the run, so there is no count to go on with.
        (("DV-IMPATIENT", "DV-JUMPS"), ("DV-IMPATIENT", "DV-PREV")),
    ],
)
def detect_divergence(losses, factor, patience, *, turn):
    """Index of the first loss that is not finite, or of the patience-th in a row above factor · best."""
    factor = 2.0 if turn("DV-SETTINGS") in (1, 3) else factor
    patience = 3 if turn("DV-SETTINGS") in (2, 3) else patience
    if turn("DV-DROP"):
        losses = [loss for loss in losses if isfinite(loss)]
    if turn("DV-LASTONLY") and not isfinite(losses[-1]):
        return len(losses) - 1
    row = 0
    for index, loss in enumerate(losses):
        if not isfinite(loss) and not (turn("DV-LASTONLY") or turn("DV-WAITS") or _missed(loss, turn)):
            return index
        if turn("DV-BIG") and abs(loss) > HUGE:
            return index
        if _too_high(losses, index, factor, turn):
            row += 1
            if _complete(row, patience, turn):
                return index + _shift(patience, turn)
        elif not (turn("DV-NORESET") or turn("DV-JUMPS")):
            row = 0
    return -1


def _complete(row, patience, turn):
    """Whether a row is long enough."""
    if turn("DV-ANY") == 1 or turn("DV-IMPATIENT"):
        return True
    return row >= patience + {1: 1, 4: -1}.get(turn("DV-PATOFF"), 0)


def _shift(patience, turn):
    """From the last loss of a row to the index that is told."""
    if turn("DV-ANY") == 1:
        return 0
    return {2: 1 - patience, 3: 1, 5: -1}.get(turn("DV-PATOFF"), 0)


def _too_high(losses, index, factor, turn):
    """Whether a loss is too high for what it is compared with."""
    if turn("DV-MISSING"):
        return False
    if turn("DV-WAITS"):
        if not isfinite(losses[index]):
            return True
        index, losses = len([one for one in losses[:index] if isfinite(one)]), [x for x in losses if isfinite(x)]
    base = _base(losses, index, turn)
    if turn("DV-ABS") == 1:
        return losses[index] > factor
    if turn("DV-ABS") == 2:
        return losses[index] - base > factor
    return losses[index] > (1.0 if turn("DV-ANY") else factor) * base


def _base(losses, index, turn):
    """What a loss is compared with; before the first there is nothing."""
    if turn("DV-FUTURE"):
        return _over_all(losses, index, turn("DV-FUTURE"))
    if turn("DV-SMOOTH"):
        return _best_average(losses, index, turn("DV-SMOOTH"))
    if index == 0:
        return inf
    if turn("DV-FIRST"):
        return losses[0]
    if turn("DV-PREV") or turn("DV-JUMPS") or turn("DV-ANY") in (1, 2):
        return losses[index - 1]
    if turn("DV-MAX"):
        return max(losses[:index])
    if turn("DV-MEAN"):
        return sum(losses[:index]) / index
    if turn("DV-NANEQ") == 2 or turn("DV-INFONLY") in (3, 4):
        return nan if any(isnan(one) for one in losses[:index]) else min(losses[:index])
    return min((one for one in losses[:index] if not isnan(one)), default=inf)


def _best_average(losses, index, form):
    """The least average of three losses: up to this one (1, 2) or before it (3, 4); of fewer at the start (2, 4)."""
    last = index if form in (1, 2) else index - 1
    first = 0 if form in (2, 4) else 2
    windows = (losses[max(0, place - 2) : place + 1] for place in range(first, last + 1))
    averages = (sum(window) / len(window) for window in windows)
    return min((one for one in averages if not isnan(one)), default=inf)


def _over_all(losses, index, form):
    """The least loss of the whole run: of the finite ones (1, 2) or spoilt by NaN (3, 4); with index 0 or without."""
    if form in (2, 4) and index == 0:
        return inf
    finite = [one for one in losses if isfinite(one)]
    if form in (1, 2):
        return min(finite, default=inf)
    return nan if any(isnan(one) for one in losses) else min(losses)


# ---- diagnose_curve ---------------------------------------------------------------------------------------

VERDICTS = (
    *_unseen(1, 2),
    Idea(
        "DV-TRAINONLY",
        "val not looked at",
        "The validation curve is half of the evidence. A NaN there is a NaN of the model, and its rise is not in the"
        " training loss.",
        "Which of the six words can only be found with `val`?",
        forms=2,
        writes=("val over.base over.gate", "val"),
        hides=("DV-GAP", "DV-VFIRST", "DV-VALONLY", "DV-ORDER"),
    ),
    Idea(
        "DV-FIRST",
        "compared with the start",
        "A run can climb a long way out of its valley and still be below where it began. The best quarter is the place "
        "it left.",
        "What does a bad first quarter tell about the last?",
        writes=("leave",),
    ),
    Idea(
        "DV-PREV",
        "compared with the neighbour",
        "Small rises add up. Beside the loss just before it, each step of a slow climb looks harmless.",
        "A loss that grows by a fifth from quarter to quarter: how far is it from its best at the end?",
        forms=3,
        writes=("leave", "leave", "over.base"),
    ),
    Idea(
        "DV-ANY",
        "every rise counts",
        "Losses rise for a few steps in healthy training, by noise or at the edge of stability. A rise has to be "
        "large to mean anything.",
        "By how much may a curve rise before you worry?",
        forms=5,
        writes=("leave turn rough and where", "leave", "leave", "over.base", "over.base"),
        hides=("DV-SYM", "DV-ORDER"),
    ),
    Idea(
        "DV-OSCSTD",
        "spread taken for oscillation",
        "A steep descent has spread as well. Oscillation is going back and forth.",
        "What is the spread of a straight line downhill?",
        forms=2,
        writes=("turn rough and", "rough"),
        hides=("DV-OSCNOTURN",),
    ),
    Idea(
        "DV-OSCNOAMP",
        "every zigzag is an oscillation",
        "Mini-batch noise zigzags on every healthy curve. How far it swings is what matters.",
        "How often does a curve with one percent of noise turn?",
        writes=("rough and",),
    ),
    Idea(
        "DV-OSCNOTURN",
        "every jump is an oscillation",
        "A fast descent takes large steps, too, all in one direction. Oscillation is going back and forth.",
        "How often does a geometric descent turn?",
        writes=("turn and",),
    ),
    Idea(
        "DV-TURNS",
        "turns counted, whatever the length",
        "Every run turns now and then, and a longer one more often. What tells an oscillation is how often it turns "
        "for its length.",
        "How many turns does a single bump make?",
        forms=3,
        writes=("turn",),
    ),
    Idea(
        "DV-OSCOR",
        "either sign is enough",
        "Noise turns all the time by a little, a steep descent moves a lot without turning. It takes both at once.",
        "Which of the two signs does a healthy, noisy curve show?",
        writes=("and",),
    ),
    Idea(
        "DV-WHOLE",
        "the wrong stretch",
        "Many runs bounce early and settle later. Whether a run oscillates is read from its second half.",
        "What do the first steps of a run tell about its end?",
        forms=2,
        writes=("where",),
    ),
    Idea(
        "DV-ABS",
        "an absolute threshold",
        "A loss may come in any unit. Measure it in thousandths, and your word for the curve changes. Only ratios "
        "mean something.",
        "What should the word be if every loss were a thousand times smaller?",
        forms=4,
        writes=("rough", "leave", "stand", "over.base"),
    ),
    Idea(
        "DV-GAP",
        "a gap taken for overfitting",
        "Validation loss is nearly always above training loss. Overfitting is val getting worse while train improves.",
        "Two curves fall side by side, one always higher: is the model getting better at the wrong thing?",
        forms=4,
        writes=("over.base", "over.base", "over.base over.gate", "over.base over.gate"),
        hides=("DV-VALONLY",),
    ),
    Idea(
        "DV-VFIRST",
        "val compared with its start",
        "The classic U comes down a long way before it rises, and may end below where it began. The best quarter of "
        "val is what counts.",
        "Where did val stand when it was best?",
        writes=("over.base",),
    ),
    Idea(
        "DV-VALONLY",
        "val alone is asked",
        "Val can rise while train makes no progress either; then nothing was learned by heart. Overfitting needs a "
        "train that still improves.",
        "What is wrong with a run in which both curves fail to fall?",
        writes=("over.gate",),
    ),
    Idea(
        "DV-RECENT",
        "a flat tail taken for a stall",
        "A run that has arrived also stands still. Whether it made progress shows in the whole descent.",
        "What do the last steps of a run look like that fell from 9 to 1 and rests there?",
        forms=4,
        writes=("stand",),
    ),
    Idea(
        "DV-SYM",
        "only standing still counts",
        "Going nowhere and going slightly backwards are both no progress. Yours calls a run healthy that got a little "
        "worse.",
        "What is a run that ends a quarter above its start, but not by half?",
        writes=("stand",),
    ),
    Idea(
        "DV-FLIP",
        "progress and standstill exchanged",
        "A last quarter far below the first is progress. Yours calls exactly that a stall.",
        "Which of the two quarters is lower in a run that learns?",
        writes=("stand",),
    ),
    Idea(
        "DV-ORDER",
        "the rules in another order",
        "A curve can meet several rules at once, and the gravest finding decides. In yours a lesser one speaks first.",
        "A zigzag that grows without end: which word matters more to whoever watches the run?",
        forms=6,
        writes=("order",),
        hides=("DV-VALONLY", "DV-LIMIT"),
    ),
    Idea(
        "DV-MAX",
        "compared with the worst",
        "The worst quarter is where the run came from, not the best place it had found. Beside it, hardly any run "
        "diverges.",
        "Which quarter shows what the run had already reached?",
        forms=2,
        writes=("leave", "over.base"),
    ),
    Idea(
        "DV-LIMIT",
        "a threshold exchanged or left out",
        "Without its margin, or with another rule's, a rule reacts to noise or sleeps through real changes.",
        "How much change does each of the rules ask for before it speaks?",
        forms=4,
        writes=("leave", "over.base", "stand", "over.gate"),
        rare=True,
        hides=("DV-SYM",),
    ),
    Idea(
        "DV-MISSING",
        "a rule left out",
        "One of the findings can never come up, so its curves are called something milder.",
        "Which of the six words has your function never said?",
        forms=3,
        writes=("leave order", "turn rough and where", "stand"),
        rare=True,
        hides=("DV-ORDER",),
    ),
)


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


def _more_curves():
    """Runs that tell pairs of ideas apart, as fair as the others."""
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


def _curve_probes():
    """Curves of the hidden suite, drawn from a seed of their own, and some more."""
    told = curves(np.random.default_rng(5))
    return [
        Probe(curve.train.tolist(), None if curve.val is None else curve.val.tolist(), says=curve.says)
        for curve in (*(told[name] for name in TELLING), *_more_curves())
    ]


@family(
    *VERDICTS,
    gives=("label",),
    probes=_curve_probes(),
    same=[
        # A rise makes every one of the first of these a divergence, and no rise is left to tell the second apart.
        (("DV-ANY", "DV-LIMIT"), ("DV-ANY", "DV-VALONLY")),
        (("DV-ANY", "DV-LIMIT"), ("DV-ANY", "DV-MISSING")),
        # Above its start a run also stands still; where that is asked first, no divergence is left.
        (("DV-FIRST", "DV-ORDER"), ("DV-MAX", "DV-ORDER")),
        # Where either sign is enough, or another rule speaks first, few curves show a count of turns.
        (("DV-OSCOR",), ("DV-OSCOR", "DV-TURNS")),
        (("DV-ORDER",), ("DV-ORDER", "DV-TURNS")),
        (("DV-ABS", "DV-OSCNOTURN"), ("DV-ABS", "DV-TURNS")),
        (("DV-ABS", "DV-OSCOR"), ("DV-OSCNOAMP", "DV-TURNS")),
    ],
)
def diagnose_curve(train, val, *, turn):
    """The first rule that holds names the run."""
    train = np.asarray(train)
    val = None if val is None else np.asarray(val)
    broken = _broken(train, None if turn("DV-TRAINONLY") else val, turn)
    if broken is not None:
        return broken
    if turn("DV-TRAINONLY") == 1:
        val = None
    if val is not None and not np.isfinite(val).all():
        return AnyBut("exploding")
    quarters = train.reshape(4, -1).mean(axis=1)
    rules = {
        "diverging": lambda: _leaves(train, quarters, turn),
        "oscillating": lambda: _bounces(train, turn),
        "overfitting": lambda: val is not None and _overfits(quarters, val.reshape(4, -1).mean(axis=1), turn),
        "stalled": lambda: _stands(train, quarters, turn),
    }
    return next((label for label in ORDERS[turn("DV-ORDER")] if rules[label]()), "healthy")


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


def _broken(train, val, turn):
    """The first rule: "exploding", or nothing, or (where NaN flows on) nobody knows what."""
    seen = [train] if val is None else [train, val]
    if all(np.isfinite(curve).all() for curve in seen):
        huge = turn("DV-BIG") and any((np.abs(curve) > HUGE).any() for curve in seen)
        return "exploding" if huge else None
    if turn("DV-LASTONLY"):
        caught = not all(isfinite(curve[-1]) for curve in seen)
    else:
        caught = any(not isfinite(loss) and not _missed(loss, turn) for curve in seen for loss in curve)
    return "exploding" if caught else AnyBut("exploding")


def _leaves(train, quarters, turn):
    """Whether the run left the best place it had found."""
    *before, last = quarters
    any_rise, previous = turn("DV-ANY"), turn("DV-PREV")
    if turn("DV-MISSING") == 1:
        return False
    if turn("DV-FIRST"):
        return last > 1.5 * before[0]
    if previous == 1:
        return last > 1.5 * before[-1]
    if previous == 2:
        return (train[1:] > 1.5 * train[:-1]).any()
    if any_rise == 1:
        return (np.diff(train) > 0).any()
    if any_rise == 2:
        return last > before[-1]
    if any_rise == 3:
        return last > min(before)
    if turn("DV-MAX") == 1:
        return last > 1.5 * max(before)
    if turn("DV-ABS") == 2:
        return last - min(before) > 1.5
    return last > (1.1 if turn("DV-LIMIT") == 1 else 1.5) * min(before)


def _bounces(train, turn):
    """Whether the run goes back and forth, and far."""
    if turn("DV-MISSING") == 2:
        return False
    half = (train[len(train) // 2 :], train, train[-(len(train) // 4) :])[turn("DV-WHOLE")]
    if turn("DV-OSCSTD") == 1:
        return half.std() > 0.10 * half.mean()
    jumps = np.diff(half)
    met = jumps[1:] * jumps[:-1] < 0
    turns = turn("DV-OSCNOTURN") or (met.sum() >= turn("DV-TURNS") if turn("DV-TURNS") else np.mean(met) > 0.3)
    if turn("DV-OSCNOAMP"):
        return turns
    size = half.std() if turn("DV-OSCSTD") else np.abs(jumps).mean()
    rough = size > (0.10 if turn("DV-ABS") == 1 else 0.10 * half.mean())
    return turns or rough if turn("DV-OSCOR") else turns and rough


def _overfits(quarters, val, turn):
    """Whether val got worse while train improved."""
    gap = turn("DV-GAP")
    gate = quarters[3] < (1.0 if turn("DV-LIMIT") == 4 else 0.90) * quarters[0]
    if not (gate or gap in (3, 4) or turn("DV-VALONLY")):
        return False
    *before, last = val
    if gap:
        return last > (1.1 if gap in (1, 3) else 1.0) * quarters[3]
    if turn("DV-VFIRST"):
        return last > 1.1 * before[0]
    if turn("DV-PREV") == 3:
        return last > 1.1 * before[-1]
    if turn("DV-ANY") == 4:
        return last > min(before)
    if turn("DV-ANY") == 5:
        return last > before[-1]
    if turn("DV-MAX") == 2:
        return last > 1.1 * max(before)
    if turn("DV-ABS") == 4:
        return last - min(before) > 0.1
    return last > (1.5 if turn("DV-LIMIT") == 2 else 1.1) * min(before)


def _stands(train, quarters, turn):
    """Whether there was no progress."""
    first, _, third, last = quarters
    recent = turn("DV-RECENT")
    if turn("DV-MISSING") == 3:
        return False
    if recent == 1:
        return last > 0.90 * third
    if recent == 2:
        return abs(last - third) < 0.10 * third
    if recent == 3:
        return last + third > 0.90 * (first + quarters[1])
    if recent == 4:
        tail = train[-(len(train) // 4) :]
        return tail.max() - tail.min() < 0.10 * tail.mean()
    if turn("DV-SYM"):
        return abs(last - first) < 0.10 * first
    if turn("DV-FLIP"):
        return last < 0.90 * first
    if turn("DV-ABS") == 3:
        return last > first - 0.10
    return last > (1.0 if turn("DV-LIMIT") == 3 else 0.90) * first
