"""Draws the pictures of the README through the kit itself, from the example that `make try` grades.

python docs/screenshots/make_screenshots.py
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

from rich.console import Console

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # as a script this file finds the checkout it stands in

from grader import course, grading  # noqa: E402
from grader.screen.report import report  # noqa: E402
from grader.submission import read  # noqa: E402

WIDTH = 160
EXAMPLE = Path("docs/examples/exercise03_almost.py")


def main() -> None:
    """Grade the example and write the screen as SVG, a fixed id so that the same screen is the same file."""
    os.chdir(ROOT)
    graded = grading.grade(read(course.find("exercise03"), EXAMPLE))
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, markup=False, highlight=False)
    console.print(report(graded))
    picture = console.export_svg(title=f"grade exercise03 {EXAMPLE}", unique_id="exercise03")
    target = ROOT / "docs" / "screenshots" / "exercise03.svg"
    lines = [line.rstrip() for line in picture.splitlines()]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{target.relative_to(ROOT)}: {graded.score:g} of {graded.max_score:g} points")


if __name__ == "__main__":
    main()
