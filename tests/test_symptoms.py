"""Each symptom on a small wrong program of its own, in a real worker."""

import re

import numpy as np
import pytest
from examining import diagnosed

from grader.diagnosis.answers import compute_right_answers
from grader.diagnosis.symptoms import again, amount, paths
from grader.diagnosis.symptoms.case import Case
from grader.diagnosis.trial import Trial
from grader.misconceptions.toolkit import Probe, family
from grader.sandbox.outcomes import Returned

STEP = "def gradient_step(theta, grad, lr):\n    theta, grad = np.asarray(theta, float), np.asarray(grad, float)\n    "
MOMENTUM = "def momentum_step(theta, v, grad, lr, beta):\n    v = beta * np.asarray(v) + np.asarray(grad)\n    "
CORRECT = "def bias_correct(moment, beta, t):\n    moment = np.asarray(moment, float)\n    "


@pytest.fixture
def told(sandbox):
    """The ids and the words of what a function's numbers show."""

    def run(function, text):
        found = diagnosed(sandbox, function, text)
        assert found.misconceptions in ((), ("X-MUTATES",)), found.misconceptions
        return [one["id"] for one in found.evidence["symptoms"]], found.says

    return run


@pytest.fixture
def walked(told):
    """The same for a descent whose loop and return are given."""

    def run(change="", answer="np.array(path)"):
        return told(
            "gradient_descent",
            f"""
            def gradient_descent(grad_fn, theta0, lr, n_steps):
                theta = np.asarray(theta0, float)
                path = [theta]
                for k in range(n_steps):
                    step = lr * grad_fn(theta)
                    {change or "pass"}
                    theta = theta - step
                    path.append(theta)
                return {answer}
            """,
        )

    return run


def test_a_missing_return_is_told(told):
    ids, says = told("gradient_step", STEP + "theta - lr * grad")
    assert ids == ["none"]
    assert "None" in says


def test_a_text_for_numbers_is_told(told):
    ids, says = told("gradient_step", STEP + "return str(theta - lr * grad)")
    assert ids == ["value"]
    assert "text" in says


def test_changed_arguments_are_the_finding_where_the_numbers_are_right(sandbox):
    found = diagnosed(
        sandbox, "gradient_step", "def gradient_step(theta, grad, lr):\n    theta -= lr * grad\n    return theta"
    )
    assert found.misconceptions == ("X-MUTATES",)


def test_randomness_is_told_and_nothing_else(told):
    ids, says = told("gradient_step", STEP + "return theta - lr * (grad + 0.01 * np.random.randn())")
    assert ids == ["state"]
    assert "at random" in says


def test_a_counter_between_calls_is_told(told):
    ids, _ = told("gradient_step", "CALLS = []\n" + STEP + "CALLS.append(1)\n    return theta - lr * grad / len(CALLS)")
    assert ids == ["state"]


def test_a_cache_that_shows_only_in_the_second_call_is_told(told):
    text = "SEEN = {}\n" + STEP + "return SEEN.setdefault((theta.shape, lr), theta - lr * grad)"
    ids, says = told("gradient_step", text)
    assert ids == ["state"]
    assert "Something is kept between calls." in says


def test_an_integer_grid_is_told_where_decimals_are_right(told):
    text = """
    def gradient_step(theta, grad, lr):
        new = np.array(theta)
        new -= lr * np.asarray(grad)
        return new
    """
    ids, says = told("gradient_step", text)
    assert ids == ["whole_numbers"]
    assert "cannot store fractions" in says


def test_an_argument_without_influence_is_told_with_its_factor(told):
    ids, says = told("gradient_step", STEP + "return theta - 0.1 * grad")
    assert ids == ["ignored", "factor"]
    assert "lr has no influence" in says
    assert "as if lr were always 0.1" in says


