"""A file's name for a student: the id where every system can take it as it is, else one that cannot do harm."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote

PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_@+-]*(\.[A-Za-z0-9_@+-]+)*")
"""Ids that stay: no separator, no blank, no dot at an end. A `~` is in no plain name, only in made ones."""
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9])(\..*)?")
"""Names that Windows takes for devices, whatever follows the first dot."""
MOST = 80
"""Letters of an id that stay in a name."""


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """Id → file name without its ending, no two alike even where capitals do not count.

    A name depends on the id, and on whether another id of the class differs from it in capitals alone: never on
    the order of the class, so a second run writes the same files.
    """
    known = list(dict.fromkeys(ids))
    folded = Counter(id.casefold() for id in known)
    return {id: id if _harmless(id) and folded[id.casefold()] == 1 else _made(id) for id in known}


def address(name: str) -> str:
    """A file's name as a link writes it."""
    return quote(name, safe="@+~")


def _harmless(id: str) -> bool:
    return len(id) <= MOST and PLAIN.fullmatch(id) is not None and RESERVED.fullmatch(id) is None


def _made(id: str) -> str:
    """What can be read of an id, and a hash of all of it."""
    ascii = unicodedata.normalize("NFKD", id).encode("ascii", "ignore").decode()
    readable = re.sub(r"[^A-Za-z0-9_]+", "-", ascii).strip("-")[:40].lower() or "student"
    return f"{readable}~{hashlib.sha256(id.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
