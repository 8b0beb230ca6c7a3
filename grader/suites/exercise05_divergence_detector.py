"""What must be true of an alarm and of a diagnosis, on curves whose answer is beyond doubt."""

from dataclasses import replace

import numpy as np
import pytest

from grader.suites.toolkit import exactly, holds, numbers
from grader.suites.toolkit.alarms import SILENT, Watched, redrawn, watched
from grader.suites.toolkit.curves import redrawn as redrawn_curves
from grader.suites.toolkit.shapes import INF, NAN

KINDS = (
    ("a tuple", tuple),
    ("an array", lambda losses: np.array(losses, dtype=float)),
    ("single precision", lambda losses: np.array(losses, dtype=np.float32)),
)


FINITE = "Every loss of this run is finite: whatever ails it, its arithmetic did not break."


def alarm_check(points=0.4):
    return pytest.mark.check(points=points, function="detect_divergence")


def diagnosis_check(points=0.4):
    return pytest.mark.check(points=points, function="diagnose_curve")


def read(student, function, *arguments):
    """One reading of lists as the stub's examples are, or of arrays where the code takes nothing else."""
    for answer in student.offer("a list", function, *arguments):
        return answer
    return getattr(student, function)(*(np.array(a, dtype=float) if isinstance(a, list) else a for a in arguments))


def alarm_of(student, run):
    """The student's alarm, with the settings of the run."""
    return read(student, "detect_divergence", list(run.losses), run.factor, run.patience)


def shown(run):
    return {"losses": list(run.losses), "factor": run.factor, "patience": run.patience}


def sounds(student, run, because):
    """Demand the alarm of one run at its index."""
    exactly(alarm_of(student, run), run.index, because=because, given=shown(run))


def rings(student, run, because):
    """Demand an alarm of one run, at whatever index: where it belongs is a law of its own."""
    found = numbers(alarm_of(student, run), because=because, given=shown(run), shape=())
    holds(found >= 0, because=because, expected="an alarm", actual=found, given=shown(run))


def is_awake(student, draw, because):
    """Demand that a steep climb rings and a gentle descent does not, for laws that compare answers with each other."""
    rings(student, redrawn(draw, "a steep climb"), because)
    sounds(student, redrawn(draw, "a gentle descent"), because)


def own_alarm(student, run, because):
    """The student's index, right or not: what follows asks whether it stays the same."""
    return int(numbers(alarm_of(student, run), because=because, shape=()))


def name_of(student, curve):
    """The student's diagnosis."""
    val = () if curve.val is None else (curve.val.tolist(),)
    return read(student, "diagnose_curve", curve.train.tolist(), *val)


def gets_its_name(student, curve, because):
    """Demand the diagnosis of one curve."""
    exactly(name_of(student, curve), curve.label, because=because, given=curve.given)


def own_name(student, curve, because):
    """The student's label, right or not: what follows asks whether it stays the same."""
    label = name_of(student, curve)
    if not isinstance(label, str):
        exactly(label, curve.label, because=because, given=curve.given)
    return label


def all_named(student, draw, names, because):
    """Demand the diagnosis of the curves of these names."""
    told = redrawn_curves(draw)
    for name in names:
        gets_its_name(student, told[name], because)


def is_whole(student, draw):
    """Demand any other word where every loss is finite."""
    curve = redrawn_curves(draw)["a smooth descent"]
    label = own_name(student, curve, FINITE)
    expected = "any word but exploding"
    holds(label != "exploding", because=FINITE, expected=expected, actual=label, given=curve.given)


def untouched(student, because):
    holds(not student.changed, because=because, expected="the curve as it was", actual="a changed curve")


# ---- detect_divergence ------------------------------------------------------------------------------------


@alarm_check(0.5)
def test_nan_raises_the_alarm_at_its_own_index(student, draw):
    """A NaN raises the alarm at once, wherever it stands."""
    because = (
        "NaN is not equal to anything, not even itself, and every comparison with it is false: an alarm that only "
        "compares sleeps through the worst case, and the parameters stay poisoned."
    )
    for name in ("NaN", "NaN from the start", "NaN at the very end"):
        sounds(student, redrawn(draw, name), because)
    place = int(draw.integers(1, 9))
    falling = [3 * 0.95**k for k in range(10)]
    sounds(student, Watched("NaN by lot", (*falling[:place], NAN, *falling[place:]), place), because)


