"""Syntax of a newer Python is told as that, and what is wrong in every Python is not."""

import json
import sys

import pytest

from grader import course
from grader.grading import grade_all
from grader.sandbox.newer import NewerPython, explain_syntax_error
from grader.submission import make_submission

NEWER = {
    "quotes in quotes": ("3.12", 'print(f"{run["lr"]}")'),
    "one quote": ("3.12", "print(f'{'a'}')"),
    "a backslash": ("3.12", 'print(f"{"\\n".join(a)}")'),
    "strings in strings": ("3.12", 'x = f"{a["b"]:>{w["c"]}} {{x}} {f"{c["d"]}"}" "y"'),
    "a comment": ("3.12", 'x = f"""{\n a["x"] # why "\n}"""'),
    "lines": ("3.12", 'x = (f"{\n1 + 1}", 2)'),
    "a conversion": ("3.12", 'f"{a["b"]!r:>8} {a["c"]=}"'),
    "a raw string": ("3.12", "rf'{a['b']}'"),
    "a dictionary": ("3.12", 'f"{ {"a": 1}["a"] }"'),
    "behind other strings": ("3.12", '# it\'s\n"it\'s" f"{a["b"]}"'),
    "a type": ("3.12", "type X = int"),
    "a type with parameters": ("3.12", "type X[T: int, *Ts, **P] = list[T]"),
    "a function": ("3.12", "def f[T](x: T) -> T:\n    return x"),
    "a class": ("3.12", "class C[T: (int, str)](Base):\n    pass"),
    "a coroutine": ("3.12", "async def f[**P](x):\n    pass"),
    "several at once": ("3.12", 'def f[T](x):\n    return f"{x["a"]}"'),
    "defaults of types": ("3.13", "def f[T = int](x):\n    pass"),
    "templates": ("3.14", 't"hello {x["a"]}"'),
    "no parentheses": ("3.14", "try:\n    pass\nexcept ValueError, TypeError:\n    pass"),
    "lazy imports": ("3.15", "lazy import json"),
    "unpacking": ("3.15", "[*x for x in y]"),
}


def version(text):
    with pytest.raises(SyntaxError) as error:
        compile(text, "a.py", "exec", dont_inherit=True)
    found = explain_syntax_error(text, error.value)
    return found.msg if isinstance(found, NewerPython) else ""


def is_newer(told_version):
    return tuple(map(int, told_version.split("."))) > sys.version_info[:2]


@pytest.mark.parametrize(("since", "text"), NEWER.values(), ids=NEWER)
def test_newer_syntax_is_known_by_its_version(since, text):
    if is_newer(since):
        assert version(text) == since
        assert version(f"{text}\nx = = 3") == since
    else:
        compile(text, "a.py", "exec")


WRONG = [
    "x = = 3", "print 'x'", "def f(:", 'f"{x"', 'f"{}"', 'f"{x +}"', 'f"}"', 'f"{x!}"', 'f"{x:{y}"', 'f"{run["lr"}"',
    "try:\n    pass\nexcept ValueError, e:\n    pass", "def f[T(x): pass", "type X =", "x = 'abc", "return 3 +",
    "x = (", "'''", "lazy x", 'x = 3 +\nf"{a["b"]}"',
]  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_what_no_python_reads_is_not_called_newer(text):
    assert version(text) == ""


@pytest.fixture
def graded(sandbox):
    def run(text, name):
        reports = []
        exercise = course.find_exercise("3")
        grade_all(exercise, [make_submission(exercise, text.encode(), name)], reports.append, sandbox)
        return reports[0]

    return run


OURS = f"{sys.version_info[0]}.{sys.version_info[1]}"
TOMORROW = "def bias_correct(moment, beta, t):\n    return [*x for x in moment]\n"
only_before = pytest.mark.skipif(sys.version_info >= (3, 15), reason="this Python reads it")


@only_before
def test_a_report_names_both_versions(graded):
    report = graded(TOMORROW, "a.py")
    (found,) = report.findings
    assert (report.status, found.id) == ("unreadable", "syntax")
    assert f"Line 2 is newer Python (3.15) than the grader's {OURS}." in found.says
    assert "return [*x for x in moment]" in found.says
    assert "cannot be read" not in found.says


@only_before
def test_a_cell_of_newer_python_is_told_so_too(graded):
    made = [{"cell_type": "code", "source": text} for text in ("x = 1", TOMORROW)]
    report = graded(json.dumps({"cells": made, "nbformat": 4}), "a.ipynb")
    says = next(found.says for found in report.findings if found.function == "bias_correct")
    assert f"Line 2 of cell 2, where bias_correct stands, is newer Python (3.15) than the grader's {OURS}." in says
    assert "cell 2 is newer Python (3.15) than the grader's" in "".join(note.says for note in report.notes)
