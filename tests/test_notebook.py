"""Notebooks written from the stubs, and notebooks as students hand them in, graded behind the walls."""

import ast
import json
import os
import re
import sys

import nbformat
import pytest
import warm
from conftest import ROOT
from levels import TRIED_LEVELS

from grader import course
from grader.course import stubs
from grader.execution.session import CallFailed, SubmissionSession
from grader.grading import grade_all
from grader.learner import workspace
from grader.learner.notebook import find_install_source, make_notebook
from grader.sandbox import Limits
from grader.submission import MAX_CODE_BYTES, MAX_FILE_BYTES, make_submission, read_submission

EXERCISE = course.find_exercise("3")
SOLUTION = (ROOT / "solutions" / f"{EXERCISE.stem}.py").read_text("utf-8")
HEAD, EMA, CORRECT, ADAM = re.split(r"(?=^def )", SOLUTION, flags=re.MULTILINE)
STUB = course.locate_stub(EXERCISE).read_bytes()


def cells(*texts, **more):
    made = [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": t} for t in texts]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 4, **more}).encode()


def solved(*first, last=()):
    """The solution, a cell for each function, with cells before and after it."""
    return cells(*first, HEAD, EMA, CORRECT, ADAM, *last)


@pytest.fixture
def graded(sandbox):
    def run(source, **limits):
        reports = []
        submission = make_submission(EXERCISE, source, "mine.ipynb")
        grade_all(EXERCISE, [submission], reports.append, sandbox, limits=Limits(**limits))
        return reports[0]

    return run


@pytest.fixture
def session(sandbox):
    sessions = []

    def lay(source, **limits):
        sessions.append(
            SubmissionSession(
                make_submission(EXERCISE, source, "a.ipynb"),
                course.read_parameters(EXERCISE),
                sandbox,
                Limits(**limits),
            )
        )
        return sessions[-1]

    yield lay
    for one in sessions:
        one.close()


def says(report):
    return "\n".join(finding.says for finding in report.findings)


# ---- written from the stub --------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", course.list_exercises(), ids=lambda exercise: exercise.stem)
def test_a_notebook_holds_its_stub_and_nothing_else(exercise):
    stub = course.locate_stub(exercise).read_bytes()
    made = nbformat.reads(make_notebook(exercise, stub), as_version=4)
    nbformat.validate(made)
    load, *pieces, scratch, grade = [cell.source for cell in made.cells if cell.cell_type == "code"]
    assert (load, grade) == ("%load_ext grader", f"%grade {exercise.number}")
    tree = ast.parse(stub)
    assert ast.dump(ast.parse("\n".join(pieces))) == ast.dump(ast.Module(tree.body[1:], []))
    assert made.cells[0].source.startswith(f"# {exercise.title}")
    assert [line for line in (ast.get_docstring(tree) or "").split("\n")[1:] if line not in made.cells[0].source] == []
    assert not ast.parse(scratch).body
    assert all(f"# {name}(" in scratch for name in exercise.functions)


def test_every_function_has_a_cell_of_its_own():
    made = nbformat.reads(make_notebook(EXERCISE, STUB), as_version=4)
    own = {cell.id: cell.source for cell in made.cells if cell.cell_type == "code"}
    assert set(EXERCISE.functions) < set(own)
    assert all(own[name].startswith(f"def {name}(") for name in EXERCISE.functions)


def test_the_same_stub_gives_the_same_bytes():
    assert make_notebook(EXERCISE, STUB) == make_notebook(EXERCISE, STUB)
    assert make_notebook(EXERCISE, STUB) != make_notebook(EXERCISE, STUB.replace(b"moment", b"m"))


def test_on_a_fresh_machine_the_first_cell_installs_the_kit():
    made = nbformat.reads(make_notebook(EXERCISE, STUB, "git+https://host.example/kit"), as_version=4)
    first = next(cell.source for cell in made.cells if cell.cell_type == "code")
    assert first == "%pip install -q git+https://host.example/kit\n%load_ext grader"


@pytest.mark.parametrize(
    ("came", "package"),
    [
        (None, "fallline"),
        ({"url": "file:///home/ada/kit", "dir_info": {"editable": True}}, "fallline"),
        ({"url": "https://host.example/kit-1.whl", "archive_info": {}}, "https://host.example/kit-1.whl"),
        (
            {"url": "https://host.example/kit", "vcs_info": {"vcs": "git", "commit_id": "abc1"}},
            "git+https://host.example/kit@abc1",
        ),
    ],
)
def test_it_installs_the_kit_from_where_this_one_came(came, package, monkeypatch):
    class Installed:
        def read_text(self, name):
            return came and json.dumps(came)

    monkeypatch.setattr("importlib.metadata.packages_distributions", lambda: {"grader": ["fallline"]})
    monkeypatch.setattr("importlib.metadata.distribution", lambda name: Installed())
    assert find_install_source() == package


def test_what_stands_between_functions_is_kept_in_its_place():
    function = "# Why.\ndef f(x):\n    raise NotImplementedError"
    stub = f'"""T\n\nStory."""\nimport numpy as np\n\nA = 1\n\n\n{function}\n\n\nB = 2\n'.encode()
    made = nbformat.reads(make_notebook(EXERCISE, stub), as_version=4)
    pieces = [cell.source for cell in made.cells if cell.cell_type == "code"]
    assert pieces[1:4] == ["import numpy as np\n\nA = 1", function, "B = 2"]


def test_a_fresh_notebook_is_not_started(graded):
    report = graded(make_notebook(EXERCISE, STUB))
    assert (report.status, report.submission.kind, report.notes) == ("not_started", "ipynb", ())


# ---- as students hand them in -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "last",
    ["%load_ext grader\n%grade 3", "from grader import check\ncheck(3)", "import grader as g\ng.check(3)"],
)
def test_a_notebook_that_had_itself_graded_misses_nothing(graded, last):
    report = graded(solved(last, last=[last]))
    assert (report.score, report.notes, report.findings) == (10, (), ())


