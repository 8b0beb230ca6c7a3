"""Writes docs/commands.md: what every command does, asked of the commands themselves.

python docs/make_commands.py            write it
python docs/make_commands.py --check    exit code 1 where it is not up to date

A command is a module of grader/cli; whoever adds one runs this, and nothing else has to know.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
PAGE = ROOT / "docs" / "commands.md"
HEAD = """\
# Commands

What `--help` says of each command, on one page (written by `python docs/make_commands.py`). Each of them also knows
`--help` and `--plain`.
"""
SHOWN = "3"
"""The exercise whose command stands for that of every exercise."""


def page() -> str:
    """The whole page as Markdown."""
    from grader.cli import grade

    root = click.Context(grade, info_name="grade")
    found = {name: grade.get_command(root, name) for name in grade.list_commands(root)}
    titles = ["grade", f"grade {SHOWN}", *(f"grade {name}" for name in found)]
    parts = [HEAD, "".join(f"- [`{title}`](#{anchor(title)})\n" for title in titles)]
    parts += section(grade, root, subcommands=False)
    parts += section(grade.get_command(root, SHOWN), click.Context(grade, info_name="grade"), SHOWN)
    for name, command in found.items():
        parts += section(command, root, name)
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def anchor(title: str) -> str:
    """What a heading is called in a link."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def section(
    command: click.Command, parent: click.Context, name: str = "", *, depth: int = 2, subcommands: bool = True
) -> Iterator[str]:
    """One command: usage, what it does, arguments and options, examples and exit codes; then its own commands."""
    context = click.Context(command, info_name=name, parent=parent) if name else parent
    yield f"{'#' * depth} {context.command_path}"
    yield f"    {' '.join([context.command_path, *command.collect_usage_pieces(context)])}"
    yield paragraphs(command.help or "")
    if options := list(explained(command, context)):
        yield table(options)
    if command.epilog:
        yield paragraphs(command.epilog)
    if subcommands and isinstance(command, click.Group):
        for below in command.list_commands(context):
            yield from section(command.get_command(context, below), context, below, depth=depth + 1)


def explained(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    """Options and what they do; what every command has stands with `grade` alone."""
    common = {"--plain", "--help"} if context.parent else set()
    for one in command.get_params(context):
        if isinstance(one, click.Option) and not common & set(one.opts) and (record := one.get_help_record(context)):
            yield record


def paragraphs(text: str) -> str:
    r"""Help as Markdown; what follows a `\b` keeps its lines."""
    told = []
    for part in re.split(r"\n\n|\n(?=\x08)", textwrap.dedent(text).strip("\n")):
        kept = part.startswith("\b")
        lines = part.removeprefix("\b").strip("\n").splitlines()
        told.append("\n".join(_kept(lines)) if kept else " ".join(line.strip() for line in lines))
    return "\n\n".join(one for one in told if one)


def _kept(lines: list[str]) -> Iterator[str]:
    """Indented lines as code under the line before them, the others as text."""
    for place, line in enumerate(lines):
        code = line.startswith("  ")
        if place and code != lines[place - 1].startswith("  "):
            yield ""
        yield f"    {line.strip()}" if code else line.strip()


def table(options: list[tuple[str, str]]) -> str:
    """Options and what they do."""
    rows = [f"| `{cell(name)}` | {cell(told)} |" for name, told in options]
    return "\n".join(["| option | what it does |", "| --- | --- |", *rows])


def cell(text: str) -> str:
    """A text within a table."""
    return " ".join(text.replace("|", "\\|").split())


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(PAGE.read_text("utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
