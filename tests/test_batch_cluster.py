"""A batch on a real Dask cluster: a scheduler and two workers of this machine, as processes of their own."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT
from test_batch_run import handed, records, run

from grader.batch import cluster as module
from grader.batch.cluster import Cluster
from grader.batch.engines import engine_of
from grader.errors import KitError

GOES = {"PYTHONPATH": str(ROOT)}


def needs_dask():
    return pytest.importorskip("distributed", reason="distributed is not installed: pip install fallline[cluster]")


@dataclass
class Machines:
    """A scheduler, the workers under it, and a client that looks on."""

    address: str
    client: object

    def pids(self) -> dict[str, int]:
        return self.client.run(os.getpid)

    def kill(self, worker: str) -> None:
        """End one worker as a power cut would."""
        os.kill(self.client.run(os.getpid, workers=[worker])[worker], signal.SIGKILL)


def dask(command: str, *words: str, env: dict[str, str] | None = None) -> subprocess.Popen:
    """`dask scheduler` or `dask worker`, bound to this machine alone."""
    words = ("-m", f"distributed.cli.dask_{command}", *words, "--host", "127.0.0.1", "--no-dashboard")
    environment = os.environ | (GOES if env is None else env)
    return subprocess.Popen([sys.executable, *words], env=environment, cwd=ROOT.anchor, stderr=subprocess.DEVNULL)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def end(process: subprocess.Popen) -> None:
    process.terminate()  # a nanny takes its worker along
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    needs_dask()
    port = free_port()
    process = dask("scheduler", "--port", str(port), env={})  # it needs no kit
    yield f"127.0.0.1:{port}"
    end(process)


@pytest.fixture
def client(scheduler: str) -> Iterator[object]:
    with needs_dask().Client(f"tcp://{scheduler}", timeout=30, set_as_default=False) as looking:
        yield looking


@pytest.fixture
def machines(scheduler: str, client) -> Iterator[Machines]:
    """Two workers; whichever is killed comes back, as under any nanny."""
    with worker(scheduler, client, "--nworkers", "2"):
        client.wait_for_workers(2, timeout=60)
        yield Machines(scheduler, client)


@contextlib.contextmanager
def worker(scheduler: str, client, *words: str, env: dict[str, str] | None = None) -> Iterator[None]:
    """One worker while the `with` lasts."""
    process = dask("worker", scheduler, "--nthreads", "1", *words, env=env)
    try:
        client.wait_for_workers(1, timeout=60)
        yield
    finally:
        end(process)
        while client.nthreads():
            time.sleep(0.1)


def many(exercise, solution: str, count: int):
    """Right, wrong, unreadable and hanging work, by turns."""
    kinds = (solution, solution.replace("sqrt", "cbrt"), "def f(:\n", "import os\nos._exit(3)\n")
    return handed(exercise, **{f"s{place:02}": f"{kinds[place % 4]}\n# {place}" for place in range(count)})


def told(out: Path) -> list[dict]:
    return [record | {"seconds": 0.0} for record in records(out)]


def test_a_worker_killed_in_the_middle_changes_no_grade(exercise03, solution, machines, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 3)
    work = many(exercise03, solution, 24)
    run(work, tmp_path / "here")
    victims = list(machines.pids())[:1]

    def watch(standing, _record) -> None:
        if standing.done >= 6 and victims:
            machines.kill(victims.pop())

    run(work, tmp_path / "there", engine=engine_of(f"dask://{machines.address}"), watch=watch)
    assert not victims
    assert told(tmp_path / "there") == told(tmp_path / "here")
    assert {record["status"] for record in told(tmp_path / "here")} >= {"passed", "failed", "unreadable"}


def test_work_that_takes_its_worker_down_is_set_aside_and_costs_the_others_nothing(
    exercise03, solution, machines, tmp_path, monkeypatch
):
    marked = solution + "\n# marked"
    feed, deaths = module._Crew._feed, []

    def hunting(crew, here) -> None:
        before = set(crew.hands)
        feed(crew, here)
        for worker in set(crew.hands) - before:
            if any(piece.submission.source == marked.encode() for piece in crew.hands[worker].given):
                deaths.append(worker)
                machines.kill(worker)

    monkeypatch.setattr(module._Crew, "_feed", hunting)
    run(handed(exercise03, ada=solution, bob=marked, cyd=solution + "\n#"), tmp_path, engine=Cluster(machines.address))
    found = {record["student"]["id"]: record for record in records(tmp_path)}
    assert [finding["id"] for finding in found["bob"]["findings"]] == ["set_aside"]
    assert found["ada"]["status"] == found["cyd"]["status"] == "passed"
    assert len(deaths) == 3  # once among others, twice alone


def test_every_worker_has_its_share(exercise03, solution, machines, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 2)
    asked = set()
    feed = module._Crew._feed

    def counting(crew, here) -> None:
        feed(crew, here)
        asked.update(crew.hands)
        assert all(len(hand.given) <= 2 for hand in crew.hands.values())

    monkeypatch.setattr(module._Crew, "_feed", counting)
    run(many(exercise03, solution, 12), tmp_path, engine=Cluster(machines.address))
    assert asked == set(machines.client.nthreads())


NO_WALLS = """
from grader.sandbox import levels