def by_version(minor):
    made = json.loads(solved())
    for number, cell in enumerate(made["cells"]):
        cell |= {"id": f"cell-{number}"} if minor == 5 else {}
    return json.dumps(made | {"nbformat_minor": minor}).encode()


def of_version_3():
    made = [{"cell_type": "code", "language": "python", "input": text.splitlines(keepends=True), "outputs": []}
            for text in (HEAD, EMA, CORRECT, ADAM)]  # fmt: skip
    return json.dumps({"metadata": {"name": ""}, "nbformat": 3, "worksheets": [{"cells": made}]}).encode()


def in_lines():
    made = json.loads(solved())
    for cell in made["cells"]:
        cell["source"] = cell["source"].splitlines(keepends=True)
    return json.dumps(made, indent=1).encode()


def with_plots():
    made = json.loads(solved())
    made["cells"][0]["outputs"] = [{"output_type": "display_data", "data": {"image/png": "A" * (MAX_CODE_BYTES + 1)}}]
    return json.dumps(made).encode()


def of_version_2():
    """Two worksheets, as the second version had them."""
    made = [{"cell_type": "code", "language": "python", "input": text, "prompt_number": 1}
            for text in (HEAD, EMA, CORRECT, ADAM)]  # fmt: skip
    sheets = [{"cells": made[:2], "metadata": {}}, {"cells": made[2:]}]
    return json.dumps({"metadata": {"name": "x"}, "nbformat": 2, "worksheets": sheets}).encode()


def saved_by(*first, **metadata):
    """The solution with what a program writes about it."""
    return json.dumps(json.loads(solved(*first)) | {"metadata": metadata}).encode()


def each(**more):
    """The solution whose every cell holds more."""
    made = json.loads(solved())
    return json.dumps(made | {"cells": [cell | more for cell in made["cells"]]}).encode()


def among(*others):
    """The solution behind what is no cell."""
    return json.dumps({"cells": [*others, *json.loads(solved())["cells"]], "nbformat": 4}).encode()


def run_out_of_order():
    made = json.loads(solved())
    for cell, count in zip(made["cells"], (7, 2, None, 1e3), strict=True):
        cell["execution_count"] = count
    return json.dumps(made).encode()


def spoken(language, *texts):
    """A notebook of another kernel."""
    return json.dumps(json.loads(cells(*texts)) | {"metadata": {"kernelspec": {"language": language}}}).encode()


