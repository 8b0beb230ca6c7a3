"""The worker: loads one submission, answers calls with plain data, knows no test and no answer.

Runs as a script of its own (`python -I worker.py NUMPY_HOME GRADER`), beside nothing of the kit but the siblings
that it names below. The channel is the process's first two descriptors, moved out of reach of `print`; what the
student's code prints goes to the third.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import inspect
import linecache
import os
import sys
import threading
import time
import traceback
import types
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from grader.sandbox import (
        audit,
        cells,
        generators,
        grounds,
        imports,
        leaning,
        magics,
        newer,
        notebook_kernel,
        parameters,
        script,
        shell,
        streams,
        stub_modules,
        wire,
    )
else:

    def _sibling(name: str) -> types.ModuleType:
        """A module of this folder, found without the kit on the path; a zygote has brought it along already."""
        if f"_worker_{name}" in sys.modules:
            return sys.modules[f"_worker_{name}"]
        spec = importlib.util.spec_from_file_location(f"_worker_{name}", Path(__file__).with_name(f"{name}.py"))
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        return module

    if __name__ == "__main__":
        # Where numpy lives in the user's own folder, isolated mode does not see it.
        sys.path.append(sys.argv[1])
    generators = _sibling("generators")
    _sibling("nodes")
    _sibling("encoder")
    _sibling("decoder")
    wire = _sibling("wire")
    grounds = _sibling("grounds")
    stub_modules = _sibling("stub_modules")
    audit = _sibling("audit")
    magics = _sibling("magics")
    newer = _sibling("newer")
    _sibling("fallbacks")
    leaning = _sibling("leaning")
    imports = _sibling("imports")
    cells = _sibling("cells")
    notebook_kernel = _sibling("notebook_kernel")
    script = _sibling("script")
    shell = _sibling("shell")
    streams = _sibling("streams")
    parameters = _sibling("parameters")

MODULE = "submission"
_FOLDER = os.getcwd() if __name__ == "__main__" else ""  # noqa: PTH109 - a relative one could come to mean another
LINES = 6
"""Lines of the student's own code that an error shows."""
FIXED = (bool, int, float, complex, str, bytes, type(None))
"""What nobody can change, so nobody has to look whether it was."""
MARKS = {
    cells.BrokenNotebook: "broken_notebook",
    magics.OtherLanguage: "other_language",
    notebook_kernel.Interrupted: "interrupted",
    newer.NewerPython: "newer_python",
}
"""What the kit itself raises around a student's code."""
MOST_FAILED = 100
"""Failed cells or statements that are told; of more, the first and the very last."""
OF_FILE = 1.5
"""Times the patience with a notebook that a file gets: few of its statements run for long."""


