"""A student kit: it grades and diagnoses as the whole kit does, and it gives nothing away."""

import ast
import functools
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from itertools import islice, pairwise
from pathlib import Path

import corpus
import numpy as np
import one_process
import pytest
from conftest import ROOT
from msgspec.structs import replace

from grader import authoring, course, diagnosis, release
from grader.authoring.rehearsal import Rehearsal, make_blank_submission
from grader.course import edition
from grader.diagnosis import load_families, variant_table
from grader.diagnosis.answers import compute_answers
from grader.diagnosis.matching import list_sizes_tried
from grader.diagnosis.search import find_diagnosis
from grader.errors import KitError
from grader.execution.session import SubmissionSession
from grader.misconceptions.toolkit import Idea, Probe, Turn, family, tables
from grader.misconceptions.toolkit.accepted import make_data
from grader.misconceptions.toolkit.family import NotTabled
from grader.model import CheckResult
from grader.release import suites
from grader.release.answers import LAWS_FOLDERS
from grader.release.tables import make_tables
from grader.submission import read_submission
from grader.suites.toolkit.slopes import (
    BUILDERS,
    bowl,
    exponential,
    fitted,
    ledge,
    parabola,
    plane,
    polynomial,
    product,
    quartic,
    waves,
)

EXERCISES = course.list_exercises()
FAMILIES = [(exercise, function) for exercise in EXERCISES for function in exercise.functions]
PAIRS_TRIED = 3
STRIDE = 8
"""Of the forms of ideas beyond the first, every eighth is tried."""
SPARSE = 20
"""Of all sets of a size, every twentieth is run anew."""
every_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.stem)
every_family = pytest.mark.parametrize(("exercise", "function"), FAMILIES, ids=[name for _, name in FAMILIES])


@pytest.fixture(scope="module")
def released(request):
    """All exercises; only those that the chosen tests are about where somebody chose some (`-k exercise03`)."""
    mine = [one for one in request.session.items if one.path.name == Path(__file__).name and "made" in one.fixturenames]
    asked = {one.callspec.params.get("exercise") if hasattr(one, "callspec") else None for one in mine}
    return EXERCISES if None in asked else tuple(one for one in EXERCISES if one in asked)


@pytest.fixture(scope="module")
def made(once, released):
    """The kit of these exercises; the search for secrets is a test of its own."""
    return once("student_kit", lambda: release.make_student_kit(released))


@pytest.fixture(scope="module")
def answers(once, made, sandbox):
    """What of the kit would do for an answer; the command looks it up."""
    return once("kit_answers", lambda: release.find_answers(made.files, EXERCISES, sandbox))


@pytest.fixture(scope="module")
def place(made, tmp_path_factory):
    """The kit as a folder."""
    folder = tmp_path_factory.mktemp("released") / "kit"
    release.write(made.files, folder, as_zip=False, force=False)
    return folder


@pytest.fixture(scope="module")
def tabled(place):
    """The families of an exercise as the kit has them."""
    return lambda exercise: tables.read(place / "grader" / "misconceptions" / exercise.stem)


def alone(place, home):
    """What the kit in that folder runs with: nothing else of ours in sight."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return env | {"PYTHONPATH": str(place), "FALLLINE_HOME": str(home)}


@pytest.fixture(scope="module")
def reports(once, released, place, tmp_path_factory):
    """What the kit's own `grade` says of each exercise's stub and of a right program."""
    calls = {}
    for exercise in released:
        calls[exercise.stem, "stub"] = [exercise.stem, "--json"]
        calls[exercise.stem, "right"] = [exercise.stem, str(ROOT / "solutions" / f"{exercise.stem}.py"), "--json"]
    env = alone(place, tmp_path_factory.mktemp("home"))
    return once("kit_reports", lambda: one_process.run([sys.executable], calls, cwd=place, env=env))


@pytest.fixture
def grade(place, tmp_path):
    """Run the kit's own `grade` in its folder, nothing else of ours in sight."""
    env = alone(place, tmp_path / "home")

    def run(*words):
        command = [sys.executable, "-m", "grader", *words]
        return subprocess.run(command, cwd=place, env=env, capture_output=True, text=True, encoding="utf-8")

    return run