WIDGETS = {"application/vnd.jupyter.widget-state+json": {"state": {str(k): {"model_name": "L"} for k in range(999)}}}
COLAB = {"provenance": [{"file_id": "1a"}], "toc_visible": True, "collapsed_sections": ["x"]}
FORM = '#@title Settings {run: "auto"}\nbeta = 0.9 #@param {type:"slider", min:0, max:1}'
INTERACT = "from ipywidgets import interact\n@interact(x=(0, 9))\ndef f(x): return x"
NBGRADER = {"grade": False, "grade_id": "a", "locked": False, "schema_version": 3, "solution": True, "task": False}
ERROR = {"output_type": "error", "ename": "X", "evalue": "y", "traceback": ["\x1b[31m"]}
MANY = ("%env A=1", "%matplotlib widget", "%who", "%reset -f", "%debug", "%pwd", "%run other.py", "%load other.py",
        "%conda install x", "%uv pip install x", "%tensorflow_version 2.x", "!echo {HOME} \\\n  --more")  # fmt: skip
OTHERS = ("%%python\nx = 1", "%%R\nx <- c(1)", "%%sql\nselect 1", "%%script false --no-raise-error\nx = (", "%%own\ny")


def under_a_magic(magic):
    return cells(HEAD, EMA, f"{magic}\n{CORRECT}", ADAM)


def written(*last, path="adam.py", text=None):
    """The solution in a cell that is written into a file, with cells behind it."""
    return cells(f"%%writefile {path}\n{SOLUTION if text is None else text}", *last)