def start(level):
    raise levels.LevelDown("this machine has none")

levels.start = start
"""


def test_walls_that_do_not_stand_on_a_worker_are_told(exercise03, solution, scheduler, client, tmp_path):
    (tmp_path / "no_walls.py").write_text(NO_WALLS)
    told = pytest.raises(KitError, match=r"On the worker .* this machine has none")
    with worker(scheduler, client, "--preload", str(tmp_path / "no_walls.py")), told:
        run(handed(exercise03, ada=solution), tmp_path, engine=Cluster(scheduler))


def test_a_worker_with_another_kit_is_told_before_it_grades(exercise03, solution, machines, tmp_path, monkeypatch):
    version, stem, suite = module.kit_of(exercise03.stem)
    for other, words in ((("0.0.1", stem, suite), "its kit is"), ((version, stem, "0"), "its suite of exercise03")):
        monkeypatch.setattr(module, "kit_of", lambda _stem, other=other: other)
        with pytest.raises(KitError, match=words):
            run(handed(exercise03, ada=solution), tmp_path, engine=Cluster(machines.address))
    assert records(tmp_path) == []


def test_a_worker_without_a_kit_is_told(exercise03, solution, scheduler, client, tmp_path):
    # An editable install is found from anywhere; this folder comes before it.
    (tmp_path / "grader").mkdir()
    (tmp_path / "grader" / "__init__.py").write_text("raise ImportError('not here')")
    bare = worker(scheduler, client, env={"PYTHONPATH": str(tmp_path)})
    with bare, pytest.raises(KitError, match=r"The worker .* has no kit"):
        run(handed(exercise03, ada=solution), tmp_path / "out", engine=Cluster(scheduler))


def test_a_scheduler_with_nobody_at_work_ends_the_batch(exercise03, solution, scheduler, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 1.0)
    with pytest.raises(KitError, match="No worker is at work"):
        run(handed(exercise03, ada=solution), tmp_path, engine=Cluster(scheduler))


def test_a_scheduler_that_does_not_answer_is_told(exercise03, solution, tmp_path, monkeypatch):
    needs_dask()
    monkeypatch.setattr(module, "CONNECT", 1.0)
    with pytest.raises(KitError, match="No Dask scheduler answers"):
        run(handed(exercise03, ada=solution), tmp_path, engine=Cluster(f"127.0.0.1:{free_port()}"))


def test_a_scheduler_lost_in_the_middle_ends_the_batch_and_keeps_what_is_graded(
    exercise03, solution, tmp_path, monkeypatch
):
    distributed = needs_dask()
    monkeypatch.setattr(module, "CONNECT", 3.0)
    monkeypatch.setattr(module, "CHUNK", 2)
    port = free_port()
    address = f"127.0.0.1:{port}"
    lost = dask("scheduler", "--port", str(port))
    with distributed.Client(f"tcp://{address}", timeout=30, set_as_default=False) as looking:
        process = dask("worker", address, "--nthreads", "1", "--death-timeout", "5")
        looking.wait_for_workers(1, timeout=60)
    work = many(exercise03, solution, 24)
    try:
        with pytest.raises(KitError, match="does not answer any more"):
            run(work, tmp_path, engine=Cluster(address), watch=lambda *_all: lost.kill())
    finally:
        end(process)
        end(lost)
    assert 1 <= len(records(tmp_path)) < 24


def test_without_distributed_the_extra_is_named(exercise03, solution, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(KitError, match=r"fallline\[cluster\]"):
        run(handed(exercise03, ada=solution), tmp_path, engine=Cluster("127.0.0.1:8786"))


@pytest.mark.parametrize("address", ["", "here", "here:", ":8786", "here:port"])
def test_an_address_is_a_host_and_a_port(address):
    with pytest.raises(KitError, match="HOST:PORT"):
        engine_of(f"dask://{address}")


SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from test_batch_cluster import many, run
from grader import course
from grader.batch import cluster
cluster.CHUNK = 2
exercise = course.find("3")
solution = Path("solutions", f"{exercise.stem}.py").read_text("utf-8")
run(many(exercise, solution, 60), Path(sys.argv[1]), engine=cluster.Cluster(sys.argv[2]))
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGINT to one process is POSIX's")
def test_ctrl_c_ends_the_batch_and_leaves_the_cluster_free(exercise03, solution, machines, tmp_path):
    stopped = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(tmp_path), machines.address], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    while not (tmp_path / "grades.csv").exists() or len((tmp_path / "grades.csv").read_text().splitlines()) < 5:
        assert stopped.poll() is None
        time.sleep(0.05)
    stopped.send_signal(signal.SIGINT)
    _, said = stopped.communicate(timeout=15)
    assert "KeyboardInterrupt" in said
    before = time.monotonic()
    while any(machines.client.processing().values()):
        assert time.monotonic() - before < 20
        time.sleep(0.1)
    seen = []
    work = many(exercise03, solution, 60)
    run(work[:12], tmp_path, engine=Cluster(machines.address), watch=lambda standing, _record: seen.append(standing))
    assert seen[-1].known >= 4
