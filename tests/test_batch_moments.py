"""An older download into the same folder takes nobody's newer hand-in back."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from exports import folder_of, zip_of
from test_batch_folder import remarks, run
from test_batch_run import grades

from grader.batch.gather import gather
from grader.cli.batch import command as batch

STEM = "exercise03_bias_correction"
STUB = (ROOT / "exercises" / f"{STEM}.py").read_bytes()
METADATA = "submission_{0}:\n  :submitters:\n  - :name: Ada\n    :sid: '7'\n  :created_at: 2026-03-0{0} 12:00:00 Z\n"


def grade_download(source: Path, out: Path, *options: str) -> str:
    words = [str(source), "-e", "3", "--out", str(out), "--sandbox", "process", *options]
    done = CliRunner().invoke(batch, words)
    assert done.exit_code == 0, done.output
    return " ".join(done.output.split())


def test_an_older_download_takes_no_late_resubmission_back_and_is_told(solution, tmp_path):
    first = zip_of(tmp_path / "first.zip", {f"ada_1_100_{STEM}.py": STUB})
    second = zip_of(tmp_path / "second.zip", {f"ada_LATE_1_200_{STEM}-1.py": solution.encode()})
    out = tmp_path / "out"
    scores = []
    for source in (first, second, first):
        told = grade_download(source, out)
        scores.append(grades(out)["1"]["score"])
    assert scores[0] != scores[1] == scores[2] == "10.00"
    assert "1 student came with an older file than the one that is graded" in told
    said = [what for who, what in remarks(out) if who == "1"]
    assert any("(attachment 100)" in what and "(attachment 200) stays" in what for what in said)
    grade_download(first, out, "--fresh")
    assert grades(out)["1"]["score"] == scores[0]


LAYOUTS = {
    "canvas": lambda day: {f"ada_1_{day}00_{STEM}.py": b"# %d" % day},
    "gradescope": lambda day: {
        "assignment_7_export/submission_metadata.yml": METADATA.format(day).encode(),
        f"assignment_7_export/submission_{day}/{STEM}.py": b"# %d" % day,
    },
    "blackboard": lambda day: {f"Week 3_ada_attempt_2026-03-0{day}-12-00-00_{STEM}.py": b"# %d" % day},
    "brightspace": lambda day: {f"12-34 - Ada Example - Mar {day}, 2026 1200 PM/{STEM}.py": b"# %d" % day},
    "nbgrader": lambda day: {
        f"submitted/ada/ps3/{STEM}.py": b"# %d" % day,
        "submitted/ada/ps3/timestamp.txt": b"2026-03-0%d 12:00:00 UTC" % day,
    },
    "moodle": lambda day: {
        f"Ada Example_41001_assignsubmission_file/{STEM}.py": (b"# %d" % day, 1_700_000_000 + day * 60)
    },
    "flat": lambda day: {f"ada/{STEM}.py": (b"# %d" % day, 1_700_000_000 + day * 60)},
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_system_s_stamp_and_the_date_of_a_file_tell_older_from_newer(name, exercise03, tmp_path):
    hashes, told = [], ()
    for place, day in enumerate((1, 2, 1)):
        work = gather(folder_of(tmp_path / f"{place}" / "class", LAYOUTS[name](day)), [exercise03], name)
        told = run(list(work.handed), tmp_path / "out").messages
        hashes += [row["sha256"] for row in grades(tmp_path / "out").values()]
    assert hashes[0] != hashes[1] == hashes[2]
    assert [line for line in told if "older file" in line]


def test_stamps_that_count_something_else_are_not_compared(exercise03, tmp_path):
    work = gather(folder_of(tmp_path / "moodle", LAYOUTS["moodle"](1)), [exercise03], "moodle")
    run(list(work.handed), tmp_path / "out")
    canvas = {f"ada_41001_5_{STEM}.py": b"# canvas"}
    work = gather(folder_of(tmp_path / "canvas", canvas), [exercise03], "canvas")
    assert not [line for line in run(list(work.handed), tmp_path / "out").messages if "older" in line]


def test_an_earlier_attempt_with_the_same_bytes_is_no_older_file(exercise03, tmp_path):
    for place, day in enumerate((2, 1)):
        files = dict.fromkeys(LAYOUTS["canvas"](day), b"# the same")
        work = gather(folder_of(tmp_path / f"{place}", files), [exercise03], "canvas")
        assert not [line for line in run(list(work.handed), tmp_path / "out").messages if "older" in line]
