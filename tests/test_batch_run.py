from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
import types
from collections import Counter
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from conftest import ROOT
from msgspec.structs import replace

from grader import course, surroundings
from grader.batch.engine import Settings
from grader.batch.files import write_whole
from grader.batch.journal import Journal, hash_suite, make_key
from grader.batch.local import Local
from grader.batch.nouns import Entry, Handed
from grader.batch.run import Batch
from grader.errors import KitError
from grader.misconceptions.toolkit import accepted
from grader.model import Author
from grader.sandbox import Limits
from grader.submission import make_submission

LIMITS = Limits(seconds=0.5)
SCHEMA = json.loads(resources.files("grader.view").joinpath("report.schema.json").read_text("utf-8"))


def handed(exercise, **sources: str | None) -> list[Handed]:
    """Work of a class: student → source; None for who handed nothing in."""
    return [
        Handed(exercise, Author(student), source and entry(f"{student}.py", source.encode()))
        for student, source in sources.items()
    ]


def entry(path: str, content: bytes) -> Entry:
    return Entry(path, len(content), 0.0, lambda: content)


def run(work: list[Handed], out: Path, **options):
    options = {"engine": Local(2), "settings": Settings(LIMITS, "process")} | options
    return Batch(handed=work, skipped=(), out=out, **options).run()


def grades(out: Path) -> dict[str, dict[str, str]]:
    with (out / "grades.csv").open(newline="", encoding="utf-8") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def records(out: Path) -> list[dict]:
    return [json.loads(line) for line in (out / "reports.jsonl").read_text("utf-8").splitlines()]


def test_a_class_becomes_one_line_a_student_in_the_order_handed_in(exercise03, solution, tmp_path):
    stub = course.locate_stub(exercise03).read_text("utf-8")
    wrong = solution + "\ndef bias_correct(moment, beta, t):\n    return np.asarray(moment)\n"
    result = run(handed(exercise03, ada=solution, bob=stub, cyd=wrong, dan=None, eve="def f(:\n"), tmp_path)
    assert [record["student"]["id"] for record in records(tmp_path)] == ["ada", "bob", "cyd", "dan", "eve"]
    found = {student: row["status"] for student, row in grades(tmp_path).items()}
    assert found == {"ada": "passed", "bob": "not_started", "cyd": "failed", "dan": "absent", "eve": "unreadable"}
    assert result.statuses == Counter(found.values())
    assert grades(tmp_path)["cyd"]["misconceptions"].split() == ["BC-NONE"]
    assert result.ideas["BC-NONE"] == 1


def test_what_hangs_crashes_or_floods_costs_the_others_nothing(exercise03, solution, tmp_path):
    hangs = "def ema_moments(*all):\n    while True:\n        pass\n"
    dies = "import os\nos._exit(0)\n"
    floods = "while True:\n    print('x' * 10_000)\n"
    settings = Settings(Limits(seconds=0.3, load_seconds=1.0), "process")
    work = handed(exercise03, a=hangs, b=solution, c=dies, d=solution + "\n#", e=floods, f=solution + "\n##")
    run(work, tmp_path, settings=settings)
    assert {s: row["status"] for s, row in grades(tmp_path).items() if s in "bdf"} == dict.fromkeys("bdf", "passed")
    assert {s: row["score"] for s, row in grades(tmp_path).items() if s in "ace"} == dict.fromkeys("ace", "0.00")


def test_a_second_run_grades_nothing_twice(exercise03, solution, tmp_path):
    work = handed(exercise03, ada=solution, bob=solution + "\n# mine")
    run(work, tmp_path)
    seen = []
    run(work, tmp_path, engine=Nobody(), watch=lambda standing, _record: seen.append(standing))
    assert (seen[-1].done, seen[-1].known) == (2, 2)
    assert {row["status"] for row in grades(tmp_path).values()} == {"passed"}


class Nobody:
    """An engine that has nothing to do."""

    def run(self, pieces, heard, settings):
        assert not list(pieces)


def test_fresh_grades_everything_anew(exercise03, solution, tmp_path):
    work = handed(exercise03, ada=solution)
    run(work, tmp_path)
    with pytest.raises(AssertionError):
        run(work, tmp_path, engine=Nobody(), fresh=True)


def test_the_same_file_of_two_students_is_graded_once_and_told_of_both(exercise03, solution, tmp_path):
    run(handed(exercise03, ada=solution, bob=solution), tmp_path)
    assert {row["score"] for row in grades(tmp_path).values()} == {"10.00"}
    assert len(grades(tmp_path)) == 2