def test_a_friction_of_ones_own_is_told(told):
    ids, says = told(
        "momentum_step", MOMENTUM.replace("beta * np", "0.9 * np") + "return np.asarray(theta) - lr * v, v"
    )
    assert ids[0] == "ignored"
    assert "beta has no influence" in says


def test_a_constant_answer_is_told(told):
    ids, _ = told("gradient_step", STEP + "return np.zeros(theta.shape)")
    assert ids == ["constant"]


def test_the_wrong_output_is_told_beside_the_right_one(told):
    ids, says = told("momentum_step", MOMENTUM + "return np.asarray(theta) - lr * v - 0.5, v")
    assert ids[0] == "outputs"
    assert re.search(r"v' is right on all \d+ inputs tried\. theta' is off\.", says)


def test_a_factor_in_the_words_of_the_arguments_is_told(told):
    ids, says = told("bias_correct", CORRECT + "return moment / (1 - beta**t) / (1 + beta)")
    assert ids != ["factor"] or "(1 + beta)" in says
    ids, says = told("bias_correct", CORRECT + "return 3 * moment / (1 - beta**t)")
    assert ids == ["factor"]
    assert "3 times the right length" in says


def test_a_direction_turned_around_is_told(told):
    ids, says = told("bias_correct", CORRECT + "return -moment / (1 - beta**t)")
    assert ids[0] == "sign"
    assert "its length is right" in says


def test_a_rounding_is_told_with_its_decimals(told):
    ids, says = told("gradient_step", STEP + "return np.round(theta - lr * grad, 2)")
    assert ids == ["rounded"]
    assert "throws digits away" in says


def test_whole_numbers_for_decimals_are_told(told):
    ids, _ = told("gradient_step", STEP + "return (theta - lr * grad).astype(int)")
    assert ids == ["rounded"]


def test_sorted_entries_are_told(told):
    ids, says = told("gradient_step", STEP + "return np.sort(theta - lr * grad, axis=None).reshape(theta.shape)")
    assert ids == ["permuted"]
    assert "sorted" in says


def test_one_number_for_all_entries_is_told(told):
    ids, _ = told(
        "momentum_step", MOMENTUM + "v = np.full(np.shape(v), np.sum(v))\n    return np.asarray(theta) - lr * v, v"
    )
    assert "one_for_all" in ids


@pytest.mark.parametrize(
    ("felt", "words"),
    [
        ("np.maximum(grad, 0)", "grad is negative"),
        ("np.minimum(grad, 0)", "grad is positive"),
        ("np.where(np.abs(grad) < 0.5, 0, grad)", "grad is small"),
    ],
)
def test_entries_that_are_off_are_told_by_their_slope(told, felt, words):
    ids, says = told("gradient_step", STEP + f"return theta - lr * {felt}")
    assert ids == ["entries"]
    assert words in says


def test_a_single_coordinate_that_moves_is_told(told):
    ids, says = told("gradient_step", STEP + "new = theta.copy()\n    new.flat[0] -= lr * grad.flat[0]\n    return new")
    assert ids == ["coordinates"]
    assert "only entries after the first of theta' are ever off" in says


def test_a_kind_of_input_that_is_off_is_told(told):
    ids, says = told("gradient_step", STEP + "return theta - lr * grad * (1.3 if theta.ndim == 0 else 1)")
    assert ids == ["only_axes_0"]
    assert "plain numbers" in says


def test_one_probe_alone_draws_no_line(told):
    ids, _ = told("gradient_step", STEP + "return theta - lr * grad * (1.37 if theta.shape == (2, 3) else 1)")
    assert not any(one.startswith("only") for one in ids)


def test_an_exception_is_told_with_where_it_comes_from(told):
    ids, says = told("gradient_step", STEP + "len(theta)\n    return theta - lr * grad")
    assert ids == ["raises_where"]
    assert "TypeError is raised for plain numbers" in says


