"""The bank as a QTI 1.2 package for Canvas (New and Classic Quizzes), written by the package `text2qti`.

Canvas keeps four decimals of a number, so a tiny number cannot be a key there; it imports no ordering in QTI 1.2
either. Both are reported, never left out silently.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase

from grader.errors import KitError
from grader.export.questions import LeftOut, NumberQuestion, ask_all, explain_answer, split_numbers, unwrap_paragraphs
from grader.quiz.asking import AskedQuestion
from grader.quiz.bank import Bank
from grader.storage.files import save_file

_DECIMALS = 4
_LEAST = 1e-4


def write(bank: Bank, target: Path) -> list[LeftOut]:
    """Write the package; return the questions that Canvas cannot hold.

    Raises:
        KitError: `text2qti` is not installed, or the file cannot be written.

    """
    try:
        from text2qti.config import Config  # type: ignore[import-untyped]
        from text2qti.qti import QTI  # type: ignore[import-untyped]
        from text2qti.quiz import Quiz  # type: ignore[import-untyped]
    except ImportError as error:
        raise KitError("The QTI export needs the package text2qti.", "pip install 'fallline[qti]'") from error
    source, left_out = format_bank(bank)
    save_file(target, QTI(Quiz(source, config=Config(), source_name=target.stem)).zip_bytes())
    return left_out


def format_bank(bank: Bank) -> tuple[str, list[LeftOut]]:
    """Return the bank in text2qti's own Markdown, and the questions that it cannot hold."""
    left_out: list[LeftOut] = []
    blocks = ["Quiz title: Fallline\nshuffle answers: true"]
    for asked in ask_all(bank):
        if asked.question.kind == "order":
            left_out.append((asked.question.id, "QTI 1.2 has no ordering that Canvas imports"))
        elif asked.question.asks_for_numbers:
            blocks += _iterate_number_questions(asked, left_out)
        else:
            blocks.append(_format_choices_or_essay(asked))
    return "\n\n".join(blocks) + "\n", left_out


def _format_choices_or_essay(asked: AskedQuestion) -> str:
    """Return a question with choices or with free text in text2qti's Markdown."""
    question = asked.question
    if question.kind == "free":
        model = f"{question.model}\n\n{explain_answer(asked)}"
        return "\n".join([*_format_head(question.id, asked.prompt, model), "____"])
    lines = _format_head(question.id, asked.prompt, explain_answer(asked))
    for letter, choice in zip(ascii_lowercase, asked.choices, strict=False):
        if question.kind == "many":
            mark = "[*]" if choice.right else "[ ]"
        else:
            mark = f"{'*' if choice.right else ''}{letter})"
        lines += [_format_marked(mark, choice.text), _format_marked("...", choice.because)]
    return "\n".join(lines)


def _iterate_number_questions(asked: AskedQuestion, left_out: list[LeftOut]) -> Iterator[str]:
    """Yield a question of one number at a time; add to `left_out` those that Canvas would round wrongly."""
    for part in split_numbers(asked):
        if not _survives_rounding(part):
            left_out.append((part.id, f"Canvas keeps {_DECIMALS} decimals, too few for {part.number:.4g}"))
            continue
        lines = _format_head(part.id, part.prompt, explain_answer(asked))
        if part.wrong:
            hints = "\n\n".join(f"{number:.6g}? {words}" for number, words in part.wrong)
            lines.append(_format_marked("-", hints))
        yield "\n".join([*lines, f"=   {part.number:.10g} +- {max(part.tolerance, 1e-6):.10g}"])


def _survives_rounding(part: NumberQuestion) -> bool:
    """Tell whether the key is still right after Canvas's rounding."""
    low, high = part.number - part.tolerance, part.number + part.tolerance
    if min(abs(low), abs(high)) < _LEAST or low < 0 < high:
        return False
    return round(low, _DECIMALS) - 1e-9 <= part.number <= round(high, _DECIMALS) + 1e-9


def _format_head(name: str, prompt: str, feedback: str) -> list[str]:
    """Return the first lines of a question: title, prompt, feedback."""
    return [f"Title: {name}", _format_marked("1.", prompt), _format_marked("...", feedback)]


def _format_marked(mark: str, text: str) -> str:
    """Return a text behind a mark; later paragraphs are indented under it, as text2qti wants them."""
    first, *others = _escape_markdown(text).split("\n\n")
    return "\n\n".join([f"{mark} {first}", *(f"{' ' * (len(mark) + 1)}{part}" for part in others)])


def _escape_markdown(text: str) -> str:
    """Return Markdown whose only marks are the bank's own: code in backticks, and emphasis."""
    pieces = unwrap_paragraphs(text).split("`")
    escaped = [
        piece.replace("&", "&amp;").replace("<", "&lt;").replace("_", "\\_").replace("$", "\\$") for piece in pieces
    ]
    return "`".join(piece if index % 2 else escaped[index] for index, piece in enumerate(pieces))
