"""The pictures of the documentation show what the commands print now."""

import html
import importlib.util
import os
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader.sandbox.levels import try_levels

pytest.importorskip("pexpect")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX's")

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "screenshots"
NAMES = ("exercise03", "home", "quiz", "batch")


@pytest.fixture(scope="module")
def maker():
    spec = importlib.util.spec_from_file_location("make_screenshots", ROOT / "docs" / "make_screenshots.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def text(svg):
    """What one reads in a picture."""
    shown = re.sub(r"<style>.*?</style>", "", svg, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).replace("\xa0", " ").split())


def test_every_picture_has_its_maker(maker):
    assert set(maker.PICTURES) == set(NAMES) == {svg.stem for svg in FOLDER.glob("*.svg")}


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_sound_and_fetches_nothing(name):
    svg = (FOLDER / f"{name}.svg").read_text("utf-8")
    assert ElementTree.fromstring(svg).tag.endswith("svg")
    assert not re.search(r"url\((?!#)|href=|<script|@import", svg)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_shows_what_the_command_prints_now(maker, monkeypatch, name):
    if name == "exercise03" and next(found.level for found in try_levels() if found.stands) != "strict":
        pytest.skip("The picture names the level strict.")
    monkeypatch.setenv("FALLLINE_HOME", os.environ["FALLLINE_HOME"])
    with maker.memory() as place:
        drawn = maker.picture(name, *maker.PICTURES[name](place))
    assert text(drawn) == text((FOLDER / f"{name}.svg").read_text("utf-8")), "python docs/make_screenshots.py"
