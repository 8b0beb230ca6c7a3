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


def load_module(path: Path) -> ModuleType:
    """Import a file as a module, once for each state of the file.

    Equal names in two courses are two modules. Raises BrokenShelf, with the line, where it cannot be imported.
    """
    return _import_module(path, path.stat().st_mtime_ns)


@functools.cache
def _import_module(path: Path, _state: int) -> ModuleType:
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
        raise BrokenShelf(
            f"{format_error_location(error, path)}: {type(error).__name__}: {error}.", "Mend it there."
        ) from error
    return module


def format_error_location(error: BaseException, path: Path) -> str:
    """Return the file as its author would write it, with the line that an exception came from where that is known."""
    short = f"{path.parent.name}/{path.name}"
    if isinstance(error, SyntaxError) and error.filename == str(path) and error.lineno:
        return f"{short}, line {error.lineno}"
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return f"{short}, line {lines[-1]}" if lines else short