# ---- the kit grades -----------------------------------------------------------------------------------------


@every_exercise
def test_the_kit_grades_its_own_stub_and_a_right_program(reports, exercise):
    stub, right = reports[exercise.stem, "stub"], reports[exercise.stem, "right"]
    assert (stub.returncode, json.loads(stub.stdout)["status"]) == (1, "not_started"), stub.stderr
    report = json.loads(right.stdout)
    assert (right.returncode, report["status"]) == (0, "passed"), right.stderr
    assert report["score"] == report["max_score"]


def test_the_kit_diagnoses_a_wrong_program_as_the_whole_kit_does(grade, graded):
    file = ROOT / "docs" / "examples" / "exercise03_almost.py"
    told = json.loads(grade("exercise03", str(file), "--json").stdout)
    ours = graded(file.read_text("utf-8"))
    assert [one["misconceptions"] for one in told["diagnoses"]] == [["BC-NOPOW"]]
    assert {one["outcome"] for one in told["checks"] if one["function"] == "adam_step"} == {"passed", "carried"}
    assert [one["says"] for one in told["diagnoses"]] == [one.says for one in ours.diagnoses]


def test_the_kit_says_what_it_is_and_what_it_lacks(grade):
    assert "student kit" in grade("--version").stdout
    assert "student kit" in " ".join(grade("doctor").stdout.split())
    told = grade("exercise01", str(ROOT / "solutions" / "exercise01_gradient_step.py")).stdout
    assert "Your instructor's kit holds 4 more checks of the same functions, worth 1 point." in " ".join(told.split())


@pytest.mark.parametrize("word", sorted(edition.INSTRUCTOR_COMMANDS))
def test_commands_of_instructors_and_authors_are_told_as_such(grade, word):
    done = grade(word, "somewhere")
    assert done.returncode == 2
    assert "This is a student kit" in done.stderr
    assert word not in [line.split()[0] for line in grade("--help").stdout.splitlines() if line.startswith("  ")]


def test_the_learners_own_commands_work(grade, tmp_path):
    for words in (("list",), ("hint", "1"), ("start", str(tmp_path / "mine")), (), ("quiz", "--stats")):
        done = grade(*words)
        assert done.returncode in (0, 1), (words, done.stderr)
        assert "Traceback" not in done.stderr
    assert sorted(path.stem for path in (tmp_path / "mine" / "exercises").iterdir()) == sorted(
        e.stem for e in EXERCISES
    )


def test_the_whole_kit_is_no_student_kit():
    assert edition.read_held_back() is None
    assert not edition.describe_held_back(EXERCISES[0])
    assert edition.format_version("1.0") == "1.0"


