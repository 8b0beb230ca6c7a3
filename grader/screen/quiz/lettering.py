"""Signs of questions and plots, spelled out where the terminal's encoding lacks them."""

from __future__ import annotations

import codecs
import io
from typing import TextIO

from grader.screen.encoding import SPELLED

NEAREST = {
    **SPELLED,
    "Δ": "delta", "←": "<-", "∞": "inf", "‖": "||", "³": "^3", "⁴": "^4", "⁶": "6", "⁻": "^-", "¹": "^1", "⁰": "^0",
    "ᵗ": "^t", "ⁿ": "^n", "ᵈ": "^d", "₁": "_1", "½": "1/2", "¼": "1/4", "⅓": "1/3", "⅔": "2/3", "°": " deg",
    "●": "o", "▇": "#", "░": ".", "ć": "c", "ö": "o",
    "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+", "━": "-", "╸": "-",
}  # fmt: skip


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(NEAREST.get(letter, "?") for letter in lost), error.end


codecs.register_error("fallline-quiz", _nearest)


def spelling(stream: TextIO) -> TextIO:
    """The stream, made to spell what its encoding cannot hold."""
    if isinstance(stream, io.TextIOWrapper) and not (stream.encoding or "").lower().startswith("utf"):
        stream.reconfigure(errors="fallline-quiz")
    return stream
