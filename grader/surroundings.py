"""What the caller's shell and folder bring along, and what of it may reach the kit's own tools.

pytest, Python and git all take orders from variables and from files that lie where they are called. Whoever
grades may stand in a folder that came with a submission, so none of them is asked for any.
"""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.errors import KitError

PYTHONS = frozenset({"PYTHONPATH", "PYTHONHOME", "PYTHONUTF8", "PYTHONIOENCODING", "PYTHONHASHSEED",
                     "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONNOUSERSITE"})  # fmt: skip
"""Variables that say where Python is and how it writes; every other one changes what a program does."""
SAFE = ("--no-pager", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}",
        "-c", f"core.attributesFile={os.devnull}", "-c", "core.sshCommand=false",
        "-c", "core.alternateRefsCommand=true", "-c", "protocol.allow=never",
        "-c", "safe.bareRepository=explicit")  # fmt: skip
"""Whatever a repository's own configuration could have git run or fetch."""


def keep_python_to_ourselves() -> None:
    """Let no variable of Python's, and no file of the folder one stands in, reach the processes that we start."""
    for name in [name for name in os.environ if name.startswith("PYTHON") and name not in PYTHONS]:
        del os.environ[name]
    # A folder named from here would be looked up from wherever one stands; an empty word means this very folder.
    paths = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if Path(path).is_absolute()]
    os.environ.pop("PYTHONPATH", None)
    if paths:
        os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    os.environ["PYTHONSAFEPATH"] = "1"
    if sys.platform == "win32":
        os.environ["NODEFAULTCURRENTDIRECTORYINEXEPATH"] = "1"
    warnings.resetwarnings()
    warnings.simplefilter("ignore")


def from_git(folder: Path, *words: str) -> bytes | None:
    """What git answers in that folder without running anything of the repository's; None where it has no answer."""
    known = {name: held for name, held in os.environ.items() if not name.startswith("GIT_")}
    orders = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1",
              "GIT_NO_REPLACE_OBJECTS": "1", "GIT_ATTR_NOSYSTEM": "1"}  # fmt: skip
    try:
        told = subprocess.run(
            ["git", *SAFE, "-C", str(folder), *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=20,
            check=False,
            env=known | orders,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return told.stdout if told.returncode == 0 else None


@contextmanager
def without_orders_to_pytest() -> Iterator[None]:
    """Set aside every variable that pytest takes orders from, and load none of the plugins that are installed."""
    before = {name: value for name, value in os.environ.items() if _is_pytests(name)}
    for name in before:
        del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        for name in [name for name in os.environ if _is_pytests(name)]:
            del os.environ[name]
        os.environ.update(before)


def _is_pytests(name: str) -> bool:
    return name.upper().startswith("PYTEST_")


def in_a_notebook() -> bool:
    """Whether a notebook's cell started this program (`!grade …`): it shows what is written, and nobody can answer."""
    # A kernel says so to all that it starts, and lets no pager wait for a key.
    return "JPY_PARENT_PID" in os.environ and os.environ.get("PAGER") == "cat"


def can_start_processes() -> bool:
    """Tell whether Python can start a second process; inside a browser it cannot."""
    return sys.platform not in ("emscripten", "wasi")


def demand_processes() -> None:
    """Raise KitError where Python cannot start a second process."""
    if not can_start_processes():
        raise KitError(
            "Python runs inside a browser here (Pyodide), and code is graded only in a process of its own.",
            "`grade start`, `list`, `quiz` and `hint` work here; grade where Python is installed.",
        )


def demand_terminal(command: str) -> None:
    """Raise KitError where a command that waits for keys is started from a notebook's cell."""
    if in_a_notebook():
        raise KitError(
            f"`{command}` waits for keys, and a notebook's cell cannot send any.",
            "Open a terminal (in Jupyter: File, New, Terminal) and start it there.",
        )
