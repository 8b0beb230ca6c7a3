"""What must be true of an alarm and of a diagnosis, on curves whose answer is beyond doubt."""

import numpy as np

from grader.suites.toolkit import exactly, holds, numbers
from grader.suites.toolkit.alarms import SILENT, broken_somewhere, loud, redrawn, runs, watched
from grader.suites.toolkit.contract import Contract, waiting
from grader.suites.toolkit.curves import Curve, named, whole
from grader.suites.toolkit.curves import redrawn as redrawn_curves
from grader.suites.toolkit.readings import KINDS, is_awake, own, same_in_every_kind
from grader.suites.toolkit.shapes import INF, NAN

alarm = Contract("detect_divergence", ("index",), lists=True, points=0.4)
diagnosis = Contract("diagnose_curve", ("label",), lists=True, points=0.4)


# ---- detect_divergence ------------------------------------------------------------------------------------


@alarm.probes(0.5)
def test_nan_raises_the_alarm_at_its_own_index(draw):
    """A NaN raises the alarm at once, wherever it stands.

    NaN equals nothing, not even itself, and every comparison with it is false. An alarm that only compares misses
    the worst case, and the weights stay broken.
    """
    return [*runs(draw, "NaN from the start", "NaN at the very end"), broken_somewhere(draw, NAN)]


@alarm.probes(0.5)
def test_an_infinite_loss_raises_the_alarm_at_its_own_index(draw):
    """An infinite loss, of either sign, raises the alarm at once, wherever it stands.

    An overflow first shows as infinity; NaN comes one operation later. Whoever waits for NaN, or for a row of high
    losses, goes on training a model whose numbers are gone.
    """
    names = ("inf", "inf from the start", "minus inf", "inf as the first loss too high")
    return [*runs(draw, *names), broken_somewhere(draw, INF)]


@alarm.probes(0.3)
def test_a_huge_loss_that_is_finite_is_still_a_number(draw):
    """A loss of 1e11 is measured like any other: falling from there is no alarm, climbing to there is one.

    A huge loss that is finite can still come down again. The run leaves its valley, but it has not broken.
    """
    return [*runs(draw, "huge at the start, and falling"), *loud(draw, "huge and finite for good")]


@alarm.probes(0.3)
def test_a_run_may_wiggle_on_its_way_down(draw):
    """A descent raises no alarm, with a few rises on the way or none; a steep climb does.

    Losses rise for a few steps in healthy training, by noise or at the edge of stability. An alarm at every rise,
    or against a minimum that lies in the future, stops runs that were fine.
    """
    return [*runs(draw, "a stable descent", "a descent that wiggles"), *loud(draw, "a steep climb")]


@alarm.probes()
def test_a_spike_that_heals_is_forgiven(draw):
    """One loss that is not too high starts the count from zero.

    A spike that heals is not divergence, and two of them are not either. Only losses in a row tell that a run does
    not find back.
    """
    names = ("one spike", "two spikes of two losses", "huge, finite and healed")
    return runs(draw, *names, "a descent from high up", "a spike, and later a climb")


@alarm.probes(0.5)
def test_a_run_is_compared_with_its_best(draw):
    """A run that climbs out of its valley raises the alarm, even where it is still below its first loss.

    A run can climb a long way out of its valley and still stand below where it began. The best loss so far is the
    place it has left; the first loss only tells how bad the start was.
    """
    climbs = ("a late U-turn, still below its start", "high losses that fall while they are too high")
    return [*loud(draw, *climbs), *runs(draw, "a gentle descent")]


@alarm.probes()
def test_the_alarm_goes_off_at_the_last_of_the_row(draw):
    """The last of `patience` losses in a row is the one, no sooner and no later, first loss not counted.

    The row is complete at its last loss. Later, a run that recovers is missed; sooner, the monitor would have to
    know what comes.
    """
    rows = (
        "just long enough, then recovery",
        "a bad start that gets no better",
        "two losses too high right at the start",
    )
    return runs(draw, *rows, "inf after the alarm", "NaN in the middle of a climb", "patience 6")