def test_a_shape_is_told_where_the_numbers_are_right(told):
    ids, says = told("gradient_step", STEP + "return [theta - lr * grad]")
    assert ids == ["shape"]
    assert "You returned a list that holds theta'." in says


def test_one_value_for_a_pair_is_told(told):
    ids, says = told("momentum_step", MOMENTUM + "return np.asarray(theta) - lr * v")
    assert ids[0] == "parts"
    assert "Your theta' is right. The caller needs two" in says


def test_a_path_that_runs_backwards_is_told(walked):
    assert walked(answer="np.array(path)[::-1]")[0] == ["reversed"]


def test_a_path_on_its_side_is_told(walked):
    assert walked(answer="np.array(path).T")[0] == ["transposed"]


def test_slopes_for_places_are_told(walked):
    assert walked(answer="np.array([grad_fn(row) for row in path])")[0] == ["slopes"]


def test_rows_too_many_are_counted(walked):
    ids, says = walked(answer="np.array([path[0], path[0], *path, path[0]])")
    assert ids[0] == "rows"
    assert "3 rows more" in says


def test_the_row_where_the_path_leaves_is_told(walked):
    ids, says = walked("step = step if k < 3 else 0 * step")
    assert "leaves" in ids
    assert "right up to row 3 and leaves the right one at row 4" in says


def test_a_first_row_that_is_off_is_told(walked):
    ids, says = walked(answer="np.array(path) + 1.0")
    assert ids[0] == "leaves"
    assert "very first row" in says


def test_a_schedule_of_ones_own_is_told_by_its_pace(walked):
    ids, says = walked("step = step * 0.83 ** k")
    assert ids[0] == "pace"
    assert "1, 0.83, 0.689" in says


def test_a_constant_pace_is_a_factor(walked):
    ids, says = walked("step = 1.3 * step")
    assert ids[0] == "factor"
    assert "1.3 times the right length" in says


def test_a_run_ended_because_it_blew_up_is_told(walked):
    ids, says = walked("if np.abs(theta - step).max() > 100: break")
    assert ids == ["bounded"]
    assert "beyond some size between" in says


def test_an_alarm_that_comes_late_by_a_fixed_count_is_told(told):
    text = """
    def detect_divergence(losses, factor=2.0, patience=3):
        best, row = float("inf"), 0
        for index, loss in enumerate(losses):
            if not np.isfinite(loss):
                return index + 7
            row = row + 1 if loss > factor * best else 0
            if row >= patience:
                return index + 7
            best = min(best, loss)
        return -1
    """
    ids, says = told("detect_divergence", text)
    assert "offset" in ids
    assert "7 later" in says
    assert "no influence" not in says  # on many curves patience need not matter


def test_an_argument_that_comes_back_is_told(told):
    ids, says = told("gradient_step", STEP + "return grad")
    assert ids == ["echo"]
    assert "theta' is grad" in says
    ids, says = told("adam_step", "def adam_step(theta, m, v, grad, t, *rest):\n    return theta, m, v")
    assert ids == ["echo"]
    assert "theta' is theta, m' is m and v' is v" in says


def test_an_empty_path_is_told_by_its_shape(walked):
    ids, says = walked(answer="[]")
    assert ids[0] == "shape"
    assert "(0,)" in says


def test_an_answer_that_changes_with_the_unit_of_the_loss_is_told(told):
    ids, says = told(
        "detect_divergence",
        """
        def detect_divergence(losses, factor=2.0, patience=3):
            row = 0
            for index, loss in enumerate(losses):
                if not np.isfinite(loss):
                    return index
                row = row + 1 if loss > 12 + factor else 0
                if row == patience:
                    return index
            return -1
        """,
    )
    assert "units" in ids
    assert "ratios" in says


MONITOR = """
def early_stopping(val, patience, min_delta=0.0):
    best, index, count = float("inf"), 0, 0
    for i, loss in enumerate(val):
        if {better}:
            best, index, count = loss, i, 0
        else:
            count += 1
        if count >= patience:
            return i, index
    return len(val) - 1, index
"""


