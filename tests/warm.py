"""`grade` as a process of its own that begins with the kit imported: to start Python takes longer than most commands.

One process imports the kit and waits; for every call it forks one that takes the folder, the environment and the
streams of the call, runs the command and ends as any Python ends. What depends on how Python begins (its options,
`PYTHONPATH`, what lies in the way of an import) is tried elsewhere, with a fresh Python.

python -P warm.py     calls as lines of JSON on stdin, the exit code of each on stdout
"""

from __future__ import annotations

import atexit
import functools
import gc
import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
Done = subprocess.CompletedProcess[str]
LATE = ("grader.__main__", "grader.cli.", "grader.batch.dask_task", "grader.kernel", "grader.sandbox.walls")
"""What is left to a command that needs it: commands themselves have names of builtins."""


def grade(*words: object, cwd: Path, env: Mapping[str, str], typed: str | None = None, seconds: int = 120) -> Done:
    """Run `grade` with these words in that folder; what it wrote, and its exit code."""
    command = [sys.executable, "-m", "grader", *map(str, words)]
    if not hasattr(os, "fork") or env.get("PYTHONPATH", str(ROOT)) != str(ROOT):
        return subprocess.run(
            command, cwd=cwd, env=env, input=typed, timeout=seconds, check=False, capture_output=True, encoding="utf-8"
        )
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder, name) for name in ("in", "out", "err")]
        streams[0].write_text(typed or "", "utf-8")
        call = {"words": command[3:], "cwd": str(cwd), "env": dict(env), "streams": list(map(str, streams))}
        code = _ask(json.dumps({**call, "seconds": seconds}))
        return subprocess.CompletedProcess(command, code, *(path.read_text("utf-8") for path in streams[1:]))


def _ask(line: str) -> int:
    waiting = _waiting()
    assert waiting.stdin is not None
    assert waiting.stdout is not None
    waiting.stdin.write(f"{line}\n")
    waiting.stdin.flush()
    return int(waiting.stdout.readline())


@functools.cache
def _waiting() -> subprocess.Popen[str]:
    """The process that has the kit imported; it ends when nobody can call it any more."""
    process = subprocess.Popen(
        [sys.executable, "-P", __file__], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    atexit.register(process.communicate)
    return process


def _modules() -> Iterator[str]:
    """The kit's modules, without what each exercise has of its own: those are imported as they are asked for."""
    import grader

    for found in pkgutil.walk_packages(grader.__path__, "grader."):
        name = found.name.rpartition(".")[2]
        if not name.startswith("exercise") and not found.name.startswith(LATE):
            yield found.name


def _calls() -> dict[str, Any] | None:
    """Fork for every call; in the child, the call."""
    while line := os.read(0, 2**20):
        while not line.endswith(b"\n"):
            line += os.read(0, 2**20)
        child = os.fork()
        if not child:
            return dict(json.loads(line))
        _, status = os.waitpid(child, 0)
        os.write(1, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    return None


def _become(call: dict[str, Any]) -> None:
    """Stand where the call stands, with its environment and its streams."""
    os.chdir(call["cwd"])
    os.environ.clear()
    os.environ.update(call["env"])
    flags = (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT] * 2)
    for number, (path, flag) in enumerate(zip(call["streams"], flags, strict=True)):
        opened = os.open(path, flag, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    encoding, _, errors = os.environ.get("PYTHONIOENCODING", "utf-8").partition(":")
    for stream in (sys.stdin, sys.stdout):
        stream.reconfigure(encoding=encoding, errors=errors or "strict")  # type: ignore[union-attr]
    sys.stderr.reconfigure(encoding=encoding)  # type: ignore[union-attr]
    sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    sys.argv = ["grade", *call["words"]]
    signal.alarm(call["seconds"])


if __name__ == "__main__":
    from grader.cli import main

    for module in _modules():
        importlib.import_module(module)
    gc.freeze()  # what a call leaves alone stays shared with this process
    if (call := _calls()) is not None:
        _become(call)
        main()
