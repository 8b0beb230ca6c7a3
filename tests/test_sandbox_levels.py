"""The ladder, and that nothing is left when a grader ends, however it ends."""

from __future__ import annotations

import ast
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from conftest import ROOT
from levels import TRIED_LEVELS

from grader.cli.doctor import command
from grader.errors import SandboxUnavailable
from grader.grading import grade
from grader.model import Walls
from grader.sandbox import LEVELS, Limits, Sandbox, levels, open_sandbox, spawn
from grader.sandbox.callbacks import MAX_GRADIENTS
from grader.sandbox.levels import BestSandbox
from grader.sandbox.outcomes import LevelDown, Loaded, Raised, Refused, Returned, TimedOut
from grader.sandbox.worker_client import Worker
from grader.submission import make_submission
from grader.suites.toolkit.slopes import Slope, bowl, parabola

STANDING = {standing.level: standing for standing in TRIED_LEVELS}
SOURCE = b"""
import os, sys, time
import matplotlib.pyplot as plt
import numpy as np

def double(x):
    print("doubling")
    return 2 * np.asarray(x)

def ask(grad_fn, n):
    return sum(float(grad_fn(1.0)) for _ in range(n))

def ask_nonsense(grad_fn):
    return grad_fn("uphill")

def ask_elsewhere(grad_fn):
    return grad_fn(np.ones(3))

def loop():
    while True:
        pass

def sleep():
    time.sleep(60)

def write(n):
    with open("kept.bin", "wb") as file:
        file.write(bytes(n))
    return sorted(os.listdir("."))

def hush():
    with open(os.devnull, "w") as nowhere:
        print("said", file=nowhere)
    return len(eval("[1, 2]"))

def mistake():
    try:
        eval("1 +")
    except SyntaxError:
        return 1

def read_and_return(what):
    try:
        open("/etc/hostname").close()
    except OSError:
        pass
    if what == "a stand-in":
        return getattr(plt, "figure")()
    if what == "a large answer":
        return np.ones(10**6)
    return {"a number": 1.0, "a generator": iter(lambda: 1, 1)}[what]

def look():
    return os.path.exists("kept.bin")

def standard_library():
    import decimal, fractions, itertools, json, statistics, tempfile
    import numpy.fft, numpy.linalg, numpy.polynomial, numpy.random
    return float(np.linalg.norm(np.fft.fft(np.ones(4)))) + len(json.dumps([1]))
"""


@pytest.fixture(params=LEVELS)
def level(request: pytest.FixtureRequest) -> Walls:
    if not STANDING[request.param].stands:
        pytest.skip(f"the level {request.param} does not stand on this machine: {STANDING[request.param].reason}")
    return request.param


@pytest.fixture
def worker(level):
    sandbox = open_sandbox(level)
    made = sandbox.start_worker()
    assert isinstance(made.load(SOURCE, "submission.py", Limits()), Loaded)
    yield made
    made.close()
    sandbox.close()


def test_the_level_that_stands_is_told(capsys):
    best = next(found for found in STANDING.values() if found.stands)
    with capsys.disabled():
        print(f"\nwalls: this machine reaches the level {best.level}")
    sandbox = open_sandbox()
    assert sandbox.walls == best.level
    sandbox.close()


def test_a_value_crosses_and_what_was_printed_is_kept(worker):
    silent = not worker.has_printed()
    outcome = worker.call("double", [[1.0, 2.0]], Limits())
    assert isinstance(outcome, Returned)
    assert outcome.value.tolist() == [2.0, 4.0]
    assert (silent, worker.has_printed(), worker.read_printed()) == (True, True, "doubling\n")


def test_the_standard_library_and_all_of_numpy_are_there(worker):
    assert worker.call("standard_library", [], Limits()) == Returned(4.0 + 3)


@pytest.mark.parametrize("function", ["hush", "mistake"])
def test_what_is_no_attempt_on_anything_works_and_is_not_taken_for_one(worker, function):
    assert isinstance(worker.call(function, [], Limits()), Returned)
    assert worker.tried == set()


