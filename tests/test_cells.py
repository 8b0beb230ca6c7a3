"""What a notebook's file holds, and what its cells are in Python: nothing runs here."""

import ast
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox.cells import BrokenNotebook, read
from grader.sandbox.magics import PYLAB, OtherLanguage, convert_cell
from grader.sandbox.notebook_kernel import list_names


def of_version_4(*cells, **more):
    return json.dumps({"cells": list(cells), "nbformat": 4, "nbformat_minor": 5, "metadata": {}, **more}).encode()


def code(source, **more):
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None, **more}


def texts(source):
    return [cell.text for cell in read(source)]


# ---- the file ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["x = 1\ny = 2", ["x = 1\n", "y = 2"], "x = 1\r\ny = 2", ["x = 1\r\n", "y = 2"]])
def test_a_cells_text_is_one_text_or_lines_with_any_line_ends(source):
    assert texts(of_version_4(code(source))) == ["x = 1\ny = 2"]


def test_texts_and_raw_cells_are_no_code():
    told = of_version_4({"cell_type": "markdown", "source": "x"}, {"cell_type": "raw", "source": "y"}, code("z"))
    assert texts(told) == ["z"]


def test_cells_are_counted_as_jupyter_counts_them_when_it_runs_all():
    told = of_version_4(code("a"), {"cell_type": "markdown", "source": "b"}, code(" \n"), code([]), code("c"))
    assert [(cell.number, cell.text, cell.filename) for cell in read(told)] == [(1, "a", "cell 1"), (2, "c", "cell 2")]


def test_before_version_4_the_cells_lie_on_worksheets():
    sheet = {"cells": [{"cell_type": "code", "language": "python", "input": ["x = 1"]}, {"cell_type": "heading"}]}
    assert texts(json.dumps({"nbformat": 3, "worksheets": [sheet, sheet]}).encode()) == ["x = 1", "x = 1"]


@pytest.mark.parametrize(
    "told",
    [
        b'{"cells": [{"cell_type": "code", "source": "x"}]}',
        b'\xef\xbb\xbf{"cells": [{"cell_type": "code", "source": "x"}]}\r\n',
        b'{"cells": [{"cell_type": "code", "source": "x", "execution_count": 1%s}]}' % (b"0" * 5000),
        b'{"cells": [null, 3, "code", {"cell_type": "code"}, {"cell_type": "code", "source": ["x", 1, null]}]}',
        b'{"cells": [{"cell_type": "code", "source": "x", "outputs": [NaN]}], "metadata": 1, "nbformat": "four"}',
    ],
)
def test_what_jupyter_could_do_without_is_not_asked_for(told):
    assert texts(told) == ["x"]


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (b"[1, 2]", "no notebook"),
        (b'"x"', "no notebook"),
        (b'{"a": 1}', "no cells"),
        (b'{"cells": 3}', "no cells"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"def f(x):\n    return x\n", "ends in .py"),
        (b'{"cells": [{"cell_type": "code", "source": "x = ', "ends in the middle, at line 1"),
        (b'{"cells": [\n{"cell_type": "code"},\n', "ends in the middle, at line"),
        (b'{"cells": [\n{"cell_type": ?}]}', "cannot be read from line 2 on"),
        (b'{"cells": [\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> theirs\n]}', "merge conflict"),
        (b"[" * 200_000, "nested deeper"),
        (b'{"cells":' * 100_000, "nested deeper"),
    ],
)
def test_what_is_no_notebook_is_told_in_words(told, words):
    with pytest.raises(BrokenNotebook, match=words):
        read(told)


def test_bytes_that_are_no_utf8_are_told_as_python_tells_them():
    with pytest.raises(SyntaxError, match="codec can't decode"):
        read(b'{"cells": "\xe9"}')


# ---- a cell's text ----------------------------------------------------------------------------------------