@pytest.mark.parametrize("shelf", ["suites", "exercises", "misconceptions", "misconceptions/accepted"])
def test_what_judges_an_exercise_changes_its_own_keys_alone(shelf, monkeypatch, tmp_path):
    one, other = course.find_exercise("3"), course.find_exercise("1")
    before = hash_suite(one), hash_suite(other)
    changed = tmp_path / "changed"
    changed.write_bytes(course.locate_file(one, shelf).read_bytes() + b"\n")
    own = course.locate_file
    monkeypatch.setattr(course, "locate_file", lambda *asked: changed if asked == (one, shelf) else own(*asked))
    assert hash_suite(one) != before[0]
    assert hash_suite(other) == before[1]


def test_the_accepted_coincidences_lie_where_their_family_finds_them(exercise03):
    family = course.locate_file(exercise03, "misconceptions")
    assert accepted.locate_file(family) == course.locate_file(exercise03, "misconceptions/accepted")


def test_the_key_holds_everything_that_the_numbers_depend_on(exercise03, monkeypatch):
    work = make_submission(exercise03, b"x = 1", "a.py")
    keys = {
        make_key(work, "suite", 0, LIMITS, "strict"),
        make_key(work, "suite", 1, LIMITS, "strict"),
        make_key(work, "suite", 0, Limits(seconds=9), "strict"),
        make_key(work, "suite", 0, LIMITS, "process"),
        make_key(make_submission(exercise03, b"x = 2", "a.py"), "suite", 0, LIMITS, "strict"),
    }
    assert len(keys) == 5
    assert make_key(make_submission(exercise03, b"x = 1", "b.py"), "suite", 0, LIMITS, "strict") in keys
    with monkeypatch.context() as other:
        other.setattr(surroundings, "read_numpy_version", lambda: "1.0")
        assert make_key(work, "suite", 0, LIMITS, "strict") not in keys
    with monkeypatch.context() as other:
        other.setattr("grader.batch.journal.sys", types.SimpleNamespace(version_info=(3, 99, 0)))
        assert make_key(work, "suite", 0, LIMITS, "strict") not in keys


def test_what_ended_the_grading_is_told_even_where_nothing_can_be_written_any_more(
    exercise03, solution, tmp_path, monkeypatch
):
    class Ended:
        """An engine that comes to an end at once."""

        def run(self, pieces, heard, settings):
            raise KitError("The machine is too hot.", "Wait.")

    def refuse(*_arguments):
        raise KitError("The disk is full.", "Make room.")

    closed = []
    close = Journal.close
    monkeypatch.setattr(Journal, "close", lambda journal: (close(journal), closed.append(journal)))
    monkeypatch.setattr("grader.batch.run.write_whole", refuse)
    with pytest.raises(KitError, match="too hot") as told:
        run(handed(exercise03, ada=solution), tmp_path, engine=Ended())
    assert "disk is full" in str(told.value.__cause__)
    assert len(closed) == 1
    with pytest.raises(KitError, match="disk is full"):
        run([], tmp_path)
    assert len(closed) == 2


def test_a_secret_draws_other_inputs_for_other_code(exercise03, solution, tmp_path):
    batch = Batch(
        handed=(), skipped=(), out=tmp_path, engine=Nobody(), settings=Settings(LIMITS, "process"), secret="s"
    )
    one, other = make_submission(exercise03, b"x = 1", "a.py"), make_submission(exercise03, b"x = 2", "a.py")
    assert batch._list_seeds(one) == batch._list_seeds(one) != batch._list_seeds(other)


def test_a_process_that_dies_twice_over_a_submission_sets_it_aside(exercise03, solution, tmp_path, monkeypatch):
    # A process of the crew is ended from outside whenever it holds the marked work, as a full memory would.
    marked = solution + "\n# marked"
    work = handed(exercise03, ada=marked, bob=solution)
    run(work, tmp_path, engine=Hunted(marked.encode()))
    found = {record["student"]["id"]: record for record in records(tmp_path)}
    assert [finding["id"] for finding in found["ada"]["findings"]] == ["set_aside"]
    assert (found["ada"]["status"], found["bob"]["status"]) == ("set_aside", "passed")
    assert (grades(tmp_path)["ada"]["score"], grades(tmp_path)["ada"]["max_score"]) == ("", "")
    # The next run tries it again, and nothing else.
    seen = []
    run(work, tmp_path, watch=lambda standing, _record: seen.append(standing))
    assert (grades(tmp_path)["ada"]["status"], seen[-1].known) == ("passed", 1)


def test_an_answer_that_reads_like_work_set_aside_stays_graded(exercise03, solution, tmp_path):
    mark = {"id": "set_aside", "status": "set_aside", "findings": [{"id": "set_aside", "says": "", "function": None}]}
    mimic = solution + f"\ndef bias_correct(moment, beta, t):\n    return {mark}\n"
    work = handed(exercise03, ada=mimic)
    run(work, tmp_path)
    assert '"id": "set_aside"' in (tmp_path / "reports.jsonl").read_text("utf-8")
    seen = []
    run(work, tmp_path, engine=Nobody(), watch=lambda standing, _record: seen.append(standing))
    assert (grades(tmp_path)["ada"]["status"], seen[-1].known) == ("failed", 1)