@pytest.mark.parametrize("what", ["a number", "a generator", "a stand-in", "a large answer"])
def test_what_was_tried_is_told_whatever_is_returned_and_once(worker, what):
    outcome = worker.call("read_and_return", [what], Limits())
    assert isinstance(outcome, Returned if what == "a number" else Refused)
    assert worker.tried == {"read files"}
    worker.tried.clear()
    worker.call("double", [1.0], Limits())
    assert worker.tried == set()


@pytest.mark.parametrize("source", [b"if 1:\n\tx = 1\n        y = 2\n", b"from __future__ import braces\n", b"x = (\n"])
def test_a_mistake_in_the_text_of_a_file_is_not_taken_for_an_attempt(level, source):
    sandbox = open_sandbox(level)
    made = sandbox.start_worker()
    assert isinstance(made.load(source, "submission.py", Limits()), Raised)
    assert made.tried == set()
    made.close()
    sandbox.close()


def test_callbacks_are_counted_and_capped(worker):
    assert worker.call("ask", [lambda x: 2 * x, 5], Limits()) == Returned(10.0, (), 5)
    assert worker.call("ask", [lambda x: x, 50], Limits(), most_gradients=10).most == 10


def test_a_slope_that_is_data_is_felt_where_it_is_asked_for(worker):
    slope = parabola(2.0)
    here = Slope(slope.says, lambda _theta: np.zeros(()), slope.made_by)  # which nobody asks
    assert worker.call("ask", [here, 5], Limits()) == Returned(10.0, (), 5)


def test_slopes_that_are_data_are_counted_and_capped_as_well(worker):
    assert worker.call("ask", [parabola(2.0), 2500], Limits()).gradients == 2500
    assert worker.call("ask", [parabola(2.0), 50], Limits(), most_gradients=10).most == 10


def test_one_who_asks_for_ever_is_stopped_by_the_count(worker):
    assert worker.call("ask", [parabola(2.0), 10**9], Limits()).most == MAX_GRADIENTS


@pytest.mark.parametrize("function", ["ask_nonsense", "ask_elsewhere"])
def test_a_slope_that_is_data_says_what_does_not_fit(worker, function):
    outcome = worker.call(function, [bowl(np.eye(2))], Limits())
    assert isinstance(outcome, Raised)
    assert (outcome.kind, "grad_fn was given" in outcome.message) == ("ValueError", True)


def test_a_fault_of_a_callback_is_told_to_the_student(worker):
    outcome = worker.call("ask", [lambda x: [][1], 1], Limits())
    assert isinstance(outcome, Raised)
    assert outcome.kind == "ValueError"


@pytest.mark.skipif(sys.platform != "linux", reason="the processor's clock is read from Linux's process table")
@pytest.mark.parametrize(("function", "doing"), [("loop", {"computing", "starved"}), ("sleep", {"waiting"})])
def test_a_timeout_knows_a_busy_loop_from_a_wait(worker, function, doing):
    outcome = worker.call(function, [], Limits(seconds=0.5))
    assert isinstance(outcome, TimedOut)
    assert outcome.doing in doing
    assert not worker.alive


def test_each_worker_draws_random_numbers_of_its_own(level):
    source = b"import random\nimport numpy as np\ndef draw():\n    return [random.random(), float(np.random.rand())]\n"
    with contextlib.closing(open_sandbox(level)) as sandbox:
        drawn = []
        for _ in range(2):
            worker = sandbox.start_worker()
            worker.load(source, "draw.py", Limits())
            drawn.append(worker.call("draw", [], Limits()).value)
            worker.close()
    assert all(one != other for one, other in zip(*drawn, strict=True))


def test_what_one_worker_writes_the_next_one_does_not_see(level):
    if level != "strict":
        pytest.skip(f"at the level {level} a worker has no place of its own to write to")
    sandbox = open_sandbox(level)
    first = sandbox.start_worker()
    first.load(SOURCE, "submission.py", Limits())
    assert first.call("write", [10], Limits()) == Returned(["kept.bin", "submission.py"])
    second = sandbox.start_worker()
    second.load(SOURCE, "submission.py", Limits())
    assert second.call("look", [], Limits()) == Returned(False)
    first.close()
    second.close()
    sandbox.close()


def test_a_demand_that_cannot_be_met_is_refused_and_never_lowered(monkeypatch):
    def down(level: Walls) -> levels.LevelSandbox:
        raise LevelDown("nothing stands here")

    monkeypatch.setattr(levels, "open_level", down)
    with pytest.raises(SandboxUnavailable, match="nothing stands here"):
        _ = BestSandbox(("strict", "confined")).walls


