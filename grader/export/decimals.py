"""Numbers as gradebooks write them: with a point or a comma, and with thousands in groups or without.

What `1,000` means depends on the file: other numbers of the same file show which sign stands before decimals.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

_GAPS = re.compile(r"(?<=\d)['’ʼ٬\u0020\u00a0\u2007\u2008\u2009\u202f](?=\d{3}(?!\d))")
"""Signs that group thousands and stand nowhere else in a number."""
_SHAPE = re.compile(r"-?(?P<whole>\d+(?:[.,]\d+)*)?(?:[.,](?P<part>\d+))?")
_GROUPED = re.compile(r"-?\d{1,3}(?P<sign>[.,])\d{2,3}(?:(?P=sign)\d{2,3})*")
_CENT = Decimal("0.01")


class NumberFormat(Struct, frozen=True):
    """The way a file writes its numbers."""

    decimal_sign: str = "."
    """The sign before decimals."""

    def parse(self, cell: str) -> Decimal | None:
        """Return a cell's number; None where it holds none."""
        text = _normalize_number(cell)
        if text is None:
            return None
        head, sign, tail = _split_number(text)
        # The other sign may stand for decimals too, but only where it cannot group thousands.
        if sign and sign != self.decimal_sign and _is_ambiguous(text):
            head, tail = head + tail, ""
        return Decimal(f"{re.sub('[.,]', '', head) or '0'}.{tail or '0'}" if head != "-" else f"-0.{tail}")

    def format(self, grade: Decimal) -> str:
        """Format a grade as `7.50` or `7,50`; thousands are never grouped."""
        return f"{grade:.2f}".replace(".", self.decimal_sign)

    def matches(self, cell: str, grade: Decimal) -> bool:
        """Tell whether a cell holds that grade already."""
        old = self.parse(cell)
        return old is not None and old.quantize(_CENT, ROUND_HALF_UP) == grade


def detect_format(cells: Iterable[str], default: str = ".") -> NumberFormat:
    """Detect how these cells write numbers; `default` is the sign before decimals where no cell shows it."""
    counts: Counter[str] = Counter()
    for cell in cells:
        text = _normalize_number(cell)
        if text is None:
            continue
        sign = _split_number(text)[1]
        if sign and not _is_ambiguous(text):
            counts[sign] += 1
        elif not sign and (groups := re.search("[.,]", text)):
            counts["," if groups[0] == "." else "."] += 1
    if counts["."] == counts[","]:
        return NumberFormat(default)
    return NumberFormat("," if counts[","] > counts["."] else ".")


def _normalize_number(cell: str) -> str | None:
    """Return a number in ASCII, with only points and commas between its digits; None where it is no number."""
    text = _GAPS.sub("", cell.strip()).replace("٫", ",").replace("\u2212", "-")
    text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    if not _SHAPE.fullmatch(text) or not any(map(str.isdigit, text)):
        return None
    signs = re.findall("[.,]", text)
    # Of two different signs the later one stands before decimals, once; several signs of one kind group thousands.
    whole = text.rpartition(signs[-1])[0] if len(set(signs)) == 2 else text
    grouped = len(signs) < 2 or (_GROUPED.fullmatch(whole) is not None and whole[-4] in ".,")
    return text if grouped else None


def _split_number(text: str) -> tuple[str, str, str]:
    """Return (before, sign, decimals); the last two are empty where all signs group thousands."""
    signs = re.findall("[.,]", text)
    if len(signs) == 1 or len(set(signs)) == 2:
        return text.rpartition(signs[-1])[0], signs[-1], text.rpartition(signs[-1])[2]
    return text, "", ""


def _is_ambiguous(text: str) -> bool:
    """Tell whether its only sign could group thousands as well: `1,000`, but neither `0,500` nor `10,00`."""
    return re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", text) is not None