class Worker:
    """One submission, loaded once, called many times."""

    def __init__(self, channel: streams.Channel, *, walled: bool = False) -> None:
        self.channel = channel
        self.walled = walled
        """Whether the working directory is this process's alone, or nobody's to write to."""
        self.module = types.ModuleType(MODULE)
        self.files: dict[str, int] = {}
        """The student's own files as tracebacks call them: the number of the cell, 0 where it is no notebook."""
        self.failed: list[dict[str, Any]] = []
        """Cells of a notebook, or statements of a file, that did not run to their end."""
        self.by_name: dict[str, tuple[int, list[str]]] = {}
        """Functions with parameters behind a star: how many come before it, and the names of the rest."""
        self.runs_text = False
        """Whether the code handed in cells of its own, as a notebook does that was saved as a file."""
        self.missing = imports.Missing(MODULE)
        self.absent: set[str] = set()
        """Packages that the code imports, or will when a function is called, and that are not there."""
        self.lock = threading.Lock()
        self.call = 0
        self.asked = 0
        """Gradients that were answered here and that the far end does not know of yet."""
        self.attempts = audit.Attempts()
        self.attempts.listen()

    def serve(self) -> None:
        """Answer until the far end hangs up."""
        while True:
            kind, self.call, payload = self.channel.receive()
            answer = self.load if kind == wire.LOAD else self.run
            self.channel.send(*self._guarded(answer, payload))

    def _guarded(self, answer: Callable[[bytes], tuple[int, Any]], payload: bytes) -> tuple[int, int, bytes]:
        """Whatever the student's code does becomes one frame."""
        call = self.call
        try:
            kind, value = answer(payload)
            return kind, call, self._with_attempts(value)
        except wire.Unsendable as refused:
            return wire.REFUSED, call, self._with_attempts([refused.why, refused.what])
        except BaseException as error:
            return wire.RAISED, call, self._with_attempts(self._told(error))

    def _with_attempts(self, value: object) -> bytes:
        """Every answer carries what was tried on the way to it."""
        self.attempts.armed = False
        payload = wire.encode([value, self.attempts.told()])
        if len(payload) > wire.MAX_ANSWER:
            raise wire.Unsendable("large", f"{len(payload) / 2**20:.0f}")
        return payload

    def load(self, payload: bytes) -> tuple[int, Any]:
        """Run the source, a file or a notebook; report what it defines."""
        wanted = wire.decode(payload)
        _limit(wanted["memory"], wanted["cpu"])
        sys.meta_path.insert(0, self.missing)
        self.shell = shell.Shell(self._run_text, self._run_written)
        shell.offer(self.shell)
        if wanted["kind"] == "ipynb":
            holds_code = self._run_notebook(
                wanted["source"], notebook_kernel.Patience(wanted["patience"], wanted["hurried"])
            )
        else:
            patience = notebook_kernel.Patience(OF_FILE * wanted["patience"], wanted["hurried"])
            holds_code = self._run_file(wanted["source"], wanted["filename"], patience)
        for place, name in enumerate(wanted["helpers"]):
            self._substitute(place, name)
        defined = {
            name: parameters.parameters_of(value)
            for name, value in list(self.module.__dict__.items())
            if callable(value) and not name.startswith("_") and not isinstance(value, stub_modules.StandIn)
        }
        self.by_name = {name: (told[2], told[3]) for name, told in defined.items() if told and told[3] and told[2] >= 0}
        return wire.LOADED, {
            "functions": defined,
            "leaning": self._leaning(list(defined)),
            "missing": sorted(self.absent),
            "holds_code": holds_code or self.runs_text or self.missing.holds_code,
            "failed": self.failed,
        }

    def _leaning(self, names: list[str]) -> dict[str, list[str]]:
        """Of what the code defines, the packages that are not there and that it speaks of, or is made by."""
        held = self.module.__dict__
        functions = [held[name] for name in names if type(held[name]) is types.FunctionType]
        self.absent = self.missing.names.union(*(self.missing.known(value.__code__) for value in functions))
        if not self.absent:
            return {}
        found = {name: leaning.on_stand_ins(held[name], self.absent) for name in names}
        inert = [name for name, value in list(held.items()) if isinstance(value, stub_modules.StandIn)]
        found |= {name: [held[name].__name__.partition(".")[0]] for name in inert if not name.startswith("_")}
        return {name: packages for name, packages in found.items() if packages}

    def _run_file(self, source: bytes, filename: str, patience: notebook_kernel.Patience) -> bool:
        """Run a file as a module of a neutral name; whether it holds more than texts and imports."""
        self._own(filename)
        if self.walled:
            # Code may read itself, as it may on the student's own machine.
            with contextlib.suppress(OSError, ValueError):
                with open(filename, "wb", buffering=0) as own:  # noqa: PTH123 - of pathlib much would be set up first
                    own.write(source)
                self.attempts.own.add(os.path.abspath(filename))  # noqa: PTH100
        held = script.Script(source, filename)
        _show_lines(filename, lambda: _text(source))
        self.module.__file__ = filename
        sys.modules[MODULE] = self.module
        self.attempts.armed = True
        held.run(self.module.__dict__, patience, self._failed)
        return held.holds_code or bool(self.failed)

    def _run_notebook(self, source: bytes, patience: notebook_kernel.Patience) -> bool:
        """Run a notebook's cells, as the module that they are in Jupyter; whether one of them holds code."""
        # What stands under `if __name__ == "__main__":` is defined on the student's own machine too.
        self.module.__name__ = self.missing.importer = "__main__"
        sys.modules["__main__"] = self.module
        kernel = notebook_kernel.Kernel(self.module.__dict__, patience)
        for cell in cells.read(source):
            self._own(cell.filename, cell.number)
            _show_lines(cell.filename, lambda text=cell.text: text)  # type: ignore[misc]
            self.attempts.armed = True
            try:
                kernel.run(cell)
            except BaseException as error:
                if isinstance(error, magics.OtherLanguage):
                    self._write(error)
                self._failed(cell.number, kernel.lost, error)
        return kernel.holds_code

    def _run_text(self, text: str) -> None:
        """Run a cell that the code itself hands in."""
        self.runs_text = True
        try:
            notebook_kernel.run_text(text, self.module.__dict__)
        except magics.OtherLanguage as other:
            # Jupyter hands such a cell to another program, and goes on.
            self._write(other)

    def _run_written(self, path: str) -> None:
        """Run a file that the code wrote, in its own names, as `%run` does."""
        for name, text in self.missing.written.values():
            if name.removesuffix(".py") == path:
                self.runs_text = True
                exec(compile(text, name, "exec", dont_inherit=True), self.module.__dict__)

    def _write(self, other: magics.OtherLanguage) -> None:
        """Keep what a cell writes into a file: for imports, and as a file where there is a place for it."""
        if not other.path:
            return
        self.missing.write(other.path, other.cell, more=other.more)
        self._own(other.path)
        if self.walled:
            armed, self.attempts.armed = self.attempts.armed, False
            with contextlib.suppress(OSError, ValueError), open(other.path, "a" if other.more else "w") as file:  # noqa: PTH123
                file.write(other.cell)
            self.attempts.armed = armed

    def _failed(self, number: int, names: list[str], error: BaseException) -> None:
        """Keep what became of a cell or a statement; of very many, the first ones and the last."""
        told = {"cell": number, "names": names, "raised": self._told(error)}
        self.failed = [*self.failed[: MOST_FAILED - 1], told]

    def _own(self, filename: str, cell: int = 0) -> None:
        """Know a name that tracebacks use for the student's own lines."""
        self.files[filename] = cell
        self.attempts.own.add(filename)

    def run(self, payload: bytes) -> tuple[int, Any]:
        """Call one function; report what it returned and which arguments it changed."""
        self.asked = 0
        name, arguments, before, offered = wire.decode_call(payload, self._offered)
        self.attempts.armed = True
        most, keywords = self.by_name.get(name, (len(arguments), []))
        by_name = dict(zip(keywords, arguments[most:], strict=False))
        value = getattr(self.module, name)(*(arguments[:most] if by_name else arguments), **by_name)
        if isinstance(value, stub_modules.StandIn):
            raise wire.Unsendable("package", value.__name__)
        changed = [
            place
            for place, argument in enumerate(arguments)
            if before[place] and type(argument) not in FIXED and _encoded(argument, offered) != before[place]
        ]
        return wire.RETURNED, [value, changed, self.asked]

    def _substitute(self, number: int, name: str) -> None:
        """Let calls of one of the module's functions be answered by the far end."""
        own = self.module.__dict__.get(name)
        if type(own) is not types.FunctionType:
            return
        signature, ask = inspect.signature(own), self._callback(number)

        def helper(*arguments: Any, **by_name: Any) -> Any:
            bound = signature.bind(*arguments, **by_name)
            bound.apply_defaults()
            return ask(*bound.args, *bound.kwargs.values())

        self.module.__dict__[name] = helper

    def _offered(self, number: int, made_by: list[Any]) -> Any:
        """A Generator, or something to call: a landscape that is data, or what asks the far end."""
        if made_by[:1] == [generators.NAME]:
            return generators.rebuild(made_by)
        ask = self._callback(number)
        if not made_by:
            return ask
        own = grounds.callable_of(made_by)

        @functools.wraps(own)
        def feel(*arguments: Any, **by_name: Any) -> Any:
            # The far end keeps the count, and puts an end to it.
            if self.asked == wire.TOGETHER - 1:
                self.asked = 0
                return ask(*inspect.signature(own).bind(*arguments, **by_name).args)
            self.asked += 1
            return own(*arguments, **by_name)

        return feel

    def _callback(self, number: int) -> Callable[..., Any]:
        """Something to call that asks the far end, as `grad_fn` does."""

        def grad_fn(*arguments: Any) -> Any:
            request = wire.encode([number, list(arguments)])
            with self.lock:
                self.channel.send(wire.CALLBACK, self.call, request)
                kind, _call, reply = self.channel.receive()
            if kind != wire.REPLY:
                os._exit(3)
            fine, value = wire.decode(reply)
            if not fine:
                raise ValueError(value)
            return value

        return grad_fn

    def _told(self, error: BaseException) -> dict[str, Any]:
        """An exception as data: its kind, its text, and the student's own lines."""
        told: dict[str, Any] = {
            "kind": type(error).__name__[:80],
            # A student's own class may have any name: it is the class itself that tells these.
            "mark": MARKS.get(type(error), ""),
            "message": _message(error),
            "lines": [
                [line, frame.f_code.co_name[:80], _line(frame.f_code.co_filename, line), cell]
                for frame, line in list(traceback.walk_tb(error.__traceback__))[-500:]
                if (cell := self.files.get(frame.f_code.co_filename)) is not None
            ][-LINES:],
        }
        if isinstance(error, SyntaxError):
            line = error.lineno or 0
            text = error.text or (_line(error.filename, line) if error.filename in self.files else "")
            told |= {"syntax": [line, error.offset or 0, text[:200].rstrip()]}
        return told


