"""Packages, platforms and modules that are not there: what only speaks of them costs nothing."""

import re
import textwrap

import numpy as np
import pytest
from conftest import ROOT

from grader import course
from grader.grading import grade_all
from grader.sandbox.stub_modules import StandIn, StandInBase
from grader.submission import make_submission

EXERCISE = course.find_exercise("3")
SOLUTION = (ROOT / "solutions" / f"{EXERCISE.stem}.py").read_text("utf-8")
HEAD, EMA, CORRECT, ADAM = re.split(r"(?=^def )", SOLUTION, flags=re.MULTILINE)
WALK = """
import numpy as np
{imports}

def gradient_step(theta, grad, lr):
    return np.asarray(theta, dtype=float) - lr * np.asarray(grad, dtype=float)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    path = [np.array(theta0, dtype=float)]
{loop}
    return np.array(path)
"""
STEP = "path.append(gradient_step(path[-1], grad_fn(path[-1]), lr))"


@pytest.fixture
def graded(sandbox):
    def run(text, number="3"):
        reports = []
        exercise = course.find_exercise(number)
        grade_all(exercise, [make_submission(exercise, text.encode(), "a.py")], reports.append, sandbox)
        return reports[0]

    return run


def says(report):
    return "\n".join(finding.says for finding in report.findings)


def notes(report):
    return "\n".join(note.says for note in report.notes)


# ---- progress bars ----------------------------------------------------------------------------------------

BARS = {
    "tqdm": ("from tqdm import tqdm", "for _ in tqdm(range(n_steps), desc='walk', leave=False):"),
    "tqdm.tqdm": ("import tqdm", "for _ in tqdm.tqdm(range(n_steps)):"),
    "tqdm by name": ("from tqdm import tqdm", "for _ in tqdm(iterable=range(n_steps), total=n_steps):"),
    "tqdm of an enumeration": ("from tqdm.auto import tqdm", "for k, _ in enumerate(tqdm(range(n_steps))):"),
    "enumerated": ("from tqdm.auto import tqdm", "for k, _ in tqdm(enumerate(range(n_steps)), total=n_steps):"),
    "tenumerate": ("from tqdm.contrib import tenumerate", "for k, _ in tenumerate(range(n_steps)):"),
    "tzip": ("from tqdm.contrib import tzip", "for a, b in tzip(range(n_steps), range(n_steps)):"),
    "trange": ("from tqdm import trange", "for _ in trange(n_steps):"),
    "trange from to": ("from tqdm.notebook import trange", "for _ in trange(1, n_steps + 1, desc='x'):"),
    "tqdm_notebook": ("from tqdm import tqdm_notebook", "for _ in tqdm_notebook(range(n_steps)):"),
    "a named bar": ("from tqdm import tqdm", "bar = tqdm(range(n_steps))\nfor _ in bar:\n    bar.set_postfix(x=1)"),
    "a bar in a block": ("from tqdm import tqdm", "with tqdm(range(n_steps)) as bar:\n  for _ in bar:\n"
    "    bar.update()"),
    "a bar beside": ("from tqdm import tqdm", "bar = tqdm(total=n_steps)\nfor _ in range(n_steps):\n    bar.update(1)"),
    "a list": ("from tqdm import tqdm", "for _ in list(tqdm(range(n_steps))):"),
    "a bar's length": ("from tqdm import tqdm", "bar = tqdm(range(n_steps))\nfor _ in range(len(bar)):"),
    "inside the function": ("", "from tqdm import tqdm\nfor _ in tqdm(range(n_steps)):"),
    "rich": ("from rich.progress import track", "for _ in track(range(n_steps), description='x'):"),
    "rich by name": ("from rich.progress import track", "for _ in track(sequence=range(n_steps)):"),
    "rich's Progress": (
        "from rich.progress import Progress",
        "with Progress() as progress:\n  for _ in progress.track(range(n_steps)):",
    ),
    "fastprogress": (
        "from fastprogress import master_bar, progress_bar",
        "for _ in progress_bar(master_bar(range(n_steps)), parent=None):",
    ),
    "alive_it": ("from alive_progress import alive_it", "for _ in alive_it(range(n_steps)):"),
    "alive_bar": ("from alive_progress import alive_bar", "with alive_bar(n_steps) as bar:\n"
    "  for _ in range(n_steps):\n    bar()"),
    "progressbar": ("import progressbar", "for _ in progressbar.progressbar(range(n_steps)):"),
    "ProgressBar": ("from progressbar import ProgressBar", "for _ in ProgressBar(max_value=9)(range(n_steps)):"),
    "enlighten": ("import enlighten", "bar = enlighten.get_manager().counter(total=n_steps)\n"
    "for _ in bar(range(n_steps)):"),
    "click": ("import click", "with click.progressbar(range(n_steps), label='x') as bar:\n  for _ in bar:"),
    "prange": ("import numba", "for _ in numba.prange(n_steps):"),
    "a class of bars": ("from tqdm import tqdm\nclass Mine(tqdm):\n    def told(self): self.set_postfix(x=1)",
    "with Mine(range(n_steps), desc='x') as bar:\n  for _ in bar:\n    bar.told()"),
    "pyprind": ("import pyprind", "for _ in pyprind.prog_bar(range(n_steps)):"),
    "progress": ("from progress.bar import Bar", "for _ in Bar('walk').iter(range(n_steps)):"),
    "nothing to draw": ("try:\n    from tqdm import tqdm\nexcept ImportError:\n"
    "    tqdm = list", "for _ in tqdm(range(n_steps)):"),
}  # fmt: skip


