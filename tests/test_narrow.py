"""Streams that cannot write every sign: texts are spelled before they are laid out."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Group
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from grader.screen import console
from grader.screen.components import ReadableWidth, frame_parts, make_grid

SIGNS = "θ′ = θ − η·∇L … ≥ √v̂"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "cp437"])
def test_frames_hold_whatever_has_to_be_spelled(encoding):
    table = make_grid({}, dict(ratio=1))
    table.add_row(SIGNS, Text(SIGNS * 6))
    inside = Group(Text(SIGNS * 5), Padding(Text(SIGNS), (0, 2)), table, Panel(SIGNS, title="◆ θ"))
    lines = drawn(ReadableWidth(frame_parts(Text("✗ θ′"), "red", inside)), encoding).splitlines()
    assert len({cell_len(line.rstrip()) for line in lines}) == 1
    assert len(lines) > 8


def test_columns_are_as_wide_as_what_is_written_in_them():
    table = make_grid(dict(no_wrap=True), dict(no_wrap=True))
    table.add_row("θ′", "yours")
    table.add_row("m", "right")
    first, second = drawn(table, "ascii").splitlines()
    assert first.index("yours") == second.index("right")


def test_a_style_stays_on_its_words():
    stream = io.TextIOWrapper(io.BytesIO(), "ascii")
    made = console.make(stream)
    (line,) = made.render_lines(Text.assemble("θ ", ("bold", "bold"), " x"), pad=False)
    assert [part.text for part in line if part.style is not None and part.style.bold] == ["bold"]


def drawn(part, encoding: str) -> str:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding, write_through=True, newline="\n")
    console.make(stream).print(part)
    stream.flush()
    return raw.getvalue().decode(encoding)