def test_who_handed_in_nothing_has_no_file_no_walls_and_no_hash(exercise03, solution, tmp_path):
    run(handed(exercise03, ada=solution, dan=None), tmp_path)
    dan = grades(tmp_path)["dan"]
    assert (dan["status"], dan["sandbox"], dan["sha256"], dan["file"]) == ("absent", "", "", "")
    for record in records(tmp_path):
        jsonschema.validate(record, SCHEMA)


def test_late_work_is_in_the_table_the_reports_and_the_remarks(exercise03, solution, tmp_path):
    ada, bob = handed(exercise03, ada=solution, bob=solution)
    run([replace(ada, late=True), bob], tmp_path)
    assert [row["late"] for row in grades(tmp_path).values()] == ["yes", ""]
    assert [record["submission"]["late"] for record in records(tmp_path)] == [True, False]
    assert (tmp_path / "remarks.txt").read_text("utf-8") == "ada\tHanded in late: ada.py.\n"


class Hunted(Local):
    """A local engine whose process is ended, as by a full memory, whenever it holds the marked work."""

    def __init__(self, marked: bytes) -> None:
        super().__init__(1)
        self.marked = marked

    def run(self, pieces, heard, settings):
        from grader.batch import local

        give = local._Worker.give

        def hunting(worker, piece):
            give(worker, piece)
            if piece.submission.source == self.marked:
                worker.ready.result()
                worker.end("")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(local._Worker, "give", hunting)
            super().run(pieces, heard, settings)


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    target = tmp_path / "grades.csv"
    write_whole(target, iter(["old\n"]))

    def broken():
        yield "half"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_whole(target, broken())
    assert target.read_text() == "old\n"


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_a_folder_that_cannot_be_written_is_told_with_a_mend(exercise03, solution, tmp_path):
    (tmp_path / "taken").write_text("a file where the folder should be")
    with pytest.raises(KitError, match="name another folder"):
        Journal(tmp_path / "taken")


@pytest.mark.skipif(os.name != "posix", reason="limits on files are POSIX's")
@pytest.mark.parametrize("words", [["--engine", "dask://127.0.0.1:9"], ["--jobs", "1"]])
def test_a_batch_that_the_machine_ends_could_not_finish_and_was_not_misused(words, solution, tmp_path):
    if "dask" in words[1]:
        pytest.importorskip("distributed")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "ada.py").write_text(solution)
    command = [sys.executable, "-m", "grader", "batch", "work", "-e", "3", "--out", "out", "--sandbox", "process"]
    done = subprocess.run(
        ["bash", "-c", 'ulimit -f 8; exec "$@"', "bash", *command, *words],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith("grade: ")
    assert "Traceback" not in done.stderr


SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, "tests")
from test_batch_run import handed, run
from grader import course
source = Path(sys.argv[2]).read_text("utf-8")
names = {f"s{place:02}": f"{source}\\n# {place}" for place in range(24)}
run(handed(course.find_exercise("3"), **names), Path(sys.argv[1]))
"""


@pytest.mark.skipif(os.name != "posix", reason="a kill that cannot be caught is POSIX's")
def test_after_a_kill_at_any_moment_the_next_run_ends_as_an_undisturbed_one(exercise03, tmp_path):
    file = ROOT / "solutions" / f"{exercise03.stem}.py"

    def command(out: Path) -> list[str]:
        return [sys.executable, "-c", SCRIPT, str(out), str(file)]

    subprocess.run(command(tmp_path / "calm"), cwd=ROOT, check=True, timeout=180)
    for wait in (1.5, 2.5):
        killed = subprocess.Popen(command(tmp_path / "killed"), cwd=ROOT, start_new_session=True)
        time.sleep(wait)
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
    subprocess.run(command(tmp_path / "killed"), cwd=ROOT, check=True, timeout=180)
    calm, after = records(tmp_path / "calm"), records(tmp_path / "killed")
    for record in (*calm, *after):
        del record["seconds"]
    assert calm == after


def test_hostile_names_steer_no_spreadsheet_and_no_terminal(exercise03, tmp_path):
    name = "＝\x1b]0;x\x07\x9b31m\u202e\u2028=1+1\r\n[red]"
    work = [
        Handed(exercise03, Author(f"@{name}", f" ={name}"), entry(f"+{name}.py", b"x ="), remarks=(name, "two\nlines"))
    ]
    run(work, tmp_path)
    for written in ("grades.csv", "reports.jsonl", "remarks.txt"):
        text = (tmp_path / written).read_text("utf-8")
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u202e]", text), written
    (row,) = grades(tmp_path).values()
    assert all(row[cell].startswith("'") for cell in ("student", "name", "file"))
    assert (tmp_path / "remarks.txt").read_text("utf-8").count("\n") == 2
    assert records(tmp_path)[0]["student"] == {"id": f"@{name}", "name": f" ={name}"}
