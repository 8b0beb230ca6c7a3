"""TOML files → the bank, and every fault in them with its file and line.

A session uses `load_bank`, which raises at the first fault. `grade check` and `--preview` use `check_files`, which
goes on after a fault and returns them all.
"""

from __future__ import annotations

import io
import tomllib
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from grader.course import front_matter, locate_shelf
from grader.errors import BrokenShelf
from grader.quiz.bank import Bank, Concept, Question, Topic
from grader.quiz.linefinder import find_key_lines
from grader.quiz.shape import build_question

MIN_PLAN_STEPS, MAX_PLAN_STEPS = 3, 6
"""The number of steps of a plan in words."""


class Fault(Struct, frozen=True, order=True):
    """Something wrong in a question file."""

    path: Path
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.says}"


def load_bank(folder: Path | None = None) -> Bank:
    """Load the bank without recomputing its numbers, which `check_files` does.

    Raises:
        BrokenShelf: a file cannot be read as questions; `grade check` says what and where.

    """
    bank, faults = read_bank(sorted((folder or locate_shelf("quizzes")).glob("*.toml")))
    if faults:
        raise BrokenShelf(f"The quiz bank does not hold together: {faults[0]}.", "`grade check` lists every fault.")
    return bank


def check_files(
    paths: Collection[Path], known_misconceptions: Collection[str] = (), only: str = ""
) -> tuple[Bank, list[Fault]]:
    """Read the bank of these files and find all its faults, with its numbers recomputed.

    With `known_misconceptions` (ids of the exercises' families), an id that is not among them is a fault too,
    if its family is known. With `only`, the faults of that one file.
    """
    from grader.quiz.checking import check_bank

    bank, faults = read_bank(paths)
    where = {topic.stem: topic.path for topic in bank.topics}
    for about, key, says in check_bank(bank, known_misconceptions, only):
        if isinstance(about, Question):
            faults.append(Fault(where[about.topic], find_line(about.lines, key), f"{about.id}: {says}"))
        else:
            faults.append(Fault(about.path, find_line(about.lines, key), says))
    return bank, sorted(fault for fault in faults if only in ("", fault.path.stem))


def find_line(lines: Mapping[str, int], key: str) -> int:
    """Find the line of a key, else of the table around it, else of the whole."""
    while key:
        for path in (key, f"{key}.0"):
            if path in lines:
                return lines[path]
        key = key.rpartition(".")[0]
    return lines.get("", 1)


def read_bank(paths: Collection[Path]) -> tuple[Bank, list[Fault]]:
    """Read what can be read of these files; return it with the faults of form."""
    topics: list[Topic] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            topic, topic_faults = _read_topic(path, path.read_bytes())
        except OSError as error:
            topic, topic_faults = None, (Fault(path, 1, f"it cannot be read: {error.strerror}"),)
        topics += [topic] if topic is not None else []
        faults += topic_faults
    return Bank(tuple(sorted(topics, key=lambda topic: (topic.order, topic.stem)))), faults


@lru_cache(maxsize=256)
def _read_topic(path: Path, source: bytes) -> tuple[Topic | None, tuple[Fault, ...]]:
    """Read one file; the result is kept while its bytes stay the same, as a sitting loads the bank again and again."""
    faults: list[Fault] = []
    try:
        # As a file that is opened as text has it.
        text = io.TextIOWrapper(io.BytesIO(source), encoding="utf-8-sig").read()
        return _build_topic(path, tomllib.loads(text), find_key_lines(text), faults), tuple(faults)
    except UnicodeDecodeError as error:
        return None, (Fault(path, 1, f"this is not UTF-8 text: {error}"),)
    except tomllib.TOMLDecodeError as error:
        return None, (Fault(path, _parse_line(error), f"this is not TOML: {error}"),)


def _parse_line(error: tomllib.TOMLDecodeError) -> int:
    _head, separator, tail = str(error).partition("at line ")
    digits = tail.partition(",")[0]
    return int(digits) if separator and digits.isdigit() else 1