@alarm.probes()
def test_the_alarm_waits_as_long_as_it_is_told_to(draw):
    """A row of five losses raises the alarm with patience 3 and none with 8; with patience 1 a row of two does.

    How long is too long is for whoever watches the run to say: a noisy run asks for more patience.
    """
    long = loud(draw, "a row of five, patience 3", "a row of two, patience 1")
    return [*long, *runs(draw, "a row of five, patience 8")]


@alarm.probes()
def test_the_alarm_takes_the_factor_that_it_is_given(draw):
    """The same climb raises the alarm with one factor and none with a larger one.

    How high is too high is for whoever watches the run to say.
    """
    return [*loud(draw, "factor 1.2", "factor 4"), *runs(draw, "factor 7", "a level just below the factor")]


@alarm.law(0.2)
def test_left_out_the_factor_is_two_and_the_patience_three(student, draw):
    """Left out, the settings are factor 2 and patience 3: the alarm is the one of these numbers.

    Most who watch a run never touch the settings: what they get then is what the stub promises.
    """
    names = ("just long enough, then recovery", "a level just below the factor", "a level just above the factor")
    told = [redrawn(draw, name) for name in names]
    with waiting():
        answers = [own(alarm, student, run.call) for run in told]
    for run, said in zip(told, answers, strict=True):
        exactly(alarm.ask(student, run.call[0]), said, given={"losses": run.losses})
    with waiting():
        below, above = (float(numbers(said, shape=())) for said in answers[1:])
        holds(below < 0 <= above, expected="an alarm just above the factor alone", actual=answers)


@alarm.law(0.3)
def test_the_unit_of_the_loss_does_not_matter_to_the_alarm(student, draw):
    """A thousand times the losses, or a thousandth, give the same alarm.

    A loss may come in any unit, so only ratios of losses mean something. No level is high in itself.
    """
    # Units that are powers of two change no digit: what stood on a tie stands there still.
    for name, unit in (("slow growth", 2.0**-10), ("a stable descent", 2.0**10)):
        run = redrawn(draw, name)
        answer, scaled = own(alarm, student, run.call), run.times(unit)
        exactly(alarm.ask(student, *scaled.call), answer, given=scaled.given)
    is_awake(alarm, student, *loud(draw, "a steep climb"), *runs(draw, "a gentle descent"))


@alarm.probes(0.2)
def test_short_runs_raise_no_alarm(draw):
    """A run without losses gives −1, and so does one with a single loss; a longer one may ring.

    The first loss has nothing before it, so there is nothing it could be too high against.
    """
    return [*runs(draw, "no loss yet", "one loss"), *loud(draw, "a steep climb")]


@alarm.law(0.2)
def test_the_alarm_reads_every_kind_of_curve_and_leaves_it_alone(student, draw):
    """Tuples, arrays, whole numbers and single precision give the same alarm; the losses stay as they were.

    A curve is a curve, whatever holds it, and whoever keeps it wants to look at it again.
    """
    same_in_every_kind(alarm, student, redrawn(draw, "a growing loss"), KINDS[:2])
    same_in_every_kind(alarm, student, redrawn(draw, "NaN"), KINDS[2:])
    same_in_every_kind(alarm, student, watched("whole numbers"), [("whole numbers", np.array)])
    is_awake(alarm, student, *loud(draw, "a steep climb"), *runs(draw, "a gentle descent"))


@alarm.probes(0.2, held_back=True)
def test_divergence_needs_no_dramatic_step(draw):
    """A loss that grows by 1.3 a step raises the alarm, and so does one that climbs by a tenth at a time.

    Divergence adds up: no single step needs to be dramatic. Compared with its neighbour only, a slow climb looks
    harmless all the way to the top.
    """
    return [*loud(draw, "slow growth", "a long slow climb"), *runs(draw, "a gentle descent")]


