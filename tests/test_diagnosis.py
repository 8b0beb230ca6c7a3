"""What is named, what is left open, and how it is put into words."""

import pytest
from examining import diagnosed, examined

from grader import course
from grader.diagnosis import load_families
from grader.diagnosis.cuts import is_cut
from grader.diagnosis.naming import _choose_ideas, _explain_ideas


def family(function):
    return load_families(next(one for one in course.list_exercises() if function in one.functions))[function]


@pytest.fixture
def named(sandbox):
    return lambda function, text: diagnosed(sandbox, function, text)


def walk(loop, answer="np.array(path)", start="path = [theta]"):
    return f"""
    def gradient_descent(grad_fn, theta0, lr, n_steps):
        theta = np.array(theta0, float)
        {start}
        for k in range(n_steps):
            {loop}
            path.append(theta)
        return {answer}
    """


def test_a_single_idea_is_named_with_its_words_and_its_numbers(named):
    found = named(
        "gradient_step", "def gradient_step(theta, grad, lr):\n    return np.asarray(theta) + lr * np.asarray(grad)"
    )
    assert found.misconceptions == ("GS-ASCENT",)
    assert found.says.startswith("Goes uphill: The gradient points where the loss grows fastest")
    assert found.hint.endswith("?")
    row = found.evidence["probes"][0]
    assert row["yours"] == pytest.approx(row["idea"])
    assert row["yours"] != pytest.approx(row["right"])


def test_two_ideas_are_counted_and_both_are_told(named):
    found = named("gradient_step", "def gradient_step(theta, grad, lr):\n    return theta + 2 * lr * grad")
    assert set(found.misconceptions) == {"GS-ASCENT", "GS-DOUBLE"}
    assert found.says.startswith("Two ideas at once.")


def test_what_a_masking_idea_hides_is_listed_and_not_named(named):
    found = named("gradient_step", "def gradient_step(theta, grad, lr):\n    return theta - grad")
    assert found.misconceptions == ("GS-NOLR",)
    assert ("GS-NOLR", "GS-LR2") in found.alternatives


def test_other_names_of_the_same_path_are_alternatives(named):
    text = """
    def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
        path = [np.asarray(theta0, float)]
        for _ in range(n_steps):
            path.append(path[-1] - lr * grad_fn(path[-1]))
        return path
    """
    found = named("momentum_descent", text)
    assert found.misconceptions == ("MO-UNUSED",)
    assert {("MO-NOSTORE",), ("MO-RESET",)} <= set(found.alternatives)


def test_sets_with_the_same_numbers_and_nothing_in_common_are_both_told(named):
    text = """
    def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
        theta, path = np.asarray(theta0, float), []
        v = 0 * theta
        for _ in range(n_steps):
            theta, v = theta - lr * v, beta * v + grad_fn(theta)
            path.append(theta)
        return path
    """
    found = named("momentum_descent", text)
    assert set(found.misconceptions) == {"MO-LATE", "GD-NOSTART"}
    assert {frozenset(one) for one in found.alternatives} == {frozenset({"GD-NOEND", "GD-STALE"})}
    assert "The same numbers come from “one step too few” with “a slope from one place back”" in found.says


def test_of_sets_that_are_declared_to_look_alike_the_likeliest_is_named_in_full():
    steps = family("gradient_step")
    sets = [frozenset({"GS-MEAN", "GS-NORM"}), frozenset({"GS-MEAN", "GS-SIGN"})]
    assert _choose_ideas(steps, sets) == sets[0]


def test_of_sets_that_only_share_an_idea_the_shared_one_is_named():
    steps = family("gradient_step")
    sets = [frozenset({"GS-MIX", "GS-ABS"}), frozenset({"GS-MIX", "GS-HALF"})]
    assert _choose_ideas(steps, sets) == frozenset({"GS-MIX"})


def test_a_guard_of_ones_own_does_not_hide_a_normalised_step(named):
    text = """
    def gradient_step(theta, grad, lr):
        size = np.linalg.norm(np.ravel(grad))
        return theta - lr * grad / size if size > 0 else theta
    """
    assert named("gradient_step", text).misconceptions == ("GS-NORM",)


