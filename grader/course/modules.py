"""A file on the shelf of a course of one's own, as a module."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import sys
import traceback
from pathlib import Path
from types import ModuleType

from grader.errors import BrokenShelf


def module_at(path: Path) -> ModuleType:
    """The module that the file makes, once for each state of the file.

    Equal names in two courses are two modules. Raises BrokenShelf, with the line, where it cannot be imported.
    """
    return _module(path, path.stat().st_mtime_ns)


@functools.cache
def _module(path: Path, _state: int) -> ModuleType:
    name = f"fallline_course_{hashlib.sha256(str(path).encode()).hexdigest()[:12]}_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise BrokenShelf(f"{path} is no Python file.", "Write it in one.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        del sys.modules[name]
        raise BrokenShelf(f"{where(error, path)}: {type(error).__name__}: {error}.", "Mend it there.") from error
    return module


def where(error: BaseException, path: Path) -> str:
    """The file, and the line of it that an exception came from where that can be told."""
    short = f"{path.parent.name}/{path.name}"
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return f"{short}, line {error.lineno}"
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return f"{short}, line {lines[-1]}" if lines else short
