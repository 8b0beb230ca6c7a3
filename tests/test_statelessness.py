"""Which programs are known to keep nothing between calls, and that they are graded as in fresh processes."""

from __future__ import annotations

import textwrap

import corpus
import pytest

from grader import course
from grader.execution import submission_worker as workers
from grader.execution.statelessness import is_stateless
from grader.grading import grade
from grader.submission import make_submission, read_submission

EXERCISES = course.list_exercises()
HARMLESS = {
    "arithmetic": "def f(x, y):\n    return x - 0.5 * y",
    "a constant at the top": "import math\nEPS = -1e-8 * math.pi\nPAIR = (1, EPS)\ndef f(x, eps=EPS):\n    return eps",
    "helpers that call each other": "def g(x):\n    return x if x < 1 else f(x - 1)\ndef f(x):\n    return g(x)",
    "loops over local lists": """
        def f(xs):
            seen = []
            for x in xs:
                seen.append(abs(x))
            while len(seen) > 3:
                seen.pop()
            return [s for s in sorted(seen, key=lambda s: -s)]
    """,
    "types and what is asked of them": """
        from typing import Sequence
        import numpy as np
        def f(x: np.ndarray | Sequence[float], lr: float = 0.1) -> np.ndarray:
            if isinstance(x, (list, tuple)):
                x = np.asarray(x, dtype=np.float64)
            y: float = lr
            return x * y
    """,
    "numpy without a word about overflow": """
        import numpy as np
        def f(x):
            with np.errstate(all="ignore"):
                return np.divide(1.0, x, out=np.zeros_like(x), where=x != 0)
    """,
    "types by their place and by name": """
        import numpy as np
        def f(x):
            x = np.array(x, float).astype("float64") + np.zeros(3, dtype=int) + np.zeros_like(x, x.dtype)
            return np.asarray(x, np.float64).sum(0) + x.mean(axis=0, dtype=None) + np.finfo(float).eps
    """,
    "a matrix taken apart": "import numpy as np\ndef f(h):\n    return np.linalg.eigvalsh(h).max()",
    "an array that workers fill": "import numpy as np\ndef f(x):\n    return np.empty_like(x) + np.empty((3,), float)",
    "linalg by a name of its own": "from numpy import linalg as la\ndef f(h):\n    return la.eigvalsh(h).max()",
    "linalg imported as a module": "import numpy.linalg as la\ndef f(h):\n    return la.norm(h)",
    "linalg behind numpy's name": "import numpy.linalg\ndef f(h):\n    return numpy.linalg.norm(numpy.dot(h, h))",
    "a name from linalg": "from numpy.linalg import eigvalsh\ndef f(h):\n    return eigvalsh(h)",
    "a name from a module": "from math import sqrt\nfrom numpy import asarray\ndef f(x):\n    return sqrt(asarray(x))",
    "words for what cannot be": "def f(x):\n    try:\n        return 1 / x\n    except ZeroDivisionError:\n"
    "        raise ValueError(f'no step of {x}') from None",
}
DOUBTFUL = {
    "a global": "n = 0\ndef f(x):\n    global n\n    n = n + x\n    return n",
    "a list at the top": "seen = []\ndef f(x):\n    return len(seen)",
    "an array at the top": "import numpy as np\nv = np.zeros(2)\ndef f(x):\n    return v",
    "a list as a default": "def f(x, seen=[]):\n    return len(seen)",
    "a list as a default behind a star": "def f(x, *, seen=[]):\n    return len(seen)",
    "a list as a lambda's default": "def f(x):\n    return (lambda y, seen=[]: seen)(x)",
    "a function's own attribute": "def f(x):\n    f.last = x\n    return x",
    "a function's defaults": "def f(x, y=()):\n    return f.__defaults__",
    "a function's globals": "def f(x):\n    return f.__globals__",
    "an attribute through a format": "def f(x):\n    return '{0.__globals__}'.format(f)",
    "an attribute of a module": "import numpy as np\ndef f(x):\n    np.last = x\n    return x",
    "a module handed on": "import numpy as np\ndef f(x):\n    return g(np)\ndef g(m):\n    return m.copy",
    "a module by another name": "import numpy as np\ndef f(x):\n    m = np\n    return m.copy(x)",
    "a parameter called as the module": "import numpy as np\ndef f(x, np):\n    return np.sum(x)",
    "numpy's own settings": "import numpy as np\ndef f(x):\n    np.seterr(all='raise')\n    return x",
    "numpy's settings for good": "import numpy as np\ndef f(x):\n    np.errstate(all='raise')\n    return x",
    "a block of another kind": "def f(x):\n    with open('/tmp/x') as file:\n        return file",
    "numpy's chance": "import numpy as np\ndef f(x):\n    return np.random.rand()",
    "numpy's chance beside linalg": "import numpy.linalg\ndef f(x):\n    return numpy.random.rand()",
    "numpy's chance through linalg": "import numpy.linalg as np\ndef f(x):\n    return np.random.rand()",
    "a module inside linalg": "from numpy import linalg\ndef f(x):\n    return linalg._umath_linalg.det(x)",
    "linalg handed on": "from numpy import linalg\ndef f(x):\n    m = linalg\n    return m.copy(x)",
    "another package": "import random\ndef f(x):\n    return x",
    "another package in a function": "def f(x):\n    import random\n    return random.random()",
    "another package's name": "from numpy import *\ndef f(x):\n    return x",
    "another package inside numpy": "import numpy.ctypeslib\ndef f(x):\n    return x",
    "memory of another type": "import numpy as np\ndef f(x):\n    return np.empty(3, 'V16')",
    "memory through numpy's inside": "import numpy as np\ndef f(x):\n    return np._core.multiarray.empty(3)",
    "memory behind what fills it": "import numpy as np\ndef f(x):\n    return np.empty.__wrapped__(3)",
    "memory by the class": "import numpy as np\ndef f(x):\n    return np.ndarray((3,))",
    "memory by the class, renamed": "import numpy as np\ndef f(x):\n    make = np.ndarray\n    return make((3,))",
    "memory around an array": "import numpy as np\ndef f(x):\n    return np.pad(x, 2, mode='empty')",
    "memory left out": "import numpy as np\ndef f(x):\n    return np.add(x, x, where=False)",
    "memory left out, into nothing": "import numpy as np\ndef f(x):\n    return np.add(x, x, out=None, where=False)",
    "memory left out, into a name": "import numpy as np\ndef f(x, y=None):\n    return np.exp(x, out=y, where=False)",
    "memory left out, in words": "import numpy as np\ndef f(x):\n    return np.add(x, x, **{'where': False})",
    "memory beyond an array": "import numpy as np\ndef f(x):\n    return np.lib.stride_tricks.as_strided(x, (99,))",
    "what Python knows of an object": "def f(x):\n    return id(x)",
    "a way to any attribute": "def f(x):\n    return getattr(x, '__class__')",
    "a way to any attribute, renamed": "def f(x):\n    write = setattr\n    write(f, 'last', x)\n    return x",
    "a way to any attribute, hidden by a name": "def g(setattr): ...\ndef f(x):\n    setattr(f, 'a', x)",
    "all names": "def f(x):\n    return vars()",
    "code from a text": "def f(x):\n    return eval('x')",
    "a type's text read as code": "from typing import get_type_hints\ndef g(x: 'f(x)'): ...\ndef f(x):\n"
    "    return get_type_hints(g)",
    "a memory of types": "from typing import List\ndef f(x):\n    return List[x]",
    "a memory of types in an annotation": "from typing import List\ndef f(x):\n    def g(y: List[x]): ...\n"
    "    return g(x)",
    "a class": "class A:\n    seen = []\ndef f(x):\n    return A.seen",
    "a decorator": "from functools import cache\n@cache\ndef f(x):\n    return x",
    "a decorator of one's own": "def twice(g):\n    return g\n@twice\ndef f(x):\n    return x",
    "a generator": "def g():\n    yield 1\ndef f(x):\n    return g()",
    "a function that waits": "async def f(x):\n    return x",
    "a call at the top": "def f(x):\n    return x\ny = f(1)",
    "a branch at the top": "def f(x):\n    return x\nif 1 < 2:\n    seen = []",
    "what runs where it is a program": "def f(x):\n    return x\nif __name__ == '__main__':\n    seen = []",
    "a loop at the top": "for i in range(3):\n    pass\ndef f(x):\n    return x",
    "what is printed": "def f(x):\n    print(x)\n    return x",
    "memory behind a name of Python's": "import numpy as np\ndef isinstance(a, b):\n    return b\ndef f(x):\n"
    "    return isinstance(x, np.ndarray)((3,))",
    "any attribute behind a name of Python's": "def f(x):\n    isinstance = lambda a, b: b\n"
    "    isinstance(x, setattr)(f, 'last', x)",
    "all names behind a name of Python's": "def isinstance(a, b):\n    return b\ndef f(x):\n"
    "    isinstance(x, f.__globals__)['kept'] = x",
    "a list of a module behind a constant": "A = None\nfrom typing import __all__ as A\nSEEN = A\ndef f(x):\n"
    "    SEEN.append(x)\n    return SEEN[-2]",
    "a list of a module": "from typing import EXCLUDED_ATTRIBUTES\ndef f(x):\n    return x",
    "a module behind a constant": "A = None\nimport numpy as A\nB = (A,)\ndef f(x):\n    return B[0].random.normal()",
    "a module behind a default": "A = None\nimport numpy as A\ndef f(x, B=(A,)):\n    return B[0].random.normal()",
    "a function behind a constant": "A = 1\ndef A(x, y=[]):\n    return y\nB = A\ndef f(x):\n    return B(x)",
    "the padding of a number": "import numpy as np\ndef f(x):\n    return np.add(x, x, dtype='g')",
    "a type by its place": "import numpy as np\ndef f(x):\n    return x.astype('V16')",
    "a type by its place, in a function": "import numpy as np\ndef f(x):\n    return np.array(x, 'V16')",
    "a type by a name": "import numpy as np\ndef f(x):\n    t = 'V16'\n    return np.array(x, dtype=t)",
    "a type put together": "import numpy as np\ndef f(x):\n    return x.astype('V' + '16')",
    "a type behind a star": "import numpy as np\ndef f(x):\n    return np.array(*(x, 'V16'))",
    "a type behind a name of Python's": "import numpy as np\ndef f(x):\n    float = 'V16'\n"
    "    return np.array(x, dtype=float)",
    "a type behind a parameter": "import numpy as np\ndef f(x, int='V16'):\n    return x.astype(int)",
    "a type for a function by another name": "import numpy as np\ndef f(x):\n    make = np.array\n"
    "    return make(x, 'V16')",
    "a type for a function of a module": "from numpy import array\ndef f(x):\n    return array(x, 'V16')",
    "a function of a module handed on": "from numpy import array\ndef f(x):\n    make = array\n"
    "    return make(x, 'V16')",
    "a type for a method by another name": "def f(x):\n    turn = x.astype\n    return turn('V16')",
    "a type for the sums of an operation": "import numpy as np\ndef f(x):\n    return np.add.reduce(x, 0, 'g')",
    "numbers of a type with padding": "import numpy as np\ndef f(x):\n    return np.finfo('g').eps",
    "what numpy prints": "import numpy as np\ndef f(x):\n    with np.errstate(all='print'):\n        return x / 0",
    "no Python": "def f(x:\n    return x",
}