@alarm_check(0.5)
def test_an_infinite_loss_raises_the_alarm_at_its_own_index(student, draw):
    """An infinite loss, of either sign, raises the alarm at once, wherever it stands."""
    because = (
        "An overflow first shows as infinity; NaN comes one operation later. Whoever waits for NaN, or for a row of "
        "high losses, goes on training a model whose numbers are gone."
    )
    for name in ("inf", "inf from the start", "minus inf", "inf as the first loss too high"):
        sounds(student, redrawn(draw, name), because)
    place = int(draw.integers(1, 9))
    falling = [3 * 0.95**k for k in range(10)]
    sounds(student, Watched("inf by lot", (*falling[:place], INF, *falling[place:]), place), because)


@alarm_check(0.3)
def test_a_huge_loss_that_is_finite_is_still_a_number(student, draw):
    """A loss of 1e11 is measured like any other: falling from there is no alarm, climbing to there is one."""
    because = "Huge and finite, a loss can still come down again: the run is leaving its valley, arithmetic is intact."
    sounds(student, redrawn(draw, "huge at the start, and falling"), because)
    rings(student, redrawn(draw, "huge and finite for good"), because)


@alarm_check(0.3)
def test_a_run_may_wiggle_on_its_way_down(student, draw):
    """A descent raises no alarm, with a few rises on the way or none; a steep climb does."""
    because = (
        "Losses rise for a few steps in healthy training, by noise or at the edge of stability. An alarm at every "
        "rise, or against a minimum that lies in the future, stops runs that were fine."
    )
    for name in ("a stable descent", "a descent that wiggles"):
        sounds(student, redrawn(draw, name), because)
    rings(student, redrawn(draw, "a steep climb"), because)


@alarm_check()
def test_a_spike_that_heals_is_forgiven(student, draw):
    """One loss that is not too high starts the count from zero."""
    because = (
        "A spike that heals is not divergence, and two of them are not either. Only losses in a row tell that a run "
        "does not find back."
    )
    for name in (
        "one spike",
        "two spikes of two losses",
        "huge, finite and healed",
        "a descent from high up",
        "a spike, and later a climb",
    ):
        sounds(student, redrawn(draw, name), because)


@alarm_check(0.5)
def test_a_run_is_compared_with_its_best(student, draw):
    """A run that climbs out of its valley raises the alarm, even where it is still below its first loss."""
    because = (
        "A run can climb a long way out of its valley and still stand below where it began. The best loss so far is "
        "the place it has left; the first loss only tells how bad the start was."
    )
    for name in ("a late U-turn, still below its start", "high losses that fall while they are too high"):
        rings(student, redrawn(draw, name), because)
    sounds(student, redrawn(draw, "a gentle descent"), because)


@alarm_check()
def test_the_alarm_goes_off_at_the_last_of_the_row(student, draw):
    """The last of `patience` losses in a row is the one, no sooner and no later, first loss not counted."""
    because = (
        "The row is complete at its last loss. Later, a run that recovers is missed; sooner, the monitor would have "
        "to know what comes."
    )
    for name in (
        "just long enough, then recovery",
        "a bad start that gets no better",
        "two losses too high right at the start",
        "inf after the alarm",
        "NaN in the middle of a climb",
        "patience 6",
    ):
        sounds(student, redrawn(draw, name), because)


@alarm_check()
def test_the_alarm_waits_as_long_as_it_is_told_to(student, draw):
    """A row of five losses raises the alarm with patience 3 and none with 8; with patience 1 a row of two does."""
    because = "How long is too long is for whoever watches the run to say: a noisy run asks for more patience."
    rings(student, redrawn(draw, "a row of five, patience 3"), because)
    sounds(student, redrawn(draw, "a row of five, patience 8"), because)
    rings(student, redrawn(draw, "a row of two, patience 1"), because)


@alarm_check()
def test_the_alarm_takes_the_factor_that_it_is_given(student, draw):
    """The same climb raises the alarm with one factor and none with a larger one."""
    because = "How high is too high is for whoever watches the run to say."
    for name in ("factor 1.2", "factor 4"):
        rings(student, redrawn(draw, name), because)
    for name in ("factor 7", "a level just below the factor"):
        sounds(student, redrawn(draw, name), because)


