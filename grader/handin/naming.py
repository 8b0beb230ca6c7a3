"""Which exercise a file's name means, however it is spelled."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from msgspec import Struct

from grader.model import Exercise

CODE = (".py", ".ipynb")
ENDINGS = (*(f"{code}.txt" for code in CODE), ".ipynb.json", *CODE)
"""How names of code end: browsers and mail programs put another ending behind what they do not know."""
_PACKED = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")
_NEVER = frozenset({"__init__.py", "conftest.py", "setup.py", "sitecustomize.py", "usercustomize.py"})
"""Names that mean something to Python's tools, never an exercise."""
_UUID = re.compile(r"[ _-]*[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<base>.+?)(?:\s*[(\[](?P<brackets>[0-9]{1,3})[)\]]|-(?P<dash>[0-9]{1,2}))")
_BRACKETS = re.compile(r"(?:\s*(?:\([0-9]{1,3}\)|\[[0-9]{1,3}\]))+$")
_COPY = (
    "copy|copie|kopie|copia|cópia|còpia|kopia|kopi|kópia|kopio|másolat|kopija|kopya(?:sı)?|koopia|kopē|duplicate|"
    "duplicat|duplikat|duplicado|копия|копія|копие|копија|αντίγραφο|salinan|bản sao|コピー|副本|複本|複製|拷贝|拷貝|"
    "복사본|사본|สำเนา|نسخة|עותק|کپی|رونوشت|प्रतिलिपि"
)
"""What systems call a further copy, in the languages whose words we know."""
_FURTHER = r"(?:another|autre|andere|otra|altra|outra|weitere|[0-9]+(?:st|nd|rd|th|e|\.)) "
"""How a file manager tells a third copy from the second."""
_COPIED = re.compile(
    rf"(?P<base>.*?\w.*?)[\s_.-]*(?:[-_ (]\s*|(?<=\W)|(?<=[^\x00-\x7f]|[0-9]))(?:checkpoint|conflicted copy.*|"
    rf"(?:{_FURTHER})?(?:{_COPY})(?:[\s_-]*\(?[0-9]{{1,3}}\)?)?)\)?",
    re.IGNORECASE | re.DOTALL,
)
_COPY_OF = re.compile(
    r"(?<![^\W_])(?:(?:copy|copy \([0-9]+\)|copy [0-9]+|backup|duplicate)[ _-]of|"
    r"(?:kopie|kopia|kopi|kópia|kopija)[ _-](?:von|van|av|af|z|od|súboru)|"
    r"(?:copie|copia|cópia|còpia)[ _-](?:de|di|d[’'])|копия|копія|копија|másolat|kopio|kopia|kopie|kopija|afrit af|"
    r"koopia|salinan|bản sao của|kopyası|복사본|副本|複製|نسخة من|نسخة|עותק של|コピー ?[〜~～-]?)"
    r"(?:[ _-]*\([0-9]{1,3}\))?(?: - | |(?<=[’'〜~～-])|_|-)+",
    re.IGNORECASE,
)
_CONFLICT = re.compile(
    r"\s*\([^()]*(?:conflicted copy|conflict)[^()]*\)|\.sync-conflict-[\w-]+|[-_](?:conflict|conflicted)-?[0-9][\w-]*",
    re.IGNORECASE,
)
"""What Dropbox, Syncthing, Nextcloud and their like call the other one of two versions."""
_EARLIER = re.compile(
    r".*\w[\W_]+(?:old|backup|bak|orig|original)[0-9]*|(?:old|backup|bak)[\W_]+.*\w.*|.*\w~[0-9]*",
    re.IGNORECASE | re.DOTALL,
)
"""What people and editors call a file that they have left behind."""
_ASIDE = re.compile(
    r"(?:.*[\W_])?(?:plots?|plotting|helpers?|utils?|utilities|visuali[sz]ations?)(?:[\W_].*)?",
    re.IGNORECASE | re.DOTALL,
)
"""What people call files that stand beside the one they hand in."""
_LEFT_OVER = " _.-—–(\"'“”„«»"
"""What stands between a name and the word for a copy."""
_TEST = re.compile(r"(?:test|tests)|(?:test|tests)_.*|.*_(?:test|tests)", re.IGNORECASE)
_FORK = "._"
"""How macOS begins the names of what it notes about files."""
_NUMBERED = re.compile(r"(?:exercise|(?<![^\W_])ex)[\W_]*([0-9]+)", re.IGNORECASE)
_BETWEEN = re.compile(r"[\W_]+")


class Meaning(Struct, frozen=True):
    """An exercise that a name spells."""

    exercise: Exercise
    before: str
    after: str
    """What the name holds around it."""


def is_code(name: str) -> bool:
    """Tell whether a file may hold an exercise's code, by its name."""
    return explain_no_code(name) is None


def explain_no_code(name: str) -> str | None:
    """Explain why a file of this name can hold no exercise's code; None where it can."""
    lower = name.lower()
    if lower.endswith(_PACKED):
        return "an archive inside; unpack it and hand in the files themselves"
    if not lower.endswith(ENDINGS):
        return "neither .py nor .ipynb"
    if lower.startswith(_FORK):
        return "macOS's own note about a file"
    return "a name that means something to Python's tools, not to an exercise" if lower in _NEVER else None


