"""Reads the numbers that a learner types, in every spelling that can only mean one thing."""

from __future__ import annotations

import math
import re

from grader.quiz.arithmetic import FormulaError, convert_to_numbers, evaluate

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
_PLAIN = re.compile(r"(?:sqrt\(|[0-9eE.()+\-*/^,\s])+")
_SPLIT = re.compile(r"[;,\s]+")
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d*),(\d+)(?![\d.,])")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_LOOSE = re.compile(r"\s*([*/^+]|(?<=\s)-(?=\s))\s*")
_SPOKEN = re.compile(r"[a-zλκ]+")
_BEHIND = re.compile(r"(?<=[\d.)])[·*\s]*([a-zλκ]{2,})\b\.?")
_COUNTED = frozenset({"step", "steps", "time", "times"})
_FRACTIONS = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅛": "1/8", "⁄": "/"}
_GROUPED = re.compile(r"-?\d{1,3}(?:[\u00a0\u2009\u202f ]\d{3})+(?:\.\d+)?")
_MIXED = re.compile(r"^(-?)(\d+) (\d+/\d+)$")
_LOOSE_SIGN = re.compile(r"(^|[\s,;])-\s+(?=[\d.])")
_MAX_TYPED_CHARS = 120


def parse_numbers(text: str, count: int, unit: str = "", prompt: str = "") -> tuple[tuple[float, ...], ...]:
    """Parse a typed text into every row of `count` numbers that it can mean; empty where it means none.

    `0.08`, `.08`, `8e-2`, `2/25`, `8%` and `0,08` are the same number; `1,000` can be a thousand or one. A row
    may stand in brackets and be separated by commas, semicolons, blanks or `and`. The unit may be written behind,
    and so may a word that the `prompt` counts in; a name and `=` may stand before.
    """
    plain = _drop_words(_normalize(text, unit), prompt)
    if not plain or len(plain) > _MAX_TYPED_CHARS:
        return ()
    if count == 1:
        candidates = [_parse_single(p) for p in _list_single_spellings(plain)]
    else:
        candidates = [_parse_row(plain, count) or _parse_row(_LOOSE_SIGN.sub(r"\1-", plain), count)]
    rows = [row for row in candidates if row is not None]
    return tuple(dict.fromkeys(rows))


def _normalize(text: str, unit: str) -> str:
    plain = _spell_out_signs(text.strip().lower())
    for sign, digit in _SUPERSCRIPTS.items():
        plain = re.sub(rf"(?<=[\d⁻)]){sign}", f"^{digit}" if "⁻" not in plain else digit, plain)
    plain = plain.translate(_SIGNS).replace("**", "^")
    plain = re.sub(r"^\s*(=|≈|~|about|approx\.?|roughly)\s*", "", plain)
    if unit:
        plain = re.sub(rf"\s*[*·]?\s*{re.escape(unit.lower())}\b\.?", "", plain)
    return plain.strip().rstrip(".").strip() if plain.strip() != "." else ""


def _spell_out_signs(text: str) -> str:
    """Return a text with fractions of one sign, thin blanks and words for signs as plain characters."""
    for sign, fraction in _FRACTIONS.items():
        text = text.replace(sign, fraction)
    text = re.sub(r"\bminus\s+(?=[\d.])", "-", text.rstrip("…"))
    text = re.sub(r"√\s*(\d+(?:\.\d+)?)", r"sqrt(\1)", text).replace("√(", "sqrt(")
    text = re.sub(r"(?<=\d)\s*x\s*(?=10\b|$)", lambda match: "*" if match.end() < len(text) else "", text)
    return re.sub(r"\s*(?:percent|per cent)\b\.?", "%", text)


def _drop_words(plain: str, prompt: str) -> str:
    """Return a text without names before `=`, `and` between numbers, and words that the question itself counts in."""
    plain = re.sub(r"(?:^|(?<=[\s,;(]))[a-zθβλκμσ][\w₀-₉']{0,11}\s*[=:≈]\s*", "", plain)
    plain = re.sub(r"\s+(?:and|then|to)\s+", " ; ", plain)
    known = {word for spoken in _SPOKEN.findall(prompt.lower()) for word in (spoken, spoken + "s", spoken.rstrip("s"))}
    return _BEHIND.sub(lambda match: "" if match[1] in known | _COUNTED else match[0], plain).strip()


def _list_single_spellings(plain: str) -> list[str]:
    bare = plain.strip("[]")
    bare = re.sub(r"[\u00a0\u2009\u202f ]", "", bare) if _GROUPED.fullmatch(bare) else bare
    bare = _MIXED.sub(r"\1(\2+\3)", bare)
    if _THOUSANDS.search(bare):
        return [
            _THOUSANDS.sub(lambda m: m.group().replace(",", ""), bare),
            _DECIMAL_COMMA.sub(r"\1.\2", bare),
        ]
    return [_DECIMAL_COMMA.sub(r"\1.\2", bare)]


def _parse_single(plain: str) -> tuple[float, ...] | None:
    percent = plain.endswith("%")
    number = _parse_value(plain.removesuffix("%").strip())
    return None if number is None else (number / 100 if percent else number,)


def _parse_row(plain: str, count: int) -> tuple[float, ...] | None:
    inner = plain.replace("[", " ").replace("]", " ")
    if inner.startswith("(") and inner.endswith(")") and "," in inner:
        inner = inner[1:-1]
    inner = re.sub(r"\)\s*,?\s*\(", " ", inner)
    separators = [r"\s*[;|→]\s*", r"\s*,\s+", r"\s+", r"\s*,\s*", _SPLIT.pattern]
    for separator in separators:
        parts = [part for part in re.split(separator, _LOOSE.sub(r"\1", inner).strip()) if part]
        if len(parts) == count:
            values = [_parse_value(_DECIMAL_COMMA.sub(r"\1.\2", part)) for part in parts]
            if all(value is not None for value in values):
                return tuple(value for value in values if value is not None)
    return None


def _parse_value(plain: str) -> float | None:
    if not _PLAIN.fullmatch(plain) or "," in plain:
        return None
    try:
        (number,) = convert_to_numbers(evaluate(_drop_leading_zeros(plain), {}, {"sqrt": math.sqrt}))
    except (FormulaError, ValueError):
        return None
    return number


def _drop_leading_zeros(plain: str) -> str:
    return re.sub(r"(?<![\d.eE])(?<![eE][+\-])0+(?=\d)", "", plain)