@alarm_check(0.2)
def test_left_out_the_factor_is_two_and_the_patience_three(student, draw):
    """Left out, the settings are factor 2 and patience 3: the alarm is the one of these numbers."""
    because = "Most who watch a run never touch the settings: what they get then is what the stub promises."
    run = redrawn(draw, "just long enough, then recovery")
    exactly(read(student, "detect_divergence", list(run.losses)), own_alarm(student, run, because), because=because)
    for name, wanted in (("a level just below the factor", False), ("a level just above the factor", True)):
        run = redrawn(draw, name)
        found = numbers(read(student, "detect_divergence", list(run.losses)), because=because, shape=())
        expected = "an alarm" if wanted else "no alarm (−1)"
        holds((found >= 0) == wanted, because=because, expected=expected, actual=found, given={"losses": run.losses})


@alarm_check(0.3)
def test_the_unit_of_the_loss_does_not_matter_to_the_alarm(student, draw):
    """A thousand times the losses, or a thousandth, give the same alarm."""
    because = "The unit of a loss is arbitrary, so only ratios of losses mean something: there is no absolute level."
    is_awake(student, draw, because)
    # Units that are powers of two change no digit: what stood on a tie stands there still.
    for name, unit in (("slow growth", 2.0**-10), ("a stable descent", 2.0**10)):
        run = redrawn(draw, name)
        run = replace(run, index=own_alarm(student, run, because))
        sounds(student, replace(run, losses=tuple(unit * loss for loss in run.losses)), because)


@alarm_check(0.2)
def test_short_runs_raise_no_alarm(student, draw):
    """A run without losses gives −1, and so does one with a single loss; a longer one may ring."""
    because = "The first loss has nothing before it, so there is nothing it could be too high against."
    for name in ("no loss yet", "one loss"):
        sounds(student, redrawn(draw, name), because)
    rings(student, redrawn(draw, "a steep climb"), because)


@alarm_check(0.2)
def test_the_alarm_reads_every_kind_of_curve_and_leaves_it_alone(student, draw):
    """Tuples, arrays, whole numbers and single precision give the same alarm; the losses stay as they were."""
    because = "A curve is a curve, whatever holds it, and whoever keeps it wants to look at it again."
    is_awake(student, draw, because)
    for name, kinds in (("a growing loss", KINDS[:2]), ("NaN", KINDS[2:])):
        run = redrawn(draw, name)
        alarm = own_alarm(student, run, because)
        untouched(student, because)
        for kind, turn in kinds:
            for answer in student.offer(kind, "detect_divergence", turn(run.losses), run.factor, run.patience):
                exactly(answer, alarm, because=because)
                untouched(student, because)
    whole = watched("whole numbers")
    for answer in student.offer("whole numbers", "detect_divergence", np.array(whole.losses), 2.0, 3):
        exactly(answer, own_alarm(student, whole, because), because=because)


@pytest.mark.held_back
@alarm_check(0.2)
def test_divergence_needs_no_dramatic_step(student, draw):
    """A loss that grows by 1.3 a step raises the alarm, and so does one that climbs by a tenth at a time."""
    because = (
        "Divergence adds up: no single step needs to be dramatic. Compared with its neighbour only, a slow climb "
        "looks harmless all the way to the top."
    )
    for name in ("slow growth", "a long slow climb"):
        rings(student, redrawn(draw, name), because)
    sounds(student, redrawn(draw, "a gentle descent"), because)


@pytest.mark.held_back
@alarm_check(0.2)
def test_the_alarm_knows_nothing_of_the_future(student, draw):
    """Cut a run before its alarm and there is none; whatever follows the alarm changes nothing."""
    because = "A monitor watches while the run goes on. What it says at one step cannot depend on later ones."
    is_awake(student, draw, because)
    run = redrawn(draw, "a late U-turn, still below its start")
    alarm = own_alarm(student, run, because)
    for seen in (3, 5, 7, 9):
        index = alarm if 0 <= alarm < seen else SILENT
        sounds(student, replace(run, losses=run.losses[:seen], index=index), because)


# ---- diagnose_curve ---------------------------------------------------------------------------------------


