"""Draws the pictures of the documentation: real commands on real files, as SVG.

python docs/make_screenshots.py [FOLDER]    into docs/screenshots where no folder is named

A second run changes nothing: widths and seeds are fixed, days are counted from today, and times and the folder of
the moment are left out. It wants walls at the level strict and the packages of `.[test]`.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pexpect
from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = ROOT / "docs" / "screenshots"
ALMOST = ROOT / "docs" / "examples" / "exercise03_almost.py"
GRADE = [sys.executable, "-m", "grader"]
MOMENT = (
    (re.compile(r"(Graded in|\d in) \d[\d.]* s"), r"\1 … s"),
    (re.compile(r"\S*/place\b"), "/home/you/fallline"),
)
"""What differs from run to run."""


def exercise03(_place: Path) -> tuple[str, int, str]:
    """A graded exercise with a diagnosis, on the smallest terminal."""
    return "grade exercise03 docs/examples/exercise03_almost.py", 80, run(80, "exercise03", ALMOST, cwd=ROOT)


def home(place: Path) -> tuple[str, int, str]:
    """Home, some days in."""
    run(80, "start", place, cwd=place.parent)
    shutil.copy(ROOT / "solutions" / "exercise01_gradient_step.py", place / "exercises")
    run(80, "1", cwd=place)
    shutil.copy(ALMOST, place / "exercises" / "exercise03_bias_correction.py")
    run(80, "3", cwd=place)
    _some_days_of_the_quiz()
    return "grade", 100, run(100, cwd=place)


def quiz(place: Path) -> tuple[str, int, str]:
    """A prediction that met its run: the explanation, with the picture."""
    words = ["quiz", "gradient_step", "--seed", "7", "--count", "1"]
    place.mkdir()
    child = pexpect.spawn(GRADE[0], GRADE[1:] + words, env=environment(84), cwd=str(place), dimensions=(70, 84))
    child.expect_exact(": answer", timeout=30)
    child.send("b")
    child.expect_exact("How sure are you?", timeout=30)
    child.send("3")
    child.expect_exact("any key: go on", timeout=30)
    frame = child.before.rpartition(b"\x1b[H")[2].decode().replace("\r", "")
    child.close(force=True)
    return "grade quiz gradient_step", 84, re.sub(r"\x1b\[\?\d+[hl]", "", frame)


def batch(place: Path) -> tuple[str, int, str]:
    """A class: every right and wrong program of the tests' shelf, as if somebody had handed it in."""
    handed = place / "week3"
    handed.mkdir(parents=True)
    programs = sorted((ROOT / "tests" / "submissions").glob("*/exercise03_bias_correction/*.py"))
    for number, program in enumerate(programs[::4], 1):
        shutil.copy(program, handed / f"student{number:02}_exercise03.py")
    told = run(100, "batch", "week3", "--exercise", "3", "--out", "graded", "--jobs", "1", cwd=place)
    # Where progress is drawn, its line is gone in the end.
    told = re.sub(r".*Grading .*\n", "", told)
    return "grade batch week3 --exercise 3 --out graded", 100, told


PICTURES: Mapping[str, Callable[[Path], tuple[str, int, str]]] = {
    one.__name__: one for one in (exercise03, home, quiz, batch)
}


def environment(columns: int) -> dict[str, str]:
    """A terminal of that many columns with colours."""
    wide = {"COLUMNS": str(columns), "FORCE_COLOR": "1", "TERM": "xterm-256color", "PYTHONUTF8": "1"}
    kept = {name: held for name, held in os.environ.items() if name not in ("NO_COLOR", "FALLLINE_PLAIN", "LINES")}
    return {**kept, "PYTHONPATH": str(ROOT), **wide}


def run(columns: int, *words: str | Path, cwd: Path) -> str:
    """The command's own output, colours and all."""
    shown = [str(word.relative_to(cwd) if isinstance(word, Path) else word) for word in words]
    done = subprocess.run([*GRADE, *shown], cwd=cwd, env=environment(columns), capture_output=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{shown} went wrong.\n{done.stderr.decode()}")
    return done.stdout.decode()


def _some_days_of_the_quiz() -> None:
    """Answers of earlier days, through the learner's own store."""
    from grader.quiz.loading import load_bank
    from grader.quiz.store import open_store
    from grader.quiz.tables import LoggedAnswer

    now = datetime.now().astimezone().replace(hour=12, minute=0)
    with open_store() as store:
        for topic in load_bank().topics[:3]:
            for place, concept in enumerate(topic.concepts):
                question = next(one for one in topic.questions if one.concept == concept.id)
                for ago in range(12, place * 4, -4):
                    at = now - timedelta(days=ago)
                    store.record(LoggedAnswer(question.id, concept.id, "number", "", 1.0, 2 + ago % 3, at))


def picture(name: str, title: str, columns: int, printed: str) -> str:
    """The output as SVG that fetches nothing: the reader's own monospaced font draws it."""
    for moment, fixed in MOMENT:
        printed = moment.sub(fixed, printed)
    console = Console(record=True, width=columns, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi(printed))
    drawn = console.export_svg(title=title, theme=SVG_EXPORT_THEME, unique_id=name)
    drawn = re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL).replace("Fira Code, monospace", "monospace")
    return "\n".join(line.rstrip() for line in drawn.splitlines() if line.strip()) + "\n"


@contextmanager
def memory() -> Iterator[Path]:
    """A folder for one picture, with a learner's memory of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FALLLINE_HOME"] = str(Path(folder) / "home")
        yield Path(folder) / "place"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for called, shown in PICTURES.items():
        with memory() as place:
            drawn = picture(called, *shown(place))
        (target / f"{called}.svg").write_text(drawn, encoding="utf-8")
        print(f"wrote {target / f'{called}.svg'}")