def is_test(name: str) -> bool:
    """Tell whether a file's name is one that pytest takes for tests."""
    return _TEST.fullmatch(strip_ending(name)) is not None


def is_beside(name: str) -> bool:
    """Tell whether a file's name is that of tests, plots or helpers, which stand beside a hand-in."""
    return is_test(name) or _ASIDE.fullmatch(strip_ending(name)) is not None


def is_packed(name: str) -> bool:
    """Tell whether a file is an archive, by its name."""
    return name.lower().endswith(_PACKED)


def strip_ending(name: str) -> str:
    """Return a file's name without its ending and without the UUID that Canvas may add."""
    ending = next((ending for ending in ENDINGS if name.lower().endswith(ending)), "")
    return _UUID.sub("", name[: len(name) - len(ending)])


def strip_brackets(name: str) -> str:
    """Return a file's stem without the ` (1)` that browsers add to a further copy."""
    return _BRACKETS.sub("", strip_ending(name))


@functools.lru_cache(maxsize=1024)
def strip_copy_words(name: str) -> str:
    """Return a file's stem without the words by which systems call a copy: `Copy of a - Kopie (2).py` → a."""
    base = _CONFLICT.sub("", strip_brackets(name))
    while True:
        copied = _COPIED.fullmatch(base)
        shorter = copied["base"].rstrip("のう的").rstrip(_LEFT_OVER) if copied else _COPY_OF.sub("", base, count=1)
        shorter = _BRACKETS.sub("", shorter)
        if not shorter or shorter == base:
            return base
        base = shorter


def is_copy(name: str) -> bool:
    """Tell whether a system or its author called the file a copy; a number alone may be a newer download."""
    return strip_copy_words(name) != strip_brackets(name) or _EARLIER.fullmatch(strip_brackets(name)) is not None


def split_copy_number(name: str) -> tuple[str, int]:
    """Split off the number that a system or browser gave a further copy: `ex03 (2).py` → ex03, 2."""
    base, number = strip_ending(name), 0
    while copied := _NUMBER.fullmatch(base):
        base, number = copied["base"].rstrip(), max(number, int(copied["brackets"] or copied["dash"]))
    return base, number


def find_meaning(name: str, exercises: Sequence[Exercise]) -> Meaning | None:
    """Find the one exercise that a name spells: by stem, else by number, else by name; in any case.

    None where it spells none of them, or two.
    """
    text = strip_copy_words(name)
    for find in (_find_stem, _find_number, _find_name):
        places = [(exercise, find(text, exercise)) for exercise in exercises]
        hits = [Meaning(exercise, text[: at.start], text[at.stop :]) for exercise, at in places if at]
        if hits:
            return hits[0] if len(hits) == 1 else None
        if find is _find_number and _list_numbers(text):
            return None
    return None


def holds_name(name: str, exercise: Exercise) -> bool:
    """Tell whether an exercise's own name stands in a file's, whatever number stands beside it."""
    return _find_name(strip_copy_words(name), exercise) is not None


def find_by_number(name: str, exercises: Sequence[Exercise]) -> Exercise | None:
    """Find the exercise of a file whose whole name is its number: `3.py`, `03-1.ipynb`; None where there is none."""
    base, _ = split_copy_number(name)
    if not re.fullmatch("[0-9]{1,4}", base):
        return None
    return next((exercise for exercise in exercises if exercise.number == int(base)), None)


def names_a_number(name: str) -> bool:
    """Tell whether a name says `exercise` or `ex` and a number, of whatever exercise."""
    return _NUMBERED.search(strip_ending(name)) is not None


def _find_stem(text: str, exercise: Exercise) -> slice | None:
    """Find where a text holds an exercise's number and, behind it, its name; None where it does not."""
    for number, at in _list_numbers(text):
        if number == str(exercise.number):
            between = _BETWEEN.match(text, at.stop)
            start = between.end() if between else at.stop
            if (name := _find_name(text, exercise, start)) and name.start == start:
                return slice(at.start, name.stop)
    return None


def _find_number(text: str, exercise: Exercise) -> slice | None:
    """Find where a text holds an exercise's number; None where it does not."""
    return next((at for number, at in _list_numbers(text) if number == str(exercise.number)), None)


@functools.lru_cache(maxsize=1024)
def _list_numbers(text: str) -> tuple[tuple[str, slice], ...]:
    """List the numbers of exercises that a text holds, each with its place."""
    return tuple((match[1].lstrip("0") or "0", slice(*match.span())) for match in _NUMBERED.finditer(text))


def _find_name(text: str, exercise: Exercise, start: int = 0) -> slice | None:
    """Find where a text holds an exercise's name, from `start` on; None where it does not."""
    if _keep_letters(exercise.name) not in _keep_letters(text):
        return None
    words = map(re.escape, exercise.name.split("_"))
    match = re.compile(r"[\W_]*".join(words), re.IGNORECASE).search(text, start)
    return slice(*match.span()) if match else None


@functools.lru_cache(maxsize=1024)
def _keep_letters(text: str) -> str:
    """Return a text's letters and digits in lower case: what it spells, whatever stands between."""
    return _BETWEEN.sub("", text.casefold().replace("ı", "i"))
