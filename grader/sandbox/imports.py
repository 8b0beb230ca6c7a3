"""What an import of the student's code finds that is not there: stand-ins, and files that a notebook wrote.

Runs in the worker beside the student's code: standard library only.
"""

from __future__ import annotations

import importlib.machinery
import linecache
import sys
import types
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.abc import Loader, MetaPathFinder

    class _Finder(MetaPathFinder, Loader):
        pass

else:
    # importlib.abc loads nineteen more modules, a twentieth of a zygote's start, for classes that nobody asks for.
    _Finder = object

if TYPE_CHECKING or not __name__.startswith("_worker_"):
    from grader.sandbox import fallbacks, leaning, stub_modules
else:
    leaning = sys.modules["_worker_leaning"]
    fallbacks = sys.modules["_worker_fallbacks"]
    stub_modules = sys.modules["_worker_stub_modules"]

KNOWN = frozenset(sys.stdlib_module_names) | {"numpy", "__main__"}
"""Modules that student code may really import, as far as they are there."""
GUI_MODULES = frozenset({"tkinter", "turtle", "turtledemo", "idlelib"})
"""Modules of the standard library that open windows: nobody would see them."""
NEEDED_MODULES = {
    "curses": "_curses",
    "sqlite3": "_sqlite3",
    "lzma": "_lzma",
    "bz2": "_bz2",
}
"""Modules of the standard library that cannot be imported without another one, which may be absent."""
KIT = "grader"
"""What a notebook imports to have itself graded: there is nothing to miss in it."""
EVENT_LOOPS = "asyncio.selector_events"


class Missing(_Finder):
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
        """Return a spec for what is not known; None leaves the rest to Python."""
        if fullname in self.written:
            return importlib.machinery.ModuleSpec(fullname, self)
        if fullname == EVENT_LOOPS:
            return _find_quiet_loops(path)
        top = fullname.partition(".")[0]
        if top in KNOWN:
            return self._find_in_library(fullname, top)
        return self._make_spec(fullname) if top in self.names or self._is_wanted() else None

    def _find_in_library(self, fullname: str, top: str) -> importlib.machinery.ModuleSpec | None:
        """Return a stand-in's spec for a library module that this machine lacks; None where Python has it."""
        for name in self.names & KNOWN:
            # Only for the student's eyes: the library itself looks which of them there are.
            sys.modules.pop(name, None)
        if top in sys.modules or top in sys.builtin_module_names or _can_import(top) or not self._is_wanted():
            return None
        return self._make_spec(fullname)

    def _is_wanted(self) -> bool:
        """Tell whether the student's own code imports it, and has no way to go on without it."""
        frame, asks = _find_importer()
        own = frame.f_globals.get("__name__", "") in (self.importer, *self.written)
        return own and not asks and not fallbacks.has_fallback(frame.f_code.co_filename, frame.f_lineno)

    def _make_spec(self, fullname: str) -> importlib.machinery.ModuleSpec:
        """Return the spec of a stand-in, and remember its package."""
        if fullname.partition(".")[0] != KIT:
            self.names.add(fullname.partition(".")[0])
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def add_file(self, path: str, text: str, *, more: bool) -> None:
        """Take in a file that the code wrote; what ends in .py can be imported."""
        if not path.endswith(".py"):
            return
        parts = path.removesuffix(".py").replace("\\", "/").removeprefix("./").split("/")
        before = self.written.get(parts[-1], ("", ""))[1] if more else ""
        for name in {parts[-1], ".".join(parts)}:
            self.written[name] = (path, before + text)

    def list_absent(self, code: types.CodeType) -> set[str]:
        """Return the packages that a function imports itself, when it is called, and that are not there."""
        lines = {name.partition(".")[0]: line for name, line in leaning.iterate_imports(code)}
        absent = {name: line for name, line in lines.items() if name not in KNOWN and name not in self.written}
        return {name for name, line in absent.items() if not fallbacks.has_fallback(code.co_filename, line)}

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType | None:
        """Return the stand-in itself; None lets Python make a module for a file that was written."""
        return None if spec.name in self.written else stub_modules.StandIn(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Run what was written; a stand-in has nothing to run."""
        if module.__name__ in self.written:
            path, text = self.written[module.__name__]
            self.holds_code = True
            linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)
            exec(compile(text, path, "exec", dont_inherit=True), module.__dict__)
        elif module.__name__ in ("pylab", "matplotlib.pylab"):
            # It is numpy's names and those of plots in one.
            numpy = sys.modules["numpy"]
            vars(module).update({name: getattr(numpy, name) for name in numpy.__all__}, np=numpy)


def _find_importer() -> tuple[types.FrameType, bool]:
    """Return the frame whose import is running, and whether it only asks if there is such a module."""
    frame, asks = sys._getframe(2), False
    while frame.f_back is not None and (frame.f_globals is globals() or "importlib" in frame.f_code.co_filename):
        asks |= frame.f_code.co_name == "find_spec" and frame.f_globals.get("__name__") == "importlib.util"
        frame = frame.f_back
    return frame, asks


def _can_import(name: str) -> bool:
    """Tell whether a module of the standard library can be imported on this machine."""
    if name in GUI_MODULES:
        return False
    needed = NEEDED_MODULES.get(name, name)
    specs = (importlib.machinery.FrozenImporter.find_spec(needed), importlib.machinery.PathFinder.find_spec(needed))
    return needed in sys.builtin_module_names or any(specs)


def _find_quiet_loops(path: Sequence[str] | None) -> importlib.machinery.ModuleSpec | None:
    """Return the spec of asyncio's loops without the pair of sockets that wakes them: the walls have none."""
    spec = importlib.machinery.PathFinder.find_spec(EVENT_LOOPS, path)
    if spec is None or spec.loader is None:
        return spec
    run = spec.loader.exec_module

    def run_and_silence(module: types.ModuleType) -> None:
        run(module)
        loop: Any = module.BaseSelectorEventLoop
        loop._make_self_pipe = loop._close_self_pipe = loop._write_to_self = lambda _loop: None

    spec.loader.exec_module = run_and_silence  # type: ignore[method-assign]
    return spec
