"""What the recipes on the shelf of pictures make of right, wrong and broken functions."""

import contextlib
import hashlib
import json
import math
import textwrap
from importlib import resources
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from grader import course, pictures
from grader.diagnosis import load_families
from grader.execution.session import CallFailed, SubmissionSession
from grader.grading import grade, grade_all
from grader.misconceptions.toolkit import Turn
from grader.model import Picture, Submission
from grader.pictures.toolkit import N_STEPS, SLOPE, START
from grader.sandbox import Limits
from grader.submission import read_submission
from grader.view.document import make_document

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads(resources.files("grader.view").joinpath("report.schema.json").read_text("utf-8"))
DRAWABLE = [one for one in course.list_exercises() if pictures.load_recipes(one)]
FUNCTIONS = [(one, name) for one in DRAWABLE for name in pictures.load_recipes(one)]


@pytest.fixture
def drawn(sandbox):
    """The pictures of a text, by function, once every function has come back or failed to."""

    def draw(name: str, text: str, **limits: float) -> dict[str, Picture]:
        exercise = course.find_exercise(name)
        source = textwrap.dedent(text).encode()
        submission = Submission(exercise, None, source, "mine.py", hashlib.sha256(source).hexdigest())
        session = SubmissionSession(submission, course.read_parameters(exercise), sandbox, Limits(**limits))
        try:
            assert not session.gone
            for function, family in load_families(exercise).items():
                with contextlib.suppress(CallFailed):
                    session.call_value(function, *family.probes[0])
            findings = list(session.findings)
            made = pictures.draw_pictures(session)
            assert session.findings == findings, "a picture is never held against anybody"
        finally:
            session.close()
        return {picture.function: picture for picture in made}

    return draw


def solution(name: str) -> str:
    return (ROOT / "solutions" / f"{course.find_exercise(name).stem}.py").read_text("utf-8")


def wrong(name: str, file: str) -> str:
    return (ROOT / "tests" / "submissions" / "wrong" / course.find_exercise(name).stem / f"{file}.py").read_text(
        "utf-8"
    )


def curve(picture: Picture, role: str):
    return next(one for one in picture.curves if one.role == role)


def test_every_recipe_belongs_to_an_exercise():
    stems = {path.stem for path in course.locate_shelf("pictures").glob("exercise*.py")}
    assert stems <= {one.stem for one in course.list_exercises()}
    assert len(stems) >= 5


@pytest.mark.parametrize("exercise", DRAWABLE, ids=lambda one: one.name)
def test_of_a_right_solution_every_recipe_makes_a_picture_that_is_right(exercise, drawn):
    made = drawn(exercise.name, solution(exercise.name))
    assert made.keys() == pictures.load_recipes(exercise).keys()
    for picture in made.values():
        assert not picture.differs
        assert all(one.role != "right" for one in picture.curves), "one curve says it"
        assert picture.says.endswith(".")
        assert picture.words == f"{picture.function}, {picture.title}: {picture.says}"
        assert_drawable(picture)


@pytest.mark.parametrize("exercise", DRAWABLE, ids=lambda one: one.name)
def test_a_stub_has_no_picture(exercise, drawn):
    assert drawn(exercise.name, course.locate_stub(exercise).read_text("utf-8")) == {}


@pytest.mark.parametrize(("exercise", "function"), FUNCTIONS, ids=lambda one: getattr(one, "name", one))
def test_the_right_way_and_every_wrong_turn_of_a_family_make_a_sound_picture_or_none(exercise, function):
    """The recipes meet whatever ideas there are, without a process: trusted code answers."""
    recipe = pictures.load_recipes(exercise)[function]
    family = load_families(exercise)[function]
    defaults = course.read_defaults(exercise)[function]
    assert not recipe(Rehearsed(family, Turn(), defaults)).differs
    seen = set()
    for choice in family.iterate_choices(1):
        try:
            with np.errstate(all="ignore"):
                picture = recipe(Rehearsed(family, Turn(dict(choice)), defaults))
        except pictures.NoValue:
            continue
        assert_drawable(picture)
        if picture.differs:
            seen.add(choice[0][0])
    hidden = {idea.id for idea in family.ideas} - seen
    assert len(seen) > len(hidden), "most ideas can be seen"


class Rehearsed:
    """A variant of a family in place of a learner's function."""

    def __init__(self, family, turn, defaults):
        self.function = family.function
        self._defaults = defaults
        self._family = family
        self._count = family.run.__code__.co_argcount
        self._turn = turn

    def __call__(self, *arguments):
        left_out = self._defaults[len(arguments) - self._count :] if len(arguments) < self._count else ()
        try:
            return self._family.run(*arguments, *left_out, turn=self._turn)
        except (ValueError, ZeroDivisionError, IndexError, TypeError, OverflowError):
            raise pictures.NoValue from None


