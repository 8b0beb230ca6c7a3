from __future__ import annotations

import gc
import pickle
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from grader import authoring, course
from grader.authoring.matrix import MatrixRow
from grader.batch.engine import count_cores
from grader.execution.session import SubmissionSession
from grader.grading import grade
from grader.model import Exercise, Report
from grader.sandbox import Limits, Sandbox, open_sandbox
from grader.submission import read_submission

gc.set_threshold(100_000, 20, 20)
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Started in the background of a script: what the tests start would hear no Ctrl-C either.
    signal.signal(signal.SIGINT, signal.default_int_handler)
for deaf in ("SIGHUP", "SIGQUIT"):
    if hasattr(signal, deaf) and signal.getsignal(getattr(signal, deaf)) is signal.SIG_IGN:
        # The run itself stays deaf to it, as nohup or a script wants it; what the tests start hears it.
        signal.signal(getattr(signal, deaf), lambda number, frame: None)
ROOT = Path(__file__).parent.parent
collect_ignore = ["attacks", "courses", "innocents", "submissions"]
"""Students' files and courses, which hold no tests."""
SLOW = frozenset(
    {
        "batch_cluster", "batch_folder", "batch_local", "batch_moments", "batch_other_work", "batch_policy",
        "batch_run", "batch_similar", "batch_sources", "batch_tries", "batch_waiting", "batch_watchdog",
        "trivial_answers", "checking", "cli", "commands_page", "cost", "course_of_ones_own", "damage",
        "diagnosis", "docs", "drawn_inputs", "elsewhere", "export_gradescope",
        "export_pages_browser", "export_prairielearn", "export_report", "handin", "hints", "hostile_class",
        "idle_answers", "inert", "innocent_programs", "misconceptions", "mutants", "newer_python", "notebook",
        "packaging", "pictures", "plain", "quiz_page", "quiz_rules", "quiz_store", "quiz_terminal", "release",
        "sandbox_attacks", "sandbox_comparison", "sandbox_levels", "sandbox_link", "screen_pictures",
        "screenshots", "script", "slips", "sixth_exercise", "standin", "strange_numbers", "overview", "submissions",
        "symptoms", "symptoms_untrue", "true_words", "trust", "authoring", "watch", "kernel", "kernel_browser",
    }
)  # fmt: skip
"""Modules that start processes by the dozen or go through whole families: `make quick` leaves them out."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two processes more than there are cores: many a test waits for what it has started, and leaves its core idle."""
    return count_cores() + 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of slow modules."""
    for item in items:
        if item.path.parent == ROOT / "tests" and item.path.stem.removeprefix("test_") in SLOW:
            item.add_marker("slow")


def pytest_collection_finish() -> None:
    """Never search for garbage among the thousands of tests, which stay until the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Iterator[Path]:
    """A learner's memory of the tests' own; what can be found out again is found out once for all processes."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FALLLINE_HOME", str(folder))
        patch.setenv("FALLLINE_CACHE", str(shared / "cache"))
        yield folder


@pytest.fixture(scope="session")
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of all processes that share these tests."""
    base = tmp_path_factory.getbasetemp()
    # Not by the environment: a run within a test inherits it, and would find what an earlier run has left.
    folder = (base.parent if hasattr(request.config, "workerinput") else base) / "shared"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def once(shared: Path) -> Callable[[str, Callable[[], Any]], Any]:
    """Make what is costly once for all processes that share these tests; each reads it, and none may change it."""
    known: dict[str, Any] = {}

    def get(name: str, make: Callable[[], Any]) -> Any:
        if name not in known:
            kept = shared / f"{name}.pickle"
            with FileLock(f"{kept}.lock"):
                if not kept.exists():
                    kept.write_bytes(pickle.dumps(make()))
                known[name] = pickle.loads(kept.read_bytes())
        return known[name]

    return get


@pytest.fixture(scope="session")
def matrix(once: Callable[[str, Callable[[], Any]], Any]) -> Callable[[Exercise], list[MatrixRow]]:
    """The kill matrix of an exercise."""
    return lambda exercise: once(f"matrix-{exercise.stem}", lambda: authoring.make_matrix(exercise))


@pytest.fixture
def undiagnosed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody ask what is behind wrong numbers, where a test looks at points alone: that takes longer."""
    monkeypatch.setattr("grader.diagnosis.diagnose", lambda session, checks: ([], []))


@pytest.fixture
def exercise03() -> Exercise:
    return course.find_exercise("3")


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    opened = open_sandbox()
    yield opened
    opened.close()


@pytest.fixture
def solution(exercise03: Exercise) -> str:
    """The text of a right submission, to spoil as a test needs."""
    return (ROOT / "solutions" / f"{exercise03.stem}.py").read_text("utf-8")


@pytest.fixture
def graded(exercise03: Exercise, tmp_path: Path, sandbox: Sandbox) -> Callable[..., Report]:
    """Grade a text as a submission of exercise 3, in the sandbox of all tests."""

    def run(text: str | bytes, **options: object) -> Report:
        path = tmp_path / "exercise03.py"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return grade(read_submission(exercise03, path), sandbox=sandbox, **options)  # type: ignore[arg-type]

    return run


@pytest.fixture
def session_of(exercise03: Exercise, tmp_path: Path, sandbox: Sandbox) -> Iterator[Callable[..., SubmissionSession]]:
    """Lay a text on the session."""
    sessions: list[SubmissionSession] = []

    def lay(text: str, **limits: float) -> SubmissionSession:
        path = tmp_path / "exercise03.py"
        path.write_text(text, "utf-8")
        parameters = course.read_parameters(exercise03)
        sessions.append(SubmissionSession(read_submission(exercise03, path), parameters, sandbox, Limits(**limits)))  # type: ignore[arg-type]
        return sessions[-1]

    yield lay
    for session in sessions:
        session.close()
