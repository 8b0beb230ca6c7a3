"""Streams that cannot write θ or ✓ write something readable instead of failing."""

from __future__ import annotations

import codecs
import functools
import io
import unicodedata
from typing import TextIO

SPELLINGS = {
    "✓": "+", "✗": "x", "•": "*", "◆": "*", "▸": ">", "…": "...", "−": "-", "–": "-", "—": "-", "·": "*", "×": "x",
    "²": "^2", "′": "'", "’": "'", "‘": "'", "“": '"', "”": '"', "→": "->", "↦": "->", "≥": ">=", "≤": "<=",
    "≠": "!=", "≈": "~", "√": "sqrt ", "±": "+-", "∇": "grad ", "Σ": "sum ", "\u0302": "^", "\u00a0": " ",
    "θ": "theta", "β": "beta", "λ": "lambda", "ε": "eps", "η": "eta", "κ": "kappa", "μ": "mu", "ρ": "rho",
    "σ": "sigma", "─": "-", "│": "|", "▌": "|", "●": "o", "○": ".", "◐": "+",
    "Δ": "delta", "←": "<-", "∞": "inf", "‖": "||", "°": " deg", "▇": "#", "░": ".",
    "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+", "━": "-", "╸": "-",
}  # fmt: skip
"""Signs that the kit itself writes."""
SCRIPT_SIGNS = {"<super>": "^", "<sub>": "_"}
"""Where a digit or letter stands, by Unicode's own word for it."""


def make_forgiving(stream: TextIO) -> None:
    """Let a stream of a narrow encoding (cp1252, ASCII) spell what it cannot write."""
    if isinstance(stream, io.TextIOWrapper) and is_narrow(stream):
        stream.reconfigure(errors="fallline")


def is_narrow(stream: TextIO) -> bool:
    """Tell whether a stream's encoding lacks signs that the kit writes."""
    return not (getattr(stream, "encoding", None) or "utf-8").lower().startswith("utf")


def spell_letters(text: str, encoding: str) -> list[str]:
    """Return each letter of a text as that encoding can write it."""
    return [letter if _can_write(letter, encoding) else _spell_in_ascii(letter) for letter in text]


@functools.lru_cache(maxsize=4096)
def _can_write(letter: str, encoding: str) -> bool:
    try:
        letter.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _handle_unwritable(error: UnicodeError) -> tuple[str, int]:
    """Return the letters that could not be written, spelled out, and where writing goes on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return "".join(_spell_in_ascii(letter) for letter in letters), error.end


def _spell_in_ascii(letter: str) -> str:
    if letter in SPELLINGS:
        return SPELLINGS[letter]
    kind = unicodedata.decomposition(letter).partition(" ")[0]
    base = unicodedata.normalize("NFKD", letter).replace("\N{FRACTION SLASH}", "/").replace("−", "-")
    return SCRIPT_SIGNS.get(kind, "") + base.encode("ascii", "ignore").decode() or "?"


codecs.register_error("fallline", _handle_unwritable)
