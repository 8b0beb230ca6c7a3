"""What a learner types for a number, in every spelling that can only mean one thing."""

from __future__ import annotations

import re

from grader.quiz.arithmetic import FormulaError, evaluate, numbers

_SIGNS = str.maketrans({"−": "-", "–": "-", "·": "*", "×": "*", "÷": "/", "⁻": "^-", "，": ",", "'": ""})
_SUPERSCRIPTS = {
    "⁰": "0",
    "¹": "1",
    "²": "2",
    "³": "3",
    "⁴": "4",
    "⁵": "5",
    "⁶": "6",
    "⁷": "7",
    "⁸": "8",
    "⁹": "9",
}
_PLAIN = re.compile(r"[0-9eE.()+\-*/^,\s]+")
_SPLIT = re.compile(r"[;,\s]+")
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d*),(\d+)(?![\d.,])")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_LOOSE = re.compile(r"\s*([*/^+]|(?<=\s)-(?=\s))\s*")
_LONGEST = 120


def readings(text: str, count: int, unit: str = "") -> tuple[tuple[float, ...], ...]:
    """Every row of `count` numbers that a typed text can mean; empty when it means none.

    `0.08`, `.08`, `8e-2`, `2/25`, `8%` and `0,08` are the same number; `1,000` can be a thousand or one. A row
    may stand in brackets and be separated by commas, semicolons or blanks. The unit may be written behind.
    """
    plain = _tidy(text, unit)
    if not plain or len(plain) > _LONGEST:
        return ()
    candidates = [_one(p) for p in _single_spellings(plain)] if count == 1 else [_row(plain, count)]
    found = [reading for reading in candidates if reading is not None]
    return tuple(dict.fromkeys(found))


def _tidy(text: str, unit: str) -> str:
    plain = text.strip().lower()
    for sign, digit in _SUPERSCRIPTS.items():
        plain = re.sub(rf"(?<=[\d⁻)]){sign}", f"^{digit}" if "⁻" not in plain else digit, plain)
    plain = plain.translate(_SIGNS).replace("**", "^")
    plain = re.sub(r"^\s*(=|≈|~|about|approx\.?|roughly)\s*", "", plain)
    if unit:
        plain = re.sub(rf"\s*[*·]?\s*{re.escape(unit.lower())}\b\.?", "", plain)
    return plain.strip().rstrip(".").strip() if plain.strip() != "." else ""


def _single_spellings(plain: str) -> list[str]:
    bare = plain.strip("[]")
    if _THOUSANDS.search(bare):
        return [
            _THOUSANDS.sub(lambda m: m.group().replace(",", ""), bare),
            _DECIMAL_COMMA.sub(r"\1.\2", bare),
        ]
    return [_DECIMAL_COMMA.sub(r"\1.\2", bare)]


def _one(plain: str) -> tuple[float, ...] | None:
    percent = plain.endswith("%")
    number = _value(plain.removesuffix("%").strip())
    return None if number is None else (number / 100 if percent else number,)


def _row(plain: str, count: int) -> tuple[float, ...] | None:
    inner = plain.replace("[", " ").replace("]", " ")
    if inner.startswith("(") and inner.endswith(")") and "," in inner:
        inner = inner[1:-1]
    inner = re.sub(r"\)\s*,?\s*\(", " ", inner)
    separators = [r"\s*;\s*", r"\s*,\s*", _SPLIT.pattern]
    for separator in separators:
        parts = [part for part in re.split(separator, _LOOSE.sub(r"\1", inner).strip()) if part]
        if len(parts) == count:
            values = [_value(_DECIMAL_COMMA.sub(r"\1.\2", part)) for part in parts]
            if all(value is not None for value in values):
                return tuple(value for value in values if value is not None)
    return None


def _value(plain: str) -> float | None:
    if not _PLAIN.fullmatch(plain) or "," in plain:
        return None
    try:
        (number,) = numbers(evaluate(_no_leading_zeros(plain), {}, {}))
    except (FormulaError, ValueError):
        return None
    return number


def _no_leading_zeros(plain: str) -> str:
    return re.sub(r"(?<![\d.eE])(?<![eE][+\-])0+(?=\d)", "", plain)