def _show_lines(filename: str, source: Callable[[], str]) -> None:
    """Let tracebacks and `inspect` find the student's own lines, which few ever ask for."""
    linecache.cache[filename] = (source,)


def _line(filename: str, line: int) -> str:
    return linecache.getline(filename, line).strip()[:200]


def _message(error: BaseException) -> str:
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
        return str(text)[:500]
    except BaseException:
        return "(its text could not be read)"


def _encoded(value: object, offered: list[Any]) -> bytes:
    try:
        return wire.encode(value, list(offered))
    except wire.Unsendable:
        return b""


def _text(source: bytes) -> str:
    """The source decoded as Python decodes it: byte order mark, coding cookie, else UTF-8."""
    return importlib.util.decode_source(source)


def _limit(memory: int, cpu: int) -> None:
    """What the platform offers against a runaway; Windows offers none of it."""
    if sys.platform == "win32":
        return
    import resource

    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 16 * 2**20),
    ):
        try:
            _soft, hard = resource.getrlimit(what)
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            continue


SAMPLE = b"""import numpy as np

def step(theta, grad, lr=0.1):
    \"\"\"One step.\"\"\"
    return np.asarray(theta) - lr * np.sqrt(np.square(grad))
"""


def warm_up() -> None:
    """Once in the process that workers are forked from: what Python and numpy set up at their first use is set up."""
    import numpy as np
    import numpy.random  # numpy itself loads it at its first use: ten libraries, in every worker anew

    streams.take_streams()
    audit.own_files()
    module = types.ModuleType(MODULE)
    exec(compile(SAMPLE, "sample.py", "exec", dont_inherit=True), module.__dict__)
    parameters.parameters_of(module.step)
    question = wire.encode_call("step", [np.ones(2), [1.0, 2], 0.5], [])
    _name, arguments, _spans, _offered = wire.decode_call(question, lambda *_made_by: print)
    wire.decode(wire.encode([module.step(*arguments), (1, None, True, {"a": np.float64(1)})]))