@diagnosis_check(0.3)
def test_one_nan_anywhere_is_an_explosion(student, draw):
    """A NaN at the start, on the way or at the end makes a run `exploding`."""
    because = (
        "One loss that is no number means that the parameters were poisoned there. Every mean over it is NaN and "
        "every comparison false, so whoever does not ask first calls the run healthy."
    )
    names = ("NaN at the start", "NaN on the way", "NaN at the end")
    all_named(student, draw, names, because)
    is_whole(student, draw)


@diagnosis_check()
def test_one_infinite_loss_is_an_explosion(student, draw):
    """An infinite loss of either sign makes a run `exploding`, even if it recovers."""
    because = "Infinity is what an overflow leaves: arithmetic has broken, which is graver than any height."
    all_named(student, draw, ("inf at the end", "inf, then recovery", "minus inf on the way"), because)
    is_whole(student, draw)


@diagnosis_check(0.3)
def test_val_can_explode_as_well(student, draw):
    """A loss in val that is not finite makes the run `exploding`, whatever train does."""
    because = "The model that val measures is the model that was trained: broken numbers there are the gravest finding."
    all_named(student, draw, ("NaN in val only", "inf in val only"), because)
    is_whole(student, draw)


@diagnosis_check(0.3)
def test_a_huge_finite_loss_is_divergence(student, draw):
    """A run that ends at 1e11 is `diverging`: finite is not exploded."""
    because = "A huge loss is still a number: the steps are too long, arithmetic has not broken yet."
    all_named(student, draw, ("finite up to 1e11", "inf, then recovery"), because)


@diagnosis_check()
def test_a_run_that_left_its_best_quarter_is_diverging(student, draw):
    """The last quarter is compared with the best quarter before it, not with the first or its neighbour."""
    because = (
        "The best quarter is the place that the run has left. Against the first, a late climb is hidden below a bad "
        "start; against the neighbour, a slow one is hidden in small steps."
    )
    names = (
        "a late U-turn, still below its start",
        "slow growth",
        "the best quarter long ago",
        "a climb to not quite twice the best",
        "a smooth descent",
    )
    all_named(student, draw, names, because)


@diagnosis_check()
def test_back_and_forth_by_a_lot_is_oscillation(student, draw):
    """A run that turns often, and by more than a tenth of its level, is `oscillating`."""
    because = (
        "Bouncing between the walls of a valley shows as turns, whether every step or every third, and whether or "
        "not the level falls meanwhile. What counts is how the run ends, so its second half is measured."
    )
    names = (
        "a bounce of two steps",
        "a bounce of five steps",
        "a bounce of six steps",
        "a quick zigzag of twelve percent",
        "falls, then bounces at the bottom",
        "a bounce while it improves",
        "a slight bounce while it improves fast",
        "bounces early, then settles",
    )
    all_named(student, draw, names, because)


@diagnosis_check(0.3)
def test_noise_alone_is_no_oscillation(student, draw):
    """Many small turns do not make an oscillation: a noisy descent is `healthy`, noise on a level `stalled`."""
    because = (
        "Mini-batch noise zigzags on every curve. Without asking for the size of the jumps, every real run would be "
        "called oscillating and every learning rate lowered."
    )
    names = (
        "a noisy descent",
        "one percent of noise and no progress",
        "a quick zigzag of eight percent",
        "a steep descent with a slight zigzag",
    )
    all_named(student, draw, names, because)


@diagnosis_check()
def test_big_jumps_alone_are_no_oscillation(student, draw):
    """A steep descent, a slow wave or a single bump do not turn often enough to oscillate."""
    because = (
        "Steep descent has big jumps and a wide spread too, all in one direction. Oscillation is going back and forth."
    )
    names = (
        "a fast geometric descent",
        "a wave of eight steps",
        "a bump near the end",
    )
    all_named(student, draw, names, because)


@diagnosis_check()
def test_overfitting_is_val_getting_worse_while_train_improves(student, draw):
    """The curve of val is compared with its own best quarter, wherever that was, while train still gets better."""
    because = (
        "Overfitting is leaving the best place on val while train goes on improving. The start of val, or its last "
        "neighbour, says nothing about where it was best; and without progress on train nothing was overfitted."
    )
    names = (
        "the classic U",
        "val rises from the start",
        "val best in its second quarter",
        "val leaves its best late",
        "val worse, and still below its start",
        "val a quarter worse than its best",
        "arrived on train while val rises",
        "late progress while val rises",
        "no progress while val rises",
    )
    all_named(student, draw, names, because)


