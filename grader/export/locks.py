"""Which rows of a Moodle worksheet are locked: the column that says so by its place, its word in any language.

Moodle writes the column right before the first date, as its translated yes or no
(`mod/assign/gradingtable.php`). Where the words are in no list of ours, the rows that stand beside them tell.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from grader.errors import KitError


def plain(word: str) -> str:
    """A word as it is compared."""
    return unicodedata.normalize("NFC", word).strip().casefold()


def _words(text: str) -> frozenset[str]:
    return frozenset(map(plain, text.split()))


YES = _words(
    "yes ja oui sí si sì sim tak так да da はい evet kyllä ano áno igen jah jā taip já jes bai bəli hə ναι иә ооба "
    "ҳа ha 是 예 네 vâng có ya oo نعم بله بلی آری ہاں כן हाँ हां होय छ હા ಹೌದು അതെ ஆம் అవును ඔව් ใช่ ແມ່ນ បាទ "
    "დიახ კი այո тийм እሺ ndiyo haa ie iawn tá"
)
NO = _words(
    "no nein non nee não nie нет не ні いいえ hayır ei ne nem nej nei nē nu ní ez xeyr yox όχι жоқ жок үгүй "
    "yo'q yoʻq yo‘q 否 不 아니오 아니요 không tidak hindi لا خیر نه نہیں לא नहीं नाही छैन ના ಇಲ್ಲ ഇല്ല இல்லை లేదు కాదు "
    "නැත ไม่ ไม่ใช่ ບໍ່ ទេ არა ոչ አይ hapana maya na níl"
)


class Locks(Struct, frozen=True):
    """The column that says whether grades can be changed."""

    column: int | None = None
    """None where there is none."""
    word: str | None = None
    """What a locked row says there; None where no row is known to be locked."""
    told: str = ""
    """What was concluded from the rows and not read; a person may know better."""


def column_of(columns: Sequence[Sequence[str]], after: int, dates: Sequence[int]) -> int | None:
    """The last column between the highest grade and the first date, where it holds one or two words."""
    first = next((place for place in dates if place > after), None)
    places = range(after + 1, len(columns) if first is None else first)
    fits = [place for place in places if _two_words(columns[place], listed=first is None)]
    return fits[-1] if fits else None


def found(column: int, name: str, words: Sequence[str], graded: Sequence[bool], asked: str | None) -> Locks:
    """What the column says; `graded` tells of each row whether it has a grade already.

    Raises:
        KitError: it cannot be told which of two words means locked, or the word asked for is not there.

    """
    count = Counter(map(plain, words))
    if asked is not None:
        if plain(asked) not in count:
            raise KitError(f"No row says {asked!r} in the column {name!r}.", f"Give --locked one of: {_both(words)}.")
        return Locks(column, plain(asked))
    if len(count) == 2 and len(count.keys() & YES) == 1:
        return Locks(column, next(iter(count.keys() - YES)))
    if len(count.keys() & NO) == 1:
        return Locks(column, next(iter(count.keys() & NO)))
    if count.keys() <= YES:
        return Locks(column)
    if len(count) == 1:
        return Locks(column, None, f"every row says {words[0]!r} in {name!r}, which is taken for unlocked")
    locked = _by_rows(count, words, graded)
    if locked is None:
        raise KitError(
            f"{name!r} says {_both(words)}, and it cannot be told which of them marks rows that are locked.",
            "Name that word with --locked.",
        )
    spoken = next(word for word in words if plain(word) == locked)
    return Locks(
        column, locked, f"{spoken!r} in {name!r} is taken for locked; where it is not, name the word: --locked"
    )


def _by_rows(count: Counter[str], words: Sequence[str], graded: Sequence[bool]) -> str | None:
    """The rarer word, unless it is the other one whose rows all have grades; None where nothing tells."""
    done = {word for word in count if all(has for said, has in zip(words, graded, strict=True) if plain(said) == word)}
    (one, ones), (other, others) = count.most_common()
    wholly = next(iter(done)) if len(done) == 1 else None
    if ones == others:
        return wholly
    return None if wholly == one else other


def _two_words(column: Sequence[str], *, listed: bool) -> bool:
    count = set(map(plain, column))
    if not count or "" in count or len(count) > 2 or any(sign.isdigit() for word in count for sign in word):
        return False
    return not listed or count <= YES | NO


def _both(words: Sequence[str]) -> str:
    return " and ".join(repr(word) for word in dict.fromkeys(words))
