"""Many calls of `grade` in one process: what each exercise says is asked of all, a fresh Python and sandbox are not.

python -P one_process.py     calls as JSON on stdin, what came of each as JSON on stdout
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import io
import json
import subprocess
import sys
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)
Done = subprocess.CompletedProcess[str]


def run(
    python: Sequence[str], calls: Mapping[Name, Sequence[str]], *, cwd: Path, env: Mapping[str, str]
) -> dict[Name, Done]:
    """Let the `grader` that this Python finds run every call; what came of each, as of a process of its own."""
    asked = json.dumps(list(calls.values()))
    done = subprocess.run(
        [*python, "-P", __file__], input=asked, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    return {
        name: subprocess.CompletedProcess(words, *came) for (name, words), came in zip(calls.items(), told, strict=True)
    }


def _share_the_walls() -> None:
    """Let all calls have one sandbox; each by itself would open and close its own."""
    grading = importlib.import_module("grader.grading.grade")
    sandbox = grading.open_sandbox()
    atexit.register(sandbox.close)
    grading._walls_for_one = lambda _submission, _no_less: contextlib.nullcontext(sandbox)


def _call(words: Sequence[str]) -> tuple[int, str, str]:
    """Run one call in this process: its exit code, and what it wrote."""
    from grader.cli import main

    sys.argv = ["grade", *words]
    written = [io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2)]
    code = None
    with contextlib.redirect_stdout(written[0]), contextlib.redirect_stderr(written[1]):
        try:
            main()
        except SystemExit as end:
            code = end.code
    out, err = (one.buffer.getvalue().decode("utf-8") for one in written)  # type: ignore[attr-defined]
    return int(code or 0), out, err


if __name__ == "__main__":
    _share_the_walls()
    sys.stdout.write(json.dumps([_call(words) for words in json.load(sys.stdin)]))