def submission(text):
    return make_submission(EXERCISES[0], textwrap.dedent(text).encode(), "f.py")


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_numbers_branches_and_loops_keep_nothing(text):
    assert is_stateless(submission(text))


@pytest.mark.parametrize("text", DOUBTFUL.values(), ids=DOUBTFUL)
def test_where_anything_might_be_kept_there_is_a_doubt(text):
    assert not is_stateless(submission(text))


def test_of_a_notebook_nothing_is_known():
    notebook = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    assert not is_stateless(make_submission(EXERCISES[0], notebook, "f.ipynb"))


def test_nine_wrong_programs_of_ten_are_known_to_keep_nothing():
    known = [
        is_stateless(read_submission(exercise, path))
        for exercise in EXERCISES
        for path in corpus.files("wrong", exercise)
    ]
    assert sum(known) > 0.9 * len(known)


@pytest.mark.parametrize("exercise", EXERCISES, ids=[one.stem for one in EXERCISES])
def test_a_program_that_keeps_nothing_is_told_the_same_in_one_process_and_in_fresh_ones(exercise, sandbox, monkeypatch):
    some = [read_submission(exercise, path) for path in corpus.files("wrong", exercise)[::30]]
    some = [one for one in some if is_stateless(one)]
    at_once = [told(grade(one, sandbox=sandbox)) for one in some]
    monkeypatch.setattr(workers, "is_stateless", lambda _submission: False)
    assert some
    assert at_once == [told(grade(one, sandbox=sandbox)) for one in some]


def test_it_meets_one_process_and_a_program_that_may_keep_something_a_fresh_one(exercise03, sandbox, solution):
    # No line of it is a slip of the pen that would be tried in another process.
    wrong = solution.replace("lr * m_hat / (np.sqrt(v_hat) + eps)", "2 * lr * (m_hat / (np.sqrt(v_hat) + eps))")
    assert wrong != solution
    assert processes(exercise03, wrong, sandbox) == 1
    assert processes(exercise03, f"{wrong}\nKEPT = []\n", sandbox) > 1


def told(report):
    # NaN is no NaN's equal.
    return repr((report.status, report.checks, report.diagnoses, report.findings, report.notes))


def processes(exercise, text, sandbox):
    """How many processes grading a program takes."""

    class Counting:
        count = 0
        walls = sandbox.walls

        def start_worker(self):
            self.count += 1
            return sandbox.start_worker()

    counting = Counting()
    assert grade(make_submission(exercise, text.encode(), "f.py"), sandbox=counting).diagnoses
    return counting.count