def test_a_difference_of_losses_is_in_another_unit_with_them(told):
    ids, _ = told("early_stopping", MONITOR.format(better="loss < best - 1.7 * min_delta"))
    assert "units" not in ids
    ids, says = told("early_stopping", MONITOR.format(better="loss < best - min_delta - 0.17"))
    assert "units" in ids
    assert "curve and min_delta" in says


def test_a_single_number_has_a_size_and_a_sign_but_no_direction(told):
    edge = "def max_stable_lr(hessian):\n    return {} / np.linalg.eigvalsh(hessian)[-1]\n"
    for answer, says in (("0.5", "0.25 times the right number"), ("-7", "has the other sign")):
        _, told_of = told("max_stable_lr", edge.format(answer))
        assert says in told_of
        assert "direction" not in told_of


def test_a_setting_that_shows_on_a_few_runs_only_has_its_influence(told):
    ids, _ = told(
        "detect_divergence",
        """
        def detect_divergence(losses, factor=2.0, patience=3):
            calm, row = float("inf"), 0
            for index, loss in enumerate(losses):
                if not np.isfinite(loss):
                    return index
                calm, row = (calm, row + 1) if loss > factor * calm else (loss, 0)
                if row == patience:
                    return index
            return -1
        """,
    )
    assert "ignored" not in ids


def test_the_right_things_in_another_order_are_told(told):
    text = """
        def adam_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
            m, v = beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2
            step = lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
            return m, theta - step, v
        """
    ids, says = told("adam_step", text)
    assert ids == ["reordered"]
    assert "(m', theta', v')" in says


def test_numbers_that_are_not_finite_are_counted(told):
    ids, says = told("bias_correct", CORRECT + "return moment / np.float64(max(0, 3 - t))")
    assert "nonfinite" in ids
    assert "nan or inf" in says


def test_one_number_where_an_array_was_asked_for_is_told(told):
    ids, says = told("bias_correct", CORRECT + "return 1 - beta**t")
    assert ids[0] == "shape"
    assert "moment has no influence" in says


def test_a_path_that_stands_still_after_its_first_step_is_told(walked):
    ids, says = walked("step = step if k == 0 else 0 * step")
    assert ids[0] == "stops"
    assert "row 1" in says


def test_an_answer_to_everything_is_no_pair_of_ideas(told):
    text = "def detect_divergence(losses, factor=2.0, patience=3):\n    return -1"
    assert told("detect_divergence", text)[0] == ["constant"]


def test_a_slope_that_is_not_looked_at_is_no_set_of_ideas(told):
    ids, says = told("gradient_step", STEP + "return theta - lr")
    assert "ignored" in ids
    assert "grad has no influence" in says


@family(
    (),
    gives=("path",),
    probes=[Probe(np.array([1.0, size]), steps) for size in (2.0, -3.0) for steps in (2, 5)],
)
def spiral(centre, n_steps, *, turn):
    """A path of no slope, no rate and no start."""
    return np.stack([centre * (1 + k) for k in range(n_steps + 1)])


@pytest.mark.parametrize("change", [lambda path: 0 * path, lambda path: -path, lambda path: path[::-1]])
def test_a_path_without_a_rate_or_a_start_is_looked_at_all_the_same(change):
    right = compute_right_answers(spiral.family)
    answers = tuple((change(path),) for (path,) in right)
    case = Case(None, spiral.family, Trial(tuple(Returned(path) for (path,) in answers), answers, right))
    for detect in (
        paths.find_wrong_order,
        paths.find_leaving_row,
        paths.find_wrong_pace,
        again.find_echoed_arguments,
        amount.find_wrong_sign,
        amount.find_wrong_factor,
    ):
        assert all("start" not in symptom["says"] or symptom["id"] == "leaves" for symptom in detect(case))


