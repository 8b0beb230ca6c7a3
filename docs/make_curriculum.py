"""Writes docs/curriculum.md: the exercises in their order, and what of the course's subject each of them holds.

python docs/make_curriculum.py            write it
python docs/make_curriculum.py --check    exit code 1 where it is not up to date
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
PAGE = ROOT / "docs" / "curriculum.md"
HEAD = """\
# The curriculum

What the shelves hold (written by `python docs/make_curriculum.py`). Exercises stand in the order in which one meets
them; a number is a name.
"""
ABOUT_SECTIONS = """
## Subject by subject

The course grew out of two documents on the intuition behind optimization. Each of their sections has questions, and
each that can be written as code has an exercise. Questions of other exercises and topics may speak of a section too.
"""
SUBJECTS = {
    "S1.1": "what optimization is",
    "S1.2": "loss surfaces",
    "S1.3": "why derivatives drive it",
    "S1.4": "gradient descent",
    "S1.5": "one dimension by hand",
    "S1.6": "why it is hard",
    "S1.7": "convex and not convex",
    "S1.8": "saddle points",
    "S1.9": "why noise helps",
    "S1.10": "the learning rate",
    "S1.11": "momentum",
    "S1.12": "ill-conditioning",
    "S1.13": "Adam and adaptive steps",
    "S1.14": "second order, Newton",
    "S1.15": "flat minima",
    "S1.16": "optimizing and generalizing",
    "S1.17": "initialization",
    "S1.18": "constraints and regularization",
    "S1.19": "plateaus",
    "S1.20": "failures to recognize",
    "S1.21": "linear regression beside a deep net",
    "S1.22": "why a better optimizer is not always better",
    "S1.23": "backpropagation's flow",
    "S1.24": "optimizing is not intelligence",
    "S1.25": "the mental model",
    "S1.TLDR": "in one breath",
}
"""Sections of the first document; those of the second are named by what they are about."""
BY_QUESTIONS = ("S1.1", "S1.6", "S1.22", "S1.24", "S1.25", "S1.TLDR")
"""Sections with nothing to write in code."""


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([HEAD, *_exercises(), ABOUT_SECTIONS, *_sections()]) + "\n"


def sections() -> dict[str, tuple[list[int], int]]:
    """Section → numbers of the exercises that hold it, and how many questions there are on it."""
    from grader import course
    from grader.quiz.loading import load_bank

    numbers = {exercise.stem: exercise.number for exercise in course.list_exercises()}
    held: dict[str, dict[int, None]] = defaultdict(dict)
    asked: dict[str, int] = defaultdict(int)
    for topic in load_bank().topics:
        for question in topic.questions:
            asked[question.section] += 1
            if topic.stem in numbers:
                held[question.section][numbers[topic.stem]] = None
    return {section: (sorted(held[section]), asked[section]) for section in sorted(asked, key=_order)}


def _order(section: str) -> tuple[int, int, str]:
    head, _, tail = section.partition(".")
    return (head != "S1") + (head[:2] == "CP"), int(tail) if tail.isdigit() else 99, section


def _exercises() -> Iterator[str]:
    from grader import course

    yield "| exercise | functions | needs | leads to |"
    yield "| --- | --- | --- | --- |"
    for exercise in course.list_exercises():
        about = course.load_front_matter(exercise)
        functions = ", ".join(f"`{name}`" for name in exercise.functions)
        yield f"| **{exercise.number}** {exercise.title} | {functions} | {about.needs} | {about.leads_to} |"


def _sections() -> Iterator[str]:
    yield "| section | about | exercises | questions |"
    yield "| --- | --- | --- | --- |"
    for section, (exercises, count) in sections().items():
        about = SUBJECTS.get(section) or section.partition(".")[2].replace("-", " ") or "an intuition checkpoint"
        yield f"| {section} | {about} | {', '.join(map(str, exercises)) or 'by questions alone'} | {count} |"


def main() -> int:
    """Write the page, or compare."""
    told = page()
    if "--check" in sys.argv[1:]:
        return int(not PAGE.is_file() or PAGE.read_text("utf-8") != told)
    PAGE.write_text(told, "utf-8", newline="\n")
    print("wrote docs/curriculum.md")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