@pytest.mark.parametrize(("imports", "loop"), BARS.values(), ids=BARS)
def test_a_progress_bar_loops_over_what_it_is_given(graded, imports, loop):
    deepest = len(loop.splitlines()[-1]) - len(loop.splitlines()[-1].lstrip())
    last = loop.splitlines()[-1]
    indent = deepest + (2 if last.endswith(":") else 0)
    body = textwrap.indent(f"{loop}\n{' ' * indent}{STEP}", "    ")
    report = graded(WALK.format(imports=imports, loop=body), "1")
    assert (report.status, report.score) == ("passed", 10), says(report)


# ---- what only speaks of a package ------------------------------------------------------------------------

AT_TOP = {
    "a comparison": "import torch\nassert not torch.tensor(3.0) < 2\nassert min(torch.a, torch.b) is not None",
    "sorted": "import torch\nsorted([torch.a, torch.b, torch.c])\nmax(torch.a, 3)\nround(torch.a, 2), abs(torch.a)",
    "formats": "import torch\nprint(f'{torch.x:.3f} {torch.x:>8} {torch.x!r}', '%.3f and %d' % (torch.x, torch.x))",
    "format()": "import torch\nprint('{:.2e}'.format(torch.x.item()))",
    "a version": "import torch\nassert tuple(map(int, torch.__version__.split('.')[:2])) >= (0,)",
    "arithmetic": "import torch\nx = torch.x\n(1 + x, x // 2, 2 ** x, x % 3, -x, ~x, np.ones(3) * x, x @ np.eye(2))",
    "in place": "import torch\nx = torch.x\nx += 1\nx[0] = 3\ndel x[0]\ny = np.ones(2)\ny = y - x",
    "numpy's functions": "import torch\nnp.sqrt(torch.x), np.mean(torch.x), np.dot(torch.x, np.ones(3))",
    "unpacked": "import matplotlib.pyplot as plt\nfig, (a, b) = plt.subplots(1)\nfirst, *rest, last = a.lines",
    "isinstance": "import torch\nassert not isinstance(3, torch.Tensor)\nassert isinstance(3, (int, torch.Tensor))",
    "isinstance of either": "import torch\nassert isinstance(3, torch.T | int)\n"
    "assert not isinstance('', int | torch.T)",
    "issubclass": "import torch\nassert not issubclass(int, torch.Tensor)",
    "hints": "import torch\nfrom typing import Optional, Union\nX = Optional[torch.Tensor]\n"
    "Y = Union[int, torch.T]\nZ = list[torch.T]",
    "an exception": "import click\ntry:\n    raise ValueError\nexcept (click.ClickException, ValueError):\n    pass",
    "its own exception": "import click\nclass Mine(click.ClickException): pass\ntry:\n    raise Mine('x')\n"
    "except Mine: pass",
    "a warning": "import warnings, sklearn.exceptions as e\nwarnings.simplefilter('ignore', e.ConvergenceWarning)",
    "a network": "import torch.nn as nn\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
    "        self.l = nn.Linear(1, 1)\n    def forward(self, x):\n        return 3\nassert Net()(1) == 3\n"
    "Net().parameters()",
    "two bases": "import torch\nclass A(torch.A, torch.B, metaclass=type): x = 1\nassert A().x == 1",
    "a model": "from pydantic import BaseModel\nclass P(BaseModel):\n    lr: float = 0.1\n"
    "assert P(lr=0.3).lr == 0.3 and P().lr == 0.1",
    "a dataclass": "import chex\n@chex.dataclass(frozen=True)\nclass S:\n    m: float\nassert S(m=2).m == 2",
    "attrs": "import attrs\n@attrs.define\nclass S:\n    m: float\nassert S(2).m == 2",
    "a block": "import torch\nwith torch.no_grad(), torch.autocast('cpu') as x:\n    pass",
    "pytest": "import pytest\nwith pytest.raises(TypeError):\n    bias_correct()\n",
    "a mark": "import pytest\n@pytest.mark.parametrize('x', [1])\ndef test_it(x): assert x\n@pytest.fixture\n"
    "def f(): return 1",
    "copies": "import copy, torch\ncopy.deepcopy({'m': torch.x})",
    "joblib": "from joblib import Parallel, delayed\nassert Parallel(2)(delayed(abs)(x) for x in [-1, 2]) == [1, 2]",
    "a dictionary": "import torch\n{**torch.x.state_dict(), 'a': torch.x}\n[*torch.x], 3 in torch.x",
    "identity": "import torch\nassert torch.float32 is torch.float32",
    "pylab": "from pylab import *\nassert sqrt(4.0) == 2\nplot([1, 2]) if 'plot' in dir() else None",
    "Windows": "import winsound, msvcrt, winreg\nwinsound.Beep(440, 200)\nimport subprocess\n"
    "assert not subprocess._mswindows",
    "a window": "import tkinter as tk\nroot = tk.Tk()\nimport turtle\nturtle.forward(100)",
    "divmod": "import torch\na, b = divmod(torch.x, 2)\na, b = divmod(7, torch.x)",
    "what a module of exceptions holds": "import requests\nfrom requests.exceptions import ConnectTimeout\ntry:\n"
    "    raise ValueError\nexcept (requests.Timeout, requests.exceptions.SSL, ConnectTimeout, ValueError):\n    pass",
    "waiting for it": "import aiohttp, micropip\nawait micropip.install('x')\n"
    "async with aiohttp.ClientSession() as s:\n    await s.get('x')\nasync for line in s:\n    pass",
    "a loop of events": "import asyncio\nasync def f():\n    await asyncio.sleep(0.001)\n    return 3\n"
    "assert asyncio.run(f()) == 3",
    "gathered": "import asyncio\nasync def f(): return 3\nasync def g():\n"
    "    return await asyncio.gather(f(), f())\nassert asyncio.run(g()) == [3, 3]",
}  # fmt: skip


