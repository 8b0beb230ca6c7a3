"""One rule for which file counts, wherever files come from."""

import json
import os

import pytest
import warm
from exports import folder_of, zip_of

from grader import course
from grader.batch.gather import gather
from grader.course import PACKAGE, stubs
from grader.export import autograder
from grader.handin import contents, folders
from grader.handin.naming import is_copy, is_test, strip_copy_words
from grader.handin.rule import sort_out
from grader.learner import workspace
from grader.learner.notebook import make_notebook

THIRD = course.find_exercise("3")
STUB = stubs.read_untouched_stub(THIRD)
BLANK = make_notebook(THIRD, STUB)
CODE = STUB.replace(b"raise NotImplementedError", b"return 1")
HELPER = b"WIDTH = 80\n\n\ndef plot(path):\n    return path\n"
TEST = b"from exercise03 import bias_correct\n\n\ndef test_one():\n    assert bias_correct(1, 0.5, 1) == 2\n"
FORK = bytes.fromhex("0005160700020000") + b"Mac OS X        " + bytes(66)
NOON = 1_700_000_000


def book(text: bytes) -> bytes:
    """A notebook with one cell, as Jupyter saves it."""
    cell = {"cell_type": "code", "execution_count": 7, "outputs": [{"text": "3"}], "source": text.decode()}
    return json.dumps({"cells": [cell], "nbformat": 4}).encode()


CASES = {
    "a finished notebook beside the stub": {"exercise03.ipynb": book(CODE), "exercise03.py": (STUB, NOON + 99)},
    "a finished file beside the blank notebook": {"exercise03.py": CODE, "exercise03.ipynb": (BLANK, NOON + 99)},
    "the stub with other line ends": {"mine.py": CODE, "exercise03.py": STUB.replace(b"\n", b"\r\n") + b"\r\n"},
    "the stub with a comment": {"mine.py": CODE, "exercise03.py": b"# Ada\n" + STUB},
    "the blank notebook, run": {"exercise03.py": CODE, "exercise03.ipynb": book(STUB + b"\nprint(1)")},
    "a file that defines nothing": {"exercise03_a.py": CODE, "exercise03.py": HELPER},
    "helpers": {"solution.py": CODE, "helpers.py": (HELPER, NOON + 99)},
    "a test": {"exercise03.py": CODE, "test_exercise03.py": (TEST, NOON + 99)},
    "a test that is all there is but the work": {"work.py": CODE, "exercise03_test.py": (TEST, NOON + 99)},
    "an older copy": {"exercise03.py": CODE, "exercise03-checkpoint.py": CODE + b"#"},
    "Jupyter's copy": {"exercise03.ipynb": book(CODE), "exercise03-Copy1.ipynb": book(CODE + b"#")},
    "Windows' copy": {"exercise03.py": CODE, "exercise03 - Copy.py": (CODE + b"#", NOON + 99)},
    "a German copy": {"exercise03.py": CODE, "exercise03 - Kopie (2).py": CODE + b"#"},
    "a Mac's copy": {"exercise03.py": CODE, "exercise03 copy 2.py": CODE + b"#"},
    "Drive's copy": {"exercise03.py": CODE, "Copy of exercise03.py": CODE + b"#"},
    "a Japanese copy": {"exercise03.py": CODE, "exercise03 - コピー.py": CODE + b"#"},
    "a Turkish copy": {"exercise03.py": CODE, "exercise03 - Kopya.py": (CODE + b"#", NOON + 99)},
    "a Taiwanese copy": {"exercise03.py": CODE, "exercise03 - 複製.py": (CODE + b"#", NOON + 99)},
    "Drive's copy with other signs": {"exercise03.py": CODE, "Copy_of_exercise03.py": (CODE + b"#", NOON + 99)},
    "a copy without a gap": {"exercise03.py": CODE, "exercise03Copy.py": (CODE + b"#", NOON + 99)},
    "Syncthing's other version": {
        "exercise03.py": CODE,
        "exercise03.sync-conflict-20260301-120000-ABCDEFG.py": (CODE + b"#", NOON + 99),
    },
    "what was left behind": {"exercise03.py": CODE, "old_exercise03.py": (CODE + b"#", NOON + 99)},
    "a backup": {"exercise03.py": CODE, "Backup of exercise03.py": (CODE + b"#", NOON + 99)},
    "plots with the functions they draw": {"exercise03.py": CODE, "plots_exercise03.py": (CODE + b"#", NOON + 99)},
    "helpers with a function of it": {"exercise03.py": CODE, "exercise03_utils.py": (CODE + b"#", NOON + 99)},
    "a newer file with one of the functions": {
        "exercise03.py": CODE,
        "exercise03_part.py": (b"def bias_correct(m, b, t):\n    return m\n", NOON + 99),
    },
    "a download": {"exercise03.py": CODE, "exercise03 (1).py": CODE + b"#"},
    "a newer download": {"exercise03 (1).py": (CODE + b"#", NOON + 99), "exercise03.py": CODE},
    "a copy that alone was written in": {"exercise03 - Copy.py": CODE, "exercise03.py": STUB},
    "the newest": {"exercise03_final.py": (CODE, NOON + 99), "exercise03.py": CODE + b"#"},
    "an environment": {"exercise03.py": CODE, "env/pyvenv.cfg": b"", "env/exercise03.py": (CODE, NOON + 99)},
    "a resource fork": {"exercise03.py": CODE, "._exercise03.py": (FORK, NOON + 99)},
    "a fork under another name": {"exercise03.py": CODE, "exercise03_a.py": (FORK, NOON + 99)},
}


