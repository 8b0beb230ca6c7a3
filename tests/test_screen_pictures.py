"""Pictures as text: what is drawn, at which widths, with which signs."""

import io
import math
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from grader.model import Curve, Picture
from grader.screen.pictures import MIN_COLUMNS, PLOT_LINES, SIGNS, render_pictures
from grader.screen.plots import Stroke, clip_segment, draw_plot

ROOT = Path(__file__).parent.parent
STEPS = tuple(float(t) for t in range(1, 11))
PICTURE = Picture(
    "adam_step",
    "step length under a slope that never changes",
    "The right steps are as long as lr; yours grow.",
    "step",
    "step / lr",
    (
        Curve("level lines", "ground", STEPS, (0.5,) * 10),
        Curve("without correction", "beside", STEPS, (8.0,) * 10),
        Curve("right", "right", STEPS, (1.0,) * 10),
        Curve("yours", "yours", STEPS, tuple(1.5 * t for t in STEPS)),
    ),
    True,
    (1.0, 10.0, 0.0, 10.0),
)
WINDOW = (-1.0, 1.0, -1.0, 1.0)


class Narrow(io.StringIO):
    """A stream of another encoding."""

    encoding = "ascii"


def screen(width: int, picture: Picture = PICTURE, file: io.StringIO | None = None, **console: object) -> str:
    stream = file or io.StringIO()
    Console(file=stream, width=width, **console).print(render_pictures([picture]))  # type: ignore[arg-type]
    return stream.getvalue()


@pytest.mark.parametrize("width", [MIN_COLUMNS, 60, 80, 200])
def test_a_picture_fits_and_holds_its_words_signs_and_axes(width):
    text = screen(width)
    lines = text.splitlines()
    assert max(map(len, lines)) <= width
    assert PLOT_LINES < len(lines) <= PLOT_LINES + 7
    told = " ".join(text.replace("│", " ").split())
    for words in (PICTURE.title, PICTURE.says, "adam_step", "across: step, up: step / lr"):
        assert words in told
    for curve in PICTURE.curves:
        assert f"{SIGNS[True][curve.role]} {curve.name}" in told


def test_on_a_narrow_terminal_there_is_no_picture():
    assert screen(MIN_COLUMNS - 1).strip() == ""


def test_without_pictures_there_is_nothing_to_show():
    assert render_pictures([]) is None


def test_no_meaning_is_in_colour_alone():
    """The plain text of a coloured screen is that of one without colour, and each role has a sign of its own."""
    coloured = screen(80, force_terminal=True, color_system="truecolor")
    assert "\x1b[" in coloured
    plain = screen(80, no_color=True)
    stream = io.StringIO()
    recorder = Console(file=stream, width=80, force_terminal=True, record=True)
    recorder.print(render_pictures([PICTURE]))
    assert recorder.export_text() == plain
    assert len(set(SIGNS[True].values())) == len(set(SIGNS[False].values())) == 4


def test_where_letters_are_ascii_the_picture_is():
    text = screen(80, file=Narrow())
    inside = [line[2:-2] for line in text.splitlines()[1:-1]]
    assert all(line.isascii() for line in inside)
    assert all(sign in text for sign in SIGNS[False].values())


def test_what_leaves_the_window_is_cut_at_its_edge():
    wild = Picture(
        "f", "t", "s.", "x", "y", (Curve("yours", "yours", (0.0, 1.0, 2.0), (0.0, 1e300, -1e300)),), True, WINDOW
    )
    text = screen(80, wild)
    assert "1e+300" not in text
    assert "⡇" in text or "⢸" in text, "the way to the edge is drawn"


def test_a_flat_row_and_a_single_point_have_room():
    for curve in (
        Curve("yours", "yours", (0.0, 1.0), (0.0, 0.0)),
        Curve("yours", "yours", (3.0,), (7.0,), joined=False),
    ):
        assert "yours" in screen(80, Picture("f", "t", "s.", "x", "y", (curve,), False))


def test_the_frame_has_no_sign_that_ascii_lacks():
    assert draw_plot([Stroke((0, 1), (0, 1), "*")], 40, 10, unicode=False).isascii()


NUMBERS = st.floats(-1e6, 1e6)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_what_is_kept_of_a_way_lies_inside_and_on_the_way(x0, y0, x1, y1):
    part = clip_segment((x0, y0), (x1, y1), WINDOW)
    if part is None:
        assert not (abs(x0) <= 1 and abs(y0) <= 1)
        assert not (abs(x1) <= 1 and abs(y1) <= 1)
        return
    far = max(1.0, math.hypot(x1 - x0, y1 - y0))
    for x, y in part:
        assert max(abs(x), abs(y)) <= 1 + 1e-9 * far
        assert abs((x - x0) * (y1 - y0) - (y - y0) * (x1 - x0)) <= 1e-6 * far * far


@given(NUMBERS, NUMBERS)
def test_of_a_way_from_inside_its_beginning_is_kept(x, y):
    part = clip_segment((0.25, -0.5), (x, y), WINDOW)
    assert part is not None
    assert part[0] == (0.25, -0.5)


# ---- the command -----------------------------------------------------------------------------------------------


def grade(*words: str) -> str:
    command = (sys.executable, "-m", "grader", "1", "solutions/exercise01_gradient_step.py", *words)
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8").stdout


def test_in_a_pipe_a_picture_is_drawn_where_it_is_asked_for():
    assert "level lines" not in grade()
    assert "level lines" in grade("--plot")


def test_json_has_pictures_where_they_are_asked_for():
    assert '"pictures"' not in grade("--json")
    assert '"pictures"' in grade("--json", "--plot")


def test_a_report_that_shows_no_picture_never_loads_the_plots():
    code = "import sys\nfrom grader.cli import grade\n"
    code += "try: grade.main(['1', 'solutions/exercise01_gradient_step.py'], standalone_mode=False)\n"
    code += "except SystemExit: pass\nsys.exit('plotext' in sys.modules or 'grader.pictures' in sys.modules)"
    assert subprocess.run((sys.executable, "-c", code), cwd=ROOT, capture_output=True).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such terminal")
@pytest.mark.parametrize(
    ("words", "wanted"),
    [(("--all",), True), (("--plot",), True), ((), False), (("--all", "--no-plot"), False), (("--json",), False)],
)
def test_on_a_terminal_the_whole_report_has_a_picture_unless_it_is_declined(words, wanted):
    import pexpect

    command = ["-m", "grader", "1", "solutions/exercise01_gradient_step.py", *words]
    child = pexpect.spawn(sys.executable, command, cwd=str(ROOT), dimensions=(50, 80), encoding="utf-8", timeout=60)
    child.expect(pexpect.EOF)
    child.close()
    assert ("level lines" in child.before) == wanted