def assert_drawable(picture: Picture) -> None:
    for one in picture.curves:
        assert len(one.xs) == len(one.ys) > 0
        assert all(math.isfinite(number) for number in (*one.xs, *one.ys))
        assert all(type(number) is float for number in (*one.xs, *one.ys))
    if picture.window is not None:
        left, right, bottom, top = picture.window
        assert left < right
        assert bottom < top
    VALIDATOR.validate(json.loads(json.dumps([to_builtins(picture)])))


VALIDATOR = jsonschema.Draft202012Validator({**SCHEMA["properties"]["pictures"], "$defs": SCHEMA["$defs"]})


# ---- what a picture says -------------------------------------------------------------------------------------


def test_an_ascent_is_seen_leaving_the_valley(drawn):
    picture = drawn("1", wrong("1", "descent_uphill"))["gradient_descent"]
    yours, right = curve(picture, "yours"), curve(picture, "right")
    assert picture.differs
    assert "leaves the picture at step 2" in picture.says
    assert abs(yours.ys[-1]) > 1e6 > abs(right.ys[-1])
    assert picture.window is not None
    assert picture.window[3] < 30, "what is right keeps its size"


def test_half_a_step_creeps_and_says_so(drawn):
    picture = drawn("1", wrong("1", "half"))["gradient_step"]
    assert "The paths part at step 1." in picture.says
    assert "yours still has" in picture.says
    assert "leaves the picture" not in picture.says


def test_a_path_that_is_too_long_is_drawn_and_counted(drawn):
    picture = drawn("1", wrong("1", "one_step_too_many"))["gradient_descent"]
    assert f"Yours has {N_STEPS + 2} finite rows, {N_STEPS + 1} were asked for." in picture.says


def test_a_right_ball_is_drawn_beside_plain_descent(drawn):
    picture = drawn("2", solution("2"))["momentum_descent"]
    assert curve(picture, "beside").name == "plain descent, same lr"
    losses = [float(np.linalg.norm(np.array([one.xs[-1], one.ys[-1]]))) for one in picture.curves[-2:]]
    assert losses[1] < losses[0] / 2


def test_a_velocity_that_is_an_average_makes_the_ball_creep(drawn):
    picture = drawn("2", wrong("2", "ema_velocity"))["momentum_step"]
    assert picture.differs
    assert curve(picture, "yours").xs[-1] < curve(picture, "right").xs[-1] - 3


def test_without_correction_the_steps_are_those_drawn_beside(drawn):
    picture = drawn("3", wrong("3", "adam_no_correction"))["adam_step"]
    assert curve(picture, "yours").ys == pytest.approx(curve(picture, "beside").ys, rel=1e-6)
    assert curve(picture, "right").ys == pytest.approx((1.0,) * 100, rel=1e-6)
    assert "Yours are those without correction, in units of lr 3.2 at step 1, 6.6 at step 12" in picture.says


def test_uphill_steps_are_below_zero(drawn):
    picture = drawn("3", wrong("3", "adam_uphill"))["adam_step"]
    assert max(curve(picture, "yours").ys) < 0
    assert "uphill" in picture.says
    assert picture.window is not None
    assert picture.window[2] < -1


def test_a_correction_left_out_is_the_raw_average(drawn):
    picture = drawn("3", wrong("3", "bc_none"))["bias_correct"]
    assert curve(picture, "yours").ys == pytest.approx(curve(picture, "beside").ys)


def test_of_the_two_memories_the_one_that_differs_is_drawn(drawn):
    assert drawn("3", wrong("3", "ema_absolute_value"))["ema_moments"].up == "v"
    assert drawn("3", wrong("3", "ema_own_swapped_in_m_only"))["ema_moments"].up == "m"


def test_decay_that_went_through_adam_is_nearly_a_line(drawn):
    picture = drawn("4", wrong("4", "w_is_l2"))["adamw_step"]
    assert curve(picture, "yours").ys == pytest.approx(curve(picture, "beside").ys, rel=1e-6)
    assert curve(picture, "right").ys[7] == pytest.approx(4 * 0.9**7)


def test_weights_that_grow_are_cut_off_and_the_numbers_kept(drawn):
    picture = drawn("4", wrong("4", "w_grows"))["adamw_step"]
    assert "yours has 470 left" in picture.says
    assert picture.says.endswith("A part of yours lies beyond the picture.")


def test_a_silent_alarm_has_no_mark_and_is_told(drawn):
    picture = drawn("5", wrong("5", "alarm_against_first"))["detect_divergence"]
    assert all(one.role != "yours" for one in picture.curves)
    (place,) = curve(picture, "right").xs
    assert f"Yours stays silent; it should go off at {place:g}." in picture.says


def test_a_wrong_word_is_shown_with_the_run_it_was_given(drawn):
    picture = drawn("5", wrong("5", "verdict_gap"))["diagnose_curve"]
    assert picture.title == "“a constant gap”"
    assert picture.says.startswith("You call this run “overfitting”; it is “healthy”")
    assert {one.name for one in picture.curves} == {"training loss", "validation loss"}


# ---- functions that do not answer ----------------------------------------------------------------------------


WALK = "def gradient_descent(grad_fn, theta0, lr, n_steps):\n    {}\n"
STEP = "def gradient_step(theta, grad, lr):\n    return theta - lr * grad\n"