@pytest.mark.parametrize("text", AT_TOP.values(), ids=AT_TOP)
def test_what_a_missing_package_does_beside_the_functions_costs_nothing(graded, text):
    report = graded(f"{SOLUTION}\n\n{text}\n")
    assert (report.status, report.score) == ("passed", 10), says(report)
    # Not because the statement stopped and was passed over.
    assert [note.says for note in report.notes if note.id == "failed_cell"] == []
    assert report.findings == ()


DECORATORS = {
    "njit": "from numba import njit\n@njit",
    "njit()": "from numba import njit\n@njit()",
    "with arguments": "import numba\n@numba.jit(nopython=True, cache=True)",
    "with a signature": "import numba as nb\n@nb.njit('f8(f8, f8, i4)', fastmath=True)",
    "jax.jit": "import jax\n@jax.jit",
    "partial": "from functools import partial\nimport jax\n@partial(jax.jit, static_argnums=(2,))",
    "partial by names": "import functools, jax\n@functools.partial(jax.jit, static_argnames=('beta', 't'))",
    "no_grad": "import torch\n@torch.no_grad()",
    "no_grad without a call": "import torch\n@torch.no_grad",
    "tf.function": "import tensorflow as tf\n@tf.function(jit_compile=True)",
    "jaxtyping": "from jaxtyping import Float, jaxtyped\nfrom beartype import beartype\n"
    "@jaxtyped(typechecker=beartype)",
    "beartype": "from beartype import beartype\n@beartype",
    "several": "import torch, numba\n@torch.inference_mode()\n@numba.njit",
    "typeguard": "import typeguard\n@typeguard.typechecked",
    "line_profiler": "from line_profiler import profile\n@profile",
    "a cache": "from cachetools import cached, LRUCache\n@cached(cache=LRUCache(maxsize=8))",
    "joblib": "from joblib import Memory\nmemory = Memory('cache', verbose=0)\n@memory.cache",
    "deprecated": "from typing_extensions import deprecated\n@deprecated('no')",
}  # fmt: skip


