"""The file name for a student: the id where every system accepts it, else a harmless name made from it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote

PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_@+-]*(\.[A-Za-z0-9_@+-]+)*")
"""Ids that stay as they are: no separator, no blank, no dot at an end. Only names that we make hold a `~`."""
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9])(\..*)?")
"""Names that Windows takes for devices, whatever follows the first dot."""
MAX_CHARS = 80
"""The longest id that can be a file name as it is."""


def make_file_names(ids: Iterable[str]) -> dict[str, str]:
    """Return id → file name without its ending, no two alike even where capitals do not count.

    A name depends on the id, and on whether another id of the class differs from it in capitals alone: never on
    the order of the class, so a second run writes the same files.
    """
    unique_ids = list(dict.fromkeys(ids))
    folded = Counter(id.casefold() for id in unique_ids)
    return {id: id if _is_harmless(id) and folded[id.casefold()] == 1 else _make_name(id) for id in unique_ids}


def quote_name(name: str) -> str:
    """Return a file's name as a link writes it."""
    return quote(name, safe="@+~")


def _is_harmless(id: str) -> bool:
    """Tell whether an id can be a file's name on every system."""
    return len(id) <= MAX_CHARS and PLAIN.fullmatch(id) is not None and RESERVED.fullmatch(id) is None


def _make_name(id: str) -> str:
    """Return the readable part of an id, and a hash of all of it."""
    ascii = unicodedata.normalize("NFKD", id).encode("ascii", "ignore").decode()
    readable = re.sub(r"[^A-Za-z0-9_]+", "-", ascii).strip("-")[:40].lower() or "student"
    return f"{readable}~{hashlib.sha256(id.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
