"""Writes docs/quiz-bank.md: what the bank of questions holds, concept by concept, counted anew.

python docs/make_quiz_bank.py            write it
python docs/make_quiz_bank.py --check    exit code 1 where it is not up to date
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from grader.quiz.bank import Bank, Question, Topic

PAGE = ROOT / "docs" / "quiz-bank.md"
HEAD = """\
# The bank of questions, counted

What `quizzes/` holds (written by `python docs/make_quiz_bank.py`; `grade check` holds the bank to the rules below).
How a question is written: [Writing questions](quizzes.md).
"""
LEGEND = """\
- **kinds**: how one answers. Questions of a concept take turns, so several kinds are worth more than one.
- **longest**: of the questions with one right choice, those whose right choice is the longest. By chance it is about
  one in the number of choices.
- **grade**: the Flesch–Kincaid reading grade of the concept's texts, the middle one and the highest. Texts under eight
  words are left out.
"""


def page() -> str:
    """The whole page as Markdown."""
    from grader.quiz.loading import load_bank

    bank = load_bank()
    return "\n".join([HEAD, *_whole(bank), "\n## Concept by concept\n", LEGEND, *_topics(bank)]) + "\n"


def _whole(bank: Bank) -> Iterator[str]:
    from grader.authoring.bankrules import check_bank_rules

    questions = list(bank)
    kinds = Counter(question.kind for question in questions)
    drawn = sum(bool(question.draw) for question in questions)
    held = f"{len(questions)} questions on {len(bank.concepts)} concepts in {len(bank.topics)} topics"
    yield f"{held}: {_counted(kinds)}."
    yield f"{drawn} draw other numbers each time. {sum(bool(q.picture) for q in questions)} draw a picture."
    yield "\n## The rules\n"
    rows = [
        (rule.says, "holds" if rule.holds else f"not yet ({len(rule.cases)})", rule.told)
        for rule in check_bank_rules(bank)
    ]
    yield _table(("rule", "", "measured"), rows)


def _topics(bank: Bank) -> Iterator[str]:
    for topic in bank.topics:
        yield f"### {topic.title}\n"
        yield f"`{topic.path.name}`\n"
        yield _table(
            ("concept", "questions", "kinds", "sections", "longest", "grade"), [_row(bank, c) for c in _concepts(topic)]
        )
        yield ""


def _concepts(topic: Topic) -> list[tuple[str, str]]:
    return [(concept.id, concept.title) for concept in topic.concepts]


def _row(bank: Bank, concept: tuple[str, str]) -> Sequence[object]:
    identifier, title = concept
    own = bank.list_siblings(identifier)
    sections = ", ".join(sorted({question.section for question in own}))
    kinds = _counted(Counter(question.kind for question in own))
    return title, len(own), kinds, sections, _longest(own), _grade(own)


def _longest(questions: Iterable[Question]) -> str:
    from grader.authoring.chance import compute_chances

    found = next(chance for chance in compute_chances(questions) if chance.cue == "the longest choice")
    return f"{found.hits} of {found.questions}" if found.questions else "–"


def _grade(questions: Iterable[Question]) -> str:
    from grader.authoring import texts

    read = texts.filter_long_enough([one for question in questions for one in texts.iterate_texts(question)])
    return f"{texts.compute_median(read):.1f}, {max(one.grade for one in read):.1f}" if read else "–"


def _counted(kinds: Counter[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0])))


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(str(cell).replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(PAGE.read_text("utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
