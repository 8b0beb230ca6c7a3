"""The bank as a QTI 1.2 package for Canvas (New and Classic Quizzes), written by the package `text2qti`.

Canvas keeps four decimals of a number, so a tiny number cannot be a key there; it has no ordering in QTI 1.2
either. Both are reported, never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase

from grader.errors import KitError
from grader.export.questions import LeftOut, OneNumber, asked_of, because_of, one_by_one, one_line
from grader.quiz.asking import Asked
from grader.quiz.bank import Bank
from grader.storage.files import save

_DECIMALS = 4
_LEAST = 1e-4


def write(bank: Bank, target: Path) -> list[LeftOut]:
    """Write the package; returns what Canvas cannot hold.

    Raises:
        KitError: `text2qti` is not installed, or the file cannot be written.

    """
    try:
        from text2qti.config import Config  # type: ignore[import-untyped]
        from text2qti.qti import QTI  # type: ignore[import-untyped]
        from text2qti.quiz import Quiz  # type: ignore[import-untyped]
    except ImportError as error:
        raise KitError("The QTI export needs the package text2qti.", "pip install 'fallline[qti]'") from error
    source, left_out = text(bank)
    save(target, QTI(Quiz(source, config=Config(), source_name=target.stem)).zip_bytes())
    return left_out


def text(bank: Bank) -> tuple[str, list[LeftOut]]:
    """The bank in text2qti's own Markdown, and what it cannot hold."""
    left_out: list[LeftOut] = []
    blocks = ["Quiz title: Fallline\nshuffle answers: true"]
    for asked in asked_of(bank):
        if asked.question.kind == "order":
            left_out.append((asked.question.id, "QTI 1.2 has no ordering that Canvas imports"))
        elif asked.question.by_number:
            blocks += _numbers(asked, left_out)
        else:
            blocks.append(_choices_or_essay(asked))
    return "\n\n".join(blocks) + "\n", left_out


def _choices_or_essay(asked: Asked) -> str:
    question = asked.question
    if question.kind == "free":
        model = f"{question.model}\n\n{because_of(asked)}"
        return "\n".join([*_head(question.id, asked.prompt, model), "____"])
    lines = _head(question.id, asked.prompt, because_of(asked))
    for letter, choice in zip(ascii_lowercase, asked.choices, strict=False):
        if question.kind == "many":
            mark = "[*]" if choice.right else "[ ]"
        else:
            mark = f"{'*' if choice.right else ''}{letter})"
        lines += [_marked(mark, choice.text), _marked("...", choice.because)]
    return "\n".join(lines)


def _numbers(asked: Asked, left_out: list[LeftOut]) -> Iterator[str]:
    for one in one_by_one(asked):
        if not _survives(one):
            left_out.append((one.id, f"Canvas keeps {_DECIMALS} decimals, too few for {one.number:.4g}"))
            continue
        lines = _head(one.id, one.prompt, because_of(asked))
        if one.wrong:
            hints = "\n\n".join(f"{number:.6g}? {words}" for number, words in one.wrong)
            lines.append(_marked("-", hints))
        yield "\n".join([*lines, f"=   {one.number:.10g} +- {max(one.tolerance, 1e-6):.10g}"])


def _survives(one: OneNumber) -> bool:
    """Whether the key is still right after Canvas's rounding."""
    low, high = one.number - one.tolerance, one.number + one.tolerance
    if min(abs(low), abs(high)) < _LEAST or low < 0 < high:
        return False
    return round(low, _DECIMALS) - 1e-9 <= one.number <= round(high, _DECIMALS) + 1e-9


def _head(name: str, prompt: str, feedback: str) -> list[str]:
    return [f"Title: {name}", _marked("1.", prompt), _marked("...", feedback)]


def _marked(mark: str, words: str) -> str:
    """A mark and its text; later paragraphs are indented under it, as text2qti wants them."""
    first, *others = _safe(words).split("\n\n")
    return "\n\n".join([f"{mark} {first}", *(f"{' ' * (len(mark) + 1)}{part}" for part in others)])


def _safe(words: str) -> str:
    """Markdown whose only marks are the bank's own: code in backticks, and emphasis."""
    pieces = one_line(words).split("`")
    plain = [p.replace("&", "&amp;").replace("<", "&lt;").replace("_", "\\_").replace("$", "\\$") for p in pieces]
    return "`".join(piece if place % 2 else plain[place] for place, piece in enumerate(pieces))
