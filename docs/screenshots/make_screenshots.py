"""Draws the picture of the README: what `grade` prints for the example that `make try` grades.

python docs/screenshots/make_screenshots.py
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

ROOT = Path(__file__).parents[2]
COMMAND = ("exercise03", "docs/examples/exercise03_almost.py")
COLUMNS = 164
"""Wide enough for the report to stand in two columns."""


def screen() -> str:
    """The command's own output, colours and all."""
    wide = {"COLUMNS": str(COLUMNS), "FORCE_COLOR": "1", "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8"}
    told = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | wide
    graded = subprocess.run((sys.executable, "-m", "grader", *COMMAND), cwd=ROOT, env=told, capture_output=True)
    if graded.returncode != 1:
        sys.exit(f"The example should be graded and found wanting.\n{graded.stderr.decode()}")
    return graded.stdout.decode()


def picture(printed: str) -> str:
    """The output as SVG that fetches nothing: the reader's own monospaced font draws it."""
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(printed))
    title = f"grade {' '.join(COMMAND)}"
    drawn = console.export_svg(title=title, theme=SVG_EXPORT_THEME, unique_id=COMMAND[0])
    drawn = re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL).replace("Fira Code, monospace", "monospace")
    return "\n".join(line.rstrip() for line in drawn.splitlines() if line.strip()) + "\n"


if __name__ == "__main__":
    target = Path(__file__).with_name(f"{COMMAND[0]}.svg")
    target.write_text(picture(screen()), encoding="utf-8")
    print(f"wrote {target.relative_to(ROOT)}")
