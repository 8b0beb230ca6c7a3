"""What an import of the student's code finds that is not there: stand-ins, and files that a notebook wrote.

Runs in the worker beside the student's code: standard library only.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import linecache
import sys
import types
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING or not __name__.startswith("_worker_"):
    from grader.sandbox import fallbacks, leaning, stub_modules
else:
    leaning = sys.modules["_worker_leaning"]
    fallbacks = sys.modules["_worker_fallbacks"]
    stub_modules = sys.modules["_worker_stub_modules"]

KNOWN = frozenset(sys.stdlib_module_names) | {"numpy", "__main__"}
"""What student code may really import, as far as it is there."""
WINDOWS = frozenset({"tkinter", "turtle", "turtledemo", "idlelib"})
"""Modules of the standard library that open windows: nobody would see them."""
NEEDS = {
    "curses": "_curses",
    "sqlite3": "_sqlite3",
    "lzma": "_lzma",
    "bz2": "_bz2",
}
"""Modules of the standard library that stand there and cannot be imported without another one."""
KIT = "grader"
"""What a notebook imports to have itself graded: there is nothing to miss in it."""
LOOPS = "asyncio.selector_events"


class Missing(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds a stand-in for every package outside the standard library and numpy, and remembers which.

    Only for imports that the student's module itself writes: the standard library probes for modules that
    are not there, and must be told so.
    """

    def __init__(self, importer: str) -> None:
        self.importer = importer
        self.names: set[str] = set()
        self.written: dict[str, tuple[str, str]] = {}
        """Modules that the code wrote into files: how a file is called, and its text."""
        self.holds_code = False
        """Whether one of these was imported."""

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: types.ModuleType | None = None,  # noqa: ARG002
    ) -> importlib.machinery.ModuleSpec | None:
        """A spec for what is not known; None leaves the rest to Python."""
        if fullname in self.written:
            return importlib.machinery.ModuleSpec(fullname, self)
        if fullname == LOOPS:
            return _quiet_loops(path)
        top = fullname.partition(".")[0]
        if top in KNOWN:
            return self._of_library(fullname, top)
        return self._spec(fullname) if top in self.names or self._is_wanted() else None

    def _of_library(self, fullname: str, top: str) -> importlib.machinery.ModuleSpec | None:
        """Of a module of the standard library that is not there: Windows' on Linux, or the other way round."""
        for name in self.names & KNOWN:
            # Only for the student's eyes: the library itself looks which of them there are.
            sys.modules.pop(name, None)
        if top in sys.modules or top in sys.builtin_module_names or _is_there(top) or not self._is_wanted():
            return None
        return self._spec(fullname)

    def _is_wanted(self) -> bool:
        """Whether the student's own code imports it, and has no way to go on without it."""
        frame, asks = _importing()
        own = frame.f_globals.get("__name__", "") in (self.importer, *self.written)
        return own and not asks and not fallbacks.stands_by(frame.f_code.co_filename, frame.f_lineno)

    def _spec(self, fullname: str) -> importlib.machinery.ModuleSpec:
        if fullname.partition(".")[0] != KIT:
            self.names.add(fullname.partition(".")[0])
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def write(self, path: str, text: str, *, more: bool) -> None:
        """Take in a file that the code wrote; what ends in .py can be imported."""
        if not path.endswith(".py"):
            return
        parts = path.removesuffix(".py").replace("\\", "/").removeprefix("./").split("/")
        before = self.written.get(parts[-1], ("", ""))[1] if more else ""
        for name in {parts[-1], ".".join(parts)}:
            self.written[name] = (path, before + text)

    def known(self, code: types.CodeType) -> set[str]:
        """The packages that are not there among those that a function imports itself, when it is called."""
        found = {name.partition(".")[0]: line for name, line in leaning.imported(code)}
        absent = {name: line for name, line in found.items() if name not in KNOWN and name not in self.written}
        return {name for name, line in absent.items() if not fallbacks.stands_by(code.co_filename, line)}

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType | None:
        """The stand-in itself."""
        return None if spec.name in self.written else stub_modules.StandIn(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Run what was written; of a stand-in there is nothing to run."""
        if module.__name__ in self.written:
            path, text = self.written[module.__name__]
            self.holds_code = True
            linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)
            exec(compile(text, path, "exec", dont_inherit=True), module.__dict__)
        elif module.__name__ in ("pylab", "matplotlib.pylab"):
            # It is numpy's names and those of plots in one.
            numpy = sys.modules["numpy"]
            vars(module).update({name: getattr(numpy, name) for name in numpy.__all__}, np=numpy)


def _importing() -> tuple[types.FrameType, bool]:
    """The frame whose import is running, and whether it only asks if there is such a module."""
    frame, asks = sys._getframe(2), False
    while frame.f_back is not None and (frame.f_globals is globals() or "importlib" in frame.f_code.co_filename):
        asks |= frame.f_code.co_name == "find_spec" and frame.f_globals.get("__name__") == "importlib.util"
        frame = frame.f_back
    return frame, asks


def _is_there(name: str) -> bool:
    """Whether a module of the standard library can be imported on this machine."""
    if name in WINDOWS:
        return False
    wanted = NEEDS.get(name, name)
    found = (importlib.machinery.FrozenImporter.find_spec(wanted), importlib.machinery.PathFinder.find_spec(wanted))
    return wanted in sys.builtin_module_names or any(found)


def _quiet_loops(path: Sequence[str] | None) -> importlib.machinery.ModuleSpec | None:
    """asyncio's loops without the pair of sockets that wakes them: the walls have none, and nobody else is there."""
    spec = importlib.machinery.PathFinder.find_spec(LOOPS, path)
    if spec is None or spec.loader is None:
        return spec
    run = spec.loader.exec_module

    def run_and_silence(module: types.ModuleType) -> None:
        run(module)
        loop: Any = module.BaseSelectorEventLoop
        loop._make_self_pipe = loop._close_self_pipe = loop._write_to_self = lambda _loop: None

    spec.loader.exec_module = run_and_silence  # type: ignore[method-assign]
    return spec
