"""A batch on a real Dask cluster: a scheduler and two workers of this machine, as processes of their own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from machines import KIT, LONG, Machines, dask_scheduler, dask_worker, end, free_port, kept, until
from test_batch_run import handed, records, run

from grader import course
from grader.batch import cluster as module
from grader.batch.cluster import Cluster
from grader.batch.engine import make_engine
from grader.course import location
from grader.errors import KitError


def needs_dask():
    return pytest.importorskip("distributed", reason="distributed is not installed: pip install fallline[cluster]")


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> Path:
    """Where Dask's processes write what they say."""
    return tmp_path_factory.mktemp("dask")


@pytest.fixture(autouse=True)
def shown_when_it_fails(request, said) -> Iterator[None]:
    before = request.session.testsfailed
    yield
    if request.session.testsfailed > before:
        for log in sorted(said.glob("*.log")):
            print(f"--- {log}", log.read_text("utf-8", "replace")[-3000:], sep="\n")


@pytest.fixture(autouse=True)
def patient(monkeypatch) -> None:
    """A busy machine is no failure: a test that waits for an end in vain says so by shortening these itself."""
    monkeypatch.setattr(module, "PATIENCE_SECONDS", LONG)
    monkeypatch.setattr(module, "CONNECT_SECONDS", LONG)


@contextlib.contextmanager
def looking_on(address: str) -> Iterator[object]:
    with needs_dask().Client(f"tcp://{address}", timeout=LONG, set_as_default=False) as client:
        yield client


@pytest.fixture(scope="module")
def machines(said) -> Iterator[Machines]:
    """A scheduler and two workers for the whole module; whichever is killed comes back."""
    needs_dask()
    address, process = dask_scheduler(said)
    try:
        with looking_on(address) as client, kept(address, client, said, count=2) as machines:
            yield machines
    finally:
        end(process)


@pytest.fixture
def both(machines: Machines) -> Machines:
    """The cluster with both its workers there."""
    until(machines.all_here, "both workers are there")
    return machines


@pytest.fixture(scope="module")
def lonely(said) -> Iterator[str]:
    """The address of a scheduler that has no workers but those of one test."""
    needs_dask()
    address, process = dask_scheduler(said)
    yield address
    end(process)


@contextlib.contextmanager
def worker(scheduler: str, said: Path, *words: str, **env: str) -> Iterator[None]:
    """One worker while the `with` lasts."""
    with looking_on(scheduler) as client:
        _, process = dask_worker(scheduler, said, *words, env=env or KIT)
        try:
            client.wait_for_workers(1, timeout=LONG)
            yield
        finally:
            end(process)
            until(lambda: not client.nthreads(), "the scheduler misses its worker")


def many(exercise, solution: str, count: int):
    """Right, wrong, unreadable and hanging work, by turns."""
    kinds = (solution, solution.replace("sqrt", "cbrt"), "def f(:\n", "import os\nos._exit(3)\n")
    return handed(exercise, **{f"s{place:02}": f"{kinds[place % 4]}\n# {place}" for place in range(count)})


def told(out: Path) -> list[dict]:
    return [record | {"seconds": 0.0} for record in records(out)]


def test_a_worker_killed_in_the_middle_changes_no_grade(exercise03, solution, both, tmp_path, monkeypatch):
    work = many(exercise03, solution, 24)
    run(work, tmp_path / "here")
    victims = sorted(both.here())[:1]

    def watch(standing, _record) -> None:
        if standing.done >= 6 and victims:
            both.kill(victims.pop())

    run(work, tmp_path / "there", engine=make_engine(f"dask://{both.address}"), watch=watch)
    assert not victims
    assert told(tmp_path / "there") == told(tmp_path / "here")
    assert {record["status"] for record in told(tmp_path / "here")} >= {"passed", "failed", "unreadable"}


def at_work(client: object) -> dict[str, set[str]]:
    """The keys of the tasks that each worker has begun."""
    return {worker: set(map(str, keys)) for worker, keys in client.call_stack().items()}


def test_work_that_takes_its_worker_down_is_set_aside_and_costs_the_others_nothing(
    exercise03, solution, both, tmp_path
):
    # Only what is at work alone is blamed for good; it hangs long enough to be found.
    hangs = "import time\ntime.sleep(8)\n" + solution
    over, killed = threading.Event(), []

    def hunt() -> None:
        while not over.wait(0.2):
            for worker, keys in at_work(both.client).items():
                if any(f"{exercise03.stem}-1-" in key for key in keys):
                    killed.append(worker)
                    both.kill(worker)

    hunter = threading.Thread(target=hunt)
    hunter.start()
    try:
        run(handed(exercise03, ada=solution, bob=hangs, cyd=solution + "\n#"), tmp_path, engine=Cluster(both.address))
    finally:
        over.set()
        hunter.join()
    found = {record["student"]["id"]: record for record in records(tmp_path)}
    assert [finding["id"] for finding in found["bob"]["findings"]] == ["set_aside"]
    assert found["ada"]["status"] == found["cyd"]["status"] == "passed"
    assert len(killed) == 2  # its second try was its last


def test_every_worker_has_its_share(exercise03, solution, both, tmp_path):
    asked = set()

    def watch(_standing, _record) -> None:
        asked.update(worker for worker, keys in both.client.processing().items() if keys)

    run(many(exercise03, solution, 24), tmp_path, engine=Cluster(both.address), watch=watch)
    assert asked == both.here()