def laid(files, above=""):
    dated = {name: data if isinstance(data, tuple) else (data, NOON) for name, data in files.items()}
    return {f"{above}{name}": told for name, told in dated.items()}


@pytest.mark.parametrize("files", CASES.values(), ids=CASES)
def test_one_rule_says_which_file_counts_in_a_class_and_on_gradescope(tmp_path, files):
    """The first of each case counts."""
    counts = next(iter(files))
    class_ = laid(files, "ada/") | laid({"exercise03.py": CODE}, "ben/")
    folder = folder_of(tmp_path / "class", class_)
    (ada, _ben) = gather(folder, [THIRD]).handed
    assert ada.entry.path == f"ada/{counts}"
    assert autograder.choose_submission(folder / "ada", THIRD.stem) == folder / "ada" / counts


def test_the_choice_among_several_is_told(tmp_path):
    files = {"ada/exercise03.ipynb": book(CODE), "ada/exercise03.py": STUB, "ben/exercise03.py": CODE}
    (ada, ben) = gather(zip_of(tmp_path / "class.zip", files), [THIRD]).handed
    says = "Taken of 2 files: ada/exercise03.ipynb (it was written in); not ada/exercise03.py."
    assert ada.remarks == (says,)
    assert ben.remarks == ()


@pytest.mark.parametrize("finished", ["py", "ipynb"])
def test_in_a_workspace_the_file_that_was_written_in_counts(tmp_path, finished):
    shelf = tmp_path / "exercises"
    held = {"py": CODE if finished == "py" else STUB, "ipynb": book(CODE) if finished == "ipynb" else BLANK}
    folder_of(shelf, {f"{THIRD.stem}.{kind}": (data, NOON) for kind, data in held.items()})
    os.utime(shelf / f"{THIRD.stem}.{'ipynb' if finished == 'py' else 'py'}", (NOON + 99, NOON + 99))
    assert workspace.find_path(THIRD, tmp_path) == shelf / f"{THIRD.stem}.{finished}"


def test_of_two_written_files_in_a_workspace_the_newer_counts(tmp_path):
    shelf = folder_of(tmp_path / "exercises", {f"{THIRD.stem}.py": CODE, f"{THIRD.stem}.ipynb": book(CODE)})
    for newer, older in (("py", "ipynb"), ("ipynb", "py")):
        os.utime(shelf / f"{THIRD.stem}.{newer}", (NOON + 99, NOON + 99))
        os.utime(shelf / f"{THIRD.stem}.{older}", (NOON, NOON))
        assert workspace.find_path(THIRD, tmp_path).suffix == f".{newer}"


@pytest.mark.parametrize("exercise", course.list_exercises(), ids=lambda one: one.stem)
def test_stub_and_notebook_are_seen_to_be_untouched_and_the_reference_is_not(exercise):
    stub = stubs.read_untouched_stub(exercise)
    for name, source in (("a.py", stub), ("a.ipynb", make_notebook(exercise, stub))):
        assert contents.read_contents(exercise, source, name).untouched
    solved = (PACKAGE.parent / "solutions" / f"{exercise.stem}.py").read_bytes()
    assert contents.read_contents(exercise, solved, "a.py").written == set(exercise.functions)


