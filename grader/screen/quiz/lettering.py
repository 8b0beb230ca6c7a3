"""Unicode where the terminal can show it, the nearest ASCII where it cannot."""

from __future__ import annotations

import codecs
from typing import TextIO

NEAREST = {
    "θ": "theta", "λ": "lambda", "β": "beta", "ε": "eps", "κ": "kappa", "μ": "mu", "∇": "grad ", "√": "sqrt ",
    "Σ": "sum", "Δ": "delta", "ρ": "rho", "σ": "sigma", "−": "-", "–": "-", "—": "-", "·": "*", "×": "x",
    "→": "->", "←": "<-", "≈": "~", "≤": "<=", "≥": ">=", "±": "+-", "∞": "inf", "‖": "||", "²": "^2", "³": "^3",
    "⁴": "^4", "⁻": "^-", "¹": "^1", "⁰": "^0", "ᵗ": "^t", "ⁿ": "^n", "ᵈ": "^d", "₁": "_1", "½": "1/2", "¼": "1/4",
    "⅓": "1/3", "⅔": "2/3", "°": " deg", "…": "...", "“": '"', "”": '"', "‘": "'", "’": "'", "✓": "+", "✗": "-",
    "●": "o", "▇": "#", "░": ".", "•": "*", "ć": "c", "ö": "oe", "\u0302": "^", "›": ">",
    "┌": "+", "┐": "+", "└": "+", "┘": "+", "─": "-", "│": "|", "├": "+", "┤": "+", "┬": "+", "┴": "+", "┼": "+",
    "━": "-", "╸": "-", "⢕": ":",
}  # fmt: skip


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(NEAREST.get(letter, "?") for letter in lost), error.end


codecs.register_error("fallline-nearest", _nearest)


def fold(text: str, encoding: str) -> str:
    """The text with what the encoding lacks replaced."""
    return text.encode(encoding, "fallline-nearest").decode(encoding)


class Folding:
    """A text stream that writes only what its encoding can hold."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.encoding = stream.encoding or "ascii"

    def write(self, text: str) -> int:
        """Write the folded text."""
        return self._stream.write(fold(text, self.encoding))

    def flush(self) -> None:
        """Pass it on."""
        self._stream.flush()

    def isatty(self) -> bool:
        """Whether a person is looking."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """The stream's own number."""
        return self._stream.fileno()
