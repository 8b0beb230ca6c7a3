"""docs/commands.md is what the commands say of themselves."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import click
import pytest

from grader.cli import grade

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "docs" / "make_commands.py"
PAGE = (ROOT / "docs" / "commands.md").read_text("utf-8")


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location("make_commands", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_commands_say_now():
    checked = subprocess.run([sys.executable, str(SCRIPT), "--check"], cwd=ROOT, check=False)
    assert checked.returncode == 0, "python docs/make_commands.py writes it anew"


def test_every_command_and_every_option_is_on_it():
    for name in grade.list_commands(click.Context(grade)):
        command = grade.get_command(click.Context(grade), name)
        told = PAGE.partition(f"\n## grade {name}\n")[2].partition("\n## ")[0]
        assert told, name
        for param in command.params:
            if isinstance(param, click.Option) and not param.hidden and "--plain" not in param.opts:
                assert f"{param.opts[0]}" in told, (name, param.opts)


def test_the_systems_of_an_export_have_sections_of_their_own():
    assert "\n### grade export canvas\n" in PAGE
    assert "--gradebook" in PAGE


def test_a_command_nobody_told_it_of_finds_its_way_onto_the_page(maker):
    @click.command(epilog="\b\nExamples:\n  grade sing loudly   as one does\n\b\nExit code: 0 always.")
    @click.option("--key", type=click.Choice(["a", "b"]), help="Major | minor.")
    @click.option("--secret", hidden=True)
    def sing(key, secret):
        """Sing.

        So that others hear it.
        """

    told = "\n\n".join(maker.section(sing, click.Context(grade, info_name="grade"), "sing"))
    assert told.split("\n\n") == [
        "## grade sing",
        "    grade sing [OPTIONS]",
        "Sing.",
        "So that others hear it.",
        "| option | what it does |\n| --- | --- |\n| `--key [a\\|b]` | Major \\| minor. |",
        "Examples:",
        "    grade sing loudly   as one does",
        "Exit code: 0 always.",
    ]