@pytest.mark.parametrize("answer", ["np.stack(path)", "path"])
def test_a_path_without_its_end_is_named_whatever_it_does_with_no_rows(named, answer):
    start = "path = []"
    text = walk("place = theta; theta = theta - lr * grad_fn(theta)", answer, start).replace(
        "append(theta)", "append(place)"
    )
    assert named("gradient_descent", text).misconceptions == ("GD-NOEND",)


@pytest.mark.parametrize("tolerance", ["1e-2", "1e-4", "1e-9"])
def test_a_stopping_rule_is_named_whatever_its_tolerance(named, tolerance):
    loop = f"step = lr * grad_fn(theta); theta = theta - step\n            if np.abs(step).max() < {tolerance}: break"
    found = named("gradient_descent", walk(loop))
    assert found.misconceptions == ("GD-TOL",)


def test_a_path_laid_out_in_advance_may_keep_zeros_behind_the_stop(named):
    text = """
    def gradient_descent(grad_fn, theta0, lr, n_steps):
        path = np.zeros((n_steps + 1, *np.shape(theta0)))
        path[0] = theta0
        for k in range(n_steps):
            step = lr * grad_fn(path[k])
            if np.abs(step).max() < 1e-5:
                break
            path[k + 1] = path[k] - step
        return path
    """
    assert named("gradient_descent", text).misconceptions == ("GD-TOL",)


def test_a_path_one_row_short_is_no_stopping_rule(named):
    loop = "theta = theta - lr * grad_fn(theta)"
    text = walk(loop).replace("range(n_steps)", "range(n_steps - 1)")
    assert named("gradient_descent", text).misconceptions == ("GD-NOEND",)


def test_a_cut_needs_a_settled_path():
    import numpy as np

    path = 0.5 ** np.arange(40.0)[:, None] * np.ones(3)
    assert is_cut(path[:20], path)
    assert is_cut(np.concatenate([path[:12], np.repeat(path[11:12], 28, axis=0)]), path)
    assert not is_cut(path[:3], path)
    assert not is_cut(path, path)
    assert not is_cut(1.1 * path[:20], path)


def test_the_papers_velocity_is_named_kindly_as_a_convention(named):
    text = """
    def momentum_step(theta, v, grad, lr, beta):
        v = beta * v - lr * grad
        return theta + v, v
    """
    found = named("momentum_step", text)
    assert found.misconceptions == ("MO-PAPER",)
    assert "The idea is right" in found.says


def test_outputs_are_told_one_by_one(named):
    text = """
    def momentum_step(theta, v, grad, lr, beta):
        new = beta * v + grad
        return theta - lr * new, v
    """
    found = named("momentum_step", text)
    assert found.misconceptions == ("MO-NOSTORE",)
    assert found.evidence["outputs"] == {"theta'": "right", "v'": "off"}


def test_results_in_another_order_are_named(named):
    text = """
    def momentum_step(theta, v, grad, lr, beta):
        v = beta * v + grad
        return v, theta - lr * v
    """
    assert named("momentum_step", text).misconceptions == ("X-ORDER",)


def test_single_precision_does_not_keep_an_idea_from_its_name(named):
    text = """
    def gradient_step(theta, grad, lr):
        return np.asarray(theta, np.float32) + np.float32(lr) * np.asarray(grad, np.float32)
    """
    assert named("gradient_step", text).misconceptions == ("GS-ASCENT",)


def test_numbers_of_nobodys_idea_are_left_unnamed(named):
    found = named("gradient_step", "def gradient_step(theta, grad, lr):\n    return np.cos(theta) - lr * grad**3")
    assert found.misconceptions == ()
    assert found.says


def test_right_numbers_are_called_right(named):
    found = named(
        "gradient_step", "def gradient_step(theta, grad, lr):\n    return np.asarray(theta) - lr * np.asarray(grad)"
    )
    assert found.misconceptions == ()
    assert "your numbers are right" in found.says


def test_a_right_function_gets_a_note_for_its_place_of_eps(sandbox):
    text = """
    def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
        return theta - lr * (m / (1 - beta1**t)) / np.sqrt(v / (1 - beta2**t) + eps), m, v
    """
    diagnoses, notes = examined(sandbox, "adam_step", text, outcome="passed")
    assert diagnoses == []
    assert [note.id for note in notes] == ["AD-EPSIN"]


def test_an_unwritten_function_has_no_diagnosis(sandbox):
    text = "def gradient_step(theta, grad, lr):\n    raise NotImplementedError"
    assert examined(sandbox, "gradient_step", text) == ([], [])


