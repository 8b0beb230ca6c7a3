"""How hard a text is to read: the Flesch–Kincaid grade, that is the years of school it asks of a reader.

Kincaid, Fishburne, Rogers & Chissom 1975: 0.39 words a sentence + 11.8 syllables a word − 15.59. Code, formulas and
numbers are looked at, not spelled out: each counts as one short word.
"""

from __future__ import annotations

import re

from msgspec import Struct

MIN_WORDS = 8
"""Words below which the formula says nothing: one long term would decide alone."""

_CODE = re.compile(r"```.*?```|`[^`\n]+`|\{[^{}\n]+\}", re.DOTALL)
_END = re.compile(r"(?<=[.!?])[)\"'’”*]*\s+|\n\s*\n|…\s+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouyäöü]+")
_SILENT_ED = re.compile(r"[^aeiouytd]ed$")
_SILENT_ES = re.compile(r"[^aeiouyscxzgh]es$|th?es$")
_SILENT_E = re.compile(r"[^aeiouy]e$")
_FULL_LE = re.compile(r"[^aeiouyl]les?$")
_SPLIT_VOWELS = re.compile(
    r"ia(?!l$|n$|r)|io(?!u|n)|iu(?!s)|(?<![tc])ien[tc]|[^qg]ua(?!r)|(?<!p)eo(?!u)|ying|iet|uing|[^l]ea$|[aeo]y[aeio]|^coor"
)


class Ease(Struct, frozen=True):
    """What the formula is made of, for one text."""

    words: int
    sentences: int
    syllables: int

    @property
    def grade(self) -> float:
        """The Flesch–Kincaid grade; 0 for a text without words."""
        if not self.words:
            return 0.0
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


def measure(text: str) -> Ease:
    """Count the words, sentences and syllables of a text in Markdown."""
    prose = _CODE.sub(" x ", text)
    sentences = [words for part in _END.split(prose) if (words := _split_words(part))]
    words = [word for sentence in sentences for word in sentence]
    return Ease(len(words), len(sentences), sum(count_syllables(word) for word in words))


def compute_grade(text: str) -> float:
    """Return the Flesch–Kincaid grade of a text."""
    return measure(text).grade


def is_long_enough(text: str) -> bool:
    """Tell whether a text has enough words for its grade to mean anything."""
    return measure(text).words >= MIN_WORDS


def count_syllables(word: str) -> int:
    """Count the syllables of an English word by its vowels; an estimate, 1 for what is no word."""
    letters = re.sub(r"[^a-zäöü]", "", word.lower().replace("’s", "").replace("'s", ""))
    if len(letters) <= 3:
        return 1
    count = len(_VOWELS.findall(letters)) + len(_SPLIT_VOWELS.findall(letters))
    if _FULL_LE.search(letters):
        return max(1, count)
    if _SILENT_ED.search(letters) or _SILENT_ES.search(letters) or _SILENT_E.search(letters):
        count -= 1
    return max(1, count)


def _split_words(sentence: str) -> list[str]:
    """Split a sentence into words; a piece between blanks without a word of two letters counts as one short word."""
    words: list[str] = []
    for piece in sentence.split():
        spelled = [word for word in _WORD.findall(piece) if len(word) > 1 or word.lower() in ("a", "i")]
        if spelled and not re.search(r"[=^·/×<>≤≥√²³\d]", piece):
            words += spelled
        elif any(sign.isalnum() for sign in piece):
            words.append("x")
    return words
