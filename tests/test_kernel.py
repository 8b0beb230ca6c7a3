"""Grading inside a notebook: a real kernel, real cells in any order, real workers."""

from __future__ import annotations

import json
import re
import sys
import textwrap

import nbclient
import nbformat.v4
import numpy as np
import pytest
from conftest import ROOT

from grader import check, course
from grader.errors import KitError
from grader.export.pages.cell import make_scoped_style
from grader.kernel import child, functions, history
from grader.kernel.commands import PICTURE as PLOT
from grader.kernel.output import MAGICS, show_report
from grader.submission import make_submission

FIVE = [one for one in course.list_exercises() if one.number <= 5]


def solution(number):
    """What stands above the functions of a reference, and each function as a cell."""
    text = next((ROOT / "solutions").glob(f"exercise{number:02}_*.py")).read_text("utf-8")
    return re.split(r"(?=^def )", text, flags=re.MULTILINE)


def run(tmp_path, *cells, timeout=180):
    """Run cells in a fresh kernel; each cell's outputs."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in cells])
    client = nbclient.NotebookClient(
        made, timeout=timeout, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    return [cell.outputs for cell in made.cells]


def plain(outputs):
    """What a cell says, without HTML."""
    parts = [one.get("text") or one.get("data", {}).get("text/plain") or one.get("evalue", "") for one in outputs]
    return "\n".join(parts)


def html(outputs):
    return "".join(one.data["text/html"] for one in outputs if "text/html" in one.get("data", {}))


@pytest.fixture(autouse=True)
def own_memory(tmp_path, monkeypatch):
    monkeypatch.setenv("FALLLINE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))


def test_five_exercises_solved_in_cells_out_of_order_are_graded_where_they_stand(tmp_path):
    heads, bodies = [], []
    for exercise in FIVE:
        head, *own = solution(exercise.number)
        heads.append(head)
        bodies += own
    cells = ["%load_ext grader", "1 / 0", "# a note", *heads, *reversed(bodies), "print('done')", "%%time\nx = 1"]
    grades = [f"%grade {exercise.number}" for exercise in FIVE]
    outputs = run(tmp_path, *cells, *grades)[-len(grades) :]
    for exercise, told in zip(FIVE, outputs, strict=True):
        assert "10 of 10" in plain(told), plain(told)
        assert f"Exercise {exercise.number}" in html(told)


def test_the_last_run_of_a_function_counts_and_failing_cells_cost_nothing(tmp_path):
    head, ema, correct, adam = solution(3)
    wrong = correct.replace("beta**t", "beta")
    told = run(
        tmp_path,
        "%load_ext grader",
        head,
        correct,
        wrong + "\n%grade 3",
        "def bias_correct(:",
        "raise RuntimeError('mine')",
        "%not_a_magic\n!true\nhead = %who_ls",
        "%%writefile kept.txt\ndef bias_correct(): pass",
        ema,
        adam,
        correct,
        "%grade 3",
    )
    assert "bias_correct" in plain(told[3])
    assert "%hint 3" in plain(told[3])
    assert "10 of 10" in plain(told[-1]), plain(told[-1])


def test_a_cell_that_never_ends_is_left_and_the_rest_is_graded(tmp_path):
    head, ema, correct, adam = solution(3)
    hangs = "import threading, _thread\nthreading.Timer(0.5, _thread.interrupt_main).start()\nwhile True:\n    pass"
    told = run(tmp_path, "%load_ext grader", head, ema, correct, adam, hangs, "%grade 3")
    assert "KeyboardInterrupt" in str(told[-2])
    assert "10 of 10" in plain(told[-1]), plain(told[-1])


@pytest.mark.skipif(sys.platform == "win32", reason="a signal to one thread is POSIX's")
def test_who_interrupts_a_grading_is_told_and_may_ask_again(tmp_path):
    stop = (
        "import signal, threading\n"
        "send = lambda: signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)\n"
        "threading.Timer(0.3, send).start()\n"
        "%grade 3"
    )
    left = (
        "import os, subprocess\n"
        "every = subprocess.run(['ps', '-eo', 'ppid,args'], capture_output=True, text=True).stdout.split('\\n')\n"
        "print([line for line in every if line.split()[:1] == [str(os.getpid())] and 'grader' in line])"
    )
    told = run(tmp_path, "%load_ext grader", "".join(solution(3)), stop, left, "%grade 3")
    assert "stopped" in plain(told[2])
    assert "Traceback" not in str(told[2])
    assert plain(told[3]).strip() == "[]"
    assert "10 of 10" in plain(told[4])


def test_check_takes_a_number_a_name_or_a_function_and_hints_climb(tmp_path):
    head, ema, correct, adam = solution(3)
    wrong = correct.replace("beta**t", "beta")
    told = run(
        tmp_path,
        head + ema + adam,
        "from grader import check\n" + wrong + "\ncheck(bias_correct)",
        "check('bias_correction', all=True)",
        "check(print)",
        "check(99)",
        "%load_ext grader",
        "%hint 3",
        "%hint 3",
        "%hint 3 --again",
    )
    own, whole, stranger, unknown = map(plain, told[1:5])
    assert "bias_correct" in own
    assert "ema_moments" not in own
    assert "38 laws" in whole or "laws hold" in whole
    assert "No exercise asks for a function called 'print'" in stranger
    assert "There is no exercise called '99'" in unknown
    first, second, again = map(plain, told[-3:])
    assert "Hint 1" in first
    assert "Hint 2" in second
    assert again == second
    assert all("Traceback" not in str(one) for one in told)


def test_misuse_is_told_in_a_line_and_without_a_traceback(tmp_path):
    asked = {
        "%grade": "Which exercise?",
        "%grade nonsense": "no exercise called",
        "%grade 3 --timeout x": "no number of seconds",
        "%grade 'x": "cannot be read",
        "%quiz nonsense": "no topic called",
        "%grade 3 --help": "Functions: ema_moments",
        "%grade 3": "nothing to run",
        "%hint 3": "holds no code",
    }
    told = run(tmp_path, "%load_ext grader", *asked)
    for outputs, words in zip(map(plain, told[1:]), asked.values(), strict=True):
        assert words in outputs
        assert "Traceback" not in outputs


def test_nothing_that_cells_did_to_their_kernel_reaches_the_one_who_judges(tmp_path):
    head, ema, _correct, adam = solution(3)
    told = run(
        tmp_path,
        "%load_ext grader",
        head,
        ema,
        adam,
        "import warnings, builtins\nwarnings.simplefilter('error')\nnp.allclose = np.isfinite = lambda *a, **k: True",
        "def bias_correct(moment, beta, t):\n    return moment",
        "%grade 3",
    )
    assert "bias_correct: not right yet" in plain(told[-1]), plain(told[-1])


def test_the_quiz_asks_with_widgets(tmp_path):
    told = run(
        tmp_path,
        "%load_ext grader",
        "%quiz",
        textwrap.dedent(
            """
            from collections import deque
            from grader.kernel import widgets
            from grader.quiz import loading, session
            from grader.quiz.store import open_store

            bank = loading.load_bank()
            kinds = {q.kind: q for q in bank}
            with open_store() as store:
                turns = deque(session.QuizTurn(q, "new") for q in kinds.values())
                widget = widgets.QuizWidget(session.Sitting(bank, store, widgets._read_clock, turns, 3))

            def buttons(one):
                if hasattr(one, "click"):
                    return [one]
                return [b for child in getattr(one, "children", ()) for b in buttons(child)]

            def fields(one, *kinds):
                if type(one).__name__ in kinds:
                    return [one]
                return [w for child in getattr(one, "children", ()) for w in fields(child, *kinds)]

            asked = 0
            for _ in range(100):
                there = buttons(widget.box)
                if not there:
                    break
                kind = widget.sitting._current.question.kind if widget.sitting._current else ""
                ticks = fields(widget.box, "Checkbox")
                if ticks and not any(one.value for one in ticks):
                    there[0].click()  # which says that one has to be ticked, and asks on
                    ticks[0].value = True
                for field in fields(widget.box, "Text", "Textarea"):
                    letters = "b a c d e f"[: 2 * len(kinds[kind].items) - 1]
                    numbers = " ".join(["0.3"] * max(1, len(kinds[kind].answer)))
                    field.value = {"free": "a word", "order": letters}.get(kind, numbers)
                there[0].click()
                asked += 1
            print(len(kinds), len(widget.sitting.results), int("Done" in widget.box.children[0].value))
            """
        ),
    )
    assert "application/vnd.jupyter.widget-view+json" in str(told[1])
    kinds, answered, done = map(int, plain(told[-1]).split())
    assert (answered, done) == (kinds, 1)


# ---- what stands below the cell ----------------------------------------------------------------------------------


def test_no_rule_of_the_style_reaches_beyond_the_cell():
    rules = re.findall(r"([^{}]+)\{", str(make_scoped_style()))
    loose = [rule.strip() for rule in rules if not rule.strip().startswith("@")]
    assert len(loose) > 50
    assert all(".fallline.fallline" in one for rule in loose for one in rule.split(",")), loose


def test_what_code_prints_is_text_in_the_answer(tmp_path):
    head, ema, correct, adam = solution(3)
    loud = correct.replace("    return", "    print('<script>alert(1)</script>')\n    return", 1).replace(
        "beta**t", "beta"
    )
    told = html(run(tmp_path, "%load_ext grader", head, ema, loud, adam, "%grade 3")[-1])
    assert "&lt;script&gt;alert(1)" in told
    assert "<script" not in told


def test_an_answer_is_one_element_with_ids_of_its_own():
    exercise = course.find_exercise("3")
    report = child.grade_in_child(
        make_submission(exercise, ROOT.joinpath("solutions", f"{exercise.stem}.py").read_bytes(), "x"), [PLOT]
    )
    for whole in (False, True):
        one, other = (show_report(report, MAGICS, whole=whole).html for _ in range(2))
        ids = re.findall(r' id="([^"]+)"', one)
        assert ids
        assert len(ids) == len(set(ids))
        assert not set(ids) & set(re.findall(r' id="([^"]+)"', other))
        assert "<svg" in one


# ---- the notebook that is made of a history ----------------------------------------------------------------------


def sources(texts):
    return [cell["source"] for cell in json.loads(history.make_notebook(texts))["cells"]]


def test_cells_keep_the_numbers_that_stand_beside_them():
    assert sources(["%load_ext grader", "a = 1", "%grade 3", "b = 2", "%grade 3", "check(3)"]) == [
        "#",
        "a = 1",
        "#",
        "b = 2",
    ]


def test_of_a_cell_that_was_run_often_the_first_time_counts_and_the_last():
    assert sources(["a", "b", "a", "b", "a"]) == ["a", "b", "#", "b", "a"]


def test_code_above_a_magic_of_ours_counts():
    assert sources(["x = 1\n%grade 3"]) == ["x = 1\n%grade 3"]


def test_asking_for_a_hint_changes_nothing_of_what_is_graded():
    before = history.make_notebook(["a = 1"])
    assert history.make_notebook(["a = 1", "%hint 3", "# only words\n%grade 3 --all", ""]) == before


def test_nothing_was_run():
    assert json.loads(history.make_notebook([]))["cells"] == []


# ---- where nobody keeps a history --------------------------------------------------------------------------------

RATE = 0.5
WEIGHTS = np.array([1.0, 2.0])
TABLE = {"a": [1, 2.5], "b": ("x", None)}
UNSEEN = object()


def scaled(x):
    return RATE * np.asarray(x) * WEIGHTS.sum() + len(TABLE["a"])


def twice(f):
    def run(*arguments):
        return 2 * f(*arguments)

    return run


class Kept:
    factor = RATE


def even(n):
    return n == 0 or odd(n - 1)


def odd(n):
    return n != 0 and even(n - 1)


def whole(x, factor=Kept.factor):
    return scaled(x) * factor + textwrap.dedent("").count("a") + even(4)


decorated = twice(whole)


def test_a_function_comes_with_all_that_it_uses():
    names = {}
    exec(functions.collect_source([whole]), names)
    np.testing.assert_array_equal(names["whole"]([1.0, 2.0]), whole([1.0, 2.0]))
    assert "UNSEEN" not in names
    assert "twice" not in names


def test_a_function_without_source_is_told():
    made = {}
    exec("def f(x): return x", made)
    with pytest.raises(KitError, match="source of f cannot be found"):
        functions.collect_source([made["f"]])


def test_a_plain_python_gets_the_answer_back(tmp_path):
    place = tmp_path / "mine.py"
    place.write_text("import numpy as np\nfrom grader import check\n" + "".join(solution(3)) + "\nanswer = check(3)\n")
    names = {"__name__": "mine", "__file__": str(place)}
    exec(compile(place.read_text("utf-8"), str(place), "exec"), names)
    assert "10 of 10" in repr(names["answer"])
    assert "<div" in names["answer"]._repr_html_()
    assert "check(4)" in repr(names["answer"])
    assert "3 of 3" in repr(check(names["bias_correct"]))


def test_what_the_grader_refuses_is_raised_with_its_words():
    exercise = course.find_exercise("3")
    with pytest.raises(KitError, match="no number of seconds"):
        child.grade_in_child(make_submission(exercise, b"x = 1", history.ORIGIN), ["--timeout", "x"])


def test_a_kernel_is_no_part_of_what_everybody_imports():
    import subprocess

    code = "import sys, grader; print(sorted({'numpy', 'IPython', 'jinja2', 'rich'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"
