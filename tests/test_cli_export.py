"""The command, as a process."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

import click
import pytest
import warm
from exported import DECAY, absent, out, scored

from grader.cli import export
from grader.export import systems

ROOT = Path(__file__).parents[1]


def grade(*words: object) -> subprocess.CompletedProcess[str]:
    return warm.grade("export", *words, cwd=ROOT, env=os.environ)


def test_help_lists_every_system():
    done = grade("--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in systems.list_systems())


@pytest.mark.parametrize("name", systems.list_systems())
def test_every_system_has_examples_that_its_command_understands(name: str):
    command = export.command.get_command(click.Context(export.command), name)
    examples = [shlex.split(line) for line in command.epilog.splitlines() if line.startswith("  grade export")]
    assert examples
    for _grade, _export, system, *words in examples:
        assert system == name
        command.make_parser(click.Context(command)).parse_args(words)
    assert "Exit code" in command.epilog


def test_what_was_done_goes_to_stdout_and_what_was_left_out_to_stderr(tmp_path: Path):
    book = tmp_path / "export.csv"
    book.write_text("Student,ID,SIS Login ID,Section,Week (7)\n    Points Possible,,,,10.00\nAda,1,a,A,\n", "utf-8")
    batch = out(tmp_path / "out", scored("1", 7.5), scored("9", 5, name="Nobody\x1b[31m"), absent("8"))
    done = grade("canvas", batch, "--gradebook", book, "--to", tmp_path / "filled.csv")
    assert done.returncode == 0, done.stderr
    assert "1 of 3 students have their grade in 'Week (7)'" in done.stdout
    assert "Nobody\\x1b[31m (9)" in done.stderr
    assert "7.50" in (tmp_path / "filled.csv").read_text("utf-8")


def test_one_exercise_of_several_is_chosen(tmp_path: Path):
    batch = out(tmp_path / "out", scored("1", 7.5), scored("1", 5, exercise=DECAY))
    done = grade("csv", batch, "--exercise", "4", "--to", tmp_path / "g.csv")
    assert done.returncode == 0, done.stderr
    assert DECAY in (tmp_path / "g.csv").read_text("utf-8")
    assert "bias" not in (tmp_path / "g.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["junit", "nowhere", "--to", "r.xml"], "grade batch"),
        (["canvas", "nowhere", "--to", "f.csv"], "--gradebook"),
        (["nothing", "out"], "There is no export"),
    ],
)
def test_misuse_ends_in_one_line_and_code_2(words: list[str], said: str):
    done = grade(*words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path):
    (tmp_path / "file").touch()
    done = grade("junit", out(tmp_path / "out", scored("1", 1)), "--to", tmp_path / "file" / "r.xml")
    assert done.returncode == 2
    assert "--to" in done.stderr


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (
            ["canvas", "--gradebook"],
            "Student,ID,SIS Login ID,Section,Week (7)\n    Points Possible,,,,10.00\nAda,1,a,A,\n",
        ),
        (["moodle", "--worksheet"], "Identifier,Full name,Grade,Maximum grade\nParticipant 1,Ada,,10.00\n"),
    ],
)
def test_an_export_in_which_nobody_is_ends_with_code_1_and_says_so(tmp_path: Path, words: list[str], text: str):
    (tmp_path / "theirs.csv").write_text(text, "utf-8")
    system, option = words
    for student, code in (("9", 1), ("1", 0)):
        batch = out(tmp_path / student, scored(student, 5))
        done = grade(system, batch, option, tmp_path / "theirs.csv", "--to", tmp_path / "filled.csv")
        assert done.returncode == code, done.stderr
        assert ("Nobody of the batch is in that file" in done.stderr) == bool(code)
