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


@pytest.mark.parametrize("name", ["class.html", "feedback/ada.html"])
def test_a_page_is_no_wider_than_a_telephone_and_its_links_can_be_met(name: str, pages: Path, tmp_path: Path):
    """Measured in a frame of 360 pixels; a link in a list is 24 pixels high, or has as much room around it."""
    frame = tmp_path / "frame.html"
    source = (pages / name).read_text("utf-8").replace("&", "&amp;").replace('"', "&quot;")
    measure = (
        "const d=f.contentDocument,low=[...d.querySelectorAll('li a, th a')]"
        ".filter(a=>a.getBoundingClientRect().height<24).length;"
        "document.title=`wide ${d.documentElement.scrollWidth} low ${low}`"
    )
    shape = 'id="f" width="360" height="800" style="border:0"'
    frame.write_text(f'<iframe {shape} srcdoc="{source}" onload="{measure}"></iframe>', "utf-8")
    title = re.search(r"<title>wide (\d+) low (\d+)", browse(frame, tmp_path / "profile", "--dump-dom").stdout)
    assert title is not None
    assert int(title[1]) <= 360
    assert int(title[2]) == 0


def test_every_landmark_of_a_page_has_a_name_of_its_own(pages: Path):
    for page in (pages / "class.html", *(pages / "feedback").glob("*.html")):
        text = page.read_text("utf-8")
        named = re.findall(r'<(?:section|nav|div role="region")[^>]*aria-labelledby="([^"]+)"', text)
        regions = re.findall(r'role="region" aria-label="([^"]+)"', text)
        assert len(set(named)) == len(named)
        assert len(set(regions)) == len(regions)
        assert not re.search(r'role="region" aria-labelledby', text)
