"""Loading in the worker: a file or a notebook is run, and what it defines, lacks and lost becomes plain data.

Runs in the worker beside the student's code: standard library only.
"""

from __future__ import annotations

import contextlib
import importlib.util
import linecache
import os
import sys
import traceback
import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or not __name__.startswith("_worker_"):
    from grader.sandbox import (
        audit,
        cells,
        imports,
        leaning,
        magics,
        newer,
        notebook_kernel,
        parameters,
        script,
        shell,
        stub_modules,
    )
else:
    audit = sys.modules["_worker_audit"]
    cells = sys.modules["_worker_cells"]
    imports = sys.modules["_worker_imports"]
    leaning = sys.modules["_worker_leaning"]
    magics = sys.modules["_worker_magics"]
    newer = sys.modules["_worker_newer"]
    notebook_kernel = sys.modules["_worker_notebook_kernel"]
    parameters = sys.modules["_worker_parameters"]
    script = sys.modules["_worker_script"]
    shell = sys.modules["_worker_shell"]
    stub_modules = sys.modules["_worker_stub_modules"]

MAX_LINES = 6
"""How many lines of the student's own code an error shows."""
MARKS = {
    cells.BrokenNotebook: "broken_notebook",
    magics.OtherLanguage: "other_language",
    notebook_kernel.Interrupted: "interrupted",
    newer.NewerPython: "newer_python",
}
"""The marks of exceptions that the kit itself raises around a student's code."""
MAX_FAILED = 100
"""Failed cells or statements that are told; of more, the first and the very last."""
FILE_PATIENCE = 1.5
"""How many times the patience of a notebook a file gets: few of its statements run for long."""


