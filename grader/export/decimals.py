"""Numbers as gradebooks write them: with a point or a comma, and with thousands in groups or without.

What `1,000` means depends on the file: other numbers of the same file tell which sign stands before decimals.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

_GAPS = re.compile(r"(?<=\d)['’ʼ٬\u0020\u00a0\u2007\u2008\u2009\u202f](?=\d{3}(?!\d))")
"""Signs that stand between thousands and nowhere else in a number."""
_SHAPE = re.compile(r"-?(?P<whole>\d+(?:[.,]\d+)*)?(?:[.,](?P<part>\d+))?")
_GROUPED = re.compile(r"-?\d{1,3}(?P<sign>[.,])\d{2,3}(?:(?P=sign)\d{2,3})*")
_CENT = Decimal("0.01")


class Numbers(Struct, frozen=True):
    """How a file writes its numbers."""

    decimal: str = "."
    """The sign before decimals."""

    def read(self, words: str) -> Decimal | None:
        """A cell's number; None where it is none."""
        text = _plain(words)
        if text is None:
            return None
        head, sign, tail = _parted(text)
        # The other sign may stand for decimals too, but only where it cannot part thousands.
        if sign and sign != self.decimal and _ambiguous(text):
            head, tail = head + tail, ""
        return Decimal(f"{re.sub('[.,]', '', head) or '0'}.{tail or '0'}" if head != "-" else f"-0.{tail}")

    def write(self, grade: Decimal) -> str:
        """`7.50` or `7,50`; thousands are never parted."""
        return f"{grade:.2f}".replace(".", self.decimal)

    def same(self, words: str, grade: Decimal) -> bool:
        """Whether a cell says that grade already."""
        old = self.read(words)
        return old is not None and old.quantize(_CENT, ROUND_HALF_UP) == grade


def of_file(cells: Iterable[str], otherwise: str = ".") -> Numbers:
    """How these cells write numbers; `otherwise` is the sign before decimals where no cell tells."""
    told: Counter[str] = Counter()
    for cell in cells:
        text = _plain(cell)
        if text is None:
            continue
        sign = _parted(text)[1]
        if sign and not _ambiguous(text):
            told[sign] += 1
        elif not sign and (groups := re.search("[.,]", text)):
            told["," if groups[0] == "." else "."] += 1
    if told["."] == told[","]:
        return Numbers(otherwise)
    return Numbers("," if told[","] > told["."] else ".")


def _plain(words: str) -> str | None:
    """A number in ASCII, with points and commas alone between its digits; None where it is none."""
    text = _GAPS.sub("", words.strip()).replace("٫", ",").replace("\u2212", "-")
    text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    if not _SHAPE.fullmatch(text) or not any(map(str.isdigit, text)):
        return None
    signs = re.findall("[.,]", text)
    # Of two kinds the later one stands before decimals, once; of one kind all but a single one part thousands.
    whole = text.rpartition(signs[-1])[0] if len(set(signs)) == 2 else text
    grouped = len(signs) < 2 or (_GROUPED.fullmatch(whole) is not None and whole[-4] in ".,")
    return text if grouped else None


def _parted(text: str) -> tuple[str, str, str]:
    """(before, sign, decimals); without a sign where all signs part thousands."""
    signs = re.findall("[.,]", text)
    if len(signs) == 1 or len(set(signs)) == 2:
        return text.rpartition(signs[-1])[0], signs[-1], text.rpartition(signs[-1])[2]
    return text, "", ""


def _ambiguous(text: str) -> bool:
    """Whether its only sign could part thousands as well: `1,000`, but neither `0,500` nor `10,00`."""
    return re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", text) is not None
