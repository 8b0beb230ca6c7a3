"""The locked rows of a Moodle worksheet: the column is found by its position, its words in any language.

Moodle writes the column right before the first date, as its translated yes or no
(`mod/assign/gradingtable.php`). Where the words are in none of our lists, the
grades in these rows show which word means locked.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from grader.errors import KitError


def normalize_word(word: str) -> str:
    """Return a word in the form in which words are compared."""
    return unicodedata.normalize("NFC", word).strip().casefold()


def _parse_words(text: str) -> frozenset[str]:
    """Return the normalized words of a text."""
    return frozenset(map(normalize_word, text.split()))


YES = _parse_words(
    "yes ja oui sí si sì sim tak так да da はい evet kyllä ano áno igen jah jā taip já jes bai bəli hə ναι иә ооба "
    "ҳа ha 是 예 네 vâng có ya oo نعم بله بلی آری ہاں כן हाँ हां होय छ હા ಹೌದು അതെ ஆம் అవును ඔව් ใช่ ແມ່ນ បាទ "
    "დიახ კი այո тийм እሺ ndiyo haa ie iawn tá"
)
NO = _parse_words(
    "no nein non nee não nie нет не ні いいえ hayır ei ne nem nej nei nē nu ní ez xeyr yox όχι жоқ жок үгүй "
    "yo'q yoʻq yo‘q 否 不 아니오 아니요 không tidak hindi لا خیر نه نہیں לא नहीं नाही छैन ના ಇಲ್ಲ ഇല്ല இல்லை లేదు కాదు "
    "නැත ไม่ ไม่ใช่ ບໍ່ ទេ არა ոչ አይ hapana maya na níl"
)


class Locks(Struct, frozen=True):
    """The column that tells whether grades can be changed."""

    column: int | None = None
    """Its index; None where there is no such column."""
    locked_word: str | None = None
    """The word of a locked row, normalized; None where no row is known to be locked."""
    remark: str = ""
    """A conclusion from the rows that a person should check; empty where the word was known."""


def find_column(columns: Sequence[Sequence[str]], after: int, dates: Sequence[int]) -> int | None:
    """Find the last column of one or two words between the highest grade and the first date; None without one."""
    first_date = next((column for column in dates if column > after), None)
    candidates = range(after + 1, len(columns) if first_date is None else first_date)
    fitting = [column for column in candidates if _holds_two_words(columns[column], listed=first_date is None)]
    return fitting[-1] if fitting else None


def read_locks(column: int, name: str, words: Sequence[str], graded: Sequence[bool], locked_word: str | None) -> Locks:
    """Tell which word marks locked rows; `graded` holds for each row whether it has a grade already.

    Raises:
        KitError: it the rows do not show which of two words means locked, or no row has the word asked for.

    """
    counts = Counter(map(normalize_word, words))
    if locked_word is not None:
        if normalize_word(locked_word) not in counts:
            raise KitError(
                f"No row says {locked_word!r} in the column {name!r}.", f"Give --locked one of: {_join_words(words)}."
            )
        return Locks(column, normalize_word(locked_word))
    if len(counts) == 2 and len(counts.keys() & YES) == 1:
        return Locks(column, next(iter(counts.keys() - YES)))
    if len(counts.keys() & NO) == 1:
        return Locks(column, next(iter(counts.keys() & NO)))
    if counts.keys() <= YES:
        return Locks(column)
    if len(counts) == 1:
        return Locks(column, None, f"every row says {words[0]!r} in {name!r}, which is taken for unlocked")
    guess = _guess_locked_word(counts, words, graded)
    if guess is None:
        raise KitError(
            f"{name!r} says {_join_words(words)}, and it cannot be told which of them marks rows that are locked.",
            "Name that word with --locked.",
        )
    spelled = next(word for word in words if normalize_word(word) == guess)
    return Locks(
        column, guess, f"{spelled!r} in {name!r} is taken for locked; where it is not, name the word: --locked"
    )


def _guess_locked_word(counts: Counter[str], words: Sequence[str], graded: Sequence[bool]) -> str | None:
    """Return the rarer word, unless only the other one has a grade in all rows; None where the rows do not tell."""
    wholly_graded = {
        word
        for word in counts
        if all(has_grade for row_word, has_grade in zip(words, graded, strict=True) if normalize_word(row_word) == word)
    }
    (common, common_count), (rare, rare_count) = counts.most_common()
    candidate = next(iter(wholly_graded)) if len(wholly_graded) == 1 else None
    if common_count == rare_count:
        return candidate
    return None if candidate == common else rare


def _holds_two_words(column: Sequence[str], *, listed: bool) -> bool:
    """Tell whether a column holds one or two words and nothing else; `listed`: only words of YES and NO."""
    words = set(map(normalize_word, column))
    if not words or "" in words or len(words) > 2 or any(sign.isdigit() for word in words for sign in word):
        return False
    return not listed or words <= YES | NO


def _join_words(words: Sequence[str]) -> str:
    """Return the different words, quoted and joined by "and"."""
    return " and ".join(repr(word) for word in dict.fromkeys(words))