class _Falls:
    """A rung that turns out not to stand once it is tried."""

    def __init__(self, level: Walls) -> None:
        self.walls: Walls = level

    def settle(self) -> None:
        if self.walls != "process":
            raise LevelDown("it fell")

    def prepare(self, count: int) -> None:
        pass

    def start_worker(self) -> Worker:
        raise AssertionError

    def close(self) -> None:
        pass


def test_the_ladder_is_climbed_down_only_as_far_as_was_allowed(monkeypatch):
    monkeypatch.setattr(levels, "open_level", _Falls)
    assert BestSandbox(LEVELS).walls == "process"
    with pytest.raises(SandboxUnavailable, match="strict: it fell; confined: it fell"):
        _ = BestSandbox(levels.list_levels("confined")).walls


def test_the_doctor_names_every_level():
    told = CliRunner().invoke(command).output
    assert all(level in told for level in LEVELS)


GRADER = """
import sys, time
sys.path.insert(0, {root!r})
from grader.sandbox import open_sandbox, Limits
sandbox = open_sandbox({level!r})
worker = sandbox.start_worker()
worker.load(b"def loop():\\n    while True: pass\\n", "s.py", Limits())
print("ready", flush=True)
worker.call("loop", [], Limits(seconds=60))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_grader_that_is_ended_leaves_no_process_and_no_file(level, end, tmp_path):
    grader = subprocess.Popen(
        [sys.executable, "-c", GRADER.format(root=str(ROOT), level=level)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    )
    assert grader.stdout is not None
    assert grader.stdout.readline() == b"ready\n"
    family = _family(grader.pid)
    assert family
    grader.send_signal(end)
    grader.wait(timeout=20)
    grader.stdout.close()
    deadline = time.monotonic() + 10
    while (left := [pid for pid in family if _alive(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == []
    assert list(tmp_path.iterdir()) == []


START = """
from grader.sandbox import Limits, open_sandbox
sandbox = open_sandbox({level!r})
sandbox.start_worker().load(b"", "empty.py", Limits())
sandbox.close()
"""


@pytest.mark.parametrize("kept", [True, False], ids=["where Python may write", "where it may not"])
def test_what_workers_load_is_compiled_once_as_all_of_an_unpacked_kit_is(level, kept, tmp_path):
    kit = tmp_path / "grader"
    shutil.copytree(ROOT / "grader", kit, ignore=shutil.ignore_patterns("__pycache__"))
    environment = {"PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "" if kept else "1"}
    command = [sys.executable, "-c", START.format(level=level)]
    subprocess.run(command, cwd=tmp_path, env=os.environ | environment, check=True)
    compiled = {path.name.partition(".")[0] for path in kit.rglob("*.pyc")}
    own = {"streams", "shell"} | (set() if level == "process" else {"seccomp"})
    assert compiled & own == (own if kept else set())


AS_ANYBODY = textwrap.dedent(
    """
    import ctypes, os, sys
    prefix, root, site = sys.argv[1:4]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(0x20000) != 0:
        sys.exit(77)
    libc.mount(b"none", b"/", None, 0x44000, None)
    if prefix.startswith(os.path.expanduser("~root") + os.sep):
        # Root's own Python is shown to everybody, in a mount namespace that ends with this process.
        kept = os.open(prefix, os.O_PATH)
        libc.mount(b"none", b"/root", b"tmpfs", 0, b"mode=755")
        os.makedirs(prefix)
        libc.mount(f"/proc/self/fd/{kept}".encode(), prefix.encode(), None, 0x5000, None)
        os.close(kept)
    os.setgroups([])
    os.setresgid(12345, 12345, 12345)
    os.setresuid(12345, 12345, 12345)
    libc.prctl(4, 1, 0, 0, 0)
    os.environ["HOME"] = "/nonexistent"
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    code = "; ".join([
        "import sys; sys.path.insert(0, %r)" % root,
        "from grader.sandbox.levels import try_levels",
        "print(*[f'{s.level}={s.stands}:{s.reason}' for s in try_levels()], sep=chr(10))",
    ])
    os.execv(sys.argv[4], [sys.argv[4], "-c", code])
    """
)


@pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's own")
def test_the_same_walls_stand_for_an_ordinary_user():
    if os.geteuid() != 0:
        pytest.skip("this is an ordinary user already: the tests above are this one")
    words = [sys.base_prefix, str(ROOT), "", sys.executable]
    run = subprocess.run([sys.executable, "-c", AS_ANYBODY, *words], capture_output=True, text=True, cwd="/")
    if run.returncode == 77:
        pytest.skip("no mount namespace to show this Python to an ordinary user")
    if Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns").exists():
        assert "confined=True" in run.stdout, run.stdout + run.stderr
    else:
        assert "strict=True" in run.stdout, run.stdout + run.stderr
        assert "confined=True" in run.stdout, run.stdout + run.stderr


SURVEY = (
    "from grader.sandbox.levels import try_levels\n"
    "for s in try_levels(): print(f'{s.level}={s.stands}: {s.reason} {s.mend}')"
)


def surveyed(*words: str, **more: str) -> str:
    """What a grader finds that is started in that way."""
    command = [*words, sys.executable, "-c", SURVEY]
    run = subprocess.run(
        command, capture_output=True, text=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)} | more
    )
    if words and run.returncode and not run.stdout:
        pytest.skip(f"{' '.join(words)} is not allowed here: {run.stderr.strip()}")
    return run.stdout


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare")
@pytest.mark.parametrize("level", ["strict", "confined"])
def test_the_walls_stand_for_the_root_of_a_namespace_with_one_user(level):
    told = surveyed("unshare", "-r")
    if STANDING[level].stands:
        assert f"{level}=True" in told


@pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare")
def test_nobody_of_a_namespace_is_told_what_is_missing():
    told = surveyed("unshare", "-U")
    if STANDING["confined"].stands:
        assert "confined=True" in told
    assert "has no user of its own in its user namespace" in told
    assert "Docker" not in told


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_can_be_demanded_exactly(level):
    if not STANDING[level].stands:
        pytest.skip(f"{level} does not stand here")
    with contextlib.closing(open_sandbox(no_less=f"={level}")) as sandbox:
        assert sandbox.walls == level


def test_an_exact_demand_climbs_neither_down_nor_up():
    assert levels.list_levels("=confined") == ("confined",)
    assert levels.list_levels("=strict") == ("strict",)
    assert levels.list_levels("confined") == ("strict", "confined")


@pytest.mark.skipif(not STANDING["confined"].stands, reason="confined does not stand here")
def test_the_level_that_was_demanded_is_told():
    solution = ROOT / "solutions" / "exercise03_bias_correction.py"
    words = [sys.executable, "-m", "grader", "3", str(solution), "--all", "--no-plot", "--sandbox", "=confined"]
    assert "Walls confined" in subprocess.run(words, capture_output=True, text=True, cwd=ROOT).stdout


SNOOP = """
import os, sys