PACKAGES = "import matplotlib.pyplot as plt\nimport pandas as pd\nimport torch.nn as nn\nfrom tqdm.auto import tqdm\n"
FINE = {
    "version 2": of_version_2(),
    "version 3": of_version_3(),
    **{f"version 4.{minor}": by_version(minor) for minor in range(6)},
    "one cell": cells(SOLUTION),
    "a version of tomorrow": solved().replace(b'"nbformat": 4', b'"nbformat": 5'),
    "versions in words": solved().replace(b'"nbformat": 4', b'"nbformat": "4"').replace(b'r": 4', b'r": null'),
    "Jupyter's envelope": json.dumps({"type": "notebook", "name": "a", "content": json.loads(solved())}).encode(),
    "lines": in_lines(),
    "old Mac line ends": solved().replace(b"\\n", b"\\r"),
    "tabs": solved().replace(b"    ", b"\\t"),
    "Colab's metadata": saved_by(FORM, colab=COLAB, accelerator="GPU", kernelspec={"name": "python3"}),
    "Kaggle's metadata": saved_by(kaggle={"dataSources": [{"sourceId": 1}]}, papermill={"duration": 1.5}),
    "VS Code's metadata": saved_by(vscode={"interpreter": {"hash": "ab"}}, language_info={"name": "python"}),
    "VS Code's cells": each(metadata={"vscode": {"languageId": "python"}}),
    "paired by jupytext": saved_by(jupytext={"formats": "ipynb,py:percent"}),
    "nbgrader's cells": each(metadata={"nbgrader": NBGRADER}),
    "widgets' state": saved_by(INTERACT, widgets=WIDGETS),
    "another kernel's name": saved_by(kernelspec={"name": "ir", "language": "R"}, language_info={"name": "R"}),
    "metadata that are none": among().replace(b'{"cells"', b'{"metadata": [NaN, 1e999, "x"], "cells"'),
    "an enormous number": among().replace(b'{"cells"', b'{"a": ' + b"9" * 99_999 + b', "cells"'),
    "run out of order": run_out_of_order(),
    "deleted outputs": each(outputs=None, execution_count=None),
    "odd outputs": each(outputs=[ERROR, {"output_type": "stream", "text": ["a"]}, 7, None]),
    "attachments and tags": each(attachments={"a.png": {"image/png": "AA"}}, metadata={"tags": ["skip"]}),
    "one id for all": each(id="ü" * 99),
    "what is no cell": among(None, 3, [], "x", {}, {"cell_type": "code"}, {"cell_type": "code", "source": [1, None]}),
    "more magics": solved(*MANY),
    "cells of other tools": solved(*OTHERS),
    "a magic under a magic": under_a_magic("%%capture\n%%time"),
    "magics in a function": cells(HEAD, EMA, CORRECT + "\ndef bench():\n    %timeit 1\n    files = !ls {HOME}\n", ADAM),
    "torch that is not there": solved("import torch\nwith torch.no_grad():\n    x = torch.zeros(3)\nfloat(x.sum())"),
    "uploads": solved("from google.colab import files\nname = list(files.upload())[0]"),
    "Python 2": solved("print 'x'", "raise E, 'x'", "x <> 1", "0777"),
    "Python of tomorrow": solved("def f[T](x: T) -> T: return x", "type X = int", "f'{'a'}'", "match 3:\n  case 3: 1"),
    "quotes of a text program": solved("print(\u201cx\u201d)"),
    "a lambda": cells(HEAD, EMA, "bias_correct = lambda moment, beta, t: moment / (1 - beta**t)", ADAM),
    "endless recursion": solved("def f(): return f()\nf()"),
    "BOM": b"\xef\xbb\xbf" + solved(),
    "CRLF": in_lines().replace(b"\\n", b"\\r\\n").replace(b"\n", b"\r\n"),
    "nothing but cells": json.dumps(
        {"cells": [{"cell_type": "code", "source": text} for text in (HEAD, EMA, CORRECT, ADAM)]}
    ).encode(),
    "2 MB of plots": with_plots(),
    "line magics": solved("%matplotlib inline\n%load_ext autoreload\n%autoreload 2\n%config InlineBackend.dpi = 90"),
    "shell": solved("!pip install numpy\nfiles = !ls\nfiles[0]", "%pip install torch\n%cd /tmp\n!!ls"),
    "help": solved(last=["bias_correct?", "?np.mean", "np.array??"]),
    "timing": solved(last=["%timeit bias_correct(1.0, 0.9, 1)", "%%timeit\nbias_correct(1.0, 0.9, 1)"]),
    "%%time": under_a_magic("%%time"),
    "%%capture": under_a_magic("%%capture out"),
    "%%prun": under_a_magic("%%prun -l 5"),
    "skipped cells": solved("%%bash\nls", "%%writefile a.py\nx = 1", "%%html\n<b>", "%%javascript\nalert(1)"),
    "packages": solved(PACKAGES, last=["fig, ax = plt.subplots()\nax.plot([1, 2])\nplt.show()", "pd.DataFrame()"]),
    "%pylab": cells("%pylab inline", EMA, CORRECT, ADAM),
    "display": solved("display(1)", "from IPython.display import display, HTML\ndisplay(HTML('<b>'))"),
    "the names of a session": solved("_, __, ___, In[-1], Out.get(3)", last=["assert _ == '' == ___"]),
    "get_ipython": solved("get_ipython().run_line_magic('matplotlib', 'inline')"),
    "colab": solved("from google.colab import drive\ndrive.mount('/content/drive')"),
    "failing cells": solved("1 / 0", "undefined", last=["assert False", "raise SystemExit", "x = = 3", "undefined"]),
    "input": solved("name = input('Your name? ')"),
    "exit": solved(last=["exit()", "import sys; sys.exit(1)", "raise KeyboardInterrupt"]),
    "await": solved("import asyncio\nawait asyncio.sleep(0)\nawaited = 1", last=["assert awaited", "await nothing"]),
    "await that waits": cells("import asyncio", "await asyncio.sleep(0.01)\n" + SOLUTION),
    "await of several": solved("import asyncio\nx = await asyncio.gather(asyncio.sleep(0, 1), asyncio.sleep(0.01, 2))",
                               last=["assert x == [1, 2]\n" + ADAM]),
    "a task of an earlier cell": cells("import asyncio\nasync def x(): pass", "await x()\nt = asyncio.create_task(x())",
                                       "await t\n" + SOLUTION),
    "await in a block": cells("import asyncio\nasync with asyncio.Lock():\n    " + SOLUTION.replace("\n", "\n    ")),
    "asyncio.run": cells("import asyncio\nasync def f(): await asyncio.sleep(0)\nasyncio.run(f())\n" + SOLUTION),
    "written and imported": written("from adam import *"),
    "written and imported by names": written("from adam import ema_moments, bias_correct, adam_step"),
    "written, imported as a module": written("import adam", HEAD + EMA + ADAM + "\nbias_correct = adam.bias_correct"),
    "written into a folder": written("import sys; sys.path.append('src')", "from adam import *", path="src/adam.py"),
    "written in two pieces": cells("%%writefile adam.py\n" + HEAD + EMA, "%%writefile -a adam.py\n" + CORRECT + ADAM,
                                   "from adam import *"),
    "written and run": written("%run adam.py"),
    "written with a missing package": written("from adam import *", text="import torch, tqdm\n" + SOLUTION),
    "a written file that imports another": cells("%%writefile a.py\n" + HEAD + EMA + CORRECT,
                                                 "%%file b.py\nfrom a import *\n" + HEAD + ADAM, "from b import *"),
    "ipytest": cells("import ipytest\nipytest.autoconfig()",
                     "%%ipytest -qq\n" + SOLUTION + "\ndef test_it():\n    assert bias_correct(0.1, 0.9, 1)"),
    "a magic of one's own": cells("%%mine and more\n" + SOLUTION),
    "what was captured": cells("%%capture out\nprint(1)", "out.show()\nprint(out.stdout)\n" + SOLUTION),
    "redefined": cells(HEAD, CORRECT.replace("**t", "*t"), EMA, ADAM, CORRECT),
    "a failing redefinition": solved(last=["def bias_correct(moment, beta, t):\n    return (", "1/0\n" + EMA]),
    "main": cells(HEAD + "\nif __name__ == '__main__':\n    ONE = 1\n", EMA, CORRECT.replace("(1 -", "(ONE -"), ADAM),
    "pasted from a session": cells(HEAD, EMA, ">>> " + CORRECT.rstrip().replace("\n", "\n... "), ADAM),
    "future": cells("from __future__ import annotations", HEAD, EMA, CORRECT.replace("beta, t)", "beta, t: No)"), ADAM),
    "texts": json.dumps({"cells": [{"cell_type": "markdown", "source": "# Hi"}, {"cell_type": "raw", "source": "x("},
                                   *json.loads(solved())["cells"]]}).encode(),
    "surrogates": solved("'\ud800'", last=["x = '\0'", "\ud83d\ude00"]),
    "deep cells": solved("(" * 500, last=["x = " + "-" * 100_000 + "1", "[" * 5000 + "]" * 5000]),
}  # fmt: skip


