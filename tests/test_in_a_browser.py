"""What works where Python runs inside a browser, and what says that it cannot."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

NODE = shutil.which("node")
PYODIDE = Path(os.environ.get("PYODIDE", ROOT / "node_modules" / "pyodide"))
"""The npm package `pyodide`: `npm install pyodide` in the checkout, or the folder that this variable names."""
SITE = Path(pytest.__file__).parents[1]
PLAYED = "import sys; sys.platform = 'emscripten'; from grader.cli import main; sys.argv[0] = 'grade'; main()"


def played(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """`grade` on a machine that says it is a browser."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "FALLLINE_HOME": str(cwd / "home")}
    command = [sys.executable, "-c", PLAYED, *words]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.parametrize("words", [["3"], ["watch"], ["doctor"], ["check", "1"], ["batch", ".", "--out", "o"]])
def test_what_needs_a_second_process_says_so_in_a_line(words, tmp_path):
    told = played(*words, cwd=tmp_path)
    assert told.returncode == 2
    assert "inside a browser" in told.stderr
    assert "`grade start`" in told.stderr
    assert "Traceback" not in told.stderr


def test_what_works_there_works(tmp_path):
    assert played("start", "here", cwd=tmp_path).returncode == 0
    for words in (["list"], ["quiz", "--topics"], ["hint", "3"], ["3", "--help"]):
        told = played(*words, cwd=tmp_path / "here")
        assert told.returncode == 0, told.stderr


@pytest.mark.skipif(NODE is None or not PYODIDE.is_dir(), reason="node and the npm package pyodide are not here")
def test_start_list_and_quiz_run_under_pyodide(tmp_path):
    def grade(*words: str) -> subprocess.CompletedProcess[str]:
        script = ROOT / "tests" / "pyodide" / "run.mjs"
        command = [str(NODE), str(script), str(PYODIDE), str(ROOT), str(SITE), str(tmp_path), *words]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", input="q\n", timeout=180)

    assert grade("start", "here").returncode == 0
    assert (tmp_path / "here" / "exercises" / "exercise03_bias_correction.py").is_file()
    for words, says in ((["list"], "Bias correction"), (["quiz", "momentum", "--plain"], "1/"), (["--help"], "Usage")):
        told = grade(*words)
        assert told.returncode == 0, told.stderr[-500:]
        assert says in told.stdout
    refused = grade("3")
    assert refused.returncode == 2
    assert "inside a browser" in refused.stderr
