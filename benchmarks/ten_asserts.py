"""What a teacher without a kit would write: ten asserts in a file of their own, run by pytest for each submission.

No walls, no laws, no diagnosis: the least that a check of the same functions costs. The calls are ordinary ones, the
right answers the reference's.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from grader.grading.checks import load_suite
from grader.model import Exercise

ASSERTS = 10
FILE = """import importlib.util
import os
import pickle
from pathlib import Path

import numpy as np
import pytest

spec = importlib.util.spec_from_file_location("submission", os.environ["SUBMISSION"])
submission = importlib.util.module_from_spec(spec)
spec.loader.exec_module(submission)
calls = pickle.loads(Path(__file__).with_name("calls.pickle").read_bytes())


@pytest.mark.parametrize(("name", "arguments", "right"), calls)
def test_a_call(name, arguments, right):
    function = getattr(submission, name)
    if arguments is None:
        assert callable(function)
        return
    found = function(*arguments)
    pairs = zip(found, right, strict=True) if isinstance(right, tuple) else [(found, right)]
    for one, other in pairs:
        assert one == other if isinstance(other, str) else np.allclose(one, other)
"""


def seconds(exercise: Exercise, reference: Path, files: Sequence[Path], folder: Path, at_once: int) -> float:
    """Seconds that one pytest process a file takes, so many at a time."""
    (folder / "test_ten.py").write_text(FILE, "utf-8")
    calls: list[Any] = list(itertools.islice(_calls(exercise, _load(reference)), ASSERTS))
    # Of functions that take nothing plain, no more is asserted than that they are there.
    calls += [(exercise.functions[0], None, None)] * (ASSERTS - len(calls))
    (folder / "calls.pickle").write_bytes(pickle.dumps(calls))

    def one(path: Path) -> None:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_ten.py"]
        given = os.environ | {"PYTHONDONTWRITEBYTECODE": "", "SUBMISSION": str(path.absolute())}
        subprocess.run(command, cwd=folder, env=given, check=False, capture_output=True)

    one(files[0])  # once uncounted: pytest keeps the rewritten file
    started = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(one, files))
    return time.perf_counter() - started


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _calls(exercise: Exercise, reference: ModuleType) -> Iterator[tuple[str, tuple[Any, ...], Any]]:
    """Ordinary calls of every function in turn, with the reference's answers."""
    contracts = load_suite(exercise).contracts
    for number in range(ASSERTS * len(exercise.functions)):
        name = exercise.functions[number % len(exercise.functions)]
        arguments = contracts[name].call(np.random.default_rng(number)) if name in contracts else ()
        # A landscape is one of the kit's own things, which a teacher's file would not have.
        if arguments and not any(map(callable, arguments)):
            plain = pickle.dumps(arguments)
            yield name, arguments, getattr(reference, name)(*pickle.loads(plain))