ALARM = """
def detect_divergence(losses, factor=2.0, patience=3):
    losses = [float(loss) for loss in losses]
    best, row = float("inf"), 0
    for i, loss in enumerate(losses):
        {line}
        if not np.isfinite(loss):
            return i
        row = row + 1 if loss > factor * best else 0
        if row >= {patience}:
            return i
        {best}
    return -1
"""
BEST = "best = min(best, loss)"


@pytest.mark.parametrize(
    ("line", "patience", "best", "idea"),
    [
        ("pass", "1", BEST, "DV-IMPATIENT"),
        ("best = min(best, sum(losses[i - 2 : i + 1]) / 3) if i >= 2 else best", "patience", "pass", "DV-SMOOTH"),
        ("pass", "patience", "best = min(best, np.mean(losses[max(0, i - 2) : i + 1]))", "DV-SMOOTH"),
    ],
)
def test_alarms_that_ask_for_no_patience_or_smooth_their_best_are_named(named, line, patience, best, idea):
    found = named("detect_divergence", ALARM.format(line=line, patience=patience, best=best))
    assert found.misconceptions == (idea,)


def test_jumps_counted_in_total_are_one_idea(named):
    text = """
    def detect_divergence(losses, factor=2.0, patience=3):
        jumps = 0
        for i, loss in enumerate(losses):
            if not np.isfinite(loss):
                return i
            jumps += i > 0 and loss > factor * losses[i - 1]
            if jumps == patience:
                return i
        return -1
    """
    assert named("detect_divergence", text).misconceptions == ("DV-JUMPS",)


CURVE = """
def diagnose_curve(train, val=None):
    train = np.asarray(train, float)
    val = None if val is None else np.asarray(val, float)
    if not np.isfinite(train).all() or (val is not None and not np.isfinite(val).all()):
        return "exploding"
    quarters, half = train.reshape(4, -1).mean(axis=1), train[len(train) // 2 :]
    jumps = np.diff(half)
    turns = (jumps[1:] * jumps[:-1] < 0).sum()
    if quarters[3] > 1.5 * quarters[:3].min():
        return "diverging"
    if {turning} and np.abs(jumps).mean() > 0.1 * half.mean():
        return "oscillating"
    if val is not None and quarters[3] < 0.9 * quarters[0]:
        of_val = val.reshape(4, -1).mean(axis=1)
        if of_val[3] > 1.1 * of_val[:3].min():
            return "overfitting"
    return "stalled" if quarters[3] > 0.9 * quarters[0] else "healthy"
"""


@pytest.mark.parametrize(
    ("turning", "idea"),
    [("turns >= 1", "DV-TURNS"), ("turns >= 2", "DV-TURNS"), ("turns > 2", "DV-TURNS"), ("True", "DV-OSCNOTURN")],
)
def test_one_turn_is_told_from_none_at_all(named, turning, idea):
    assert named("diagnose_curve", CURVE.format(turning=turning)).misconceptions == (idea,)


def test_a_call_with_a_matrix_is_made_smaller_in_rows_and_columns(named):
    found = named(
        "newton_step",
        """
        def newton_step(theta, grad, hessian, damping=0.0):
            curvatures, ways = np.linalg.eigh(np.asarray(hessian, dtype=float))
            return theta - ways @ ((ways.T @ np.asarray(grad, dtype=float)) / (np.abs(curvatures) + damping))
        """,
    )
    assert found.misconceptions == ("NE-ABS",)
    # The stub's own example is a bowl, which this idea gets right.
    assert found.evidence["call"] == "newton_step(np.array([1.0]), np.array([-2.0]), np.array([[-2.0]]))"


def test_an_idea_begins_with_a_capital_unless_it_begins_with_a_name_of_the_code():
    families = [family for each in course.list_exercises() for family in load_families(each).values()]
    said = {
        idea.name: _explain_ideas(family, [idea], []).partition(":")[0] for family in families for idea in family.ideas
    }
    assert said["min_delta has no say"] == "min_delta has no say"
    assert said["lr has no say"] == "lr has no say"
    assert said["h has no say"] == "h has no say"
    assert said["noise without a slope"] == "Noise without a slope"
    assert said["NaN alone is seen"] == "NaN alone is seen"
