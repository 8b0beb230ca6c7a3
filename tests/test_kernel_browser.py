"""An answer below a cell, in a browser: on the ground of its notebook's theme, and nothing beside it changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_export_pages_browser import CHROMIUM, DARK, browse, corner

from grader.export.pages.cell import render_thought_cell

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here to draw the pages in")
LIGHT_GROUND, DARK_GROUND = (0xFB, 0xFA, 0xF6), (0x14, 0x17, 0x1C)
THEMES = {
    "nothing said": ("", "", LIGHT_GROUND),
    "dark Jupyter": ("", 'data-jp-theme-light="false"', DARK_GROUND),
    "light Jupyter": ("", 'data-jp-theme-light="true"', LIGHT_GROUND),
    "dark VS Code": ("", 'class="vscode-dark"', DARK_GROUND),
    "light VS Code": ("", 'class="vscode-light"', LIGHT_GROUND),
    "dark Colab": ('theme="dark"', "", DARK_GROUND),
    "light Colab": ('theme="light"', "", LIGHT_GROUND),
    "dark marimo": ("", 'class="dark"', DARK_GROUND),
}


def notebook(tmp_path: Path, html: str, body: str, inside: str) -> Path:
    place = tmp_path / "notebook.html"
    place.write_text(
        f'<!doctype html><html lang="en" {html}><head><title>x</title></head><body {body}>{inside}</body></html>',
        "utf-8",
    )
    return place


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("system", ["light", "dark"])
def test_an_answer_follows_the_theme_of_the_notebook_and_else_the_system(name, system, tmp_path):
    html, body, ground = THEMES[name]
    ground = DARK_GROUND if (name, system) == ("nothing said", "dark") else ground
    # The corner itself is round.
    inside = f'<div style="margin: -2rem">{render_thought_cell("Title", "Words. " * 400)}</div>'
    picture = tmp_path / "drawn.png"
    options = [DARK] if system == "dark" else []
    done = browse(
        notebook(tmp_path, html, body, inside), tmp_path / "profile", f"--screenshot={picture}", *options,
    )  # fmt: skip
    assert corner(picture.read_bytes()) == ground
    assert "CONSOLE" not in done.stderr


def test_what_stands_beside_an_answer_looks_as_before(tmp_path):
    measure = (
        "<p id='own'>own <code>words</code></p><table id='table'><tr><th>a</th><td>b</td></tr></table>{}<script>"
        "const look = one => ['color', 'backgroundColor', 'font', 'margin', 'padding', 'textAlign', 'display']"
        ".map(name => getComputedStyle(one)[name]).join('|');"
        "document.title = [...document.querySelectorAll('html, body, #own, #own *, #table *')].map(look).join('; ')"
        "</script>"
    )
    told = []
    for answer in ("", render_thought_cell("Title", "Words.")):
        place = notebook(tmp_path, "", "", measure.format(answer))
        done = browse(place, tmp_path / "profile", "--dump-dom")
        told.append(done.stdout.partition("<title>")[2].partition("</title>")[0])
    assert told[0].count(";") > 6
    assert told[0] == told[1]
