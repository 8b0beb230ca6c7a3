"""The notebook version of a stub: its story as text, a cell for each function, a cell to try things in.

Written with nbformat and always the same, byte for byte, so that a notebook can be held against its stub.
"""

from __future__ import annotations

import ast
import importlib.metadata
import json
import re
from collections.abc import Iterator
from typing import Any

import nbformat.v4

from grader.model import Exercise

v4: Any = nbformat.v4
"""Untyped; its current minor version is 4.5, the first whose cells have ids."""

SCRATCH = """\
## Try it

What stands below is yours: call your functions, print, plot. It costs no points, whatever it does.

The last cell grades what you have run so far, in the order in which you ran it. `%hint {number}` gives one thought for
the next step. In a terminal, in the folder that holds `exercises`, the saved notebook is graded by
`grade {number} exercises/{stem}.ipynb`.
"""
LOAD = "%load_ext grader"
INSTALL = "%pip install -q {package}\n"
TRY = "# The numbers worked by hand above: take the # away from one and run the cell."
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def make_notebook(exercise: Exercise, stub: bytes, package: str = "") -> bytes:
    """Return the notebook of a stub as a file of nbformat 4.5; with a `package`, its first cell installs that."""
    tree, text = ast.parse(stub), stub.decode("utf-8")
    first = (INSTALL.format(package=package) if package else "") + LOAD
    cells = [v4.new_markdown_cell(_format_story(tree), id="story"), v4.new_code_cell(first, id="load")]
    for name, code in _split_code(tree, text.splitlines()):
        if name in exercise.functions:
            cells.append(v4.new_markdown_cell(f"## `{name}`", id=f"about-{name}"))
        cells.append(v4.new_code_cell(code, id=name))
    cells.append(v4.new_markdown_cell(SCRATCH.format(number=exercise.number, stem=exercise.stem), id="try-it"))
    cells.append(v4.new_code_cell(_format_scratch(tree), id="scratch"))
    cells.append(v4.new_code_cell(f"%grade {exercise.number}", id="grade"))
    return _format_notebook(v4.new_notebook(cells=cells, metadata=METADATA))


def find_install_source() -> str:
    """Return what pip installs this kit from: the address that it came from, where that is not this machine's own."""
    name = importlib.metadata.packages_distributions().get("grader", ["fallline"])[0]
    try:
        origin = json.loads(importlib.metadata.distribution(name).read_text("direct_url.json") or "{}")
    except importlib.metadata.PackageNotFoundError:
        origin = {}
    address, version = str(origin.get("url", "")), origin.get("vcs_info", {})
    if not address.startswith("https://"):
        return name
    return f"{version['vcs']}+{address}@{version['commit_id']}" if version else address


def _format_notebook(notebook: Any) -> bytes:
    text: str = v4.writes(notebook, ensure_ascii=False)
    return (text.rstrip("\n") + "\n").encode()


def _format_story(tree: ast.Module) -> str:
    """Return the text that a stub begins with, its title as a heading."""
    title, _, story = (ast.get_docstring(tree) or "").partition("\n")
    return f"# {title}\n\n{story.strip()}\n"


def _format_scratch(tree: ast.Module) -> str:
    """Return the calls that the stub works out by hand, ready to be run."""
    calls = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            words = " ".join((ast.get_docstring(node) or "").split())
            calls += re.findall(rf"`({node.name}\([^`]*\))` is", words)
    return "\n".join([TRY, *(f"# {call}" for call in calls)])


def _split_code(tree: ast.Module, lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the stub's code part by part: a name and the text of each function, and of what is before and between them.

    A function's text begins with the comments above it.
    """
    start = tree.body[0].end_lineno or 0
    statements = tree.body[1:]
    for index, node in enumerate(statements):
        last = index + 1 == len(statements)
        alone = isinstance(node, ast.FunctionDef | ast.ClassDef)
        if not (alone or last or isinstance(statements[index + 1], ast.FunctionDef | ast.ClassDef)):
            continue
        end = node.end_lineno or 0
        name = getattr(node, "name", "") if alone else f"code-{index + 1}"
        yield name, "\n".join(lines[start:end]).strip("\n")
        start = end