@alarm.law(0.2, held_back=True)
def test_the_alarm_knows_nothing_of_the_future(student, draw):
    """Cut a run before its alarm and there is none; whatever follows the alarm changes nothing.

    A monitor watches while the run goes on. What it says at one step cannot depend on later ones.
    """
    run = redrawn(draw, "a late U-turn, still below its start")
    answer = own(alarm, student, run.call)
    for seen in (3, 7, 9):
        index = answer if not isinstance(answer, str) and 0 <= answer < seen else SILENT
        exactly(alarm.ask(student, run.call[0][:seen], *run.call[1:]), index)
    is_awake(alarm, student, *loud(draw, "a steep climb"), *runs(draw, "a gentle descent"))


# ---- diagnose_curve ---------------------------------------------------------------------------------------


@diagnosis.probes(0.3)
def test_one_nan_anywhere_is_an_explosion(draw):
    """A NaN at the start, on the way or at the end makes a run `exploding`.

    One loss that is no number means that the parameters were poisoned there. Every mean over it is NaN and every
    comparison false, so whoever does not ask first calls the run healthy.
    """
    return [*named(draw, "NaN at the start", "NaN on the way", "NaN at the end"), whole(draw)]


@diagnosis.probes()
def test_one_infinite_loss_is_an_explosion(draw):
    """An infinite loss of either sign makes a run `exploding`, even if it recovers.

    An overflow leaves infinity. The run has broken there, and that is worse than any height.
    """
    return [*named(draw, "inf at the end", "inf, then recovery", "minus inf on the way"), whole(draw)]


@diagnosis.probes(0.3)
def test_val_can_explode_as_well(draw):
    """A loss in val that is not finite makes the run `exploding`, whatever train does.

    The model that val measures is the model that was trained: broken numbers there are the gravest finding.
    """
    return [*named(draw, "NaN in val only", "inf in val only"), whole(draw)]


@diagnosis.probes(0.3)
def test_a_huge_finite_loss_is_divergence(draw):
    """A run that ends at 1e11 is `diverging`: finite is not exploded.

    A huge loss is still a number: the steps are too long, arithmetic has not broken yet.
    """
    return named(draw, "finite up to 1e11", "inf, then recovery")


@diagnosis.probes()
def test_a_run_that_left_its_best_quarter_is_diverging(draw):
    """The last quarter is compared with the best quarter before it, not with the first or its neighbour.

    The best quarter is the place that the run has left. Against the first, a late climb is hidden below a bad
    start; against the neighbour, a slow one is hidden in small steps.
    """
    names = ("a late U-turn, still below its start", "slow growth", "the best quarter long ago")
    return named(draw, *names, "a climb to not quite twice the best", "a smooth descent")


@diagnosis.probes()
def test_back_and_forth_by_a_lot_is_oscillation(draw):
    """A run that turns often, and by more than a tenth of its level, is `oscillating`.

    Bouncing between the walls of a valley shows as turns, whether every step or every third, and whether or not the
    level falls meanwhile. What counts is how the run ends, so its second half is measured.
    """
    bounces = ("a bounce of two steps", "a bounce of five steps", "a bounce of six steps")
    shapes = ("a quick zigzag of twelve percent", "falls, then bounces at the bottom", "a bounce while it improves")
    return named(draw, *bounces, *shapes, "a slight bounce while it improves fast", "bounces early, then settles")


@diagnosis.probes(0.3)
def test_noise_alone_is_no_oscillation(draw):
    """Many small turns do not make an oscillation: a noisy descent is `healthy`, noise on a level `stalled`.

    Mini-batch noise zigzags on every curve. Without asking for the size of the jumps, every real run would be
    called oscillating and every learning rate lowered.
    """
    names = ("a noisy descent", "one percent of noise and no progress", "a quick zigzag of eight percent")
    return named(draw, *names, "a steep descent with a slight zigzag")


@diagnosis.probes()
def test_big_jumps_alone_are_no_oscillation(draw):
    """A steep descent, a slow wave or a single bump do not turn often enough to oscillate.

    Steep descent has big jumps and a wide spread too, all in one direction. Oscillation is going back and forth.
    """
    return named(draw, "a fast geometric descent", "a wave of eight steps", "a bump near the end")