@pytest.mark.parametrize("source", FINE.values(), ids=FINE)
def test_a_right_notebook_earns_full_points(graded, source):
    report = graded(source)
    assert (report.status, report.score, report.submission.kind) == ("passed", report.max_score, "ipynb"), says(report)
    assert report.findings == ()


@pytest.mark.parametrize("exercise", course.list_exercises(), ids=lambda exercise: exercise.stem)
def test_a_solution_split_at_its_functions_earns_full_points(exercise, sandbox):
    text = (ROOT / "solutions" / f"{exercise.stem}.py").read_text("utf-8")
    reports = []
    source = cells(*re.split(r"(?=^def )", text, flags=re.MULTILINE))
    grade_all(exercise, [make_submission(exercise, source, "a.ipynb")], reports.append, sandbox)
    assert reports[0].status == "passed"


BROKEN = {
    "empty": (b"", "no_code", "empty"),
    "blank": (b"\xef\xbb\xbf \r\n", "broken_notebook", "no notebook"),
    "no cells": (cells(), "no_code", "holds no code"),
    "comments": (cells("# one", "'two'", "import numpy"), "no_code", "holds no code"),
    "no code cells": (b'{"cells": [{"cell_type": "markdown", "source": "x = 1"}]}', "no_code", "holds no code"),
    "shell alone": (cells("%%bash\nls", "!ls"), "no_code", "begins with %%bash"),
    "a list": (b"[]", "broken_notebook", "no notebook"),
    "other JSON": (b'{"type": "FeatureCollection", "features": []}', "broken_notebook", "no cells in it"),
    "cells that are none": (b'{"cells": {"a": 1}, "nbformat": 4}', "broken_notebook", "no cells in it"),
    "a notebook within quotes": (json.dumps(solved().decode()).encode(), "broken_notebook", "no notebook"),
    "R": (spoken("R", "x <- c(1, 2)", "f <- function(a) {\n  a\n}"), "broken_notebook", "a notebook for R"),
    "Julia": (spoken("julia", "function f(x)\n  x + 1\nend"), "broken_notebook", "a notebook for julia"),
    "a pointer": (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d\n", "broken_notebook", "git lfs pull"),
    "a conflict": (b"<<<<<<< HEAD\n" + solved() + b"\n>>>>>>> b\n", "broken_notebook", "merge conflict"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", "no_code", "is a PDF"),
    "a zip": (b"PK\x03\x04" + bytes(26), "no_code", "zip archive"),
    "a web page": (b"<!DOCTYPE html>\n<html>", "broken_notebook", "web page"),
    "Python": (SOLUTION.encode(), "broken_notebook", "ends in .py"),
    "cut short": (solved()[:-40], "broken_notebook", "ends in the middle"),
    "nested": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "broken_notebook", "nested deeper"),
    "NUL": (solved() + b"\0", "encoding", "NUL"),
    "Latin-1": (b'{"cells": [{"cell_type": "code", "source": "x = 1 # \xe9"}]}', "encoding", "UTF-8"),
    "UTF-16": (solved().decode().encode("utf-16"), "encoding", "UTF-16"),
    "20 MB": (b'{"a": "' + b"x" * (20 * 2**20) + b'"}', "too_large", "Without its outputs"),
    "NUL in a cell": (cells("x = '\0'"), "syntax", "Cell 1 cannot be read as Python"),
    "syntax errors alone": (cells("def f(:\n  1", "x ="), "syntax", "Line 1 of cell 1 cannot be read as Python"),
}


@pytest.mark.parametrize(("source", "id", "words"), BROKEN.values(), ids=BROKEN)
def test_what_holds_no_code_is_unreadable_and_says_why(graded, source, id, words):
    report = graded(source)
    assert (report.status, report.score) == ("unreadable", 0)
    assert report.findings[0].id == id
    assert words in report.findings[0].says
    assert {finding.function for finding in report.findings} == {None}


def test_what_a_notebook_has_drawn_counts_for_no_cap_but_the_files(tmp_path):
    path = tmp_path / "big.ipynb"
    path.write_bytes(cells("x = 1", "y = '" + "A" * MAX_CODE_BYTES + "'"))
    assert "Without its outputs" in read_submission(EXERCISE, path).problem.says
    path.write_bytes(b" " * (MAX_FILE_BYTES + 1))
    found = read_submission(EXERCISE, path)
    assert (found.problem.id, found.source, found.sha256) == ("too_large", b"", "")


@pytest.mark.parametrize(
    ("name", "source", "kind"),
    [
        ("a.ipynb", b"x = 1", "ipynb"),
        ("A.IPYNB", b"{}", "ipynb"),
        ("a.ipynb.txt", b"{}", "ipynb"),
        ("a.ipynb.json", b"{}", "ipynb"),
        ("a.py", b"x = 1", "py"),
        ("a.py", b"{'a': 1}", "py"),
        ("a.py", b'\xef\xbb\xbf {"cells": [], "nbformat": 4}', "ipynb"),
    ],
)
def test_a_notebook_is_known_by_its_name_or_by_how_it_begins(name, source, kind):
    assert make_submission(EXERCISE, source, name).kind == kind


# ---- errors point at the cell -----------------------------------------------------------------------------


def test_an_error_in_a_call_names_cell_and_line(graded):
    wrong = "# a text\ndef bias_correct(moment, beta, t):\n    return helper(moment)\n"
    report = graded(cells(HEAD, EMA, wrong, "def helper(x):\n    return x.nothing", ADAM))
    assert "cell 3, line 3, in bias_correct: return helper(moment)" in says(report)
    assert "cell 4, line 2, in helper: return x.nothing" in says(report)


def test_a_syntax_error_costs_its_function_and_shows_the_place(graded):
    report = graded(cells(HEAD, EMA, "def bias_correct(moment, beta, t):\n    return moment / (1 -* beta)\n", ADAM))
    assert report.status == "failed"
    assert 0 < report.score < report.max_score
    found = next(finding for finding in report.findings if finding.function == "bias_correct")
    assert found.id == "syntax"
    first, shown, caret = found.says.split("\n")
    assert first.startswith("Line 2 of cell 3, where bias_correct stands, cannot be read as Python")
    assert shown[caret.index("^") :].startswith("* beta")
    assert "bias_correct would come from cell 3, which is no valid Python" in says(report)


def test_a_cell_that_stops_before_its_function_is_told_with_its_line(session):
    with pytest.raises(CallFailed) as failed:
        session(cells("x = 1\n\ny = x / 0\n" + CORRECT)).call_value("bias_correct", 1.0, 0.5, 1)
    assert failed.value.finding.id == "missing"
    assert "The notebook defines no bias_correct: its cell stopped before. This line divides by zero." in str(
        failed.value
    )
    assert "\n  cell 1, line 3: y = x / 0" in str(failed.value)
    assert failed.value.is_answer


def test_what_a_cell_defined_before_it_stopped_counts(session):
    laid = session(cells(HEAD + CORRECT + "1 / 0"))
    assert laid.call_value("bias_correct", 1.0, 0.5, 1) == 2.0
    assert [note.id for note in laid.notes] == ["failed_cell"]


@pytest.mark.parametrize("magic", ["%%bash", "%%timeit", "%%writefile adam.py"])
def test_a_function_under_a_magic_that_takes_its_cell_away_is_told(session, magic):
    with pytest.raises(CallFailed, match=f"stands in cell 2, which begins with {magic.split()[0]}:"):
        session(cells("x = 1", f"{magic}\n{CORRECT}")).call_value("bias_correct", 1.0, 0.5, 1)


def test_input_in_a_functions_cell_is_told(session):
    with pytest.raises(CallFailed, match=r"input\(\) was called in cell 1"):
        session(cells("n = int(input())\n" + CORRECT)).call_value("bias_correct", 1.0, 0.5, 1)


def test_a_lost_helper_is_traced_to_its_cell(session):
    laid = session(cells("1 / 0\nBETA = 0.5", "def bias_correct(moment, beta, t):\n    return moment / BETA"))
    with pytest.raises(CallFailed, match="BETA would come from cell 1, which stopped with ZeroDivisionError"):
        laid.call_value("bias_correct", 1.0, 0.5, 1)


def test_an_older_definition_is_named_where_a_newer_one_failed(graded):
    report = graded(FINE["a failing redefinition"])
    told = {note.function: note.says for note in report.notes if note.id == "other_definition"}
    assert set(told) == {"bias_correct", "ema_moments"}
    assert "cell 5, which is no valid Python" in told["bias_correct"]
    assert "cell 6, which stopped with ZeroDivisionError" in told["ema_moments"]


def test_cells_that_failed_are_named_in_one_note(graded):
    report = graded(solved("1 / 0", last=["x = = 3", "open('data.csv')", "undefined"]))
    (note,) = (note for note in report.notes if note.id == "failed_cell")
    assert "cell 1 stopped with ZeroDivisionError; cell 6 is no valid Python; cell 7 stopped with" in note.says
    assert "1 more" in note.says


# ---- time and harm ----------------------------------------------------------------------------------------

needs_a_clock = pytest.mark.skipif(sys.platform == "win32", reason="no interval timer")


@needs_a_clock
def test_a_cell_that_never_ends_is_stopped_and_the_next_one_runs(graded):
    endless = "while True:\n    try:\n        pass\n    except Exception:\n        pass"
    report = graded(solved(endless, last=["import time\ntime.sleep(100)"]), load_seconds=3.0)
    assert report.status == "passed"
    assert any("cell 1 was still running after 1.5 s; cell 6 was still running" in note.says for note in report.notes)


@needs_a_clock
def test_a_training_loop_may_be_ended_by_hand(graded):
    loop = "done = 0\ntry:\n    while True:\n        pass\nexcept KeyboardInterrupt:\n    done = 1\n"
    report = graded(cells(loop, HEAD, EMA, CORRECT.replace("(1 -", "(done -"), ADAM), load_seconds=1.0)
    assert report.status == "passed"


@needs_a_clock
def test_a_function_below_an_endless_loop_is_told_which_cell(session):
    laid = session(cells("while True: pass\n" + CORRECT), load_seconds=1.0)
    with pytest.raises(CallFailed, match=r"it was still running after 0\.\d s"):
        laid.call_value("bias_correct", 1.0, 0.5, 1)


@needs_a_clock
def test_a_cell_that_will_not_be_stopped_ends_with_the_notebook(graded):
    stubborn = "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0)\nwhile True: pass"
    report = graded(solved(stubborn), load_seconds=1.5, total_seconds=6.0)
    assert (report.status, report.score) == ("failed", 0)
    assert report.findings[0].id == "timeout"


def test_a_cell_that_ends_the_process_costs_the_notebook(graded):
    report = graded(solved("import os\nos._exit(0)"))
    assert (report.status, report.score, report.findings[0].id) == ("failed", 0, "crash")


def test_functions_that_are_written_into_a_file_and_never_imported_are_not_in_the_notebook(graded):
    report = graded(written("x = 1"))
    assert report.score == 0
    assert "bias_correct stands in cell 1, which begins with %%writefile" in says(report)


def test_a_written_file_is_only_what_it_says(graded):
    report = graded(written("from adam import *", text=SOLUTION.replace("**t", "*t")))
    assert 0 < report.score < 10
    assert [note.id for note in report.notes] == []


def test_the_namespace_is_the_main_module_as_in_jupyter(session):
    told = "__main__.P is P, __name__, pickle.loads(pickle.dumps(P)) is P"
    laid = session(cells("import __main__, pickle", f"class P: pass\ndef adam_step(*_): return {told}"))
    assert laid.call_value("adam_step", *range(5)) == (True, "__main__", True)


@pytest.mark.parametrize("level", [standing.level for standing in TRIED_LEVELS if standing.stands])
def test_every_level_reads_notebooks(level):
    from grader.sandbox import open_sandbox

    box = open_sandbox(level)
    try:
        reports = []
        grade_all(EXERCISE, [make_submission(EXERCISE, FINE["line magics"], "a.ipynb")], reports.append, box)
    finally:
        box.close()
    assert (reports[0].status, reports[0].walls) == ("passed", level)


# ---- the command ------------------------------------------------------------------------------------------


@pytest.fixture
def grade(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words):
        told = warm.grade(*words, cwd=tmp_path, env=os.environ)
        assert "Traceback" not in told.stdout + told.stderr
        return told.returncode, told.stdout, told.stderr

    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / f"{EXERCISE.stem}.py").write_bytes(stubs.read_untouched_stub(EXERCISE))
    return run


