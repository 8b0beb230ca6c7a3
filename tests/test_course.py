import ast

import pytest

from grader import course
from grader.course import location
from grader.errors import NoWorkspace, UnknownExercise

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
    assert course.find(name).stem == STEM


@pytest.mark.parametrize("name", ["", "0", "99", "exercise", "bias", "../secret", "3.5", "[red]"])
def test_other_words_are_no_exercise(name):
    with pytest.raises(UnknownExercise):
        course.find(name)


def test_a_near_miss_is_offered():
    with pytest.raises(UnknownExercise, match="Did you mean bias_correction"):
        course.find("bias_corection")


def test_every_exercise_has_a_title_and_functions_in_the_order_of_its_stub():
    for exercise in course.exercises():
        defined = [n.name for n in ast.parse(course.stub(exercise).read_bytes()).body if isinstance(n, ast.FunctionDef)]
        assert exercise.title
        assert exercise.functions
        assert list(exercise.functions) == [name for name in defined if name in exercise.functions]


def test_exercises_come_in_the_order_of_the_course_and_each_number_once():
    places = [course.about(exercise).order for exercise in course.exercises()]
    assert places == sorted(places)
    numbers = [exercise.number for exercise in course.exercises()]
    assert len(numbers) == len(set(numbers))


def test_parameters_are_named_as_in_the_stub():
    told = course.parameters(course.find("3"))
    assert told["bias_correct"] == ("moment", "beta", "t")
    assert told["adam_step"][:5] == ("theta", "m", "v", "grad", "t")


def test_the_workspace_is_found_from_its_own_depths(tmp_path):
    place = tmp_path / "exercises"
    deep = place / "drafts" / "old"
    deep.mkdir(parents=True)
    (place / f"{STEM}.py").write_text("")
    assert course.workspace(tmp_path) == place
    assert course.workspace(place) == place
    assert course.workspace(deep) == place


def test_a_folder_of_bare_files_is_a_workspace_too(tmp_path):
    (tmp_path / f"{STEM}.py").write_text("")
    assert course.workspace(tmp_path) == tmp_path


def test_without_exercises_the_way_to_get_some_is_told(tmp_path):
    with pytest.raises(NoWorkspace) as told:
        course.workspace(tmp_path)
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
    here = location.at(tmp_path)
    monkeypatch.setattr(location, "current", lambda: here)
    one, three, two = course.exercises()
    assert [one.number, three.number, two.number] == [1, 3, 2]
    assert course.after(one) == three
    assert course.after(three) == two
    assert course.after(two) is None
    assert course.about(three).needs == "Only one."