@diagnosis.probes()
def test_overfitting_is_val_getting_worse_while_train_improves(draw):
    """The curve of val is compared with its own best quarter, wherever that was, while train still gets better.

    Overfitting is leaving the best place on val while train goes on improving. The start of val, or its last
    neighbour, says nothing about where it was best; and without progress on train nothing was overfitted.
    """
    rises = ("the classic U", "val rises from the start", "val best in its second quarter", "val leaves its best late")
    margins = ("val worse, and still below its start", "val a quarter worse than its best")
    gates = ("arrived on train while val rises", "late progress while val rises", "no progress while val rises")
    return named(draw, *rises, *margins, *gates)


@diagnosis.probes(0.3)
def test_a_gap_is_no_overfitting(draw):
    """A val above train is `healthy` as long as val does not get worse; val below train may still overfit.

    Val lies above train in nearly every healthy run, and its last point jumps. The distance of two curves says
    little; the direction of val says it.
    """
    gaps = ("a constant gap", "a gap that widens while both fall", "val worse, and still below train")
    return named(draw, *gaps, "val ticks up at the very end", "val stands still")


@diagnosis.probes()
def test_stalled_is_judged_by_the_whole_descent(draw):
    """Less than a tenth of progress from first to last quarter is `stalled`; a flat tail alone is not.

    A run that has arrived stands still as well, so only the whole descent tells. And going slightly backwards is no
    more progress than going nowhere.
    """
    flat = ("a constant", "a learning rate far too small", "a mild rise", "a first drop onto a high plateau")
    lost = ("a setback before the end", "progress lost again", "over a hill and back")
    return named(draw, *flat, *lost, "arrived long ago", "just enough progress")


@diagnosis.probes()
def test_the_gravest_finding_decides(draw):
    """Where two rules hold, the earlier one names the run.

    A run that leaves its valley bouncing has first of all left it, and a zigzag spoils any talk of overfitting.
    Naming the lesser trouble would send one to mend the wrong thing.
    """
    leaves = ("a growing zigzag", "a late U-turn while val rises", "a bounce while it improves and val rises")
    breaks = ("NaN in val while train climbs", "inf in val while train bounces", "minus inf in val while train stands")
    return named(draw, *leaves, *breaks)


@diagnosis.law(0.3)
def test_the_unit_of_the_loss_does_not_matter_to_the_diagnosis(student, draw):
    """A thousand times the losses, or a thousandth, get the same name.

    The unit of a loss is arbitrary: every rule compares losses of one curve with each other.
    """
    every = redrawn_curves(draw)
    # Each curve in the unit in which a fixed threshold would lie on the other side of it.
    for name, unit in (
        ("a quick zigzag of eight percent", 2.0**10),
        ("a mild rise", 2.0**10),
        ("a noisy descent", 2.0**-10),
        ("the classic U", 2.0**-10),
    ):
        answer, scaled = own(diagnosis, student, every[name].call), every[name].scaled(unit)
        exactly(diagnosis.ask(student, *scaled.call), answer, given=scaled.given)
    is_awake(diagnosis, student, *named(draw, "a smooth descent", "a bounce of two steps"))


@diagnosis.law(0.2)
def test_the_diagnosis_reads_every_kind_of_curve_and_leaves_it_alone(student, draw):
    """Tuples, arrays, whole numbers and single precision get the same name; the losses stay as they were.

    A curve is a curve, whatever holds it, and whoever keeps it wants to look at it again.
    """
    every = redrawn_curves(draw)
    same_in_every_kind(diagnosis, student, every["the classic U"], KINDS)
    zigzag = Curve("a zigzag of whole numbers", "oscillating", np.array([3, 7, 4, 6] * 8))
    same_in_every_kind(diagnosis, student, zigzag, [("whole numbers", np.array)])
    is_awake(diagnosis, student, *named(draw, "a smooth descent", "a bounce of two steps"))


@diagnosis.probes(0.2, held_back=True)
def test_a_descent_read_backwards_diverges(draw):
    """Read from its end to its beginning, a run that got much better is one that got much worse.

    Time has a direction. The same losses in another order are another run, with another name.
    """
    every = redrawn_curves(draw)
    backwards = (every[name].backwards("diverging") for name in ("a smooth descent", "a fast geometric descent"))
    return [*(curve.told for curve in backwards), every["a smooth descent"].told]