def _build_topic(path: Path, raw: Mapping[str, Any], lines: Mapping[str, int], faults: list[Fault]) -> Topic:
    def complain(key: str, says: str) -> None:
        faults.append(Fault(path, find_line(lines, key), says))

    for key in sorted(
        set(raw) - {"title", "order", "elsewhere", *front_matter.SENTENCE_KEYS, "functions", "concepts", "question"}
    ):
        known = ", ".join(f"`{name}`" for name in (*front_matter.SENTENCE_KEYS, "elsewhere"))
        says = f"a file holds `title`, `order`, {known}, `[functions.…]`, `[concepts.…]` and `[[question]]`"
        complain(key, f"`{key}` is not known here; {says}")
    _check_plans(raw.get("functions", {}), complain)
    title = raw.get("title")
    if not isinstance(title, str) or not title.strip():
        complain("title", "the file needs a `title`")
        title = path.stem
    order = raw.get("order", front_matter.compute_usual_order(path.stem))
    if isinstance(order, bool) or not isinstance(order, (int, float)):
        complain("order", "`order` must be a number")
        order = 1000
    for key in front_matter.SENTENCE_KEYS:
        if not isinstance(raw.get(key, ""), str):
            complain(key, f"`{key}` is one sentence")
    if front_matter.parse_elsewhere(raw.get("elsewhere", ())) is None:
        complain("elsewhere", "`elsewhere` is a list of tables with `by`, `writes` and `link`")
    concepts = _build_concepts(raw.get("concepts", {}), path.stem, complain)
    questions = _build_questions(raw.get("question", []), path.stem, lines, complain)
    return Topic(path.stem, title, path, concepts, questions, order, lines)


def _check_plans(raw: Any, complain: Callable[[str, str], None]) -> None:
    """Complain of plans that hints cannot show."""
    for name, table in (raw if isinstance(raw, dict) else {"": raw}).items():
        key = f"functions.{name}".rstrip(".")
        steps = table.get("plan") if isinstance(table, dict) and set(table) == {"plan"} else None
        if not isinstance(steps, list) or not all(isinstance(step, str) and step.strip() for step in steps):
            complain(key, "write `[functions.name]` with `plan`, a list of texts, and nothing else")
        elif not MIN_PLAN_STEPS <= len(steps) <= MAX_PLAN_STEPS:
            complain(f"{key}.plan", f"a plan has {MIN_PLAN_STEPS} to {MAX_PLAN_STEPS} steps, not {len(steps)}")


def _build_concepts(raw: Any, stem: str, complain: Callable[[str, str], None]) -> tuple[Concept, ...]:
    concepts = []
    for identifier, table in (raw if isinstance(raw, dict) else {}).items():
        key = f"concepts.{identifier}"
        if not isinstance(table, dict) or not isinstance(table.get("title"), str):
            complain(key, f"concept `{identifier}` needs a `title`")
            continue
        ids = table.get("misconceptions", [])
        if not isinstance(ids, list) or not all(isinstance(name, str) for name in ids):
            complain(f"{key}.misconceptions", "`misconceptions` must be a list of ids")
            ids = []
        concepts.append(Concept(identifier, table["title"], stem, tuple(ids)))
    if not concepts:
        complain("concepts", "the file needs at least one concept, [concepts.some-name] with a `title`")
    return tuple(concepts)


def _build_questions(
    raw: Any, stem: str, lines: Mapping[str, int], complain: Callable[[str, str], None]
) -> tuple[Question, ...]:
    if not isinstance(raw, list) or not all(isinstance(table, dict) for table in raw):
        complain("question", "questions are written [[question]]")
        return ()
    questions = []
    lines_of: dict[str, dict[str, int]] = defaultdict(dict)
    for key, line in lines.items():
        table_name, _, rest = key.partition(".")
        index, _, inner_key = rest.partition(".")
        lines_of[f"{table_name}.{index}"][inner_key] = line
    for number, table in enumerate(raw):
        start = f"question.{number}"
        own = lines_of[start]
        name = table.get("id", f"question {number + 1}")

        def complain_here(key: str, says: str, start: str = start, name: object = name) -> None:
            complain(f"{start}.{key}".rstrip("."), f"{name}: {says}")

        question = build_question(table, stem, own, complain_here)
        if question is not None:
            questions.append(question)
    return tuple(questions)