NO_WALLS = """
from grader.sandbox import levels

def open_level(level):
    raise levels.LevelDown("this machine has none")

levels.open_level = open_level
"""


def test_walls_that_do_not_stand_on_a_worker_are_told(exercise03, solution, lonely, said, tmp_path):
    (tmp_path / "no_walls.py").write_text(NO_WALLS)
    told = pytest.raises(KitError, match=r"On the worker .* this machine has none")
    with worker(lonely, said, "--preload", str(tmp_path / "no_walls.py")), told:
        run(handed(exercise03, ada=solution), tmp_path, engine=Cluster(lonely))


def test_a_worker_with_another_kit_is_told_before_it_grades(exercise03, solution, machines, tmp_path, monkeypatch):
    version, *of_what, suite = module.identify_kit(exercise03.stem)
    for other, words in (
        (("0.0.1", *of_what, suite), "its kit is"),
        ((version, *of_what, "0"), "its suite of exercise03"),
    ):
        monkeypatch.setattr(module, "identify_kit", lambda *_words, other=other: other)
        with pytest.raises(KitError, match=words):
            run(handed(exercise03, ada=solution), tmp_path, engine=Cluster(machines.address))
    assert [record["status"] for record in records(tmp_path)] == ["set_aside"]


def test_a_course_of_ones_own_is_graded_where_its_folder_is(machines, tmp_path):
    folder = Path(__file__).parent / "courses" / "numerics"
    exercise = course.find_exercise("1", location.load_course(folder))
    text = (folder / "solutions" / f"{exercise.stem}.py").read_text("utf-8")
    run(handed(exercise, ada=text), tmp_path, engine=Cluster(machines.address))
    assert [record["status"] for record in records(tmp_path)] == ["passed"]


def test_a_worker_without_a_kit_is_told(exercise03, solution, lonely, said, tmp_path):
    # An editable install is found from anywhere; this folder comes before it.
    (tmp_path / "grader").mkdir()
    (tmp_path / "grader" / "__init__.py").write_text("raise ImportError('not here')")
    bare = worker(lonely, said, PYTHONPATH=str(tmp_path))
    with bare, pytest.raises(KitError, match=r"A worker of .* has no kit"):
        run(handed(exercise03, ada=solution), tmp_path / "out", engine=Cluster(lonely))


def test_a_scheduler_with_nobody_at_work_ends_the_batch(exercise03, solution, lonely, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 1.0)
    with pytest.raises(KitError, match="No worker is at work"):
        run(handed(exercise03, ada=solution), tmp_path, engine=Cluster(lonely))


def test_a_scheduler_that_does_not_answer_is_told(exercise03, solution, tmp_path, monkeypatch):
    needs_dask()
    monkeypatch.setattr(module, "CONNECT_SECONDS", 1.0)
    with pytest.raises(KitError, match="No Dask scheduler answers"):
        run(handed(exercise03, ada=solution), tmp_path, engine=Cluster(f"127.0.0.1:{free_port()}"))


def test_a_scheduler_lost_in_the_middle_ends_the_batch_and_keeps_what_is_graded(
    exercise03, solution, said, tmp_path, monkeypatch
):
    needs_dask()
    address, lost = dask_scheduler(said)
    with contextlib.ExitStack() as over:
        over.callback(end, lost)
        with looking_on(address) as client:
            _, process = dask_worker(address, said, "--death-timeout", "5")
            over.callback(end, process)
            client.wait_for_workers(1, timeout=LONG)
        monkeypatch.setattr(module, "CONNECT_SECONDS", 5.0)
        with pytest.raises(KitError, match="does not answer any more"):
            run(many(exercise03, solution, 24), tmp_path, engine=Cluster(address), watch=lambda *_all: lost.kill())
    graded = [record for record in records(tmp_path) if record["status"] != "set_aside"]
    assert 1 <= len(graded) < len(records(tmp_path)) == 24


def test_without_distributed_the_extra_is_named(exercise03, solution, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(KitError, match=r"fallline\[cluster\]"):
        run(handed(exercise03, ada=solution), tmp_path, engine=Cluster("127.0.0.1:8786"))


@pytest.mark.parametrize("address", ["", "here", "here:", ":8786", "here:port"])
def test_an_address_is_a_host_and_a_port(address):
    with pytest.raises(KitError, match="HOST:PORT"):
        make_engine(f"dask://{address}")


SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from test_batch_cluster import many, run
from grader import course
from grader.batch import cluster
exercise = course.find_exercise("3")
solution = Path("solutions", f"{exercise.stem}.py").read_text("utf-8")
run(many(exercise, solution, 300), Path(sys.argv[1]), engine=cluster.Cluster(sys.argv[2]))
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGINT to one process is POSIX's")
def test_ctrl_c_ends_the_batch_and_leaves_the_cluster_free(exercise03, solution, both, tmp_path):
    stopped = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(tmp_path), both.address], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    table = tmp_path / "grades.csv"

    def five() -> bool:
        return stopped.poll() is not None or (table.exists() and table.read_text().count("\n") >= 5)

    until(five, "five are graded")
    stopped.send_signal(signal.SIGINT)
    _, told = stopped.communicate(timeout=LONG)
    assert "KeyboardInterrupt" in told
    until(lambda: not any(both.client.processing().values()), "the workers have nothing to do")
    seen = []
    work = many(exercise03, solution, 12)
    run(work, tmp_path, engine=Cluster(both.address), watch=lambda standing, _record: seen.append(standing))
    assert seen[-1].known >= 4