@pytest.mark.parametrize("decorator", DECORATORS.values(), ids=DECORATORS)
def test_a_decorated_function_stays_the_function(graded, decorator):
    report = graded(f"{HEAD}\n{EMA}{decorator}\n{CORRECT}{ADAM}")
    assert (report.status, report.score) == ("passed", 10), says(report)
    assert "This costs no points" in notes(report)


def test_a_function_may_be_wrapped_by_hand(graded):
    report = graded(f"import jax\n{SOLUTION}\nadam_step = jax.jit(adam_step, static_argnums=(4,))\n")
    assert report.status == "passed", says(report)


@pytest.mark.parametrize(
    "made", ["jax.grad(lambda x: x)", "jax.vmap(_own)", "functools.partial(jax.grad, argnums=1)(_own)"]
)
def test_another_function_made_of_a_function_is_not_the_function(graded, made):
    report = graded(f"import functools, jax\n{SOLUTION}\ndef _own(*a): return 1\nbias_correct = {made}\n")
    assert "bias_correct is made by jax, which is not available" in says(report)
    assert "costs no points" not in notes(report)


# ---- no word that is untrue -------------------------------------------------------------------------------


def test_a_function_that_lost_points_and_uses_a_package_is_told_so(graded):
    uses = CORRECT.replace("return ", "return torch.tensor(1.0) * ")
    report = graded(f"import torch\nimport pandas\n{HEAD}{EMA}{uses}{ADAM}")
    assert report.score < 10
    (note,) = (note for note in report.notes if note.id == "missing_package")
    assert "bias_correct lost points and uses torch" in note.says
    assert "costs no points" not in note.says


def test_a_helper_that_uses_a_package_counts_as_a_use(graded):
    uses = "import torch\ndef scale(x):\n    return torch.tensor(x)\n" + CORRECT.replace(
        "return ", "return scale(1) * "
    )
    assert "bias_correct lost points and uses torch" in notes(graded(f"{HEAD}{EMA}{uses}{ADAM}"))


def test_an_import_within_a_function_counts_as_a_use(graded):
    uses = CORRECT.replace("    return ", "    import torch\n    return torch.tensor(1) * ")
    assert "bias_correct lost points and uses torch" in notes(graded(f"{HEAD}{EMA}{uses}{ADAM}"))


def test_a_wrong_function_beside_a_package_is_not_blamed_on_it(graded):
    report = graded(f"import torch\n{HEAD}{EMA}{CORRECT.replace('**t', '*t')}{ADAM}")
    assert report.score < 10
    assert "This costs no points" in notes(report)


def test_a_number_that_a_package_should_have_given_costs_and_no_note_denies_it(graded):
    needs = CORRECT.replace("1 -", "ONE -", 1)
    report = graded(f"import torch\n{HEAD}ONE = float(torch.tensor(1.0))\n{EMA}{needs}{ADAM}")
    assert report.score < 10
    assert "ONE would come from line" in says(report)
    assert "costs no points" not in notes(report)


# ---- code that has a way to go on -------------------------------------------------------------------------