@pytest.mark.parametrize(
    "body",
    [
        "return None if n_steps > 19 else [theta0] * (n_steps + 1)",
        "raise RuntimeError('no')",
        "return [[float('nan')] * 2] * (n_steps + 1)",
        "return [[1.0, 2.0], [3.0]]",
        "return theta0",
        "return [['a', 'b']] * (n_steps + 1)",
        "return [[1j, 2j]] * (n_steps + 1)",
        "return [1.0, 2.0, 3.0]",
        "return []",
        "return {0: theta0}",
    ],
)
def test_what_is_no_path_has_no_picture(body, drawn):
    made = drawn("1", "import numpy as np\n" + STEP + WALK.format(body))
    assert list(made) == ["gradient_step"]


def test_a_path_is_drawn_up_to_where_its_numbers_end(drawn):
    body = "return np.array([theta0 * np.float64(10) ** (60 * k) for k in range(n_steps + 1)])"
    picture = drawn("1", "import numpy as np\n" + STEP + WALK.format(body))["gradient_descent"]
    assert 2 <= len(curve(picture, "yours").xs) < N_STEPS
    assert_drawable(picture)


def test_code_that_hangs_is_waited_for_once(drawn):
    hangs = "def gradient_step(theta, grad, lr):\n    while abs(theta).max() > 8:\n        pass\n    return theta\n"
    body = "while n_steps == 20:\n        pass\n    return [theta0]"
    assert drawn("1", "import numpy as np\n" + hangs + WALK.format(body), seconds=0.3, total_seconds=3.0) == {}


def test_code_that_dies_costs_only_its_picture(drawn):
    dies = "def gradient_step(theta, grad, lr):\n    abs(theta).max() > 8 and os._exit(3)\n    return theta\n"
    assert drawn("1", "import os\nimport numpy as np\n" + dies) == {}


# ---- in a report ----------------------------------------------------------------------------------------------


def graded(name: str, path: Path, **options):
    return grade(read_submission(course.find_exercise(name), path), **options)


@pytest.mark.parametrize("file", ["descent_uphill", "slip_generator_returned", "slip_global_state"])
def test_a_picture_changes_nothing_else_in_a_report(file):
    path = ROOT / "tests" / "submissions" / "wrong" / course.find_exercise("1").stem / f"{file}.py"
    without, with_ = graded("1", path), graded("1", path, pictures=True)
    assert without.pictures == ()
    assert replace(with_, pictures=(), seconds=0.0) == replace(without, seconds=0.0)


def test_a_passed_exercise_shows_its_last_function_and_a_failed_one_the_first_that_differs():
    passed = graded("1", ROOT / "solutions" / f"{course.find_exercise('1').stem}.py", pictures=True)
    assert [one.function for one in passed.pictures] == ["gradient_descent"]
    path = ROOT / "tests" / "submissions" / "wrong" / course.find_exercise("1").stem / "ascent_shared_with_descent.py"
    failed = graded("1", path, pictures=True)
    assert [one.function for one in failed.pictures] == ["gradient_step"]


def test_where_nothing_differs_a_failed_exercise_shows_no_picture(tmp_path):
    """The last function is not written yet."""
    path = tmp_path / "exercise01.py"
    path.write_text(STEP, "utf-8")
    report = graded("1", path, pictures=True)
    assert report.status == "failed"
    assert report.pictures == ()


def test_a_file_that_cannot_be_read_has_no_picture(tmp_path):
    path = tmp_path / "exercise01.py"
    path.write_text("def gradient_step(:", "utf-8")
    assert graded("1", path, pictures=True).pictures == ()


def test_the_report_as_data_holds_pictures_only_where_they_were_asked_for():
    path = ROOT / "solutions" / f"{course.find_exercise('2').stem}.py"
    told = make_document(graded("2", path, pictures=True))
    jsonschema.validate(told, SCHEMA)
    assert [one["function"] for one in told["pictures"]] == ["momentum_descent"]
    assert "pictures" not in make_document(graded("2", path))


def test_a_batch_draws_nothing(sandbox):
    exercise = course.find_exercise("1")
    reports = []
    place = ROOT / "solutions" / f"{exercise.stem}.py"
    grade_all(exercise, [read_submission(exercise, place)], reports.append, sandbox)
    assert [report.pictures for report in reports] == [()]


def test_a_fault_of_the_kit_costs_nobody_the_report(monkeypatch):
    def broken(session):
        raise KeyError("ours")

    monkeypatch.setattr(pictures, "draw_pictures", broken)
    report = graded("1", ROOT / "solutions" / f"{course.find_exercise('1').stem}.py", pictures=True)
    assert (report.status, report.pictures) == ("passed", ())
    assert [note.id for note in report.notes] == ["kit"]


def test_the_valley_is_steep_enough_to_bounce_and_gentle_enough_to_hold():
    slope = SLOPE(START)
    assert slope.shape == (2,)
    assert np.linalg.norm(START - 0.23 * slope) < np.linalg.norm(START)
