import ast

import pytest

from grader import course
from grader.course import location
from grader.errors import BrokenShelf, NoWorkspace, UnknownExercise

STEM = "exercise03_bias_correction"


@pytest.mark.parametrize(
    "name",
    [
        "3",
        "03",
        "ex3",
        "exercise3",
        "exercise03",
        "Exercise 3",
        "bias_correction",
        "bias-correction",
        STEM,
        f"{STEM}.py",
    ],
)
def test_an_exercise_answers_to_all_its_names(name):
    assert course.find_exercise(name).stem == STEM


@pytest.mark.parametrize("name", ["", "0", "99", "exercise", "bias", "../secret", "3.5", "[red]"])
def test_other_words_are_no_exercise(name):
    with pytest.raises(UnknownExercise):
        course.find_exercise(name)


def test_a_near_miss_is_offered():
    with pytest.raises(UnknownExercise, match="Did you mean bias_correction"):
        course.find_exercise("bias_corection")


def test_every_exercise_has_a_title_and_functions_in_the_order_of_its_stub():
    for exercise in course.list_exercises():
        defined = [
            n.name for n in ast.parse(course.locate_stub(exercise).read_bytes()).body if isinstance(n, ast.FunctionDef)
        ]
        assert exercise.title
        assert exercise.functions
        assert list(exercise.functions) == [name for name in defined if name in exercise.functions]


def test_exercises_come_in_the_order_of_the_course_and_each_number_once():
    places = [course.load_front_matter(exercise).order for exercise in course.list_exercises()]
    assert places == sorted(places)
    numbers = [exercise.number for exercise in course.list_exercises()]
    assert len(numbers) == len(set(numbers))


def test_parameters_are_named_as_in_the_stub():
    told = course.read_parameters(course.find_exercise("3"))
    assert told["bias_correct"] == ("moment", "beta", "t")
    assert told["adam_step"][:5] == ("theta", "m", "v", "grad", "t")


def test_the_workspace_is_found_from_its_own_depths(tmp_path):
    place = tmp_path / "exercises"
    deep = place / "drafts" / "old"
    deep.mkdir(parents=True)
    (place / f"{STEM}.py").write_text("")
    assert course.find_workspace(tmp_path) == place
    assert course.find_workspace(place) == place
    assert course.find_workspace(deep) == place


def test_a_folder_of_bare_files_is_a_workspace_too(tmp_path):
    (tmp_path / f"{STEM}.py").write_text("")
    assert course.find_workspace(tmp_path) == tmp_path


def test_without_exercises_the_way_to_get_some_is_told(tmp_path):
    with pytest.raises(NoWorkspace) as told:
        course.find_workspace(tmp_path)
    assert "grade start" in told.value.mend


MARKED = 'import pytest\n\n\n@pytest.mark.check(function="f", points=10)\ndef test_f():\n    """F."""\n'


def test_exercises_stand_in_the_order_that_their_questions_name(tmp_path, monkeypatch):
    for number, name in enumerate(("one", "two", "three"), 1):
        for shelf, text in (("exercises", f'"""{name}"""\n\n\ndef f(x):\n    ...\n'), ("suites", MARKED)):
            (tmp_path / shelf).mkdir(exist_ok=True)
            (tmp_path / shelf / f"exercise{number:02}_{name}.py").write_text(text, "utf-8")
    (tmp_path / "quizzes").mkdir()
    (tmp_path / "quizzes" / "exercise03_three.toml").write_text('order = 12\nneeds = "Only one."\n[x]\n', "utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.fallline]\ncourse = "."\n', "utf-8")
    here = location.load_course(tmp_path)
    monkeypatch.setattr(location, "find_current_course", lambda: here)
    one, three, two = course.list_exercises()
    assert [one.number, three.number, two.number] == [1, 3, 2]
    assert course.find_next_exercise(one) == three
    assert course.find_next_exercise(three) == two
    assert course.find_next_exercise(two) is None
    assert course.load_front_matter(three).needs == "Only one."


def copy_course(tmp_path, *stems):
    """A course of one's own with two exercises of the kit."""
    for stem in stems:
        for shelf in ("exercises", "suites"):
            (tmp_path / shelf).mkdir(exist_ok=True)
            (tmp_path / shelf / f"{stem}.py").write_bytes(
                (location.Course().locate_shelf(shelf) / f"{stem}.py").read_bytes()
            )
    return tmp_path


@pytest.fixture
def own_course(tmp_path):
    folder = copy_course(tmp_path, "exercise01_gradient_step", STEM)
    location.use_course(folder)
    yield folder
    location.use_course(None)


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (b'"""Steps."""\n\n\ndef f(:\n', "line 4: invalid syntax."),
        (b'"""Steps."""\nname = "caf\xe9"\n', "line 2: (unicode error) 'utf-8' codec can't decode byte 0xe9"),
        (b"x = 1\n", "has no docstring."),
    ],
)
def test_a_broken_stub_stops_its_own_exercise_alone(broken, says, own_course):
    (own_course / "exercises" / "exercise01_gradient_step.py").write_bytes(broken)
    assert [exercise.stem for exercise in course.list_exercises()] == [STEM]
    assert course.find_exercise("3").stem == STEM
    (error,) = course.list_broken_exercises().values()
    assert says in error.what
    with pytest.raises(BrokenShelf) as raised:
        course.find_exercise("1")
    assert raised.value.what == error.what


@pytest.mark.parametrize(("shelf", "needed"), [("exercises", "stub"), ("suites", "suite")])
def test_the_shelf_that_lacks_an_exercise_is_named(shelf, needed, own_course):
    (own_course / shelf / "exercise01_gradient_step.py").unlink()
    with pytest.raises(BrokenShelf, match=rf"has no {needed}: there is no {shelf}/exercise01_gradient_step\.py\."):
        course.find_exercise("1")
    assert [exercise.stem for exercise in course.list_exercises()] == [STEM]


def test_the_exercise_after_one_that_is_broken_is_the_next_that_can_be_read(own_course):
    copy_course(own_course, "exercise02_momentum")
    (own_course / "exercises" / "exercise02_momentum.py").write_text("def")
    assert course.find_next_exercise(course.find_exercise("1")).stem == STEM
    assert course.find_next_exercise(course.find_exercise("3")) is None


def test_a_function_leads_to_its_exercise():
    with pytest.raises(UnknownExercise, match="adam_step is a function of exercise 3: grade 3"):
        course.find_exercise("adam_step")