@family((), gives=("theta'",), moves={"theta'": "theta"}, probes=[Probe(1.0, 2.0), Probe(np.ones(1), np.ones(3))])
def spread_step(theta, grad, *, turn):
    """A step whose answer may have another shape than the place it starts from."""
    return theta - grad


def test_a_right_answer_of_another_shape_than_its_start_has_no_move():
    right = compute_right_answers(spread_step.family)
    case = Case(None, spread_step.family, Trial((), tuple((2 * answer,) for (answer,) in right), right))
    (move,) = case.iterate_moves()
    assert len(move.answers) == len(move.right) == len(move.probes) == 1
    assert not list(amount.find_wrong_factor(case))


def test_a_diagnosis_that_fails_costs_no_other_function_its_own(monkeypatch, graded):
    looked = []

    def fail_first(session, family, trial):
        looked.append(family.function)
        if len(looked) == 1:
            raise KeyError("lr")
        return []

    monkeypatch.setattr("grader.diagnosis.search.find_symptoms", fail_first)
    report = graded(
        "import numpy as np\n"
        "def ema_moments(m, v, grad, beta1, beta2):\n    return np.cos(m) + grad, np.sin(v)\n"
        "def bias_correct(moment, beta, t):\n    return np.cos(moment) + t\n"
    )
    assert looked == ["ema_moments", "bias_correct"]
    assert [diagnosis.function for diagnosis in report.diagnoses] == ["bias_correct"]
    assert [(note.id, note.function) for note in report.notes if note.id == "kit"] == [("kit", "ema_moments")]


LABELS = """
def diagnose_curve(train, val=None):
    LABEL = {"healthy": "%s", "diverging": "%s"}
    return LABEL["diverging" if train[-1] > train[0] else "healthy"]
"""


def test_words_that_are_none_of_the_labels_are_told_as_that(told):
    ids, says = told("diagnose_curve", LABELS % ("fine", "bad"))
    assert ids[0] == "strange_labels"
    assert "On none of the" in says


def test_labels_in_capitals_are_told_by_their_spelling(told):
    text = """
    def flow_verdict(norms, low=1e-3, high=1e3):
        ratio = norms[0] / norms[-1]
        if not np.isfinite(norms).all() or ratio > high:
            return "EXPLODING"
        return "VANISHING" if ratio < low else "HEALTHY"
    """
    ids, says = told("flow_verdict", text)
    assert ids[0] == "spelling"
    assert "letter by letter" in says


def test_labels_of_which_some_are_right_are_told_by_what_they_are_taken_for(told):
    ids, says = told("diagnose_curve", LABELS % ("healthy", "wobbly"))
    assert ids[0] == "labels"
    assert "“wobbly”" in says


def test_a_path_that_begins_at_its_start_is_not_said_to_be_off_after_its_first_row(told):
    text = """
    def gradient_descent(grad_fn, theta0, lr, n_steps):
        path = [np.asarray(theta0, float)]
        for _ in range(n_steps):
            path.append(path[-1] - lr * np.cos(path[-1]) - 0.1 * lr * grad_fn(path[-1]) ** 3)
        return np.array(path)
    """
    _, says = told("gradient_descent", text)
    assert "after the first" not in says


def test_exceptions_of_two_kinds_are_told_and_an_exception_is_no_none(sandbox):
    text = """
    def gradient_descent(grad_fn, theta0, lr, n_steps):
        path = np.zeros((n_steps + 1, len(theta0)))
        path[0] = theta0
        for k in range(n_steps):
            path[k + 1] = path[k] - lr * grad_fn(path[k])
        return path
    """
    shown = diagnosed(sandbox, "gradient_descent", text)
    assert re.search(r"TypeError or ValueError is raised .* right", shown.says)
    assert shown.evidence["probes"][0]["yours"] == "it stopped (TypeError)"