def test_every_module_of_the_kit_can_be_imported(place):
    code = (
        "import importlib, pkgutil, grader\n"
        "for found in pkgutil.walk_packages(grader.__path__, 'grader.'):\n"
        "    importlib.import_module(found.name) if found.name != 'grader.__main__' else None\n"
        "print(grader.__file__)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=place, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert str(place) in done.stdout


def test_the_kit_is_a_package_that_installs(place, made, tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(build, cwd=place, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.iterdir()
    with zipfile.ZipFile(wheel) as box:
        held = {name for name in box.namelist() if ".dist-info/" not in name}
    assert "+student" in wheel.name
    assert held == {name for name in made.files if name.startswith("grader/")}


# ---- the kit gives nothing away -----------------------------------------------------------------------------


def test_no_file_holds_the_code_of_a_solution_or_a_family(made):
    assert [one for one in release.find_leaks(made.files, planted()) if not one.startswith(LAWS_FOLDERS)] == []


@functools.cache
def planted():
    return release.collect_hidden_code()


@pytest.mark.parametrize(
    "text",
    [
        "def walk(g, x0, rate, n):\n    way = [np.asarray(x0, dtype=float)]\n    for _ in range(n):\n"
        "        spot = way[-1]\n        way.append(gradient_step(spot, g(spot), rate))\n    return np.stack(way)\n",
        "x = 1\n    return   theta  - lr*grad\n",
        'def _weight(faded, turn):\n    return turn.line(lambda: 1-faded, {\n        "BC-DIVPOW": lambda: faded,\n'
        '        "BC-PLUS": lambda: 1+faded,\n    })\n',
    ],
    ids=["renamed", "respaced", "of a family"],
)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "inside a zip"])
def test_the_search_would_find_it(text, packed):
    files = {"grader/helper.py": text.encode()}
    if packed:
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as box:
            box.writestr("inner.py", text)
        files = {"numbers.npz": whole.getvalue()}
    assert release.find_leaks(files, planted())


def test_a_kit_that_would_leak_is_not_made(monkeypatch, made, sandbox):
    solution = (ROOT / "solutions" / "exercise02_momentum.py").read_bytes()
    own = [name for name in made.files if name.startswith(("grader/suites/toolkit/", "exercises/"))]
    leaky = release.KitContents({**{name: made.files[name] for name in own}, "grader/notes.py": solution}, made.kept)
    monkeypatch.setattr(release, "make_student_kit", lambda _exercises, _watch: leaky)
    with pytest.raises(KitError, match=r"(?s)give something away:.*notes.py holds .*notes.py, line \d+: momentum_step"):
        release.make_checked_kit(EXERCISES, sandbox)


def test_every_function_of_a_solution_is_searched_for(made):
    """By plain text, too, without the search that the command itself relies on."""
    whole = {name: re.sub(rb"\s+", b"", held) for name, held in made.files.items()}
    for path in (ROOT / "solutions").glob("*.py"):
        source = path.read_text("utf-8")
        for function in ast.parse(source).body:
            if isinstance(function, ast.FunctionDef):
                first = function.body[-2:][0].lineno
                end = "".join(source.splitlines()[first - 1 : function.end_lineno])
                end = re.sub(r"\s+", "", end).encode()
                found = [name for name, held in whole.items() if end in held and not name.startswith(LAWS_FOLDERS)]
                assert not found, (path.name, function.name)


def test_no_held_back_check_stands_in_the_kit(made):
    held = {suites.name_check_function(one) for exercise in EXERCISES for one in suites.list_held_back_checks(exercise)}
    assert held
    for name, content in release.search.open_archives(made.files):
        words = {word.decode() for word in re.findall(rb"\w+", content)}
        assert not held & words, name
        assert not (name.startswith("grader/suites/exercise") and b"held_back" in content), name


ANSWERS = {
    "plainly": ("def walk(place, slope, rate):\n    return place + (-rate) * slope\n", "gradient_step"),
    "inside another": (
        "def a():\n    def b(m, keep, n):\n        return m / (1 - keep**n)\n    return b\n",
        "bias_correct",
    ),
    "as a lambda": ("LAWS = [dict(right=lambda m, b, n: m / (1 - b**n))]\n", "bias_correct"),
    "as a method": (
        "class A:\n    def go(self, x, v, g, rate, b):\n        w = b * v + g\n        return x - rate * w, w\n",
        "momentum_step",
    ),
    "by a helper": (
        "from nowhere import law\nimport numpy as np\ndef part(b, n):\n    return -np.expm1(n * np.log(b))\n"
        "def whole(m, b, n):\n    return m / part(b, n)\n",
        "bias_correct",
    ),
    "before another of its name": (
        "def f(m, b, n):\n    return m / (1 - b**n)\ndef f(m, b, n):\n    return m\n",
        "bias_correct",
    ),
    "behind a decorator": ("@hide\ndef f(m, b, n):\n    return m / (1 - b**n)\n", "bias_correct"),
    "with a type that is not there": ("def f(m: Odd, b, n):\n    return m / (1 - b**n)\n", "bias_correct"),
    "beside one that never ends": (
        "def a(m, b, n):\n    while True: pass\ndef f(m, b, n):\n    return m / (1 - b**n)\n",
        "bias_correct",
    ),
    "beside one that ends the process": (
        "import os\ndef a(m, b, n):\n    os._exit(0)\ndef f(m, b, n):\n    return m / (1 - b**n)\n",
        "bias_correct",
    ),
    "beside one that changes what it is given": (
        "def a(x, v, g, rate, b):\n    x *= 0\n    v += 9\n    return x, v\n"
        "def f(x, v, g, rate, b):\n    w = b * v + g\n    return x - rate * w, w\n",
        "momentum_step",
    ),
}


@pytest.mark.parametrize(("text", "function"), ANSWERS.values(), ids=list(ANSWERS))
def test_an_answer_in_other_words_is_found_by_running_it(text, function, sandbox):
    found = release.find_answers({"grader/helper.py": text.encode()}, EXERCISES, sandbox)
    assert {one.function for one in found} == {function}, found


@pytest.mark.parametrize(
    "text", ["def f(a, b, c):\n    return a\n", "def f(a, b, c):\n    while True: pass\n", "def f(:\n"]
)
def test_what_is_no_answer_is_none(text, sandbox):
    assert release.find_answers({"grader/helper.py": text.encode()}, EXERCISES, sandbox) == []


def test_what_would_do_for_an_answer_stands_where_laws_are_judged_and_in_the_readme(made, answers):
    assert answers
    assert all(one.judges for one in answers), list(map(str, answers))
    told = release.contents.add_answers_to_readme(made, EXERCISES, [str(one) for one in answers])
    readme = told.files["README.md"].decode()
    assert all(str(one) in readme for one in answers)
    digest = hashlib.sha256(told.files["README.md"]).hexdigest()
    assert json.loads(told.files[release.writing.KIT_JSON])["files"]["README.md"] == digest


@pytest.mark.parametrize("line", ["middle = (low + high) / 2", "hessian = (hessian + hessian.T) / 2"])
def test_an_honest_helper_is_no_leak(line):
    solution = f"def f(hessian, low, high, f):\n    {line}\n    return f(low, high, hessian, middle) - low * high\n"
    hidden = release.extract_secrets({"solutions/a.py": solution})
    helper = f"def other(low, high, hessian):\n    {line}\n    return middle\n"
    assert release.find_leaks({"grader/suites/a.py": helper.encode()}, hidden) == []
    assert release.find_leaks({"grader/suites/a.py": solution.encode()}, hidden)


@pytest.fixture(scope="module")
def written_functions(made):
    """Every function of the kit with the file that it stands in."""
    trees = {name: ast.parse(held) for name, held in made.files.items() if name.endswith(".py")}
    return [
        (name, node) for name, tree in trees.items() for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
    ]


@every_exercise
def test_functions_of_an_exercises_name_and_arguments_are_stubs(written_functions, exercise):
    wanted = course.read_parameters(exercise)
    named = [one for one in written_functions if one[1].name in wanted and len(one[1].args.args) > 1]
    for name, node in named:
        assert tuple(one.arg for one in node.args.args) == wanted[node.name], name
        assert "exercises/" in name, name
        assert isinstance(node.body[-1], ast.Raise), name


# ---- tables instead of programs -----------------------------------------------------------------------------


def looked(exercise, function, choice, family):
    """The diagnosis of a variant, and the advice on it."""
    rehearsal = Rehearsal(load_families(exercise), course.read_defaults(exercise))
    rehearsal.cast(function, choice)
    session = SubmissionSession(make_blank_submission(exercise), course.read_parameters(exercise), rehearsal)
    # As text: a NaN in the evidence is like nothing, not even itself.
    return repr((find_diagnosis(session, family), diagnosis._find_advice(session, family)))


@every_family
def test_tables_and_programs_give_the_same_diagnosis(exercise, function, tabled):
    """Of the right way, of every idea, and of a sample of its other forms and of pairs."""
    program, table = load_families(exercise)[function], tabled(exercise)[function]
    ideas, pairs = list(program.iterate_choices(1)), list(program.iterate_choices(2))
    first, others = [one for one in ideas if one[0][1] == 1], [one for one in ideas if one[0][1] != 1]
    sample = [*others[::STRIDE], *pairs[:: max(1, len(pairs) // PAIRS_TRIED)]]
    sets = [*tables.iterate_advice(program), *first, *sample]
    for choice in sets:
        assert looked(exercise, function, choice, table) == looked(exercise, function, choice, program), choice


@every_family
def test_a_column_of_a_table_is_the_one_that_the_program_gives(exercise, function, tabled):
    """Of the last probe, and all sets of each size; the table is asked with fewer probes than it was made with."""
    program, whole = load_families(exercise)[function], tabled(exercise)[function]
    table, last = replace(whole, probes=whole.probes[1:]), len(whole.probes) - 1
    for size in list_sizes_tried(table):
        laid = variant_table.build_column.__wrapped__(table, last - 1, size)
        run = variant_table.build_column.__wrapped__(program, last, size)
        assert laid.choices == run.choices
        assert laid.shapes == run.shapes
        for name in ("guarded", "unusual", "cut_short"):
            assert np.array_equal(getattr(laid, name), getattr(run, name))
        for one, other in zip(laid.outputs, run.outputs, strict=True):
            assert np.array_equal(one, other, equal_nan=True)


@every_family
def test_a_table_holds_what_each_set_answers(exercise, function, tabled):
    """A sample of the sets of each size, each run anew on its own."""
    program, table = load_families(exercise)[function], tabled(exercise)[function]
    last = len(program.probes) - 1
    for size in list_sizes_tried(program):
        which, pool = variant_table.find_set_answers(table, last, size)
        for choice, numbers in list(zip(program.iterate_choices(size), which.tolist(), strict=True))[::SPARSE]:
            answers = compute_answers(program, program.probes[last], Turn(dict(choice)))
            for number, answer in zip(numbers, answers, strict=True):
                held = pool.read_answer(number)
                assert type(held) is type(answer)
                assert np.array_equal(held, answer), choice


@every_exercise
def test_tables_and_programs_find_the_same_symptoms(exercise, tabled, sandbox):
    """Slips that no id names are told by what else the numbers show, on inputs beside the probes as well.

    Every other one of them is tried.
    """
    forgetful = ("global", "noise", "random", "kept_between")  # these answer differently every time
    slips = [
        path
        for path in corpus.files("wrong", exercise)
        if not corpus.expected(path).sets and not any(word in path.stem for word in forgetful)
    ]
    if not slips:
        pytest.skip("no wrong programs without a name are known of it")
    for path in slips[::2]:
        function = corpus.expected(path).function
        session = SubmissionSession(read_submission(exercise, path), course.read_parameters(exercise), sandbox)
        assert not session.gone
        known = load_families(exercise)[function], tabled(exercise)[function]
        by_program, by_table = (repr(find_diagnosis(session, family)) for family in known)
        session.close()
        assert by_program == by_table, path.name


@every_family
def test_a_table_says_what_the_family_says_of_itself(exercise, function, tabled):
    program, table = load_families(exercise)[function], tabled(exercise)[function]
    told = ("function", "ideas", "gives", "moves", "parameters")
    assert [getattr(table, name) for name in told] == [getattr(program, name) for name in told]
    assert make_data(table.accepted) == make_data(program.accepted)
    assert all(list(table.iterate_choices(size)) == list(program.iterate_choices(size)) for size in (1, 2))
    for one, other in zip([*table.probes, *table.advice], [*program.probes, *program.advice], strict=True):
        assert tables.make_call_key(one) == tables.make_call_key(other)
        assert one.says == other.says
        assert [type(value) for value in one] == [type(value) for value in other]
        lists = [
            [[type(held) for held in value] for value in probe if isinstance(value, list)] for probe in (one, other)
        ]
        assert lists[0] == lists[1]


def test_a_table_answers_nothing_that_was_not_written_down(tabled):
    table = tabled(course.find_exercise("3"))["bias_correct"]
    assert table.run(*table.probes[0], turn=Turn()) == pytest.approx(0.8131 / (1 - 0.9**3))
    with pytest.raises(NotTabled):
        table.run(0.5, 0.9, 3, turn=Turn())
    with pytest.raises(NotTabled):
        table.run(*table.probes[0], turn=Turn({"AD-ASCENT": 1}))


def test_what_cannot_be_written_down_is_told():
    @family(Idea("W-A", "a", "says", "hint?"), gives=("path",), probes=[Probe(lambda theta: theta, np.zeros(2))])
    def walk(_grad_fn, x, *, turn):
        return turn.line(lambda: x, {"W-A": lambda: x + 1})

    with pytest.raises(KitError, match="which no table can hold"):
        make_tables({"walk": walk.family})


def test_arrays_of_a_probe_lie_as_they_reach_a_student():
    """A transposed one would else be summed in another order, and a difference of losses shows its last digits."""
    turned = np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]).T
    for given in (turned, turned[::-1], np.array(0.5), np.float64(0.5)):
        (held,) = Probe(given)
        assert type(held) is type(given)
        assert np.array_equal(held, given)
        assert held.shape == given.shape
        assert not isinstance(held, np.ndarray) or held.flags.c_contiguous
    (layers,) = Probe([turned, turned[::-1]])
    assert all(one.flags.c_contiguous for one in layers)


def test_a_broken_table_is_told_in_one_line(tmp_path, made):
    (tmp_path / "exercise03_bias_correction.json").write_text("{}", "utf-8")
    with pytest.raises(KitError, match="cannot be read"):
        tables.read(tmp_path / "exercise03_bias_correction")


@pytest.mark.parametrize("slope", [bowl([[2.0, 1.0], [1.0, 3.0]], [0.5, 1.0]), parabola(2.5), quartic(), waves(),
                                   plane(0.3), ledge(1.5, 0.25), polynomial(1.0, 0.0, -2.0), product(), waves().loss,
                                   exponential(0.5), fitted([[1.0, 2.0, 3.0]]), polynomial(1.0, 3.0).loss],
                         ids=lambda one: one.made_by[0])  # fmt: skip
def test_a_slope_is_made_again_from_what_made_it(slope):
    name, *arguments = json.loads(json.dumps(slope.made_by))
    again = BUILDERS[name](*arguments)
    place = np.array([1.7, -0.4])
    assert again.says == slope.says
    assert np.array_equal(again(place), slope(place))


def test_the_tables_stay_small(made):
    numbers = {name: len(held) for name, held in made.files.items() if name.endswith((".npz", ".json"))}
    assert sum(numbers.values()) < 12e6
    assert max(numbers.values()) < 3e6


# ---- checks that stay with the instructor -------------------------------------------------------------------


@every_exercise
def test_open_and_held_back_checks_share_ten_points(exercise, made, place):
    kept = made.kept[exercise.stem]
    checks = suites.list_checks(exercise)
    points = {held: sum(one.max_points for one in checks if one.held_back is held) for held in (True, False)}
    assert points[True] == pytest.approx(kept.points)
    assert points[True] + points[False] == pytest.approx(10)
    assert 0.5 <= kept.points <= 2
    assert {one.function for one in checks if not one.held_back} == set(exercise.functions)
    kit = (place / "grader" / "suites" / f"{exercise.stem}.py").read_text("utf-8")
    assert not [one.id for one in checks if one.held_back and re.search(rf"\btest_{one.id}\b", kit)]
    assert [one.id for one in checks if not one.held_back and re.search(rf"\btest_{one.id}\b", kit)]


@every_exercise
def test_held_back_checks_of_a_function_stand_together(exercise):
    """Each change between open and held-back checks costs a fresh worker."""
    groups = [(one.function, one.held_back) for one in suites.list_checks(exercise)]
    changes = sum(one != other for one, other in pairwise(groups))
    assert changes < len(set(groups))


def test_a_wrong_turn_that_only_held_back_checks_catch_is_a_breach(exercise03, sandbox):
    law = CheckResult("law", "A law.", "bias_correct", "failed", 0.0, 1.0, held_back=True)
    row = authoring.MatrixRow("bias_correct", (("BC-NONE", 1),), "wrong", (law,))
    told = [breach.what for breach in authoring.find_breaches(exercise03, sandbox, [row])]
    assert told == ["BC-NONE of bias_correct passes every check of a student kit."]


SUITE = '''
import numpy as np
SHARED = 3
ONLY = 4
# ---- one ----
def shared(): return SHARED
def idle(): return 0
# What only one check needs.
def alone(): return helper() + ONLY
def helper(): return 5
@mark
def test_open(student):
    """Open."""
    assert shared()


# kept
@held
@mark
def test_kept(student):
    """Kept."""
    assert shared() and alone()
'''


def test_what_served_a_held_back_check_alone_goes_with_it():
    left = suites.strip_checks(SUITE, frozenset({"test_kept"}))
    assert [node.name for node in ast.parse(left).body if isinstance(node, ast.FunctionDef)] == [
        "shared",
        "idle",
        "test_open",
    ]
    assert "SHARED = 3" in left
    assert not any(word in left for word in ("ONLY", "kept", "Kept", "one check needs"))
    assert "# ---- one ----" in left


# ---- writing ------------------------------------------------------------------------------------------------

SMALL = {"grader/a.py": b"1\n", "exercises/b.py": b"2\n"}
SMALL |= {release.writing.KIT_JSON: release.writing.make_kit_json({}, SMALL)}


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "mine.txt").write_text("mine", "utf-8")
    for force in (False, True):
        with pytest.raises(KitError):
            release.write(SMALL, tmp_path / "kit", as_zip=False, force=force)
    with pytest.raises(KitError):
        release.write(SMALL, tmp_path / "kit" / "mine.txt", as_zip=False, force=True)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["mine.txt"]


def test_force_replaces_an_earlier_kit_and_nobodys_work(tmp_path):
    place = tmp_path / "kit"
    release.write(SMALL, place, as_zip=False, force=False)
    with pytest.raises(KitError, match="not empty"):
        release.write(SMALL, place, as_zip=False, force=False)
    release.write(SMALL, place, as_zip=False, force=True)
    (place / "exercises" / "b.py").write_bytes(b"my answer\n")
    with pytest.raises(KitError, match="somebody's work"):
        release.write(SMALL, place, as_zip=False, force=True)
    assert (place / "exercises" / "b.py").read_bytes() == b"my answer\n"


def test_an_empty_folder_will_do(tmp_path):
    assert release.write(SMALL, tmp_path, as_zip=False, force=False) == sum(map(len, SMALL.values()))
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} == set(SMALL)


