"""What is remembered of the loader's answer shows student code no more than the answer did."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from grader.sandbox import known_libraries, open_sandbox
from grader.sandbox.levels import try_levels
from grader.sandbox.numpy_place import find_numpy_home
from grader.sandbox.outcomes import Limits, Returned

WALLED = {one.level for one in try_levels() if one.stands} & {"strict", "confined"}
pytestmark = pytest.mark.skipif(not WALLED, reason="no level with walls stands on this machine")
DOUBLE = b"import numpy as np\ndef double(x):\n    return 2 * np.asarray(x)\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FALLLINE_CACHE", str(tmp_path))
    return tmp_path / "libraries"


def opened(level: str = "") -> bool:
    """Whether a level of walls stands, and numpy works behind them."""
    sandbox = open_sandbox(level or sorted(WALLED)[-1])  # type: ignore[arg-type]
    try:
        worker = sandbox.start_worker()
        worker.load(DOUBLE, "double.py", Limits())
        outcome = worker.call("double", (2.0,), Limits())
        worker.close()
    finally:
        sandbox.close()
    return isinstance(outcome, Returned) and outcome.value == 4.0


def test_the_loader_is_asked_once_and_then_known(folder):
    assert not known_libraries.look_up(find_numpy_home())
    assert opened()
    known = known_libraries.look_up(find_numpy_home())
    assert any(Path(path).name.startswith("libc.so") for path in known)
    assert all(opened(level) for level in WALLED)
    assert known_libraries.look_up(find_numpy_home()) == known


def test_what_others_may_write_to_is_not_believed(folder):
    assert opened()
    (slip,) = folder.iterdir()
    for place in (slip, folder):
        place.chmod(place.stat().st_mode | 0o002)
        assert not known_libraries.look_up(find_numpy_home())
        place.chmod(place.stat().st_mode & ~0o022)
    assert known_libraries.look_up(find_numpy_home())


def test_nothing_but_a_library_is_ever_shown(folder, tmp_path):
    assert opened()
    secret, dressed_up = tmp_path / "secret.txt", tmp_path / "secret.so"
    for path in (secret, dressed_up):
        path.write_text("the answers")
    known = known_libraries.look_up(find_numpy_home())
    for path in (secret, dressed_up, tmp_path, tmp_path / "gone.so", Path(sys.executable).resolve()):
        known_libraries.keep(find_numpy_home(), [*known, str(path)])
        assert not known_libraries.look_up(find_numpy_home()), path


def test_what_is_out_of_date_is_asked_again_and_no_level_falls(folder):
    assert opened()
    known = known_libraries.look_up(find_numpy_home())
    known_libraries.keep(find_numpy_home(), [path for path in known if "libc.so" not in path][:1])
    assert all(opened(level) for level in WALLED)
    assert known_libraries.look_up(find_numpy_home()) == known


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FALLLINE_CACHE", str(tmp_path / "file"))
    assert opened()