def read(path):
    try:
        with open(path, "rb") as file:
            return len(file.read(10))
    except OSError as error:
        return type(error).__name__

def names(folder):
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []

def importable(names):
    found = []
    for name in names:
        try:
            __import__(name)
        except ImportError:
            continue
        found.append(name)
    return found
"""
ASK = """
import sys
sys.path.insert(0, {root!r})
from grader.sandbox import open_sandbox, Limits
sandbox = open_sandbox({level!r})
print(sandbox.walls)
worker = sandbox.start_worker()
worker.load({source!r}.encode(), "s.py", Limits())
for name, argument in {asked!r}:
    print(worker.call(name, [argument], Limits(seconds=30)).value)
sandbox.close()
"""


def asked_behind(level: Walls, *asked: tuple[str, object], **more: str) -> list[str]:
    code = ASK.format(root=str(ROOT), level=level, source=SNOOP, asked=asked)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ | more)
    assert not run.stderr, run.stderr
    return run.stdout.splitlines()


@pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's own")
def test_folders_of_libraries_show_the_libraries_that_are_needed_and_nothing_else(level, tmp_path):
    if level == "process":
        pytest.skip("no wall there")
    beside = tmp_path / "lib"
    (beside / "below").mkdir(parents=True)
    for place in (beside / "secret.txt", beside / "libsecret.so", beside / "below" / "answers.txt"):
        place.write_text("secret", "utf-8")
    beside.chmod(0o755)
    prefix = f"{sys.base_prefix}/lib"
    kept = [str(path) for path in Path(prefix).glob("lib*.so*") if "python" not in path.name][:1]
    packages = [str(path) for path in Path(prefix).glob("python*/site-packages/README*")]
    secrets = [*map(str, beside.rglob("*.*")), *kept, *packages, __file__]
    told = asked_behind(
        level, *(("read", path) for path in secrets), ("names", str(beside)), ("names", f"{sys.base_prefix}/lib"),
        LD_LIBRARY_PATH=f"{beside}:{prefix}",
    )  # fmt: skip
    assert told[0] == level
    assert set(told[1 : len(secrets) + 1]) <= {"PermissionError", "FileNotFoundError"}
    assert told[-2] == "[]"
    if level == "strict":
        assert all("python" in name for name in ast.literal_eval(told[-1]))


@pytest.mark.skipif(sys.platform != "linux", reason="the walls are Linux's own")
def test_every_module_of_python_that_can_be_imported_here_can_be_imported_there(level):
    # What runs something when it is imported (a browser, a test) is none of ours.
    names = sorted({*sys.stdlib_module_names} - {"antigravity", "this", "idlelib", "test", "turtledemo", "__phello__"})
    wanted = subprocess.run(
        [sys.executable, "-I", "-c", f"{SNOOP}\nprint(importable({names!r}))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()[-1]
    missing = {*ast.literal_eval(wanted)} - {*ast.literal_eval(asked_behind(level, ("importable", names))[-1])}
    assert not missing


def _family(pid: int) -> list[int]:
    table = subprocess.run(["ps", "-eo", "pid,ppid"], stdout=subprocess.PIPE, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in table.splitlines()[1:]]
    family = {pid}
    for _ in range(5):
        family |= {child for child, parent in pairs if parent in family}
    return sorted(family - {pid})


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_folder_that_cannot_be_removed_is_left_in_peace(monkeypatch):
    """As on Windows, where somebody still stands in it; Python 3.11 would ask for it until its stack is full."""
    sandbox = spawn.SpawnSandbox()
    box = Path(sandbox._box.name)

    def refused(path: object, *_rest: object, **_named: object) -> None:
        raise PermissionError(13, "in use", str(path))

    with monkeypatch.context() as held:
        held.setattr(os, "rmdir", refused)
        held.setattr(os, "unlink", refused)
        sandbox.close()
    assert box.is_dir()
    box.rmdir()


def test_a_crash_on_windows_is_told_in_words():
    assert spawn.explain_code(0xC0000005) == "it reached for memory that is not its own"
    assert spawn.explain_code(3) == "it ended itself with exit code 3"


def kill_zygote(sandbox: Sandbox) -> None:
    """As a machine does that is short of memory."""
    process = sandbox._level._zygote._process  # type: ignore[attr-defined]
    process.kill()
    process.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="zygotes are Linux's own")
def test_a_submission_whose_workers_the_machine_took_is_graded_with_new_ones(solution, exercise03):
    slow = solution.replace("import numpy as np", "import time\nimport numpy as np\ntime.sleep(1.0)", 1).encode()
    sandbox = open_sandbox()
    try:
        if sandbox.walls == "process":
            pytest.skip("no walls stand on this machine")
        threading.Timer(0.5, kill_zygote, (sandbox,)).start()
        report = grade(make_submission(exercise03, slow, "slow.py"), sandbox=sandbox)
        assert (report.status, report.score) == ("passed", report.max_score)
    finally:
        sandbox.close()


@pytest.mark.skipif(sys.platform != "linux", reason="zygotes are Linux's own")
def test_a_zygote_that_was_ended_leaves_no_descriptor_behind():
    sandbox = open_sandbox()
    try:
        if sandbox.walls == "process":
            pytest.skip("no walls stand on this machine")
        counts = []
        for _ in range(4):
            sandbox.start_worker().close()
            counts.append(len(list(Path("/proc/self/fd").iterdir())))
            kill_zygote(sandbox)
        assert counts[-1] <= counts[0] + 1
    finally:
        sandbox.close()