def serve_walled(channel: int) -> None:
    """Behind walls: say that they stand, then answer calls until the far end hangs up."""
    end = streams.Channel(channel, channel, _leave)
    end.send(wire.READY, 0, b"")
    Worker(end, walled=True).serve()


def _end_with(grader: int, parent: int) -> None:
    """A worker that loops when its grader is killed would loop on; where no wall ends it, this does."""
    if sys.platform == "win32":
        # There a parent's number outlives it, and in a virtual environment the parent is only a launcher.
        import _winapi

        try:
            _winapi.WaitForSingleObject(_winapi.OpenProcess(_winapi.SYNCHRONIZE, False, grader), _winapi.INFINITE)
        except OSError:
            return
    else:
        while os.getppid() == parent:
            time.sleep(0.5)
    _leave()


def _leave() -> NoReturn:
    """End, and take the empty folder along that a killed grader could not remove."""
    with contextlib.suppress(OSError):
        os.chdir(os.path.dirname(_FOLDER))  # noqa: PTH120 - Windows keeps a folder that somebody stands in
        os.rmdir(_FOLDER)  # noqa: PTH106
    os._exit(0)


def _bytes_only(descriptor: int) -> int:
    """Windows would read and write two bytes where it takes one for the end of a line."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(descriptor, os.O_BINARY)
    return descriptor


def main() -> None:
    """As a script: the channel moves away from the descriptors that `print` and `input` use."""
    incoming, outgoing = _bytes_only(os.dup(0)), _bytes_only(os.dup(1))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    threading.Thread(target=_end_with, args=(int(sys.argv[2]), os.getppid()), daemon=True).start()
    streams.take_streams()
    Worker(streams.Channel(incoming, outgoing, _leave)).serve()


if __name__ == "__main__":
    main()
