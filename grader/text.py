"""Numbers and foreign text as words. Standard library only, so that every room may look here.

Foreign is whatever a learner chose: code, printed output, names, file names, exception texts. It passes
through `clean` before it reaches a screen, so that it can be read and can do nothing else.
"""

from __future__ import annotations

import math
import re
import sys
import unicodedata
from collections.abc import Mapping, Sequence

from grader.model import Plain

DIGITS = 5
"""Significant digits of a number that is read and not computed with."""
MOST_FLOAT = int(sys.float_info.max)
"""Beyond it a whole number has no float."""
MOST_ENTRIES = 8
"""Entries of one list that are shown."""
INERT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that steer a terminal, turn the direction of reading, or cannot be encoded."""
SUSPECT = re.compile("[^ -~\xa1-\xac\xae-\u0377\u03a3-\u052f\u2200-\u22ff]")
"""Any letter but those that are common and never INERT: only these few are worth a look at their category."""


def clean(text: str, *, lines: bool = False) -> str:
    r"""The text with everything that steers a terminal spelled out (`\x1b`, `\u202e`).

    Line breaks stay where `lines` is true and become spaces elsewhere; a tab becomes four spaces.
    """
    if text.isascii() and text.isprintable():  # as most are
        return text
    text = text.replace("\r\n", "\n").replace("\t", "    ")
    return SUSPECT.sub(lambda found: _visible(found[0], lines), text)


def cut(text: str, most: int) -> str:
    """At most `most` characters, the cut marked."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def weigh(thing: Plain) -> int:
    """About how many letters plain data takes as JSON of ASCII letters alone."""
    if isinstance(thing, float):
        return 20
    if isinstance(thing, str):
        return len(thing) + 2 if thing.isascii() else 6 * len(thing) + 2
    if thing is None or isinstance(thing, int):
        return len(str(thing)) if type(thing) is int else 6
    # To ask an abstract class is dear.
    if isinstance(thing, dict) or (not isinstance(thing, list | tuple) and isinstance(thing, Mapping)):
        return 2 + sum(weigh(name) + weigh(held) + 2 for name, held in thing.items())
    return 2 + sum(weigh(held) + 2 for held in thing)


def is_name(text: str) -> bool:
    """Whether it can be a name in Python: one word, which says nothing of its own in a sentence around it."""
    return text.isidentifier() and text.isprintable()


def number(value: float, digits: int = DIGITS) -> str:
    """A number as one would write it on paper: `0.25`, `1e-8`, `123456`, `nan`."""
    if isinstance(value, int) and abs(value) > MOST_FLOAT:
        return "a number of hundreds of digits" if value > 0 else "a negative number of hundreds of digits"
    if isinstance(value, bool) or not math.isfinite(value):
        return str(value)
    if value == round(value) and abs(value) < 1e9:
        return str(int(value))
    return re.sub(r"e([+-])0*(\d)", lambda found: f"e{found[1].strip('+')}{found[2]}", f"{value:.{digits}g}")


def value(thing: Plain, digits: int = DIGITS, most: int = MOST_ENTRIES) -> str:
    """Plain data in one line; long lists are cut."""
    if isinstance(thing, str):
        return clean(thing)
    if thing is None or isinstance(thing, bool):
        return str(thing)
    if isinstance(thing, int | float):
        return number(thing, digits)
    if isinstance(thing, Mapping):
        return ", ".join(f"{clean(str(name))}={value(held, digits, most)}" for name, held in thing.items())
    shown = [value(entry, digits, most) for entry in thing[:most]]
    if len(thing) > most and shown[-1] != "…":
        shown.append("…")
    return f"[{', '.join(shown)}]"


def digits_that_tell(expected: Plain, actual: Plain) -> int:
    """The fewest digits in which two answers look different, where they are."""
    for digits in (DIGITS, 7, 9, 12):
        if value(expected, digits, 99) != value(actual, digits, 99):
            return digits
    return DIGITS if expected == actual else 17


def in_columns(lists: Sequence[Sequence[str]]) -> list[str]:
    """Lists of as many texts, each in one line, in which the entries of all of them stand under one another."""
    widths = [max(len(entry) for entry in column) for column in zip(*lists, strict=True)]
    return [f"[{', '.join(f'{e:>{w}}' for e, w in zip(row, widths, strict=True))}]" for row in lists]


def call(function: str, given: Mapping[str, object]) -> str:
    """A call as one would type it, its larger inputs cut: `gradient_descent(grad_fn, lr=0.1, n_steps=5)`."""
    return f"{function}({', '.join(_argument(name, held) for name, held in given.items())})"


def count(amount: int, one: str, more: str = "") -> str:
    """`1 student`, `2 students`."""
    return f"{amount} {one if amount == 1 else more or one + 's'}"


def join_words(words: Sequence[str], last: str = "and") -> str:
    """Return words as a list in a sentence: `a`, `a and b`, `a, b and c`; empty where there are none.

    `last` is the word before the last of them, such as `or`.
    """
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def points(amount: float) -> str:
    """`2`, `0.25`: points without needless zeros."""
    return f"{round(amount, 2):g}"


def _argument(name: str, held: object) -> str:
    if callable(held):
        return name
    told = _data(held)
    if not isinstance(told, int | float | list | tuple):
        return f"{name}=…"
    text = value(told, 4, 3)
    return f"{name}={text if len(text) <= 32 else '[…]'}"


def _data(held: object) -> object:
    """The same without arrays, in a list of them too."""
    if isinstance(held, list | tuple):
        return [_data(one) for one in held]
    return held.tolist() if hasattr(held, "tolist") else held


def _visible(letter: str, lines: bool) -> str:
    if letter == "\n":
        return "\n" if lines else " "
    if unicodedata.category(letter) not in INERT:
        return letter
    code = ord(letter)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"


def is_numbers(thing: Plain) -> bool:
    """Whether it is a flat list of numbers."""
    return (
        isinstance(thing, Sequence)
        and not isinstance(thing, str)
        and bool(thing)
        and all(isinstance(entry, int | float) and not isinstance(entry, bool) for entry in thing)
    )