def test_the_notebook_is_written_graded_and_put_back(grade, tmp_path):
    code, out, _ = grade("notebook", "3")
    place = tmp_path / "exercises" / f"{EXERCISE.stem}.ipynb"
    assert code == 0
    assert "is written" in out
    assert place.read_bytes() == make_notebook(EXERCISE, stubs.read_untouched_stub(EXERCISE))

    place.write_bytes(solved())
    code, out, err = grade("3")
    assert code == 0
    assert f"Graded: {place.name}. For {EXERCISE.stem}.py: grade 3 " in err

    code, _, err = grade("notebook", "3")
    assert code == 2
    assert "--force" in err
    assert place.read_bytes() == solved()

    code, out, _ = grade("notebook", "3", "--force")
    assert code == 0
    backup = tmp_path / "exercises" / re.search(r"kept as (\S+)\.", out)[1]
    assert backup.read_bytes() == solved()
    assert place.read_bytes() != solved()


def test_a_py_file_that_was_begun_goes_before_the_notebook(grade, tmp_path):
    (tmp_path / "exercises" / f"{EXERCISE.stem}.py").write_text(
        "def ema_moments(): pass\ndef bias_correct(): pass\ndef adam_step(): pass\n"
    )
    (tmp_path / "exercises" / f"{EXERCISE.stem}.ipynb").write_bytes(solved())
    code, out, err = grade("3")
    assert code == 1
    assert f"Graded: {EXERCISE.stem}.py. For {EXERCISE.stem}.ipynb: grade 3 exercises" in err
    code, out, _ = grade("3", f"exercises/{EXERCISE.stem}.ipynb", "--json")
    assert (code, json.loads(out)["submission"]["kind"]) == (0, "ipynb")


def test_a_notebook_alone_makes_a_workspace_and_is_reset(grade, tmp_path):
    (tmp_path / "exercises" / f"{EXERCISE.stem}.py").unlink()
    place = tmp_path / "exercises" / f"{EXERCISE.stem}.ipynb"
    place.write_bytes(solved())
    assert grade("3")[0] == 0
    assert grade("reset", "3", "--yes")[0] == 0
    assert place.read_bytes() == workspace.make_fresh(EXERCISE, place)
    assert "is as it came" in grade("reset", "3")[1]