@pytest.mark.parametrize(
    ("code", "defined"),
    [
        (b"def bias_correct(m, b, t):\n    return m\n", True),
        (b"async def bias_correct (m):\n\treturn m\n", True),
        (b"bias_correct = lambda m, b, t: m\n", True),
        (b"try:\n    import x\nexcept ImportError:\n    def bias_correct(m):\n        return m\n", True),
        (b"%%writefile exercise03.py\ndef bias_correct(m):\n    return m\n", True),
        (b"from solution import bias_correct\n", False),
        (b"bias_correct(1, 2, 3) == 4\n", False),
        (b"# def bias_correct(m):\n", False),
        (b'"""\ndef bias_correct(m):\n"""\n', False),
        (b"\xff\xfe", False),
    ],
)
def test_what_a_file_defines_is_seen_without_running_it(code, defined):
    assert ("bias_correct" in contents.read_contents(THIRD, code, "a.py").defined) is defined


@pytest.mark.parametrize(
    "hostile", [b"\tdef f():\n" * 300_000, b"def a(" * 500_000, b"'''" * 1_000_000, b'"""' + b"\\" * 3_000_000]
)
def test_a_file_made_to_be_looked_at_for_ever_is_not(hostile):
    assert not contents.read_contents(THIRD, hostile, "a.py").written


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("exercise03-Copy1-checkpoint.ipynb", "exercise03"),
        ("Kopie von exercise03.ipynb", "exercise03"),
        ("Copie de Copie de exercise03.ipynb", "exercise03"),
        ("exercise03 - copia (3).py", "exercise03"),
        ("exercise03のコピー.py", "exercise03"),
        ("exercise03 的副本.py", "exercise03"),
        ("exercise03 (Ada's conflicted copy 2026-03-01).py", "exercise03"),
        ("Copy-of-exercise03.py", "exercise03"),
        ("Másolat - exercise03.py", "exercise03"),
        ("Kopia (2) exercise03.py", "exercise03"),
        ("exercise03 (3rd copy).py", "exercise03"),
        ("exercise03 (autre copie).py", "exercise03"),
        ("exercise03 - نسخة (2).py", "exercise03"),
        ("exercise03 - עותק.py", "exercise03"),
        ("exercise03 (Case Conflict 1).py", "exercise03"),
        ("Copy of exercise03 - Bert Beispiel.ipynb", "exercise03 - Bert Beispiel"),
    ],
)
def test_a_copys_words_come_off_in_many_languages(name, base):
    assert is_copy(name)
    assert strip_copy_words(name) == base


@pytest.mark.parametrize(
    "name", ["exercise03.py", "Copernicus.py", "copy.py", "photocopy.py", "exercise03 (1).py", "fotokopia 3.py"]
)
def test_what_only_looks_like_a_copy_is_none(name):
    assert not is_copy(name)


def test_tests_are_known_by_their_names():
    assert all(is_test(f"{name}.py") for name in ("test_a", "a_test", "tests", "Test_exercise03"))
    assert not any(is_test(f"{name}.py") for name in ("latest", "testimony", "contest"))


def test_where_no_file_counts_what_was_handed_in_is_named(tmp_path):
    folder_of(tmp_path / "in", {"plots.pdf": b"%PDF", "exercise04.py": HELPER})
    assert not sort_out(folders.list_code_files(tmp_path / "in"), [THIRD], course.list_exercises())
    says = folders.explain_missing(tmp_path / "in", THIRD.stem)
    assert "Handed in: exercise04.py (it names another exercise or none); plots.pdf (neither .py nor .ipynb)." in says


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        ("exercise04.py", STUB, "it says exercise 4"),
        ("exercise03_bisection.py", b"def bisect(a, b):\n    return a\n", "it defines bisect, and none of ema_moments"),
        ("exercise92.py", b"x = 1\n", "it says exercise92"),
        ("draft.py", STUB, None),
        ("exercise03_final.py", STUB, None),
    ],
)
def test_graded_by_hand_a_name_that_says_something_else_is_told(tmp_path, name, source, said):
    (tmp_path / name).write_bytes(source)
    done = warm.grade("3", tmp_path / name, "--json", cwd=tmp_path, env=os.environ)
    assert json.loads(done.stdout)["exercise"] == THIRD.stem
    assert (said in done.stderr) if said else (done.stderr == "")