class Program:
    """The student's code as a module, and what became of it while it was loaded."""

    def __init__(self, name: str, attempts: audit.Attempts, *, walled: bool) -> None:
        self.module = types.ModuleType(name)
        self.attempts = attempts
        self.walled = walled
        """Whether the working directory is this process's alone, or nobody's to write to."""
        self.files: dict[str, int] = {}
        """The student's own files as tracebacks call them: the number of the cell, 0 where it is no notebook."""
        self.failed: list[dict[str, Any]] = []
        """Cells of a notebook, or statements of a file, that did not run to their end."""
        self.holds_code = False
        """Whether it holds more than texts and imports, or hands in cells of its own, as a saved notebook does."""
        self.missing = imports.Missing(name)
        self.absent: set[str] = set()
        """Packages that the code imports, or will when a function is called, and that are not there."""

    def load(self, request: dict[str, Any]) -> None:
        """Run the source, a file or a notebook."""
        sys.meta_path.insert(0, self.missing)
        self.shell = shell.Shell(self._run_text, self._run_written)
        shell.offer(self.shell)
        if request["kind"] == "ipynb":
            self._run_notebook(request["source"], notebook_kernel.Patience(request["patience"], request["hurried"]))
        else:
            patience = notebook_kernel.Patience(FILE_PATIENCE * request["patience"], request["hurried"])
            self._run_file(request["source"], request["filename"], patience)

    def describe(self) -> dict[str, Any]:
        """Return what the code defines, what it lacks, and what of it failed."""
        defined = {
            name: parameters.read_parameters(value)
            for name, value in list(self.module.__dict__.items())
            if callable(value) and not name.startswith("_") and not isinstance(value, stub_modules.StandIn)
        }
        return {
            "functions": defined,
            "leaning": self._list_leaning(list(defined)),
            "missing": sorted(self.absent),
            "holds_code": self.holds_code or self.missing.holds_code,
            "failed": self.failed,
        }

    def describe_error(self, error: BaseException) -> dict[str, Any]:
        """Return an exception as data: its kind, its text, and the student's own lines."""
        described: dict[str, Any] = {
            "kind": type(error).__name__[:80],
            # A student's own class may have any name: it is the class itself that tells these.
            "mark": MARKS.get(type(error), ""),
            "message": _read_message(error),
            "lines": [
                [line, frame.f_code.co_name[:80], _read_line(frame.f_code.co_filename, line), cell]
                for frame, line in list(traceback.walk_tb(error.__traceback__))[-500:]
                if (cell := self.files.get(frame.f_code.co_filename)) is not None
            ][-MAX_LINES:],
        }
        if isinstance(error, SyntaxError):
            line = error.lineno or 0
            text = error.text or (_read_line(error.filename, line) if error.filename in self.files else "")
            described |= {"syntax": [line, error.offset or 0, text[:200].rstrip()]}
        return described

    def _list_leaning(self, names: list[str]) -> dict[str, list[str]]:
        """Return the absent packages that each function speaks of, or that a name is made by; notes all absent."""
        namespace = self.module.__dict__
        functions = [namespace[name] for name in names if type(namespace[name]) is types.FunctionType]
        self.absent = self.missing.names.union(*(self.missing.list_absent(value.__code__) for value in functions))
        if not self.absent:
            return {}
        by_name = {name: leaning.list_packages(namespace[name], self.absent) for name in names}
        inert = [name for name, value in list(namespace.items()) if isinstance(value, stub_modules.StandIn)]
        by_name |= {name: [namespace[name].__name__.partition(".")[0]] for name in inert if not name.startswith("_")}
        return {name: packages for name, packages in by_name.items() if packages}

    def _run_file(self, source: bytes, filename: str, patience: notebook_kernel.Patience) -> None:
        """Run a file as a module of a neutral name."""
        self._add_own_name(filename)
        if self.walled:
            # Code may read itself, as it may on the student's own machine.
            with contextlib.suppress(OSError, ValueError):
                with open(filename, "wb", buffering=0) as file:  # noqa: PTH123 - of pathlib much would be set up first
                    file.write(source)
                self.attempts.own_names.add(os.path.abspath(filename))  # noqa: PTH100
        program = script.Script(source, filename)
        _show_lines(filename, lambda: _decode(source))
        self.module.__file__ = filename
        sys.modules[self.module.__name__] = self.module
        self.attempts.armed = True
        program.run(self.module.__dict__, patience, self._record_failure)
        self.holds_code |= program.holds_code or bool(self.failed)

    def _run_notebook(self, source: bytes, patience: notebook_kernel.Patience) -> None:
        """Run a notebook's cells, as the module that they are in Jupyter."""
        # What stands under `if __name__ == "__main__":` is defined on the student's own machine too.
        self.module.__name__ = self.missing.importer = "__main__"
        sys.modules["__main__"] = self.module
        kernel = notebook_kernel.Kernel(self.module.__dict__, patience)
        for cell in cells.read(source):
            self._add_own_name(cell.filename, cell.number)
            _show_lines(cell.filename, lambda text=cell.text: text)  # type: ignore[misc]
            self.attempts.armed = True
            try:
                kernel.run(cell)
            except BaseException as error:
                if isinstance(error, magics.OtherLanguage):
                    self._write_cell(error)
                self._record_failure(cell.number, kernel.lost, error)
        self.holds_code |= kernel.holds_code

    def _run_text(self, text: str) -> None:
        """Run a cell that the code itself hands in."""
        self.holds_code = True
        try:
            notebook_kernel.run_text(text, self.module.__dict__)
        except magics.OtherLanguage as other:
            # Jupyter hands such a cell to another program, and goes on.
            self._write_cell(other)

    def _run_written(self, path: str) -> None:
        """Run a file that the code wrote, in its own names, as `%run` does."""
        for name, text in self.missing.written.values():
            if name.removesuffix(".py") == path:
                self.holds_code = True
                exec(compile(text, name, "exec", dont_inherit=True), self.module.__dict__)

    def _write_cell(self, other: magics.OtherLanguage) -> None:
        """Keep what a cell writes into a file: for imports, and as a file where one may be written."""
        if not other.path:
            return
        self.missing.add_file(other.path, other.cell, more=other.more)
        self._add_own_name(other.path)
        if self.walled:
            armed, self.attempts.armed = self.attempts.armed, False
            with contextlib.suppress(OSError, ValueError), open(other.path, "a" if other.more else "w") as file:  # noqa: PTH123
                file.write(other.cell)
            self.attempts.armed = armed

    def _record_failure(self, number: int, names: list[str], error: BaseException) -> None:
        """Keep what became of a cell or a statement; of very many, the first ones and the last."""
        failure = {"cell": number, "names": names, "raised": self.describe_error(error)}
        self.failed = [*self.failed[: MAX_FAILED - 1], failure]

    def _add_own_name(self, filename: str, cell: int = 0) -> None:
        """Note a name that tracebacks use for the student's own lines."""
        self.files[filename] = cell
        self.attempts.own_names.add(filename)


def _show_lines(filename: str, source: Callable[[], str]) -> None:
    """Let tracebacks and `inspect` find the student's own lines, which few ever ask for."""
    linecache.cache[filename] = (source,)


def _read_line(filename: str, line: int) -> str:
    """Return a line of a file, stripped and cut."""
    return linecache.getline(filename, line).strip()[:200]


def _read_message(error: BaseException) -> str:
    """Return the text of an exception, cut; its own methods may fail."""
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
        return str(text)[:500]
    except BaseException:
        return "(its text could not be read)"


def _decode(source: bytes) -> str:
    """Return the source decoded as Python decodes it: byte order mark, coding cookie, else UTF-8."""
    return importlib.util.decode_source(source)