@diagnosis_check(0.3)
def test_a_gap_is_no_overfitting(student, draw):
    """A val above train is `healthy` as long as val does not get worse; val below train may still overfit."""
    because = (
        "Val lies above train in nearly every healthy run, and its last point jumps. The distance of two curves says "
        "little; the direction of val says it."
    )
    names = (
        "a constant gap",
        "a gap that widens while both fall",
        "val ticks up at the very end",
        "val stands still",
        "val worse, and still below train",
    )
    all_named(student, draw, names, because)


@diagnosis_check()
def test_stalled_is_judged_by_the_whole_descent(student, draw):
    """Less than a tenth of progress from first to last quarter is `stalled`; a flat tail alone is not."""
    because = (
        "A run that has arrived stands still as well, so only the whole descent tells. And going slightly backwards "
        "is no more progress than going nowhere."
    )
    names = (
        "a constant",
        "a learning rate far too small",
        "a mild rise",
        "a first drop onto a high plateau",
        "arrived long ago",
        "just enough progress",
        "a setback before the end",
        "progress lost again",
        "over a hill and back",
    )
    all_named(student, draw, names, because)


@diagnosis_check()
def test_the_gravest_finding_decides(student, draw):
    """Where two rules hold, the earlier one names the run."""
    because = (
        "A run that leaves its valley bouncing has first of all left it, and a zigzag spoils any talk of overfitting. "
        "Naming the lesser trouble would send one to mend the wrong thing."
    )
    names = (
        "a growing zigzag",
        "a late U-turn while val rises",
        "a bounce while it improves and val rises",
        "NaN in val while train climbs",
        "inf in val while train bounces",
        "minus inf in val while train stands",
    )
    all_named(student, draw, names, because)


@diagnosis_check(0.3)
def test_the_unit_of_the_loss_does_not_matter_to_the_diagnosis(student, draw):
    """A thousand times the losses, or a thousandth, get the same name."""
    because = "The unit of a loss is arbitrary: every rule compares losses of one curve with each other."
    told = redrawn_curves(draw)
    for name in ("a smooth descent", "a bounce of two steps"):
        gets_its_name(student, told[name], because)
    # Each curve in the unit in which a fixed threshold would lie on the other side of it.
    for name, unit in (
        ("a quick zigzag of eight percent", 2.0**10),
        ("a mild rise", 2.0**10),
        ("a noisy descent", 2.0**-10),
        ("the classic U", 2.0**-10),
    ):
        told_apart = replace(told[name], label=own_name(student, told[name], because))
        gets_its_name(student, told_apart.scaled(unit), because)


@diagnosis_check(0.2)
def test_the_diagnosis_reads_every_kind_of_curve_and_leaves_it_alone(student, draw):
    """Tuples, arrays, whole numbers and single precision get the same name; the losses stay as they were."""
    because = "A curve is a curve, whatever holds it, and whoever keeps it wants to look at it again."
    told = redrawn_curves(draw)
    for name, kinds in (("the classic U", KINDS[:2]), ("slow growth", KINDS[2:])):
        curve = told[name]
        label = own_name(student, curve, because)
        untouched(student, because)
        for kind, turn in kinds:
            both = (turn(curve.train),) if curve.val is None else (turn(curve.train), turn(curve.val))
            for answer in student.offer(kind, "diagnose_curve", *both):
                exactly(answer, label, because=because, given=curve.given)
                untouched(student, because)
    for name in ("a smooth descent", "a bounce of two steps"):
        gets_its_name(student, told[name], because)
    for answer in student.offer("whole numbers", "diagnose_curve", np.array([3, 7, 4, 6] * 8)):
        exactly(answer, "oscillating", because=because)


@pytest.mark.held_back
@diagnosis_check(0.2)
def test_a_descent_read_backwards_diverges(student, draw):
    """Read from its end to its beginning, a run that got much better is one that got much worse."""
    because = "Time has a direction: the same losses in another order are another run, with another name."
    told = redrawn_curves(draw)
    for name in ("a smooth descent", "a fast geometric descent"):
        gets_its_name(student, told[name].backwards("diverging"), because)
    gets_its_name(student, told["a smooth descent"], because)