def test_the_same_kit_makes_the_same_zip(tmp_path, exercise03, made):
    """Of exercise 3, whose tables another process may have made before, and of one that is soon made twice."""
    kits = [
        release.make_student_kit([one]).files
        for one in (exercise03, course.find_exercise("12"), course.find_exercise("12"))
    ]
    tables_of_it = [name for name in kits[0] if name.startswith("grader/misconceptions/exercise03")]
    assert len(tables_of_it) == 2
    assert all(kits[0][name] == made.files[name] for name in tables_of_it)
    digests = []
    for files, name in zip(kits[1:], ("kit.zip", "again/kit.zip"), strict=True):
        release.write(files, tmp_path / name, as_zip=True, force=False)
        digests.append(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert digests[0] == digests[1]
    with zipfile.ZipFile(tmp_path / "kit.zip") as box:
        assert all(one.filename.startswith("kit/") for one in box.infolist())
    with pytest.raises(KitError, match="already"):
        release.write(SMALL, tmp_path / "kit.zip", as_zip=True, force=False)


@pytest.mark.usefixtures("answers")
def test_the_command_writes_a_zip_and_says_what_is_in_it(tmp_path):
    command = [sys.executable, "-m", "grader", "release", str(tmp_path / "kit"), "--zip", "-e", "12"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert re.search(r"kit\.zip holds 1 exercise, \d", done.stdout)
    assert "Exercise 12: 2 checks stay here, worth 1 of its points." in done.stdout
    with zipfile.ZipFile(tmp_path / "kit.zip") as box:
        files = {name: box.read(name) for name in box.namelist()}
    leaks = release.find_leaks({"kit.zip": (tmp_path / "kit.zip").read_bytes()}, planted())
    assert [one for one in leaks if LAWS_FOLDERS[0] not in one] == []
    assert [name for name in files if name.startswith("kit/exercises/")] == ["kit/exercises/exercise12_newton.py"]
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert again.returncode == 2
    assert "is there already" in again.stderr


def test_sizes_are_told_by_part(made):
    parts = made.measure_parts()
    assert sum(count for count, _ in parts.values()) == len(made.files)
    assert set(islice(parts, 20)) >= {"exercises", "questions", "suites", "tables of misconceptions", "the grader"}
