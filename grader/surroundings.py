"""What the caller's shell and folder bring along, and what of it may reach the kit's own tools.

pytest, Python and git all take orders from variables and from files that lie where they are called. Whoever
grades may stand in a folder that came with a submission, so none of them is asked for any.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.errors import KitError

KEPT_PYTHON_VARIABLES = frozenset({"PYTHONPATH", "PYTHONHOME", "PYTHONUTF8", "PYTHONIOENCODING", "PYTHONHASHSEED",
                     "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX", "PYTHONNOUSERSITE"})  # fmt: skip
"""Variables that say where Python is and how it writes; every other one changes what a program does."""
SAFE_GIT_OPTIONS = ("--no-pager", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}",
        "-c", f"core.attributesFile={os.devnull}", "-c", "core.sshCommand=false",
        "-c", "core.alternateRefsCommand=true", "-c", "protocol.allow=never",
        "-c", "safe.bareRepository=explicit")  # fmt: skip
"""Whatever a repository's own configuration could have git run or fetch."""


@functools.cache
def read_numpy_version() -> str:
    """Return the version of numpy, without loading it."""
    import importlib.metadata

    return importlib.metadata.version("numpy")


def clean_python_environment() -> None:
    """Remove Python's variables from the environment, so that they and the current folder reach no process we start."""
    for name in [name for name in os.environ if name.startswith("PYTHON") and name not in KEPT_PYTHON_VARIABLES]:
        del os.environ[name]
    # A relative path would be looked up from the current folder of each process; an empty one means that folder.
    paths = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if Path(path).is_absolute()]
    os.environ.pop("PYTHONPATH", None)
    if paths:
        os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    os.environ["PYTHONSAFEPATH"] = "1"
    if sys.platform == "win32":
        os.environ["NODEFAULTCURRENTDIRECTORYINEXEPATH"] = "1"
    warnings.resetwarnings()
    warnings.simplefilter("ignore")


def list_cache_options() -> list[str]:
    """List the options by which an isolated Python keeps compiled modules where this one does, or nowhere.

    It hears no PYTHON… variable, and to compile the modules of a worker at every start takes 20 ms.
    """
    return ["-B"] if sys.dont_write_bytecode or sys.pycache_prefix else []


def ask_git(folder: Path, *arguments: str) -> bytes | None:
    """Return what git prints in that folder, running nothing that the repository names; None where git fails."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    settings = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1",
              "GIT_NO_REPLACE_OBJECTS": "1", "GIT_ATTR_NOSYSTEM": "1"}  # fmt: skip
    try:
        answer = subprocess.run(
            ["git", *SAFE_GIT_OPTIONS, "-C", str(folder), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=20,
            check=False,
            env=inherited | settings,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout if answer.returncode == 0 else None


@contextmanager
def clear_pytest_environment() -> Iterator[None]:
    """Remove every variable that pytest obeys for the body of the `with`, and let it load no installed plugin."""
    before = {name: value for name, value in os.environ.items() if _is_pytest_variable(name)}
    for name in before:
        del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        for name in [name for name in os.environ if _is_pytest_variable(name)]:
            del os.environ[name]
        os.environ.update(before)


def _is_pytest_variable(name: str) -> bool:
    return name.upper().startswith("PYTEST_")


def is_in_notebook() -> bool:
    """Tell whether a notebook's cell started this program (`!grade …`): output is shown, and no key can be read."""
    # A kernel says so to all that it starts, and lets no pager wait for a key.
    return "JPY_PARENT_PID" in os.environ and os.environ.get("PAGER") == "cat"


def can_start_processes() -> bool:
    """Tell whether Python can start a second process; inside a browser it cannot."""
    return sys.platform not in ("emscripten", "wasi")


def require_processes() -> None:
    """Raise KitError where Python cannot start a second process."""
    if not can_start_processes():
        raise KitError(
            "Python runs inside a browser here (Pyodide), and code is graded only in a process of its own.",
            "`grade start`, `list`, `quiz` and `hint` work here; grade where Python is installed.",
        )


def require_terminal(command: str) -> None:
    """Raise KitError where a command that waits for keys is started from a notebook's cell."""
    if is_in_notebook():
        raise KitError(
            f"`{command}` waits for keys, and a notebook's cell cannot send any.",
            "Open a terminal (in Jupyter: File, New, Terminal) and start it there.",
        )