ABSENT = {
    "another module": "try:\n    import cupy as np\nexcept ImportError:\n    import numpy as np",
    "ModuleNotFoundError": "try:\n    import cupy as np\nexcept ModuleNotFoundError as error:\n    import numpy as np",
    "everything": "try:\n    import cupy as np\nexcept:\n    import numpy as np",
    "a tuple": "try:\n    import cupy as np\nexcept (ImportError, OSError):\n    import numpy as np",
    "a function": "try:\n    from numba import njit\nexcept ImportError:\n    def njit(f):\n        return f\n"
    "assert njit(3) == 3",
    "a flag": "try:\n    import torch\n    HAS = True\nexcept ImportError:\n    HAS = False\nassert not HAS",
    "a flag of before": "HAS = False\ntry:\n    import torch\n    HAS = True\nexcept ImportError:\n    pass\n"
    "assert not HAS",
    "a flag in else": "HAS = 0\ntry:\n    import torch\nexcept ImportError:\n    pass\nelse:\n    HAS = 1\n"
    "assert not HAS",
    "None": "try:\n    import torch\nexcept ImportError:\n    torch = None\nassert torch is None",
    "carried on at the margin": "try: \\\nimport torch\nexcept ImportError: torch = None\nassert torch is None",
    "one line": "try: import torch\nexcept ImportError: torch = None\nassert torch is None",
    "suppress": "import contextlib\nHAS = 0\nwith contextlib.suppress(ImportError):\n    import torch\n"
    "    HAS = 1\nassert not HAS",
    "find_spec": "import importlib.util\nassert importlib.util.find_spec('torch') is None",
    "find_spec with from": "from importlib.util import find_spec\nassert not find_spec('torch')",
    "import_module": "import importlib\ntry:\n    np = importlib.import_module('cupy')\nexcept ImportError:\n"
    "    import numpy as np",
    "in a function": "def backend():\n    try:\n        import cupy\n        return cupy\n"
    "    except ImportError:\n        return np\nassert backend() is np",
    "another platform": "try:\n    import msvcrt\nexcept ImportError:\n    msvcrt = None\nassert msvcrt is None",
    "one after the other": "try:\n    import jax.numpy as np\nexcept ImportError:\n    try:\n"
    "        import cupy as np\n    except ImportError:\n        import numpy as np",
}  # fmt: skip


@pytest.mark.parametrize("text", ABSENT.values(), ids=ABSENT)
def test_code_goes_on_without_a_package_as_it_does_at_home(graded, text):
    report = graded(f"import numpy as np\n{text}\n{SOLUTION.replace('import numpy as np', '')}")
    assert (report.status, report.score, report.notes) == ("passed", 10, ()), says(report)


NO_FALLBACK = {
    "an exit": "try:\n    import torch\nexcept ImportError:\n    print('pip install torch')\n    raise SystemExit(1)",
    "sys.exit": "import sys\ntry:\n    import torch\nexcept ImportError:\n    sys.exit('install torch')",
    "raised again": "try:\n    import torch\nexcept ImportError as error:\n"
    "    raise ImportError('install torch') from error",
    "pip": "import os\ntry:\n    import torch\nexcept ImportError:\n    os.system('pip install torch')\n"
    "    import torch",
    "a word": "try:\n    import torch\nexcept ImportError:\n    print('please pip install torch')",
    "passed over": "try:\n    import torch\nexcept ImportError:\n    pass",
    "another error": "try:\n    import torch\nexcept ValueError:\n    torch = 3",
}


@pytest.mark.parametrize("text", NO_FALLBACK.values(), ids=NO_FALLBACK)
def test_code_that_has_no_other_way_gets_the_stand_in(graded, text):
    report = graded(f"{text}\ntorch.manual_seed(0)\n{SOLUTION}")
    assert (report.status, [note.id for note in report.notes]) == ("passed", ["missing_package"]), says(report)
    assert report.findings == ()


# ---- the thing itself -------------------------------------------------------------------------------------


def test_a_stand_in_never_becomes_a_number():
    thing = StandIn("torch").tensor(3.0)
    for number in (float, int, complex, np.asarray, lambda x: np.array([1.0, x]), range):
        with pytest.raises(TypeError, match="torch is not available here"):
            number(thing)
    assert ("%.1f %d" % (thing, thing), f"{thing:.1f}") == ("nan 0", "<torch, not available here>")  # noqa: UP031


def test_a_solver_takes_a_function_and_is_no_decorator():
    assert isinstance(StandIn("scipy.optimize").minimize(abs), StandIn)
    assert StandIn("numba").njit(abs) is abs
    assert issubclass(type("Net", (StandInBase,), {}), StandInBase)


def test_the_library_looks_for_other_platforms_itself(graded):
    report = graded(f"import fcntl, winreg, mimetypes, getpass\nassert mimetypes.guess_type('a.py')\n{SOLUTION}")
    assert report.status == "passed", says(report)