@given(st.sampled_from(["x = 5 % 3", "s = '''\n%ls\n'''", "f(1,\n  2)", "", "# ?\n", "a = b = 1  # why?", "await f()"]))
def test_python_is_left_as_it_stands(text):
    assert convert_cell(text) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("%matplotlib inline\nx = 1", "None\nx = 1"),
        ("!pip install torch", "None"),
        ("!!ls", "None"),
        ("x = !ls", "x = get_ipython()"),
        ("a, b = %ls -l", "a, b = get_ipython()"),
        ("np.mean?", "None"),
        ("np.mean??", "None"),
        ("?np", "None"),
        ("%time x = f(3)", "x = f(3)"),
        ("y = %time f(3)", "y = f(3)"),
        ("%time\nx = 2", "None\nx = 2"),
        ("%timeit x = f(3)", "None"),
        ("/f x\n,f a b\n;f a b", "None\nNone\nNone"),
        ("%pylab inline", PYLAB),
        ("if a:\n    %pylab\n    !ls {a}", "if a:\n    None\n    None"),
        ("!ls \\\n  -l\nx = 1", "None\n\nx = 1"),
        ("print('lr=%g' % lr)\n%ls", "print('lr=%g' % lr)\nNone"),
        ("x = (1\n% 2)\n!ls", "x = (1\n% 2)\nNone"),
        ("x = 10 \\\n  % 3\n!ls", "x = 10 \\\n  % 3\nNone"),
        ('s = """\n!ls\nwhat?\n"""\n!ls', 's = """\n!ls\nwhat?\n"""\nNone'),
        ("x = 5  # right?\n!ls", "x = 5  # right?\nNone"),
        ("d = {'a': \"it's\"}\n!echo it's\ny = 2", "d = {'a': \"it's\"}\nNone\ny = 2"),
        (">>> x = 1\n>>> def f():\n...     return x", "x = 1\ndef f():\n    return x"),
        ("In [1]: x = 2\n   ...: y = 3", "x = 2\ny = 3"),
        ("    x = 1\n    y = 2", "x = 1\ny = 2"),
        ("%%time\nx = 1", "\nx = 1"),
        ("\n%%capture out\n%%time\n!ls\nx = 1", "\nout = get_ipython()\n\nNone\nx = 1"),
        ("%%capture --no-stderr out\nx = 1", "out = get_ipython()\nx = 1"),
        ("%%capture\nx = 1", "\nx = 1"),
        ("%%ipytest -qq\ndef test_x(): pass", "\ndef test_x(): pass"),
        ("%%own words\n!ls\nx = 1", "\nNone\nx = 1"),
        ("%run adam.py --fast", "get_ipython().run_file('adam')"),
    ],
)
def test_magics_become_python_of_the_same_lines(text, plain):
    assert convert_cell(text) == plain
    ast.parse(plain)


OTHERS = ["%%bash", "%%writefile adam.py", "%%timeit", "%%javascript", "%%html", "%%!", "%%R", "%%sql", "%%skip"]


@pytest.mark.parametrize("magic", OTHERS)
def test_a_cell_of_another_language_is_none_of_ours(magic):
    with pytest.raises(OtherLanguage, match=magic):
        convert_cell(f"{magic}\ndef f(x): return x")


def test_a_cell_under_a_magic_that_nobody_knows_is_run_only_where_it_is_python():
    with pytest.raises(OtherLanguage, match="%%own"):
        convert_cell("%%own\nselect * from runs")


@pytest.mark.parametrize(
    ("magic", "path", "more"),
    [
        ("%%writefile adam.py", "adam.py", False),
        ("%%file my/adam.py", "my/adam.py", False),
        ("%%writefile -a adam.py", "adam.py", True),
        ("%%writefile --append 'adam.py'", "adam.py", True),
        ("%%bash", "", False),
    ],
)
def test_a_cell_that_is_written_into_a_file_says_into_which(magic, path, more):
    with pytest.raises(OtherLanguage) as other:
        convert_cell(f"{magic}\nx = 1\n")
    assert (other.value.path, other.value.more, other.value.cell) == (path, more, "x = 1\n")


@pytest.mark.parametrize("text", ["x = = 3", "def f(:", "x == !ls", "a = b ? c", "def f():\n  x\n y"])
def test_what_jupyter_cannot_read_stays_an_error(text):
    with pytest.raises(SyntaxError):
        ast.parse(convert_cell(text))


@given(st.text(alphabet="ab%!?/,;=()[]{}'\"\\#\n _1.", max_size=60))
def test_any_text_keeps_its_lines(text):
    try:
        plain = convert_cell(text)
    except OtherLanguage:
        return
    assert plain.count("\n") == text.count("\n")


def test_names_are_found_in_what_is_no_python():
    text = "import numpy as np\ndef f(:\n  class C:\n    x = 1\nasync def g(x):\nlr = 0.1\nlr == 2\n  y = 2"
    assert list_names(text) == ["np", "f", "C", "g", "lr"]
