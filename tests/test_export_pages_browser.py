"""The pages in a browser: drawn light, dark, narrow and on paper, without a word of complaint on its console."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest
from test_export_pages import HOSTILE, NAMES, a_class, spoiled

from grader.export.pages import write_pages

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--enable-logging=stderr",
)
DARK = "--blink-settings=preferredColorScheme=0"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here to draw the pages in")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    write_pages([*a_class(), *spoiled("".join(HOSTILE[:4]))], folder, NAMES)
    return folder


def browse(page: Path, profile: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(CHROMIUM), *QUIET, f"--user-data-dir={profile}", *options, page.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=90)
    assert done.returncode == 0, done.stderr[-2000:]
    return done


def corner(png: bytes) -> tuple[int, ...]:
    """The colour of the first pixel: its row's filter adds nothing there."""
    data = b"".join(part[4:-4] for part in chunks(png) if part[:4] == b"IDAT")
    return tuple(zlib.decompress(data)[1:4])


def chunks(png: bytes):
    place = 8
    while place < len(png):
        length = int.from_bytes(png[place : place + 4], "big")
        yield png[place + 4 : place + 12 + length]
        place += 12 + length


@pytest.mark.parametrize(
    ("name", "ground", "options"),
    [
        ("class.html", (0xFB, 0xFA, 0xF6), ["--window-size=1100,900"]),
        ("class.html", (0x14, 0x17, 0x1C), ["--window-size=1100,900", DARK]),
        ("feedback/ada.html", (0x14, 0x17, 0x1C), ["--window-size=1100,900", DARK]),
        ("feedback/ada.html", (0xFB, 0xFA, 0xF6), ["--window-size=500,900"]),
    ],
    ids=["class light", "class dark", "student dark", "student narrow"],
)
def test_a_page_is_drawn_on_the_ground_of_its_scheme(name, ground, options, pages: Path, tmp_path: Path):
    picture = tmp_path / "page.png"
    browse(pages / name, tmp_path / "profile", f"--screenshot={picture}", *options)
    drawn = picture.read_bytes()
    assert corner(drawn) == ground
    assert len(drawn) > 10_000  # an empty page is a few hundred bytes


def test_the_console_stays_silent_and_nothing_of_a_strangers_becomes_part_of_the_page(pages: Path, tmp_path: Path):
    (hostile,) = (pages / "feedback").glob("*~*.html")
    for page in (pages / "class.html", hostile):
        done = browse(page, tmp_path / "profile", "--dump-dom")
        assert "CONSOLE" not in done.stderr
        assert not re.search(r"<(script|img|iframe)\b", done.stdout)
        assert done.stdout.count("<main") == 1


def test_on_paper_what_is_folded_lies_open(pages: Path, tmp_path: Path):
    """Printed with every law folded, a page is as long as with every law open."""
    source = (pages / "feedback" / "ada.html").read_text("utf-8")
    sizes = []
    for name, words in (("folded", "<details>"), ("open", "<details open>"), ("without", None)):
        page, paper = tmp_path / f"{name}.html", tmp_path / f"{name}.pdf"
        plain = source.replace("<details open>", "<details>")
        text = (
            re.sub("<details>.*?</details>", "", plain, flags=re.S)
            if words is None
            else plain.replace("<details>", words)
        )
        page.write_text(text, "utf-8")
        browse(page, tmp_path / "profile", "--no-pdf-header-footer", f"--print-to-pdf={paper}")
        sizes.append(len(re.findall(rb"/Type\s*/StructElem", paper.read_bytes())) or paper.stat().st_size)
    folded, unfolded, without = sizes
    assert without < 0.9 * unfolded
    assert folded > 0.9 * unfolded
